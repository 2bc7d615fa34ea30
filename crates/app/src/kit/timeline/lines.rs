//! The words, icon and colour of each kind of event.

use concord_domain::matter::{Audience, Event, FulfilmentFound, Occasion, Outcome, RatingWay, SessionOutcome};
use fluent_bundle::FluentValue;
use jiff::civil::Date;

use super::Teller;
use crate::kit::format;

/// An event before it is put into words.
pub(super) struct Line {
    /// Message key without `timeline-`.
    pub key: String,
    pub args: Vec<(&'static str, FluentValue<'static>)>,
    /// The sealed text that goes with it.
    pub text: Option<i64>,
    pub icon: &'static str,
    pub kind: &'static str,
}

pub(super) fn line(key: &str, icon: &'static str, kind: &'static str) -> Line {
    Line { key: key.to_owned(), args: Vec::new(), text: None, icon, kind }
}

impl Line {
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string().into()));
        self
    }

    /// With a number, by which the words can go.
    pub(super) fn count(mut self, name: &'static str, n: impl Into<FluentValue<'static>>) -> Self {
        self.args.push((name, n.into()));
        self
    }

    pub(super) fn text(mut self, id: i64) -> Self {
        self.text = Some(id);
        self
    }

    pub(super) fn text_of(mut self, sealed: Option<&concord_domain::sealed::Sealed>) -> Self {
        self.text = sealed.map(|s| s.id);
        self
    }
}

impl Teller<'_> {
    /// The line of an event; none for what is told by another one or shown elsewhere.
    pub(super) fn line(&self, event: &Event) -> Option<Line> {
        self.arrival(event)
            .or_else(|| self.routing(event))
            .or_else(|| self.time(event))
            .or_else(|| self.tiers(event))
            .or_else(|| self.meeting(event))
            .or_else(|| self.agreement(event))
            .or_else(|| self.ending(event))
            .or_else(|| self.writing(event))
            .or_else(|| self.between(event))
            .or_else(|| self.diverting(event))
            .or_else(|| self.danger(event))
            .or_else(|| self.family(event))
            .or_else(|| self.confirming(event))
    }

    pub(super) fn day(&self, on: Date) -> String {
        let iso = on.to_string();
        format::date(self.desk.templates.messages(), self.lang, &iso).unwrap_or(iso)
    }

    pub(super) fn moment(&self, at: i64) -> String {
        let zone = self.desk.clock.zone_name();
        format::datetime(self.desk.templates.messages(), self.lang, at, zone).unwrap_or_default()
    }

    /// A word of a closed list; nothing where the list does not have it.
    pub(super) fn listed(&self, list: &str, word: &str) -> String {
        let key = format!("{list}-{word}");
        if self.desk.templates.messages().has(self.lang, &key) { self.word(&key) } else { word.to_owned() }
    }

    fn arrival(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::Reported(e) => line("reported", "inbox", "info")
                .with("channel", self.listed("channel", e.report.channel.as_str()))
                .with("body", self.body(e.body)),
            Event::ReportJoined(e) => line("report-joined", "inbox", "info")
                .with("channel", self.listed("channel", e.report.channel.as_str()))
                .text(e.report.narrative.id),
            Event::PartyJoined(e) => line("party-joined", "user-plus", "").with("party", self.party(e.no)),
            Event::PartyRepresented(e) => line("party-represented", "users", "").with("party", self.party(e.party)),
            Event::PartyCorrected(e) => line("party-corrected", "edit", "").with("party", self.party(e.party)),
            Event::AccessGranted(e) => line("access-granted", "key", "").with("party", self.party(e.party)),
            Event::RepresentativeAdmitted(e) => {
                line("representative-admitted", "key", "").with("party", self.party(e.party))
            }
            _ => return None,
        })
    }

    fn routing(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::Accepted(e) => line("accepted", "clipboard-check", "success").with("body", self.body(e.body)),
            Event::Returned(e) => line("returned", "arrow-back-up", "warn")
                .with("reason", self.listed("return-reason", &e.reason))
                .text_of(e.text.as_ref()),
            Event::Referred(e) => line("referred", "external-link", "warn")
                .with("to", self.listed("referral", &e.to))
                .text_of(e.text.as_ref()),
            Event::Classified(e) => {
                line("classified", "tag", "").with("category", self.desk.categories.name(&e.category, self.lang.tag()))
            }
            Event::UrgencySet(e) => {
                let key = match e.because {
                    Some(because) => format!("urgency-{}", because.as_str()),
                    None => "urgency-set".to_owned(),
                };
                line(&key, "flag", "").with("urgency", self.listed("urgency", e.urgency.as_str()))
            }
            Event::Assigned(e) => line(&format!("assigned-{}", e.duty.as_str()), "send", "info")
                .with("body", self.body(e.body))
                .text_of(e.instruction.as_ref()),
            Event::AssignmentReceived(_) => line("assignment-received", "check", ""),
            Event::MediatorNamed(e) => match self.names.get(&e.mediator.0) {
                Some(name) => line("mediator-named", "user-check", "accent").with("name", name),
                None => line("mediator-chosen", "user-check", "accent"),
            },
            Event::ClockLapsed(e) => self.lapsed(e.no),
            Event::ClockExtended(e) => line("clock-extended", "clock", "warn").with("due", self.day(e.due_on)),
            _ => return None,
        })
    }

    fn meeting(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::SessionArranged(e) => line("session-arranged", "calendar-event", "accent")
                .with("mode", self.listed("mode", e.mode.as_str()))
                .with("at", self.moment(e.at))
                .text_of(e.place.as_ref()),
            Event::SessionCancelled(e) => line("session-cancelled", "calendar", "warn").text_of(e.reason.as_ref()),
            Event::SessionRecorded(e) => {
                let kind = match e.outcome {
                    SessionOutcome::Agreed => "success",
                    SessionOutcome::Continued => "accent",
                    SessionOutcome::Failed | SessionOutcome::Absent => "warn",
                };
                line("session-recorded", "messages", kind)
                    .with("outcome", self.listed("session_outcome", e.outcome.as_str()))
            }
            _ => return None,
        })
    }

    fn agreement(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::AgreementDrafted(e) => {
                line("agreement-drafted", "writing-sign", "accent").with("form", self.listed("form", e.form.as_str()))
            }
            Event::AgreementSigned(e) => {
                line("agreement-signed", "signature", "success").with("party", self.party(e.party))
            }
            Event::AgreementRefused(e) => line("agreement-refused", "circle-x", "warn")
                .with("party", self.party(e.party))
                .text_of(e.reason.as_ref()),
            Event::AgreementSealed(_) => line("agreement-sealed", "certificate", "success"),
            Event::ObligationFulfilled(e) => {
                line("obligation-fulfilled", "square-check", "success").with("on", self.day(e.on))
            }
            Event::ObligationBreached(_) => line("obligation-breached", "alert-triangle", "danger"),
            _ => return None,
        })
    }

    fn ending(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::Concluded(e) => {
                let (icon, kind) = match e.outcome {
                    Outcome::Settled => ("heart-handshake", "success"),
                    Outcome::NotSettled => ("circle-x", "warn"),
                };
                line(&format!("concluded-{}", e.outcome.as_str()), icon, kind).text_of(e.advice.as_ref())
            }
            Event::Withdrawn(e) => {
                line("withdrawn", "arrow-back-up", "warn").with("party", self.party(e.party)).text_of(e.reason.as_ref())
            }
            Event::VisitArranged(e) => line("visit-arranged", "calendar-plus", "").with("due", self.day(e.due_on)),
            Event::VisitReported(e) => {
                let kind = if e.fulfilled == FulfilmentFound::Fulfilled { "success" } else { "warn" };
                line("visit-reported", "phone", kind)
                    .with("found", self.listed("found", e.fulfilled.as_str()))
                    .text_of(e.text.as_ref())
            }
            Event::Rated(e) => line(if e.by.is_some() { "rated-taken" } else { "rated" }, "star-filled", "accent")
                .with("party", self.party(e.party))
                .with("stars", e.stars)
                .with("way", self.listed("rating_way", e.way.unwrap_or(RatingWay::Own).as_str()))
                .with("occasion", self.listed("occasion", e.occasion.unwrap_or(Occasion::Conclusion).as_str()))
                .with("body", e.by.map(|by| self.body(by)).unwrap_or_default())
                .text_of(e.text.as_ref()),
            Event::RatingTried(e) => line(&format!("rating-{}", e.outcome.as_str().replace('_', "-")), "phone", "")
                .with("party", self.party(e.party))
                .with("body", self.body(e.by)),
            Event::Archived(_) => line("archived", "archive", ""),
            Event::Reopened(e) => line("reopened", "history", "warn").with("body", self.body(e.body)).text(e.reason.id),
            _ => return None,
        })
    }

    fn writing(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::NoteWritten(e) => match e.audience {
                Audience::Staff => line("note-staff", "lock", "private").text(e.text.id),
                Audience::Parties => line("note-parties", "note", "").text(e.text.id),
            },
            Event::MessageSent(e) => match e.party {
                Some(party) => line("message-party", "message", "").with("party", self.party(party)).text(e.text.id),
                None => line("message-staff", "message-circle", "").text(e.text.id),
            },
            Event::MessageAddressed(e) => {
                let key = if e.representative.is_some() { "message-to-agent" } else { "message-to-party" };
                line(key, "lock", "alone").with("party", self.party(e.party)).text(e.text.id)
            }
            Event::MessageRepresented(e) => {
                line("message-agent", "lock", "alone").with("party", self.party(e.party)).text(e.text.id)
            }
            Event::FileAttached(e) => {
                let kind = if e.audience == Audience::Staff && e.party.is_none() { "private" } else { "" };
                line("file-attached", "paperclip", kind).text(e.name.id)
            }
            Event::FileRepresented(e) => {
                let kind = if e.audience == Audience::Staff { "alone" } else { "" };
                line("file-attached", "paperclip", kind).text(e.name.id)
            }
            _ => return None,
        })
    }
}
