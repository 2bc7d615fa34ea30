//! Rules on templates, messages, decision records, migrations and the folders of `app`.

use std::collections::{BTreeSet, HashMap};

use super::{Complaint, Source};

const APP: &str = "crates/app/src/";
/// All files of one name are one bundle.
const MESSAGE_FILES: [&str; 2] = ["zh-CN.ftl", "en.ftl"];
/// The file that names the weights of letters.
const TOKENS: &str = "ui/src/styles/tokens.css";

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
    for file in MESSAGE_FILES {
        keys(sources, file, &mut found);
    }
    numbered(sources, "docs/decisions/", ".md", &mut found);
    numbered(sources, "migrations/", ".sql", &mut found);
    for source in sources.iter().filter(|s| s.path.starts_with(APP) && s.extension() == "html") {
        template(source, &mut found);
    }
    for source in sources.iter().filter(|s| s.extension() == "css" && s.path != TOKENS) {
        letters(source, &mut found);
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
        for file in MESSAGE_FILES {
            if !has(&format!("/{file}")) {
                found.push(Complaint::new(&folder, 0, format!("has pages but no {file}")));
            }
        }
    }
}

/// The messages of a language share one bundle: a key that is there already breaks every page.
fn keys(sources: &[Source], file: &str, found: &mut Vec<Complaint>) {
    let mut first: HashMap<&str, &str> = HashMap::new();
    for source in sources.iter().filter(|s| s.path.starts_with(APP) && s.path.ends_with(&format!("/{file}"))) {
        for (index, line) in source.text.lines().enumerate() {
            let Some(key) = key_of(line) else { continue };
            if let Some(other) = first.insert(key, &source.path) {
                found.push(Complaint::new(&source.path, index + 1, format!("{key} is defined in {other} already")));
            }
        }
    }
}

/// What a line of a message file defines: a message, or a term, whose name begins with `-`.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end_matches(' ');
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') && key.chars().all(plain)).then_some(key)
}

/// Sizes and weights of letters come from the scale. Drawings count in pixels of their own, and paper in points.
fn letters(source: &Source, found: &mut Vec<Complaint>) {
    for (index, line) in source.text.lines().enumerate() {
        let mut complain = |what: &str| found.push(Complaint::new(&source.path, index + 1, what));
        let value = |name: &str| line.trim_start().strip_prefix(name).and_then(|rest| rest.split(';').next());
        let off = |size: &str| size.ends_with("em") && size != "1em";
        if value("font-size: ").is_some_and(off) {
            complain("a size off the scale: use var(--text…)");
        }
        if value("font-weight: ").is_some_and(|weight| weight.starts_with(|c: char| c.is_ascii_digit())) {
            complain("a weight off the scale: use var(--medium), var(--bold) or normal");
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
    fn a_message_key_is_defined_once_in_a_language() {
        let file = |path: &'static str, text: &'static str| (path, text);
        let ok = [
            file("crates/app/src/a/zh-CN.ftl", "a-title = A\n"),
            file("crates/app/src/a/en.ftl", "a-title = A\n    .hint = a-title = B\n"),
            file("crates/app/src/b/en.ftl", "# a-title = C\nb-title = { a-title }\n"),
        ];
        assert!(complaints(&ok).is_empty(), "{:?}", complaints(&ok));
        let twice =
            [file("crates/app/src/a/en.ftl", "a-title = A\n"), file("crates/app/src/b/en.ftl", "x = X\na-title=B\n")];
        assert_eq!(
            complaints(&twice),
            ["crates/app/src/b/en.ftl:2: a-title is defined in crates/app/src/a/en.ftl already"]
        );
    }

    #[test]
    fn sizes_and_weights_of_letters_come_from_the_scale() {
        let style = |text: &'static str| complaints(&[("ui/src/styles/a.css", text)]).len();
        assert_eq!(style("  font-size: 0.92rem;"), 1);
        assert_eq!(style("  font-size: 0.9em;"), 1);
        assert_eq!(style("  font-weight: 650;"), 1);
        for allowed in ["font-size: var(--text-small);", "font-size: 1em;", "font-size: 12pt;", "font-weight: normal;"]
        {
            assert_eq!(style(allowed), 0, "{allowed}");
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
