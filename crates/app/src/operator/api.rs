//! `GET /health`

use axum::extract::State;
use concord_policy::Action;
use concord_policy::relation::Subject;
use serde::Serialize;
use utoipa::ToSchema;

use super::overview::VERSION;
use super::overview_queries as queries;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

/// How the installation is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// Version of the program.
    version: String,
    /// Bytes of the database.
    database_bytes: i64,
    /// Place of the newest event in the journal.
    journal_head: i64,
    /// Writes that wait for the writer.
    writes_waiting: usize,
    jobs_ready: i64,
    jobs_running: i64,
    /// Jobs that gave up and wait for an operator.
    jobs_dead: i64,
    /// People signed in.
    sessions: i64,
    /// When a backup was last made, RFC 3339.
    backup_at: Option<String>,
}

/// How the installation is
///
/// For an operator's own monitoring; whoever only wants to know whether it answers asks `/healthz`.
#[utoipa::path(
    get,
    path = "/health",
    tag = "installation",
    responses(
        (status = 200, description = "How it is", body = Health),
        (status = 401, description = "No token came with it", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "This actor may not", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "A fault of ours", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
pub async fn health(State(desk): State<Desk>, visit: Visit) -> Result<axum::Json<Health>, Failure> {
    desk.permit_on(&visit.actor, Action::ViewHealth, &Subject::House)?;
    let now = desk.now();
    let figures = desk.store.read(move |c| queries::figures(c, now)).await?;
    let instant = |at| jiff::Timestamp::from_microsecond(at).map(|t| t.to_string()).ok();
    Ok(axum::Json(Health {
        version: VERSION.to_owned(),
        database_bytes: figures.size,
        journal_head: figures.head,
        writes_waiting: desk.store.writes_waiting(),
        jobs_ready: figures.jobs.ready,
        jobs_running: figures.jobs.running,
        jobs_dead: figures.jobs.dead,
        sessions: figures.sessions,
        backup_at: figures.backup_at.and_then(instant),
    }))
}
