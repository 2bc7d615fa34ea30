//! Full-text search over tokens. What becomes a token is the caller's: words of a text by [`tokens`], and tokens with a prefix of
//! their own, such as `r330102` for a region. The index holds no texts and no positions.

mod words;

use std::collections::BTreeMap;

pub use words::{query_tokens, tokens};

use crate::{Conn, Dialect, Fault, Value};

/// SQLite's index numbers its entries from here downwards, so that the newest stand first: it reads a word's entries on from the
/// first twice as fast as backwards from the last.
const NEWEST: i64 = i64::MAX;

/// A best-first search looks at so many of the newest hits.
const BEST_OF: i64 = 1000;

/// What a hit must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    Word(String),
    /// Any word that begins so.
    Prefix(String),
    /// One of these, with all of its terms.
    Either(Vec<Vec<Term>>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Largest id first.
    Newest,
    /// Among the newest 1000 hits, those first in which the terms are the greatest part of the text.
    Best,
}

#[derive(Clone, Debug)]
pub struct Query {
    /// A hit has them all. None at all finds nothing.
    pub all: Vec<Term>,
    /// Only ids below this: the last one of the page before.
    pub before: Option<i64>,
    pub limit: usize,
    pub order: Order,
}

/// What something is found by: its tokens, folded, each once and in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document(String);

impl Document {
    pub fn of(tokens: impl IntoIterator<Item = String>) -> Self {
        let mut words: Vec<String> = tokens.into_iter().map(clean).filter(|token| !token.is_empty()).collect();
        words.sort_unstable();
        words.dedup();
        Self(words.join(" "))
    }

    pub fn tokens(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator(' ')
    }
}

pub(crate) enum SearchChange {
    Put(i64, Document),
    Remove(i64),
    Clear,
}

/// Files `id` under these tokens instead of any before, in a write closure. Found once the transaction is committed.
pub fn put(c: &mut Conn, id: i64, document: Document) -> Result<(), Fault> {
    enqueue(c, SearchChange::Put(id, document))
}

/// Takes `id` out of the index.
pub fn remove(c: &mut Conn, id: i64) -> Result<(), Fault> {
    enqueue(c, SearchChange::Remove(id))
}

/// Empties the index, in the order of the calls to [`put`] around it; for rebuilding it.
pub fn clear(c: &mut Conn) -> Result<(), Fault> {
    enqueue(c, SearchChange::Clear)
}

/// Ids that have all the terms.
pub fn find(c: &mut Conn, query: &Query) -> Result<Vec<i64>, Fault> {
    let Some(expression) = expression(c.dialect(), &query.all) else { return Ok(Vec::new()) };
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX);
    let newest = match query.order {
        Order::Newest => limit,
        Order::Best => BEST_OF,
    };
    let (hits, size) = match c.dialect() {
        // A size is a number in SQLite's own notation: longer is larger, and bytes compare as numbers do.
        Dialect::Sqlite => (
            "SELECT rowid AS id FROM search WHERE search MATCH $1 AND rowid > $2 ORDER BY rowid LIMIT $3",
            "SELECT hits.id FROM hits JOIN search_docsize d ON d.id = hits.id ORDER BY length(d.sz), d.sz, hits.id LIMIT $4",
        ),
        Dialect::Postgres => (
            "SELECT id FROM search WHERE words @@ CAST(CAST($1 AS TEXT) AS tsquery) AND id < $2 ORDER BY id DESC LIMIT $3",
            "SELECT hits.id FROM hits JOIN search s ON s.id = hits.id ORDER BY length(s.words), hits.id DESC LIMIT $4",
        ),
    };
    let before = keyed(c, query.before.unwrap_or(i64::MAX));
    let mut params: Vec<Value> = vec![expression.into(), before.into(), newest.into()];
    let rows = match query.order {
        Order::Newest => c.query(hits, &params)?,
        Order::Best => {
            params.push(limit.into());
            c.query(&format!("WITH hits AS ({hits}) {size}"), &params)?
        }
    };
    // Keys are turned back into ids as ids were turned into them.
    Ok(rows.iter().map(|row| keyed(c, row.int(0))).collect())
}

/// What an entry is found by in the index of this database.
fn keyed(c: &Conn, id: i64) -> i64 {
    match c.dialect() {
        Dialect::Sqlite => NEWEST - id,
        Dialect::Postgres => id,
    }
}

/// Whether `id` is in the index, for checking it.
pub fn contains(c: &mut Conn, id: i64) -> Result<Filed, Fault> {
    let sql = match c.dialect() {
        Dialect::Sqlite => "SELECT count(*) FROM search_docsize WHERE id = $1",
        Dialect::Postgres => "SELECT count(*) FROM search WHERE id = $1",
    };
    let key = keyed(c, id);
    Ok(if c.query_one(sql, &[key.into()])?.int(0) == 0 { Filed::No } else { Filed::Yes })
}

/// How many ids are in the index, for checking it.
pub fn count(c: &mut Conn) -> Result<u64, Fault> {
    let sql = match c.dialect() {
        Dialect::Sqlite => "SELECT count(*) FROM search_docsize",
        Dialect::Postgres => "SELECT count(*) FROM search",
    };
    Ok(c.query_one(sql, &[])?.int(0).unsigned_abs())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filed {
    Yes,
    No,
}

/// Folds a token so that both databases take it for one word: ASCII letters in lower case, and no other ASCII than letters and
/// digits, which are separators to FTS5 and operators to PostgreSQL.
fn clean(mut token: String) -> String {
    token.retain(|c| !c.is_ascii() || c.is_ascii_alphanumeric());
    token.make_ascii_lowercase();
    token
}

fn expression(dialect: Dialect, terms: &[Term]) -> Option<String> {
    let parts: Vec<String> = terms.iter().filter_map(|term| part(dialect, term)).collect();
    let and = match dialect {
        Dialect::Sqlite => " AND ",
        Dialect::Postgres => " & ",
    };
    (!parts.is_empty()).then(|| parts.join(and))
}

fn part(dialect: Dialect, term: &Term) -> Option<String> {
    let (word, prefix) = match term {
        Term::Word(word) => (clean(word.clone()), false),
        Term::Prefix(word) => (clean(word.clone()), true),
        Term::Either(ways) => {
            let ways: Vec<String> =
                ways.iter().filter_map(|way| Some(format!("({})", expression(dialect, way)?))).collect();
            let or = match dialect {
                Dialect::Sqlite => " OR ",
                Dialect::Postgres => " | ",
            };
            return (!ways.is_empty()).then(|| format!("({})", ways.join(or)));
        }
    };
    (!word.is_empty()).then(|| match (dialect, prefix) {
        (Dialect::Sqlite, false) => format!("\"{word}\""),
        (Dialect::Sqlite, true) => format!("\"{word}\"*"),
        (Dialect::Postgres, false) => format!("'{word}'"),
        (Dialect::Postgres, true) => format!("'{word}':*"),
    })
}

fn enqueue(c: &mut Conn, change: SearchChange) -> Result<(), Fault> {
    match &mut c.deferred {
        Some(deferred) => {
            deferred.search.push(change);
            Ok(())
        }
        None => apply(c, vec![change]),
    }
}

/// Writes changes, only the last one of each id; by growing keys, because FTS5 writes out what it has gathered when one comes that is
/// smaller than the last.
pub(crate) fn apply(c: &mut Conn, changes: Vec<SearchChange>) -> Result<(), Fault> {
    let mut last = BTreeMap::new();
    let mut cleared = false;
    for change in changes {
        match change {
            SearchChange::Put(id, words) => _ = last.insert(keyed(c, id), Some(words)),
            SearchChange::Remove(id) => _ = last.insert(keyed(c, id), None),
            SearchChange::Clear => {
                last.clear();
                cleared = true;
            }
        }
    }
    let (clear, put, remove) = match c.dialect() {
        Dialect::Sqlite => (
            "INSERT INTO search (search) VALUES ('delete-all')",
            "INSERT OR REPLACE INTO search (rowid, words) VALUES ($1, $2)",
            "DELETE FROM search WHERE rowid = $1",
        ),
        Dialect::Postgres => (
            "DELETE FROM search",
            "INSERT INTO search (id, words)
             SELECT CAST(e ->> 0 AS BIGINT), array_to_tsvector(string_to_array(e ->> 1, ' '))
             FROM json_array_elements(CAST($1 AS JSON)) e
             ON CONFLICT (id) DO UPDATE SET words = excluded.words",
            "DELETE FROM search WHERE id = $1",
        ),
    };
    if cleared {
        c.execute(clear, &[])?;
    }
    let mut entries = Vec::new();
    for (key, words) in last {
        match words {
            Some(Document(words)) => entries.push((key, words)),
            None => _ = c.execute(remove, &[key.into()])?,
        }
    }
    match c.dialect() {
        Dialect::Sqlite => {
            entries.into_iter().try_for_each(|(key, words)| c.execute(put, &[key.into(), words.into()]).map(drop))
        }
        // One round trip for all.
        Dialect::Postgres if entries.is_empty() => Ok(()),
        Dialect::Postgres => c.execute(put, &[serde_json::to_string(&entries)?.into()]).map(drop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::testing::on_both;

    fn file(store: &Store, id: i64, text: &'static str) {
        store.write_blocking(move |c| put(c, id, Document::of(tokens(text)))).unwrap();
    }

    fn found(store: &Store, text: &'static str) -> Vec<i64> {
        let query = Query { all: query_tokens(text), before: None, limit: 10, order: Order::Newest };
        store.read_blocking(move |c| find(c, &query)).unwrap()
    }

    #[test]
    fn a_chinese_word_of_two_characters_is_found_and_its_characters_apart_are_not() {
        on_both(|store| {
            file(store, 1, "用人单位拖欠工资三个月");
            file(store, 2, "工作没有资料");
            file(store, 3, "工资，已付清。");
            assert_eq!(found(store, "工资"), [3, 1]);
            assert_eq!(found(store, "拖欠工资"), [1]);
            assert_eq!(found(store, "工资 付清"), [3]);
        });
    }

    #[test]
    fn one_character_is_found_wherever_it_stands() {
        on_both(|store| {
            file(store, 1, "李伟");
            file(store, 2, "张小李");
            file(store, 3, "李");
            assert_eq!(found(store, "李"), [3, 2, 1]);
        });
    }

    #[test]
    fn latin_words_are_found_in_any_case_and_width_and_the_last_by_its_beginning() {
        on_both(|store| {
            file(store, 1, "Lift broken at ＡＢＣ-123");
            assert_eq!(found(store, "LIFT"), [1]);
            assert_eq!(found(store, "abc"), [1]);
            assert_eq!(found(store, "broken lif"), [1]);
            assert_eq!(found(store, "lif broken"), [] as [i64; 0]);
        });
    }

    #[test]
    fn newest_first_goes_on_before_the_last_of_the_page() {
        on_both(|store| {
            for id in [5, 1, 4, 2, 3] {
                file(store, id, "噪音扰民");
            }
            let page = |before| {
                let query = Query { all: query_tokens("噪音"), before, limit: 2, order: Order::Newest };
                store.read_blocking(move |c| find(c, &query)).unwrap()
            };
            assert_eq!(page(None), [5, 4]);
            assert_eq!(page(Some(4)), [3, 2]);
            assert_eq!(page(Some(2)), [1]);
        });
    }

    #[test]
    fn best_first_puts_the_text_that_says_least_else_in_front() {
        on_both(|store| {
            file(store, 1, "噪音");
            file(store, 2, "楼上装修噪音很大，物业不管，还漏水");
            file(store, 3, "楼上噪音很大");
            let query = Query { all: query_tokens("噪音"), before: None, limit: 2, order: Order::Best };
            assert_eq!(store.read_blocking(move |c| find(c, &query)).unwrap(), [1, 3]);
        });
    }

    #[test]
    fn a_replaced_or_removed_entry_is_not_found_by_its_old_words() {
        on_both(|store| {
            file(store, 1, "噪音");
            file(store, 1, "漏水");
            assert_eq!((found(store, "噪音"), found(store, "漏水")), (vec![], vec![1]));
            assert_eq!(store.read_blocking(|c| contains(c, 1)).unwrap(), Filed::Yes);
            store.write_blocking(|c| remove(c, 1)).unwrap();
            assert_eq!(found(store, "漏水"), [] as [i64; 0]);
            assert_eq!(store.read_blocking(|c| contains(c, 1)).unwrap(), Filed::No);
        });
    }

    #[test]
    fn clearing_takes_what_came_before_it_only() {
        on_both(|store| {
            file(store, 1, "噪音");
            store.write_blocking(|c| clear(c).and_then(|()| put(c, 2, Document::of(tokens("噪音"))))).unwrap();
            assert_eq!(found(store, "噪音"), [2]);
        });
    }

    #[test]
    fn one_of_several_ways_is_enough_and_each_needs_all_its_terms() {
        on_both(|store| {
            file(store, 1, "噪音 扰民");
            file(store, 2, "噪音");
            file(store, 3, "漏水 扰民");
            let word = |w: &str| Term::Word(w.into());
            let ways = Term::Either(vec![vec![word("噪音"), word("扰民")], vec![word("漏水")], vec![]]);
            let find_with = |all: Vec<Term>| {
                let query = Query { all, before: None, limit: 10, order: Order::Newest };
                store.read_blocking(move |c| find(c, &query)).unwrap()
            };
            assert_eq!(find_with(vec![ways.clone()]), [3, 1]);
            assert_eq!(find_with(vec![ways, word("噪音")]), [1]);
        });
    }

    #[test]
    fn operators_and_quotes_in_a_term_are_not_obeyed() {
        on_both(|store| {
            store.write_blocking(|c| put(c, 1, Document::of(["r330102".into(), "x\"' OR *".into()]))).unwrap();
            for hostile in ["\" OR \"", "' | 'r330102", "x\"' OR *", "NOT", "r330102:*"] {
                let all = vec![Term::Word(hostile.into())];
                let query = Query { all, before: None, limit: 1, order: Order::Newest };
                store.read_blocking(move |c| find(c, &query)).unwrap();
            }
            let all = vec![Term::Prefix("r3301".into()), Term::Word("XOR".into())];
            let query = Query { all, before: None, limit: 1, order: Order::Newest };
            assert_eq!(store.read_blocking(move |c| find(c, &query)).unwrap(), [1]);
        });
    }
}
