//! Work that recurs: deadlines that passed are noted, files that nobody needs open are closed, what is over is forgotten.

use std::time::Instant;

use concord_domain::code::MatterCode;
use concord_domain::conclusion;
use concord_domain::matter::{Event, Matter, Rules, lapse, warn};
use concord_policy::{Action, Actor};
use concord_store::jobs::{self, Job, JobOutcome, NewJob, Runner};
use concord_store::{Conn, Fault};
use jiff::ToSpan as _;

use super::jobs_queries as queries;
use super::recounting;
use super::together::each;
use crate::kit::accounts::sessions;
use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::Drawer;
use crate::kit::failure::Failure;
use crate::kit::idempotency_queries;
use crate::kit::limit::Limiter;
use crate::kit::notice_queries;

/// Who acts, in the journal.
pub(super) const ACTOR: Actor = Actor::System("rule");

const MINUTE: i64 = 60 * 1_000_000;

/// Matters that are looked at together.
pub(super) const BATCH: u16 = 200;

/// Batches in one run; what is left is for the next one. A run must end long before its lease does.
const BATCHES_MAX: usize = 50;

/// A job that comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Recurring {
    Recount,
    Danger,
    Lapse,
    Warn,
    Rise,
    Gaps,
    Archive,
    Prune,
}

/// Whether a run left something over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    Nothing,
    Some,
}

impl Recurring {
    const ALL: [Self; 8] =
        [Self::Recount, Self::Danger, Self::Lapse, Self::Warn, Self::Rise, Self::Gaps, Self::Archive, Self::Prune];

    const fn kind(self) -> &'static str {
        match self {
            Self::Recount => "clocks.recount",
            Self::Danger => "danger.tell",
            Self::Lapse => "clocks.lapse",
            Self::Warn => "clocks.warn",
            Self::Rise => "tiers.rise",
            Self::Gaps => "roster.gaps",
            Self::Archive => "archive.due",
            Self::Prune => "prune",
        }
    }

    /// Whether it looks through everything.
    const fn is_nightly(self) -> bool {
        matches!(self, Self::Rise | Self::Archive)
    }

    /// When it comes back, microseconds UTC: files are closed at two at night, when nobody waits.
    fn next(self, desk: &Desk) -> i64 {
        match self {
            // What was not told at once, as when the house stopped in between.
            Self::Danger => desk.now() + MINUTE,
            Self::Lapse | Self::Warn => desk.now() + 10 * MINUTE,
            // At the start of serving, when calendars may be others, and every hour for a house that runs for years.
            Self::Prune | Self::Recount | Self::Gaps => desk.now() + 60 * MINUTE,
            Self::Archive => at_night(desk, 2),
            Self::Rise => at_night(desk, 3),
        }
    }

    async fn run(self, desk: &Desk) -> Result<Left, Failure> {
        match self {
            Self::Recount => recounting::recount_all(desk).await,
            Self::Danger => tell_dangers(desk).await,
            Self::Lapse => note_lapsed(desk).await,
            Self::Warn => note_warned(desk).await,
            Self::Rise => raise_due(desk).await,
            Self::Gaps => desk.tell_gaps().await.map(|()| Left::Nothing),
            Self::Archive => archive_due(desk).await,
            Self::Prune => prune(desk).await,
        }
    }
}

/// An hour of the coming night.
fn at_night(desk: &Desk, hour: i8) -> i64 {
    let night = desk.today().saturating_add(1.day()).at(hour, 0, 0, 0);
    desk.clock.instant(night).unwrap_or_else(|| desk.now() + 24 * 60 * MINUTE)
}

/// The runner of an installation's jobs.
pub fn runner(desk: &Desk) -> Runner {
    Recurring::ALL.into_iter().fold(Runner::new(desk.store.clone(), desk.clock.source()), |runner, recurring| {
        let desk = desk.clone();
        runner.handle(recurring.kind(), move |_: Job| {
            let desk = desk.clone();
            async move { outcome(&desk, recurring).await }
        })
    })
}

/// Does everything that recurs, once and now.
///
/// # Errors
/// The first that failed; the others were tried.
pub async fn run_due(desk: &Desk) -> Result<(), Failure> {
    let mut ran = Ok(());
    for recurring in Recurring::ALL {
        ran = ran.and(recurring.run(desk).await.map(drop));
    }
    ran
}

/// Puts the recurring jobs in line when an installation begins to serve: each at once, but what looks through everything waits for
/// its night, so that the first to come in the morning after a restart wait for nothing.
pub async fn begin(desk: &Desk) -> Result<(), Fault> {
    let now = desk.now();
    let begin = move |c: &mut Conn| {
        Recurring::ALL.into_iter().try_for_each(|recurring| {
            let job = new(recurring, now);
            if recurring.is_nightly() { jobs::enqueue_once(c, &job) } else { jobs::enqueue(c, &job) }
        })
    };
    desk.store.write(begin).await
}

fn new(recurring: Recurring, run_at: i64) -> NewJob {
    NewJob { kind: recurring.kind().to_owned(), key: String::new(), payload: String::new(), run_at }
}

/// Runs once and comes back, whatever came of it: a job that failed for good would be missed by nobody.
async fn outcome(desk: &Desk, recurring: Recurring) -> JobOutcome {
    let ran = recurring.run(desk).await;
    let next = if let Ok(Left::Some) = ran { desk.now() } else { recurring.next(desk) };
    let again = desk.store.write(move |c| jobs::enqueue(c, &new(recurring, next))).await;
    match (ran, again) {
        (Ok(_), Ok(())) => JobOutcome::Done,
        (Err(failure), _) => JobOutcome::Retry(failure.to_string()),
        (_, Err(fault)) => JobOutcome::Retry(fault.to_string()),
    }
}

/// Tells whoever is on duty of the signs of danger that nobody was told of.
async fn tell_dangers(desk: &Desk) -> Result<Left, Failure> {
    for code in desk.store.read(move |c| queries::untold(c, BATCH)).await? {
        desk.tell_at_once(&desk.load(&code).await?).await;
    }
    Ok(Left::Nothing)
}

/// Notes the deadlines that passed.
async fn note_lapsed(desk: &Desk) -> Result<Left, Failure> {
    let began = Instant::now();
    let mut all = 0;
    let mut after = queries::beginning();
    let told = |all: usize| {
        if all > 0 {
            tracing::info!(noted = all, milliseconds = began.elapsed().as_millis(), "deadlines noted as missed");
        }
    };
    for _ in 0..BATCHES_MAX {
        let (now, today, from) = (desk.now(), desk.latest_today(), after.clone());
        let due = move |c: &mut Conn| {
            Ok::<_, Fault>((queries::lapsed_hours(c, now, BATCH)?, queries::lapsed(c, today, &from, BATCH)?))
        };
        let (mut codes, (days, last)) = desk.store.read(due).await?;
        codes.extend(days);
        if codes.is_empty() {
            told(all);
            return Ok(Left::Nothing);
        }
        // Where the day began later, its time has not come: it is passed by, not looked at again and again.
        after = last.unwrap_or(after);
        // What a rule notes about a matter is one of its details.
        let above = |matter: &Matter, rules: &Rules<'_>, _: &mut Drawer<'_>| decide_lapse(desk, matter, rules);
        let noted = each(desk, codes, Action::EditMatter, &above).await;
        if noted == 0 {
            return Err(Failure::fault(std::io::Error::other("no deadline could be noted as missed")));
        }
        all += noted;
    }
    told(all);
    Ok(Left::Some)
}

/// Notes the warning points that were reached.
async fn note_warned(desk: &Desk) -> Result<Left, Failure> {
    let mut after = queries::beginning();
    for _ in 0..BATCHES_MAX {
        let (today, from) = (desk.latest_today(), after.clone());
        let (codes, last) = desk.store.read(move |c| queries::near(c, today, &from, BATCH)).await?;
        let Some(last) = last else { return Ok(Left::Nothing) };
        after = last;
        let noted = each(desk, codes, Action::EditMatter, &decide_warn).await;
        if noted == 0 {
            return Err(Failure::fault(std::io::Error::other("no warning could be noted")));
        }
    }
    Ok(Left::Some)
}

/// Looks through what is open for what has to go up a tier by now: rules may speak of time.
async fn raise_due(desk: &Desk) -> Result<Left, Failure> {
    let mut after = i64::MIN;
    loop {
        let open = desk.store.read(move |c| queries::open(c, after, BATCH)).await?;
        let Some((last, _)) = open.last() else { return Ok(Left::Nothing) };
        after = *last;
        for (_, code) in open {
            if let Err(failure) = raise_one(desk, &code).await {
                tracing::error!(%code, %failure, "a rule could not raise a matter");
            }
        }
    }
}

/// Reads the matter first: most stay where they are, and nothing is written for them.
async fn raise_one(desk: &Desk, code: &MatterCode) -> Result<(), Failure> {
    let matter = desk.load(code).await?;
    let answers = desk.answers_for_rise(&matter).await?;
    if desk.rise_of(&matter, &answers)?.is_empty() {
        return Ok(());
    }
    let decide = |m: &Matter, _: &Rules<'_>, _: &mut Drawer<'_>| desk.rise_of(m, &answers);
    desk.carry_out(&ACTOR, Action::EditMatter, code, Expected::Any, decide).await.map(drop)
}

/// Closes the files whose time has come.
async fn archive_due(desk: &Desk) -> Result<Left, Failure> {
    let mut after = (String::new(), i64::MIN);
    loop {
        let from = after.clone();
        let concluded = desk.store.read(move |c| queries::concluded(c, (&from.0, from.1), BATCH)).await?;
        let Some(last) = concluded.last() else { return Ok(Left::Nothing) };
        after = (last.concluded_on.clone(), last.id);
        let due = concluded.into_iter().filter(|c| is_due(desk, c)).map(|c| c.code).collect();
        each(desk, due, Action::ArchiveMatter, &decide_archive).await;
    }
}

fn decide_lapse(desk: &Desk, matter: &Matter, rules: &Rules<'_>) -> Result<Vec<Event>, Failure> {
    let places = desk.places();
    Ok(lapse(matter, rules, &|body| places.superior_of(body))?)
}

fn decide_warn(matter: &Matter, rules: &Rules<'_>, _: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
    Ok(warn(matter, rules))
}

fn decide_archive(matter: &Matter, rules: &Rules<'_>, _: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
    match conclusion::archive(matter, rules) {
        // Archived or reopened in between, or the matter's own playbook waits longer.
        Err(_) => Ok(Vec::new()),
        decided => Ok(decided?),
    }
}

fn is_due(desk: &Desk, concluded: &queries::Concluded) -> bool {
    let days = desk.playbooks.for_category(&concluded.category).archive_after_days();
    let on: Option<jiff::civil::Date> = concluded.concluded_on.parse().ok();
    on.is_some_and(|on| on.saturating_add(i64::from(days).days()) <= desk.today())
}

/// Forgets sessions, rates and repeated requests that are over.
async fn prune(desk: &Desk) -> Result<Left, Failure> {
    let now = desk.now();
    desk.store
        .write(move |c| {
            sessions::prune(c, now)?;
            Limiter::prune(c, now)?;
            notice_queries::prune(c)?;
            idempotency_queries::prune(c, now)
        })
        .await?;
    Ok(Left::Nothing)
}
