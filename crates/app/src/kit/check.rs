//! Reads the fields of a form or of JSON, and tells everything that is wrong with them at once.

use concord_domain::matter::MOST_TEXT;

use super::failure::{Failure, FieldProblem};

/// Collects what is wrong with several fields, so that all of it is told at once.
#[derive(Debug, Default)]
pub struct Check(Vec<FieldProblem>);

impl Check {
    /// Nothing is wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value, or its problem noted.
    pub fn take<T>(&mut self, read: Result<T, FieldProblem>) -> Option<T> {
        read.map_err(|problem| self.0.push(problem)).ok()
    }

    /// The value of a field that must be there.
    pub fn need<T>(&mut self, field: &str, read: Result<Option<T>, FieldProblem>) -> Option<T> {
        let value = self.take(read)?;
        if value.is_none() {
            self.0.push(FieldProblem::new(field, "problem-missing"));
        }
        value
    }

    /// A text that must be there.
    pub fn text(&mut self, field: &str, text: &str) -> String {
        if text.trim().is_empty() {
            self.0.push(FieldProblem::new(field, "problem-missing"));
        }
        self.some_text(field, text)
    }

    /// A text that may be blank.
    pub fn some_text(&mut self, field: &str, text: &str) -> String {
        if text.chars().count() > MOST_TEXT as usize {
            self.0.push(FieldProblem::new(field, "problem-too-long").with("most", MOST_TEXT));
        }
        text.trim().to_owned()
    }

    /// Notes a problem.
    pub fn note(&mut self, problem: FieldProblem) {
        self.0.push(problem);
    }

    /// Goes on when nothing is wrong.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with everything that is.
    pub fn done<T>(self, value: Option<T>) -> Result<T, Failure> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(Failure::Invalid(self.0)),
        }
    }
}

/// The one text of a request, which must be there.
///
/// # Errors
/// [`Failure::Invalid`] on `field` where it is blank or too long.
pub fn said(field: &str, text: &str) -> Result<String, Failure> {
    let mut check = Check::new();
    let text = check.text(field, text);
    check.done(Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::form::Fields;

    #[test]
    fn a_check_tells_everything_that_is_wrong_at_once() {
        let form = Fields::parse(b"on=tomorrow&text=+").unwrap();
        let mut check = Check::new();
        let on = check.need("on", form.date("on"));
        let text = check.text("text", form.get("text"));
        check.need("mode", form.word("mode", |_| Some(1)));
        let Err(Failure::Invalid(found)) = check.done(on.map(|on| (on, text))) else { panic!("it will not do") };
        let fields: Vec<&str> = found.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(fields, ["on", "text", "mode"]);
    }
}
