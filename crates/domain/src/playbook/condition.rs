//! Rules about a matter's facts alone, which can be asked again at any time without reading what people wrote.

use super::Facts;
use super::rule::{self, Rule};

/// A condition on a matter's facts.
#[derive(Clone, Debug)]
pub struct Condition(pub(super) Rule);

impl Condition {
    /// Whether it holds.
    pub fn holds_for(&self, facts: &Facts) -> bool {
        let mut context = rule::context();
        facts.bind(&mut context);
        self.0.holds(&context)
    }
}
