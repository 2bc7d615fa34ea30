//! The rows that were not taken, as a table to correct and import again.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Message, Say, read::Row};

/// Lets spreadsheet programs see that the file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// A row that was not taken, and why.
#[derive(Debug)]
pub struct Rejected {
    pub row: Row,
    pub reason: String,
}

/// `FILE.rejects.csv`: made when the first row is rejected.
pub struct Rejects {
    path: PathBuf,
    header: Vec<String>,
    columns: Vec<Arc<str>>,
    /// Rows that an interrupted run left in the file and that count.
    keep: u64,
    writer: Option<csv::Writer<BufWriter<File>>>,
}

impl Rejects {
    /// Rejects of `file`, of which the first `keep` were written before an interruption.
    pub fn of(file: &Path, columns: &[Arc<str>], keep: u64, say: &Say) -> Self {
        let own = ["import-rejects-line", "import-rejects-reason"].map(|key| say(&Message::new(key)));
        let header = own.into_iter().chain(columns.iter().map(|c| c.to_string())).collect();
        Self { path: beside(file, "rejects.csv"), header, columns: columns.to_vec(), keep, writer: None }
    }

    /// The file, if there are rejects.
    pub fn path(&self) -> Option<&Path> {
        (self.writer.is_some() || self.keep > 0).then_some(self.path.as_path())
    }

    /// Adds rows and sees to it that they are on disk before the import counts them.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add(&mut self, rejected: &[Rejected]) -> io::Result<()> {
        if rejected.is_empty() {
            return Ok(());
        }
        if self.writer.is_none() {
            self.writer = Some(self.open()?);
        }
        let Some(writer) = &mut self.writer else { return Ok(()) };
        for Rejected { row, reason } in rejected {
            let mut record = vec![row.line.to_string(), reason.clone()];
            if row.damage.is_some() {
                record.extend(row.fields.iter().map(|(_, text)| text.clone()));
            } else {
                record.extend(self.columns.iter().map(|c| row.get(c).unwrap_or_default().into_owned()));
            }
            writer.write_record(&record)?;
        }
        writer.flush()?;
        writer.get_ref().get_ref().sync_data()
    }

    /// Begins the file anew, with the rows kept from before.
    fn open(&self) -> io::Result<csv::Writer<BufWriter<File>>> {
        let kept = self.kept()?;
        let mut file = BufWriter::new(File::create(&self.path)?);
        file.write_all(BYTE_ORDER_MARK)?;
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
        writer.write_record(&self.header)?;
        for record in kept {
            writer.write_record(&record)?;
        }
        Ok(writer)
    }

    fn kept(&self) -> io::Result<Vec<csv::StringRecord>> {
        if self.keep == 0 || !self.path.exists() {
            return Ok(Vec::new());
        }
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(&self.path)?;
        let kept = reader.records().take(usize::try_from(self.keep).unwrap_or(usize::MAX));
        Ok(kept.collect::<Result<_, _>>()?)
    }
}

/// A file beside another, with its name and more: `cases.csv` → `cases.csv.rejects.csv`.
pub fn beside(file: &Path, more: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(more);
    file.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read::Damage;

    fn row(line: u64, text: &str) -> Rejected {
        let row =
            Row {
                line, fields: vec![("编号".into(), format!("T{line}")), ("内容".into(), text.into())], damage: None
            };
        Rejected { row, reason: "why".into() }
    }

    fn rejects(file: &Path, keep: u64) -> Rejects {
        let columns = ["编号".into(), "内容".into()];
        Rejects::of(file, &columns, keep, &|m: &Message| m.key.to_string())
    }

    fn read(file: &Path) -> String {
        std::fs::read_to_string(beside(file, "rejects.csv")).unwrap()
    }

    #[test]
    fn rejects_carry_line_reason_and_the_original_cells() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("t.csv");
        let mut damaged = row(3, "x,y");
        damaged.row.damage = Some(Damage::FieldCount { expected: 2, found: 3 });
        damaged.row.fields.push(("#3".into(), "z".into()));
        rejects(&file, 0).add(&[row(2, "a\nb"), damaged]).unwrap();
        let expected =
            "\u{FEFF}import-rejects-line,import-rejects-reason,编号,内容\n2,why,T2,\"a\nb\"\n3,why,T3,\"x,y\",z\n";
        assert_eq!(read(&file), expected);
    }

    #[test]
    fn a_run_that_goes_on_keeps_the_rows_that_counted_and_drops_those_written_after() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("t.csv");
        rejects(&file, 0).add(&[row(2, "a"), row(3, "b")]).unwrap();
        rejects(&file, 1).add(&[row(3, "b"), row(9, "c")]).unwrap();
        let lines: Vec<_> = read(&file).lines().skip(1).map(|l| l[..1].to_owned()).collect();
        assert_eq!(lines, ["2", "3", "9"]);
    }

    #[test]
    fn without_rejects_there_is_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("t.csv");
        let mut none = rejects(&file, 0);
        none.add(&[]).unwrap();
        assert_eq!(none.path(), None);
        assert!(!beside(&file, "rejects.csv").exists());
    }
}
