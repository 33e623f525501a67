//! Clients that changed since a decision about them was staged.

use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::placement::{Decision, How};
use crate::domain::session::{Item, Session};
use crate::domain::text::fold;
use crate::store::rows::select_one;
use crate::store::{Store, StoreError};

/// A client that is no longer as it was when it was decided on.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// What is staged.
    pub item: Item,
    /// What changed, a sentence each (`moved to B Modernize by ben on 2026-06-16: “note”`, `revenue 10 → 20`).
    pub changed: Vec<String>,
}

impl Store {
    /// The staged decisions whose clients changed since, by name.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_conflicts(&self, session: &Session) -> Result<Vec<Conflict>, StoreError> {
        let model = self.session_model(session)?;
        let mut conflicts = Vec::new();
        for item in self.session_items(session)? {
            let Some(staged) = &item.staged else { continue };
            let now = super::seen(&self.db, item.client, &session.model)?;
            let differences = staged.seen.differences(&now, staged.to.as_deref());
            if differences.is_empty() {
                continue;
            }
            let mut changed = Vec::with_capacity(differences.len());
            for difference in differences {
                let decision = self.decision_behind(item.client, session)?;
                changed.push(difference.in_words(&model, |_| decided(decision.as_ref(), &model)));
            }
            let sql = "SELECT name FROM clients WHERE id = ?";
            let name = self.db.prepare_cached(sql)?.query_row([item.client], |row| row.get(0))?;
            conflicts.push(Conflict { client: item.client, name, item, changed });
        }
        conflicts.sort_by_cached_key(|conflict| (fold(&conflict.name), conflict.name.clone(), conflict.client));
        Ok(conflicts)
    }

    /// The decision that put a client where it stands in the session's model.
    fn decision_behind(&self, client: ClientId, session: &Session) -> Result<Option<Decision>, StoreError> {
        let sql = "WHERE id = (SELECT decision FROM placements WHERE client = ? AND model = ?)";
        select_one(&self.db, sql, rusqlite::params![client, session.model])
    }
}

/// A decision in words: who, what, when, and why.
fn decided(decision: Option<&Decision>, model: &Model) -> String {
    let Some(decision) = decision else { return "decided on anew".to_owned() };
    decision_in_words(decision, model)
}

/// A decision in words: who, what, when, and why.
fn decision_in_words(decision: &Decision, model: &Model) -> String {
    let place = decision.to.as_deref().map_or_else(|| "no segment".to_owned(), |place| model.place_in_words(place));
    let what = match decision.how {
        How::Start => format!("in {place} by an imported file"),
        How::Move => format!("moved to {place}"),
        How::Place => format!("placed in {place}"),
        How::Confirm => format!("confirmed in {place}"),
    };
    let note = if decision.note.is_empty() { String::new() } else { format!(": “{}”", decision.note) };
    format!("{what} by {} on {}{note}", decision.by, decision.on)
}
