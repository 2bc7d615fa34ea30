//! What open matters wait for, by their status: lists of a status walk the index of steps.

use concord_domain::matter::Status;

/// What an open matter of a status can wait for.
pub const fn steps_of(status: Status) -> &'static [&'static str] {
    match status {
        Status::Reported => &["accept", "await-receipt"],
        Status::Accepted => &["assign", "await-receipt"],
        Status::Assigned => &["name-mediator", "arrange-session", "await-receipt"],
        Status::Mediating => &["name-mediator", "hold-session", "decide", "await-receipt"],
        Status::Agreement => &["sign", "seal", "conclude"],
        _ => &[],
    }
}

/// The status of whatever waits for this; none where several can.
pub fn status_of(step: &str) -> Option<Status> {
    let mut of = Status::ALL.iter().copied().filter(|status| steps_of(*status).contains(&step));
    of.next().filter(|_| of.next().is_none())
}
