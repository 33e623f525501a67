//! The scatter view: how many clients stand in each place of two axes, the most urgent of each, and the members of one place.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};

use super::Store;
use super::board::{BoardKey, SIGN_COLUMNS, Signs, read_signs, shown_proposal};
use super::conditions::Clause;
use super::error::StoreError;
use super::later;
use super::lens::{AxisSql, LensAxis};
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::ruler::Ruler;

/// What a scatter shows, and how finely.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// The model whose segments, proposals and signs are shown.
    pub model: String,
    /// The dimension that runs across, and its places.
    pub x: (LensAxis, Ruler),
    /// The dimension that runs up, and its places; none where there is one axis only.
    pub y: Option<(LensAxis, Ruler)>,
    /// Those a filter lets through.
    pub filter: Option<Filter>,
    /// How many clients of each place are given.
    pub depth: usize,
}

/// Live clients by the places they stand in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scatter {
    /// The places with clients, from the lowest row and the left. Their number goes by the screen, not by the book.
    pub cells: Vec<ScatterCell>,
    /// Clients without a score on one of the axes.
    pub unscored: i64,
}

/// A place of the axes with clients in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScatterCell {
    /// Place on the axis that runs across, from 0.
    pub column: u16,
    /// Place on the axis that runs up, from 0 at the bottom; 0 where there is none.
    pub row: u16,
    /// How many clients.
    pub clients: i64,
    /// The most urgent of them, as many as were asked for, in the board's order.
    pub first: Vec<ScatterPoint>,
}

/// A client at its scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScatterPoint {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Option<String>,
    /// The segment it is in; of a model of many memberships all of them, with commas.
    pub segment: Option<String>,
    /// The segment its scores propose, where that is shown.
    pub proposed: Option<String>,
    /// What marks it on the day.
    pub signs: Signs,
    /// The next effective due date.
    pub next_due_on: Option<NaiveDate>,
    /// Its score across, tenths of a point.
    pub x: Option<u16>,
    /// Its score up, tenths of a point.
    pub y: Option<u16>,
    /// The confidence of these scores, per mille.
    pub confidence: (Option<i64>, Option<i64>),
    /// Its place in the board's order: the most urgent first.
    pub key: BoardKey,
}

/// The clients of one place while they are counted.
#[derive(Default)]
struct Pile {
    clients: i64,
    first: Vec<BoardKey>,
}

impl Pile {
    /// Counts a client, and keeps its key where it is among the first so many.
    fn add(&mut self, key: (&str, i64, &str, i64), depth: usize) {
        self.clients += 1;
        let before = |kept: &BoardKey| (kept.due_sort.as_str(), kept.arr_sort, kept.name_key.as_str(), kept.client.0) < key;
        let at = self.first.partition_point(before);
        if at >= depth {
            return;
        }
        let (due_sort, arr_sort, name_key, client) = (key.0.to_owned(), key.1, key.2.to_owned(), ClientId(key.3));
        self.first.insert(at, BoardKey { due_sort, arr_sort, name_key, client });
        self.first.truncate(depth);
    }
}

/// A plot as parts of a statement.
struct Asked {
    x: AxisSql,
    y: AxisSql,
    clause: Clause,
    model: String,
}

impl Asked {
    /// The tables and the conditions all questions share, with their parameters.
    fn from(&self, join_client: &str) -> (String, Vec<Value>) {
        let sql = format!(
            "FROM standing s {join_client} {} {} WHERE s.model = ? AND s.live = 1 AND {}",
            self.x.join, self.y.join, self.clause.sql
        );
        let axes = self.x.values.iter().chain(&self.y.values).cloned();
        let values = axes.chain([Value::Text(self.model.clone())]).chain(self.clause.values.iter().cloned()).collect();
        (sql, values)
    }

    /// Reads whole points.
    fn points(&self, rest: &str) -> (String, Vec<Value>) {
        let (from, values) = self.from("JOIN clients c ON c.id = s.client");
        let sql = format!(
            "SELECT s.client, c.name, s.owner, nullif(s.segment, ''), s.proposed, s.next_due_on, {}, {}, {}, {}, s.due_sort,
                    s.arr_sort, s.name_key, {SIGN_COLUMNS} {from} {rest}",
            self.x.score, self.y.score, self.x.confidence, self.y.confidence
        );
        (sql, values)
    }
}

fn read(row: &Row<'_>, today: NaiveDate) -> rusqlite::Result<ScatterPoint> {
    let client = row.get(0)?;
    let signs = read_signs(row, 13, today)?;
    let segment: Option<String> = row.get(3)?;
    Ok(ScatterPoint {
        client,
        name: row.get(1)?,
        owner: row.get(2)?,
        proposed: shown_proposal(row.get(4)?, segment.as_deref(), signs),
        segment,
        signs,
        next_due_on: row.get(5)?,
        x: row.get(6)?,
        y: row.get(7)?,
        confidence: (row.get(8)?, row.get(9)?),
        key: BoardKey { due_sort: row.get(10)?, arr_sort: row.get(11)?, name_key: row.get(12)?, client },
    })
}

impl Store {
    fn asked(&self, plot: &Plot, today: NaiveDate) -> Result<Asked, StoreError> {
        let ground = self.ground();
        let model = ground.model(Some(&plot.model))?;
        Ok(Asked {
            x: plot.x.0.sql(Some(&model.key), "a"),
            y: plot.y.as_ref().map_or_else(AxisSql::none, |(axis, _)| axis.sql(Some(&model.key), "b")),
            clause: self.clause(plot.filter.as_ref(), &model, today)?,
            model: model.key.clone(),
        })
    }

    /// The live clients by their places on the axes: one walk through the scores, and an answer as large as the plot.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn scatter(&self, plot: &Plot, today: NaiveDate) -> Result<Scatter, StoreError> {
        let question = later::Asked::Scatter(Box::new(plot.clone()));
        self.or_later(question, plot.filter.as_ref(), today, || self.scatter_now(plot, today))
    }

    fn scatter_now(&self, plot: &Plot, today: NaiveDate) -> Result<Scatter, StoreError> {
        let asked = self.asked(plot, today)?;
        let (from, values) = asked.from(asked.clause.join_client());
        let (x, y) = (&asked.x.score, &asked.y.score);
        let sql = format!("SELECT {x}, {y}, s.due_sort, s.arr_sort, s.name_key, s.client {from}");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut piles: BTreeMap<(u16, u16), Pile> = BTreeMap::new();
        let mut unscored = 0;
        while let Some(row) = rows.next()? {
            let (x, y): (Option<u16>, Option<u16>) = (row.get(0)?, row.get(1)?);
            let up = match (&plot.y, y) {
                (Some((_, ruler)), Some(tenths)) => Some(ruler.at(tenths)),
                (Some(_), None) => None,
                (None, _) => Some(0),
            };
            let Some((tenths, up)) = x.zip(up) else {
                unscored += 1;
                continue;
            };
            let text = |at: usize| row.get_ref(at)?.as_str().map_err(rusqlite::Error::from);
            let key = (text(2)?, row.get(3)?, text(4)?, row.get(5)?);
            piles.entry((up, plot.x.1.at(tenths))).or_default().add(key, plot.depth);
        }
        let mut cells = Vec::with_capacity(piles.len());
        for ((row, column), pile) in piles {
            let mut first = Vec::with_capacity(pile.first.len());
            for key in pile.first {
                first.extend(self.point(&asked, key.client, today)?);
            }
            cells.push(ScatterCell { column, row, clients: pile.clients, first });
        }
        Ok(Scatter { cells, unscored })
    }

    /// The clients of one place, in the board's order, after a key; empty where there is no such place.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn scatter_members(
        &self,
        plot: &Plot,
        (column, row): (u16, u16),
        from: Option<&BoardKey>,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<ScatterPoint>, StoreError> {
        let asked = self.asked(plot, today)?;
        let mut rest = format!("AND {} BETWEEN ? AND ?", asked.x.score);
        let across = plot.x.1.span(column);
        let mut values = vec![Value::from(*across.start()), Value::from(*across.end())];
        if let Some((_, ruler)) = &plot.y {
            let up = ruler.span(row);
            rest.push_str(&format!(" AND {} BETWEEN ? AND ?", asked.y.score));
            values.extend([Value::from(*up.start()), Value::from(*up.end())]);
        }
        if let Some(key) = from {
            rest.push_str(" AND (s.due_sort, s.arr_sort, s.name_key, s.client) > (?, ?, ?, ?)");
            values.extend([Value::from(key.due_sort.clone()), Value::from(key.arr_sort)]);
            values.extend([Value::from(key.name_key.clone()), Value::from(key.client.0)]);
        }
        rest.push_str(" ORDER BY s.due_sort, s.arr_sort, s.name_key, s.client LIMIT ?");
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        // An index alone says who they are; the rest is read of those few.
        let (from, mut all) = asked.from(asked.clause.join_client());
        all.extend(values);
        let mut statement = self.db.prepare_cached(&format!("SELECT s.client {from} {rest}"))?;
        let clients = statement.query_map(params_from_iter(all), |row| row.get(0))?;
        let clients: Vec<ClientId> = clients.collect::<rusqlite::Result<_>>()?;
        let mut points = Vec::with_capacity(clients.len());
        for client in clients {
            points.extend(self.point(&asked, client, today)?);
        }
        Ok(points)
    }

    /// A client at its scores; none where it is archived, unknown or left out by the filter.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn scatter_point(&self, plot: &Plot, client: ClientId, today: NaiveDate) -> Result<Option<ScatterPoint>, StoreError> {
        self.point(&self.asked(plot, today)?, client, today)
    }

    fn point(&self, asked: &Asked, client: ClientId, today: NaiveDate) -> Result<Option<ScatterPoint>, StoreError> {
        let (sql, mut values) = asked.points("AND s.client = ?");
        values.push(Value::Integer(client.0));
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_row(params_from_iter(values), |row| read(row, today)).optional()?)
    }
}
