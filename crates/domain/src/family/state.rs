//! The family of a matter as what happened left it.

use jiff::civil::Date;

use crate::assignment::state::Assignment;
use crate::code::MatterCode;
use crate::dispute::Dispute;
use crate::matter::{EarlierVerdict, Event, LinkKind, Matter, Party, Status, UrgencyCause};
use crate::sealed::Sealed;
use crate::urging::Urging;

/// What belongs to a matter besides itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Related matters, removed ones too.
    pub links: Vec<Link>,
    /// Duplicates whose reports and parties are here, and those that went again.
    pub absorbed: Vec<Absorption>,
    /// How the matter stood before it was merged, while it is.
    pub(crate) before: Option<Box<BeforeMerger>>,
    /// Parties that went back with a duplicate: what they said and signed here stays readable.
    pub former: Vec<Party>,
    /// Applicants who speak for others.
    pub spokespeople: Vec<Spokesperson>,
    /// Matters that a person found to be others, whatever they look like.
    pub apart: Vec<MatterCode>,
    /// Why the urgency is what it is, where something of the family raised it.
    pub urgency_because: Option<UrgencyCause>,
}

/// Another matter that belongs to this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub to: MatterCode,
    pub kind: LinkKind,
    pub on: Date,
    pub reason: Sealed,
    pub ended_on: Option<Date>,
}

/// What came with a duplicate, by the numbers of the matter that gathers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absorption {
    pub from: MatterCode,
    /// Absent in journals from before it was noted.
    pub on: Option<Date>,
    pub reason: Option<Sealed>,
    pub reports: Vec<u32>,
    pub parties: Vec<u32>,
    pub keys: Vec<String>,
    /// Who came to represent a party that was here, by the ids of their sealed details.
    pub representatives: Vec<i64>,
    /// Stands by itself again since.
    pub released_on: Option<Date>,
}

/// One of many applicants, and for whom they speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spokesperson {
    pub party: u32,
    pub on: Date,
    pub speaks_for: Vec<u32>,
    /// How the others agreed.
    pub record: Sealed,
}

/// What a merger ends, kept so that it can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BeforeMerger {
    status: Status,
    running: Vec<u32>,
    assignments: Vec<Assignment>,
    disputes: Vec<Dispute>,
    urgings: Vec<Urging>,
}

impl Family {
    /// The links that hold.
    pub fn linked(&self) -> impl Iterator<Item = &Link> {
        self.links.iter().filter(|link| link.ended_on.is_none())
    }

    /// The duplicates that are here.
    pub fn gathered(&self) -> impl Iterator<Item = &Absorption> {
        self.absorbed.iter().filter(|a| a.released_on.is_none())
    }

    /// Who speaks for a party.
    pub fn spokesperson_of(&self, party: u32) -> Option<&Spokesperson> {
        self.spokespeople.iter().find(|s| s.speaks_for.contains(&party))
    }
}

impl Matter {
    /// How many matters belong to this one: linked, gathered here, or gathering it.
    pub fn relatives(&self) -> usize {
        self.family.linked().count() + self.family.gathered().count() + usize::from(self.merged_into.is_some())
    }

    /// A party as it is called, one that went back with a duplicate too.
    pub fn once_party(&self, no: u32) -> Option<&Party> {
        self.party(no).or_else(|| self.family.former.iter().find(|p| p.no == no))
    }

    pub(crate) fn apply_family(&mut self, event: &Event) {
        match event {
            Event::Absorbed(e) => {
                self.reports.extend(e.reports.iter().cloned());
                for known in &e.known {
                    self.with_party(known.no, |p| {
                        p.key_hashes.extend(known.key_hashes.iter().cloned());
                        if known.representative.is_some() {
                            p.representative.clone_from(&known.representative);
                            p.representative_keys.clone_from(&known.representative_keys);
                        }
                    });
                }
                self.parties.extend(e.parties.iter().map(|p| Party {
                    no: p.no,
                    role: p.role,
                    person: p.person.clone(),
                    representative: p.representative.clone(),
                    key_hashes: p.key_hashes.clone(),
                    representative_keys: p.representative_keys.clone(),
                    left_on: None,
                }));
                self.family.absorbed.push(Absorption {
                    from: e.from.clone(),
                    on: e.on,
                    reason: e.reason.clone(),
                    reports: e.reports.iter().map(|r| r.no).collect(),
                    parties: e.parties.iter().map(|p| p.no).collect(),
                    keys: e.known.iter().flat_map(|p| p.key_hashes.iter().cloned()).collect(),
                    representatives: e.known.iter().filter_map(|p| p.representative.as_ref()).map(|s| s.id).collect(),
                    released_on: None,
                });
            }
            Event::Released(e) => self.release(&e.to, e.on),
            Event::Linked(e) => self.family.links.push(Link {
                to: e.to.clone(),
                kind: e.kind,
                on: e.on,
                reason: e.reason.clone(),
                ended_on: None,
            }),
            Event::Unlinked(e) => {
                for link in self.family.links.iter_mut().filter(|l| l.to == e.from && l.ended_on.is_none()) {
                    link.ended_on = Some(e.on);
                }
            }
            Event::EarlierJudged(e) if e.did == EarlierVerdict::Apart => {
                self.family.apart.extend(e.shown.iter().map(|shown| shown.code.clone()));
            }
            other => self.apply_group(other),
        }
    }

    fn apply_group(&mut self, event: &Event) {
        match event {
            Event::RepresentativeChosen(e) => {
                self.speak_for_themselves(&e.speaks_for);
                self.family.spokespeople.retain(|s| s.party != e.party);
                self.family.spokespeople.push(Spokesperson {
                    party: e.party,
                    on: e.on,
                    speaks_for: e.speaks_for.clone(),
                    record: e.record.clone(),
                });
            }
            Event::RepresentativeEnded(e) => self.family.spokespeople.retain(|s| s.party != e.party),
            Event::PartyLeft(e) => {
                self.with_party(e.party, |p| p.left_on = Some(e.on));
                self.without(&[e.party]);
            }
            _ => {}
        }
    }

    fn release(&mut self, to: &MatterCode, on: Date) {
        let held = |a: &&mut Absorption| a.from == *to && a.released_on.is_none();
        let Some(gone) = self.family.absorbed.iter_mut().find(held) else { return };
        gone.released_on = Some(on);
        let gone = gone.clone();
        self.reports.retain(|r| !gone.reports.contains(&r.no));
        let (former, parties) =
            std::mem::take(&mut self.parties).into_iter().partition(|p| gone.parties.contains(&p.no));
        self.parties = parties;
        self.family.former.extend::<Vec<Party>>(former);
        for party in &mut self.parties {
            party.key_hashes.retain(|key| !gone.keys.contains(key));
            if party.representative.as_ref().is_some_and(|person| gone.representatives.contains(&person.id)) {
                party.representative = None;
                party.representative_keys.clear();
            }
        }
        self.without(&gone.parties);
    }

    /// Nobody speaks for, and nobody waits for the signature of, parties that are here no longer.
    fn without(&mut self, gone: &[u32]) {
        self.speak_for_themselves(gone);
        self.family.spokespeople.retain(|s| !gone.contains(&s.party));
        if let Some(open) = self.agreements.last_mut().filter(|a| a.refused.is_none() && a.sealed.is_none()) {
            open.signers.retain(|no| !gone.contains(no));
            open.signatures.retain(|(no, _)| !gone.contains(no));
        }
    }

    fn speak_for_themselves(&mut self, parties: &[u32]) {
        for spokesperson in &mut self.family.spokespeople {
            spokesperson.speaks_for.retain(|no| !parties.contains(no));
        }
        self.family.spokespeople.retain(|s| !s.speaks_for.is_empty());
    }

    pub(crate) fn before_merger(&self) -> BeforeMerger {
        BeforeMerger {
            status: self.status,
            running: self.clocks.iter().filter(|c| c.stopped_on.is_none()).map(|c| c.no).collect(),
            assignments: self.assignments.clone(),
            disputes: self.disputes.clone(),
            urgings: self.urgings.clone(),
        }
    }

    /// Takes a merger back. Meetings stay called off: people were told.
    pub(crate) fn stand_alone(&mut self) {
        self.merged_into = None;
        self.concluded_on = None;
        self.archived_on = None;
        self.dossier_on = None;
        let Some(before) = self.family.before.take() else { return };
        self.status = before.status;
        self.assignments = before.assignments;
        self.disputes = before.disputes;
        self.urgings = before.urgings;
        for clock in self.clocks.iter_mut().filter(|c| before.running.contains(&c.no)) {
            clock.stopped_on = None;
        }
    }
}
