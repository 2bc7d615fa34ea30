//! What must be so of every filing, wherever it goes.

use concord_domain::matter::{MOST_TEXT, PersonDetails};
use concord_domain::playbook::{Answers, Playbook};
use jiff::civil::Date;

use super::Filing;
use crate::kit::failure::{Failure, FieldProblem};

/// Shortest story that somebody can act on, in characters.
const LEAST_NARRATIVE: usize = 4;
const MOST_NAME: usize = 100;
const MOST_ADDRESS: usize = 500;
const MOST_RESPONDENTS: usize = 50;

/// Checks everything about a filing that does not depend on where it goes.
///
/// # Errors
/// [`Failure::Invalid`] with every field that will not do.
pub fn check(filing: &Filing, today: Date) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    let length = filing.narrative.trim().chars().count();
    if length == 0 {
        wrong.push(FieldProblem::new("narrative", "problem-narrative-missing"));
    } else if length < LEAST_NARRATIVE {
        wrong.push(FieldProblem::new("narrative", "problem-narrative-short"));
    } else if length > MOST_TEXT as usize {
        wrong.push(FieldProblem::new("narrative", "problem-too-long").with("most", MOST_TEXT));
    }
    let of = |field: &str| {
        let field = field.to_owned();
        move |part: &str| format!("{field}.{part}")
    };
    check_person(of("applicant"), &filing.applicant, &mut wrong);
    if filing.applicant.name.trim().is_empty() {
        wrong.push(FieldProblem::new("applicant.name", "problem-their-name"));
    }
    if let Some(person) = &filing.representative {
        check_person(of("representative"), person, &mut wrong);
    }
    if filing.respondents.len() > MOST_RESPONDENTS {
        wrong.push(FieldProblem::new("respondents", "problem-too-many").with("most", MOST_RESPONDENTS));
    }
    for (i, person) in filing.respondents.iter().enumerate() {
        check_person(of(&format!("respondents.{i}")), person, &mut wrong);
    }
    if let Some(paper) = &filing.arrival {
        wrong.extend(paper.check("arrival."));
    }
    if filing.happened_on.is_some_and(|on| on > today) {
        wrong.push(FieldProblem::new("happened_on", "problem-date-future"));
    }
    if filing.amount.is_some_and(|a| !(0..=concord_domain::matter::MOST_AMOUNT).contains(&a)) {
        wrong.push(FieldProblem::new("amount", "problem-amount"));
    }
    if filing.place.chars().count() > MOST_ADDRESS {
        wrong.push(FieldProblem::new("place", "problem-too-long").with("most", MOST_ADDRESS));
    }
    let external = [&filing.source, &filing.external_id].into_iter().flatten();
    if external.clone().any(|text| text.is_empty() || text.len() > 200) {
        wrong.push(FieldProblem::new("external_id", "problem-too-long").with("most", 200));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Invalid(wrong)) }
}

/// Checks somebody's details; `field` says what the field of a part is called.
pub fn check_person(field: impl Fn(&str) -> String, person: &PersonDetails, wrong: &mut Vec<FieldProblem>) {
    let mut limit = |part: &str, text: &str, most: usize| {
        if text.chars().count() > most {
            wrong.push(FieldProblem::new(field(part), "problem-too-long").with("most", most));
        }
    };
    limit("name", &person.name, MOST_NAME);
    limit("phone", &person.phone, 40);
    limit("email", &person.email, 200);
    limit("address", &person.address, MOST_ADDRESS);
    if !phone_fits(&person.phone) {
        wrong.push(FieldProblem::new(field("phone"), "problem-phone"));
    }
    if !email_fits(&person.email) {
        wrong.push(FieldProblem::new(field("email"), "problem-email"));
    }
}

/// Blank, or 5 to 20 digits with the signs people put between them.
pub fn phone_fits(phone: &str) -> bool {
    let phone = phone.trim();
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    phone.is_empty()
        || ((5..=20).contains(&digits)
            && phone.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '/' | '*')))
}

/// Blank, or something with one `@` inside and no space: more is only known by writing to it.
pub fn email_fits(email: &str) -> bool {
    let email = email.trim();
    email.is_empty()
        || email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.len() > 2 && !host.contains('@') && !email.contains(char::is_whitespace)
        })
}

pub(super) fn tidy(person: &PersonDetails) -> PersonDetails {
    PersonDetails {
        name: person.name.trim().to_owned(),
        phone: person.phone.trim().to_owned(),
        email: person.email.trim().to_owned(),
        address: person.address.trim().to_owned(),
    }
}

/// The answers that are kept: a blank one is no problem here, only a wrong one is. The guided path asks for those missing.
pub(super) fn keep_answers(playbook: &Playbook, answers: &Answers) -> Result<Answers, Failure> {
    let mut kept = Answers::default();
    let mut wrong = Vec::new();
    for (id, answer) in answers.iter() {
        let field = format!("answers.{id}");
        match playbook.ask(id).map(|ask| ask.accept(answer)) {
            None => wrong.push(FieldProblem::new(field, "problem-answer-unknown")),
            Some(Ok(Some(answer))) => kept.set(id, answer),
            Some(Ok(None)) => {}
            Some(Err(problem)) => {
                let bound = problem.bound();
                let found = FieldProblem::new(field, format!("problem-{}", problem.key()));
                wrong.push(match bound {
                    Some(bound) => found.with("bound", bound),
                    None => found,
                });
            }
        }
    }
    if wrong.is_empty() { Ok(kept) } else { Err(Failure::Invalid(wrong)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_as_people_write_them_fit_and_words_do_not() {
        for good in ["", "13812345678", "+86 138-1234-5678", "0571-88888888", "(021) 5555 5555", "12345"] {
            assert!(phone_fits(good), "{good}");
        }
        for bad in ["1234", "call me", "138123456789012345678", "13812345678;DROP"] {
            assert!(!phone_fits(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_without_a_host_is_no_mail() {
        assert!(email_fits("") && email_fits("a@b.cn"));
        for bad in ["a", "a@", "@b.cn", "a@b@c.cn", "a b@c.cn"] {
            assert!(!email_fits(bad), "{bad}");
        }
    }
}
