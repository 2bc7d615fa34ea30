//! Matters behind a rate's figure: those of which it counts something, in a time and of a body.

use concord_domain::matter::Rate;
use jiff::civil::Date;

use crate::kit::failure::FieldProblem;
use crate::kit::form::Fields;

/// Which of the things that a rate counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    All,
    /// With what the rate is a share of.
    Hit,
    Miss,
}

/// What a rate counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedBy {
    pub rate: Rate,
    pub which: Which,
    /// Counted on or after.
    pub from: Option<Date>,
    /// Counted on or before.
    pub to: Option<Date>,
    /// The body that it speaks about.
    pub body: Option<i64>,
}

impl CountedBy {
    /// Reads `counted` and its companions; none where it is not asked for.
    ///
    /// # Errors
    /// A word that names no rate, or what is no date or number.
    pub fn read(fields: &Fields) -> Result<Option<Self>, FieldProblem> {
        let Some((rate, which)) = fields.word("counted", parse)? else { return Ok(None) };
        let (from, to) = (fields.date("counted_from")?, fields.date("counted_to")?);
        Ok(Some(Self { rate, which, from, to, body: fields.int("counted_body")? }))
    }

    /// The word in addresses: `settled`, `settled.hit`, `settled.miss`.
    pub fn word(&self) -> String {
        let end = match self.which {
            Which::All => "",
            Which::Hit => ".hit",
            Which::Miss => ".miss",
        };
        format!("{}{end}", self.rate.as_str())
    }
}

fn parse(word: &str) -> Option<(Rate, Which)> {
    let (rate, which) = match word.split_once('.') {
        None => (word, Which::All),
        Some((rate, "hit")) => (rate, Which::Hit),
        Some((rate, "miss")) => (rate, Which::Miss),
        Some(_) => return None,
    };
    Some((Rate::parse(rate)?, which))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_comes_back_as_it_was_given() {
        for word in ["settled", "came_back.hit", "satisfaction.miss"] {
            let fields = Fields::parse(format!("counted={word}&counted_from=2026-03-01").as_bytes()).unwrap();
            let read = CountedBy::read(&fields).unwrap().unwrap();
            assert_eq!((read.word().as_str(), read.from), (word, Some(jiff::civil::date(2026, 3, 1))));
        }
        for wrong in ["x", "settled.maybe", "settled.hit.x"] {
            assert!(
                CountedBy::read(&Fields::parse(format!("counted={wrong}").as_bytes()).unwrap()).is_err(),
                "{wrong}"
            );
        }
    }
}
