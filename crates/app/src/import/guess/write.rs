//! A guess as a mapping file to correct, and as a table to look at.

use super::{Certainty, Detail, FieldGuess, Guess, words::WORDS};
use crate::import::{
    Message, Say,
    mapping::{Known, MoneyUnit},
    places::By,
    read::Row,
};

/// Widest cell of the table shown, in columns of a terminal.
const CELL_WIDTH_MAX: usize = 28;
/// Rows of the file shown beside the guess.
const EXAMPLES: usize = 3;

impl Certainty {
    fn key(self) -> &'static str {
        match self {
            Self::Certain => "import-certain",
            Self::Likely => "import-likely",
            Self::Possible => "import-possible",
        }
    }
}

/// Label of a field, for people.
pub fn field_label(field: &str) -> Message {
    match field.strip_prefix("answers.") {
        Some(ask) => Message::new("import-field-answer").with("ask", ask),
        None => Message::new(format!("import-field-{}", field.replace(['.', '_'], "-"))),
    }
}

impl Guess {
    /// The mapping file, with comments in the language of `say`. Cells of people's names and numbers never stand in it.
    pub fn mapping_text(&self, source: &str, known: &Known, say: &Say) -> String {
        let mut out = Writer { text: String::new(), say };
        out.comment(&Message::new("import-file-head"));
        out.blank();
        out.comment(&Message::new("import-file-source"));
        out.line(&format!("source = {}", quoted(source)));
        out.comment(&Message::new("import-file-empty"));
        out.line(&format!("empty = {}", list(&WORDS.empty)));
        let (people, plain): (Vec<_>, Vec<_>) = self.fields.iter().partition(|f| f.field.contains('.'));
        for guess in plain {
            out.field(guess, known);
        }
        for field in &self.missing {
            out.blank();
            out.comment(&Message::new("import-file-missing").with("field", say(&field_label(field))));
            out.line(&format!("# {field} = {{ column = \"\" }}"));
        }
        for who in ["applicant", "respondent"] {
            let parts: Vec<_> = people.iter().filter(|f| f.field.split('.').next() == Some(who)).collect();
            if !parts.is_empty() {
                out.blank();
                out.line(&format!("[{who}]"));
                for guess in parts {
                    out.field(guess, known);
                }
            }
        }
        self.endings(&mut out);
        out.text
    }

    fn endings(&self, out: &mut Writer) {
        out.blank();
        out.comment(&Message::new("import-file-answers"));
        out.line("# [answers]");
        out.line("# floor = { column = \"\" }");
        if let Some((column, values)) = &self.void {
            out.blank();
            out.comment(&Message::new("import-file-skip"));
            out.line("[[skip_when]]");
            out.line(&format!("column = {}", quoted(column)));
            out.line(&format!("is = {}", list(values)));
        }
        if !self.unused.is_empty() {
            out.blank();
            out.comment(&Message::new("import-file-unused"));
        }
        for unused in &self.unused {
            let why = (out.say)(&Message::new(unused.why.clone()));
            out.line(&format!("#   {}: {why}", unused.column.replace(['\n', '\r'], " ")));
        }
    }

    /// The guess as a table with the first rows beside it, for a terminal.
    pub fn table(&self, rows: &[Row], say: &Say) -> String {
        let heading = ["import-table-field", "import-table-column", "import-table-certainty"];
        let mut lines = vec![heading.iter().map(|key| say(&Message::new(*key))).collect::<Vec<_>>()];
        let nth = |n: usize| Message::new("import-table-example").with("n", n.to_string());
        lines[0].extend((1..=EXAMPLES).map(|n| say(&nth(n))));
        for guess in &self.fields {
            let mut line = vec![say(&field_label(&guess.field)), guess.columns.join(" + ")];
            line.push(say(&Message::new(guess.certainty.key())));
            line.extend(rows.iter().take(EXAMPLES).map(|row| guess.example(row)));
            lines.push(line);
        }
        for field in &self.missing {
            lines.push(vec![say(&field_label(field)), "?".to_owned(), say(&Message::new("import-none"))]);
        }
        aligned(&lines)
    }
}

impl FieldGuess {
    fn example(&self, row: &Row) -> String {
        match &self.detail {
            Detail::Constant(value) => value.clone(),
            Detail::Table(table) => {
                let value = self.columns.first().and_then(|c| row.get(c)).unwrap_or_default();
                match table.iter().find(|(v, _)| *v == *value) {
                    Some((_, Some(meaning))) => format!("{value} → {meaning}"),
                    _ => value.into_owned(),
                }
            }
            _ => self.columns.iter().filter_map(|c| row.get(c)).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" "),
        }
    }
}

struct Writer<'a> {
    text: String,
    say: &'a Say<'a>,
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn comment(&mut self, message: &Message) {
        for line in (self.say)(message).lines() {
            self.line(format!("# {line}").trim_end());
        }
    }

    fn field(&mut self, guess: &FieldGuess, known: &Known) {
        self.blank();
        let certainty = (self.say)(&Message::new(guess.certainty.key()));
        let label = (self.say)(&field_label(&guess.field));
        self.comment(&Message::new("import-file-field").with("field", label).with("certainty", certainty));
        let key = guess.field.rsplit('.').next().unwrap_or_default();
        let origin = match guess.columns.as_slice() {
            [] => String::new(),
            [column] => format!("column = {}", quoted(column)),
            columns => format!("columns = {}", list(columns)),
        };
        let more = match &guess.detail {
            Detail::None if matches!(key, "happened_on" | "received_on") => self.left_out("", "import-file-dates"),
            Detail::None if matches!(key, "phone" | "email") => self.left_out("", "import-file-reach"),
            Detail::None if guess.field == "respondent.name" => {
                self.comment(&Message::new("import-file-names"));
                format!(", split = {}", quoted(&WORDS.name_separators))
            }
            Detail::None => String::new(),
            Detail::Fingerprint => {
                self.comment(&Message::new("import-file-fingerprint"));
                "from = \"content\"".to_owned()
            }
            Detail::Constant(value) => {
                let place = known.places.code(value).filter(|_| key == "region").unwrap_or_default();
                let note = if place.is_empty() { "import-file-channel" } else { "import-file-region-constant" };
                let channels = known.channels.join(", ");
                self.comment(&Message::new(note).with("channels", channels).with("place", place));
                format!("value = {}", quoted(value))
            }
            Detail::Repeats => {
                self.comment(&Message::new("import-file-repeats"));
                String::new()
            }
            Detail::Place { by, found, of } => self.place(*by, *found, *of),
            Detail::Dates(forms) => {
                if forms.len() > 1 {
                    self.comment(&Message::new("import-file-date-order").with("forms", forms.join(", ")));
                }
                self.left_out(&format!(", formats = {}", list(&forms[..1])), "import-file-dates")
            }
            Detail::Money(unit) => {
                let name = MoneyUnit::NAMES.iter().find(|(_, u)| u == unit).map_or("yuan", |(n, _)| n);
                self.left_out(&format!(", unit = {}", quoted(name)), "import-file-amount")
            }
            Detail::Table(values) => {
                self.table(key, &origin, values, known);
                return;
            }
        };
        self.line(&format!("{key} = {{ {origin}{more} }}"));
    }

    /// A cell that is not understood shall not cost the whole report.
    fn left_out(&mut self, more: &str, note: &'static str) -> String {
        self.comment(&Message::new(note));
        format!("{more}, otherwise = \"\"")
    }

    fn place(&mut self, by: By, found: usize, of: usize) -> String {
        let name = By::NAMES.iter().find(|(_, b)| *b == by).map_or("address", |(n, _)| n);
        self.comment(&Message::new("import-file-place").with("found", found.to_string()).with("of", of.to_string()));
        format!(", by = {}", quoted(name))
    }

    /// Values of a column as a sub-table, since an inline table of sixty lines cannot be read.
    fn table(&mut self, key: &str, origin: &str, values: &[(String, Option<String>)], known: &Known) {
        let (note, otherwise) = match key {
            "channel" => ("import-file-channel-table", "import"),
            _ => ("import-file-category-table", ""),
        };
        let otherwise = if known.channels.iter().any(|c| c == otherwise) { otherwise } else { "" };
        self.comment(&Message::new(note).with("channels", known.channels.join(", ")));
        let rows = values.iter().map(|(value, meaning)| {
            let open = if meaning.is_some() { "" } else { " # ?" };
            format!("  {} = {},{open}\n", quoted(value), quoted(meaning.as_deref().unwrap_or_default()))
        });
        let rows: String = rows.collect();
        self.line(&format!("{key} = {{ {origin}, otherwise = {}, table = {{\n{rows}}} }}", quoted(otherwise)));
    }
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    format!("\"{}\"", text.chars().filter(|c| !c.is_control()).collect::<String>())
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.iter().map(|i| quoted(i)).collect::<Vec<_>>().join(", "))
}

/// Columns of a terminal that a text takes: two for each wide character.
fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    if matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFD}')
    {
        2
    } else {
        1
    }
}

fn cut(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut taken = 0;
    let mut kept = String::new();
    for c in flat.chars() {
        taken += char_width(c);
        if taken > CELL_WIDTH_MAX {
            kept.push('…');
            return kept;
        }
        kept.push(c);
    }
    kept
}

fn aligned(lines: &[Vec<String>]) -> String {
    let cells: Vec<Vec<String>> = lines.iter().map(|line| line.iter().map(|c| cut(c)).collect()).collect();
    let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> =
        (0..columns).map(|i| cells.iter().filter_map(|l| l.get(i)).map(|c| width(c)).max().unwrap_or(0)).collect();
    let line = |line: &Vec<String>| {
        let padded = line.iter().zip(&widths).map(|(cell, w)| format!("{cell}{}", " ".repeat(w - width(cell))));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    cells.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use toml::Value;

    use super::*;

    #[test]
    fn columns_align_where_chinese_characters_are_twice_as_wide() {
        let row = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        assert_eq!(aligned(&[row("编号", "x"), row("id", "y")]), "编号  x\nid    y");
    }

    #[test]
    fn what_is_quoted_reads_back_the_same() {
        for text in ["a\"b", "c\\d", "多\n行\t列", "'"] {
            let written: toml::Table = toml::from_str(&format!("x = {}", quoted(text))).unwrap();
            assert_eq!(written["x"], Value::String(text.to_owned()));
        }
    }
}
