//! The family of a matter as pages and API show it: to the staff, each other matter only where the reader may see it.

use std::collections::HashMap;

use concord_domain::code::MatterCode;
use concord_domain::matter::{Matter, PersonDetails};
use concord_policy::{Action, Actor};
use minijinja::{Value, context};
use serde::Serialize;
use utoipa::ToSchema;

use super::desk::{Desk, load_with_history};
use super::failure::Failure;
use super::story::person;
use super::visit::Visit;

/// What belongs to a matter besides itself.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct FamilyView {
    /// Related matters; for the staff.
    pub links: Vec<LinkView>,
    /// Matters whose reports and parties are here; for the staff.
    pub gathered: Vec<GatheredView>,
    /// Applicants who speak for others.
    pub representatives: Vec<RepresentativeView>,
    /// Why the urgency rose by itself: `returned`, `joined`; for the staff.
    pub urgency_because: Option<&'static str>,
}

/// A related matter.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkView {
    pub to: String,
    /// `repeat`, `related`.
    pub kind: &'static str,
    pub on: String,
    pub reason: Option<String>,
}

/// A matter that was merged into this one.
#[derive(Debug, Serialize, ToSchema)]
pub struct GatheredView {
    pub code: String,
    pub on: Option<String>,
    pub reason: Option<String>,
    /// Parties that came with it, by their numbers here.
    pub parties: Vec<u32>,
}

/// One of many applicants who speaks for others.
#[derive(Debug, Serialize, ToSchema)]
pub struct RepresentativeView {
    pub party: u32,
    pub on: String,
    pub speaks_for: Vec<u32>,
}

/// The family of a matter, as this reader may see it.
pub fn family_view(actor: &Actor, m: &Matter, texts: &HashMap<i64, String>) -> FamilyView {
    let staff = !actor.is_visitor();
    let family = &m.family;
    let representatives = family.spokespeople.iter().map(|s| RepresentativeView {
        party: s.party,
        on: s.on.to_string(),
        speaks_for: s.speaks_for.clone(),
    });
    let link = |l: &concord_domain::family::Link| LinkView {
        to: l.to.as_str().to_owned(),
        kind: l.kind.as_str(),
        on: l.on.to_string(),
        reason: texts.get(&l.reason.id).cloned(),
    };
    let gathered = |a: &concord_domain::family::Absorption| GatheredView {
        code: a.from.as_str().to_owned(),
        on: a.on.map(|on| on.to_string()),
        reason: a.reason.as_ref().and_then(|r| texts.get(&r.id).cloned()),
        parties: a.parties.clone(),
    };
    FamilyView {
        links: family.linked().filter(|_| staff).map(link).collect(),
        gathered: family.gathered().filter(|_| staff).map(gathered).collect(),
        representatives: representatives.collect(),
        urgency_because: family.urgency_because.filter(|_| staff).map(|because| because.as_str()),
    }
}

impl Desk {
    /// The family of a matter for its pages: what belongs together, with a word about each matter that the reader may see.
    pub async fn family_shown(
        &self,
        visit: &Visit,
        m: &Matter,
        texts: &HashMap<i64, String>,
    ) -> Result<Value, Failure> {
        let view = family_view(&visit.actor, m, texts);
        let mut codes: Vec<MatterCode> = m.family.linked().map(|l| l.to.clone()).collect();
        codes.extend(m.family.gathered().map(|a| a.from.clone()));
        codes.extend(m.merged_into.iter().cloned());
        let about = self.abouts(visit, codes).await?;
        let of = |code: &str| about.get(code).cloned();
        let links: Vec<Value> = view
            .links
            .iter()
            .map(|l| context! { code => &l.to, kind => l.kind, on => &l.on, reason => &l.reason, about => of(&l.to) })
            .collect();
        let gathered: Vec<Value> = view
            .gathered
            .iter()
            .map(|g| context! { code => &g.code, on => &g.on, reason => &g.reason, about => of(&g.code) })
            .collect();
        let into = m.merged_into.as_ref().map(|code| context! { code => code.as_str(), about => of(code.as_str()) });
        let name = |no: u32| m.party(no).and_then(|p| person(texts, p.person.id)).map(|d: PersonDetails| d.name);
        let representatives: Vec<Value> = m
            .family
            .spokespeople
            .iter()
            .map(|s| {
                let names: Vec<Option<String>> = s.speaks_for.iter().map(|no| name(*no)).collect();
                let record = texts.get(&s.record.id).cloned();
                context! { party => s.party, name => name(s.party), on => s.on.to_string(), speaks_for => names, record => record }
            })
            .collect();
        Ok(context! { links, gathered, into, representatives, urgency_because => view.urgency_because })
    }

    /// A word about each of these matters that the reader may see.
    async fn abouts(&self, visit: &Visit, codes: Vec<MatterCode>) -> Result<HashMap<String, Value>, Failure> {
        if codes.is_empty() {
            return Ok(HashMap::new());
        }
        let matters: Vec<Matter> = self
            .store
            .read(move |c| -> Result<_, Failure> {
                let mut found = Vec::new();
                for code in codes.iter().take(100) {
                    found.extend(load_with_history(c, code)?.map(|(matter, _)| matter));
                }
                Ok(found)
            })
            .await?;
        let (places, tag) = (self.places(), visit.lang.tag());
        let seen = matters.iter().filter(|m| self.may(&visit.actor, Action::ViewMatter, m));
        let about = |m: &Matter| {
            let shown = context! {
                status => m.status.as_str(),
                category => self.categories.name(&m.category, tag),
                opened_on => m.opened_on.to_string(),
                body => places.body_name(m.body, tag),
            };
            (m.code.as_str().to_owned(), shown)
        };
        Ok(seen.map(about).collect())
    }
}
