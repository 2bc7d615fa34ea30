//! Forms as browsers send them: repeated names, blank fields, small numbers of them.

use std::collections::HashMap;

use axum::extract::{FromRequest, Request};
use axum::http::header;
use bytes::Bytes;
use jiff::civil::Date;

use super::desk::{Desk, Expected};
use super::failure::{Failure, FieldProblem};

/// Most fields of one form.
const MOST_FIELDS: usize = 1_000;

/// The fields of an `application/x-www-form-urlencoded` body or of a query.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    pairs: Vec<(String, String)>,
}

impl Fields {
    /// Reads a query or a body.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for more fields than a form of ours has.
    pub fn parse(text: &[u8]) -> Result<Self, Failure> {
        let pairs: Vec<(String, String)> = form_pairs(text).take(MOST_FIELDS + 1).collect();
        if pairs.len() > MOST_FIELDS { Err(Failure::Unreadable("failure-unreadable-form")) } else { Ok(Self { pairs }) }
    }

    /// Takes pairs as they are, e.g. of a multipart form.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self { pairs }
    }

    /// The first value of a name, trimmed; empty when absent.
    pub fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }

    /// The first value of a name unless blank.
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|v| !v.is_empty())
    }

    /// All values of a name, blanks too.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim())
    }

    /// Whether a name was sent.
    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(n, _)| n == name)
    }

    /// Every pair, in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The values as a map for showing the form again; of repeated names the first.
    pub fn map(&self) -> HashMap<&str, &str> {
        let mut map = HashMap::new();
        for (name, value) in &self.pairs {
            map.entry(name.as_str()).or_insert(value.as_str());
        }
        map
    }

    /// A date field, `YYYY-MM-DD`; absent when blank.
    ///
    /// # Errors
    /// [`FieldProblem`] `problem-not-a-date`.
    pub fn date(&self, name: &str) -> Result<Option<Date>, FieldProblem> {
        self.some(name).map(|v| v.parse().map_err(|_| FieldProblem::new(name, "problem-not-a-date"))).transpose()
    }

    /// A whole number; absent when blank.
    ///
    /// # Errors
    /// [`FieldProblem`] `problem-not-a-number`.
    pub fn int(&self, name: &str) -> Result<Option<i64>, FieldProblem> {
        self.some(name).map(|v| v.parse().map_err(|_| FieldProblem::new(name, "problem-not-a-number"))).transpose()
    }

    /// Yuan as cents; absent when blank.
    ///
    /// # Errors
    /// [`FieldProblem`] `problem-not-an-amount`.
    pub fn cents(&self, name: &str) -> Result<Option<i64>, FieldProblem> {
        use concord_domain::playbook::Answer;
        self.some(name)
            .map(|v| {
                Answer::Text(v.to_owned()).to_cents().ok_or_else(|| FieldProblem::new(name, "problem-not-an-amount"))
            })
            .transpose()
    }

    /// A word of a closed list; absent when blank.
    ///
    /// # Errors
    /// [`FieldProblem`] `problem-not-a-choice`.
    pub fn word<T>(&self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, FieldProblem> {
        self.some(name).map(|v| parse(v).ok_or_else(|| FieldProblem::new(name, "problem-not-a-choice"))).transpose()
    }

    /// The version of the matter that the form was drawn for (hidden field `version`).
    pub fn version(&self) -> Option<i64> {
        self.get("version").parse().ok()
    }

    /// Which version of the matter the form will do for.
    pub fn expected(&self) -> Expected {
        self.version().map_or(Expected::Any, Expected::Drawn)
    }
}

impl FromRequest<Desk> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Failure> {
        let form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .is_none_or(|v| v.starts_with("application/x-www-form-urlencoded"));
        if !form {
            return Err(Failure::MediaType);
        }
        let body = Bytes::from_request(request, desk).await.map_err(|_| Failure::TooLarge)?;
        Self::parse(&body)
    }
}

fn form_pairs(text: &[u8]) -> impl Iterator<Item = (String, String)> + '_ {
    text.split(|b| *b == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
        let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
        (decode(&pair[..at]), decode(pair.get(at + 1..).unwrap_or_default()))
    })
}

fn decode(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, tail)) = rest.split_first() {
        let hex = |b: u8| char::from(b).to_digit(16);
        match (first, tail) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [a, b, ..]) => match (hex(*a), hex(*b)) {
                (Some(high), Some(low)) => {
                    bytes.push((high * 16 + low) as u8);
                    rest = &tail[2..];
                    continue;
                }
                _ => bytes.push(b'%'),
            },
            (other, _) => bytes.push(other),
        }
        rest = tail;
    }
    // A browser's line ends are CR LF; NUL is text to SQLite and an error to PostgreSQL.
    String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\0', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_reads_as_the_browser_wrote_it() {
        let fields = Fields::parse("a=1+2&b=%E9%87%8D%e5%BA%86&b=x&c&d=100%&e=%00z".as_bytes()).unwrap();
        assert_eq!((fields.get("a"), fields.get("b"), fields.get("c")), ("1 2", "\u{91cd}\u{5e86}", ""));
        assert_eq!((fields.get("d"), fields.get("e")), ("100%", "z"));
        assert_eq!(fields.all("b").count(), 2);
        assert!(fields.has("c") && !fields.has("x"));
    }

    #[test]
    fn more_fields_than_any_form_has_are_refused() {
        let text = "a=1&".repeat(MOST_FIELDS + 1);
        assert!(Fields::parse(text.as_bytes()).is_err());
    }
}
