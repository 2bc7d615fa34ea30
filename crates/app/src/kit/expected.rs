//! Which version of a matter a command is for, and whether it still will do.

use concord_domain::matter::{Event, Matter, Recorded};

/// Which version of a matter a command was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Whatever it is by now: decided anew when somebody was quicker.
    Any,
    /// Just this one (`If-Match`).
    Version(i64),
    /// The one that a person had before them. What only adds to the file in between, such as a note, does not disturb.
    Drawn(i64),
}

impl Expected {
    /// Whether a matter as it is will do.
    pub fn fits(self, matter: &Matter, history: &[Recorded]) -> bool {
        match self {
            Self::Any => true,
            Self::Version(version) => version == matter.version,
            Self::Drawn(version) => {
                version <= matter.version && history.iter().all(|r| r.version <= version || only_adds(&r.event))
            }
        }
    }
}

/// Whether an event changes nothing that another step is decided by.
fn only_adds(event: &Event) -> bool {
    matches!(
        event,
        Event::NoteWritten(_)
            | Event::MessageSent(_)
            | Event::MessageAddressed(_)
            | Event::MessageRepresented(_)
            | Event::FileAttached(_)
            | Event::FileRepresented(_)
            | Event::AccessGranted(_)
            | Event::RepresentativeAdmitted(_)
            | Event::ClockLapsed(_)
            | Event::ClockWarned(_)
            | Event::DangerTold(_)
            | Event::Linked(_)
            | Event::Unlinked(_)
            | Event::EarlierJudged(_)
    )
}
