//! The rows of a body's duty roster.

use concord_domain::matter::NoticeKind;
use concord_domain::notice::{Notice, Whom};
use concord_domain::roster::{DutyNote, Roster};

use super::{Row, Table, notice_rows};

/// Who serves when.
pub static ROSTER: Table = Table::new("roster", 1, &["stream", "body", "plan"]);
/// What a shift left to the next.
pub static DUTY_NOTE: Table = Table::new(
    "duty_note",
    2,
    &["stream", "no", "body", "shift", "on_day", "by_account", "at", "text", "signed_by", "signed_at"],
);

/// All rows of one roster.
pub fn roster_rows(roster: &Roster) -> Vec<Row> {
    let stream = -roster.body.0;
    if roster.version == 0 {
        return Vec::new();
    }
    // A plan is made of numbers, days and lists: it always has a form as JSON.
    let plan = serde_json::to_string(&roster.plan).unwrap_or_default();
    let mut rows = vec![Row { table: &ROSTER, values: vec![stream.into(), roster.body.0.into(), plan.into()] }];
    for note in &roster.notes {
        let values = vec![
            stream.into(),
            i64::from(note.no).into(),
            roster.body.0.into(),
            i64::from(note.shift).into(),
            note.on.to_string().into(),
            note.by.0.into(),
            note.at.into(),
            note.text.id.into(),
            note.signed.map(|(by, _)| by.0).into(),
            note.signed.map(|(_, at)| at).into(),
        ];
        rows.push(Row { table: &DUTY_NOTE, values });
    }
    for note in roster.notes.iter().filter(|note| note.signed.is_none()) {
        notice_rows::put(stream, None, &notice(roster, note), &mut rows);
    }
    for notice in gaps(roster) {
        notice_rows::put(stream, None, &notice, &mut rows);
    }
    rows
}

/// Whoever plans is told once of the gaps that were found together, by the first day on which nobody is there.
fn gaps(roster: &Roster) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    for gap in roster.told.open() {
        let day = gap.from.date();
        match notices.iter_mut().find(|notice| notice.no == gap.version) {
            Some(notice) => {
                notice.about += 1;
                notice.due_on = notice.due_on.map(|first| first.min(day));
            }
            None => notices.push(Notice {
                no: gap.version,
                at: gap.at,
                kind: NoticeKind::DutyGap,
                about: 1,
                by: None,
                to: vec![Whom::Body(gap.to.0, gap.to.1)],
                name: None,
                due_on: Some(day),
                point: None,
            }),
        }
    }
    notices
}

/// A note waits for whoever takes over.
fn notice(roster: &Roster, note: &DutyNote) -> Notice {
    Notice {
        no: note.version,
        at: note.at,
        kind: NoticeKind::DutyNote,
        about: note.no,
        by: Some(note.by),
        to: roster.told_of(note).into_iter().map(Whom::Account).collect(),
        name: None,
        due_on: None,
        point: None,
    }
}
