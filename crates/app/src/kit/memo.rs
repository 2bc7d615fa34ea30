//! What was read from counters, kept as long as nothing they count changes: a figure that many look at is read once.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// What an answer was read from: it holds as long as this stays the same. The journal's head first.
pub type Version = [i64; 3];

type Answer = (Version, Arc<dyn Any + Send + Sync>);

/// Answers by what was asked, at most `KEPT`: so many as a province's regions or staff ask for in one morning. A clone is another handle on the same.
#[derive(Clone)]
pub struct Memo<const KEPT: u64>(moka::sync::Cache<String, Answer>);

impl<const KEPT: u64> Default for Memo<KEPT> {
    fn default() -> Self {
        Self(moka::sync::Cache::new(KEPT))
    }
}

impl<const KEPT: u64> fmt::Debug for Memo<KEPT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memo").finish_non_exhaustive()
    }
}

impl<const KEPT: u64> Memo<KEPT> {
    /// The answer to this question where it still holds.
    pub fn get<T: Send + Sync + 'static>(&self, asked: &str, version: Version) -> Option<Arc<T>> {
        let (at, answer) = self.0.get(asked)?;
        if at == version { answer.downcast().ok() } else { None }
    }

    /// Keeps an answer, in place of an earlier one.
    pub fn keep<T: Send + Sync + 'static>(&self, asked: String, version: Version, answer: T) -> Arc<T> {
        let answer = Arc::new(answer);
        self.0.insert(asked, (version, answer.clone()));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_holds_until_what_it_was_read_from_changes() {
        let memo = Memo::<8>::default();
        memo.keep("figures".to_owned(), [7, 0, 0], 12_i64);
        assert_eq!(memo.get::<i64>("figures", [7, 0, 0]).as_deref(), Some(&12));
        assert_eq!(memo.get::<i64>("figures", [8, 0, 0]), None);
        assert_eq!(memo.get::<i64>("others", [7, 0, 0]), None);
        assert_eq!(memo.get::<String>("figures", [7, 0, 0]), None, "another question's kind of answer");
    }
}
