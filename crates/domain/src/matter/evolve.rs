//! Applies recorded facts. Cannot fail: history already happened.

use super::*;
use crate::clock::Whose;
use crate::region::Tier;

impl Matter {
    pub(super) fn begin(id: MatterId, first: &Recorded) -> Option<Self> {
        let Event::Reported(e) = &first.event else { return None };
        Some(Self {
            id,
            version: first.version,
            code: e.code.clone(),
            status: Status::Reported,
            tiers: TierRecord::begin(e.tier.unwrap_or(Tier::Village), e.body, e.on),
            region: e.region.clone(),
            category: e.category.clone(),
            playbook: e.playbook.clone(),
            urgency: e.urgency,
            body: e.body,
            responsible: e.body,
            stays: vec![crate::holding::Stay::begin(e.body, e.on, first.meta.at)],
            bounced: 0,
            mediator: None,
            filed_by: e.report.filed_by,
            opened_at: first.meta.at,
            opened_on: e.on,
            updated_at: first.meta.at,
            accepted_on: None,
            concluded_on: None,
            archived_on: None,
            dossier_on: None,
            merged_into: None,
            turned_away: None,
            advice: None,
            reopened: 0,
            reports: vec![e.report.clone()],
            parties: Vec::new(),
            assignments: Vec::new(),
            sessions: Vec::new(),
            agreements: Vec::new(),
            clocks: Vec::new(),
            visits: Vec::new(),
            endings: Vec::new(),
            ratings: Vec::new(),
            tries: Vec::new(),
            entries: Vec::new(),
            files: Vec::new(),
            disputes: Vec::new(),
            joint: None,
            sponsor: None,
            backlog: Vec::new(),
            urgings: Vec::new(),
            appeals: Vec::new(),
            arrivals: Vec::new(),
            diversions: Vec::new(),
            advised: None,
            danger: None,
            consents: Vec::new(),
            confirmations: Vec::new(),
            notices: Vec::new(),
            family: Family::default(),
        })
    }

    /// Applies one recorded fact.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.version = recorded.version;
        self.updated_at = recorded.meta.at;
        let (before, held) = (self.status, self.held());
        self.apply_fact(recorded);
        self.keep_ending(before, recorded);
        self.keep_stay(recorded);
        self.keep_notices(recorded, held);
    }

    fn apply_fact(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::Reported(_) => {}
            Event::ReportJoined(e) => self.reports.push(e.report.clone()),
            Event::Accepted(_)
            | Event::Returned(_)
            | Event::Referred(_)
            | Event::Merged(_)
            | Event::Separated(_)
            | Event::Concluded(_)
            | Event::Withdrawn(_)
            | Event::Archived(_)
            | Event::Reopened(_) => self.apply_turn(&recorded.event),
            Event::Classified(_) | Event::UrgencySet(_) => self.apply_kind(&recorded.event),
            Event::Assigned(_)
            | Event::AssignmentReceived(_)
            | Event::MediatorNamed(_)
            | Event::AssignmentReturned(_)
            | Event::AssignmentReplied(_)
            | Event::ExtensionAsked(_)
            | Event::ExtensionAnswered(_)
            | Event::HandedOver(_)
            | Event::HandOverSigned(_)
            | Event::HandOverDeclined(_)
            | Event::Bounced(_) => self.apply_assignment(&recorded.event),
            Event::DisputeRaised(_) | Event::DisputeClaimed(_) | Event::DisputeDecided(_) => {
                self.apply_dispute(&recorded.event);
            }
            Event::JointOpened(_)
            | Event::MemberJoined(_)
            | Event::ConferenceCalled(_)
            | Event::ConferenceHeld(_)
            | Event::ConferenceMoved(_)
            | Event::ConferenceCalledOff(_)
            | Event::TaskDone(_)
            | Event::SponsorNamed(_) => self.apply_joint(&recorded.event),
            Event::BacklogStepTaken(e) => self.apply_backlog(e),
            Event::UrgingIssued(_) | Event::UrgingAnswered(_) | Event::UrgingWithdrawn(_) | Event::TakenOver(_) => {
                self.apply_urging(&recorded.event);
            }
            Event::MarkAppealed(_) | Event::MarkJudged(_) => self.apply_appeal(&recorded.event),
            Event::SessionArranged(_) | Event::SessionCancelled(_) | Event::SessionRecorded(_) => {
                self.apply_session(&recorded.event);
            }
            Event::AgreementDrafted(_)
            | Event::AgreementSigned(_)
            | Event::AgreementRefused(_)
            | Event::AgreementSealed(_)
            | Event::ObligationFulfilled(_)
            | Event::ObligationBreached(_) => self.apply_agreement(&recorded.event),
            Event::VisitArranged(_) | Event::VisitReported(_) => self.apply_after(&recorded.event),
            Event::Rated(_) | Event::RatingTried(_) => self.apply_rating(&recorded.event),
            // People, what is written, time, tiers, families, diversion and danger: each passes over what is another's.
            moving => {
                self.apply_party(moving);
                self.apply_entry(recorded);
                self.apply_clock(moving);
                self.apply_tier(moving);
                self.apply_family(moving);
                self.apply_arrival(moving);
                self.apply_consent(moving, recorded.meta.at);
                self.apply_danger(recorded);
                self.apply_confirmation(moving);
            }
        }
    }

    fn apply_kind(&mut self, event: &Event) {
        match event {
            Event::Classified(e) => {
                self.category = e.category.clone();
                self.playbook.clone_from(&e.playbook);
            }
            Event::UrgencySet(e) => {
                self.urgency = e.urgency;
                self.family.urgency_because = e.because;
            }
            _ => {}
        }
    }

    fn apply_party(&mut self, event: &Event) {
        match event {
            Event::PartyJoined(e) => self.parties.push(Party {
                no: e.no,
                role: e.role,
                person: e.person.clone(),
                representative: None,
                key_hashes: Vec::new(),
                representative_keys: Vec::new(),
                left_on: None,
            }),
            Event::PartyRepresented(e) => self.with_party(e.party, |p| {
                p.representative = Some(e.person.clone());
                p.representative_keys.clear();
            }),
            Event::PartyCorrected(e) => self.with_party(e.party, |p| p.person = e.person.clone()),
            Event::AccessGranted(e) => self.with_party(e.party, |p| p.key_hashes.push(e.key_hash.clone())),
            Event::RepresentativeAdmitted(e) => {
                self.with_party(e.party, |p| p.representative_keys.push(e.key_hash.clone()));
            }
            _ => {}
        }
    }

    pub(crate) fn with_party(&mut self, no: u32, change: impl FnOnce(&mut Party)) {
        if let Some(party) = self.parties.iter_mut().find(|p| p.no == no) {
            change(party);
        }
    }

    fn apply_turn(&mut self, event: &Event) {
        match event {
            Event::Accepted(e) => {
                self.status = Status::Accepted;
                self.body = e.body;
                self.responsible = e.body;
                self.accepted_on = Some(e.on);
            }
            Event::Returned(e) => {
                self.close(Status::Returned, e.on);
                self.turned_away = Some((e.reason.clone(), e.text.clone()));
            }
            Event::Referred(e) => {
                self.close(Status::Referred, e.on);
                self.turned_away = Some((e.to.clone(), e.text.clone()));
            }
            Event::Merged(e) => {
                self.family.before = Some(Box::new(self.before_merger()));
                self.close(Status::Merged, e.on);
                self.merged_into = Some(e.into.clone());
            }
            Event::Separated(_) => self.stand_alone(),
            Event::Concluded(e) => {
                let status = match e.outcome {
                    Outcome::Settled => Status::Settled,
                    Outcome::NotSettled => Status::NotSettled,
                };
                self.close(status, e.on);
                self.advise(e.advice.as_ref(), &e.exits);
            }
            Event::Withdrawn(e) => {
                self.close(Status::Withdrawn, e.on);
                self.advise(e.advice.as_ref(), &e.exits);
            }
            Event::Archived(e) => {
                self.archived_on = Some(e.on);
                self.dossier_on = Some(e.dossier_on);
            }
            Event::Reopened(e) => {
                self.status = Status::Accepted;
                self.body = e.body;
                self.responsible = e.body;
                self.bounced = 0;
                self.mediator = None;
                self.reopened += 1;
                self.accepted_on = Some(e.on);
                self.concluded_on = None;
                self.archived_on = None;
                self.dossier_on = None;
                self.turned_away = None;
                self.advice = None;
                self.visits.retain(|v| v.found.is_some());
                self.reopen_diversions();
            }
            _ => {}
        }
    }

    fn advise(&mut self, advice: Option<&crate::sealed::Sealed>, exits: &[String]) {
        self.advice = advice.cloned();
        let advised = || crate::diversion::Advised { exits: exits.to_vec(), handed: Vec::new() };
        self.advised = (!exits.is_empty()).then(advised);
    }

    /// Everything that waited for the matter to go on is over with it.
    pub(super) fn close(&mut self, status: Status, on: Date) {
        self.status = status;
        self.concluded_on = Some(on);
        for clock in self.clocks.iter_mut().filter(|c| c.stopped_on.is_none() && c.whose == Whose::House) {
            (clock.stopped_on, clock.stopped_with) = (Some(on), Some(self.responsible));
        }
        for session in self.sessions.iter_mut().filter(|s| s.state == SessionState::Arranged) {
            session.state = SessionState::Cancelled { reason: None };
        }
        self.end_work(on);
        self.end_disputes(on);
        self.end_urgings(on);
        self.end_diversions(on);
    }

    fn apply_session(&mut self, event: &Event) {
        match event {
            Event::SessionArranged(e) => {
                if matches!(self.status, Status::Accepted | Status::Assigned) {
                    self.status = Status::Mediating;
                }
                self.sessions.push(Session {
                    no: e.no,
                    at: e.at,
                    mode: e.mode,
                    place: e.place.clone(),
                    state: SessionState::Arranged,
                });
            }
            Event::SessionCancelled(e) => {
                self.with_session(e.no, SessionState::Cancelled { reason: e.reason.clone() });
            }
            Event::SessionRecorded(e) => {
                let state = SessionState::Recorded { on: e.on, outcome: e.outcome, record: e.record.clone() };
                self.with_session(e.no, state);
            }
            _ => {}
        }
    }

    fn with_session(&mut self, no: u32, state: SessionState) {
        if let Some(session) = self.sessions.iter_mut().find(|s| s.no == no) {
            session.state = state;
        }
    }

    fn apply_agreement(&mut self, event: &Event) {
        match event {
            Event::AgreementDrafted(e) => {
                self.status = Status::Agreement;
                let obligations = e.obligations.iter().map(|o| Obligation {
                    no: o.no,
                    party: o.party,
                    what: o.what.clone(),
                    amount: o.amount,
                    due_on: o.due_on,
                    state: ObligationState::Open,
                });
                self.agreements.push(Agreement {
                    no: e.no,
                    on: e.on,
                    form: e.form,
                    facts: e.facts.clone(),
                    terms: e.terms.clone(),
                    obligations: obligations.collect(),
                    signers: e.signers.clone(),
                    signatures: Vec::new(),
                    refused: None,
                    sealed: None,
                });
            }
            Event::AgreementSigned(e) => self.with_agreement(e.agreement, |a| a.signatures.push((e.party, e.on))),
            Event::AgreementRefused(e) => {
                self.with_agreement(e.agreement, |a| a.refused = Some((e.party, e.on, e.reason.clone())));
                self.status = Status::Mediating;
            }
            Event::AgreementSealed(e) => self.with_agreement(e.agreement, |a| a.sealed = Some((e.on, e.mediator))),
            Event::ObligationFulfilled(e) => self.with_obligation(e.no, ObligationState::Fulfilled(e.on)),
            Event::ObligationBreached(e) => self.with_obligation(e.no, ObligationState::Breached(e.on)),
            _ => {}
        }
    }

    fn with_agreement(&mut self, no: u32, change: impl FnOnce(&mut Agreement)) {
        if let Some(agreement) = self.agreements.iter_mut().find(|a| a.no == no) {
            change(agreement);
        }
    }

    fn with_obligation(&mut self, no: u32, state: ObligationState) {
        if let Some(o) = self.agreements.iter_mut().flat_map(|a| &mut a.obligations).find(|o| o.no == no) {
            o.state = state;
        }
    }

    fn apply_after(&mut self, event: &Event) {
        match event {
            Event::VisitArranged(e) => {
                self.visits.push(ReturnVisit { no: e.no, due_on: e.due_on, visitor: e.visitor, found: None });
            }
            Event::VisitReported(e) => {
                let ending = self.endings.len();
                if let Some(visit) = self.visits.iter_mut().find(|v| v.no == e.no) {
                    visit.found = Some(VisitFound {
                        on: e.on,
                        fulfilled: e.fulfilled,
                        satisfied: e.satisfied,
                        text: e.text.clone(),
                        ending,
                    });
                }
            }
            _ => {}
        }
    }
}
