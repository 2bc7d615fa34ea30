//! The rows of a list of matters.

use concord_domain::body::BodyId;
use concord_policy::Action;
use minijinja::{Value, context};

use super::filter::Filter;
use super::find::Found;
use super::line_queries::Line;
use super::page::PATH;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::messages::Lang;
use crate::kit::visit::Visit;
use crate::kit::work_queries::UNASSIGNED;

/// Characters of a story that a line shows.
const SNIPPET: usize = 90;

/// A line as it is drawn; who may not open the matter sees neither names nor the story.
pub(super) fn row(
    desk: &Desk,
    visit: &Visit,
    filter: &Filter,
    found: &Found,
    line: &Line,
    picks: bool,
) -> Result<Value, Failure> {
    let told = Told {
        seen: desk.may_read(&visit.actor, Action::ViewMatter, line),
        applicant: found.applicant(line),
        narrative: found.narrative(line),
        words: &filter.words,
        mediator: line.mediator.and_then(|id| found.people.get(&id)),
        why: filter.work.is_some(),
    };
    desk.row(visit.lang, picks, line.opened_at, (line, &told), || row_context(desk, visit.lang, line, &told))
}

/// What a row tells besides its line.
#[derive(Hash)]
struct Told<'a> {
    seen: bool,
    applicant: Option<String>,
    narrative: Option<&'a str>,
    /// The words that were searched.
    words: &'a str,
    mediator: Option<&'a String>,
    /// The reason also of what is neither late nor soon due.
    why: bool,
}

fn row_context(desk: &Desk, lang: Lang, line: &Line, told: &Told<'_>) -> Value {
    let (seen, open) = (told.seen, line.concluded_on.is_none());
    let due_on = line.due_on.as_deref().filter(|_| open);
    context! {
        code => &line.code,
        no => 0,
        at => (),
        on => "",
        respondent => (),
        href => seen.then(|| format!("{PATH}/{}", line.code)),
        status => &line.status,
        archived => line.archived_on.is_some(),
        urgency => &line.urgency,
        danger => &line.danger,
        reopened => line.reopened > 0,
        related => line.relatives > 0,
        applicants => line.applicants,
        applicant => told.applicant.as_ref().filter(|_| seen),
        story => told.narrative.filter(|_| seen).map(|text| snippet(text, told.words)),
        body => body_words(desk, lang, line),
        mediator => told.mediator,
        channel => &line.channel,
        opened_at => line.opened_at,
        why => open.then(|| desk.why_open(lang, line.due(), &line.next_step, None)),
        told => told.why,
        concluded_on => &line.concluded_on,
        unmediated => line.mediator.is_none() && UNASSIGNED.contains(&line.next_step.as_str()),
        next => &line.next_step,
        stars => line.stars.map(|hundredths| (hundredths + 50) / 100),
        ..desk.row_alike(lang, &line.category, &line.region, due_on)
    }
}

/// Who answers for a matter, and whose signature is awaited.
fn body_words(desk: &Desk, lang: Lang, line: &Line) -> String {
    let places = desk.places();
    let name = |id: i64| places.body_name(BodyId(id), lang.tag());
    if line.held_by.is_none() {
        return name(line.body);
    }
    let args = [("body", name(line.responsible())), ("lead", name(line.body))];
    desk.templates.messages().text(lang, "list-unsigned", &args.into_iter().collect())
}

/// The beginning of a story, or what stands about the first word searched.
fn snippet(text: &str, words: &str) -> String {
    let chars: Vec<char> = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let flat: String = chars.iter().collect::<String>().to_lowercase();
    let hit = words
        .split_whitespace()
        .find_map(|word| flat.find(&word.to_lowercase()))
        .map_or(0, |at| flat[..at].chars().count());
    let start = if hit + 10 > SNIPPET { hit.saturating_sub(15).min(chars.len()) } else { 0 };
    let end = (start + SNIPPET).min(chars.len());
    let middle: String = chars[start..end].iter().collect();
    format!("{}{middle}{}", if start > 0 { "…" } else { "" }, if end < chars.len() { "…" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_shows_the_word_that_was_looked_for() {
        let text = "前".repeat(200) + "噪音" + &"后".repeat(200);
        let shown = snippet(&text, "噪音");
        assert!(shown.contains("噪音") && shown.starts_with('…') && shown.ends_with('…'));
        assert_eq!(shown.chars().count(), SNIPPET + 2);
        assert_eq!(snippet("短\n文", "没有"), "短 文");
    }
}
