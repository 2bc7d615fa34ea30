//! How alike two reports are, and in what: likely the same thing again, said with reasons; a person decides.
//!
//! Two matters are compared, never people: nothing of it is kept.

use std::cmp::Reverse;

use crate::category::CategoryCode;
use crate::matter::PartyRole;

/// Least share of common character pairs at which two stories are called alike, percent.
const TEXT_LEAST: u8 = 40;
/// Fewer characters of a story are like many others.
const STORY_LEAST: usize = 6;
/// Fewer characters of a place are no address.
const PLACE_LEAST: usize = 6;
/// Fewer digits are an extension, not a number.
const PHONE_LEAST: usize = 7;
/// So many characters of a story are compared.
const STORY_MOST: usize = 2_000;

/// What of a report is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portrait {
    pub category: Option<CategoryCode>,
    pub people: Vec<Somebody>,
    pub place: String,
    pub stories: Vec<String>,
}

/// Somebody with a part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    pub role: PartyRole,
    pub name: String,
    /// Digits only.
    pub phone: String,
    pub address: String,
}

/// In what two reports are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Somebody's telephone number stands in both.
    Phone,
    /// The two sides of the one are those of the other, the other way round.
    OtherSide,
    /// The same applicant.
    Name,
    /// The same respondent, about the same kind of thing.
    Respondent,
    /// Somebody's address stands in both.
    Address,
    /// The same place.
    Place,
    /// So many percent of the stories' character pairs are common.
    Text(u8),
}

impl Why {
    /// The word in events and message keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::OtherSide => "other-side",
            Self::Name => "name",
            Self::Respondent => "respondent",
            Self::Address => "address",
            Self::Place => "place",
            Self::Text(_) => "text",
        }
    }

    /// As it is logged: `text-62`, or the word.
    pub fn to_text(self) -> String {
        match self {
            Self::Text(percent) => format!("text-{percent}"),
            other => other.as_str().to_owned(),
        }
    }

    /// Reads what was logged.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(percent) = text.strip_prefix("text-") {
            return percent.parse().ok().filter(|n| *n <= 100).map(Self::Text);
        }
        let words = [Self::Phone, Self::OtherSide, Self::Name, Self::Respondent, Self::Address, Self::Place];
        words.into_iter().find(|why| why.as_str() == text)
    }

    /// How much it says, for the order of a list alone.
    fn weight(self) -> u32 {
        match self {
            Self::Phone | Self::OtherSide => 40,
            Self::Respondent | Self::Address => 30,
            Self::Name | Self::Place => 25,
            Self::Text(percent) => u32::from(percent) / 2,
        }
    }
}

/// In what two reports are alike, the strongest first; empty where in nothing that matters.
pub fn likeness(one: &Portrait, other: &Portrait) -> Vec<Why> {
    let mut why: Vec<Why> = Vec::new();
    let pairs = || one.people.iter().flat_map(|a| other.people.iter().map(move |b| (a, b)));
    let both = |a: &Somebody, b: &Somebody, role: PartyRole| a.role == role && b.role == role && a.is_named_as(b);
    let crossed = |a: PartyRole, b: PartyRole| pairs().any(|(x, y)| x.role == a && y.role == b && x.is_named_as(y));
    if pairs().any(|(a, b)| a.phone.len() >= PHONE_LEAST && a.phone == b.phone) {
        why.push(Why::Phone);
    }
    let (applicant, respondent) = (PartyRole::Applicant, PartyRole::Respondent);
    if crossed(applicant, respondent) && crossed(respondent, applicant) {
        why.push(Why::OtherSide);
    }
    if pairs().any(|(a, b)| both(a, b, applicant)) {
        why.push(Why::Name);
    }
    if same_field(one, other) && pairs().any(|(a, b)| both(a, b, respondent)) {
        why.push(Why::Respondent);
    }
    if pairs().any(|(a, b)| is_same_place(&a.address, &b.address)) {
        why.push(Why::Address);
    }
    if is_same_place(&one.place, &other.place) {
        why.push(Why::Place);
    }
    let text = one.stories.iter().flat_map(|a| other.stories.iter().map(move |b| text_likeness(a, b))).max();
    if let Some(percent) = text.filter(|percent| *percent >= TEXT_LEAST) {
        why.push(Why::Text(percent));
    }
    why.sort_by_key(|w| Reverse(w.weight()));
    why
}

/// How much the reasons say together, for the order of a list alone.
pub fn strength(why: &[Why]) -> u32 {
    why.iter().map(|w| w.weight()).sum()
}

/// Whether two people who were named in two reports of one dispute are one: the same name and role, and no two telephone numbers.
pub fn is_same_person(a: &Somebody, b: &Somebody) -> bool {
    a.role == b.role && a.is_named_as(b) && (a.phone.is_empty() || b.phone.is_empty() || a.phone == b.phone)
}

/// Share of character pairs that two stories have in common, percent (Sørensen–Dice, each pair as often as it stands there).
pub fn text_likeness(a: &str, b: &str) -> u8 {
    let (a, b) = (letters(a), letters(b));
    if a.len() < STORY_LEAST || b.len() < STORY_LEAST {
        return 0;
    }
    let (a, b) = (character_pairs(&a), character_pairs(&b));
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                (i, j, common) = (i + 1, j + 1, common + 1);
            }
        }
    }
    u8::try_from(common * 200 / (a.len() + b.len())).unwrap_or(100)
}

fn character_pairs(letters: &[char]) -> Vec<(char, char)> {
    let mut pairs: Vec<(char, char)> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs
}

/// Without signs and spaces, in lower case and half width.
fn letters(text: &str) -> Vec<char> {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    let kept = text.chars().map(half).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    kept.take(STORY_MOST).collect()
}

fn is_same_place(a: &str, b: &str) -> bool {
    let (a, b) = (letters(a), letters(b));
    a.len() >= PLACE_LEAST && a == b
}

fn same_field(one: &Portrait, other: &Portrait) -> bool {
    let field = |p: &Portrait| p.category.as_ref().map(|c| c.as_str().split('.').next().unwrap_or_default().to_owned());
    match (field(one), field(other)) {
        (Some(a), Some(b)) => a == b,
        // What has no kind yet may be of any.
        _ => true,
    }
}

impl Somebody {
    fn is_named_as(&self, other: &Self) -> bool {
        let (a, b) = (letters(&self.name), letters(&other.name));
        a.len() > 1 && a == b
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn somebody(role: PartyRole, name: &str, phone: &str) -> Somebody {
        Somebody { role, name: name.into(), phone: phone.into(), address: String::new() }
    }

    fn report(people: Vec<Somebody>, place: &str, story: &str) -> Portrait {
        let category = CategoryCode::try_from("neighbour.noise").ok();
        Portrait { category, people, place: place.into(), stories: vec![story.into()] }
    }

    #[test]
    fn stories_in_other_words_are_less_alike_and_signs_do_not_count() {
        assert_eq!(text_likeness("楼上半夜还在装修，吵！", "楼上半夜 还在装修 吵"), 100);
        assert_eq!(text_likeness("ＡＢＣ楼上装修", "abc楼上装修"), 100);
        let near = text_likeness("楼上半夜还在装修，孩子睡不着", "楼上每天半夜都在装修，老人睡不着");
        assert!((40..60).contains(&near), "{near}");
        assert_eq!(text_likeness("老板拖欠三个月工资", "楼上半夜还在装修"), 0);
        assert_eq!(text_likeness("吵", "吵"), 0, "a word says nothing");
    }

    #[test]
    fn every_reason_is_told_and_the_strongest_first() {
        let (a, r) = (PartyRole::Applicant, PartyRole::Respondent);
        let one = report(
            vec![somebody(a, "李伟", "13812345678"), somebody(r, "王芳", "")],
            "上湾村3组12号",
            "楼上半夜还在装修",
        );
        let again = report(
            vec![somebody(a, "李 伟", "13812345678"), somebody(r, "王芳", "")],
            "上湾村 3组12号",
            "楼上半夜还在装修",
        );
        let all = [Why::Text(100), Why::Phone, Why::Respondent, Why::Name, Why::Place];
        assert_eq!(likeness(&one, &again), all);
        let turned = report(vec![somebody(a, "王芳", ""), somebody(r, "李伟", "")], "", "他先骂人的，还踢我家的门");
        assert_eq!(likeness(&one, &turned), [Why::OtherSide]);
        let other = report(vec![somebody(a, "赵敏", "13900000000")], "", "老板拖欠三个月工资");
        assert_eq!(likeness(&one, &other), []);
    }

    #[test]
    fn one_respondent_counts_only_within_one_field() {
        let firm = |kind: &str| {
            let people = vec![somebody(PartyRole::Respondent, "宏达公司", "")];
            Portrait { category: CategoryCode::try_from(kind).ok(), people, ..Portrait::default() }
        };
        assert_eq!(likeness(&firm("labour.wage"), &firm("labour")), [Why::Respondent]);
        assert_eq!(likeness(&firm("labour.wage"), &firm("environment")), []);
    }

    #[test]
    fn two_of_one_name_with_two_telephones_are_two_people() {
        let li = |phone: &str| somebody(PartyRole::Applicant, "李伟", phone);
        assert!(is_same_person(&li("13812345678"), &li("")));
        assert!(!is_same_person(&li("13812345678"), &li("13900000000")));
        assert!(!is_same_person(&li(""), &somebody(PartyRole::Respondent, "李伟", "")));
    }

    #[test]
    fn a_reason_reads_back_as_it_was_logged() {
        for why in [Why::Phone, Why::OtherSide, Why::Name, Why::Respondent, Why::Address, Why::Place, Why::Text(62)] {
            assert_eq!(Why::parse(&why.to_text()), Some(why));
        }
        assert_eq!((Why::parse("text-101"), Why::parse("colour")), (None, None));
    }

    proptest! {
        #[test]
        fn likeness_of_texts_is_the_same_both_ways_and_never_above_a_hundred(a in "[上下楼装修吵夜a-c ，]{0,40}", b in "[上下楼装修吵夜a-c ，]{0,40}") {
            let percent = text_likeness(&a, &b);
            prop_assert_eq!(percent, text_likeness(&b, &a));
            prop_assert!(percent <= 100);
            prop_assert!(letters(&a).len() < STORY_LEAST || text_likeness(&a, &a) == 100);
        }
    }
}
