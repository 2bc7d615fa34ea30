//! The values of a statement that is put together.

use std::ops::Deref;

use crate::Value;

/// Values in the order of their places in a statement.
#[derive(Clone, Debug, Default)]
pub struct Params(Vec<Value>);

impl Params {
    /// Adds a value and answers its place, `$n`.
    pub fn put(&mut self, value: impl Into<Value>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }

    /// Adds values and answers what `IN (…)` holds of them: their places, or `NULL`, in which nothing is, where there are none.
    pub fn put_all<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> String {
        let first = self.0.len() + 1;
        self.0.extend(values.into_iter().map(Into::into));
        match self.0.len() + 1 - first {
            0 => "NULL".to_owned(),
            count => places(first, count),
        }
    }
}

impl From<Vec<Value>> for Params {
    fn from(values: Vec<Value>) -> Self {
        Self(values)
    }
}

impl Deref for Params {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.0
    }
}

/// `$first, $next…`
pub fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_stands_where_its_place_says() {
        let mut params = Params::from(vec![Value::from("first")]);
        assert_eq!(params.put(7), "$2");
        assert_eq!(params.put_all(["a", "b", "c"]), "$3, $4, $5");
        assert_eq!(params.put_all(Vec::<i64>::new()), "NULL");
        assert_eq!(params.put("last"), "$6");
        assert_eq!((params.len(), &params[4]), (6, &Value::from("c")));
    }
}
