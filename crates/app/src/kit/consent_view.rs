//! Questions to parties whether they want a matter to go elsewhere, as the API answers them and as pages show them.

use std::collections::HashMap;

use concord_domain::diversion::ConsentRequest;
use concord_domain::matter::Matter;
use concord_policy::Actor;
use serde::Serialize;
use utoipa::ToSchema;

use super::desk::Desk;
use super::matter_view::{BodyView, rfc3339};
use super::messages::Lang;

type Texts = HashMap<i64, String>;

/// A question whether parties want a matter to go by an exit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConsentView {
    pub no: u32,
    pub on: String,
    /// Id among the exits.
    pub exit: String,
    pub exit_name: String,
    /// The whole matter would go; otherwise mediation goes on beside it.
    pub whole: bool,
    pub by: BodyView,
    /// Why it is asked.
    pub text: Option<String>,
    /// Whether it can still be answered.
    pub open: bool,
    /// Those who were asked; for a party only itself.
    pub answers: Vec<ConsentAnswerView>,
}

/// What a party said; its last word counts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConsentAnswerView {
    pub party: u32,
    /// `yes` or `no`; absent where it did not say yet.
    pub wish: Option<&'static str>,
    /// RFC 3339.
    pub at: Option<String>,
    pub on: Option<String>,
    /// Why not, where it says.
    pub reason: Option<String>,
}

impl Desk {
    /// The questions of a matter: for a party those that it was asked, with its own answers.
    pub fn consents_shown(&self, actor: &Actor, lang: Lang, m: &Matter, texts: &Texts) -> Vec<ConsentView> {
        let own = actor.acts_for();
        let asked = m.consents.iter().filter(|c| own.is_none_or(|own| c.parties.contains(&own)));
        asked.map(|c| self.consent_shown(own, lang, m, c, texts)).collect()
    }

    fn consent_shown(
        &self,
        own: Option<u32>,
        lang: Lang,
        m: &Matter,
        c: &ConsentRequest,
        texts: &Texts,
    ) -> ConsentView {
        let (tag, exit) = (lang.tag(), self.diversions.exit(&c.exit));
        let answer = |party: u32| {
            let said = c.answer_of(party);
            ConsentAnswerView {
                party,
                wish: said.map(|said| said.wish.as_str()),
                at: said.map(|said| rfc3339(said.at)),
                on: said.map(|said| said.on.to_string()),
                reason: said.and_then(|said| texts.get(&said.reason.as_ref()?.id).cloned()),
            }
        };
        ConsentView {
            no: c.no,
            on: c.on.to_string(),
            exit: c.exit.clone(),
            exit_name: exit.map_or_else(|| c.exit.clone(), |e| e.name.in_lang(tag).to_owned()),
            whole: exit.is_some_and(|e| e.goes == concord_domain::matter::Goes::Whole),
            by: BodyView { id: c.by.0, name: self.places().body_name(c.by, tag) },
            text: c.text.as_ref().and_then(|text| texts.get(&text.id).cloned()),
            open: m.open_consents().any(|open| open.no == c.no),
            answers: c.parties.iter().filter(|no| own.is_none_or(|own| own == **no)).map(|no| answer(*no)).collect(),
        }
    }
}
