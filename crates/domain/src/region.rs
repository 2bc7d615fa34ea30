//! Areas of administration, from a province down to a grid, and the codes that are their paths.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::label::Label;

/// A level of the area tree, lowest first, so that a higher tier compares greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    Grid,
    Village,
    Town,
    County,
    City,
    Province,
}

impl Tier {
    /// Every tier, lowest first.
    pub const ALL: [Self; 6] = [Self::Grid, Self::Village, Self::Town, Self::County, Self::City, Self::Province];

    /// How many digits a code of this tier has (GB/T 2260 and the statistics bureau's extension of it).
    pub const fn digits(self) -> usize {
        match self {
            Self::Grid => 15,
            Self::Village => 12,
            Self::Town => 9,
            Self::County => 6,
            Self::City => 4,
            Self::Province => 2,
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Village => "village",
            Self::Town => "town",
            Self::County => "county",
            Self::City => "city",
            Self::Province => "province",
        }
    }

    /// The tier above, or none above a province.
    pub fn above(self) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| *tier > self)
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Tier {
    type Err = UnknownTier;

    fn from_str(text: &str) -> Result<Self, UnknownTier> {
        Self::ALL.into_iter().find(|tier| tier.as_str() == text).ok_or_else(|| UnknownTier(text.to_owned()))
    }
}

/// Not the name of a tier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no tier: grid, village, town, county, city or province")]
pub struct UnknownTier(pub String);

/// The code of an area, which is its path: province 2 digits, city 4, county 6, town 9, village 12, grid 15.
/// An ancestor is a prefix.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegionCode(String);

/// Not a code of any tier: it is not of digits alone, or of a length that no tier has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no region code: 2, 4, 6, 9, 12 or 15 digits")]
pub struct BadRegionCode(pub String);

impl RegionCode {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn tier(&self) -> Tier {
        // The constructor lets no other length in; a province is the only one left.
        Tier::ALL.into_iter().find(|tier| tier.digits() == self.0.len()).unwrap_or(Tier::Province)
    }

    /// The area that this one lies in, or none above a province.
    pub fn parent(&self) -> Option<Self> {
        self.at(self.tier().above()?)
    }

    /// This area and those it lies in, self first.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> + use<> {
        std::iter::successors(Some(self.clone()), Self::parent)
    }

    /// The area of `tier` that this one is or lies in; none when it is itself higher.
    pub fn at(&self, tier: Tier) -> Option<Self> {
        self.0.get(..tier.digits()).map(|prefix| Self(prefix.to_owned()))
    }

    /// Whether this area is `other` or lies in it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }
}

impl TryFrom<String> for RegionCode {
    type Error = BadRegionCode;

    fn try_from(text: String) -> Result<Self, BadRegionCode> {
        let is_tier = Tier::ALL.iter().any(|tier| tier.digits() == text.len());
        if is_tier && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(text))
        } else {
            Err(BadRegionCode(text))
        }
    }
}

impl TryFrom<&str> for RegionCode {
    type Error = BadRegionCode;

    fn try_from(text: &str) -> Result<Self, BadRegionCode> {
        text.to_owned().try_into()
    }
}

impl FromStr for RegionCode {
    type Err = BadRegionCode;

    fn from_str(text: &str) -> Result<Self, BadRegionCode> {
        text.try_into()
    }
}

impl From<RegionCode> for String {
    fn from(code: RegionCode) -> Self {
        code.0
    }
}

impl AsRef<str> for RegionCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An area. Its tier and its parent follow from its code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Region {
    pub code: RegionCode,
    pub name: Label,
    pub tier: Tier,
    /// IANA name, such as `Asia/Shanghai`: the calendar dates that the law counts are dates there.
    pub time_zone: String,
    /// Degrees east (WGS 84) of the place that stands for the area, such as its office.
    pub lon: Option<f64>,
    /// Degrees north (WGS 84).
    pub lat: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        text.try_into().unwrap()
    }

    #[test]
    fn a_code_of_any_other_length_or_with_other_signs_is_refused() {
        for wrong in ["", "3", "330", "33010", "3301061", "33010612345678", "33a1", "3301061234567890", "３３"] {
            assert_eq!(RegionCode::try_from(wrong), Err(BadRegionCode(wrong.to_owned())));
        }
        assert!(serde_json::from_str::<RegionCode>("\"330\"").is_err());
    }

    #[test]
    fn the_tier_follows_from_the_length() {
        let tiers = ["33", "3301", "330106", "330106001", "330106001002", "330106001002003"];
        let found: Vec<_> = tiers.into_iter().rev().map(|text| code(text).tier()).collect();
        assert_eq!(found, Tier::ALL);
    }

    #[test]
    fn ancestors_go_from_self_up_to_the_province() {
        let found: Vec<_> = code("330106001002003").ancestors().map(String::from).collect();
        assert_eq!(found, ["330106001002003", "330106001002", "330106001", "330106", "3301", "33"]);
        assert_eq!(code("33").parent(), None);
    }

    #[test]
    fn an_area_is_within_itself_and_its_ancestors_only() {
        let town = code("330106001");
        assert!(town.is_within(&town));
        assert!(town.is_within(&code("3301")));
        assert!(!code("3301").is_within(&town));
        assert!(!town.is_within(&code("330107")));
        assert_eq!(town.at(Tier::City), Some(code("3301")));
        assert_eq!(town.at(Tier::Village), None);
    }

    #[test]
    fn a_higher_tier_compares_greater() {
        assert!(Tier::Town > Tier::Village);
        assert_eq!(Tier::Grid.above(), Some(Tier::Village));
        assert_eq!(Tier::Province.above(), None);
        assert_eq!("county".parse(), Ok(Tier::County));
        assert_eq!("shire".parse::<Tier>(), Err(UnknownTier("shire".into())));
    }
}
