//! `workload`: hours of reviews a week for each owner, against the hours they have.

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::call::Call;
use super::due::known_kind;
use super::fault::Fault;
use super::print::Table;
use super::shape::hours_in_words;
use crate::domain::spread::{FARTHEST, OwnerWeek};
use crate::domain::workload::Week;
use crate::store::Whose;

/// Weeks shown where nothing is said: a quarter.
const QUARTER: u32 = 13;

/// Hours of reviews a week for each owner, against the hours they have.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck workload                             the next thirteen weeks of everybody
  quarterdeck workload --owner Ana --weeks 4

A review counts in the week it is due, booked or back from a snooze, and again each time it comes
round. What is due before today is backlog: it counts once, in the present week. The hours of an
owner are a setting of the book: quarterdeck config set capacity.Ana 12.")]
pub struct Workload {
    /// So many weeks from the present one on
    #[arg(long, value_name = "N", default_value_t = QUARTER, value_parser = clap::value_parser!(u32).range(1..=i64::from(FARTHEST)))]
    weeks: u32,
    /// Only the clients of this owner
    #[arg(long)]
    owner: Option<String>,
    /// Only this kind of review
    #[arg(long)]
    kind: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Document {
    weeks: u32,
    items: Vec<Item>,
    total: usize,
}

#[derive(Debug, Serialize)]
struct Item {
    owner: Option<String>,
    capacity: Option<f64>,
    hours: f64,
    reviews: i64,
    backlog_hours: f64,
    weeks: Vec<WeekItem>,
}

#[derive(Debug, Serialize)]
struct WeekItem {
    monday: NaiveDate,
    hours: f64,
    reviews: i64,
    backlog_hours: f64,
    capacity: Option<f64>,
    over: bool,
}

impl Item {
    fn of(owner: Option<String>, weeks: &[Week], has: OwnerWeek<'_>) -> Self {
        let week = |week: &Week| {
            let capacity = has.hours_in(week.monday);
            let Week { monday, hours, reviews, backlog_hours } = *week;
            let over = capacity.is_some_and(|capacity| hours > capacity);
            WeekItem { monday, hours, reviews, backlog_hours, capacity, over }
        };
        Self {
            owner,
            capacity: has.capacity,
            hours: weeks.iter().map(|week| week.hours).sum(),
            reviews: weeks.iter().map(|week| week.reviews).sum(),
            backlog_hours: weeks.iter().map(|week| week.backlog_hours).sum(),
            weeks: weeks.iter().map(week).collect(),
        }
    }
}

impl Workload {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        if let Some(kind) = &self.kind {
            known_kind(&store, kind)?;
        }
        let owners = store.workload(&Whose { owner: self.owner, kind: self.kind }, call.today(), self.weeks)?;
        let ground = store.ground();
        let item = |(owner, weeks): (Option<String>, Vec<Week>)| {
            let has = ground.week_of(owner.as_deref());
            Item::of(owner, &weeks, has)
        };
        let mut items: Vec<Item> = owners.into_iter().map(item).collect();
        // Those without an owner stand last.
        items.sort_by_key(|item| item.owner.is_none());
        if self.json {
            let total = items.len();
            return call.out.json(&Document { weeks: self.weeks, items, total });
        }
        print(&items, call)
    }
}

fn print(items: &[Item], call: &mut Call) -> Result<(), Fault> {
    if items.is_empty() {
        return call.out.text("no review is due in these weeks");
    }
    let mut table = Table::new(&["owner", "week of", ">hours", ">of", "", ">reviews", ">backlog"]);
    for item in items {
        for week in &item.weeks {
            let backlog = if week.backlog_hours > 0.0 { hours_in_words(week.backlog_hours) } else { String::new() };
            table.row([
                item.owner.as_deref().unwrap_or("(no owner)"),
                &week.monday.to_string(),
                &hours_in_words(week.hours),
                &week.capacity.map_or_else(String::new, hours_in_words),
                if week.over { "over" } else { "" },
                &week.reviews.to_string(),
                &backlog,
            ]);
        }
    }
    call.out.table(&table)
}
