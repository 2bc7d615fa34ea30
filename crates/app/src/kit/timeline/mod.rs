//! What happened to a matter, in plain words, for whoever may read it.

mod acting;
mod between;
mod confirming;
mod danger;
mod diverting;
mod family;
mod lines;
mod moving;
mod reader;

use std::collections::HashMap;

use concord_domain::body::BodyId;
use concord_domain::clock::Whose;
use concord_domain::label::Label;
use concord_domain::matter::{
    Audience, Event, MessageAddressed, MessageRepresented, PartyRole, PersonDetails, Recorded,
};
use concord_store::Fault;
use jiff::civil::Date;
use serde::Serialize;

use super::desk::Desk;
use super::messages::{Args, Lang};
use super::names::Post;
use acting::Acting;
use lines::Line;
pub use reader::{Reader, Sight};

/// One thing that happened; the macro `timeline` draws it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The version of the matter that it made.
    pub version: i64,
    /// Microseconds UTC.
    pub at: i64,
    /// In the reader's language.
    pub title: String,
    /// What was written, where the reader may see it.
    pub text: Option<String>,
    /// Who did it: a name for the staff, an office for a party.
    pub who: Option<String>,
    pub icon: &'static str,
    /// `info`, `success`, `warn`, `danger`, `accent`, `private` or nothing.
    pub kind: &'static str,
    /// What of the matter it is about: `session`, `file`, `agreement`, `visit`, `note`, `message`; or nothing.
    pub of: &'static str,
    /// Its number there.
    pub no: u32,
    /// Between whom it went: `parties` for what was exchanged with them, `staff` for what stays inside; or nothing.
    pub between: &'static str,
    /// The one who alone reads what was written, beside colleagues.
    pub alone: Option<String>,
    /// A note or message of the staff, of a party; or nothing: who said it.
    pub said_by: &'static str,
}

impl Desk {
    /// The history of a matter as `reader` may see it, oldest first.
    ///
    /// # Errors
    /// When the names of accounts cannot be read.
    pub async fn timeline(
        &self,
        lang: Lang,
        reader: Reader,
        history: &[Recorded],
        texts: &HashMap<i64, String>,
    ) -> Result<Vec<Item>, Fault> {
        let names = match reader {
            Reader::Party(_) | Reader::Agent { .. } => HashMap::new(),
            Reader::Staff | Reader::Colleague => self.names_of(accounts(history)).await?,
        };
        let opened_at = history.first().map(|r| r.meta.at);
        // Colleagues read names, parties the body that acted.
        let (acting, posts) = if reader.is_visitor() {
            let acting = acting::of(history);
            let posts = self.posts_of(unplaced(history, &acting), opened_at.unwrap_or_default()).await?;
            (acting, posts)
        } else {
            Default::default()
        };
        let mut teller = Teller { desk: self, lang, reader, texts, names, acting, posts, cast: Cast::of(history) };
        Ok(history
            .iter()
            .filter_map(|recorded| {
                teller.cast.follow(&recorded.event);
                // Parties and keys that came with the first report are part of it.
                let opening = opened_at == Some(recorded.meta.at)
                    && matches!(
                        recorded.event,
                        Event::PartyJoined(_) | Event::PartyRepresented(_) | Event::AccessGranted(_)
                    );
                if opening { None } else { teller.item(recorded) }
            })
            .collect())
    }
}

/// Every account that a history speaks of.
fn accounts(history: &[Recorded]) -> Vec<i64> {
    let mut ids: Vec<i64> = history
        .iter()
        .flat_map(|recorded| {
            let named = match &recorded.event {
                Event::MediatorNamed(e) => Some(e.mediator.0),
                Event::VisitArranged(e) => Some(e.visitor.0),
                Event::SponsorNamed(e) => Some(e.account.0),
                _ => None,
            };
            account_of(&recorded.meta.actor).into_iter().chain(named)
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The accounts of which the history does not say in whose name they acted.
fn unplaced(history: &[Recorded], acting: &HashMap<i64, Acting>) -> Vec<i64> {
    let unknown = |r: &&Recorded| acting.get(&r.version).is_none_or(|acting| *acting == Acting::Unknown);
    let mut ids: Vec<i64> = history.iter().filter(unknown).filter_map(|r| account_of(&r.meta.actor)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// What of the matter an event is about, with its number there.
fn about(event: &Event) -> (&'static str, u32) {
    match event {
        Event::SessionArranged(e) => ("session", e.no),
        Event::SessionCancelled(e) => ("session", e.no),
        Event::SessionRecorded(e) => ("record", e.no),
        Event::AgreementDrafted(e) => ("agreement", e.no),
        Event::FileAttached(e) => ("file", e.no),
        Event::FileRepresented(e) => ("file", e.no),
        Event::NoteWritten(e) => ("note", e.no),
        Event::MessageSent(e) => ("message", e.no),
        Event::MessageAddressed(e) => ("message", e.no),
        Event::MessageRepresented(e) => ("message", e.no),
        _ => ("", 0),
    }
}

/// Whether an event was exchanged with the parties, or stays inside.
fn between(event: &Event) -> &'static str {
    match event {
        Event::MessageSent(_)
        | Event::MessageAddressed(_)
        | Event::MessageRepresented(_)
        | Event::FileRepresented(_)
        | Event::Rated(_) => "parties",
        Event::NoteWritten(e) if e.audience == Audience::Parties => "parties",
        Event::FileAttached(e) if e.audience == Audience::Parties || e.party.is_some() => "parties",
        Event::NoteWritten(_) | Event::FileAttached(_) | Event::UrgencySet(_) | Event::Classified(_) => "staff",
        Event::Linked(_) | Event::Unlinked(_) | Event::EarlierJudged(_) => "staff",
        Event::Assigned(_) | Event::AssignmentReceived(_) => "staff",
        _ => "",
    }
}

/// Who said what was written.
fn said_by(event: &Event) -> &'static str {
    match event {
        Event::MessageSent(e) if e.party.is_some() => "party",
        Event::MessageRepresented(_) => "party",
        Event::MessageSent(_) | Event::MessageAddressed(_) | Event::NoteWritten(_) => "staff",
        _ => "",
    }
}

/// The account of an actor as the journal writes it.
pub fn account_of(actor: &str) -> Option<i64> {
    actor.strip_prefix("staff:")?.parse().ok()
}

/// The parties and the time limits at a moment of the history.
#[derive(Debug, Default)]
struct Cast {
    parties: Vec<(u32, PartyRole, i64)>,
    /// Time limits by number: their names and last days.
    clocks: Vec<(u32, Label, Date)>,
    /// Those that do not bind the house.
    others: Vec<u32>,
    /// Those about a danger.
    inside: Vec<u32>,
    /// The reason with which a superior took the matter over last.
    taken: Option<i64>,
}

impl Cast {
    /// The parties as they are called now; time limits are followed event by event.
    fn of(history: &[Recorded]) -> Self {
        let mut parties: Vec<(u32, PartyRole, i64)> = Vec::new();
        for recorded in history {
            match &recorded.event {
                Event::PartyJoined(e) => parties.push((e.no, e.role, e.person.id)),
                Event::Absorbed(e) => parties.extend(e.parties.iter().map(|p| (p.no, p.role, p.person.id))),
                Event::PartyCorrected(e) => {
                    if let Some(party) = parties.iter_mut().find(|p| p.0 == e.party) {
                        party.2 = e.person.id;
                    }
                }
                _ => {}
            }
        }
        Self { parties, ..Self::default() }
    }

    /// A time limit's name and last day.
    fn clock(&self, no: u32) -> Option<(&Label, &Date)> {
        self.clocks.iter().find(|clock| clock.0 == no).map(|(_, name, due_on)| (name, due_on))
    }

    fn moved(&mut self, no: u32, due_on: Date) {
        if let Some(clock) = self.clocks.iter_mut().find(|clock| clock.0 == no) {
            clock.2 = due_on;
        }
    }

    fn follow(&mut self, event: &Event) {
        match event {
            Event::ClockStarted(e) => {
                self.clocks.push((e.no, e.name.clone(), e.due_on));
                if e.until.iter().any(|event| event.starts_with("danger.")) {
                    self.inside.push(e.no);
                }
                if e.whose.is_some_and(|whose| whose != Whose::House) {
                    self.others.push(e.no);
                }
            }
            Event::ClockExtended(e) => self.moved(e.no, e.due_on),
            Event::ClockResumed(e) => self.moved(e.no, e.due_on),
            Event::ClockRecomputed(e) => self.moved(e.no, e.due_on),
            Event::ClockInherited(e) => self.moved(e.no, e.due_on),
            Event::TakenOver(e) => self.taken = Some(e.reason.id),
            _ => {}
        }
    }
}

struct Teller<'a> {
    desk: &'a Desk,
    lang: Lang,
    reader: Reader,
    texts: &'a HashMap<i64, String>,
    names: HashMap<i64, String>,
    acting: HashMap<i64, Acting>,
    /// Of accounts of which the history does not say in whose name they acted.
    posts: HashMap<i64, Post>,
    cast: Cast,
}

impl Teller<'_> {
    fn item(&self, recorded: &Recorded) -> Option<Item> {
        let sight = self.reader.sight(recorded);
        let inside = matches!(&recorded.event, Event::ClockLapsed(e) if self.cast.inside.contains(&e.no));
        if sight == Sight::Hidden || inside && self.reader.is_visitor() {
            return None;
        }
        let Line { key, args, text, icon, kind } = self.line(&recorded.event)?;
        let words = args.into_iter().collect::<Args>();
        let (of, no) = about(&recorded.event);
        Some(Item {
            version: recorded.version,
            of,
            no,
            between: between(&recorded.event),
            alone: self.alone(&recorded.event),
            said_by: said_by(&recorded.event),
            at: recorded.meta.at,
            title: self.desk.templates.messages().text(self.lang, &format!("timeline-{key}"), &words),
            text: text.filter(|_| sight == Sight::Words).and_then(|id| self.texts.get(&id).cloned()),
            who: self.who(recorded),
            icon,
            kind,
        })
    }

    fn word(&self, key: &str) -> String {
        self.desk.templates.messages().plain(self.lang, key)
    }

    fn body(&self, id: BodyId) -> String {
        self.desk.places().body_name(id, self.lang.tag())
    }

    /// What a party is called: its part, and its name.
    fn party(&self, no: u32) -> String {
        if self.reader == Reader::Party(no) {
            return self.word("timeline-you");
        }
        let Some((_, role, person)) = self.cast.parties.iter().find(|p| p.0 == no) else { return String::new() };
        let role = self.word(&format!("party_role-{}", role.as_str()));
        let details = self.texts.get(person).and_then(|json| serde_json::from_str::<PersonDetails>(json).ok());
        match details.filter(|d| !d.name.is_empty()) {
            Some(details) => format!("{role} {}", details.name),
            None => role,
        }
    }

    /// Who alone reads what was written, beside colleagues.
    fn alone(&self, event: &Event) -> Option<String> {
        match event {
            Event::MessageSent(e) => e.party.map(|party| self.party(party)),
            Event::MessageAddressed(e) if e.representative.is_none() => Some(self.party(e.party)),
            Event::MessageAddressed(MessageAddressed { party, .. })
            | Event::MessageRepresented(MessageRepresented { party, .. }) => Some(self.agent(*party)),
            Event::FileAttached(e) if e.audience == Audience::Staff => e.party.map(|party| self.party(party)),
            Event::FileRepresented(e) if e.audience == Audience::Staff => Some(self.agent(e.party)),
            _ => None,
        }
    }

    /// Who represents a party, in words.
    fn agent(&self, no: u32) -> String {
        if matches!(self.reader, Reader::Agent { party, .. } if party == no) {
            return self.word("timeline-you");
        }
        let args = Args::from_iter([("party", self.party(no))]);
        self.desk.templates.messages().text(self.lang, "timeline-agent", &args)
    }

    /// Who acted. To a party the staff are their office: whom to hold to account is the body that acted.
    fn who(&self, recorded: &Recorded) -> Option<String> {
        let actor = recorded.meta.actor.as_str();
        if acting::by_rule(&recorded.event) && !actor.starts_with("system:") {
            return Some(self.word("timeline-rule"));
        }
        if let Some(no) = actor.strip_prefix("party:") {
            return no.parse().ok().map(|no| self.party(no));
        }
        if let Some(no) = actor.strip_prefix("agent:").and_then(|no| no.parse().ok()) {
            return Some(self.agent(no));
        }
        if actor.starts_with("system:") {
            return Some(self.word("timeline-system"));
        }
        let Some(account) = account_of(actor) else {
            return matches!(recorded.event, Event::Reported(_)).then(|| self.party(1));
        };
        if self.reader.is_visitor() {
            let acting = self.acting.get(&recorded.version).copied().unwrap_or(Acting::Unknown);
            let own = || self.posts.get(&account).filter(|post| post.since < recorded.meta.at).map(|post| post.body);
            let (key, body) = match acting {
                Acting::Mediator(body) => ("timeline-mediator", Some(body)),
                Acting::Staff(body) => ("timeline-staff", Some(body)),
                Acting::Unknown | Acting::Rule => ("timeline-staff", own()),
            };
            let Some(body) = body else { return Some(self.word("timeline-staff-any")) };
            let args = Args::from_iter([("body", self.body(body))]);
            return Some(self.desk.templates.messages().text(self.lang, key, &args));
        }
        self.names.get(&account).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_staff_have_accounts() {
        assert_eq!(account_of("staff:12"), Some(12));
        for other in ["party:3", "system:import", "anonymous", "staff:", "staff:x"] {
            assert_eq!(account_of(other), None, "{other}");
        }
    }
}
