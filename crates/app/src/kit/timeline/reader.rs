//! Who may see what of a matter's history.

use concord_domain::matter::{Attachment, Audience, Between, Event, Matter, Recorded};
use concord_policy::{Action, Actor};

use crate::kit::desk::Desk;

/// For whom a history is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Staff with a share in the matter, who also read what is private to the staff.
    Colleague,
    /// Other staff who may see the matter.
    Staff,
    /// A party, by its number.
    Party(u32),
    /// Who represents a party; `person` is the id of their sealed details.
    Agent { party: u32, person: i64 },
}

/// How much of an event a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Not even that it happened.
    Hidden,
    /// That it happened.
    Fact,
    /// And what was written.
    Words,
}

impl Desk {
    /// What kind of reader of this matter an actor is; that the actor may see it was asked before.
    pub fn reader(&self, actor: &Actor, matter: &Matter) -> Reader {
        match actor {
            Actor::Party { party, .. } => Reader::Party(*party),
            Actor::Agent { party, .. } => {
                let representative = matter.party(*party).and_then(|p| p.representative.as_ref());
                Reader::Agent { party: *party, person: representative.map_or(0, |person| person.id) }
            }
            _ if self.may(actor, Action::ViewPrivateNotes, matter) => Reader::Colleague,
            _ => Reader::Staff,
        }
    }
}

impl Reader {
    /// Whether this is a party, or who represents one.
    pub const fn is_visitor(self) -> bool {
        matches!(self, Self::Party(_) | Self::Agent { .. })
    }

    /// Whether this reader has a part in a message.
    pub fn reads(self, between: Between) -> bool {
        match (self, between) {
            (_, Between::Everybody) | (Self::Colleague, _) => true,
            (Self::Staff, Between::Party(_) | Between::Representative { .. }) => false,
            (Self::Party(own), Between::Party(party)) => own == party,
            (Self::Agent { party, person }, between) => between == Between::Representative { party, person },
            (Self::Party(_), Between::Representative { .. }) => false,
        }
    }

    /// Whether this reader sent a file, as a party or who represents one.
    pub fn sent(self, file: &Attachment) -> bool {
        self.is_visitor() && file.between().is_some_and(|between| self.reads(between))
    }

    /// Whether this reader may see a file: the staff all, others what is shared and what they sent themselves.
    pub fn sees(self, file: &Attachment) -> bool {
        !self.is_visitor() || file.audience == Audience::Parties || self.sent(file)
    }

    /// How much of an event this reader sees.
    pub fn sight(self, recorded: &Recorded) -> Sight {
        match self {
            Self::Colleague => Sight::Words,
            Self::Staff => match &recorded.event {
                Event::NoteWritten(e) if e.audience == Audience::Staff => Sight::Hidden,
                Event::MessageAddressed(_) | Event::MessageRepresented(_) => Sight::Hidden,
                _ => Sight::Words,
            },
            Self::Party(own) => of_party(own, recorded),
            Self::Agent { party, person } => of_agent(party, person, recorded),
        }
    }
}

/// Who represents a party sees of the matter what the party does, but not what the party has to itself with the staff.
fn of_agent(party: u32, person: i64, recorded: &Recorded) -> Sight {
    let if_own = |of: u32, to: Option<i64>| {
        if of == party && to == Some(person) { Sight::Words } else { Sight::Hidden }
    };
    match &recorded.event {
        Event::MessageAddressed(e) => if_own(e.party, e.representative),
        Event::MessageRepresented(e) => if_own(e.party, Some(e.representative)),
        Event::MessageSent(e) if e.party.is_some() => Sight::Hidden,
        Event::FileAttached(e) if e.audience == Audience::Staff => Sight::Hidden,
        Event::FileRepresented(e) if e.audience == Audience::Staff => if_own(e.party, Some(e.representative)),
        Event::Rated(_) | Event::RatingTried(_) | Event::AccessGranted(_) => Sight::Hidden,
        _ => of_party(party, recorded),
    }
}

fn of_party(own: u32, recorded: &Recorded) -> Sight {
    let if_own = |party: u32, other: Sight| if party == own { Sight::Words } else { other };
    match &recorded.event {
        // What the staff keep among themselves.
        Event::UrgencySet(_) | Event::Linked(_) | Event::Unlinked(_) | Event::EarlierJudged(_) => Sight::Hidden,
        Event::NoteWritten(e) if e.audience == Audience::Staff => Sight::Hidden,
        Event::ClockWarned(_)
        | Event::DangerSeen(_)
        | Event::DangerTold(_)
        | Event::DangerConfirmed(_)
        | Event::DangerSetAside(_)
        | Event::DangerStepTaken(_)
        | Event::DangerLifted(_)
        | Event::DangerWentBack(_)
        | Event::ExtensionAsked(_)
        | Event::ExtensionAnswered(_)
        | Event::HandOverDeclined(_)
        | Event::DisputeClaimed(_)
        | Event::TaskDone(_)
        | Event::BacklogStepTaken(_)
        | Event::MarkAppealed(_)
        | Event::MarkJudged(_) => Sight::Hidden,
        // That bodies dealt with it, not what they wrote to each other.
        Event::AssignmentReturned(_)
        | Event::AssignmentReplied(_)
        | Event::HandedOver(_)
        | Event::DisputeRaised(_)
        | Event::DisputeDecided(_)
        | Event::JointOpened(_)
        | Event::ConferenceCalled(_)
        | Event::ConferenceHeld(_)
        | Event::ConferenceMoved(_)
        | Event::ConferenceCalledOff(_)
        | Event::UrgingIssued(_)
        | Event::UrgingAnswered(_)
        | Event::UrgingWithdrawn(_) => Sight::Fact,
        // Why another matter was joined to this one or went its own way again is between the staff and its parties.
        Event::ReportJoined(_) | Event::Absorbed(_) | Event::Released(_) => Sight::Fact,
        Event::Assigned(_) | Event::VisitReported(_) => Sight::Fact,
        Event::AnswerFellDue(_) => Sight::Hidden, // between bodies; that there was an answer, a party reads
        Event::ArrivalRecorded(_) | Event::ArrivalReceipted(_) | Event::ArrivalAnswered(_) => Sight::Fact,
        Event::ConsentAsked(e) if !e.parties.contains(&own) => Sight::Hidden,
        Event::ConsentGiven(e) => if_own(e.party, Sight::Hidden),
        Event::ConsentRefused(e) => if_own(e.party, Sight::Hidden),
        Event::AdviceHandedOver(e) => if_own(e.party, Sight::Hidden),
        Event::ClockExtensionAgreed(e) => if_own(e.party, Sight::Fact), // how it said so is its own
        Event::ClockExtensionRefused(e) if e.party.or(e.asked_by) != Some(own) => Sight::Fact, // why is for whoever asked
        // What another party said or did for itself.
        Event::FileAttached(e) if e.audience == Audience::Parties => Sight::Words,
        Event::FileRepresented(e) if e.audience == Audience::Staff => Sight::Hidden,
        Event::FileAttached(e) => e.party.map_or(Sight::Hidden, |party| if_own(party, Sight::Hidden)),
        Event::MessageSent(e) => e.party.map_or(Sight::Words, |party| if_own(party, Sight::Hidden)),
        Event::MessageAddressed(e) if e.representative.is_none() => if_own(e.party, Sight::Hidden),
        // Between the staff and who represents a party, even this one.
        Event::MessageAddressed(_) | Event::MessageRepresented(_) => Sight::Hidden,
        Event::RepresentativeAdmitted(e) => if_own(e.party, Sight::Hidden),
        Event::Rated(e) => if_own(e.party, Sight::Hidden),
        Event::RatingTried(e) => if_own(e.party, Sight::Hidden),
        Event::PartyRepresented(e) => if_own(e.party, Sight::Hidden),
        Event::PartyCorrected(e) => if_own(e.party, Sight::Hidden),
        Event::AccessGranted(e) => if_own(e.party, Sight::Hidden),
        Event::PartyJoined(e) => if_own(e.no, Sight::Fact),
        Event::AgreementRefused(e) => if_own(e.party, Sight::Fact),
        Event::Withdrawn(e) => if_own(e.party, Sight::Fact),
        Event::PartyLeft(e) => if_own(e.party, Sight::Fact),
        Event::RepresentativeChosen(e) if e.party != own && !e.speaks_for.contains(&own) => Sight::Fact,
        Event::Reopened(_) if recorded.meta.actor != format!("party:{own}") => Sight::Fact,
        _ => Sight::Words,
    }
}

#[cfg(test)]
mod tests {
    use concord_domain::matter::{
        FileAttached, MessageAddressed, MessageRepresented, MessageSent, Meta, NoteWritten, Rated, Reopened,
    };
    use concord_domain::sealed::Sealed;

    use super::*;

    fn sealed() -> Sealed {
        Sealed { id: 1, digest: String::new() }
    }

    fn by(actor: &str, event: impl Into<Event>) -> Recorded {
        Recorded { version: 2, meta: Meta { at: 0, actor: actor.to_owned() }, event: event.into() }
    }

    #[test]
    fn private_notes_are_hidden_from_parties_and_from_staff_without_a_share() {
        let note = by("staff:1", NoteWritten { no: 1, audience: Audience::Staff, text: sealed() });
        assert_eq!(Reader::Colleague.sight(&note), Sight::Words);
        assert_eq!(Reader::Staff.sight(&note), Sight::Hidden);
        assert_eq!(Reader::Party(1).sight(&note), Sight::Hidden);
        let shared = by("staff:1", NoteWritten { no: 1, audience: Audience::Parties, text: sealed() });
        assert_eq!(Reader::Party(1).sight(&shared), Sight::Words);
    }

    #[test]
    fn a_party_reads_its_own_messages_and_those_of_the_staff_and_no_others() {
        let of = |party| by("x", MessageSent { no: 1, party, text: sealed() });
        assert_eq!(Reader::Party(2).sight(&of(Some(2))), Sight::Words);
        assert_eq!(Reader::Party(2).sight(&of(None)), Sight::Words);
        assert_eq!(Reader::Party(2).sight(&of(Some(1))), Sight::Hidden);
        assert_eq!(Reader::Colleague.sight(&of(Some(1))), Sight::Words);
    }

    #[test]
    fn a_message_to_one_alone_is_read_by_that_one_and_colleagues() {
        let to =
            |party, representative| by("staff:1", MessageAddressed { no: 1, party, representative, text: sealed() });
        let from = by("agent:1", MessageRepresented { no: 2, party: 1, representative: 6, text: sealed() });
        let agent = Reader::Agent { party: 1, person: 6 };
        let readers = [
            Reader::Colleague,
            Reader::Staff,
            Reader::Party(1),
            Reader::Party(2),
            agent,
            Reader::Agent { party: 1, person: 7 },
            Reader::Agent { party: 2, person: 6 },
        ];
        let seen = |recorded: &Recorded| readers.map(|reader| reader.sight(recorded) == Sight::Words);
        assert_eq!(seen(&to(1, None)), [true, false, true, false, false, false, false]);
        assert_eq!(seen(&to(1, Some(6))), [true, false, false, false, true, false, false]);
        assert_eq!(seen(&from), [true, false, false, false, true, false, false]);
        for recorded in [to(1, None), to(1, Some(6)), from] {
            for reader in readers.into_iter().filter(|reader| reader.sight(&recorded) != Sight::Words) {
                assert_eq!(reader.sight(&recorded), Sight::Hidden, "not even that there was one: {reader:?}");
            }
        }
        let own = by("party:1", MessageSent { no: 3, party: Some(1), text: sealed() });
        assert_eq!(agent.sight(&own), Sight::Hidden, "what the party writes is the party's own");
        let all = by("staff:1", MessageSent { no: 4, party: None, text: sealed() });
        assert_eq!(agent.sight(&all), Sight::Words);
        let whom = [Between::Everybody, Between::Party(1), Between::Representative { party: 1, person: 6 }];
        assert_eq!(whom.map(|between| agent.reads(between)), [true, false, true]);
        assert_eq!(whom.map(|between| Reader::Party(1).reads(between)), [true, true, false]);
        assert_eq!(whom.map(|between| Reader::Party(2).reads(between)), [true, false, false]);
    }

    #[test]
    fn another_partys_rating_and_private_files_are_hidden_and_reasons_told_apart_from_facts() {
        let on = jiff::civil::date(2030, 1, 1);
        let json = r#"{"party":1,"stars":5,"on":"2030-01-01"}"#;
        let rated = by("party:1", serde_json::from_str::<Rated>(json).unwrap());
        assert_eq!(Reader::Party(2).sight(&rated), Sight::Hidden);
        let file = FileAttached {
            no: 1,
            file: 1,
            media_type: String::new(),
            size: 1,
            name: sealed(),
            audience: Audience::Staff,
            party: Some(1),
        };
        assert_eq!(Reader::Party(1).sight(&by("party:1", file.clone())), Sight::Words);
        assert_eq!(Reader::Party(2).sight(&by("party:1", file)), Sight::Hidden);
        let back = Reopened { on, body: concord_domain::body::BodyId(1), reason: sealed() };
        assert_eq!(Reader::Party(1).sight(&by("party:1", back.clone())), Sight::Words);
        assert_eq!(Reader::Party(1).sight(&by("staff:9", back)), Sight::Fact);
    }
}
