//! Whether a book is whole: the file, its guards, the journal's chain, the fold of the journal, and every derived row.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::asof::{Fold, fold};
use super::derive::{self, Deriver};
use super::error::StoreError;
use super::integrity::integrity;
use super::journal::{ENTRY_COLUMNS, Entry, Fields, digest_change};
use super::{Store, open, schema};

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}

/// Problems of one kind listed at most; the rest are counted.
const LISTED: usize = 20;

/// The tables of facts with the columns that order them.
const FACTS: [(&str, &str); 13] = [
    ("settings", "key"),
    ("models", "key"),
    ("clients", "id"),
    ("decisions", "id"),
    ("placements", "client, model"),
    ("scores", "id"),
    ("reviews", "id"),
    ("actions", "id"),
    ("marks", "id"),
    ("calendars", "name"),
    ("sessions", "id"),
    ("session_items", "session, client"),
    ("session_opinions", "session, client, voter"),
];

/// Bytes of a book that is gone through when a command opens it.
const LOOKED_THROUGH: u64 = 16 << 20;

const RESTORE: &str = "restore a backup: `quarterdeck restore-backup FILE`";
const REPAIR: &str = "`quarterdeck check --repair` computes it again";

impl Store {
    /// Looks for everything that is not as it should be; a whole book gives none.
    ///
    /// # Errors
    /// The book cannot be read at all.
    pub fn check(&self, today: NaiveDate) -> Result<Vec<Problem>, StoreError> {
        // One reading of one state: what another program writes meanwhile is no problem of this book.
        let alone = self.db.is_autocommit();
        if alone {
            self.db.execute_batch("BEGIN")?;
        }
        let problems = self.problems(today);
        if alone {
            self.roll_back();
        }
        problems
    }

    fn problems(&self, today: NaiveDate) -> Result<Vec<Problem>, StoreError> {
        let mut problems = Vec::new();
        let mut found = |hint: &str, whats: Vec<String>| {
            let more = whats.len().saturating_sub(LISTED);
            problems.extend(whats.into_iter().take(LISTED).map(|what| Problem { what, hint: hint.to_owned() }));
            if more > 0 {
                problems.push(Problem { what: format!("and {more} more of that kind"), hint: hint.to_owned() });
            }
        };
        found(RESTORE, told(pages(&self.db))?);
        found(RESTORE, told(guards(&self.db))?);
        let chain = told(chain(&self.db))?;
        let sound = chain.is_empty();
        found(RESTORE, chain);
        if sound {
            found(RESTORE, told(folded(&self.db))?);
            found(REPAIR, told(numbers(&self.db))?);
        }
        found(REPAIR, told(self.derived(today))?);
        Ok(problems)
    }

    /// Goes through the pages of the tables of a book that is not large: one that cannot be read is found before anything is
    /// written into a damaged file. A few milliseconds; `check` looks much closer.
    ///
    /// # Errors
    /// A page cannot be read, or the book is busy.
    pub fn look_through(&self) -> Result<(), StoreError> {
        if std::fs::metadata(&self.path).is_ok_and(|about| about.len() > LOOKED_THROUGH) {
            return Ok(());
        }
        let mut asked = self.db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?;
        let tables = asked.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        for table in tables {
            // Counted without an index, every page of the table is visited, and none of its rows is decoded.
            let sql = format!("SELECT count(*) FROM \"{}\" NOT INDEXED", table.replace('"', "\"\""));
            self.db.query_row(&sql, [], |row| row.get::<_, i64>(0))?;
        }
        Ok(())
    }

    /// Computes every derived row again. Facts and journal are not touched.
    ///
    /// # Errors
    /// The book is busy, or cannot be read or written.
    pub fn repair(&self, today: NaiveDate) -> Result<(), StoreError> {
        self.begin_writing()?;
        let done = self
            .reload_ground()
            .and_then(|ground| Deriver::default().make_anew(&self.db, &ground, today, &mut |_| ControlFlow::Continue(())))
            .and_then(|()| derive::search_keys(&self.db))
            .and_then(|()| renumber(&self.db));
        self.end_writing(done)
    }

    /// Derived rows that differ from their recomputation.
    fn derived(&self, today: NaiveDate) -> Result<Vec<String>, StoreError> {
        let ground = self.reload_ground()?;
        derive::differences(&self.db, &ground, today)
    }
}

/// What cannot be read because it is damaged is itself a problem found.
fn told(looked: Result<Vec<String>, StoreError>) -> Result<Vec<String>, StoreError> {
    match looked {
        Err(error @ (StoreError::Damaged(_) | StoreError::Sqlite(_) | StoreError::Model(_) | StoreError::Refused(_))) => {
            Ok(vec![error.to_string()])
        }
        other => other,
    }
}

/// Row numbers are never handed out twice, not even those of rows that were taken back: the next is above all in the journal.
fn numbers(db: &Connection) -> Result<Vec<String>, StoreError> {
    let next: Option<i64> = db.query_row("SELECT max(next) FROM ids", [], |row| row.get(0))?;
    let used = highest_number(db)?;
    Ok(if next.is_some_and(|next| next > used) {
        Vec::new()
    } else {
        vec![format!("row numbers would be handed out again: {used} is taken")]
    })
}

fn renumber(db: &Connection) -> Result<(), StoreError> {
    let sql = "INSERT INTO ids VALUES (1, ?1) ON CONFLICT DO UPDATE SET next = max(next, ?1)";
    db.execute(sql, [highest_number(db)? + 1])?;
    Ok(())
}

fn highest_number(db: &Connection) -> Result<i64, StoreError> {
    let sql = "SELECT coalesce(max(json_extract(fact, '$.id')), 0)
                 FROM (SELECT coalesce(after, before) AS fact FROM changes) WHERE json_valid(fact)";
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}

/// SQLite's own checks.
fn pages(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut whats = integrity(db, 50)?;
    let mut statement = db.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        whats.push(format!("a row of {table} points to a row of {parent} that is not there"));
    }
    Ok(whats)
}

/// The schema must be the one this program makes, to the letter: a guard that was taken away is named.
fn guards(db: &Connection) -> Result<Vec<String>, StoreError> {
    let fresh = open::private()?;
    schema::migrate(&fresh, 0)?;
    let (now, meant) = (objects(db)?, objects(&fresh)?);
    let mut whats = Vec::new();
    for (name, sql) in &meant {
        match now.iter().find(|(known, _)| known == name) {
            None => whats.push(format!("{name} is missing from the schema")),
            Some((_, other)) if other != sql => whats.push(format!("{name} of the schema was altered")),
            Some(_) => {}
        }
    }
    whats.extend(
        now.iter()
            .filter(|(name, _)| !meant.iter().any(|(known, _)| known == name))
            .map(|(name, _)| format!("{name} was added to the schema")),
    );
    Ok(whats)
}

fn objects(db: &Connection) -> Result<Vec<(String, Option<String>)>, StoreError> {
    let sql = "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1";
    let mut statement = db.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The chain of the journal; the first bad entry is named, since all after it stand on it.
pub(super) fn chain(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = db.prepare(&format!("SELECT {ENTRY_COLUMNS} FROM entries ORDER BY seq"))?;
    let mut rows = statement.query([])?;
    let (mut last, mut prev) = (0, [0_u8; 32]);
    while let Some(row) = rows.next()? {
        let Ok((entry, hash)) = Entry::read(row) else {
            return Ok(vec![format!("the journal entry after {last} does not read")]);
        };
        if entry.seq != last + 1 {
            return Ok(vec![format!("entry {} of the journal is missing", last + 1)]);
        }
        if entry.prev != prev {
            return Ok(vec![format!("entry {} of the journal does not follow the one before it", entry.seq)]);
        }
        let Ok((count, digest)) = digest(db, entry.seq) else {
            return Ok(vec![format!("the changes of entry {} of the journal do not read", entry.seq)]);
        };
        if count != entry.changes || digest != entry.digest {
            return Ok(vec![format!("the changes of entry {} of the journal were altered", entry.seq)]);
        }
        if entry.hash() != hash {
            return Ok(vec![format!("entry {} of the journal was altered", entry.seq)]);
        }
        (last, prev) = (entry.seq, hash);
    }
    let orphans: i64 = db.query_row("SELECT count(*) FROM changes WHERE seq > ?", [last], |row| row.get(0))?;
    Ok(if orphans > 0 { vec![format!("{orphans} changes stand after the last entry of the journal")] } else { Vec::new() })
}

pub(super) fn digest(db: &Connection, seq: i64) -> Result<(i64, [u8; 32]), StoreError> {
    let mut statement = db.prepare_cached("SELECT n, client, before, after FROM changes WHERE seq = ? ORDER BY n")?;
    let mut rows = statement.query([seq])?;
    let mut fields = Fields::default();
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let (before, after): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        digest_change(&mut fields, row.get(0)?, row.get(1)?, before.as_deref(), after.as_deref());
        count += 1;
    }
    Ok((count, fields.finish()))
}

/// Folding the journal must give the fact tables (P11).
fn folded(db: &Connection) -> Result<Vec<String>, StoreError> {
    let replica = match fold(db, Fold::Exact, &mut |_| ControlFlow::Continue(())) {
        Ok(replica) => replica,
        Err(StoreError::Damaged(what)) => return Ok(vec![what]),
        Err(error) => return Err(error),
    };
    let mut whats = Vec::new();
    for (table, key) in FACTS {
        let sql = format!("SELECT * FROM {table} ORDER BY {key}");
        let (mut ours, mut theirs) = (db.prepare(&sql)?, replica.prepare(&sql)?);
        let columns: Vec<String> = ours.column_names().map(str::to_owned).collect();
        let keys: Vec<usize> = key.split(", ").filter_map(|key| columns.iter().position(|column| column == key)).collect();
        let (mut ours, mut theirs) = (ours.query([])?, theirs.query([])?);
        loop {
            let row = |row: Option<&rusqlite::Row<'_>>| -> Result<Option<Vec<Value>>, StoreError> {
                let values = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|at| row.get(at)).collect::<rusqlite::Result<_>>();
                row.map(values).transpose().map_err(Into::into)
            };
            let (is, should) = (row(ours.next()?)?, row(theirs.next()?)?);
            if is != should {
                let first = first_difference(is.as_deref(), should.as_deref(), &columns, &keys);
                whats.push(format!("{table} does not say what the journal says (first at {first})"));
                break;
            }
            if is.is_none() {
                break;
            }
        }
    }
    Ok(whats)
}

/// Where a table and the journal part: the row by its key, and what of it differs.
fn first_difference(is: Option<&[Value]>, should: Option<&[Value]>, columns: &[String], keys: &[usize]) -> String {
    let key = |row: &[Value]| keys.iter().map(|at| in_words(&row[*at])).collect::<Vec<_>>().join(", ");
    match (is, should) {
        (Some(is), Some(should)) if keys.iter().all(|at| is[*at] == should[*at]) => {
            let differ = (0..columns.len()).filter(|at| is[*at] != should[*at]).map(|at| columns[at].as_str());
            format!("{}: {}", key(is), differ.collect::<Vec<_>>().join(", "))
        }
        (Some(is), Some(should)) => format!("{}, where the journal has {}", key(is), key(should)),
        (Some(is), None) => format!("{}, which the journal does not have", key(is)),
        (None, Some(should)) => format!("{}, which is missing", key(should)),
        (None, None) => "its end".to_owned(),
    }
}

fn in_words(value: &Value) -> String {
    match value {
        Value::Integer(id) => id.to_string(),
        Value::Text(key) => key.clone(),
        Value::Null | Value::Real(_) | Value::Blob(_) => "?".to_owned(),
    }
}
