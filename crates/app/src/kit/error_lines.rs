//! The lines of an error summary, each with the name of its field. The summary stands above the form, so that it is drawn before
//! the fields and their labels are known: a mark keeps each line's place until they are.

use minijinja::{Captured, Environment, HtmlEscape, State, Value};

use super::messages::{Args, Lang, Messages};

/// Around the number of a line, where it will stand: characters without a meaning, which no message holds.
const MARKS: [char; 2] = ['\u{e000}', '\u{e001}'];

/// What a page being drawn has said so far about what will not do.
#[derive(Clone, Debug, Default)]
struct Told {
    lines: Vec<Line>,
    fields: Vec<Wrong>,
}

/// A line of the summary: the field as the problem calls it, blank where it is about the whole form.
#[derive(Clone, Debug)]
struct Line {
    field: String,
    text: String,
}

/// A field with a problem beside it, as the form calls it.
#[derive(Clone, Debug)]
struct Wrong {
    id: String,
    label: String,
    text: String,
    /// What stands beside it, where that is not the problem's own text.
    shown: Option<String>,
}

/// `error_line(field, text)` for a line of the summary; `error_beside(id, label, text, shown)` for the field that it is about.
pub fn add(env: &mut Environment<'static>) {
    env.add_function("error_line", |state: &mut State, field: String, text: String| {
        let told = state.get_or_insert_extension_with(Told::default);
        told.lines.push(Line { field, text });
        mark(told.lines.len() - 1)
    });
    env.add_function(
        "error_beside",
        |state: &mut State, id: String, label: String, text: String, shown: Option<String>| {
            state.get_or_insert_extension_with(Told::default).fields.push(Wrong { id, label, text, shown });
            Value::from("")
        },
    );
}

/// The page with the lines in the places of their marks.
pub fn fill(drawn: Captured<'_>, messages: &Messages, lang: Lang) -> String {
    let Some(told) = drawn.state().get_extension::<Told>().cloned() else { return drawn.into_output() };
    let html = drawn.into_output();
    told.lines.iter().enumerate().fold(html, |html, (no, line)| {
        html.replacen(&mark(no), &told.drawn(line, |label, text| named(messages, lang, label, text)), 1)
    })
}

fn mark(no: usize) -> String {
    format!("{}{no}{}", MARKS[0], MARKS[1])
}

/// The problem after the label of its field, unless it names the field itself.
fn named(messages: &Messages, lang: Lang, label: &str, text: &str) -> String {
    let label = label.trim_end_matches(['?', '？', ':', '：', '.', '。', ' ']);
    if label.is_empty() || text.to_lowercase().contains(&label.to_lowercase()) {
        return text.to_owned();
    }
    messages.text(lang, "kit-error-of", &Args::from_iter([("label", label.to_owned()), ("text", text.to_owned())]))
}

impl Told {
    fn drawn(&self, line: &Line, named: impl Fn(&str, &str) -> String) -> String {
        if line.field.is_empty() {
            return HtmlEscape(&line.text).to_string();
        }
        let (id, text) = match self.beside(line) {
            Some(wrong) => (&wrong.id, named(&wrong.label, wrong.shown.as_ref().unwrap_or(&line.text))),
            None => (&line.field, line.text.clone()),
        };
        format!("<a href=\"#{}\">{}</a>", HtmlEscape(id), HtmlEscape(&text))
    }

    /// The field of a line: by its name, or where the form has another name for it (`applicant.phone`) by the same words.
    fn beside(&self, line: &Line) -> Option<&Wrong> {
        let other = |wrong: &&Wrong| wrong.text == line.text && !self.lines.iter().any(|l| l.field == wrong.id);
        self.fields.iter().find(|wrong| wrong.id == line.field).or_else(|| self.fields.iter().find(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::source::Source;
    use crate::kit::templates::Templates;

    fn told(lines: [(&str, &str); 3]) -> Told {
        let line = |(field, text): (&str, &str)| Line { field: field.to_owned(), text: text.to_owned() };
        let wrong = |id: &str, label: &str, text: &str| Wrong {
            id: id.to_owned(),
            label: label.to_owned(),
            text: text.to_owned(),
            shown: (text == "Please answer").then(|| "Choose one".to_owned()),
        };
        let fields = vec![wrong("what", "What <b>", "Please answer"), wrong("spot_phone", "Telephone", "Too short")];
        Told { lines: lines.map(line).to_vec(), fields }
    }

    #[test]
    fn a_line_leads_to_its_field_by_the_fields_own_label() {
        let told = told([("what", "Please answer"), ("applicant.phone", "Too short"), ("", "Nothing <i>")]);
        let drawn = |no: usize| told.drawn(&told.lines[no], |label, text| format!("{label}: {text}"));
        assert_eq!(drawn(0), "<a href=\"#what\">What &lt;b&gt;: Choose one</a>");
        assert_eq!(drawn(1), "<a href=\"#spot_phone\">Telephone: Too short</a>");
        assert_eq!(drawn(2), "Nothing &lt;i&gt;");
    }

    #[test]
    fn a_label_is_not_said_twice() {
        let templates = Templates::load(Source::Embedded).unwrap();
        let said = |label: &str, text: &str| named(templates.messages(), Lang::En, label, text);
        assert_eq!(said("Role", "Choose a role"), "Choose a role");
        assert_eq!(said("On which floor?", "Please answer"), "On which floor: Please answer");
    }
}
