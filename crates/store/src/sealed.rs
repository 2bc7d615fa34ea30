//! Names, contact details and free text, which events only hold a digest of. They can be erased; events cannot.

use std::collections::HashMap;

use crate::{Conn, Dialect, Fault, Row, Value, digest_of};

/// A text to keep apart from the events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedText {
    pub id: i64,
    pub stream: i64,
    /// What kind of text, for access rules and erasure.
    pub kind: String,
    /// Random, so that the digest of a short text cannot be guessed.
    pub salt: String,
    pub body: String,
}

/// A text as it is kept; without a body once it is erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptText {
    pub id: i64,
    pub kind: String,
    pub salt: String,
    pub body: Option<String>,
    /// Microseconds UTC.
    pub erased_at: Option<i64>,
}

/// What an event holds of a text: SHA-256 over salt and text, in hexadecimal digits.
pub fn digest(salt: &str, body: &str) -> String {
    digest_of(&[salt.as_bytes(), body.as_bytes()])
}

pub fn put(c: &mut Conn, texts: &[SealedText]) -> Result<(), Fault> {
    let rows: Vec<Vec<Value>> = texts
        .iter()
        .map(|t| vec![t.id.into(), t.stream.into(), (&t.kind).into(), (&t.salt).into(), (&t.body).into()])
        .collect();
    c.insert_many("INSERT INTO sealed (id, stream, kind, salt, body)", &rows, "").map(drop)
}

/// The texts among `ids` that exist and are not erased.
pub fn get(c: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, String>, Fault> {
    let mut texts = HashMap::with_capacity(ids.len());
    match c.dialect() {
        Dialect::Sqlite => {
            for id in ids {
                collect(&mut texts, c.query("SELECT id, body FROM sealed WHERE id = $1", &[(*id).into()])?);
            }
        }
        // One round trip for all.
        Dialect::Postgres => {
            let list = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
            let sql = "SELECT id, body FROM sealed WHERE id = ANY (CAST(string_to_array($1, ',') AS BIGINT[]))";
            collect(&mut texts, c.query(sql, &[list.into()])?);
        }
    }
    Ok(texts)
}

fn collect(texts: &mut HashMap<i64, String>, rows: Vec<Row>) {
    texts.extend(rows.iter().filter_map(|row| Some((row.int(0), row.opt_text(1)?))));
}

/// All texts of a stream, erased ones too, by id.
pub fn of_stream(c: &mut Conn, stream: i64) -> Result<Vec<KeptText>, Fault> {
    let sql = "SELECT id, kind, salt, body, erased_at FROM sealed WHERE stream = $1 ORDER BY id";
    Ok(c.query(sql, &[stream.into()])?.into_iter().map(kept).collect())
}

/// Erases a text for good, `at` microseconds UTC. The salt goes with it, or the digest in the event would give short texts away to
/// whoever tries them all. Erasing again changes nothing.
pub fn erase(c: &mut Conn, id: i64, at: i64) -> Result<(), Fault> {
    let sql = "UPDATE sealed SET body = NULL, salt = '', erased_at = $2 WHERE id = $1 AND erased_at IS NULL";
    c.execute(sql, &[id.into(), at.into()]).map(drop)
}

fn kept(row: Row) -> KeptText {
    KeptText { id: row.int(0), kind: row.text(1), salt: row.text(2), body: row.opt_text(3), erased_at: row.opt_int(4) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::on_both;

    fn text(id: i64, body: &str) -> SealedText {
        SealedText { id, stream: 5, kind: "note".into(), salt: "s".into(), body: body.into() }
    }

    #[test]
    fn an_erased_text_is_gone_with_its_salt_and_its_neighbours_stay() {
        on_both(|store| {
            store.write_blocking(|c| put(c, &[text(1, "李伟"), text(2, "欠薪")])).unwrap();
            store.write_blocking(|c| erase(c, 1, 77).and_then(|()| erase(c, 1, 88))).unwrap();
            assert_eq!(store.read_blocking(|c| get(c, &[1, 2, 3])).unwrap(), HashMap::from([(2, "欠薪".to_owned())]));
            let erased = store.read_blocking(|c| of_stream(c, 5)).unwrap().remove(0);
            assert_eq!((erased.body, erased.salt.as_str(), erased.erased_at), (None, "", Some(77)));
        });
    }

    #[test]
    fn the_digest_depends_on_the_salt_and_on_where_it_ends() {
        assert_ne!(digest("a", "b"), digest("b", "b"));
        assert_ne!(digest("ab", "c"), digest("a", "bc"));
    }
}
