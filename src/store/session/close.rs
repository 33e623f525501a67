//! Finalising a session: a backup, then one transaction that writes every decision and what the session came to.

use std::path::PathBuf;

use super::outcome::{Outcomes, rounded};
use crate::domain::change::{Change, Fact};
use crate::domain::command::{Finalise, optional_note};
use crate::domain::model::Model;
use crate::domain::session::minutes::ReplayRow;
use crate::domain::session::record::{Kept, Record};
use crate::domain::session::{Item, Session};
use crate::domain::stamp::Stamp;
use crate::store::journal::Caption;
use crate::store::rows::select;
use crate::store::writer::Writer;
use crate::store::{Receipt, Store, StoreError};

/// Characters of each text of a replay that are kept with the session it opened.
const KEPT_CHARS: usize = 1_000;

/// What finalising did.
#[derive(Debug, Clone, PartialEq)]
pub struct Finalised {
    /// The entry.
    pub receipt: Receipt,
    /// The backup made before it; none where it could not be made, with the reason beside.
    pub backup: Option<PathBuf>,
    /// Why there is no backup.
    pub backup_failed: Option<String>,
}

impl Store {
    /// Backs the book up, then writes everything staged as one entry: a decision and a history row per client, all tied to the
    /// session, and what it came to. A backup that fails blocks nothing and is told.
    ///
    /// # Errors
    /// A client changed since it was decided on and was not accepted (the refusal names it); nothing is staged; the book is busy.
    pub fn finalise(&self, finalise: &Finalise, stamp: &Stamp) -> Result<Finalised, StoreError> {
        // What is refused needs no backup; and others may write while one is made.
        drop(finalise.plan(&Writer::begin(self, stamp)?, stamp)?);
        let precaution = self.precaution("session", stamp);
        let (backup, backup_failed) = (precaution.path().cloned(), precaution.failure().map(str::to_owned));
        let receipt = self.write_final(finalise, stamp)?.with(Some(precaution));
        Ok(Finalised { receipt, backup, backup_failed })
    }

    fn write_final(&self, finalise: &Finalise, stamp: &Stamp) -> Result<Receipt, StoreError> {
        let mut writer = Writer::begin(self, stamp)?;
        let plan = finalise.plan(&writer, stamp)?;
        let session = self.session(finalise.session)?;
        let items = self.session_items(&session)?;
        let model = self.session_model(&session)?;
        let record = self.closing_record(&session, &items)?;
        let mut outcomes = self.outcomes(&session, &items, &model)?;
        for change in &plan.changes {
            writer.write(change)?;
        }
        writer.settle()?;
        self.add_due_after(&mut outcomes)?;
        for change in with_outcomes(items, outcomes) {
            writer.write(&change)?;
        }
        let closed = finalise.closed(&session, record, stamp);
        writer.write(&Change::become_(Fact::Session(session.clone()), Fact::Session(closed)))?;
        let caption = Caption { kind: plan.kind, summary: &plan.summary, detail: &detail(&session, finalise), reverts: None };
        writer.commit(&caption)
    }

    /// Everything a session says of clients.
    pub(super) fn session_items(&self, session: &Session) -> Result<Vec<Item>, StoreError> {
        select(&self.db, "WHERE session = ? ORDER BY client", [session.id])
    }

    /// What a session comes to, with all that its minutes need; asked before its decisions are written.
    fn closing_record(&self, session: &Session, items: &[Item]) -> Result<Record, StoreError> {
        let ground = self.ground();
        let model: Option<&str> =
            ground.models.iter().find(|held| held.row.key == session.model).map(|held| held.row.toml.as_str());
        let kept = Kept {
            model: model.unwrap_or_default().to_owned(),
            last: self.closed_before(session)?.map(|last| (last.name, last.closed_on)),
            replay: self.replay(session, session.as_of)?.into_iter().map(shortened).collect(),
            matrix: self.session_matrix(session, items)?.into_iter().map(|((from, to), n)| (from, to, n)).collect(),
        };
        let open = self.left_open(session)?;
        Ok(Record { open, kept: Some(Box::new(kept)), ..rounded(self.session_balance(session)?.record) })
    }
}

/// The items with what was done for their clients.
fn with_outcomes(items: Vec<Item>, mut outcomes: Outcomes) -> impl Iterator<Item = Change> {
    items.into_iter().filter_map(move |before| {
        let record = outcomes.remove(&before.client)?;
        let after = Item { rev: before.rev + 1, record: Some(record), ..before.clone() };
        Some(Change::become_(Fact::Item(Box::new(before)), Fact::Item(Box::new(after))))
    })
}

/// Further facts of the entry.
fn detail(session: &Session, finalise: &Finalise) -> String {
    let mut detail = serde_json::json!({ "session": session.id, "name": session.name });
    let note = optional_note(&finalise.note).unwrap_or_default();
    if !note.is_empty() {
        detail["note"] = note.into();
    }
    detail.to_string()
}

/// A row of the replay with its texts cut to what is kept.
fn shortened(row: ReplayRow) -> ReplayRow {
    let cut = |text: String| match text.char_indices().nth(KEPT_CHARS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    };
    ReplayRow { note: cut(row.note), expect: cut(row.expect), why: cut(row.why), ..row }
}

/// The model as a final session kept it.
pub(super) fn model_kept(kept: &Kept, session: &Session) -> Result<Model, StoreError> {
    Ok(Model::parse(&kept.model, &format!("model of the session {}", session.name))?)
}
