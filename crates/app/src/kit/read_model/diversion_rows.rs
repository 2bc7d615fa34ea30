//! The rows of diversion: whom senders wait for, what receivers are asked, which party is owed advice.

use concord_domain::matter::Matter;
use jiff::civil::Date;

use super::duty_rows::OPEN_END;
use super::{Row, Table};

/// What came from others (`in`), what went to others (`out`), and advice that is to be handed over (`advice`).
pub static DIVERSION: Table =
    Table::new("diversion", 3, &["matter", "way", "no", "body", "peer", "kind", "state", "on_day", "wanted_on"]);

/// All rows of one matter about diversion.
pub fn rows(m: &Matter, all: &mut Vec<Row>) {
    let mut put =
        |way: &str, no: u32, (body, peer): (i64, Option<i64>), kind: &str, state: &str, days: (Date, Option<Date>)| {
            let wanted = days.1.map_or_else(|| OPEN_END.to_owned(), |d| d.to_string());
            let values = vec![
                m.id.0.into(),
                way.into(),
                i64::from(no).into(),
                body.into(),
                peer.into(),
                kind.into(),
                state.into(),
                days.0.to_string().into(),
                wanted.into(),
            ];
            all.push(Row { table: &DIVERSION, values });
        };
    for a in &m.arrivals {
        let who = (m.responsible.0, a.sender.map(|b| b.0));
        put("in", a.no, who, a.way.as_str(), a.state(), (a.on, a.wanted()));
    }
    for d in &m.diversions {
        let who = (d.by.0, d.body.map(|b| b.0));
        put("out", d.no, who, d.to.as_str(), d.state(), (d.on, d.wanted()));
    }
    let Some(ended_on) = m.concluded_on.filter(|_| m.archived_on.is_none()) else { return };
    for party in m.advice_owed_to() {
        put("advice", party, (m.body.0, None), m.status.as_str(), "hand", (ended_on, None));
    }
}
