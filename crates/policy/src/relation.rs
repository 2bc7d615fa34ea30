//! What is acted on, and how an actor stands to it.

use crate::actor::{Actor, HeldRole};
use crate::names::names;

/// What is acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// One matter.
    Matter(MatterFacts),
    /// A region and all below it, by its code.
    Region(String),
    /// A body, by its id.
    Body(i64),
    /// The installation itself.
    House,
}

/// What the policies need to know of a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatterFacts {
    /// Id of the matter.
    pub id: i64,
    /// Code of the region where it lies.
    pub region: String,
    /// Code of the area of the tier that has it: where it lies, or what that lies in. None where it is not looked up.
    pub tier_area: Option<String>,
    /// The body that owns the next step; of a concluded matter the one that concluded it.
    pub owner_body: Option<i64>,
    /// The bodies with an assignment, lead or assist.
    pub bodies: Vec<i64>,
    /// The bodies that something was sent to: they see that, and not the matter.
    pub receivers: Vec<i64>,
    /// Account of its mediator.
    pub mediator: Option<i64>,
    /// Account that recorded its first report.
    pub filed_by: Option<i64>,
}

/// A subject without its facts, as a permit remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubjectId {
    /// A matter, by id.
    Matter(i64),
    /// A region, by code.
    Region(String),
    /// A body, by id.
    Body(i64),
    /// The installation.
    House,
}

impl Subject {
    /// The subject without its facts.
    pub fn id(&self) -> SubjectId {
        match self {
            Self::Matter(facts) => SubjectId::Matter(facts.id),
            Self::Region(code) => SubjectId::Region(code.clone()),
            Self::Body(id) => SubjectId::Body(*id),
            Self::House => SubjectId::House,
        }
    }
}

names! {
    /// How an actor, in one role, stands to a subject. Several may hold at once; `Nothing` only alone.
    Relation {
        /// Its mediator.
        Mine = "mine",
        /// The role's body owns it, or is it, and no tier above the role's has it.
        OwnBody = "own_body",
        /// The role's body is assigned to it.
        Assisting = "assisting",
        /// Recorded by this account.
        Filed = "filed",
        /// Lies in the role's region, and no tier above the role's has it.
        InRegion = "in_region",
        /// Lies in the role's region, and a tier above the role's has it.
        Above = "above",
        /// The role's body owns it for a tier above the role's, which gave it.
        Charged = "charged",
        /// The role's body is asked to take something over, and sees what was sent to it.
        Receiving = "receiving",
        /// A party of it, or who represents one.
        Party = "party",
        /// The installation itself.
        House = "house",
        /// None of these.
        Nothing = "none",
    }
}

/// A set of relations: one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Relations(u16);

impl Relations {
    pub(crate) const fn one(relation: Relation) -> Self {
        Self(1 << relation as u8)
    }

    pub(crate) const fn with(self, relation: Relation) -> Self {
        Self(self.0 | Self::one(relation).0)
    }

    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn has(self, relation: Relation) -> bool {
        self.meets(Self::one(relation))
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn or_nothing(self) -> Self {
        if self.is_empty() { Self::one(Relation::Nothing) } else { self }
    }
}

fn relations(found: [(Relation, bool); 8]) -> Relations {
    found.into_iter().filter(|(_, holds)| *holds).fold(Relations::default(), |set, (relation, _)| set.with(relation))
}

/// How `account` in the role `held` stands to `subject`.
pub(crate) fn of_role(account: i64, held: &HeldRole, subject: &Subject) -> Relations {
    match subject {
        Subject::Matter(facts) => {
            let here = contains(&held.region, &facts.region);
            let own = facts.owner_body == Some(held.body);
            let above = here && facts.tier_area.as_ref().is_some_and(|area| area.len() < held.region.len());
            relations([
                (Relation::Mine, facts.mediator == Some(account)),
                (Relation::OwnBody, own && !above),
                (Relation::Charged, own && above),
                (Relation::Assisting, facts.bodies.contains(&held.body)),
                (Relation::Receiving, facts.receivers.contains(&held.body)),
                (Relation::Filed, facts.filed_by == Some(account)),
                (Relation::InRegion, here && !above),
                (Relation::Above, above),
            ])
            .or_nothing()
        }
        Subject::Region(code) if contains(&held.region, code) => Relations::one(Relation::InRegion),
        Subject::Body(id) if *id == held.body => Relations::one(Relation::OwnBody),
        Subject::House => Relations::one(Relation::House),
        Subject::Region(_) | Subject::Body(_) => Relations::one(Relation::Nothing),
    }
}

/// How an actor without roles stands to `subject`.
pub(crate) fn of_other(actor: &Actor, subject: &Subject) -> Relations {
    Relations::one(match (actor, subject) {
        (Actor::Party { matter, .. } | Actor::Agent { matter, .. }, Subject::Matter(facts)) if facts.id == *matter => {
            Relation::Party
        }
        (_, Subject::House) => Relation::House,
        _ => Relation::Nothing,
    })
}

/// Whether `inner` is `outer` or lies below it. A code is its path from the province down, so an ancestor is a prefix.
fn contains(outer: &str, inner: &str) -> bool {
    !outer.is_empty() && inner.starts_with(outer)
}
