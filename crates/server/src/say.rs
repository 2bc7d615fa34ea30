//! What commands tell: results on standard output, problems on standard error. A closed pipe is no fault.

use std::io::Write as _;

/// A result.
pub fn line(text: &str) {
    _ = writeln!(std::io::stdout(), "{text}");
}

/// A problem, or how far work has come.
pub fn problem(text: &str) {
    _ = writeln!(std::io::stderr(), "{text}");
}
