//! `plan`: spreads first reviews over the working days within each owner's weekly hours, shown before it is accepted (C13).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::call::Call;
use super::fault::Fault;
use super::print::Table;
use super::shape::{hours_in_words, segment_in_words, text};
use crate::domain::client::ClientId;
use crate::domain::command::{Command, PlanFirst};
use crate::domain::model::Model;
use crate::domain::spread::{FARTHEST, FirstReview, Spread, WeekLoad};
use crate::store::Store;

/// Fullest weeks told of each owner.
const PEAKS: usize = 3;
/// Owners named in a hint.
const NAMED: usize = 5;

/// Spread first reviews over working days, within the hours a week of each owner. Only shown, unless it is applied.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck plan                                 what a plan would be: the fullest weeks, then the dates
  quarterdeck plan --weeks 8                       all first reviews within eight weeks
  quarterdeck plan --apply                         accept it; quarterdeck undo takes it back

Planned are the clients that never had a review their segment asks for, and have no date agreed.
Each gets a working day between tomorrow and the end of its segment's period, in a week with room.
The hours of an owner are a setting of the book: quarterdeck config set capacity.Ana 12. The same
book gives the same plan.")]
pub struct Plan {
    /// Spread over so many weeks, whatever the period of the segment
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(FARTHEST)))]
    weeks: Option<u32>,
    /// Accept the plan: its dates become the due dates
    #[arg(long)]
    apply: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    items: Vec<Item<'a>>,
    total: usize,
    weeks: Vec<WeekItem<'a>>,
    beyond_capacity: usize,
    applied: bool,
    seq: Option<i64>,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    client: &'a str,
    client_id: ClientId,
    external_id: Option<&'a str>,
    owner: Option<&'a str>,
    segment: &'a str,
    kind: &'a str,
    hours: f64,
    effective: NaiveDate,
    planned: NaiveDate,
    within_capacity: bool,
}

#[derive(Debug, Serialize)]
struct WeekItem<'a> {
    owner: Option<&'a str>,
    monday: NaiveDate,
    hours: f64,
    planned: f64,
    reviews: u32,
    capacity: Option<f64>,
    over: bool,
}

impl<'a> From<&'a WeekLoad> for WeekItem<'a> {
    fn from(week: &'a WeekLoad) -> Self {
        Self {
            owner: week.owner.as_deref(),
            monday: week.monday,
            hours: week.hours,
            planned: week.planned,
            reviews: week.reviews,
            capacity: week.capacity,
            over: week.is_over(),
        }
    }
}

impl Plan {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let (reviews, spread) = store.spread_first(call.today(), self.weeks)?;
        let receipt = if self.apply && !reviews.is_empty() {
            let command = Command::PlanFirst(PlanFirst::of(&reviews, &spread));
            Some(store.execute(&command, &call.stamp)?)
        } else {
            None
        };
        if self.json {
            return print_json(&store, &reviews, &spread, receipt.map(|receipt| receipt.seq), call);
        }
        if reviews.is_empty() {
            return call
                .out
                .text("nothing to plan: no first review waits for a date (clients without a segment are placed first)");
        }
        print(store.ground().driving(), &reviews, &spread, call)?;
        hints(&spread, call);
        match receipt {
            Some(receipt) => call.aside(&format!("{}; quarterdeck undo takes it back", receipt.summary)),
            None => call.aside("nothing was written; quarterdeck plan --apply accepts this plan"),
        }
        Ok(())
    }
}

fn print_json(store: &Store, reviews: &[FirstReview], spread: &Spread, seq: Option<i64>, call: &mut Call) -> Result<(), Fault> {
    let ids = store.external_ids(reviews.iter().map(|review| review.client))?;
    let item = |planned: &crate::domain::spread::Planned| {
        let review = &reviews[planned.review];
        Item {
            client: &review.name,
            client_id: review.client,
            external_id: ids.get(&review.client).map(String::as_str),
            owner: review.owner.as_deref(),
            segment: &review.segment,
            kind: &review.kind,
            hours: review.hours,
            effective: review.effective,
            planned: planned.on,
            within_capacity: planned.within_capacity,
        }
    };
    call.out.json(&Document {
        items: spread.planned.iter().map(item).collect(),
        total: spread.planned.len(),
        weeks: spread.weeks.iter().map(WeekItem::from).collect(),
        beyond_capacity: spread.beyond_capacity(),
        applied: seq.is_some(),
        seq,
    })
}

fn print(model: &Model, reviews: &[FirstReview], spread: &Spread, call: &mut Call) -> Result<(), Fault> {
    call.out.text(&summary(reviews, spread))?;
    call.out.heading("fullest weeks of each owner")?;
    let mut table = Table::new(&["owner", "week of", ">hours", ">of", "", ">planned", ">reviews"]);
    for week in peaks(spread) {
        table.row([
            owner(week.owner.as_deref()),
            &week.monday.to_string(),
            &hours_in_words(week.hours),
            &week.capacity.map_or_else(String::new, hours_in_words),
            if week.is_over() { "over" } else { "" },
            &hours_in_words(week.planned),
            &week.reviews.to_string(),
        ]);
    }
    call.out.table(&table)?;
    call.out.heading("dates")?;
    let mut table = Table::new(&["planned", "day", "client", "segment", "kind", "owner", "due now", ""]);
    for planned in &spread.planned {
        let review = &reviews[planned.review];
        table.row([
            planned.on.to_string().as_str(),
            &planned.on.format("%a").to_string(),
            &review.name,
            &segment_in_words(model, Some(&review.segment)),
            &review.kind,
            text(review.owner.as_deref()),
            &review.effective.to_string(),
            if planned.within_capacity { "" } else { "over" },
        ]);
    }
    call.out.table(&table)
}

/// `64 first reviews of 60 clients from 2026-06-16 to 2026-10-15`.
fn summary(reviews: &[FirstReview], spread: &Spread) -> String {
    let clients: BTreeSet<ClientId> = reviews.iter().map(|review| review.client).collect();
    let days = || spread.planned.iter().map(|planned| planned.on);
    let span = days().min().zip(days().max()).map_or_else(String::new, |(from, to)| format!(" from {from} to {to}"));
    format!("{} of {}{span}", counted(reviews.len(), "first review"), counted(clients.len(), "client"))
}

/// The fullest weeks of each owner, owner by owner, in the order of concern.
fn peaks(spread: &Spread) -> Vec<&WeekLoad> {
    let mut of_owner: BTreeMap<Option<&str>, Vec<&WeekLoad>> = BTreeMap::new();
    for week in spread.peaks() {
        of_owner.entry(week.owner.as_deref()).or_default().push(week);
    }
    of_owner.into_values().flat_map(|weeks| weeks.into_iter().take(PEAKS)).collect()
}

/// What keeps the plan from being better, and what to do about it.
fn hints(spread: &Spread, call: &Call) {
    let over = spread.beyond_capacity();
    if over > 0 {
        let said = format!("{} had no room within the hours of their owner", counted(over, "first review"));
        call.aside(&format!("hint: {said}; --weeks N spreads over more weeks, capacity.OWNER sets the hours"));
    }
    let unsaid = |week: &&WeekLoad| week.capacity.is_none() && week.owner.is_some();
    let owners: BTreeSet<&str> = spread.weeks.iter().filter(unsaid).filter_map(|week| week.owner.as_deref()).collect();
    if let Some(first) = owners.first() {
        let mut named: Vec<&str> = owners.iter().copied().take(NAMED).collect();
        if owners.len() > NAMED {
            named.push("…");
        }
        let how = format!("quarterdeck config set \"capacity.{first}\" 10");
        call.aside(&format!("hint: no hours a week are set for {}: {how}", named.join(", ")));
    }
}

fn owner(owner: Option<&str>) -> &str {
    owner.unwrap_or("(no owner)")
}

fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}
