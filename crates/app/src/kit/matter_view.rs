//! A matter as the API answers it.

use std::collections::HashMap;

use concord_domain::body::BodyId;
use concord_domain::matter::Matter;
use concord_policy::{Action, Actor};
use serde::Serialize;
use utoipa::ToSchema;

use super::confirmation_view::ConfirmationView;
use super::consent_view::ConsentView;
use super::desk::Desk;
use super::diversion_view::{ArrivalView, DiversionView};
use super::duty_view::{self, AssignmentView, DangerView, DisputeView, JointView, UrgingView};
use super::exits::AdviceShown;
use super::failure::Failure;
use super::family_view::{FamilyView, family_view};
use super::file_view::{FileView, files};
use super::messages::Lang;
use super::rating_view::RatingView;
use super::read_model::next_step;
use super::story::person;
use super::timeline::Reader;

/// A matter with what this reader may see of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatterView {
    /// Without separators, e.g. `3F7K2M9QA`.
    #[schema(example = "3F7K2M9QA")]
    pub code: String,
    /// Grows with every event; also the ETag.
    pub version: i64,
    /// `reported`, `accepted`, `assigned`, `mediating`, `agreement`, `settled`, `not_settled`, `withdrawn`, `returned`, `referred`, `merged`.
    pub status: &'static str,
    pub archived_on: Option<String>,
    pub category: String,
    pub category_name: String,
    pub region: String,
    pub region_name: String,
    pub urgency: &'static str,
    pub channel: &'static str,
    /// Who has the lead, or concluded it.
    pub body: BodyView,
    /// Who answers for it and owes the next step: until the lead has signed, whoever had it before.
    pub responsible: BodyView,
    /// How often its work came back since it last went to a superior for that.
    pub bounced: u32,
    pub assignments: Vec<AssignmentView>,
    pub disputes: Vec<DisputeView>,
    pub joint_mediation: Option<JointView>,
    pub urgings: Vec<UrgingView>,
    /// What other bodies sent, with their papers.
    pub arrivals: Vec<ArrivalView>,
    /// What was sent to somebody elsewhere.
    pub diversions: Vec<DiversionView>,
    /// Questions to parties whether they want it to go elsewhere.
    pub consents: Vec<ConsentView>,
    /// Written advice where mediation failed.
    pub advice: Option<AdviceShown>,
    pub danger: Option<DangerView>,
    /// `grid`, `village`, `town`, `county`, `city`, `province`: the tier that has it.
    pub tier: &'static str,
    /// The tiers that had it, the present one last.
    pub stays: Vec<StayView>,
    /// Account of the mediator.
    pub mediator: Option<i64>,
    /// RFC 3339.
    pub opened_at: String,
    pub opened_on: String,
    pub accepted_on: Option<String>,
    pub concluded_on: Option<String>,
    pub next: NextView,
    pub clocks: Vec<ClockView>,
    pub narrative: Option<String>,
    /// Cents of yuan.
    pub amount: Option<i64>,
    pub happened_on: Option<String>,
    pub parties: Vec<PartyView>,
    pub sessions: Vec<SessionView>,
    pub agreement: Option<AgreementView>,
    /// Applications to the court to confirm an agreement.
    pub confirmations: Vec<ConfirmationView>,
    pub return_visits: Vec<VisitView>,
    pub ratings: Vec<RatingView>,
    /// Photos, scans and recordings that this reader may see, in the order in which they came.
    pub files: Vec<FileView>,
    pub merged_into: Option<String>,
    /// What belongs to it besides itself.
    pub family: FamilyView,
    pub reopened: u32,
    pub reports: usize,
}

/// An organisation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BodyView {
    pub id: i64,
    pub name: String,
}

/// A tier's part of the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct StayView {
    pub tier: &'static str,
    /// The body that it came to there.
    pub body: BodyView,
    /// Who works on it for that body now, where it gave the work to another.
    pub worked_by: Option<BodyView>,
    pub from_on: String,
    pub until_on: Option<String>,
    /// Why it went up to it: `rule`, `clock`, `person`, `request`; absent where it began there or was sent down.
    pub came: Option<&'static str>,
    /// In the reader's language, or as a person wrote it.
    pub because: Option<String>,
}

/// What is to be done next.
#[derive(Debug, Serialize, ToSchema)]
pub struct NextView {
    /// `accept`, `assign`, `name-mediator`, `arrange-session`, `hold-session`, `decide`, `sign`, `seal`, `conclude`, `await-receipt`, `arrange-visit`, `visit`, `hand-advice`, `archive`, `none`.
    pub step: &'static str,
    /// In the reader's language.
    pub text: String,
    /// Who has it.
    pub body: String,
    pub due_on: Option<String>,
}

/// A time limit.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockView {
    pub no: u32,
    pub clock: String,
    pub name: String,
    pub due_on: String,
    /// Of a limit in hours: RFC 3339.
    pub due_at: Option<String>,
    /// `house`; `parties` for time that they have and may use; `court` for the court's.
    pub whose: &'static str,
    /// Why it stands still, while it does: `appraisal`, `waiting_party`, `party_away`, `other_proceeding`, `force_majeure`.
    pub paused: Option<&'static str>,
    /// Calendar days that did not count.
    pub paused_days: i64,
    /// How often it was made longer.
    pub extensions: usize,
    /// More time is asked for: the parties that agreed.
    pub extension_asked: Option<Vec<u32>>,
    pub stopped_on: Option<String>,
    pub lapsed_on: Option<String>,
    /// Where it is written.
    pub source: String,
}

/// A party; the name only for those who may read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartyView {
    pub no: u32,
    /// `applicant`, `respondent`, `third`.
    pub role: &'static str,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub representative: Option<String>,
    /// One of many applicants who left, while the others go on.
    pub left_on: Option<String>,
}

/// A meeting.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    pub no: u32,
    /// RFC 3339.
    pub at: String,
    pub mode: &'static str,
    /// `arranged`, `cancelled`, or how it went: `agreed`, `continued`, `failed`, `absent`.
    pub state: &'static str,
}

/// The current agreement.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreementView {
    pub no: u32,
    pub form: &'static str,
    pub terms: Option<String>,
    pub signers: Vec<u32>,
    pub signed: Vec<u32>,
    /// In effect since.
    pub sealed_on: Option<String>,
    pub obligations: Vec<ObligationView>,
}

/// What a party owes.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObligationView {
    pub no: u32,
    pub party: u32,
    pub what: Option<String>,
    pub amount: Option<i64>,
    pub due_on: String,
    /// `open`, `fulfilled`, `breached`.
    pub state: &'static str,
}

/// A follow-up.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitView {
    pub no: u32,
    pub due_on: String,
    pub reported_on: Option<String>,
    pub fulfilled: Option<&'static str>,
    pub satisfied: Option<u8>,
}

/// RFC 3339 of microseconds UTC.
pub fn rfc3339(micros: i64) -> String {
    jiff::Timestamp::from_microsecond(micros).map(|t| t.to_string()).unwrap_or_default()
}

impl Desk {
    /// The view of a matter for an actor who may see it.
    pub async fn matter_view(&self, actor: &Actor, lang: Lang, m: &Matter) -> Result<MatterView, Failure> {
        let texts = self.matter_texts(m).await?;
        Ok(self.view_with(actor, lang, m, &texts))
    }

    /// The view of a matter whose texts are at hand.
    pub fn view_with(&self, actor: &Actor, lang: Lang, m: &Matter, texts: &HashMap<i64, String>) -> MatterView {
        let places = self.places();
        let tag = lang.tag();
        let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
        let body_name = places.body_name(m.body, tag);
        let responsible = places.body_name(m.responsible, tag);
        let (step, due_on) = next_step(m);
        // What bodies write to each other is for the staff.
        let none = HashMap::new();
        let texts_between = if actor.is_visitor() { &none } else { texts };
        let reader = self.may(actor, Action::ViewMatter, m).then(|| self.reader(actor, m));
        MatterView {
            code: m.code.as_str().to_owned(),
            version: m.version,
            status: m.status.as_str(),
            archived_on: day(m.archived_on),
            category: m.category.as_str().to_owned(),
            category_name: self.categories.name(&m.category, tag).to_owned(),
            region: m.region.as_str().to_owned(),
            region_name: places.path(&m.region, tag),
            urgency: m.urgency.as_str(),
            channel: m.report().channel.as_str(),
            body: BodyView { id: m.body.0, name: body_name },
            responsible: BodyView { id: m.responsible.0, name: responsible.clone() },
            bounced: m.bounced,
            assignments: duty_view::assignments(m, &places, tag, texts_between),
            disputes: duty_view::disputes(m, &places, tag, texts_between),
            joint_mediation: duty_view::joint(m, &places, tag, texts_between),
            urgings: duty_view::urgings(m, &places, tag, texts_between),
            arrivals: self.arrivals_shown(lang, m, texts_between),
            diversions: self.diversions_shown(lang, m, texts_between),
            consents: self.consents_shown(actor, lang, m, texts),
            advice: self.advice_shown(lang, m, texts),
            danger: duty_view::danger(actor, m, &places, tag, texts),
            tier: m.tiers.tier().as_str(),
            stays: duty_view::stays(m, &places, tag, texts),
            mediator: m.mediator.map(|a| a.0),
            opened_at: rfc3339(m.opened_at),
            opened_on: m.opened_on.to_string(),
            accepted_on: day(m.accepted_on),
            concluded_on: day(m.concluded_on),
            next: NextView {
                step,
                text: self.templates.messages().plain(lang, &format!("next-{step}")),
                body: responsible,
                due_on: day(due_on),
            },
            clocks: clocks(m, actor, tag, self.today()),
            narrative: texts.get(&m.report().narrative.id).cloned(),
            amount: m.report().amount,
            happened_on: day(m.report().happened_on),
            parties: parties(actor, reader, m, texts),
            sessions: sessions(m),
            agreement: m.agreement().map(|a| agreement(a, texts)),
            confirmations: self.confirmations(lang, m, texts),
            return_visits: visits(m),
            ratings: self.ratings(actor, m, lang, texts),
            files: files(reader, m, texts),
            merged_into: m.merged_into.as_ref().map(|c| c.as_str().to_owned()),
            family: family_view(actor, m, texts),
            reopened: m.reopened,
            reports: m.reports.len(),
        }
    }
}

/// Names for those who may see the matter; phones for staff, and a party's own.
fn parties(actor: &Actor, reader: Option<Reader>, m: &Matter, texts: &HashMap<i64, String>) -> Vec<PartyView> {
    let own = actor.acts_for();
    let person = |id: i64| person(texts, id).filter(|_| reader.is_some());
    m.parties
        .iter()
        .map(|p| {
            let details = person(p.person.id);
            let phone = details.as_ref().map(|d| d.phone.clone()).filter(|p| !p.is_empty());
            PartyView {
                no: p.no,
                role: p.role.as_str(),
                name: details.map(|d| d.name),
                phone: phone.filter(|_| own.is_none_or(|own| own == p.no)),
                representative: p.representative.as_ref().and_then(|r| person(r.id)).map(|d| d.name),
                left_on: p.left_on.map(|on| on.to_string()),
            }
        })
        .collect()
}

fn clocks(m: &Matter, actor: &Actor, tag: &str, today: jiff::civil::Date) -> Vec<ClockView> {
    m.clocks
        .iter()
        .filter(|c| !(c.is_of_danger() && actor.is_visitor()))
        .map(|c| ClockView {
            no: c.no,
            clock: c.clock.clone(),
            name: c.name.in_lang(tag).to_owned(),
            due_on: c.due_on.to_string(),
            due_at: c.due_at.map(rfc3339),
            whose: c.whose.as_str(),
            paused: c.pauses.last().filter(|_| c.is_paused()).map(|p| p.reason.as_str()),
            paused_days: c.paused_days(today),
            extensions: c.longer.len(),
            extension_asked: c.asked.as_ref().map(|asked| asked.agreed.clone()),
            stopped_on: c.stopped_on.map(|d| d.to_string()),
            lapsed_on: c.lapsed_on.map(|d| d.to_string()),
            source: c.source.in_lang(tag).to_owned(),
        })
        .collect()
}

fn sessions(m: &Matter) -> Vec<SessionView> {
    use concord_domain::matter::SessionState;
    m.sessions
        .iter()
        .map(|s| SessionView {
            no: s.no,
            at: rfc3339(s.at),
            mode: s.mode.as_str(),
            state: match &s.state {
                SessionState::Arranged => "arranged",
                SessionState::Cancelled { .. } => "cancelled",
                SessionState::Recorded { outcome, .. } => outcome.as_str(),
            },
        })
        .collect()
}

fn agreement(a: &concord_domain::matter::Agreement, texts: &HashMap<i64, String>) -> AgreementView {
    use concord_domain::matter::ObligationState;
    AgreementView {
        no: a.no,
        form: a.form.as_str(),
        terms: texts.get(&a.terms.id).cloned(),
        signers: a.signers.clone(),
        signed: a.signatures.iter().map(|(party, _)| *party).collect(),
        sealed_on: a.sealed.as_ref().map(|(on, _)| on.to_string()),
        obligations: a
            .obligations
            .iter()
            .map(|o| ObligationView {
                no: o.no,
                party: o.party,
                what: texts.get(&o.what.id).cloned(),
                amount: o.amount,
                due_on: o.due_on.to_string(),
                state: match o.state {
                    ObligationState::Open => "open",
                    ObligationState::Fulfilled(_) => "fulfilled",
                    ObligationState::Breached(_) => "breached",
                },
            })
            .collect(),
    }
}

fn visits(m: &Matter) -> Vec<VisitView> {
    m.visits
        .iter()
        .map(|v| VisitView {
            no: v.no,
            due_on: v.due_on.to_string(),
            reported_on: v.found.as_ref().map(|f| f.on.to_string()),
            fulfilled: v.found.as_ref().map(|f| f.fulfilled.as_str()),
            satisfied: v.found.as_ref().and_then(|f| f.satisfied),
        })
        .collect()
}

/// The body of an answer that names a body.
pub fn body_view(desk: &Desk, id: BodyId, lang: Lang) -> BodyView {
    BodyView { id: id.0, name: desk.places().body_name(id, lang.tag()) }
}
