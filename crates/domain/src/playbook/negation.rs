//! Plain negation right before a word of danger: nobody has to come for "no knife" or for "没打人".
//!
//! To miss a danger is worse than a false alarm. So only what stands right before the word denies it, and everything in the sentence that
//! could take the denial back makes it count for nothing: a second negation, a question, a doubt, a contrast, what somebody else says. So
//! does a sentence that goes on from it: one that begins with such a word, or has the verb again ("没打孩子。打的是我").

use std::ops::Range;

use serde::Deserialize;

use super::Words;
use super::classify::stands;
use crate::matter::DangerKind;

/// What denies a word of danger, and when it does not. Nothing does where the file is silent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Negation {
    /// Kinds of danger that can be denied.
    kinds: Vec<DangerKind>,
    /// What denies: Chinese right before the word; Latin one word or two before it, `n't` at the end of one.
    words: Words,
    /// Latin words that may stand between.
    #[serde(default)]
    between: Vec<String>,
    /// What takes it back, before it in the same clause.
    twice: Words,
    /// What takes it back, anywhere in the same sentence or at the beginning of the next one.
    unless: Words,
    /// Words of danger that say something bad even when they are denied.
    always: Words,
}

impl Negation {
    /// Whether one of its words is blank, and would be found everywhere.
    pub fn has_blank(&self) -> bool {
        [&self.words, &self.twice, &self.unless, &self.always]
            .into_iter()
            .any(|w| w.iter().any(|w| w.trim().is_empty()))
    }

    /// Whether a word of this kind can be denied at all.
    pub fn can_deny(&self, word: &str, kind: DangerKind) -> bool {
        self.kinds.contains(&kind) && !self.always.iter().any(|always| always == word)
    }

    /// Whether what stands in `text` (its Latin letters in lower case) at `hit` is denied there.
    pub fn denies(&self, text: &str, hit: &Range<usize>) -> bool {
        let sentence = sentence(text, hit);
        let (before, after) = (&text[sentence.start..hit.start], &text[hit.end..sentence.end]);
        let clause = before.rfind(is_break).map_or(before, |at| before[at..].trim_start_matches(is_break));
        let Some((rest, negation)) = self.negated(clause) else { return false };
        let asked = text[sentence.end..].starts_with(['?', '\u{ff1f}']);
        let stands_in = |words: &Words, part: &str| words.iter().any(|word| is_in(part, word));
        let word = text[hit.clone()].chars().next().filter(|c| !c.is_ascii());
        // A verb that comes again is asked about ("打没打人") or set against another one ("没拿刀，拿的棍子").
        let next = next_sentence(text, sentence.end);
        let repeated = word.is_some_and(|c| [before, after, next].iter().any(|part| part.contains(c)));
        let goes_on = self.unless.iter().any(|word| next.starts_with(word) && stands(next, 0, word));
        let asks = negation.chars().next_back().is_some_and(|c| rest.ends_with(c));
        let twice = stands_in(&self.twice, rest) || rest.split_whitespace().any(|word| self.is_negation(word));
        !(asked
            || repeated
            || goes_on
            || asks
            || twice
            || stands_in(&self.unless, before)
            || stands_in(&self.unless, after))
    }

    /// What stands before the negation that a clause ends with, and the negation.
    fn negated<'a>(&self, clause: &'a str) -> Option<(&'a str, &'a str)> {
        let clause = clause.trim_end();
        let chinese = self.words.zh.iter().filter_map(|word| Some((clause.strip_suffix(word.as_str())?, word.len())));
        if let Some((rest, len)) = chinese.max_by_key(|(_, len)| *len) {
            return Some((rest, &clause[clause.len() - len..]));
        }
        let (before, last) = last_word(clause);
        if self.is_negation(last) {
            return Some((before, last));
        }
        let (earlier, first) = last_word(before);
        (self.between.iter().any(|word| word == last) && self.is_negation(first)).then_some((earlier, first))
    }

    fn is_negation(&self, word: &str) -> bool {
        let word = word.replace('\u{2019}', "'");
        self.words.en.iter().any(|known| word == *known || known.contains('\'') && word.ends_with(known.as_str()))
    }
}

fn last_word(text: &str) -> (&str, &str) {
    let text = text.trim_end();
    let at = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    (&text[..at], &text[at..])
}

fn is_in(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| stands(text, at, word))
}

/// Whether a clause ends here.
fn is_break(c: char) -> bool {
    c == '\n' || !(c.is_alphanumeric() || c.is_whitespace() || c == '\'' || c == '\u{2019}')
}

/// Whether a sentence ends here.
fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ';' | '\n' | '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '\u{ff1b}')
}

fn next_sentence(text: &str, end: usize) -> &str {
    let rest = text[end..].trim_start_matches(|c: char| is_end(c) || c.is_whitespace());
    &rest[..rest.find(is_end).unwrap_or(rest.len())]
}

fn sentence(text: &str, hit: &Range<usize>) -> Range<usize> {
    let start =
        text[..hit.start].rfind(is_end).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[hit.end..].find(is_end).map_or(text.len(), |at| hit.end + at);
    start..end
}
