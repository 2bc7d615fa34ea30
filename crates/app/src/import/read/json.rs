//! JSON lines, and an array of objects read one element at a time.

use std::{
    collections::HashMap,
    fmt,
    io::{BufRead, BufReader, Bytes, Read},
    iter::Peekable,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

use super::{Damage, RECORD_BYTES_MAX, ReadError, Row, Rows, SAMPLE_ROWS};

/// An object with more keys than this is data, not a group of columns.
const GROUP_COLUMNS_MAX: usize = 12;

/// One object a line.
pub fn lines(path: &Path, text: impl Read + Send + 'static) -> Rows {
    let path = path.to_owned();
    let mut text = BufReader::new(text);
    let mut line = 0;
    Box::new(std::iter::from_fn(move || {
        loop {
            line += 1;
            let mut bytes = Vec::new();
            match text.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) if bytes.trim_ascii().is_empty() => {}
                Ok(_) => return Some(Ok(row(line, &bytes))),
                Err(source) => return Some(Err(ReadError::Io { path: path.clone(), source })),
            }
        }
    }))
}

/// `[ {…}, {…} ]`
pub fn array(path: &Path, text: impl Read + Send + 'static) -> Rows {
    let mut elements = Elements {
        path: path.to_owned(),
        bytes: BufReader::new(text).bytes().peekable(),
        line: 1,
        state: State::Before,
    };
    Box::new(std::iter::from_fn(move || {
        let next = elements.next_element();
        if next.is_err() {
            elements.state = State::After;
        }
        next.transpose().map(|found| found.map(|(line, bytes)| row(line, &bytes)))
    }))
}

/// Column names found in the first rows, in order of appearance; small objects add their members as `object.member`.
pub fn columns(rows: Rows) -> Result<Vec<Arc<str>>, ReadError> {
    let mut columns: Vec<Arc<str>> = Vec::new();
    let mut members: HashMap<Arc<str>, Vec<String>> = HashMap::new();
    for row in rows.take(SAMPLE_ROWS) {
        for (column, text) in row?.fields {
            if !columns.contains(&column) {
                columns.push(Arc::clone(&column));
            }
            if !text.starts_with('{') {
                continue;
            }
            let known = members.entry(column).or_default();
            for (member, _) in serde_json::from_str::<Ordered>(&text).map(|o| o.0).unwrap_or_default() {
                if known.len() <= GROUP_COLUMNS_MAX && !known.contains(&member) {
                    known.push(member);
                }
            }
        }
    }
    Ok(columns
        .into_iter()
        .flat_map(|column| {
            let found = members.remove(&column).filter(|m| m.len() <= GROUP_COLUMNS_MAX).unwrap_or_default();
            let inner: Vec<Arc<str>> = found.iter().map(|m| format!("{column}.{m}").into()).collect();
            std::iter::once(column).chain(inner)
        })
        .collect())
}

/// `a.b`: member `b` of the object in column `a`.
pub fn inside(row: &Row, column: &str) -> Option<String> {
    let (outer, member) = column.split_once('.')?;
    let (_, object) = row.fields.iter().find(|(name, _)| **name == *outer)?;
    let mut value = &serde_json::from_str::<Value>(object).ok()?;
    for step in member.split('.') {
        value = value.get(step)?;
    }
    Some(text(value))
}

fn row(line: u64, bytes: &[u8]) -> Row {
    if bytes.len() > RECORD_BYTES_MAX {
        return Row { line, fields: Vec::new(), damage: Some(Damage::TooLong) };
    }
    match serde_json::from_slice::<Ordered>(bytes) {
        Ok(object) => {
            Row { line, fields: object.0.into_iter().map(|(k, v)| (k.into(), text(&v))).collect(), damage: None }
        }
        Err(error) => {
            let raw = String::from_utf8_lossy(bytes).trim().to_owned();
            let damage = Damage::Json { reason: error.to_string() };
            Row { line, fields: vec![("#1".into(), raw)], damage: Some(damage) }
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.trim().to_owned(),
        Value::Array(items) if !items.iter().any(|i| i.is_array() || i.is_object()) => {
            items.iter().map(text).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// An object whose members stay in the order of the file.
struct Ordered(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Ordered;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Ordered(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    Within,
    After,
}

/// Cuts the elements of a top-level array apart without reading the whole of it.
struct Elements<R: Read> {
    path: PathBuf,
    bytes: Peekable<Bytes<BufReader<R>>>,
    line: u64,
    state: State,
}

impl<R: Read> Elements<R> {
    fn next_element(&mut self) -> Result<Option<(u64, Vec<u8>)>, ReadError> {
        loop {
            let byte = self.next_byte()?;
            match (self.state, byte) {
                (State::After, _) | (State::Before, None) => return Ok(None),
                (State::Within, None) => return Err(self.error("unexpected end of file")),
                (_, Some(b' ' | b'\t' | b'\r' | b'\n')) | (State::Within, Some(b',')) => {}
                (State::Before, Some(b'[')) => self.state = State::Within,
                (State::Within, Some(b']')) => {
                    self.state = State::After;
                    return Ok(None);
                }
                (State::Within, Some(first)) => return self.element(first).map(Some),
                (State::Before, Some(_)) => return Err(self.error("expected an array")),
            }
        }
    }

    fn element(&mut self, first: u8) -> Result<(u64, Vec<u8>), ReadError> {
        let line = self.line;
        let mut element = vec![first];
        let (mut depth, mut quoted, mut escaped) = (i32::from(matches!(first, b'{' | b'[')), first == b'"', false);
        loop {
            // A bare value ends where its neighbour begins; a bracketed one with its last bracket.
            if depth == 0 && !quoted && matches!(self.bytes.peek(), Some(Ok(b',' | b']'))) {
                return Ok((line, element));
            }
            let Some(byte) = self.next_byte()? else {
                self.line = line;
                return Err(self.error("unexpected end of file"));
            };
            if element.len() <= RECORD_BYTES_MAX {
                element.push(byte);
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'{' | b'[' if !quoted => depth += 1,
                b'}' | b']' if !quoted => depth -= 1,
                _ => {}
            }
            if depth == 0 && !quoted && matches!(byte, b'}' | b']') {
                return Ok((line, element));
            }
        }
    }

    fn next_byte(&mut self) -> Result<Option<u8>, ReadError> {
        match self.bytes.next().transpose() {
            Ok(byte) => {
                self.line += u64::from(byte == Some(b'\n'));
                Ok(byte)
            }
            Err(source) => Err(ReadError::Io { path: self.path.clone(), source }),
        }
    }

    fn error(&self, reason: &str) -> ReadError {
        ReadError::Json { path: self.path.clone(), line: self.line, reason: reason.to_owned() }
    }
}
