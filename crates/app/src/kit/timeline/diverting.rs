//! The words of diversion: what others sent, what went to others, what the parties were told.

use concord_domain::matter::{Event, Ground, Handed, Noted};

use super::Teller;
use super::lines::{Line, line};

impl Teller<'_> {
    pub(super) fn diverting(&self, event: &Event) -> Option<Line> {
        self.arrivals(event).or_else(|| self.outward(event))
    }

    fn arrivals(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::ArrivalRecorded(e) => {
                let tag = self.lang.tag();
                let way = self.desk.diversions.way(e.way).map(|way| way.name.in_lang(tag).to_owned());
                line("arrival-recorded", "inbox", "info").with("way", way.unwrap_or_default())
            }
            Event::ArrivalReceipted(_) => line("arrival-receipted", "check", ""),
            Event::ArrivalReturned(e) => line("arrival-returned", "arrow-back-up", "warn").text(e.reason.id),
            Event::ArrivalAnswered(e) => match e.until {
                Some(until) => line("arrival-told", "send", "").with("until", self.day(until)).text(e.text.id),
                None => line("arrival-answered", "send", "success").text(e.text.id),
            },
            Event::AdviceHandedOver(e) => {
                let kind = if e.how == Handed::NotReached { "warn" } else { "success" };
                line(&format!("advice-{}", e.how.as_str()), "file-text", kind).with("party", self.party(e.party))
            }
            _ => return None,
        })
    }

    fn outward(&self, event: &Event) -> Option<Line> {
        Some(match event {
            Event::ConsentAsked(e) => {
                line("consent-asked", "message", "").with("to", self.receiver(&e.exit)).text_of(e.text.as_ref())
            }
            Event::ConsentGiven(e) => line("consent-given", "check", "success")
                .with("party", self.party(e.party))
                .with("to", self.receiver(&e.exit)),
            Event::ConsentRefused(e) => line("consent-refused", "circle-x", "")
                .with("party", self.party(e.party))
                .with("to", self.receiver(&e.exit))
                .text_of(e.reason.as_ref()),
            Event::DiversionSent(e) => {
                let key = if e.ground == Ground::Danger { "diversion-danger" } else { "diversion-sent" };
                let kind = if e.ground == Ground::Danger { "danger" } else { "info" };
                line(key, "external-link", kind)
                    .with("to", self.listed("referral", e.to.as_str()))
                    .with("due", self.day(e.sign_by))
            }
            Event::DiversionSigned(e) => match e.noted {
                Noted::Receiver => line("diversion-signed", "signature", "success"),
                Noted::Sender => line("diversion-signed-by-hand", "signature", "success"),
            },
            Event::DiversionRefused(e) => line("diversion-refused", "arrow-back-up", "warn").text(e.reason.id),
            Event::DiversionRecalled(e) => line("diversion-recalled", "arrow-back-up", "").text(e.reason.id),
            Event::DiversionOutcome(e) => line("diversion-outcome", "gavel", "info")
                .with("result", self.listed("result_there", e.result.as_str()))
                .text_of(e.text.as_ref()),
            _ => return None,
        })
    }

    fn receiver(&self, exit: &str) -> String {
        let spec = self.desk.diversions.exit(exit);
        spec.map_or_else(|| exit.to_owned(), |spec| spec.name.in_lang(self.lang.tag()).to_owned())
    }
}
