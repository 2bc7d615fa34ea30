//! The words of matters that belong together, and of many applicants of one.

use concord_domain::likeness::Why;
use concord_domain::matter::{EarlierJudged, Event};

use super::Teller;
use super::lines::{Line, line};

impl Teller<'_> {
    pub(super) fn family(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::Absorbed(e) => {
                line("absorbed", "git-merge", "").count("n", e.reports.len()).text_of(e.reason.as_ref())
            }
            Event::Merged(e) => line("merged", "git-merge", "warn").with("code", &e.into).text_of(e.reason.as_ref()),
            Event::Separated(e) => line("separated", "arrows-split", "warn").with("code", &e.from).text(e.reason.id),
            Event::Released(e) => line("released", "arrows-split", "").text(e.reason.id),
            Event::ClockInherited(e) => {
                let key = if e.from.is_some() { "clock-inherited" } else { "clock-own-again" };
                line(key, "clock", "").with("due", self.day(e.due_on))
            }
            Event::Linked(e) => {
                line(&format!("linked-{}", e.kind.as_str()), "link", "info").with("code", &e.to).text(e.reason.id)
            }
            Event::Unlinked(e) => line("unlinked", "link", "").with("code", &e.from),
            Event::RepresentativeChosen(e) => line("representative-chosen", "users-group", "accent")
                .with("party", self.party(e.party))
                .count("n", e.speaks_for.len())
                .text(e.record.id),
            Event::RepresentativeEnded(e) => {
                line("representative-ended", "users-group", "").with("party", self.party(e.party))
            }
            Event::PartyLeft(e) => line("party-left", "arrow-back-up", "warn")
                .with("party", self.party(e.party))
                .text_of(e.reason.as_ref()),
            Event::EarlierJudged(e) => self.judged(e),
            _ => return None,
        })
    }

    /// What was suggested, with the reasons, and what was done with it.
    fn judged(&self, e: &EarlierJudged) -> Line {
        let comma = self.word("timeline-comma");
        let shown: Vec<String> = e
            .shown
            .iter()
            .map(|shown| {
                let read = shown.why.iter().filter_map(|why| Why::parse(why));
                let why: Vec<String> = read.map(|why| self.desk.why_words(self.lang, why)).collect();
                format!("{} ({})", shown.code, why.join(&comma))
            })
            .collect();
        line(&format!("earlier-{}", e.did.as_str()), "bulb", "").with("shown", shown.join(&comma))
    }
}
