//! Many applicants at once: read from lines as people keep them, and given a key each.

use concord_domain::code::{AccessKey, MatterCode};
use concord_domain::intake::{self, NewParty};
use concord_domain::matter::{Event, Matter, PartyRole, PersonDetails, Rules};
use concord_policy::{Action, Actor};

use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::Drawer;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::filing::phone_fits;
use crate::kit::ids::hash;
use crate::kit::read_model::digits;
use crate::kit::story::person;

/// Most people of one list: more than a village's.
pub const MOST: usize = 300;
const MOST_NAME: usize = 100;
const MOST_ADDRESS: usize = 500;
/// Characters of a long Chinese name: two of the family, two given.
const MOST_HAN: usize = 4;
/// With what an address ends: group, number, village, room, floor, road, street, lane, block.
const PLACES: [char; 9] =
    ['\u{7ec4}', '\u{53f7}', '\u{6751}', '\u{5ba4}', '\u{697c}', '\u{8def}', '\u{8857}', '\u{5df7}', '\u{680b}'];
/// Digits of a short number of the fixed network, and of every mobile one in China; no other number begins with 1.
const LEAST_DIGITS: usize = 7;
const MOBILE_DIGITS: usize = 11;

/// Somebody of a list, with the line on which they stand.
#[derive(Clone, Debug)]
pub struct Entry {
    pub line: usize,
    pub person: PersonDetails,
}

/// One of them, with the key printed for them.
#[derive(Clone, Debug)]
pub struct Listed {
    pub line: usize,
    pub person: PersonDetails,
    pub key: AccessKey,
}

fn wrong(field: &str, key: &str, line: usize) -> Failure {
    FieldProblem::new(field, key).with("line", line).into()
}

/// People of a list: one a line, name, telephone and address with spaces, commas or tabs between; a line of which it is not clear
/// who it names, and somebody who stands there twice, are told.
///
/// # Errors
/// [`Failure::Invalid`] on `field`, with the first line that will not do.
pub fn read_lines(field: &str, text: &str) -> Result<Vec<Entry>, Failure> {
    let lines = (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty());
    let read = |(line, text): (usize, &str)| {
        let person = read_line(text).ok_or_else(|| wrong(field, "family-line-unclear", line))?;
        Ok(Entry { line, person })
    };
    check(field, lines.map(read).collect::<Result<_, Failure>>()?)
}

/// None where it is not clear what is the name.
fn read_line(line: &str) -> Option<PersonDetails> {
    let separated = |c: char| matches!(c, '\t' | ',' | ';' | '\u{ff0c}' | '\u{ff1b}' | '\u{3001}');
    if line.contains(separated) { Some(of_parts(line.split(separated).map(str::trim))) } else { of_words(line) }
}

fn is_phone(part: &str) -> bool {
    part.chars().filter(char::is_ascii_digit).count() >= 5 && phone_fits(part)
}

fn of_parts<'a>(parts: impl Iterator<Item = &'a str>) -> PersonDetails {
    let mut person = PersonDetails::default();
    let mut rest: Vec<&str> = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        if person.phone.is_empty() && is_phone(part) {
            part.clone_into(&mut person.phone);
        } else if person.name.is_empty() {
            person.name = one_name(&part.split_whitespace().collect::<Vec<_>>());
        } else {
            rest.push(part);
        }
    }
    person.address = rest.join(" ");
    person
}

/// Of a line with nothing but spaces in it, all before the telephone is the name, as in `John Smith` or a short name that
/// is filled up with a space; behind it is the address.
fn of_words(line: &str) -> Option<PersonDetails> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let phone = words.iter().position(|word| is_phone(word));
    let (name, address) = match phone {
        Some(0) => (&words[1..], &words[..0]),
        Some(at) => (&words[..at], &words[at + 1..]),
        None => (&words[..], &words[..0]),
    };
    let person = PersonDetails {
        name: one_name(name),
        phone: phone.map(|at| words[at].to_owned()).unwrap_or_default(),
        email: String::new(),
        address: address.join(" "),
    };
    (name.len() < 2 || is_one_name(&person.name)).then_some(person)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '\u{b7}')
}

/// A name of several words; spaces in a Chinese one only fill it up.
fn one_name(words: &[&str]) -> String {
    words.join(if words.iter().all(|word| word.chars().all(is_han)) { "" } else { " " })
}

/// Whether words that belong together name somebody: not with an address behind.
fn is_one_name(name: &str) -> bool {
    let long = name.chars().all(is_han) && name.chars().count() > MOST_HAN && !name.contains('\u{b7}');
    !name.contains(|c: char| c.is_ascii_digit()) && !name.ends_with(PLACES) && !long
}

/// Checks people of a list.
///
/// # Errors
/// [`Failure::Invalid`] on `field`, with the first line that will not do.
pub fn check(field: &str, people: Vec<Entry>) -> Result<Vec<Entry>, Failure> {
    if people.is_empty() {
        return Err(Failure::field(field, "problem-missing"));
    }
    if people.len() > MOST {
        return Err(FieldProblem::new(field, "problem-too-many").with("most", MOST).into());
    }
    for (at, Entry { line, person }) in people.iter().enumerate() {
        let is_name = person.name.contains(char::is_alphabetic) && !person.name.contains(['<', '>']);
        if !is_name || person.name.chars().count() > MOST_NAME {
            return Err(wrong(field, "family-line-name", *line));
        }
        if !is_whole(&person.phone) || person.address.chars().count() > MOST_ADDRESS {
            return Err(wrong(field, "family-line-phone", *line));
        }
        if people[..at].iter().any(|before| is_same(&before.person, person)) {
            return Err(wrong(field, "family-line-twice", *line));
        }
    }
    Ok(people)
}

/// Blank, or a whole telephone number: of a mobile one no digit is missing.
fn is_whole(phone: &str) -> bool {
    let first = phone.split('/').next().unwrap_or_default();
    let number = digits(first);
    let count = first.chars().filter(|c| c.is_ascii_digit() || *c == '*').count();
    let mobile = !first.contains('*') && number.starts_with('1');
    phone.is_empty() || (phone_fits(phone) && count >= LEAST_DIGITS && (!mobile || number.len() == MOBILE_DIGITS))
}

/// Whether two are the same person: of the same name, unless different telephones tell them apart.
fn is_same(a: &PersonDetails, b: &PersonDetails) -> bool {
    let name = |person: &PersonDetails| person.name.split_whitespace().collect::<String>().to_lowercase();
    let (one, other) = (digits(&a.phone), digits(&b.phone));
    name(a) == name(b) && (one.is_empty() || other.is_empty() || one == other)
}

/// They become applicants, each with a key of their own.
///
/// # Errors
/// [`Failure::Invalid`] on `field` with the first who is a party already, and as [`Desk::carry_out`].
pub async fn add(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    (field, people): (&str, Vec<Entry>),
) -> Result<(Matter, Vec<Listed>), Failure> {
    let texts = desk.matter_texts(&desk.load(code).await?).await?;
    let with_key = |Entry { line, person }| Listed { line, person, key: desk.ids.access_key() };
    let listed: Vec<Listed> = people.into_iter().map(with_key).collect();
    let decide = |m: &Matter, _: &Rules<'_>, d: &mut Drawer<'_>| {
        let here: Vec<PersonDetails> =
            m.parties.iter().filter(|p| p.left_on.is_none()).filter_map(|p| person(&texts, p.person.id)).collect();
        match listed.iter().find(|one| here.iter().any(|party| is_same(party, &one.person))) {
            Some(known) => Err(wrong(field, "family-line-here", known.line)),
            None => join(m, &listed, d),
        }
    };
    let matter = desk.carry_out(actor, Action::EditMatter, code, expected, decide).await?;
    Ok((matter, listed))
}

fn join(matter: &Matter, listed: &[Listed], drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
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
        let told: Vec<(&str, &str, &str)> = people
            .iter()
            .map(|e| (e.person.name.as_str(), e.person.phone.as_str(), e.person.address.as_str()))
            .collect();
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
    fn a_name_of_several_words_is_one_name() {
        let text = "Zhao One 13700000001\nJohn Smith\n\u{6b27}\u{9633} \u{5a1c}\u{5a1c} 13700000011 \u{4e09}\u{7ec4}\n\u{738b} \u{4e94}\n13700000012 Ann Lee\n\u{674e} \u{56db},13700000013,3 F";
        let people = read_lines("list", text).unwrap();
        let told: Vec<(usize, &str, &str)> =
            people.iter().map(|e| (e.line, e.person.name.as_str(), e.person.phone.as_str())).collect();
        assert_eq!(
            told,
            [
                (1, "Zhao One", "13700000001"),
                (2, "John Smith", ""),
                (3, "\u{6b27}\u{9633}\u{5a1c}\u{5a1c}", "13700000011"),
                (4, "\u{738b}\u{4e94}", ""),
                (5, "Ann Lee", "13700000012"),
                (6, "\u{674e}\u{56db}", "13700000013"),
            ]
        );
        assert_eq!(people[2].person.address, "\u{4e09}\u{7ec4}");
        assert_eq!(people[5].person.address, "3 F");
    }

    #[test]
    fn a_line_that_will_not_do_is_told_by_its_number() {
        for (text, key, line) in [
            ("A 13812345678\n13900000000", "family-line-name", 2),
            ("<b>Bold</b>", "family-line-name", 1),
            ("A 1370000", "family-line-phone", 1),
            ("A, 12345", "family-line-phone", 1),
            ("A 13812345678\n\n\nA 138-1234-5678", "family-line-twice", 4),
            ("A B\nA B 13812345678", "family-line-twice", 2),
            ("\u{674e}\u{4f1f} \u{4e09}\u{7ec4}12\u{53f7}", "family-line-unclear", 1),
            ("\u{674e}\u{4f1f} \u{4e1c}\u{6751} 13812345678", "family-line-unclear", 1),
            ("\n\u{674e}\u{4f1f} \u{4e0a}\u{6e7e}\u{6751}\u{4e1c}\u{5934}", "family-line-unclear", 2),
        ] {
            let Err(Failure::Invalid(problems)) = read_lines("list", text) else { panic!("{text}") };
            assert_eq!(problems[0].message, key, "{text}");
            assert_eq!(problems[0], FieldProblem::new("list", key).with("line", line), "{text}");
        }
        let Err(Failure::Invalid(problems)) = read_lines("list", "") else { panic!() };
        assert_eq!(problems[0].message, "problem-missing");
        assert!(read_lines("list", &"A\n".repeat(MOST + 1)).is_err());
        assert!(read_lines("list", "A 13812345678\nA 13812345679\nB 138****5678\nC 88888888").is_ok());
    }
}
