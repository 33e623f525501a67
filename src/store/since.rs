//! What is different now from a board of the past: who stands elsewhere, left, or came since, with the last note.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::Store;
use super::course::Stood;
use super::error::StoreError;
use crate::domain::client::ClientId;

/// A client that stood elsewhere on a day of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The client.
    pub client: ClientId,
    /// Its name now; as it was then, where it is gone from the book.
    pub name: String,
    /// Where it stood then.
    pub from: Stood,
    /// Where it stands now.
    pub to: Stood,
    /// The last decision about it: its day, who took it, and why. None where it came or went without one.
    pub decided: Option<(NaiveDate, String, String)>,
}

impl Store {
    /// The clients that stood elsewhere in a model on a day of the past, by name; `then` is the book [`Store::as_of`] that day.
    /// Its cost is that of what happened since.
    ///
    /// # Errors
    /// A book cannot be read, or no such model now.
    pub fn elsewhere_since(&self, then: &Self, day: NaiveDate, model: Option<&str>) -> Result<Vec<Elsewhere>, StoreError> {
        let model = self.ground().model(model)?.key.clone();
        let mut found = Vec::new();
        for client in self.touched_after(day)? {
            let ((from, before), (to, name)) = (then.stood(&model, client)?, self.stood(&model, client)?);
            if from == to {
                continue;
            }
            let decided = self.last_word(&model, client, &to)?;
            found.push((name.or(before).unwrap_or_default(), Elsewhere { client, name: String::new(), from, to, decided }));
        }
        found.sort_by(|(a, one), (b, other)| a.1.cmp(&b.1).then(one.client.cmp(&other.client)));
        Ok(found.into_iter().map(|((name, _), row)| Elsewhere { name, ..row }).collect())
    }

    /// Where a client stands in a model, and its name with the key it is sorted by.
    fn stood(&self, model: &str, client: ClientId) -> Result<(Stood, Option<(String, String)>), StoreError> {
        let sql = "SELECT c.name, c.name_key, c.archived_on IS NULL, coalesce(s.segment, '')
                     FROM clients c LEFT JOIN standing s ON s.model = ?1 AND s.client = c.id WHERE c.id = ?2";
        let read = |row: &rusqlite::Row<'_>| {
            let (live, segment): (bool, String) = (row.get(2)?, row.get(3)?);
            let stood = match (live, segment.is_empty()) {
                (false, _) => Stood::Absent,
                (true, true) => Stood::Unplaced,
                (true, false) => Stood::In(segment),
            };
            Ok((stood, Some((row.get(0)?, row.get(1)?))))
        };
        let found = self.db.prepare_cached(sql)?.query_row(params![model, client], read).optional()?;
        Ok(found.unwrap_or((Stood::Absent, None)))
    }

    /// Why a client stands where it does: the note of its placement, or of its leaving the book.
    fn last_word(&self, model: &str, client: ClientId, to: &Stood) -> Result<Option<(NaiveDate, String, String)>, StoreError> {
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let found = match to {
            Stood::In(_) | Stood::Unplaced => {
                let sql = "SELECT d.day, d.by, d.note FROM placements p JOIN decisions d ON d.id = p.decision
                            WHERE p.client = ?1 AND p.model = ?2";
                self.db.prepare_cached(sql)?.query_row(params![client, model], read).optional()?
            }
            Stood::Absent => {
                let sql = "SELECT day, by, note FROM marks WHERE client = ?1 AND what = 'archive' ORDER BY id DESC LIMIT 1";
                self.db.prepare_cached(sql)?.query_row([client], read).optional()?
            }
        };
        Ok(found)
    }
}
