//! What a decision would bring, asked before it is made: due dates, reviews and hours, and the owner's load.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::Store;
use super::error::StoreError;
use crate::domain::client::ClientId;
use crate::domain::command::{Command, Move};
use crate::domain::consequence::Consequence;
use crate::domain::model::Model;
use crate::domain::model::place::{holds, keys};
use crate::domain::refusal::Refusal;
use crate::domain::stamp::Stamp;

/// What a move brings for one client.
#[derive(Debug, Clone, PartialEq)]
pub struct Consequences {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// The place it leaves.
    pub from: Option<String>,
    /// The place it enters; none where it leaves its last segment.
    pub to: Option<String>,
    /// Whether its model drives: in another model no review moves, and there are no hours and no load.
    pub drives: bool,
    /// The next effective due date before.
    pub next_due_before: Option<NaiveDate>,
    /// The next effective due date after.
    pub next_due_after: Option<NaiveDate>,
    /// Reviews, hours, roles and playbook.
    pub yearly: Consequence,
    /// The load of the client's owner, where it has one.
    pub load: Option<OwnerLoad>,
    /// The last moves into and out of the segment it would enter again, and the one that brought it here where that is
    /// another: an out-and-back move shows their notes.
    pub back: Vec<PastMove>,
    /// Whether the client's clocks are due now and the new segment asks for nothing: then the mover chooses hold or forgive.
    pub leaves_due: bool,
}

/// A move of the past, as it is shown before it is taken back by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastMove {
    /// When.
    pub on: NaiveDate,
    /// Key of the segment left.
    pub from: Option<String>,
    /// Key of the segment entered.
    pub to: Option<String>,
    /// Why.
    pub note: String,
    /// Who.
    pub by: String,
}

/// Hours a week of an owner's clients, before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnerLoad {
    /// The owner.
    pub owner: String,
    /// Hours a week now.
    pub before: f64,
    /// Hours a week after.
    pub after: f64,
    /// Hours a week the owner has, where said.
    pub capacity: Option<f64>,
}

/// Weeks in a year, as periods count them.
pub(super) const WEEKS: f64 = 52.0;

impl Store {
    /// What a move would bring, one answer per client in the order of the command. Nothing is written.
    ///
    /// # Errors
    /// As [`Store::execute`]: what would be refused is refused here too.
    pub fn consequences(&self, moved: &Move, stamp: &Stamp) -> Result<Vec<Consequences>, StoreError> {
        let model = self.ground().model(moved.model.as_deref())?;
        let mut answers = Vec::with_capacity(moved.clients.len());
        for (at, target) in moved.clients.iter().enumerate() {
            answers.push(self.before_move(target.client, &model, |from| moved.to.place(&model, at, from))?);
        }
        let command = Command::Move(moved.clone());
        let clients: Vec<ClientId> = moved.clients.iter().map(|target| target.client).collect();
        let after = self.rehearse(&command, stamp, |book| {
            clients.iter().map(|client| book.next_due(*client)).collect::<Result<Vec<_>, _>>()
        })?;
        for (answer, next_due) in answers.iter_mut().zip(after) {
            answer.next_due_after = next_due;
        }
        if answers.iter().any(|answer| answer.drives) {
            self.add_loads(&mut answers)?;
        }
        Ok(answers)
    }

    fn before_move(
        &self,
        client: ClientId,
        model: &Model,
        to: impl FnOnce(Option<&str>) -> Result<Option<String>, Refusal>,
    ) -> Result<Consequences, StoreError> {
        let (name, from): (String, Option<String>) = self
            .db
            .prepare_cached(
                "SELECT c.name, p.segment FROM clients c LEFT JOIN placements p ON p.client = c.id AND p.model = ?2 WHERE c.id = ?1",
            )?
            .query_row(params![client, model.key], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .unwrap_or_default();
        let to = to(from.as_deref())?;
        let drives = model.key == self.ground().driving().key;
        let mut yearly = Consequence::of(model, from.as_deref(), to.as_deref())?;
        if !drives {
            yearly = yearly.without_reviews();
        }
        let asks = to.as_deref().and_then(|to| model.standing_in(to)).is_some_and(|segment| !segment.touchpoints.is_empty());
        Ok(Consequences {
            client,
            name,
            back: self.way_back(client, model, from.as_deref(), to.as_deref().unwrap_or_default())?,
            from,
            to,
            drives,
            next_due_before: self.next_due(client)?,
            next_due_after: None,
            yearly,
            load: None,
            leaves_due: drives && !asks,
        })
    }

    /// The next effective due date of a client.
    fn next_due(&self, client: ClientId) -> Result<Option<NaiveDate>, StoreError> {
        let sql = "SELECT next_due_on FROM standing WHERE client = ? LIMIT 1";
        Ok(self.db.prepare_cached(sql)?.query_row([client], |row| row.get(0)).optional()?.flatten())
    }

    /// The moves an out-and-back move would undo, the oldest first: into the segment it enters again and out of it, and into
    /// the one it leaves.
    pub(super) fn way_back(
        &self,
        client: ClientId,
        model: &Model,
        from: Option<&str>,
        to: &str,
    ) -> Result<Vec<PastMove>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT day, from_segment, to_segment, note, by FROM decisions
              WHERE client = ? AND model = ? AND how IN ('move', 'place', 'start') ORDER BY id",
        )?;
        let rows = statement.query_map(params![client, model.key], |row| {
            Ok(PastMove { on: row.get(0)?, from: row.get(1)?, to: row.get(2)?, note: row.get(3)?, by: row.get(4)? })
        })?;
        let moves: Vec<PastMove> = rows.collect::<rusqlite::Result<_>>()?;
        // What it would enter again; where membership is many, that is what it has not got now.
        let entered: Vec<&str> = keys(to).filter(|key| !holds(from.unwrap_or_default(), key)).collect();
        let held = |place: &Option<String>| entered.iter().any(|key| holds(place.as_deref().unwrap_or_default(), key));
        let Some(out) = moves.iter().rposition(|past| held(&past.from) && !held(&past.to)) else { return Ok(Vec::new()) };
        let into = moves.iter().rposition(|past| past.to.as_deref() == from).filter(|into| *into > out);
        let earlier = moves[..out].iter().rposition(|past| held(&past.to) && !held(&past.from) && !past.note.is_empty());
        Ok([earlier, Some(out), into].into_iter().flatten().map(|at| moves[at].clone()).collect())
    }

    /// The owners' loads: all moves of the command count together.
    fn add_loads(&self, answers: &mut [Consequences]) -> Result<(), StoreError> {
        let mut owners: Vec<Option<String>> = Vec::with_capacity(answers.len());
        for answer in answers.iter() {
            let sql = "SELECT owner FROM clients WHERE id = ?";
            owners.push(self.db.prepare_cached(sql)?.query_row([answer.client], |row| row.get(0)).optional()?.flatten());
        }
        let change = |owner: &str| -> f64 {
            let of_owner = answers.iter().zip(&owners).filter(|(_, known)| known.as_deref() == Some(owner));
            of_owner.map(|(answer, _)| answer.yearly.hours_per_year_after - answer.yearly.hours_per_year_before).sum()
        };
        let mut loads = Vec::with_capacity(answers.len());
        for owner in &owners {
            loads.push(match owner {
                Some(owner) => {
                    let before = self.owner_hours(owner)?;
                    let after = before + change(owner);
                    let capacity = self.ground().capacity(owner);
                    Some(OwnerLoad { owner: owner.clone(), before: before / WEEKS, after: after / WEEKS, capacity })
                }
                None => None,
            });
        }
        for (answer, load) in answers.iter_mut().zip(loads) {
            answer.load = load;
        }
        Ok(())
    }

    /// Hours a year that an owner's live clients ask for, from the kept sums of the driving model.
    fn owner_hours(&self, owner: &str) -> Result<f64, StoreError> {
        let ground = self.ground();
        let driving = ground.driving();
        let mut statement =
            self.db.prepare_cached("SELECT segment, sum(clients) FROM totals WHERE model = ? AND owner = ? GROUP BY segment")?;
        let mut rows = statement.query(params![driving.key, owner])?;
        let mut hours = 0.0;
        while let Some(row) = rows.next()? {
            let segment: String = row.get(0)?;
            let clients: i64 = row.get(1)?;
            hours += driving.hours_per_year_in(&segment) * clients as f64;
        }
        Ok(hours)
    }
}
