//! What lies ahead: the load of each day, hours a week and owner, cadence debt, and segments to be confirmed.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

use super::Store;
use super::conditions::compile;
use super::error::StoreError;
use super::later::Asked;
use super::records::maybe_word;
use crate::domain::calendar::{FIRST, Period};
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::placement::Recheck;
use crate::domain::refusal::Refusal;
use crate::domain::workload::{Open, Week, workload};

/// Where nothing else is said, skips of so many months are counted as debt.
pub const DEBT_MONTHS: u32 = 12;

/// Whose open reviews are asked for, and of which kind; all where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whose {
    /// Only this owner's clients (compared folded); empty: those without one.
    pub owner: Option<String>,
    /// Only this kind of touchpoint.
    pub kind: Option<String>,
}

/// What falls on one day.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DayLoad {
    /// Open reviews.
    pub reviews: i64,
    /// Hours to prepare and hold them.
    pub hours: f64,
}

/// Where an open review counts: whose it is, of which kind, and on which day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Empty: no owner.
    owner: String,
    segment: String,
    kind: String,
    period: String,
    on: NaiveDate,
}

/// What was put off: snoozes of the open reviews, and skips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debt {
    /// Key of the segment the clients are in; none where they have none.
    pub segment: Option<String>,
    /// Their owner.
    pub owner: Option<String>,
    /// Open reviews that were snoozed.
    pub snoozed: i64,
    /// Snoozes of those.
    pub snoozes: i64,
    /// Days those hide them, in all.
    pub slip: i64,
    /// Reviews skipped since the day asked for.
    pub skips: i64,
}

/// Which segments are to be confirmed (C17).
#[derive(Debug, Clone, Copy)]
pub struct Confirmable<'a> {
    /// Only this owner's clients (compared folded); empty: those without one.
    pub owner: Option<&'a str>,
    /// Only clients a filter lets through.
    pub filter: Option<&'a Filter>,
    /// Confirmations due by this day.
    pub by: NaiveDate,
}

/// A client whose segment is to be confirmed (C17).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmRow {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Key of its segment.
    pub segment: String,
    /// Since when it is there.
    pub since: Option<NaiveDate>,
    /// The day the confirmation is due.
    pub confirm_due: NaiveDate,
    /// Whether a changed stage or goal asked for it out of turn.
    pub rechecked: bool,
    /// The day of that change, and which it was.
    pub recheck: (Option<NaiveDate>, Option<Recheck>),
    /// The key to read on from here.
    pub key: ConfirmKey,
}

impl ConfirmRow {
    /// Why it is asked for out of turn, where it is: `goal changed on 2026-05-01`.
    #[must_use]
    pub fn why(&self, date: impl Fn(NaiveDate) -> String) -> Option<String> {
        let (since, reason) = self.recheck;
        Some(Recheck::with_day(reason, &date(since?)))
    }
}

/// A place in the list of confirmations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmKey {
    due: String,
    name_key: String,
    client: ClientId,
}

impl Store {
    /// The open reviews of each day from `first` to `last`: a booked one on its booked day until that has passed, else on its
    /// due date or the day its snooze ends.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn days(
        &self,
        whose: &Whose,
        first: NaiveDate,
        last: NaiveDate,
        today: NaiveDate,
    ) -> Result<BTreeMap<NaiveDate, DayLoad>, StoreError> {
        let ground = self.ground();
        let mut days: BTreeMap<NaiveDate, DayLoad> = BTreeMap::new();
        for open in self.open_reviews(whose, (first, last), today)? {
            let day = days.entry(open.on).or_default();
            day.reviews += open.n;
            day.hours += ground.driving().hours_of(&open.segment, &open.kind) * open.n as f64;
        }
        Ok(days)
    }

    /// Hours of each owner's reviews, for so many weeks from the present one on, by the owner's own working days.
    ///
    /// # Errors
    /// The book cannot be read; a date outside the calendar.
    pub fn workload(
        &self,
        whose: &Whose,
        today: NaiveDate,
        weeks: u32,
    ) -> Result<BTreeMap<Option<String>, Vec<Week>>, StoreError> {
        let ground = self.ground();
        let monday = today - Days::new(today.weekday().num_days_from_monday().into());
        let last = monday.checked_add_days(Days::new(u64::from(weeks) * 7)).unwrap_or(today);
        let mut owners: BTreeMap<Option<String>, Vec<Open>> = BTreeMap::new();
        for open in self.open_reviews(whose, (FIRST, last), today)? {
            owners.entry(open.owner.clone()).or_default().push(open);
        }
        let mut all = BTreeMap::new();
        for (owner, open) in owners {
            let calendar = &ground.settings_for(owner.as_deref()).calendar;
            let hours_of = |segment: &str, kind: &str| ground.driving().hours_of(segment, kind);
            all.extend(workload(open, hours_of, calendar, today, weeks).map_err(Refusal::from)?);
        }
        Ok(all)
    }

    /// Open reviews by owner, day, kind and segment, from kept sums. Those do not know the day, so a booking that was missed
    /// is taken off its day here, and its review put back to where it stands without it.
    pub(super) fn open_reviews(
        &self,
        whose: &Whose,
        (first, last): (NaiveDate, NaiveDate),
        today: NaiveDate,
    ) -> Result<Vec<Open>, StoreError> {
        let (condition, values) = self.condition_of(whose)?;
        let mut sums: BTreeMap<Place, i64> = BTreeMap::new();
        let mut gather = |sql: &str, days: [NaiveDate; 2]| -> Result<(), StoreError> {
            let mut statement = self.db.prepare_cached(&format!("{sql} {condition}"))?;
            let days = days.map(|day| Value::Text(day.to_string()));
            let rows = statement.query_map(params_from_iter(days.iter().chain(&values)), |row| {
                let period: String = row.get(3)?;
                Ok((Place { owner: row.get(0)?, segment: row.get(1)?, kind: row.get(2)?, period, on: row.get(4)? }, row.get(5)?))
            })?;
            for row in rows {
                let (place, n): (Place, i64) = row?;
                *sums.entry(place).or_default() += n;
            }
            Ok(())
        };
        gather(
            "SELECT owner, segment, kind, period, day, n FROM loads WHERE what = 'open' AND day >= ?1 AND day <= ?2",
            [first, last],
        )?;
        // The same clock twice: away from the day it was booked for, and to the day it falls on without the booking.
        for (day, sign) in [("booked_on", -1), ("max(effective, coalesce(snoozed_until, effective))", 1)] {
            let sql = format!(
                "SELECT * FROM (SELECT coalesce(c.owner, '') AS owner, k.segment, k.kind AS kind, k.period, {day} AS day, {sign}
                   FROM clocks k CROSS JOIN clients c ON c.id = k.client
                  WHERE k.mode = 0 AND k.booked_on < ?2) WHERE day >= ?1"
            );
            gather(&sql, [first, today])?;
        }
        sums.retain(|place, n| *n != 0 && (first..=last).contains(&place.on));
        let open = sums.into_iter().map(|(place, n)| Open {
            owner: Some(place.owner).filter(|owner| !owner.is_empty()),
            period: place.period.parse().unwrap_or(Period::months(12)),
            segment: place.segment,
            kind: place.kind,
            on: place.on,
            n,
        });
        Ok(open.collect())
    }

    /// Whose reviews, as a condition that follows others, and its values.
    fn condition_of(&self, whose: &Whose) -> Result<(String, Vec<Value>), StoreError> {
        let (mut sql, mut values) = (String::new(), Vec::new());
        if let Some(owner) = &whose.owner {
            let owners = self.owners_called(owner)?;
            sql.push_str(&format!(" AND owner IN ({})", vec!["?"; owners.len()].join(", ")));
            values.extend(owners.into_iter().map(Value::Text));
        }
        if let Some(kind) = &whose.kind {
            sql.push_str(" AND lower(kind) = lower(?)");
            values.push(Value::Text(kind.clone()));
        }
        Ok((sql, values))
    }

    /// Snoozes of the open reviews, also of those that show again, and skips from `since` to today, by segment and owner; the
    /// most slip first.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn debt(&self, since: NaiveDate, today: NaiveDate) -> Result<Vec<Debt>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT segment, owner, sum(snoozed), sum(snoozes), sum(slip), sum(skips) FROM (
                SELECT s.segment, s.owner, 1 AS snoozed, k.snooze_count AS snoozes, k.snooze_slip AS slip, 0 AS skips
                  FROM clocks k CROSS JOIN standing s ON s.model = ?1 AND s.client = k.client
                 WHERE k.mode = 0 AND k.snooze_count > 0 AND s.live = 1
                UNION ALL
                SELECT s.segment, s.owner, 0, 0, 0, 1
                  FROM marks m CROSS JOIN standing s ON s.model = ?1 AND s.client = m.client
                 WHERE m.what = 'skip' AND m.day BETWEEN ?2 AND ?3 AND s.live = 1)
             GROUP BY segment, owner ORDER BY 5 DESC, 6 DESC, segment, owner",
        )?;
        let rows = statement.query_map(params![self.ground().driving().key, since, today], |row| {
            let segment: String = row.get(0)?;
            Ok(Debt {
                segment: Some(segment).filter(|segment| !segment.is_empty()),
                owner: row.get(1)?,
                snoozed: row.get(2)?,
                snoozes: row.get(3)?,
                slip: row.get(4)?,
                skips: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A window of the clients whose segment is to be confirmed by a day, the longest waiting first, after a key.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn confirmations(
        &self,
        asked: &Confirmable<'_>,
        from: Option<&ConfirmKey>,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<ConfirmRow>, StoreError> {
        let start = ConfirmKey { due: String::new(), name_key: String::new(), client: ClientId(i64::MIN) };
        let from = from.unwrap_or(&start);
        let (condition, mut values) = self.to_confirm(asked, today);
        let sql = format!(
            "SELECT s.client, c.name, c.owner, s.segment, s.since, s.confirm_due, s.name_key,
                    p.recheck_since, p.recheck_for
               FROM standing s CROSS JOIN clients c ON c.id = s.client
               LEFT JOIN placements p ON p.client = s.client AND p.model = s.model
              WHERE {condition} AND (s.confirm_due, s.name_key, s.client) > (?, ?, ?)
              ORDER BY s.confirm_due, s.name_key, s.client LIMIT ?"
        );
        values.extend([Value::Text(from.due.clone()), Value::Text(from.name_key.clone()), Value::Integer(from.client.0)]);
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            let (client, confirm_due): (ClientId, NaiveDate) = (row.get(0)?, row.get(5)?);
            let since: Option<NaiveDate> = row.get(7)?;
            Ok(ConfirmRow {
                client,
                name: row.get(1)?,
                owner: row.get(2)?,
                segment: row.get(3)?,
                since: row.get(4)?,
                confirm_due,
                rechecked: since.is_some(),
                recheck: (since, maybe_word(row, 8)?),
                key: ConfirmKey { due: confirm_due.to_string(), name_key: row.get(6)?, client },
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many segments are to be confirmed by a day.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn count_confirmations(&self, asked: &Confirmable<'_>, today: NaiveDate) -> Result<i64, StoreError> {
        let question = Asked::Confirmations(asked.owner.map(str::to_owned), asked.by);
        self.or_later(question, asked.filter, today, || self.confirmations_now(asked, today))
    }

    fn confirmations_now(&self, asked: &Confirmable<'_>, today: NaiveDate) -> Result<i64, StoreError> {
        let (condition, values) = self.to_confirm(asked, today);
        let join = if asked.filter.is_some() { "CROSS JOIN clients c ON c.id = s.client" } else { "" };
        let sql = format!("SELECT count(*) FROM standing s {join} WHERE {condition}");
        Ok(self.db.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?)
    }

    /// The condition on `standing s` and `clients c`, with its values.
    fn to_confirm(&self, asked: &Confirmable<'_>, today: NaiveDate) -> (String, Vec<Value>) {
        let ground = self.ground();
        let mut values = vec![Value::Text(ground.driving().key.clone()), Value::Text(asked.by.to_string())];
        let mut sql = "s.model = ? AND s.live = 1 AND s.confirm_due IS NOT NULL AND s.confirm_due <= ?".to_owned();
        if let Some(owner) = asked.owner {
            sql.push_str(" AND fold(coalesce(s.owner, '')) = fold(?)");
            values.push(Value::Text(owner.to_owned()));
        }
        if asked.filter.is_some() {
            let clause = compile(asked.filter, ground.driving(), today);
            sql.push_str(&format!(" AND {}", clause.sql));
            values.extend(clause.values);
        }
        (sql, values)
    }
}
