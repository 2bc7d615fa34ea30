//! Rates as they are shown: shares, read from counters.

use std::collections::HashMap;

use concord_domain::matter::Rate;
use concord_store::{Conn, Fault, tally};

use super::period::Period;
use super::read_model::measures;

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub hit: i64,
    pub of: i64,
}

impl Share {
    /// Rounded to thousandths; none of nothing.
    pub fn thousandths(self) -> Option<i64> {
        (self.of > 0).then(|| (self.hit * 1000 + self.of / 2) / self.of)
    }

    /// As per cent with one decimal place.
    pub fn shown(self) -> Option<String> {
        self.thousandths().map(|n| format!("{}.{}%", n / 10, n % 10))
    }

    /// From 0 to 1, as the API tells it.
    pub fn ratio(self) -> Option<f64> {
        self.thousandths().map(|n| n as f64 / 1000.0)
    }
}

/// All rates of one region or body, and one part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shares([Share; Rate::ALL.len()]);

impl Shares {
    /// The share of a rate.
    pub fn get(&self, rate: Rate) -> Share {
        self.0[rate as usize]
    }

    fn at(&mut self, rate: Rate) -> &mut Share {
        &mut self.0[rate as usize]
    }

    /// Whether nothing at all was counted.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|share| share.of == 0)
    }
}

/// Shares by counter's key and value of the dimension.
pub type ByPart = HashMap<(String, String), Shares>;

/// Rates of several regions or bodies over a period, in one query.
pub fn read(c: &mut Conn, keys: &[&str], dimension: &str, period: Period) -> Result<ByPart, Fault> {
    let words: Vec<(Rate, (&str, &str))> = Rate::ALL.iter().map(|rate| (*rate, measures(*rate))).collect();
    let wanted: Vec<&str> = words.iter().flat_map(|(_, (of, hit))| [*of, *hit]).collect();
    let (from, to) = (period.from.to_string(), period.to.to_string());
    let mut parts = ByPart::new();
    for count in tally::sums_of(c, keys, &wanted, dimension, &from, &to)? {
        let Some((rate, (of, _))) = words.iter().find(|(_, (of, hit))| [*of, *hit].contains(&count.measure.as_str()))
        else {
            continue;
        };
        let share = parts.entry((count.region, count.value)).or_default().at(*rate);
        if count.measure == *of { share.of = count.n } else { share.hit = count.n }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_nothing_is_unknown_and_others_are_rounded() {
        assert_eq!(Share::default().thousandths(), None);
        assert_eq!(Share { hit: 2, of: 3 }.thousandths(), Some(667));
    }

    #[test]
    fn every_rate_has_its_place() {
        for (at, rate) in Rate::ALL.iter().enumerate() {
            assert_eq!(*rate as usize, at);
        }
    }
}
