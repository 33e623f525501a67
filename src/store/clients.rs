//! The whole book as a table: windows of clients in any order, filtered.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};

use super::board::{SIGN_COLUMNS, Signs, read_signs};
use super::conditions::Clause;
use super::error::StoreError;
use super::records::read_measures;
use super::{Direction, Store};
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::measure::Measures;
use crate::domain::model::Model;
use crate::domain::money::Amount;

/// Which clients, in which order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClientQuery {
    /// The model whose segments, scores and proposals are meant; the driving one where none is named.
    pub model: Option<String>,
    /// Those a filter lets through.
    pub filter: Option<Filter>,
    /// The column they are ordered by; the name decides among equals.
    pub sort: SortKey,
    /// From the last to the first.
    pub descending: bool,
}

/// A column clients can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SortKey {
    /// Folded name.
    #[default]
    Name,
    /// Row: the order of entry.
    Id,
    /// Id in another system.
    ExternalId,
    /// Owner.
    Owner,
    /// Segment of the model.
    Segment,
    /// Proposed segment.
    Proposed,
    /// Score on the x axis.
    X,
    /// Score on the y axis.
    Y,
    /// Annual revenue.
    Arr,
    /// Lifecycle stage.
    Stage,
    /// Industry.
    Industry,
    /// Renewal date.
    Renewal,
    /// Last review.
    LastReview,
    /// Next due date.
    NextDue,
    /// Since when it is silent; only under the filter `silent`, others have no such date. No order of the command line.
    Silence,
}

impl SortKey {
    /// Every order, as named on the command line and over the columns.
    pub const ALL: [(Self, &'static str); 14] = [
        (Self::Name, "name"),
        (Self::Id, "id"),
        (Self::ExternalId, "external_id"),
        (Self::Owner, "owner"),
        (Self::Segment, "segment"),
        (Self::Proposed, "proposed_segment"),
        (Self::X, "x_score"),
        (Self::Y, "y_score"),
        (Self::Arr, "arr"),
        (Self::Stage, "stage"),
        (Self::Industry, "industry"),
        (Self::Renewal, "renewal_on"),
        (Self::LastReview, "last_review_on"),
        (Self::NextDue, "next_due_on"),
    ];

    /// The name of the order.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(key, _)| *key == self).map_or("", |(_, name)| name)
    }

    /// How the order is read from its index.
    fn order(self) -> Order {
        match self {
            Self::Name => Order::of("c.name_key"),
            Self::Id => Order::of("c.id"),
            Self::ExternalId => Order::with_gaps("c.external_id", Gap::Null),
            Self::Owner => Order::with_gaps("c.owner", Gap::Null),
            Self::Segment => Order::with_gaps("s.segment", Gap::Empty),
            Self::Proposed => Order::with_gaps("s.proposed", Gap::Null),
            Self::X => Order::with_gaps("s.x", Gap::Null),
            Self::Y => Order::with_gaps("s.y", Gap::Null),
            Self::Arr => Order::with_gaps("c.arr", Gap::Null),
            Self::Stage => Order::with_gaps("c.stage", Gap::Null),
            Self::Industry => Order::with_gaps("c.industry", Gap::Null),
            Self::Renewal => Order::with_gaps("c.renewal_on", Gap::Null),
            Self::LastReview => Order::with_gaps("s.last_review_on", Gap::Null),
            Self::NextDue => Order::of("s.due_sort"),
            Self::Silence => Order::of("s.silent_from"),
        }
    }
}

/// How an order is read: its column, and what stands where a client has nothing there. Such clients come last in either direction
/// (but one without a due date stands where one due in the farthest future would), ordered by name; they are a window of their
/// own, so that one index of column and name serves both directions.
struct Order {
    column: &'static str,
    gap: Option<Gap>,
}

#[derive(Clone, Copy)]
enum Gap {
    Null,
    Empty,
}

/// Which clients of an order a window is read from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Filled,
    Gaps,
}

impl Order {
    const fn of(column: &'static str) -> Self {
        Self { column, gap: None }
    }

    const fn with_gaps(column: &'static str, gap: Gap) -> Self {
        Self { column, gap: Some(gap) }
    }

    /// The parts in the order in which they are read in a direction.
    fn parts(&self, direction: Direction) -> &'static [Part] {
        match (self.gap, direction) {
            (None, _) => &[Part::Filled],
            (Some(_), Direction::After) => &[Part::Filled, Part::Gaps],
            (Some(_), Direction::Before) => &[Part::Gaps, Part::Filled],
        }
    }

    /// The part a client with this value is in.
    fn part_of(&self, value: &Value) -> Part {
        match (self.gap, value) {
            (Some(Gap::Null), Value::Null) => Part::Gaps,
            (Some(Gap::Empty), Value::Text(text)) if text.is_empty() => Part::Gaps,
            (None | Some(_), _) => Part::Filled,
        }
    }

    fn condition(&self, part: Part) -> String {
        let column = self.column;
        match (self.gap, part) {
            (None, _) => "1".to_owned(),
            (Some(Gap::Null), Part::Filled) => format!("{column} IS NOT NULL"),
            (Some(Gap::Null), Part::Gaps) => format!("{column} IS NULL"),
            (Some(Gap::Empty), Part::Filled) => format!("{column} > ''"),
            (Some(Gap::Empty), Part::Gaps) => format!("{column} = ''"),
        }
    }

    /// The table whose index serves the order comes first.
    fn is_standing(&self) -> bool {
        self.column.starts_with("s.")
    }
}

/// A client in a table.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientRow {
    /// The client.
    pub client: ClientId,
    /// Its id in another system.
    pub external_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Its place in the model: the key of its segment, several with commas between where membership is many.
    pub segment: Option<String>,
    /// Key of the segment its scores propose.
    pub proposed_segment: Option<String>,
    /// Score on the x axis, tenths of a point.
    pub x: Option<i64>,
    /// Score on the y axis, tenths of a point.
    pub y: Option<i64>,
    /// Annual revenue.
    pub arr: Option<Amount>,
    /// Its currency.
    pub currency: String,
    /// Lifecycle stage.
    pub stage: Option<String>,
    /// Industry.
    pub industry: Option<String>,
    /// Goal.
    pub goal: Option<String>,
    /// Champion.
    pub champion: Option<String>,
    /// The day the champion was lost, where nobody has taken the place.
    pub champion_lost_on: Option<NaiveDate>,
    /// Measures.
    pub measures: Measures,
    /// Renewal date.
    pub renewal_on: Option<NaiveDate>,
    /// Last review.
    pub last_review_on: Option<NaiveDate>,
    /// Next effective due date.
    pub next_due_on: Option<NaiveDate>,
    /// Tags.
    pub tags: Vec<String>,
    /// The day it left the book.
    pub archived_on: Option<NaiveDate>,
    /// The decision that put it where it is in the model; 0 where it was never placed.
    pub decision: i64,
    /// What marks it on a day.
    pub signs: Signs,
    /// The key to read on from here.
    pub key: ClientKey,
}

/// What is read of an order at a time.
struct Window<'w> {
    model: &'w Model,
    clause: &'w Clause,
    order: &'w Order,
    part: Part,
    from: Option<&'w ClientKey>,
    direction: Direction,
    left: usize,
}

/// A place in an order of clients.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientKey {
    sort: Value,
    name_key: String,
    client: ClientId,
}

impl Store {
    /// A window of clients. Archived ones are left out unless the filter asks for them.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn clients(
        &self,
        query: &ClientQuery,
        from: Option<&ClientKey>,
        direction: Direction,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<ClientRow>, StoreError> {
        let model = self.ground().model(query.model.as_deref())?;
        let clause = self.clause(query.filter.as_ref(), &model, today)?;
        let order = query.sort.order();
        let mut rows = Vec::new();
        for part in order.parts(direction) {
            let from = match from.map(|key| order.part_of(&key.sort)) {
                // The other part was read before this one, or is read to its end after it.
                Some(of) if of != *part => {
                    let first = order.parts(direction).first();
                    if first == Some(part) {
                        continue;
                    }
                    None
                }
                Some(_) => from,
                None => None,
            };
            let left = limit.saturating_sub(rows.len());
            if left == 0 {
                break;
            }
            let window = Window { model: &model, clause: &clause, order: &order, part: *part, from, direction, left };
            rows.extend(self.window_of(query, &window, today)?);
        }
        if direction == Direction::Before {
            rows.reverse();
        }
        Ok(rows)
    }

    /// Clients of one part of an order, nearest first.
    fn window_of(&self, query: &ClientQuery, window: &Window<'_>, today: NaiveDate) -> Result<Vec<ClientRow>, StoreError> {
        let Window { model, clause, order, part, from, direction, left } = window;
        let forward = (*direction == Direction::After) != query.descending;
        let (compare, turn) = if forward { (">", "ASC") } else { ("<", "DESC") };
        let (name, id) = if order.is_standing() { ("s.name_key", "s.client") } else { ("c.name_key", "c.id") };
        // Each column once: an index serves no order that names a column twice.
        let order_by: Vec<&str> = match (query.sort, part) {
            (SortKey::Id, _) => vec![id],
            (SortKey::Name, _) | (_, Part::Gaps) => vec![name, id],
            (_, Part::Filled) => vec![order.column, name, id],
        };
        let mut values = vec![Value::Text(model.key.clone())];
        let mut place = String::new();
        if let Some(key) = from {
            let (names, marks) = (order_by.join(", "), vec!["?"; order_by.len()].join(", "));
            place = format!("AND ({names}) {compare} ({marks})");
            let ends = [Value::Text(key.name_key.clone()), Value::Integer(key.client.0)];
            values.extend(std::iter::once(key.sort.clone()).chain(ends).skip(3 - order_by.len()));
        }
        // Few clients are looked up and sorted.
        let standing_first = clause.few || order.is_standing();
        let tables = if standing_first { "standing s CROSS JOIN clients c" } else { "clients c CROSS JOIN standing s" };
        let ordered = order_by.iter().map(|column| format!("{column} {turn}")).collect::<Vec<_>>().join(", ");
        values.extend(clause.values.iter().cloned());
        values.push(Value::Integer(i64::try_from(*left).unwrap_or(i64::MAX)));
        let sql = format!(
            "SELECT c.id, c.external_id, c.name, c.owner, nullif(s.segment, ''), s.proposed, s.x, s.y, c.arr, s.currency, c.stage,
                    c.industry, c.goal, c.renewal_on, s.last_review_on, s.next_due_on, c.tags, c.archived_on, s.decision,
                    c.name_key, {}, c.champion, c.champion_lost_on, c.measures, {SIGN_COLUMNS}
               FROM {tables} WHERE s.model = ? AND s.client = c.id {} {place} AND {} AND {}
              ORDER BY {ordered} LIMIT ?",
            order.column,
            if clause.archived { "" } else { "AND s.live = 1" },
            order.condition(*part),
            clause.sql
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| read(row, today))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Where a client stands in an order; none where the filter leaves it out or it is not in the book.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn client_place(&self, query: &ClientQuery, client: ClientId, today: NaiveDate) -> Result<Option<ClientKey>, StoreError> {
        let model = self.ground().model(query.model.as_deref())?;
        let clause = self.clause(query.filter.as_ref(), &model, today)?;
        let sql = format!(
            "SELECT {}, c.name_key FROM clients c CROSS JOIN standing s
              WHERE c.id = ? AND s.client = c.id AND s.model = ? {} AND {}",
            query.sort.order().column,
            if clause.archived { "" } else { "AND s.live = 1" },
            clause.sql
        );
        let mut values = vec![Value::Integer(client.0), Value::Text(model.key.clone())];
        values.extend(clause.values);
        let mut statement = self.db.prepare_cached(&sql)?;
        let place = |row: &Row<'_>| Ok(ClientKey { sort: row.get(0)?, name_key: row.get(1)?, client });
        Ok(statement.query_row(params_from_iter(values), place).optional()?)
    }

    /// How many clients a filter lets through; all live ones without a filter.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn count_clients(&self, filter: Option<&Filter>, today: NaiveDate) -> Result<i64, StoreError> {
        self.count_of(&ClientQuery { filter: filter.cloned(), ..ClientQuery::default() }, today)
    }

    /// How many clients a query lets through; all live ones without a filter.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn count_of(&self, query: &ClientQuery, today: NaiveDate) -> Result<i64, StoreError> {
        let model = self.ground().model(query.model.as_deref())?;
        let filter = query.filter.as_ref();
        if filter.is_none() {
            let sql = "SELECT coalesce(sum(clients), 0) FROM totals WHERE model = ?";
            return Ok(self.db.prepare_cached(sql)?.query_row([&model.key], |row| row.get(0))?);
        }
        let clause = self.clause(filter, &model, today)?;
        let sql = format!(
            "SELECT count(*) FROM standing s {} WHERE s.model = ? AND {} AND {}",
            clause.join_client(),
            if clause.archived { "1" } else { "s.live = 1" },
            clause.sql
        );
        let mut values = vec![Value::Text(model.key.clone())];
        values.extend(clause.values);
        Ok(self.db.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?)
    }

    /// How many clients the book holds, archived ones too.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(!self.db.query_row("SELECT EXISTS (SELECT 1 FROM clients)", [], |row| row.get::<_, bool>(0))?)
    }
}

fn read(row: &Row<'_>, today: NaiveDate) -> rusqlite::Result<ClientRow> {
    let tags: String = row.get(16)?;
    let client = row.get(0)?;
    let segment: Option<String> = row.get(4)?;
    let signs = read_signs(row, 24, today)?;
    let proposed: Option<String> = row.get(5)?;
    Ok(ClientRow {
        client,
        external_id: row.get(1)?,
        name: row.get(2)?,
        owner: row.get(3)?,
        proposed_segment: super::board::shown_proposal(proposed, segment.as_deref(), signs),
        segment,
        x: row.get(6)?,
        y: row.get(7)?,
        arr: row.get::<_, Option<i64>>(8)?.map(Amount::from_ten_thousandths),
        currency: row.get(9)?,
        stage: row.get(10)?,
        industry: row.get(11)?,
        goal: row.get(12)?,
        champion: row.get(21)?,
        champion_lost_on: row.get(22)?,
        measures: read_measures(row, 23)?,
        renewal_on: row.get(13)?,
        last_review_on: row.get(14)?,
        next_due_on: row.get(15)?,
        tags: tags.split(';').filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
        archived_on: row.get(17)?,
        decision: row.get(18)?,
        key: ClientKey { name_key: row.get(19)?, sort: row.get(20)?, client },
        signs,
    })
}
