//! The words of what happens between bodies: work given and answered, disputes, joint mediation, urging.

use concord_domain::matter::{Event, Judgement, Verdict};

use super::Teller;
use super::lines::{Line, line};

impl Teller<'_> {
    pub(super) fn between(&self, event: &Event) -> Option<Line> {
        self.work(event)
            .or_else(|| self.dispute(event))
            .or_else(|| self.joint(event))
            .or_else(|| self.supervision(event))
    }

    fn work(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::AssignmentReturned(e) => {
                line("assignment-returned", "arrow-back-up", "warn").with("to", self.body(e.to)).text(e.reason.id)
            }
            Event::AssignmentReplied(e) => line("assignment-replied", "message-report", "success").text(e.text.id),
            Event::ExtensionAsked(e) => {
                line("work-extension-asked", "clock", "").with("until", self.day(e.until)).text(e.reason.id)
            }
            Event::ExtensionAnswered(e) => {
                let key = format!("work-extension-{}", e.verdict.as_str());
                let kind = if e.verdict == Verdict::Granted { "success" } else { "warn" };
                line(&key, "clock", kind)
                    .with("due", e.due_on.map(|d| self.day(d)).unwrap_or_default())
                    .text_of(e.reason.as_ref())
            }
            Event::HandedOver(e) => line("handed-over", "send", "").with("to", self.body(e.to)).text(e.reason.id),
            Event::HandOverSigned(_) => line("handover-signed", "check", "info"),
            Event::HandOverDeclined(e) => line("handover-declined", "arrow-back-up", "warn").text(e.reason.id),
            Event::Bounced(e) => line("bounced", "arrow-up", "warn").with("to", self.body(e.to)).count("n", e.times),
            _ => return None,
        })
    }

    fn dispute(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::DisputeRaised(e) => line("dispute-raised", "scale", "warn")
                .with("by", self.body(e.by))
                .with("named", self.body(e.responsible))
                .with("decider", self.body(e.decider))
                .with("due", self.day(e.due_on))
                .text(e.reason.id),
            Event::DisputeClaimed(e) => line("dispute-claimed", "scale", "")
                .with("by", self.body(e.by))
                .with("named", self.body(e.responsible))
                .text(e.reason.id),
            Event::DisputeDecided(e) => line("dispute-decided", "scale", "success")
                .with("by", self.body(e.by))
                .with("named", self.body(e.responsible))
                .text(e.reason.id),
            _ => return None,
        })
    }

    fn joint(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::JointOpened(e) => {
                let members: Vec<String> = e.members.iter().map(|b| self.body(*b)).collect();
                line("joint-opened", "users-group", "accent")
                    .with("lead", self.body(e.lead))
                    .with("members", members.join(&self.word("timeline-comma")))
                    .text(e.reason.id)
            }
            Event::MemberJoined(e) => line("member-joined", "user-plus", "").with("body", self.body(e.body)),
            Event::ConferenceCalled(e) => {
                line("conference-called", "calendar-event", "accent").with("at", self.moment(e.at)).text(e.agenda.id)
            }
            Event::ConferenceMoved(e) => line("conference-moved", "calendar-event", "warn")
                .with("at", self.moment(e.at))
                .text_of(e.reason.as_ref()),
            Event::ConferenceCalledOff(e) => line("conference-off", "calendar", "warn").text(e.reason.id),
            Event::ConferenceHeld(e) => {
                line("conference-held", "notebook", "success").count("n", e.tasks.len()).text(e.minutes.id)
            }
            Event::TaskDone(e) => line("task-done", "square-check", "success").text_of(e.text.as_ref()),
            Event::SponsorNamed(e) => match self.names.get(&e.account.0) {
                Some(name) => line("sponsor-named", "user-check", "accent").with("name", name),
                None => line("sponsor-chosen", "user-check", "accent").with("body", self.body(e.body)),
            },
            Event::BacklogStepTaken(e) => line("backlog-step", "history", "")
                .with("stage", self.listed("backlog_stage", e.stage.as_str()))
                .text(e.text.id),
            _ => return None,
        })
    }

    fn supervision(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::UrgingIssued(e) => {
                // Parties are not told of a limit about a danger.
                let named = |no: &u32| !(self.reader.is_visitor() && self.cast.inside.contains(no));
                let clock = e.clock.filter(named).and_then(|no| self.cast.clock(no));
                let key = match (e.clock, clock) {
                    (None, _) => "urging-issued",
                    (Some(_), None) => "urging-by-rule-any",
                    (Some(_), Some(_)) => "urging-by-rule",
                };
                line(key, "bell", "warn")
                    .with("clock", clock.map(|(name, _)| name.in_lang(self.lang.tag())).unwrap_or_default())
                    .with("limit", clock.map(|(_, due)| self.day(*due)).unwrap_or_default())
                    .with("by", self.body(e.by))
                    .with("to", self.body(e.to))
                    .with("due", self.day(e.answer_by))
                    .text_of(e.text.as_ref())
            }
            Event::UrgingAnswered(e) => line("urging-answered", "message-report", "").text(e.text.id),
            Event::UrgingWithdrawn(e) => line("urging-withdrawn", "arrow-back-up", "").text(e.reason.id),
            Event::TakenOver(e) => {
                line("taken-over", "arrow-up", "warn").with("body", self.body(e.body)).text(e.reason.id)
            }
            Event::MarkAppealed(e) => line("mark-appealed", "flag", "")
                .with("by", self.body(e.by))
                .with("promise", self.listed("promise", e.promise.as_str()))
                .text(e.text.id),
            Event::MarkJudged(e) => {
                let kind = if e.verdict == Judgement::Lifted { "success" } else { "" };
                line(&format!("mark-{}", e.verdict.as_str()), "flag", kind).text(e.reason.id)
            }
            _ => return None,
        })
    }
}
