//! A row of the due list: its columns, how it is read, and its place in the order.

use std::cmp::Ordering;

use chrono::NaiveDate;
use rusqlite::Row;
use rusqlite::types::Value;

use super::super::derived::StoredClock;
use super::window::Group;
use super::{ClockOn, DueRow};
use crate::domain::cadence::{Clock, Mode};
use crate::domain::client::{Client, ClientId};
use crate::domain::money::Amount;

/// What a row of the list is made of; the clock's own columns begin at [`CLOCK_AT`].
pub(super) const COLUMNS: &str =
    "k.client, c.name, c.external_id, c.owner, nullif(k.segment, ''), c.arr, s.currency, c.renewal_on,
    s.last_review_on, k.renewal_sort, k.arr_sort, k.name_key, k.rank, k.kind, k.mode, k.anchor, k.nominal, k.effective,
    k.grace_end, k.period, k.end_of_month, k.first_review, k.accelerated, k.held, k.booked_on, k.snoozed_until, k.snooze_count,
    k.snooze_slip, k.valid_from, k.valid_until, c.champion_lost_on";
const CLOCK_AT: usize = 13;
const CHAMPION_AT: usize = 30;

/// A place in the order of the due list.
#[derive(Debug, Clone, PartialEq)]
pub struct DueKey {
    pub(super) group: Group,
    /// Days late and the days the period counts in the ranking: lateness ÷ period orders Overdue and Due.
    pub(super) late: i64,
    pub(super) rank: i64,
    pub(super) place: Place,
}

/// The order within a group where lateness ÷ period is equal or does not count: the columns of an index.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The effective date, in groups that are ordered by another date that one.
    pub date: String,
    pub renewal: String,
    pub arr: i64,
    pub name: String,
    pub client: ClientId,
    pub kind: String,
}

impl Place {
    /// The place before everything of a date.
    pub fn from(date: String) -> Self {
        Self { date, renewal: String::new(), arr: i64::MIN, name: String::new(), client: ClientId(i64::MIN), kind: String::new() }
    }

    /// Its parts, in the order of the index.
    pub fn values(&self) -> [Value; 6] {
        let text = |text: &str| Value::Text(text.to_owned());
        let (arr, client) = (Value::Integer(self.arr), Value::Integer(self.client.0));
        [text(&self.date), text(&self.renewal), arr, text(&self.name), client, text(&self.kind)]
    }
}

impl DueKey {
    /// The order of C7.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let mine = i128::from(self.late) * i128::from(other.rank.max(1));
        let theirs = i128::from(other.late) * i128::from(self.rank.max(1));
        self.group.cmp(&other.group).then_with(|| theirs.cmp(&mine)).then_with(|| self.place.cmp(&other.place))
    }
}

pub(super) fn read_row(row: &Row<'_>, group: Group, today: NaiveDate, lead: u32) -> rusqlite::Result<DueRow> {
    let client: ClientId = row.get(0)?;
    let clock = read_clock(row, CLOCK_AT)?;
    let days_late = clock.days_late(today);
    let ordered_by = group.date_of(&clock);
    let place = match ordered_by {
        Some(date) => Place {
            date: date.to_string(),
            renewal: row.get(9)?,
            arr: row.get(10)?,
            name: row.get(11)?,
            client,
            kind: clock.kind.clone(),
        },
        // Nothing orders these but who they are.
        None => Place { client, kind: clock.kind.clone(), ..Place::from(String::new()) },
    };
    let late = if group.is_ranked() { days_late } else { 0 };
    let key = DueKey { group, late, rank: row.get(12)?, place };
    let lost_on: Option<NaiveDate> = row.get(CHAMPION_AT)?;
    Ok(DueRow {
        client,
        name: row.get(1)?,
        external_id: row.get(2)?,
        owner: row.get(3)?,
        segment: row.get(4)?,
        arr: row.get::<_, Option<i64>>(5)?.map(Amount::from_ten_thousandths),
        currency: row.get(6)?,
        renewal_on: row.get(7)?,
        renewal_soon: Client::renews_soon(row.get(7)?, today),
        champion_lost: lost_on.is_some_and(|on| on <= today),
        last_review_on: row.get(8)?,
        clock: ClockOn { state: clock.state(today, lead), days_late, periods_missed: clock.periods_missed(today), clock },
        key,
    })
}

/// A stored clock as the rules see it.
pub(in super::super) fn clock_of(stored: &StoredClock) -> Clock {
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
