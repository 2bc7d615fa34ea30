//! The rows of notices to the staff: what calls for somebody now.

use concord_domain::code::MatterCode;
use concord_domain::matter::Matter;
use concord_domain::notice::{Notice, Whom};
use concord_store::Value;

use super::{Row, Table};

/// One row for each to whom a notice goes. `stream` is the matter's number, or a roster's.
pub static NOTICE: Table = Table::new(
    "notice",
    3,
    &[
        "stream",
        "no",
        "place",
        "kind",
        "about",
        "code",
        "at",
        "by_account",
        "account",
        "body",
        "post",
        "name_zh",
        "name_en",
        "due_on",
        "point",
        "nearness",
    ],
);

/// The notices of one matter.
pub(super) fn rows(m: &Matter, all: &mut Vec<Row>) {
    for notice in m.open_notices() {
        put(m.id.0, Some(&m.code), notice, all);
    }
}

/// The rows of one notice.
pub fn put(stream: i64, code: Option<&MatterCode>, notice: &Notice, all: &mut Vec<Row>) {
    let name = notice.name.as_ref();
    // One event may give rise to several notices, which follow one another.
    let taken = all.iter().rev().take_while(|row| row.table.name == NOTICE.name && row.values[1] == notice.no.into());
    let first = i64::try_from(taken.count()).unwrap_or_default();
    for (place, whom) in (first..).zip(&notice.to) {
        let (account, body, post): (Value, Value, Value) = match whom {
            Whom::Account(account) => (account.0.into(), Value::Null, Value::Null),
            Whom::Body(body, post) => (Value::Null, body.0.into(), post.as_str().into()),
        };
        let values = vec![
            stream.into(),
            notice.no.into(),
            place.into(),
            notice.kind.as_str().into(),
            i64::from(notice.about).into(),
            code.map(|code| code.as_str().to_owned()).into(),
            notice.at.into(),
            notice.by.map(|by| by.0).into(),
            account,
            body,
            post,
            name.map(|label| label.zh.clone()).into(),
            name.map(|label| label.en.clone()).into(),
            notice.due_on.map(|day| day.to_string()).into(),
            notice.point.map(|(point, _)| point.to_string()).into(),
            notice.point.map(|(_, nearness)| nearness.as_str().to_owned()).into(),
        ];
        all.push(Row { table: &NOTICE, values });
    }
}
