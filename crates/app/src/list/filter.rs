//! What a list is narrowed to: read from an address, so that an address is a view that can be shared.

use concord_domain::category::{Categories, CategoryCode};
use concord_domain::code::MatterCode;
use concord_domain::matter::{Channel, Status, Urgency};
use concord_domain::region::RegionCode;
use jiff::civil::Date;

use super::counted::CountedBy;
use crate::kit::failure::FieldProblem;
use crate::kit::form::Fields;
use crate::kit::incoming::keep;
use crate::kit::period;
use crate::kit::place::Places;
use crate::kit::read_model::STEPS;
use crate::kit::steps::steps_of;
use crate::kit::work::Work;

/// Longest search.
const MOST_WORDS: usize = 200;

/// Where the matters of a list stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    #[default]
    All,
    /// Somebody owes the next step.
    Open,
    /// Open, and the earliest deadline has passed.
    Late,
    Concluded,
    Archived,
    /// Came back at least once.
    Reopened,
    /// Belongs with others: linked, or merged.
    Related,
    /// One matter for several applicants.
    Group,
    One(Status),
}

impl Standing {
    /// Those that are no single status.
    pub const GROUPS: [Self; 7] =
        [Self::Open, Self::Late, Self::Concluded, Self::Archived, Self::Reopened, Self::Related, Self::Group];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Open => "open",
            Self::Late => "late",
            Self::Concluded => "concluded",
            Self::Archived => "archived",
            Self::Reopened => "reopened",
            Self::Related => "related",
            Self::Group => "group",
            Self::One(status) => status.as_str(),
        }
    }

    fn parse(word: &str) -> Option<Self> {
        if word == "all" {
            return Some(Self::All);
        }
        Self::GROUPS.into_iter().find(|group| group.as_str() == word).or_else(|| Status::parse(word).map(Self::One))
    }

    /// The steps walked one by one where all that stands so is open.
    pub fn open_steps(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Open | Self::Late => Some(&STEPS),
            Self::One(status) if status.is_open() => Some(steps_of(status)),
            _ => None,
        }
    }
}

/// Whether what was promised was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// Accepted, where a limit ran for it.
    Taken,
    TakenInTime,
    TakenLate,
    /// Concluded without overrunning any limit.
    EndedInTime,
    EndedLate,
}

impl Promise {
    pub const ALL: [Self; 5] = [Self::Taken, Self::TakenInTime, Self::TakenLate, Self::EndedInTime, Self::EndedLate];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::TakenInTime => "taken-in-time",
            Self::TakenLate => "taken-late",
            Self::EndedInTime => "ended-in-time",
            Self::EndedLate => "ended-late",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|promise| promise.as_str() == word)
    }
}

/// Which matter stands first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Newest,
    Oldest,
    /// Of a search: where the words are the greatest part of the text.
    Best,
    /// Open ones by their earliest deadline.
    Due,
    /// The same from the other end.
    DueLast,
}

impl Order {
    pub const ALL: [Self; 5] = [Self::Newest, Self::Oldest, Self::Best, Self::Due, Self::DueLast];

    /// Whether deadlines make the order.
    pub fn is_by_deadline(self) -> bool {
        matches!(self, Self::Due | Self::DueLast)
    }

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Best => "best",
            Self::Due => "due",
            Self::DueLast => "due-last",
        }
    }
}

/// Where the next page begins. Ids grow with time, so what arrives meanwhile moves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// Behind this id.
    Newest(i64),
    /// Behind this day and id.
    Due(Date, i64),
    /// After so many, of the hits below this id.
    Best(usize, i64),
}

impl Cursor {
    /// The word in addresses.
    pub fn to_text(&self) -> String {
        match self {
            Self::Newest(id) => format!("n.{id}"),
            Self::Due(day, id) => format!("d.{day}.{id}"),
            Self::Best(after, below) => format!("b.{after}.{below}"),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let cursor = match (parts.next()?, parts.next()?, parts.next()) {
            ("n", id, None) => Self::Newest(id.parse().ok()?),
            ("d", day, Some(id)) => Self::Due(day.parse().ok()?, id.parse().ok()?),
            ("b", after, Some(below)) => Self::Best(after.parse().ok()?, below.parse().ok()?),
            _ => return None,
        };
        parts.next().is_none().then_some(cursor)
    }

    fn fits(&self, order: Order) -> bool {
        matches!(
            (self, order),
            (Self::Newest(_), Order::Newest | Order::Oldest)
                | (Self::Due(..), Order::Due | Order::DueLast)
                | (Self::Best(..), Order::Best)
        )
    }
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// These matters alone.
    pub codes: Vec<MatterCode>,
    /// One of the reader's working lists.
    pub work: Option<Work>,
    pub standing: Standing,
    /// With all below it.
    pub region: Option<RegionCode>,
    /// With the narrower kinds in it.
    pub category: Option<CategoryCode>,
    /// Who answers for it, or concluded it: while a lead has not signed, whoever had it before.
    pub body: Option<i64>,
    /// Who has the lead, signed for or not.
    pub lead: Option<i64>,
    pub mediator: Option<i64>,
    pub channel: Option<Channel>,
    pub urgency: Option<Urgency>,
    /// Opened on or after.
    pub from: Option<Date>,
    /// Opened on or before.
    pub to: Option<Date>,
    /// Concluded on or after.
    pub concluded_from: Option<Date>,
    /// Concluded on or before.
    pub concluded_to: Option<Date>,
    /// Accepted under a limit on or after.
    pub taken_from: Option<Date>,
    /// Accepted under a limit on or before.
    pub taken_to: Option<Date>,
    pub promise: Option<Promise>,
    /// Of which a rate counts something.
    pub counted: Option<CountedBy>,
    /// What it waits for.
    pub step: Option<&'static str>,
    pub words: String,
    pub order: Order,
    pub cursor: Option<Cursor>,
}

impl Filter {
    /// Reads an address's query. What cannot be read is left out and told.
    pub fn read(fields: &Fields, places: &Places, categories: &Categories) -> (Self, Vec<FieldProblem>) {
        let mut wrong = Vec::new();
        let words = fields.get("q");
        if words.chars().count() > MOST_WORDS {
            wrong.push(FieldProblem::new("q", "problem-too-long").with("most", MOST_WORDS));
        }
        let mut filter = Self {
            codes: Vec::new(),
            work: keep(fields.word("work", Work::parse).transpose(), &mut wrong),
            standing: keep(fields.word("status", Standing::parse).transpose(), &mut wrong).unwrap_or_default(),
            region: keep(region(fields, places).transpose(), &mut wrong),
            category: keep(category(fields, categories).transpose(), &mut wrong),
            body: keep(fields.int("body").transpose(), &mut wrong),
            lead: keep(fields.int("lead").transpose(), &mut wrong),
            mediator: keep(fields.int("mediator").transpose(), &mut wrong),
            channel: keep(fields.word("channel", Channel::parse).transpose(), &mut wrong),
            urgency: keep(fields.word("urgency", Urgency::parse).transpose(), &mut wrong),
            from: keep(fields.date("from").transpose(), &mut wrong),
            to: keep(fields.date("to").transpose(), &mut wrong),
            concluded_from: keep(fields.date("concluded_from").transpose(), &mut wrong),
            concluded_to: keep(fields.date("concluded_to").transpose(), &mut wrong),
            taken_from: keep(fields.date("taken_from").transpose(), &mut wrong),
            taken_to: keep(fields.date("taken_to").transpose(), &mut wrong),
            promise: keep(fields.word("promise", Promise::parse).transpose(), &mut wrong),
            counted: keep(CountedBy::read(fields).transpose(), &mut wrong),
            step: keep(
                fields.word("step", |word| STEPS.into_iter().find(|step| *step == word)).transpose(),
                &mut wrong,
            ),
            words: words.chars().take(MOST_WORDS).collect(),
            order: Order::Newest,
            cursor: None,
        };
        wrong.extend(filter.periods().filter_map(|(last, from, to)| period::order(last, from?, to?).err()));
        if fields.get("late") == "true" || fields.get("late") == "1" {
            filter.standing = Standing::Late;
        }
        let named = |word: &str| Order::ALL.into_iter().find(|order| order.as_str() == word);
        let asked = keep(fields.word("order", named).transpose(), &mut wrong);
        filter.order = match asked.unwrap_or(filter.usual_order()) {
            // A deadline says nothing about words, and words nothing about deadlines; what is found comes from its newest end.
            Order::Due | Order::DueLast | Order::Oldest if !filter.words.is_empty() => Order::Newest,
            Order::Best if filter.words.is_empty() => Order::Newest,
            // What is concluded has no deadline.
            Order::Due | Order::DueLast
                if filter.standing != Standing::All && filter.standing.open_steps().is_none() =>
            {
                Order::Newest
            }
            order => order,
        };
        filter.cursor = keep(fields.word("cursor", Cursor::parse).transpose(), &mut wrong);
        if filter.cursor.as_ref().is_some_and(|cursor| !cursor.fits(filter.order)) {
            filter.cursor = None;
            wrong.push(FieldProblem::new("cursor", "problem-not-a-choice"));
        }
        (filter, wrong)
    }

    /// Each with the field of its last day.
    fn periods(&self) -> impl Iterator<Item = (&'static str, Option<Date>, Option<Date>)> {
        let (from, to) = self.counted.as_ref().map_or((None, None), |by| (by.from, by.to));
        [
            ("to", self.from, self.to),
            ("concluded_to", self.concluded_from, self.concluded_to),
            ("taken_to", self.taken_from, self.taken_to),
            ("counted_to", from, to),
        ]
        .into_iter()
    }

    /// The order where none is asked for: what is worked from goes by deadline, and so does what is late.
    pub fn usual_order(&self) -> Order {
        match self.work {
            Some(Work::Mine | Work::Late) if self.words.is_empty() => Order::Due,
            None if self.standing == Standing::Late && self.words.is_empty() => Order::Due,
            Some(Work::Unassigned | Work::Waiting) if self.words.is_empty() => Order::Oldest,
            _ => Order::Newest,
        }
    }

    /// Whether nothing narrows the list.
    pub fn is_blank(&self) -> bool {
        *self == Self { work: self.work, order: self.order, cursor: self.cursor.clone(), ..Self::default() }
    }

    /// Whether something beside words and standing narrows the list.
    pub fn is_detailed(&self) -> bool {
        self.mediator.is_some()
            || self.lead.is_some()
            || self.channel.is_some()
            || self.urgency.is_some()
            || self.from.is_some()
            || self.to.is_some()
            || self.concluded_from.is_some()
            || self.concluded_to.is_some()
            || self.taken_from.is_some()
            || self.taken_to.is_some()
            || self.promise.is_some()
            || self.counted.is_some()
            || self.step.is_some()
    }
}

fn region(fields: &Fields, places: &Places) -> Result<Option<RegionCode>, FieldProblem> {
    let known = |code: &RegionCode| places.region(code).is_some();
    fields
        .some("region")
        .map(|text| text.parse().ok().filter(known).ok_or_else(|| FieldProblem::new("region", "problem-region")))
        .transpose()
}

fn category(fields: &Fields, categories: &Categories) -> Result<Option<CategoryCode>, FieldProblem> {
    let known = |code: &CategoryCode| categories.contains(code);
    fields
        .some("category")
        .map(|text| text.parse().ok().filter(known).ok_or_else(|| FieldProblem::new("category", "problem-category")))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::data;

    fn read(query: &str) -> (Filter, Vec<FieldProblem>) {
        let rules = data::load(None, None).unwrap();
        Filter::read(&Fields::parse(query.as_bytes()).unwrap(), &Places::default(), &rules.categories)
    }

    #[test]
    fn a_cursor_comes_back_as_it_was_given() {
        let day = jiff::civil::date(2026, 3, 1);
        for cursor in [Cursor::Newest(7), Cursor::Due(day, -3), Cursor::Best(25, 9)] {
            assert_eq!(Cursor::parse(&cursor.to_text()), Some(cursor));
        }
        for wrong in ["", "n", "n.x", "n.1.2", "d.1", "d.2026-02-30.1", "b.1.2.3", "x.1"] {
            assert_eq!(Cursor::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_standing_is_read_by_its_own_word() {
        for standing in Standing::GROUPS.into_iter().chain(Status::ALL.iter().map(|s| Standing::One(*s))) {
            assert_eq!(Standing::parse(standing.as_str()), Some(standing));
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_still_narrows() {
        let (filter, wrong) = read("status=open&from=yesterday&category=no.such&region=1&cursor=d.2026-03-01.5&body=x");
        assert_eq!(filter.standing, Standing::Open);
        let fields: Vec<_> = wrong.iter().map(|w| w.field.as_str()).collect();
        assert_eq!(fields, ["region", "category", "body", "from", "cursor"]);
    }

    #[test]
    fn a_last_day_before_the_first_one_is_told_at_its_field() {
        let fields = |query| read(query).1.into_iter().map(|w| w.field).collect::<Vec<_>>();
        assert_eq!(fields("from=2026-03-02&to=2026-03-01"), ["to"]);
        let all = "concluded_from=2026-03-02&concluded_to=2026-03-01&taken_from=2026-03-02&taken_to=2026-03-01";
        assert_eq!(fields(all), ["concluded_to", "taken_to"]);
        assert_eq!(fields("counted=settled&counted_from=2026-03-02&counted_to=2026-03-01"), ["counted_to"]);
        assert!(fields("from=2026-03-01&to=2026-03-01&taken_to=2026-03-01").is_empty());
    }

    #[test]
    fn an_order_that_says_nothing_gives_way() {
        assert_eq!(read("order=best").0.order, Order::Newest);
        assert_eq!(read("order=due&q=x").0.order, Order::Newest);
        assert_eq!(read("order=due").0.order, Order::Due);
        assert_eq!(read("work=late").0.order, Order::Due);
        assert_eq!(read("late=true").0.order, Order::Due);
        assert_eq!(read("late=true&order=newest").0.order, Order::Newest);
        assert_eq!(read("work=late&q=x").0.order, Order::Newest);
    }
}
