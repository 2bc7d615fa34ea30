//! The decision table, made by Cedar once.

use std::fmt::Write as _;
use std::str::FromStr;

use cedar_policy::{
    ActionConstraint, Authorizer, Context, Decision, Entities, EntityUid, PolicyId, PolicySet, Request, Schema,
    ValidationMode, Validator,
};

use crate::action::Action;
use crate::actor::{Actor, Role};
use crate::relation::{Relation, Relations, Subject, SubjectId, of_other, of_role};

const SCHEMA: &str = include_str!("../../../policies/schema.cedarschema");

macro_rules! sources {
    ($($file:literal),+ $(,)?) => { [$(($file, include_str!(concat!("../../../policies/", $file, ".cedar")))),+] };
}

const SOURCES: [(&str, &str); ROWS] = sources![
    "clerk",
    "grid_worker",
    "coordinator",
    "mediator",
    "officer",
    "supervisor",
    "representative",
    "operator",
    "party",
    "agent",
    "system",
    "anonymous",
];

/// Rows of the table: the roles in their order, then those who hold none.
const ROWS: usize = 12;
const PARTY: usize = 8;
const AGENT: usize = 9;
const SYSTEM: usize = 10;
const ANONYMOUS: usize = 11;
const ACTIONS: usize = Action::ALL.len();
const _: () = assert!(Role::ALL.len() == PARTY && ANONYMOUS + 1 == ROWS);

/// Leave to do one action on one subject. Only [`Policy::permit`] makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    actor: String,
    action: Action,
    subject: SubjectId,
}

impl Permit {
    /// Who was permitted, as the journal writes it.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// What was permitted.
    pub const fn action(&self) -> Action {
        self.action
    }

    /// On what it was permitted.
    pub const fn subject(&self) -> &SubjectId {
        &self.subject
    }

    /// Whether it is about the matter `id`.
    pub fn covers_matter(&self, id: i64) -> bool {
        self.subject == SubjectId::Matter(id)
    }
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The actor may know of the subject, and may not do this: 403.
    #[error("forbidden")]
    Forbidden,
    /// The actor may not even know whether the matter exists: 404.
    #[error("hidden")]
    Hidden,
}

/// The policies do not hold together; the installation must not start.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The schema cannot be read.
    #[error("policies/schema.cedarschema: {0}")]
    Schema(String),
    /// A policy file cannot be read.
    #[error("policies/{file}.cedar: {reason}")]
    Parse {
        /// Name of the file.
        file: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// Policies that contradict the schema: an unknown role, action or relation.
    #[error("policies do not fit their schema: {0}")]
    Invalid(String),
    /// A policy failed when it was evaluated.
    #[error("policies cannot be evaluated: {0}")]
    Evaluation(String),
}

/// Who may do what: for each role and action, the relations in which it is permitted.
///
/// Policies decide on role × action × relation alone, so Cedar answers every such question once, at load, and a request
/// is answered from the table in nanoseconds.
#[derive(Debug, Clone)]
pub struct Policy {
    permitted: [[Relations; ACTIONS]; ROWS],
}

impl Policy {
    /// Reads and validates the policies built into the binary, and fills the table.
    ///
    /// # Errors
    /// [`PolicyError`] where a file cannot be read, does not fit the schema or cannot be evaluated.
    pub fn load() -> Result<Self, PolicyError> {
        let policies = validated()?;
        let authorizer = Authorizer::new();
        let entities = Entities::empty();
        let (roles, actions, relations) = questions()?;
        // Each question meets only the policies that name its action: a few instead of all.
        let concerned = actions.iter().map(|a| concerning(&policies, a)).collect::<Result<Vec<_>, _>>()?;
        let mut permitted = [[Relations::default(); ACTIONS]; ROWS];
        for (row, role) in permitted.iter_mut().zip(&roles) {
            for ((cell, action), policies) in row.iter_mut().zip(&actions).zip(&concerned) {
                for (relation, resource) in Relation::ALL.iter().zip(&relations) {
                    let request = Request::new(role.clone(), action.clone(), resource.clone(), Context::empty(), None)
                        .map_err(evaluation)?;
                    let answer = authorizer.is_authorized(&request, policies, &entities);
                    if let Some(error) = answer.diagnostics().errors().next() {
                        return Err(evaluation(error));
                    }
                    if answer.decision() == Decision::Allow {
                        *cell = cell.with(*relation);
                    }
                }
            }
        }
        Ok(Self { permitted })
    }

    /// Leave for `actor` to do `action` on `subject`.
    ///
    /// # Errors
    /// [`Denied::Hidden`] for a matter that the actor may not view, else [`Denied::Forbidden`].
    pub fn permit(&self, actor: &Actor, action: Action, subject: &Subject) -> Result<Permit, Denied> {
        if self.allows(actor, action, subject) {
            return Ok(Permit { actor: actor.reference(), action, subject: subject.id() });
        }
        let known = !matches!(subject, Subject::Matter(_)) || self.allows(actor, Action::ViewMatter, subject);
        Err(if known { Denied::Forbidden } else { Denied::Hidden })
    }

    /// Whether `actor` may do `action` on `subject`, for showing or leaving out a control. Doing it takes a [`Permit`].
    pub fn allows(&self, actor: &Actor, action: Action, subject: &Subject) -> bool {
        match actor {
            Actor::Staff { account, roles, .. } => {
                roles.iter().any(|held| self.cell(held.role as usize, action).meets(of_role(*account, held, subject)))
            }
            other => self.cell(row(other), action).meets(of_other(other, subject)),
        }
    }

    /// Whether there is anything at all on which `actor` may do `action`, for menus.
    pub fn ever(&self, actor: &Actor, action: Action) -> bool {
        match actor {
            Actor::Staff { roles, .. } => roles.iter().any(|held| !self.cell(held.role as usize, action).is_empty()),
            other => !self.cell(row(other), action).is_empty(),
        }
    }

    /// Codes of the regions over which `actor` may do `action`, for narrowing lists; without repetition.
    pub fn regions<'a>(&self, actor: &'a Actor, action: Action) -> Vec<&'a str> {
        let mut codes: Vec<&str> =
            self.held(actor, action, Relation::InRegion).map(|held| held.region.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Ids of the bodies for which `actor` may do `action`, for narrowing lists; without repetition.
    pub fn bodies(&self, actor: &Actor, action: Action) -> Vec<i64> {
        let mut ids: Vec<i64> = self.held(actor, action, Relation::OwnBody).map(|held| held.body).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The whole table as text: a line for each action, a column for each who, the relations in which it is permitted.
    pub fn matrix(&self) -> String {
        let mut text = String::new();
        for action in Action::ALL {
            let _ = writeln!(text, "{action}");
            for (row, (who, _)) in SOURCES.iter().enumerate() {
                let cell = self.cell(row, *action);
                let named: Vec<&str> =
                    Relation::ALL.iter().filter(|relation| cell.has(**relation)).map(|r| r.as_str()).collect();
                if named.len() == Relation::ALL.len() {
                    let _ = writeln!(text, "  {who:<15} any");
                } else if !named.is_empty() {
                    let _ = writeln!(text, "  {who:<15} {}", named.join(" "));
                }
            }
        }
        text
    }

    fn held<'a>(
        &self,
        actor: &'a Actor,
        action: Action,
        relation: Relation,
    ) -> impl Iterator<Item = &'a crate::HeldRole> {
        actor.roles().iter().filter(move |held| self.cell(held.role as usize, action).has(relation))
    }

    const fn cell(&self, row: usize, action: Action) -> Relations {
        self.permitted[row][action as usize]
    }
}

/// The row of an actor who acts without a role.
const fn row(actor: &Actor) -> usize {
    match actor {
        Actor::Party { .. } => PARTY,
        Actor::Agent { .. } => AGENT,
        Actor::System(_) => SYSTEM,
        Actor::Anonymous | Actor::Staff { .. } => ANONYMOUS,
    }
}

fn validated() -> Result<PolicySet, PolicyError> {
    let (schema, warnings) =
        Schema::from_cedarschema_str(SCHEMA).map_err(|error| PolicyError::Schema(error.to_string()))?;
    if let Some(warning) = warnings.into_iter().next() {
        return Err(PolicyError::Schema(warning.to_string()));
    }
    let mut policies = PolicySet::new();
    for (file, text) in SOURCES {
        let parse = |reason: String| PolicyError::Parse { file, reason };
        let read = PolicySet::from_str(text).map_err(|error| parse(error.to_string()))?;
        for policy in read.policies() {
            let id = PolicyId::new(format!("{file}.{}", policy.id()));
            policies.add(policy.new_id(id)).map_err(|error| parse(error.to_string()))?;
        }
    }
    let result = Validator::new(schema).validate(&policies, ValidationMode::Strict);
    if !result.validation_passed_without_warnings() {
        return Err(PolicyError::Invalid(result.to_string()));
    }
    Ok(policies)
}

type Names = Vec<EntityUid>;

/// The policies that may say something about an action.
fn concerning(policies: &PolicySet, action: &EntityUid) -> Result<PolicySet, PolicyError> {
    let named = |policy: &&cedar_policy::Policy| match policy.action_constraint() {
        ActionConstraint::Any => true,
        ActionConstraint::Eq(one) => one == *action,
        ActionConstraint::In(some) => some.contains(action),
    };
    PolicySet::from_policies(policies.policies().filter(named).cloned()).map_err(evaluation)
}

fn questions() -> Result<(Names, Names, Names), PolicyError> {
    let uid = |kind: &str, name: &str| format!("{kind}::\"{name}\"").parse::<EntityUid>().map_err(evaluation);
    Ok((
        SOURCES.iter().map(|(who, _)| uid("Role", who)).collect::<Result<_, _>>()?,
        Action::ALL.iter().map(|action| uid("Action", action.as_str())).collect::<Result<_, _>>()?,
        Relation::ALL.iter().map(|relation| uid("Relation", relation.as_str())).collect::<Result<_, _>>()?,
    ))
}

fn evaluation(error: impl std::fmt::Display) -> PolicyError {
    PolicyError::Evaluation(error.to_string())
}
