//! Why a matter was not taken on, and where it was sent instead: closed lists of words that the party reads.

/// Reasons for a return; the messages are `return-reason-<word>`.
pub const RETURN_REASONS: [&str; 6] =
    ["details_missing", "in_court", "solved", "not_mediable", "outside_area", "other"];

/// Places outside the network; the messages are `referral-<word>`.
pub const DESTINATIONS: [&str; 9] =
    ["court", "arbitration", "reconsideration", "police", "department", "petition", "legal_aid", "hotline", "other"];

/// A word of a list.
pub fn word(list: &[&'static str], text: &str) -> Option<&'static str> {
    list.iter().copied().find(|word| *word == text)
}
