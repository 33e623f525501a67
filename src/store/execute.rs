//! The one way into the book: execute a command, take an action back, do it again.

use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, params};

use super::Store;
use super::backup::{self, Precaution};
use super::error::StoreError;
use super::journal::{Caption, Order, each_change};
use super::shifts::{Progress, Watch};
use super::writer::{Receipt, Writer};
use crate::domain::change::{Change, Fact};
use crate::domain::command::{Command, Plan};
use crate::domain::refusal::Refusal;
use crate::domain::stamp::Stamp;

/// What undo or redo would do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The entry to be taken back.
    pub seq: i64,
    /// The first entry of its chain of undos and redos: the action a person did.
    pub root: i64,
    /// What that action did, in words.
    pub summary: String,
    /// The kind of that action.
    kind: String,
}

impl Step {
    /// Whether it may concern every client: models, settings, calendars, whole files.
    #[must_use]
    pub fn is_far_reaching(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "config" | "holidays" | "model add" | "model use" | "model edit" | "import" | "session finalise"
        )
    }
}

impl Store {
    /// Plans a command inside a transaction and writes it. `Ok` means saved.
    ///
    /// # Errors
    /// A refusal (nothing changed), a busy or moved book, or a fault of the disk.
    pub fn execute(&self, command: &Command, stamp: &Stamp) -> Result<Receipt, StoreError> {
        self.execute_with(command, "{}", stamp)
    }

    /// As [`Store::execute`], with further facts for the entry: `detail` is a JSON object.
    ///
    /// # Errors
    /// As [`Store::execute`].
    pub fn execute_with(&self, command: &Command, detail: &str, stamp: &Stamp) -> Result<Receipt, StoreError> {
        let (mut writer, plan, precaution) = self.planned(command, stamp)?;
        let receipt = write_plan(&mut writer, &plan, detail, stamp)?;
        writer.settle()?;
        writer.finish()?;
        Ok(receipt.with(precaution))
    }

    /// Begins a transaction and plans a command in it. Where that concerns many, the book is backed up first, which keeps nobody
    /// from writing meanwhile; what is refused needs no backup.
    pub(super) fn planned<'s>(
        &'s self,
        command: &Command,
        stamp: &'s Stamp,
    ) -> Result<(Writer<'s>, Plan, Option<Precaution>), StoreError> {
        let writer = Writer::begin(self, stamp)?;
        let plan = command.plan(&writer, stamp)?;
        if !backup::concern_many(&plan.changes) {
            return Ok((writer, plan, None));
        }
        drop(writer);
        let precaution = self.before_bulk(&plan.changes, stamp)?;
        let writer = Writer::begin(self, stamp)?;
        let plan = command.plan(&writer, stamp)?;
        Ok((writer, plan, precaution))
    }

    /// Executes commands one after another in one transaction: an entry of the journal for each, all saved at the end or none.
    /// Derived columns are brought up to date once, for the day of `stamp`; inside `work` they are still the old ones,
    /// and rules go by the settings and models of the beginning.
    ///
    /// # Errors
    /// As [`Store::execute`], and whatever `work` answers: then nothing changes.
    pub fn execute_together<T>(
        &self,
        stamp: &Stamp,
        work: impl FnOnce(&mut Together<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut together = Together { writer: Writer::begin(self, stamp)? };
        let answer = work(&mut together)?;
        together.writer.settle()?;
        together.writer.finish()?;
        Ok(answer)
    }

    /// Answers with `read` what the book would say after a command, and writes nothing.
    ///
    /// # Errors
    /// As [`Store::execute`].
    pub fn rehearse<T>(
        &self,
        command: &Command,
        stamp: &Stamp,
        read: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let writer = Writer::begin(self, stamp)?;
        let plan = command.plan(&writer, stamp)?;
        writer.rehearse(&plan.changes, read)
    }

    /// As [`Store::rehearse`], after several commands.
    ///
    /// # Errors
    /// As [`Store::execute`]; [`StoreError::Left`] where `watch` wants no more.
    pub fn rehearse_all<T>(
        &self,
        commands: &[Command],
        stamp: &Stamp,
        watch: Watch<'_>,
        read: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = Writer::begin(self, stamp)?;
        for command in commands {
            let changes = command.plan(&writer, stamp)?.changes;
            for (done, change) in changes.iter().enumerate() {
                writer.write(change)?;
                told(done, changes.len(), watch)?;
            }
            writer.settle_watched(watch)?;
        }
        writer.rehearse(&[], read)
    }

    /// Takes back this person's last action that still stands.
    ///
    /// # Errors
    /// Nothing to undo; or what it made has changed since: then nothing changes.
    pub fn undo(&self, stamp: &Stamp) -> Result<Receipt, StoreError> {
        self.undo_watched(stamp, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`Store::undo`], for what may take long.
    ///
    /// # Errors
    /// As [`Store::undo`]; [`StoreError::Left`] where `watch` wants no more.
    pub fn undo_watched(&self, stamp: &Stamp, watch: Watch<'_>) -> Result<Receipt, StoreError> {
        self.revert(Way { kind: "undo", says: "took back", next: Self::next_undo }, stamp, watch)
    }

    /// Does again what this person took back last, unless they did something else since.
    ///
    /// # Errors
    /// Nothing to redo; or what it touches has changed since: then nothing changes.
    pub fn redo(&self, stamp: &Stamp) -> Result<Receipt, StoreError> {
        self.redo_watched(stamp, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`Store::redo`], for what may take long.
    ///
    /// # Errors
    /// As [`Store::redo`]; [`StoreError::Left`] where `watch` wants no more.
    pub fn redo_watched(&self, stamp: &Stamp, watch: Watch<'_>) -> Result<Receipt, StoreError> {
        self.revert(Way { kind: "redo", says: "did again", next: Self::next_redo }, stamp, watch)
    }

    /// The action that [`Store::undo`] would take back.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn next_undo(&self, by: &str) -> Result<Option<Step>, StoreError> {
        let step = self.db.prepare_cached(
            "SELECT coalesce((SELECT r.seq FROM entries r WHERE r.root = e.seq ORDER BY r.seq DESC LIMIT 1), e.seq), e.seq, e.summary, e.kind
               FROM entries e
              WHERE e.by = ?1 AND e.root IS NULL AND e.kind <> 'init'
                AND coalesce((SELECT r.kind FROM entries r WHERE r.root = e.seq ORDER BY r.seq DESC LIMIT 1), '') <> 'undo'
              ORDER BY e.seq DESC LIMIT 1",
        )?
        .query_row(params![by], read_step)
        .optional()?;
        Ok(step)
    }

    /// The action that [`Store::redo`] would do again.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn next_redo(&self, by: &str) -> Result<Option<Step>, StoreError> {
        let step = self
            .db
            .prepare_cached(
                "SELECT u.seq, u.root, (SELECT e.summary FROM entries e WHERE e.seq = u.root),
                    (SELECT e.kind FROM entries e WHERE e.seq = u.root)
               FROM entries u
              WHERE u.by = ?1 AND u.kind = 'undo'
                AND u.seq > coalesce((SELECT max(e.seq) FROM entries e WHERE e.by = ?1 AND e.root IS NULL), 0)
                AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.root = u.root AND r.seq > u.seq)
              ORDER BY u.seq DESC LIMIT 1",
            )?
            .query_row(params![by], read_step)
            .optional()?;
        Ok(step)
    }

    fn revert(&self, way: Way, stamp: &Stamp, watch: Watch<'_>) -> Result<Receipt, StoreError> {
        let (mut writer, step, precaution) = self.settled(way, stamp)?;
        each_change(&self.db, step.seq, Order::Backward, |change| {
            let back = change.inverse();
            writer.keeps_segments(&back)?;
            writer.keeps_void(&back)?;
            writer.apply(&back).map_err(|error| moved_since(error, &step.summary))?;
            writer.settle_when_many()
        })?;
        writer.settle_watched(watch)?;
        let summary = format!("{}: {}", way.says, step.summary);
        let caption = Caption { kind: way.kind, summary: &summary, detail: "{}", reverts: Some((step.seq, step.root)) };
        let receipt = writer.commit(&caption).map_err(|error| moved_since(error, &step.summary))?;
        Ok(receipt.with(precaution))
    }

    /// Begins a transaction with the step that is next in it, backed up before where it concerns many: this person may do
    /// something in another program while the lock is waited for.
    fn settled<'s>(&'s self, way: Way, stamp: &'s Stamp) -> Result<(Writer<'s>, Step, Option<Precaution>), StoreError> {
        let next = || (way.next)(self, &stamp.by)?.ok_or(StoreError::NothingTo(way.kind));
        loop {
            let step = next()?;
            let precaution = self.before_revert(&step, stamp)?;
            let writer = Writer::begin(self, stamp)?;
            if next()? == step {
                return Ok((writer, step, precaution));
            }
        }
    }
}

/// Undo or redo.
#[derive(Clone, Copy)]
struct Way {
    /// The kind of its entries.
    kind: &'static str,
    /// How its entries begin.
    says: &'static str,
    /// What it would do next for a person.
    next: fn(&Store, &str) -> Result<Option<Step>, StoreError>,
}

/// Commands that are saved together, each with its own entry and its own stamp.
pub struct Together<'s> {
    writer: Writer<'s>,
}

impl Together<'_> {
    /// Plans a command on what the ones before it made, and writes its entry.
    ///
    /// # Errors
    /// As [`Store::execute`]; the caller passes the error on, so that nothing is saved.
    pub fn execute(&mut self, command: &Command, stamp: &Stamp) -> Result<Receipt, StoreError> {
        write_entry(&mut self.writer, command, "{}", stamp)
    }
}

/// Plans a command, applies its changes and closes its entry.
fn write_entry(writer: &mut Writer<'_>, command: &Command, detail: &str, stamp: &Stamp) -> Result<Receipt, StoreError> {
    let plan = command.plan(writer, stamp)?;
    write_plan(writer, &plan, detail, stamp)
}

/// Applies what was planned in this transaction and closes its entry.
pub(super) fn write_plan(writer: &mut Writer<'_>, plan: &Plan, detail: &str, stamp: &Stamp) -> Result<Receipt, StoreError> {
    for change in &plan.changes {
        writer.write(change)?;
    }
    let caption = Caption { kind: plan.kind, summary: &plan.summary, detail, reverts: None };
    let mut receipt = writer.close_entry(&caption, stamp)?;
    receipt.made = plan.changes.iter().filter_map(made).collect();
    Ok(receipt)
}

/// Tells now and then how far work over many has come, and ends it where nobody wants more.
pub(super) fn told(done: usize, of: usize, watch: Watch<'_>) -> Result<(), StoreError> {
    const EVERY: usize = 128;
    let far = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    if done.is_multiple_of(EVERY) && watch(Progress { done: far(done), of: far(of) }).is_break() {
        return Err(StoreError::Left);
    }
    Ok(())
}

/// The row of a client, review or action that a change makes.
fn made(change: &Change) -> Option<i64> {
    match (change.before(), change.after()) {
        (None, Some(Fact::Client(client))) => Some(client.id.0),
        (None, Some(Fact::Review(review))) => Some(review.id),
        (None, Some(Fact::Action(action))) => Some(action.id),
        _ => None,
    }
}

fn read_step(row: &rusqlite::Row<'_>) -> rusqlite::Result<Step> {
    Ok(Step { seq: row.get(0)?, root: row.get(1)?, summary: row.get(2)?, kind: row.get(3)? })
}

/// Turns the technical face of "something later depends on it" into the sentence for a person.
fn moved_since(error: StoreError, summary: &str) -> StoreError {
    let depends = match &error {
        StoreError::Refused(Refusal::Stale { .. }) => true,
        StoreError::Sqlite(inner) => inner.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation),
        StoreError::Refused(_)
        | StoreError::NoBackup(_)
        | StoreError::Missing(_)
        | StoreError::Exists(_)
        | StoreError::Foreign { .. }
        | StoreError::Newer { .. }
        | StoreError::Stray { .. }
        | StoreError::Busy
        | StoreError::ReadOnly(_)
        | StoreError::Full
        | StoreError::Gone(_)
        | StoreError::Damaged(_)
        | StoreError::NothingTo(_)
        | StoreError::Left
        | StoreError::Later
        | StoreError::Model(_)
        | StoreError::File { .. } => false,
    };
    if !depends {
        return error;
    }
    Refusal::Barred {
        what: format!("“{summary}” cannot be taken back: what it touched has changed since"),
        hint: "look at the history; the later change has to be taken back first, by whoever made it".to_owned(),
    }
    .into()
}
