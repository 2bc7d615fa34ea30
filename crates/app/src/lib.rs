//! Pages, API and jobs of Concord: one folder per capability, and `kit`, which they share.

pub mod agreement;
pub mod assignment;
pub mod call_back;
pub mod clocks;
pub mod conclusion;
pub mod danger;
pub mod dashboard;
pub mod demo;
pub mod dispute;
pub mod diversion;
pub mod family;
pub mod home;
pub mod housekeeping;
pub mod import;
pub mod joint;
pub mod kit;
pub mod list;
pub mod live;
pub mod matter;
pub mod mine;
pub mod notices;
pub mod on_the_spot;
pub mod openapi;
pub mod operator;
pub mod queue;
pub mod rates;
pub mod rating;
pub mod report;
pub mod return_visit;
pub mod roster;
pub mod session;
pub mod sign_in;
pub mod styleguide;
pub mod tiers;
pub mod trace;
pub mod track;
pub mod triage;
pub mod urging;
pub mod web;
pub mod window;

use kit::desk::Desk;
use kit::routes::Pages;
use utoipa_axum::router::OpenApiRouter;

/// The pages of every slice.
pub fn pages() -> Pages {
    Pages::new()
        .merge(sign_in::pages())
        .merge(agreement::pages())
        .merge(assignment::pages())
        .merge(call_back::pages())
        .merge(clocks::pages())
        .merge(conclusion::pages())
        .merge(danger::pages())
        .merge(dashboard::pages())
        .merge(dispute::pages())
        .merge(diversion::pages())
        .merge(family::pages())
        .merge(home::pages())
        .merge(housekeeping::pages())
        .merge(joint::pages())
        .merge(list::pages())
        .merge(live::pages())
        .merge(matter::pages())
        .merge(mine::pages())
        .merge(notices::pages())
        .merge(on_the_spot::pages())
        .merge(openapi::pages())
        .merge(operator::pages())
        .merge(queue::pages())
        .merge(rates::pages())
        .merge(rating::pages())
        .merge(report::pages())
        .merge(return_visit::pages())
        .merge(roster::pages())
        .merge(session::pages())
        .merge(styleguide::pages())
        .merge(trace::pages())
        .merge(tiers::pages())
        .merge(track::pages())
        .merge(triage::pages())
        .merge(urging::pages())
        .merge(web::pages())
        .merge(window::pages())
}

/// The JSON routes of every slice, below `/api/v1`, with their description.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .merge(agreement::api())
        .merge(assignment::api())
        .merge(call_back::api())
        .merge(clocks::api())
        .merge(conclusion::api())
        .merge(danger::api())
        .merge(dashboard::api())
        .merge(dispute::api())
        .merge(diversion::api())
        .merge(family::api())
        .merge(home::api())
        .merge(housekeeping::api())
        .merge(joint::api())
        .merge(list::api())
        .merge(matter::api())
        .merge(mine::api())
        .merge(notices::api())
        .merge(on_the_spot::api())
        .merge(openapi::api())
        .merge(operator::api())
        .merge(queue::api())
        .merge(rates::api())
        .merge(rating::api())
        .merge(report::api())
        .merge(return_visit::api())
        .merge(roster::api())
        .merge(session::api())
        .merge(trace::api())
        .merge(tiers::api())
        .merge(track::api())
        .merge(triage::api())
        .merge(urging::api())
        .merge(window::api())
}
