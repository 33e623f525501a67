//! The due list on its way out: clocks with their derivation, most urgent first.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::Serialize;

use super::json::Revenue;
use super::table::{Cell, Column, Kind, Sheet};
use super::tables::Pace;
use super::{Ask, ExportError, Share};
use crate::domain::client::ClientId;
use crate::store::{DueQuery, DueRange, DueRow, Store, StoreError, Watch};

/// Clocks read at a time.
const WINDOW: usize = 500;

const COLUMNS: [Column; 23] = [
    Column::new("client", "Client", Kind::Text),
    Column::new("external_id", "External id", Kind::Text),
    Column::new("owner", "Owner", Kind::Text),
    Column::new("segment", "Segment", Kind::Text),
    Column::new("kind", "Kind", Kind::Text),
    Column::new("state", "State", Kind::Text),
    Column::new("effective", "Due", Kind::Date),
    Column::new("nominal", "Nominal", Kind::Date),
    Column::new("anchor", "Counted from", Kind::Date),
    Column::new("grace_end", "Grace ends", Kind::Date),
    Column::new("days_late", "Days late", Kind::Whole),
    Column::new("periods_missed", "Periods missed", Kind::Whole),
    Column::new("first_review", "First review", Kind::Truth),
    Column::new("accelerated", "Accelerated", Kind::Truth),
    Column::new("booked_on", "Booked on", Kind::Date),
    Column::new("snoozed_until", "Snoozed until", Kind::Date),
    Column::new("snooze_count", "Snoozes", Kind::Whole),
    Column::new("period", "Period", Kind::Text),
    Column::new("arr", "Annual revenue", Kind::Money),
    Column::new("currency", "Currency", Kind::Text),
    Column::new("renewal_on", "Renewal", Kind::Date),
    Column::new("last_review_on", "Last review", Kind::Date),
    Column::new("why", "Why", Kind::Text),
];

/// An item of `due`, and a clock of a client, as scripts read it (cli.md).
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the command line's contract, cli.md")]
pub struct ClockItem<'a> {
    pub client: &'a str,
    pub client_id: ClientId,
    pub external_id: Option<&'a str>,
    pub owner: Option<&'a str>,
    pub segment: Option<&'a str>,
    pub kind: &'a str,
    pub state: &'static str,
    pub anchor: Option<NaiveDate>,
    pub nominal: Option<NaiveDate>,
    pub effective: Option<NaiveDate>,
    pub grace_end: Option<NaiveDate>,
    pub days_late: i64,
    pub periods_missed: u32,
    pub first_review: bool,
    pub accelerated: bool,
    pub held: bool,
    pub booked_on: Option<NaiveDate>,
    pub booked_late: bool,
    pub missed_booking: bool,
    pub snoozed_until: Option<NaiveDate>,
    pub snooze_count: u32,
    /// Days hidden in all, days hidden twice counted once.
    pub snooze_slip: i64,
    pub period: Option<String>,
    #[serde(flatten)]
    pub revenue: Option<Revenue<'a>>,
    pub renewal_on: Option<NaiveDate>,
    pub renewal_soon: bool,
    pub champion_lost: bool,
    pub last_review_on: Option<NaiveDate>,
    pub why: String,
}

impl<'a> ClockItem<'a> {
    /// A clock on a day with its derivation.
    #[must_use]
    pub fn of(row: &'a DueRow, why: String, today: NaiveDate) -> Self {
        let clock = &row.clock.clock;
        Self {
            client: &row.name,
            client_id: row.client,
            external_id: row.external_id.as_deref(),
            owner: row.owner.as_deref(),
            segment: row.segment.as_deref(),
            kind: &clock.kind,
            state: row.clock.state.key(),
            anchor: clock.anchor,
            nominal: clock.nominal,
            effective: clock.effective,
            grace_end: clock.grace_end,
            days_late: row.clock.days_late,
            periods_missed: row.clock.periods_missed,
            first_review: clock.first_review,
            accelerated: clock.accelerated,
            held: clock.held,
            booked_on: clock.booked_on,
            booked_late: clock.booked_late(),
            missed_booking: clock.missed_booking(today),
            snoozed_until: clock.snoozed_until,
            snooze_count: clock.snooze_count,
            snooze_slip: clock.snooze_slip,
            period: clock.period.map(|period| period.to_string()),
            revenue: Some(Revenue { arr: row.arr, currency: Cow::Borrowed(row.currency.as_str()) }),
            renewal_on: row.renewal_on,
            renewal_soon: row.renewal_soon,
            champion_lost: row.champion_lost,
            last_review_on: row.last_review_on,
            why,
        }
    }

    /// A clock whose derivation is asked of the book.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn explained(row: &'a DueRow, store: &Store, today: NaiveDate) -> Result<Self, StoreError> {
        Ok(Self::of(row, store.why(row.client, &row.clock.clock.kind, today)?, today))
    }

    /// The same without what is not to go out.
    #[must_use]
    pub fn with(self, money: Share) -> Self {
        Self { revenue: self.revenue.filter(|_| money == Share::Shown), ..self }
    }
}

/// Goes through the clocks asked for, a window at a time; answers how many there were.
pub(super) fn each(
    store: &Store,
    ask: &Ask,
    watch: Watch<'_>,
    mut each: impl FnMut(ClockItem<'_>) -> Result<(), ExportError>,
) -> Result<i64, ExportError> {
    let query = DueQuery { range: ask.range, kind: ask.kind.clone(), filter: ask.filter.clone(), ..DueQuery::default() };
    // What the other ranges hold is only known when they have been gone through.
    let of = if query.range == DueRange::Now { store.due_counts(&query, ask.today)?.total() } else { 0 };
    let mut pace = Pace::new(watch, of);
    let mut from = None;
    loop {
        let window = store.due(&query, from.as_ref(), WINDOW, ask.today)?;
        for row in &window {
            each(ClockItem::explained(row, store, ask.today)?.with(ask.money))?;
        }
        let done = pace.step(window.len())?;
        match window.last() {
            Some(last) => from = Some(last.key.clone()),
            None => return Ok(done),
        }
    }
}

pub(super) fn feed(store: &Store, ask: &Ask, sheet: &mut dyn Sheet, watch: Watch<'_>) -> Result<i64, ExportError> {
    sheet.begin("Due", &COLUMNS)?;
    let count = each(store, ask, watch, |item| sheet.row(&cells(&item)))?;
    sheet.end()?;
    Ok(count)
}

fn cells<'a>(item: &'a ClockItem<'_>) -> [Cell<'a>; 23] {
    [
        Cell::text(Some(item.client)),
        Cell::text(item.external_id),
        Cell::text(item.owner),
        Cell::text(item.segment),
        Cell::text(Some(item.kind)),
        Cell::text(Some(item.state)),
        Cell::date(item.effective),
        Cell::date(item.nominal),
        Cell::date(item.anchor),
        Cell::date(item.grace_end),
        Cell::Whole(item.days_late),
        Cell::Whole(i64::from(item.periods_missed)),
        Cell::Truth(item.first_review),
        Cell::Truth(item.accelerated),
        Cell::date(item.booked_on),
        Cell::date(item.snoozed_until),
        Cell::Whole(i64::from(item.snooze_count)),
        Cell::text(item.period.as_deref()),
        Cell::money(item.revenue.as_ref().and_then(|revenue| revenue.arr)),
        Cell::text(item.revenue.as_ref().map(|revenue| &*revenue.currency)),
        Cell::date(item.renewal_on),
        Cell::date(item.last_review_on),
        Cell::text(Some(&item.why)),
    ]
}
