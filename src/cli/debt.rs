//! `debt`: what was put off, by segment and owner: snoozes of the open reviews, and skips.

use chrono::{Months, NaiveDate};
use clap::Args;
use serde::Serialize;

use super::call::Call;
use super::fault::Fault;
use super::print::Table;
use super::shape::segment_in_words;
use crate::store::DEBT_MONTHS;

/// What was put off, by segment and owner: snoozes of the open reviews, and skips; the most slip first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck debt                                 snoozes, and skips of the last twelve months
  quarterdeck debt --since 2026-01-01 --json

Slip is the days by which snoozes hide the open reviews beyond their due date, all together.")]
pub struct Debt {
    /// Count skips from that day on; twelve months back where nothing is said
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    since: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Document {
    since: NaiveDate,
    items: Vec<Item>,
    total: usize,
}

#[derive(Debug, Serialize)]
struct Item {
    segment: Option<String>,
    owner: Option<String>,
    snoozed: i64,
    snoozes: i64,
    slip_days: i64,
    skips: i64,
}

impl Debt {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let since = match &self.since {
            Some(since) => call.date(since)?,
            None => call.today().checked_sub_months(Months::new(DEBT_MONTHS)).unwrap_or(NaiveDate::MIN),
        };
        let store = call.open()?;
        let debts = store.debt(since, call.today())?;
        if self.json {
            let item = |debt: crate::store::Debt| {
                let crate::store::Debt { segment, owner, snoozed, snoozes, slip, skips } = debt;
                Item { segment, owner, snoozed, snoozes, slip_days: slip, skips }
            };
            let items: Vec<Item> = debts.into_iter().map(item).collect();
            let total = items.len();
            return call.out.json(&Document { since, items, total });
        }
        if debts.is_empty() {
            return call.out.text(&format!("nothing was put off: no open review is snoozed, none was skipped since {since}"));
        }
        let ground = store.ground();
        let mut table = Table::new(&["segment", "owner", ">snoozed", ">snoozes", ">slip", ">skips"]);
        for debt in &debts {
            let segment = debt.segment.as_deref().map(|key| segment_in_words(ground.driving(), Some(key)));
            table.row([
                segment.as_deref().unwrap_or("(no segment)"),
                debt.owner.as_deref().unwrap_or("(no owner)"),
                &debt.snoozed.to_string(),
                &debt.snoozes.to_string(),
                &format!("{} d", debt.slip),
                &debt.skips.to_string(),
            ]);
        }
        call.out.table(&table)
    }
}
