//! What is decided about a roster, for pages and API alike.

use concord_domain::body::BodyId;
use concord_domain::matter::{AccountId, Verdict};
use concord_domain::roster::{self, NewShift, Roster, RosterEvent};
use concord_policy::{Action, Actor};
use jiff::civil::{Date, DateTime, Time, Weekday};

use crate::kit::desk::Desk;
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;
use crate::kit::roster_queries;

/// Something that is done about a roster.
#[derive(Clone, Debug)]
pub enum Act {
    SetShift(NewShift),
    EndShift { no: u32, on: Date },
    ChangeDay { shift: u32, on: Date, accounts: Vec<AccountId> },
    AskSwap { shift: u32, on: Date, to: AccountId },
    AnswerSwap { no: u32, verdict: Verdict },
    LeaveNote { text: String },
    SignNote { no: u32 },
}

/// When, and by whom.
struct Moment {
    today: Date,
    local: DateTime,
    account: AccountId,
}

impl Act {
    const fn action(&self) -> Action {
        match self {
            Self::SetShift(_) | Self::EndShift { .. } | Self::ChangeDay { .. } => Action::KeepRoster,
            Self::AskSwap { .. } | Self::AnswerSwap { .. } | Self::LeaveNote { .. } | Self::SignNote { .. } => {
                Action::ServeDuty
            }
        }
    }

    /// Whoever is named as serving.
    fn named(&self) -> Vec<AccountId> {
        match self {
            Self::SetShift(new) => new.accounts.clone(),
            Self::ChangeDay { accounts, .. } => accounts.clone(),
            Self::AskSwap { to, .. } => vec![*to],
            _ => Vec::new(),
        }
    }

    fn decide(&self, roster: &Roster, when: &Moment, drawer: &mut Drawer<'_>) -> Result<Vec<RosterEvent>, Failure> {
        let today = when.today;
        Ok(match self {
            Self::SetShift(new) => roster::set_shift(roster, new.clone(), today)?,
            Self::EndShift { no, on } => roster::end_shift(roster, *no, *on, today)?,
            Self::ChangeDay { shift, on, accounts } => {
                roster::change_day(roster, *shift, *on, accounts.clone(), today)?
            }
            Self::AskSwap { shift, on, to } => roster::ask_swap(roster, *shift, *on, (when.account, *to), today)?,
            Self::AnswerSwap { no, verdict } => roster::answer_swap(roster, *no, when.account, *verdict, today)?,
            Self::LeaveNote { text } => {
                let text = drawer.seal(TextKind::DutyNote, text);
                roster::leave_note(roster, when.account, when.local, text)?
            }
            Self::SignNote { no } => roster::sign_note(roster, *no, when.account, when.local)?,
        })
    }
}

/// Does one of these.
pub async fn act(desk: &Desk, actor: &Actor, body: BodyId, act: &Act) -> Result<Roster, Failure> {
    let account = AccountId(actor.account().ok_or(Failure::SignedOut)?);
    desk.permit_on_roster(actor, act.action(), body)?;
    let named = act.named();
    if !named.is_empty() {
        let staff = desk.store.read(move |c| roster_queries::staff(c, body)).await?;
        if named.iter().any(|account| !staff.iter().any(|(id, _)| *id == account.0)) {
            return Err(Failure::field("accounts", "roster-not-staff"));
        }
    }
    let local = desk.clock.local(desk.now());
    let when = Moment { today: local.date(), local, account };
    desk.change_roster(actor, act.action(), body, |roster, drawer| act.decide(roster, &when, drawer)).await
}

/// Days of the week by their numbers, 1 for Monday.
pub fn weekdays(numbers: impl Iterator<Item = i64>) -> Vec<Weekday> {
    numbers.filter_map(|n| Weekday::from_monday_one_offset(i8::try_from(n).ok()?).ok()).collect()
}

/// The minute of the day of a time such as `20:00`; `24:00` is its end.
pub fn minute(text: &str) -> Option<u16> {
    if text == "24:00" {
        return Some(24 * 60);
    }
    let (hour, minute) = text.split_once(':')?;
    let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
    u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_day_are_read_to_the_minute() {
        assert_eq!(["00:00", "08:30", "24:00"].map(minute), [Some(0), Some(510), Some(1440)]);
        for wrong in ["", "8", "25:00", "08:60", "a:b"] {
            assert_eq!(minute(wrong), None, "{wrong}");
        }
    }
}
