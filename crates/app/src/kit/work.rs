//! The lists that somebody works from: what is theirs, what is late, what nobody has yet, what waits for others.

use concord_domain::region::RegionCode;
use concord_policy::{Action, Actor, HeldRole, Policy, Role};
use concord_store::{Conn, Fault, journal};
use jiff::civil::Date;

use super::desk::Desk;
use super::notice_queries::{self, Inbox};
use super::work_queries;

/// A working list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// The next step is the reader's, or their body's.
    Mine,
    /// Open, and a deadline has passed.
    Late,
    /// Accepted, and without a body or a mediator to handle it.
    Unassigned,
    /// The next step is a party's or another body's.
    Waiting,
}

impl Work {
    pub const ALL: [Self; 4] = [Self::Mine, Self::Late, Self::Unassigned, Self::Waiting];

    /// The word in addresses and message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Late => "late",
            Self::Unassigned => "unassigned",
            Self::Waiting => "waiting",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.as_str() == text)
    }
}

/// A part of what a working list looks through; each is a stretch of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holding {
    /// A mediator's own, until they are archived.
    Mediator(i64),
    /// Reported by this account, and open.
    Filed(i64),
    /// Open, and this body owes the next step.
    Body(i64),
    /// The same, as long as nobody mediates: what its coordinator has to do.
    Unmediated(i64),
    /// Open, this body was called in, and another one owes the next step.
    Assisting(i64),
    /// Open, in this region or below it.
    Region(RegionCode),
}

/// What a working list is made of, for one reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holdings {
    pub work: Work,
    pub parts: Vec<Holding>,
    /// The reader's own bodies: what they owe does not wait for others.
    pub own: Vec<i64>,
}

impl Holdings {
    /// A reader's list, by the roles held, over what the action (to view or to export lists) is permitted for; none for whoever has
    /// no such list.
    pub fn of(policy: &Policy, actor: &Actor, action: Action, work: Work) -> Option<Self> {
        let account = actor.account()?;
        let (regions, bodies) = (policy.regions(actor, action), policy.bodies(actor, action));
        let mut own: Vec<i64> = actor.roles().iter().map(|held| held.body).collect();
        own.sort_unstable();
        own.dedup();
        let mut parts: Vec<Holding> = Vec::new();
        let listed = |held: &&HeldRole| bodies.contains(&held.body) || regions.contains(&held.region.as_str());
        for held in actor.roles().iter().filter(listed) {
            let region = || {
                let code = regions.contains(&held.region.as_str()).then(|| held.region.parse().ok())??;
                Some(Holding::Region(code))
            };
            let found = match (held.role, work) {
                (Role::Mediator, Work::Mine | Work::Late) => vec![Holding::Mediator(account)],
                (Role::Mediator | Role::Officer, Work::Unassigned) => vec![Holding::Body(held.body)],
                (Role::Mediator, Work::Waiting) => vec![Holding::Mediator(account), Holding::Assisting(held.body)],
                (Role::Officer, Work::Mine | Work::Waiting) => {
                    vec![Holding::Body(held.body), Holding::Assisting(held.body)]
                }
                (Role::Officer, Work::Late) => vec![Holding::Body(held.body)],
                (Role::Coordinator, Work::Mine) => vec![Holding::Unmediated(held.body)],
                (Role::Coordinator, _) | (Role::Clerk | Role::Supervisor, Work::Late | Work::Unassigned) => {
                    region().into_iter().collect()
                }
                (Role::Clerk, Work::Mine | Work::Waiting) | (Role::GridWorker, Work::Mine) => {
                    vec![Holding::Filed(account)]
                }
                _ => Vec::new(),
            };
            parts.extend(found.into_iter().filter(|part| !parts.contains(part)).collect::<Vec<_>>());
        }
        (!parts.is_empty()).then_some(Self { work, parts, own })
    }
}

/// How many a working list holds, at most [`work_queries::MOST_COUNTED`], by the word that pages know the list by.
pub type Counts = Vec<(&'static str, i64)>;

fn of_lists(c: &mut Conn, policy: &Policy, actor: &Actor, today: Date) -> Result<Counts, Fault> {
    let lists = Work::ALL.into_iter().filter_map(|work| Holdings::of(policy, actor, Action::ViewList, work));
    let mut counts = Vec::with_capacity(6);
    for list in lists {
        counts.push((list.work.as_str(), work_queries::count(c, &list, today)?));
    }
    let queue = policy.bodies(actor, Action::ViewQueue);
    if !queue.is_empty() {
        counts.push(("queue", work_queries::count_reported(c, &queue)?));
    }
    Ok(counts)
}

impl Desk {
    /// How many each of a reader's lists holds at this moment: the four of [`Work`], what waits to be accepted (`queue`), and notices
    /// that were not read (`notices`).
    pub fn counts(&self, c: &mut Conn, actor: &Actor) -> Result<Counts, Fault> {
        let today = self.today();
        // A list holds matters, and those are what was recorded of them; what is late becomes more by the day alone. Notices are read.
        let (version, asked) =
            ([journal::head(c)?, 0, 0], format!("{:?} {:?} {today}", actor.account(), actor.roles()));
        let known = match self.counted.get::<Counts>(&asked, version) {
            Some(known) => known,
            None => self.counted.keep(asked, version, of_lists(c, &self.policy, actor, today)?),
        };
        let mut counts = known.to_vec();
        if let Some(inbox) = Inbox::of(actor) {
            counts.push(("notices", notice_queries::unread(c, &inbox)?));
        }
        Ok(counts)
    }

    /// [`Desk::counts`], of now.
    pub async fn work_counts(&self, actor: &Actor) -> Result<Counts, Fault> {
        let (desk, actor) = (self.clone(), actor.clone());
        self.store.read(move |c| desk.counts(c, &actor)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(roles: &[(Role, i64)]) -> Actor {
        let held = |(role, body): &(Role, i64)| HeldRole { role: *role, body: *body, region: "970101001".to_owned() };
        Actor::Staff { account: 7, name: "x".to_owned(), roles: roles.iter().map(held).collect() }
    }

    fn parts(roles: &[(Role, i64)], work: Work) -> Option<Vec<Holding>> {
        Holdings::of(&Policy::load().unwrap(), &staff(roles), Action::ViewList, work).map(|h| h.parts)
    }

    #[test]
    fn everybody_who_works_matters_has_the_four_lists_and_nobody_else() {
        for role in [Role::Mediator, Role::Officer, Role::Coordinator, Role::Clerk] {
            assert!(Work::ALL.into_iter().all(|work| parts(&[(role, 3)], work).is_some()), "{role:?}");
        }
        for role in [Role::Operator, Role::Representative] {
            assert!(Work::ALL.into_iter().all(|work| parts(&[(role, 3)], work).is_none()), "{role:?}");
        }
    }

    #[test]
    fn a_person_with_two_posts_has_the_work_of_both_once() {
        let both = [(Role::Mediator, 3), (Role::Coordinator, 3), (Role::Mediator, 4)];
        let own = [Holding::Mediator(7), Holding::Unmediated(3)];
        assert_eq!(parts(&both, Work::Mine).as_deref(), Some(own.as_slice()));
    }
}
