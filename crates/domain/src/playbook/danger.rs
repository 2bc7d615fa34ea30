//! What words and answers speak of danger, and what is to be done then: `danger.toml`, and each playbook's own words.
//!
//! All words of a playbook and of the house are looked for in one pass over what was written.

use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::classify::stands;
use super::negation::Negation;
use super::rule::Rule;
use super::{Facts, Playbook, Words};
use crate::data_file::{DataError, Source};
use crate::label::Label;
use crate::matter::{DangerKind, SignSource};

/// Somebody to turn to at once, or something to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    pub label: Label,
    pub text: Label,
    /// A telephone number to press, when there is one.
    pub phone: Option<String>,
}

/// What whoever handles it goes through, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    pub text: Label,
    pub source: Option<Label>,
}

/// A kind of danger: what speaks of it, and what is to be done.
#[derive(Clone, Debug)]
pub struct DangerGuide {
    pub kind: DangerKind,
    /// As an answer to the question.
    pub answer: Label,
    /// What the person is told at once.
    pub advice: Vec<Advice>,
    /// What the staff go through.
    pub checks: Vec<Check>,
    words: Words,
}

/// What is asked about danger, and what is to be done about each kind of it.
#[derive(Clone, Debug, Default)]
pub struct DangerGuides {
    /// The question, and what is said with it; none where no file says so.
    pub question: Option<(Label, Label)>,
    guides: Vec<DangerGuide>,
    negation: Arc<Negation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    question: Spanned<Label>,
    help: Spanned<Label>,
    negation: Option<Spanned<Negation>>,
    kind: Vec<KindForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindForm {
    id: Spanned<DangerKind>,
    answer: Spanned<Label>,
    words: Words,
    advice: Vec<AdviceForm>,
    check: Vec<CheckForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdviceForm {
    label: Spanned<Label>,
    text: Spanned<Label>,
    phone: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckForm {
    text: Spanned<Label>,
    source: Option<Spanned<Label>>,
}

impl DangerGuides {
    /// How the file is called.
    pub const FILE: &'static str = "danger.toml";

    /// Reads the text of `file`.
    ///
    /// # Errors
    /// [`DataError`] at the first thing in it that is wrong: a kind twice or left out, no advice, an empty word.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let source = Source { file, text };
        let form: File = source.read()?;
        let question = Some((source.label(form.question)?, source.label(form.help)?));
        let mut guides: Vec<DangerGuide> = Vec::new();
        for kind in form.kind {
            let span = kind.id.span();
            if guides.iter().any(|guide| guide.kind == *kind.id.get_ref()) {
                return Err(source.wrong(span, "a kind of danger stands here twice"));
            }
            if kind.advice.is_empty() || kind.check.is_empty() {
                return Err(source.wrong(span, "a kind of danger needs `[[kind.advice]]` and `[[kind.check]]`"));
            }
            if kind.words.iter().any(|word| word.trim().is_empty()) {
                return Err(source.wrong(span, "an empty word is in every narrative"));
            }
            let advice = |form: AdviceForm| {
                Ok(Advice { label: source.label(form.label)?, text: source.label(form.text)?, phone: form.phone })
            };
            let check = |form: CheckForm| {
                let text = source.label(form.text)?;
                Ok(Check { text, source: form.source.map(|label| source.label(label)).transpose()? })
            };
            guides.push(DangerGuide {
                kind: kind.id.into_inner(),
                answer: source.label(kind.answer)?,
                advice: kind.advice.into_iter().map(advice).collect::<Result<_, _>>()?,
                checks: kind.check.into_iter().map(check).collect::<Result<_, _>>()?,
                words: kind.words,
            });
        }
        if guides.len() < DangerKind::ALL.len() {
            return Err(source.wrong(0..0, "every kind of danger needs its `[[kind]]`: violence, self_harm, child"));
        }
        let negation = match form.negation {
            Some(negation) if negation.get_ref().has_blank() => {
                return Err(source.wrong(negation.span(), "an empty word is in every narrative"));
            }
            negation => negation.map(Spanned::into_inner).unwrap_or_default(),
        };
        Ok(Self { question, guides, negation: Arc::new(negation) })
    }

    /// What is to be done about these kinds, in the order of the file.
    pub fn of<'a>(&'a self, kinds: &'a [DangerKind]) -> impl Iterator<Item = &'a DangerGuide> {
        self.guides.iter().filter(|guide| kinds.contains(&guide.kind))
    }

    /// All of them, in the order of the file.
    pub fn all(&self) -> &[DangerGuide] {
        &self.guides
    }

    fn words(&self) -> impl Iterator<Item = (&str, DangerKind)> {
        self.guides.iter().flat_map(|guide| guide.words.iter().map(|word| (word, guide.kind)))
    }
}

/// What a playbook itself says about danger.
#[derive(Clone, Debug)]
pub(super) struct Danger {
    /// In lower case; violence, where the house's own words do not say otherwise.
    pub words: Vec<String>,
    pub because: Label,
    /// Answers that speak of it.
    pub when: Option<Rule>,
}

/// Words to look for, all at once.
#[derive(Clone, Debug, Default)]
pub(super) struct Finder {
    words: Vec<(String, DangerKind)>,
    automaton: Option<Arc<AhoCorasick>>,
    negation: Arc<Negation>,
}

impl Finder {
    /// The words of a playbook and of the house; of one that both have, the house says what it speaks of.
    pub fn new(own: &[String], house: &DangerGuides) -> Self {
        let mut words: Vec<(String, DangerKind)> = Vec::new();
        let own = own.iter().map(|word| (word.as_str(), DangerKind::Violence));
        for (word, kind) in house.words().chain(own) {
            let word = word.to_lowercase();
            if !words.iter().any(|(known, _)| *known == word) {
                words.push((word, kind));
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(words.iter().map(|(word, _)| word));
        let automaton = automaton.ok().filter(|_| !words.is_empty()).map(Arc::new);
        Self { automaton, words, negation: house.negation.clone() }
    }

    /// The words that stand in a text and are not denied there, each once, in their order.
    pub fn find(&self, text: &str) -> Vec<(&str, DangerKind)> {
        self.hear(text).0
    }

    /// Where words stand in a text that are denied there, in bytes.
    pub fn denied(&self, text: &str) -> Vec<Range<usize>> {
        self.hear(text).1
    }

    fn hear(&self, text: &str) -> (Vec<(&str, DangerKind)>, Vec<Range<usize>>) {
        let Some(automaton) = &self.automaton else { return Default::default() };
        let text = text.to_ascii_lowercase();
        let mut found: Vec<(&str, DangerKind)> = Vec::new();
        let mut denied: Vec<Range<usize>> = Vec::new();
        for hit in automaton.find_overlapping_iter(&text) {
            let (word, kind) = &self.words[hit.pattern().as_usize()];
            if !stands(&text, hit.start(), word) || found.iter().any(|(known, _)| known == word) {
                continue;
            }
            // What begins within a word that is denied belongs to it: of "没有动手打人" also "打人".
            let within = || denied.iter().any(|range| range.start < hit.start() && hit.start() < range.end);
            if self.negation.can_deny(word, *kind) && (self.negation.denies(&text, &hit.range()) || within()) {
                denied.push(hit.range());
            } else {
                found.push((word, *kind));
            }
        }
        (found, denied)
    }
}

/// A sign of danger, and what speaks of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSign {
    pub kind: DangerKind,
    pub by: SignSource,
    /// The words of the list that stand in the narrative.
    pub words: Vec<String>,
}

impl Playbook {
    /// The signs of danger in what was written and answered, each kind once; words come before answers.
    pub fn signs(&self, facts: &Facts) -> Vec<FoundSign> {
        let mut signs: Vec<FoundSign> = Vec::new();
        for (word, kind) in self.finder.find(&facts.narrative) {
            match signs.iter_mut().find(|sign| sign.kind == kind) {
                Some(sign) => sign.words.push(word.to_owned()),
                None => signs.push(FoundSign { kind, by: SignSource::Words, words: vec![word.to_owned()] }),
            }
        }
        let when = self.danger.as_ref().and_then(|danger| danger.when.as_ref());
        let answered = when.is_some_and(|rule| rule.holds(&self.applicable(&facts.answers).1));
        if answered && !signs.iter().any(|sign| sign.kind == DangerKind::Violence) {
            signs.push(FoundSign { kind: DangerKind::Violence, by: SignSource::Answer, words: Vec::new() });
        }
        signs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../../../playbooks/danger.toml");

    #[test]
    fn the_shipped_guides_say_for_each_kind_what_to_do() {
        let guides = DangerGuides::parse("danger.toml", SHIPPED).unwrap();
        assert_eq!(guides.all().len(), DangerKind::ALL.len());
        assert!(guides.all().iter().all(|guide| guide.advice.iter().any(|advice| advice.phone.is_some())));
    }

    #[test]
    fn words_are_found_in_one_pass_and_latin_ones_only_whole() {
        let finder = Finder::new(&["kill".to_owned(), "菜刀".to_owned()], &DangerGuides::default());
        let found = |text: &str| finder.find(text).into_iter().map(|(word, _)| word.to_owned()).collect::<Vec<_>>();
        assert_eq!(found("他拿着菜刀，菜刀很大"), ["菜刀"]);
        assert_eq!(found("He said he would KILL me"), ["kill"]);
        assert!(found("she has many skills").is_empty());
    }

    #[test]
    fn the_house_says_what_a_word_speaks_of() {
        let guides = DangerGuides::parse("danger.toml", SHIPPED).unwrap();
        let finder = Finder::new(&["跳楼".to_owned()], &guides);
        assert_eq!(finder.find("他说要跳楼"), [("跳楼", DangerKind::SelfHarm)]);
    }

    /// Sentences in which nothing is left of the danger.
    const DENIED: [&str; 31] = [
        "他没有打人。东西坏了。",
        "No knife. The noise is loud.",
        "他没有拿刀",
        "他没拿刀。",
        "楼上半夜还在装修，没打人",
        "他没有打人，东西也没坏",
        "邻居吵得很，并没有打人",
        "并未打人",
        "他未打人",
        "他从未打人",
        "从来没有威胁我",
        "他不会打人",
        "没有动手打人",
        "没有家暴",
        "没有拿刀，也没打人",
        "对方没有虐待孩子",
        "没有人受伤。他没打我。",
        "No knife.",
        "There was no knife and the noise is loud",
        "He did not threaten me",
        "He didn't threaten me.",
        "He didn\u{2019}t threaten anybody",
        "He did not even threaten me",
        "she has never hit me",
        "He has never threatened anybody",
        "There was never any threat",
        "They are not threatening",
        "no weapon",
        "It was loud. He has not hurt me.",
        "no real threat",
        "The child was not bullied",
    ];

    /// Sentences that speak of danger although a negation stands in them.
    const NOT_DENIED: [&str; 64] = [
        "没打孩子。打的是我",
        "他没拿刀。但是手里有棍子",
        "No knife. But he had a bat.",
        "没有不打人",
        "没有停止打人",
        "不是没打人",
        "他不是没有打人",
        "没拿刀但是打人了",
        "没办法，他打人",
        "没办法他打人",
        "没有人管，他打人",
        "他没有一天不打人",
        "他打没打人",
        "有没有打人",
        "有没打人我不知道",
        "他会不会打人",
        "难道他没打人吗",
        "谁说他没打人",
        "他没打人？",
        "没打人才怪",
        "他说他没打人",
        "他否认，没打人那是假的",
        "他不可能没打人",
        "差点没打死我",
        "没打死我算我命大",
        "没打伤，就是疼",
        "还没打人，快来",
        "这次没打人",
        "他保证不会打人了",
        "如果没拿刀就好了",
        "没拿刀，拿棍子打的",
        "没打孩子，打的是我",
        "没打人的时候就骂人",
        "没打人，打我",
        "没有拿刀，可是他要杀人",
        "没砍人。后来他拿刀来了",
        "没拿刀。拿刀的是他弟弟",
        "并非没有威胁",
        "没少打人",
        "我没有不想活",
        "我不会自杀",
        "他没威胁，只是打人",
        "他没道理打人",
        "He threatened me",
        "No, he threatened me",
        "No doubt he threatened me",
        "There is no doubt about the threat",
        "He did not stop threatening me",
        "He never stops threatening me",
        "He not only threatened me",
        "He didn't threaten me but he hit me",
        "He didn't just threaten me",
        "Didn't he threaten me?",
        "He says he did not threaten me",
        "He was not happy, threatened me",
        "He was not happy threatened me",
        "no help threats every day",
        "He will not threaten me again",
        "He no longer threatens me",
        "He did not fail to threaten me",
        "It is not true that he has never threatened me",
        "He didn't kill me",
        "He did not have a knife. He had a weapon.",
        "I will not kill myself",
    ];

    #[test]
    fn what_is_plainly_denied_is_no_sign_and_whatever_is_in_doubt_is_one() {
        let guides = DangerGuides::parse("danger.toml", SHIPPED).unwrap();
        let finder = Finder::new(&[], &guides);
        let missed: Vec<&str> = NOT_DENIED.into_iter().filter(|text| finder.find(text).is_empty()).collect();
        assert!(missed.is_empty(), "missed: {missed:#?}");
        let alarmed: Vec<_> =
            DENIED.into_iter().map(|text| (text, finder.find(text))).filter(|(_, f)| !f.is_empty()).collect();
        assert!(alarmed.is_empty(), "false alarms: {alarmed:#?}");
    }

    #[test]
    fn a_word_that_is_denied_once_and_said_once_is_found() {
        let guides = DangerGuides::parse("danger.toml", SHIPPED).unwrap();
        let finder = Finder::new(&[], &guides);
        assert_eq!(finder.find("上次没打人。昨天打人了"), [("打人", DangerKind::Violence)]);
        assert_eq!(finder.find("No knife. Then a knife."), [("knife", DangerKind::Violence)]);
    }

    #[test]
    fn a_house_whose_file_names_no_negation_hears_every_word() {
        let at = SHIPPED.find("[negation]").unwrap();
        let end = at + SHIPPED[at..].find("[[kind]]").unwrap();
        let guides = DangerGuides::parse("danger.toml", &format!("{}{}", &SHIPPED[..at], &SHIPPED[end..])).unwrap();
        assert_eq!(Finder::new(&[], &guides).find("没打人").len(), 1);
        let blank = SHIPPED.replacen("[negation]\n", "[negation]\nbetween = []\n", 1).replacen("\"没有\"", "\"\"", 1);
        assert!(DangerGuides::parse("danger.toml", &blank).is_err());
    }

    #[test]
    fn a_file_that_leaves_a_kind_out_is_refused() {
        let cut = SHIPPED.rfind("[[kind]]").unwrap();
        assert!(DangerGuides::parse("danger.toml", &SHIPPED[..cut]).unwrap_err().reason.contains("every kind"));
    }
}
