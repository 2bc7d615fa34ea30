//! What the cells of a column look like.

use std::collections::HashMap;

use serde::Deserialize;

use super::words::WORDS;
use crate::import::{
    mapping::{MoneyUnit, half_width, read_amount, read_date},
    read::Row,
};

/// A kind of content that can be told by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    Phone,
    Date,
    Amount,
    /// A resident identity number with a right check character (GB 11643).
    Identity,
}

/// A column's cells, blanks left out.
pub struct Look {
    pub values: Vec<String>,
    /// Distinct values and how often each occurs.
    pub counts: HashMap<String, usize>,
}

impl Look {
    pub fn at(column: &str, rows: &[Row]) -> Self {
        let cells = rows.iter().filter(|r| r.damage.is_none()).filter_map(|r| r.get(column));
        let values: Vec<String> =
            cells.map(String::from).filter(|v| !v.is_empty() && !WORDS.empty.contains(v)).collect();
        let mut counts = HashMap::new();
        for value in &values {
            *counts.entry(value.clone()).or_default() += 1;
        }
        Self { values, counts }
    }

    /// Share of the filled cells for which it holds; 0 when all are blank.
    pub fn share(&self, holds: impl Fn(&str) -> bool) -> f64 {
        if self.values.is_empty() {
            return 0.0;
        }
        self.values.iter().filter(|v| holds(v)).count() as f64 / self.values.len() as f64
    }

    /// Whether most cells are of the kind.
    pub fn is(&self, content: Content) -> bool {
        self.share(|v| content.holds(v)) > 0.6
    }

    /// Mean length in characters.
    pub fn length(&self) -> usize {
        self.values.iter().map(|v| v.chars().count()).sum::<usize>().checked_div(self.values.len()).unwrap_or(0)
    }

    /// True when every cell is filled, short and occurs once, as numbers of cases do.
    pub fn is_numbering(&self, rows: usize) -> bool {
        rows > 1
            && self.is_distinct()
            && self.values.len() == rows
            && self.share(|v| v.len() <= 40 && v.is_ascii()) > 0.99
    }

    /// True when hardly any value occurs twice.
    pub fn is_distinct(&self) -> bool {
        self.counts.len() * 50 >= self.values.len() * 49
    }

    /// Distinct values, the most frequent first.
    pub fn frequent(&self) -> Vec<&str> {
        let mut values: Vec<(&String, &usize)> = self.counts.iter().collect();
        values.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        values.into_iter().map(|(v, _)| v.as_str()).collect()
    }
}

impl Content {
    pub fn holds(self, value: &str) -> bool {
        match self {
            Self::Phone => is_phone(value),
            Self::Date => {
                let has_mark = value.chars().any(|c| !c.is_ascii_digit()) || value.len() == 8;
                has_mark && (read_date(value, &[]).is_some() || is_date_elsewhere(value))
            }
            Self::Amount => read_amount(value, MoneyUnit::Yuan).is_some(),
            Self::Identity => is_identity(value),
        }
    }
}

/// Two short groups of digits and a year: an order of day and month that only a form can tell.
fn is_date_elsewhere(value: &str) -> bool {
    super::date_forms().any(|(_, form)| read_date(value, std::slice::from_ref(&form)).is_some())
}

/// A mobile number, or a landline with its area code.
fn is_phone(value: &str) -> bool {
    let kept = value.chars().map(half_width).filter(|c| !matches!(c, ' ' | '-' | '(' | ')'));
    let digits: String = kept.collect();
    let digits = digits.strip_prefix("+86").unwrap_or(&digits);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let mobile = digits.len() == 11 && digits.starts_with('1') && digits.as_bytes()[1] >= b'3';
    mobile || (digits.starts_with('0') && (10..=12).contains(&digits.len()))
}

fn is_identity(value: &str) -> bool {
    let bytes = value.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(b, w)| u32::from(b - b'0') * w).sum();
    b"10X98765432"[(sum % 11) as usize] == bytes[17].to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_told_from_other_numbers() {
        for phone in ["13800000001", "138 0000 0001", "+8613800000001", "0571-88880000", "(021)12345678"] {
            assert!(Content::Phone.holds(phone), "{phone}");
        }
        for other in ["12345", "20310301", "2031-03-01", "330102199001011234", "10000000000"] {
            assert!(!Content::Phone.holds(other), "{other}");
        }
    }

    #[test]
    fn identity_numbers_are_told_by_their_check_character() {
        assert!(Content::Identity.holds("11010519491231002X"));
        assert!(Content::Identity.holds("11010519491231002x"));
        assert!(!Content::Identity.holds("110105194912310021"));
        assert!(!Content::Identity.holds("2031030112300000001"));
    }

    #[test]
    fn dates_of_any_order_are_dates_and_plain_numbers_are_not() {
        for date in ["2031-03-01 08:00", "20310301", "3/1/2031", "27/10/2031"] {
            assert!(Content::Date.holds(date), "{date}");
        }
        for other in ["13800000001", "203103010001", "3.5", "2031"] {
            assert!(!Content::Date.holds(other), "{other}");
        }
    }
}
