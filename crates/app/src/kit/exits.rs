//! Where else the people of a matter can go: what is open for it, by when, with what, and where that is near them.

use std::collections::HashMap;

use concord_domain::body::Body;
use concord_domain::diversion::{Advice, ExitSpec};
use concord_domain::matter::{Goes, Matter};
use serde::Serialize;
use utoipa::ToSchema;

use super::desk::Desk;
use super::drawer::{Drawer, TextKind};
use super::format;
use super::matter_view::BodyView;
use super::messages::{Args, Lang};

/// Somewhere else to go, in the reader's language.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExitShown {
    #[schema(example = "labour-arbitration")]
    pub id: String,
    /// `court`, `arbitration`, `reconsideration`, `legal_aid`, `police`, `petition`, `department`.
    pub to: &'static str,
    /// Mediation here ends with it; otherwise it goes on beside it.
    pub whole: bool,
    pub name: String,
    pub text: String,
    pub cost: String,
    /// By when the person has to act, in words.
    pub act: Option<String>,
    /// Where that is written.
    pub act_source: Option<String>,
    /// If it is counted from the day that the report names; holidays at its end not counted.
    pub act_by: Option<String>,
    /// What to bring.
    pub bring: Vec<String>,
    pub source: String,
    /// The nearest that receives.
    pub body: Option<BodyView>,
    pub phone: Option<String>,
    pub address: Option<String>,
    /// May be called without anybody's wish, where somebody is in danger.
    pub in_danger: bool,
}

impl Desk {
    /// Who near a matter would receive it.
    pub fn exit_body(&self, m: &Matter, exit: &ExitSpec) -> Option<Body> {
        self.places().nearest(&m.region, &exit.bodies).cloned()
    }

    /// The exits that are open for a matter, in the order of the list.
    pub fn exits_shown(&self, lang: Lang, m: &Matter) -> Vec<ExitShown> {
        self.diversions.exits_for(m).map(|exit| self.exit_shown(lang, m, exit)).collect()
    }

    /// The exits that a matter's written advice names; those that are no longer known are left out.
    pub fn advised_exits(&self, lang: Lang, m: &Matter) -> Vec<ExitShown> {
        let named = m.advised.iter().flat_map(|advised| &advised.exits);
        named.filter_map(|id| self.diversions.exit(id)).map(|exit| self.exit_shown(lang, m, exit)).collect()
    }

    fn exit_shown(&self, lang: Lang, m: &Matter, exit: &ExitSpec) -> ExitShown {
        let tag = lang.tag();
        let body = self.exit_body(m, exit);
        let from = m.reports.iter().filter_map(|r| r.happened_on).min();
        let act_by = from.and_then(|on| exit.act_by(on)).filter(|by| *by >= self.today());
        // The number that everybody knows comes first; the office's own is for its counter.
        let phone = exit.phone.clone().or_else(|| body.as_ref().and_then(|b| b.phone.clone()));
        ExitShown {
            id: exit.id.clone(),
            to: exit.to.as_str(),
            whole: exit.goes == Goes::Whole,
            name: exit.name.in_lang(tag).to_owned(),
            text: exit.text.in_lang(tag).to_owned(),
            cost: exit.cost.in_lang(tag).to_owned(),
            act: exit.act.as_ref().map(|act| act.says.in_lang(tag).to_owned()),
            act_source: exit.act.as_ref().map(|act| act.source.in_lang(tag).to_owned()),
            act_by: act_by.map(|by| by.to_string()),
            bring: exit.bring.iter().map(|label| label.in_lang(tag).to_owned()).collect(),
            source: exit.source.in_lang(tag).to_owned(),
            address: body.as_ref().and_then(|b| b.address.as_ref()).map(|a| a.in_lang(tag).to_owned()),
            body: body.map(|b| BodyView { id: b.id.0, name: b.name.in_lang(tag).to_owned() }),
            phone,
            in_danger: exit.in_danger,
        }
    }

    /// What written advice begins with, in the applicant's language: each exit with its time limit and where that is written.
    pub fn advice_draft(&self, m: &Matter) -> String {
        let lang = Lang::from_tag(m.report().language.as_str()).unwrap_or_default();
        let messages = self.templates.messages();
        let mut lines = vec![messages.plain(lang, "advice-draft-lead")];
        for exit in self.exits_shown(lang, m) {
            let mut args = Args::new();
            args.set("name", exit.name);
            args.set("act", exit.act.unwrap_or_default());
            args.set("source", exit.act_source.unwrap_or_default());
            args.set("phone", exit.phone.unwrap_or_default());
            lines.push(messages.text(lang, "advice-draft-line", &args));
            if let Some(by) = exit.act_by {
                let date = format::date(messages, lang, &by).unwrap_or(by);
                lines.push(messages.text(lang, "advice-draft-by", &Args::from_iter([("date", date)])));
            }
        }
        lines.join("\n")
    }

    /// The advice of whoever leaves without anybody at hand: every exit that is open, as the list has it.
    pub fn standing_advice(&self, m: &Matter, drawer: &mut Drawer<'_>) -> Advice {
        let exits = self.diversions.exits_for(m).map(|exit| exit.id.clone()).collect();
        Advice { text: drawer.seal(TextKind::Advice, &self.advice_draft(m)), exits }
    }

    /// Advice in a mediator's words; without named exits all that are open.
    pub fn advice_of(&self, m: &Matter, text: &str, exits: &[String], drawer: &mut Drawer<'_>) -> Option<Advice> {
        let text = drawer.seal_some(TextKind::Advice, text)?;
        let exits = match exits {
            [] => self.diversions.exits_for(m).map(|exit| exit.id.clone()).collect(),
            named => named.to_vec(),
        };
        Some(Advice { text, exits })
    }

    /// Written advice as its reader sees it; none where mediation did not fail.
    pub fn advice_shown(&self, lang: Lang, m: &Matter, texts: &HashMap<i64, String>) -> Option<AdviceShown> {
        let advised = m.advised.as_ref().filter(|_| m.has_failed())?;
        let handed = |party: u32| advised.handed.iter().rfind(|(no, _, _)| *no == party);
        let parties = m.parties.iter().map(|p| {
            let known = handed(p.no);
            HandedShown {
                party: p.no,
                role: p.role.as_str(),
                on: known.map(|(_, on, _)| on.to_string()),
                how: known.map(|(_, _, how)| how.as_str()),
            }
        });
        Some(AdviceShown {
            on: m.concluded_on.map(|on| on.to_string()),
            text: m.advice.as_ref().and_then(|text| texts.get(&text.id).cloned()),
            exits: self.advised_exits(lang, m),
            handed: parties.collect(),
        })
    }
}

/// Written advice where mediation failed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AdviceShown {
    pub on: Option<String>,
    /// In the words of whoever ended it.
    pub text: Option<String>,
    pub exits: Vec<ExitShown>,
    pub handed: Vec<HandedShown>,
}

/// Whether a party got it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HandedShown {
    pub party: u32,
    pub role: &'static str,
    pub on: Option<String>,
    /// `window`, `link`, `phone`, `post`, `not_reached`; absent where nobody noted it.
    pub how: Option<&'static str>,
}
