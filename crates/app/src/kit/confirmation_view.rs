//! Judicial confirmation as pages and the API show it.

use std::collections::HashMap;

use concord_domain::confirmation::{Confirmation, apply_until};
use concord_domain::matter::Matter;
use serde::Serialize;
use utoipa::ToSchema;

use super::desk::Desk;
use super::matter_view::{BodyView, body_view};
use super::messages::Lang;

/// An application to the court to confirm an agreement.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConfirmationView {
    pub no: u32,
    /// Number of the agreement.
    pub agreement: u32,
    /// `applied`, `accepted`, `confirmed`, `rejected`, `declined`, `withdrawn`.
    pub state: &'static str,
    pub applied_on: String,
    /// The court, where it is known here.
    pub body: Option<BodyView>,
    /// Its name.
    pub court: Option<String>,
    pub accepted_on: Option<String>,
    /// The court's case number.
    pub number: Option<String>,
    /// The court takes longer.
    pub extended_on: Option<String>,
    pub ruled_on: Option<String>,
    /// What the court, or who noted it, said to it.
    pub text: Option<String>,
}

impl Desk {
    /// Every application of a matter, in order.
    pub fn confirmations(&self, lang: Lang, m: &Matter, texts: &HashMap<i64, String>) -> Vec<ConfirmationView> {
        m.confirmations.iter().map(|c| self.confirmation(lang, c, texts)).collect()
    }

    fn confirmation(&self, lang: Lang, c: &Confirmation, texts: &HashMap<i64, String>) -> ConfirmationView {
        let text = |sealed: Option<&concord_domain::sealed::Sealed>| sealed.and_then(|s| texts.get(&s.id).cloned());
        let body = c.body.map(|id| body_view(self, id, lang));
        ConfirmationView {
            no: c.no,
            agreement: c.agreement,
            state: match (&c.ruled, c.accepted_on) {
                (Some(ruled), _) => ruled.ruling.as_str(),
                (None, Some(_)) => "accepted",
                (None, None) => "applied",
            },
            applied_on: c.applied_on.to_string(),
            court: text(c.court.as_ref()).or_else(|| body.as_ref().map(|b| b.name.clone())),
            body,
            accepted_on: c.accepted_on.map(|on| on.to_string()),
            number: text(c.number.as_ref()),
            extended_on: c.extended_on.map(|on| on.to_string()),
            ruled_on: c.ruled.as_ref().map(|r| r.on.to_string()),
            text: c.ruled.as_ref().and_then(|r| text(r.text.as_ref())),
        }
    }

    /// The last day on which the parties may apply for the agreement in effect.
    pub fn confirm_until(&self, m: &Matter) -> Option<String> {
        apply_until(m, &self.rules(m)).ok().flatten().map(|on| on.to_string())
    }
}
