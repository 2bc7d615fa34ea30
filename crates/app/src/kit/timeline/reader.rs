//! Who may see what of a matter's history.

use concord_domain::matter::{Audience, Event, Matter, Recorded};
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
            _ if self.may(actor, Action::ViewPrivateNotes, matter) => Reader::Colleague,
            _ => Reader::Staff,
        }
    }
}

impl Reader {
    /// How much of an event this reader sees.
    pub fn sight(self, recorded: &Recorded) -> Sight {
        match self {
            Self::Colleague => Sight::Words,
            Self::Staff => match &recorded.event {
                Event::NoteWritten(e) if e.audience == Audience::Staff => Sight::Hidden,
                _ => Sight::Words,
            },
            Self::Party(own) => of_party(own, recorded),
        }
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
        | Event::UrgingAnswered(_) => Sight::Fact,
        Event::Assigned(_) | Event::VisitReported(_) | Event::ReportJoined(_) | Event::Absorbed(_) => Sight::Fact,
        // A receipt and an answer go between bodies; that there was one, a party reads.
        Event::AnswerFellDue(_) => Sight::Hidden,
        Event::ArrivalRecorded(_) | Event::ArrivalReceipted(_) | Event::ArrivalAnswered(_) => Sight::Fact,
        Event::ConsentAsked(e) if !e.parties.contains(&own) => Sight::Hidden,
        Event::ConsentGiven(e) => if_own(e.party, Sight::Hidden),
        Event::ConsentRefused(e) => if_own(e.party, Sight::Hidden),
        Event::AdviceHandedOver(e) => if_own(e.party, Sight::Hidden),
        // Why another matter went its own way again is between the staff and its parties.
        Event::Released(_) => Sight::Fact,
        // What another party said or did for itself.
        Event::FileAttached(e) if e.audience == Audience::Parties => Sight::Words,
        Event::FileAttached(e) => e.party.map_or(Sight::Hidden, |party| if_own(party, Sight::Hidden)),
        Event::MessageSent(e) => e.party.map_or(Sight::Words, |party| if_own(party, Sight::Hidden)),
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
    use concord_domain::matter::{FileAttached, MessageSent, Meta, NoteWritten, Rated, Reopened};
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
