//! What a matter's page offers about time and tiers: which limits may stand still, grow or go on, and where it may go.

use concord_domain::clock::{ExtendBy, PauseReason};
use concord_domain::extension;
use concord_domain::matter::{Matter, Rules, RunningClock};
use concord_domain::region::Tier;
use concord_policy::{Action, Actor, Role};
use serde::Serialize;

use super::{PartyOption, Sources, party_name};
use crate::kit::desk::Desk;
use crate::kit::format;
use crate::kit::messages::Args;
use crate::kit::visit::Visit;

/// Time and tiers on a staff page.
#[derive(Debug, Serialize)]
pub struct Moving {
    /// `no:reason`, in groups by time limit.
    pub pauses: Vec<OptionGroup>,
    pub paused: Vec<PartyOption>,
    /// The same, in words.
    pub standing: Vec<Standing>,
    pub extendable: Vec<PartyOption>,
    /// More time that was asked for and waits for the parties' word, where the reader may record it.
    pub agreeing: Option<AskedShown>,
    /// More time that was asked for and waits for the reader's own word.
    pub approving: Option<AskedShown>,
    /// Limits that ran out before all parties had agreed to more time.
    pub asked_in_vain: Vec<String>,
    /// Tiers above that have a body, with it.
    pub above: Vec<PartyOption>,
    pub below: Vec<PartyOption>,
    /// A party's request that waits for an answer.
    pub request: Option<RequestShown>,
    /// Who below was asked to take it.
    pub offer: Option<OfferShown>,
    /// Tiers that had it, the present one first.
    pub stays: Vec<StayShown>,
    /// Who works on it for the body of the present tier, where that is another.
    pub worked_by: Option<String>,
    /// How often it turned from going up to going down, or back.
    pub turns: u32,
}

/// Options under a heading.
#[derive(Debug, Serialize)]
pub struct OptionGroup {
    pub label: String,
    pub options: Vec<PartyOption>,
}

/// More time that was asked for.
#[derive(Debug, Serialize)]
pub struct AskedShown {
    pub no: u32,
    pub clock: String,
    /// The party that asked; the staff where there is none.
    pub party: Option<String>,
    pub reason: Option<String>,
    pub due_on: String,
    /// The last day if it were granted now.
    pub then_on: Option<String>,
    /// Parties whose consent is missing.
    pub missing: Vec<PartyOption>,
    /// `all parties`, `supervisor`, `coordinator`.
    pub by: &'static str,
}

/// A party's wish for a higher tier.
#[derive(Debug, Serialize)]
pub struct RequestShown {
    pub party: String,
    pub on: String,
    pub reason: Option<String>,
}

/// A time limit that stands still.
#[derive(Debug, Serialize)]
pub struct Standing {
    pub no: u32,
    pub name: String,
    /// Since when, and how much of it is left.
    pub words: String,
}

/// A body that was asked to take it.
#[derive(Debug, Serialize)]
pub struct OfferShown {
    pub body: String,
    pub on: String,
    pub reason: Option<String>,
}

/// A tier that had it.
#[derive(Debug, Serialize)]
pub struct StayShown {
    pub tier: &'static str,
    pub body: String,
    pub from_on: String,
    pub until_on: Option<String>,
    pub because: Option<String>,
}

/// The posts whose word more time needs by a rule: a supervisor stands above a coordinator, and not the other way round.
pub const fn approvers(by: ExtendBy) -> &'static [Role] {
    match by {
        ExtendBy::Supervisor => &[Role::Supervisor],
        ExtendBy::Coordinator => &[Role::Coordinator, Role::Supervisor],
        ExtendBy::AllParties | ExtendBy::Court => &[],
    }
}

/// Whether the actor's word is the one that more time needs.
pub fn approves(actor: &Actor, by: ExtendBy) -> bool {
    approvers(by).iter().any(|role| actor.holds(*role))
}

/// The first limit for which more time was asked for and may still be granted, by a rule that names whom `decides` accepts.
fn waiting<'a>(m: &'a Matter, rules: &Rules<'_>, decides: impl Fn(ExtendBy) -> bool) -> Option<&'a RunningClock> {
    let waits = |c: &&RunningClock| c.asked.is_some() && !extension::is_moot(c, rules);
    let open = m.running_clocks().filter(|_| m.status.is_open());
    open.filter(waits).find(|c| extension::by(c, rules).is_some_and(&decides))
}

impl Desk {
    /// Time and tiers of a matter.
    pub(super) fn moving(&self, visit: &Visit, m: &Matter, rules: &Rules<'_>, sources: &Sources<'_>) -> Moving {
        let tag = visit.lang.tag();
        let open: Vec<&RunningClock> = if m.status.is_open() { m.running_clocks().collect() } else { Vec::new() };
        let option = |c: &&RunningClock| PartyOption {
            value: c.no.to_string(),
            label: format!("{} · {}", c.name.in_lang(tag), self.clock_due(visit, c)),
        };
        let places = self.places();
        let go = |tier: Tier| {
            let body = self.body_at(m, tier)?;
            let label = self.text(visit, &format!("tier-{tier}"), &[]);
            Some(PartyOption { value: tier.to_string(), label: format!("{label} · {}", places.body_name(body, tag)) })
        };
        let standing = self.standing(visit, &open);
        let paused =
            |s: &Standing| PartyOption { value: s.no.to_string(), label: format!("{} · {}", s.name, s.words) };
        let here = m.tiers.tier();
        let agrees = |by| by == ExtendBy::AllParties && self.may(&visit.actor, Action::AgreeExtension, m);
        let decides = |by| approves(&visit.actor, by) && self.may(&visit.actor, Action::ApproveExtension, m);
        Moving {
            pauses: self.pauses(visit, &open, rules),
            paused: standing.iter().map(paused).collect(),
            standing,
            extendable: open
                .iter()
                .filter(|c| extension::ask(m, c.no, None, None, rules).is_ok())
                .map(option)
                .collect(),
            agreeing: waiting(m, rules, agrees).and_then(|c| self.asked(visit, m, c, rules, sources)),
            approving: waiting(m, rules, decides).and_then(|c| self.asked(visit, m, c, rules, sources)),
            asked_in_vain: open
                .iter()
                .filter(|c| extension::is_moot(c, rules))
                .map(|c| c.name.in_lang(tag).to_owned())
                .collect(),
            above: Tier::ALL.into_iter().filter(|t| *t > here).filter_map(go).collect(),
            below: Tier::ALL.into_iter().filter(|t| *t < here).filter_map(go).collect(),
            request: m.tiers.open_request().map(|r| RequestShown {
                party: party_name(m, r.party, sources),
                on: r.on.to_string(),
                reason: sources.text_of(r.reason.as_ref()),
            }),
            offer: m.tiers.offer.as_ref().map(|o| OfferShown {
                body: places.body_name(o.body, tag),
                on: o.on.to_string(),
                reason: sources.text(o.reason.id),
            }),
            stays: m
                .tiers
                .stays
                .iter()
                .rev()
                .map(|stay| StayShown {
                    tier: stay.tier.as_str(),
                    body: places.body_name(stay.body, tag),
                    from_on: stay.from_on.to_string(),
                    until_on: stay.until_on.map(|d| d.to_string()),
                    because: stay
                        .because
                        .as_ref()
                        .map(|label| label.in_lang(tag).to_owned())
                        .or_else(|| sources.text_of(stay.reason.as_ref())),
                })
                .collect(),
            worked_by: m.worked_by().map(|body| places.body_name(body, tag)),
            turns: m.tiers.turns,
        }
    }

    fn standing(&self, visit: &Visit, open: &[&RunningClock]) -> Vec<Standing> {
        let name = |c: &RunningClock| c.name.in_lang(visit.lang.tag()).to_owned();
        let still = open.iter().filter(|c| c.is_paused());
        still.map(|c| Standing { no: c.no, name: name(c), words: self.stands(visit, c) }).collect()
    }

    /// Since when a time limit stands still, and the days that were left then: its last day is not known until it goes on.
    fn stands(&self, visit: &Visit, clock: &RunningClock) -> String {
        let Some(pause) = clock.pauses.last() else { return String::new() };
        let messages = self.templates.messages();
        let since = pause.on.to_string();
        let mut args = Args::new();
        args.set("date", format::date(messages, visit.lang, &since).unwrap_or(since));
        args.set("n", clock.due_on.since(pause.on).map_or(0, |span| i64::from(span.get_days())));
        messages.text(visit.lang, "clocks-stands", &args)
    }

    fn pauses(&self, visit: &Visit, open: &[&RunningClock], rules: &Rules<'_>) -> Vec<OptionGroup> {
        let reason = |c: &RunningClock, reason: &PauseReason| PartyOption {
            value: format!("{}:{}", c.no, reason.as_str()),
            label: self.text(visit, &format!("pause-{}", reason.as_str()), &[]),
        };
        open.iter()
            .filter(|c| !c.is_paused() && c.limit.is_some() && !c.is_late(rules.today))
            .filter_map(|c| {
                let spec = rules.playbook.clock(&c.key()).filter(|spec| !spec.pause.is_empty())?;
                let options = spec.pause.iter().map(|r| reason(c, r)).collect();
                Some(OptionGroup { label: c.name.in_lang(visit.lang.tag()).to_owned(), options })
            })
            .collect()
    }

    /// By when a clock runs, as its badge says it.
    fn clock_due(&self, visit: &Visit, clock: &RunningClock) -> String {
        let (messages, due_on) = (self.templates.messages(), clock.due_on.to_string());
        let date = format::date(messages, visit.lang, &due_on).unwrap_or(due_on);
        self.text(visit, "clock-due", &[("date", date)])
    }

    fn asked(
        &self,
        visit: &Visit,
        m: &Matter,
        clock: &RunningClock,
        rules: &Rules<'_>,
        sources: &Sources<'_>,
    ) -> Option<AskedShown> {
        let asked = clock.asked.as_ref()?;
        let by = extension::by(clock, rules)?;
        let missing: Vec<u32> = if by == ExtendBy::AllParties { extension::must_agree(m) } else { Vec::new() };
        let options = self.party_options(visit, m, sources);
        Some(AskedShown {
            no: clock.no,
            clock: clock.name.in_lang(visit.lang.tag()).to_owned(),
            party: asked.party.map(|no| party_name(m, no, sources)),
            reason: sources.text_of(asked.reason.as_ref()),
            due_on: clock.due_on.to_string(),
            then_on: extension::would_end(clock, rules).map(|on| on.to_string()),
            missing: options
                .into_iter()
                .filter(|o| missing.iter().any(|no| o.value == no.to_string() && !asked.agreed.contains(no)))
                .collect(),
            by: by.as_str(),
        })
    }
}
