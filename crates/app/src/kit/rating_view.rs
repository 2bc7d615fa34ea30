//! What the parties said of a matter, as the API answers it.

use std::collections::HashMap;

use concord_domain::matter::{Matter, Resolved};
use concord_domain::rates::voices;
use concord_policy::Actor;
use serde::Serialize;
use utoipa::ToSchema;

use super::desk::Desk;
use super::matter_view::{BodyView, body_view};
use super::messages::Lang;

/// A party's judgement.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingView {
    pub party: u32,
    pub stars: u8,
    pub on: String,
    pub comment: Option<String>,
    /// Whether its trouble is over: `yes`, `partly`, `no`; absent where it would not say.
    pub resolved: Option<&'static str>,
    /// When it was asked: `conclusion`, `visit` (after the return visit), `sample` (an independent call-back).
    pub occasion: &'static str,
    /// `own`, `phone`, `paper`.
    pub way: &'static str,
    /// Whose people took it down; absent where the party wrote it itself.
    pub by: Option<BodyView>,
    /// Whether it is the party's voice in the rates.
    pub counts: bool,
}

impl Desk {
    /// Every judgement, in order; a party reads its own.
    pub(super) fn ratings(
        &self,
        actor: &Actor,
        m: &Matter,
        lang: Lang,
        texts: &HashMap<i64, String>,
    ) -> Vec<RatingView> {
        let own = actor.acts_for();
        let voices = voices(m);
        m.ratings
            .iter()
            // What the party thinks of it is its own, even before who represents it.
            .filter(|r| own.is_none_or(|own| own == r.party) && !matches!(actor, Actor::Agent { .. }))
            .map(|r| RatingView {
                party: r.party,
                stars: r.stars,
                on: r.on.to_string(),
                comment: r.text.as_ref().and_then(|t| texts.get(&t.id).cloned()),
                resolved: r.resolved.map(Resolved::as_str),
                occasion: r.occasion.as_str(),
                way: r.way.as_str(),
                by: r.by.map(|by| body_view(self, by, lang)),
                counts: voices.iter().any(|voice| std::ptr::eq(*voice, r)),
            })
            .collect()
    }
}
