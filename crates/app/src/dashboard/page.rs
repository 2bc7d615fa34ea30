//! `GET /desk/dashboard` for those who may open the matters behind the figures, `GET /desk/statistics` for those who judge by numbers.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::matter::{Rate, Status};
use concord_domain::region::RegionCode;
use concord_policy::Action;
use concord_policy::relation::Subject;
use concord_store::tally::Grain;
use minijinja::{Value, context};

use super::figures::{Figures, Sheets, Stock, Totals};
use crate::kit::asked::region_asked;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::format::{edit_query, number};
use crate::kit::mistakes::Mistakes;
use crate::kit::period::{Period, Slice, WEEKS};
use crate::kit::visit::Visit;

/// Most kinds drawn; the table has them all.
const DRAWN: usize = 10;

/// `GET /desk/dashboard`
pub async fn dashboard(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    Board::open(&desk, &visit, Action::ViewDashboard)?.draw().await
}

/// `GET /desk/statistics`
pub async fn statistics(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    Board::open(&desk, &visit, Action::ViewStatistics)?.draw().await
}

/// A board without its shell.
struct Drawn {
    html: String,
    has_map: bool,
}

/// A board being drawn.
pub struct Board<'a> {
    pub(super) desk: &'a Desk,
    pub(super) visit: &'a Visit,
    pub(super) fields: Fields,
    pub(super) action: Action,
    pub(super) region: RegionCode,
    pub(super) path: &'static str,
    /// What the details tell of.
    pub(super) period: Period,
    mistakes: Mistakes,
    /// Whether this reader may open the lists behind the figures.
    lists: bool,
}

impl<'a> Board<'a> {
    fn open(desk: &'a Desk, visit: &'a Visit, action: Action) -> Result<Self, Failure> {
        let fields = Fields::parse(visit.query.as_bytes())?;
        let region = region_asked(desk, &visit.actor, action, &fields)?;
        let path = if action == Action::ViewDashboard { "/desk/dashboard" } else { "/desk/statistics" };
        let place = Subject::Region(region.as_str().to_owned());
        let lists = action == Action::ViewDashboard && desk.policy.allows(&visit.actor, Action::ViewList, &place);
        let today = desk.today();
        let (period, mistakes) = match Period::read(&fields, today) {
            Ok(period) => (period, Mistakes::default()),
            Err(wrong) => (Period::weeks(today, WEEKS), desk.mistakes(visit, Failure::Invalid(vec![wrong]))?),
        };
        Ok(Self { desk, visit, fields, action, region, path, period, mistakes, lists })
    }

    async fn draw(&self) -> Result<Response, Failure> {
        let period = self.period;
        let read = Period::read(&self.fields, self.desk.today()).is_ok();
        let status = if read { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let sheets = self.desk.sheets(&self.region, period).await?;
        let drawn = self.drawn(&sheets, period, read)?;
        let ctx = context! {
            place => self.desk.places().region_name(&self.region, self.visit.lang.tag()),
            board => Value::from_safe_string(drawn.html.clone()),
            has_map => drawn.has_map,
        };
        self.desk.page_with(self.visit, status, "dashboard/dashboard.html", ctx)
    }

    /// All but the shell. Many look at the same figures, which seldom change while they do: it is drawn once until something happens.
    fn drawn(&self, sheets: &Sheets, period: Period, keep: bool) -> Result<Arc<Drawn>, Failure> {
        let (lang, places, crumbs) = (self.visit.lang, self.desk.places(), self.crumbs());
        // Where the path begins and whether lists open is all that depends on who looks.
        let who = format!("{} {}", crumbs.len(), self.lists);
        let (today, edition) = (self.desk.today(), places.edition());
        let asked = format!("board {} {lang} {} {who} {today} {edition} {}", self.path, self.region, self.visit.query);
        if keep && let Some(known) = self.desk.memo.get(&asked, sheets.version) {
            return Ok(known);
        }
        let Sheets { figures, week, outlines, .. } = sheets;
        let areas = self.areas(week, figures, outlines);
        let has_map = areas.as_ref().and_then(|areas| areas.get_attr("map").ok()).is_some_and(|map| map.is_true());
        let ctx = context! {
            public => self.action == Action::ViewStatistics,
            place => self.desk.places().region_name(&self.region, self.visit.lang.tag()),
            crumbs => crumbs,
            tabs => self.tabs(period),
            action => self.path,
            region => self.region.as_str(),
            from => period.from.to_string(),
            to => period.to.to_string(),
            before => context! { from => period.before().from.to_string(), to => period.before().to.to_string() },
            monthly => period.grain() == Grain::Month,
            stats => self.stats(figures, period),
            course => self.course(figures, period),
            categories => self.categories(figures, period),
            channels => self.channels(figures, period),
            statuses => self.statuses(figures),
            children => self.children(figures, period),
            front => self.front(week, figures),
            areas => areas,
            ..self.mistakes.context()
        };
        let drawn = Drawn { html: self.desk.templates.render("dashboard/board.html", lang, ctx)?, has_map };
        Ok(if keep { self.desk.memo.keep(asked, sheets.version, drawn) } else { Arc::new(drawn) })
    }

    /// The list behind a figure of a region.
    pub(super) fn list(&self, region: &RegionCode, edits: &[(&str, String)]) -> Option<String> {
        let mut query = vec![("region".to_owned(), Some(region.as_str().to_owned()))];
        query.extend(edits.iter().map(|(name, value)| ((*name).to_owned(), Some(value.clone()))));
        self.lists.then(|| edit_query("/desk/matters", "", &query))
    }

    pub(super) fn opened(&self, region: &RegionCode, from: jiff::civil::Date, to: jiff::civil::Date) -> Option<String> {
        self.list(region, &[("from", from.to_string()), ("to", to.to_string())])
    }

    pub(super) fn ended(
        &self,
        region: &RegionCode,
        status: &str,
        from: jiff::civil::Date,
        to: jiff::civil::Date,
    ) -> Option<String> {
        let days = [("concluded_from", from.to_string()), ("concluded_to", to.to_string())];
        self.list(region, &[&[("status", status.to_owned())], days.as_slice()].concat())
    }

    pub(super) fn standing(&self, region: &RegionCode, status: &str) -> Option<String> {
        self.list(region, &[("status", status.to_owned())])
    }

    pub(super) fn here(&self, region: &RegionCode) -> String {
        edit_query(self.path, &self.visit.query, &[("region".to_owned(), Some(region.as_str().to_owned()))])
    }

    fn stats(&self, f: &Figures, p: Period) -> Vec<Value> {
        let stat = |key: &str, value: String, icon: &str, href: Option<String>, note: String| {
            let label = self.desk.text(self.visit, &format!("dashboard-{key}"), &[]);
            let kind = if key == "late" && f.stock.late > 0 { "danger" } else { "" };
            context! { label => label, value => value, icon => icon, href => href, note => note, kind => kind }
        };
        let region = &self.region;
        let points = |n: i64| self.desk.text(self.visit, "dashboard-points", &[("n", tenths(n))]);
        let measured =
            |measure: &str| self.change(Some(f.now.get(measure)), Some(f.before.get(measure)), number, number);
        let settled = self.ended(region, "settled", p.from, p.to);
        let rates = edit_query("/desk/rates", &self.visit.query, &[("region".to_owned(), Some(region.to_string()))]);
        let rate = |rate: Rate, icon: &str| {
            let (now, before) = (f.now.rate(rate), f.before.rate(rate));
            let change = self.change(now, before, percent, points);
            stat(rate.as_str(), or_dash(now, percent), icon, Some(rates.clone()), change)
        };
        vec![
            stat("new", number(f.now.get("opened")), "inbox", self.opened(region, p.from, p.to), measured("opened")),
            stat("open", number(f.stock.open), "progress", self.standing(region, "open"), self.now_note()),
            stat("late", number(f.stock.late), "clock-exclamation", self.standing(region, "late"), self.now_note()),
            stat("settled", number(f.now.get("settled")), "heart-handshake", settled.clone(), measured("settled")),
            stat(
                "rate",
                or_dash(f.now.settled_rate(), percent),
                "circle-check",
                settled.clone(),
                self.change(f.now.settled_rate(), f.before.settled_rate(), percent, points),
            ),
            stat(
                "days",
                or_dash(f.now.days_to_settle(), tenths),
                "hourglass",
                settled,
                self.change(f.now.days_to_settle(), f.before.days_to_settle(), tenths, tenths),
            ),
            stat(
                "rating",
                or_dash(f.now.rating(), tenths),
                "star",
                self.ended(region, "concluded", p.from, p.to),
                self.change(f.now.rating(), f.before.rating(), tenths, tenths),
            ),
            stat(
                "reopened",
                number(f.now.get("reopened")),
                "rotate",
                self.ended(region, "reopened", p.from, p.to),
                measured("reopened"),
            ),
            rate(Rate::Response, "message-circle"),
            rate(Rate::Resolution, "circle-check"),
            rate(Rate::Satisfaction, "mood-smile"),
        ]
    }

    fn now_note(&self) -> String {
        self.desk.text(self.visit, "dashboard-now", &[])
    }

    /// How a figure compares with the one before, in words.
    fn change(
        &self,
        now: Option<i64>,
        before: Option<i64>,
        shown: impl Fn(i64) -> String,
        apart: impl Fn(i64) -> String,
    ) -> String {
        let (Some(now), Some(before)) = (now, before) else {
            return self.desk.text(self.visit, "dashboard-before-none", &[]);
        };
        let key = match now.cmp(&before) {
            std::cmp::Ordering::Greater => "dashboard-more",
            std::cmp::Ordering::Less => "dashboard-less",
            std::cmp::Ordering::Equal => "dashboard-same",
        };
        let args = [("before", shown(before)), ("by", apart((now - before).abs()))];
        self.desk.text(self.visit, key, &args)
    }

    pub(super) fn word(&self, key: &str) -> String {
        self.desk.text(self.visit, key, &[])
    }

    fn course(&self, f: &Figures, p: Period) -> Value {
        let label = |slice: &Slice| match p.grain() {
            Grain::Day => format!("{}/{}", slice.from.month(), slice.from.day()),
            Grain::Month => slice.from.to_string()[..7].to_owned(),
        };
        let values = |of: fn(&Totals) -> i64| f.course.iter().map(|(_, totals)| of(totals)).collect::<Vec<i64>>();
        let rows: Vec<Value> = f
            .course
            .iter()
            .map(|(slice, totals)| {
                context! {
                    from => slice.from.to_string(),
                    to => slice.to.to_string(),
                    opened => totals.get("opened"),
                    opened_href => self.opened(&self.region, slice.from, slice.to),
                    settled => totals.get("settled"),
                    settled_href => self.ended(&self.region, "settled", slice.from, slice.to),
                    concluded => totals.concluded(),
                    concluded_href => self.ended(&self.region, "concluded", slice.from, slice.to),
                }
            })
            .collect();
        let series = [
            context! { name => self.word("dashboard-new"), values => values(|t| t.get("opened")) },
            context! { name => self.word("dashboard-concluded"), values => values(Totals::concluded) },
            context! { name => self.word("dashboard-settled"), values => values(|t| t.get("settled")) },
        ];
        let labels: Vec<String> = f.course.iter().map(|(slice, _)| label(slice)).collect();
        context! { rows => rows, spec => context! { kind => "line", labels => labels, series => series } }
    }

    fn categories(&self, f: &Figures, p: Period) -> Value {
        let name = |code: &str| self.kind(code);
        let rows: Vec<Value> = f
            .by_category
            .iter()
            .map(|(code, totals)| {
                let days = [("from", p.from.to_string()), ("to", p.to.to_string()), ("category", code.clone())];
                let settled = [
                    ("status", "settled".to_owned()),
                    ("concluded_from", p.from.to_string()),
                    ("concluded_to", p.to.to_string()),
                    ("category", code.clone()),
                ];
                context! {
                    label => name(code),
                    opened => totals.get("opened"),
                    href => self.list(&self.region, &days),
                    settled => totals.get("settled"),
                    settled_href => self.list(&self.region, &settled),
                    rate => totals.settled_rate().map(percent),
                }
            })
            .collect();
        let drawn = &f.by_category[..f.by_category.len().min(DRAWN)];
        let labels: Vec<String> = drawn.iter().map(|(code, _)| name(code)).collect();
        let opened: Vec<i64> = drawn.iter().map(|(_, totals)| totals.get("opened")).collect();
        let settled: Vec<i64> = drawn.iter().map(|(_, totals)| totals.get("settled")).collect();
        let series = [
            context! { name => self.word("dashboard-new"), values => opened },
            context! { name => self.word("dashboard-settled"), values => settled },
        ];
        context! { rows => rows, spec => context! { kind => "bar", horizontal => true, labels => labels, series => series } }
    }

    fn channels(&self, f: &Figures, p: Period) -> Value {
        let rows: Vec<Value> = f
            .by_channel
            .iter()
            .map(|(channel, n)| {
                let days = [("from", p.from.to_string()), ("to", p.to.to_string()), ("channel", channel.clone())];
                context! {
                    label => self.word(&format!("channel-{channel}")),
                    n => n,
                    href => self.list(&self.region, &days),
                }
            })
            .collect();
        let labels: Vec<String> = f.by_channel.iter().map(|(c, _)| self.word(&format!("channel-{c}"))).collect();
        let values: Vec<i64> = f.by_channel.iter().map(|(_, n)| *n).collect();
        let series = [context! { name => self.word("dashboard-new"), values => values }];
        context! { rows => rows, spec => context! { kind => "bar", horizontal => true, labels => labels, series => series } }
    }

    /// What is open now, in the order of the way a matter goes.
    fn statuses(&self, f: &Figures) -> Value {
        let open: Vec<&str> = Status::ALL.iter().filter(|s| s.is_open()).map(|s| s.as_str()).collect();
        let n = |status: &str| f.by_status.get(status).copied().unwrap_or(0);
        let label = |status: &str| self.word(&format!("status-{status}"));
        let rows: Vec<Value> = open
            .iter()
            .map(|status| context! { label => label(status), n => n(status), href => self.standing(&self.region, status) })
            .collect();
        let labels: Vec<String> = open.iter().map(|status| label(status)).collect();
        let values: Vec<i64> = open.iter().map(|status| n(status)).collect();
        let series = [context! { name => self.word("dashboard-open"), values => values }];
        context! { rows => rows, spec => context! { kind => "bar", labels => labels, series => series } }
    }

    fn children(&self, f: &Figures, p: Period) -> Vec<Value> {
        let places = self.desk.places();
        let row = |(code, totals, stock): &(RegionCode, Totals, Stock)| {
            context! {
                name => places.region_name(code, self.visit.lang.tag()),
                href => self.here(code),
                opened => totals.get("opened"),
                opened_href => self.opened(code, p.from, p.to),
                open => stock.open,
                open_href => self.standing(code, "open"),
                late => stock.late,
                late_href => self.standing(code, "late"),
                settled => totals.get("settled"),
                settled_href => self.ended(code, "settled", p.from, p.to),
                rate => totals.settled_rate().map(percent),
                days => totals.days_to_settle().map(tenths),
                rating => totals.rating().map(tenths),
            }
        };
        f.children.iter().map(row).collect()
    }
}

fn or_dash(value: Option<i64>, shown: impl Fn(i64) -> String) -> String {
    value.map_or_else(|| "\u{2013}".to_owned(), shown)
}

/// Thousandths as per cent.
pub fn percent(thousandths: i64) -> String {
    format!("{}%", tenths(thousandths))
}

pub fn tenths(value: i64) -> String {
    format!("{}.{}", value / 10, value % 10)
}
