//! The words of judicial confirmation.

use concord_domain::matter::{Event, Ruling};

use super::Teller;
use super::lines::{Line, line};

impl Teller<'_> {
    pub(super) fn confirming(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::ConfirmationApplied(e) => {
                line("confirmation-applied", "gavel", "info").with("on", self.day(e.on)).text_of(e.court.as_ref())
            }
            Event::ConfirmationAccepted(e) => {
                line("confirmation-accepted", "gavel", "info").with("on", self.day(e.on)).text_of(e.number.as_ref())
            }
            Event::ConfirmationExtended(e) => line("confirmation-extended", "clock", "").with("on", self.day(e.on)),
            Event::ConfirmationRuled(e) => {
                let kind = if e.ruling == Ruling::Confirmed { "success" } else { "warn" };
                line(&format!("confirmation-{}", e.ruling.as_str()), "gavel", kind)
                    .with("on", self.day(e.on))
                    .text_of(e.text.as_ref())
            }
            _ => return None,
        })
    }
}
