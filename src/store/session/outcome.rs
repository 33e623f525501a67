//! What a session does for each of its clients: read before its decisions are written, and once more after.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::members::Asked;
use crate::domain::client::{Client, ClientId};
use crate::domain::consequence::Consequence;
use crate::domain::model::Model;
use crate::domain::session::minutes::Matrix;
use crate::domain::session::record::{ItemRecord, OwnerShift, Record};
use crate::domain::session::{Item, Kind, Session};
use crate::store::rows::select_one;
use crate::store::{Store, StoreError};

/// What is kept by client.
pub(super) type Outcomes = BTreeMap<ClientId, ItemRecord>;

/// A number as it is kept: hundredths.
pub(super) fn hundredths(number: f64) -> f64 {
    let rounded = (number * 100.0).round() / 100.0;
    // Zero has one sign.
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// What a session came to, with its numbers as they are kept.
pub(super) fn rounded(record: Record) -> Record {
    let owners = record.owners.into_iter().map(|owner| OwnerShift {
        reviews_before: hundredths(owner.reviews_before),
        reviews_after: hundredths(owner.reviews_after),
        hours_before: hundredths(owner.hours_before),
        hours_after: hundredths(owner.hours_after),
        capacity: owner.capacity.map(hundredths),
        owner: owner.owner,
    });
    Record { owners: owners.collect(), ..record }
}

/// Whether minutes have a line for what is said of a client.
pub(super) fn stands_in_minutes(item: &Item) -> bool {
    item.staged.is_some() || item.discussed || !item.note.is_empty()
}

/// Where a client goes from where it stands.
pub(super) fn goes_to<'i>(item: &'i Item, stands: Option<&'i str>) -> Option<&'i str> {
    match &item.staged {
        Some(staged) if staged.kind == Kind::Move => staged.to.as_deref(),
        Some(_) | None => stands,
    }
}

impl Store {
    /// What the decisions of a session do for its clients, as the book stands before they are written; nothing is due otherwise
    /// after.
    pub(super) fn outcomes(&self, session: &Session, items: &[Item], model: &Model) -> Result<Outcomes, StoreError> {
        let ground = self.ground();
        let drives = model.key == ground.driving().key;
        let mut outcomes = Outcomes::new();
        for item in items.iter().filter(|item| stands_in_minutes(item)) {
            let Some(client) = select_one::<Client>(&self.db, "WHERE id = ?", [item.client])? else { continue };
            let stands = self.place_in(item.client, &session.model)?;
            let to = goes_to(item, stands.as_deref());
            // A segment the model no longer has asks for nothing.
            let known = |place: Option<&str>| place.filter(|place| model.standing_in(place).is_some()).map(str::to_owned);
            let yearly = Consequence::of(model, known(stands.as_deref()).as_deref(), known(to).as_deref())?;
            let yearly = if drives { yearly } else { yearly.without_reviews() };
            let next_due = self.due_next(item.client)?;
            let record = ItemRecord {
                name: client.name,
                external_id: client.external_id,
                owner: client.owner,
                arr: client.arr,
                currency: client.currency.unwrap_or_else(|| ground.currency.clone()),
                champion: client.champion,
                next_due_before: next_due,
                next_due_after: next_due,
                reviews_before: hundredths(yearly.reviews_per_year_before),
                reviews_after: hundredths(yearly.reviews_per_year_after),
                hours_before: hundredths(yearly.hours_per_year_before),
                hours_after: hundredths(yearly.hours_per_year_after),
                roles_before: yearly.owners_before,
                roles_after: yearly.owners_after,
                playbook: yearly.playbook,
            };
            outcomes.insert(item.client, record);
        }
        Ok(outcomes)
    }

    /// Adds what is due now, once the decisions are applied.
    pub(super) fn add_due_after(&self, outcomes: &mut Outcomes) -> Result<(), StoreError> {
        for (client, record) in outcomes {
            record.next_due_after = self.due_next(*client)?;
        }
        Ok(())
    }

    /// The place of a client in a model.
    pub(super) fn place_in(&self, client: ClientId, model: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT segment FROM placements WHERE client = ? AND model = ?";
        let found = self.db.prepare_cached(sql)?.query_row(params![client, model], |row| row.get(0)).optional()?;
        Ok(found.flatten())
    }

    /// The next effective due date of a client.
    fn due_next(&self, client: ClientId) -> Result<Option<NaiveDate>, StoreError> {
        let sql = "SELECT next_due_on FROM standing WHERE client = ? LIMIT 1";
        Ok(self.db.prepare_cached(sql)?.query_row([client], |row| row.get(0)).optional()?.flatten())
    }

    /// How many clients of a session go from which place to which; those that stay stand for themselves.
    pub(super) fn session_matrix(&self, session: &Session, items: &[Item]) -> Result<Matrix, StoreError> {
        let staged = items.iter().filter(|item| item.staged.is_some());
        let staged: HashMap<ClientId, &Item> = staged.map(|item| (item.client, item)).collect();
        let mut matrix = Matrix::new();
        let places = Asked { columns: "s.client, nullif(s.segment, '')", joins: "", condition: ("1", &[]) };
        self.each_member(&self.members(session)?, &places, |row| {
            let from: Option<String> = row.get(1)?;
            let item = staged.get(&row.get(0)?);
            let to = item.map_or(from.as_deref(), |item| goes_to(item, from.as_deref())).map(str::to_owned);
            *matrix.entry((from, to)).or_default() += 1;
            Ok(())
        })?;
        Ok(matrix)
    }
}
