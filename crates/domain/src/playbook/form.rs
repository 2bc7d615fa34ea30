//! The form of a playbook's file, as it is written.

use serde::Deserialize;
use toml::Spanned;

use super::ask::AskKind;
use super::{ReturnVisit, Start, Words};
use crate::body::BodyKind;
use crate::calendar::Limit;
use crate::clock::{Extend, LapseAct, PauseReason, WarnPoint, Whose};
use crate::label::Label;
use crate::matter::Urgency;
use crate::region::Tier;

/// A text in both languages, or one that is the same in both.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum LabelOrText {
    Label(Label),
    Text(String),
}

impl From<LabelOrText> for Label {
    fn from(text: LabelOrText) -> Self {
        match text {
            LabelOrText::Label(label) => label,
            LabelOrText::Text(text) => Label::new(text.clone(), text),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    pub fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::More(more) => more,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub id: Spanned<String>,
    pub name: Spanned<Label>,
    pub category: Spanned<String>,
    #[serde(default)]
    pub also: Vec<Spanned<String>>,
    #[serde(default)]
    pub general: bool,
    pub summary: Spanned<Label>,
    pub rights: Spanned<Vec<Spanned<Label>>>,
    pub cost: Spanned<Label>,
    pub duration: Spanned<Label>,
    pub words: Words,
    pub danger: Option<DangerForm>,
    pub start: Spanned<Start>,
    pub return_visit: Spanned<ReturnVisit>,
    pub archive: ArchiveForm,
    #[serde(default)]
    pub remedy: Vec<RemedyForm>,
    #[serde(default)]
    pub ask: Vec<AskForm>,
    #[serde(default)]
    pub suggest: Vec<SuggestForm>,
    #[serde(default)]
    pub clock: Vec<ClockForm>,
    #[serde(default)]
    pub rise: Vec<RiseForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DangerForm {
    pub words: Words,
    pub because: Spanned<Label>,
    pub when: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArchiveForm {
    pub after_days: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemedyForm {
    pub id: Spanned<String>,
    pub label: Spanned<Label>,
    pub text: Spanned<Label>,
    pub phone: Option<String>,
    pub when: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AskForm {
    pub id: Spanned<String>,
    pub kind: AskKind,
    pub label: Spanned<Label>,
    pub help: Option<Spanned<Label>>,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub choices: Vec<ChoiceForm>,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub when: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoiceForm {
    pub id: Spanned<String>,
    pub label: Spanned<Label>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SuggestForm {
    pub when: Spanned<String>,
    pub urgency: Urgency,
    pub body_kind: Option<BodyKind>,
    pub because: Spanned<Label>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockForm {
    pub id: Spanned<String>,
    pub name: Spanned<Label>,
    pub from: Spanned<String>,
    pub until: Spanned<OneOrMore>,
    pub limit: Spanned<Limit>,
    pub extend: Option<Extend>,
    #[serde(default)]
    pub pause: Vec<PauseReason>,
    pub lapse: Option<Vec<LapseAct>>,
    pub whose: Option<Whose>,
    pub when: Option<Spanned<String>>,
    pub only: Option<Spanned<Label>>,
    pub warn_days: Option<u16>,
    #[serde(default)]
    pub warn: Vec<WarnPoint>,
    pub source: Spanned<LabelOrText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RiseForm {
    pub when: Spanned<String>,
    pub to: Tier,
    pub because: Spanned<Label>,
}
