//! Pages, API and jobs of Concord: one folder per capability, and `kit`, which they share.

pub mod kit;
pub mod styleguide;
