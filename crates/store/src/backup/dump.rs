use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use super::{Archive, Content, Draft, Progress, Step, TABLES};
use crate::dialect::sqlite::Purpose;
use crate::{Conn, Database, Fault, migrate, pool};

/// Rows in memory at a time.
const FETCH: usize = 2000;

/// Writes each table of a PostgreSQL database as JSON lines, all of one moment, a table after those that it refers to.
pub(super) fn tables(
    database: &Database,
    path: &Path,
    archive: &mut Archive,
    progress: &mut impl FnMut(Progress),
) -> Result<(), Fault> {
    let mut c = pool::connect(database, Purpose::Read)?;
    c.begin_read()?;
    super::append_manifest(archive, migrate::version(&mut c)?, Content::Tables)?;
    let names = table_names(&mut c)?;
    let total = names.len() as u64;
    for (name, done) in names.iter().zip(1..) {
        let lines = Draft(path.with_extension("lines"));
        write_lines(&mut c, name, &lines.0)?;
        archive.append_path_with_name(&lines.0, format!("{TABLES}/{name}.jsonl"))?;
        progress(Progress { step: Step::Database, done, total });
    }
    c.commit()
}

fn write_lines(c: &mut Conn, table: &str, path: &Path) -> Result<(), Fault> {
    let mut file = BufWriter::new(File::create(path)?);
    c.batch(&format!("DECLARE rows CURSOR FOR SELECT CAST(row_to_json(t) AS TEXT) FROM {table} t"))?;
    loop {
        let rows = c.query(&format!("FETCH {FETCH} FROM rows"), &[])?;
        for row in &rows {
            writeln!(file, "{}", row.str(0))?;
        }
        if rows.len() < FETCH {
            break;
        }
    }
    c.batch("CLOSE rows")?;
    file.flush()?;
    Ok(())
}

/// Tables of a PostgreSQL database but that of migrations, each after those that it refers to.
pub(super) fn table_names(c: &mut Conn) -> Result<Vec<String>, Fault> {
    let tables = c.query(
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'migration' ORDER BY 1",
        &[],
    )?;
    let references = c.query(
        "SELECT CAST(a.relname AS TEXT), CAST(b.relname AS TEXT) FROM pg_constraint r
         JOIN pg_class a ON a.oid = r.conrelid JOIN pg_class b ON b.oid = r.confrelid
         JOIN pg_namespace n ON n.oid = a.relnamespace
         WHERE r.contype = 'f' AND a.oid <> b.oid AND n.nspname = current_schema()",
        &[],
    )?;
    let references: Vec<(String, String)> = references.iter().map(|row| (row.text(0), row.text(1))).collect();
    let mut left: Vec<String> = tables.iter().map(|row| row.text(0)).collect();
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let waits = |name: &String| references.iter().any(|(from, to)| from == name && left.contains(to));
        let (later, now): (Vec<_>, Vec<_>) = left.iter().cloned().partition(waits);
        if now.is_empty() {
            return Err(Fault::new(format!("tables refer to each other in a circle: {later:?}")));
        }
        ordered.extend(now);
        left = later;
    }
    Ok(ordered)
}
