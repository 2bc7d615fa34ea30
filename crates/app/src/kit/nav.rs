//! The staff's menu: what this actor may open.

use concord_domain::region::{RegionCode, Tier};
use concord_policy::{Action, Actor, Role};
use serde::Serialize;

use super::desk::Desk;
use super::visit::{Visit, asked};
use super::work::{Holdings, Work};

/// One line of the menu.
#[derive(Debug, Hash, Serialize)]
pub struct Item {
    href: &'static str,
    label: String,
    icon: &'static str,
    current: bool,
    /// Keys that lead there, pressed one after the other.
    keys: &'static str,
    /// What the line's number counts, where it has one.
    counts: Option<&'static str>,
    count: i64,
}

impl Item {
    /// Where it leads, by which keys, and what it is called.
    pub fn way(&self) -> (&'static str, &'static str, &str) {
        (self.href, self.keys, &self.label)
    }
}

/// What leads somewhere: address, message key, icon and keys.
struct Line(&'static str, &'static str, &'static str, &'static str);

/// The working lists, in the order of [`Work::ALL`].
const WORK: [Line; 4] = [
    Line("/desk/matters?work=mine", "nav-mine", "checklist", "g m"),
    Line("/desk/matters?work=late", "nav-late", "clock-exclamation", "g l"),
    Line("/desk/matters?work=unassigned", "nav-unassigned", "user-question", "g u"),
    Line("/desk/matters?work=waiting", "nav-waiting", "hourglass", "g w"),
];
/// Whoever mediates or answers for a department has a page with a diary for what is theirs.
const MINE: Line = Line("/desk/mine", "nav-mine", "checklist", "g m");

const LINES: [(Line, Action); 17] = [
    (Line("/desk/on-the-spot", "nav-on-the-spot", "heart-handshake", "g x"), Action::SettleOnTheSpot),
    (Line("/desk/intake", "nav-intake", "file-plus", "g i"), Action::UseDesk),
    (Line("/desk/queue", "nav-queue", "inbox", "g q"), Action::ViewQueue),
    (Line("/desk/work", "nav-work", "send", "g b"), Action::ViewWork),
    (Line("/desk/diversions", "nav-diversions", "external-link", "g v"), Action::ViewWork),
    (Line("/desk/matters", "nav-matters", "list-details", "g a"), Action::ViewList),
    (Line("/desk/backlog", "nav-backlog", "hourglass", "g k"), Action::WorkBacklog),
    (Line("/desk/rosters", "nav-rosters", "calendar", "g y"), Action::ViewRoster),
    (Line("/desk/precedents", "nav-precedents", "scale", "g r"), Action::ViewPrecedents),
    (Line("/desk/traces", "nav-traces", "timeline", "g t"), Action::ViewTrace),
    (Line("/desk/dashboard", "nav-dashboard", "chart-bar", "g d"), Action::ViewDashboard),
    (Line("/desk/statistics", "nav-statistics", "chart-dots", "g s"), Action::ViewStatistics),
    (Line("/desk/rates", "nav-rates", "gauge", "g e"), Action::ViewStatistics),
    (Line("/desk/rating-requests", "nav-rating-requests", "star", "g j"), Action::TakeRating),
    (Line("/desk/call-backs", "nav-call-backs", "phone", "g c"), Action::CallBack),
    (Line("/operator", "nav-operator", "settings", "g o"), Action::ManageAccounts),
    (Line("/playbooks", "nav-playbooks", "book", "g p"), Action::ViewPlaybooks),
];

/// The lines that this reader may open, the working lists first.
pub fn items(desk: &Desk, visit: &Visit) -> Vec<Item> {
    if !matches!(visit.actor, Actor::Staff { .. }) {
        return Vec::new();
    }
    let mut items = Vec::new();
    for (work, line) in Work::ALL.into_iter().zip(&WORK) {
        if Holdings::of(&desk.policy, &visit.actor, Action::ViewList, work).is_some() {
            let line = if work == Work::Mine && has_diary(&visit.actor) { &MINE } else { line };
            items.push(item(desk, visit, line, Some(work.as_str())));
        }
    }
    let dashboard = desk.policy.ever(&visit.actor, Action::ViewDashboard);
    let rest = LINES
        .iter()
        .filter(|(_, action)| desk.policy.ever(&visit.actor, *action))
        // The dashboard holds the statistics.
        .filter(|(line, _)| !(dashboard && line.1 == "nav-statistics"))
        // A county or a city calls back, no town.
        .filter(|(line, _)| line.1 != "nav-call-backs" || covers_county(desk, &visit.actor));
    items.extend(rest.map(|(line, action)| {
        let counts = (*action == Action::ViewQueue).then_some("queue");
        item(desk, visit, line, counts)
    }));
    items
}

fn item(desk: &Desk, visit: &Visit, line: &Line, counts: Option<&'static str>) -> Item {
    let Line(href, key, icon, keys) = *line;
    let counted = counts.and_then(|name| Some((name, visit.menu.count(name)?)));
    Item {
        href,
        label: desk.text(visit, key, &[]),
        icon,
        current: is_current(visit, href),
        keys,
        counts: counted.map(|(name, _)| name),
        count: counted.map_or(0, |(_, count)| count),
    }
}

/// A working list is current by its query; the list of everything is not current then.
fn is_current(visit: &Visit, href: &str) -> bool {
    let work = asked(&visit.query, "work").filter(|_| visit.path == "/desk/matters");
    match href.split_once("?work=") {
        Some((_, wanted)) => work.as_deref() == Some(wanted),
        None => work.is_none() && (visit.path == href || visit.path.starts_with(&format!("{href}/"))),
    }
}

fn covers_county(desk: &Desk, actor: &Actor) -> bool {
    let tier = |code: &str| code.parse::<RegionCode>().map(|code| code.tier());
    let regions = desk.policy.regions(actor, Action::CallBack);
    regions.iter().any(|code| matches!(tier(code), Ok(Tier::County | Tier::City)))
}

fn has_diary(actor: &Actor) -> bool {
    actor.holds(Role::Mediator) || actor.holds(Role::Officer)
}

/// Where this reader's work begins.
pub fn home(desk: &Desk, actor: &Actor) -> &'static str {
    if actor.holds(Role::Coordinator) {
        return "/desk/queue";
    }
    if has_diary(actor) {
        return "/desk/mine";
    }
    if actor.holds(Role::Supervisor) {
        return "/desk/dashboard";
    }
    if actor.holds(Role::Clerk) {
        return "/desk/intake";
    }
    LINES.iter().find(|(_, action)| desk.policy.ever(actor, *action)).map_or("/", |(line, _)| line.0)
}
