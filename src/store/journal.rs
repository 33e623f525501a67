//! The journal: one entry per action, its changes, and the chain of hashes that shows whether anything was altered.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::error::StoreError;
use crate::domain::change::{Change, Fact};
use crate::domain::command::LastChange;
use crate::domain::stamp::Stamp;

/// An entry as it is written.
pub(super) struct Entry {
    pub seq: i64,
    pub at: String,
    pub day: NaiveDate,
    pub by: String,
    pub kind: String,
    pub summary: String,
    pub detail: String,
    pub reverts: Option<i64>,
    pub root: Option<i64>,
    pub changes: i64,
    pub digest: [u8; 32],
    pub prev: [u8; 32],
}

/// SHA-256 over fields with their lengths before them, so that no two sequences of fields read alike.
#[derive(Clone, Default)]
pub(super) struct Fields(Sha256);

impl Fields {
    pub fn add(&mut self, field: &[u8]) {
        self.0.update((field.len() as u64).to_be_bytes());
        self.0.update(field);
    }

    fn maybe(&mut self, field: Option<&[u8]>) {
        self.0.update([u8::from(field.is_some())]);
        if let Some(field) = field {
            self.add(field);
        }
    }

    fn number(&mut self, number: i64) {
        self.add(&number.to_be_bytes());
    }

    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

impl Entry {
    pub fn hash(&self) -> [u8; 32] {
        let mut fields = Fields::default();
        fields.number(self.seq);
        for text in [&self.at, &self.day.to_string(), &self.by, &self.kind, &self.summary, &self.detail] {
            fields.add(text.as_bytes());
        }
        for reference in [self.reverts, self.root] {
            fields.maybe(reference.map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
        }
        fields.number(self.changes);
        fields.add(&self.digest);
        fields.add(&self.prev);
        fields.finish()
    }

    pub fn insert(&self, db: &Connection) -> Result<[u8; 32], StoreError> {
        let hash = self.hash();
        db.prepare_cached(
            "INSERT INTO entries (seq, at, day, by, kind, summary, detail, reverts, root, changes, digest, prev, hash)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            self.seq,
            self.at,
            self.day,
            self.by,
            self.kind,
            self.summary,
            self.detail,
            self.reverts,
            self.root,
            self.changes,
            self.digest,
            self.prev,
            hash
        ])?;
        Ok(hash)
    }

    /// Reads an entry and the hash written with it; columns as in [`ENTRY_COLUMNS`].
    pub fn read(row: &Row<'_>) -> rusqlite::Result<(Self, [u8; 32])> {
        let entry = Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            day: row.get(2)?,
            by: row.get(3)?,
            kind: row.get(4)?,
            summary: row.get(5)?,
            detail: row.get(6)?,
            reverts: row.get(7)?,
            root: row.get(8)?,
            changes: row.get(9)?,
            digest: row.get(10)?,
            prev: row.get(11)?,
        };
        Ok((entry, row.get(12)?))
    }
}

/// The columns of an entry, in the order [`Entry::read`] takes them.
pub(super) const ENTRY_COLUMNS: &str = "seq, at, day, by, kind, summary, detail, reverts, root, changes, digest, prev, hash";

/// The last sequence number and hash; zeros for a journal without entries.
pub(super) fn head(db: &Connection) -> Result<(i64, [u8; 32]), StoreError> {
    let head = db
        .prepare_cached("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(head.unwrap_or((0, [0; 32])))
}

/// An instant as the journal writes it: RFC 3339 to the second, with its offset.
pub(super) fn instant(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Appends changes to the entry that is being written, and counts and digests them.
pub(super) struct Pen {
    pub seq: i64,
    prev: [u8; 32],
    n: i64,
    digest: Fields,
}

/// What an entry says beside its changes.
pub(super) struct Caption<'a> {
    pub kind: &'a str,
    pub summary: &'a str,
    /// Further facts as a JSON object (`{}` where there are none).
    pub detail: &'a str,
    /// The entry taken back, and the first of the chain of undos and redos.
    pub reverts: Option<(i64, i64)>,
}

impl Pen {
    pub fn open(db: &Connection) -> Result<Self, StoreError> {
        let (last, hash) = head(db)?;
        Ok(Self::after(last, hash))
    }

    /// A pen for the entry that follows one with this number and hash.
    pub fn after(seq: i64, hash: [u8; 32]) -> Self {
        Self { seq: seq + 1, prev: hash, n: 0, digest: Fields::default() }
    }

    /// The number and hash of the entry before the one being written.
    pub fn written(&self) -> (i64, [u8; 32]) {
        (self.seq - 1, self.prev)
    }

    pub fn write(&mut self, db: &Connection, change: &Change) -> Result<(), StoreError> {
        self.n += 1;
        let before = change.before().map(to_json);
        let after = change.after().map(to_json);
        let client = change.fact().client();
        digest_change(&mut self.digest, self.n, client.map(|client| client.0), before.as_deref(), after.as_deref());
        db.prepare_cached("INSERT INTO changes (seq, n, client, before, after) VALUES (?, ?, ?, ?, ?)")?
            .execute(params![self.seq, self.n, client, before, after])?;
        Ok(())
    }

    /// Closes the entry; answers its hash.
    pub fn close(&self, db: &Connection, caption: &Caption<'_>, stamp: &Stamp) -> Result<[u8; 32], StoreError> {
        let entry = Entry {
            seq: self.seq,
            at: instant(stamp.now),
            day: stamp.today,
            by: stamp.by.clone(),
            kind: caption.kind.to_owned(),
            summary: caption.summary.to_owned(),
            detail: caption.detail.to_owned(),
            reverts: caption.reverts.map(|(reverts, _)| reverts),
            root: caption.reverts.map(|(_, root)| root),
            changes: self.n,
            digest: self.digest.clone().finish(),
            prev: self.prev,
        };
        entry.insert(db)
    }
}

/// Adds one change to a digest.
pub(super) fn digest_change(digest: &mut Fields, n: i64, client: Option<i64>, before: Option<&str>, after: Option<&str>) {
    digest.number(n);
    digest.maybe(client.map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
    digest.maybe(before.map(str::as_bytes));
    digest.maybe(after.map(str::as_bytes));
}

fn to_json(fact: &Fact) -> String {
    serde_json::to_string(fact).expect("facts have string keys and finite numbers")
}

/// A fact from the journal.
pub(super) fn from_json(text: &str) -> Result<Fact, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(format!("a journal entry does not read: {error}")))
}

/// Changes of an entry that are in memory at a time.
const CHUNK: i64 = 2_000;

/// Goes through the changes of an entry, the first first or the last first, a chunk at a time: an import may have millions.
pub(super) fn each_change(
    db: &Connection,
    seq: i64,
    order: Order,
    mut visit: impl FnMut(Change) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let (beyond, direction, mut from) = match order {
        Order::Forward => (">", "ASC", 0),
        Order::Backward => ("<", "DESC", i64::MAX),
    };
    let sql = format!("SELECT n, before, after FROM changes WHERE seq = ? AND n {beyond} ? ORDER BY n {direction} LIMIT {CHUNK}");
    loop {
        let mut chunk = Vec::new();
        {
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query(params![seq, from])?;
            while let Some(row) = rows.next()? {
                from = row.get(0)?;
                let side = |at| -> Result<Option<Fact>, StoreError> {
                    row.get::<_, Option<String>>(at)?.as_deref().map(from_json).transpose()
                };
                chunk.extend(Change::recorded(side(1)?, side(2)?));
            }
        }
        if chunk.is_empty() {
            return Ok(());
        }
        chunk.into_iter().try_for_each(&mut visit)?;
    }
}

/// The last entry that changed a client, a model or a session: who wrote it, and what it did in words.
pub(super) fn last_change(db: &Connection, of: &Fact) -> Result<Option<LastChange>, StoreError> {
    let (narrowed, column, key) = match of {
        Fact::Client(client) => ("d.client = ?3", "$.id", Value::Integer(client.id.0)),
        Fact::Session(session) => ("?3 IS NOT NULL", "$.id", Value::Integer(session.id)),
        Fact::Model(model) => ("?3 IS NOT NULL", "$.key", Value::Text(model.key.clone())),
        Fact::Setting(setting) => ("?3 IS NOT NULL", "$.key", Value::Text(setting.key.clone())),
        Fact::Placement(_)
        | Fact::Decision(_)
        | Fact::Score(_)
        | Fact::Review(_)
        | Fact::Action(_)
        | Fact::Mark(_)
        | Fact::Calendar(_)
        | Fact::Item(_)
        | Fact::Opinion(_) => return Ok(None),
    };
    let kind = to_json(of).split(',').next().map(|head| format!("{head},%")).unwrap_or_default();
    let sql = format!(
        "SELECT e.by, e.summary FROM changes d JOIN entries e ON e.seq = d.seq
          WHERE {narrowed} AND coalesce(d.after, d.before) LIKE ?1 AND json_extract(coalesce(d.after, d.before), ?2) = ?3
          ORDER BY d.seq DESC LIMIT 1"
    );
    let found = db
        .prepare_cached(&sql)?
        .query_row(params![kind, column, key], |row| Ok(LastChange { by: row.get(0)?, summary: row.get(1)? }))
        .optional()?;
    Ok(found)
}

/// All changes of an entry in their order.
pub(super) fn changes_of(db: &Connection, seq: i64) -> Result<Vec<Change>, StoreError> {
    let mut changes = Vec::new();
    each_change(db, seq, Order::Forward, |change| {
        changes.push(change);
        Ok(())
    })?;
    Ok(changes)
}

/// The order in which an entry's changes are gone through.
#[derive(Clone, Copy)]
pub(super) enum Order {
    Forward,
    Backward,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            seq: 2,
            at: "2026-06-15T10:00:00+02:00".to_owned(),
            day: NaiveDate::from_ymd_opt(2026, 6, 15).unwrap(),
            by: "ana".to_owned(),
            kind: "move".to_owned(),
            summary: "Acme from A to B".to_owned(),
            detail: "{}".to_owned(),
            reverts: Some(1),
            root: None,
            changes: 3,
            digest: [7; 32],
            prev: [9; 32],
        }
    }

    fn hex(hash: [u8; 32]) -> String {
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reckoned by another program (Python's `hashlib`): a hash that changed would make every book look altered.
    #[test]
    fn the_hash_of_an_entry_stays_what_it_was() {
        assert_eq!(hex(entry().hash()), "449435a3bd99b749914eb491f818cee88bf5e11f8a559903cff5d5dc605f8356");
    }

    #[test]
    fn every_field_of_an_entry_bears_on_its_hash() {
        let alter: [fn(&mut Entry); 12] = [
            |entry| entry.seq = 3,
            |entry| entry.at = "2026-06-15T10:00:01+02:00".to_owned(),
            |entry| entry.day = NaiveDate::from_ymd_opt(2026, 6, 16).unwrap(),
            |entry| entry.by = "ben".to_owned(),
            |entry| entry.kind = "place".to_owned(),
            |entry| entry.summary = "Acme from A to C".to_owned(),
            |entry| entry.detail = "{ }".to_owned(),
            |entry| entry.reverts = None,
            |entry| (entry.reverts, entry.root) = (None, Some(1)),
            |entry| entry.changes = 4,
            |entry| entry.digest[31] = 8,
            |entry| entry.prev[0] = 8,
        ];
        let mut hashes = vec![entry().hash()];
        for alter in alter {
            let mut altered = entry();
            alter(&mut altered);
            assert!(!hashes.contains(&altered.hash()), "the alteration {} leaves the hash as it was", hashes.len());
            hashes.push(altered.hash());
        }
        let mut shifted = entry();
        (shifted.by, shifted.kind) = ("anam".to_owned(), "ove".to_owned());
        assert!(!hashes.contains(&shifted.hash()), "a letter that goes from one field to the next");
    }

    #[test]
    fn the_digest_of_changes_stays_what_it_was() {
        let mut fields = Fields::default();
        digest_change(&mut fields, 1, Some(4), None, Some(r#"{"a":1}"#));
        digest_change(&mut fields, 2, None, Some(""), None);
        assert_eq!(hex(fields.finish()), "c9914e1d7b8c444443d7c5e49f258f1c8f798f5535dd9c0ff1a450c2020162fa");
    }
}
