//! Logs to standard error; `RUST_LOG` says how much.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::cli::LogForm;

/// What is logged where `RUST_LOG` is silent.
#[derive(Clone, Copy, Debug)]
pub enum Amount {
    /// A server's life.
    Info,
    /// Only what went wrong: commands speak for themselves.
    Warn,
}

/// Starts logging, once.
pub fn start(form: LogForm, amount: Amount) {
    let default = match amount {
        Amount::Info => "info",
        Amount::Warn => "warn",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let colours = std::io::stderr().is_terminal();
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    // Started already: in tests alone.
    _ = match form {
        LogForm::Text => logs.try_init(),
        LogForm::Json => logs.json().flatten_event(true).try_init(),
    };
}
