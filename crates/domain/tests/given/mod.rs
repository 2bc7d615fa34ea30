//! A matter of the general playbook, for tests that walk it by its commands.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::sync::LazyLock;

use concord_domain::body::BodyId;
use concord_domain::calendar::Calendar;
use concord_domain::category::{Categories, CategoryCode};
use concord_domain::code::{MatterCode, MatterId};
use concord_domain::diversion::Diversions;
use concord_domain::duty::Duties;
use concord_domain::matter::{Channel, Event, Language, Matter, Meta, PartyRole, Recorded, Rules, Urgency};
use concord_domain::playbook::{Playbook, Playbooks};
use concord_domain::sealed::Sealed;
use concord_domain::{Refusal, intake};
use jiff::civil::{Date, date};

/// The rules that a matter is decided by, as shipped.
pub struct Shipped {
    pub playbook: Playbook,
    pub calendar: Calendar,
    pub duties: Duties,
    pub diversions: Diversions,
}

static GENERAL: LazyLock<Shipped> = LazyLock::new(|| Shipped::with("general.toml"));

impl Shipped {
    /// With the playbook of a file.
    pub fn with(playbook: &str) -> Self {
        let read =
            |path: &str| std::fs::read_to_string(format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let categories = Categories::parse("categories.toml", &read("playbooks/categories.toml")).unwrap();
        Self {
            playbook: Playbook::parse(playbook, &read(&format!("playbooks/{playbook}"))).unwrap(),
            calendar: Calendar::parse("cn.toml", &read("calendars/cn.toml")).unwrap(),
            duties: Duties::parse("duties.toml", &read("playbooks/duties.toml"), &categories).unwrap(),
            diversions: Diversions::parse("diversion.toml", &read("playbooks/diversion.toml"), &categories).unwrap(),
        }
    }

    /// The rules at ten o'clock of a day.
    pub fn on(&self, today: Date) -> Rules<'_> {
        Rules {
            playbook: &self.playbook,
            calendar: &self.calendar,
            duties: &self.duties,
            diversions: &self.diversions,
            today,
            now: 0,
            local: today.at(10, 0, 0, 0),
        }
    }
}

/// A report of nothing but its story.
pub fn report(channel: Channel, narrative: Sealed) -> intake::Report {
    intake::Report {
        channel,
        narrative,
        answers: None,
        place: None,
        happened_on: None,
        amount: None,
        language: Language::Zh,
        filed_by: None,
        source: None,
        external_id: None,
    }
}

pub struct Given {
    pub playbooks: Playbooks,
    pub calendar: Calendar,
    pub today: Date,
    pub matter: Matter,
}

pub fn sealed() -> Sealed {
    Sealed { id: 1, digest: "d".into() }
}

pub fn playbooks() -> Playbooks {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../playbooks");
    let file = |name: &str| (name.to_owned(), std::fs::read_to_string(format!("{folder}/{name}")).unwrap());
    let categories = Categories::parse("categories.toml", &file("categories.toml").1).unwrap();
    let names = [
        "general.toml",
        "clocks-petition.toml",
        "clocks-hotline.toml",
        "clocks-confirmation.toml",
        "clocks-danger.toml",
        "danger.toml",
    ];
    Playbooks::load(names.map(file), &categories).unwrap()
}

pub fn cn() -> Calendar {
    Calendar::parse("cn.toml", include_str!("../../../../calendars/cn.toml")).unwrap()
}

/// A matter as it is reported to a body: one applicant, the other parties respondents.
pub fn reported(channel: Channel, category: &str, body: BodyId, parties: usize, rules: &Rules<'_>) -> Matter {
    let party = |role| intake::NewParty { role, person: sealed(), representative: None, key_hash: None };
    let mut all = vec![party(PartyRole::Applicant)];
    all.extend((1..parties).map(|_| party(PartyRole::Respondent)));
    let open = intake::Open {
        code: MatterCode::from_number(42),
        report: report(channel, sealed()),
        region: "970101001001".parse().unwrap(),
        category: CategoryCode::try_from(category).unwrap(),
        urgency: Urgency::Normal,
        body,
        parties: all,
    };
    let events = intake::open(open, rules).unwrap();
    let meta = Meta { at: 0, actor: "staff:1".into() };
    let recorded = |(version, event)| Recorded { version, meta: meta.clone(), event };
    let history: Vec<Recorded> = (1..).zip(events).map(recorded).collect();
    Matter::replay(MatterId(1), &history).unwrap()
}

/// A matter reported on Monday, 2 March 2026.
pub fn given(channel: Channel, parties: usize) -> Given {
    let (playbooks, calendar, today) = (playbooks(), cn(), date(2026, 3, 2));
    let matter = reported(channel, "other", BodyId(4), parties, &rules(&playbooks, &calendar, today));
    Given { playbooks, calendar, today, matter }
}

pub fn rules<'a>(playbooks: &'a Playbooks, calendar: &'a Calendar, today: Date) -> Rules<'a> {
    let now = i64::from(today.day_of_year()) * 86_400_000_000;
    Rules { playbook: playbooks.general(), calendar, now, ..GENERAL.on(today) }
}

impl Given {
    pub fn on(mut self, today: Date) -> Self {
        self.today = today;
        self
    }

    pub fn decide(
        &self,
        decide: impl FnOnce(&Matter, &Rules<'_>) -> Result<Vec<Event>, Refusal>,
    ) -> Result<Vec<Event>, Refusal> {
        decide(&self.matter, &rules(&self.playbooks, &self.calendar, self.today))
    }

    pub fn when(mut self, decide: impl FnOnce(&Matter, &Rules<'_>) -> Result<Vec<Event>, Refusal>) -> Self {
        let events = self.decide(decide).unwrap();
        self.matter = self.matter.after(&events, &Meta { at: 0, actor: "x".into() });
        self
    }

    #[track_caller]
    pub fn refused(
        self,
        decide: impl FnOnce(&Matter, &Rules<'_>) -> Result<Vec<Event>, Refusal>,
        refusal: Refusal,
    ) -> Self {
        assert_eq!(self.decide(decide), Err(refusal));
        self
    }

    pub fn no_of(&self, clock: &str) -> u32 {
        self.matter.clocks.iter().rfind(|c| c.clock == clock).unwrap().no
    }

    pub fn due(&self, clock: &str) -> Date {
        self.matter.clocks.iter().rfind(|c| c.clock == clock).unwrap().due_on
    }
}
