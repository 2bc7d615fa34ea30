//! Why a line stands in somebody's list.

use super::diary::{Line, View};
use crate::kit::desk::Desk;
use crate::kit::format;
use crate::kit::messages::{Args, Lang};

impl Desk {
    /// The meeting, visit or promise that the diary holds, or the time limit or next step of the matter.
    pub(super) fn why_mine(&self, lang: Lang, view: View, line: &Line) -> String {
        let messages = self.templates.messages();
        let kind = match view {
            View::Sessions => "session",
            View::Unrecorded => "unrecorded",
            View::Visits => "visit",
            View::Obligations => "obligation",
            _ => {
                let step_on = line.next_on.as_deref().filter(|_| line.concluded_on.is_some());
                return self.why_open(lang, line.due(), &line.next_step, step_on);
            }
        };
        let mut args = Args::new();
        args.set("no", line.place.no);
        let what = messages.text(lang, &format!("mine-why-{kind}"), &args);
        let Some(at) = line.at else { return self.why_by(lang, what, Some(&line.place.on), None) };
        args.set("what", what);
        args.set("at", format::datetime(messages, lang, at, self.clock.zone_name()).unwrap_or_default());
        messages.text(lang, "mine-why-at", &args)
    }
}
