//! `confirmations`: the clients whose segment is to be confirmed, the longest waiting first (C17).

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::call::{Call, at_most};
use super::due::Ahead;
use super::fault::Fault;
use super::json::List;
use super::print::Table;
use super::shape::{day, segment_in_words, text};
use crate::domain::client::ClientId;
use crate::store::{ConfirmRow, Confirmable, Store};

/// Rows read at a time.
const WINDOW: usize = 500;

/// Clients whose segment is to be confirmed, the longest waiting first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck confirmations                        what waits for a decision today
  quarterdeck confirmations --within 30d --owner Ana
  quarterdeck confirm acme --note \"still plans every month with us\"

A segment is to be confirmed some months after the last move or confirmation (confirm_every of the
model), and at once when the client's stage or goal changes.")]
pub struct Confirmations {
    /// Also what is to be confirmed within that time: 30d, 1 month
    #[arg(long, value_name = "PERIOD", conflicts_with = "until")]
    within: Option<Ahead>,
    /// Also what is to be confirmed up to that day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: Option<String>,
    /// Only the clients of this owner
    #[arg(long)]
    owner: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    client: &'a str,
    client_id: ClientId,
    owner: Option<&'a str>,
    segment: &'a str,
    since: Option<NaiveDate>,
    confirm_by: NaiveDate,
    days_late: i64,
    rechecked: bool,
    why: Option<String>,
}

fn days_late(row: &ConfirmRow, today: NaiveDate) -> i64 {
    (today - row.confirm_due).num_days().max(0)
}

impl Confirmations {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let today = call.today();
        let by = match (self.within, &self.until) {
            (Some(within), _) => within.until(today)?,
            (None, Some(until)) => call.date(until)?,
            (None, None) => today,
        };
        let store = call.open()?;
        let limit = at_most(self.limit);
        let asked = Confirmable { owner: self.owner.as_deref(), filter: None, by };
        let total = store.count_confirmations(&asked, today)?;
        if self.json {
            let mut list = List::begin(&mut call.out)?;
            each(&store, &asked, limit, today, |row| {
                list.item(&Item {
                    client: &row.name,
                    client_id: row.client,
                    owner: row.owner.as_deref(),
                    segment: &row.segment,
                    since: row.since,
                    confirm_by: row.confirm_due,
                    days_late: days_late(row, today),
                    rechecked: row.rechecked,
                    why: row.why(|day| day.to_string()),
                })
            })?;
            return list.end(total);
        }
        if total == 0 {
            return call.out.text(&format!("no segment is to be confirmed by {by}"));
        }
        let ground = store.ground();
        let mut table = Table::new(&["confirm by", ">late", "client", "segment", "since", "owner", "why"]);
        each(&store, &asked, limit, today, |row| {
            let late = match days_late(row, today) {
                0 => String::new(),
                days => format!("{days} d"),
            };
            let why = row.why(|day| day.to_string()).unwrap_or_default();
            table.row([
                row.confirm_due.to_string().as_str(),
                &late,
                &row.name,
                &segment_in_words(ground.driving(), Some(&row.segment)),
                &day(row.since),
                text(row.owner.as_deref()),
                &why,
            ]);
            Ok(())
        })?;
        call.out.table(&table)?;
        let left = usize::try_from(total).unwrap_or(usize::MAX).saturating_sub(limit);
        if left > 0 {
            call.aside(&format!("{left} more"));
        }
        Ok(())
    }
}

/// Goes through the list as far as the limit.
fn each(
    store: &Store,
    asked: &Confirmable<'_>,
    limit: usize,
    today: NaiveDate,
    mut each: impl FnMut(&ConfirmRow) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let (mut from, mut left) = (None, limit);
    while left > 0 {
        let window = store.confirmations(asked, from.as_ref(), left.min(WINDOW), today)?;
        window.iter().try_for_each(&mut each)?;
        left -= window.len();
        match window.into_iter().last() {
            Some(last) => from = Some(last.key),
            None => break,
        }
    }
    Ok(())
}
