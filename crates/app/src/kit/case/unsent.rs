//! What was typed into a form that is not drawn any more, as somebody else was quicker: shown to read, not to send.

use crate::kit::form::Fields;

/// The texts of the fields that `is_text` names and that no drawn form holds.
pub fn unsent(form: &Fields, is_text: impl Fn(&str) -> bool, drawn: &[String]) -> Vec<String> {
    let map = form.map();
    let gone = |name: &str| is_text(name) && !drawn.iter().any(|d| d == name);
    let mut texts: Vec<(&str, &str)> =
        map.into_iter().filter(|(name, text)| gone(name) && !text.trim().is_empty()).collect();
    texts.sort_unstable();
    texts.into_iter().map(|(_, text)| text.to_owned()).collect()
}
