//! `GET /desk/matters`

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse as _, Response};
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::matter::{Channel, Status, Urgency};
use concord_domain::region::RegionCode;
use concord_policy::Action;
use minijinja::{Value, context};

use super::counted::{CountedBy, Which};
use super::filter::{Filter, Order, Promise, Standing};
use super::reach::Reach;
use super::rows;
use super::view_queries::{self, View};
use super::walk_queries::WALK_MOST;
use super::words;
use crate::kit::api::PAGE;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::format::edit_query;
use crate::kit::messages::Lang;
use crate::kit::mistakes::Mistakes;
use crate::kit::options::option;
use crate::kit::page::go;
use crate::kit::read_model::STEPS;
use crate::kit::visit::Visit;
use crate::kit::work::Work;

/// `GET /desk/counts`: how many each of the reader's working lists holds, as JSON by the word in the menu's `data-count`.
pub async fn counts(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let counts = desk.work_counts(visit.staff()?).await?;
    let counts: serde_json::Map<String, serde_json::Value> =
        counts.into_iter().map(|(word, count)| (word.to_owned(), count.into())).collect();
    Ok(([(CACHE_CONTROL, "no-store")], axum::Json(counts)).into_response())
}

/// Where the list stands.
pub const PATH: &str = "/desk/matters";
/// Most bodies offered.
const MOST_BODIES: usize = 60;

/// `GET /desk/matters`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let reach = desk.list_reach(&visit.actor, Action::ViewList)?;
    let fields = Fields::parse(visit.query.as_bytes())?;
    let (filter, wrong) = Filter::read(&fields, &desk.places(), &desk.categories);
    if let Some(code) = words::code(&filter.words).filter(|_| filter.cursor.is_none())
        && let Ok(matter) = desk.load(&code).await
        && desk.may(&visit.actor, Action::ViewMatter, &matter)
    {
        return Ok(go(&format!("{PATH}/{}", code.as_str())));
    }
    let sheet = Sheet { reach, filter, query: visit.whole_query(), wrong, keeping: String::new() };
    sheet.draw(&desk, &visit, StatusCode::OK).await
}

/// What a drawing of the list needs.
pub struct Sheet {
    pub reach: Reach,
    pub filter: Filter,
    /// The address's query, as it came.
    pub query: String,
    pub wrong: Vec<FieldProblem>,
    /// The name typed for keeping the list.
    pub keeping: String,
}

impl Sheet {
    /// Draws the list.
    pub async fn draw(self, desk: &Desk, visit: &Visit, status: StatusCode) -> Result<Response, Failure> {
        let account = visit.account()?;
        let looked = desk.reach_of(&visit.actor, Action::ViewList, self.reach.clone(), &self.filter)?;
        let found = desk.find_for_reading(&looked, &self.filter, usize::from(PAGE), WALK_MOST).await?;
        let views = desk.store.read_briefly(move |c| view_queries::of(c, account)).await?;
        let mediators = match self.filter.body {
            Some(body) => desk.mediator_options(visit.lang, vec![BodyId(body)]).await?,
            None => Vec::new(),
        };
        let mistakes = if self.wrong.is_empty() {
            Default::default()
        } else {
            desk.mistakes(visit, Failure::Invalid(self.wrong.clone()))?
        };
        let whole = visit.part().is_none();
        let bulk = desk.bulk_choices(visit).await?;
        let picks = bulk.is_some();
        let drawn = |line| rows::row(desk, visit, &self.filter, &found, line, picks);
        let ctx = context! {
            work => self.filter.work.map(Work::as_str),
            sorts => self.sorts(),
            bulk,
            rows => found.lines.iter().map(drawn).collect::<Result<Vec<_>, _>>()?,
            tabs => self.tabs(desk, visit),
            panel => if whole { self.panel(desk, visit.lang, mediators, &mistakes)? } else { Value::from("") },
            filter => chosen(&self.filter),
            views => views.iter().map(|view| self.view(view)).collect::<Vec<_>>(),
            keeping => &self.keeping,
            kept_query => kept(&self.query),
            title_key => self.filter.work.map_or("list-title".to_owned(), |work| format!("nav-{}", work.as_str())),
            clear_href => self.filter.work.map_or(PATH.to_owned(), |work| format!("{PATH}?work={}", work.as_str())),
            can_clear => !self.filter.is_blank(),
            first_href => self.filter.cursor.as_ref().map(|_| self.href(&[("cursor", None)])),
            next_href => found.end.full().map(|cursor| self.href(&[("cursor", Some(cursor))])),
            unseen_href => found.end.unseen().map(|cursor| self.href(&[("cursor", Some(cursor))])),
            files => desk.policy.ever(&visit.actor, Action::ExportList).then(|| desk.sheets_of(visit, PATH)),
            ..mistakes.context()
        };
        let template = if whole { "list/list.html" } else { "list/rows.html" };
        desk.page_with(visit, status, template, ctx)
    }

    /// The filter's fields but for the words. They are the same for everybody with the same reach, until places change.
    fn panel(&self, desk: &Desk, lang: Lang, mediators: Vec<Value>, mistakes: &Mistakes) -> Result<Value, Failure> {
        let places = desk.places();
        let ctx = || {
            context! {
                choices => self.choices(desk, lang, mediators.clone()),
                filter => chosen(&self.filter),
                ..mistakes.context()
            }
        };
        if !self.wrong.is_empty() || !mediators.is_empty() {
            return Ok(Value::from_safe_string(desk.templates.render("list/panel.html", lang, ctx())?));
        }
        let without = ["q", "cursor", "lang", "big", "open", "part"].map(|name| (name.to_owned(), None));
        let roots = self.reach.regions(&places);
        let roots: Vec<&str> = roots.iter().map(RegionCode::as_str).collect();
        let ordered = self.filter.words.is_empty();
        let asked = format!("{} {ordered} {}", roots.join(","), edit_query("", &self.query, &without));
        desk.piece(lang, "list/panel.html", (asked, places.edition()), ctx)
    }

    fn href(&self, edits: &[(&str, Option<String>)]) -> String {
        let edits: Vec<(String, Option<String>)> =
            edits.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        edit_query(PATH, &self.query, &edits)
    }

    fn tabs(&self, desk: &Desk, visit: &Visit) -> Vec<Value> {
        std::iter::once(Standing::All)
            .chain(Standing::GROUPS)
            .map(|standing| {
                let word = standing.as_str();
                let value = (standing != Standing::All).then(|| word.to_owned());
                let key = format!("list-tab-{}", if word.is_empty() { "all" } else { word });
                context! {
                    href => self.href(&[("status", value), ("late", None), ("cursor", None)]),
                    label => desk.text(visit, &key, &[]),
                    current => standing == self.filter.standing,
                }
            })
            .collect()
    }

    /// What the headings of columns lead to: the orders that an index carries, the other way round where it is in order already.
    fn sorts(&self) -> Value {
        let order = self.filter.order;
        let link = |first: Order, other: Order| {
            let to = if order == first { other } else { first };
            let possible = self.filter.words.is_empty();
            let sorted = match order {
                _ if order != first && order != other => None,
                Order::Due | Order::Oldest => Some("ascending"),
                _ => Some("descending"),
            };
            let edits = [("order", Some(to.as_str().to_owned())), ("cursor", None)];
            context! { href => possible.then(|| self.href(&edits)), sorted => sorted }
        };
        let dated = self.filter.standing == Standing::All || self.filter.standing.open_steps().is_some();
        context! {
            due => if dated { link(Order::Due, Order::DueLast) } else { context! { href => (), sorted => () } },
            opened => link(Order::Newest, Order::Oldest),
        }
    }

    fn view(&self, view: &View) -> Value {
        context! {
            pinned => view.pinned_at.is_some(),
            id => view.id.to_string(),
            name => &view.name,
            href => format!("{PATH}?{}", view.query),
            current => kept(&self.query) == view.query,
        }
    }

    fn choices(&self, desk: &Desk, lang: Lang, mediators: Vec<Value>) -> Value {
        let statuses: Vec<&str> = Status::ALL.iter().map(|s| s.as_str()).collect();
        let mut standings = desk.word_options(lang, "list-tab", &Standing::GROUPS.map(Standing::as_str));
        standings.extend(desk.word_options(lang, "status", &statuses));
        let channels: Vec<&str> = Channel::ALL.iter().map(|c| c.as_str()).collect();
        let urgencies: Vec<&str> = Urgency::ALL.iter().map(|u| u.as_str()).collect();
        let orders = if self.filter.words.is_empty() {
            vec![Order::Newest, Order::Oldest, Order::Due, Order::DueLast]
        } else {
            vec![Order::Newest, Order::Best]
        };
        let orders: Vec<&str> = orders.into_iter().map(Order::as_str).collect();
        context! {
            standings => standings,
            regions => self.regions(desk, lang),
            categories => desk.category_options(lang),
            bodies => self.bodies(desk, lang),
            mediators => mediators,
            channels => desk.word_options(lang, "channel", &channels),
            urgencies => desk.word_options(lang, "urgency", &urgencies),
            orders => desk.word_options(lang, "list-order", &orders),
            promises => desk.word_options(lang, "list-promise", &Promise::ALL.map(Promise::as_str)),
            steps => desk.word_options(lang, "next", &STEPS),
            counted => self.filter.counted.as_ref().map(|by| option(by.word(), counted_words(desk, lang, by))),
        }
    }

    /// From the regions of the reach down to the one chosen, and those just below it.
    fn regions(&self, desk: &Desk, lang: Lang) -> Vec<Value> {
        let places = desk.places();
        let mut options = Vec::new();
        let mut offer = |code: &RegionCode, depth: usize| {
            let name = places.region_name(code, lang.tag());
            options.push(option(code.as_str(), format!("{}{name}", "\u{2003}".repeat(depth))));
        };
        let roots = self.reach.regions(&places);
        for root in &roots {
            let mut path: Vec<RegionCode> = match &self.filter.region {
                Some(chosen) if chosen.is_within(root) => {
                    chosen.ancestors().take_while(|code| code.is_within(root)).collect()
                }
                None if roots.len() == 1 => vec![root.clone()],
                _ => {
                    offer(root, 0);
                    continue;
                }
            };
            path.reverse();
            for (depth, code) in path.iter().enumerate() {
                offer(code, depth);
            }
            if let Some(last) = path.last() {
                for child in places.children(last) {
                    offer(&child.code, path.len());
                }
            }
        }
        options
    }

    /// Bodies of the region chosen and of those just below it; all of a reach that has a few.
    fn bodies(&self, desk: &Desk, lang: Lang) -> Vec<Value> {
        let places = desk.places();
        let regions = self.filter.region.clone().map_or_else(|| self.reach.regions(&places), |code| vec![code]);
        let near = |code: &RegionCode| regions.iter().any(|r| code == r || code.parent().as_ref() == Some(r));
        let mut found: Vec<_> = places.bodies().iter().filter(|b| near(&b.region)).take(MOST_BODIES).collect();
        for chosen in [self.filter.body, self.filter.lead].into_iter().flatten() {
            if let Some(chosen) = places.body(BodyId(chosen))
                && !found.iter().any(|b| b.id == chosen.id)
            {
                found.insert(0, chosen);
            }
        }
        found.into_iter().map(|b| option(b.id.0, b.name.in_lang(lang.tag()))).collect()
    }
}

/// What a rate counts, in words: the rate, and which of its things.
fn counted_words(desk: &Desk, lang: Lang, by: &CountedBy) -> String {
    let plain = |key: &str| desk.templates.messages().plain(lang, key);
    let rate = by.rate.as_str().replace('_', "-");
    let name = plain(&format!("rates-{rate}"));
    match by.which {
        Which::All => name,
        Which::Hit => format!("{name} · {}", plain(&format!("rates-hit-{rate}"))),
        Which::Miss => format!("{name} · {}", plain(&format!("rates-miss-{rate}"))),
    }
}

/// The query that a kept list remembers: without place, language and size.
pub fn kept(query: &str) -> String {
    let without = ["cursor", "lang", "big", "open", "part"].map(|name| (name.to_owned(), None));
    edit_query("", query, &without).trim_start_matches('?').to_owned()
}

fn chosen(filter: &Filter) -> Value {
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |d| d.to_string());
    let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
    context! {
        q => &filter.words,
        status => filter.standing.as_str(),
        region => filter.region.as_ref().map_or("", RegionCode::as_str),
        category => filter.category.as_ref().map_or("", CategoryCode::as_str),
        body => number(filter.body),
        lead => number(filter.lead),
        mediator => number(filter.mediator),
        channel => filter.channel.map_or("", |c| c.as_str()),
        urgency => filter.urgency.map_or("", |u| u.as_str()),
        from => day(filter.from),
        to => day(filter.to),
        concluded_from => day(filter.concluded_from),
        concluded_to => day(filter.concluded_to),
        taken_from => day(filter.taken_from),
        taken_to => day(filter.taken_to),
        promise => filter.promise.map_or("", Promise::as_str),
        step => filter.step.unwrap_or_default(),
        counted => filter.counted.as_ref().map(CountedBy::word).unwrap_or_default(),
        counted_from => day(filter.counted.as_ref().and_then(|by| by.from)),
        counted_to => day(filter.counted.as_ref().and_then(|by| by.to)),
        counted_body => number(filter.counted.as_ref().and_then(|by| by.body)),
        order => filter.order.as_str(),
        detailed => filter.is_detailed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_list_begins_at_its_beginning_in_the_readers_language() {
        assert_eq!(kept("status=late&cursor=n.5&lang=en&q=%E5%99%AA"), "status=late&q=%E5%99%AA");
        assert_eq!(kept(""), "");
    }
}
