//! Kinds of dispute as residents choose among them: what a few words may mean, what each kind covers, and when words call
//! for safety first.

use concord_domain::category::CategoryCode;
use concord_domain::label::Label;
use concord_domain::playbook::{Facts, Guess, Playbook, Scope, Words};
use serde::Serialize;

use super::desk::Desk;
use super::messages::Lang;

/// Words of a kind that stand for all of it, where nothing describes it in a sentence.
const EXAMPLES: usize = 5;

/// A kind of dispute as a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kind {
    pub category: String,
    /// The widest kind it lies in, by which pages choose a picture.
    pub root: String,
    pub name: String,
    /// What it covers, in a line.
    pub covers: String,
    pub cost: String,
    pub duration: String,
    /// What was written that speaks for it.
    pub words: Vec<String>,
}

impl Desk {
    /// The kinds that words may mean, likeliest first and at most `most`; none where no word speaks for any.
    pub fn kinds_meant(&self, lang: Lang, words: &str, most: usize) -> Vec<Kind> {
        let general = &self.playbooks.general().category;
        let mut guesses = self.playbooks.classify(words);
        guesses.retain(|guess| guess.category != *general);
        let told: Vec<Guess> = guesses.iter().filter(|guess| !is_told_closer(guess, &guesses)).cloned().collect();
        told.into_iter()
            .take(most)
            .map(|guess| Kind { words: guess.words, ..self.kind(lang, &guess.category) })
            .collect()
    }

    /// A kind of dispute with what its playbook says about it.
    pub fn kind(&self, lang: Lang, category: &CategoryCode) -> Kind {
        let tag = lang.tag();
        let playbook = self.playbooks.for_category(category);
        let words = |label: &Label| label.in_lang(tag).to_owned();
        let own = playbook.scope != Scope::General && playbook.category == *category;
        let examples = self.categories.get(category).map(|c| examples(&c.words, lang)).unwrap_or_default();
        let covers = if own || examples.is_empty() {
            words(&playbook.summary)
        } else {
            let mark = self.templates.messages().plain(lang, "kit-kinds-between");
            let mut args = super::messages::Args::new();
            args.set("words", examples.join(&mark));
            self.templates.messages().text(lang, "kit-kinds-such-as", &args)
        };
        Kind {
            category: category.as_str().to_owned(),
            root: category.as_str().split('.').next().unwrap_or_default().to_owned(),
            name: self.categories.name(category, tag).to_owned(),
            covers,
            cost: words(&playbook.cost),
            duration: words(&playbook.duration),
            words: Vec::new(),
        }
    }
}

/// Whether a narrower kind says all that this one says, and is as likely.
fn is_told_closer(wide: &Guess, all: &[Guess]) -> bool {
    all.iter().any(|narrow| {
        narrow.category != wide.category
            && narrow.category.is_within(&wide.category)
            && narrow.score >= wide.score
            && wide.words.iter().all(|word| narrow.words.contains(word))
    })
}

/// The first words of a kind in one language that say something new.
fn examples(words: &Words, lang: Lang) -> Vec<String> {
    let all = match lang {
        Lang::Zh => &words.zh,
        Lang::En => &words.en,
    };
    let mut told: Vec<String> = Vec::new();
    for word in all {
        let is_told = told.iter().any(|other| other.contains(word.as_str()) || word.contains(other.as_str()));
        if !is_told && told.len() < EXAMPLES {
            told.push(word.clone());
        }
    }
    told
}

/// Why what was written calls for safety first, if it does: the reason that goes away with the words.
pub fn danger(playbook: &Playbook, facts: &Facts) -> Option<Label> {
    let told = playbook.suggest(facts).because;
    let untold = playbook.suggest(&Facts { narrative: String::new(), ..facts.clone() }).because;
    told.into_iter().find(|because| !untold.contains(because))
}
