//! What can be searched of a matter: its code, place, words, and (marked) names and phones.

use std::collections::HashMap;

use concord_domain::matter::{Matter, PersonDetails};
use concord_domain::region::Tier;
use concord_store::search::{self, Document, Term};

/// Marks a token of a name or an address: only staff with the right put it into a query.
pub const NAME: char = 'n';
/// Marks a phone number, digits only.
pub const PHONE: char = 'p';
/// Marks a region's code.
pub const REGION: char = 'r';
/// Marks a matter's code.
pub const CODE: char = 'c';
/// Separates the mark from the token, so that no word can pass for a marked one: the index keeps the sign, and no text has a token
/// with it.
const SEPARATOR: char = '\u{b7}';

/// A marked token.
pub fn marked(mark: char, text: &str) -> String {
    let mut token = String::with_capacity(text.len() + 3);
    token.push(mark);
    token.push(SEPARATOR);
    token.push_str(text);
    token
}

/// A term that finds marked tokens.
pub fn marked_term(mark: char, term: Term) -> Term {
    match term {
        Term::Word(word) => Term::Word(marked(mark, &word)),
        Term::Prefix(word) => Term::Prefix(marked(mark, &word)),
        Term::Either(ways) => {
            let way = |terms: Vec<Term>| terms.into_iter().map(|term| marked_term(mark, term)).collect();
            Term::Either(ways.into_iter().map(way).collect())
        }
    }
}

/// The sealed texts that a matter is found by.
pub fn reads(m: &Matter) -> Vec<i64> {
    let mut ids = Vec::new();
    for report in &m.reports {
        ids.push(report.narrative.id);
        ids.extend(report.place.as_ref().map(|p| p.id));
    }
    for party in &m.parties {
        ids.push(party.person.id);
        ids.extend(party.representative.as_ref().map(|p| p.id));
    }
    ids
}

/// What a matter is found by. Texts that were erased are absent from `texts`.
pub fn document(m: &Matter, texts: &HashMap<i64, String>) -> Document {
    let mut tokens = Vec::new();
    tokens.push(marked(CODE, &m.code.as_str().to_lowercase()));
    for region in m.region.ancestors().filter(|r| r.tier() != Tier::Grid) {
        tokens.push(marked(REGION, region.as_str()));
    }
    for report in &m.reports {
        if let Some(text) = texts.get(&report.narrative.id) {
            tokens.extend(search::tokens(text));
        }
        if let Some(text) = report.place.as_ref().and_then(|p| texts.get(&p.id)) {
            tokens.extend(search::tokens(text));
        }
    }
    let people = m.parties.iter().flat_map(|p| std::iter::once(&p.person).chain(&p.representative));
    for person in people.filter_map(|p| texts.get(&p.id)) {
        person_tokens(person, &mut tokens);
    }
    Document::of(tokens)
}

fn person_tokens(json: &str, tokens: &mut Vec<String>) {
    let Ok(person) = serde_json::from_str::<PersonDetails>(json) else { return };
    for text in [&person.name, &person.address] {
        tokens.extend(search::tokens(text).iter().map(|t| marked(NAME, t)));
    }
    let digits = digits(&person.phone);
    if !digits.is_empty() {
        tokens.push(marked(PHONE, &digits));
    }
    if !person.email.is_empty() {
        tokens.push(marked(NAME, &person.email.to_lowercase()));
    }
}

/// A phone number's digits without the country's prefix.
pub fn digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).take(20).collect();
    match digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|rest| rest.len() == 11)) {
        Some(rest) => rest.to_owned(),
        None => digits,
    }
}
