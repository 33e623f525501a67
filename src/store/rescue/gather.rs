//! Bringing together what can be read: entries that carry their hash, what they changed, and the rows the tables still hold.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::walk::walk;
use crate::domain::change::{BookModel, Fact, HolidayCalendar, Mark, Setting};
use crate::domain::client::Client;
use crate::domain::placement::{Decision, Placement};
use crate::domain::review::{Action, Review};
use crate::domain::score::Score;
use crate::domain::session::{Item, Opinion, Session};
use crate::store::check::digest;
use crate::store::error::StoreError;
use crate::store::journal::{ENTRY_COLUMNS, Entry, from_json};
use crate::store::rows::{Record, columns, force, present, put};

/// What came together.
pub(super) struct Gathered {
    /// What could not be read, in words.
    pub lost: Vec<String>,
    /// Entries that could be read.
    pub entries: i64,
    /// Rows of facts that could be read in their tables.
    pub rows: i64,
}

/// Brings everything readable of a book into a private one. Where the whole journal reads, the facts are its fold. Else each row
/// is the one of the table or of the journal, whichever is later: a row and an entry that contradict each other cannot both be
/// as they were written, and the entry carries a hash.
pub(super) fn gather(book: &Connection, into: &Connection) -> Result<Gathered, StoreError> {
    let mut gathered = Gathered { lost: Vec::new(), entries: 0, rows: 0 };
    let whole = journal(book, into, &mut gathered)?;
    if whole {
        return Ok(gathered);
    }
    let none = |_: &_| None;
    rows::<BookModel>(book, into, |row| Some(row.rev), &mut gathered)?;
    rows::<Setting>(book, into, |row| Some(row.rev), &mut gathered)?;
    rows::<HolidayCalendar>(book, into, |row| Some(row.rev), &mut gathered)?;
    rows::<Client>(book, into, |row| Some(row.rev), &mut gathered)?;
    rows::<Decision>(book, into, none, &mut gathered)?;
    rows::<Placement>(book, into, |row| Some(row.rev), &mut gathered)?;
    rows::<Score>(book, into, |_| None, &mut gathered)?;
    rows::<Review>(book, into, |row| Some(row.rev), &mut gathered)?;
    rows::<Action>(book, into, |row| Some(row.rev), &mut gathered)?;
    rows::<Mark>(book, into, |_| None, &mut gathered)?;
    rows::<Session>(book, into, |row| Some(row.rev), &mut gathered)?;
    rows::<Item>(book, into, |row| Some(row.rev), &mut gathered)?;
    rows::<Opinion>(book, into, |row| Some(row.rev), &mut gathered)?;
    Ok(gathered)
}

/// Copies the entries that are as they were written, with their changes, and applies those. Answers whether all are there.
fn journal(book: &Connection, into: &Connection, gathered: &mut Gathered) -> Result<bool, StoreError> {
    let mut altered = 0;
    let mut failed = None;
    let ended = walk(book, ENTRY_COLUMNS, "entries", &["seq"], |row| match Entry::read(row) {
        Ok((entry, hash)) if entry.hash() == hash => {
            let known = into.query_row("SELECT count(*) FROM entries WHERE seq = ?", [entry.seq], |row| row.get::<_, i64>(0));
            if matches!(known, Ok(0))
                && let Err(error) = entry.insert(into)
            {
                failed = Some(error);
            }
        }
        Ok(_) | Err(_) => altered += 1,
    });
    if let Some(error) = failed {
        return Err(error);
    }
    let mut known = into.prepare("SELECT seq, changes, digest, prev, hash FROM entries ORDER BY seq")?;
    let mut known = known.query([])?;
    let (mut last, mut before, mut linked, mut unread) = (0_i64, [0_u8; 32], true, 0);
    while let Some(row) = known.next()? {
        let (seq, count, sum): (i64, i64, [u8; 32]) = (row.get(0)?, row.get(1)?, row.get(2)?);
        linked &= seq == last + 1 && row.get::<_, [u8; 32]>(3)? == before;
        (last, before) = (seq, row.get(4)?);
        gathered.entries += 1;
        if digest(book, seq).is_ok_and(|found| found == (count, sum)) {
            follow(book, into, seq)?;
        } else {
            unread += 1;
        }
    }
    let of = |n: i64| if n == 1 { "1 entry".to_owned() } else { format!("{n} entries") };
    if altered > 0 {
        gathered.lost.push(format!("{} of the history do not read as they were written", of(altered)));
    }
    if unread > 0 {
        gathered.lost.push(format!("what {} of the history changed does not read as it was written", of(unread)));
    }
    if !linked || !ended {
        gathered.lost.push(format!("the history has gaps: {} can be read", of(gathered.entries)));
    }
    Ok(ended && linked && altered == 0 && unread == 0 && gathered.entries > 0)
}

/// Copies what an entry changed, and applies it.
fn follow(book: &Connection, into: &Connection, seq: i64) -> Result<(), StoreError> {
    let mut asked = book.prepare_cached("SELECT n, client, before, after FROM changes WHERE seq = ? ORDER BY n")?;
    let mut rows = asked.query([seq])?;
    while let Some(row) = rows.next()? {
        let (n, client): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
        let (before, after): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        into.prepare_cached("INSERT INTO changes (seq, n, client, before, after) VALUES (?, ?, ?, ?, ?)")?
            .execute(params![seq, n, client, before, after])?;
        let fact = |text: Option<String>| text.as_deref().map(from_json).transpose();
        let (before, after) = (fact(before)?, fact(after)?);
        if let Some(Fact::Client(client)) = &after {
            give_up_id(into, client)?;
        }
        // With entries missing, one that is there may not fit: then the tables have it, or nobody.
        let _ = force(into, before.as_ref(), after.as_ref());
    }
    Ok(())
}

/// Two clients cannot have one id: where an entry that freed it is lost, the later one has it.
fn give_up_id(into: &Connection, client: &Client) -> Result<(), StoreError> {
    if let Some(id) = &client.external_id {
        let sql = "UPDATE clients SET external_id = NULL WHERE external_id = ? AND id <> ?";
        into.prepare_cached(sql)?.execute(params![id, client.id])?;
    }
    Ok(())
}

/// Brings the rows of a table together with those the journal gave.
fn rows<R: Record>(
    book: &Connection,
    into: &Connection,
    rev: impl Fn(&R) -> Option<i64>,
    gathered: &mut Gathered,
) -> Result<(), StoreError> {
    let keys = &R::COLUMNS[..R::KEYS];
    let (mut seen, mut unread) = (HashSet::new(), 0);
    let ended = walk(book, &columns::<R>(""), R::TABLE, keys, |row| {
        let Ok(record) = R::read(row) else {
            unread += 1;
            return;
        };
        if seen.insert(name_of(&record)) && brought(into, &record, &rev).is_err() {
            unread += 1;
        }
    });
    gathered.rows += i64::try_from(seen.len()).unwrap_or(i64::MAX);
    let mut from_journal = 0;
    for record in crate::store::rows::select::<R>(into, "", [])? {
        if seen.contains(&name_of(&record)) {
            continue;
        }
        // A table that reads to its end has all there was: the rest was taken away by entries that are lost.
        if ended && unread == 0 {
            put(into, Some(&record), None)?;
        } else {
            from_journal += 1;
        }
    }
    if !ended || unread > 0 {
        let filled = if from_journal > 0 { format!("; {from_journal} were taken from the history") } else { String::new() };
        gathered.lost.push(format!("some rows of {} could not be read{filled}", R::TABLE));
    }
    Ok(())
}

fn name_of<R: Record>(record: &R) -> String {
    format!("{:?}", record.values().into_iter().take(R::KEYS).collect::<Vec<_>>())
}

fn brought<R: Record>(into: &Connection, record: &R, rev: &impl Fn(&R) -> Option<i64>) -> Result<(), StoreError> {
    match present(into, record)? {
        None => put(into, None, Some(record)),
        Some(known) if rev(record) > rev(&known) => put(into, Some(&known), Some(record)),
        Some(_) => Ok(()),
    }
}
