//! Running the installation: how it is, who may sign in, which regions and bodies there are, which jobs gave up, which
//! playbooks hold.

mod accounts;
mod accounts_list;
mod accounts_queries;
mod api;
mod bodies;
mod bodies_list;
mod bodies_queries;
mod explain;
mod jobs;
mod outlines;
mod overview;
mod overview_queries;
mod playbooks;
mod regions;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

pub use explain::{Telling, explain, explain_list};

/// `/operator…` and `/playbooks…`
pub fn pages() -> Pages {
    Pages::new()
        .get("/operator", overview::show)
        .get("/operator/accounts", accounts_list::list)
        .get("/operator/accounts.csv", accounts_list::take)
        .get("/operator/accounts.xlsx", accounts_list::take)
        .get("/operator/accounts/new", accounts::show_new)
        .post("/operator/accounts", accounts::create)
        .get("/operator/accounts/{id}", accounts::show)
        .post("/operator/accounts/{id}/disabling", accounts::disable)
        .post("/operator/accounts/{id}/enabling", accounts::enable)
        .post("/operator/accounts/{id}/password", accounts::reset_password)
        .post("/operator/accounts/{id}/roles", accounts::give_role)
        .post("/operator/accounts/{id}/roles/removal", accounts::take_role)
        .post("/operator/accounts/{id}/tokens", accounts::create_token)
        .post("/operator/accounts/{id}/tokens/revocation", accounts::revoke_token)
        .get("/operator/bodies", bodies_list::list)
        .get("/operator/bodies.csv", bodies_list::take)
        .get("/operator/bodies.xlsx", bodies_list::take)
        .get("/operator/bodies/new", bodies::show_new)
        .post("/operator/bodies", bodies::create)
        .get("/operator/bodies/{id}", bodies::show)
        .post("/operator/bodies/{id}", bodies::change)
        .post("/operator/bodies/{id}/closing", bodies::close)
        .post("/operator/bodies/{id}/opening", bodies::open)
        .get("/operator/regions", regions::list)
        .get("/operator/regions.csv", regions::take)
        .get("/operator/regions.xlsx", regions::take)
        .post("/operator/regions", regions::create)
        .get("/operator/regions/{code}", regions::show)
        .post("/operator/regions/{code}", regions::change)
        .get("/operator/outlines", outlines::show)
        .post("/operator/outlines", outlines::take)
        .get("/operator/jobs", jobs::list)
        .get("/operator/jobs.csv", jobs::take)
        .get("/operator/jobs.xlsx", jobs::take)
        .post("/operator/jobs/{id}/revival", jobs::revive)
        .post("/operator/jobs/{id}/discarding", jobs::discard)
        .get("/playbooks", playbooks::list)
        .get("/playbooks/{id}", playbooks::show)
}

/// `GET /health`
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::health))
}
