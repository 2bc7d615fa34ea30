//! The words of signs of danger and what was made of them.

use concord_domain::matter::{DangerKind, Event};

use super::Teller;
use super::lines::{Line, line};

impl Teller<'_> {
    pub(super) fn danger(&self, event: &Event) -> Option<Line> {
        let icon = "alert-triangle";
        Some(match event {
            Event::DangerSeen(e) => line("danger-seen", icon, "danger")
                .with("by", self.listed("danger_sign", e.by.as_str()))
                .with("kinds", self.kinds(&e.kinds))
                .text_of(e.text.as_ref()),
            Event::DangerTold(e) => {
                line(&format!("danger-told-{}", e.by.as_str()), "bell", "").with("body", self.body(e.body))
            }
            Event::DangerConfirmed(e) => {
                let found = match &e.from {
                    Some(code) => line("danger-confirmed-there", icon, "danger").with("code", code),
                    None => line("danger-confirmed", icon, "danger"),
                };
                found.with("kinds", self.kinds(&e.kinds)).text_of(e.text.as_ref())
            }
            Event::DangerSetAside(e) => line("danger-set-aside", "circle-check", "").text(e.reason.id),
            Event::DangerStepTaken(e) => {
                let done = match &e.from {
                    Some(code) => line("danger-step-there", "shield-check", "success").with("code", code),
                    None => line("danger-step", "shield-check", "success"),
                };
                done.with("step", self.listed("danger_step", e.step.as_str())).text_of(e.text.as_ref())
            }
            Event::DangerWentBack(e) => line("danger-went-back", "arrows-split", "").with("code", &e.to),
            Event::DangerLifted(e) => line("danger-lifted", "circle-check", "success").text(e.reason.id),
            _ => return None,
        })
    }

    fn kinds(&self, kinds: &[DangerKind]) -> String {
        let words: Vec<String> = kinds.iter().map(|kind| self.listed("danger_kind", kind.as_str())).collect();
        words.join(&self.word("timeline-comma"))
    }
}
