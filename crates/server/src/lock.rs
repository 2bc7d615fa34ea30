//! One process at a time serves a folder: two would overlook each other's changes to regions, bodies and jobs.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};

const NAME: &str = "concord.lock";

/// Held while it lives; the system lets go of it when the process dies.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held, not read")] File);

impl Lock {
    /// Takes the folder, which is created when it is missing.
    pub fn take(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        let path = folder.join(NAME);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .with_context(|| format!("opening {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder).unwrap_or_default();
                bail!("{} is in use by another concord (process {}); stop it first", folder.display(), holder.trim());
            }
            Err(TryLockError::Error(error)) => return Err(error).context(format!("locking {}", path.display())),
        }
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Self(file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_in_use_is_refused_and_is_free_again_afterwards() {
        let folder = std::env::temp_dir().join(format!("concord-lock-{}", std::process::id()));
        let held = Lock::take(&folder).unwrap();
        let refused = Lock::take(&folder).unwrap_err().to_string();
        assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");
        drop(held);
        Lock::take(&folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
