//! From a text to its tokens. Chinese has no spaces: each two neighbouring characters are a token, so that any word of two or more
//! is found without a dictionary. What stands in an alphabet is taken word by word.

use super::Term;

/// A longer word is cut; nobody types it in full.
const WORD_MAX: usize = 40;

/// Tokens of a text to be found. The last character of a run of Chinese stands alone as well, so that every character begins a token
/// and can be found by itself.
pub fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for run in runs(text) {
        match run {
            Run::Word(word) => tokens.push(word),
            Run::Han(chars) => {
                tokens.extend(chars.windows(2).map(String::from_iter));
                tokens.extend(chars.last().map(char::to_string));
            }
        }
    }
    tokens
}

/// Terms of a text to search with. A single Chinese character and a last word that may still be being typed match by their beginning.
pub fn query_tokens(text: &str) -> Vec<Term> {
    let finished = text.ends_with(|c: char| c.is_whitespace());
    let runs = runs(text);
    let last = runs.len();
    let mut terms = Vec::new();
    for (run, n) in runs.into_iter().zip(1..) {
        match run {
            Run::Word(word) if n == last && !finished => terms.push(Term::Prefix(word)),
            Run::Word(word) => terms.push(Term::Word(word)),
            Run::Han(chars) if chars.len() == 1 => terms.push(Term::Prefix(String::from_iter(chars))),
            Run::Han(chars) => terms.extend(chars.windows(2).map(|pair| Term::Word(String::from_iter(pair)))),
        }
    }
    terms
}

enum Run {
    Word(String),
    Han(Vec<char>),
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut current = None;
    for c in text.chars().map(half_width).flat_map(char::to_lowercase) {
        current = match (current, kind(c)) {
            (Some(Run::Han(mut chars)), Kind::Han) => {
                chars.push(c);
                Some(Run::Han(chars))
            }
            (Some(Run::Word(mut word)), Kind::Letter) => {
                if word.chars().count() < WORD_MAX {
                    word.push(c);
                }
                Some(Run::Word(word))
            }
            (before, kind) => {
                runs.extend(before);
                match kind {
                    Kind::Han => Some(Run::Han(vec![c])),
                    Kind::Letter => Some(Run::Word(c.to_string())),
                    Kind::Other => None,
                }
            }
        };
    }
    runs.extend(current);
    runs
}

enum Kind {
    Han,
    Letter,
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        // Han with its extensions, kana and hangul: written without spaces, or found better so.
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => {
            Kind::Han
        }
        '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Kind::Han,
        // Tibetan vowel signs and subjoined letters, which are marks, not letters, to Unicode.
        '\u{f71}'..='\u{f84}' | '\u{f90}'..='\u{fbc}' => Kind::Letter,
        c if c.is_alphanumeric() => Kind::Letter,
        _ => Kind::Other,
    }
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_cut_into_pairs_and_words_stay_whole() {
        assert_eq!(tokens("拖欠工资 3个月，ＡBc!"), ["拖欠", "欠工", "工资", "资", "3", "个月", "月", "abc"]);
        assert_eq!(tokens("李"), ["李"]);
        assert_eq!(tokens(" ，。 "), [] as [String; 0]);
    }

    #[test]
    fn a_word_still_being_typed_matches_by_its_beginning() {
        let (word, prefix) = (|w: &str| Term::Word(w.into()), |w: &str| Term::Prefix(w.into()));
        assert_eq!(query_tokens("Lift br"), [word("lift"), prefix("br")]);
        assert_eq!(query_tokens("lift "), [word("lift")]);
        assert_eq!(query_tokens("李 工资条"), [prefix("李"), word("工资"), word("资条")]);
    }

    #[test]
    fn tibetan_syllables_keep_their_vowels() {
        assert_eq!(tokens("བོད་ཡིག"), ["བོད", "ཡིག"]);
    }
}
