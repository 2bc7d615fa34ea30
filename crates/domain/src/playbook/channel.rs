//! Time limits that belong to a channel rather than to a kind of dispute: petition, hotline, court-invited mediation.

use serde::Deserialize;
use toml::Spanned;

use super::form::ClockForm;
use crate::clock::ClockSpec;
use crate::data_file::{DataError, Source};
use crate::label::Label;
use crate::matter::Channel;

/// The time limits of some channels, from a file `clocks-*.toml`.
#[derive(Clone, Debug)]
pub struct ChannelClocks {
    pub id: String,
    pub name: Label,
    /// Doors by which a matter must have come; none means all.
    pub channels: Vec<Channel>,
    pub clocks: Vec<ClockSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: Spanned<String>,
    name: Spanned<Label>,
    #[serde(default)]
    channels: Vec<Channel>,
    clock: Vec<ClockForm>,
}

impl ChannelClocks {
    /// How a file with such clocks is called.
    pub const PREFIX: &'static str = "clocks-";

    /// Reads the text of `file`.
    ///
    /// # Errors
    /// [`DataError`] at the first thing in it that is wrong.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let source = Source { file, text };
        let form: File = source.read()?;
        let id = source.plain_id(&form.id, '-')?;
        let clocks = source.clocks(&id, form.clock)?;
        Ok(Self { name: source.label(form.name)?, channels: form.channels, clocks, id })
    }

    /// Whether a matter that came by this door has these clocks.
    pub fn serves(&self, channel: &str) -> bool {
        self.channels.is_empty() || self.channels.iter().any(|c| c.as_str() == channel)
    }
}
