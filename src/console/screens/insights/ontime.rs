//! How often reviews were held on time, late, skipped or are open, by segment and by owner, in the days shown.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::pane::{Asked, Pane, Piece, Reply, bar, percent};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_columns, skip_rows};
use crate::console::desk::complaint;
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Message, Step, Task, Tone};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::screens::table::{ALWAYS, Column, places};
use crate::console::theme::Role;
use crate::console::work::Count;
use crate::domain::figures::Figures;
use crate::store::{FiguresOf, Progress, StoreError};

/// The list's number for the mouse.
const LINES: u16 = 6;
/// Books with more clients are counted on a thread of its own.
const MANY: i64 = 1_000;

const fn column(title: &'static str, width: u16, keep: u8) -> Column {
    Column { title, width, side: Side::Right, keep }
}

/// The columns; the bar grows.
const COLUMNS: [Column; 7] = [
    Column { title: "", width: 16, side: Side::Left, keep: ALWAYS },
    Column { title: "", width: 8, side: Side::Left, keep: 40 },
    column("on time", 7, 90),
    column("late", 5, 80),
    column("skipped", 7, 60),
    column("open", 5, 70),
    column("share", 6, ALWAYS),
];
/// Where the bar stands among them.
const BAR: usize = 1;

#[derive(Debug, Clone, PartialEq)]
enum Line {
    Heading(&'static str),
    Sum { id: i64, name: String, owner: Option<Option<String>>, figures: Figures },
}

impl Row for Line {
    fn id(&self) -> Option<i64> {
        match self {
            Self::Heading(_) => None,
            Self::Sum { id, .. } => Some(*id),
        }
    }
}

/// How far the counting is.
#[derive(Debug, Clone, PartialEq, Default)]
enum Known {
    /// The book is large: it is counted when it is asked for.
    #[default]
    Nothing,
    /// Being counted.
    Counting(Option<Progress>),
    /// Counted for these days and this owner.
    Counted,
    /// Counted, and the book was changed since.
    Before,
}

/// What was counted: the days and the owner.
type Of = (NaiveDate, NaiveDate, Option<String>);

/// Reviews on time.
pub struct OnTimeView {
    window: Window<Line>,
    list: List,
    known: Known,
    of: Option<Of>,
    large: bool,
}

impl Default for OnTimeView {
    fn default() -> Self {
        Self { window: Window::default(), list: List::new(LINES), known: Known::default(), of: None, large: false }
    }
}

impl OnTimeView {
    /// How far it has come.
    pub fn told(&mut self, progress: Option<Progress>) {
        if let Known::Counting(far) = &mut self.known {
            *far = progress;
        }
    }

    /// What was counted.
    pub fn counted(&mut self, found: Result<Box<(FiguresOf, FiguresOf)>, StoreError>, asked: &Asked, ctx: &mut Ctx<'_>) {
        match found {
            Ok(found) => {
                self.take(&found, asked);
                self.known = if self.of.as_ref() == Some(&of(asked)) { Known::Counted } else { Known::Nothing };
            }
            Err(StoreError::Left) => self.known = Known::Nothing,
            Err(error) => {
                self.known = Known::Nothing;
                ctx.desk.complain(complaint(&error));
            }
        }
    }

    fn take(&mut self, (by_segment, by_owner): &(FiguresOf, FiguresOf), asked: &Asked) {
        let mut lines = vec![Line::Heading("By segment")];
        let mut id = 0;
        let mut sum = |name: String, owner: Option<Option<String>>, figures: Figures| {
            id += 1;
            Line::Sum { id, name, owner, figures }
        };
        let driving = &asked.driving;
        let named = |key: &str| {
            let of = driving.segment(key);
            of.map_or_else(|| key.to_owned(), |segment| format!("{} {}", segment.letter, segment.name))
        };
        let at = |key: &Option<String>| driving.segments.iter().position(|segment| Some(&segment.key) == key.as_ref());
        let mut parts: Vec<_> = by_segment.parts.iter().filter(|(_, figures)| figures.total() > 0).collect();
        parts.sort_by_key(|(key, _)| (key.is_none(), at(key).unwrap_or(usize::MAX)));
        lines.extend(
            parts
                .into_iter()
                .map(|(key, figures)| sum(key.as_deref().map_or_else(|| "no segment".to_owned(), named), None, *figures)),
        );
        lines.push(Line::Heading("By owner"));
        let mut parts: Vec<_> = by_owner.parts.iter().filter(|(_, figures)| figures.total() > 0).collect();
        parts.sort_by_key(|(owner, _)| owner.is_none());
        lines.extend(
            parts.into_iter().map(|(owner, figures)| {
                sum(owner.clone().unwrap_or_else(|| "no owner".to_owned()), Some(owner.clone()), *figures)
            }),
        );
        if lines.len() == 2 {
            lines.clear();
        } else {
            lines.push(Line::Heading("Together"));
            lines.push(sum("All".to_owned(), None, by_segment.all));
        }
        self.window = Window::whole(lines);
        self.list.settle(&self.window);
    }

    fn count(&mut self, asked: &Asked) -> Step {
        self.known = Known::Counting(None);
        self.of = Some(of(asked));
        let (from, to, owner) = span(asked);
        Step::Work(Task::Count(Box::new(Count { from, to, owner })))
    }
}

fn of(asked: &Asked) -> Of {
    (asked.from, asked.to, asked.owner.clone())
}

/// The days whose reviews count: those after the end of the first.
fn span(asked: &Asked) -> Of {
    (asked.from.succ_opt().unwrap_or(asked.from), asked.to, asked.owner.clone())
}

fn draw_line(canvas: &mut Canvas<'_>, row: Rect, line: &Line) {
    let (name, figures) = match line {
        Line::Heading(heading) => {
            let rule = canvas.look.glyphs.rule();
            canvas.rule(row, Role::Border, rule);
            canvas.text(skip_columns(row, 1), Role::Title, format!(" {heading} "));
            return;
        }
        Line::Sum { name, figures, .. } => (name, figures),
    };
    let number = |n: u64| {
        let role = if n == 0 { Role::Dim } else { Role::Text };
        (role, canvas.look.formats.number(i64::try_from(n).unwrap_or(i64::MAX)))
    };
    let cells = [
        (Role::Text, name.clone()),
        (Role::Text, String::new()),
        number(figures.on_time),
        number(figures.late),
        number(figures.skipped),
        number(figures.open),
        (Role::Title, figures.share_on_time().map_or_else(|| "-".to_owned(), percent)),
    ];
    for place in places(&COLUMNS, BAR, row.width.saturating_sub(2)) {
        let cell = place.of(skip_columns(row, 1));
        if place.column == BAR {
            let (full, apart) = canvas.look.glyphs.bar();
            let all = figures.total().max(1) as f64;
            let piece = |n: u64, role: Role, sign: &'static str| Piece { part: n as f64 / all, role, sign };
            let dot = canvas.look.glyphs.dot();
            let pieces = [piece(figures.on_time, Role::Good, full), piece(figures.late, Role::Overdue, apart)];
            let rest = [piece(figures.skipped, Role::Dim, dot), piece(figures.open, Role::Dim, " ")];
            bar(canvas, cell, &[pieces, rest].concat(), None);
            continue;
        }
        let (role, said) = &cells[place.column];
        canvas.aligned(cell, COLUMNS[place.column].side, *role, said.clone());
    }
}

impl Pane for OnTimeView {
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect, _asked: &Asked) {
        let said = match &self.known {
            Known::Nothing => Some("Enter counts the reviews of these days; in a large book that takes a while.".to_owned()),
            Known::Counting(None) => Some("Counting the reviews; Esc leaves it.".to_owned()),
            Known::Counting(Some(far)) => {
                Some(format!("Counting the reviews: {}; Esc leaves it.", canvas.look.formats.progress(*far)))
            }
            Known::Counted | Known::Before if self.window.rows.is_empty() => Some("No review was due in these days.".to_owned()),
            Known::Counted | Known::Before => None,
        };
        if let Some(said) = said {
            canvas.paragraph(skip_columns(area, 1), Role::Dim, said);
            return;
        }
        let head = row_of(area, 0);
        for place in places(&COLUMNS, BAR, head.width.saturating_sub(2)) {
            let column = &COLUMNS[place.column];
            canvas.aligned(place.of(skip_columns(head, 1)), column.side, Role::Dim, column.title);
        }
        self.list.view(canvas, skip_rows(area, 1), &self.window, Focus::Here, draw_line);
    }

    fn foot(&self, _asked: &Asked, _look: &Look) -> String {
        match self.known {
            Known::Before => "counted before the last change: Enter counts again".to_owned(),
            Known::Nothing | Known::Counting(_) | Known::Counted => {
                "of all that was due; what was put off: 2 Due, view Debt".to_owned()
            }
        }
    }

    fn command(&mut self, action: Action, asked: &Asked, ctx: &mut Ctx<'_>) -> Reply {
        match (&self.known, action) {
            (Known::Counting(_), Action::Back) => return Reply::Do(Step::Leave),
            (Known::Nothing | Known::Before, Action::Open) => return Reply::Do(self.count(asked)),
            _ => {}
        }
        let height = ctx.hits.area_of(Spot::Zone(LINES)).height;
        if self.list.act(action, &self.window, height) != Moved::Not {
            return Reply::Do(Step::Stay);
        }
        let selected = self.list.place(&self.window).and_then(|at| self.window.rows.get(at));
        let (Action::Open, Some(Line::Sum { name, owner: Some(owner), .. })) = (action, selected) else { return Reply::Not };
        let owner = owner.clone().unwrap_or_default();
        let chosen = if ctx.desk.lens.owner.as_ref() == Some(&owner) { None } else { Some(owner) };
        let said = match &chosen {
            Some(_) => Message::new(Tone::Plain, &format!("owner: {name} in all views")).hint("Esc shows all again"),
            None => Message::new(Tone::Plain, "all owners are shown"),
        };
        ctx.desk.lens.owner = chosen;
        Reply::Do(Step::Say(said))
    }

    fn touch(&mut self, touch: Touch, _asked: &Asked, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(LINES)).height;
        if self.list.touch(touch, &self.window, height) == Moved::Not { Reply::Not } else { Reply::Do(Step::Stay) }
    }

    fn refresh(&mut self, asked: &Asked, ctx: &mut Ctx<'_>) {
        let owners = ctx.store.owners();
        let clients: i64 = ctx.desk.or_default(owners).iter().map(|(_, clients)| clients).sum();
        self.large = clients > MANY;
        if !self.large {
            let (from, to, owner) = span(asked);
            let watch = &mut |_| ControlFlow::Continue(());
            let found = ctx.store.figures_by_both((from, to), owner.as_deref(), ctx.stamp.today, watch);
            let found = ctx.desk.or_default(found);
            self.of = Some(of(asked));
            self.take(&found, asked);
            self.known = Known::Counted;
        } else if self.of.as_ref() != Some(&of(asked)) {
            self.known = Known::Nothing;
        } else if self.known == Known::Counted {
            self.known = Known::Before;
        }
    }
}
