//! The board: totals per segment, and a window of a segment's clients, most urgent first.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};

use super::conditions::Clause;
use super::error::StoreError;
use super::{Direction, Store};
use crate::domain::client::{Client, ClientId};
use crate::domain::filter::Filter;
use crate::domain::model::place::{holds, keys};
use crate::domain::model::{Membership, Model};
use crate::domain::money::{Amount, Sums};

/// A model's segments with their figures, in the model's order, and the clients without a segment.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// The model's key.
    pub model: String,
    /// The segments.
    pub segments: Vec<SegmentTotal>,
    /// Clients without a segment.
    pub unplaced: SegmentTotal,
}

/// The figures of a segment's live clients.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SegmentTotal {
    /// The segment's key; empty for none.
    pub key: String,
    /// How many clients.
    pub clients: i64,
    /// Annual revenue per currency.
    pub arr: Sums,
    /// How many clients have an overdue review.
    pub overdue: i64,
}

/// A client on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its id in another system.
    pub external_id: Option<String>,
    /// Its owner.
    pub owner: Option<String>,
    /// Its annual revenue.
    pub arr: Option<Amount>,
    /// Currency of the revenue.
    pub currency: String,
    /// The next effective due date.
    pub next_due_on: Option<NaiveDate>,
    /// What marks it on a day.
    pub signs: Signs,
    /// The segment it is placed in: in the model of the board, or on a lens in the driving one.
    pub stands: Option<String>,
    /// The segment proposed by its scores.
    pub proposed: Option<String>,
    /// Scores on the axes, tenths of a point.
    pub scores: (Option<i64>, Option<i64>),
    /// Confidence of these scores, per mille.
    pub confidence: (Option<i64>, Option<i64>),
    /// The last review.
    pub last_review_on: Option<NaiveDate>,
    /// The next renewal.
    pub renewal_on: Option<NaiveDate>,
    /// The key to read on from here.
    pub key: BoardKey,
}

/// What marks a client on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs {
    /// A review is overdue.
    pub overdue: bool,
    /// A review is due.
    pub due: bool,
    /// The scores propose another segment.
    pub drift: bool,
    /// A score lies near a cut.
    pub near: bool,
    /// A score is stale.
    pub stale: bool,
    /// The segment is to be confirmed.
    pub confirm: bool,
    /// The contract renews soon ([`crate::domain::client::RENEWAL_DAYS`]).
    pub renewal: bool,
    /// The champion is lost, and nobody has taken the place.
    pub champion_lost: bool,
}

/// A place in the order of a segment's clients; the most urgent is the least.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BoardKey {
    pub(super) due_sort: String,
    pub(super) arr_sort: i64,
    pub(super) name_key: String,
    pub(super) client: ClientId,
}

impl BoardKey {
    /// The place of a row, from the columns `due_sort, arr_sort, name_key`.
    pub(super) fn new(row: &Row<'_>, at: usize, client: ClientId) -> rusqlite::Result<Self> {
        Ok(Self { due_sort: row.get(at)?, arr_sort: row.get(at + 1)?, name_key: row.get(at + 2)?, client })
    }

    /// The condition that reads on from a place, and the order of rows in a direction.
    pub(super) fn sql(from: Option<&Self>, direction: Direction) -> (String, String) {
        let (compare, order) = match direction {
            Direction::After => (">", "ASC"),
            Direction::Before => ("<", "DESC"),
        };
        let place = from
            .map_or_else(String::new, |_| format!("AND (s.due_sort, s.arr_sort, s.name_key, s.client) {compare} (?, ?, ?, ?)"));
        (place, format!("s.due_sort {order}, s.arr_sort {order}, s.name_key {order}, s.client {order}"))
    }

    /// What that condition asks for.
    pub(super) fn values(&self) -> [Value; 4] {
        [
            Value::Text(self.due_sort.clone()),
            Value::Integer(self.arr_sort),
            Value::Text(self.name_key.clone()),
            Value::Integer(self.client.0),
        ]
    }
}

/// The columns that make [`Signs`], from `standing s` and `clients c`; `read_signs` takes them from the place where they begin.
pub(super) const SIGN_COLUMNS: &str = "s.overdue_from, s.due_from, s.drift, s.dwell_until, s.near, s.stale_from, s.confirm_due,
    c.renewal_on, c.champion_lost_on";

/// Reads [`Signs`] for a day.
pub(super) fn read_signs(row: &Row<'_>, at: usize, today: NaiveDate) -> rusqlite::Result<Signs> {
    let reached =
        |at: usize| -> rusqlite::Result<bool> { Ok(row.get::<_, Option<NaiveDate>>(at)?.is_some_and(|from| from <= today)) };
    let overdue = reached(at)?;
    let dwelling = row.get::<_, Option<NaiveDate>>(at + 3)?.is_some_and(|until| until > today);
    Ok(Signs {
        overdue,
        due: !overdue && reached(at + 1)?,
        drift: row.get::<_, bool>(at + 2)? && !dwelling,
        near: row.get(at + 4)?,
        stale: reached(at + 5)?,
        confirm: reached(at + 6)?,
        renewal: Client::renews_soon(row.get(at + 7)?, today),
        champion_lost: reached(at + 8)?,
    })
}

/// The proposal as it is shown: a move near a cut or soon after a decision is withheld (models.md, guard).
pub(super) fn shown_proposal(proposed: Option<String>, segment: Option<&str>, signs: Signs) -> Option<String> {
    proposed.filter(|proposed| segment.is_none_or(|segment| segment == proposed) || signs.drift)
}

impl Store {
    /// The totals of a model's segments; of the clients a filter lets through, where one is given.
    ///
    /// Without a filter they come from kept sums: their cost does not grow with the book.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn board(&self, model: Option<&str>, filter: Option<&Filter>, today: NaiveDate) -> Result<Board, StoreError> {
        let ground = self.ground();
        let model = ground.model(model)?;
        let keys = model.segments.iter().map(|segment| segment.key.clone());
        let mut segments: Vec<SegmentTotal> = keys.map(|key| SegmentTotal { key, ..SegmentTotal::default() }).collect();
        let mut unplaced = SegmentTotal::default();
        let mut add = |key: &str, clients: i64, currency: &str, priced: i64, arr: i64, overdue: i64| {
            let count = |total: &mut SegmentTotal| {
                total.clients += clients;
                total.overdue += overdue;
                if priced > 0 {
                    total.arr.add(currency, Amount::from_ten_thousandths(arr));
                }
            };
            // Where membership is many a client counts in each of its segments.
            let mut found = segments.iter_mut().filter(|total| holds(key, &total.key)).peekable();
            if found.peek().is_none() {
                count(&mut unplaced);
            }
            found.for_each(count);
        };
        let driving = ground.driving().key == model.key;
        if let (None, true) = (filter, driving) {
            let mut kept = self.db.prepare_cached(
                "SELECT segment, currency, sum(clients), sum(priced), sum(arr) FROM totals WHERE model = ? GROUP BY 1, 2",
            )?;
            let mut rows = kept.query([&model.key])?;
            while let Some(row) = rows.next()? {
                let key: String = row.get(0)?;
                let currency: String = row.get(1)?;
                add(&key, row.get(2)?, &currency, row.get(3)?, row.get(4)?, 0);
            }
            let sql = "SELECT segment, sum(n) FROM tallies WHERE what = 'client overdue' AND day <= ? GROUP BY segment";
            let mut late = self.db.prepare_cached(sql)?;
            let mut rows = late.query([today])?;
            while let Some(row) = rows.next()? {
                let key: String = row.get(0)?;
                add(&key, 0, "", 0, 0, row.get(1)?);
            }
        } else {
            let clause = self.clause(filter, &model, today)?;
            let sql = format!(
                "SELECT s.segment, s.currency, count(*), count(s.arr), coalesce(sum(s.arr), 0),
                        sum(s.overdue_from IS NOT NULL AND s.overdue_from <= ?)
                   FROM standing s {} WHERE s.model = ? AND {} = 1 AND {} GROUP BY {}, s.currency",
                clause.join_client(),
                clause.beside_names("s.live"),
                clause.sql,
                clause.beside_names("s.segment"),
            );
            let mut values = vec![Value::Text(today.to_string()), Value::Text(model.key.clone())];
            values.extend(clause.values);
            let mut counted = self.db.prepare_cached(&sql)?;
            let mut rows = counted.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                let key: String = row.get(0)?;
                let currency: String = row.get(1)?;
                add(&key, row.get(2)?, &currency, row.get(3)?, row.get(4)?, row.get(5)?);
            }
        }
        Ok(Board { model: model.key.clone(), segments, unplaced })
    }

    /// A window of the clients of a segment (`""`: those without one), most urgent first: by next due date, revenue, name.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    #[expect(clippy::too_many_arguments, reason = "a window is what, which, from where, how many, on which day")]
    pub fn board_rows(
        &self,
        model: Option<&str>,
        segment: &str,
        filter: Option<&Filter>,
        from: Option<&BoardKey>,
        direction: Direction,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<BoardRow>, StoreError> {
        let ground = self.ground();
        let model = ground.model(model)?;
        let clause: Clause = self.clause(filter, &model, today)?;
        let (place, order) = BoardKey::sql(from, direction);
        let places = self.places_with(&model, segment)?;
        let marks = vec!["?"; places.len()].join(", ");
        let mut values = vec![Value::Text(model.key.clone())];
        values.extend(places.into_iter().map(Value::Text));
        values.extend(from.into_iter().flat_map(BoardKey::values));
        values.extend(clause.values.iter().cloned());
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let sql = format!(
            "SELECT s.client, c.name, s.owner, s.arr, s.currency, s.next_due_on, s.proposed, s.x, s.y, s.due_sort, s.arr_sort,
                    s.name_key, s.x_confidence, s.y_confidence, s.last_review_on, c.renewal_on, c.external_id, {SIGN_COLUMNS}
               FROM standing s JOIN clients c ON c.id = s.client
              WHERE s.model = ? AND {} = 1 AND {} IN ({marks}) {place} AND {}
              ORDER BY {order} LIMIT ?",
            clause.beside_names("s.live"),
            clause.beside_names("s.segment"),
            clause.sql
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            let client = row.get(0)?;
            let signs = read_signs(row, 17, today)?;
            let placed = (!segment.is_empty()).then_some(segment);
            Ok(BoardRow {
                client,
                name: row.get(1)?,
                external_id: row.get(16)?,
                owner: row.get(2)?,
                arr: row.get::<_, Option<i64>>(3)?.map(Amount::from_ten_thousandths),
                currency: row.get(4)?,
                next_due_on: row.get(5)?,
                stands: placed.map(str::to_owned),
                proposed: shown_proposal(row.get(6)?, placed, signs),
                scores: (row.get(7)?, row.get(8)?),
                confidence: (row.get(12)?, row.get(13)?),
                last_review_on: row.get(14)?,
                renewal_on: row.get(15)?,
                key: BoardKey::new(row, 9, client)?,
                signs,
            })
        })?;
        let mut rows: Vec<BoardRow> = rows.collect::<rusqlite::Result<_>>()?;
        if direction == Direction::Before {
            rows.reverse();
        }
        Ok(rows)
    }

    /// The places in which clients of a segment stand: the segment alone, or, where membership is many, every set of segments
    /// kept that holds it.
    fn places_with(&self, model: &Model, segment: &str) -> Result<Vec<String>, StoreError> {
        if model.membership == Membership::One || segment.is_empty() {
            return Ok(vec![segment.to_owned()]);
        }
        let sql = "SELECT DISTINCT segment FROM totals WHERE model = ? AND clients > 0";
        let mut statement = self.db.prepare_cached(sql)?;
        let kept = statement.query_map([&model.key], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        Ok(kept.into_iter().filter(|place| holds(place, segment)).collect())
    }

    /// Where a client stands in the order of its segment, and in which segment (the first of several): to bring it into view.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn board_place(&self, model: Option<&str>, client: ClientId) -> Result<Option<(String, BoardKey)>, StoreError> {
        use rusqlite::OptionalExtension;
        let model = self.ground().model(model)?;
        let place = self
            .db
            .prepare_cached(
                "SELECT segment, due_sort, arr_sort, name_key FROM standing WHERE model = ? AND client = ? AND live = 1",
            )?
            .query_row(params![model.key, client], |row| {
                let place: String = row.get(0)?;
                Ok((keys(&place).next().unwrap_or_default().to_owned(), BoardKey::new(row, 1, client)?))
            })
            .optional()?;
        Ok(place)
    }
}
