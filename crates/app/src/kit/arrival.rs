//! The paper with which another body sends something, as it was typed: at the window, on a matter's page, by the API.

use concord_domain::body::BodyId;
use concord_domain::diversion::SourcePaper;
use concord_domain::diversion::arrival::Record;
use concord_domain::matter::{Procedure, Way};
use concord_domain::region::RegionCode;
use jiff::civil::Date;
use minijinja::{Value, context};

use super::desk::Desk;
use super::drawer::{Drawer, TextKind};
use super::failure::FieldProblem;
use super::form::Fields;
use super::messages::Lang;
use super::options::option;

/// Longest name or number of a sender, in characters.
const MOST_NAME: usize = 200;

/// A sender's paper.
#[derive(Clone, Debug)]
pub struct Paper {
    pub way: Way,
    pub procedure: Option<Procedure>,
    /// The sender, where it is known here.
    pub sender: Option<BodyId>,
    pub said: SourcePaper,
    pub dated_on: Option<Date>,
    pub answer_by: Option<Date>,
}

impl Paper {
    /// Reads the fields of a form; nothing where no way is named.
    ///
    /// # Errors
    /// Every field that cannot be read.
    pub fn read(form: &Fields) -> Result<Option<Self>, Vec<FieldProblem>> {
        let mut wrong = Vec::new();
        let mut keep = |problem| wrong.push(problem);
        let way = form.word("way", Way::parse).map_err(&mut keep).ok().flatten();
        let procedure = form.word("procedure", Procedure::parse).map_err(&mut keep).ok().flatten();
        let sender = form.int("sender_body").map_err(&mut keep).ok().flatten().map(BodyId);
        let dated_on = form.date("dated_on").map_err(&mut keep).ok().flatten();
        let answer_by = form.date("answer_wanted").map_err(&mut keep).ok().flatten();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let get = |name: &str| form.get(name).trim().to_owned();
        let said = SourcePaper {
            sender: get("sender"),
            number: get("sender_number"),
            contact: get("sender_contact"),
            asks: get("sender_asks"),
        };
        Ok(way.map(|way| Self { way, procedure, sender, said, dated_on, answer_by }))
    }

    /// What is wrong with it; fields are called `<at>sender` and so on.
    pub fn check(&self, at: &str) -> Vec<FieldProblem> {
        let mut wrong = Vec::new();
        let named = |field: &str| format!("{at}{field}");
        if self.said.sender.is_empty() && self.sender.is_none() {
            wrong.push(FieldProblem::new(named("sender"), "problem-missing"));
        }
        // A court and the hotline find their own by the number alone.
        if matches!(self.way, Way::Court | Way::Hotline) && self.said.number.is_empty() {
            wrong.push(FieldProblem::new(named("sender_number"), "problem-missing"));
        }
        if self.way == Way::Court && self.procedure.is_none() {
            wrong.push(FieldProblem::new(named("procedure"), "problem-missing"));
        }
        for (field, text) in [
            ("sender", &self.said.sender),
            ("sender_number", &self.said.number),
            ("sender_contact", &self.said.contact),
        ] {
            if text.chars().count() > MOST_NAME {
                wrong.push(FieldProblem::new(named(field), "problem-too-long").with("most", MOST_NAME));
            }
        }
        if self.said.asks.chars().count() > concord_domain::matter::MOST_TEXT as usize {
            let most = concord_domain::matter::MOST_TEXT;
            wrong.push(FieldProblem::new(named("sender_asks"), "problem-too-long").with("most", most));
        }
        wrong
    }

    /// The command that notes it with a report; `files` are the papers that came with it.
    pub fn command(&self, report: u32, files: Vec<u32>, drawer: &mut Drawer<'_>) -> Record {
        let json = serde_json::to_string(&self.said).unwrap_or_default();
        Record {
            way: self.way,
            procedure: self.procedure,
            report,
            sender: self.sender,
            paper: drawer.seal(TextKind::SourcePaper, &json),
            dated_on: self.dated_on,
            answer_by: self.answer_by,
            files,
        }
    }
}

impl Desk {
    /// What the fields of a sender's paper offer; senders near an area first.
    pub fn paper_fields(&self, lang: Lang, near: Option<&RegionCode>) -> Value {
        let tag = lang.tag();
        let ways = self.diversions.ways().iter().map(|w| option(w.way.as_str(), w.name.in_lang(tag)));
        let procedures: Vec<&str> = Procedure::ALL.iter().map(|p| p.as_str()).collect();
        context! {
            ways => ways.collect::<Vec<_>>(),
            procedures => self.word_options(lang, "procedure", &procedures),
            senders => near.map(|area| self.near_body_options(lang, area)).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: &[u8]) -> Option<Paper> {
        Paper::read(&Fields::parse(form).unwrap()).unwrap()
    }

    #[test]
    fn a_report_that_nobody_sent_has_no_paper() {
        assert!(read(b"way=&sender=Court").is_none());
    }

    #[test]
    fn a_courts_paper_needs_its_case_number_and_its_procedure() {
        let fields = |paper: Option<Paper>| paper.unwrap().check("").into_iter().map(|p| p.field).collect::<Vec<_>>();
        assert_eq!(fields(read(b"way=court&sender=Court")), ["sender_number", "procedure"]);
        assert!(fields(read(b"way=court&sender=Court&sender_number=1&procedure=summary")).is_empty());
        assert_eq!(fields(read(b"way=police&sender_number=1")), ["sender"]);
        assert!(fields(read(b"way=police&sender_body=7")).is_empty());
    }
}
