//! What the rules suggest for a matter, and why. People decide; a suggestion only puts the likely choice first.

use std::collections::HashMap;

use concord_domain::body::{Body, BodyId, BodyKind};
use concord_domain::category::CategoryCode;
use concord_domain::label::Label;
use concord_domain::matter::{Matter, Urgency};
use concord_domain::playbook::{Answers, Facts, Guess};
use concord_domain::region::RegionCode;
use minijinja::{Value, context};

use super::desk::Desk;
use super::messages::{Args, Lang};
use super::place::Places;

/// Most bodies suggested.
const MOST_BODIES: usize = 5;

/// Kind, urgency and bodies, each with its reason.
#[derive(Clone, Debug)]
pub struct Suggested {
    pub category: CategoryCode,
    /// The words of the story that speak for the category; none when it is the one that was chosen.
    pub words: Vec<String>,
    pub urgency: Urgency,
    /// What the playbook's rules saw.
    pub because: Vec<Label>,
    /// Bodies that can begin, best first.
    pub bodies: Vec<BodyId>,
    /// Bodies to call in besides.
    pub call_in: Vec<BodyId>,
}

/// The category that the story speaks for, unless the words speak as much for the one it has.
fn likelier(current: &CategoryCode, guesses: &[Guess]) -> (CategoryCode, Vec<String>) {
    let own = guesses.iter().filter(|g| g.category.is_within(current) || current.is_within(&g.category));
    let own = own.max_by_key(|g| g.score);
    match (guesses.first(), own) {
        // A narrower kind of the same branch says more than the wider one.
        (_, Some(own)) if guesses.first().is_some_and(|best| best.score <= own.score) => {
            let narrower = own.category.is_within(current);
            (if narrower { own.category.clone() } else { current.clone() }, own.words.clone())
        }
        (Some(best), _) => (best.category.clone(), best.words.clone()),
        (None, _) => (current.clone(), Vec::new()),
    }
}

/// The nearest bodies of these kinds, in their order, each once.
fn nearest(places: &Places, region: &RegionCode, category: &CategoryCode, kinds: &[BodyKind]) -> Vec<BodyId> {
    let near: Vec<&Body> = places.bodies_for(region, category).collect();
    kinds.iter().filter_map(|kind| near.iter().find(|b| b.kind == *kind)).map(|b| b.id).collect()
}

impl Desk {
    /// What the rules suggest for a matter, from its texts.
    pub fn suggest(&self, matter: &Matter, texts: &HashMap<i64, String>) -> Suggested {
        let narrative = texts.get(&matter.report().narrative.id).map_or("", String::as_str);
        let (category, words) = likelier(&matter.category, &self.playbooks.classify(narrative));
        Suggested { words, ..self.suggest_as(matter, texts, category) }
    }

    /// What the rules suggest for a matter when it is of this kind.
    pub fn suggest_as(&self, matter: &Matter, texts: &HashMap<i64, String>, category: CategoryCode) -> Suggested {
        let report = matter.report();
        let narrative = texts.get(&report.narrative.id).cloned().unwrap_or_default();
        let answers = report.answers.as_ref().and_then(|a| serde_json::from_str::<Answers>(texts.get(&a.id)?).ok());
        let found = self.playbooks.for_category(&category).suggest(&Facts {
            answers: answers.unwrap_or_default(),
            narrative,
            amount: report.amount,
            parties: u32::try_from(matter.parties.len()).unwrap_or(u32::MAX),
            tier: Some(matter.region.tier()),
            repeats: u32::try_from(matter.reports.len().saturating_sub(1)).unwrap_or(u32::MAX),
            days_open: u32::try_from((self.today() - matter.opened_on).get_days()).unwrap_or(0),
            ..Facts::default()
        });
        let places = self.places();
        let first = places.first_body(&matter.region, &category, Some(found.tier), &found.body_kinds).map(|b| b.id);
        let mut bodies: Vec<BodyId> = first.into_iter().collect();
        bodies.extend(nearest(&places, &matter.region, &category, &found.body_kinds));
        bodies.extend(nearest(&places, &matter.region, &category, &[BodyKind::Committee, BodyKind::Centre]));
        let mut seen = Vec::new();
        bodies.retain(|b| {
            !seen.contains(b) && {
                seen.push(*b);
                true
            }
        });
        bodies.truncate(MOST_BODIES);
        let call_in = nearest(&places, &matter.region, &category, &found.call_in);
        let words = Vec::new();
        Suggested { category, words, urgency: found.urgency, because: found.because, bodies, call_in }
    }

    /// What an acceptance starts with: the kind that the matter has, with the bodies for it. The words may speak for another kind (a lift
    /// in a complaint about the property manager): that is shown beside it and takes a choice. A haste that they speak for counts.
    pub fn as_filed(&self, matter: &Matter, texts: &HashMap<i64, String>, suggested: &Suggested) -> Suggested {
        if suggested.category == matter.category {
            return suggested.clone();
        }
        let filed = self.suggest_as(matter, texts, matter.category.clone());
        Suggested { urgency: filed.urgency.max(suggested.urgency), ..filed }
    }

    /// A suggestion in the reader's words.
    pub fn suggestion_shown(&self, lang: Lang, region: &RegionCode, found: &Suggested) -> Value {
        let (places, tag) = (self.places(), lang.tag());
        let category = self.categories.name(&found.category, tag);
        let shown = |id: &BodyId| {
            let why = places.body(*id).map(|b| self.why_body(lang, &places, region, b, category));
            context! { id => id.0, name => places.body_name(*id, tag), why => why.unwrap_or_default() }
        };
        context! {
            category => context! { code => found.category.as_str(), name => category },
            words => &found.words,
            urgency => found.urgency.as_str(),
            because => found.because.iter().map(|label| label.in_lang(tag).to_owned()).collect::<Vec<_>>(),
            bodies => found.bodies.iter().map(shown).collect::<Vec<_>>(),
            call_in => found.call_in.iter().map(shown).collect::<Vec<_>>(),
        }
    }

    fn why_body(&self, lang: Lang, places: &Places, region: &RegionCode, body: &Body, category: &str) -> String {
        let messages = self.templates.messages();
        let mut args = Args::new();
        args.set("kind", messages.plain(lang, &format!("body_kind-{}", body.kind)));
        args.set("place", places.region_name(region, lang.tag()).to_owned());
        args.set("area", places.region_name(&body.region, lang.tag()).to_owned());
        args.set("category", category.to_owned());
        let key = if body.region == *region { "suggestion-body-here" } else { "suggestion-body-near" };
        messages.text(lang, key, &args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(category: &str, score: u32) -> Guess {
        let category = CategoryCode::try_from(category).unwrap();
        Guess { category, playbook: String::new(), score, words: vec![score.to_string()] }
    }

    fn likeliest(current: &str, guesses: &[Guess]) -> String {
        likelier(&CategoryCode::try_from(current).unwrap(), guesses).0.as_str().to_owned()
    }

    #[test]
    fn another_kind_is_suggested_only_when_more_speaks_for_it_than_for_the_one_chosen() {
        let (wage, noise) = (guess("labour.wage", 8), guess("neighbour.noise", 4));
        assert_eq!(likeliest("neighbour.noise", &[wage.clone(), noise.clone()]), "labour.wage");
        assert_eq!(likeliest("labour.wage", &[wage, noise.clone()]), "labour.wage");
        assert_eq!(likeliest("family", &[]), "family");
        assert_eq!(likeliest("neighbour", &[noise]), "neighbour.noise");
    }
}
