/// A value that both databases know.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

macro_rules! from_integer {
    ($($kind:ty),*) => { $(
        impl From<$kind> for Value {
            fn from(n: $kind) -> Self {
                Self::Int(i64::from(n))
            }
        }
    )* };
}
from_integer!(i64, i32, i16, i8, u32, u16, u8);

impl From<f64> for Value {
    fn from(n: f64) -> Self {
        Self::Real(n)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A value that a statement reads where it lies: of millions of rows none is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lent<'a> {
    Int(i64),
    Text(&'a str),
}

impl Lent<'_> {
    /// Whether it is the same, known without looking at a text: by where it lies.
    pub(crate) fn is_where(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => std::ptr::eq(*a, *b),
            _ => false,
        }
    }
}

impl From<Lent<'_>> for Value {
    fn from(lent: Lent<'_>) -> Self {
        match lent {
            Lent::Int(n) => Self::Int(n),
            Lent::Text(text) => text.into(),
        }
    }
}

/// One row of an answer, read by position.
///
/// # Panics
/// A getter panics when the column does not exist or holds another type (or NULL, without `opt_`): the SQL text beside the call is
/// wrong then. A panic in a closure given to the store undoes that closure and is answered with a [`Fault`](crate::Fault).
#[derive(Clone, Debug, PartialEq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    pub fn int(&self, i: usize) -> i64 {
        self.opt_int(i).unwrap_or_else(|| missing(i))
    }

    pub fn text(&self, i: usize) -> String {
        self.opt_text(i).unwrap_or_else(|| missing(i))
    }

    /// The text without copying it.
    pub fn str(&self, i: usize) -> &str {
        match &self.0[i] {
            Value::Text(text) => text,
            other => mismatch(i, "text", other),
        }
    }

    /// Also takes an integer.
    pub fn real(&self, i: usize) -> f64 {
        self.opt_real(i).unwrap_or_else(|| missing(i))
    }

    pub fn bytes(&self, i: usize) -> Vec<u8> {
        match &self.0[i] {
            Value::Bytes(bytes) => bytes.clone(),
            other => mismatch(i, "bytes", other),
        }
    }

    pub fn opt_int(&self, i: usize) -> Option<i64> {
        match &self.0[i] {
            Value::Null => None,
            Value::Int(n) => Some(*n),
            other => mismatch(i, "an integer", other),
        }
    }

    pub fn opt_text(&self, i: usize) -> Option<String> {
        match &self.0[i] {
            Value::Null => None,
            Value::Text(text) => Some(text.clone()),
            other => mismatch(i, "text", other),
        }
    }

    pub fn opt_real(&self, i: usize) -> Option<f64> {
        match &self.0[i] {
            Value::Null => None,
            Value::Int(n) => Some(*n as f64),
            Value::Real(n) => Some(*n),
            other => mismatch(i, "a number", other),
        }
    }

    /// The value as it is.
    pub fn value(&self, i: usize) -> &Value {
        &self.0[i]
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.0.len()
    }

    /// All values in order.
    pub fn into_values(self) -> Vec<Value> {
        self.0
    }
}

fn missing<T>(i: usize) -> T {
    panic!("column {i} is NULL")
}

fn mismatch<T>(i: usize, wanted: &str, found: &Value) -> T {
    let kind = match found {
        Value::Null => "NULL",
        Value::Int(_) => "an integer",
        Value::Real(_) => "a real number",
        Value::Text(_) => "text",
        Value::Bytes(_) => "bytes",
    };
    panic!("column {i} holds {kind}, wanted {wanted}")
}
