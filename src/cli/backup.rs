//! `backup`, `backup list` and `restore-backup`: copies of the book.

use std::path::{Path, PathBuf};

use chrono::SecondsFormat;
use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::call::Call;
use super::fault::Fault;
use super::json::List;
use super::print::Table;
use crate::exchange::refused::shown_path;
use crate::store::{
    BackupFile, Difference, Examined, LostEntry, RestoreReport, StoreError, backups, compare, examine, restore_backup, the_backup,
};

/// Copy the book to a safe place, and look whether the copy is whole; or list the copies there are.
///
/// Backups are also made by themselves: before an import, an upgrade, finalising a session and whatever else concerns several
/// clients, and every half hour in which something changed. All of 48 hours are kept, then the last of 14 days, 10 weeks and 12
/// months, and always the last three; books that were replaced, or as they were before an upgrade, stay until you remove them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck backup                               beside the other backups of the book
  quarterdeck backup /media/stick/book.db
  quarterdeck backup list                          which there are, and whether they are whole
  quarterdeck backup ./list                        into a file of that name")]
pub struct Backup {
    /// The file; without it the copy goes beside the book's other backups; `list` lists those
    file: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Backup {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        if self.file.as_deref() == Some(Path::new("list")) {
            return list(self.json, call);
        }
        let store = call.open()?;
        let path = store.backup(self.file.as_deref(), "asked", &call.stamp)?;
        call.made(format!("the book is copied to {}", shown_path(&path)));
        if self.json {
            return call.out.json(&json!({ "backup": path.display().to_string() }));
        }
        call.out.text(&format!("copied the book to {}", shown_path(&path)))
    }
}

/// A backup as it is listed.
#[derive(Serialize)]
struct Item {
    number: usize,
    path: String,
    at: String,
    why: String,
    bytes: u64,
    clients: Option<i64>,
    entries: Option<i64>,
    whole: bool,
    problem: Option<String>,
}

impl Item {
    fn of(number: usize, backup: &BackupFile, examined: Result<Examined, StoreError>) -> Self {
        let (examined, problem) = match examined {
            Ok(examined) => {
                let problem = examined.problems.first().cloned();
                (Some(examined), problem)
            }
            Err(error) => (None, Some(error.to_string())),
        };
        Self {
            number,
            path: shown_path(&backup.path),
            at: backup.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            why: backup.why.clone(),
            bytes: backup.bytes,
            clients: examined.as_ref().map(|examined| examined.clients),
            entries: examined.as_ref().map(|examined| examined.entries),
            whole: problem.is_none(),
            problem,
        }
    }
}

/// The backups of the book, the newest first; the book itself may be damaged or gone.
fn list(json: bool, call: &mut Call) -> Result<(), Fault> {
    let found = backups(&call.book)?;
    if found.is_empty() && std::fs::symlink_metadata(&call.book).is_err() {
        return Err(StoreError::Missing(call.book.clone()).into());
    }
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let items = found.iter().enumerate().map(|(at, backup)| Item::of(at + 1, backup, examine(&backup.path)));
    if json {
        let mut list = List::begin(&mut call.out)?;
        for item in items {
            list.item(&item)?;
        }
        return list.end(total);
    }
    if found.is_empty() {
        return call.out.text("there are no backups of this book yet");
    }
    let mut table = Table::new(&[">no", "made", "why", ">bytes", ">clients", ">entries", "state", "file"]);
    for item in items {
        let known = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
        let state = item.problem.unwrap_or_else(|| "whole".to_owned());
        let (number, bytes) = (item.number.to_string(), item.bytes.to_string());
        table.row([
            &number,
            &item.at,
            &item.why,
            &bytes,
            &known(item.clients),
            &known(item.entries),
            &state,
            &file_name(Path::new(&item.path)),
        ]);
    }
    call.out.table(&table)
}

/// The name of a backup without its folder: enough for `restore-backup`.
pub fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| shown_path(path), |name| shown_path(Path::new(name)))
}

/// Go back to a backup. It is looked through first, and what that changes is told; the book as it is now is kept among the
/// backups.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck restore-backup 1 --dry-run           what going back to the newest backup would change
  quarterdeck restore-backup book-20261122T090000Z-asked.db
  quarterdeck restore-backup /media/stick/book.db")]
pub struct RestoreBackup {
    /// The backup: a file, its name among the backups of the book, or its number in `backup list`
    file: PathBuf,
    /// Only say what it would change
    #[arg(long)]
    dry_run: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// An entry that would be lost.
#[derive(Serialize)]
pub struct LostItem {
    /// Its number.
    pub seq: i64,
    /// The day it was recorded under.
    pub day: String,
    /// Who acted.
    pub by: String,
    /// What was done.
    pub summary: String,
}

impl From<&LostEntry> for LostItem {
    fn from(entry: &LostEntry) -> Self {
        Self { seq: entry.seq, day: entry.day.to_string(), by: entry.by.clone(), summary: entry.summary.clone() }
    }
}

#[derive(Serialize)]
struct Restored {
    book: String,
    backup: String,
    dry_run: bool,
    clients_before: Option<i64>,
    clients_after: i64,
    entries_before: Option<i64>,
    entries_after: i64,
    same_book: bool,
    lost_entries: i64,
    gained_entries: i64,
    lost: Vec<LostItem>,
    kept: Option<String>,
    problems: Vec<String>,
}

impl RestoreBackup {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let from = the_backup(&call.book, &self.file)?;
        let (difference, kept) = if self.dry_run {
            (compare(&call.book, &from)?, None)
        } else {
            let RestoreReport { difference, kept, .. } = restore_backup(&call.book, &from, &call.stamp)?;
            call.made(format!("{} is restored", shown_path(&call.book)));
            (difference, kept)
        };
        if self.json {
            let document = document(&difference, kept.as_deref(), &from, self.dry_run, call);
            return call.out.json(&document);
        }
        let done = if self.dry_run { "would restore" } else { "restored" };
        call.out.text(&format!("{done} {} from {}", shown_path(&call.book), shown_path(&from)))?;
        told(&difference, call)?;
        if let Some(kept) = kept {
            call.out.text(&format!("  the book as it was is kept at {}", shown_path(&kept)))?;
            let name = file_name(&kept);
            call.out.text(&format!("  to take this back: quarterdeck restore-backup {name}"))?;
            call.out.text("  programs that have the book open write nothing more to it; open it again in them")?;
        }
        Ok(())
    }
}

fn document(difference: &Difference, kept: Option<&Path>, from: &Path, dry_run: bool, call: &Call) -> Restored {
    let before = difference.before.as_ref();
    Restored {
        book: shown_path(&call.book),
        backup: shown_path(from),
        dry_run,
        clients_before: before.map(|before| before.clients),
        clients_after: difference.after.clients,
        entries_before: before.map(|before| before.entries),
        entries_after: difference.after.entries,
        same_book: difference.same_book,
        lost_entries: difference.lost_entries,
        gained_entries: difference.gained_entries,
        lost: difference.lost.iter().map(LostItem::from).collect(),
        kept: kept.map(shown_path),
        problems: difference.after.problems.clone(),
    }
}

fn told(difference: &Difference, call: &mut Call) -> Result<(), Fault> {
    let known = |n: Option<i64>| n.map_or_else(|| "unknown".to_owned(), |n| n.to_string());
    let (before, after) = (difference.before.as_ref(), &difference.after);
    let (clients, entries) = (before.map(|before| before.clients), before.map(|before| before.entries));
    call.out.text(&format!("  clients: {} → {}", known(clients), after.clients))?;
    call.out.text(&format!("  entries of the history: {} → {}", known(entries), after.entries))?;
    if !difference.same_book {
        call.out.text("  the backup is of another book")?;
    }
    if let Some(problem) = after.problems.first() {
        call.out.text(&format!("  the backup is damaged, and would be refused: {problem}"))?;
    }
    let n = difference.lost_entries;
    if n > 0 {
        call.out.text(&format!("  {n} {} not in the backup:", if n == 1 { "entry is" } else { "entries are" }))?;
    }
    for entry in &difference.lost {
        call.out.text(&format!("    {} {} {}: {}", entry.seq, entry.day, entry.by, entry.summary))?;
    }
    let more = n - i64::try_from(difference.lost.len()).unwrap_or(0);
    if more > 0 { call.out.text(&format!("    and {more} before those")) } else { Ok(()) }
}
