//! What an import does once its rows are in: clients placed by their scores, first reviews spread.

use rusqlite::params;

use super::Import;
use crate::domain::client::ClientId;
use crate::domain::command::{Command, PlanError, PlanFirst};
use crate::store::error::StoreError;
use crate::store::ground::HeldModel;

impl Import<'_> {
    /// Cuts the quantiles of models that no book was there for yet.
    pub(super) fn fit(&mut self) -> Result<(), StoreError> {
        let unfitted = |held: &&HeldModel| held.model.is_unfitted();
        let models: Vec<HeldModel> = self.writer.ground().models.iter().filter(unfitted).cloned().collect();
        if models.is_empty() {
            return Ok(());
        }
        for held in models {
            match (Command::FitModel { key: held.row.key.clone() }).plan(&self.writer, self.stamp) {
                Ok(plan) => plan.changes.iter().try_for_each(|change| self.writer.write(change))?,
                // Too few values for so many parts.
                Err(PlanError::Refused(_)) => {}
                Err(fault) => return Err(fault.into()),
            }
        }
        self.writer.settle()
    }

    /// Accepts the proposals of the clients met and not skipped that have no segment; answers how many were placed.
    ///
    /// # Errors
    /// Faults of the book itself.
    pub fn place(&mut self, note: &str) -> Result<usize, StoreError> {
        self.fit()?;
        self.writer.settle()?;
        let mut clients = Vec::new();
        {
            let db = self.store.connection();
            let sql = "SELECT proposed FROM standing WHERE model = ? AND client = ? AND live = 1 AND segment = '' AND proposed IS NOT NULL";
            let mut proposed = db.prepare_cached(sql)?;
            let mut met: Vec<ClientId> = self.met.keys().filter(|client| !self.skipped.contains(client)).copied().collect();
            met.sort_unstable();
            for client in met {
                let mut rows = proposed.query(params![self.model.key, client])?;
                if let Some(row) = rows.next()? {
                    clients.push((client, row.get::<_, String>(0)?));
                }
            }
        }
        if clients.is_empty() {
            return Ok(0);
        }
        let placed = clients.len();
        let command = Command::Place { clients, model: None, note: note.to_owned() };
        let plan = command.plan(&self.writer, self.stamp)?;
        for change in &plan.changes {
            self.writer.write(change)?;
            self.settle_when_many()?;
        }
        self.written = true;
        Ok(placed)
    }

    /// Spreads the first reviews of the clients met and not skipped that wait for a date (C13), beside what owners have to do
    /// already; answers how many got one.
    ///
    /// # Errors
    /// Faults of the book itself.
    pub fn plan_first(&mut self) -> Result<usize, StoreError> {
        self.settle()?;
        let today = self.stamp.today;
        let mut reviews = self.store.first_reviews(today)?;
        reviews.retain(|review| self.met.contains_key(&review.client) && !self.skipped.contains(&review.client));
        if reviews.is_empty() {
            return Ok(0);
        }
        let spread = self.store.spread_these(&reviews, today, None)?;
        let plan = Command::PlanFirst(PlanFirst::of(&reviews, &spread)).plan(&self.writer, self.stamp)?;
        for change in &plan.changes {
            self.writer.write(change)?;
            self.settle_when_many()?;
        }
        self.written = true;
        Ok(reviews.len())
    }
}
