//! The one writer: a transaction that applies guarded changes, writes them into the journal and keeps derived columns true.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::Store;
use super::backup::Precaution;
use super::derive::Deriver;
use super::error::StoreError;
use super::execute::told;
use super::first::DECIDED;
use super::ground::Ground;
use super::journal::{self, Caption, Pen};
use super::recorded::{recorded, scores_in_force};
use super::room::Room;
use super::rows::{Applied, apply, select, select_one};
use super::shifts::{Shifts, Watch};
use super::stand::field_values;
use crate::domain::cadence::Clock;
use crate::domain::change::{BookModel, Change, Fact, HolidayCalendar, Mark, Setting};
use crate::domain::client::{Client, ClientId};
use crate::domain::command::{Facts, Held, LastChange, PlanError, StoodIn, may_become};
use crate::domain::model::Model;
use crate::domain::placement::{Decision, Placement};
use crate::domain::refusal::Refusal;
use crate::domain::review::{Action, Review, ReviewId};
use crate::domain::score::Score;
use crate::domain::session::conflict::Seen;
use crate::domain::session::{Item, Opinion, Session, SessionId, State};
use crate::domain::stamp::Stamp;
use crate::domain::text::fold;

/// Clients whose derived columns are refreshed together: bounds what a long import keeps in memory.
const BATCH: usize = 2_000;
/// So many clients bring up to date more pages than the usual cache holds.
const MANY: usize = 300;

/// One action being written. Dropped without [`Writer::commit`], nothing of it remains.
pub(super) struct Writer<'s> {
    store: &'s Store,
    ground: Arc<Ground>,
    /// What the store goes by again where nothing of this remains.
    before: Arc<Ground>,
    stamp: &'s Stamp,
    pen: Pen,
    deriver: Deriver,
    touched: BTreeSet<ClientId>,
    /// Models, settings or calendars changed.
    ground_moved: bool,
    next_id: Cell<i64>,
    open: bool,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The entry's number in the journal.
    pub seq: i64,
    /// What was done, in words.
    pub summary: String,
    /// Rows of the clients, reviews and actions made; a review stands before its actions.
    pub made: Vec<i64>,
    /// What came of the backup before it; none where it concerned too few for one.
    pub precaution: Option<Precaution>,
}

impl Receipt {
    pub(super) fn with(self, precaution: Option<Precaution>) -> Self {
        Self { precaution, ..self }
    }
}

impl<'s> Writer<'s> {
    /// Begins: takes the write lock (up to 5 seconds), then reads what the rules stand on.
    pub fn begin(store: &'s Store, stamp: &'s Stamp) -> Result<Self, StoreError> {
        store.begin_writing()?;
        let begun = || -> Result<_, StoreError> {
            let ground = store.reload_ground()?;
            let next_id = store.db.query_row("SELECT next FROM ids", [], |row| row.get(0))?;
            Ok((ground, next_id, Pen::open(&store.db)?))
        };
        match begun() {
            Ok((ground, next_id, pen)) => Ok(Self {
                store,
                before: Arc::clone(&ground),
                ground,
                stamp,
                pen,
                deriver: Deriver::default(),
                touched: BTreeSet::new(),
                ground_moved: false,
                next_id: Cell::new(next_id),
                open: true,
            }),
            Err(error) => {
                store.roll_back();
                Err(error)
            }
        }
    }

    fn db(&self) -> &'s Connection {
        &self.store.db
    }

    pub fn ground(&self) -> &Arc<Ground> {
        &self.ground
    }

    /// Applies a change that was planned, under a revision its row never had.
    pub fn write(&mut self, change: &Change) -> Result<(), StoreError> {
        self.apply(&change.clone().in_entry(self.pen.seq))
    }

    /// Applies a change to the letter, after making sure the row is as the change expects it.
    pub fn apply(&mut self, change: &Change) -> Result<(), StoreError> {
        match apply(self.db(), change.before(), change.after())? {
            Applied::Done => {}
            Applied::Moved => {
                return Err(Refusal::Stale {
                    what: "something this concerns".to_owned(),
                    by: "another action".to_owned(),
                    change: "it no longer reads as it did".to_owned(),
                }
                .into());
            }
        }
        self.pen.write(self.db(), change)?;
        if let Fact::Client(_) = change.fact() {
            self.deriver.searched(client_of(change.before()), client_of(change.after()));
        }
        match change.fact() {
            Fact::Setting(_) | Fact::Model(_) | Fact::Calendar(_) => self.ground_moved = true,
            // What is staged or said bears on nothing that is derived.
            Fact::Session(_) | Fact::Item(_) | Fact::Opinion(_) => {}
            Fact::Client(_)
            | Fact::Placement(_)
            | Fact::Decision(_)
            | Fact::Score(_)
            | Fact::Review(_)
            | Fact::Action(_)
            | Fact::Mark(_) => {
                self.touched.extend(change.fact().client());
            }
        }
        Ok(())
    }

    /// Makes sure that a change of a model leaves no client in a segment that is gone; undo asks it where a command did before.
    pub fn keeps_segments(&self, change: &Change) -> Result<(), StoreError> {
        let (Some(Fact::Model(before)), Some(Fact::Model(after))) = (change.before(), change.after()) else { return Ok(()) };
        if before.toml == after.toml {
            return Ok(());
        }
        let parsed = |row: &BookModel| Model::parse(&row.toml, &format!("model {} of the book", row.key));
        may_become(&parsed(before)?, &parsed(after)?, self).map_err(StoreError::from)
    }

    /// Makes sure that nothing is taken out of a session that was given up: giving up has to be taken back first.
    pub fn keeps_void(&self, change: &Change) -> Result<(), StoreError> {
        let session = match change.fact() {
            Fact::Item(item) => item.session,
            Fact::Opinion(opinion) => opinion.session,
            Fact::Client(_)
            | Fact::Placement(_)
            | Fact::Decision(_)
            | Fact::Score(_)
            | Fact::Review(_)
            | Fact::Action(_)
            | Fact::Mark(_)
            | Fact::Setting(_)
            | Fact::Model(_)
            | Fact::Calendar(_)
            | Fact::Session(_) => return Ok(()),
        };
        let session = self.session(session)?;
        if session.state != State::Void {
            return Ok(());
        }
        let what = format!("the session {} was given up: what was said in it stays as it is", session.name);
        Err(Refusal::Barred { what, hint: "whoever gave it up can take that back first".to_owned() }.into())
    }

    /// Whether so many clients wait for their derived columns that long work brings them up to date in between.
    pub fn is_full(&self) -> bool {
        self.touched.len() >= BATCH && !self.ground_moved
    }

    /// Keeps memory bounded in long work: brings the derived columns of the clients touched so far up to date.
    pub fn settle_when_many(&mut self) -> Result<(), StoreError> {
        if self.is_full() {
            let touched = std::mem::take(&mut self.touched);
            for client in touched {
                self.deriver.refresh(self.db(), &self.ground, client, self.stamp.today)?;
            }
            self.deriver.flush_complete(&self.store.db)?;
        }
        Ok(())
    }

    /// Brings every derived column up to date.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        self.settle_watched(&mut |_| ControlFlow::Continue(()))
    }

    /// Brings every derived column up to date; `watch` hears how far it has come where that takes long.
    pub fn settle_watched(&mut self, watch: Watch<'_>) -> Result<(), StoreError> {
        let touched = std::mem::take(&mut self.touched);
        let _room = (self.ground_moved || touched.len() > MANY).then(|| Room::take(self.store)).transpose()?;
        if std::mem::take(&mut self.ground_moved) {
            let before = std::mem::replace(&mut self.ground, self.store.reload_ground()?);
            self.deriver.turn(self.db(), before, &self.ground, self.stamp.today, watch)?;
        }
        let of = touched.len();
        for (done, client) in touched.into_iter().enumerate() {
            self.deriver.refresh(self.db(), &self.ground, client, self.stamp.today)?;
            told(done, of, watch)?;
        }
        self.deriver.flush(self.db())
    }

    /// From here on it is noted what moves.
    pub fn note_shifts(&mut self) {
        self.deriver.note_shifts();
    }

    /// What has moved since then.
    pub fn moved(&mut self) -> Shifts {
        self.deriver.take_shifts()
    }

    /// Applies changes, answers with `read` what the book would say, and takes all back.
    pub fn rehearse<T>(
        mut self,
        changes: &[Change],
        read: impl FnOnce(&Store) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        for change in changes {
            self.write(change)?;
        }
        self.settle()?;
        read(self.store)
    }

    /// Writes the entry and commits. Only an answer `Ok` means saved.
    pub fn commit(mut self, caption: &Caption<'_>) -> Result<Receipt, StoreError> {
        self.settle()?;
        let receipt = self.close_entry(caption, self.stamp)?;
        self.finish()?;
        Ok(receipt)
    }

    /// Ends the entry being written; what is applied from here on belongs to the next one.
    pub fn close_entry(&mut self, caption: &Caption<'_>, stamp: &Stamp) -> Result<Receipt, StoreError> {
        let seq = self.pen.seq;
        let hash = self.pen.close(self.db(), caption, stamp)?;
        self.pen = Pen::after(seq, hash);
        Ok(Receipt { seq, summary: caption.summary.to_owned(), made: Vec::new(), precaution: None })
    }

    /// Commits the entries written. The derived columns are settled by now.
    pub fn finish(mut self) -> Result<(), StoreError> {
        self.db().prepare_cached("UPDATE ids SET next = ?")?.execute(params![self.next_id.get()])?;
        self.store.still_there()?;
        let (seq, hash) = self.pen.written();
        self.open = false;
        self.store.commit_entries(seq, hash).inspect_err(|_| *self.store.ground.borrow_mut() = Arc::clone(&self.before))
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if self.open {
            self.store.roll_back();
            *self.store.ground.borrow_mut() = Arc::clone(&self.before);
        }
    }
}

impl Facts for Writer<'_> {
    fn client(&self, id: ClientId) -> Result<Client, PlanError> {
        let client = select_one::<Client>(self.db(), "WHERE id = ?", [id])?;
        client.ok_or_else(|| not_found("client", &id.to_string()))
    }

    fn placement(&self, client: ClientId, model: &str) -> Result<Option<Placement>, PlanError> {
        Ok(select_one(self.db(), "WHERE client = ? AND model = ?", params![client, model])?)
    }

    fn placements(&self, client: ClientId) -> Result<Vec<Placement>, PlanError> {
        Ok(select(self.db(), "WHERE client = ?", [client])?)
    }

    fn decision(&self, id: i64) -> Result<Option<Decision>, PlanError> {
        Ok(select_one(self.db(), "WHERE id = ?", [id])?)
    }

    fn scores(&self, client: ClientId, model: &str) -> Result<Vec<Score>, PlanError> {
        Ok(scores_in_force(self.db(), client, model)?)
    }

    fn review(&self, id: ReviewId) -> Result<Review, PlanError> {
        select_one(self.db(), "WHERE id = ?", [id])?.ok_or_else(|| not_found("review", &id.to_string()))
    }

    fn reviewed_on(&self, client: ClientId, day: NaiveDate, kind: &str) -> Result<Held, PlanError> {
        let condition = "WHERE client = ? AND held_on = ? AND kind = ? ORDER BY id";
        let known: Vec<Review> = select(self.db(), condition, params![client, day, kind])?;
        let mut counting = known.iter().filter(|review| review.voided.is_none());
        Ok(match (counting.next(), counting.next()) {
            (Some(only), None) if only.is_bare() => Held::Bare(Box::new(only.clone())),
            (Some(_), _) => Held::Counts,
            (None, _) if known.is_empty() => Held::Never,
            (None, _) => Held::Voided,
        })
    }

    fn is_planned(&self, client: ClientId, kind: &str, today: NaiveDate) -> Result<bool, PlanError> {
        let sql = format!("SELECT {DECIDED} FROM (SELECT ?2 AS client, ?3 AS kind) k");
        let planned =
            self.db().prepare_cached(&sql).and_then(|mut asked| asked.query_row(params![today, client, kind], |row| row.get(0)));
        Ok(planned.map_err(StoreError::from)?)
    }

    fn action(&self, id: i64) -> Result<Action, PlanError> {
        select_one(self.db(), "WHERE id = ?", [id])?.ok_or_else(|| not_found("action", &id.to_string()))
    }

    fn model(&self, key: Option<&str>) -> Result<Arc<Model>, PlanError> {
        Ok(self.ground.model(key)?)
    }

    fn book_model(&self, key: &str) -> Result<Option<BookModel>, PlanError> {
        Ok(select_one(self.db(), "WHERE key = ?", [key])?)
    }

    fn stood_in(&self, model: &str) -> Result<Vec<StoodIn>, PlanError> {
        Ok(stood_in(self.db(), model)?)
    }

    fn clocks(&self, client: ClientId, today: NaiveDate) -> Result<Vec<Clock>, PlanError> {
        let recorded = recorded(self.db(), &self.ground.driving().key, client)?;
        let found = recorded.ok_or_else(|| not_found("client", &client.to_string()))?;
        let rules = self.ground.rules(found.client.owner.as_deref());
        Ok(rules.clocks(&found.events, today).map_err(Refusal::from)?)
    }

    fn has_own_period(&self, client: ClientId, kind: &str, today: NaiveDate) -> Result<bool, PlanError> {
        let last = select_one::<Mark>(
            self.db(),
            "WHERE client = ? AND what = 'override' AND kind = ? AND day <= ? ORDER BY day DESC, id DESC LIMIT 1",
            params![client, kind, today],
        )?;
        Ok(last.is_some_and(|mark| mark.every.is_some() && mark.date.is_none_or(|until| until >= today)))
    }

    fn models(&self) -> Result<Vec<BookModel>, PlanError> {
        Ok(select(self.db(), "ORDER BY position, key", [])?)
    }

    fn field_values(&self, field: &str, today: NaiveDate) -> Result<Vec<f64>, PlanError> {
        Ok(field_values(self.db(), &self.ground, field, today)?)
    }

    fn calendar(&self, name: &str) -> Result<Option<HolidayCalendar>, PlanError> {
        let all: Vec<HolidayCalendar> = select(self.db(), "ORDER BY name", [])?;
        Ok(all.into_iter().find(|calendar| fold(&calendar.name) == fold(name)))
    }

    fn setting(&self, key: &str) -> Result<Option<Setting>, PlanError> {
        Ok(select_one(self.db(), "WHERE fold(key) = fold(?1) ORDER BY key <> ?1, key LIMIT 1", [key])?)
    }

    fn with_external_id(&self, external_id: &str) -> Result<Option<ClientId>, PlanError> {
        Ok(super::find::by_external_id(self.db(), external_id)?)
    }

    fn session(&self, id: SessionId) -> Result<Session, PlanError> {
        select_one(self.db(), "WHERE id = ?", [id])?.ok_or_else(|| not_found("session", &id.to_string()))
    }

    fn sessions(&self) -> Result<Vec<Session>, PlanError> {
        Ok(select(self.db(), "ORDER BY id", [])?)
    }

    fn item(&self, session: SessionId, client: ClientId) -> Result<Option<Item>, PlanError> {
        Ok(select_one(self.db(), "WHERE session = ? AND client = ?", params![session, client])?)
    }

    fn items(&self, session: SessionId) -> Result<Vec<Item>, PlanError> {
        Ok(select(self.db(), "WHERE session = ? ORDER BY client", [session])?)
    }

    fn opinions(&self, session: SessionId, client: ClientId) -> Result<Vec<Opinion>, PlanError> {
        Ok(select(self.db(), "WHERE session = ? AND client = ? ORDER BY voter", params![session, client])?)
    }

    fn voters(&self, session: SessionId) -> Result<Vec<String>, PlanError> {
        let session = self.store.session(session)?;
        Ok(self.store.proposers(&session)?)
    }

    fn last_change(&self, of: &Fact) -> Result<Option<LastChange>, PlanError> {
        Ok(journal::last_change(self.db(), of)?)
    }

    fn looks_after_some(&self, session: SessionId, person: &str) -> Result<bool, PlanError> {
        let session = self.store.session(session)?;
        Ok(self.store.owners_in(&session)?.contains(&fold(person)))
    }

    fn seen(&self, client: ClientId, model: &str) -> Result<Seen, PlanError> {
        Ok(super::session::seen(self.db(), client, model)?)
    }

    fn new_id(&self) -> i64 {
        let id = self.next_id.get();
        self.next_id.set(id + 1);
        id
    }
}

fn stood_in(db: &Connection, model: &str) -> Result<Vec<StoodIn>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT p.segment, count(*), count(c.archived_on) FROM placements p JOIN clients c ON c.id = p.client
          WHERE p.model = ? AND p.segment IS NOT NULL GROUP BY p.segment ORDER BY p.segment",
    )?;
    let read = |row: &rusqlite::Row<'_>| Ok(StoodIn { segment: row.get(0)?, clients: row.get(1)?, archived: row.get(2)? });
    let rows = statement.query_map([model], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn client_of(fact: Option<&Fact>) -> Option<&Client> {
    let Some(Fact::Client(client)) = fact else { return None };
    Some(client)
}

fn not_found(what: &'static str, name: &str) -> PlanError {
    Refusal::NotFound { what, name: name.to_owned(), hint: String::new() }.into()
}
