//! Where templates and messages come from: the binary, or a folder that is read again for every page.

use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

use super::templates::FaceError;

/// Templates and message files of all slices. A debug build reads them from the source tree.
#[derive(RustEmbed)]
#[folder = "src"]
#[include = "*.html"]
#[include = "*.ftl"]
struct Slices;

/// Where templates and messages are read from.
#[derive(Debug, Clone)]
pub enum Source {
    /// What was built into the binary, read once.
    Embedded,
    /// A folder with one folder per slice, read again for every page: for whoever writes pages.
    Folder(PathBuf),
}

/// One template or message file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Relative to the source, with forward slashes: `track/show.html`.
    pub name: String,
    /// UTF-8 content.
    pub text: String,
}

impl SourceFile {
    /// Whether it holds messages; a template otherwise.
    pub fn is_messages(&self) -> bool {
        self.name.strip_suffix(".ftl").is_some()
    }
}

impl Source {
    /// All `.html` and `.ftl` files, by name.
    ///
    /// # Errors
    /// When a file cannot be read or is not UTF-8.
    pub fn files(&self) -> Result<Vec<SourceFile>, FaceError> {
        let mut files = match self {
            Self::Embedded => embedded()?,
            Self::Folder(root) => {
                let mut files = Vec::new();
                walk(root, root, &mut files)?;
                files
            }
        };
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }
}

fn embedded() -> Result<Vec<SourceFile>, FaceError> {
    Slices::iter()
        .filter_map(|name| Slices::get(&name).map(|file| (name, file)))
        .map(|(name, file)| {
            let text = String::from_utf8(file.data.into_owned()).map_err(|_| FaceError::NotText(name.to_string()))?;
            Ok(SourceFile { name: name.into_owned(), text })
        })
        .collect()
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) -> Result<(), FaceError> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(root, &path, files)?;
        } else if path.extension().is_some_and(|ext| ext == "html" || ext == "ftl") {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            files.push(SourceFile { name: parts.join("/"), text: std::fs::read_to_string(&path)? });
        }
    }
    Ok(())
}
