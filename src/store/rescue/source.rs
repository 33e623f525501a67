//! A private copy of a damaged file, made readable as far as that goes: its header, its length, its schema.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::walk::walk;
use crate::store::backup::private_copy;
use crate::store::error::StoreError;
use crate::store::fleeting::FleetingFolder;
use crate::store::integrity::integrity;
use crate::store::journal::{ENTRY_COLUMNS, Entry};
use crate::store::schema::{APPLICATION_ID, VERSION};
use crate::store::{beside, hex, open, unless_open_here};

/// The size of the pages of every book.
const PAGE: usize = 4_096;
/// What a table of the schema needs to be there at all.
const TABLES: &str =
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('entries', 'changes', 'clients', 'models')";
/// Lines of SQLite's own check that are told.
const TOLD: usize = 20;

/// The copy, open.
pub(super) struct Source {
    pub db: Connection,
    /// What is wrong with the file, in words.
    pub damage: Vec<String>,
    _folder: FleetingFolder,
}

impl Source {
    /// Copies a book and opens the copy. `backup` may lend its schema.
    pub fn open(book: &Path, backup: Option<&Path>) -> Result<Self, StoreError> {
        match fs::metadata(book) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(StoreError::Missing(book.to_owned())),
            Ok(about) if !about.is_file() || about.len() < 512 => {
                return Err(StoreError::Foreign { path: book.to_owned(), why: "it does not begin like one".to_owned() });
            }
            Err(_) | Ok(_) => {}
        }
        if let Err(error @ StoreError::Newer { .. }) = open::recognise(book) {
            return Err(error);
        }
        let stray = unless_open_here(book, || beside::stray(book)).flatten();
        let (folder, copy) = private_copy(book)?;
        let mut damage: Vec<String> =
            stray.iter().map(|stray| format!("{} {}: it is left out here", stray.path.display(), stray.why)).collect();
        // What was under way is finished, or taken back, first: it may hold the very pages that are damaged.
        if open::left_behind(&copy).iter().any(|left| left.exists()) {
            damage.push("a change was cut off in it; in the copy it was taken back".to_owned());
            if let Ok(db) = connection(&copy) {
                let _ = tables(&db);
            }
        }
        damage.extend(mend_header(&copy)?);
        let db = connection(&copy)?;
        let (db, missing) = match tables(&db) {
            Ok(4) => (db, false),
            Ok(_) | Err(_) => {
                drop(db);
                damage.push("the schema is damaged".to_owned());
                (connection(&with_a_schema(&copy, folder.path(), backup)?)?, true)
            }
        };
        if !missing {
            damage.extend(integrity(&db, TOLD)?);
        }
        Ok(Self { db, damage, _folder: folder })
    }
}

fn connection(copy: &Path) -> Result<Connection, StoreError> {
    let db = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // Settings that may not be read from a damaged file change nothing that matters here.
    let _ = db.execute_batch("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF;");
    Ok(db)
}

fn tables(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row(TABLES, [], |row| row.get(0))
}

/// Gives the copy the header of a book where it has none, and the length it has.
fn mend_header(copy: &Path) -> Result<Vec<String>, StoreError> {
    let failed = |source| StoreError::File { what: "the private copy cannot be worked on".to_owned(), source };
    let file = OpenOptions::new().read(true).write(true).open(copy).map_err(failed)?;
    let mut head = [0_u8; 100];
    file.read_exact_at(&mut head, 0).map_err(failed)?;
    let length = usize::try_from(file.metadata().map_err(failed)?.len()).unwrap_or(usize::MAX);
    let pages = u32::try_from(length / PAGE).unwrap_or(u32::MAX);
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let mut damage = Vec::new();
    let sound = &head[..16] == b"SQLite format 3\0"
        && head[16..18] == [0x10, 0x00]
        && head[18..24] == [1, 1, 0, 64, 32, 32]
        && number(68) == APPLICATION_ID.unsigned_abs() as u32
        && (1..=4).contains(&number(44))
        && number(56) == 1;
    let cut_off = number(28) != pages || !length.is_multiple_of(PAGE);
    if sound && !cut_off {
        return Ok(damage);
    }
    if sound {
        damage.push(format!("the file is cut off: it has {pages} of {} pages", number(28)));
    } else {
        damage.push(format!("its header is damaged: it begins with {}", hex(&head[..16])));
        head = [0; 100];
        head[..16].copy_from_slice(b"SQLite format 3\0");
        head[16..24].copy_from_slice(&[0x10, 0x00, 1, 1, 0, 64, 32, 32]);
        for (at, value) in [(40, 1), (44, 4), (56, 1), (60, VERSION as u32), (68, APPLICATION_ID as u32), (96, 3_046_000)] {
            head[at..at + 4].copy_from_slice(&value.to_be_bytes());
        }
    }
    head[24..28].copy_from_slice(&1_u32.to_be_bytes());
    head[28..32].copy_from_slice(&pages.to_be_bytes());
    // No free pages: nothing is ever written.
    head[32..40].fill(0);
    head[92..96].copy_from_slice(&1_u32.to_be_bytes());
    file.write_all_at(&head, 0).map_err(failed)?;
    file.set_len(u64::from(pages) * PAGE as u64).map_err(failed)?;
    Ok(damage)
}

/// A copy of the copy with the schema of another book: tables lie in the same places in every book that was made, or copied, by
/// this version. The one with which most entries read is taken.
fn with_a_schema(copy: &Path, folder: &Path, backup: Option<&Path>) -> Result<PathBuf, StoreError> {
    let fresh = folder.join("fresh.db");
    open::make(&fresh, |_| Ok(()))?;
    let packed = folder.join("packed.db");
    connection(&fresh)?.execute("VACUUM INTO ?", [packed.to_string_lossy()])?;
    let lenders = [Some(fresh.as_path()), Some(packed.as_path()), backup];
    let mut best: Option<(i64, PathBuf)> = None;
    for (n, lender) in lenders.into_iter().flatten().enumerate() {
        let tried = folder.join(format!("tried-{n}.db"));
        let Ok(()) = lend(lender, copy, &tried) else { continue };
        let entries = connection(&tried).map_or(0, |db| readable_entries(&db));
        if best.as_ref().is_none_or(|(most, _)| entries > *most) {
            best = Some((entries, tried));
        }
    }
    Ok(best.map_or_else(|| copy.to_owned(), |(_, path)| path))
}

/// Copies the pages of the schema of one file over those of another.
fn lend(lender: &Path, copy: &Path, to: &Path) -> std::io::Result<()> {
    let (from, mut bytes) = (fs::read(lender)?, fs::read(copy)?);
    let pages = u32::try_from(bytes.len() / PAGE).unwrap_or(u32::MAX);
    for page in schema_pages(&from) {
        let at = (page - 1) * PAGE;
        if let (Some(theirs), Some(ours)) = (from.get(at..at + PAGE), bytes.get_mut(at..at + PAGE)) {
            ours.copy_from_slice(theirs);
        }
    }
    if bytes.len() < PAGE {
        return Err(std::io::Error::other("not one page is left"));
    }
    bytes[24..28].copy_from_slice(&1_u32.to_be_bytes());
    bytes[28..32].copy_from_slice(&pages.to_be_bytes());
    bytes[32..40].fill(0);
    bytes[92..96].copy_from_slice(&1_u32.to_be_bytes());
    fs::write(to, bytes)
}

/// The numbers of the pages that hold the schema: the first page, and those it points to where it is an inner one.
fn schema_pages(file: &[u8]) -> Vec<usize> {
    let byte = |at: usize| file.get(at).copied().unwrap_or(0);
    let short = |at: usize| usize::from(u16::from_be_bytes([byte(at), byte(at + 1)]));
    let long = |at: usize| u32::from_be_bytes([byte(at), byte(at + 1), byte(at + 2), byte(at + 3)]) as usize;
    let mut pages = vec![1];
    if byte(100) == 0x05 {
        pages.extend((0..short(103)).map(|cell| long(short(112 + 2 * cell))));
        pages.push(long(108));
    }
    pages.retain(|page| *page > 0);
    pages
}

/// How many entries carry the hash they should.
fn readable_entries(db: &Connection) -> i64 {
    let mut found = 0;
    walk(db, ENTRY_COLUMNS, "entries", &["seq"], |row| {
        found += i64::from(Entry::read(row).is_ok_and(|(entry, hash)| entry.hash() == hash));
    });
    found
}
