//! From where to where clients went between two days: a matrix, and the names behind its selected cell with their notes.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::pane::{Asked, HIDDEN, Pane, Reply};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Step};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::screens::client::ClientScreen;
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::placement::How;
use crate::store::{Listed, MoveRow, Mover, Moves, MovesQuery, Stood};

/// The list's number for the mouse.
const NAMES: u16 = 3;
/// Columns of a cell.
const CELL: u16 = 6;
/// From so many columns on the names stand beside the matrix.
const WIDE: u16 = 110;
/// More touched clients than these are read only when asked for: it takes a while.
const MANY: i64 = if cfg!(test) { 1_000 } else { 20_000 };

/// A client in the selected cell, or one of its decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    id: i64,
    client: ClientId,
    name: String,
    day: Option<NaiveDate>,
    step: String,
    note: String,
}

impl Row for Name {
    fn id(&self) -> Option<i64> {
        Some(self.id)
    }
}

/// Where the keys go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    #[default]
    Matrix,
    Names,
}

/// The moves.
pub struct MovesView {
    found: Option<Moves>,
    /// So many clients were touched: too many to read them unasked.
    waiting: Option<i64>,
    rows: Vec<Stood>,
    columns: Vec<Stood>,
    at: (usize, usize),
    part: Part,
    names: Window<Name>,
    list: List,
}

impl Default for MovesView {
    fn default() -> Self {
        Self {
            found: None,
            waiting: None,
            rows: Vec::new(),
            columns: Vec::new(),
            at: (0, 0),
            part: Part::default(),
            names: Window::default(),
            list: List::new(NAMES),
        }
    }
}

impl MovesView {
    fn count(&self, row: usize, column: usize) -> i64 {
        let (Some(from), Some(to)) = (self.rows.get(row), self.columns.get(column)) else { return 0 };
        let cell = self.found.as_ref().and_then(|found| found.matrix.get(&(from.clone(), to.clone())));
        cell.map_or(0, |cell| cell.clients)
    }

    fn read(&mut self, asked: &Asked, ctx: &mut Ctx<'_>) {
        self.waiting = None;
        let query =
            MovesQuery { model: asked.key(), from: asked.from, to: asked.to, owner: asked.owner.clone(), listed: Listed::All };
        let found = ctx.store.moves(&query, &mut |_| ControlFlow::Continue(()));
        self.found = ctx.desk.or_default(found.map(Some));
        let places = |of: fn(&(Stood, Stood)) -> &Stood| -> Vec<Stood> {
            self.found.as_ref().map(|found| found.places(&asked.model, of)).unwrap_or_default()
        };
        (self.rows, self.columns) = (places(|at| &at.0), places(|at| &at.1));
        self.at = (self.at.0.min(self.rows.len().saturating_sub(1)), self.at.1.min(self.columns.len().saturating_sub(1)));
    }

    /// The first cell where somebody went elsewhere, where nobody did in the selected one.
    fn find_a_move(&mut self) {
        let moved =
            |(row, column): &(usize, usize)| self.rows.get(*row) != self.columns.get(*column) && self.count(*row, *column) > 0;
        if moved(&self.at) {
            return;
        }
        let cells = (0..self.rows.len()).flat_map(|row| (0..self.columns.len()).map(move |column| (row, column)));
        if let Some(at) = cells.clone().find(moved).or_else(|| cells.clone().find(|at| self.count(at.0, at.1) > 0)) {
            self.at = at;
        }
    }

    fn list_names(&mut self, asked: &Asked) {
        let mut names = Vec::new();
        if let (Some(found), Some(from), Some(to)) = (&self.found, self.rows.get(self.at.0), self.columns.get(self.at.1)) {
            for mover in found.movers.iter().filter(|mover| mover.at.0 == *from && mover.at.1 == *to) {
                let before = names.len();
                let own = found.rows.iter().filter(|row| row.decision.client == mover.client);
                names.extend(own.map(|row| decided(mover, row, asked)));
                if names.len() == before {
                    names.push(silent(mover));
                }
            }
        }
        (0..).zip(&mut names).for_each(|(id, name)| name.id = id);
        self.names = Window::whole(names);
        self.list.select(None);
        self.list.settle(&self.names);
    }

    fn selected(&self) -> Option<&Name> {
        self.names.rows.get(self.list.place(&self.names)?)
    }

    fn step(&mut self, action: Action, asked: &Asked) -> bool {
        let last = (self.rows.len().saturating_sub(1), self.columns.len().saturating_sub(1));
        match action {
            Action::Up => self.at.0 = self.at.0.saturating_sub(1),
            Action::Down => self.at.0 = (self.at.0 + 1).min(last.0),
            Action::Left => self.at.1 = self.at.1.saturating_sub(1),
            Action::Right => self.at.1 = (self.at.1 + 1).min(last.1),
            Action::First | Action::PageUp => self.at.0 = 0,
            Action::Last | Action::PageDown => self.at.0 = last.0,
            _ => return false,
        }
        self.list_names(asked);
        true
    }

    fn words(&self, stood: &Stood, asked: &Asked, absent: &str) -> String {
        match stood {
            Stood::In(keys) => asked.segment(keys),
            Stood::Unplaced => "No segment".to_owned(),
            Stood::Absent => absent.to_owned(),
        }
    }

    fn matrix(&self, canvas: &mut Canvas<'_>, area: Rect, asked: &Asked) {
        let names = if area.width < 70 { 14 } else { 20 };
        let room = usize::from(area.width.saturating_sub(names) / CELL).max(1);
        // One column more than the places: the sum.
        let first = (self.at.1 + 2).saturating_sub(room).min(self.columns.len());
        let column = |row: Rect, place: usize| {
            let rest = skip_columns(row, names + CELL * u16::try_from(place).unwrap_or(0));
            Rect { width: rest.width.min(CELL - 1), ..rest }
        };
        let head = row_of(area, 0);
        canvas.text(skip_columns(head, 1), Role::Dim, format!("from {} to", canvas.look.glyphs.arrow()));
        for (place, at) in (first..self.columns.len()).enumerate().take(room) {
            let said = match &self.columns[at] {
                Stood::In(place) => asked.model.place_letters(place),
                Stood::Unplaced => "none".to_owned(),
                Stood::Absent => "gone".to_owned(),
            };
            canvas.aligned(column(head, place), Side::Right, if at == self.at.1 { Role::Key } else { Role::Axis }, said);
        }
        let sums = self.columns.len() - first;
        if sums < room {
            canvas.aligned(column(head, sums), Side::Right, Role::Dim, "all");
        }
        let body = skip_rows(area, 1);
        let top = (self.at.0 + 1).saturating_sub(usize::from(body.height.max(1)));
        for (line, row) in (0..body.height).zip(top..self.rows.len()) {
            let place = row_of(body, line);
            let role = if row == self.at.0 { Role::Key } else { Role::Text };
            let name = Rect { width: names.saturating_sub(1).min(place.width), ..skip_columns(place, 1) };
            canvas.text(name, role, self.words(&self.rows[row], asked, "New"));
            for (place_of, at) in (first..self.columns.len()).enumerate().take(room) {
                self.cell(canvas, column(place, place_of), (row, at));
            }
            if sums < room {
                let all: i64 = (0..self.columns.len()).map(|at| self.count(row, at)).sum();
                let said = canvas.look.formats.number(all);
                canvas.aligned(column(place, sums), Side::Right, Role::Dim, said);
            }
        }
    }

    fn cell(&self, canvas: &mut Canvas<'_>, place: Rect, at: (usize, usize)) {
        let count = self.count(at.0, at.1);
        let stays = self.rows[at.0] == self.columns[at.1];
        if count == 0 {
            canvas.aligned(place, Side::Right, Role::Dim, canvas.look.glyphs.dot());
        } else {
            // Who stayed stands in brackets: moves are what is looked for.
            let number = canvas.look.formats.number(count);
            let said = if stays { format!("({number})") } else { number };
            canvas.aligned(place, Side::Right, if stays { Role::Dim } else { Role::Due }, said);
        }
        let spot = Spot::Choice { field: u16::try_from(at.0).unwrap_or(0), at: u16::try_from(at.1).unwrap_or(0) };
        canvas.spot(place, spot);
        if at == self.at {
            canvas.tint(place, if self.part == Part::Matrix { Role::Selected } else { Role::SelectedAway });
        }
    }

    fn draw_names(&self, canvas: &mut Canvas<'_>, area: Rect, asked: &Asked) {
        let (Some(from), Some(to)) = (self.rows.get(self.at.0), self.columns.get(self.at.1)) else { return };
        let count = self.count(self.at.0, self.at.1);
        let arrow = canvas.look.glyphs.arrow();
        let (from, to) = (self.words(from, asked, "New"), self.words(to, asked, "Gone"));
        let stays = self.rows[self.at.0] == self.columns[self.at.1];
        let title = format!("{from} {arrow} {to}: {}", canvas.look.formats.number(count));
        let rule = row_of(area, 0);
        let sign = canvas.look.glyphs.rule();
        canvas.rule(rule, Role::Border, sign);
        canvas.text(skip_columns(rule, 1), if self.part == Part::Names { Role::Key } else { Role::Title }, format!(" {title} "));
        let body = skip_rows(area, 1);
        if self.names.rows.is_empty() {
            let said = match (count, stays) {
                (0, _) => "Nobody.",
                (_, true) => "They stood here on both days, and nothing was decided in between.",
                (_, false) => "",
            };
            canvas.paragraph(skip_columns(body, 1), Role::Dim, said);
            return;
        }
        let focus = Focus::from(self.part == Part::Names);
        self.list.view(canvas, body, &self.names, focus, draw_name);
    }
}

fn draw_name(canvas: &mut Canvas<'_>, row: Rect, name: &Name) {
    let own = (row.width / 3).clamp(14, 32);
    canvas.text(Rect { width: own.min(row.width), ..skip_columns(row, 1) }, Role::Text, name.name.clone());
    let rest = skip_columns(row, own + 2);
    let day = name.day.map(|day| canvas.look.formats.date(day)).unwrap_or_default();
    let note = if canvas.look.presenter && !name.note.is_empty() { HIDDEN.to_owned() } else { name.note.clone() };
    let pieces = [(Role::Dim, day), (Role::Text, name.step.clone()), (Role::Text, note)];
    let mut rest = rest;
    for (role, said) in pieces.into_iter().filter(|(_, said)| !said.is_empty()) {
        let taken = canvas.text(rest, role, said);
        rest = skip_columns(rest, taken + 2);
    }
}

fn decided(mover: &Mover, row: &MoveRow, asked: &Asked) -> Name {
    let side = |place: Option<&str>| place.map_or_else(|| "none".to_owned(), |place| asked.model.place_letters(place));
    let decision = &row.decision;
    let undone = if row.undone { " (taken back since)" } else { "" };
    let note = match decision.how {
        How::Start if decision.note.is_empty() => "as the imported file has it",
        How::Start | How::Move | How::Place | How::Confirm => &decision.note,
    };
    Name {
        id: 0,
        client: mover.client,
        name: mover.name.clone(),
        day: Some(row.day),
        step: format!("{}>{}", side(decision.from.as_deref()), side(decision.to.as_deref())),
        note: format!("{note}{undone}"),
    }
}

/// A client without a decision: it came, went, or its decision was taken back.
fn silent(mover: &Mover) -> Name {
    let step = match &mover.at {
        (Stood::Absent, _) => "came into the book",
        (_, Stood::Absent) => "left the book",
        (Stood::In(_) | Stood::Unplaced, Stood::In(_) | Stood::Unplaced) => "an earlier decision was taken back",
    };
    let (client, name) = (mover.client, mover.name.clone());
    Name { id: 0, client, name, day: None, step: step.to_owned(), note: String::new() }
}

impl Pane for MovesView {
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect, asked: &Asked) {
        if let Some(touched) = self.waiting {
            let many = canvas.look.formats.number(touched);
            let said = format!(
                "{many} clients were touched in these days, by an import perhaps. Reading their history takes a while: Enter does \
                 it, t chooses fewer days."
            );
            canvas.paragraph(skip_columns(area, 1), Role::Text, said);
            return;
        }
        let tall = u16::try_from(self.rows.len() + 1).unwrap_or(u16::MAX);
        if area.width >= WIDE {
            let names = 21 + CELL * (u16::try_from(self.columns.len() + 1).unwrap_or(20)).min(10);
            let matrix = Rect { width: names.min(area.width / 2), ..area };
            self.matrix(canvas, matrix, asked);
            self.draw_names(canvas, skip_columns(area, matrix.width + 2), asked);
        } else {
            let matrix = Rect { height: tall.min((area.height * 3 / 5).max(3)).min(area.height), ..area };
            self.matrix(canvas, matrix, asked);
            self.draw_names(canvas, skip_rows(area, matrix.height), asked);
        }
    }

    fn foot(&self, asked: &Asked, _look: &Look) -> String {
        let sets = if asked.counts_twice() { "by the whole set of segments; " } else { "" };
        match self.part {
            Part::Matrix => format!("{sets}( ) stayed; t other days; Tab the names"),
            Part::Names => format!("{sets}Enter the client; Tab the matrix"),
        }
    }

    fn command(&mut self, action: Action, asked: &Asked, ctx: &mut Ctx<'_>) -> Reply {
        if self.waiting.is_some() {
            if action != Action::Open {
                return Reply::Not;
            }
            self.read(asked, ctx);
            self.find_a_move();
            self.list_names(asked);
            return Reply::Do(Step::Stay);
        }
        match (self.part, action) {
            (Part::Matrix, Action::Open | Action::NextPart | Action::PreviousPart) if !self.names.rows.is_empty() => {
                self.part = Part::Names;
            }
            (Part::Matrix, Action::Open | Action::NextPart | Action::PreviousPart) => {}
            (Part::Matrix, other) => return if self.step(other, asked) { Reply::Do(Step::Stay) } else { Reply::Not },
            (Part::Names, Action::NextPart | Action::PreviousPart | Action::Back) => self.part = Part::Matrix,
            (Part::Names, Action::Open) => {
                let Some(client) = self.selected().map(|name| name.client) else { return Reply::Do(Step::Stay) };
                return Reply::Do(Step::Push(Box::new(ClientScreen::new(client, ctx))));
            }
            (Part::Names, other) => {
                let height = ctx.hits.area_of(Spot::Zone(NAMES)).height;
                if self.list.act(other, &self.names, height) == Moved::Not {
                    return Reply::Not;
                }
            }
        }
        Reply::Do(Step::Stay)
    }

    fn touch(&mut self, touch: Touch, asked: &Asked, ctx: &mut Ctx<'_>) -> Reply {
        if let Touch::Click { spot: Spot::Choice { field, at }, .. } = touch {
            self.at = (usize::from(field), usize::from(at));
            self.part = Part::Matrix;
            self.list_names(asked);
            return Reply::Do(Step::Stay);
        }
        let height = ctx.hits.area_of(Spot::Zone(NAMES)).height;
        match self.list.touch(touch, &self.names, height) {
            Moved::Not => Reply::Not,
            Moved::Yes | Moved::NeedsAbove | Moved::NeedsBelow | Moved::NeedsFirst | Moved::NeedsLast => {
                self.part = Part::Names;
                Reply::Do(Step::Stay)
            }
        }
    }

    fn refresh(&mut self, asked: &Asked, ctx: &mut Ctx<'_>) {
        let touched = ctx.store.touched_clients(asked.from).map(Some);
        let touched = ctx.desk.or_default(touched);
        // Not counted yet, or too many to be read unasked.
        if touched.is_none_or(|touched| touched > MANY) {
            self.waiting = touched;
            self.found = None;
            (self.rows, self.columns) = (Vec::new(), Vec::new());
            self.names = Window::default();
            return;
        }
        let before = self.list.selected();
        self.read(asked, ctx);
        self.find_a_move();
        self.list_names(asked);
        self.list.select(before);
        self.list.settle(&self.names);
        if self.names.rows.is_empty() {
            self.part = Part::Matrix;
        }
    }
}
