//! A form shown again: what was typed, and what about it will not do.

use std::collections::HashMap;
use std::sync::Arc;

use minijinja::value::Object;
use minijinja::{Value, context};

use super::desk::Desk;
use super::failure::Failure;
use super::form::Fields;
use super::problem;
use super::visit::Visit;

/// Texts by name; a name that is not there has the `missing` value, so that templates need not ask first.
#[derive(Debug)]
struct Book {
    texts: HashMap<String, String>,
    missing: Value,
}

impl Object for Book {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let text = key.as_str().and_then(|name| self.texts.get(name));
        Some(text.map_or_else(|| self.missing.clone(), |text| Value::from(text.as_str())))
    }
}

/// What was typed, as `form["name"]`; blank where nothing was.
pub fn typed(fields: &Fields) -> Value {
    let texts = fields.map().into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Value::from_object(Book { texts, missing: Value::from("") })
}

/// What is wrong with a form: the lines of the summary, and the words at each field.
#[derive(Debug, Default)]
pub struct Mistakes {
    lines: Vec<(String, String)>,
}

impl Mistakes {
    /// `errors` for `error_summary`, and `problems["field"]` for the fields (`none` where all is well).
    pub fn context(&self) -> Value {
        let errors: Vec<Value> =
            self.lines.iter().map(|(field, text)| context! { field => field, text => text }).collect();
        let texts = self.lines.iter().cloned().collect();
        context! { errors => errors, problems => Value::from_object(Book { texts, missing: Value::from(()) }) }
    }
}

impl Desk {
    /// The mistakes that a failure tells of: of a form that can be shown again.
    ///
    /// # Errors
    /// The failure itself, when no change of the form would help.
    pub fn mistakes(&self, visit: &Visit, failure: Failure) -> Result<Mistakes, Failure> {
        let messages = self.templates.messages();
        let lines = match &failure {
            Failure::Invalid(problems) => {
                problems.iter().map(|p| (p.field.clone(), problem::words(messages, visit.lang, p))).collect()
            }
            Failure::Refused(refusal) => {
                vec![(String::new(), problem::refusal_words(messages, visit.lang, refusal))]
            }
            _ => return Err(failure),
        };
        Ok(Mistakes { lines })
    }
}
