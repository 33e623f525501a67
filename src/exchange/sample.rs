//! The sample book: about sixty invented clients of one service provider, alive on whatever day it is opened.
//!
//! `assets/demo/` tells the story in days before the day of opening. Here it is acted out through the ordinary commands, each
//! stamped with its day and person, so that the journal of a sample book is as whole as that of any other.

mod acts;
mod script;

use std::collections::HashMap;
use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::domain::client::ClientId;
use crate::domain::stamp::Stamp;
use crate::store::{Store, StoreError};
use acts::{Act, Deed};

/// The service provider whose book it is. It does not exist, and neither do its clients.
pub const PROVIDER: &str = "Leie & Lys Managed IT";

/// The model the sample book is driven by.
const MODEL: &str = "maturity-appetite";

/// Makes a book at `path` and fills it; where filling fails, no file is left.
///
/// # Errors
/// The file exists, the disk refuses, or a day of the story lies outside the calendar.
pub fn make(path: &Path, today: NaiveDate, now: DateTime<FixedOffset>) -> Result<Store, StoreError> {
    let story = acts::story(today, now);
    let begun = story.first().map_or_else(|| Stamp { now, today, by: script::LEAD.to_owned() }, |act| act.stamp.clone());
    let store = Store::create(path, MODEL, &begun)?;
    if let Err(error) = act_out(&store, &story, today, now) {
        drop(store);
        // The book was made here a moment ago. Should it stay, its emptiness says enough.
        let _ = std::fs::remove_file(path);
        return Err(error);
    }
    Ok(store)
}

/// Acts the story out in a book that is driven by the model `maturity-appetite`: all of it in one transaction, one entry of
/// the journal for each command.
///
/// # Errors
/// The book holds clients with the same external ids, cannot be written, or a day of the story lies outside the calendar.
pub fn fill(store: &Store, today: NaiveDate, now: DateTime<FixedOffset>) -> Result<(), StoreError> {
    act_out(store, &acts::story(today, now), today, now)
}

fn act_out(store: &Store, story: &[Act], today: NaiveDate, now: DateTime<FixedOffset>) -> Result<(), StoreError> {
    let last = Stamp { now, today, by: script::LEAD.to_owned() };
    store.execute_together(&last, |book| {
        let mut known = Known::default();
        for Act { stamp, deed } in story {
            let receipt = book.execute(&deed.command(&known, stamp.today, today), stamp)?;
            known.learn(deed, &receipt.made);
        }
        Ok(())
    })
}

/// Rows of what the story has made so far.
#[derive(Default)]
struct Known {
    clients: HashMap<String, ClientId>,
    actions: HashMap<(String, u32), Vec<i64>>,
}

impl Known {
    fn learn(&mut self, deed: &Deed, made: &[i64]) {
        match deed {
            Deed::Add(client) => {
                self.clients.insert(client.id.clone(), ClientId(made[0]));
            }
            Deed::Review { client, line } => {
                self.actions.insert((client.id.clone(), line.ago), made[1..].to_vec());
            }
            Deed::Place { .. }
            | Deed::Move { .. }
            | Deed::Confirm { .. }
            | Deed::Score { .. }
            | Deed::Edit { .. }
            | Deed::Archive { .. }
            | Deed::Clock { .. }
            | Deed::Settle { .. }
            | Deed::Capacity { .. } => {}
        }
    }

    fn client(&self, id: &str) -> ClientId {
        *self.clients.get(id).expect("the script names clients after it has added them")
    }

    fn action(&self, id: &str, ago: u32, nth: usize) -> i64 {
        let actions = self.actions.get(&(id.to_owned(), ago)).expect("actions are settled after their review");
        *actions.get(nth).expect("a review makes an action for each line of its script")
    }
}

#[cfg(test)]
mod tests;
