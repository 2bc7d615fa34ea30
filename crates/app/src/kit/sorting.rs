//! How a list is sorted by its headings: `?order=due` with the first first, `?order=due-last` the other way round.

use minijinja::{Value, context};

use super::desk::Desk;
use super::failure::FieldProblem;
use super::form::Fields;
use super::format::edit_query;
use super::visit::Visit;

/// Behind the heading's word, for the other way round.
const LAST: &str = "-last";

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    FirstFirst,
    LastFirst,
}

impl Way {
    /// Of a sequence that comes with the first first.
    pub fn along<T>(self, mut sorted: Vec<T>) -> Vec<T> {
        if self == Self::LastFirst {
            sorted.reverse();
        }
        sorted
    }
}

/// By which heading a list is sorted, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorting {
    /// One of the list's words.
    pub by: &'static str,
    pub way: Way,
}

impl Sorting {
    /// Reads it; `words` are the list's headings, the first of them what it goes by where nothing that it has is asked for.
    pub fn read(fields: &Fields, words: &[&'static str]) -> Self {
        Self::parse(fields.get("order"), words).unwrap_or_else(|| Self::first(words))
    }

    /// Reads it as programs ask for it, who want to know when there is no such order.
    ///
    /// # Errors
    /// [`FieldProblem`] `problem-not-a-choice` for `order`.
    pub fn asked(fields: &Fields, words: &[&'static str]) -> Result<Self, FieldProblem> {
        Ok(fields.word("order", |text| Self::parse(text, words))?.unwrap_or_else(|| Self::first(words)))
    }

    /// Reads the word of an address.
    pub fn parse(text: &str, words: &[&'static str]) -> Option<Self> {
        let (word, way) = match text.strip_suffix(LAST) {
            Some(word) => (word, Way::LastFirst),
            None => (text, Way::FirstFirst),
        };
        words.iter().copied().find(|known| *known == word).map(|by| Self { by, way })
    }

    /// The list as it goes by itself.
    pub fn first(words: &[&'static str]) -> Self {
        Self { by: words.first().copied().unwrap_or_default(), way: Way::FirstFirst }
    }

    /// The word in the address.
    pub fn word(self) -> String {
        match self.way {
            Way::FirstFirst => self.by.to_owned(),
            Way::LastFirst => format!("{}{LAST}", self.by),
        }
    }

    /// Columns to order by, all the same way, so that an index of them is walked from either end.
    pub fn sql(self, columns: &[&str]) -> String {
        let way = if self.way == Way::FirstFirst { "" } else { " DESC" };
        columns.iter().map(|column| format!("{column}{way}")).collect::<Vec<_>>().join(", ")
    }
}

impl Desk {
    /// What each heading leads to, by its word, as `table` of the components takes it: itself, the other way round where the list
    /// goes by it already. The query stays, without the place in the list.
    pub fn sorts(&self, visit: &Visit, path: &str, words: &[&'static str], sorting: Sorting) -> Value {
        let query = visit.whole_query();
        let link = |word: &&'static str| {
            let current = sorting.by == *word;
            let way = if current && sorting.way == Way::FirstFirst { Way::LastFirst } else { Way::FirstFirst };
            let edits = [
                ("order".to_owned(), Some(Sorting { by: word, way }.word())),
                ("cursor".to_owned(), None),
                ("after".to_owned(), None),
                ("page".to_owned(), None),
            ];
            let sorted = current.then_some(match sorting.way {
                Way::FirstFirst => "ascending",
                Way::LastFirst => "descending",
            });
            let label = self.text(visit, &format!("kit-sort-{word}"), &[]);
            (*word, context! { href => edit_query(path, &query, &edits), sorted, label })
        };
        Value::from_pairs(words.iter().map(link))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 2] = ["due", "body"];

    fn read(query: &str) -> Sorting {
        Sorting::read(&Fields::parse(query.as_bytes()).unwrap(), &WORDS)
    }

    #[test]
    fn a_sorting_is_read_as_it_was_written_and_anything_else_is_the_lists_own() {
        for word in ["due", "due-last", "body", "body-last"] {
            assert_eq!(read(&format!("order={word}")).word(), word);
        }
        for other in ["", "order=", "order=-last", "order=1;--", "order=code-last"] {
            assert_eq!(read(other), Sorting::first(&WORDS), "{other}");
        }
    }

    #[test]
    fn a_program_hears_that_there_is_no_such_order() {
        let asked = |query: &str| Sorting::asked(&Fields::parse(query.as_bytes()).unwrap(), &WORDS);
        assert_eq!(asked("").unwrap(), Sorting::first(&WORDS));
        assert_eq!(asked("order=body-last").unwrap().word(), "body-last");
        assert_eq!(asked("order=code").unwrap_err().field, "order");
    }

    #[test]
    fn every_column_goes_the_same_way() {
        assert_eq!(read("order=due").sql(&["w.due_on", "w.matter"]), "w.due_on, w.matter");
        assert_eq!(read("order=due-last").sql(&["w.due_on", "w.matter"]), "w.due_on DESC, w.matter DESC");
    }
}
