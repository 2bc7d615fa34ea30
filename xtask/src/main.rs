//! Tasks of the repository that need more than a shell: `cargo xtask tidy`.

mod tidy;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

fn main() -> Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in the root of the repository")?;
    let mut out = io::stdout().lock();
    match std::env::args().nth(1).as_deref() {
        Some("tidy") => {
            let found = tidy::check(root)?;
            for complaint in &found {
                writeln!(out, "{complaint}")?;
            }
            if found.is_empty() {
                return Ok(ExitCode::SUCCESS);
            }
            writeln!(out, "tidy: {} complaints", found.len())?;
            Ok(ExitCode::FAILURE)
        }
        _ => {
            writeln!(out, "usage: cargo xtask tidy    checks the rules of CONTRIBUTING.md that compilers do not")?;
            Ok(ExitCode::from(2))
        }
    }
}
