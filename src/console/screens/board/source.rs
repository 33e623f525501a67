//! Where the board's clients come from: the book of today or of a past day, shared out by decisions or by scores.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use chrono::NaiveDate;

use super::part::Entry;
use crate::console::layer::Ctx;
use crate::console::sight::{Past, Sight};
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::text::Shown;
use crate::store::{Arrangement, Board, BoardKey, BoardRow, By, Direction, Elsewhere, Stood, Store};

/// Where the board's clients come from.
pub(super) struct Source {
    how: Arrangement,
    past: Option<Rc<Past>>,
    /// The model whose segments the clients are really in: the driving one of the book that is shown.
    driving: Arc<Model>,
    /// On a board of the past: who stands elsewhere now.
    elsewhere: HashMap<ClientId, Elsewhere>,
    /// The model as it is now, which a board of the past is held against.
    now: Arc<Model>,
}

/// What the tray of a board is called.
pub(super) struct TrayWords {
    /// On its frame.
    pub title: &'static str,
    /// After a number.
    pub waiting: &'static str,
    /// Where nobody waits.
    pub nobody: &'static str,
    /// Where a filter lets nobody of it through.
    pub filtered: &'static str,
    /// As its place on the axes.
    pub standing: &'static str,
}

const PLACED: TrayWords = TrayWords {
    title: "Tray: no segment yet",
    waiting: "without a segment",
    nobody: "every client has a segment",
    filtered: "no client without a segment matches",
    standing: "no segment yet",
};

const SCORED: TrayWords = TrayWords {
    title: "Tray: too few scores",
    waiting: "without the scores for it",
    nobody: "every client has its scores",
    filtered: "no client without scores matches",
    standing: "no place: a score is missing",
};

impl Source {
    /// What the desk asks to look at. Where the book has no such model (any more, or yet), the driving one.
    pub fn of(ctx: &mut Ctx<'_>) -> Self {
        let past = ctx.desk.past.clone();
        let book = past.as_ref().map_or(ctx.store, |past| &past.store);
        let ground = book.ground();
        let asked = match &ctx.desk.sight {
            Sight::Placed(key) => ground.placed(key.as_deref()),
            Sight::Proposed(key) => ground.proposed(key),
            Sight::Dimensions(x, y) => ground.crossed(x, y),
        };
        let how = asked.or_else(|_| ground.placed(None)).expect("a book has a driving model");
        let driving = Arc::clone(ground.driving());
        let now = ctx.store.ground().model(Some(&how.model().key)).unwrap_or_else(|_| Arc::clone(how.model()));
        let mut source = Self { how, past, driving, elsewhere: HashMap::new(), now };
        source.compare(ctx);
        source
    }

    /// Looks up who stands elsewhere now.
    fn compare(&mut self, ctx: &mut Ctx<'_>) {
        let Some(past) = self.past.as_ref().filter(|_| self.is_placed()) else { return };
        let rows = ctx.store.elsewhere_since(&past.store, past.day, Some(&self.how.model().key));
        self.elsewhere = ctx.desk.or_default(rows).into_iter().map(|row| (row.client, row)).collect();
    }

    /// Whether parts and rows of another source are no longer its own.
    pub fn differs(&self, other: &Self) -> bool {
        self.how != other.how || self.day() != other.day()
    }

    /// The model whose segments stand on the board.
    pub fn model(&self) -> &Arc<Model> {
        self.how.model()
    }

    /// The model as it is now.
    pub fn model_now(&self) -> &Model {
        &self.now
    }

    /// The driving model of the book that is shown.
    pub fn driving(&self) -> &Model {
        &self.driving
    }

    /// How the clients are shared out.
    pub fn by(&self) -> &By {
        self.how.by()
    }

    /// Whether the clients stand where they were placed.
    pub fn is_placed(&self) -> bool {
        *self.how.by() == By::Placement
    }

    /// Whether this is the book of today, its clients where they were placed.
    pub fn is_plain(&self) -> bool {
        self.is_placed() && self.past.is_none()
    }

    /// Whether it is the driving model that is looked at.
    pub fn is_driving(&self) -> bool {
        self.how.model().key == self.driving.key
    }

    /// The day of the past it shows, if it does.
    pub fn day(&self) -> Option<NaiveDate> {
        self.past.as_ref().map(|past| past.day)
    }

    /// Who stands elsewhere now, by name.
    pub fn elsewhere(&self) -> impl Iterator<Item = &Elsewhere> {
        self.elsewhere.values()
    }

    /// What the tray is called.
    pub fn tray(&self) -> &'static TrayWords {
        if self.is_placed() { &PLACED } else { &SCORED }
    }

    /// Why nobody is moved from quadrant to quadrant here, with what to do instead.
    pub fn fixed(&self) -> Option<(&'static str, &'static str)> {
        if self.past.is_some() {
            return Some(("the past cannot be changed", "Esc goes back to today"));
        }
        match self.how.by() {
            By::Placement => None,
            By::Proposal => {
                Some(("a lens shows where scores put clients: only other scores move them here", "m asks for a segment"))
            }
            By::Scores(_) => {
                Some(("these are bands of scores, no segments: only other scores move clients here", "Esc goes back"))
            }
        }
    }

    /// The model in which moves, confirmations and scores are meant here; none for the driving one.
    pub fn meant(&self) -> Option<&str> {
        match self.how.by() {
            By::Placement | By::Proposal if !self.is_driving() => Some(&self.how.model().key),
            By::Placement | By::Proposal | By::Scores(_) => None,
        }
    }

    /// The book that is read, and its day.
    fn book<'a>(&'a self, today: &'a Store, on: NaiveDate) -> (&'a Store, NaiveDate) {
        self.past.as_ref().map_or((today, on), |past| (&past.store, past.day))
    }

    /// The totals under the filter in force.
    pub fn totals(&self, ctx: &mut Ctx<'_>) -> Option<Board> {
        let (book, today) = self.book(ctx.store, ctx.stamp.today);
        let board = book.arranged(&self.how, ctx.desk.filter(), today).map(Some);
        ctx.desk.or_default(board)
    }

    /// A window of the clients of a part under the filter in force.
    pub fn rows(
        &self,
        part: &str,
        from: Option<&BoardKey>,
        direction: Direction,
        limit: usize,
        ctx: &mut Ctx<'_>,
    ) -> Vec<BoardRow> {
        let (book, today) = self.book(ctx.store, ctx.stamp.today);
        let read = book.arranged_rows(&self.how, part, ctx.desk.filter(), from, direction, limit, today);
        ctx.desk.or_default(read)
    }

    /// In which part a client stands, and where in its order.
    pub fn place(&self, client: ClientId, ctx: &mut Ctx<'_>) -> Option<(String, BoardKey)> {
        let (book, _) = self.book(ctx.store, ctx.stamp.today);
        let place = book.arranged_place(&self.how, client);
        ctx.desk.or_default(place)
    }

    /// A row with what stands beside it: on a lens the segment it is in, on a board of the past where it is now.
    pub fn entry(&self, row: BoardRow) -> Entry {
        let beside = match (&self.past, self.how.by()) {
            (None, By::Placement) => None,
            (Some(_), By::Placement) => self.elsewhere.get(&row.client).map(|row| Beside::of(&row.to, &self.now)),
            (_, By::Proposal | By::Scores(_)) => {
                let stood = row.stands.clone().map_or(Stood::Unplaced, Stood::In);
                Some(Beside::of(&stood, &self.driving))
            }
        };
        Entry { name: Shown::line(&row.name), owner: Shown::line(row.owner.as_deref().unwrap_or_default()), row, beside }
    }
}

/// Where a client is besides where it is shown, in few words and in fewer.
#[derive(Debug, Clone)]
pub(super) struct Beside {
    /// `B Modernize`.
    pub long: Shown,
    /// `B`.
    pub short: Shown,
}

impl Beside {
    /// A place in a model.
    fn of(stood: &Stood, model: &Model) -> Self {
        let (long, short) = match stood {
            Stood::In(place) => {
                let letters = model.place_letters(place);
                let long = match model.segments_in(place).as_slice() {
                    [only] => format!("{} {}", only.letter, only.name),
                    _ => letters.clone(),
                };
                (long, letters)
            }
            Stood::Unplaced => ("no segment".to_owned(), "-".to_owned()),
            Stood::Absent => ("left".to_owned(), "left".to_owned()),
        };
        Self { long: Shown::line(&long), short: Shown::line(&short) }
    }
}
