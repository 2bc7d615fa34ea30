//! The page itself.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::matter::Matter;
use minijinja::{Value, context};
use serde::Serialize;

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::page::shown;
use crate::kit::path::At;
use crate::kit::timeline::Item;
use crate::kit::visit::{Visit, asked};

/// `GET /desk/matters/{code}`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let (matter, history, texts) = desk.view_with_texts(actor, &code).await?;
    let case = desk.case(&visit, &matter, &texts).await?;
    let timeline = desk.timeline(visit.lang, desk.reader(actor, &matter), &history, &texts).await?;
    let told = Told::of(&visit);
    let routing = if case.can["assign"] { routing(&desk, &visit, &matter, &texts).await? } else { Value::from(()) };
    let ctx = context! {
        case => shown(case),
        timeline => shown(told.blocks(timeline)),
        told => told.as_str(),
        routing,
        form => typed(&Fields::default()),
        ..Mistakes::default().context()
    };
    desk.page(&visit, "matter/show.html", ctx)
}

/// Which part of what happened is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    All,
    Parties,
    Staff,
}

/// How many of the latest entries are never folded away.
const LATEST: usize = 8;

/// Runs of at least so many entries in which nobody says anything are folded.
const RUN_LEAST: usize = 4;

/// A stretch of what happened: one that is read, or a run of small steps that is folded away.
#[derive(Debug, Serialize)]
struct Block {
    folded: bool,
    items: Vec<Item>,
}

impl Told {
    fn of(visit: &Visit) -> Self {
        match asked(&visit.query, "told").as_deref() {
            Some("parties") => Self::Parties,
            Some("staff") => Self::Staff,
            _ => Self::All,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Parties => "parties",
            Self::Staff => "staff",
        }
    }

    /// What is told of it, in stretches. Small steps long ago are folded; what people wrote and how meetings ended never is.
    fn blocks(self, items: Vec<Item>) -> Vec<Block> {
        let told: Vec<Item> =
            items.into_iter().filter(|item| self == Self::All || item.between == self.as_str()).collect();
        let early = told.len().saturating_sub(LATEST);
        let small = |at: usize, item: &Item| at > 0 && at < early && !matches!(item.of, "note" | "message" | "record");
        let mut blocks: Vec<Block> = Vec::new();
        for (at, item) in told.into_iter().enumerate() {
            let folded = small(at, &item);
            match blocks.last_mut() {
                Some(last) if last.folded == folded => last.items.push(item),
                _ => blocks.push(Block { folded, items: vec![item] }),
            }
        }
        for block in &mut blocks {
            block.folded &= block.items.len() >= RUN_LEAST;
        }
        blocks
    }
}

/// Whom the matter could be given to: of the form that assigns it.
async fn routing(
    desk: &Desk,
    visit: &Visit,
    matter: &Matter,
    texts: &std::collections::HashMap<i64, String>,
) -> Result<Value, Failure> {
    let suggested = desk.suggest(matter, texts);
    let mut offered = suggested.bodies.clone();
    if !offered.contains(&matter.body) {
        offered.push(matter.body);
    }
    let first: Option<BodyId> = offered.first().copied();
    Ok(context! {
        bodies => desk.body_options(visit.lang, matter, &suggested.bodies),
        mediators => desk.mediator_options(visit.lang, offered).await?,
        first => first.map(|body| body.0.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(version: i64, of: &'static str) -> Item {
        let (between, said_by) = if of == "note" { ("staff", "staff") } else { ("", "") };
        let (title, text, who) = (String::new(), None, None);
        Item { version, at: version, title, text, who, icon: "", kind: "", of, no: 0, between, said_by, alone: None }
    }

    fn shape(told: Told, items: Vec<Item>) -> Vec<(bool, Vec<i64>)> {
        let blocks = told.blocks(items).into_iter();
        blocks.map(|b| (b.folded, b.items.iter().map(|i| i.version).collect())).collect()
    }

    #[test]
    fn small_steps_of_long_ago_are_folded_and_what_people_wrote_is_not() {
        let mut items: Vec<Item> = (1..=20).map(|version| item(version, "")).collect();
        items[7] = item(8, "note");
        let expected = vec![
            (false, vec![1]),
            (true, (2..=7).collect()),
            (false, vec![8]),
            (true, (9..=12).collect()),
            (false, (13..=20).collect()),
        ];
        assert_eq!(shape(Told::All, items), expected);
        let few = (1..=11).map(|version| item(version, "")).collect();
        assert!(shape(Told::All, few).iter().all(|(folded, _)| !folded));
    }

    #[test]
    fn a_part_of_the_story_is_told_alone() {
        let items = vec![item(1, ""), item(2, "note"), item(3, "")];
        assert_eq!(shape(Told::Staff, items.clone()), [(false, vec![2])]);
        assert_eq!(shape(Told::Parties, items), []);
    }
}
