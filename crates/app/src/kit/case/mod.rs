//! A matter as the staff's pages show it: everything that the reader may see, with what may be done now.

mod lawful;
mod moving;
mod parts;
mod unsent;

use std::collections::{BTreeMap, HashMap};

use concord_domain::matter::{Audience, EntryKind, Matter, Party, PersonDetails};
use serde::Serialize;

use super::desk::Desk;
use super::exits::ExitShown;
use super::failure::Failure;
use super::matter_view::MatterView;
use super::timeline::{Reader, account_of};
use super::visit::Visit;
pub use moving::{approvers, approves};
pub use parts::{AgreementShown, AssignmentShown, ReportShown, SessionShown, VisitShown};
pub use unsent::unsent;

/// A matter on a staff page. Dates are `YYYY-MM-DD`, instants microseconds UTC, money cents.
#[derive(Debug, Serialize)]
pub struct Case {
    pub m: MatterView,
    /// What this reader may do with the matter as it stands.
    pub can: BTreeMap<&'static str, bool>,
    /// Time limits that may stand still or grow, and tiers where it may go.
    pub moving: moving::Moving,
    pub mediator_name: Option<String>,
    pub parties: Vec<PartyShown>,
    /// The same, to choose one from.
    pub party_options: Vec<PartyOption>,
    pub reports: Vec<ReportShown>,
    /// To the playbook's questions: rows of a `summary`.
    pub answers: Vec<minijinja::Value>,
    pub assignments: Vec<AssignmentShown>,
    pub sessions: Vec<SessionShown>,
    /// The one that waits for signatures or is in effect.
    pub agreement: Option<AgreementShown>,
    /// Until when the parties may apply for its confirmation by the court.
    pub confirm_until: Option<String>,
    /// Earlier ones: replaced, refused, or of an earlier round.
    pub agreements_before: Vec<AgreementShown>,
    pub visits: Vec<VisitShown>,
    pub notes: Vec<Written>,
    pub messages: Vec<Written>,
    pub files: Vec<FileShown>,
    /// Written advice of a conclusion without settlement.
    pub advice: Option<String>,
    /// What such advice begins with: where else the parties can go, in the applicant's language.
    pub advice_draft: String,
    /// The exits that such advice may name.
    pub exits: Vec<ExitShown>,
    /// A list's word and words of a return or referral.
    pub turned_away: Option<(String, Option<String>)>,
    /// The first day a return visit may take place, once concluded.
    pub visit_from: Option<String>,
    /// The last day the playbook gives for it.
    pub visit_until: Option<String>,
    /// What belongs to it besides itself (kit/family_view.rs).
    pub family: minijinja::Value,
}

/// A party with its details.
#[derive(Debug, Serialize)]
pub struct PartyShown {
    pub no: u32,
    pub role: &'static str,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub address: String,
    pub representative: Option<PersonDetails>,
    /// How many keys were printed.
    pub keys: usize,
    /// And for who represents the party now.
    pub representative_keys: usize,
    /// One of many applicants who left.
    pub left_on: Option<String>,
    /// The applicant who speaks for them.
    pub spokesperson: Option<String>,
}

/// A party to choose.
#[derive(Debug, Serialize)]
pub struct PartyOption {
    pub value: String,
    pub label: String,
}

/// A note or a message.
#[derive(Debug, Serialize)]
pub struct Written {
    pub no: u32,
    pub at: i64,
    /// The party that wrote it.
    pub party: Option<String>,
    /// The colleague who wrote it.
    pub who: Option<String>,
    pub audience: &'static str,
    pub text: Option<String>,
}

/// A file of the matter.
#[derive(Debug, Serialize)]
pub struct FileShown {
    pub no: u32,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub at: i64,
    pub audience: &'static str,
    pub party: Option<String>,
    /// Whether whoever represents the party sent it.
    pub represented: bool,
    /// Whether nobody else is to know of it, beside colleagues.
    pub alone: bool,
}

/// The texts and names that a case is drawn with.
pub(super) struct Sources<'a> {
    pub texts: &'a HashMap<i64, String>,
    pub names: HashMap<i64, String>,
}

impl Sources<'_> {
    pub fn text(&self, id: i64) -> Option<String> {
        self.texts.get(&id).cloned()
    }

    pub fn text_of(&self, sealed: Option<&concord_domain::sealed::Sealed>) -> Option<String> {
        sealed.and_then(|s| self.text(s.id))
    }

    pub fn person(&self, id: i64) -> PersonDetails {
        self.texts.get(&id).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }
}

impl Desk {
    /// A matter as a staff page shows it to whoever visits; that they may see it was asked before.
    pub async fn case(&self, visit: &Visit, m: &Matter, texts: &HashMap<i64, String>) -> Result<Case, Failure> {
        let reader = self.reader(&visit.actor, m);
        let names = self.names_of(people_of(m)).await?;
        let sources = Sources { texts, names };
        let rules = self.rules(m);
        let named = |no: u32| party_name(m, no, &sources);
        let view = self.view_with(&visit.actor, visit.lang, m, texts);
        let concluded = m.concluded_on;
        let (notes, messages) = written(m, reader, &sources);
        let moving = self.moving(visit, m, &rules, &sources);
        Ok(Case {
            can: lawful::can(self, &visit.actor, m, &rules, &moving),
            moving,
            mediator_name: m.mediator.and_then(|a| sources.names.get(&a.0).cloned()),
            party_options: self.party_options(visit, m, &sources),
            parties: parties(m, &sources),
            reports: parts::reports(m, &sources),
            answers: self.answers_shown(visit.lang, m, texts),
            assignments: self.assignments(visit, m, &sources),
            sessions: parts::sessions(m, self, &sources),
            agreement: m.agreement().map(|a| parts::agreement(a, &named, &sources)),
            confirm_until: self.confirm_until(m),
            agreements_before: m
                .agreements
                .iter()
                .filter(|a| m.agreement().is_none_or(|now| now.no != a.no))
                .map(|a| parts::agreement(a, &named, &sources))
                .collect(),
            visits: parts::visits(m, &sources),
            notes,
            messages,
            files: files(m, &named, &sources),
            advice: sources.text_of(m.advice.as_ref()),
            advice_draft: self.advice_draft(m),
            exits: self.exits_shown(visit.lang, m),
            turned_away: m.turned_away.as_ref().map(|(word, text)| (word.clone(), sources.text_of(text.as_ref()))),
            visit_from: concluded
                .map(|on| concord_domain::return_visit::earliest(on, &rules).max(self.today()).to_string()),
            visit_until: concluded.map(|on| {
                let days = i64::from(rules.playbook.return_visit_within_days());
                on.saturating_add(jiff::Span::new().days(days)).to_string()
            }),
            family: self.family_shown(visit, m, texts).await?,
            m: view,
        })
    }
}

impl Desk {
    fn party_options(&self, visit: &Visit, m: &Matter, sources: &Sources<'_>) -> Vec<PartyOption> {
        let role = |p: &Party| self.text(visit, &format!("party_role-{}", p.role.as_str()), &[]);
        let label = |p: &Party| format!("{} {}", role(p), sources.person(p.person.id).name);
        m.parties.iter().map(|p| PartyOption { value: p.no.to_string(), label: label(p) }).collect()
    }
}

/// Every account that a case names.
fn people_of(m: &Matter) -> Vec<i64> {
    let written = m.entries.iter().filter_map(|e| account_of(&e.actor));
    let visitors = m.visits.iter().map(|v| v.visitor.0);
    let sealed = m.agreements.iter().filter_map(|a| a.sealed.map(|(_, by)| by.0));
    let filed = m.reports.iter().filter_map(|r| r.filed_by).map(|a| a.0);
    let mut ids: Vec<i64> =
        m.mediator.iter().map(|a| a.0).chain(written).chain(visitors).chain(sealed).chain(filed).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn party_name(m: &Matter, no: u32, sources: &Sources<'_>) -> String {
    m.once_party(no).map(|p| sources.person(p.person.id).name).unwrap_or_default()
}

fn parties(m: &Matter, sources: &Sources<'_>) -> Vec<PartyShown> {
    m.parties
        .iter()
        .map(|p| {
            let PersonDetails { name, phone, email, address } = sources.person(p.person.id);
            PartyShown {
                no: p.no,
                role: p.role.as_str(),
                name,
                phone,
                email,
                address,
                representative: p.representative.as_ref().map(|r| sources.person(r.id)),
                keys: p.key_hashes.len(),
                representative_keys: p.representative_keys.len(),
                left_on: p.left_on.map(|on| on.to_string()),
                spokesperson: m.family.spokesperson_of(p.no).map(|s| party_name(m, s.party, sources)),
            }
        })
        .collect()
}

/// Notes that the reader may see, and messages.
fn written(m: &Matter, reader: Reader, sources: &Sources<'_>) -> (Vec<Written>, Vec<Written>) {
    let show = |e: &concord_domain::matter::Entry| Written {
        no: e.no,
        at: e.at,
        party: e.party.map(|no| party_name(m, no, sources)),
        who: account_of(&e.actor).and_then(|id| sources.names.get(&id).cloned()),
        audience: e.audience.as_str(),
        text: sources.text(e.text.id),
    };
    let hidden = |e: &concord_domain::matter::Entry| e.audience == Audience::Staff && reader != Reader::Colleague;
    let notes = m.entries.iter().filter(|e| e.kind == EntryKind::Note && !hidden(e)).map(show).collect();
    let read = |e: &&concord_domain::matter::Entry| e.kind == EntryKind::Message && reader.reads(e.between);
    let messages = m.entries.iter().filter(read).map(show).collect();
    (notes, messages)
}

fn files(m: &Matter, named: &dyn Fn(u32) -> String, sources: &Sources<'_>) -> Vec<FileShown> {
    m.files
        .iter()
        .map(|f| FileShown {
            no: f.no,
            name: sources.text(f.name.id).unwrap_or_default(),
            media_type: f.media_type.clone(),
            size: f.size,
            at: f.at,
            audience: f.audience.as_str(),
            party: f.party.map(named),
            represented: f.representative.is_some(),
            alone: f.representative.is_some() && f.audience == Audience::Staff,
        })
        .collect()
}
