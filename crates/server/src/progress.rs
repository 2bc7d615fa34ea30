//! How far long work has come: a bar on a terminal, a line now and then elsewhere.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::say;

/// Between two lines where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// One piece of work.
pub struct Progress {
    what: String,
    bar: Option<ProgressBar>,
    said: Instant,
}

impl Progress {
    /// Begins; how much there is may become known later.
    pub fn begin(what: &str) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0).with_message(what.to_owned());
            let style =
                ProgressStyle::with_template("{msg:<28} {wide_bar} {human_pos} of {human_len}  {per_sec}  {eta}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        Self { what: what.to_owned(), bar, said: Instant::now() }
    }

    /// So far; `total` is 0 while it is not known.
    pub fn at(&mut self, done: u64, total: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(total.max(done));
            bar.set_position(done);
        } else if self.said.elapsed() >= LINE_EVERY {
            self.said = Instant::now();
            let of = if total > 0 { format!(" of {total}") } else { String::new() };
            say::problem(&format!("{}: {done}{of}", self.what));
        }
    }

    /// Goes on to another step.
    pub fn step(&mut self, what: &str) {
        if self.what == what {
            return;
        }
        what.clone_into(&mut self.what);
        match &self.bar {
            Some(bar) => {
                bar.set_message(what.to_owned());
                bar.reset();
            }
            None => say::problem(what),
        }
    }

    /// Done; the bar goes.
    pub fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
