//! Matters that are likely the same as a report: found by the search index, compared by the domain, shown with the reasons.
//!
//! A person decides, and what they did is logged with what they were shown. Nothing is kept of people.

use std::collections::HashMap;

use concord_domain::category::CategoryCode;
use concord_domain::code::MatterCode;
use concord_domain::likeness::{Portrait, Somebody, Why, likeness, strength};
use concord_domain::matter::{EarlierShown, Matter, PersonDetails, Status};
use concord_domain::region::{RegionCode, Tier};
use concord_policy::relation::Subject;
use concord_policy::{Action, Actor};
use concord_store::search::{self, Order, Query, Term};
use concord_store::{Conn, Fault};
use jiff::ToSpan;
use minijinja::{Value, context};

use super::desk::{Desk, load_by_id, texts_for};
use super::earlier_queries::{self, Earlier};
use super::failure::Failure;
use super::messages::{Args, Lang};
use super::read_model::{NAME, PHONE, REGION, digits, marked, marked_term};
use super::story::person;

/// Most matters shown: more is not read while somebody waits.
const MOST: usize = 6;
/// Candidates of one clue, the newest first.
const OF_A_CLUE: usize = 24;
/// Candidates that are read and compared.
const COMPARED: usize = 32;
/// What is older than so many days is another story.
const DAYS_BACK: i64 = 730;
/// Less says too little to be shown: half of a common text alone, or less than any other reason.
const STRENGTH_LEAST: u32 = 22;
/// So many stretches of a story are looked for, each of so many neighbouring pairs or words.
const STRETCHES: usize = 12;
const STRETCH: usize = 3;
/// Terms of an address, and fewest characters of one.
const PLACE_TERMS: usize = 24;
const PLACE_LEAST: usize = 6;

/// A matter that is likely the same, with the reasons.
#[derive(Clone, Debug)]
pub struct Likely {
    pub earlier: Earlier,
    pub why: Vec<Why>,
}

/// What a matter looks like to be compared.
pub fn portrait_of(m: &Matter, texts: &HashMap<i64, String>) -> Portrait {
    let text = |id: i64| texts.get(&id).cloned();
    let people = m.parties.iter().filter_map(|p| Some(somebody(p.role, &person(texts, p.person.id)?)));
    Portrait {
        category: Some(m.category.clone()),
        people: people.collect(),
        place: m.report().place.as_ref().and_then(|p| text(p.id)).unwrap_or_default(),
        stories: m.reports.iter().filter_map(|r| text(r.narrative.id)).collect(),
    }
}

/// Somebody as they are compared.
pub fn somebody(role: concord_domain::matter::PartyRole, details: &PersonDetails) -> Somebody {
    Somebody { role, name: details.name.clone(), phone: digits(&details.phone), address: details.address.clone() }
}

/// Ways to find candidates, each a search of its own.
fn clues(portrait: &Portrait) -> Vec<Vec<Term>> {
    let mut people: Vec<Vec<Term>> = Vec::new();
    for who in &portrait.people {
        if who.phone.len() >= 7 {
            people.push(vec![Term::Word(marked(PHONE, &who.phone))]);
        }
        for (text, least) in [(&who.name, 2), (&who.address, PLACE_LEAST)] {
            let terms = whole(text, least).into_iter().map(|term| marked_term(NAME, term));
            people.push(terms.collect());
        }
    }
    people.retain(|terms| !terms.is_empty());
    let stories = portrait.stories.first().map(|story| stretches(story)).unwrap_or_default();
    let place = whole(&portrait.place, PLACE_LEAST);
    let either = |ways: Vec<Vec<Term>>| if ways.is_empty() { Vec::new() } else { vec![Term::Either(ways)] };
    let mut found = vec![either(people), place, either(stories)];
    found.retain(|terms| !terms.is_empty());
    found
}

/// Every part of a name or a place; nothing of what is too short to tell.
fn whole(text: &str, least: usize) -> Vec<Term> {
    if text.chars().filter(|c| c.is_alphanumeric()).count() < least {
        return Vec::new();
    }
    let ended = format!("{text} ");
    search::query_tokens(&ended).into_iter().take(PLACE_TERMS).collect()
}

/// Neighbouring pairs or words from all over a story: who tells it again uses some of the same turns.
fn stretches(story: &str) -> Vec<Vec<Term>> {
    let ended = format!("{story} ");
    let terms: Vec<Term> =
        search::query_tokens(&ended).into_iter().filter(|term| matches!(term, Term::Word(_))).take(600).collect();
    let all: Vec<&[Term]> = terms.windows(STRETCH).collect();
    let step = all.len().div_ceil(STRETCHES).max(1);
    all.into_iter().step_by(step).map(<[Term]>::to_vec).collect()
}

/// Candidates within a region: those that most clues find, then the newest.
fn candidates(c: &mut Conn, clues: &[Vec<Term>], region: &str) -> Result<Vec<i64>, Fault> {
    let mut hits: HashMap<i64, usize> = HashMap::new();
    for clue in clues {
        let mut all = clue.clone();
        all.push(Term::Word(marked(REGION, region)));
        for id in search::find(c, &Query { all, before: None, limit: OF_A_CLUE, order: Order::Newest })? {
            *hits.entry(id).or_default() += 1;
        }
    }
    let mut ids: Vec<(usize, i64)> = hits.into_iter().map(|(id, n)| (n, id)).collect();
    ids.sort_unstable_by(|a, b| b.cmp(a));
    Ok(ids.into_iter().take(COMPARED).map(|(_, id)| id).collect())
}

impl Desk {
    /// Matters of the last two years that are likely the same as a report in a region, the most alike first; without those
    /// that are merged and those of `known`.
    ///
    /// # Errors
    /// [`Failure::Forbidden`] for an actor who may not look for people anywhere.
    pub async fn likely(
        &self,
        actor: &Actor,
        portrait: Portrait,
        region: Option<&RegionCode>,
        known: Vec<MatterCode>,
    ) -> Result<Vec<Likely>, Failure> {
        let areas = self.search_areas(actor, region)?;
        let clues = clues(&portrait);
        if clues.is_empty() || areas.is_empty() {
            return Ok(Vec::new());
        }
        let since = self.today().saturating_sub(DAYS_BACK.days());
        let asked = actor.clone();
        let desk = self.clone();
        self.store
            .read(move |c| -> Result<_, Failure> {
                let mut found: Vec<(u32, i64, Vec<Why>)> = Vec::new();
                for area in areas {
                    for id in candidates(c, &clues, &area)? {
                        let Some((matter, _)) = load_by_id(c, concord_domain::code::MatterId(id))? else { continue };
                        let other = matter.status == Status::Merged || known.contains(&matter.code);
                        if other || matter.opened_on < since || !desk.may(&asked, Action::ViewMatter, &matter) {
                            continue;
                        }
                        let why = likeness(&portrait, &portrait_of(&matter, &texts_for(c, &matter)?));
                        if strength(&why) >= STRENGTH_LEAST && found.iter().all(|(_, known, _)| *known != id) {
                            found.push((strength(&why), id, why));
                        }
                    }
                }
                found.sort_by_key(|(strength, id, _)| std::cmp::Reverse((*strength, *id)));
                found.truncate(MOST);
                let ids: Vec<i64> = found.iter().map(|(_, id, _)| *id).collect();
                let mut lines = earlier_queries::by_ids(c, &ids)?;
                let line = |(_, id, why): (u32, i64, Vec<Why>)| {
                    let at = lines.iter().position(|line| line.id == id)?;
                    Some(Likely { earlier: lines.swap_remove(at), why })
                };
                Ok(found.into_iter().filter_map(line).collect())
            })
            .await
    }

    /// Matters that are likely the same as this one, without those that belong to it already or were found to be others.
    pub async fn likely_of(
        &self,
        actor: &Actor,
        matter: &Matter,
        texts: &HashMap<i64, String>,
    ) -> Result<Vec<Likely>, Failure> {
        let family = &matter.family;
        let mut known = vec![matter.code.clone()];
        known.extend(family.linked().map(|link| link.to.clone()));
        known.extend(family.apart.iter().cloned());
        match self.likely(actor, portrait_of(matter, texts), Some(&matter.region), known).await {
            Err(Failure::Forbidden) => Ok(Vec::new()),
            found => found,
        }
    }

    /// Where an actor looks: the county of the report, or the actor's own part of it.
    fn search_areas(&self, actor: &Actor, region: Option<&RegionCode>) -> Result<Vec<String>, Failure> {
        let may = |code: &&str| {
            let region = Subject::Region((*code).to_owned());
            [Action::FindEarlier, Action::ViewNames].iter().all(|a| self.policy.allows(actor, *a, &region))
        };
        let own: Vec<&str> = self.policy.regions(actor, Action::FindEarlier).into_iter().filter(may).collect();
        if own.is_empty() {
            return Err(Failure::Forbidden);
        }
        let near = region.map(|r| r.at(Tier::County).unwrap_or_else(|| r.clone()));
        let within = |own: &str| match &near {
            Some(near) if near.as_str().starts_with(own) => Some(near.as_str().to_owned()),
            Some(near) => own.starts_with(near.as_str()).then(|| own.to_owned()),
            None => Some(own.to_owned()),
        };
        let mut areas: Vec<String> = own.into_iter().filter_map(within).collect();
        areas.sort_unstable();
        // What lies in another of them is searched with it.
        areas.dedup_by(|inner, outer| inner.starts_with(outer.as_str()));
        Ok(areas)
    }

    /// Likely matters as the macro `likely_matters` draws them.
    pub fn likely_shown(&self, lang: Lang, found: &[Likely]) -> Vec<Value> {
        let tag = lang.tag();
        let line = |likely: &Likely| {
            let e = &likely.earlier;
            let category = CategoryCode::try_from(e.category.as_str());
            let category = category.map_or_else(|_| e.category.clone(), |c| self.categories.name(&c, tag).to_owned());
            let why: Vec<String> = likely.why.iter().map(|why| self.why_words(lang, *why)).collect();
            let logged: Vec<String> = likely.why.iter().map(|why| why.to_text()).collect();
            context! {
                code => &e.code,
                status => &e.status,
                category => category,
                opened_on => &e.opened_on,
                is_open => e.is_open,
                applicant => &e.applicant,
                respondent => &e.respondent,
                why => why,
                logged => logged.join(" "),
            }
        };
        found.iter().map(line).collect()
    }

    /// A reason in words.
    pub fn why_words(&self, lang: Lang, why: Why) -> String {
        let percent = if let Why::Text(percent) = why { i64::from(percent) } else { 0 };
        self.templates.messages().text(lang, &format!("likely-{}", why.as_str()), &Args::from_iter([("n", percent)]))
    }
}

/// Reads what was shown, as a form sends it back: `CODE reason reason`; what is none of ours is left out.
pub fn read_shown<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<EarlierShown> {
    let read = |line: &str| {
        let mut words = line.split_whitespace();
        let code = words.next()?.parse().ok()?;
        let why: Vec<String> = words.filter_map(Why::parse).map(Why::to_text).collect();
        (!why.is_empty()).then_some(EarlierShown { code, why })
    };
    lines.filter_map(read).take(MOST).collect()
}

/// A suggested matter, as a program sends it back.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SuggestedMatter)]
pub struct SuggestedIn {
    code: String,
    /// The reasons that stood beside it.
    why: Vec<String>,
}

/// Reads what was suggested; nothing where one of them is none of ours.
pub fn read_suggested(sent: &[SuggestedIn]) -> Option<Vec<EarlierShown>> {
    let lines: Vec<String> = sent.iter().map(|s| format!("{} {}", s.code, s.why.join(" "))).collect();
    let shown = read_shown(lines.iter().map(String::as_str));
    (shown.len() == lines.len()).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_looked_for_by_stretches_from_all_over_it() {
        let story: String = (0..200).map(|n| char::from_u32(0x4e00 + n).unwrap_or(' ')).collect();
        let found = stretches(&story);
        assert!((10..=STRETCHES).contains(&found.len()), "{}", found.len());
        assert!(found.iter().all(|terms| terms.len() == STRETCH));
        assert_eq!(stretches("\u{5435}").len(), 0);
    }

    #[test]
    fn what_was_shown_reads_back_and_nothing_else() {
        let code = MatterCode::from_number(7);
        let good = format!("{} phone text-62", code.as_str());
        let lines = [good.as_str(), "AAA phone", "", "000000000"];
        assert_eq!(read_shown(lines.into_iter()), [EarlierShown { code, why: vec!["phone".into(), "text-62".into()] }]);
    }
}
