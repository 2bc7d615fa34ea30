//! The words of time limits that stand still or grow, and of tiers.

use concord_domain::clock::WarnPoint;
use concord_domain::matter::{Event, RaisedBy};

use super::Teller;
use super::lines::{Line, line};

impl Teller<'_> {
    pub(super) fn time(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::ClockPaused(e) => line("clock-paused", "player-pause", "warn")
                .with("reason", self.listed("pause", e.reason.as_str()))
                .text_of(e.text.as_ref()),
            Event::ClockResumed(e) => {
                line("clock-resumed", "player-play", "").count("days", e.days).with("due", self.day(e.due_on))
            }
            Event::ClockExtensionAsked(e) => match e.party {
                Some(party) => line("extension-asked", "clock-plus", "").with("party", self.party(party)),
                None => line("extension-asked-staff", "clock-plus", ""),
            }
            .text_of(e.reason.as_ref()),
            Event::ClockExtensionAgreed(e) => {
                let key = if e.how.is_some() { "extension-agreed-noted" } else { "extension-agreed" };
                line(key, "check", "success").with("party", self.party(e.party)).text_of(e.how.as_ref())
            }
            Event::ClockExtensionRefused(e) => match e.party {
                Some(party) => {
                    let key = if e.how.is_some() { "extension-refused-noted" } else { "extension-refused" };
                    line(key, "x", "").with("party", self.party(party)).text_of(e.how.as_ref())
                }
                None => line("extension-refused-staff", "x", "").text_of(e.reason.as_ref()),
            },
            Event::ClockWarned(e) => {
                let (clock, due) = self.cast.clock(e.no)?;
                line(
                    if e.point == WarnPoint::Soon { "clock-soon" } else { "clock-warned" },
                    "clock-exclamation",
                    "warn",
                )
                .with("clock", clock.in_lang(self.lang.tag()))
                .with("part", e.point)
                .with("due", self.day(*due))
            }
            Event::ClockRecomputed(e) => line("clock-recomputed", "calendar", "")
                .with("old", self.day(e.old_due_on))
                .with("due", self.day(e.due_on)),
            _ => return None,
        })
    }

    /// A time limit ran out; time that parties or the court have only passes.
    pub(super) fn lapsed(&self, no: u32) -> Line {
        let (key, icon, kind) = if self.cast.others.contains(&no) {
            ("clock-passed", "calendar", "")
        } else {
            ("clock-lapsed", "clock-exclamation", "danger")
        };
        match self.cast.clock(no) {
            Some((clock, due)) => {
                line(key, icon, kind).with("clock", clock.in_lang(self.lang.tag())).with("due", self.day(*due))
            }
            None => line("clock-lapsed-any", icon, kind),
        }
    }

    pub(super) fn tiers(&self, event: &Event) -> Option<Line> {
        Some(match event {
            // That a superior took it over with this reason stands there already.
            Event::Raised(e) if e.reason.as_ref().is_some_and(|r| self.cast.taken == Some(r.id)) => return None,
            Event::Raised(e) => {
                let because = e.because.as_ref().map(|label| label.in_lang(self.lang.tag()).to_owned());
                let key = match e.by {
                    RaisedBy::Rule => "raised-rule",
                    RaisedBy::Clock => "raised-clock",
                    RaisedBy::Person => "raised-person",
                    RaisedBy::Request => "raised-request",
                };
                line(key, "stairs-up", "accent")
                    .with("tier", self.listed("tier", e.to.as_str()))
                    .with("body", self.body(e.body))
                    .with("because", because.unwrap_or_default())
                    .text_of(e.reason.as_ref())
            }
            Event::RiseAsked(e) => {
                line("rise-asked", "stairs-up", "").with("party", self.party(e.party)).text_of(e.reason.as_ref())
            }
            Event::RiseDeclined(e) => line("rise-declined", "arrow-back-up", "").text(e.reason.id),
            Event::SendDownOffered(e) => {
                line("send-down-offered", "stairs-down", "").with("body", self.body(e.body)).text(e.reason.id)
            }
            Event::SentDown(e) => line("sent-down", "stairs-down", "accent")
                .with("tier", self.listed("tier", e.to.as_str()))
                .with("body", self.body(e.body)),
            Event::SendDownDeclined(e) => {
                line("send-down-declined", "x", "").with("body", self.body(e.body)).text(e.reason.id)
            }
            _ => return None,
        })
    }
}
