//! The files of a matter as the API answers them.

use std::collections::HashMap;

use concord_domain::matter::{Attachment, Matter};
use serde::Serialize;
use utoipa::ToSchema;

use super::matter_view::rfc3339;
use super::timeline::Reader;

/// A photo, scan or recording.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileView {
    pub no: u32,
    /// As the sender calls it; absent where it was erased.
    pub name: Option<String>,
    #[schema(example = "image/jpeg")]
    pub media_type: String,
    /// Bytes, as it is kept.
    pub size: i64,
    /// RFC 3339.
    pub at: String,
    /// `parties`, or `staff`: colleagues, and whoever sent it.
    pub audience: &'static str,
    /// Who sent it: `staff`, `party`, or `representative` of the party.
    pub from: &'static str,
    /// The party that sent it, or whose representative did.
    pub party: Option<u32>,
}

/// The files that a reader sees; none for whoever may not see the matter.
pub fn files(reader: Option<Reader>, m: &Matter, texts: &HashMap<i64, String>) -> Vec<FileView> {
    let seen = m.files.iter().filter(|file| reader.is_some_and(|reader| reader.sees(file)));
    let shown = |file: &Attachment| FileView {
        no: file.no,
        name: texts.get(&file.name.id).cloned(),
        media_type: file.media_type.clone(),
        size: file.size,
        at: rfc3339(file.at),
        audience: file.audience.as_str(),
        from: match (file.party, file.representative) {
            (None, _) => "staff",
            (Some(_), None) => "party",
            (Some(_), Some(_)) => "representative",
        },
        party: file.party,
    };
    seen.map(shown).collect()
}
