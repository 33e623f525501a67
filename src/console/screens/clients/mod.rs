//! The whole book as a table: columns, order, filter, marks.

mod columns;
mod picker;
mod sheet;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::client::ClientScreen;
use super::due::mark_all;
use super::signs::{self, Behind};
use super::table::{ALWAYS, Column, Place, places};
use crate::console::canvas::{Canvas, row_of, skip_columns, skip_rows};
use crate::console::glyphs::{Focus, Mark};
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::list::{List, Moved};
use crate::console::parts::menu::Menu;
use crate::console::theme::Role;
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::text::Shown;
use crate::store::{ClientRow, ClientTotal, Direction, Signs};
use columns::Chosen;
pub use columns::Table;
use picker::{Picker, Picks};
use sheet::Sheet;

/// The list's number for the mouse.
const LIST: u16 = 1;
/// Columns before the first: sign and mark.
const SIGNS: u16 = 3;
/// The most clients one key marks.
const MARKED_AT_ONCE: usize = 1_000;
/// Clients a filter lets through are counted this far.
const COUNTED: i64 = 2_000;

/// The whole book as a table: columns, order, filter, marks.
pub struct ClientsScreen {
    desk: Situation,
    model: Arc<Model>,
    table: Table,
    sheet: Sheet,
    list: List,
    /// None while they are counted.
    total: Option<ClientTotal>,
    /// Whether rows or the total are still looked for.
    looking: bool,
    marked: BTreeSet<ClientId>,
    filter: Option<String>,
    book_empty: bool,
}

impl ClientsScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        let mut screen = Self {
            desk: ctx.desk.situation(),
            model: Arc::clone(ctx.store.ground().driving()),
            table: ctx.desk.table.clone(),
            sheet: Sheet::default(),
            list: List::new(LIST),
            total: None,
            looking: false,
            marked: BTreeSet::new(),
            filter: None,
            book_empty: false,
        };
        screen.refresh(ctx);
        screen
    }

    fn row(&self) -> Option<&ClientRow> {
        let selected = self.list.selected()?;
        self.sheet.window.rows.iter().find(|row| row.client.0 == selected)
    }

    fn client(&self) -> Option<ClientId> {
        self.row().map(|row| row.client)
    }

    fn shown(&self) -> Vec<Chosen> {
        self.table.columns.iter().copied().filter(|chosen| chosen.shown).collect()
    }

    fn go(&mut self, ctx: &mut Ctx<'_>, act: impl Fn(&mut List, &Sheet) -> Moved) -> Option<Step> {
        // Each round brings rows the move needs; it needs two at the most.
        for _ in 0..3 {
            match act(&mut self.list, &self.sheet) {
                Moved::Not => return None,
                Moved::Yes => break,
                Moved::NeedsAbove => self.sheet.above(ctx),
                Moved::NeedsBelow => self.sheet.below(ctx),
                Moved::NeedsFirst => self.sheet.first_page(ctx),
                Moved::NeedsLast => self.sheet.last_page(ctx),
            }
        }
        Some(Step::Stay)
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        if let Some(step) = self.go(ctx, |list, sheet| list.act(action, &sheet.window, height)) {
            return step;
        }
        match action {
            Action::Open => self.open(ctx),
            Action::Sort => Step::Push(Box::new(Picker::new(Picks::Order, ctx))),
            Action::Columns => Step::Push(Box::new(Picker::new(Picks::Columns, ctx))),
            Action::Mark => {
                let step = verbs::step(action, self.client(), ctx).unwrap_or(Step::Stay);
                self.go(ctx, |list, sheet| list.act(Action::Down, &sheet.window, height));
                step
            }
            Action::MarkAll => {
                let rows = ctx.store.clients(&sheet::query(ctx), None, Direction::After, MARKED_AT_ONCE + 1, ctx.stamp.today);
                let shown: Vec<ClientId> = ctx.desk.or_default(rows).iter().map(|row| row.client).collect();
                mark_all(&shown, ctx)
            }
            _ => verbs::step(action, self.client(), ctx).unwrap_or(Step::Ignored),
        }
    }

    fn open(&self, ctx: &mut Ctx<'_>) -> Step {
        self.client().map_or(Step::Stay, |client| Step::Push(Box::new(ClientScreen::new(client, ctx))))
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Step {
        if let Touch::Click { spot: Spot::Heading(at), .. } | Touch::Double { spot: Spot::Heading(at) } = touch {
            let sort = self.shown().get(usize::from(at)).and_then(|chosen| chosen.shows.sort());
            if let Some(sort) = sort {
                // The application sees that the table changed, and every screen reads again.
                ctx.desk.table.sort_by(sort);
            }
            return Step::Stay;
        }
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        let moved = self.go(ctx, |list, sheet| list.touch(touch, &sheet.window, height));
        match (touch, moved) {
            (Touch::Double { spot: Spot::Row { .. } }, Some(_)) => self.open(ctx),
            (Touch::Menu { spot: Spot::Row { .. }, at }, Some(_)) => {
                Step::Push(Box::new(Menu::new(ctx.keymap, Scope::Clients, &self.situation(), at)))
            }
            (_, _) => Step::Stay,
        }
    }

    fn headings(&self, canvas: &mut Canvas<'_>, row: Rect, shown: &[Chosen], places: &[Place]) {
        for place in places {
            let shows = shown[place.column].shows;
            let cell = place.of(row);
            let sorted = shows.sort() == Some(self.table.sort);
            let sign = match (sorted, self.table.descending) {
                (false, _) => "",
                (true, false) => canvas.look.glyphs.above(),
                (true, true) => canvas.look.glyphs.below(),
            };
            let role = if sorted { Role::Title } else { Role::Dim };
            canvas.aligned(cell, shows.side(), role, format!("{}{sign}", shows.heading(&self.model)));
            canvas.spot(cell, Spot::Heading(u16::try_from(place.column).unwrap_or(u16::MAX)));
        }
    }

    fn client_row(&self, canvas: &mut Canvas<'_>, row: Rect, shown: &[Chosen], places: &[Place], client: &ClientRow) {
        let marked = self.marked.contains(&client.client);
        if let Some(mark) = sign(client) {
            canvas.mark(row, mark);
        }
        if marked {
            canvas.mark(skip_columns(row, 1), Mark::Marked);
        }
        let rest = skip_columns(row, SIGNS);
        for place in places {
            let shows = shown[place.column].shows;
            let role = if marked && shows == columns::Shows::Name { Role::Marked } else { Role::Text };
            let text = Shown::line(&shows.text(client, &self.model, canvas.look, place.width));
            if shows == columns::Shows::Name {
                let Signs { renewal, champion_lost, .. } = client.signs;
                signs::name(canvas, place.of(rest), role, &text, Behind { renewal, champion_lost });
                continue;
            }
            canvas.aligned(place.of(rest), shows.side(), role, &text);
        }
    }

    /// `14 clients · 1,234,567 EUR`; what was not counted to its end says so.
    fn totals(&self, canvas: &Canvas<'_>) -> String {
        let formats = canvas.look.formats;
        let mut said = match &self.total {
            None => format!("counting{}", canvas.look.glyphs.cut()),
            Some(total) if total.more => format!("{}+ clients", formats.number(total.clients)),
            Some(total) if total.clients == 1 => "1 client".to_owned(),
            Some(total) => format!("{} clients", formats.number(total.clients)),
        };
        let dot = canvas.look.glyphs.dot();
        if let Some(total) = self.total.as_ref().filter(|total| !total.more && !canvas.look.presenter) {
            for (currency, sum) in total.arr.iter() {
                said.push_str(&format!(" {dot} {}", formats.money(sum, currency)));
            }
        }
        if !self.marked.is_empty() {
            said.push_str(&format!(" {dot} {} marked", formats.number(i64::try_from(self.marked.len()).unwrap_or(0))));
        }
        said
    }

    fn nothing(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let said = match (&self.filter, self.book_empty) {
            (Some(_), _) if self.looking => "Looking for the clients that pass the filter. Esc clears it.",
            (Some(_), _) => "No client passes the filter. Esc clears it, / changes it.",
            (None, true) => "The book is empty. n adds a client.",
            (None, false) => "All clients are archived. The filter `archived` shows them.",
        };
        canvas.paragraph(area, Role::Dim, said);
    }
}

/// The sign of what presses most.
fn sign(row: &ClientRow) -> Option<Mark> {
    if row.archived_on.is_some() {
        return Some(Mark::Archived);
    }
    let Signs { overdue, due, drift, near, stale, confirm, renewal: _, champion_lost: _ } = row.signs;
    let by_weight = [
        (overdue, Mark::Overdue),
        (due, Mark::Due),
        (drift, Mark::Drift),
        (confirm, Mark::Unconfirmed),
        (near, Mark::Near),
        (stale, Mark::Stale),
    ];
    by_weight.into_iter().find(|(shown, _)| *shown).map(|(_, mark)| mark)
}

impl Layer for ClientsScreen {
    fn scope(&self) -> Scope {
        Scope::Clients
    }

    fn situation(&self) -> Situation {
        let row = self.row();
        Situation {
            selected: row.is_some(),
            placed: row.is_some_and(|row| row.segment.is_some()),
            archived: row.is_some_and(|row| row.archived_on.is_some()),
            drifts: row.is_some_and(|row| row.signs.drift),
            ..self.desk.clone()
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = canvas.frame(area, Focus::Here, format!("Clients: {}", self.totals(canvas)));
        if self.sheet.window.rows.is_empty() {
            return self.nothing(canvas, inner);
        }
        let shown = self.shown();
        let name = shown.iter().position(|chosen| chosen.shows == columns::Shows::Name).unwrap_or(0);
        let wanted: Vec<Column> = (0_u8..)
            .zip(&shown)
            .map(|(at, chosen)| Column {
                title: chosen.shows.title(),
                width: chosen.width,
                side: chosen.shows.side(),
                // The further right a column was put, the sooner it goes.
                keep: if usize::from(at) == name { ALWAYS } else { ALWAYS - 1 - at.min(100) },
            })
            .collect();
        let room = inner.width.saturating_sub(SIGNS + 1);
        let places = places(&wanted, name, room);
        let head = Rect { width: room, ..skip_columns(row_of(inner, 0), SIGNS) };
        self.headings(canvas, head, &shown, &places);
        self.list.view(canvas, skip_rows(inner, 1), &self.sheet.window, Focus::Here, |canvas, row, client| {
            self.client_row(canvas, row, &shown, &places, client);
        });
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(action) => self.command(action, ctx),
            Input::Touch(touch) => self.touch(touch, ctx),
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        self.model = Arc::clone(ctx.store.ground().driving());
        self.marked.clone_from(&ctx.desk.marked);
        let filter = ctx.desk.filter.as_ref().map(|(typed, _)| typed.clone());
        let resorted = (self.table.sort, self.table.descending) != (ctx.desk.table.sort, ctx.desk.table.descending);
        self.table.clone_from(&ctx.desk.table);
        ctx.desk.take_later();
        let selected = self.list.selected().map(ClientId);
        if resorted || filter != self.filter || selected.is_none() {
            // Another question: its answer is read from the top.
            self.sheet.first_page(ctx);
            self.list.select(None);
        } else {
            self.sheet.around(selected, ctx);
        }
        self.filter = filter;
        self.list.settle(&self.sheet.window);
        let total = ctx.store.client_total(ctx.desk.filter(), COUNTED, ctx.stamp.today).map(Some);
        self.total = ctx.desk.or_default(total);
        self.looking = ctx.desk.take_later();
        self.book_empty = ctx.store.is_empty().unwrap_or(false);
    }
}
