//! `due`: who is due for a review, most urgent first, and why.

use std::str::FromStr;

use chrono::NaiveDate;
use clap::Args;

use super::call::{Call, at_most, filter};
use super::clocks::notes;
use super::fault::Fault;
use super::json::List;
use super::print::Table;
use super::shape::{CHAMPION_LOST, ClockItem, RENEWAL_SOON, day, money_in_words, segment_in_words, text};
use crate::domain::calendar::{Period, PeriodError};
use crate::domain::filter::{Filter, State};
use crate::domain::refusal::Refusal;
use crate::store::{ClientQuery, DueQuery, DueRange, DueRow, Store};

/// Clocks read at a time.
const WINDOW: usize = 500;

/// Who is due for a review, most urgent first: overdue, due, and upcoming within the lead.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck due                                  who needs a review
  quarterdeck due --within 14d --owner Ana         what is due in two weeks
  quarterdeck due --silent                         as-needed clients nobody has talked to for long")]
pub struct Due {
    /// Overdue, due, and what becomes due within that time: 14d, 2 weeks
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["until", "all"])]
    within: Option<Ahead>,
    /// Overdue, due, and what becomes due up to that day
    #[arg(long, value_name = "DATE", conflicts_with = "all", allow_hyphen_values = true)]
    until: Option<String>,
    /// Only the clients of this owner
    #[arg(long)]
    owner: Option<String>,
    /// Only this kind of review
    #[arg(long)]
    kind: Option<String>,
    /// Only the clients a filter lets through
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    r#where: Option<String>,
    /// Every client and kind, whatever its state
    #[arg(long)]
    all: bool,
    /// Clients without fixed reviews that have been silent for longer than their segment allows
    #[arg(long, conflicts_with_all = ["within", "until", "all", "kind"])]
    silent: bool,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// How far ahead to look: a period, or none for today alone (`0d`).
#[derive(Debug, Clone, Copy)]
pub struct Ahead(Option<Period>);

impl Ahead {
    /// The last day it reaches from a day on.
    pub fn until(self, day: NaiveDate) -> Result<NaiveDate, Fault> {
        Ok(self.0.map_or(Ok(day), |period| period.after(day, 1)).map_err(Refusal::from)?)
    }
}

impl FromStr for Ahead {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let none = text.trim().trim_end_matches(|c: char| c.is_alphabetic() || c == ' ') == "0";
        if none { Ok(Self(None)) } else { text.parse().map(|period| Self(Some(period))) }
    }
}

impl Due {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let filter = filter(self.r#where.as_deref())?;
        let range = self.range(call)?;
        let store = call.open()?;
        if self.silent {
            return self.print_silent(&store, filter, call);
        }
        if let Some(kind) = &self.kind {
            known_kind(&store, kind)?;
        }
        let query = DueQuery { range, owner: self.owner, kind: self.kind, filter };
        let limit = at_most(self.limit);
        let today = call.today();
        if self.json {
            let mut list = List::begin(&mut call.out)?;
            let total = each(&store, &query, limit, today, |row| list.item(&ClockItem::explained(row, &store, today)?))?;
            return list.end(total);
        }
        print(&store, &query, limit, call)
    }

    fn range(&self, call: &Call) -> Result<DueRange, Fault> {
        let until = match (&self.within, &self.until) {
            (Some(within), _) => Some(within.until(call.today())?),
            (None, Some(until)) => Some(call.date(until)?),
            (None, None) => None,
        };
        Ok(match until {
            Some(until) => DueRange::Until(until),
            None if self.all => DueRange::All,
            None => DueRange::Now,
        })
    }

    fn print_silent(self, store: &Store, filter: Option<Filter>, call: &mut Call) -> Result<(), Fault> {
        let mut silent = Filter::State(State::Silent);
        if let Some(owner) = &self.owner {
            let text = format!("owner:\"{}\"", owner.replace('"', ""));
            silent = silent.and(Filter::parse(&text).map_err(|error| Fault::in_filter(&text, &error))?);
        }
        if let Some(filter) = filter {
            silent = silent.and(filter);
        }
        let query = ClientQuery { filter: Some(silent), ..ClientQuery::default() };
        super::clients::print(store, &query, at_most(self.limit), self.json, call)
    }
}

/// A kind of review that the driving model knows; refused as not found otherwise.
pub fn known_kind(store: &Store, kind: &str) -> Result<(), Fault> {
    let ground = store.ground();
    let kinds = ground.driving().kinds();
    if kinds.iter().any(|known| known.eq_ignore_ascii_case(kind)) {
        return Ok(());
    }
    let hint = format!("there are {}", kinds.join(", "));
    Err(Refusal::NotFound { what: "kind of review", name: kind.to_owned(), hint }.into())
}

/// Goes through the list as far as the limit; answers how many there are in all.
fn each(
    store: &Store,
    query: &DueQuery,
    limit: usize,
    today: NaiveDate,
    mut each: impl FnMut(&DueRow) -> Result<(), Fault>,
) -> Result<i64, Fault> {
    let mut from = None;
    let mut seen = 0_usize;
    loop {
        // What is not printed is counted by the book.
        if seen >= limit {
            return Ok(store.due_total(query, today)?);
        }
        let window = store.due(query, from.as_ref(), (limit - seen).min(WINDOW), today)?;
        window.iter().try_for_each(&mut each)?;
        seen += window.len();
        match window.last() {
            Some(last) => from = Some(last.key.clone()),
            None => return Ok(i64::try_from(seen).unwrap_or(i64::MAX)),
        }
    }
}

/// What else is to be said of a clock and its client, in a few words each.
fn remarks(row: &DueRow, today: NaiveDate) -> Vec<String> {
    let marks = [(row.renewal_soon, RENEWAL_SOON), (row.champion_lost, CHAMPION_LOST)];
    let marks = marks.into_iter().filter(|(set, _)| *set).map(|(_, word)| word.to_owned());
    notes(&row.clock, today).into_iter().chain(marks).collect()
}

fn print(store: &Store, query: &DueQuery, limit: usize, call: &mut Call) -> Result<(), Fault> {
    let ground = store.ground();
    let model = ground.driving();
    let today = call.today();
    let mut table =
        Table::new(&["state", "client", "segment", "due", ">late", "owner", "kind", "notes", "last", ">revenue", "renewal"]);
    let mut shown = 0;
    let total = each(store, query, limit, today, |row| {
        shown += 1;
        let late = if row.clock.days_late > 0 { format!("{} d", row.clock.days_late) } else { String::new() };
        table.row([
            &row.clock.state.key().replace('_', " "),
            &row.name,
            &segment_in_words(model, row.segment.as_deref()),
            &day(row.clock.clock.effective),
            &late,
            text(row.owner.as_deref()),
            &row.clock.clock.kind,
            &remarks(row, today).join(", "),
            &day(row.last_review_on),
            &money_in_words(row.arr, &row.currency),
            &day(row.renewal_on),
        ]);
        Ok(())
    })?;
    call.out.table(&table)?;
    if total > shown {
        call.aside(&format!("{} more", total - shown));
    }
    Ok(())
}
