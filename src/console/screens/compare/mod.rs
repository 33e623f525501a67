//! Two models side by side: a cross-tab whose cells list their clients, and the contradictions by name.

mod draw;
#[cfg(test)]
mod tests;

use ratatui::layout::Rect;

use super::client::ClientScreen;
use crate::console::canvas::Canvas;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::domain::client::ClientId;
use crate::domain::text::Shown;
use crate::store::{CompareQuery, ComparedRow, Comparison, Standpoint};

/// The list's number for the mouse.
const LIST: u16 = 1;
/// Clients of a cell read at a time.
const PAGE: usize = 200;

/// A client of the cell that is looked at, its texts cleaned.
struct Entry {
    row: ComparedRow,
    name: Shown,
    owner: Shown,
}

impl Row for Entry {
    fn id(&self) -> Option<i64> {
        Some(self.row.client.0)
    }
}

/// What the cells show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    Clients,
    Revenue,
}

/// Which part has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Table,
    Clients,
}

/// Two models side by side.
pub struct CompareScreen {
    models: (String, String),
    /// None where one of the models is gone.
    seen: Option<Comparison>,
    /// The cell that is looked at: row and column, those in no segment last.
    at: (usize, usize),
    window: Window<Entry>,
    list: List,
    part: Part,
    figure: Figure,
    desk: Situation,
    filter: Option<Shown>,
    /// The book's own currency.
    home: String,
}

impl CompareScreen {
    /// Holds a model (the rows) against another (the columns), at the greatest contradiction.
    #[must_use]
    pub fn new(a: &str, b: &str, ctx: &mut Ctx<'_>) -> Self {
        let mut screen = Self {
            models: (a.to_owned(), b.to_owned()),
            seen: None,
            at: (0, 0),
            window: Window::default(),
            list: List::new(LIST),
            part: Part::Table,
            figure: Figure::Clients,
            desk: Situation::default(),
            filter: None,
            home: String::new(),
        };
        screen.refresh(ctx);
        let first =
            screen.seen.as_ref().and_then(|seen| seen.contradictions().first().map(|cell| (cell.a.clone(), cell.b.clone())));
        if let Some((a, b)) = first {
            screen.go_to(&a, &b, ctx);
        }
        screen
    }

    fn query(&self, ctx: &Ctx<'_>) -> CompareQuery {
        let (a, b) = self.models.clone();
        CompareQuery { a: Some(a), b: Some(b), filter: ctx.desk.filter().cloned(), owner: None }
    }

    /// The keys of the cell that is looked at; empty for no segment.
    fn cell(&self) -> (&str, &str) {
        let key = |model: &crate::domain::model::Model, at: usize| at < model.segments.len();
        let Some(seen) = &self.seen else { return ("", "") };
        let a = if key(&seen.a, self.at.0) { seen.a.segments[self.at.0].key.as_str() } else { "" };
        let b = if key(&seen.b, self.at.1) { seen.b.segments[self.at.1].key.as_str() } else { "" };
        (a, b)
    }

    /// Looks at a cell by the keys of its segments.
    fn go_to(&mut self, a: &str, b: &str, ctx: &mut Ctx<'_>) {
        let Some(seen) = &self.seen else { return };
        let place = |model: &crate::domain::model::Model, key: &str| {
            model.segments.iter().position(|segment| segment.key == key).unwrap_or(model.segments.len())
        };
        self.at = (place(&seen.a, a), place(&seen.b, b));
        self.list.select(None);
        self.read(ctx);
    }

    /// Reads the clients of the cell from the first one on.
    fn read(&mut self, ctx: &mut Ctx<'_>) {
        let kept = self.window.rows.len().max(PAGE);
        self.window = Window::default();
        self.extend(kept, ctx);
        self.list.settle(&self.window);
    }

    fn extend(&mut self, many: usize, ctx: &mut Ctx<'_>) {
        let total = self.seen.as_ref().and_then(|seen| seen.cell(self.cell().0, self.cell().1)).map_or(0, |cell| cell.clients);
        let from = self.window.rows.last().map(|entry| entry.row.key.clone());
        let read = ctx.store.compared(&self.query(ctx), self.cell(), from.as_ref(), many + 1, ctx.stamp.today);
        let mut rows = ctx.desk.or_default(read);
        self.window.below = rows.len() > many;
        rows.truncate(many);
        self.window.before = Some(0);
        self.window.total = u64::try_from(total).ok();
        self.window.rows.extend(rows.into_iter().map(|row| Entry {
            name: Shown::line(&row.name),
            owner: Shown::line(row.owner.as_deref().unwrap_or_default()),
            row,
        }));
    }

    /// Goes to the cell beside, around no edge.
    fn step(&mut self, down: isize, right: isize, ctx: &mut Ctx<'_>) -> Step {
        let Some(seen) = &self.seen else { return Step::Stay };
        let (rows, columns) = (seen.a.segments.len(), seen.b.segments.len());
        let before = self.at;
        self.at = (self.at.0.saturating_add_signed(down).min(rows), self.at.1.saturating_add_signed(right).min(columns));
        if self.at != before {
            self.list.select(None);
            self.window = Window::default();
            self.read(ctx);
        }
        Step::Stay
    }

    fn in_list(&mut self, ctx: &mut Ctx<'_>, act: impl Fn(&mut List, &Window<Entry>) -> Moved) -> bool {
        for _ in 0..2 {
            match act(&mut self.list, &self.window) {
                Moved::Not => return false,
                Moved::Yes => return true,
                Moved::NeedsBelow => self.extend(PAGE, ctx),
                // A cell is read from its first client on; its last one may be far, then all are read.
                Moved::NeedsLast => self.extend(usize::MAX - 1, ctx),
                Moved::NeedsAbove | Moved::NeedsFirst => return true,
            }
        }
        true
    }

    fn selected(&self) -> Option<ClientId> {
        self.list.selected().map(ClientId)
    }

    fn open(&mut self, ctx: &mut Ctx<'_>) -> Step {
        match (self.part, self.selected()) {
            (_, None) => Step::Stay,
            (Part::Table, Some(_)) => {
                self.part = Part::Clients;
                Step::Stay
            }
            (Part::Clients, Some(client)) => Step::Push(Box::new(ClientScreen::new(client, ctx))),
        }
    }

    fn perform(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        match (action, self.part) {
            (Action::Open, _) => self.open(ctx),
            (Action::Back, Part::Clients) => {
                self.part = Part::Table;
                Step::Stay
            }
            (Action::Back | Action::Quit, _) => Step::Close,
            (Action::View, _) => {
                self.figure = match self.figure {
                    Figure::Clients => Figure::Revenue,
                    Figure::Revenue => Figure::Clients,
                };
                Step::Stay
            }
            (Action::SwapAxes, _) => {
                let (a, b) = (self.cell().0.to_owned(), self.cell().1.to_owned());
                self.models = (self.models.1.clone(), self.models.0.clone());
                self.refresh(ctx);
                self.go_to(&b, &a, ctx);
                Step::Stay
            }
            (Action::NextPart | Action::PreviousPart, _) => {
                self.part = match self.part {
                    Part::Table if self.selected().is_some() => Part::Clients,
                    Part::Table | Part::Clients => Part::Table,
                };
                Step::Stay
            }
            (Action::Left, _) => self.step(0, -1, ctx),
            (Action::Right, _) => self.step(0, 1, ctx),
            (Action::Up, Part::Table) => self.step(-1, 0, ctx),
            (Action::Down, Part::Table) => self.step(1, 0, ctx),
            (action, Part::Clients) if self.in_list(ctx, |list, window| list.act(action, window, height)) => Step::Stay,
            _ => Step::Ignored,
        }
    }

    /// The cell at a spot of the table, numbered row by row.
    fn clicked(&mut self, number: u16, ctx: &mut Ctx<'_>) {
        let Some(seen) = &self.seen else { return };
        let columns = seen.b.segments.len() + 1;
        self.at = (usize::from(number) / columns, usize::from(number) % columns);
        self.part = Part::Table;
        self.list.select(None);
        self.window = Window::default();
        self.read(ctx);
    }

    fn touched(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        match touch {
            Touch::Click { spot: Spot::Line(number), .. } => self.clicked(number, ctx),
            Touch::Click { spot: Spot::Heading(line), .. } => {
                let cells = self.seen.as_ref().map(Comparison::contradictions).unwrap_or_default();
                let named = cells.get(usize::from(line)).map(|cell| (cell.a.clone(), cell.b.clone()));
                if let Some((a, b)) = named {
                    self.part = Part::Table;
                    self.window = Window::default();
                    self.go_to(&a, &b, ctx);
                }
            }
            touch => {
                if self.in_list(ctx, |list, window| list.touch(touch, window, height)) && !matches!(touch, Touch::Wheel { .. }) {
                    self.part = Part::Clients;
                }
                if matches!(touch, Touch::Double { spot: Spot::Row { .. } }) {
                    return self.open(ctx);
                }
            }
        }
        Step::Stay
    }
}

/// Whether a client is shown where its scores put it in one of the models.
fn by_scores(row: &ComparedRow) -> bool {
    [row.a, row.b].contains(&Standpoint::Proposed)
}

impl Layer for CompareScreen {
    fn scope(&self) -> Scope {
        Scope::Compare
    }

    fn situation(&self) -> Situation {
        Situation { selected: self.selected().is_some(), axes: 2, ..self.desk.clone() }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(action) => self.perform(action, ctx),
            Input::Touch(touch) => self.touched(touch, ctx),
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        self.filter = ctx.desk.filter.as_ref().map(|(text, _)| Shown::line(text));
        self.home.clone_from(&ctx.store.ground().currency);
        let seen = ctx.store.compare(&self.query(ctx), ctx.stamp.today).map(Some);
        self.seen = ctx.desk.or_default(seen);
        self.read(ctx);
    }
}
