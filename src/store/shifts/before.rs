//! What the book says before a change of models, and how it compares with what it says after.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::{Shifts, hours, proposals};
use crate::domain::command::Command;
use crate::store::error::StoreError;
use crate::store::ground::{Ground, HeldModel};

/// The figures of a book before a change.
pub(super) struct Before {
    ground: Arc<Ground>,
    hours: BTreeMap<String, f64>,
    unplaced: i64,
    drifting: BTreeMap<String, i64>,
}

impl Before {
    /// Reads them, inside the transaction that is to change the book; none for a command that leaves the models as they are.
    pub fn read(db: &Connection, ground: &Arc<Ground>, command: &Command, today: NaiveDate) -> Result<Option<Self>, StoreError> {
        let of_models = matches!(
            command,
            Command::AddModel { .. } | Command::UseModel { .. } | Command::EditModel { .. } | Command::FitModel { .. }
        );
        if !of_models {
            return Ok(None);
        }
        Ok(Some(Self {
            hours: hours::as_they_stand(db, ground.driving())?,
            unplaced: hours::unplaced(db, ground.driving())?,
            drifting: proposals::drifting(db, today)?,
            ground: Arc::clone(ground),
        }))
    }

    /// Adds to what moved how the figures compare afterwards.
    pub fn compare(self, db: &Connection, after: &Ground, today: NaiveDate, shifts: &mut Shifts) -> Result<(), StoreError> {
        if self.drives_otherwise(after) {
            self.compare_hours(db, after, today, shifts)?;
        }
        let drifting = proposals::drifting(db, today)?;
        let (was, is) = self.looked_at(after);
        shifts.proposals.drift_before = self.drifting.get(was).copied().unwrap_or(0);
        shifts.proposals.drift_after = drifting.get(is).copied().unwrap_or(0);
        shifts.proposals.model = is.to_owned();
        match self.held(is) {
            Some(before) => shifts.unused_scores = unused(db, before, after)?,
            None => shifts.proposals.spread = proposals::spread(db, is)?,
        }
        Ok(())
    }

    /// Whether another model drives afterwards, or the same one says something else.
    fn drives_otherwise(&self, after: &Ground) -> bool {
        self.ground.driving() != after.driving()
    }

    fn compare_hours(&self, db: &Connection, after: &Ground, today: NaiveDate, shifts: &mut Shifts) -> Result<(), StoreError> {
        let now = hours::as_they_stand(db, after.driving())?;
        let more = hours::added_by_proposals(db, after.driving(), today)?;
        for owner in self.hours.keys().chain(now.keys()).chain(more.keys()) {
            let of = |hours: &BTreeMap<String, f64>| hours.get(owner).copied().unwrap_or(0.0);
            let shift = hours::HoursShift { before: of(&self.hours), after: of(&now), if_accepted: of(&now) + of(&more) };
            shifts.hours.insert(owner.clone(), shift);
        }
        shifts.unplaced = (self.unplaced, hours::unplaced(db, after.driving())?);
        Ok(())
    }

    fn held(&self, key: &str) -> Option<&HeldModel> {
        self.ground.models.iter().find(|held| held.row.key == key)
    }

    /// The model whose proposals are looked at, before and after: the one that is edited or joins, else the driving one.
    fn looked_at<'a>(&'a self, after: &'a Ground) -> (&'a str, &'a str) {
        let changed = after.models.iter().find(|held| self.held(&held.row.key).is_none_or(|was| was.row.toml != held.row.toml));
        match changed {
            Some(held) => (&held.row.key, &held.row.key),
            None => (&self.ground.driving().key, &after.driving().key),
        }
    }
}

/// The factors an edit takes away, with how many clients have scores of them.
fn unused(db: &Connection, before: &HeldModel, after: &Ground) -> Result<Vec<(String, i64)>, StoreError> {
    let Some(after) = after.models.iter().find(|held| held.row.key == before.row.key) else { return Ok(Vec::new()) };
    let factors = before.model.dimensions.iter().flat_map(|dimension| &dimension.factors);
    let gone = factors.filter(|factor| after.model.factor(&factor.key).is_none());
    let mut unused = Vec::new();
    for factor in gone {
        let clients = proposals::scored(db, &before.row.key, &factor.key)?;
        if clients > 0 {
            unused.push((factor.key.clone(), clients));
        }
    }
    Ok(unused)
}
