//! Commands: what a person wants done, planned into changes by pure rules. Both front doors enter the book here.

mod client;
mod clock;
mod holidays;
mod import;
mod model;
mod place;
mod review;
mod score;
mod session;
mod setting;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::NaiveDate;

pub use client::{AddClient, EditClient};
pub use clock::{ClockAct, OnClock, OwnPeriods, PlanFirst};
pub use holidays::{AddHolidays, HolidayMerge};
pub use import::{
    Difference, Earlier, Incoming, IncomingReview, NoReview, OnExisting, OtherKinds, ReviewFate, RowFate, Said, differences,
    model_of, of_review,
};
pub use model::may_become;
pub use place::{Destination, Move, MoveTarget};
pub use review::{ActionDraft, LogReview, StillRight};
pub use score::ScoreClient;
pub use session::{EditSession, Finalise, Over, Said as Opined, SessionAct, Stage, Staging, StartSession, still_open};
pub use setting::{
    BOOK_CALENDAR, TIMEZONE, capacity, fiscal_start, is_setting, known_settings, owners_apart, reason_codes, settings_in_words,
    zone,
};

use super::cadence::Clock;
use super::change::{BookModel, Change, Fact, HolidayCalendar, Setting};
use super::client::{Client, ClientId};
use super::model::Model;
use super::placement::{Decision, Placement};
use super::refusal::Refusal;
use super::review::{Action, Review, ReviewId};
use super::score::Score;
use super::session::conflict::Seen;
use super::session::{Item, Opinion, Session, SessionId};
use super::stamp::Stamp;
use super::text::weight;

/// Characters that are not spaces which a justification needs.
pub const NOTE_MIN: usize = 10;
/// Characters a note may have.
pub const NOTE_MAX: usize = 100_000;
/// Characters a one-line text may have.
pub const LINE_MAX: usize = 1_000;

/// The clients that stand in a segment of a model, archived ones too: they come back into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoodIn {
    /// What their placements say: the segment's key, or several joined by commas.
    pub segment: String,
    /// How many.
    pub clients: i64,
    /// How many of them are archived.
    pub archived: i64,
}

/// Something a person wants done to the book.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// A client is added.
    Add(AddClient),
    /// Facts of a client are edited.
    Edit(EditClient),
    /// A client leaves the book.
    Archive {
        /// The client.
        client: ClientId,
        /// Why.
        note: String,
    },
    /// A client comes back.
    Restore {
        /// The client.
        client: ClientId,
        /// Why, if said.
        note: String,
    },
    /// Factors are scored.
    Score(ScoreClient),
    /// Clients are moved to a segment, each with the note.
    Move(Move),
    /// Placements are confirmed without change.
    Confirm {
        /// The clients.
        clients: Vec<MoveTarget>,
        /// The model; the driving one where none is named.
        model: Option<String>,
        /// Why they stay.
        note: String,
    },
    /// Proposals of clients without a segment are accepted.
    Place {
        /// Client and the segment proposed for it.
        clients: Vec<(ClientId, String)>,
        /// The model; the driving one where none is named.
        model: Option<String>,
        /// The note for all.
        note: String,
    },
    /// A review is logged.
    Review(LogReview),
    /// A review is voided: it no longer counts, and stays in the history.
    VoidReview {
        /// The review.
        review: ReviewId,
        /// Why.
        note: String,
    },
    /// A voided review counts again.
    UnvoidReview {
        /// The review.
        review: ReviewId,
    },
    /// An agreed action is done, or open again where `done_on` is none.
    SettleAction {
        /// The action.
        action: i64,
        /// The day it was done.
        done_on: Option<NaiveDate>,
    },
    /// A booking, a snooze, a skip or a pardon.
    Clock(OnClock),
    /// The clients' clocks stop until they resume (C16).
    Pause {
        /// The clients.
        clients: Vec<ClientId>,
        /// Why.
        note: String,
    },
    /// The client's clocks run again from today (C16).
    Resume {
        /// The client.
        client: ClientId,
        /// Why, if said.
        note: String,
    },
    /// The client's own periods are set or ended (C15).
    OwnPeriods(OwnPeriods),
    /// First reviews get the dates of an accepted plan (C13).
    PlanFirst(PlanFirst),
    /// Days off are added to a calendar, or replace those it has.
    Holidays(AddHolidays),
    /// A model joins the book as a lens.
    AddModel {
        /// The model file.
        toml: String,
    },
    /// A model of the book becomes the driving one.
    UseModel {
        /// Its key.
        key: String,
    },
    /// A model of the book is changed.
    EditModel {
        /// Its key.
        key: String,
        /// The model file as it is to be.
        toml: String,
        /// The revision it was made from; refused where the model has another by now. None: whatever it is.
        seen: Option<i64>,
    },
    /// The quantiles of a model are cut anew from the book.
    FitModel {
        /// Its key.
        key: String,
    },
    /// Somebody looked whether a model itself still fits (C17).
    EvaluateModel {
        /// Its key.
        key: String,
        /// What came of it.
        note: String,
    },
    /// Something is done to a session.
    Session(SessionAct),
    /// A setting of the book is changed.
    Set {
        /// Its key.
        key: String,
        /// Its value.
        value: String,
    },
    /// A setting of the book is changed by somebody who was shown what it says: refused where it says something else by now.
    SetOver {
        /// Its key.
        key: String,
        /// Its value.
        value: String,
        /// What it said: the usual value where it was never set.
        over: String,
    },
}

/// What a command would do: the journal entry's kind and summary, and its changes in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The kind of entry (`move`, `review`, …).
    pub kind: &'static str,
    /// What it does, in words, in the past tense.
    pub summary: String,
    /// The changes.
    pub changes: Vec<Change>,
}

/// Why a command could not be planned.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A rule refuses it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The facts could not be read.
    #[error("the book could not be read")]
    Unread(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The last action that changed a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastChange {
    /// Who did it.
    pub by: String,
    /// What it did, in words.
    pub summary: String,
}

/// What the book knows of a review of a client, a day and a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// There was none.
    Never,
    /// It was held and counts.
    Counts,
    /// It counts, and nothing is said of it: a date of a last review was imported.
    Bare(Box<Review>),
    /// It was recorded, and voided since.
    Voided,
}

/// The facts a command may ask for. The store answers inside the transaction that writes.
pub trait Facts {
    /// A client by row; refused as not found.
    ///
    /// # Errors
    /// No such client, or the book cannot be read; the same holds for every question here.
    fn client(&self, id: ClientId) -> Result<Client, PlanError>;
    /// Where a client stands in a model.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn placement(&self, client: ClientId, model: &str) -> Result<Option<Placement>, PlanError>;
    /// Where a client stands in every model it was placed in.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn placements(&self, client: ClientId) -> Result<Vec<Placement>, PlanError>;
    /// A recorded decision.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn decision(&self, id: i64) -> Result<Option<Decision>, PlanError>;
    /// The values in force of a client's factors in a model.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn scores(&self, client: ClientId, model: &str) -> Result<Vec<Score>, PlanError>;
    /// A review by row; refused as not found.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn review(&self, id: ReviewId) -> Result<Review, PlanError>;
    /// Whether a review of that kind was held on that day.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn reviewed_on(&self, client: ClientId, day: NaiveDate, kind: &str) -> Result<Held, PlanError>;
    /// Whether a first review of that kind was given a date by a plan, or skipped, by that day, and no pause since dropped it (C13, C16).
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn is_planned(&self, client: ClientId, kind: &str, today: NaiveDate) -> Result<bool, PlanError>;
    /// An action by row; refused as not found.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn action(&self, id: i64) -> Result<Action, PlanError>;
    /// A model of the book, the driving one where none is named; refused as not found.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn model(&self, key: Option<&str>) -> Result<Arc<Model>, PlanError>;
    /// The book's row of a model.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn book_model(&self, key: &str) -> Result<Option<BookModel>, PlanError>;
    /// How many clients stand in which segments of a model: the text of a placement, its clients, and how many of those are archived.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn stood_in(&self, model: &str) -> Result<Vec<StoodIn>, PlanError>;
    /// A client's clocks on a day, in the order of the driving model's kinds.
    ///
    /// # Errors
    /// See [`Facts::client`]; a date outside the calendar.
    fn clocks(&self, client: ClientId, today: NaiveDate) -> Result<Vec<Clock>, PlanError>;
    /// Whether a client has a period of its own for a kind on a day (C15).
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn has_own_period(&self, client: ClientId, kind: &str, today: NaiveDate) -> Result<bool, PlanError>;
    /// The models of the book, in their order.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn models(&self) -> Result<Vec<BookModel>, PlanError>;
    /// The numbers behind a field of the live clients that have it, in no order (models.md, derived factors).
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn field_values(&self, field: &str, today: NaiveDate) -> Result<Vec<f64>, PlanError>;
    /// A calendar of the book by its name, compared folded.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn calendar(&self, name: &str) -> Result<Option<HolidayCalendar>, PlanError>;
    /// A setting as it was set, if it was: by its key, compared folded, since owners are.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn setting(&self, key: &str) -> Result<Option<Setting>, PlanError>;
    /// The client that has an external id.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn with_external_id(&self, external_id: &str) -> Result<Option<ClientId>, PlanError>;
    /// A session by row; refused as not found.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn session(&self, id: SessionId) -> Result<Session, PlanError>;
    /// Every session, in the order in which they were started.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn sessions(&self) -> Result<Vec<Session>, PlanError>;
    /// What a session says of a client, where it says something.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn item(&self, session: SessionId, client: ClientId) -> Result<Option<Item>, PlanError>;
    /// Everything a session says, by the clients' rows.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn items(&self, session: SessionId) -> Result<Vec<Item>, PlanError>;
    /// What people said of a client before a session.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn opinions(&self, session: SessionId, client: ClientId) -> Result<Vec<Opinion>, PlanError>;
    /// Whose proposals for a session are in: who said something, and that of a client of their own where they look after some.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn voters(&self, session: SessionId) -> Result<Vec<String>, PlanError>;
    /// Whether a person looks after some client of a session.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn looks_after_some(&self, session: SessionId, person: &str) -> Result<bool, PlanError>;
    /// What is known of a client now that a decision about it stands on.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn seen(&self, client: ClientId, model: &str) -> Result<Seen, PlanError>;
    /// Who changed a client, a model or a session last, and what they did; none where the journal does not tell.
    ///
    /// # Errors
    /// See [`Facts::client`].
    fn last_change(&self, of: &Fact) -> Result<Option<LastChange>, PlanError>;
    /// A new row number, larger than all before: the order of entry.
    fn new_id(&self) -> i64;
}

impl Command {
    /// Plans the command: what would change, or why not. Writes nothing.
    ///
    /// # Errors
    /// A refusal in words, or facts that cannot be read.
    pub fn plan(&self, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
        match self {
            Self::Add(add) => add.plan(facts, stamp),
            Self::Edit(edit) => edit.plan(facts, stamp),
            Self::Archive { client, note } => client::archive(*client, note, facts, stamp),
            Self::Restore { client, note } => client::restore(*client, note, facts, stamp),
            Self::Score(score) => score.plan(facts, stamp),
            Self::Move(moved) => moved.plan(facts, stamp),
            Self::Confirm { clients, model, note } => place::confirm(clients, model.as_deref(), note, facts, stamp),
            Self::Place { clients, model, note } => place::place(clients, model.as_deref(), note, facts, stamp),
            Self::Review(review) => review.plan(facts, stamp),
            Self::VoidReview { review, note } => review::void(*review, note, facts),
            Self::UnvoidReview { review } => review::unvoid(*review, facts),
            Self::SettleAction { action, done_on } => review::settle(*action, *done_on, facts),
            Self::Clock(act) => act.plan(facts, stamp),
            Self::Pause { clients, note } => client::pause(clients, note, facts, stamp),
            Self::Resume { client, note } => client::resume(*client, note, facts, stamp),
            Self::OwnPeriods(own) => own.plan(facts, stamp),
            Self::PlanFirst(plan) => plan.plan(facts, stamp),
            Self::Holidays(added) => added.plan(facts),
            Self::AddModel { toml } => model::add(toml, facts, stamp),
            Self::UseModel { key } => model::use_(key, facts, stamp),
            Self::EditModel { key, toml, seen } => model::edit(key, toml, *seen, facts),
            Self::FitModel { key } => model::fit(key, facts, stamp),
            Self::EvaluateModel { key, note } => model::evaluate(key, note, facts, stamp),
            Self::Session(act) => act.plan(facts, stamp),
            Self::Set { key, value } => setting::set(key, value, facts),
            Self::SetOver { key, value, over } => setting::set_over(key, value, over, facts),
        }
    }
}

use place::refuse_nothing;

/// Refuses what was made from an earlier state of a row: says who has changed it since, and what they did.
fn changed_meanwhile(what: String, now: &Fact, facts: &dyn Facts) -> Result<Refusal, PlanError> {
    let last = facts.last_change(now)?;
    let (by, change) = last
        .map_or_else(|| ("somebody else".to_owned(), "it no longer reads as it did".to_owned()), |last| (last.by, last.summary));
    Ok(Refusal::Stale { what, by, change })
}

/// A justification: enough characters that are not spaces, and not too many.
///
/// # Errors
/// A refusal that says how many are needed.
pub fn required_note(note: &str) -> Result<String, Refusal> {
    let given = weight(note);
    if given < NOTE_MIN {
        return Err(Refusal::NoteTooShort { needed: NOTE_MIN, given });
    }
    optional_note(note)
}

/// A note that may be empty, trimmed, with line ends as `\n`.
///
/// # Errors
/// A refusal where it is too long.
pub fn optional_note(note: &str) -> Result<String, Refusal> {
    bounded(note.replace("\r\n", "\n").replace('\r', "\n").trim(), "note", NOTE_MAX)
}

/// A one-line text within its bound; NULs are taken out (SQLite would end the text there).
fn bounded(text: &str, what: &str, limit: usize) -> Result<String, Refusal> {
    let text: String = text.chars().filter(|c| *c != '\0').collect();
    let given = text.chars().count();
    if given > limit {
        return Err(Refusal::TextTooLong { what: what.to_owned(), limit, given });
    }
    Ok(text)
}

/// `1 client` or `n clients`.
fn clients_in_words(n: usize) -> String {
    if n == 1 { "1 client".to_owned() } else { format!("{n} clients") }
}
