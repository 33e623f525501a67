//! Reading the due list: each group is a range of an index, Overdue and Due are a merge of one range per period in use.

use chrono::{Days, NaiveDate};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::super::Store;
use super::super::error::StoreError;
use super::row::{COLUMNS, DueKey, Place, read_row};
use super::{DueQuery, DueRange, DueRow};
use crate::domain::cadence::Clock;
use crate::domain::calendar::{LAST, Period};
use crate::domain::text::fold;

/// A group of the list; the order is that of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    Overdue,
    Due,
    Upcoming,
    /// Not yet due, effective up to a date.
    Ahead,
    NotDue,
    Booked,
    Snoozed,
    /// Never reviewed, and in none of the groups before.
    First,
    AsNeeded,
    Paused,
    /// What falls on one day.
    OnDay,
}

/// The groups of a range, in their order.
pub(super) const fn groups(range: DueRange) -> &'static [Group] {
    use Group::{Ahead, AsNeeded, Booked, Due, First, NotDue, OnDay, Overdue, Paused, Snoozed, Upcoming};
    match range {
        DueRange::Now => &[Overdue, Due, Upcoming],
        DueRange::Until(_) => &[Overdue, Due, Ahead],
        DueRange::Shown => &[Overdue, Due, Upcoming, Booked, Snoozed, First],
        DueRange::All => &[Overdue, Due, Upcoming, NotDue, Booked, Snoozed, AsNeeded, Paused],
        DueRange::On(_) => &[OnDay],
    }
}

const UNBOOKED: &str = "(k.booked_on IS NULL OR k.booked_on < ?1)";

impl Group {
    /// Whether lateness ÷ period orders it.
    pub const fn is_ranked(self) -> bool {
        matches!(self, Self::Overdue | Self::Due)
    }

    /// The date that orders it.
    pub fn date_of(self, clock: &Clock) -> Option<NaiveDate> {
        match self {
            Self::Overdue | Self::Due | Self::Upcoming | Self::Ahead | Self::NotDue | Self::First | Self::OnDay => {
                clock.effective
            }
            Self::Booked => clock.booked_on,
            Self::Snoozed => clock.snoozed_until,
            Self::AsNeeded | Self::Paused => None,
        }
    }

    /// The condition on day `?1` that puts a clock into it.
    pub fn condition(self) -> String {
        match self {
            Self::Overdue => "k.mode = 0 AND k.overdue_from <= ?1".to_owned(),
            Self::Due => "k.mode = 0 AND k.due_from <= ?1 AND k.overdue_from > ?1".to_owned(),
            Self::Upcoming => "k.mode = 0 AND k.upcoming_from <= ?1 AND k.due_from > ?1".to_owned(),
            Self::Ahead => {
                format!("k.mode = 0 AND k.effective > ?1 AND {UNBOOKED} AND (k.snoozed_until IS NULL OR k.snoozed_until <= ?1)")
            }
            Self::NotDue => format!(
                "k.mode = 0 AND k.upcoming_from > ?1 AND {UNBOOKED} AND (k.snoozed_until IS NULL OR k.snoozed_until <= ?1)"
            ),
            Self::Booked => "k.mode = 0 AND k.booked_on >= ?1".to_owned(),
            Self::Snoozed => format!("k.mode = 0 AND k.snoozed_until > ?1 AND {UNBOOKED}"),
            Self::First => format!(
                "k.mode = 0 AND k.first_review = 1 AND k.upcoming_from > ?1 AND {UNBOOKED}
                 AND (k.snoozed_until IS NULL OR k.snoozed_until <= ?1)"
            ),
            Self::AsNeeded => "k.mode = 1".to_owned(),
            Self::Paused => "k.mode = 2".to_owned(),
            Self::OnDay => "k.mode = 0".to_owned(),
        }
    }

    /// The column that holds the date that orders it; none where clients do.
    const fn column(self) -> Option<&'static str> {
        match self {
            Self::Overdue | Self::Due | Self::Upcoming | Self::Ahead | Self::NotDue | Self::First | Self::OnDay => {
                Some("k.effective")
            }
            Self::Booked => Some("k.booked_on"),
            Self::Snoozed => Some("k.snoozed_until"),
            Self::AsNeeded | Self::Paused => None,
        }
    }
}

/// One reading of the list.
pub(super) struct Window<'a> {
    pub store: &'a Store,
    pub query: &'a DueQuery,
    pub from: Option<&'a DueKey>,
    pub today: NaiveDate,
    pub max_span: u64,
    pub lead: u32,
}

/// The order in which the tables are read.
#[derive(Clone, Copy)]
enum Tables {
    /// The index of the group is gone through.
    GroupFirst,
    /// Few clients that are named one by one are looked up.
    ClientsFirst,
}

impl Tables {
    const fn sql(self) -> &'static str {
        match self {
            Self::GroupFirst => {
                "clocks k CROSS JOIN clients c ON c.id = k.client CROSS JOIN standing s ON s.model = ?2 AND s.client = k.client"
            }
            Self::ClientsFirst => {
                "standing s CROSS JOIN clocks k ON s.model = ?2 AND k.client = s.client CROSS JOIN clients c ON c.id = k.client"
            }
        }
    }

    /// The condition of a group. Where clients come first the indexes of groups, all of running clocks, must not be gone through
    /// once for each of them.
    fn beside(self, condition: &str) -> String {
        match self {
            Self::GroupFirst => condition.to_owned(),
            Self::ClientsFirst => condition.replace("k.mode = ", "+k.mode = "),
        }
    }
}

/// The part of an index that is read: `after` this place, up to a date.
struct Range {
    rank: Option<i64>,
    after: Place,
    until: NaiveDate,
}

impl Window<'_> {
    /// The next rows of a group.
    pub fn group(&self, group: Group, limit: usize) -> Result<Vec<DueRow>, StoreError> {
        let from = self.from.filter(|key| key.group == group);
        let after = |first: NaiveDate| from.map_or_else(|| Place::from(first.to_string()), |key| key.place.clone());
        let soon = || self.today.checked_add_days(Days::new(self.lead.into())).map_or(LAST, |day| day.min(LAST));
        match group {
            Group::Overdue => self.ranked(group, NaiveDate::MIN, from, limit),
            Group::Due => {
                let oldest = self.today.checked_sub_days(Days::new(self.max_span)).unwrap_or(NaiveDate::MIN);
                self.ranked(group, oldest, from, limit)
            }
            Group::Upcoming => self.read(group, &Range { rank: None, after: after(self.today), until: soon() }, limit),
            Group::Ahead => {
                let until = match self.query.range {
                    DueRange::Until(until) => until.min(LAST),
                    DueRange::Now | DueRange::Shown | DueRange::All | DueRange::On(_) => LAST,
                };
                self.read(group, &Range { rank: None, after: after(self.today), until }, limit)
            }
            Group::NotDue | Group::Booked | Group::Snoozed | Group::First => {
                self.read(group, &Range { rank: None, after: after(self.today), until: LAST }, limit)
            }
            Group::AsNeeded | Group::Paused => {
                self.read(group, &Range { rank: None, after: after(NaiveDate::MIN), until: LAST }, limit)
            }
            Group::OnDay => self.on_day(limit),
        }
    }

    /// Overdue or Due: the merge over the periods in use.
    fn ranked(&self, group: Group, oldest: NaiveDate, from: Option<&DueKey>, limit: usize) -> Result<Vec<DueRow>, StoreError> {
        let mut rows = Vec::new();
        for rank in self.ranks()? {
            let mut after = Place::from(text(oldest));
            if let Some(key) = from {
                after = after.max(self.behind(key, rank));
            }
            rows.extend(self.read(group, &Range { rank: Some(rank), after, until: self.today }, limit)?);
        }
        rows.sort_by(|a, b| a.key.order(&b.key));
        rows.truncate(limit);
        Ok(rows)
    }

    /// The ranking periods in use; for one owner, those of that owner's clients: the range of any other would be gone through in
    /// vain.
    fn ranks(&self) -> Result<Vec<i64>, StoreError> {
        let Some(owner) = &self.query.owner else { return self.store.ranks() };
        let mut ranks = Vec::new();
        for owner in self.store.owners_called(owner)? {
            let sql = "SELECT DISTINCT period FROM loads WHERE what = 'open' AND owner = ?";
            let mut statement = self.store.db.prepare_cached(sql)?;
            let mut rows = statement.query([owner])?;
            while let Some(row) = rows.next()? {
                let period: String = row.get(0)?;
                ranks.push(period.parse::<Period>().map_or(0, |period| i64::from(period.ranking_days())));
            }
        }
        ranks.sort_unstable();
        ranks.dedup();
        Ok(ranks)
    }

    /// Where in the range of another period the rows begin that follow a key.
    fn behind(&self, key: &DueKey, rank: i64) -> Place {
        // A row that follows the key has at most its lateness ÷ period: so many days late, rounded down.
        let exact = i128::from(key.late) * i128::from(rank);
        let of = i128::from(key.rank.max(1));
        let late = u64::try_from(exact / of).unwrap_or(u64::MAX);
        let date = self.today.checked_sub_days(Days::new(late)).map_or_else(String::new, text);
        if exact % of != 0 || date > key.place.date {
            return Place::from(date);
        }
        if date == key.place.date {
            return key.place.clone();
        }
        // As late as the key, and effective before it: those stand above it.
        Place::from(self.today.checked_sub_days(Days::new(late)).and_then(|day| day.succ_opt()).map_or_else(String::new, text))
    }

    /// What falls on one day; its rows are few enough to be put in order here.
    fn on_day(&self, limit: usize) -> Result<Vec<DueRow>, StoreError> {
        let DueRange::On(day) = self.query.range else { return Ok(Vec::new()) };
        if self.from.is_some() {
            return Ok(Vec::new());
        }
        let parts = [
            "k.mode = 0 AND k.booked_on = ?3 AND k.booked_on >= ?1".to_owned(),
            format!("k.mode = 0 AND {UNBOOKED} AND k.effective = ?3 AND (k.snoozed_until IS NULL OR k.snoozed_until <= ?3)"),
            format!("k.mode = 0 AND {UNBOOKED} AND k.snoozed_until = ?3 AND k.effective < ?3"),
        ];
        let mut rows = Vec::new();
        for part in parts {
            let left = limit.saturating_sub(rows.len());
            let order = "k.renewal_sort, k.arr_sort, k.name_key, k.client, k.kind";
            rows.extend(self.rows(&part, &[Value::Text(text(day))], order, Group::OnDay, left)?);
        }
        Ok(rows)
    }

    fn read(&self, group: Group, range: &Range, limit: usize) -> Result<Vec<DueRow>, StoreError> {
        let mut condition = group.condition();
        let mut values = Vec::with_capacity(8);
        let order = match group.column() {
            Some(date) => {
                if let Some(rank) = range.rank {
                    condition.push_str(" AND k.rank = ?3");
                    values.push(Value::Integer(rank));
                }
                let order = format!("{date}, k.renewal_sort, k.arr_sort, k.name_key, k.client, k.kind");
                condition.push_str(&format!(" AND ({order}) > (?, ?, ?, ?, ?, ?) AND {date} <= ?"));
                values.extend(range.after.values());
                values.push(Value::Text(text(range.until)));
                order
            }
            None => {
                condition.push_str(" AND (k.client, k.kind) > (?, ?)");
                let [.., client, kind] = range.after.values();
                values.extend([client, kind]);
                "k.client, k.kind".to_owned()
            }
        };
        self.rows(&condition, &values, &order, group, limit)
    }

    /// Rows that satisfy a condition, in an order; `?1` is the day, `?2` the driving model, then the values.
    fn rows(
        &self,
        condition: &str,
        values: &[Value],
        order: &str,
        group: Group,
        limit: usize,
    ) -> Result<Vec<DueRow>, StoreError> {
        let (tables, common, common_values) = self.common()?;
        let condition = tables.beside(condition);
        let sql = format!("SELECT {COLUMNS} FROM {} WHERE {condition} AND {common} ORDER BY {order}", tables.sql());
        let all = self.bound(values.iter().cloned().chain(common_values));
        let mut statement = self.store.db.prepare_cached(&numbered(&sql))?;
        let mut rows = statement.query(params_from_iter(all))?;
        let mut found = Vec::new();
        while found.len() < limit {
            let Some(row) = rows.next()? else { break };
            found.push(read_row(row, group, self.today, self.lead)?);
        }
        Ok(found)
    }

    /// How many clocks of a group the query lets through: looks at each.
    pub fn count(&self, group: Group) -> Result<i64, StoreError> {
        self.count_where(group, "1")
    }

    /// How many clocks are not due yet, and become due up to a day.
    pub fn count_ahead(&self, until: NaiveDate) -> Result<i64, StoreError> {
        self.count_where(Group::Ahead, &format!("k.effective <= '{}'", text(until.min(LAST))))
    }

    /// How many of them satisfy a further condition.
    pub fn count_where(&self, group: Group, further: &str) -> Result<i64, StoreError> {
        let (tables, common, values) = self.common()?;
        let condition = tables.beside(&group.condition());
        let sql = format!("SELECT count(*) FROM {} WHERE {condition} AND {further} AND {common}", tables.sql());
        let all = self.bound(values);
        Ok(self.store.db.prepare_cached(&numbered(&sql))?.query_row(params_from_iter(all), |row| row.get(0))?)
    }

    fn bound(&self, values: impl IntoIterator<Item = Value>) -> Vec<Value> {
        let mut all = vec![Value::Text(self.today.to_string()), Value::Text(self.store.ground().driving().key.clone())];
        all.extend(values);
        all
    }

    /// The tables in the order in which they are read, and the conditions that do not depend on the group with their values.
    fn common(&self) -> Result<(Tables, String, Vec<Value>), StoreError> {
        let clause = self.store.clause(self.query.filter.as_ref(), self.store.ground().driving(), self.today)?;
        let tables = if clause.few { Tables::ClientsFirst } else { Tables::GroupFirst };
        let live = clause.beside_names("s.live");
        let mut sql = clause.sql;
        let mut values = clause.values;
        if let Some(owner) = &self.query.owner {
            sql.push_str(" AND fold(coalesce(c.owner, '')) = ?");
            values.push(Value::Text(fold(owner)));
        }
        if let Some(kind) = &self.query.kind {
            sql.push_str(" AND lower(k.kind) = lower(?)");
            values.push(Value::Text(kind.clone()));
        }
        if !clause.archived && self.query.range != DueRange::All {
            sql.push_str(&format!(" AND {live} = 1"));
        }
        Ok((tables, sql, values))
    }
}

/// A date as the columns have it, also before the first a book can hold: those sort before all.
fn text(date: NaiveDate) -> String {
    if date < crate::domain::calendar::FIRST { String::new() } else { date.to_string() }
}

/// Gives every bare `?` the next number after `?2`, since numbered and bare parameters are mixed.
fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 16);
    let mut next = if sql.contains("?3") { 4 } else { 3 };
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if c == '?' && !chars.peek().is_some_and(char::is_ascii_digit) {
            out.push_str(&next.to_string());
            next += 1;
        }
    }
    out
}
