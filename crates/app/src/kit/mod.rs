//! What slices share.

pub mod api;
pub mod assets;
pub mod audit;
pub mod clock;
pub mod data;
pub mod desk;
pub mod drawer;
pub mod failure;
pub mod filing;
pub mod form;
pub mod format;
pub mod guard;
pub mod ids;
pub mod limit;
pub mod matter_queries;
pub mod matter_view;
pub mod messages;
pub mod nav;
pub mod page;
pub mod people_queries;
pub mod place;
pub mod place_queries;
pub mod problem;
pub mod qr;
pub mod read_model;
pub mod routes;
pub mod source;
pub mod templates;
#[cfg(test)]
pub mod testing;
pub mod timeline;
pub mod upload;
pub mod visit;
