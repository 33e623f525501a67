//! `session weeks`: the weeks in which somebody's reviews would ask for more hours than there are.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::Which;
use super::shape::hundredths;
use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::cli::json::List;
use crate::cli::print::Table;
use crate::cli::shape::hours_in_words;
use crate::domain::spread::FARTHEST;
use crate::store::WeekShift;

/// Weeks looked at where nothing is said: a quarter.
const QUARTER: u32 = 13;

/// The weeks in which the reviews of an owner would ask for more hours than there are, with what is staged or already without it.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck session weeks --weeks 26

The hours of an owner are a setting of the book: quarterdeck config set capacity.Ana 12.")]
pub struct Weeks {
    #[command(flatten)]
    which: Which,
    /// So many weeks from the present one on
    #[arg(long, value_name = "N", default_value_t = QUARTER, value_parser = clap::value_parser!(u32).range(1..=i64::from(FARTHEST)))]
    weeks: u32,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    owner: &'a str,
    monday: NaiveDate,
    hours_before: f64,
    hours_after: f64,
    capacity: f64,
    over_before: bool,
    over: bool,
}

impl<'a> From<&'a WeekShift> for Item<'a> {
    fn from(week: &'a WeekShift) -> Self {
        Self {
            owner: &week.owner,
            monday: week.monday,
            hours_before: hundredths(week.before),
            hours_after: hundredths(week.after),
            capacity: week.capacity,
            over_before: week.before > week.capacity,
            over: week.after > week.capacity,
        }
    }
}

impl Weeks {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let session = self.which.find(&store)?;
        let weeks = store.session_weeks(&session, self.weeks, &call.stamp, &mut |_| ControlFlow::Continue(()))?;
        if self.json {
            let mut list = List::begin(&mut call.out)?;
            weeks.iter().try_for_each(|week| list.item(&Item::from(week)))?;
            return list.end(i64::try_from(weeks.len()).unwrap_or(i64::MAX));
        }
        if weeks.is_empty() {
            return call.out.text("no week would overflow");
        }
        let mut table = Table::new(&["owner", "week of", ">hours before", ">after", ">of", ""]);
        for item in weeks.iter().map(Item::from) {
            let word = match (item.over_before, item.over) {
                (false, true) => "overflows",
                (true, true) => "overflows already",
                (true, false) => "no longer overflows",
                (false, false) => "",
            };
            let (monday, hours) =
                (item.monday.to_string(), [item.hours_before, item.hours_after, item.capacity].map(hours_in_words));
            table.row([item.owner, &monday, &hours[0], &hours[1], &hours[2], word]);
        }
        call.out.table(&table)
    }
}
