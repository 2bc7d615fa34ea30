//! Rosters in the browser.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::matter::{AccountId, Verdict};
use concord_domain::roster::{Gap, NewShift, Plan, Shift, Turn};
use concord_policy::Action;
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use minijinja::{Value, context};

use super::act::{self, Act};
use super::roster_notes_queries::{self, NoteLine};
use super::shown::{self, gaps, monday};
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::format;
use crate::kit::ids::hash;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::once::{Claim, Once};
use crate::kit::options::option;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::roster_queries;
use crate::kit::visit::Visit;

/// Notes that a page shows.
const NOTES: u16 = 20;
/// Gaps that a line tells one by one.
const GAPS: usize = 3;

/// `GET /desk/rosters`
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    if !desk.policy.ever(actor, Action::ViewRoster) {
        return Err(Failure::Forbidden);
    }
    let known = shown::known(&desk, actor).await?;
    let (places, tag) = (desk.places(), visit.lang.tag());
    let rosters: Vec<Value> = known
        .kept
        .iter()
        .map(|kept| {
            let names = kept.now.iter().flat_map(|turn| &turn.accounts).filter_map(|a| known.names.get(&a.0).cloned());
            context! {
                id => kept.body.0,
                name => places.body_name(kept.body, tag),
                now => names.collect::<Vec<_>>(),
                gaps => kept.gaps.iter().take(GAPS).map(|gap| gap_shown(&desk, &visit, gap)).collect::<Vec<_>>(),
                more => kept.gaps.len().saturating_sub(GAPS),
                own => kept.own.iter().take(GAPS).map(|turn| turn_times(&desk, &visit, turn)).collect::<Vec<_>>(),
            }
        })
        .collect();
    let unkept = known.unkept.iter().map(|body| context! { id => body.0, name => places.body_name(*body, tag) });
    let ctx = context! {
        title => desk.text(&visit, "roster-title", &[]),
        rosters,
        unkept => unkept.collect::<Vec<_>>(),
        days => shown::AHEAD,
    };
    desk.page(&visit, "roster/list.html", ctx)
}

/// `GET /desk/rosters/{body}`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(body): At<i64>) -> Result<Response, Failure> {
    draw(&desk, &visit, BodyId(body), StatusCode::OK, &Fields::default(), &Mistakes::default()).await
}

async fn done(
    desk: &Desk,
    visit: &Visit,
    body: i64,
    form: &Fields,
    flash: &'static str,
    read: Result<Act, Failure>,
) -> Result<Response, Failure> {
    let (actor, id) = (visit.staff()?, BodyId(body));
    let done = match read {
        Ok(act) => act::act(desk, actor, id, &act).await,
        Err(failure) => Err(failure),
    };
    let Err(failure) = done else { return Ok(go_with(&format!("/desk/rosters/{body}"), flash)) };
    let mistakes = desk.mistakes(visit, failure)?;
    draw(desk, visit, id, StatusCode::UNPROCESSABLE_ENTITY, form, &mistakes).await
}

fn accounts(form: &Fields, name: &str) -> Vec<AccountId> {
    form.all(name).filter_map(|id| id.parse().ok()).map(AccountId).collect()
}

/// A turn as a form names it: `shift:YYYY-MM-DD`.
fn turn_of(text: &str) -> Option<(u32, Date)> {
    let (shift, on) = text.split_once(':')?;
    Some((shift.parse().ok()?, on.parse().ok()?))
}

/// `POST /desk/rosters/{body}/shifts`
pub async fn set_shift(
    State(desk): State<Desk>,
    visit: Visit,
    At(body): At<i64>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let mut time = |name: &str| {
        let read = form.some(name).map(|text| act::minute(text).ok_or(FieldProblem::new(name, "roster-not-a-time")));
        check.need(name, read.transpose())
    };
    let times = time("shift_from").zip(time("shift_until"));
    let from_on = check.take(form.date("shift_on")).flatten().unwrap_or_else(|| desk.today());
    let days = act::weekdays(form.all("shift_days").filter_map(|day| day.parse().ok()));
    let read = check.done(times.map(|(from, until)| {
        Act::SetShift(NewShift { days, from, until, accounts: accounts(&form, "shift_accounts"), from_on })
    }));
    done(&desk, &visit, body, &form, "roster-shift-added", read).await
}

/// `POST /desk/rosters/{body}/shifts/{no}/end`
pub async fn end_shift(
    State(desk): State<Desk>,
    visit: Visit,
    At((body, no)): At<(i64, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let on = check.take(form.date("end_on")).flatten().or(Some(desk.today()));
    let read = check.done(on.map(|on| Act::EndShift { no, on }));
    done(&desk, &visit, body, &form, "roster-shift-ended", read).await
}

/// `POST /desk/rosters/{body}/days`
pub async fn change_day(
    State(desk): State<Desk>,
    visit: Visit,
    At(body): At<i64>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let turn = check.need("day_turn", form.word("day_turn", turn_of));
    let read =
        check.done(turn.map(|(shift, on)| Act::ChangeDay { shift, on, accounts: accounts(&form, "day_accounts") }));
    done(&desk, &visit, body, &form, "roster-day-changed", read).await
}

/// `POST /desk/rosters/{body}/swaps`
pub async fn ask_swap(
    State(desk): State<Desk>,
    visit: Visit,
    At(body): At<i64>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let turn = check.need("swap_turn", form.word("swap_turn", turn_of));
    let to = check.need("swap_to", form.int("swap_to"));
    let read = check.done(turn.zip(to).map(|((shift, on), to)| Act::AskSwap { shift, on, to: AccountId(to) }));
    done(&desk, &visit, body, &form, "roster-swap-asked", read).await
}

/// `POST /desk/rosters/{body}/swaps/{no}/answer`
pub async fn answer_swap(
    State(desk): State<Desk>,
    visit: Visit,
    At((body, no)): At<(i64, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let verdict = if form.get("answer") == "yes" { Verdict::Granted } else { Verdict::Refused };
    let read = Ok(Act::AnswerSwap { no, verdict });
    done(&desk, &visit, body, &form, "roster-swap-answered", read).await
}

/// `POST /desk/rosters/{body}/notes`: the same words in the same form are one note, however often they are sent.
pub async fn leave_note(
    State(desk): State<Desk>,
    visit: Visit,
    At(body): At<i64>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let text = check.text("note_text", form.get("note_text"));
    let key = format!("duty-note:{}", hash(&format!("{body} {} {text}", form.get("key"))));
    let once = Once::of_form(visit.staff()?.reference(), key);
    let leave = done(&desk, &visit, body, &form, "roster-note-left", check.done(Some(Act::LeaveNote { text })));
    if !form.has("key") {
        return leave.await;
    }
    // A second press waits for the first, and then finds that it is done.
    match once.claim(&desk).await? {
        Claim::First(_turn) => once.carry(leave).await,
        Claim::Again(_) => Ok(go_with(&format!("/desk/rosters/{body}"), "roster-note-left")),
    }
}

/// `POST /desk/rosters/{body}/notes/{no}/signature`
pub async fn sign_note(
    State(desk): State<Desk>,
    visit: Visit,
    At((body, no)): At<(i64, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    done(&desk, &visit, body, &form, "roster-note-signed", Ok(Act::SignNote { no })).await
}

struct Sheet {
    plan: Plan,
    staff: Vec<(i64, String)>,
    notes: Vec<NoteLine>,
    texts: std::collections::HashMap<i64, String>,
}

async fn sheet(desk: &Desk, body: BodyId) -> Result<Sheet, Failure> {
    Ok(desk
        .store
        .read(move |c| -> Result<_, concord_store::Fault> {
            let plan = roster_queries::plan(c, body)?.unwrap_or_default();
            let staff = roster_queries::staff(c, body)?;
            let notes = roster_notes_queries::latest(c, body, NOTES)?;
            let texts = concord_store::sealed::get(c, &notes.iter().map(|note| note.text).collect::<Vec<_>>())?;
            Ok(Sheet { plan, staff, notes, texts })
        })
        .await?)
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    body: BodyId,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    desk.permit_on_roster(actor, Action::ViewRoster, body)?;
    let account = visit.account()?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let Sheet { plan, staff, notes, texts } = sheet(desk, body).await?;
    let now = desk.clock.local(desk.now());
    let today = now.date();
    let week = monday(query.date("week").ok().flatten().unwrap_or(today));
    let mut people: Vec<i64> = plan.people().iter().map(|account| account.0).collect();
    people.extend(plan.swaps.iter().map(|swap| swap.to.0));
    people.extend(notes.iter().flat_map(|note| [Some(note.by), note.signed_by]).flatten());
    let names = desk.names_of(people).await?;
    let name = |account: &AccountId| names.get(&account.0).cloned().unwrap_or_default();
    let coming: Vec<Turn> = plan.turns(today, today.saturating_add(shown::AHEAD.days()));
    let choice = |turn: &Turn| {
        let label = format!(
            "{} {}",
            turn_times(desk, visit, turn),
            turn.accounts.iter().map(&name).collect::<Vec<_>>().join(" · ")
        );
        option(format!("{}:{}", turn.shift, turn.on), label)
    };
    let own_turns: Vec<Value> =
        coming.iter().filter(|turn| turn.accounts.contains(&AccountId(account))).map(choice).collect();
    let colleagues: Vec<Value> =
        staff.iter().filter(|(id, _)| *id != account).map(|(id, name)| option(id, name.clone())).collect();
    let keeps = desk.may_on_roster(actor, Action::KeepRoster, body);
    let serves = desk.may_on_roster(actor, Action::ServeDuty, body);
    let ctx = context! {
        title => desk.text(visit, "roster-title", &[]),
        id => body.0,
        name => desk.places().body_name(body, visit.lang.tag()),
        kept => plan.is_kept(today),
        on_duty => plan.on_duty(now).iter().map(&name).collect::<Vec<_>>(),
        gaps => gaps(&plan, now).iter().map(|gap| gap_shown(desk, visit, gap)).collect::<Vec<_>>(),
        days => days_shown(&plan, week, now, account, &name),
        before => format!("/desk/rosters/{body}?week={}", week.saturating_sub(7.days())),
        after => format!("/desk/rosters/{body}?week={}", week.saturating_add(7.days())),
        shifts => shifts_shown(&plan, today, &name),
        swaps => swaps_shown(&plan, today, account, &name),
        key => desk.ids.next().to_string(),
        leaves_notes => serves && plan.last_turn(AccountId(account), now).is_some(),
        notes => notes_shown(&notes, &texts, &names, account, serves && plan.serves_now_or_next(AccountId(account), now)),
        staff => staff.iter().map(|(id, name)| option(id, name.clone())).collect::<Vec<_>>(),
        colleagues,
        turns => coming.iter().map(choice).collect::<Vec<_>>(),
        own_turns,
        keeps,
        serves,
        chosen_days => form.all("shift_days").map(str::to_owned).collect::<Vec<_>>(),
        chosen_people => form.all("shift_accounts").map(str::to_owned).collect::<Vec<_>>(),
        day_people => form.all("day_accounts").map(str::to_owned).collect::<Vec<_>>(),
        form => typed(form),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "roster/show.html", ctx)
}

type Named<'a> = dyn Fn(&AccountId) -> String + 'a;

/// The days of a week with their turns.
fn days_shown(plan: &Plan, week: Date, now: DateTime, account: i64, name: &Named<'_>) -> Vec<Value> {
    let turns = plan.turns(week, week.saturating_add(6.days()));
    let shown = |turn: &Turn| {
        context! {
            times => times(turn),
            names => turn.accounts.iter().map(name).collect::<Vec<_>>(),
            own => turn.accounts.contains(&AccountId(account)),
            now => turn.begins <= now && now < turn.ends,
        }
    };
    (0..7)
        .map(|n: i64| {
            let day = week.saturating_add(n.days());
            let of_day: Vec<Value> = turns.iter().filter(|turn| turn.on == day).map(shown).collect();
            context! { on => day.to_string(), today => day == now.date(), turns => of_day }
        })
        .collect()
}

fn shifts_shown(plan: &Plan, today: Date, name: &Named<'_>) -> Vec<Value> {
    let lasting = plan.shifts.iter().filter(|shift| shift.ended_on.is_none_or(|on| on > today));
    lasting.map(|shift| shift_shown(shift, name)).collect()
}

fn swaps_shown(plan: &Plan, today: Date, account: i64, name: &Named<'_>) -> Vec<Value> {
    let coming = plan.swaps.iter().filter(|swap| swap.on >= today);
    coming
        .map(|swap| {
            let (from, to) = (name(&swap.from), name(&swap.to));
            context! { no => swap.no, from, to, on => swap.on.to_string(), mine => swap.to.0 == account }
        })
        .collect()
}

type Texts = std::collections::HashMap<i64, String>;

fn notes_shown(notes: &[NoteLine], texts: &Texts, names: &Texts, account: i64, signs: bool) -> Vec<Value> {
    notes
        .iter()
        .map(|note| {
            context! {
                no => note.no,
                on => &note.on,
                at => note.at,
                by => names.get(&note.by).cloned(),
                text => texts.get(&note.text).cloned(),
                signed_by => note.signed_by.and_then(|by| names.get(&by).cloned()),
                signed_at => note.signed_at,
                may_sign => signs && note.signed_by.is_none() && note.by != account,
            }
        })
        .collect()
}

fn shift_shown(shift: &Shift, name: &Named<'_>) -> Value {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    context! {
        no => shift.no,
        days => &shift.days,
        times => format!("{}–{}", clock(shift.from), clock(shift.from + shift.minutes)),
        names => shift.accounts.iter().map(name).collect::<Vec<_>>(),
        from_on => shift.from_on.to_string(),
        ended_on => shift.ended_on.map(|on| on.to_string()),
    }
}

/// From when to when, as a wall clock shows it.
fn times(turn: &Turn) -> String {
    format!("{}–{}", wall(turn.begins), wall(turn.ends))
}

fn wall(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

fn day(desk: &Desk, visit: &Visit, on: Date) -> String {
    let iso = on.to_string();
    format::weekday(desk.templates.messages(), visit.lang, &iso).unwrap_or(iso)
}

fn turn_times(desk: &Desk, visit: &Visit, turn: &Turn) -> String {
    format!("{} {}", day(desk, visit, turn.on), times(turn))
}

fn gap_shown(desk: &Desk, visit: &Visit, gap: &Gap) -> String {
    let from = format!("{} {}", day(desk, visit, gap.from.date()), wall(gap.from));
    let until = if gap.until.date() == gap.from.date() {
        wall(gap.until)
    } else {
        format!("{} {}", day(desk, visit, gap.until.date()), wall(gap.until))
    };
    desk.text(visit, "roster-gap", &[("from", from), ("until", until)])
}
