//! Sentences with gaps, and what fills the gaps of one matter.

use concord_store::Fault;

/// The gaps that a sentence may have, in the order of [`Scene::words`]; their meaning stands in demo/data/README.md.
pub const SLOTS: [&str; 25] = [
    "a", "p", "q", "firm", "street", "estate", "village", "town", "b", "u", "f", "up", "room", "no", "h", "d", "m",
    "y", "n", "ppl", "age", "amt", "dt", "title", "mediator",
];

/// Names one of [`SLOTS`].
pub type Slot = usize;

/// The place of a gap's name; 0 for a name that there is not, which [`Sentence::parse`] has refused by then.
pub const fn slot(name: &str) -> Slot {
    let mut at = 0;
    while at < SLOTS.len() {
        if same(SLOTS[at].as_bytes(), name.as_bytes()) {
            return at;
        }
        at += 1;
    }
    0
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Said(String),
    Gap(Slot),
}

/// A sentence with gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence(Vec<Piece>);

impl Sentence {
    /// The sentence as it is written, of one without gaps.
    pub fn said(&self) -> String {
        self.0.iter().map(|piece| if let Piece::Said(said) = piece { said.as_ref() } else { "" }).collect()
    }

    /// Reads a sentence such as `{p} owes {amt}`.
    ///
    /// # Errors
    /// A gap that has no meaning, or does not end.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut pieces = Vec::new();
        let mut left = text;
        while let Some((said, rest)) = left.split_once('{') {
            let (name, after) = rest.split_once('}').ok_or_else(|| Fault::new(format!("unended gap in: {text}")))?;
            let gap = SLOTS.iter().position(|s| *s == name);
            let gap = gap.ok_or_else(|| Fault::new(format!("gap {{{name}}} has no meaning in: {text}")))?;
            if !said.is_empty() {
                pieces.push(Piece::Said(said.to_owned()));
            }
            pieces.push(Piece::Gap(gap));
            left = after;
        }
        if !left.is_empty() {
            pieces.push(Piece::Said(left.to_owned()));
        }
        Ok(Self(pieces))
    }

    /// Whether the sentence has this gap.
    pub fn has(&self, slot: Slot) -> bool {
        self.0.contains(&Piece::Gap(slot))
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What fills the gaps: one word for each of [`SLOTS`].
#[derive(Debug, Clone, Default)]
pub struct Scene {
    words: [String; SLOTS.len()],
}

impl Scene {
    /// Fills a gap.
    pub fn set(&mut self, slot: Slot, word: impl Into<String>) {
        self.words[slot] = word.into();
    }

    /// What fills a gap.
    pub fn word(&self, slot: Slot) -> &str {
        &self.words[slot]
    }

    /// The sentence without gaps.
    pub fn tell(&self, sentence: &Sentence) -> String {
        let mut text = String::with_capacity(256);
        self.tell_into(sentence, &mut text);
        text
    }

    /// The sentence without gaps, after what `text` says already.
    pub fn tell_into(&self, sentence: &Sentence, text: &mut String) {
        for piece in &sentence.0 {
            text.push_str(match piece {
                Piece::Said(said) => said,
                Piece::Gap(slot) => &self.words[*slot],
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_in_their_places() {
        let mut scene = Scene::default();
        scene.set(slot("p"), "Ann");
        scene.set(slot("amt"), "12");
        let sentence = Sentence::parse("{p} owes {amt}, says {p}").unwrap();
        assert_eq!(scene.tell(&sentence), "Ann owes 12, says Ann");
        assert!(sentence.has(slot("amt")) && !sentence.has(slot("firm")));
    }

    #[test]
    fn a_gap_without_a_meaning_is_refused() {
        assert!(Sentence::parse("{who} knows").is_err());
        assert!(Sentence::parse("{p knows").is_err());
    }
}
