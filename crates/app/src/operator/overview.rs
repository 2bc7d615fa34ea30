//! `GET /operator`

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_policy::Action;
use concord_policy::relation::Subject;
use concord_store::Dialect;
use minijinja::{Value, context};

use super::overview_queries as queries;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
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
        audit => audit.iter().map(|line| told(&desk, &visit, line)).collect::<Vec<_>>(),
    };
    desk.page(&visit, "operator/overview.html", ctx)
}

/// A line of the audit in words: what was done, and to whom or what, with its page.
fn told(desk: &Desk, visit: &Visit, line: &queries::Line) -> Value {
    let (messages, lang, places) = (desk.templates.messages(), visit.lang, desk.places());
    let key = format!("operator-audit-{}", line.action.replace('.', "-"));
    let body = |id: &str| id.parse().ok().map(|id| places.body_name(BodyId(id), lang.tag())).unwrap_or_default();
    let parts: Vec<&str> = line.detail.split(' ').collect();
    let (whom, href) = match (line.action.split_once('.').map_or("", |(noun, _)| noun), parts.as_slice()) {
        ("account" | "token", [id, ..]) => (line.login.clone(), Some(format!("/operator/accounts/{id}"))),
        ("role", [id, role, of]) => {
            let held = [line.login.clone(), Some(messages.plain(lang, &format!("role-{role}"))), Some(body(of))];
            let held: Vec<String> = held.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            (Some(held.join(" · ")), Some(format!("/operator/accounts/{id}")))
        }
        ("body", [id]) => (Some(body(id)), Some(format!("/operator/bodies/{id}"))),
        ("region", [code]) => {
            let name = code.parse().ok().map(|code| places.region_name(&code, lang.tag()).to_owned());
            (name, Some(format!("/operator/regions/{code}")))
        }
        _ => (Some(line.detail.clone()), None),
    };
    context! {
        action => if messages.has(lang, &key) { messages.plain(lang, &key) } else { line.action.clone() },
        whom, href, actor => &line.actor, at => line.at,
    }
}
