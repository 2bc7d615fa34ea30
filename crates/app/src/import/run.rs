//! Filing the rows of an export, once each.

use std::{
    collections::HashSet,
    fmt::Write as _,
    fs::File,
    io::Read,
    path::Path,
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};

use concord_policy::Actor;
use concord_store::{Conn, Fault};
use sha2::{Digest, Sha256};

use super::{
    Say,
    checkpoint_queries::{self, RunKey},
    filing,
    mapping::{Draft, Known, Mapped, Mapping},
    message::sayer,
    outcome::{Counts, ImportError, Outcome, Progress},
    read::{Row, Source},
    rejects::{Rejected, Rejects},
};
use crate::kit::{desk::Desk, failure::Failure, matter_queries, messages::Lang, recording::Recording};

/// Rows that are filed in one transaction.
const BATCH_ROWS: usize = 200;
/// Who files, in the journal.
const ACTOR: Actor = Actor::System("import");

/// What to import.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    pub file: &'a Path,
    pub mapping_file: &'a Path,
    /// Language of the reasons in the rejects file.
    pub lang: Lang,
    pub purpose: Purpose,
}

/// Whether anything is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Checks every row as for filing and writes the rejects; the database stays as it is.
    DryRun,
    File,
}

/// Files the rows of an export. Blocks: call it from a thread of its own.
///
/// A row whose number is known under the mapping's source changes nothing. Reports, and how far the import has come, are
/// written together, so an interrupted run goes on with the first row that was not dealt with.
///
/// # Errors
/// [`ImportError`]; rows that cannot be taken are no error but go to the rejects file.
pub fn run(desk: &Desk, job: &Job, progress: &mut dyn FnMut(&Progress)) -> Result<Outcome, ImportError> {
    let text = std::fs::read_to_string(job.mapping_file)
        .map_err(|source| ImportError::Io { path: job.mapping_file.to_owned(), source })?;
    let mapping = Mapping::parse(job.mapping_file, &text).map_err(|e| ImportError::Mapping(vec![e]))?;
    let known = filing::known(desk);
    let source = Source::open(job.file, &mapping.hints)?;
    mapping.check(&source.columns, &known).map_err(ImportError::Mapping)?;
    let key = RunKey { file: digest_of(job.file)?, mapping: hex(&Sha256::digest(text.as_bytes())) };
    let stopped = match job.purpose {
        Purpose::DryRun => None,
        Purpose::File => {
            let key = key.clone();
            desk.store.read_blocking(move |c| checkpoint_queries::stopped(c, &key))?
        }
    };
    let before = stopped.unwrap_or_default();
    let messages = desk.templates.messages();
    let say = sayer(messages, job.lang);
    let rejects = Rejects::of(job.file, &source.columns, before.rejected, &say);
    let intake = Intake { desk, mapping: &mapping, known: &known, lang: job.lang, say: &say };
    let (counts, rejects) = match job.purpose {
        Purpose::DryRun => intake.check_all(source, rejects, progress)?,
        Purpose::File => intake.file_all(source, &key, before, rejects, progress)?,
    };
    Ok(Outcome { counts, resumed_after: before.rows, rejects: rejects.path().map(Path::to_owned) })
}

/// What a batch of rows became before anything is written.
#[derive(Default)]
struct Batch {
    ready: Vec<Ready>,
    rejected: Vec<Rejected>,
    /// Rows read, skipped, known already; values left out.
    counts: Counts,
}

/// A row that the desk would file.
struct Ready {
    external_id: String,
    recording: Recording,
}

struct Intake<'a> {
    desk: &'a Desk,
    mapping: &'a Mapping,
    known: &'a Known,
    lang: Lang,
    say: &'a Say<'a>,
}

impl Intake<'_> {
    fn check_all(
        &self,
        mut source: Source,
        mut rejects: Rejects,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<(Counts, Rejects), ImportError> {
        let mut counts = Counts::default();
        let mut seen = HashSet::new();
        while let Some(batch) = self.next_batch(&mut source)? {
            counts = counts.plus(&batch.counts);
            counts.rejected += batch.rejected.len() as u64;
            for ready in batch.ready {
                let is_new = seen.insert(ready.external_id);
                counts.created += u64::from(is_new);
                counts.unchanged += u64::from(!is_new);
            }
            write(&mut rejects, &batch.rejected)?;
            progress(&Progress { position: source.position(), size: source.size, counts });
        }
        Ok((counts, rejects))
    }

    /// Reads and decides on this thread while another one writes.
    fn file_all(
        &self,
        mut source: Source,
        key: &RunKey,
        before: Counts,
        rejects: Rejects,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<(Counts, Rejects), ImportError> {
        for _ in 0..before.rows {
            source.next().transpose()?;
        }
        let done = Mutex::new(before);
        let counts = || *done.lock().unwrap_or_else(PoisonError::into_inner);
        let rejects = std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel(2);
            let (desk, name) = (self.desk, self.mapping.source.as_str());
            let done = &done;
            let writing = scope.spawn(move || write_all(desk, name, receiver, key, done, rejects));
            let reading = self.send_all(&mut source, &sender, &mut |source| {
                progress(&Progress { position: source.position(), size: source.size, counts: counts() });
            });
            drop(sender);
            let written = writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            // A failed writer stops the reader: its error is the one that tells.
            written.and_then(|rejects| reading.map(|()| rejects))
        })?;
        let (end, name, last) = (self.desk.now(), self.mapping.source.clone(), counts());
        let key = key.clone();
        self.desk.store.write_blocking(move |c| checkpoint_queries::note(c, &key, &name, &last, end, Some(end)))?;
        progress(&Progress { position: source.size, size: source.size, counts: last });
        Ok((last, rejects))
    }

    fn send_all(
        &self,
        source: &mut Source,
        sender: &SyncSender<Batch>,
        progress: &mut dyn FnMut(&Source),
    ) -> Result<(), ImportError> {
        while let Some(batch) = self.next_batch(source)? {
            if sender.send(batch).is_err() {
                return Ok(());
            }
            progress(source);
        }
        Ok(())
    }

    fn next_batch(&self, source: &mut Source) -> Result<Option<Batch>, ImportError> {
        let rows: Vec<Row> = source.by_ref().take(BATCH_ROWS).collect::<Result<_, _>>()?;
        if rows.is_empty() {
            return Ok(None);
        }
        let mut batch = Batch::default();
        batch.counts.rows = rows.len() as u64;
        let mut drafts = Vec::new();
        for row in rows {
            match self.mapping.map(&row, self.known) {
                Ok(Mapped::Report(draft)) => drafts.push((row, *draft)),
                Ok(Mapped::Skipped) => batch.counts.skipped += 1,
                Err(reject) => batch.rejected.push(Rejected { reason: (self.say)(&reject.message()), row }),
            }
        }
        let taken = self.taken(&drafts)?;
        for (row, draft) in drafts {
            if taken.contains(&draft.external_id) {
                batch.counts.unchanged += 1;
            } else {
                self.decide(&mut batch, row, draft)?;
            }
        }
        Ok(Some(batch))
    }

    /// Numbers that are filed already, so that nothing is decided in vain.
    fn taken(&self, drafts: &[(Row, Draft)]) -> Result<HashSet<String>, ImportError> {
        let source = self.mapping.source.clone();
        let ids: Vec<String> = drafts.iter().map(|(_, draft)| draft.external_id.clone()).collect();
        let taken = self.desk.store.read_blocking(move |c| {
            let mut taken = HashSet::new();
            for id in ids {
                if matter_queries::imported(c, &source, &id)?.is_some() {
                    taken.insert(id);
                }
            }
            Ok::<_, Fault>(taken)
        })?;
        Ok(taken)
    }

    fn decide(&self, batch: &mut Batch, row: Row, draft: Draft) -> Result<(), ImportError> {
        let (external_id, left_out) = (draft.external_id.clone(), draft.left_out.len() as u64);
        let filing = filing::filing(&self.mapping.source, draft, self.say);
        match self.desk.prepare(&ACTOR, filing) {
            Ok(prepared) => {
                batch.counts.left_out += left_out;
                batch.ready.push(Ready { external_id, recording: prepared.recording });
            }
            Err(failure) => {
                let reason = filing::reason(self.desk.templates.messages(), self.lang, failure)?;
                batch.rejected.push(Rejected { row, reason });
            }
        }
        Ok(())
    }
}

fn write_all(
    desk: &Desk,
    source: &str,
    batches: Receiver<Batch>,
    key: &RunKey,
    done: &Mutex<Counts>,
    mut rejects: Rejects,
) -> Result<Rejects, ImportError> {
    for batch in batches {
        // Rejects are on disk before the checkpoint counts them; what a crash leaves beyond it is dropped on going on.
        write(&mut rejects, &batch.rejected)?;
        let before = *done.lock().unwrap_or_else(PoisonError::into_inner);
        let mut counts = before.plus(&batch.counts);
        counts.rejected += batch.rejected.len() as u64;
        let (key, name, now) = (key.clone(), source.to_owned(), desk.now());
        let counts = desk.store.write_blocking(move |c| {
            for ready in &batch.ready {
                if write_once(c, &name, ready)? {
                    counts.created += 1;
                } else {
                    counts.unchanged += 1;
                }
            }
            checkpoint_queries::note(c, &key, &name, &counts, now, None)?;
            Ok::<_, Failure>(counts)
        })?;
        *done.lock().unwrap_or_else(PoisonError::into_inner) = counts;
    }
    Ok(rejects)
}

/// Writes a report unless its number came up in between: twice in one file, or by another import at the same time.
fn write_once(c: &mut Conn, source: &str, ready: &Ready) -> Result<bool, Failure> {
    if matter_queries::imported(c, source, &ready.external_id)?.is_some() {
        return Ok(false);
    }
    ready.recording.write(c)?;
    Ok(true)
}

fn write(rejects: &mut Rejects, rejected: &[Rejected]) -> Result<(), ImportError> {
    rejects.add(rejected).map_err(|source| {
        let path = rejects.path().map(Path::to_owned).unwrap_or_default();
        ImportError::Io { path, source }
    })
}

fn digest_of(path: &Path) -> Result<String, ImportError> {
    let failed = |source| ImportError::Io { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(failed)?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        match file.read(&mut chunk).map_err(failed)? {
            0 => return Ok(hex(&hash.finalize())),
            n => hash.update(&chunk[..n]),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests;
