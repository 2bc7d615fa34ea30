//! Templates as they are compiled: an import takes in the macros that it names, and what those use, and nothing else. Reading all of
//! a file's macros for each import was a fifth of the time of drawing a page.

use std::collections::{BTreeSet, HashMap};

use super::source::SourceFile;

/// Between a file and the macros of it that are wanted, in the name of a template.
const WANTED: char = '#';

/// All templates, by name.
#[derive(Debug)]
pub struct Sheaf {
    texts: HashMap<String, String>,
}

impl Sheaf {
    pub fn new(files: Vec<SourceFile>) -> Self {
        Self { texts: files.into_iter().map(|file| (file.name, file.text)).collect() }
    }

    /// The text of a template: a file, or `FILE#MACRO,MACRO` for some macros of one.
    pub fn text(&self, name: &str) -> Option<String> {
        match name.split_once(WANTED) {
            None => Some(lean(self.texts.get(name)?)),
            Some((file, wanted)) => Some(lean(&some_of(self.texts.get(file)?, &wanted.split(',').collect::<Vec<_>>()))),
        }
    }
}

/// The template with its imports narrowed to what they name: `from "a.html" import b` becomes `from "a.html#b" import b`.
fn lean(text: &str) -> String {
    let mut lean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(import) = Import::next(rest) {
        let names: BTreeSet<&str> = import.names.iter().map(|(name, _)| *name).collect();
        let names: Vec<&str> = names.into_iter().collect();
        lean.push_str(&rest[..import.file_end]);
        lean.push(WANTED);
        lean.push_str(&names.join(","));
        lean.push_str(&rest[import.file_end..import.end]);
        rest = &rest[import.end..];
    }
    lean.push_str(rest);
    lean
}

/// `{% from "file" import name, name as alias %}`
struct Import<'t> {
    start: usize,
    file_end: usize,
    end: usize,
    /// Each with the name that it goes by.
    names: Vec<(&'t str, &'t str)>,
}

impl<'t> Import<'t> {
    fn next(text: &'t str) -> Option<Self> {
        const OPENING: &str = "{% from \"";
        let start = text.find(OPENING)?;
        let file = start + OPENING.len();
        let file_end = file + text[file..].find('"')?;
        let end = file_end + text[file_end..].find("%}")? + 2;
        let list = text[file_end + 1..end - 2].trim().strip_prefix("import ")?;
        let name = |part: &'t str| {
            let part = part.trim();
            part.split_once(" as ").map_or((part, part), |(name, alias)| (name.trim(), alias.trim()))
        };
        Some(Self { start, file_end, end, names: list.split(',').map(name).collect() })
    }
}

/// Some macros of a file, those that they call, and the imports that they need.
fn some_of(text: &str, wanted: &[&str]) -> String {
    let (outside, macros) = parts(text);
    let mut kept: BTreeSet<usize> = BTreeSet::new();
    let mut open: Vec<&str> = wanted.to_vec();
    while let Some(name) = open.pop() {
        let Some(at) = macros.iter().position(|(known, _)| *known == name) else { continue };
        if kept.insert(at) {
            open.extend(macros.iter().map(|(other, _)| *other).filter(|other| uses(macros[at].1, other)));
        }
    }
    let mut some = String::new();
    let mut rest = outside.as_str();
    while let Some(import) = Import::next(rest) {
        let needed = |alias: &str| kept.iter().any(|at| uses(macros[*at].1, alias));
        let names: Vec<String> = import
            .names
            .iter()
            .filter(|(_, alias)| needed(alias))
            .map(|(name, alias)| if name == alias { (*name).to_owned() } else { format!("{name} as {alias}") })
            .collect();
        if !names.is_empty() {
            some.push_str(&format!("{}\" import {} %}}\n", &rest[import.start..import.file_end], names.join(", ")));
        }
        rest = &rest[import.end..];
    }
    for at in kept {
        some.push_str(macros[at].1);
        some.push('\n');
    }
    some
}

/// What stands outside of macros, and the macros with their names.
fn parts(text: &str) -> (String, Vec<(&str, &str)>) {
    const OPENING: &str = "{% macro ";
    let (mut outside, mut macros, mut rest) = (String::new(), Vec::new(), text);
    while let Some(at) = rest.find(OPENING) {
        outside.push_str(&rest[..at]);
        let name = rest[at + OPENING.len()..].split('(').next().unwrap_or_default().trim();
        let end = rest[at..].find("endmacro").and_then(|end| Some(end + rest[at + end..].find("%}")? + 2));
        let end = end.map_or(rest.len(), |end| at + end);
        macros.push((name, &rest[at..end]));
        rest = &rest[end..];
    }
    outside.push_str(rest);
    (outside, macros)
}

/// Whether a macro's text calls another by its name, or seems to: one too many does no harm.
fn uses(text: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let after = &text[at + name.len()..];
        after.starts_with('(') && !text[..at].ends_with(is_word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheaf() -> Sheaf {
        let file = |name: &str, text: &str| SourceFile { name: name.to_owned(), text: text.to_owned() };
        Sheaf::new(vec![
            file("page.html", "{% from \"kit.html\" import card, tabs as tab_row %}{{ card(1) }}"),
            file(
                "kit.html",
                "{# words #}{% from \"low.html\" import line as row, dot %}\n{% macro card(x) %}{{ badge(x) }}{% endmacro %}
{% macro badge(x) %}<b>{{ row(x) }}</b>{%- endmacro %}\n{% macro tabs(x) %}t{% endmacro %}\n{% macro other(x) %}{{ dot(x) }}{% endmacro %}",
            ),
            file("low.html", "{% macro line(x) %}[{{ x }}]{% endmacro %}{% macro dot() %}.{% endmacro %}"),
        ])
    }

    #[test]
    fn an_import_names_what_it_takes() {
        let text = sheaf().text("page.html").unwrap();
        assert_eq!(text, "{% from \"kit.html#card,tabs\" import card, tabs as tab_row %}{{ card(1) }}");
    }

    #[test]
    fn macros_come_with_those_they_use_and_the_imports_they_need() {
        let text = sheaf().text("kit.html#card").unwrap();
        assert!(text.contains("macro card") && text.contains("macro badge"), "{text}");
        assert!(text.contains("from \"low.html#line\" import line as row %}"), "{text}");
        assert!(!text.contains("macro tabs") && !text.contains("dot"), "{text}");
    }

    #[test]
    fn a_page_is_drawn_the_same() {
        let mut env = minijinja::Environment::new();
        let sheaf = sheaf();
        env.set_loader(move |name| Ok(sheaf.text(name)));
        assert_eq!(env.get_template("page.html").unwrap().render(()).unwrap(), "<b>[1]</b>");
    }

    #[test]
    fn what_does_not_exist_has_no_text() {
        assert_eq!(sheaf().text("nowhere.html"), None);
    }
}
