use std::collections::HashMap;
use std::error::Error;

use bytes::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement};

use crate::{Fault, Row, Value};

/// A connection to a PostgreSQL server.
pub(crate) struct PostgresLink {
    raw: Client,
    prepared: HashMap<String, Statement>,
}

/// Held by whoever writes, in whichever process: events then become visible in the order of their `seq`, and two writers cannot
/// block each other half-way. Group commit makes the wait short. The number is arbitrary ("concord" on a telephone's keys).
const WRITE_LOCK: &str = "BEGIN; SELECT pg_advisory_xact_lock(2662673)";

/// Statements kept prepared; when there are more, all are let go and the common ones come back by themselves.
const PREPARED_MAX: usize = 1000;

impl PostgresLink {
    pub(crate) fn open(url: &str) -> Result<Self, Fault> {
        let fault = |error| Fault::from_error("cannot connect to PostgreSQL", error);
        let mut raw = Client::connect(url, NoTls).map_err(fault)?;
        raw.batch_execute("SET synchronous_commit = on; SET client_min_messages = warning").map_err(fault)?;
        Ok(Self { raw, prepared: HashMap::new() })
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Fault> {
        let statement = self.prepare(sql)?;
        let bound: Vec<Bound<'_>> = params.iter().map(Bound).collect();
        self.raw.execute(&statement, &as_dyn(&bound)).map_err(|error| Fault::from_error(sql, error))
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
        let statement = self.prepare(sql)?;
        let bound: Vec<Bound<'_>> = params.iter().map(Bound).collect();
        let fault = |error| Fault::from_error(sql, error);
        let rows = self.raw.query(&statement, &as_dyn(&bound)).map_err(fault)?;
        rows.iter()
            .map(|row| {
                let values = (0..row.len()).map(|i| Ok(row.try_get::<_, Option<Value>>(i)?.unwrap_or(Value::Null)));
                values.collect::<Result<_, postgres::Error>>().map(Row).map_err(fault)
            })
            .collect()
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Fault> {
        let brief = || sql.chars().take(80).collect::<String>();
        self.raw.batch_execute(sql).map_err(|error| Fault::from_error(brief(), error))
    }

    pub(crate) fn begin_write(&mut self) -> Result<(), Fault> {
        self.batch(WRITE_LOCK)
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.raw.is_closed()
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, Fault> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        if self.prepared.len() >= PREPARED_MAX {
            self.prepared.clear();
        }
        let statement = self.raw.prepare(sql).map_err(|error| Fault::from_error(sql, error))?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn as_dyn<'a>(bound: &'a [Bound<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    bound.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// Writes a value as the type that the server inferred for the parameter.
#[derive(Debug)]
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self.0, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(n), &Type::INT8) => n.to_sql(ty, out),
            (Value::Int(n), &Type::INT4) => i32::try_from(*n)?.to_sql(ty, out),
            (Value::Int(n), &Type::INT2) => i16::try_from(*n)?.to_sql(ty, out),
            (Value::Int(n), &Type::BOOL) => (*n != 0).to_sql(ty, out),
            (Value::Int(n), &Type::FLOAT8) => (*n as f64).to_sql(ty, out),
            (Value::Int(n), &Type::TEXT | &Type::VARCHAR) => n.to_string().to_sql(ty, out),
            (Value::Real(n), &Type::FLOAT8) => n.to_sql(ty, out),
            (Value::Real(n), &Type::FLOAT4) => (*n as f32).to_sql(ty, out),
            (
                Value::Text(text),
                &Type::TEXT | &Type::VARCHAR | &Type::BPCHAR | &Type::NAME | &Type::UNKNOWN | &Type::JSON,
            ) => {
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
            (Value::Bytes(bytes), &Type::BYTEA) => bytes.as_slice().to_sql(ty, out),
            (value, ty) => Err(format!("cannot give {} for a parameter of type {ty}", kind(value)).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "NULL",
        Value::Int(_) => "an integer",
        Value::Real(_) => "a real number",
        Value::Text(_) => "text",
        Value::Bytes(_) => "bytes",
    }
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Self::Int(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Self::Int(bool::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Self::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Self::Real(f32::from_sql(ty, raw)?.into()),
            Type::NUMERIC => numeric(raw)?,
            Type::BYTEA => Self::Bytes(raw.to_vec()),
            Type::VOID => Self::Null,
            _ => Self::Text(std::str::from_utf8(raw)?.to_owned()),
        })
    }

    fn accepts(ty: &Type) -> bool {
        const KNOWN: [Type; 14] = [
            Type::INT8,
            Type::INT4,
            Type::INT2,
            Type::BOOL,
            Type::FLOAT8,
            Type::FLOAT4,
            Type::NUMERIC,
            Type::BYTEA,
            Type::VOID,
            Type::TEXT,
            Type::VARCHAR,
            Type::BPCHAR,
            Type::NAME,
            Type::JSON,
        ];
        KNOWN.contains(ty) || *ty == Type::UNKNOWN
    }
}

/// Reads a NUMERIC, which `sum(BIGINT)` and `avg` answer: whole numbers as integers, as SQLite would.
///
/// Source: numeric_send in PostgreSQL's numeric.c: four 16-bit fields (digits, weight, sign, scale), then digits to base 10000.
fn numeric(raw: &[u8]) -> Result<Value, Box<dyn Error + Sync + Send>> {
    let fields: Vec<i16> = raw.chunks_exact(2).map(|pair| i16::from_be_bytes([pair[0], pair[1]])).collect();
    let [_, weight, sign, scale, digits @ ..] = fields.as_slice() else { return Err("a NUMERIC is cut short".into()) };
    let negative = match *sign as u16 {
        0 => 1,
        0x4000 => -1,
        _ => return Err("a NUMERIC is not a finite number".into()),
    };
    if *scale == 0 {
        let places = 0..=i32::from(*weight);
        let whole = places
            .map(|i| digits.get(i as usize).copied().unwrap_or(0))
            .try_fold(0_i64, |sum, digit| sum.checked_mul(10_000)?.checked_add(i64::from(digit)));
        return whole.map(|n| Value::Int(n * negative)).ok_or_else(|| "a NUMERIC is too large".into());
    }
    let sum = digits
        .iter()
        .zip(0_i32..)
        .map(|(digit, i)| f64::from(*digit) * 10_000_f64.powi(i32::from(*weight) - i))
        .sum::<f64>();
    Ok(Value::Real(sum * negative as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(fields: &[i16]) -> Vec<u8> {
        fields.iter().flat_map(|field| field.to_be_bytes()).collect()
    }

    #[test]
    fn a_whole_numeric_is_an_integer_and_a_fraction_is_real() {
        assert_eq!(numeric(&encoded(&[2, 1, 0, 0, 12, 3456])).unwrap(), Value::Int(123_456));
        assert_eq!(numeric(&encoded(&[1, 1, 0x4000, 0, 12])).unwrap(), Value::Int(-120_000));
        assert_eq!(numeric(&encoded(&[0, 0, 0, 0])).unwrap(), Value::Int(0));
        assert_eq!(numeric(&encoded(&[2, 0, 0, 1, 3, 5000])).unwrap(), Value::Real(3.5));
    }
}
