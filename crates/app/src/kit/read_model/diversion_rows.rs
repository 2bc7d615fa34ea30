//! The rows of diversion: whom senders wait for, what receivers are asked, which party is owed advice.

use concord_domain::matter::Matter;
use jiff::civil::Date;

use super::duty_rows::OPEN_END;
use super::matter_rows::{arrival_key, diversion_key};
use super::{Row, Table};

/// What came from others (`in`), what went to others (`out`), and advice that is to be handed over (`advice`). With the kind, after a
/// space, stands the rule that the day comes from: `court arrival/court/asked`.
pub static DIVERSION: Table =
    Table::new("diversion", 3, &["matter", "way", "no", "body", "peer", "kind", "state", "on_day", "wanted_on"]);

/// All rows of one matter about diversion.
pub fn rows(m: &Matter, all: &mut Vec<Row>) {
    let mut put = |line: Line<'_>| {
        let wanted = line.wanted_on.map_or_else(|| OPEN_END.to_owned(), |d| d.to_string());
        let values = vec![
            m.id.0.into(),
            line.way.into(),
            i64::from(line.no).into(),
            line.body.into(),
            line.peer.into(),
            line.kind.as_str().into(),
            line.state.into(),
            line.on.to_string().into(),
            wanted.into(),
        ];
        all.push(Row { table: &DIVERSION, values });
    };
    for a in &m.arrivals {
        put(Line {
            way: "in",
            no: a.no,
            body: m.responsible.0,
            peer: a.sender.map(|b| b.0),
            kind: format!("{} {}", a.way.as_str(), arrival_key(a)),
            state: a.state(),
            on: a.on,
            wanted_on: a.wanted(),
        });
    }
    for d in &m.diversions {
        put(Line {
            way: "out",
            no: d.no,
            body: d.by.0,
            peer: d.body.map(|b| b.0),
            kind: format!("{} {}", d.to.as_str(), diversion_key(d)),
            state: d.state(),
            on: d.on,
            wanted_on: d.wanted(),
        });
    }
    let Some(on) = m.concluded_on.filter(|_| m.archived_on.is_none()) else { return };
    for no in m.advice_owed_to() {
        let (body, kind) = (m.body.0, m.status.as_str().to_owned());
        put(Line { way: "advice", no, body, peer: None, kind, state: "hand", on, wanted_on: None });
    }
}

struct Line<'a> {
    way: &'a str,
    no: u32,
    body: i64,
    peer: Option<i64>,
    kind: String,
    state: &'a str,
    on: Date,
    wanted_on: Option<Date>,
}
