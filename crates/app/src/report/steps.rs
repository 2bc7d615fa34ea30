//! What is wrong with the answer of each step, in words that say what would do.

use concord_domain::matter::MOST_TEXT;
use concord_domain::playbook::Answer;

use super::path::{ANSWER, State, Step};
use crate::kit::failure::FieldProblem;
use crate::kit::filing::{email_fits, phone_fits};

/// Shortest story that somebody can act on, and the longest name, place and address, in characters.
const LEAST_STORY: usize = 4;
const MOST_NAME: usize = 100;
const MOST_PLACE: usize = 500;

impl State<'_> {
    /// What is wrong or missing in one step; nothing when it may be left behind.
    pub fn problems(&self, step: &Step) -> Vec<FieldProblem> {
        match step {
            Step::Story => self.story().into_iter().collect(),
            Step::Kind if self.category().is_none() => vec![FieldProblem::new("category", "report-kind-missing")],
            Step::Ask(id) => self.ask(id).into_iter().collect(),
            Step::Where => self.place(),
            Step::You => self.you(),
            Step::Other => self.other(),
            Step::Start | Step::Kind | Step::Options | Step::Area | Step::Check => Vec::new(),
        }
    }

    /// The first step of the path that something is wrong with, before the last one.
    pub fn first_wrong(&self) -> Option<(Step, Vec<FieldProblem>)> {
        self.path().into_iter().map(|step| (self.problems(&step), step)).find_map(|(problems, step)| {
            let left_out = step == Step::Area;
            (!problems.is_empty() || left_out).then_some((step, problems))
        })
    }

    fn story(&self) -> Option<FieldProblem> {
        match self.fields.get("narrative").chars().count() {
            0 => Some(FieldProblem::new("narrative", "problem-narrative-missing")),
            short if short < LEAST_STORY => Some(FieldProblem::new("narrative", "problem-narrative-short")),
            long if long > MOST_TEXT as usize => {
                Some(FieldProblem::new("narrative", "problem-too-long").with("most", MOST_TEXT))
            }
            _ => None,
        }
    }

    fn ask(&self, id: &str) -> Option<FieldProblem> {
        let ask = self.playbook().ask(id)?;
        let field = format!("{ANSWER}{id}");
        let typed = self.fields.get(&field);
        let problem = match ask.accept(&Answer::from(typed)) {
            Ok(None) if ask.required => return Some(FieldProblem::new(field, "problem-unanswered")),
            Ok(_) => return None,
            Err(problem) => problem,
        };
        let bound = problem.bound();
        let found = FieldProblem::new(field, format!("problem-{}", problem.key()));
        Some(match bound {
            Some(bound) => found.with("bound", bound).with("most", bound),
            None => found,
        })
    }

    fn place(&self) -> Vec<FieldProblem> {
        let mut wrong = Vec::new();
        if self.region().is_none() && self.fields.some("place").is_none() {
            wrong.push(FieldProblem::new("region", "report-where-missing"));
        }
        self.limit("place", MOST_PLACE, &mut wrong);
        if self.fields.some("happened_on").is_some() {
            match self.happened_on() {
                None => wrong.push(FieldProblem::new("happened_on", "problem-not-a-date")),
                Some(on) if on > self.desk.today() => {
                    wrong.push(FieldProblem::new("happened_on", "problem-date-future"));
                }
                Some(_) => {}
            }
        }
        wrong
    }

    fn you(&self) -> Vec<FieldProblem> {
        let mut wrong = Vec::new();
        if self.fields.some("name").is_none() {
            wrong.push(FieldProblem::new("name", "problem-name-missing"));
        }
        for (name, most) in [("name", MOST_NAME), ("address", MOST_PLACE), ("agent", MOST_NAME)] {
            self.limit(name, most, &mut wrong);
        }
        for name in ["phone", "agent_phone"] {
            self.phone(name, &mut wrong);
        }
        if !email_fits(self.fields.get("email")) {
            wrong.push(FieldProblem::new("email", "problem-email"));
        }
        if self.fields.some("agent_phone").is_some() && self.fields.some("agent").is_none() {
            wrong.push(FieldProblem::new("agent", "report-agent-missing"));
        }
        wrong
    }

    fn other(&self) -> Vec<FieldProblem> {
        let mut wrong = Vec::new();
        let details = ["respondent_phone", "respondent_address"].iter().any(|name| self.fields.some(name).is_some());
        if details && self.fields.some("respondent").is_none() {
            wrong.push(FieldProblem::new("respondent", "report-respondent-missing"));
        }
        self.limit("respondent", MOST_NAME, &mut wrong);
        self.phone("respondent_phone", &mut wrong);
        self.limit("respondent_address", MOST_PLACE, &mut wrong);
        wrong
    }

    fn limit(&self, name: &str, most: usize, wrong: &mut Vec<FieldProblem>) {
        if self.fields.get(name).chars().count() > most {
            wrong.push(FieldProblem::new(name, "problem-too-long").with("most", most));
        }
    }

    fn phone(&self, name: &str, wrong: &mut Vec<FieldProblem>) {
        if !phone_fits(&half_width(self.fields.get(name))) {
            wrong.push(FieldProblem::new(name, "problem-phone"));
        }
    }
}

/// Signs as Chinese keyboards write them, in their plain form.
pub fn half_width(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    text.chars().map(plain).collect()
}
