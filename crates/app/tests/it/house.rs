//! A small city with one person in each role, a fixed clock, and a client that asks as any of them.

use std::collections::HashMap;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body as HttpBody;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use concord_app::kit::clock::Clock;
use concord_app::kit::data;
use concord_app::kit::desk::{Desk, Parts, Settings};
use concord_app::kit::ids::Ids;
use concord_app::kit::live::{Limits, Live};
use concord_app::kit::once::Turns;
use concord_app::kit::place::{PlaceBook, Places};
use concord_app::kit::place_queries::{put_body, put_region};
use concord_app::kit::source::Source;
use concord_app::kit::templates::Templates;
use concord_app::sign_in::{accounts, tokens};
use concord_domain::body::{Body, BodyId, BodyKind};
use concord_domain::calendar::Calendars;
use concord_domain::label::Label;
use concord_domain::region::{Region, RegionCode};
use concord_policy::{Action, Actor, Policy, Role, Subject};
use concord_store::testing::{TestStore, stores};
use concord_store::{Conn, Dialect, Fault, Store};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use tower::ServiceExt;

/// The first day of a house: a Monday.
pub const FIRST_DAY: Date = date(2026, 3, 2);
pub const VILLAGE: &str = "970101001001";
pub const OTHER_VILLAGE: &str = "970102001001";
pub const CITY_CENTRE: i64 = 1;
pub const COUNTY_CENTRE: i64 = 2;
pub const TOWN_CENTRE: i64 = 3;
pub const COMMITTEE: i64 = 4;
pub const OTHER_TOWN_CENTRE: i64 = 5;
pub const LABOUR: i64 = 6;
pub const OTHER_COMMITTEE: i64 = 7;

/// Login, role and body of everybody.
pub const PEOPLE: [(&str, Role, i64); 12] = [
    ("clerk", Role::Clerk, TOWN_CENTRE),
    ("grid_worker", Role::GridWorker, COMMITTEE),
    ("coordinator", Role::Coordinator, TOWN_CENTRE),
    ("committee_coordinator", Role::Coordinator, COMMITTEE),
    ("mediator", Role::Mediator, COMMITTEE),
    ("town_mediator", Role::Mediator, TOWN_CENTRE),
    ("officer", Role::Officer, LABOUR),
    ("supervisor", Role::Supervisor, COUNTY_CENTRE),
    ("representative", Role::Representative, COUNTY_CENTRE),
    ("operator", Role::Operator, accounts::HOUSE),
    ("other_coordinator", Role::Coordinator, OTHER_TOWN_CENTRE),
    ("other_mediator", Role::Mediator, OTHER_COMMITTEE),
];

/// Who asks.
#[derive(Clone, Debug)]
pub enum As<'a> {
    Nobody,
    /// A login of [`PEOPLE`].
    Staff(&'a str),
    /// The access key as printed.
    Party(&'a str),
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    pub text: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {} {}", self.status, self.text))
    }

    /// Where a form sends the browser.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |v| v.to_str().unwrap())
    }

    /// Fails unless the status is this; shows the answer then.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }
}

/// A report that was filed.
#[derive(Clone, Debug)]
pub struct Filed {
    pub code: String,
    pub key: String,
}

/// What every house of a process has alike, read once: that takes a second without optimisation.
static RULES: LazyLock<data::Data> = LazyLock::new(|| data::load(None, None).unwrap());
static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| Templates::load(Source::Embedded).unwrap());
static POLICY: LazyLock<Policy> = LazyLock::new(|| Policy::load().unwrap());

/// An installation of its own.
pub struct House {
    pub desk: Desk,
    pub store: Arc<TestStore>,
    router: Router,
    tokens: HashMap<&'static str, String>,
    accounts: HashMap<&'static str, i64>,
    now: Arc<AtomicI64>,
}

impl House {
    /// Runs a test in a new house on SQLite, and in one on PostgreSQL when there is a server.
    pub fn each<F: Future<Output = ()>>(test: impl Fn(Arc<House>) -> F) {
        Self::each_with(Limits::default(), test);
    }

    /// As [`House::each`], with limits for the live side.
    pub fn each_with<F: Future<Output = ()>>(limits: Limits, test: impl Fn(Arc<House>) -> F) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for store in stores() {
            let house = Arc::new(Self::new(store, limits));
            runtime.block_on(test(house));
        }
    }

    fn new(store: TestStore, limits: Limits) -> Self {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let start = FIRST_DAY.at(10, 0, 0, 0).to_zoned(zone.clone()).unwrap().timestamp().as_microsecond();
        let now = Arc::new(AtomicI64::new(start));
        let reader = Arc::clone(&now);
        let clock = Clock::new(Arc::new(move || reader.load(Ordering::Relaxed)), zone);
        let policy = POLICY.clone();
        let permit = |action| policy.permit(&Actor::System("cli"), action, &Subject::House).unwrap();
        let (to_account, to_token) = (permit(Action::ManageAccounts), permit(Action::CreateToken));
        let (tokens, accounts) = store
            .write_blocking(move |c| -> Result<_, Fault> {
                found_city(c)?;
                let (mut tokens, mut ids) = (HashMap::new(), HashMap::new());
                for (login, role, body) in PEOPLE {
                    let new = accounts::NewAccount {
                        login: login.to_owned(),
                        name: login.to_owned(),
                        password_hash: None,
                        roles: vec![(role, body)],
                    };
                    let id = accounts::create(c, &to_account, new, start).unwrap();
                    tokens.insert(login, tokens::create(c, &to_token, id, "test", start).unwrap());
                    ids.insert(login, id);
                }
                Ok((tokens, ids))
            })
            .unwrap();
        let desk = desk_on((*store).clone(), clock, policy, limits, 7);
        let store = Arc::new(store);
        Self { router: concord_app::web::router(desk.clone()), desk, store, tokens, accounts, now }
    }

    /// Another process on the same database, where there may be one.
    pub fn beside(&self) -> Option<Self> {
        if self.store.dialect() != Dialect::Postgres {
            return None;
        }
        let config = self.store.config().clone();
        let store = std::thread::spawn(move || Store::open(&config).unwrap()).join().unwrap();
        let desk = desk_on(store, self.desk.clock.clone(), self.desk.policy.clone(), Limits::default(), 8);
        let router = concord_app::web::router(desk.clone());
        let (tokens, accounts) = (self.tokens.clone(), self.accounts.clone());
        Some(Self { router, desk, store: Arc::clone(&self.store), tokens, accounts, now: Arc::clone(&self.now) })
    }

    /// Lets days pass.
    pub fn later(&self, days: i64) {
        self.now.fetch_add(days * 86_400_000_000, Ordering::Relaxed);
    }

    /// Goes to ten o'clock of a day.
    pub fn set_today(&self, day: Date) {
        let at = day.at(10, 0, 0, 0).to_zoned(TimeZone::get("Asia/Shanghai").unwrap()).unwrap();
        self.now.store(at.timestamp().as_microsecond(), Ordering::Relaxed);
    }

    /// The house served anew with a calendar in which these days of 2026 are free.
    pub fn with_holiday(&self, from: &str, to: &str) -> Desk {
        let text = include_str!("../../../../calendars/cn.toml");
        let (before, after) = text.split_once("year = 2026").unwrap();
        let entry =
            format!("holidays = [\n{{ name = {{ zh = \"x\", en = \"x\" }}, from = \"{from}\", to = \"{to}\" }},");
        let moved = format!("{before}year = 2026{}", after.replacen("holidays = [", &entry, 1));
        let rules = RULES.clone();
        Desk::new(Parts {
            store: self.desk.store.clone(),
            policy: POLICY.clone(),
            playbooks: rules.playbooks,
            categories: rules.categories,
            duties: rules.duties,
            diversions: rules.diversions,
            calendars: Calendars::load([("cn.toml", moved)]).unwrap(),
            places: PlaceBook::new(
                std::thread::scope(|s| s.spawn(|| self.store.read_blocking(Places::load)).join()).unwrap().unwrap(),
            ),
            templates: TEMPLATES.clone(),
            ids: Ids::seeded(self.desk.clock.clone(), 11),
            clock: self.desk.clock.clone(),
            settings: self.desk.settings.clone(),
            memo: Default::default(),
            counted: Default::default(),
            pieces: Default::default(),
            names: Default::default(),
            live: Default::default(),
            turns: Turns::default(),
        })
    }

    /// The house served anew by one that draws codes and keys from this seed.
    pub fn drawing(&self, seed: u64) -> Desk {
        desk_on(self.desk.store.clone(), self.desk.clock.clone(), self.desk.policy.clone(), Limits::default(), seed)
    }

    /// Lets minutes pass.
    pub fn minutes_later(&self, minutes: i64) {
        self.now.fetch_add(minutes * 60_000_000, Ordering::Relaxed);
    }

    /// The id of a login's account.
    pub fn account(&self, login: &str) -> i64 {
        self.accounts[login]
    }

    /// Gives somebody another post.
    pub fn hold(&self, login: &str, role: Role, body: i64) {
        let permit = POLICY.permit(&Actor::System("cli"), Action::ManageAccounts, &Subject::House).unwrap();
        let (account, now, store) = (self.account(login), self.now.load(Ordering::Relaxed), &self.store);
        let hold = move |c: &mut Conn| accounts::hold(c, &permit, account, role, body, now);
        std::thread::scope(|s| s.spawn(|| store.write_blocking(hold)).join()).unwrap().unwrap();
    }

    /// `GET` of a page or the API.
    pub async fn get(&self, who: As<'_>, path: &str) -> Answer {
        self.ask(who, Method::GET, path, None, HttpBody::empty(), &[]).await
    }

    /// `POST` of a form.
    pub async fn post(&self, who: As<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields.iter().map(|(n, v)| format!("{}={}", percent(n), percent(v))).collect::<Vec<_>>().join("&");
        self.ask(who, Method::POST, path, Some("application/x-www-form-urlencoded"), body.into(), &[]).await
    }

    /// `POST` of JSON to the API; `path` without `/api/v1`.
    pub async fn json(&self, who: As<'_>, path: &str, body: &Value) -> Answer {
        self.json_with(who, path, body, &[]).await
    }

    /// `POST` of JSON with headers.
    pub async fn json_with(&self, who: As<'_>, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let path = format!("/api/v1{path}");
        self.ask(who, Method::POST, &path, Some("application/json"), body.to_string().into(), headers).await
    }

    /// Any request, answered as a whole.
    pub async fn ask(
        &self,
        who: As<'_>,
        method: Method,
        path: &str,
        media: Option<&str>,
        body: HttpBody,
        headers: &[(&str, &str)],
    ) -> Answer {
        let response = self.send(who, method, path, media, body, headers).await;
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let (bytes, text) = (bytes.to_vec(), String::from_utf8_lossy(&bytes).into_owned());
        Answer { status: parts.status, headers: parts.headers, bytes, text }
    }

    /// Any request, with its body still to come.
    pub async fn send(
        &self,
        who: As<'_>,
        method: Method,
        path: &str,
        media: Option<&str>,
        body: HttpBody,
        headers: &[(&str, &str)],
    ) -> axum::response::Response {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "concord.test");
        request = match who {
            As::Nobody => request,
            As::Staff(login) => request.header(header::AUTHORIZATION, format!("Bearer {}", self.tokens[login])),
            As::Party(key) if path.starts_with("/api/") => {
                request.header(header::AUTHORIZATION, format!("AccessKey {key}"))
            }
            As::Party(key) => request.header(header::COOKIE, format!("concord_key={key}")),
        };
        if let Some(media) = media {
            request = request.header(header::CONTENT_TYPE, media);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let peer = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 50_000);
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Files a report by the web about a noisy neighbour in [`VILLAGE`].
    pub async fn file(&self, narrative: &str) -> Filed {
        self.file_with(json!({ "narrative": narrative })).await
    }

    /// Files a report by the web; what is given replaces the ordinary.
    pub async fn file_with(&self, given: Value) -> Filed {
        self.file_by(As::Nobody, given).await
    }

    /// As [`House::file_with`], recorded by somebody.
    pub async fn file_by(&self, who: As<'_>, given: Value) -> Filed {
        let mut report = json!({
            "channel": "web",
            "category": "neighbour.noise",
            "region": VILLAGE,
            "narrative": "\u{697c}\u{4e0a}\u{534a}\u{591c}\u{8fd8}\u{5728}\u{88c5}\u{4fee}",
            "language": "zh-CN",
            "applicant": { "name": "\u{674e}\u{4f1f}", "phone": "13812345678" },
            "respondents": [{ "name": "\u{738b}\u{82b3}" }],
        });
        for (name, value) in given.as_object().unwrap() {
            report[name] = value.clone();
        }
        let answer = self.json(who, "/reports", &report).await.is(201).json();
        Filed {
            code: answer["matter"]["code"].as_str().unwrap().to_owned(),
            key: answer["access_key"].as_str().unwrap().to_owned(),
        }
    }

    /// The matter as the API shows it to the county's supervisor.
    pub async fn matter(&self, code: &str) -> Value {
        self.get(As::Staff("supervisor"), &format!("/api/v1/matters/{code}")).await.is(200).json()
    }
}

fn desk_on(store: Store, clock: Clock, policy: Policy, limits: Limits, seed: u64) -> Desk {
    let opened = store.clone();
    let places = std::thread::spawn(move || opened.read_blocking(Places::load).unwrap()).join().unwrap();
    let rules = RULES.clone();
    Desk::new(Parts {
        store,
        policy,
        playbooks: rules.playbooks,
        categories: rules.categories,
        calendars: rules.calendars,
        duties: rules.duties,
        diversions: rules.diversions,
        places: PlaceBook::new(places),
        templates: TEMPLATES.clone(),
        ids: Ids::seeded(clock.clone(), seed),
        clock,
        settings: Settings { public_url: "http://concord.test".to_owned(), proxies: 0, body_limit: 60 << 20 },
        turns: Turns::default(),
        memo: Default::default(),
        counted: Default::default(),
        pieces: Default::default(),
        names: Default::default(),
        live: Live::new(limits),
    })
}

pub fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

fn found_city(c: &mut Conn) -> Result<(), Fault> {
    let regions = [
        ("9701", "\u{4e91}\u{6c50}\u{5e02}", "Yunxi City"),
        ("970101", "\u{5e73}\u{6f9c}\u{533a}", "Pinglan District"),
        ("970101001", "\u{9752}\u{6eaa}\u{9547}", "Qingxi Town"),
        (VILLAGE, "\u{4e0a}\u{6e7e}\u{6751}", "Shangwan Village"),
        ("970101001001001", "\u{4e00}\u{53f7}\u{7f51}\u{683c}", "Grid 1"),
        ("970102", "\u{5357}\u{6c60}\u{53bf}", "Nanchi County"),
        ("970102001", "\u{67f3}\u{6d32}\u{9547}", "Liuzhou Town"),
        (OTHER_VILLAGE, "\u{4e0b}\u{6e7e}\u{6751}", "Xiawan Village"),
    ];
    for (code, zh, en) in regions {
        let code: RegionCode = code.parse().unwrap();
        let region = Region {
            tier: code.tier(),
            code,
            name: Label::new(zh, en),
            time_zone: "Asia/Shanghai".to_owned(),
            lon: None,
            lat: None,
        };
        put_region(c, &region)?;
    }
    let bodies = [
        (CITY_CENTRE, "9701", BodyKind::Centre),
        (COUNTY_CENTRE, "970101", BodyKind::Centre),
        (TOWN_CENTRE, "970101001", BodyKind::Centre),
        (COMMITTEE, VILLAGE, BodyKind::Committee),
        (OTHER_TOWN_CENTRE, "970102001", BodyKind::Centre),
        (LABOUR, "970101", BodyKind::Labour),
        (OTHER_COMMITTEE, OTHER_VILLAGE, BodyKind::Committee),
    ];
    for (id, region, kind) in bodies {
        let region: RegionCode = region.parse().unwrap();
        let body = Body {
            id: BodyId(id),
            code: format!("b{id}"),
            name: Label::new(format!("\u{673a}\u{6784}{id}"), format!("Body {id}")),
            kind,
            tier: region.tier(),
            region,
            fields: Vec::new(),
            opening: "Mon-Fri 09:00-17:00".parse().unwrap(),
            phone: Some("12345".to_owned()),
            address: None,
        };
        put_body(c, &body, None)?;
    }
    Ok(())
}
