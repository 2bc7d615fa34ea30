//! The region of a report, as a clerk types it: a name, a path of names, or a code, within the clerk's own regions.

use concord_domain::region::{Region, RegionCode};
use concord_policy::{Action, Actor};
use minijinja::{Value, context};

use crate::kit::desk::Desk;
use crate::kit::failure::FieldProblem;
use crate::kit::place::Places;
use crate::kit::visit::Visit;

/// Most names offered while typing.
const MOST_OFFERED: usize = 400;

/// Regions for which the actor may file.
pub fn own(desk: &Desk, actor: &Actor) -> Vec<RegionCode> {
    let codes = desk.policy.regions(actor, Action::FileReport);
    codes.into_iter().filter_map(|code| code.parse().ok()).collect()
}

/// Names to choose from, the wider regions first.
pub fn offered(desk: &Desk, visit: &Visit, own: &[RegionCode]) -> Vec<Value> {
    let (places, tag) = (desk.places(), visit.lang.tag());
    let mut found: Vec<RegionCode> = own.to_vec();
    let mut at = 0;
    while at < found.len() && found.len() < MOST_OFFERED {
        let below: Vec<RegionCode> = places.children(&found[at]).map(|r| r.code.clone()).collect();
        found.extend(below);
        at += 1;
    }
    found.truncate(MOST_OFFERED);
    found.iter().map(|code| context! { value => places.path(code, tag), code => code.as_str() }).collect()
}

/// The region that was typed; where nothing was, the one that `texts` speak of, or else the clerk's own.
///
/// # Errors
/// A problem of the field `region`: no such region, several of that name, or one of somebody else.
pub fn find(
    places: &Places,
    own: &[RegionCode],
    typed: &str,
    texts: &[&str],
) -> Result<Option<RegionCode>, FieldProblem> {
    let within = |r: &&Region| own.iter().any(|o| r.code.is_within(o));
    if typed.is_empty() {
        let spoken = texts.iter().filter_map(|text| places.region_in_text(text)).find(|r| within(r));
        return Ok(spoken.map(|r| r.code.clone()).or_else(|| own.first().cloned()));
    }
    if let Some(region) = typed.parse().ok().and_then(|code| places.region(&code)) {
        return if within(&region) { Ok(Some(region.code.clone())) } else { Err(problem("window-region-other")) };
    }
    let plain =
        |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect::<String>().to_lowercase();
    let wanted = plain(typed);
    let named = |r: &&Region| {
        let names = [r.name.zh.clone(), r.name.en.clone(), places.path(&r.code, "zh-CN"), places.path(&r.code, "en")];
        names.iter().any(|name| plain(name) == wanted)
    };
    let (ours, others): (Vec<&Region>, Vec<&Region>) = places.regions().iter().filter(named).partition(within);
    match (ours.as_slice(), others.is_empty()) {
        ([one], _) => Ok(Some(one.code.clone())),
        ([], false) => Err(problem("window-region-other")),
        ([], true) => match places.region_in_text(typed).filter(within) {
            Some(region) => Ok(Some(region.code.clone())),
            None => Err(problem("window-region-unknown")),
        },
        ([_, ..], _) => Err(problem("window-region-several")),
    }
}

fn problem(key: &str) -> FieldProblem {
    FieldProblem::new("region", key)
}

#[cfg(test)]
mod tests {
    use concord_domain::label::Label;

    use super::*;

    fn places() -> Places {
        let region = |code: &str, zh: &str, en: &str| {
            let code: RegionCode = code.parse().unwrap();
            Region {
                tier: code.tier(),
                code,
                name: Label::new(zh, en),
                time_zone: "Asia/Shanghai".into(),
                lon: None,
                lat: None,
            }
        };
        let regions = vec![
            region("9701", "\u{4e91}\u{6c50}\u{5e02}", "Yunxi"),
            region("970101", "\u{5e73}\u{6f9c}\u{533a}", "Pinglan"),
            region("970101001", "\u{9752}\u{6eaa}\u{9547}", "Qingxi"),
            region("970101001001", "\u{4e0a}\u{6e7e}\u{6751}", "Shangwan"),
            region("970101002", "\u{5357}\u{6c60}\u{9547}", "Nanchi"),
            region("970101002001", "\u{4e0a}\u{6e7e}\u{6751}", "Shangwan"),
        ];
        Places::new(regions, Vec::new(), Vec::new())
    }

    fn found(own: &str, typed: &str, texts: &[&str]) -> Result<String, String> {
        let own: RegionCode = own.parse().unwrap();
        match find(&places(), &[own], typed, texts) {
            Ok(code) => Ok(code.unwrap().as_str().to_owned()),
            Err(problem) => Err(problem.message),
        }
    }

    #[test]
    fn a_name_that_two_villages_share_is_asked_again_unless_only_one_is_ours() {
        assert_eq!(found("970101", "\u{4e0a}\u{6e7e}\u{6751}", &[]), Err("window-region-several".into()));
        assert_eq!(found("970101002", "shangwan", &[]), Ok("970101002001".into()));
        assert_eq!(found("970101", "Shangwan, Qingxi, Pinglan", &[]), Ok("970101001001".into()));
        assert_eq!(found("970101002", "Qingxi", &[]), Err("window-region-other".into()));
        assert_eq!(found("970101002", "Atlantis", &[]), Err("window-region-unknown".into()));
    }

    #[test]
    fn without_a_region_the_place_tells_it_and_else_it_is_the_clerks_own() {
        let place = "\u{5357}\u{6c60}\u{9547}\u{4e0a}\u{6e7e}\u{6751} 3";
        assert_eq!(found("970101", "", &["", place]), Ok("970101002001".into()));
        assert_eq!(found("970101001", "", &[place]), Ok("970101001".into()));
    }
}
