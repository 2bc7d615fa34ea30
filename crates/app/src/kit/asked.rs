//! Which region a page of figures is about.

use concord_domain::region::RegionCode;
use concord_policy::relation::Subject;
use concord_policy::{Action, Actor};

use super::desk::Desk;
use super::failure::Failure;
use super::form::Fields;

/// The region asked for, or the widest that the actor has figures of.
///
/// # Errors
/// [`Failure::SignedOut`], [`Failure::Forbidden`], or [`Failure::NotFound`] for a region that is none.
pub fn region_asked(desk: &Desk, actor: &Actor, action: Action, fields: &Fields) -> Result<RegionCode, Failure> {
    if !matches!(actor, Actor::Staff { .. }) {
        return Err(Failure::SignedOut);
    }
    let code: RegionCode = match fields.some("region") {
        Some(text) => text.parse().map_err(|_| Failure::NotFound)?,
        None => desk
            .policy
            .regions(actor, action)
            .into_iter()
            .min_by_key(|code| code.len())
            .and_then(|code| code.parse().ok())
            .ok_or(Failure::Forbidden)?,
    };
    desk.permit_on(actor, action, &Subject::Region(code.as_str().to_owned()))?;
    if desk.places().region(&code).is_some() { Ok(code) } else { Err(Failure::NotFound) }
}
