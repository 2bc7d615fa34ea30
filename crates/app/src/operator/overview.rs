//! `GET /operator`

use axum::extract::State;
use axum::response::Response;
use concord_policy::Action;
use concord_policy::relation::Subject;
use concord_store::Dialect;
use minijinja::context;

use super::overview_queries as queries;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::page::shown;
use crate::kit::visit::Visit;

/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A backup that is older, in days, is worth a word.
const BACKUP_DAYS: i64 = 7;
const DAY: i64 = 86_400_000_000;

/// How the installation is, and what was last done to it.
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    desk.permit_on(&visit.actor, Action::ViewHealth, &Subject::House)?;
    let now = desk.now();
    let (figures, audit) =
        desk.store.read(move |c| Ok::<_, Failure>((queries::figures(c, now)?, queries::audit(c)?))).await?;
    let places = desk.places();
    let late_backup = figures.backup_at.is_none_or(|at| now - at > BACKUP_DAYS * DAY);
    let ctx = context! {
        version => VERSION,
        database => match desk.store.dialect() { Dialect::Sqlite => "SQLite", Dialect::Postgres => "PostgreSQL" },
        size_mib => figures.size / (1 << 20),
        events => figures.head,
        writes_waiting => desk.store.writes_waiting(),
        jobs_waiting => figures.jobs.ready + figures.jobs.running,
        jobs_dead => figures.jobs.dead,
        sessions => figures.sessions,
        backup_at => figures.backup_at,
        late_backup => late_backup,
        regions => places.regions().len(),
        bodies => places.bodies().len(),
        playbooks => desk.playbooks.iter().len(),
        audit => shown(audit),
    };
    desk.page(&visit, "operator/overview.html", ctx)
}
