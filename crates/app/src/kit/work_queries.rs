//! What a working list holds, as conditions on indexes of what is open, and how many.

use concord_domain::region::Tier;
use concord_store::{Conn, Fault, Params, Value};
use jiff::civil::Date;

use super::work::{Holding, Holdings, Work};

/// Counting ends here: whoever has more waiting does not need the number. Every page of the desk counts all lists.
pub const MOST_COUNTED: i64 = 100;

/// A piece of a WHERE; `?` stands for each value in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    pub text: String,
    pub values: Vec<Value>,
}

impl Clause {
    fn new(text: impl Into<String>, values: Vec<Value>) -> Self {
        Self { text: text.into(), values }
    }

    /// With one value.
    pub fn one(text: &str, value: impl Into<Value>) -> Self {
        Self::new(text, vec![value.into()])
    }

    /// With two values.
    pub fn two(text: &str, first: impl Into<Value>, second: impl Into<Value>) -> Self {
        Self::new(text, vec![first.into(), second.into()])
    }

    /// Without a value.
    pub fn bare(text: &str) -> Self {
        Self::new(text, Vec::new())
    }
}

/// Steps of what is open and accepted, and has somebody to handle it: all but `accept` and `assign`.
pub const HANDLED: [&str; 8] =
    ["name-mediator", "arrange-session", "hold-session", "decide", "sign", "seal", "conclude", ELSEWHERE_STEP];
/// Days before a deadline in which it is soon.
pub const SOON_DAYS: i64 = 3;
/// Steps of what nobody has to handle yet.
pub const UNASSIGNED: [&str; 2] = ["assign", "name-mediator"];
/// The step that a party owes.
pub const PARTY_STEP: &str = "sign";
/// The step that somebody elsewhere owes: to sign for the whole of it.
pub const ELSEWHERE_STEP: &str = "await-receipt";

/// Steps that the rows of a part have, where the list goes by steps: none where any step will do.
pub fn steps(work: Work, part: &Holding) -> Vec<&'static str> {
    match (work, part) {
        (_, Holding::Unmediated(_)) => vec!["accept", "assign", "name-mediator"],
        (Work::Unassigned, _) => UNASSIGNED.to_vec(),
        (Work::Waiting, Holding::Mediator(_) | Holding::Body(_)) => vec![PARTY_STEP, ELSEWHERE_STEP],
        (Work::Waiting, Holding::Region(_) | Holding::Filed(_)) => HANDLED.to_vec(),
        _ => Vec::new(),
    }
}

/// Where an index begins for a part of a list.
pub fn along(part: &Holding) -> Vec<Clause> {
    let open = || Clause::bare("concluded_on IS NULL");
    let one = |column: &str, value: Value| Clause::new(format!("{column} = ?"), vec![value]);
    match part {
        Holding::Mediator(account) => {
            vec![one("mediator", (*account).into()), Clause::bare("archived_on IS NULL")]
        }
        Holding::Filed(account) => vec![one("filed_by", (*account).into()), open()],
        Holding::Body(body) | Holding::Unmediated(body) => vec![one("body", (*body).into()), open()],
        Holding::Assisting(body) => vec![Clause::new(
            "id IN (SELECT b.matter FROM matter_body b WHERE b.body = ? AND b.open = 1)",
            vec![(*body).into()],
        )],
        Holding::Region(code) => {
            let (column, code) = match code.tier() {
                Tier::Province => return vec![open()],
                Tier::City => ("city", code.clone()),
                Tier::County => ("county", code.clone()),
                _ => ("town", code.at(Tier::Town).unwrap_or_else(|| code.clone())),
            };
            vec![one(column, code.as_str().into()), open()]
        }
    }
}

/// What else must hold of a part for the list, besides its [`steps`]. Columns of other indexes stand in expressions, so that no planner
/// leaves the one that the part begins with.
pub fn besides(list: &Holdings, part: &Holding, today: Date) -> Vec<Clause> {
    let mut clauses = match part {
        Holding::Assisting(body) => vec![Clause::one("body + 0 <> ?", *body)],
        Holding::Region(code) => match code.tier() {
            Tier::Province => vec![Clause::one("substr(region, 1, 2) = ?", code.as_str())],
            Tier::Village => vec![Clause::one("village || '' = ?", code.as_str())],
            Tier::Grid => vec![Clause::one("region || '' = ?", code.as_str())],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    match (list.work, part) {
        (Work::Late | Work::Waiting, Holding::Mediator(_)) => {
            clauses.push(Clause::bare("concluded_on IS NULL"));
        }
        (Work::Waiting, Holding::Region(_) | Holding::Filed(_)) => {
            let own: Vec<&str> = list.own.iter().map(|_| "?").collect();
            let values = list.own.iter().map(|body| (*body).into()).collect();
            let others = format!("next_step || '' IN ('{PARTY_STEP}', '{ELSEWHERE_STEP}')");
            let text = format!("(body + 0 NOT IN ({}) OR {others})", own.join(", "));
            clauses.push(Clause::new(text, values));
        }
        // What a higher tier has is assigned there.
        (Work::Unassigned, Holding::Region(code)) => {
            let above: Vec<String> = Tier::ALL
                .iter()
                .filter(|tier| **tier > code.tier())
                .map(|tier| format!("'{}'", tier.as_str()))
                .collect();
            if !above.is_empty() {
                clauses.push(Clause::bare(&format!("COALESCE(tier, '') NOT IN ({})", above.join(", "))));
            }
        }
        _ => {}
    }
    if list.work == Work::Late {
        clauses.push(Clause::one("due_on < ?", today.to_string()));
    }
    clauses
}

/// One of these steps.
pub fn one_of(steps: &[&'static str]) -> Option<Clause> {
    let places: Vec<&str> = steps.iter().map(|_| "?").collect();
    let values = steps.iter().map(|step| (*step).into()).collect();
    (!steps.is_empty()).then(|| Clause::new(format!("next_step IN ({})", places.join(", ")), values))
}

/// A WHERE of all clauses, with numbered parameters.
pub fn numbered<'a>(clauses: impl IntoIterator<Item = &'a Clause>, params: &mut Params) -> String {
    let mut texts = Vec::new();
    for clause in clauses {
        let mut values = clause.values.iter();
        let mut text = String::new();
        for piece in clause.text.split_inclusive('?') {
            match (piece.strip_suffix('?'), values.next()) {
                (Some(head), Some(value)) => {
                    text.push_str(head);
                    text.push_str(&params.put(value.clone()));
                }
                _ => text.push_str(piece),
            }
        }
        texts.push(text);
    }
    texts.join(" AND ")
}

/// How many a list holds now, at most [`MOST_COUNTED`]; a matter in two parts of it counts once.
pub fn count(c: &mut Conn, list: &Holdings, today: Date) -> Result<i64, Fault> {
    let mut params = Params::default();
    let parts: Vec<String> = list
        .parts
        .iter()
        .map(|part| {
            let mut clauses = [along(part), besides(list, part, today)].concat();
            clauses.extend(one_of(&steps(list.work, part)));
            let wheres = numbered(&clauses, &mut params);
            format!("SELECT id FROM (SELECT id FROM matter WHERE {wheres} LIMIT {MOST_COUNTED}) AS part")
        })
        .collect();
    let sql = format!("SELECT count(*) FROM ({}) AS listed", parts.join(" UNION "));
    Ok(c.query_one(&sql, &params)?.int(0).min(MOST_COUNTED))
}

/// How many wait at these bodies to be accepted, at most [`MOST_COUNTED`].
pub fn count_reported(c: &mut Conn, bodies: &[i64]) -> Result<i64, Fault> {
    let mut all = 0;
    for body in bodies {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 AS one FROM matter WHERE body = $1 AND next_step = 'accept' AND concluded_on IS NULL
             LIMIT {MOST_COUNTED}) AS waiting"
        );
        all += c.query_one(&sql, &[(*body).into()])?.int(0);
    }
    Ok(all.min(MOST_COUNTED))
}
