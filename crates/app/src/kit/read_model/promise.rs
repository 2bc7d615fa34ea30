//! Whether a matter was taken on and brought to its end within the time it was promised.

use concord_domain::matter::Matter;
use jiff::civil::Date;

/// Something that had a limit, on the day it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    pub on: Date,
    pub late: bool,
}

/// The acceptance, where a limit ran for it. A matter that came back was accepted before, once.
pub fn acceptance(m: &Matter) -> Option<Done> {
    m.accepted_on?;
    let clock = m.clocks.iter().find(|c| c.until.iter().any(|stem| stem == "matter.accepted"))?;
    let on = clock.stopped_on?;
    Some(Done { on, late: clock.is_late(on) })
}

/// The conclusion; late where any limit of the house on the way to it was overrun.
pub fn conclusion(m: &Matter) -> Option<Done> {
    let on = m.concluded_on?;
    Some(Done { on, late: m.clocks.iter().any(|c| c.binds() && c.is_late(on)) })
}
