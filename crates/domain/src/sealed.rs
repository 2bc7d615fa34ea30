//! References to text that can be erased while the fact that it was there stays.

use serde::{Deserialize, Serialize};

/// A text kept outside the journal: its id in the erasable table and the salted digest that proves it unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sealed {
    /// Key in the erasable table.
    pub id: i64,
    /// Hex SHA-256 of salt and text.
    pub digest: String,
}
