//! What lies beside a book: SQLite takes a journal or log of that name for the book's own, whatever file it is of, and writes it in.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::open::left_behind;
use super::schema::APPLICATION_ID;

/// Begins a journal whose pages may be written back.
const JOURNAL: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
/// Begins a log; the last bit says in which order its sums are made.
const LOG: u32 = 0x377f_0682;
/// How often it is looked again where somebody writes meanwhile.
const LOOKS: u32 = 100;

/// A file that has the name of a book's journal or log, and is none of this book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stray {
    pub path: PathBuf,
    pub why: &'static str,
}

/// The first file beside a book that is not of it; none where the files there are fit, or mean nothing to SQLite. Not for a book
/// that is open in this process.
pub(super) fn stray(book: &Path) -> Option<Stray> {
    let book = fs::canonicalize(book).ok()?;
    let [journal, log] = left_behind(&book);
    for (path, why_not) in [(journal, of_journal as fn(&Face, &Path) -> _), (log, of_log)] {
        let Ok(about) = fs::symlink_metadata(&path) else { continue };
        if !about.is_file() {
            return Some(Stray { path, why: "is no file that belongs to a book" });
        }
        if let Some(why) = steadily(&book, |face| why_not(face, &path)) {
            return Some(Stray { path, why });
        }
    }
    None
}

/// Looks while the book stays as it is: a file beside it that comes or goes meanwhile is that of somebody who writes.
fn steadily(book: &Path, look: impl Fn(&Face) -> io::Result<Option<&'static str>>) -> Option<&'static str> {
    let mut before = Face::of(book).ok()?;
    for _ in 0..LOOKS {
        let found = look(&before);
        let after = Face::of(book).ok()?;
        if before == after {
            // What cannot be read, SQLite does not write back either.
            return found.ok().flatten();
        }
        before = after;
    }
    None
}

/// What the header of a database says, as far as its journal repeats it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Face {
    page: u32,
    /// Pages by its header, and by its length.
    pages: u32,
    length: u32,
    counter: u32,
    application: u32,
    logs: bool,
}

impl Face {
    fn of(book: &Path) -> io::Result<Self> {
        let mut head = [0; 100];
        let mut file = File::open(book)?;
        file.read_exact(&mut head)?;
        let face = Self::in_page(&head);
        let length = file.metadata()?.len() / u64::from(face.page.max(1));
        Ok(Self { length: u32::try_from(length).unwrap_or(u32::MAX), ..face })
    }

    fn in_page(head: &[u8; 100]) -> Self {
        let page = match u32::from(u16::from_be_bytes([head[16], head[17]])) {
            1 => 65_536,
            page => page,
        };
        Self {
            page,
            pages: number(head, 28),
            length: 0,
            counter: number(head, 24),
            application: number(head, 68),
            logs: head[18] == 2 || head[19] == 2,
        }
    }

    fn is_of_a_book(&self) -> bool {
        i64::from(self.application) == APPLICATION_ID
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Why a journal is not of this book. It holds pages as they were before the change that was cut off: the first one as it still
/// is, or as it was one change ago; and how many there were.
fn of_journal(book: &Face, path: &Path) -> io::Result<Option<&'static str>> {
    const OTHER: &str = "is what was left of a change to another file";
    const EARLIER: &str = "is what was left of a change to this file at another time, or to another book";
    let Some(journal) = open(path)? else { return Ok(None) };
    let mut head = [0; 28];
    journal.read_exact_at(&mut head, 0)?;
    let (pages, sector, page) = (number(&head, 16), number(&head, 20), number(&head, 24));
    if head[..8] != JOURNAL || !(32..=65_536).contains(&sector) || !(512..=65_536).contains(&page) {
        // SQLite does not read it as one.
        return Ok(None);
    }
    if page != book.page {
        return Ok(Some(OTHER));
    }
    Ok(match first_page(&journal, sector, page)? {
        Some(before) if !before.is_of_a_book() => Some(OTHER),
        Some(before) if ![before.counter, before.counter.wrapping_add(1)].contains(&book.counter) => Some(EARLIER),
        Some(_) => None,
        // Without its first page the file has not been written to as far as its header.
        None if ![book.pages, book.length].contains(&pages) => Some(EARLIER),
        None => None,
    })
}

/// The header as it was before the change, where the journal holds the first page.
fn first_page(journal: &File, sector: u32, page: u32) -> io::Result<Option<Face>> {
    let (length, sector, page) = (journal.metadata()?.len(), u64::from(sector), u64::from(page));
    let mut at = 0;
    let mut head = [0; 28];
    // Each part has a header in a sector of its own, then a number, a page and a sum for each page.
    while at + sector <= length {
        journal.read_exact_at(&mut head, at)?;
        if head[..8] != JOURNAL {
            break;
        }
        at += sector;
        let said = match number(&head, 8) {
            0 | u32::MAX => u64::MAX,
            said => u64::from(said),
        };
        let fit = (length - at) / (page + 8);
        for record in 0..said.min(fit) {
            let mut of = [0; 4];
            let here = at + record * (page + 8);
            journal.read_exact_at(&mut of, here)?;
            if u32::from_be_bytes(of) == 1 {
                let mut first = [0; 100];
                journal.read_exact_at(&mut first, here + 4)?;
                return Ok(Some(Face::in_page(&first)));
            }
        }
        if said > fit {
            break;
        }
        at = (at + said * (page + 8)).next_multiple_of(sector);
    }
    Ok(None)
}

/// Why a log is not of this book: a book that keeps one says so in its header.
fn of_log(book: &Face, path: &Path) -> io::Result<Option<&'static str>> {
    const OTHER: &str = "is the log of another file";
    let Some(log) = open(path)? else { return Ok(None) };
    let mut head = [0; 32];
    log.read_exact_at(&mut head, 0)?;
    if number(&head, 0) & !1 != LOG {
        return Ok(None);
    }
    if !book.logs || number(&head, 8) != book.page {
        return Ok(Some(OTHER));
    }
    let (length, frame) = (log.metadata()?.len(), u64::from(book.page) + 24);
    let mut at = 32;
    while at + frame <= length {
        let mut of = [0; 124];
        log.read_exact_at(&mut of, at)?;
        // What is left of an earlier round of the log is not read.
        if of[8..16] != head[16..24] {
            break;
        }
        if number(&of, 0) == 1 && i64::from(number(&of, 24 + 68)) != APPLICATION_ID {
            return Ok(Some(OTHER));
        }
        at += frame;
    }
    Ok(None)
}

fn open(path: &Path) -> io::Result<Option<File>> {
    match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        opened => opened.map(Some),
    }
}
