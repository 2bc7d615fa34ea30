//! Uploaded files. Their bytes lie in a folder, named by their SHA-256, so that the same file is kept once and a changed one is noticed;
//! the table `file` says which stream has which.

mod inspect;
mod picture;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

pub use inspect::{FileRefusal, Media, MediaKind, inspect};

use crate::{Conn, Fault, Row, hex};

/// Pictures decoded at the same time: each may take some hundred megabytes.
const DECODING_MAX: usize = 2;

/// Whether a picture may be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Turned upright, made smaller and without metadata (place, device, time), which tell more than the uploader means to.
    Clean,
    /// Byte for byte, for evidence.
    Original,
}

/// A file whose bytes are on disk. [`attach`] makes it known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Random, positive.
    pub id: i64,
    /// 64 hexadecimal digits.
    pub sha256: String,
    pub media_type: String,
    /// In bytes.
    pub size: i64,
}

/// A file of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    pub file: StoredFile,
    pub stream: i64,
    /// Microseconds UTC.
    pub created_at: i64,
}

#[derive(Debug, thiserror::Error)]
pub enum PutError {
    #[error(transparent)]
    Refused(#[from] FileRefusal),
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// The folder of files. Cheap to clone.
#[derive(Clone)]
pub struct Files {
    folder: Arc<Path>,
    decoding: Arc<Semaphore>,
}

impl Files {
    pub(crate) fn open(folder: &Path) -> Result<Self, Fault> {
        fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.into(), decoding: Arc::new(Semaphore::new(DECODING_MAX)) })
    }

    /// Checks a file and writes it durably. `claimed_name` is what the uploader calls it; its content decides what it is.
    ///
    /// # Errors
    /// [`PutError::Refused`] with the reason, in which case nothing is written.
    pub async fn put(&self, bytes: Bytes, claimed_name: &str, keep: Keep) -> Result<StoredFile, PutError> {
        let media = inspect(&bytes, claimed_name)?;
        let files = self.clone();
        let permit = match media.kind {
            MediaKind::Image => self.decoding.clone().acquire_owned().await.ok(),
            _ => None,
        };
        let work = move || {
            let _permit = permit;
            let (bytes, media_type) = match (media.kind, keep) {
                (MediaKind::Image, Keep::Clean) => picture::clean(&bytes, media)?,
                (MediaKind::Image, Keep::Original) => picture::check(&bytes).map(|()| (bytes, media.media_type))?,
                _ => (bytes, media.media_type),
            };
            Ok(files.write(&bytes, media_type)?)
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| Fault::from_error("a file could not be read", error))?
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Also when they are not those that were stored.
    pub async fn get(&self, sha256: &str) -> Result<Bytes, Fault> {
        let (path, wanted) = (self.path(sha256)?, sha256.to_owned());
        let work = move || {
            let bytes = fs::read(path)?;
            if hex(&Sha256::digest(&bytes)) != wanted {
                return Err(Fault::new(format!("file {wanted} was changed on disk")));
            }
            Ok(Bytes::from(bytes))
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| Fault::from_error("a file could not be read", error))?
    }

    /// Removes the bytes of a file that nothing refers to any more. Gone already is well too.
    pub async fn remove(&self, sha256: &str) -> Result<(), Fault> {
        let path = self.path(sha256)?;
        let removed = tokio::task::spawn_blocking(move || fs::remove_file(path)).await;
        match removed.map_err(|error| Fault::from_error("a file could not be removed", error))? {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Where files lie, as they are named in a backup.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes beside the final name, syncs, renames and syncs the folder: a file is there whole or not at all, whenever the power goes.
    fn write(&self, bytes: &[u8], media_type: &str) -> Result<StoredFile, Fault> {
        let sha256 = hex(&Sha256::digest(bytes));
        let stored =
            StoredFile { id: random_id()?, sha256, media_type: media_type.to_owned(), size: bytes.len() as i64 };
        let path = self.path(&stored.sha256)?;
        if path.exists() {
            return Ok(stored);
        }
        let folder = path.parent().unwrap_or(&self.folder);
        if !folder.exists() {
            fs::create_dir_all(folder)?;
            fs::File::open(&self.folder)?.sync_all()?;
        }
        let draft = folder.join(format!("{}.new", stored.id));
        let mut file = fs::File::create_new(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&draft, &path)?;
        fs::File::open(folder)?.sync_all()?;
        Ok(stored)
    }

    /// `ab/cdef…`: no folder grows beyond what file systems like.
    fn path(&self, sha256: &str) -> Result<PathBuf, Fault> {
        let digits = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        if sha256.len() != 64 || !sha256.bytes().all(digits) {
            return Err(Fault::new("a file is named by 64 hexadecimal digits"));
        }
        Ok(self.folder.join(&sha256[..2]).join(&sha256[2..]))
    }
}

/// Makes a stored file known as one of `stream`, at `created_at` microseconds UTC.
pub fn attach(c: &mut Conn, file: &StoredFile, stream: i64, created_at: i64) -> Result<(), Fault> {
    let sql = "INSERT INTO file (id, stream, sha256, media_type, size, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    let StoredFile { id, sha256, media_type, size } = file;
    let params = [(*id).into(), stream.into(), sha256.into(), media_type.into(), (*size).into(), created_at.into()];
    c.execute(sql, &params).map(drop)
}

/// A file by its id.
pub fn find(c: &mut Conn, id: i64) -> Result<Option<FileRow>, Fault> {
    let sql = "SELECT id, sha256, media_type, size, stream, created_at FROM file WHERE id = $1";
    Ok(c.query_opt(sql, &[id.into()])?.map(row))
}

/// All files of a stream, oldest first.
pub fn of_stream(c: &mut Conn, stream: i64) -> Result<Vec<FileRow>, Fault> {
    let sql =
        "SELECT id, sha256, media_type, size, stream, created_at FROM file WHERE stream = $1 ORDER BY created_at, id";
    Ok(c.query(sql, &[stream.into()])?.into_iter().map(row).collect())
}

/// Forgets a file. The SHA-256 comes back when no other row has the same bytes: [`Files::remove`] them after the commit.
pub fn detach(c: &mut Conn, id: i64) -> Result<Option<String>, Fault> {
    let Some(row) = c.query_opt("DELETE FROM file WHERE id = $1 RETURNING sha256", &[id.into()])? else {
        return Ok(None);
    };
    let others = c.query_one("SELECT count(*) FROM file WHERE sha256 = $1", &[row.str(0).into()])?.int(0);
    Ok((others == 0).then(|| row.text(0)))
}

fn row(row: Row) -> FileRow {
    let file = StoredFile { id: row.int(0), sha256: row.text(1), media_type: row.text(2), size: row.int(3) };
    FileRow { file, stream: row.int(4), created_at: row.int(5) }
}

fn random_id() -> Result<i64, Fault> {
    let bits = getrandom::u64().map_err(|error| Fault::from_error("no random numbers", error))?;
    Ok((bits >> 1).max(1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::on_both_async;

    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

    #[test]
    fn a_file_comes_back_as_it_was_and_the_same_bytes_are_kept_once() {
        on_both_async(|store| async move {
            let first = store.files().put(Bytes::from_static(PDF), "a.pdf", Keep::Clean).await.unwrap();
            let second = store.files().put(Bytes::from_static(PDF), "b.pdf", Keep::Clean).await.unwrap();
            assert_eq!((&first.sha256, first.media_type.as_str()), (&second.sha256, "application/pdf"));
            assert_eq!(store.files().get(&first.sha256).await.unwrap(), PDF);
            let ids = (first.id, second.id);
            assert_ne!(ids.0, ids.1);
            store.write(move |c| attach(c, &first, 7, 1).and_then(|()| attach(c, &second, 8, 2))).await.unwrap();
            assert_eq!(store.read(|c| of_stream(c, 7)).await.unwrap()[0].file.id, ids.0);
            assert_eq!(store.write(move |c| detach(c, ids.0)).await.unwrap(), None);
            let last = store.write(move |c| detach(c, ids.1)).await.unwrap().unwrap();
            store.files().remove(&last).await.unwrap();
            assert!(store.files().get(&last).await.is_err());
        });
    }

    #[test]
    fn a_file_that_was_changed_on_disk_is_not_handed_out() {
        on_both_async(|store| async move {
            let stored = store.files().put(Bytes::from_static(PDF), "a.pdf", Keep::Clean).await.unwrap();
            fs::write(store.files().path(&stored.sha256).unwrap(), b"something else").unwrap();
            assert!(store.files().get(&stored.sha256).await.is_err());
        });
    }

    #[test]
    fn a_name_that_leads_out_of_the_folder_is_refused() {
        on_both_async(|store| async move {
            assert!(store.files().get("../../../etc/passwd").await.is_err());
        });
    }
}
