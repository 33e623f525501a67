//! Choosing the columns of the table of clients and their order, and what it is sorted by.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::columns::{Chosen, Shows, Table};
use crate::console::canvas::{Canvas, Side, row_of, skip_columns};
use crate::console::glyphs::Focus;
use crate::console::key::{Code, Key};
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::popup;
use crate::console::parts::searched::{Searched, Sought};
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::store::SortKey;

/// What is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picks {
    /// Which columns are shown, in which order and how wide.
    Columns,
    /// The column sorted by.
    Order,
}

/// The list to pick from. What is done shows at once in the table behind it.
pub struct Picker {
    picks: Picks,
    table: Table,
    model: Arc<Model>,
    lines: Searched,
}

impl Picker {
    /// The picker over the table of the desk.
    #[must_use]
    pub fn new(picks: Picks, ctx: &Ctx<'_>) -> Self {
        let table = ctx.desk.table.clone();
        let mut picker = Self { picks, lines: Searched::few(0), table, model: Arc::clone(ctx.store.ground().driving()) };
        if picks == Picks::Order {
            picker.lines.select(picker.orders().iter().position(|(_, sort)| *sort == picker.table.sort).unwrap_or(0));
        }
        picker
    }

    /// The columns that can be sorted by, those shown first.
    fn orders(&self) -> Vec<(Shows, SortKey)> {
        let sortable = |chosen: &Chosen| chosen.shows.sort().map(|sort| (chosen.shows, sort));
        let shown = self.table.columns.iter().filter(|chosen| chosen.shown).filter_map(sortable);
        shown.chain(self.table.columns.iter().filter(|chosen| !chosen.shown).filter_map(sortable)).collect()
    }

    fn many(&self) -> usize {
        match self.picks {
            Picks::Columns => self.table.columns.len(),
            Picks::Order => self.orders().len(),
        }
    }

    fn choose(&mut self, ctx: &mut Ctx<'_>) -> Step {
        match self.picks {
            Picks::Columns => {
                self.table.toggle(self.lines.at());
                self.keep(ctx)
            }
            Picks::Order => {
                if let Some((_, sort)) = self.orders().get(self.lines.at()) {
                    self.table.sort_by(*sort);
                }
                self.keep(ctx);
                Step::Close
            }
        }
    }

    fn keep(&self, ctx: &mut Ctx<'_>) -> Step {
        ctx.desk.table.clone_from(&self.table);
        Step::Stay
    }

    fn key(&mut self, key: Key, ctx: &mut Ctx<'_>) -> Step {
        if key == Key::char(' ') {
            return self.choose(ctx);
        }
        let many = self.many();
        match key {
            _ if key == Key::char('j') => drop(self.lines.act(Input::Act(Action::Down), many)),
            _ if key == Key::char('k') => drop(self.lines.act(Input::Act(Action::Up), many)),
            _ if key == Key::char('q') => return Step::Close,
            _ => return self.arrange(key, ctx),
        }
        Step::Stay
    }

    /// Moves the column, or makes it wider or narrower.
    fn arrange(&mut self, key: Key, ctx: &mut Ctx<'_>) -> Step {
        if self.picks == Picks::Order {
            return Step::Stay;
        }
        let at = self.lines.at();
        match key {
            _ if key == Key::shift(Code::Up) || key == Key::char('K') => self.lines.select(self.table.shift(at, -1)),
            _ if key == Key::shift(Code::Down) || key == Key::char('J') => self.lines.select(self.table.shift(at, 1)),
            _ if key == Key::char('<') || key == Key::plain(Code::Left) => self.table.widen(at, -1),
            _ if key == Key::char('>') || key == Key::plain(Code::Right) => self.table.widen(at, 1),
            _ => return Step::Stay,
        }
        self.keep(ctx)
    }

    fn line(&self, canvas: &mut Canvas<'_>, place: Rect, at: usize) {
        match self.picks {
            Picks::Columns => {
                let chosen = self.table.columns[at];
                let sign = if chosen.shown { "[x] " } else { "[ ] " };
                let taken = canvas.text(place, Role::Key, sign);
                canvas.text(
                    skip_columns(place, taken),
                    if chosen.shown { Role::Text } else { Role::Dim },
                    chosen.shows.heading(&self.model).to_owned(),
                );
                canvas.aligned(place, Side::Right, Role::Dim, chosen.width.to_string());
            }
            Picks::Order => {
                let Some((shows, sort)) = self.orders().get(at).copied() else { return };
                canvas.text(place, Role::Text, shows.heading(&self.model).to_owned());
                if sort == self.table.sort {
                    let glyphs = canvas.look.glyphs;
                    let sign = if self.table.descending { glyphs.below() } else { glyphs.above() };
                    canvas.aligned(place, Side::Right, Role::Key, sign);
                }
            }
        }
    }
}

impl Layer for Picker {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (title, hints) = match self.picks {
            Picks::Columns => {
                ("Columns", ["Space shows or hides", "Shift-Up, Shift-Down move", "< and > narrower, wider"].as_slice())
            }
            Picks::Order => ("Sort by", ["Enter; again turns it round"].as_slice()),
        };
        let many = u16::try_from(self.many()).unwrap_or(u16::MAX);
        let below = u16::try_from(hints.len()).unwrap_or(0);
        let inner = popup::centred(canvas, area, title, 28, many.saturating_add(below).saturating_add(1));
        let rows = inner.height.saturating_sub(below + 1);
        let list = Rect { height: rows, ..inner };
        self.lines.view_lines(canvas, list, self.many(), Focus::Here, |canvas, place, at| self.line(canvas, place, at));
        for (row, hint) in (rows + 1..).zip(hints) {
            canvas.text(row_of(inner, row), Role::Dim, *hint);
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.lines.act(input, self.many()) {
            Sought::Open(_) if self.picks == Picks::Columns => Step::Close,
            Sought::Open(_) | Sought::Pressed(_) => self.choose(ctx),
            Sought::Key(key) => self.key(key, ctx),
            Sought::Ignored => Step::Ignored,
            Sought::Stay | Sought::Typed => Step::Stay,
        }
    }
}
