//! Many applicants at once: read from lines as people keep them, and given a key each.

use concord_domain::code::AccessKey;
use concord_domain::intake::{self, NewParty};
use concord_domain::matter::{Event, Matter, PartyRole, PersonDetails};

use crate::kit::desk::Desk;
use crate::kit::drawer::Drawer;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::filing::phone_fits;
use crate::kit::ids::hash;

/// Most people of one list: more than a village's.
pub const MOST: usize = 300;
const MOST_NAME: usize = 100;
const MOST_ADDRESS: usize = 500;

/// Somebody of a list, with the key printed for them.
#[derive(Clone, Debug)]
pub struct Listed {
    pub person: PersonDetails,
    pub key: AccessKey,
}

/// People of a list: one a line, name, telephone and address with spaces, commas or tabs between; a line without a name, and
/// somebody who stands there twice, are told.
///
/// # Errors
/// [`Failure::Invalid`] on `field`, with the first line that will not do.
pub fn read_lines(field: &str, text: &str) -> Result<Vec<PersonDetails>, Failure> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    check(field, lines.map(read_line).collect())
}

fn read_line(line: &str) -> PersonDetails {
    let separated = |c: char| matches!(c, '\t' | ',' | ';' | '\u{ff0c}' | '\u{ff1b}' | '\u{3001}');
    let parts: Vec<&str> = if line.contains(separated) {
        line.split(separated).map(str::trim).collect()
    } else {
        line.split_whitespace().collect()
    };
    let mut person = PersonDetails::default();
    let mut rest: Vec<&str> = Vec::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let is_number = part.chars().filter(char::is_ascii_digit).count() >= 5 && phone_fits(part);
        if person.phone.is_empty() && is_number {
            part.clone_into(&mut person.phone);
        } else if person.name.is_empty() {
            part.clone_into(&mut person.name);
        } else {
            rest.push(part);
        }
    }
    person.address = rest.join(" ");
    person
}

/// Checks people of a list.
///
/// # Errors
/// [`Failure::Invalid`] on `field`, with the first line that will not do.
pub fn check(field: &str, people: Vec<PersonDetails>) -> Result<Vec<PersonDetails>, Failure> {
    let wrong = |key: &str, line: usize| Failure::from(FieldProblem::new(field, key).with("line", line));
    if people.is_empty() {
        return Err(Failure::field(field, "problem-missing"));
    }
    if people.len() > MOST {
        return Err(FieldProblem::new(field, "problem-too-many").with("most", MOST).into());
    }
    for (at, person) in people.iter().enumerate() {
        let line = at + 1;
        if person.name.trim().is_empty() || person.name.chars().count() > MOST_NAME {
            return Err(wrong("family-line-name", line));
        }
        if !phone_fits(&person.phone) || person.address.chars().count() > MOST_ADDRESS {
            return Err(wrong("family-line-phone", line));
        }
        if people[..at].iter().any(|p| p.name == person.name && p.phone == person.phone) {
            return Err(wrong("family-line-twice", line));
        }
    }
    Ok(people)
}

/// A key for each.
pub fn with_keys(desk: &Desk, people: Vec<PersonDetails>) -> Vec<Listed> {
    people.into_iter().map(|person| Listed { person, key: desk.ids.access_key() }).collect()
}

/// They become applicants.
pub fn join(matter: &Matter, listed: &[Listed], drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
    let party = |one: &Listed, drawer: &mut Drawer<'_>| NewParty {
        role: PartyRole::Applicant,
        person: drawer.seal_person(&one.person),
        representative: None,
        key_hash: Some(hash(one.key.as_str())),
    };
    let parties = listed.iter().map(|one| party(one, drawer)).collect();
    Ok(intake::join_all(matter, parties)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_people_keep_them() {
        let text = "\u{674e}\u{4f1f} 13812345678 \u{4e09}\u{7ec4}12\u{53f7}\n\n\u{738b}\u{82b3}\u{ff0c}\u{4e94}\u{7ec4}\u{ff0c}139-0000-1111\r\nZhao Min, 3F";
        let people = read_lines("list", text).unwrap();
        let told: Vec<(&str, &str, &str)> =
            people.iter().map(|p| (p.name.as_str(), p.phone.as_str(), p.address.as_str())).collect();
        assert_eq!(
            told,
            [
                ("\u{674e}\u{4f1f}", "13812345678", "\u{4e09}\u{7ec4}12\u{53f7}"),
                ("\u{738b}\u{82b3}", "139-0000-1111", "\u{4e94}\u{7ec4}"),
                ("Zhao Min", "", "3F"),
            ]
        );
    }

    #[test]
    fn a_line_without_a_name_one_that_stands_there_twice_and_too_many_are_told() {
        for (text, key) in [
            ("", "problem-missing"),
            ("A 13812345678\n13900000000", "family-line-name"),
            ("A 13812345678\nA 13812345678", "family-line-twice"),
        ] {
            let Err(Failure::Invalid(problems)) = read_lines("list", text) else { panic!("{text}") };
            assert_eq!(problems[0].message, key);
        }
        assert!(read_lines("list", &"A\n".repeat(MOST + 1)).is_err());
    }
}
