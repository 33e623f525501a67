//! `rescue`: what can still be read of a damaged book; and what every command says of one.

use chrono::SecondsFormat;
use clap::Args;
use serde::Serialize;

use super::backup::{LostItem, file_name};
use super::call::Call;
use super::fault::{Damage, Fault};
use crate::exchange::refused::shown_path;
use crate::store::{BackupFile, Examined, Salvage, Store, newest_good, salvage};

/// Look what can still be read of a damaged book, and which backup would bring back the most. The file stays as it is, byte for
/// byte: everything is read from a private copy.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck rescue                               what is damaged, what can be read, which backup is good
  quarterdeck restore-backup 1 --dry-run           what going back to the newest backup would change
  quarterdeck export --rescue -o clients.csv       what can be read, as a file that imports again
  quarterdeck export --rescue --what history -o history.csv")]
pub struct Rescue {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    book: String,
    damage: &'a [String],
    found: Vec<Found>,
    lost: &'a [String],
    backup: Option<Good>,
}

#[derive(Serialize)]
struct Found {
    table: &'static str,
    rows: i64,
}

/// The newest good backup, and what the book has beyond it.
#[derive(Serialize)]
struct Good {
    path: String,
    at: String,
    clients: i64,
    entries: i64,
    lost_entries: i64,
    lost: Vec<LostItem>,
}

impl Rescue {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let salvage = salvage(&call.book, call.today())?;
        let good = salvage.newest_good.as_ref().map(|(backup, examined)| good(backup, examined, &salvage));
        if self.json {
            let found = salvage.found.iter().map(|(table, rows)| Found { table, rows: *rows }).collect();
            return call.out.json(&Document {
                book: shown_path(&call.book),
                damage: &salvage.damage,
                found,
                lost: &salvage.lost,
                backup: good,
            });
        }
        told(&salvage, good.as_ref(), call)
    }
}

fn good(backup: &BackupFile, examined: &Examined, salvage: &Salvage) -> Good {
    let (lost, lost_entries) = &salvage.since_backup;
    Good {
        path: shown_path(&backup.path),
        at: backup.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        clients: examined.clients,
        entries: examined.entries,
        lost_entries: *lost_entries,
        lost: lost.iter().map(LostItem::from).collect(),
    }
}

fn told(salvage: &Salvage, good: Option<&Good>, call: &mut Call) -> Result<(), Fault> {
    if salvage.damage.is_empty() && salvage.lost.is_empty() {
        let said = format!("{} is not damaged; `quarterdeck check` looks at what is computed, too", shown_path(&call.book));
        call.out.text(&said)?;
    } else {
        call.out.text(&format!("{} is damaged, and was left as it is:", shown_path(&call.book)))?;
        for line in salvage.damage.iter().chain(&salvage.lost) {
            call.out.text(&format!("  {line}"))?;
        }
    }
    let rows: Vec<String> =
        salvage.found.iter().filter(|(_, rows)| *rows > 0).map(|(table, rows)| format!("{rows} {table}")).collect();
    call.out.text(&format!("can be read: {}", rows.join(", ")))?;
    call.out.text("  `quarterdeck export --rescue -o clients.csv` writes it out; --what takes the rest")?;
    let Some(good) = good else {
        return call.out.text("there is no backup of it that is known to be whole");
    };
    call.out.text(&format!("the newest good backup is of {}: {} clients, {} entries", good.at, good.clients, good.entries))?;
    let lost = match good.lost_entries {
        0 => "it has every entry that can be read here".to_owned(),
        1 => "one entry that can be read here is not in it".to_owned(),
        n => format!("{n} entries that can be read here are not in it"),
    };
    call.out.text(&format!("  {lost}"))?;
    for entry in &good.lost {
        call.out.text(&format!("    {} {} {}: {}", entry.seq, entry.day, entry.by, entry.summary))?;
    }
    call.out.text(&format!("  `quarterdeck restore-backup {}` goes back to it; the damaged file is kept", good.path))
}

/// What can be read of a damaged book, to be looked at.
pub fn rescued(call: &Call) -> Result<Store, Fault> {
    let salvage = salvage(&call.book, call.today())?;
    for line in &salvage.lost {
        call.aside(&format!("not in it: {line}"));
    }
    Ok(salvage.store)
}

/// A fault that says that the book is damaged, with what to do: the newest good backup, and what can still be read.
pub fn with_a_way_out(fault: Fault, call: &Call) -> Fault {
    match fault.damage() {
        Damage::Book => {}
        Damage::Foreign(path) if *path == call.book => {}
        Damage::Foreign(_) | Damage::None => return fault,
    }
    let mut hints = Vec::new();
    match newest_good(&call.book) {
        Ok(Some((backup, examined))) => {
            let at = backup.at.to_rfc3339_opts(SecondsFormat::Secs, true);
            let name = file_name(&backup.path);
            hints.push(format!(
                "the newest good backup is of {at} ({} clients): `quarterdeck restore-backup {name}` goes back to it, and keeps \
                 the file as it is now",
                examined.clients
            ));
        }
        Ok(None) => {
            hints.push("there is no good backup of it; `quarterdeck restore-backup FILE` takes a copy of yours".to_owned())
        }
        Err(error) => hints.push(format!("its backups could not be looked through: {error}")),
    }
    hints.push("`quarterdeck rescue` says what can still be read, `quarterdeck export --rescue` writes it out".to_owned());
    if matches!(fault.damage(), Damage::Foreign(_)) {
        hints.push("or name another book with --book".to_owned());
    }
    fault.instead(hints)
}
