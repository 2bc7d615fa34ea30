//! A form shown again: what was typed, and what about it will not do.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::StatusCode;
use concord_domain::Refusal;
use concord_domain::code::MatterCode;
use concord_domain::matter::{Matter, Recorded};
use concord_store::Fault;
use jiff::civil::Date;
use minijinja::value::Object;
use minijinja::{Value, context};

use super::desk::Desk;
use super::failure::Failure;
use super::form::Fields;
use super::page::shown;
use super::problem;
use super::timeline::Item;
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

/// The field that a refusal is about: of a day that will not do, the only day in the form. Blank where it is about no one field.
fn about(refusal: &Refusal, form: &Fields) -> String {
    if !matches!(refusal, Refusal::DatePast { .. } | Refusal::DateFuture { .. } | Refusal::AnswerTooFar { .. }) {
        return String::new();
    }
    let mut days = form.pairs().iter().filter(|(_, value)| value.parse::<Date>().is_ok());
    match (days.next(), days.next()) {
        (Some((name, _)), None) => name.clone(),
        _ => String::new(),
    }
}

/// What is wrong with a form: the lines of the summary, and the words at each field.
#[derive(Debug, Default)]
pub struct Mistakes {
    lines: Vec<(String, String)>,
    /// What happened since the form was drawn, where that is why it was not carried out.
    news: Vec<Item>,
}

impl Mistakes {
    /// With what happened since the form was drawn.
    #[must_use]
    pub fn with_news(mut self, news: Vec<Item>) -> Self {
        self.news = news;
        self
    }

    /// `errors` for `error_summary`, `problems["field"]` for the fields (`none` where all is well), and `news` for `kit/news.html`.
    pub fn context(&self) -> Value {
        let errors: Vec<Value> =
            self.lines.iter().map(|(field, text)| context! { field => field, text => text }).collect();
        let texts = self.lines.iter().cloned().collect();
        let problems = Value::from_object(Book { texts, missing: Value::from(()) });
        context! { errors => errors, problems => problems, news => shown(&self.news) }
    }
}

/// What a matter's page with a place of its own is drawn with once more, after a form of it was not carried out.
pub struct Redraw {
    pub matter: Matter,
    pub status: StatusCode,
    pub mistakes: Mistakes,
}

impl Desk {
    /// What to draw a staff page of a matter with once more: as the matter is now, with what is wrong and what happened meanwhile.
    /// The page adds what was typed.
    ///
    /// # Errors
    /// The failure itself, when no change of the form would help.
    pub async fn redraw(
        &self,
        visit: &Visit,
        code: &MatterCode,
        form: &Fields,
        failure: Failure,
    ) -> Result<Redraw, Failure> {
        let status = failure.status();
        let mistakes = self.mistakes_on(visit, code, form, failure).await?;
        let (matter, _) = self.view(visit.staff()?, code).await?;
        Ok(Redraw { matter, status, mistakes })
    }

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
        Ok(Mistakes { lines, news: Vec::new() })
    }

    /// As [`Desk::mistakes`], of a form about a matter; where somebody else was quicker, with what they did.
    pub async fn mistakes_on(
        &self,
        visit: &Visit,
        code: &MatterCode,
        form: &Fields,
        failure: Failure,
    ) -> Result<Mistakes, Failure> {
        let mistakes = match failure {
            Failure::VersionMismatch | Failure::Conflict => Mistakes::default(),
            Failure::Refused(refusal) => {
                let words = problem::refusal_words(self.templates.messages(), visit.lang, &refusal);
                Mistakes { lines: vec![(about(&refusal, form), words)], news: Vec::new() }
            }
            other => return self.mistakes(visit, other),
        };
        let (matter, history) = self.load_history(code).await?;
        let texts = self.matter_texts(&matter).await?;
        Ok(mistakes.with_news(self.news(visit, &matter, &history, &texts, form).await?))
    }

    /// What happened to a matter since a form was drawn, as far as the reader may see it, oldest first; nothing of a form without a version.
    pub async fn news(
        &self,
        visit: &Visit,
        matter: &Matter,
        history: &[Recorded],
        texts: &HashMap<i64, String>,
        form: &Fields,
    ) -> Result<Vec<Item>, Fault> {
        let Some(version) = form.version() else { return Ok(Vec::new()) };
        let reader = self.reader(&visit.actor, matter);
        let mut items = self.timeline(visit.lang, reader, history, texts).await?;
        items.retain(|item| item.version > version);
        Ok(items)
    }
}
