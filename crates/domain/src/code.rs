//! Matter numbers that people can read over a phone, and the keys that open a matter without an account.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The 29 symbols of a code: digits, and the letters that look like no digit and sound unlike each other on paper.
///
/// `O I L Z S B U` are read as `0 1 1 2 5 8 V`, so that all 36 symbols a person may write have one meaning.
const ALPHABET: &[u8; 29] = b"0123456789ACDEFGHJKMNPQRTVWXY";
/// 29 is prime: position weights 1–9 are invertible, so any single error and any swap of two symbols changes the sum.
const MODULUS: u64 = 29;
const DATA: usize = 8;

/// Time-ordered identity of a matter: the journal's stream and the key of every table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MatterId(pub i64);

/// A matter's number: 8 symbols and a check symbol, stored without separators, shown as `XXX-XXX-XXX`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MatterCode(String);

/// Why a text is no matter code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not nine symbols after separators are dropped.
    #[error("a code has 9 symbols")]
    Length,
    /// A symbol that no code has.
    #[error("a symbol that no code has")]
    Symbol,
    /// The check symbol does not fit: a symbol is wrong or two are swapped.
    #[error("the check symbol does not fit")]
    Check,
}

impl MatterCode {
    /// Makes a code from entropy; `number` is reduced modulo 29⁸ (5·10¹¹).
    pub fn from_number(mut number: u64) -> Self {
        let mut symbols = [0u64; DATA];
        for symbol in &mut symbols {
            *symbol = number % MODULUS;
            number /= MODULUS;
        }
        let mut text: String = symbols.iter().map(|&s| letter(s)).collect();
        text.push(letter(check(&symbols)));
        Self(text)
    }

    /// The nine symbols without separators.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn letter(value: u64) -> char {
    char::from(ALPHABET[(value % MODULUS) as usize])
}

/// The symbol that makes the sum of `position × value` over all nine positions divisible by 29.
fn check(data: &[u64]) -> u64 {
    let sum: u64 = data.iter().zip(1..).map(|(value, weight)| value * weight).sum();
    // 9 · 13 = 117 = 4 · 29 + 1, so 13 is the inverse of the check symbol's weight.
    (MODULUS - sum % MODULUS) * 13 % MODULUS
}

fn value(symbol: char) -> Option<u64> {
    let symbol = match symbol.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'B' => '8',
        'U' => 'V',
        other => other,
    };
    ALPHABET.iter().position(|&a| char::from(a) == symbol).map(|i| i as u64)
}

impl FromStr for MatterCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let mut values = Vec::with_capacity(DATA + 1);
        // Full-width letters and digits are what a Chinese keyboard types.
        let symbols = text.trim().chars().map(|c| match c {
            '\u{ff10}'..='\u{ff5a}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            other => other,
        });
        for symbol in symbols.filter(|c| !matches!(c, '-' | ' ' | '\u{2013}' | '\u{2014}' | '\u{3000}' | '\u{a0}')) {
            values.push(value(symbol).ok_or(CodeError::Symbol)?);
            if values.len() > DATA + 1 {
                return Err(CodeError::Length);
            }
        }
        if values.len() != DATA + 1 {
            return Err(CodeError::Length);
        }
        if check(&values[..DATA]) != values[DATA] {
            return Err(CodeError::Check);
        }
        Ok(Self(values.into_iter().map(letter).collect()))
    }
}

impl TryFrom<String> for MatterCode {
    type Error = CodeError;
    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<MatterCode> for String {
    fn from(code: MatterCode) -> Self {
        code.0
    }
}

impl fmt::Display for MatterCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", &self.0[..3], &self.0[3..6], &self.0[6..])
    }
}

/// The secret on a receipt: 17 symbols of the same alphabet (82 bits), shown in groups.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessKey(String);

const KEY_LENGTH: usize = 17;

impl AccessKey {
    /// Makes a key from 128 bits of entropy (modulo 29¹⁷, 82.6 bits).
    pub fn from_entropy(mut entropy: u128) -> Self {
        let mut text = String::with_capacity(KEY_LENGTH);
        for _ in 0..KEY_LENGTH {
            text.push(letter((entropy % u128::from(MODULUS)) as u64));
            entropy /= u128::from(MODULUS);
        }
        Self(text)
    }

    /// Reads what a person typed: case, separators and look-alikes do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > 100 {
            return None;
        }
        let symbols: Option<String> =
            text.chars().filter(|c| c.is_alphanumeric()).map(|c| value(c).map(letter)).collect();
        symbols.filter(|s| s.len() == KEY_LENGTH).map(Self)
    }

    /// The symbols without separators; its digest is what is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let t = &self.0;
        write!(f, "{}-{}-{}-{}", &t[..4], &t[4..8], &t[8..12], &t[12..])
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_wrong_symbol_is_caught(n: u64, at in 0usize..9, by in 1usize..29) {
            let code = MatterCode::from_number(n);
            let mut symbols: Vec<u8> = code.as_str().bytes().collect();
            let old = ALPHABET.iter().position(|a| *a == symbols[at]).unwrap();
            symbols[at] = ALPHABET[(old + by) % 29];
            prop_assert_eq!(String::from_utf8(symbols).unwrap().parse::<MatterCode>(), Err(CodeError::Check));
        }

        #[test]
        fn two_swapped_symbols_are_caught(n: u64, a in 0usize..9, b in 0usize..9) {
            let code = MatterCode::from_number(n);
            let mut symbols: Vec<u8> = code.as_str().bytes().collect();
            prop_assume!(symbols[a] != symbols[b]);
            symbols.swap(a, b);
            prop_assert!(String::from_utf8(symbols).unwrap().parse::<MatterCode>().is_err());
        }

        #[test]
        fn what_is_shown_reads_back(n: u64) {
            let code = MatterCode::from_number(n);
            prop_assert_eq!(code.to_string().to_lowercase().parse::<MatterCode>(), Ok(code));
        }

        #[test]
        fn a_key_reads_back_in_lower_case_with_spaces(n: u128) {
            let key = AccessKey::from_entropy(n);
            prop_assert_eq!(AccessKey::parse(&key.to_string().to_lowercase().replace('-', " ")), Some(key));
        }
    }

    #[test]
    fn look_alikes_and_full_width_are_read_as_one_symbol() {
        let code = MatterCode::from_number(0);
        assert_eq!("ooo-OOO-0O0".parse::<MatterCode>(), Ok(code.clone()));
        assert_eq!("０００－０００".parse::<MatterCode>(), Err(CodeError::Symbol));
        assert_eq!("０００ ０００ ０００".parse::<MatterCode>(), Ok(code));
    }
}
