//! What other bodies send, with their papers, and what goes to others: letters, receipts, answers, written advice.

use concord_domain::body::{Body, BodyId, BodyKind};
use concord_domain::diversion::arrival::{self, Record};
use concord_domain::diversion::consent::{self, Ask};
use concord_domain::diversion::outward::{self, Send};
use concord_domain::diversion::{Advice, Diversion, ExitSpec, Letter, SourcePaper, advice};
use concord_domain::matter::{Channel, Goes, Ground, Handed, Noted, PartyRole, Procedure, ResultThere, Way, Wish};
use concord_policy::Role;

use super::almanac;
use super::story::{Stop, Story};
use crate::kit::drawer::TextKind;

/// Per mille of the reports of a channel that come with a paper.
const BY_LETTER: u32 = 550;
const BY_TICKET: u32 = 250;
/// Of those at the window, from another area or of somebody who lives elsewhere.
const FROM_AFAR: u32 = 12;
/// Whole matters that go elsewhere by letter; the others are told where to go.
const BY_HAND: u32 = 450;
const REFUSED: u32 = 120;
const RECALLED: u32 = 60;
/// Of what is not taken on: back to whoever sent it.
const TO_SENDER: u32 = 700;
const HELPED_TO_GO: u32 = 200;
const LEGAL_AID: u32 = 25;
/// What is younger than so many days may still wait.
const RECENT_DAYS: i64 = 25;
const WAITS: u32 = 350;
/// Of what goes elsewhere, asked on the parties' own pages first, and not on paper; of these, not wanted.
const ASKED_FIRST: u32 = 600;
const UNWANTED: u32 = 120;
/// More than so many are asked together, on paper.
const ASKED_MOST: usize = 3;

/// What the parties say to going elsewhere.
enum Wished {
    /// A signed paper says so.
    OnPaper,
    Yes,
    No,
    /// Nothing yet.
    Silent,
}

impl<'w> Story<'w> {
    fn is_recent(&self) -> bool {
        self.world.stage.almanac.today() - almanac::number(self.at) < RECENT_DAYS
    }

    pub(super) fn nearest_of(&self, kinds: &[BodyKind]) -> Option<BodyId> {
        let city = self.world.stage.city;
        let town = &city.towns[self.cast.town].code;
        let of = |kind: &BodyKind| city.nearest(town, &self.matter.category, |b: &Body| b.kind == *kind);
        kinds.iter().find_map(of)
    }

    fn by_receiver(&mut self, body: BodyId) {
        let city = self.world.stage.city;
        let posts = [Role::Officer, Role::Coordinator, Role::Mediator];
        if let Some(who) = posts.into_iter().find_map(|role| city.holder(body, role, &mut self.dice)) {
            self.by(who);
        }
    }

    /// Another body sent it, with its paper.
    pub(super) fn arrive(&mut self) -> Result<(), Stop> {
        let (way, share) = match self.matter.report().channel {
            Channel::Police => (Way::Police, BY_LETTER),
            Channel::Court => (Way::Court, 1000),
            Channel::Visit => (Way::Petition, BY_LETTER),
            Channel::Phone => (Way::Hotline, BY_TICKET),
            Channel::Window => (if self.dice.happens(500) { Way::Region } else { Way::Away }, FROM_AFAR),
            _ => return Ok(()),
        };
        if !self.happens(share) {
            return Ok(());
        }
        let Some(spec) = self.world.diversions.way(way) else { return Ok(()) };
        let year = self.rules().today.year();
        let n = self.dice.between(11, 9800);
        let (sender, number) = match way {
            Way::Court | Way::Petition => (String::new(), n.to_string()),
            Way::Police | Way::Hotline => (String::new(), format!("{n:06}")),
            Way::Region => (self.say("sender", "region"), (n % 90 + 1).to_string()),
            Way::Away => (self.say("sender", "away"), (n % 900 + 1).to_string()),
        };
        let number = self.say("sender_number", way.as_str()).replace("#Y", &year.to_string()).replace("#N", &number);
        let known = if sender.is_empty() { self.nearest_of(&spec.senders) } else { None };
        let said = SourcePaper { sender, number, contact: String::new(), asks: self.say("diversion", "asks") };
        let json = serde_json::to_string(&said).unwrap_or_default();
        let procedure = (way == Way::Court).then(|| match self.dice.weighted([80, 12, 8]) {
            0 => Procedure::BeforeFiling,
            1 => Procedure::Ordinary,
            _ => Procedure::Summary,
        });
        let record = Record {
            way,
            procedure,
            report: 1,
            sender: known,
            paper: self.seal(TextKind::SourcePaper, json),
            dated_on: Some(self.rules().today),
            answer_by: None,
            files: Vec::new(),
        };
        self.act(|m, r| arrival::record(m, record, r))
    }

    /// What another body sent and is not for this house goes back to it; answers whether it did.
    pub(super) fn send_back(&mut self) -> Result<bool, Stop> {
        let Some(no) = self.matter.arrivals.iter().find(|a| a.is_open()).map(|a| a.no) else { return Ok(false) };
        if !self.happens(TO_SENDER) {
            return Ok(false);
        }
        let reason = self.seal_said(TextKind::Reason, "diversion", "return");
        self.act(|m, r| arrival::send_back(m, no, reason, r))?;
        Ok(true)
    }

    /// Whoever sent it hears what came of it; of what ended lately some still wait.
    pub(super) fn hear_back(&mut self) -> Result<(), Stop> {
        let open: Vec<u32> = self.matter.arrivals.iter().filter(|a| a.is_open()).map(|a| a.no).collect();
        for no in open {
            if self.is_recent() && self.happens(WAITS) {
                continue;
            }
            self.later(0, 4)?;
            self.by_router();
            let of = if self.matter.has_failed() { "answer_failed" } else { "answer" };
            let text = self.seal_said(TextKind::Feedback, "diversion", of);
            self.act(|m, r| arrival::answer(m, no, text, None, r))?;
        }
        Ok(())
    }

    /// The words of advice, with every way that is open.
    pub(super) fn advice(&mut self) -> Advice {
        let text = self.seal_said(TextKind::Advice, "advice", "any");
        let exits = self.world.diversions.exits_for(&self.matter).map(|exit| exit.id.clone()).collect();
        Advice { text, exits }
    }

    /// The parties get it in hand; who leaves by the own page reads it there.
    pub(super) fn hand_advice(&mut self) -> Result<(), Stop> {
        let recent = self.is_recent();
        for party in self.matter.advice_owed_to() {
            if recent && self.happens(WAITS) {
                continue;
            }
            let how = match self.dice.weighted([55, 25, 12, 4, 4]) {
                0 => Handed::Window,
                1 => Handed::Link,
                2 => Handed::Phone,
                3 => Handed::Post,
                _ => Handed::NotReached,
            };
            self.later(0, 1)?;
            match how {
                Handed::Link => self.by_party(party),
                _ => self.by_mediator(),
            }
            self.act(|m, r| advice::hand_over(m, party, how, r))?;
        }
        Ok(())
    }

    fn exit(&self, id: &str) -> Option<&'w ExitSpec> {
        self.world.diversions.exit(id).filter(|exit| exit.concerns(&self.matter))
    }

    /// Arbitration where it is open, and the court otherwise.
    fn main_exit(&self) -> Option<&'w ExitSpec> {
        self.exit("labour-arbitration").or_else(|| self.exit("court"))
    }

    /// Whether the parties were asked about this exit, and nothing went out by it.
    fn is_asked(&self, exit: &ExitSpec) -> bool {
        self.matter.open_consents().any(|c| c.exit == exit.id)
    }

    /// The parties are asked on their own pages whether they want it.
    fn ask_first(&mut self, exit: &ExitSpec, parties: &[u32]) -> Result<Wished, Stop> {
        if parties.len() > ASKED_MOST || !self.happens(ASKED_FIRST) {
            // Whoever said no themselves is asked again, and not passed over with a paper.
            return Ok(if self.is_asked(exit) { Wished::No } else { Wished::OnPaper });
        }
        self.by_router();
        let text = Some(self.seal_said(TextKind::Reason, "consent", "asked"));
        let ask = Ask { exit: exit.id.clone(), parties: parties.to_vec(), text };
        self.act(|m, r| consent::ask(m, ask, r))?;
        let Some(no) = self.matter.consents.last().map(|c| c.no) else { return Ok(Wished::Silent) };
        if self.is_recent() && self.happens(WAITS) {
            return Ok(Wished::Silent);
        }
        let wish = if self.happens(UNWANTED) { Wish::No } else { Wish::Yes };
        for party in parties {
            self.soon(40, 2000)?;
            self.by_party(*party);
            let reason = (wish == Wish::No).then(|| self.seal_said(TextKind::Reason, "consent", "refused"));
            self.act(|m, r| consent::answer(m, (no, *party), wish, reason, r))?;
        }
        self.later(0, 1)?;
        Ok(if wish == Wish::Yes { Wished::Yes } else { Wished::No })
    }

    /// A letter by this exit, where none is on its way.
    fn send(&mut self, exit: &ExitSpec) -> Result<Option<u32>, Stop> {
        let same = |other: &Diversion| other.exit == exit.id || (exit.goes == Goes::Whole && other.goes == Goes::Whole);
        if self.matter.diversions.iter().any(|other| other.is_pending() && same(other)) {
            return Ok(None);
        }
        let Some(body) = self.nearest_of(&exit.bodies).filter(|b| *b != self.matter.responsible) else {
            return Ok(None);
        };
        let wants = |role| role == PartyRole::Applicant;
        let applicants: Vec<u32> = self.matter.parties.iter().filter(|p| wants(p.role)).map(|p| p.no).collect();
        let (consents, consents_how) = match self.ask_first(exit, &applicants)? {
            Wished::OnPaper => (applicants, self.say("diversion", "on_paper")),
            // They said so themselves.
            Wished::Yes => (Vec::new(), String::new()),
            Wished::No | Wished::Silent => return Ok(None),
        };
        let facts = self.say("diversion", "letter");
        let letter = Letter { receiver: String::new(), facts, asks: String::new(), consents_how };
        let json = serde_json::to_string(&letter).unwrap_or_default();
        let send = Send {
            exit: exit.id.clone(),
            body: Some(body),
            ground: Ground::Consent,
            consents,
            letter: self.seal(TextKind::Letter, json),
            files: Vec::new(),
        };
        self.by_router();
        self.act(|m, r| outward::send(m, send, r))?;
        Ok(self.matter.diversions.last().map(|d| d.no))
    }

    fn answer_letter(&mut self, no: u32) -> Result<bool, Stop> {
        let Some(body) = self.matter.diversions.iter().find(|d| d.no == no).and_then(|d| d.body) else {
            return Ok(false);
        };
        if self.is_recent() && self.happens(WAITS) {
            return Err(Stop::Now);
        }
        self.later(0, 5)?;
        if self.happens(RECALLED) {
            self.by_router();
            let reason = self.seal_said(TextKind::Reason, "diversion", "recall");
            self.act(|m, r| outward::recall(m, no, reason, r))?;
            return Ok(false);
        }
        self.by_receiver(body);
        if self.happens(REFUSED) {
            let reason = self.seal_said(TextKind::Reason, "diversion", "refuse");
            self.act(|m, r| outward::refuse(m, no, reason, r))?;
            return Ok(false);
        }
        self.act(|m, r| outward::sign(m, no, Noted::Receiver, r))?;
        Ok(true)
    }

    fn outcome(&mut self, no: u32) -> Result<(), Stop> {
        self.later(8, 30)?;
        if let Some(body) = self.matter.diversions.iter().find(|d| d.no == no).and_then(|d| d.body) {
            self.by_receiver(body);
        }
        let result = match self.dice.weighted([30, 25, 35, 10]) {
            0 => ResultThere::Taken,
            1 => ResultThere::Settled,
            2 => ResultThere::Decided,
            _ => ResultThere::Ended,
        };
        self.act(|m, r| outward::outcome(m, no, result, None, r))
    }

    /// The whole goes elsewhere by letter, where the applicant wants that; answers whether it was taken.
    pub(super) fn go_by_letter(&mut self) -> Result<bool, Stop> {
        if !self.happens(BY_HAND) {
            return Ok(false);
        }
        let Some(exit) = self.main_exit() else { return Ok(false) };
        let mut sent = self.send(exit)?;
        if sent.is_none() && self.is_asked(exit) {
            // Some days later most of those who did not want it do; what was asked lately still waits.
            if self.is_recent() {
                return Err(Stop::Now);
            }
            self.later(3, 8)?;
            sent = self.send(exit)?;
        }
        let Some(no) = sent else { return Ok(false) };
        if !self.answer_letter(no)? {
            return Ok(false);
        }
        if self.happens(600) {
            self.outcome(no)?;
        }
        Ok(true)
    }

    /// Where mediation failed, some are helped on their way.
    pub(super) fn help_on(&mut self) -> Result<(), Stop> {
        if !self.matter.has_failed() || !self.happens(HELPED_TO_GO) {
            return Ok(());
        }
        let Some(exit) = self.main_exit() else { return Ok(()) };
        let Some(no) = self.send(exit)? else { return Ok(()) };
        if self.answer_letter(no)? && self.happens(500) {
            self.outcome(no)?;
        }
        Ok(())
    }

    /// A lawyer is asked for beside mediation.
    pub(super) fn ask_for_aid(&mut self) -> Result<(), Stop> {
        if !self.happens(LEGAL_AID) {
            return Ok(());
        }
        let Some(exit) = self.exit("legal-aid").filter(|exit| exit.goes == Goes::Beside) else { return Ok(()) };
        let Some(no) = self.send(exit)? else { return Ok(()) };
        let Some(body) = self.matter.diversions.last().and_then(|d| d.body) else { return Ok(()) };
        if !self.happens(250) {
            self.later(0, 2)?;
            self.by_receiver(body);
            self.act(|m, r| outward::sign(m, no, Noted::Receiver, r))?;
        }
        self.by_mediator();
        Ok(())
    }
}
