//! Diversion as the API answers it and as pages show it.

use std::collections::HashMap;

use concord_domain::body::BodyId;
use concord_domain::diversion::{Arrival, Diversion, Letter, SourcePaper};
use concord_domain::matter::Matter;
use concord_domain::sealed::Sealed;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use super::desk::Desk;
use super::matter_view::BodyView;
use super::messages::Lang;

/// What another body sent, with its paper.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArrivalView {
    pub no: u32,
    pub on: String,
    /// Number of the report that it brought.
    pub report: u32,
    /// `police`, `court`, `petition`, `hotline`, `region`, `away`.
    pub way: &'static str,
    pub way_name: String,
    /// Of a court's: `before_filing`, `ordinary`, `summary`.
    pub procedure: Option<&'static str>,
    /// The sender, where it is known here.
    pub sender_body: Option<BodyView>,
    pub sender: Option<String>,
    /// The sender's own number, and what it is called.
    pub number: Option<String>,
    pub number_name: String,
    pub contact: Option<String>,
    pub asks: Option<String>,
    pub dated_on: Option<String>,
    pub answer_by: Option<String>,
    /// Numbers of files of the matter.
    pub files: Vec<u32>,
    /// `sign`, `work`, `answer`, `answered`, `returned`.
    pub state: &'static str,
    /// By when the sender hears next.
    pub wanted_on: Option<String>,
    /// Where that limit is written.
    pub source: String,
    pub receipt_by: String,
    pub receipted_on: Option<String>,
    pub returned_on: Option<String>,
    pub return_reason: Option<String>,
    pub interim: Vec<InterimView>,
    pub answered_on: Option<String>,
    pub answer: Option<String>,
}

/// A word in between.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InterimView {
    pub on: String,
    pub text: Option<String>,
    /// By when the sender hears more.
    pub until: String,
}

/// What was sent to somebody elsewhere.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DiversionView {
    pub no: u32,
    pub on: String,
    /// Id among the exits.
    pub exit: String,
    pub exit_name: String,
    pub to: &'static str,
    /// The whole matter goes; otherwise mediation goes on beside it.
    pub whole: bool,
    pub receiver_body: Option<BodyView>,
    pub receiver: Option<String>,
    pub by: BodyView,
    /// `consent` or `danger`.
    pub ground: &'static str,
    /// Numbers of the parties that want it.
    pub consents: Vec<u32>,
    /// How and when those said so who did not say it on their own page.
    pub consents_how: Option<String>,
    pub facts: Option<String>,
    pub asks: Option<String>,
    pub files: Vec<u32>,
    /// `sent`, `signed`, `refused`, `recalled`, `told`, `ended`.
    pub state: &'static str,
    pub sign_by: String,
    pub wanted_on: Option<String>,
    /// Where the limit that runs is written.
    pub source: Option<String>,
    pub signed_on: Option<String>,
    /// `receiver` or `sender`, by hand.
    pub noted: Option<&'static str>,
    pub reply_by: Option<String>,
    /// Why it came back, or was taken back.
    pub back_on: Option<String>,
    pub back_reason: Option<String>,
    /// `taken`, `settled`, `decided`, `ended`.
    pub result: Option<&'static str>,
    pub result_on: Option<String>,
    pub result_text: Option<String>,
}

type Texts = HashMap<i64, String>;

fn read<T: DeserializeOwned>(texts: &Texts, sealed: &Sealed) -> Option<T> {
    texts.get(&sealed.id).and_then(|json| serde_json::from_str(json).ok())
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl Desk {
    /// What came from other bodies.
    pub fn arrivals_shown(&self, lang: Lang, m: &Matter, texts: &Texts) -> Vec<ArrivalView> {
        m.arrivals.iter().map(|a| self.arrival_shown(lang, a, texts)).collect()
    }

    fn arrival_shown(&self, lang: Lang, a: &Arrival, texts: &Texts) -> ArrivalView {
        let (tag, places) = (lang.tag(), self.places());
        let way = self.diversions.way(a.way);
        let paper = read::<SourcePaper>(texts, &a.paper).unwrap_or_default();
        let limit = way.map(|w| if a.receipted_on.is_none() { &w.receipt } else { &w.answer });
        let sender_body = a.sender.map(|id| BodyView { id: id.0, name: places.body_name(id, tag) });
        ArrivalView {
            no: a.no,
            on: a.on.to_string(),
            report: a.report,
            way: a.way.as_str(),
            way_name: way.map(|w| w.name.in_lang(tag).to_owned()).unwrap_or_default(),
            procedure: a.procedure.map(|p| p.as_str()),
            sender: filled(&paper.sender).or_else(|| sender_body.as_ref().map(|b| b.name.clone())),
            sender_body,
            number: filled(&paper.number),
            number_name: way.map(|w| w.number.in_lang(tag).to_owned()).unwrap_or_default(),
            contact: filled(&paper.contact),
            asks: filled(&paper.asks),
            dated_on: a.dated_on.map(|d| d.to_string()),
            answer_by: a.answer_by.map(|d| d.to_string()),
            files: a.files.clone(),
            state: a.state(),
            wanted_on: a.wanted().map(|d| d.to_string()),
            source: limit.map(|l| l.source.in_lang(tag).to_owned()).unwrap_or_default(),
            receipt_by: a.receipt_by.to_string(),
            receipted_on: a.receipted_on.map(|d| d.to_string()),
            returned_on: a.returned.as_ref().map(|(on, _)| on.to_string()),
            return_reason: a.returned.as_ref().and_then(|(_, text)| texts.get(&text.id).cloned()),
            interim: a
                .interim
                .iter()
                .map(|(on, text, until)| InterimView {
                    on: on.to_string(),
                    text: texts.get(&text.id).cloned(),
                    until: until.to_string(),
                })
                .collect(),
            answered_on: a.answered.as_ref().map(|(on, _)| on.to_string()),
            answer: a.answered.as_ref().and_then(|(_, text)| texts.get(&text.id).cloned()),
        }
    }

    /// What was sent to others.
    pub fn diversions_shown(&self, lang: Lang, m: &Matter, texts: &Texts) -> Vec<DiversionView> {
        m.diversions.iter().map(|d| self.diversion_shown(lang, d, texts)).collect()
    }

    /// One of them.
    pub fn diversion_shown(&self, lang: Lang, d: &Diversion, texts: &Texts) -> DiversionView {
        let (tag, places) = (lang.tag(), self.places());
        let exit = self.diversions.exit(&d.exit);
        let named = |id: BodyId| BodyView { id: id.0, name: places.body_name(id, tag) };
        let letter = read::<Letter>(texts, &d.letter).unwrap_or_default();
        let back = d.refused.as_ref().or(d.recalled.as_ref());
        let limit = exit.map(|e| if d.signed.is_none() { &e.receipt } else { &e.reply });
        DiversionView {
            no: d.no,
            on: d.on.to_string(),
            exit: d.exit.clone(),
            exit_name: exit.map_or_else(|| d.exit.clone(), |e| e.name.in_lang(tag).to_owned()),
            to: d.to.as_str(),
            whole: d.goes == concord_domain::matter::Goes::Whole,
            receiver_body: d.body.map(named),
            receiver: filled(&letter.receiver).or_else(|| d.body.map(|id| places.body_name(id, tag))),
            by: named(d.by),
            ground: d.ground.as_str(),
            consents: d.consents.clone(),
            consents_how: filled(&letter.consents_how),
            facts: filled(&letter.facts),
            asks: filled(&letter.asks),
            files: d.files.clone(),
            state: d.state(),
            sign_by: d.sign_by.to_string(),
            wanted_on: d.wanted().map(|on| on.to_string()),
            source: limit.filter(|_| d.wanted().is_some()).map(|l| l.source.in_lang(tag).to_owned()),
            signed_on: d.signed.map(|(on, _)| on.to_string()),
            noted: d.signed.map(|(_, noted)| noted.as_str()),
            reply_by: d.reply_by.map(|on| on.to_string()),
            back_on: back.map(|(on, _)| on.to_string()),
            back_reason: back.and_then(|(_, text)| texts.get(&text.id).cloned()),
            result: d.outcome.as_ref().map(|(_, result, _)| result.as_str()),
            result_on: d.outcome.as_ref().map(|(on, _, _)| on.to_string()),
            result_text: d.outcome.as_ref().and_then(|(_, _, text)| texts.get(&text.as_ref()?.id).cloned()),
        }
    }
}
