//! Which tier has a matter, since when and why, and which had it before.

use jiff::civil::Date;

use super::{Event, Matter, RaisedBy, SessionState, Status};
use crate::body::BodyId;
use crate::label::Label;
use crate::region::Tier;
use crate::sealed::Sealed;

/// A tier's part of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierStay {
    pub tier: Tier,
    /// The body that it came to there. What it gives to others to work on stays its own.
    pub body: BodyId,
    pub from_on: Date,
    pub until_on: Option<Date>,
    /// Why it came here; none where it began.
    pub came: Option<RaisedBy>,
    /// A rule's reason, or the time limit that ran out.
    pub because: Option<Label>,
    /// A person's reason.
    pub reason: Option<Sealed>,
}

/// A party's wish that a higher tier look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiseRequest {
    pub on: Date,
    pub party: u32,
    pub reason: Option<Sealed>,
    pub answered_on: Option<Date>,
}

/// A lower tier's body that is asked to take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub on: Date,
    pub to: Tier,
    pub body: BodyId,
    pub reason: Sealed,
}

/// The tiers of a matter, the present one last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierRecord {
    pub stays: Vec<TierStay>,
    /// Rules by which it rose: each does so once.
    pub risen_by: Vec<String>,
    pub requests: Vec<RiseRequest>,
    /// Somebody below was asked and has not answered.
    pub offer: Option<Offer>,
    /// How often it turned from going up to going down, or back.
    pub turns: u32,
    /// How often a body of the present tier gave it back.
    pub refusals: u32,
}

impl TierRecord {
    pub(super) fn begin(tier: Tier, body: BodyId, on: Date) -> Self {
        Self {
            stays: vec![TierStay { tier, body, from_on: on, until_on: None, came: None, because: None, reason: None }],
            risen_by: Vec::new(),
            requests: Vec::new(),
            offer: None,
            turns: 0,
            refusals: 0,
        }
    }

    /// The present stay.
    pub fn here(&self) -> &TierStay {
        // `begin` puts one in and nothing takes one out.
        &self.stays[self.stays.len() - 1]
    }

    /// The tier that has the matter.
    pub fn tier(&self) -> Tier {
        self.here().tier
    }

    /// The party's request that waits for an answer.
    pub fn open_request(&self) -> Option<&RiseRequest> {
        self.requests.iter().find(|r| r.answered_on.is_none())
    }

    /// A body of the present tier gave it back.
    pub fn given_back(&mut self) {
        self.refusals += 1;
    }

    fn go(&mut self, to: TierStay) {
        let up = to.tier > self.tier();
        let before = self.stays.len().checked_sub(2).map(|at| self.stays[at].tier);
        if before.is_some_and(|before| (self.tier() > before) != up) {
            self.turns += 1;
        }
        if let Some(here) = self.stays.last_mut() {
            here.until_on = Some(to.from_on);
        }
        for request in self.requests.iter_mut().filter(|r| r.answered_on.is_none()) {
            request.answered_on = Some(to.from_on);
        }
        self.stays.push(to);
        self.offer = None;
        self.refusals = 0;
    }
}

impl Matter {
    /// Who works on it for the body to which it came at its tier, where that is another.
    pub fn worked_by(&self) -> Option<BodyId> {
        (self.body != self.tiers.here().body).then_some(self.body)
    }

    pub(super) fn apply_tier(&mut self, event: &Event) {
        match event {
            Event::Raised(e) => {
                self.tiers.risen_by.extend(e.rule.clone());
                self.tiers.go(TierStay {
                    tier: e.to,
                    body: e.body,
                    from_on: e.on,
                    until_on: None,
                    came: Some(e.by),
                    because: e.because.clone(),
                    reason: e.reason.clone(),
                });
                self.change_hands(e.body, e.on);
            }
            Event::RiseAsked(e) => self.tiers.requests.push(RiseRequest {
                on: e.on,
                party: e.party,
                reason: e.reason.clone(),
                answered_on: None,
            }),
            Event::RiseDeclined(e) => {
                for request in self.tiers.requests.iter_mut().filter(|r| r.answered_on.is_none()) {
                    request.answered_on = Some(e.on);
                }
            }
            Event::SendDownOffered(e) => {
                self.tiers.offer = Some(Offer { on: e.on, to: e.to, body: e.body, reason: e.reason.clone() });
            }
            Event::SentDown(e) => {
                let reason = self.tiers.offer.as_ref().map(|offer| offer.reason.clone());
                self.tiers.go(TierStay {
                    tier: e.to,
                    body: e.body,
                    from_on: e.on,
                    until_on: None,
                    came: None,
                    because: None,
                    reason,
                });
                self.change_hands(e.body, e.on);
            }
            Event::SendDownDeclined(_) => self.tiers.offer = None,
            _ => {}
        }
    }

    /// Another body owes the next step: it names who mediates, and what was arranged is off.
    fn change_hands(&mut self, body: BodyId, on: Date) {
        self.end_lead(on);
        self.end_urgings_of_rules(on);
        self.body = body;
        self.responsible = body;
        self.mediator = None;
        if self.status != Status::Reported {
            self.status = Status::Accepted;
        }
        for session in self.sessions.iter_mut().filter(|s| s.state == SessionState::Arranged) {
            session.state = SessionState::Cancelled { reason: None };
        }
    }
}
