//! Each owner's book: clients against the guideline, hours against those there are, drift and stale scores.

use ratatui::layout::Rect;

use super::pane::{Asked, Pane, Piece, Reply, bar, percent};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::screens::table::{ALWAYS, Column, places};
use crate::console::theme::Role;
use crate::store::OwnerBook;

/// The list's number for the mouse.
const OWNERS: u16 = 4;
/// The id of the line of all owners.
const ALL: i64 = -1;

const fn column(title: &'static str, width: u16, keep: u8) -> Column {
    Column { title, width, side: Side::Right, keep }
}

/// The columns; the first grows.
const COLUMNS: [Column; 10] = [
    Column { title: "Owner", width: 12, side: Side::Left, keep: ALWAYS },
    column("clients", 7, 90),
    column("guideline", 9, 80),
    Column { title: "", width: 10, side: Side::Left, keep: 40 },
    column("h/week", 7, 85),
    column("of", 5, 70),
    column("drift", 5, 75),
    column("stale", 5, 65),
    column("unscored", 8, 30),
    column("confirm", 7, 50),
];

/// What the owners are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Order {
    #[default]
    Name,
    Guideline,
    Hours,
    Drift,
    Stale,
}

impl Order {
    const fn next(self) -> Self {
        match self {
            Self::Name => Self::Guideline,
            Self::Guideline => Self::Hours,
            Self::Hours => Self::Drift,
            Self::Drift => Self::Stale,
            Self::Stale => Self::Name,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Name => "by name",
            Self::Guideline => "the most over the guideline first",
            Self::Hours => "the most hours first",
            Self::Drift => "the most drift first",
            Self::Stale => "the most stale scores first",
        }
    }

    /// What stands first has the largest.
    fn weight(self, book: &OwnerBook) -> f64 {
        match self {
            Self::Name => 0.0,
            Self::Guideline => book.guideline.unwrap_or(-1.0),
            Self::Hours => book.hours_per_week,
            Self::Drift => book.signs.drift as f64,
            Self::Stale => book.signs.stale as f64,
        }
    }
}

struct Line {
    id: i64,
    book: OwnerBook,
}

impl Row for Line {
    fn id(&self) -> Option<i64> {
        Some(self.id)
    }
}

impl Line {
    fn name(&self) -> &str {
        if self.id == ALL { "All" } else { self.book.owner.as_deref().unwrap_or("no owner") }
    }

    /// How many owners' worth of guideline there is for one bar: of all together that of each.
    fn load(&self, owners: usize) -> Option<f64> {
        let needed = self.book.guideline?;
        Some(if self.id == ALL { needed / owners.max(1) as f64 } else { needed })
    }
}

/// The owners.
pub struct OwnersView {
    window: Window<Line>,
    list: List,
    order: Order,
    named: usize,
}

impl Default for OwnersView {
    fn default() -> Self {
        Self { window: Window::default(), list: List::new(OWNERS), order: Order::default(), named: 0 }
    }
}

impl OwnersView {
    fn line(&self) -> Option<&Line> {
        self.window.rows.get(self.list.place(&self.window)?)
    }

    fn draw_line(&self, canvas: &mut Canvas<'_>, row: Rect, line: &Line) {
        let book = &line.book;
        let over_hours = book.capacity.is_some_and(|capacity| book.hours_per_week > capacity);
        let load = line.load(self.named);
        let over = load.is_some_and(|load| load > 1.0);
        let sign = |over: bool| if over { "!" } else { "" };
        for place in places(&COLUMNS, 0, row.width.saturating_sub(2)) {
            let cell = place.of(skip_columns(row, 1));
            let count = |count: i64| (if count == 0 { Role::Dim } else { Role::Text }, count);
            let (role, said) = match place.column {
                0 => (if line.id == ALL { Role::Title } else { Role::Text }, line.name().to_owned()),
                1 => (Role::Text, canvas.look.formats.number(book.all.clients)),
                2 => match load {
                    Some(load) => (if over { Role::Overdue } else { Role::Text }, format!("{}{}", percent(load), sign(over))),
                    None => (Role::Dim, "-".to_owned()),
                },
                3 => {
                    let (full, _) = canvas.look.glyphs.bar();
                    let role = if over { Role::Overdue } else { Role::Due };
                    // The bar ends at one and a half times the guideline.
                    let part = load.unwrap_or(0.0) / 1.5;
                    bar(canvas, cell, &[Piece { part, role, sign: full }], load.map(|_| 1.0 / 1.5));
                    continue;
                }
                4 => {
                    let role = if over_hours { Role::Overdue } else { Role::Text };
                    (role, format!("{:.1}{}", book.hours_per_week, sign(over_hours)))
                }
                5 => book.capacity.map_or((Role::Dim, "-".to_owned()), |hours| (Role::Text, format!("{hours:.1}"))),
                at => {
                    let signs = book.signs;
                    let (role, n) = count(match at {
                        6 => signs.drift,
                        7 => signs.stale,
                        8 => signs.unscored,
                        _ => signs.confirm,
                    });
                    (role, canvas.look.formats.number(n))
                }
            };
            canvas.aligned(cell, COLUMNS[place.column].side, role, said);
        }
    }

    /// The selected owner's segments against their guidelines.
    fn detail(&self, canvas: &mut Canvas<'_>, area: Rect, asked: &Asked) {
        let Some(line) = self.line() else { return };
        let book = &line.book;
        let rule = row_of(area, 0);
        let sign = canvas.look.glyphs.rule();
        canvas.rule(rule, Role::Border, sign);
        let signs = book.signs;
        let needed = match book.guideline {
            Some(needed) if line.id == ALL => format!(" the guidelines ask for {needed:.1} owners, there are {};", self.named),
            Some(_) | None => String::new(),
        };
        let said = format!(
            " {}:{needed} drift {}, near a cut {}, stale {}, unscored {}, to confirm {} ",
            line.name(),
            signs.drift,
            signs.near,
            signs.stale,
            signs.unscored,
            signs.confirm
        );
        canvas.text(skip_columns(rule, 1), Role::Title, said);
        let owners = if line.id == ALL { self.named.max(1) as f64 } else { 1.0 };
        for (row, segment) in (1..area.height).zip(&asked.model.segments) {
            let place = skip_columns(row_of(area, row), 1);
            let clients = book.segments.get(&segment.key).copied().unwrap_or(0);
            let names = 20.min(place.width / 3);
            canvas.text(Rect { width: names, ..place }, Role::Text, asked.segment(&segment.key));
            let number = skip_columns(place, names + 1);
            let (said, most) = match segment.accounts_per_owner {
                Some(most) => (format!("{clients} of {}", f64::from(most) * owners), f64::from(most) * owners),
                None => (format!("{clients}, no guideline"), 0.0),
            };
            let role = if most > 0.0 && clients as f64 > most { Role::Overdue } else { Role::Text };
            canvas.text(Rect { width: number.width.min(18), ..number }, role, said);
            if most > 0.0 {
                let (full, _) = canvas.look.glyphs.bar();
                let room = skip_columns(number, 19);
                let room = Rect { width: room.width.saturating_sub(1).min(40), ..room };
                let role = if role == Role::Overdue { role } else { Role::Due };
                bar(canvas, room, &[Piece { part: clients as f64 / most / 1.5, role, sign: full }], Some(1.0 / 1.5));
            }
        }
    }
}

impl Pane for OwnersView {
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect, asked: &Asked) {
        if self.window.rows.is_empty() {
            canvas.paragraph(skip_columns(area, 1), Role::Dim, "No client is in the book, so nobody has any.");
            return;
        }
        let lines = u16::try_from(self.window.rows.len()).unwrap_or(u16::MAX).saturating_add(1);
        let segments = u16::try_from(asked.model.segments.len()).unwrap_or(u16::MAX).saturating_add(1);
        let table = lines.min(area.height.saturating_sub(segments).max(area.height / 2));
        let table = Rect { height: table, ..area };
        let head = row_of(table, 0);
        for place in places(&COLUMNS, 0, head.width.saturating_sub(2)) {
            let column = &COLUMNS[place.column];
            canvas.aligned(place.of(skip_columns(head, 1)), column.side, Role::Dim, column.title);
        }
        self.list.view(canvas, skip_rows(table, 1), &self.window, Focus::Here, |canvas, row, line| {
            self.draw_line(canvas, row, line);
        });
        self.detail(canvas, skip_rows(area, table.height), asked);
    }

    fn foot(&self, _asked: &Asked, _look: &Look) -> String {
        let all = self.window.rows.iter().find(|line| line.id == ALL).or(self.window.rows.first());
        let unguided = all.map_or(0, |line| line.book.unguided);
        let unguided = if unguided > 0 { format!("{unguided} in segments without a guideline; ") } else { String::new() };
        format!("{unguided}{}; S sorts; Enter one owner alone", self.order.words())
    }

    fn command(&mut self, action: Action, asked: &Asked, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(OWNERS)).height;
        if self.list.act(action, &self.window, height) != Moved::Not {
            return Reply::Do(Step::Stay);
        }
        match (action, self.line()) {
            (Action::Sort, _) => {
                self.order = self.order.next();
                self.refresh(asked, ctx);
                Reply::Do(Step::Stay)
            }
            (Action::Open, Some(line)) => {
                let owner = if line.id == ALL { None } else { Some(line.book.owner.clone().unwrap_or_default()) };
                let chosen = if owner == ctx.desk.lens.owner { None } else { owner };
                let said = match &chosen {
                    Some(_) => {
                        Message::new(Tone::Plain, &format!("owner: {} in all views", line.name())).hint("Esc shows all again")
                    }
                    None => Message::new(Tone::Plain, "all owners are shown"),
                };
                ctx.desk.lens.owner = chosen;
                Reply::Do(Step::Say(said))
            }
            (_, _) => Reply::Not,
        }
    }

    fn touch(&mut self, touch: Touch, _asked: &Asked, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(OWNERS)).height;
        match self.list.touch(touch, &self.window, height) {
            Moved::Not => Reply::Not,
            Moved::Yes | Moved::NeedsAbove | Moved::NeedsBelow | Moved::NeedsFirst | Moved::NeedsLast => Reply::Do(Step::Stay),
        }
    }

    fn refresh(&mut self, asked: &Asked, ctx: &mut Ctx<'_>) {
        let before = self.line().map(|line| (line.id == ALL, line.book.owner.clone()));
        let books = ctx.store.owner_books(asked.key().as_deref(), asked.owner.as_deref(), ctx.stamp.today);
        let books = ctx.desk.or_default(books);
        self.named = books.named();
        let mut owners = books.owners;
        owners.sort_by(|a, b| self.order.weight(b).total_cmp(&self.order.weight(a)));
        let mut lines: Vec<Line> = (0..).zip(owners).map(|(id, book)| Line { id, book }).collect();
        if lines.len() > 1 {
            lines.push(Line { id: ALL, book: books.all });
        }
        self.window = Window::whole(lines);
        let same = |line: &&Line| Some((line.id == ALL, line.book.owner.clone())) == before;
        self.list.select(self.window.rows.iter().find(same).map(|line| line.id));
        self.list.settle(&self.window);
    }
}
