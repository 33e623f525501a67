//! Questions that may take long at the side of who answers keys: what is not answered within a moment is owed, read by another
//! connection (`Store::settle`), and brought back (`Store::learn`).

use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::ahead::Confirmable;
use super::arrangement::Arrangement;
use super::board::Board;
use super::error::StoreError;
use super::insights::{Distribution, DistributionQuery, OwnerBooks};
use super::moves::{Moves, MovesQuery};
use super::scatter::{Plot, Scatter};
use super::shifts::Watch;
use super::sums::ClientTotal;
use super::{Aside, Store};
use crate::domain::filter::Filter;
use crate::domain::model::Model;

/// How often SQLite is asked how far it has come, in steps of its machine.
const EVERY: i32 = 1_000;
/// What may be read in one turn of who answers keys, all questions together: less than a frame.
const MOMENT: Duration = Duration::from_millis(12);
/// What every question has, however late in the turn it comes: small books never owe an answer.
const LEAST: Duration = Duration::from_millis(2);
/// Answers that are remembered: those of a screen in two or three models.
const KEPT: usize = 12;

/// Something that looks at many clients.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    asked: Asked,
    filter: Option<Filter>,
    today: NaiveDate,
    /// The state of the book it was asked in.
    state: (u64, i64),
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asked {
    /// Whom the filter lets through in a model, where they are few.
    Few(Arc<Model>),
    /// The totals of a board.
    Board(Box<Arrangement>),
    /// How many clients the filter lets through, counted up to so many.
    Total(i64),
    /// How many segments of an owner's clients, or of all, are to be confirmed by a day.
    Confirmations(Option<String>, NaiveDate),
    /// How the clients are spread over the segments, day by day.
    Distribution(DistributionQuery),
    /// From where to where clients went.
    Moves(MovesQuery),
    /// How many clients were touched after a day.
    Touched(NaiveDate),
    /// The books of the owners in a model, or of one.
    Owners(Option<String>, Option<String>),
    /// Points on two axes.
    Scatter(Box<Plot>),
}

/// The answer to a [`Question`].
#[derive(Debug, Clone)]
pub struct Answer(Found);

/// What a question is answered with.
pub(super) trait Answers: Sized {
    /// It, where that is what was found.
    fn of(answer: &Answer) -> Option<Self>;
}

macro_rules! answers {
    ($($kind:ident($of:ty)),+) => {
        #[derive(Debug, Clone)]
        enum Found {
            $($kind($of),)+
        }
        $(impl Answers for $of {
            fn of(answer: &Answer) -> Option<Self> {
                if let Found::$kind(found) = &answer.0 { Some(found.clone()) } else { None }
            }
        })+
    };
}

answers!(
    Few(Option<String>),
    Board(Board),
    Total(ClientTotal),
    Number(i64),
    Distribution(Distribution),
    Moves(Moves),
    Owners(OwnerBooks),
    Scatter(Scatter)
);

/// What is owed to who answers keys, and what was brought.
#[derive(Debug, Default)]
pub(super) struct Later {
    /// Whether questions are answered within a moment.
    hurried: Cell<bool>,
    /// Until when the question that is being answered may take; none while none is.
    until: Arc<Mutex<Option<Instant>>>,
    owed: RefCell<Vec<(Question, bool)>>,
    known: RefCell<Vec<(Question, Answer)>>,
}

thread_local! {
    /// When this turn's moment is over; none while nothing was asked in it.
    static TURN: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// A new turn of this thread begins: it has its moment again.
pub(super) fn new_turn() {
    TURN.set(None);
}

/// Until when a question that is asked now may take.
fn until() -> Instant {
    let now = Instant::now();
    let turn = TURN.get().unwrap_or(now + MOMENT);
    TURN.set(Some(turn));
    turn.max(now + LEAST)
}

fn is_over(until: &Mutex<Option<Instant>>) -> bool {
    until.lock().is_ok_and(|until| until.is_some_and(|until| Instant::now() >= until))
}

impl Aside {
    /// The same file for connections whose reading ends as soon as the sign is given.
    #[must_use]
    pub fn left_by(self, sign: Arc<AtomicBool>) -> Self {
        Self { left: Some(sign), ..self }
    }
}

impl Store {
    /// From now on questions are answered within a moment, or later.
    pub(super) fn answer_within_a_moment(&mut self) -> Result<(), StoreError> {
        let until = Arc::clone(&self.later.until);
        self.db.progress_handler(EVERY, Some(move || is_over(&until)))?;
        // In tests nothing depends on how long something takes.
        self.later.hurried.set(!cfg!(test));
        Ok(())
    }

    /// Reading ends with [`StoreError::Left`] as soon as the sign is given.
    pub(super) fn heed(&mut self, sign: Arc<AtomicBool>) -> Result<(), StoreError> {
        Ok(self.db.progress_handler(EVERY, Some(move || sign.load(Ordering::Acquire)))?)
    }

    /// What changes whenever somebody has written.
    pub(super) fn state(&self) -> Result<(u64, i64), StoreError> {
        let version = self.db.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        Ok((self.db.total_changes(), version))
    }

    /// Reads the answer to a question; beside who answers keys within a moment, or [`StoreError::Later`].
    pub(super) fn or_later<T: Answers>(
        &self,
        asked: Asked,
        filter: Option<&Filter>,
        today: NaiveDate,
        read: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let later = &self.later;
        // Inside another question its moment counts; inside a transaction what is read may be taken back.
        let set = |to| later.until.lock().map(|mut until| std::mem::replace(&mut *until, to)).ok().flatten();
        let within = later.until.lock().is_ok_and(|until| until.is_some());
        if !later.hurried.get() || within || !self.db.is_autocommit() {
            return read();
        }
        let question = Question { asked, filter: filter.cloned(), today, state: self.state()? };
        let known = later.known.borrow().iter().find(|(known, _)| *known == question).and_then(|(_, answer)| T::of(answer));
        if let Some(known) = known {
            return Ok(known);
        }
        if later.owed.borrow().iter().any(|(owed, _)| *owed == question) {
            return Err(StoreError::Later);
        }
        set(Some(until()));
        let read = read();
        set(None);
        if matches!(read, Err(StoreError::Left)) {
            later.owed.borrow_mut().push((question, false));
            return Err(StoreError::Later);
        }
        read
    }

    /// The questions to be answered aside, where there are new ones; with those asked before under the same filter, since who
    /// answers them is left for these.
    #[must_use]
    pub fn owed(&self) -> Vec<Question> {
        let state = self.state().ok();
        let mut owed = self.later.owed.borrow_mut();
        // What was asked of the book as it was before a change is asked anew where it is still wanted.
        owed.retain(|(question, _)| Some(question.state) == state);
        let Some(filter) = owed.iter().rev().find(|(_, told)| !told).map(|(question, _)| question.filter.clone()) else {
            return Vec::new();
        };
        owed.retain(|(question, told)| !told || question.filter == filter);
        owed.iter_mut().for_each(|(_, told)| *told = true);
        owed.iter().map(|(question, _)| question.clone()).collect()
    }

    /// Nobody waits for an answer any more: what is asked again is put off again.
    pub fn forget_owed(&self) {
        self.later.owed.borrow_mut().clear();
    }

    /// Answers what another connection to the same book was asked, however long it takes.
    ///
    /// # Errors
    /// The book cannot be read; [`StoreError::Left`] where nobody wants it any more.
    pub fn settle(&self, questions: &[Question], watch: Watch<'_>) -> Result<Vec<(Question, Answer)>, StoreError> {
        // Whom a filter lets through serves the other questions too.
        let (first, then): (Vec<&Question>, Vec<&Question>) =
            questions.iter().partition(|question| matches!(question.asked, Asked::Few(_)));
        let all = first.into_iter().chain(then);
        self.at_leisure(|store| all.map(|question| Ok((question.clone(), Answer(store.answer(question, watch)?)))).collect())
    }

    /// Reads what a person waits for, however long it takes: nothing in it is put off.
    pub fn at_leisure<T>(&self, read: impl FnOnce(&Self) -> T) -> T {
        let hurried = self.later.hurried.take();
        let done = read(self);
        self.later.hurried.set(hurried);
        done
    }

    fn answer(&self, question: &Question, watch: Watch<'_>) -> Result<Found, StoreError> {
        let Question { asked, filter, today, .. } = question;
        Ok(match asked {
            Asked::Few(model) => {
                let few = filter.as_ref().map(|filter| self.narrowed(filter, model, *today)).transpose()?;
                Found::Few(few.flatten())
            }
            Asked::Board(how) => Found::Board(self.arranged(how, filter.as_ref(), *today)?),
            Asked::Total(most) => Found::Total(self.client_total(filter.as_ref(), *most, *today)?),
            Asked::Confirmations(owner, by) => {
                let asked = Confirmable { owner: owner.as_deref(), filter: filter.as_ref(), by: *by };
                Found::Number(self.count_confirmations(&asked, *today)?)
            }
            Asked::Distribution(query) => Found::Distribution(self.distribution(query, watch)?),
            Asked::Moves(query) => Found::Moves(self.moves(query, watch)?),
            Asked::Touched(day) => Found::Number(self.touched_clients(*day)?),
            Asked::Owners(model, owner) => Found::Owners(self.owner_books(model.as_deref(), owner.as_deref(), *today)?),
            Asked::Scatter(plot) => Found::Scatter(self.scatter(plot, *today)?),
        })
    }

    /// Takes answers that were brought, as far as they are still owed and the book is as it was.
    pub fn learn(&self, settled: Vec<(Question, Answer)>) {
        let Ok(state) = self.state() else { return };
        let mut owed = self.later.owed.borrow_mut();
        let mut known = self.later.known.borrow_mut();
        known.retain(|(question, _)| question.state == state);
        for (question, answer) in settled {
            let wanted = owed.iter().position(|(owed, _)| *owed == question);
            if let Some(at) = wanted {
                owed.swap_remove(at);
                if question.state == state {
                    known.insert(0, (question, answer));
                }
            }
        }
        known.truncate(KEPT);
    }

    /// Every question is owed from now on, however small the book.
    #[cfg(test)]
    pub fn owe_everything(&mut self) -> Result<(), StoreError> {
        let until = Arc::clone(&self.later.until);
        self.db.progress_handler(1, Some(move || until.lock().is_ok_and(|until| until.is_some())))?;
        self.later.hurried.set(true);
        Ok(())
    }
}
