//! The duty list (权责清单): which kind of body has to do what in which field, and by which text; and the limits of work
//! between bodies. All of it is data: `playbooks/duties.toml`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::body::BodyKind;
use crate::calendar::Limit;
use crate::category::{Categories, CategoryCode};
use crate::data_file::{DataError, Source};
use crate::label::Label;
use crate::matter::{Rules, no_such_year};
use crate::refusal::Refusal;
use crate::sampling::Drawing;

/// What a kind of body has to do, and where that is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DutyEntry {
    /// Unique in the list, such as `wage-inspection`.
    pub id: String,
    /// The kind of dispute it is about, with its narrower ones.
    pub field: CategoryCode,
    /// Kinds of body that it falls to, first the one that begins.
    pub bodies: Vec<BodyKind>,
    /// In a sentence.
    pub says: Label,
    pub source: Label,
}

/// A limit and where it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcedLimit {
    pub limit: Limit,
    pub source: Label,
}

/// The duty list, and the limits of work between bodies.
#[derive(Clone, Debug)]
pub struct Duties {
    entries: Vec<DutyEntry>,
    /// To sign for work, or send it back.
    pub receipt: SourcedLimit,
    /// To decide a dispute between bodies.
    pub dispute: SourcedLimit,
    /// To answer an urging that a rule issued; as long as for a receipt where it is not said.
    pub urging: Option<SourcedLimit>,
    /// With so many returns a matter goes to the superior by itself.
    pub bounces_most: u32,
    /// What parties read of that.
    pub bounces_because: Option<Label>,
    /// An open matter is old after so many calendar days.
    pub old_days: u16,
    /// A matter reported so often is old as well.
    pub old_reports: u16,
    /// How many matters are drawn for a call-back by somebody else.
    pub call_backs: Drawing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    receipt: SourcedLimit,
    dispute: SourcedLimit,
    urging: Option<SourcedLimit>,
    bounces_most: Spanned<u32>,
    bounces_because: Option<Spanned<Label>>,
    backlog: Backlog,
    call_backs: Option<Spanned<Drawing>>,
    duty: Vec<FileDuty>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Backlog {
    days: u16,
    reports: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileDuty {
    id: Spanned<String>,
    field: Spanned<String>,
    bodies: Spanned<Vec<BodyKind>>,
    says: Spanned<Label>,
    source: Spanned<Label>,
}

impl Duties {
    /// Reads the list from the text of `file`.
    ///
    /// # Errors
    /// [`DataError`] at the first thing that is wrong: another form, an id twice, a field that is no kind of dispute, no body,
    /// a limit of nothing.
    pub fn parse(file: &str, text: &str, categories: &Categories) -> Result<Self, DataError> {
        let source = Source { file, text };
        let form: File = source.read()?;
        let limits = [Some(&form.receipt), Some(&form.dispute), form.urging.as_ref()];
        let nonsense = limits.into_iter().flatten().find_map(|sourced| sourced.limit.nonsense());
        let no_bounce = (*form.bounces_most.get_ref() == 0).then_some("limits must be longer than nothing");
        if let Some(why) = no_bounce.or(nonsense) {
            return Err(source.wrong(form.bounces_most.span(), why));
        }
        let call_backs = match form.call_backs {
            Some(drawing) if !drawing.get_ref().is_sensible() => {
                let reason = "at most a thousand of a thousand, `least` not above `most`, and some days to call";
                return Err(source.wrong(drawing.span(), reason));
            }
            drawing => drawing.map(Spanned::into_inner).unwrap_or_default(),
        };
        let mut entries: Vec<DutyEntry> = Vec::new();
        for duty in form.duty {
            if entries.iter().any(|e| e.id == *duty.id.get_ref()) {
                return Err(source.wrong(duty.id.span(), format_args!("`{}` stands here twice", duty.id.get_ref())));
            }
            let span = duty.field.span();
            let field = CategoryCode::try_from(duty.field.into_inner()).map_err(|e| source.wrong(span.clone(), e))?;
            if !categories.contains(&field) {
                return Err(source.wrong(span, format_args!("there is no kind of dispute `{}`", field.as_str())));
            }
            if duty.bodies.get_ref().is_empty() {
                return Err(source.wrong(duty.bodies.span(), "a duty falls to some kind of body"));
            }
            entries.push(DutyEntry {
                id: duty.id.into_inner(),
                field,
                bodies: duty.bodies.into_inner(),
                says: source.label(duty.says)?,
                source: source.label(duty.source)?,
            });
        }
        Ok(Self {
            entries,
            receipt: form.receipt,
            dispute: form.dispute,
            urging: form.urging,
            bounces_most: form.bounces_most.into_inner(),
            bounces_because: form.bounces_because.map(|because| source.label(because)).transpose()?,
            old_days: form.backlog.days,
            old_reports: form.backlog.reports,
            call_backs,
        })
    }

    /// The whole list, in its order.
    pub fn iter(&self) -> impl Iterator<Item = &DutyEntry> {
        self.entries.iter()
    }

    /// The duty of an id.
    pub fn get(&self, id: &str) -> Option<&DutyEntry> {
        self.entries.iter().find(|e| e.id == id)
    }

    /// The duties about a kind of dispute, the narrowest first.
    pub fn about(&self, category: &CategoryCode) -> Vec<&DutyEntry> {
        let mut found: Vec<&DutyEntry> = self.entries.iter().filter(|e| category.is_within(&e.field)).collect();
        found.sort_by_key(|e| std::cmp::Reverse(e.field.as_str().len()));
        found
    }

    /// The last day to sign for work that is given today.
    pub(crate) fn sign_by(&self, rules: &Rules<'_>) -> Result<Date, Refusal> {
        Ok(rules.calendar.deadline(rules.today, self.receipt.limit).map_err(no_such_year)?.on)
    }

    /// The last day to answer an urging that a rule issues today.
    pub(crate) fn answer_urging_by(&self, rules: &Rules<'_>) -> Result<Date, Refusal> {
        let limit = self.urging.as_ref().unwrap_or(&self.receipt).limit;
        Ok(rules.calendar.deadline(rules.today, limit).map_err(no_such_year)?.on)
    }

    /// The last day to decide a dispute that is raised today.
    pub(crate) fn decide_by(&self, rules: &Rules<'_>) -> Result<Date, Refusal> {
        Ok(rules.calendar.deadline(rules.today, self.dispute.limit).map_err(no_such_year)?.on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../../playbooks/duties.toml");
    const CATEGORIES: &str = include_str!("../../../playbooks/categories.toml");

    fn read(text: &str) -> Result<Duties, DataError> {
        let categories = Categories::parse("categories.toml", CATEGORIES).unwrap();
        Duties::parse("duties.toml", text, &categories)
    }

    #[test]
    fn the_shipped_list_names_a_body_and_a_source_for_each_duty() {
        let duties = read(SHIPPED).unwrap();
        assert!(duties.iter().count() >= 12);
        assert_eq!(duties.dispute.limit, Limit::WorkingDays(5));
        assert_eq!(duties.bounces_most, 2);
    }

    #[test]
    fn the_narrowest_duty_comes_first() {
        let duties = read(SHIPPED).unwrap();
        let wage = CategoryCode::try_from("labour.wage").unwrap();
        let found = duties.about(&wage);
        assert_eq!(found[0].field, wage);
        assert!(found.len() > 1 && found.iter().all(|e| wage.is_within(&e.field)));
    }

    #[test]
    fn a_list_with_an_unknown_field_or_a_repeated_id_is_refused_with_its_line() {
        let unknown = SHIPPED.replacen("field = \"labour.wage\"", "field = \"labour.wages\"", 1);
        assert!(read(&unknown).unwrap_err().reason.contains("labour.wages"));
        let first = read(SHIPPED).unwrap().iter().next().unwrap().id.clone();
        let twice = format!(
            "{SHIPPED}\n[[duty]]\nid = \"{first}\"\nfield = \"labour\"\nbodies = [\"labour\"]\nsays = {{ zh = \"甲\", en = \"A\" }}\nsource = {{ zh = \"甲\", en = \"A\" }}\n"
        );
        assert!(read(&twice).unwrap_err().reason.contains("twice"));
    }
}
