//! The staff's menu: what this actor may open.

use concord_policy::{Action, Actor, Role};
use serde::Serialize;

use super::desk::Desk;
use super::visit::Visit;

/// One line of the menu.
#[derive(Debug, Serialize)]
pub struct Item {
    href: &'static str,
    label: String,
    icon: &'static str,
    current: bool,
}

/// Address, message key, icon and what it takes.
const LINES: [(&str, &str, &str, Action); 7] = [
    ("/desk/intake", "nav-intake", "file-plus", Action::UseDesk),
    ("/desk/queue", "nav-queue", "inbox", Action::ViewQueue),
    ("/desk/matters", "nav-matters", "list-details", Action::ViewList),
    ("/desk/dashboard", "nav-dashboard", "chart-bar", Action::ViewDashboard),
    ("/desk/statistics", "nav-statistics", "chart-dots", Action::ViewStatistics),
    ("/operator", "nav-operator", "settings", Action::ManageAccounts),
    ("/playbooks", "nav-playbooks", "book", Action::ViewPlaybooks),
];

/// The lines that this reader may open.
pub fn items(desk: &Desk, visit: &Visit) -> Vec<Item> {
    if !matches!(visit.actor, Actor::Staff { .. }) {
        return Vec::new();
    }
    let item = |href: &'static str, key: &str, icon: &'static str| Item {
        href,
        label: desk.text(visit, key, &[]),
        icon,
        current: visit.path == href || (href != "/desk" && visit.path.starts_with(&format!("{href}/"))),
    };
    let mut items = Vec::new();
    if visit.actor.holds(Role::Mediator) || visit.actor.holds(Role::Officer) {
        items.push(item("/desk/mine", "nav-mine", "checklist"));
    }
    let dashboard = desk.policy.ever(&visit.actor, Action::ViewDashboard);
    items.extend(
        LINES
            .iter()
            .filter(|(_, _, _, action)| desk.policy.ever(&visit.actor, *action))
            // The dashboard holds the statistics.
            .filter(|(_, key, _, _)| !(dashboard && *key == "nav-statistics"))
            .map(|(href, key, icon, _)| item(href, key, icon)),
    );
    items
}

/// Where this reader's work begins.
pub fn home(desk: &Desk, actor: &Actor) -> &'static str {
    if actor.holds(Role::Coordinator) {
        return "/desk/queue";
    }
    if actor.holds(Role::Mediator) || actor.holds(Role::Officer) {
        return "/desk/mine";
    }
    if actor.holds(Role::Supervisor) {
        return "/desk/dashboard";
    }
    LINES.iter().find(|(_, _, _, action)| desk.policy.ever(actor, *action)).map_or("/", |(href, _, _, _)| href)
}
