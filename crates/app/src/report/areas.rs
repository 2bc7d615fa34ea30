//! Choosing an area by few steps, each a list that fits a phone.

use concord_domain::region::{Region, RegionCode};
use serde::Serialize;

use crate::kit::filing::ASKED_TIER;
use crate::kit::place::Places;

/// Longest list that is still offered at once.
const MOST_AT_ONCE: usize = 250;

/// An area to choose.
#[derive(Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// A line of the list: an area, or areas under a heading (the template tells them apart by `options`).
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Line {
    One(Choice),
    Group { label: String, options: Vec<Choice> },
}

fn below<'a>(places: &'a Places, code: &RegionCode) -> Vec<&'a Region> {
    places.children(code).filter(|r| r.tier >= ASKED_TIER).collect()
}

/// Whether there is a narrower area that a person may know.
pub fn can_be_narrowed(places: &Places, code: &RegionCode) -> bool {
    !below(places, code).is_empty()
}

/// The areas to begin with: two levels at once where that is a short list. `whole` names an area for those who know no
/// narrower one.
pub fn first(places: &Places, lang: &str, whole: impl Fn(&str) -> String) -> Vec<Line> {
    let mut tops: Vec<&Region> = places.roots().collect();
    if let [only] = tops[..] {
        let children = below(places, &only.code);
        if !children.is_empty() {
            tops = children;
        }
    }
    let count: usize = tops.iter().map(|r| below(places, &r.code).len()).sum();
    let one = |r: &Region, label: String| Choice { value: r.code.as_str().to_owned(), label };
    if count == 0 || count > MOST_AT_ONCE {
        return tops.iter().map(|r| Line::One(one(r, r.name.in_lang(lang).to_owned()))).collect();
    }
    let group = |top: &&Region| {
        let name = top.name.in_lang(lang);
        let narrower = below(places, &top.code);
        let mut options: Vec<Choice> = narrower.iter().map(|r| one(r, r.name.in_lang(lang).to_owned())).collect();
        options.push(one(top, whole(name)));
        Line::Group { label: name.to_owned(), options }
    };
    tops.iter().map(group).collect()
}

/// The areas within one, and at the end the one itself.
pub fn within(places: &Places, code: &RegionCode, lang: &str, whole: impl Fn(&str) -> String) -> Vec<Line> {
    let mut lines: Vec<Line> = below(places, code)
        .iter()
        .map(|r| Line::One(Choice { value: r.code.as_str().to_owned(), label: r.name.in_lang(lang).to_owned() }))
        .collect();
    let name = places.region_name(code, lang);
    lines.push(Line::One(Choice { value: code.as_str().to_owned(), label: whole(name) }));
    lines
}

#[cfg(test)]
mod tests {
    use concord_domain::label::Label;

    use super::*;

    fn places(codes: &[&str]) -> Places {
        let region = |code: &&str| {
            let code: RegionCode = code.parse().unwrap();
            let name = Label::new(format!("z{code}"), format!("e{code}"));
            Region { tier: code.tier(), code, name, time_zone: String::new(), lon: None, lat: None }
        };
        Places::new(codes.iter().map(region).collect(), Vec::new(), Vec::new())
    }

    fn values(lines: &[Line]) -> Vec<&str> {
        let all = lines.iter().flat_map(|line| match line {
            Line::One(choice) => std::slice::from_ref(choice),
            Line::Group { options, .. } => options.as_slice(),
        });
        all.map(|choice| choice.value.as_str()).collect()
    }

    #[test]
    fn towns_are_offered_under_their_county_with_the_county_for_those_unsure() {
        let places = places(&["9701", "970101", "970101001", "970101002", "970102", "970102001"]);
        let lines = first(&places, "en", |name| format!("{name}?"));
        assert_eq!(values(&lines), ["970101001", "970101002", "970101", "970102001", "970102"]);
        assert!(
            matches!(&lines[0], Line::Group { label, options } if label == "e970101" && options[2].label == "e970101?")
        );
    }

    #[test]
    fn villages_are_the_narrowest_asked_for() {
        let places = places(&["970101", "970101001", "970101001001", "970101001001001"]);
        let town: RegionCode = "970101001".parse().unwrap();
        assert_eq!(values(&within(&places, &town, "zh-CN", str::to_owned)), ["970101001001", "970101001"]);
        assert!(can_be_narrowed(&places, &town));
        assert!(!can_be_narrowed(&places, &"970101001001".parse().unwrap()));
    }

    #[test]
    fn one_lonely_village_can_be_chosen() {
        assert_eq!(values(&first(&places(&["970101001001"]), "en", str::to_owned)), ["970101001001"]);
    }
}
