//! Who acts.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::names::names;

names! {
    /// A post that an account holds in a body (岗位).
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    Role {
        /// Records for whoever comes to the window.
        Clerk = "clerk",
        /// Walks a grid.
        GridWorker = "grid_worker",
        /// Routes matters for a centre.
        Coordinator = "coordinator",
        /// Settles.
        Mediator = "mediator",
        /// Answers for a department or a court.
        Officer = "officer",
        /// Keeps the promise over a region.
        Supervisor = "supervisor",
        /// Judges in public, by numbers.
        Representative = "representative",
        /// Runs the installation.
        Operator = "operator",
    }
}

/// The text is not the name of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such role")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.iter().copied().find(|role| role.as_str() == text).ok_or(UnknownRole)
    }
}

/// A role as an account holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HeldRole {
    /// The post.
    pub role: Role,
    /// The body in which it is held.
    pub body: i64,
    /// Code of the region that the role covers, with everything below it.
    pub region: String,
}

/// Who asks to do something.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Nobody known.
    Anonymous,
    /// Someone signed in, or their token.
    Staff {
        /// Id of the account.
        account: i64,
        /// Login of the account.
        name: String,
        /// The roles held; what one of them permits is permitted.
        roles: Vec<HeldRole>,
    },
    /// A party with the access key of one matter.
    Party {
        /// Id of that matter.
        matter: i64,
        /// Number of the party within the matter; the key of the matter itself acts as its first applicant.
        party: u32,
    },
    /// Who represents a party (代理人), with an access key of their own.
    Agent {
        /// Id of the matter.
        matter: i64,
        /// Number of the party that is represented.
        party: u32,
    },
    /// Unattended work, by its name: `import`, `rule`, `cli`.
    System(&'static str),
}

impl Actor {
    /// The actor as the journal writes it: `staff:12`, `party:3`, `agent:3`, `system:import`, `anonymous`.
    pub fn reference(&self) -> String {
        match self {
            Self::Anonymous => "anonymous".to_owned(),
            Self::Staff { account, .. } => format!("staff:{account}"),
            Self::Party { party, .. } => format!("party:{party}"),
            Self::Agent { party, .. } => format!("agent:{party}"),
            Self::System(name) => format!("system:{name}"),
        }
    }

    /// Id of the account, of staff only.
    pub const fn account(&self) -> Option<i64> {
        if let Self::Staff { account, .. } = self { Some(*account) } else { None }
    }

    /// Whether the actor stands before the counter: a party, or who represents one.
    pub const fn is_visitor(&self) -> bool {
        matches!(self, Self::Party { .. } | Self::Agent { .. })
    }

    /// The party that acts, or for whom its representative does.
    pub const fn acts_for(&self) -> Option<u32> {
        match self {
            Self::Party { party, .. } | Self::Agent { party, .. } => Some(*party),
            _ => None,
        }
    }

    /// The roles held; none unless staff.
    pub fn roles(&self) -> &[HeldRole] {
        if let Self::Staff { roles, .. } = self { roles } else { &[] }
    }

    /// Whether `role` is held in any body.
    pub fn holds(&self, role: Role) -> bool {
        self.roles().iter().any(|held| held.role == role)
    }
}
