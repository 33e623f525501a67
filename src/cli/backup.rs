//! `backup` and `restore-backup`: copies of the book.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::call::Call;
use super::fault::Fault;
use crate::store::restore_backup;

/// Copy the book to a safe place, and look whether the copy is whole.
#[derive(Debug, Args)]
pub struct Backup {
    /// The file; without it the copy goes beside the book's other backups
    file: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Backup {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let path = store.backup(self.file.as_deref(), "asked", &call.stamp)?;
        let path = path.display().to_string();
        call.made(format!("the book is copied to {path}"));
        if self.json {
            return call.out.json(&json!({ "backup": path }));
        }
        call.out.text(&format!("copied the book to {path}"))
    }
}

/// Go back to a backup. The book as it is now is kept among the backups.
#[derive(Debug, Args)]
pub struct RestoreBackup {
    /// The backup
    file: PathBuf,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl RestoreBackup {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let report = restore_backup(&call.book, &self.file, &call.stamp)?;
        call.made(format!("{} is restored", call.book.display()));
        let kept = report.kept.as_ref().map(|path| path.display().to_string());
        if self.json {
            return call.out.json(&json!({
                "book": call.book.display().to_string(),
                "clients_before": report.clients_before,
                "clients_after": report.clients_after,
                "entries_before": report.entries_before,
                "entries_after": report.entries_after,
                "kept": kept,
            }));
        }
        let known = |n: Option<i64>| n.map_or_else(|| "unknown".to_owned(), |n| n.to_string());
        call.out.text(&format!("restored {}", call.book.display()))?;
        call.out.text(&format!("  clients: {} → {}", known(report.clients_before), report.clients_after))?;
        call.out.text(&format!("  entries of the history: {} → {}", known(report.entries_before), report.entries_after))?;
        kept.map_or(Ok(()), |kept| call.out.text(&format!("  the book as it was is kept at {kept}")))
    }
}
