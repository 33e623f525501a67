//! `clients`: the clients of the book as a list.

use clap::Args;

use super::call::{Call, at_most, filter};
use super::fault::{Code, Fault};
use super::json::List;
use super::print::Table;
use super::shape::{ClientItem, day, money_in_words, points_in_words, segment_in_words, signs_in_words, text};
use crate::store::{ClientQuery, ClientRow, Direction, SortKey, Store};

/// Clients read at a time.
const WINDOW: usize = 500;

/// List clients. Archived ones are left out unless the filter asks for them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck clients --where 'owner:ana arr>50k' --sort -arr
  quarterdeck clients --where drift
  quarterdeck clients --where archived
  quarterdeck clients --model growth-risk --where segment:protect

A filter is words and conditions: segment:A, owner:ana, tag:vip, goal:adoption, champion:ana,
champion:lost, measure.tickets>10, arr>50k, due<14d, last>90d, renewal<90d, x>50, near:cut, overdue, due, upcoming, snoozed, booked, first (never reviewed), held,
paused, silent, drift, stale, unplaced, confirm, archived; `or` and brackets join, `-` negates; a
word in quotes is text whatever it says.")]
pub struct Clients {
    /// Only the clients a filter lets through
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    r#where: Option<String>,
    /// The order: name, owner, segment, arr, next_due_on, …; with a - before it from the last to the first
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    sort: Option<String>,
    /// The model whose segments and scores are meant, where it is not the driving one
    #[arg(long, value_name = "KEY")]
    model: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Clients {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let (sort, descending) = order(self.sort.as_deref().unwrap_or("name"))?;
        let query = ClientQuery { model: self.model, filter: filter(self.r#where.as_deref())?, sort, descending };
        let store = call.open()?;
        print(&store, &query, at_most(self.limit), self.json, call)
    }
}

fn order(asked: &str) -> Result<(SortKey, bool), Fault> {
    let (key, descending) = asked.strip_prefix('-').map_or((asked, false), |key| (key, true));
    let found = SortKey::ALL.into_iter().find(|(_, name)| *name == key);
    let names = || SortKey::ALL.map(|(_, name)| name).join(", ");
    let (sort, _) = found.ok_or_else(|| {
        Fault::new(Code::Refused, format!("clients cannot be sorted by “{key}”")).hint(format!("there are {}", names()))
    })?;
    Ok((sort, descending))
}

/// Prints the clients of a query; shared with `due --silent`.
pub fn print(store: &Store, query: &ClientQuery, limit: usize, json: bool, call: &mut Call) -> Result<(), Fault> {
    let today = call.today();
    let total = store.count_of(query, today)?;
    if json {
        let mut list = List::begin(&mut call.out)?;
        each(store, query, limit, today, |row| list.item(&ClientItem::from(row)))?;
        return list.end(total);
    }
    let model = store.ground().model(query.model.as_deref())?;
    let model = model.as_ref();
    let mut table = Table::new(&[
        ">id", "name", "segment", "due", "owner", ">revenue", "proposed", "last", "renewal", ">x", ">y", "stage", "state",
    ]);
    each(store, query, limit, today, |row| {
        let proposed = row.proposed_segment.as_deref().filter(|key| Some(*key) != row.segment.as_deref());
        table.row([
            &row.client.to_string(),
            &row.name,
            &segment_in_words(model, row.segment.as_deref()),
            &day(row.next_due_on),
            text(row.owner.as_deref()),
            &money_in_words(row.arr, &row.currency),
            &segment_in_words(model, proposed),
            &day(row.last_review_on),
            &day(row.renewal_on),
            &points_in_words(row.x),
            &points_in_words(row.y),
            text(row.stage.as_deref()),
            &signs_in_words(row.signs),
        ]);
        Ok(())
    })?;
    call.out.table(&table)
}

/// Goes through the clients of a query, a window at a time.
pub fn each(
    store: &Store,
    query: &ClientQuery,
    limit: usize,
    today: chrono::NaiveDate,
    mut each: impl FnMut(&ClientRow) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut from = None;
    let mut left = limit;
    while left > 0 {
        let window = store.clients(query, from.as_ref(), Direction::After, left.min(WINDOW), today)?;
        window.iter().try_for_each(&mut each)?;
        left -= window.len();
        match window.last() {
            Some(last) => from = Some(last.key.clone()),
            None => break,
        }
    }
    Ok(())
}
