//! What the court does about an agreement: some parties ask it together to confirm theirs.

use concord_domain::body::BodyKind;
use concord_domain::confirmation::{self, Apply};
use concord_domain::matter::{Form, Ruling};

use super::almanac::HOUR;
use super::story::{Stop, Story};
use crate::kit::drawer::TextKind;

/// Per mille of written agreements that are brought to the court: of those about money, and of others.
const ABOUT_MONEY: u32 = 140;
const OTHERS: u32 = 40;
/// Of these, not taken on; taken back; confirmed late; rejected.
const DECLINED: u32 = 50;
const TAKEN_BACK: u32 = 30;
const LONGER: u32 = 120;
const REJECTED: u32 = 60;

/// A stream of chance of its own: what the court does changes nothing of what else happens.
const STREAM: u64 = 0xc0;

/// What is noted of the court.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Court {
    Apply,
    Take,
    Extend,
    Rule(Ruling),
}

impl Story<'_> {
    /// The days of the court, where the parties ask it; the last of them.
    pub(super) fn plan_court(&self) -> Vec<(i64, Court)> {
        let Some(agreement) = self.matter.agreement().filter(|a| a.form == Form::Written) else { return Vec::new() };
        let Some((sealed_on, _)) = agreement.sealed else { return Vec::new() };
        let money = agreement.obligations.iter().any(|o| o.amount.is_some());
        let mut dice = self.aside(STREAM);
        if !dice.happens(if money { ABOUT_MONEY } else { OTHERS }) {
            return Vec::new();
        }
        let almanac = self.world.stage.almanac;
        let mut day = almanac.number_of(sealed_on) + dice.between(2, 18);
        let mut plan = Vec::new();
        let mut note = |day: &mut i64, step: Court| {
            *day = almanac.working_days_later(*day, 0);
            plan.push((super::almanac::instant(*day, 10 * HOUR), step));
        };
        note(&mut day, Court::Apply);
        day += dice.between(1, 3);
        match dice.weighted([DECLINED, TAKEN_BACK, 1000 - DECLINED - TAKEN_BACK]) {
            0 => note(&mut day, Court::Rule(Ruling::Declined)),
            1 => note(&mut day, Court::Rule(Ruling::Withdrawn)),
            _ => {
                note(&mut day, Court::Take);
                if dice.happens(LONGER) {
                    day += 12;
                    note(&mut day, Court::Extend);
                }
                day += dice.between(4, 10);
                let ruling = if dice.happens(REJECTED) { Ruling::Rejected } else { Ruling::Confirmed };
                note(&mut day, Court::Rule(ruling));
            }
        }
        // Nothing before the conclusion, and each a little after the other.
        let mut least = self.at;
        for (at, _) in &mut plan {
            *at = (*at).max(least + HOUR);
            least = *at;
        }
        plan
    }

    /// The mediator notes what is heard of it.
    pub(super) fn note_court(&mut self, step: Court) -> Result<(), Stop> {
        self.by_mediator();
        match step {
            Court::Apply => {
                let body = self.nearest_of(&[BodyKind::Court]);
                self.act(|m, r| confirmation::apply(m, Apply { on: r.today, body, court: None }, r))
            }
            Court::Take => {
                let (year, n) = (self.rules().today.year().to_string(), self.dice.between(11, 900).to_string());
                let number = self.say("court", "number").replace("#Y", &year).replace("#N", &n);
                let number = Some(self.seal(TextKind::Confirmation, number));
                self.act(|m, r| confirmation::accept(m, r.today, number, r))
            }
            Court::Extend => self.act(|m, r| confirmation::extend(m, r.today, r)),
            Court::Rule(ruling) => {
                let text = Some(self.seal_said(TextKind::Confirmation, "court", ruling.as_str()));
                self.act(|m, r| confirmation::rule(m, r.today, ruling, text, r))
            }
        }
    }
}
