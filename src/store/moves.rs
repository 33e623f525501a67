//! Where clients stood at the end of two days, and the decisions in between: the from/to matrix.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::Store;
use super::error::StoreError;
use super::journal::from_json;
use super::shifts::{Progress, Watch};
use crate::domain::change::Fact;
use crate::domain::client::{Client, ClientId};
use crate::domain::money::{Amount, Sums};
use crate::domain::placement::{Decision, How};
use crate::domain::text::fold;

/// Which moves are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovesQuery {
    /// The model; the driving one where none is named.
    pub model: Option<String>,
    /// The day at whose end the comparison begins.
    pub from: NaiveDate,
    /// The day at whose end it ends.
    pub to: NaiveDate,
    /// Only the clients this owner has now.
    pub owner: Option<String>,
}

/// Where a client stood in a model at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stood {
    /// In this segment.
    In(String),
    /// In the book, in no segment.
    Unplaced,
    /// Not in the book: not yet, archived, or taken out.
    Absent,
}

impl Stood {
    /// The key of the segment, where it stood in one.
    #[must_use]
    pub fn segment(&self) -> Option<&str> {
        match self {
            Self::In(key) => Some(key),
            Self::Unplaced | Self::Absent => None,
        }
    }
}

/// The clients that stood in one place at the first day and in one at the last.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MovesCell {
    /// How many.
    pub clients: i64,
    /// Their annual revenue per currency, as it was at the end of the last day (of the first for those gone from the file).
    pub arr: Sums,
}

/// A decision that moved a client.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveRow {
    /// The client's present name.
    pub name: String,
    /// Its id in another system.
    pub external_id: Option<String>,
    /// Its present owner.
    pub owner: Option<String>,
    /// What was decided.
    pub decision: Decision,
    /// The entry it was recorded with.
    pub seq: i64,
    /// The instant of that entry, RFC 3339 with offset.
    pub at: String,
    /// The civil day it was recorded under.
    pub day: NaiveDate,
    /// Whether it was taken back after the last day: then it counts in these days, and no longer today.
    pub undone: bool,
}

/// The from/to matrix of a model between the ends of two days, and the decisions behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Moves {
    /// The model's key.
    pub model: String,
    /// From where to where, for the cells that have clients. Clients absent on both days are left out.
    pub matrix: BTreeMap<(Stood, Stood), MovesCell>,
    /// The decisions that stood at the end of the last day and not at the end of the first, in the order of the journal.
    pub rows: Vec<MoveRow>,
}

/// Clients and revenue gathered: currency → clients with a revenue, their sum.
#[derive(Default)]
struct Gathered {
    clients: i64,
    arr: BTreeMap<String, (i64, i128)>,
}

impl Gathered {
    fn count(&mut self, clients: i64, currency: &str, priced: i64, arr: i128) {
        self.clients += clients;
        let sum = self.arr.entry(currency.to_owned()).or_default();
        sum.0 += priced;
        sum.1 += arr;
    }

    fn cell(self) -> MovesCell {
        let mut cell = MovesCell { clients: self.clients, arr: Sums::default() };
        for (currency, (priced, sum)) in self.arr {
            if priced > 0 {
                let held = sum.clamp(i128::from(-Amount::LIMIT), i128::from(Amount::LIMIT));
                let held = i64::try_from(held).expect("clamped into the range of an amount");
                cell.arr.add(&currency, Amount::from_ten_thousandths(held));
            }
        }
        cell
    }
}

/// What the journal says of a client at the end of a day.
#[derive(Default)]
struct Then {
    client: Option<Client>,
    segment: Option<String>,
    decisions: BTreeMap<i64, Recorded>,
}

/// A decision with the entry that holds it.
struct Recorded {
    decision: Decision,
    seq: i64,
    at: String,
    day: NaiveDate,
}

/// What the journal says of a client at the ends of both days, and after all of it.
#[derive(Default)]
struct Course {
    first: Then,
    last: Then,
    /// The latest the journal knows of the client, present or gone.
    known: Option<Client>,
}

impl Then {
    fn stood(&self) -> Stood {
        if self.client.as_ref().is_none_or(|client| client.archived_on.is_some()) {
            return Stood::Absent;
        }
        self.segment.clone().map_or(Stood::Unplaced, Stood::In)
    }

    fn take(&mut self, fact: &Fact, stands: bool, model: &str, entry: (i64, &str, NaiveDate)) {
        match fact {
            Fact::Client(client) => self.client = stands.then(|| client.clone()),
            Fact::Placement(placement) if placement.model == model => {
                self.segment = placement.segment.clone().filter(|_| stands);
            }
            Fact::Decision(decision) if decision.model == model => {
                if stands {
                    let (seq, at, day) = (entry.0, entry.1.to_owned(), entry.2);
                    self.decisions.insert(decision.id, Recorded { decision: decision.clone(), seq, at, day });
                } else {
                    self.decisions.remove(&decision.id);
                }
            }
            Fact::Placement(_)
            | Fact::Decision(_)
            | Fact::Score(_)
            | Fact::Review(_)
            | Fact::Action(_)
            | Fact::Mark(_)
            | Fact::Setting(_)
            | Fact::Model(_)
            | Fact::Calendar(_) => {}
        }
    }
}

impl Store {
    /// Where the clients stood in a model at the end of two days, and the decisions in between; days are those entries were
    /// recorded under, so that the sums of the matrix are the boards [`Store::as_of`] those days.
    ///
    /// Nothing is folded for the whole book: who was not touched after the first day stands as the kept totals have it, and
    /// only the others' own entries are read. So the cost is that of what happened since the first day. A decision that was
    /// taken back by the end of the last day does not count; one taken back later does, and says so. Revenue without a
    /// currency of its own counts in the book's present one.
    ///
    /// # Errors
    /// No such model, or the book cannot be read; [`StoreError::Left`] where `watch` wants no more.
    pub fn moves(&self, query: &MovesQuery, watch: Watch<'_>) -> Result<Moves, StoreError> {
        let ground = self.ground();
        let model = ground.model(query.model.as_deref())?.key.clone();
        let owner = query.owner.as_deref().map(fold);
        let wanted = |of: Option<&str>| owner.as_ref().is_none_or(|owner| fold(of.unwrap_or_default()) == *owner);
        let mut cells: BTreeMap<(Stood, Stood), Gathered> = BTreeMap::new();
        self.present_totals(&model, wanted, &mut cells)?;
        let touched = self.touched_after(query.from)?;
        let of = i64::try_from(touched.len()).unwrap_or(i64::MAX);
        let mut rows = Vec::new();
        for (client, done) in touched.into_iter().zip(1..) {
            self.take_out_present(&model, client, wanted, &mut cells)?;
            let course = self.course(client, &model, query)?;
            let Some(known) = course.known.as_ref().filter(|known| wanted(known.owner.as_deref())) else { continue };
            let at = (course.first.stood(), course.last.stood());
            if at != (Stood::Absent, Stood::Absent)
                && let Some(then) = course.last.client.as_ref().or(course.first.client.as_ref())
            {
                let currency = then.currency.as_deref().unwrap_or(&ground.currency);
                let arr = then.arr.map_or(0, |arr| i128::from(arr.ten_thousandths()));
                cells.entry(at).or_default().count(1, currency, i64::from(then.arr.is_some()), arr);
            }
            let known = known.clone();
            for (id, recorded) in course.last.decisions {
                if course.first.decisions.contains_key(&id) || recorded.decision.how == How::Confirm {
                    continue;
                }
                let Recorded { decision, seq, at, day } = recorded;
                let undone = !self.stands(id)?;
                let (name, external_id, owner) = (known.name.clone(), known.external_id.clone(), known.owner.clone());
                rows.push(MoveRow { name, external_id, owner, decision, seq, at, day, undone });
            }
            if done % 200 == 0
                && let ControlFlow::Break(()) = watch(Progress { done, of })
            {
                return Err(StoreError::Left);
            }
        }
        rows.sort_by_key(|row| (row.seq, row.decision.id));
        let matrix = cells.into_iter().filter(|(_, gathered)| gathered.clients > 0).map(|(at, found)| (at, found.cell()));
        Ok(Moves { model, matrix: matrix.collect(), rows })
    }

    /// Counts every live client as staying where it stands now.
    fn present_totals(
        &self,
        model: &str,
        wanted: impl Fn(Option<&str>) -> bool,
        cells: &mut BTreeMap<(Stood, Stood), Gathered>,
    ) -> Result<(), StoreError> {
        let sql = "SELECT segment, owner, currency, clients, priced, arr FROM totals WHERE model = ?";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut kept = statement.query([model])?;
        while let Some(row) = kept.next()? {
            let owner: String = row.get(1)?;
            if wanted(Some(&owner)) {
                let currency: String = row.get(2)?;
                let stays = staying(row.get(0)?);
                cells.entry(stays).or_default().count(row.get(3)?, &currency, row.get(4)?, i128::from(row.get::<_, i64>(5)?));
            }
        }
        Ok(())
    }

    /// Takes a client out again of where [`Store::present_totals`] has it.
    fn take_out_present(
        &self,
        model: &str,
        client: ClientId,
        wanted: impl Fn(Option<&str>) -> bool,
        cells: &mut BTreeMap<(Stood, Stood), Gathered>,
    ) -> Result<(), StoreError> {
        let sql = "SELECT segment, owner, currency, arr FROM standing WHERE model = ? AND client = ? AND live = 1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut kept = statement.query(params![model, client])?;
        while let Some(row) = kept.next()? {
            if wanted(row.get::<_, Option<String>>(1)?.as_deref()) {
                let currency: String = row.get(2)?;
                let arr: Option<i64> = row.get(3)?;
                let (priced, sum) = (i64::from(arr.is_some()), i128::from(arr.unwrap_or(0)));
                cells.entry(staying(row.get(0)?)).or_default().count(-1, &currency, -priced, -sum);
            }
        }
        Ok(())
    }

    /// The clients whose facts or placements an entry of a later day changed.
    pub(super) fn touched_after(&self, day: NaiveDate) -> Result<BTreeSet<ClientId>, StoreError> {
        let sql = "SELECT DISTINCT c.client FROM entries e CROSS JOIN changes c ON c.seq = e.seq
                    WHERE e.day > ? AND c.client IS NOT NULL
                      AND json_extract(coalesce(c.after, c.before), '$.fact') IN ('client', 'placement', 'decision')";
        let mut statement = self.db.prepare_cached(sql)?;
        let clients = statement.query_map([day], |row| row.get(0))?;
        Ok(clients.collect::<rusqlite::Result<_>>()?)
    }

    /// Folds what the journal says of one client up to both days: of each row, the last entry of a day not later holds.
    fn course(&self, client: ClientId, model: &str, query: &MovesQuery) -> Result<Course, StoreError> {
        let sql = "SELECT e.seq, e.at, e.day, c.before, c.after FROM changes c CROSS JOIN entries e ON e.seq = c.seq
                    WHERE c.client = ? AND json_extract(coalesce(c.after, c.before), '$.fact') IN ('client', 'placement', 'decision')
                    ORDER BY c.seq, c.n";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut changes = statement.query([client])?;
        let mut course = Course::default();
        while let Some(row) = changes.next()? {
            let (seq, at, day): (i64, String, NaiveDate) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let after: Option<String> = row.get(4)?;
            let stands = after.is_some();
            let Some(text) = after.or(row.get(3)?) else { continue };
            let fact = from_json(&text)?;
            for (then, end) in [(&mut course.first, query.from), (&mut course.last, query.to)] {
                if day <= end {
                    then.take(&fact, stands, model, (seq, &at, day));
                }
            }
            if let Fact::Client(client) = fact {
                course.known = Some(client);
            }
        }
        Ok(course)
    }

    /// Whether a decision holds today.
    fn stands(&self, decision: i64) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM decisions WHERE id = ?";
        Ok(self.db.prepare_cached(sql)?.query_row([decision], |_| Ok(())).optional()?.is_some())
    }
}

fn staying(segment: String) -> (Stood, Stood) {
    let stood = if segment.is_empty() { Stood::Unplaced } else { Stood::In(segment) };
    (stood.clone(), stood)
}
