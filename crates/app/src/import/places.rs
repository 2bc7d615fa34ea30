//! Finding the region that an address speaks of.

use std::collections::{HashMap, HashSet};

use super::mapping::KnownCategory;

/// How a region is written in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// Region names anywhere in a text; the deepest one that its surroundings confirm.
    #[default]
    Address,
    /// The name of a region, and nothing else.
    Name,
    /// A code; zeros that fill it up to a greater length are ignored.
    Code,
}

impl By {
    /// Names in a mapping file.
    pub const NAMES: &'static [(&'static str, Self)] =
        &[("address", Self::Address), ("name", Self::Name), ("code", Self::Code)];
}

/// Lengths of region codes, shortest first (GB/T 2260 and its extension).
const CODE_LENGTHS: [usize; 6] = [2, 4, 6, 9, 12, 15];

/// The regions of an installation, indexed by the beginnings of their names.
#[derive(Debug, Default)]
pub struct Places {
    codes: HashSet<String>,
    /// Lower-case name to the codes of all regions so called.
    names: HashMap<String, Vec<String>>,
    /// First two characters of names to the lengths in characters that occur, longest first.
    beginnings: HashMap<(char, char), Vec<usize>>,
}

impl Places {
    /// Takes code and names (in every language) of each region.
    pub fn new(regions: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        let mut places = Self::default();
        for (code, names) in regions {
            for name in names {
                let name = name.trim().to_lowercase();
                let chars: Vec<char> = name.chars().take(2).collect();
                if let [first, second] = chars[..] {
                    let lengths = places.beginnings.entry((first, second)).or_default();
                    let length = name.chars().count();
                    if !lengths.contains(&length) {
                        lengths.push(length);
                        lengths.sort_unstable_by(|a, b| b.cmp(a));
                    }
                }
                let codes = places.names.entry(name).or_default();
                if !codes.contains(&code) {
                    codes.push(code.clone());
                }
            }
            places.codes.insert(code);
        }
        places
    }

    /// True when no region is known.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The one region that holds all others.
    pub fn top(&self) -> Option<&str> {
        self.common(self.codes.iter().map(String::as_str))
    }

    /// A region's code as written, or filled up with zeros.
    pub fn code(&self, said: &str) -> Option<&str> {
        if let Some(code) = self.codes.get(said) {
            return Some(code);
        }
        let short = |length: &usize| said.len() > *length && said.as_bytes()[*length..].iter().all(|b| *b == b'0');
        if !said.is_ascii() {
            return None;
        }
        CODE_LENGTHS.iter().rev().filter(|l| short(l)).find_map(|l| self.codes.get(&said[..*l])).map(String::as_str)
    }

    /// The region that a text speaks of, at or below `within`.
    ///
    /// Of several regions that fit equally well, the area that holds them all: that much is certain.
    pub fn find(&self, text: &str, by: By, within: Option<&str>) -> Option<&str> {
        let within = within.unwrap_or_default();
        match by {
            By::Code => self.code(text.trim()).filter(|code| code.starts_with(within)),
            By::Name => {
                let codes = self.names.get(&text.trim().to_lowercase())?;
                self.common(codes.iter().map(String::as_str).filter(|c| c.starts_with(within)))
            }
            By::Address => self.in_address(text, within),
        }
    }

    fn in_address(&self, text: &str, within: &str) -> Option<&str> {
        let mentioned = self.mentioned(text);
        // Worth of a region: characters of its own name and of every ancestor's that the text names too.
        let worth = |code: &str| -> usize {
            CODE_LENGTHS.iter().filter(|l| **l <= code.len()).filter_map(|l| mentioned.get(&code[..*l])).sum()
        };
        let mut best: (usize, Vec<&str>) = (0, Vec::new());
        for code in mentioned.keys().copied().filter(|c| c.starts_with(within)) {
            let worth = worth(code);
            if worth > best.0 {
                best = (worth, vec![code]);
            } else if worth == best.0 {
                best.1.push(code);
            }
        }
        self.common(best.1.into_iter())
    }

    /// Every region named in the text and the length of its name; a name inside a longer one is not a mention of its own.
    fn mentioned(&self, text: &str) -> HashMap<&str, usize> {
        let chars: Vec<char> = text.to_lowercase().chars().collect();
        let mut mentioned = HashMap::new();
        let mut at = 0;
        while at + 1 < chars.len() {
            let lengths = self.beginnings.get(&(chars[at], chars[at + 1])).map_or(&[][..], Vec::as_slice);
            let hit = lengths.iter().filter(|l| at + **l <= chars.len()).find_map(|length| {
                let name: String = chars[at..at + length].iter().collect();
                self.names.get(&name).map(|codes| (*length, codes))
            });
            let Some((length, codes)) = hit else {
                at += 1;
                continue;
            };
            for code in codes {
                let known = mentioned.entry(code.as_str()).or_insert(length);
                *known = length.max(*known);
            }
            at += length;
        }
        mentioned
    }

    /// The deepest known region that holds all of them.
    fn common<'a>(&'a self, mut codes: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        let first = codes.next()?;
        let shared = codes.fold(first.len(), |shared, code| {
            let same = first.bytes().zip(code.bytes()).take_while(|(a, b)| a == b).count();
            shared.min(same)
        });
        let fitting = CODE_LENGTHS.iter().rev().filter(|l| **l <= shared);
        fitting.filter_map(|l| self.codes.get(&first[..*l])).map(String::as_str).next()
    }
}

/// The category whose name a value of another register carries, longest name first.
pub fn category_in<'a>(value: &str, categories: &'a [KnownCategory]) -> Option<&'a str> {
    let named = categories.iter().flat_map(|c| c.names.iter().map(move |n| (n, c)));
    let hits = named.filter(|(name, _)| name.chars().count() > 1 && value.contains(name.as_str()));
    hits.max_by_key(|(name, _)| name.len()).map(|(_, c)| c.code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        let region = |code: &str, zh: &str, en: &str| (code.to_owned(), vec![zh.to_owned(), en.to_owned()]);
        Places::new([
            region("97", "云海省", "Yunhai"),
            region("9701", "云汐市", "Yunxi"),
            region("970101", "河东区", "Hedong District"),
            region("970102", "河西区", "Hexi District"),
            region("970101001", "青石街道", "Qingshi Subdistrict"),
            region("970102001", "白塔街道", "Baita Subdistrict"),
            region("970101001001", "前进社区", "Qianjin Community"),
            region("970102001001", "前进社区", "Qianjin Community"),
            region("970102001002", "前进", "Qianjin"),
        ])
    }

    #[test]
    fn the_deepest_region_named_in_an_address_wins() {
        let places = places();
        let found = places.find("云汐市河东区青石街道前进社区3幢502", By::Address, None);
        assert_eq!(found, Some("970101001001"));
    }

    #[test]
    fn a_name_shared_by_two_communities_is_settled_by_the_town_beside_it() {
        assert_eq!(places().find("白塔街道，前进社区门口", By::Address, None), Some("970102001001"));
    }

    #[test]
    fn a_name_that_fits_two_places_gives_the_area_that_holds_both() {
        assert_eq!(places().find("前进社区门口", By::Address, None), Some("9701"));
    }

    #[test]
    fn a_limit_to_one_district_settles_a_shared_name() {
        assert_eq!(places().find("前进社区门口", By::Address, Some("970102")), Some("970102001001"));
    }

    #[test]
    fn a_longer_name_is_not_taken_for_the_shorter_one_inside_it() {
        assert_eq!(places().find("河西区前进社区", By::Address, None), Some("970102001001"));
    }

    #[test]
    fn english_names_are_found_whatever_their_case() {
        assert_eq!(places().find("12 Lane, QINGSHI subdistrict", By::Address, None), Some("970101001"));
    }

    #[test]
    fn a_code_filled_up_with_zeros_is_its_region() {
        assert_eq!(places().find("970101000000", By::Code, None), Some("970101"));
        assert_eq!(places().find("970199", By::Code, None), None);
    }

    #[test]
    fn a_text_without_a_place_has_none() {
        assert_eq!(places().find("楼上半夜搬家具", By::Address, None), None);
        assert_eq!(places().find("", By::Address, None), None);
    }
}
