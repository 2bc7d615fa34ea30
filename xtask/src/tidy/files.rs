//! Rules on templates, messages, decision records, migrations and the folders of `app`.

use std::collections::BTreeSet;

use super::{Complaint, Source};

const APP: &str = "crates/app/src/";

/// Folders of `app` that hold one capability each: all but the kit.
pub fn slices(sources: &[Source]) -> Vec<String> {
    let folders: BTreeSet<&str> = sources
        .iter()
        .filter_map(|source| source.path.strip_prefix(APP)?.split_once('/'))
        .map(|(folder, _)| folder)
        .filter(|folder| *folder != "kit")
        .collect();
    folders.into_iter().map(str::to_owned).collect()
}

/// Checks everything that is not Rust.
pub fn check(sources: &[Source], slices: &[String]) -> Vec<Complaint> {
    let mut found = Vec::new();
    messages(sources, slices, &mut found);
    numbered(sources, "docs/decisions/", ".md", &mut found);
    numbered(sources, "migrations/", ".sql", &mut found);
    for source in sources.iter().filter(|s| s.path.starts_with(APP) && s.extension() == "html") {
        template(source, &mut found);
    }
    found
}

/// A slice with pages speaks both languages.
fn messages(sources: &[Source], slices: &[String], found: &mut Vec<Complaint>) {
    for folder in slices.iter().map(String::as_str).chain(["kit"]) {
        let folder = format!("{APP}{folder}/");
        let has = |end: &str| sources.iter().any(|s| s.path.starts_with(&folder) && s.path.ends_with(end));
        if !has(".html") {
            continue;
        }
        for file in ["zh-CN.ftl", "en.ftl"] {
            if !has(&format!("/{file}")) {
                found.push(Complaint::new(&folder, 0, format!("has pages but no {file}")));
            }
        }
    }
}

/// Files of a folder are named `NNNN…`, from 0001, each number once and none left out.
fn numbered(sources: &[Source], folder: &str, extension: &str, found: &mut Vec<Complaint>) {
    let names = sources.iter().filter_map(|s| s.path.strip_prefix(folder).map(|name| (s, name)));
    for (expected, (source, name)) in (1usize..).zip(names.filter(|(_, name)| name.ends_with(extension))) {
        let number = name.get(..4).and_then(|digits| digits.parse::<usize>().ok());
        if number != Some(expected) {
            found.push(Complaint::new(&source.path, 0, format!("the next number in {folder} is {expected:04}")));
            return;
        }
    }
}

/// The content security policy allows no inline style, script or handler: such a template would not work.
fn template(source: &Source, found: &mut Vec<Complaint>) {
    for (index, line) in source.text.lines().enumerate() {
        let lower = without_expressions(&line.to_ascii_lowercase());
        let mut complain = |what: &str| found.push(Complaint::new(&source.path, index + 1, what));
        if attributes(&lower).any(|name| name == "style") || lower.contains("<style") {
            complain("inline style: use a class");
        }
        if attributes(&lower).any(|name| name.len() > 4 && name.starts_with("on")) {
            complain("inline event handler: listen in ui/");
        }
        if lower.contains("javascript:") {
            complain("javascript: address");
        }
        for tag in lower.match_indices("<script").map(|(at, _)| lower[at..].split('>').next().unwrap_or_default()) {
            if !tag.contains(" src=") && !tag.contains("type=\"application/json\"") {
                complain("inline script: only src=… or type=\"application/json\"");
            }
        }
    }
}

/// A line of a template without what stands in `{{ … }}` and `{% … %}`: arguments of macros are no attributes.
fn without_expressions(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let close = if rest[open..].starts_with("{{") { "}}" } else { "%}" };
        kept.push_str(&rest[..open]);
        rest = rest[open..].find(close).map_or("", |at| &rest[open + at + 2..]);
    }
    kept + rest
}

/// Names of what looks like attributes in a line: letters between a space and `=`, followed by a quote.
fn attributes(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices('=').filter_map(|(at, _)| {
        let quoted = line[at + 1..].starts_with(['"', '\'', '{']);
        let name = line[..at].rsplit(|c: char| !c.is_ascii_alphabetic() && c != '-').next()?;
        let spaced = line[..at - name.len()].ends_with(char::is_whitespace) || at == name.len();
        (quoted && spaced).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> =
            files.iter().map(|(path, text)| Source { path: (*path).into(), text: (*text).into() }).collect();
        check(&sources, &slices(&sources)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_slice_with_pages_needs_both_languages() {
        let found = complaints(&[("crates/app/src/track/show.html", ""), ("crates/app/src/track/zh-CN.ftl", "")]);
        assert_eq!(found, ["crates/app/src/track/: has pages but no en.ftl"]);
        assert!(complaints(&[("crates/app/src/demo/mod.rs", "")]).is_empty());
    }

    #[test]
    fn a_template_with_an_inline_style_handler_or_script_is_refused() {
        let page = |text| {
            complaints(&[
                ("crates/app/src/kit/zh-CN.ftl", ""),
                ("crates/app/src/kit/en.ftl", ""),
                ("crates/app/src/kit/a.html", text),
            ])
        };
        for refused in [
            "<p style=\"color: red\">",
            "<style>p {}</style>",
            "<a onclick='x()'>",
            "<p {% if a %}style=\"{{ b }}\"{% endif %}>",
            "<script>alert(1)</script>",
            "<a href=\"javascript:x()\">",
        ] {
            assert_eq!(page(refused).len(), 1, "{refused}");
        }
        for allowed in [
            "<script src=\"{{ asset('desk.js') }}\" defer></script>",
            "<script type=\"application/json\" id=\"chart\">{{ data }}</script>",
            "{% set style = \"x\" %}{{ card(button-style=\"wide\") }}",
            "{{ button(t('save'), style=\"wide\") }}<p>",
            "<p class=\"style\" data-only=\"1\">",
        ] {
            assert!(page(allowed).is_empty(), "{allowed}: {:?}", page(allowed));
        }
    }

    #[test]
    fn decisions_are_numbered_without_gaps_or_doubles() {
        assert!(complaints(&[("docs/decisions/0001-a.md", ""), ("docs/decisions/0002-b.md", "")]).is_empty());
        assert_eq!(complaints(&[("docs/decisions/0001-a.md", ""), ("docs/decisions/0001-b.md", "")]).len(), 1);
        assert_eq!(complaints(&[("docs/decisions/0001-a.md", ""), ("docs/decisions/0003-b.md", "")]).len(), 1);
        assert_eq!(complaints(&[("docs/decisions/notes.md", "")]).len(), 1);
        assert_eq!(complaints(&[("migrations/0002_b.sql", "")]).len(), 1);
    }
}
