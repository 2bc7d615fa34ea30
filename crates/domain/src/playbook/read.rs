//! From the form of a file to a playbook, refusing whatever is not understood.

use std::collections::HashSet;

use toml::Spanned;

use super::Condition;
use super::ask::{Ask, AskKind, Choice};
use super::danger::{Danger, Finder};
use super::form::{AskForm, ClockForm, DangerForm, File, RemedyForm};
use super::rule::{self, About, Rule, Vocabulary};
use super::suggest::{Facts, Hint};
use super::{DangerGuides, Playbook, Remedy, Rise, Scope};
use crate::calendar::Limit;
use crate::category::CategoryCode;
use crate::clock::{ClockSpec, LapseAct, WarnPoint, Whose, stem};
use crate::data_file::{DataError, Source};
use crate::label::Label;
use crate::matter::Event;

/// Words that CEL keeps for itself or for its types.
const RESERVED: [&str; 31] = [
    "as",
    "bool",
    "break",
    "bytes",
    "const",
    "continue",
    "double",
    "duration",
    "dyn",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "int",
    "let",
    "list",
    "loop",
    "map",
    "namespace",
    "null",
    "package",
    "return",
    "string",
    "true",
    "type",
    "uint",
    "var",
    "while",
];

pub(super) fn playbook(source: &Source) -> Result<Playbook, DataError> {
    let form: File = source.read()?;
    let id = source.plain_id(&form.id, '-')?;
    let category = source.category(form.category)?;
    let also = form.also.into_iter().map(|code| source.category(code)).collect::<Result<_, _>>()?;
    let asks = source.asks(form.ask)?;
    let about_answers = Vocabulary { asks: &asks, about: About::Answers };
    let about_matter = Vocabulary { asks: &asks, about: About::Matter };
    let remedies = source.remedies(form.remedy, &about_answers)?;
    if remedies.is_empty() {
        return Err(source.wrong(form.id.span(), "a playbook must say where else a party can go: `[[remedy]]`"));
    }
    if form.rights.get_ref().is_empty() {
        return Err(source.wrong(form.rights.span(), "a playbook must say what a party may rely on"));
    }
    if form.start.get_ref().bodies.is_empty() {
        return Err(source.wrong(form.start.span(), "some kind of body must begin: `bodies`"));
    }
    if form.return_visit.get_ref().within_days < form.return_visit.get_ref().wait_days_min {
        return Err(source.wrong(form.return_visit.span(), "the last day of a return visit is before its first"));
    }
    let hints = form.suggest.into_iter().map(|form| {
        let when = source.rule(&form.when, &about_matter)?;
        let because = source.label(form.because)?;
        Ok(Hint { when, urgency: form.urgency, body_kind: form.body_kind, because })
    });
    let rises = form.rise.into_iter().map(|form| {
        let when = source.rule(&form.when, &about_matter)?;
        Ok(Rise { to: form.to, because: source.label(form.because)?, when })
    });
    let clocks = source.clocks(&id, form.clock)?;
    let danger = form.danger.map(|danger| source.danger(danger, &about_answers)).transpose()?;
    let own = danger.as_ref().map(|danger| danger.words.clone()).unwrap_or_default();
    let finder = Finder::new(&own, &DangerGuides::default());
    Ok(Playbook {
        id,
        name: source.label(form.name)?,
        category,
        also,
        scope: if form.general { Scope::General } else { Scope::Named },
        summary: source.label(form.summary)?,
        rights: source.labels(form.rights.into_inner())?,
        cost: source.label(form.cost)?,
        duration: source.label(form.duration)?,
        remedies,
        start: form.start.into_inner(),
        clocks,
        channel_clocks: Vec::new(),
        return_visit: form.return_visit.into_inner(),
        archive_after_days: form.archive.after_days,
        rises: rises.collect::<Result<_, _>>()?,
        hints: hints.collect::<Result<_, _>>()?,
        danger,
        finder,
        words: form.words,
        asks,
    })
}

impl Source<'_> {
    /// An id of `a-z`, `0-9` and one more sign between its words.
    pub(crate) fn plain_id(&self, id: &Spanned<String>, between: char) -> Result<String, DataError> {
        let text = id.get_ref();
        let starts = text.starts_with(|c: char| c.is_ascii_lowercase());
        if starts && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == between) {
            return Ok(text.clone());
        }
        Err(self.wrong(id.span(), format_args!("`{text}` is no id: a-z, 0-9 and `{between}`")))
    }

    /// An id that no other in `seen` has.
    fn new_id(&self, id: &Spanned<String>, seen: &mut HashSet<String>) -> Result<String, DataError> {
        let text = self.plain_id(id, '_')?;
        if seen.insert(text.clone()) {
            return Ok(text);
        }
        Err(self.wrong(id.span(), format_args!("`{text}` stands here twice")))
    }

    fn category(&self, code: Spanned<String>) -> Result<CategoryCode, DataError> {
        let span = code.span();
        CategoryCode::try_from(code.into_inner()).map_err(|e| self.wrong(span, e))
    }

    fn labels(&self, labels: Vec<Spanned<Label>>) -> Result<Vec<Label>, DataError> {
        labels.into_iter().map(|label| self.label(label)).collect()
    }

    fn rule(&self, text: &Spanned<String>, words: &Vocabulary) -> Result<Rule, DataError> {
        Rule::compile(text.get_ref(), words).map_err(|reason| self.wrong(text.span(), reason))
    }

    fn asks(&self, forms: Vec<AskForm>) -> Result<Vec<Ask>, DataError> {
        let mut seen = HashSet::new();
        let mut asks = Vec::new();
        for form in forms {
            let id = self.new_id(&form.id, &mut seen)?;
            if id == rule::ANSWERED || Facts::NAMES.contains(&id.as_str()) || RESERVED.contains(&id.as_str()) {
                return Err(self.wrong(form.id.span(), format_args!("`{id}` means something else in rules")));
            }
            asks.push(self.ask(id, form, &asks)?);
        }
        Ok(asks)
    }

    fn ask(&self, id: String, form: AskForm, earlier: &[Ask]) -> Result<Ask, DataError> {
        let span = form.id.span();
        let ids: Vec<&str> = form.choices.iter().map(|choice| choice.id.get_ref().as_str()).collect();
        let suits = match form.kind {
            AskKind::Choice => ids.len() > 1,
            AskKind::YesNo => ids.is_empty() || ids == ["yes", "no"],
            _ => ids.is_empty(),
        };
        if !suits {
            let wanted =
                "a choice needs two or more `choices`, yes_no may word `yes` and `no`, other questions have none";
            return Err(self.wrong(span, wanted));
        }
        if form.min.zip(form.max).is_some_and(|(min, max)| min > max) {
            return Err(self.wrong(span, "`min` is greater than `max`"));
        }
        let mut seen = HashSet::new();
        let mut choices = Vec::new();
        for choice in form.choices {
            choices.push(Choice { id: self.new_id(&choice.id, &mut seen)?, label: self.label(choice.label)? });
        }
        let words = Vocabulary { asks: earlier, about: About::Answers };
        Ok(Ask {
            id,
            kind: form.kind,
            label: self.label(form.label)?,
            help: form.help.map(|help| self.label(help)).transpose()?,
            required: form.required,
            choices,
            min: form.min,
            max: form.max,
            when: form.when.map(|when| self.rule(&when, &words)).transpose()?,
        })
    }

    fn remedies(&self, forms: Vec<RemedyForm>, words: &Vocabulary) -> Result<Vec<Remedy>, DataError> {
        let mut seen = HashSet::new();
        let read = |form: RemedyForm| {
            Ok(Remedy {
                id: self.new_id(&form.id, &mut seen)?,
                label: self.label(form.label)?,
                text: self.label(form.text)?,
                phone: form.phone,
                when: form.when.map(|when| self.rule(&when, words)).transpose()?,
            })
        };
        forms.into_iter().map(read).collect()
    }

    pub(super) fn clocks(&self, set: &str, forms: Vec<ClockForm>) -> Result<Vec<ClockSpec>, DataError> {
        let mut seen = HashSet::new();
        let read = |form: ClockForm| {
            let no_times = || form.extend.filter(|e| e.times == 0).map(|_| "a limit must be longer than nothing");
            let no_part = || form.extend.and_then(|extend| extend.once.nonsense());
            if let Some(why) = form.limit.get_ref().nonsense().or_else(no_part).or_else(no_times) {
                return Err(self.wrong(form.limit.span(), why));
            }
            let in_hours = matches!(form.limit.get_ref(), Limit::Hours(_) | Limit::WorkingHours(_));
            if in_hours && !form.pause.is_empty() {
                return Err(self.wrong(form.limit.span(), "a limit in hours cannot pause"));
            }
            if in_hours && (!form.warn.is_empty() || form.warn_days.is_some()) {
                return Err(self.wrong(form.limit.span(), "a limit in hours is over too soon for warnings"));
            }
            let (when, only) = self.only(form.when, form.only)?;
            let (from_span, until_span) = (form.from.span(), form.until.span());
            let (from, until) = (form.from.into_inner(), form.until.into_inner().into_vec());
            if until.is_empty() {
                return Err(self.wrong(until_span, "some event must stop a clock"));
            }
            if !is_event(&from) {
                return Err(self.wrong(from_span, format_args!("there is no event `{from}`")));
            }
            if let Some(unknown) = until.iter().find(|event| !is_event(event)) {
                return Err(self.wrong(until_span, format_args!("there is no event `{unknown}`")));
            }
            let source_span = form.source.span();
            Ok(ClockSpec {
                id: self.new_id(&form.id, &mut seen)?,
                set: set.to_owned(),
                name: self.label(form.name)?,
                from,
                until,
                limit: form.limit.into_inner(),
                extend: form.extend,
                pause: form.pause,
                lapse: form.lapse.unwrap_or_else(|| vec![LapseAct::Tell]),
                whose: form.whose.unwrap_or(Whose::House),
                when,
                only,
                warn_days: form.warn_days,
                warn: form.warn.into_iter().chain(form.warn_days.map(|_| WarnPoint::Soon)).collect(),
                source: self.label(Spanned::new(source_span, form.source.into_inner().into()))?,
            })
        };
        forms.into_iter().map(read).collect()
    }

    /// Of which matters a clock is: the rule, and the same in words for people.
    fn only(
        &self,
        when: Option<Spanned<String>>,
        only: Option<Spanned<Label>>,
    ) -> Result<(Option<Condition>, Option<Label>), DataError> {
        match (when, only) {
            (None, None) => Ok((None, None)),
            (Some(when), Some(only)) => {
                let words = Vocabulary { asks: &[], about: About::Case };
                Ok((Some(Condition(self.rule(&when, &words)?)), Some(self.label(only)?)))
            }
            (Some(when), None) => Err(self.wrong(when.span(), "`when` needs `only`: the same in words for people")),
            (None, Some(only)) => Err(self.wrong(only.span(), "`only` says in words what a `when` decides")),
        }
    }

    fn danger(&self, form: DangerForm, words: &Vocabulary) -> Result<Danger, DataError> {
        let when = form.when.map(|when| self.rule(&when, words)).transpose()?;
        let words: Vec<String> = form.words.iter().map(str::to_lowercase).collect();
        if words.iter().any(|word| word.trim().is_empty()) {
            return Err(self.wrong(form.because.span(), "an empty word is in every narrative"));
        }
        Ok(Danger { words, because: self.label(form.because)?, when })
    }
}

/// Whether a matter's history can hold such an event, named without its version.
fn is_event(name: &str) -> bool {
    Event::KINDS.iter().any(|kind| stem(kind) == name)
}
