//! `GET /desk/rates` and `GET /desk/bodies/{id}/rates`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::matter::Rate;
use concord_domain::region::RegionCode;
use concord_policy::relation::Subject;
use concord_policy::{Action, Actor};
use minijinja::{Value, context};

use super::figures::{About, Figures, HOTLINE, HOUSE};
use crate::kit::asked::region_asked;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::format::{edit_query, number};
use crate::kit::mistakes::Mistakes;
use crate::kit::path::At;
use crate::kit::period::{Period, WEEKS};
use crate::kit::shares::{Share, Shares};
use crate::kit::visit::Visit;

/// Weeks offered.
const OFFERED: [i64; 4] = [4, WEEKS, 26, 52];

/// `GET /desk/rates`
pub async fn region(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    let region = region_asked(&desk, &visit.actor, Action::ViewStatistics, &fields)?;
    let sheet = Sheet::open(&desk, &visit, &fields, About::Region(region.clone()), region)?;
    sheet.draw(Value::UNDEFINED).await
}

/// `GET /desk/bodies/{id}/rates`
pub async fn body(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    let region = body_asked(&desk, &visit.actor, id)?;
    let fields = Fields::parse(visit.query.as_bytes())?;
    let places = desk.places();
    let tag = visit.lang.tag();
    let shown = places.body(BodyId(id)).map(|b| {
        context! { id => id, name => b.name.in_lang(tag), kind => b.kind.as_str(), region => places.path(&b.region, tag) }
    });
    let sheet = Sheet::open(&desk, &visit, &fields, About::Body(BodyId(id)), region)?;
    sheet.draw(context! { body => shown }).await
}

/// The region of a body whose figures the actor may read.
///
/// # Errors
/// [`Failure::SignedOut`], [`Failure::Forbidden`], [`Failure::NotFound`].
pub fn body_asked(desk: &Desk, actor: &Actor, id: i64) -> Result<RegionCode, Failure> {
    if !matches!(actor, Actor::Staff { .. }) {
        return Err(Failure::SignedOut);
    }
    if !desk.policy.ever(actor, Action::ViewStatistics) {
        return Err(Failure::Forbidden);
    }
    let region = desk.places().body(BodyId(id)).map(|b| b.region.clone()).ok_or(Failure::NotFound)?;
    let allows = |subject| desk.policy.allows(actor, Action::ViewStatistics, &subject);
    if allows(Subject::Body(id)) || allows(Subject::Region(region.as_str().to_owned())) {
        Ok(region)
    } else {
        Err(Failure::Forbidden)
    }
}

/// A page of rates being drawn.
struct Sheet<'a> {
    desk: &'a Desk,
    visit: &'a Visit,
    about: About,
    region: RegionCode,
    period: Period,
    mistakes: Mistakes,
    read: bool,
    /// Whether this reader may open the matters behind the figures.
    lists: bool,
}

impl<'a> Sheet<'a> {
    fn open(
        desk: &'a Desk,
        visit: &'a Visit,
        fields: &Fields,
        about: About,
        region: RegionCode,
    ) -> Result<Self, Failure> {
        let place = Subject::Region(region.as_str().to_owned());
        let lists = desk.policy.allows(&visit.actor, Action::ViewList, &place);
        let today = desk.today();
        let (period, mistakes, read) = match Period::read(fields, today) {
            Ok(period) => (period, Mistakes::default(), true),
            Err(wrong) => (Period::weeks(today, WEEKS), desk.mistakes(visit, Failure::Invalid(vec![wrong]))?, false),
        };
        Ok(Self { desk, visit, about, region, period, mistakes, read, lists })
    }

    async fn draw(&self, more: Value) -> Result<Response, Failure> {
        let figures = self.desk.rates(&self.about, self.period).await?;
        let places = self.desk.places();
        let status = if self.read { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let of_body = matches!(self.about, About::Body(_));
        let ctx = context! {
            place => places.region_name(&self.region, self.visit.lang.tag()),
            of_body,
            region => self.region.as_str(),
            path => self.visit.path.as_str(),
            from => self.period.from.to_string(),
            to => self.period.to.to_string(),
            before => context! { from => self.period.before().from.to_string(), to => self.period.before().to.to_string() },
            tabs => self.tabs(),
            crumbs => if of_body { Vec::new() } else { self.crumbs() },
            csv => edit_query("/desk/rates.csv", &self.visit.query, &[]),
            groups => [("hotline", self.tiles(&HOTLINE, &figures)), ("house", self.tiles(&HOUSE, &figures))]
                .map(|(key, tiles)| context! { key => key, tiles => tiles }),
            rates => Rate::ALL.iter().map(|rate| rate.as_str()).collect::<Vec<_>>(),
            categories => self.categories(&figures),
            children => self.children(&figures),
            bodies => self.bodies(&figures),
            ..self.mistakes.context()
        };
        self.desk.page_with(self.visit, status, "rates/show.html", context! { ..more, ..ctx })
    }

    fn tabs(&self) -> Vec<Value> {
        let today = self.desk.today();
        let tab = |weeks: &i64| {
            let edits = [("weeks", Some(weeks.to_string())), ("from", None), ("to", None)];
            context! {
                href => edit_query(&self.visit.path, &self.visit.query, &edits.map(|(n, v)| (n.to_owned(), v))),
                label => self.desk.text(self.visit, "dashboard-weeks", &[("n", weeks.to_string())]),
                current => self.period == Period::weeks(today, *weeks),
            }
        };
        OFFERED.iter().map(tab).collect()
    }

    /// From the widest region that this reader has figures of, down to this one.
    fn crumbs(&self) -> Vec<Value> {
        let places = self.desk.places();
        let may = |code: &RegionCode| {
            let subject = Subject::Region(code.as_str().to_owned());
            self.desk.policy.allows(&self.visit.actor, Action::ViewStatistics, &subject)
        };
        let mut path: Vec<RegionCode> =
            self.region.ancestors().filter(|code| places.region(code).is_some() && may(code)).collect();
        path.reverse();
        let crumb = |code: &RegionCode| {
            context! {
                label => places.region_name(code, self.visit.lang.tag()),
                href => self.here(code),
                current => *code == self.region,
            }
        };
        path.iter().map(crumb).collect()
    }

    fn here(&self, region: &RegionCode) -> String {
        edit_query("/desk/rates", &self.visit.query, &[("region".to_owned(), Some(region.as_str().to_owned()))])
    }

    fn tiles(&self, rates: &[Rate], f: &Figures) -> Vec<Value> {
        let tile = |rate: &Rate| {
            let (now, before) = (f.now.get(*rate), f.before.get(*rate));
            let body = if let About::Body(id) = self.about { Some(id.0) } else { None };
            context! {
                key => rate.as_str(),
                before => before.shown(),
                ..self.cell(*rate, now, &self.region, body, None)
            }
        };
        rates.iter().map(tile).collect()
    }

    /// A share with the lists behind its numbers.
    fn cell(&self, rate: Rate, share: Share, region: &RegionCode, body: Option<i64>, category: Option<&str>) -> Value {
        let list = |end: &str| {
            let query = [
                ("region", body.is_none().then(|| region.as_str().to_owned())),
                ("counted", Some(format!("{}{end}", rate.as_str()))),
                ("counted_from", Some(self.period.from.to_string())),
                ("counted_to", Some(self.period.to.to_string())),
                ("counted_body", body.map(|id| id.to_string())),
                ("category", category.map(str::to_owned)),
            ];
            self.lists.then(|| edit_query("/desk/matters", "", &query.map(|(name, value)| (name.to_owned(), value))))
        };
        context! {
            value => share.shown(),
            hit => number(share.hit),
            of => number(share.of),
            hit_href => list(".hit"),
            of_href => list(""),
            miss_href => list(".miss"),
            miss => number(share.of - share.hit),
            counted => share.of,
        }
    }

    fn cells(&self, shares: &Shares, region: &RegionCode, body: Option<i64>, category: Option<&str>) -> Vec<Value> {
        Rate::ALL.iter().map(|rate| self.cell(*rate, shares.get(*rate), region, body, category)).collect()
    }

    fn categories(&self, f: &Figures) -> Vec<Value> {
        let body = if let About::Body(id) = self.about { Some(id.0) } else { None };
        let row = |(code, shares): &(String, Shares)| {
            let category = CategoryCode::try_from(code.as_str()).ok();
            let name = category.map(|c| self.desk.categories.name(&c, self.visit.lang.tag()).to_owned());
            context! { name => name, cells => self.cells(shares, &self.region, body, Some(code)) }
        };
        f.categories.iter().map(row).collect()
    }

    fn children(&self, f: &Figures) -> Vec<Value> {
        let places = self.desk.places();
        let row = |(code, shares): &(RegionCode, Shares)| {
            context! {
                name => places.region_name(code, self.visit.lang.tag()),
                href => self.here(code),
                cells => self.cells(shares, code, None, None),
            }
        };
        f.children.iter().map(row).collect()
    }

    fn bodies(&self, f: &Figures) -> Vec<Value> {
        let places = self.desk.places();
        let row = |(id, shares): &(BodyId, Shares)| {
            let href = format!("/desk/bodies/{}/rates", id.0);
            context! {
                name => places.body_name(*id, self.visit.lang.tag()),
                href => edit_query(&href, &self.visit.query, &[("region".to_owned(), None)]),
                cells => self.cells(shares, &self.region, Some(id.0), None),
            }
        };
        f.bodies.iter().map(row).collect()
    }
}
