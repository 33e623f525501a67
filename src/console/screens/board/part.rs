//! One part of the board, a segment or the tray: its figures and a window of its clients, read page by page.

use super::source::{Beside, Source};
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::Ctx;
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::domain::client::ClientId;
use crate::domain::text::Shown;
use crate::store::{BoardKey, BoardRow, Direction, SegmentTotal};

/// The rows read at a time, and kept on either side of the selection, where the screen does not show more.
const PAGE: usize = 64;

/// A client on the board, its texts cleaned.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub row: BoardRow,
    pub name: Shown,
    pub owner: Shown,
    /// Where it is besides where it is shown: on a lens, on a board of the past.
    pub beside: Option<Beside>,
}

impl Row for Entry {
    fn id(&self) -> Option<i64> {
        Some(self.row.client.0)
    }
}

/// A segment or the tray.
pub(super) struct Part {
    /// The segment's key; empty for the tray.
    pub key: String,
    pub total: SegmentTotal,
    pub window: Window<Entry>,
    pub list: List,
}

/// From where rows are read.
enum Start<'a> {
    First,
    Last,
    /// The rows after a place, that place left out.
    Past(&'a BoardKey),
    /// The rows from a place on, with it.
    At(&'a BoardKey),
}

impl Part {
    /// A part without rows.
    pub fn new(key: &str, list: u16) -> Self {
        Self { key: key.to_owned(), total: SegmentTotal::default(), window: Window::default(), list: List::new(list) }
    }

    /// The selected client.
    pub fn selected(&self) -> Option<ClientId> {
        self.list.selected().map(ClientId)
    }

    /// A client in the window.
    pub fn entry(&self, client: ClientId) -> Option<&Entry> {
        self.window.rows.iter().find(|entry| entry.row.client == client)
    }

    /// Reads the first rows.
    pub fn load_first(&mut self, source: &Source, ctx: &mut Ctx<'_>) {
        self.window = self.read(&Start::First, PAGE, source, ctx);
        self.list.settle(&self.window);
    }

    /// Reads the same rows again, from the same place on.
    pub fn reload(&mut self, source: &Source, ctx: &mut Ctx<'_>) {
        let many = self.window.rows.len().max(PAGE);
        let first = self.window.rows.first().filter(|_| self.window.above).map(|entry| entry.row.key.clone());
        self.window = match &first {
            Some(key) => self.read(&Start::At(key), many, source, ctx),
            None => self.read(&Start::First, many, source, ctx),
        };
        if self.window.rows.is_empty() && first.is_some() {
            self.window = self.read(&Start::Last, many, source, ctx);
        }
        self.list.settle(&self.window);
    }

    /// Reads the rows around a client's place and selects it; nothing changes where it is not among them (filtered out).
    pub fn seek(&mut self, client: ClientId, key: &BoardKey, source: &Source, ctx: &mut Ctx<'_>) -> bool {
        let before = source.rows(&self.key, Some(key), Direction::Before, PAGE / 2, ctx);
        let window = match before.first() {
            Some(first) => self.read(&Start::At(&first.key), PAGE, source, ctx),
            None => self.read(&Start::First, PAGE, source, ctx),
        };
        let found = window.rows.iter().any(|entry| entry.row.client == client);
        if found {
            self.window = window;
            self.list.select(Some(client.0));
            self.list.settle(&self.window);
        }
        found
    }

    /// Moves the selection, reading rows as they are needed; whether the action was a move at all.
    pub fn act(&mut self, action: Action, source: &Source, ctx: &mut Ctx<'_>) -> bool {
        let height = self.height(ctx);
        self.settled(source, ctx, |part| part.list.act(action, &part.window, height))
    }

    /// Deals with a click or the wheel.
    pub fn touch(&mut self, touch: Touch, source: &Source, ctx: &mut Ctx<'_>) {
        let height = self.height(ctx);
        self.settled(source, ctx, |part| part.list.touch(touch, &part.window, height));
    }

    fn height(&self, ctx: &Ctx<'_>) -> u16 {
        ctx.hits.area_of(Spot::Zone(self.list.list)).height
    }

    /// Tries a move again after the rows it needs have come. One more round than there are kinds of need.
    fn settled(&mut self, source: &Source, ctx: &mut Ctx<'_>, mut act: impl FnMut(&mut Self) -> Moved) -> bool {
        for _ in 0..4 {
            match act(self) {
                Moved::Not => return false,
                Moved::Yes => return true,
                Moved::NeedsAbove => self.extend_above(source, ctx),
                Moved::NeedsBelow => self.extend_below(source, ctx),
                Moved::NeedsFirst => self.window = self.read(&Start::First, self.page(ctx), source, ctx),
                Moved::NeedsLast => self.window = self.read(&Start::Last, self.page(ctx), source, ctx),
            }
        }
        true
    }

    fn page(&self, ctx: &Ctx<'_>) -> usize {
        PAGE.max(usize::from(self.height(ctx)) * 2)
    }

    fn extend_below(&mut self, source: &Source, ctx: &mut Ctx<'_>) {
        let page = self.page(ctx);
        let Some(last) = self.window.rows.last().map(|entry| entry.row.key.clone()) else { return self.load_first(source, ctx) };
        let more = self.read(&Start::Past(&last), page, source, ctx);
        self.window.below = more.below;
        self.window.rows.extend(more.rows);
        let spare = self.list.place(&self.window).unwrap_or(0).saturating_sub(page);
        self.window.rows.drain(..spare);
        self.window.above |= spare > 0;
        self.window.before = self.window.before.map(|before| before + spare as u64);
        self.list.settle(&self.window);
    }

    fn extend_above(&mut self, source: &Source, ctx: &mut Ctx<'_>) {
        let page = self.page(ctx);
        let Some(first) = self.window.rows.first().map(|entry| entry.row.key.clone()) else {
            return self.load_first(source, ctx);
        };
        let mut above = source.rows(&self.key, Some(&first), Direction::Before, page + 1, ctx);
        self.window.above = above.len() > page;
        if self.window.above {
            above.remove(0);
        }
        let came = above.len();
        self.window.before = match (self.window.above, self.window.before) {
            (false, _) => Some(0),
            (true, before) => before.map(|before| before.saturating_sub(came as u64)),
        };
        self.window.rows.splice(..0, above.into_iter().map(|row| source.entry(row)));
        let kept = self.list.place(&self.window).unwrap_or(came) + page;
        self.window.below |= self.window.rows.len() > kept;
        self.window.rows.truncate(kept);
        self.list.settle(&self.window);
    }

    fn read(&self, from: &Start<'_>, many: usize, source: &Source, ctx: &mut Ctx<'_>) -> Window<Entry> {
        let total = u64::try_from(self.total.clients).unwrap_or(0);
        let before;
        let (key, direction) = match from {
            Start::First => (None, Direction::After),
            Start::Last => (None, Direction::Before),
            Start::Past(key) => (Some(*key), Direction::After),
            Start::At(key) => {
                before = source.rows(&self.key, Some(key), Direction::Before, 1, ctx);
                (before.first().map(|row| &row.key), Direction::After)
            }
        };
        let mut read = source.rows(&self.key, key, direction, many + 1, ctx);
        let more = read.len() > many;
        let (above, below) = match from {
            Start::First => (false, more),
            Start::Last => (more, false),
            Start::Past(_) | Start::At(_) => (key.is_some(), more),
        };
        if more {
            let spare = if direction == Direction::Before { 0 } else { many };
            read.remove(spare);
        }
        let before = match (above, below) {
            (false, _) => Some(0),
            (true, false) => total.checked_sub(read.len() as u64),
            (true, true) => None,
        };
        Window { rows: read.into_iter().map(|row| source.entry(row)).collect(), above, below, before, total: Some(total) }
    }
}
