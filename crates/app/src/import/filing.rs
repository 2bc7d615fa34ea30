//! From a report in another register to a filing at the desk.

use concord_domain::category::CategoryCode;
use concord_domain::matter::{Channel, Language, PersonDetails};
use concord_domain::playbook::Answers;
use concord_domain::region::RegionCode;

use super::{
    Message, Say,
    mapping::{Draft, Known, KnownCategory, Person},
    places::Places,
};
use crate::kit::{
    desk::Desk,
    failure::Failure,
    filing::Filing,
    messages::{Lang, Messages},
    problem,
};

/// What the desk's installation knows of channels, categories and regions.
pub fn known(desk: &Desk) -> Known {
    let both = |label: &concord_domain::label::Label| vec![label.zh.clone(), label.en.clone()];
    let category = |c: &concord_domain::category::Category| KnownCategory {
        code: c.code.as_str().to_owned(),
        names: both(&c.name),
    };
    let places = desk.places();
    Known {
        channels: Channel::ALL.iter().map(|c| c.as_str().to_owned()).collect(),
        categories: desk.categories.iter().map(category).collect(),
        places: Places::new(places.regions().iter().map(|r| (r.code.as_str().to_owned(), both(&r.name)))),
    }
}

/// The filing of a draft. What has no field of its own is said in the narrative.
pub fn filing(source: &str, draft: Draft, say: &Say) -> Filing {
    let mut narrative = draft.narrative;
    if let Some(on) = draft.received_on {
        narrative.push('\n');
        narrative.push_str(&say(&Message::new("import-received").with("date", on.to_string())));
    }
    let mut applicant = person(draft.applicant);
    if applicant.name.is_empty() {
        applicant.name = say(&Message::new("import-name-unknown"));
    }
    let mut answers = Answers::default();
    for (ask, answer) in &draft.answers {
        answers.set(ask, answer.as_str());
    }
    let language = draft.language.as_deref().and_then(Lang::from_tag);
    let channel = draft.channel.as_deref().and_then(Channel::parse).unwrap_or(Channel::Import);
    Filing {
        category: draft.category.and_then(|code| CategoryCode::try_from(code).ok()),
        region: draft.region.and_then(|code| RegionCode::try_from(code).ok()),
        language: match language.unwrap_or_else(|| written_in(&narrative)) {
            Lang::Zh => Language::Zh,
            Lang::En => Language::En,
        },
        place: applicant.address.clone(),
        narrative,
        applicant,
        respondents: draft.respondents.into_iter().map(person).collect(),
        happened_on: draft.happened_on,
        amount: draft.amount_fen,
        answers,
        source: Some(source.to_owned()),
        external_id: Some(draft.external_id),
        ..Filing::by(channel)
    }
}

/// Chinese when there is a Chinese character in it.
fn written_in(text: &str) -> Lang {
    if text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFD}')) {
        Lang::Zh
    } else {
        Lang::En
    }
}

fn person(person: Person) -> PersonDetails {
    let Person { name, phone, email, address } = person;
    PersonDetails { name, phone, email, address }
}

/// Why the desk did not take a filing, in one line; a fault of ours is no answer about the row and comes back.
pub fn reason(messages: &Messages, lang: Lang, failure: Failure) -> Result<String, Failure> {
    match failure {
        Failure::Invalid(problems) => {
            let words = problems.iter().map(|p| format!("{}: {}", p.field, problem::words(messages, lang, p)));
            Ok(words.collect::<Vec<_>>().join("; "))
        }
        Failure::Refused(refusal) => Ok(problem::refusal_words(messages, lang, &refusal)),
        other => Err(other),
    }
}
