//! What a matter is about, in the reader's words: story, answers, people. For those who may see the matter.

use std::collections::HashMap;

use concord_domain::label::Label;
use concord_domain::matter::{Matter, Party, PersonDetails};
use concord_domain::playbook::{Answer, Answers, Ask, AskKind};
use minijinja::{Value, context};

use super::desk::Desk;
use super::messages::Lang;

/// Somebody's details, where they were not erased.
pub fn person(texts: &HashMap<i64, String>, id: i64) -> Option<PersonDetails> {
    serde_json::from_str(texts.get(&id)?).ok()
}

impl Desk {
    /// What a matter is about.
    pub fn story_shown(&self, lang: Lang, m: &Matter, texts: &HashMap<i64, String>) -> Value {
        let (places, tag) = (self.places(), lang.tag());
        let report = m.report();
        let text = |id: i64| texts.get(&id).cloned();
        let clocks: Vec<Value> = m
            .running_clocks()
            .map(|c| {
                let (name, source) = (c.name.in_lang(tag).to_owned(), c.source.in_lang(tag).to_owned());
                context! { name => name, due_on => c.due_on.to_string(), due_at => c.due_at, source => source }
            })
            .collect();
        context! {
            code => m.code.as_str(),
            version => m.version,
            status => m.status.as_str(),
            urgency => m.urgency.as_str(),
            channel => report.channel.as_str(),
            category => m.category.as_str(),
            category_name => self.categories.name(&m.category, tag),
            region => m.region.as_str(),
            region_name => places.path(&m.region, tag),
            body => m.body.0,
            body_name => places.body_name(m.body, tag),
            responsible_name => places.body_name(m.responsible, tag),
            unsigned => m.unsigned_lead().is_some(),
            opened_at => m.opened_at,
            opened_on => m.opened_on.to_string(),
            happened_on => report.happened_on.map(|d| d.to_string()),
            amount => report.amount,
            place => report.place.as_ref().and_then(|p| text(p.id)),
            narrative => text(report.narrative.id),
            answers => self.answers_shown(lang, m, texts),
            parties => m.parties.iter().map(|p| party(p, texts)).collect::<Vec<_>>(),
            further => m.reports[1..].iter().filter_map(|r| {
                Some(context! { narrative => text(r.narrative.id)?, on => r.received_on.to_string(), channel => r.channel.as_str() })
            }).collect::<Vec<_>>(),
            clocks => clocks,
        }
    }

    /// The answers to the playbook's questions, as rows of a `summary`.
    pub fn answers_shown(&self, lang: Lang, m: &Matter, texts: &HashMap<i64, String>) -> Vec<Value> {
        let sealed = m.report().answers.as_ref().and_then(|a| texts.get(&a.id));
        let Some(answers) = sealed.and_then(|json| serde_json::from_str::<Answers>(json).ok()) else {
            return Vec::new();
        };
        let playbook = self.rules(m).playbook;
        answers
            .iter()
            .map(|(id, answer)| {
                let ask = playbook.ask(id);
                let label = ask.map_or(id, |ask| ask.label.in_lang(lang.tag()));
                context! { label => label.to_owned(), value => self.answer_words(lang, ask, answer) }
            })
            .collect()
    }

    fn answer_words(&self, lang: Lang, ask: Option<&Ask>, answer: &Answer) -> String {
        let messages = self.templates.messages();
        match (ask.map(|a| a.kind), answer) {
            (_, Answer::Flag(flag)) => messages.plain(lang, if *flag { "yes" } else { "no" }),
            (Some(AskKind::Money), _) => answer.to_cents().map_or_else(|| answer.to_string(), super::format::money),
            (Some(AskKind::Date), _) => {
                super::format::date(messages, lang, &answer.to_string()).unwrap_or_else(|_| answer.to_string())
            }
            (Some(AskKind::Choice), Answer::Text(id)) => {
                ask.and_then(|a| a.choice(id)).map_or(id.as_str(), |label: &Label| label.in_lang(lang.tag())).to_owned()
            }
            _ => answer.to_string(),
        }
    }
}

fn party(p: &Party, texts: &HashMap<i64, String>) -> Value {
    let details = person(texts, p.person.id);
    let representative = p.representative.as_ref().and_then(|r| person(texts, r.id));
    context! {
        no => p.no,
        role => p.role.as_str(),
        name => details.as_ref().map(|d| d.name.clone()),
        phone => details.as_ref().map(|d| d.phone.clone()).unwrap_or_default(),
        address => details.map(|d| d.address).unwrap_or_default(),
        representative => representative.as_ref().map(|d| d.name.clone()),
        representative_phone => representative.map(|d| d.phone).unwrap_or_default(),
    }
}
