//! What was typed into a search, as terms of the index.

use concord_domain::code::MatterCode;
use concord_store::search::{Term, query_tokens};

use super::reach::Names;
use crate::kit::read_model::{CODE, NAME, PHONE, digits, marked, marked_term};

/// Fewer digits of a telephone number are not looked for: they would find everybody.
const LEAST_DIGITS: usize = 5;
/// Fewer symbols of a code likewise.
const LEAST_SYMBOLS: usize = 4;

/// The code that was typed, when it is one.
pub fn code(words: &str) -> Option<MatterCode> {
    words.parse().ok()
}

/// Terms that a hit must all have: each word typed, in the story or the place; or, for those who may, in a name or an address, or
/// as a telephone number.
pub fn terms(words: &str, names: Names) -> Vec<Term> {
    let typed: Vec<&str> =
        words.split(|c: char| c.is_whitespace() || "\u{ff0c}\u{3001}\u{ff1b};,".contains(c)).collect();
    let finished = words.ends_with(char::is_whitespace);
    let last = typed.iter().rposition(|word| !word.is_empty());
    typed
        .iter()
        .enumerate()
        .filter(|(_, word)| !word.is_empty())
        .filter_map(|(at, word)| {
            // Only the last word may still be being typed.
            let whole = if Some(at) == last && !finished { (*word).to_owned() } else { format!("{word} ") };
            let ways = ways(word, &whole, names);
            (!ways.is_empty()).then_some(Term::Either(ways))
        })
        .collect()
}

fn ways(word: &str, whole: &str, names: Names) -> Vec<Vec<Term>> {
    let plain = query_tokens(whole);
    let mut ways = Vec::new();
    let symbols: String = word.chars().filter(|c| *c != '-').collect();
    if (LEAST_SYMBOLS..=9).contains(&symbols.len()) && symbols.bytes().all(|b| b.is_ascii_alphanumeric()) {
        ways.push(vec![Term::Prefix(marked(CODE, &symbols.to_lowercase()))]);
    }
    if names == Names::Searched {
        let named: Vec<Term> = plain.iter().cloned().map(|term| marked_term(NAME, term)).collect();
        if !named.is_empty() {
            ways.push(named);
        }
        if word.contains('@') {
            ways.push(vec![Term::Word(marked(NAME, &word.to_lowercase()))]);
        }
        let phone = digits(word);
        if phone.len() >= LEAST_DIGITS && !word.chars().any(char::is_alphabetic) {
            ways.push(vec![Term::Prefix(marked(PHONE, &phone))]);
        }
    }
    if !plain.is_empty() {
        ways.push(plain);
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways_of(words: &str, names: Names) -> Vec<Vec<Vec<Term>>> {
        let ways = |term| match term {
            Term::Either(ways) => ways,
            other => panic!("{other:?}"),
        };
        terms(words, names).into_iter().map(ways).collect()
    }

    #[test]
    fn without_the_right_no_term_reaches_a_name_or_a_telephone_number() {
        for words in ["李伟", "13812345678", "a@b.cn", "wei 李伟，138-1234-5678"] {
            for term in ways_of(words, Names::Hidden).concat().concat() {
                let (Term::Word(word) | Term::Prefix(word)) = &term else { panic!("{term:?}") };
                assert!(!word.starts_with(&marked(NAME, "")) && !word.starts_with(&marked(PHONE, "")), "{word}");
            }
        }
    }

    #[test]
    fn with_the_right_each_word_is_looked_for_in_stories_and_in_names() {
        let ways = ways_of("王芳 噪音", Names::Searched);
        assert_eq!(ways.len(), 2);
        for word in ways {
            assert_eq!(word.len(), 2);
        }
    }

    #[test]
    fn a_telephone_number_is_found_by_its_beginning_however_it_is_written() {
        let phone = vec![Term::Prefix(marked(PHONE, "13812345678"))];
        assert!(ways_of("+86-138-1234-5678", Names::Searched)[0].contains(&phone));
        assert!(
            !ways_of("1381", Names::Searched)[0]
                .iter()
                .flatten()
                .any(|t| matches!(t, Term::Prefix(p) if p.starts_with('p')))
        );
    }

    #[test]
    fn nothing_but_signs_is_no_search() {
        assert_eq!(terms(" ，、 ", Names::Searched), []);
    }
}
