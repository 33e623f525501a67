//! Two models side by side: how many clients stand in which segment of each, and where the two contradict each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Store;
use super::error::StoreError;
use super::lens::LensKey;
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::model::{Membership, Model, Segment, Touch, place};
use crate::domain::money::{Amount, Sums};
use crate::domain::text::fold;

/// Which models are held side by side, and of whom.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareQuery {
    /// The model whose segments are the rows; the driving one where none is named.
    pub a: Option<String>,
    /// The model whose segments are the columns; the driving one where none is named.
    pub b: Option<String>,
    /// The clients a filter lets through.
    pub filter: Option<Filter>,
    /// Only the clients of this owner.
    pub owner: Option<String>,
}

/// The clients in one segment of a model and one of another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ComparedCell {
    /// Key of the segment of the first model; empty for none.
    pub a: String,
    /// Key of the segment of the second model; empty for none.
    pub b: String,
    /// How many clients.
    pub clients: i64,
    /// Their annual revenue per currency.
    pub arr: Sums,
    /// How many of them stand there by their scores alone, in one of the models or in both.
    pub by_scores: i64,
}

/// Two models side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The model of the rows.
    pub a: Arc<Model>,
    /// The model of the columns.
    pub b: Arc<Model>,
    /// The cells that have clients, in the order of the models, those in no segment last.
    pub cells: Vec<ComparedCell>,
    /// How many clients in all; the cells sum to more where a client may be in several segments.
    pub total: i64,
}

/// A client of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRow {
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
    /// Where it stands in the first model.
    pub a: Standpoint,
    /// Where it stands in the second model.
    pub b: Standpoint,
    /// The key to read on from here.
    pub key: LensKey,
}

/// Where a client stands in a model for a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standpoint {
    /// It was placed there.
    Placed,
    /// It was not placed; its scores propose it.
    Proposed,
    /// Neither: it stands in no segment.
    Nowhere,
}

impl Comparison {
    /// A cell, where it has clients.
    #[must_use]
    pub fn cell(&self, a: &str, b: &str) -> Option<&ComparedCell> {
        self.cells.iter().find(|cell| cell.a == a && cell.b == b)
    }

    /// How two segments contradict each other; none where they do not, or where one is none.
    #[must_use]
    pub fn contradiction(&self, a: &str, b: &str) -> Option<Contradiction<'_>> {
        let (one, other) = (self.a.segment(a)?, self.b.segment(b)?);
        contradict(one, other).then_some(Contradiction { a: (&self.a, one), b: (&self.b, other) })
    }

    /// The cells whose segments contradict each other, those with most clients first.
    #[must_use]
    pub fn contradictions(&self) -> Vec<&ComparedCell> {
        let mut cells: Vec<&ComparedCell> =
            self.cells.iter().filter(|cell| self.contradiction(&cell.a, &cell.b).is_some()).collect();
        cells.sort_by_key(|cell| -cell.clients);
        cells
    }

    /// Whether a client may stand in several cells.
    #[must_use]
    pub fn is_many(&self) -> bool {
        [&self.a, &self.b].iter().any(|model| model.membership == Membership::Many)
    }
}

/// One asks for many people, the other for few or none, and both models say so.
fn contradict(a: &Segment, b: &Segment) -> bool {
    a.touch_is_said && b.touch_is_said && (a.touch == Touch::High) != (b.touch == Touch::High)
}

/// Two segments that ask for opposite things.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contradiction<'a> {
    a: (&'a Model, &'a Segment),
    b: (&'a Model, &'a Segment),
}

impl Contradiction<'_> {
    /// `Transform (high touch) in Maturity × Appetite, Protect (low touch) in Growth × Risk`.
    #[must_use]
    pub fn why(&self) -> String {
        let said = |(model, segment): (&Model, &Segment)| {
            format!("{} ({}) in {}", segment.name, touch_in_words(segment.touch), model.name)
        };
        format!("{}, {}", said(self.a), said(self.b))
    }

    /// `Transform here (high touch), Protect there (low touch)`.
    #[must_use]
    pub fn short(&self) -> String {
        let said = |segment: &Segment, side: &str| format!("{} {side} ({})", segment.name, touch_in_words(segment.touch));
        format!("{}, {}", said(self.a.1, "here"), said(self.b.1, "there"))
    }
}

/// `high touch`.
#[must_use]
pub fn touch_in_words(touch: Touch) -> &'static str {
    match touch {
        Touch::High => "high touch",
        Touch::Low => "low touch",
        Touch::None => "no touch",
    }
}

/// Where a client stands in a model, from its row of `standing`: its placement, else the proposal of its scores.
fn standpoint(alias: &str) -> String {
    format!("CASE WHEN {alias}.segment <> '' THEN {alias}.segment ELSE coalesce({alias}.proposed, '') END")
}

/// `FROM` and `WHERE` of both questions, with their values.
struct Asked {
    sql: String,
    values: Vec<Value>,
    /// Where the rows of both models are: in the one of the driving model, or in one of their own.
    aliases: [&'static str; 2],
}

impl Store {
    /// Two models side by side: one join, counted.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn compare(&self, query: &CompareQuery, today: NaiveDate) -> Result<Comparison, StoreError> {
        let ground = self.ground();
        let (a, b) = (ground.model(query.a.as_deref())?, ground.model(query.b.as_deref())?);
        let asked = self.comparing(query, (&a, &b), None, today)?;
        let [on_a, on_b] = asked.aliases;
        let sql = format!(
            "SELECT {}, {}, s.currency, count(*), count(s.arr), coalesce(sum(s.arr), 0),
                    sum(({on_a}.segment = '' AND {on_a}.proposed IS NOT NULL) OR ({on_b}.segment = '' AND {on_b}.proposed IS NOT NULL))
               {} GROUP BY 1, 2, 3",
            standpoint(on_a),
            standpoint(on_b),
            asked.sql
        );
        let mut cells: BTreeMap<(String, String), ComparedCell> = BTreeMap::new();
        let mut total = 0;
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(asked.values))?;
        while let Some(row) = rows.next()? {
            let (in_a, in_b, currency): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (clients, priced, arr): (i64, i64, i64) = (row.get(3)?, row.get(4)?, row.get(5)?);
            total += clients;
            // A client in several segments stands in the cell of each.
            for (on_a, on_b) in place::parts(&in_a).flat_map(|on_a| place::parts(&in_b).map(move |on_b| (on_a, on_b))) {
                let made = || ComparedCell { a: on_a.to_owned(), b: on_b.to_owned(), ..ComparedCell::default() };
                let cell = cells.entry((on_a.to_owned(), on_b.to_owned())).or_insert_with(made);
                cell.clients += clients;
                cell.by_scores += row.get::<_, i64>(6)?;
                if priced > 0 {
                    cell.arr.add(&currency, Amount::from_ten_thousandths(arr));
                }
            }
        }
        let place = |model: &Model, key: &str| model.segments.iter().position(|segment| segment.key == key).unwrap_or(usize::MAX);
        let mut cells: Vec<ComparedCell> = cells.into_values().collect();
        cells.sort_by_key(|cell| (place(&a, &cell.a), place(&b, &cell.b)));
        Ok(Comparison { a, b, cells, total })
    }

    /// A window of the clients of a cell (`""`: in no segment), by name.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn compared(
        &self,
        query: &CompareQuery,
        cell: (&str, &str),
        from: Option<&LensKey>,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<ComparedRow>, StoreError> {
        let ground = self.ground();
        let (a, b) = (ground.model(query.a.as_deref())?, ground.model(query.b.as_deref())?);
        let mut asked = self.comparing(query, (&a, &b), Some(cell), today)?;
        let [on_a, on_b] = asked.aliases;
        let mut within = |alias: &str, key: &str| {
            asked.values.push(Value::Text(key.to_owned()));
            format!("instr(',' || {} || ',', ',' || ? || ',') > 0", standpoint(alias))
        };
        let within = (within(on_a, cell.0), within(on_b, cell.1));
        let after = from.map_or("", |_| "AND (s.name_key, s.client) > (?, ?)");
        if let Some(from) = from {
            asked.values.extend(from.values());
        }
        asked.values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let sql = format!(
            "SELECT s.client, c.name, c.external_id, s.owner, s.arr, s.currency, s.name_key, {on_a}.segment <> '',
                    {on_a}.proposed IS NOT NULL, {on_b}.segment <> '', {on_b}.proposed IS NOT NULL
               {} AND {} AND {} {after} ORDER BY s.name_key, s.client LIMIT ?",
            asked.sql, within.0, within.1
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(asked.values), |row| {
            let client = row.get(0)?;
            let stands = |at: usize| -> rusqlite::Result<Standpoint> {
                Ok(match (row.get(at)?, row.get(at + 1)?) {
                    (true, _) => Standpoint::Placed,
                    (false, true) => Standpoint::Proposed,
                    (false, false) => Standpoint::Nowhere,
                })
            };
            Ok(ComparedRow {
                client,
                name: row.get(1)?,
                external_id: row.get(2)?,
                owner: row.get(3)?,
                arr: row.get::<_, Option<i64>>(4)?.map(Amount::from_ten_thousandths),
                currency: row.get(5)?,
                a: stands(7)?,
                b: stands(9)?,
                key: LensKey::new(row.get(6)?, client),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The live clients with their standing in both models, of all cells or of one; a filter goes by the driving one.
    fn comparing(
        &self,
        query: &CompareQuery,
        (a, b): (&Model, &Model),
        of: Option<(&str, &str)>,
        today: NaiveDate,
    ) -> Result<Asked, StoreError> {
        let ground = self.ground();
        let driving = ground.driving();
        let clause = self.clause_now(query.filter.as_ref(), driving, today)?;
        let aliases = [(a, "a"), (b, "b")].map(|(model, alias)| if model.key == driving.key { "s" } else { alias });
        let mut from = "standing s".to_owned();
        let mut values = Vec::new();
        // The clients of a segment stand together in the indexes: those of one side are looked up on the other.
        let led = of.and_then(|(in_a, in_b)| [(a, in_a), (b, in_b)].into_iter().find(|(model, _)| !clause.few && is_one(model)));
        if let Some((model, cell)) = led {
            from = format!("({}) f CROSS JOIN standing s ON s.client = f.client", members(cell));
            values.extend([&model.key, cell].map(|text| Value::Text(text.to_string())));
        }
        for (model, alias) in [(a, "a"), (b, "b")].into_iter().filter(|(_, alias)| aliases.contains(alias)) {
            from.push_str(&format!(" CROSS JOIN standing {alias} ON {alias}.model = ? AND {alias}.client = s.client"));
            values.push(Value::Text(model.key.clone()));
        }
        let client = if of.is_some() { "CROSS JOIN clients c ON c.id = s.client" } else { clause.join_client() };
        values.push(Value::Text(driving.key.clone()));
        values.extend(clause.values.iter().cloned());
        let of_owner = query.owner.as_deref().map_or("", |owner| {
            values.push(Value::Text(fold(owner)));
            "AND fold(coalesce(s.owner, '')) = ?"
        });
        let sql = format!("FROM {from} {client} WHERE s.model = ? AND s.live = 1 AND {} {of_owner}", clause.sql);
        Ok(Asked { sql, values, aliases })
    }
}

fn is_one(model: &Model) -> bool {
    model.membership == Membership::One
}

/// The live clients that stand in a segment of a model, placed there or else by their scores; in none where it is empty.
fn members(cell: &str) -> &'static str {
    if cell.is_empty() {
        return "SELECT client FROM standing WHERE model = ? AND live = 1 AND segment = ? AND proposed IS NULL";
    }
    "SELECT client FROM standing WHERE model = ?1 AND live = 1 AND segment = ?2
      UNION ALL SELECT client FROM standing WHERE model = ?1 AND live = 1 AND segment = '' AND proposed = ?2"
}
