//! What the clerk typed, read into a filing.

use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::likeness::Portrait;
use concord_domain::matter::{AccountId, Channel, Language, PartyRole, PersonDetails, Urgency, Way};
use concord_domain::playbook::Answers;
use concord_policy::{Actor, Role};

use super::region;
use crate::kit::arrival::Paper;
use crate::kit::danger;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::filing::Filing;
use crate::kit::form::Fields;
use crate::kit::likely::somebody;

/// Rows for respondents that the form starts with, and most of them.
pub const ROWS: usize = 1;
const MOST_ROWS: usize = 20;

/// Channels by which a report reaches whoever records it.
pub fn channels(actor: &Actor) -> Vec<Channel> {
    let mut found = Vec::new();
    if actor.holds(Role::Clerk) || actor.holds(Role::Coordinator) {
        found.extend([Channel::Window, Channel::Phone, Channel::Visit, Channel::Police, Channel::Court]);
    }
    if actor.holds(Role::GridWorker) {
        found.push(Channel::Grid);
    }
    found
}

/// Somebody's details from fields with a common beginning.
fn person(form: &Fields, of: &str) -> PersonDetails {
    let get = |part: &str| form.get(&format!("{of}.{part}")).to_owned();
    PersonDetails { name: get("name"), phone: half_width(&get("phone")), email: String::new(), address: get("address") }
}

/// Digits and signs as a Chinese keyboard may type them.
fn half_width(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    text.chars().map(half).collect()
}

/// How many rows for respondents were sent.
pub fn rows(form: &Fields) -> usize {
    (0..MOST_ROWS).take_while(|i| form.has(&format!("respondents.{i}.name"))).count().max(ROWS)
}

/// The answers to the questions on the page; blank ones left out.
pub fn answers(form: &Fields) -> Answers {
    let mut answers = Answers::default();
    for (name, value) in form.pairs() {
        if let Some(id) = name.strip_prefix("answers.").filter(|_| !value.trim().is_empty()) {
            answers.set(id, value.trim());
        }
    }
    answers
}

/// What is typed so far, to be compared with earlier matters.
pub fn portrait(form: &Fields) -> Portrait {
    let applicant = somebody(PartyRole::Applicant, &person(form, "applicant"));
    let others = (0..rows(form)).map(|i| somebody(PartyRole::Respondent, &person(form, &format!("respondents.{i}"))));
    Portrait {
        category: CategoryCode::try_from(form.get("category")).ok(),
        people: std::iter::once(applicant).chain(others).collect(),
        place: form.get("place").to_owned(),
        stories: vec![form.get("narrative").to_owned()],
    }
}

fn is_blank(p: &PersonDetails) -> bool {
    p.name.is_empty() && p.phone.is_empty() && p.address.is_empty()
}

/// Reads the form of a new matter.
///
/// # Errors
/// [`Failure::Invalid`] with what cannot be read; the filing itself is checked when it is filed.
pub fn read(desk: &Desk, actor: &Actor, form: &Fields) -> Result<Filing, Failure> {
    let mut wrong: Vec<FieldProblem> = Vec::new();
    let mut keep = |problem| wrong.push(problem);
    let open = channels(actor);
    let channel = form.word("channel", |word| Channel::parse(word).filter(|c| open.contains(c)));
    let channel = channel.map_err(&mut keep).ok().flatten().or(open.first().copied()).ok_or(Failure::Forbidden)?;
    let category = form.word("category", |c| CategoryCode::try_from(c).ok()).map_err(&mut keep).ok().flatten();
    let urgency = form.word("urgency", Urgency::parse).map_err(&mut keep).ok().flatten();
    let language = form.word("language", Language::parse).map_err(&mut keep).ok().flatten();
    let happened_on = form.date("happened_on").map_err(&mut keep).ok().flatten();
    let amount = form.cents("amount").map_err(&mut keep).ok().flatten();
    let texts = [form.get("place"), form.get("applicant.address"), form.get("narrative")];
    let arrival = match Paper::read(form) {
        Ok(paper) => paper.map(|paper| home_is_told(desk, actor, paper)),
        Err(problems) => {
            problems.into_iter().for_each(&mut keep);
            None
        }
    };
    let away = arrival.as_ref().is_some_and(|paper| paper.way == Way::Away);
    let own = if away { desk.places().roots().map(|r| r.code.clone()).collect() } else { region::own(desk, actor) };
    let region = region::find(&desk.places(), &own, form.get("region"), &texts).map_err(&mut keep).ok().flatten();
    let mut respondents = Vec::new();
    for i in 0..rows(form) {
        let respondent = person(form, &format!("respondents.{i}"));
        if respondent.name.is_empty() && !is_blank(&respondent) {
            keep(FieldProblem::new(format!("respondents.{i}.name"), "window-respondent-name"));
        }
        respondents.push(respondent);
    }
    if !wrong.is_empty() {
        return Err(Failure::Invalid(wrong));
    }
    Ok(Filing {
        category,
        region,
        place: form.get("place").to_owned(),
        narrative: form.get("narrative").to_owned(),
        language: language.unwrap_or(Language::Zh),
        applicant: person(form, "applicant"),
        representative: Some(person(form, "representative")).filter(|p| !is_blank(p)),
        respondents,
        happened_on,
        amount,
        answers: answers(form),
        danger: danger::kinds(form.all("danger")),
        urgency,
        arrival,
        filed_by: actor.account().map(AccountId),
        ..Filing::by(channel)
    })
}

/// Who takes a report for a home elsewhere is the sender: the home answers that counter.
fn home_is_told(desk: &Desk, actor: &Actor, paper: Paper) -> Paper {
    let own = actor.roles().first().map(|held| BodyId(held.body)).filter(|id| desk.places().body(*id).is_some());
    match paper.way {
        Way::Away if paper.sender.is_none() && paper.said.sender.is_empty() => Paper { sender: own, ..paper },
        _ => paper,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_answers_are_left_out_and_rows_are_counted_without_gap() {
        let form =
            Fields::parse(b"answers.a=+&answers.b=1&respondents.0.name=&respondents.1.name=x&respondents.3.name=y");
        let form = form.unwrap();
        assert_eq!(answers(&form).iter().map(|(id, _)| id).collect::<Vec<_>>(), ["b"]);
        assert_eq!(rows(&form), 2);
    }

    #[test]
    fn a_telephone_number_typed_in_full_width_is_read() {
        assert_eq!(half_width("\u{ff11}\u{ff13}\u{ff18}\u{3000}\u{ff0d}1"), "138 -1");
    }
}
