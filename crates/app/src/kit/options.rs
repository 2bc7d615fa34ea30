//! Choices that several forms offer.

use concord_domain::body::BodyId;
use concord_domain::category::Category;
use concord_domain::matter::Matter;
use concord_domain::region::RegionCode;
use concord_store::Fault;
use minijinja::{Value, context};

use super::desk::Desk;
use super::mediator_queries;
use super::messages::{Args, Lang};

/// Most bodies offered besides those suggested.
const MOST_BODIES: usize = 60;

/// An option of `select` or `radios`.
pub fn option(value: impl ToString, label: impl Into<String>) -> Value {
    context! { value => value.to_string(), label => label.into() }
}

impl Desk {
    /// Options for the words of a closed list; the messages are `<prefix>-<word>`.
    pub fn word_options(&self, lang: Lang, prefix: &str, words: &[&str]) -> Vec<Value> {
        let messages = self.templates.messages();
        words.iter().map(|word| option(word, messages.plain(lang, &format!("{prefix}-{word}")))).collect()
    }

    /// Every kind of dispute, in groups by the widest kinds.
    pub fn category_options(&self, lang: Lang) -> Vec<Value> {
        let tag = lang.tag();
        let shown = |c: &Category| option(c.code.as_str(), c.name.in_lang(tag));
        let group = |top: &Category| {
            let within = self.categories.iter().filter(|c| c.code.is_within(&top.code));
            context! { label => top.name.in_lang(tag).to_owned(), options => within.map(shown).collect::<Vec<_>>() }
        };
        self.categories.children(None).map(group).collect()
    }

    /// Bodies that can have a matter: those suggested, then the others that serve its region and take its category.
    pub fn body_options(&self, lang: Lang, matter: &Matter, suggested: &[BodyId]) -> Vec<Value> {
        let (places, tag, messages) = (self.places(), lang.tag(), self.templates.messages());
        let named = |id: &BodyId| option(id.0, places.body_name(*id, tag));
        let others: Vec<Value> = self.bodies_beside(matter, suggested).iter().map(named).collect();
        let group =
            |key: &str, options: Vec<Value>| context! { label => messages.plain(lang, key), options => options };
        let mut groups = vec![group("option-suggested", suggested.iter().map(named).collect())];
        if !others.is_empty() {
            groups.push(group("option-others", others));
        }
        groups
    }

    /// The bodies that serve a matter's region and take its category, but for those suggested.
    pub fn bodies_beside(&self, matter: &Matter, suggested: &[BodyId]) -> Vec<BodyId> {
        let places = self.places();
        let near = places.bodies_for(&matter.region, &matter.category).map(|body| body.id);
        near.filter(|id| !suggested.contains(id)).take(MOST_BODIES).collect()
    }

    /// Every body that stands in an area or one it lies in, whatever it handles, the nearest first.
    pub fn near_body_options(&self, lang: Lang, region: &RegionCode) -> Vec<Value> {
        let (places, tag) = (self.places(), lang.tag());
        let areas: Vec<RegionCode> = region.ancestors().collect();
        let near = areas.iter().flat_map(|area| places.bodies_in(area)).filter(|b| !places.is_closed(b.id));
        near.map(|b| option(b.id.0, b.name.in_lang(tag))).collect()
    }

    /// The mediators of these bodies, in groups by body; bodies without one are left out.
    pub async fn mediator_options(&self, lang: Lang, bodies: Vec<BodyId>) -> Result<Vec<Value>, Fault> {
        let found = self
            .store
            .read(move |c| {
                let mut found = mediator_queries::of_bodies(c, &bodies)?;
                Ok::<_, Fault>(
                    bodies.into_iter().filter_map(|body| Some((body, found.remove(&body.0)?))).collect::<Vec<_>>(),
                )
            })
            .await?;
        let (places, messages) = (self.places(), self.templates.messages());
        let shown = |m: mediator_queries::Mediator| {
            let args = [("name", m.name), ("n", m.in_hand.to_string())];
            let args: Args = args.into_iter().collect();
            option(m.account, messages.text(lang, "option-mediator", &args))
        };
        Ok(found
            .into_iter()
            .map(|(body, mediators)| {
                let options: Vec<Value> = mediators.into_iter().map(shown).collect();
                context! { label => places.body_name(body, lang.tag()), options => options }
            })
            .collect())
    }
}
