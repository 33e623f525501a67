//! The due list: one row per clock, in the order of cadence.md C7, served from indexes a window at a time.
//!
//! Overdue and Due rank by lateness ÷ period. For one period that is the order of the effective date, so the list is a merge
//! of one ordered stream per period in use; each stream is a range of an index.

use chrono::{Days, NaiveDate};
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};

use super::Store;
use super::conditions::compile;
use super::derived::StoredClock;
use super::error::StoreError;
use crate::domain::cadence::{Clock, Mode, State};
use crate::domain::calendar::LAST;
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::money::Amount;

/// Which clocks are asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DueQuery {
    /// How far the list reaches.
    pub range: DueRange,
    /// Only this owner's clients (compared folded).
    pub owner: Option<String>,
    /// Only this kind of touchpoint.
    pub kind: Option<String>,
    /// Only clients a filter lets through.
    pub filter: Option<Filter>,
}

/// How far a due list reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DueRange {
    /// Overdue, Due and Upcoming.
    #[default]
    Now,
    /// Overdue, Due and everything effective up to a date; nothing snoozed or booked.
    Until(NaiveDate),
    /// Every clock, whatever its state.
    All,
}

/// A clock in the due list.
#[derive(Debug, Clone, PartialEq)]
pub struct DueRow {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its id in another system.
    pub external_id: Option<String>,
    /// Its owner.
    pub owner: Option<String>,
    /// Key of its segment in the driving model.
    pub segment: Option<String>,
    /// Its annual revenue.
    pub arr: Option<Amount>,
    /// Currency of the revenue.
    pub currency: String,
    /// When its contract renews.
    pub renewal_on: Option<NaiveDate>,
    /// Its last review of any kind.
    pub last_review_on: Option<NaiveDate>,
    /// The clock on the day asked for.
    pub clock: ClockOn,
    /// The key to read on from here.
    pub key: DueKey,
}

/// A clock and its state on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockOn {
    /// The clock.
    pub clock: Clock,
    /// Its state (C6).
    pub state: State,
    /// Days since the effective date; 0 before it.
    pub days_late: i64,
    /// Further periods missed (C11).
    pub periods_missed: u32,
}

/// A place in the order of the due list.
#[derive(Debug, Clone, PartialEq)]
pub struct DueKey {
    group: u8,
    ratio: f64,
    effective: String,
    renewal_sort: String,
    arr_sort: i64,
    name_key: String,
    client: ClientId,
    kind: String,
}

/// How many clocks are in each group on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DueCounts {
    /// Past the grace end.
    pub overdue: i64,
    /// Due.
    pub due: i64,
    /// Within the lead.
    pub upcoming: i64,
}

impl DueCounts {
    /// All three together.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.overdue + self.due + self.upcoming
    }
}

/// What a row of the list is made of; the clock's own columns begin at [`CLOCK_AT`].
const COLUMNS: &str = "k.client, c.name, c.external_id, c.owner, nullif(k.segment, ''), c.arr, s.currency, c.renewal_on,
    s.last_review_on, k.renewal_sort, k.arr_sort, k.name_key, k.rank, k.kind, k.mode, k.anchor, k.nominal, k.effective,
    k.grace_end, k.period, k.end_of_month, k.first_review, k.accelerated, k.held, k.booked_on, k.snoozed_until, k.snooze_count,
    k.snooze_slip, k.valid_from, k.valid_until";
const CLOCK_AT: usize = 13;

/// The groups of the list in their order, with the condition that puts a running clock into each on day `?1`.
const OVERDUE: &str = "k.overdue_from <= ?1";
const DUE: &str = "k.due_from <= ?1 AND k.overdue_from > ?1";
const UPCOMING: &str = "k.upcoming_from <= ?1 AND k.due_from > ?1";

impl Store {
    /// A window of the due list after a key, from its beginning where there is none.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn due(
        &self,
        query: &DueQuery,
        from: Option<&DueKey>,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<DueRow>, StoreError> {
        let window = Window { store: self, query, from, today, max_span: self.max_span()?, lead: self.ground().settings.lead };
        let mut rows = Vec::new();
        let last_group = match query.range {
            DueRange::Now | DueRange::Until(_) => 2,
            DueRange::All => 7,
        };
        for group in from.map_or(0, |key| key.group)..=last_group {
            if rows.len() >= limit {
                break;
            }
            rows.extend(window.group(group, limit - rows.len())?);
        }
        Ok(rows)
    }

    /// The window of the due list that ends before a key.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn due_before(&self, query: &DueQuery, to: &DueKey, limit: usize, today: NaiveDate) -> Result<Vec<DueRow>, StoreError> {
        // Reading the merge backwards would need a second set of indexes; the console keeps the keys it came by instead, and
        // asks here only at a jump to the end: then the list is read from the start of the key's group.
        let mut all = Vec::new();
        let mut from: Option<DueKey> = None;
        loop {
            let page = self.due(query, from.as_ref(), 512, today)?;
            let Some(last) = page.last() else { break };
            from = Some(last.key.clone());
            let end = page.iter().position(|row| row.key == *to);
            let taken = end.unwrap_or(page.len());
            all.extend(page.into_iter().take(taken));
            let surplus = all.len().saturating_sub(limit);
            all.drain(..surplus);
            if end.is_some() {
                break;
            }
        }
        Ok(all)
    }

    /// A client's clocks on a day, in the order of their kinds in the model.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn clocks_on(&self, client: ClientId, today: NaiveDate) -> Result<Vec<DueRow>, StoreError> {
        let ground = self.ground();
        let sql = format!(
            "SELECT {COLUMNS} FROM clocks k CROSS JOIN clients c ON c.id = k.client
                    CROSS JOIN standing s ON s.model = ? AND s.client = k.client WHERE k.client = ?"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let lead = ground.settings.lead;
        let rows = statement.query_map(params![ground.driving().key, client], |row| read_row(row, 0, today, lead))?;
        let mut clocks: Vec<DueRow> = rows.collect::<rusqlite::Result<_>>()?;
        let kinds = ground.driving().kinds();
        clocks.sort_by_key(|row| kinds.iter().position(|kind| *kind == row.clock.clock.kind));
        Ok(clocks)
    }

    /// How many clocks are overdue, due and upcoming: from kept sums where nothing is filtered.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn due_counts(&self, query: &DueQuery, today: NaiveDate) -> Result<DueCounts, StoreError> {
        if query.owner.is_none() && query.kind.is_none() && query.filter.is_none() {
            let sum = |what: &str| -> Result<i64, StoreError> {
                let sql = "SELECT coalesce(sum(n), 0) FROM tallies WHERE what = ? AND day <= ?";
                Ok(self.db.prepare_cached(sql)?.query_row(params![what, today], |row| row.get(0))?)
            };
            let (overdue, due, upcoming) = (sum("overdue")?, sum("due")?, sum("upcoming")?);
            return Ok(DueCounts { overdue, due: due - overdue, upcoming: upcoming - due });
        }
        let window = Window { store: self, query, from: None, today, max_span: 0, lead: 0 };
        let count = |group| -> Result<i64, StoreError> { window.count(group) };
        Ok(DueCounts { overdue: count(OVERDUE)?, due: count(DUE)?, upcoming: count(UPCOMING)? })
    }

    /// The longest time from an effective date to its grace end: bounds where Due rows can be.
    fn max_span(&self) -> Result<u64, StoreError> {
        let span: i64 = self.db.prepare_cached("SELECT coalesce(max(span), 0) FROM clocks")?.query_row([], |row| row.get(0))?;
        Ok(u64::try_from(span).unwrap_or(0))
    }

    /// The ranking periods in use, found by skipping from one to the next in the index.
    fn ranks(&self) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "WITH RECURSIVE ranks (rank) AS (
                SELECT min(rank) FROM clocks WHERE mode = 0
                UNION ALL
                SELECT (SELECT min(k.rank) FROM clocks k WHERE k.mode = 0 AND k.rank > ranks.rank) FROM ranks WHERE rank IS NOT NULL)
             SELECT rank FROM ranks WHERE rank IS NOT NULL",
        )?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// One reading of the list.
struct Window<'a> {
    store: &'a Store,
    query: &'a DueQuery,
    from: Option<&'a DueKey>,
    today: NaiveDate,
    max_span: u64,
    lead: u32,
}

impl Window<'_> {
    fn group(&self, group: u8, limit: usize) -> Result<Vec<DueRow>, StoreError> {
        let from = self.from.filter(|key| key.group == group);
        let today = self.today.to_string();
        match (group, self.query.range) {
            (0, _) => self.ranked(OVERDUE, "", &today, 0, from, limit),
            (1, _) => {
                let oldest = self.today.checked_sub_days(Days::new(self.max_span)).unwrap_or(NaiveDate::MIN);
                self.ranked(DUE, &oldest.to_string(), &today, 1, from, limit)
            }
            (2, DueRange::Now | DueRange::All) => {
                let farthest = self.today.checked_add_days(Days::new(self.lead.into())).map_or(LAST, |day| day.min(LAST));
                self.dated(UPCOMING, farthest, 2, from, limit)
            }
            (2, DueRange::Until(until)) => {
                // Not yet due, not booked, not snoozed, effective up to the date: by date, like Upcoming.
                let ahead = "k.effective > ?1 AND (k.booked_on IS NULL OR k.booked_on < ?1)
                             AND (k.snoozed_until IS NULL OR k.snoozed_until <= ?1)";
                self.dated(ahead, until.min(LAST), 2, from, limit)
            }
            (group, _) => self.rest(group, from, limit),
        }
    }

    /// Overdue or Due: the merge over the periods in use.
    fn ranked(
        &self,
        condition: &str,
        oldest: &str,
        newest: &str,
        group: u8,
        from: Option<&DueKey>,
        limit: usize,
    ) -> Result<Vec<DueRow>, StoreError> {
        let mut rows = Vec::new();
        for rank in self.store.ranks()? {
            // A row that follows the key has at most its ratio: it became effective no earlier than this.
            let bound = match from {
                Some(key) => {
                    let late = (key.ratio * rank as f64).floor() as u64 + 1;
                    self.today.checked_sub_days(Days::new(late)).unwrap_or(NaiveDate::MIN).to_string()
                }
                None => String::new(),
            };
            let bound = bound.as_str().max(oldest).to_owned();
            let range = "k.rank = ? AND k.effective >= ? AND k.effective <= ?";
            let values = [Value::Integer(rank), Value::Text(bound), Value::Text(newest.to_owned())];
            let order = "k.effective, k.renewal_sort, k.arr_sort, k.name_key, k.client, k.kind";
            rows.extend(self.read(condition, range, &values, order, group, from, limit)?);
        }
        rows.sort_by(|a, b| a.key.order(&b.key));
        rows.truncate(limit);
        Ok(rows)
    }

    /// Upcoming: by date alone, since nothing is late yet; up to the farthest date that can be.
    fn dated(
        &self,
        condition: &str,
        farthest: NaiveDate,
        group: u8,
        from: Option<&DueKey>,
        limit: usize,
    ) -> Result<Vec<DueRow>, StoreError> {
        let bound = from.map_or_else(|| self.today.to_string(), |key| key.effective.clone());
        let order = "k.effective, k.renewal_sort, k.arr_sort, k.name_key, k.client, k.kind";
        let range = [Value::Text(bound), Value::Text(farthest.to_string())];
        self.read(condition, "k.effective >= ? AND k.effective <= ?", &range, order, group, from, limit)
    }

    /// The states that are in no group of the list: Not due, Booked, Snoozed, As needed, Paused.
    fn rest(&self, group: u8, from: Option<&DueKey>, limit: usize) -> Result<Vec<DueRow>, StoreError> {
        let booked = "k.booked_on >= ?1";
        let snoozed = "k.snoozed_until > ?1";
        let condition = match group {
            3 => format!("k.mode = 0 AND k.upcoming_from > ?1 AND ({booked}) IS NOT TRUE AND ({snoozed}) IS NOT TRUE"),
            4 => format!("k.mode = 0 AND {booked}"),
            5 => format!("k.mode = 0 AND ({booked}) IS NOT TRUE AND {snoozed}"),
            6 => "k.mode = 1".to_owned(),
            _ => "k.mode = 2".to_owned(),
        };
        let order = "coalesce(k.effective, ''), k.renewal_sort, k.arr_sort, k.name_key, k.client, k.kind";
        let mut rows = self.read(&condition, "1", &[], order, group, from, usize::MAX)?;
        rows.sort_by(|a, b| a.key.order(&b.key));
        rows.truncate(limit);
        Ok(rows)
    }

    /// The conditions that do not depend on the group, with their values.
    fn common(&self) -> (String, Vec<Value>) {
        let clause = compile(self.query.filter.as_ref(), &self.store.ground(), self.today);
        let mut sql = clause.sql;
        let mut values = clause.values;
        if let Some(owner) = &self.query.owner {
            sql.push_str(" AND fold(c.owner) = ?");
            values.push(Value::Text(crate::domain::text::fold(owner)));
        }
        if let Some(kind) = &self.query.kind {
            sql.push_str(" AND lower(k.kind) = lower(?)");
            values.push(Value::Text(kind.clone()));
        }
        if !clause.archived && self.query.range != DueRange::All {
            sql.push_str(" AND s.live = 1");
        }
        (sql, values)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one statement")]
    fn read(
        &self,
        condition: &str,
        range: &str,
        range_values: &[Value],
        order: &str,
        group: u8,
        from: Option<&DueKey>,
        limit: usize,
    ) -> Result<Vec<DueRow>, StoreError> {
        let (common, common_values) = self.common();
        let running = if group <= 2 { "k.mode = 0 AND" } else { "" };
        let sql = format!(
            "SELECT {COLUMNS} FROM clocks k CROSS JOIN clients c ON c.id = k.client
                    CROSS JOIN standing s ON s.model = ?2 AND s.client = k.client
              WHERE {running} {condition} AND {range} AND {common} ORDER BY {order}"
        );
        let mut values = vec![Value::Text(self.today.to_string()), Value::Text(self.store.ground().driving().key.clone())];
        values.extend_from_slice(range_values);
        values.extend(common_values);
        let mut statement = self.store.db.prepare_cached(&numbered(&sql))?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while found.len() < limit {
            let Some(row) = rows.next()? else { break };
            let row = read_row(row, group, self.today, self.lead)?;
            if from.is_none_or(|key| row.key.order(key).is_gt()) {
                found.push(row);
            }
        }
        Ok(found)
    }

    fn count(&self, condition: &str) -> Result<i64, StoreError> {
        let (common, values) = self.common();
        let sql = format!(
            "SELECT count(*) FROM clocks k CROSS JOIN clients c ON c.id = k.client
                    CROSS JOIN standing s ON s.model = ?2 AND s.client = k.client
              WHERE k.mode = 0 AND {condition} AND {common}"
        );
        let mut all = vec![Value::Text(self.today.to_string()), Value::Text(self.store.ground().driving().key.clone())];
        all.extend(values);
        Ok(self.store.db.prepare_cached(&numbered(&sql))?.query_row(params_from_iter(all), |row| row.get(0))?)
    }
}

/// Gives every bare `?` the next number after `?2`, since numbered and bare parameters are mixed.
fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 16);
    let mut next = 3;
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

impl DueKey {
    /// The order of C7.
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.group
            .cmp(&other.group)
            .then_with(|| other.ratio.total_cmp(&self.ratio))
            .then_with(|| self.effective.cmp(&other.effective))
            .then_with(|| self.renewal_sort.cmp(&other.renewal_sort))
            .then_with(|| self.arr_sort.cmp(&other.arr_sort))
            .then_with(|| self.name_key.cmp(&other.name_key))
            .then_with(|| self.client.cmp(&other.client))
            .then_with(|| self.kind.cmp(&other.kind))
    }
}

fn read_row(row: &Row<'_>, group: u8, today: NaiveDate, lead: u32) -> rusqlite::Result<DueRow> {
    let client: ClientId = row.get(0)?;
    let clock = read_clock(row, CLOCK_AT)?;
    let days_late = clock.days_late(today);
    let rank: i64 = row.get(12)?;
    let key = DueKey {
        group,
        ratio: if rank > 0 { days_late as f64 / rank as f64 } else { 0.0 },
        effective: clock.effective.map_or_else(String::new, |day| day.to_string()),
        renewal_sort: row.get(9)?,
        arr_sort: row.get(10)?,
        name_key: row.get(11)?,
        client,
        kind: clock.kind.clone(),
    };
    Ok(DueRow {
        client,
        name: row.get(1)?,
        external_id: row.get(2)?,
        owner: row.get(3)?,
        segment: row.get(4)?,
        arr: row.get::<_, Option<i64>>(5)?.map(Amount::from_ten_thousandths),
        currency: row.get(6)?,
        renewal_on: row.get(7)?,
        last_review_on: row.get(8)?,
        clock: ClockOn { state: clock.state(today, lead), days_late, periods_missed: clock.periods_missed(today), clock },
        key,
    })
}

/// A stored clock as the rules see it.
pub(super) fn clock_of(stored: &StoredClock) -> Clock {
    Clock {
        kind: stored.kind.clone(),
        mode: mode(stored.mode),
        anchor: stored.anchor,
        nominal: stored.nominal,
        effective: stored.effective,
        grace_end: stored.grace_end,
        period: stored.period.as_deref().and_then(|text| text.parse().ok()),
        end_of_month: stored.end_of_month,
        first_review: stored.first_review,
        accelerated: stored.accelerated,
        held: stored.held,
        booked_on: stored.booked_on,
        snoozed_until: stored.snoozed_until,
        snooze_count: u32::try_from(stored.snooze_count).unwrap_or(u32::MAX),
        snooze_slip: stored.snooze_slip,
        from: stored.valid_from,
        until: stored.valid_until,
    }
}

const fn mode(stored: i64) -> Mode {
    match stored {
        0 => Mode::Running,
        1 => Mode::AsNeeded,
        _ => Mode::Paused,
    }
}

/// Reads a clock from its columns, in the order of [`COLUMNS`].
fn read_clock(row: &Row<'_>, at: usize) -> rusqlite::Result<Clock> {
    let period: Option<String> = row.get(at + 6)?;
    Ok(Clock {
        kind: row.get(at)?,
        mode: mode(row.get(at + 1)?),
        anchor: row.get(at + 2)?,
        nominal: row.get(at + 3)?,
        effective: row.get(at + 4)?,
        grace_end: row.get(at + 5)?,
        period: period.and_then(|text| text.parse().ok()),
        end_of_month: row.get(at + 7)?,
        first_review: row.get(at + 8)?,
        accelerated: row.get(at + 9)?,
        held: row.get(at + 10)?,
        booked_on: row.get(at + 11)?,
        snoozed_until: row.get(at + 12)?,
        snooze_count: row.get(at + 13)?,
        snooze_slip: row.get(at + 14)?,
        from: row.get(at + 15)?,
        until: row.get(at + 16)?,
    })
}
