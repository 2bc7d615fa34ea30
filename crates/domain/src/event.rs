//! What the events of every stream share: kinds with released names, facts that serialize, and rows that cannot be read.

/// A journal row that this version cannot read.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableEvent {
    /// Written by a later version, or of another sort of stream.
    #[error("unknown event kind {0}")]
    Kind(String),
    /// The facts do not fit the kind.
    #[error("unreadable facts of {kind}")]
    Facts {
        /// The kind in the journal.
        kind: &'static str,
        /// What serde found.
        source: serde_json::Error,
    },
}

/// What can have happened to something: the kinds with their released names, and how they are read and written.
macro_rules! events {
    ($(#[$meta:meta])* $event:ident: $($kind:literal => $name:ident),* $(,)?) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $event { $(#[doc = $kind] $name($name)),* }

        impl $event {
            /// Every released kind, oldest first.
            pub const KINDS: &'static [&'static str] = &[$($kind),*];

            /// The released name of this kind, with its version.
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$name(_) => $kind),* }
            }

            /// The facts as JSON.
            ///
            /// # Errors
            /// Never for values that the domain can make; the error is serde's.
            pub fn to_json(&self) -> Result<String, serde_json::Error> {
                match self { $(Self::$name(facts) => serde_json::to_string(facts)),* }
            }

            /// Reads a recorded fact back.
            ///
            /// # Errors
            /// An unknown kind, or facts that are not of that kind.
            pub fn from_json(kind: &str, json: &str) -> Result<Self, $crate::event::UnreadableEvent> {
                match kind {
                    $($kind => serde_json::from_str(json).map(Self::$name)
                        .map_err(|source| $crate::event::UnreadableEvent::Facts { kind: $kind, source }),)*
                    other => Err($crate::event::UnreadableEvent::Kind(other.to_owned())),
                }
            }
        }

        $(impl From<$name> for $event { fn from(facts: $name) -> Self { Self::$name(facts) } })*
    };
}
pub(crate) use events;

/// What is recorded of a kind: plain facts.
macro_rules! facts {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident : $ty:ty),* $(,)? })*) => {
        $($(#[$meta])* #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $($(#[$fmeta])* pub $field: $ty),* })*
    };
}
pub(crate) use facts;
