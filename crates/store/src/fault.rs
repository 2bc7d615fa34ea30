use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Something broke that no caller can put right: the database, the disk or a bug. Cheap to clone, since one failed commit answers
/// many callers. Its text is for the log, not for people.
#[derive(Clone)]
pub struct Fault(Arc<Inner>);

struct Inner {
    /// What was being done: SQL text or a phrase. Never holds parameter values.
    doing: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Fault {
    /// A fault without an underlying error.
    pub fn new(what: impl Into<String>) -> Self {
        Self(Arc::new(Inner { doing: what.into(), source: None }))
    }

    /// A fault met while `doing` something.
    pub fn from_error(doing: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Arc::new(Inner { doing: doing.into(), source: Some(source.into()) }))
    }

    /// Whether a UNIQUE or PRIMARY KEY constraint was violated.
    pub fn is_unique_violation(&self) -> bool {
        let Some(source) = &self.0.source else { return false };
        if let Some(rusqlite::Error::SqliteFailure(failure, _)) = source.downcast_ref() {
            return matches!(
                failure.extended_code,
                rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            );
        }
        source
            .downcast_ref::<postgres::Error>()
            .and_then(postgres::Error::code)
            .is_some_and(|code| *code == postgres::error::SqlState::UNIQUE_VIOLATION)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.doing)?;
        // The whole chain: PostgreSQL's outermost message is only "db error".
        let mut source = self.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            // A fault has told its own sources already.
            source = if error.is::<Self>() { None } else { error.source() };
        }
        Ok(())
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fault({self})")
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_ref().map(|source| &**source as &(dyn Error + 'static))
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::from_error("input or output failed", error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::from_error("JSON is not as expected", error)
    }
}
