//! All sessions, the newest first, side by side: what was decided in each, and how many clients each segment had after it.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::{steps, summary};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_rows};
use crate::console::dialogs::session as dialogs;
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Situation};
use crate::console::layer::{Ctx, Step};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::parts::text;
use crate::console::screens::prose::{self, Prose};
use crate::console::screens::table::{ALWAYS, Column, Place, places};
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::domain::session::record::Record;
use crate::domain::session::{Phase, Session, SessionId, State};
use crate::domain::text::Shown;
use crate::store::SessionRow;

/// The list's number for the mouse.
const LIST: u16 = 1;
/// Columns of a segment in the comparison.
const CELL: usize = 6;
/// Columns of a segment's name at least.
const NAME: usize = 22;

/// A session in the list.
pub(super) struct Listed {
    row: SessionRow,
    model: Option<Arc<Model>>,
    /// What it came to, or would come to now.
    record: Record,
    name: Shown,
}

impl Row for Listed {
    fn id(&self) -> Option<i64> {
        Some(self.row.session.id)
    }
}

/// What a press of a key on the list came to.
pub enum Picked {
    /// A step.
    Do(Step),
    /// The agenda of this session is to be shown.
    Show(SessionId),
    /// Not a command of the list.
    Not,
}

/// The list of sessions.
pub struct SessionsPane {
    window: Window<Listed>,
    list: List,
}

impl SessionsPane {
    /// Nothing read yet.
    pub fn new() -> Self {
        Self { window: Window::default(), list: List::new(LIST) }
    }

    /// Reads the list again.
    pub fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        let rows = ctx.store.sessions();
        let rows = ctx.desk.or_default(rows);
        let listed = rows.into_iter().map(|row| {
            let record = match (&row.session.record, row.session.state) {
                (Some(record), _) => record.clone(),
                (None, State::Open) => ctx.store.session_balance(&row.session).map(|balance| balance.record).unwrap_or_default(),
                (None, State::Final | State::Void) => Record::default(),
            };
            let model = ctx.store.ground().model(Some(&row.session.model)).ok();
            Listed { name: Shown::line(&row.session.name), model, record, row }
        });
        self.window = Window::whole(listed.collect());
        self.list.settle(&self.window);
    }

    fn selected(&self) -> Option<&Listed> {
        self.window.rows.get(self.list.place(&self.window)?)
    }

    /// The selected session.
    pub fn session(&self) -> Option<&Session> {
        self.selected().map(|listed| &listed.row.session)
    }

    /// What commands depend on.
    pub fn situation(&self, desk: &Situation) -> Situation {
        let session = self.session();
        Situation {
            selected: session.is_some(),
            session: session.map(|session| session.state),
            blind: session.is_some_and(|session| session.revealed.is_none()),
            ..desk.clone()
        }
    }

    /// Deals with a command.
    pub fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Picked {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        if self.list.act(action, &self.window, height) == Moved::Yes {
            return Picked::Do(Step::Stay);
        }
        match action {
            Action::StartSession => Picked::Do(dialogs::start(ctx)),
            Action::Open => self.open(ctx),
            _ => {
                let step = self.session().and_then(|session| steps::whole(action, session.id, ctx));
                step.map_or(Picked::Not, Picked::Do)
            }
        }
    }

    fn open(&self, ctx: &Ctx<'_>) -> Picked {
        match self.session().map(|session| (session.id, session.state)) {
            Some((id, State::Open)) => Picked::Show(id),
            Some((id, State::Final | State::Void)) => Picked::Do(summary::open(id, ctx)),
            None => Picked::Do(Step::Stay),
        }
    }

    /// Deals with the mouse.
    pub fn touch(&mut self, touch: Touch, ctx: &Ctx<'_>) -> Picked {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        self.list.touch(touch, &self.window, height);
        if matches!(touch, Touch::Double { spot: Spot::Row { .. } }) { self.open(ctx) } else { Picked::Do(Step::Stay) }
    }

    /// Draws the list.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = canvas.frame(area, Focus::Here, "Sessions");
        if self.window.rows.is_empty() {
            door(canvas, inner);
            return;
        }
        canvas.text(inner, Role::Title, self.advice());
        let rest = skip_rows(inner, 2);
        let detail = self.detail(rest.width.saturating_sub(1), canvas.look);
        let wanted = u16::try_from(detail.len()).unwrap_or(u16::MAX).saturating_add(1);
        let below = if rest.height > wanted + 5 { wanted } else { rest.height.saturating_sub(6) };
        let rows = u16::try_from(self.window.rows.len()).unwrap_or(u16::MAX).saturating_add(2);
        let list = Rect { height: (rest.height - below).min(rows), ..rest };
        self.draw_list(canvas, list);
        prose::view(canvas, skip_rows(rest, list.height + 1), &detail, 0, None);
    }

    /// What can be done here: `2026 Q4 is open: Enter on it goes on.`
    fn advice(&self) -> String {
        let open: Vec<&Listed> = self.window.rows.iter().filter(|listed| listed.row.session.state == State::Open).collect();
        match open[..] {
            [] => "No session is open. n starts one.".to_owned(),
            [only] => format!("{} is open: Enter on it goes on. n starts another one.", only.name),
            [..] => format!("{} sessions are open: Enter on one of them goes on. n starts another one.", open.len()),
        }
    }

    fn draw_list(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let segments = self.window.rows.iter().filter_map(|listed| listed.model.as_ref()).map(|model| model.segments.len() + 1);
        let compared = u16::try_from(segments.max().unwrap_or(0) * CELL).unwrap_or(0).max(17) + 2;
        let columns = columns(compared);
        let room = area.width.saturating_sub(1);
        let places = places(&columns, 0, room);
        for place in &places {
            let column = columns[place.column];
            canvas.aligned(place.of(row_of(area, 0)), column.side, Role::Dim, column.title);
        }
        self.list.view(canvas, skip_rows(area, 1), &self.window, Focus::Here, |canvas, line, listed| {
            draw_row(canvas, line, &places, listed);
        });
    }

    /// The segments of the selected session before and after.
    fn detail(&self, width: u16, look: &Look) -> Vec<prose::Line> {
        let mut prose = Prose::new(width);
        let Some(listed) = self.selected() else { return prose.lines };
        let row = &listed.row;
        let closed = row.session.closed.as_ref();
        let said = match closed {
            Some(act) => format!("{}: {} on {} by {}", row.session.name, row.phase.word(), look.formats.date(act.on), act.by),
            None => format!("{}: {}, what is staged would come to", row.session.name, row.phase.word()),
        };
        prose.text(Role::Title, &said);
        if let Some(act) = closed.filter(|act| !act.note.is_empty()) {
            prose.text(Role::Text, super::words::private(&act.note, look));
        }
        distribution(&mut prose, &listed.record, listed.model.as_deref(), look);
        prose.lines
    }
}

/// The segments of a session with their clients before and after, a line each.
pub fn distribution(prose: &mut Prose, record: &Record, model: Option<&Model>, look: &Look) {
    let named = |segment: Option<&str>| match model {
        Some(model) => crate::console::dialogs::sheet::segment(model, segment),
        None => segment.unwrap_or("no segment").to_owned(),
    };
    let names: Vec<String> = record.distribution.iter().map(|shift| named(shift.segment.as_deref())).collect();
    let widest = names.iter().map(|name| text::width(name)).max().unwrap_or(0);
    let label = (widest + 2).clamp(NAME, 2 * NAME);
    for (shift, name) in record.distribution.iter().zip(&names) {
        let (before, after) = (shift.before.clients, shift.after.clients);
        let role = if before == after { Role::Text } else { Role::Drift };
        let name = text::left(name, label - 2, look.glyphs.cut());
        prose.fact(&name, label, role, &self::shift(before, after, record.total, shift.target, look));
    }
}

/// Clients of a segment before and after, with their share and the one that is wanted: `4 → 6, 40% of 15 (wanted 30%)`.
pub fn shift(before: i64, after: i64, total: i64, target: Option<u16>, look: &Look) -> String {
    let number = |n| look.formats.number(n);
    let mut said =
        if before == after { number(after) } else { format!("{} {} {}", number(before), look.glyphs.arrow(), number(after)) };
    if total > 0 {
        said.push_str(&format!(", {}%", (after * 200 + total) / (total * 2)));
    }
    if let Some(target) = target {
        said.push_str(&format!(" (wanted {}%)", (target + 5) / 10));
    }
    said
}

fn columns(compared: u16) -> [Column; 8] {
    let left = |title, width, keep| Column { title, width, side: Side::Left, keep };
    let right = |title, width, keep| Column { title, width, side: Side::Right, keep };
    [
        left("Session", 12, ALWAYS),
        left("State", 9, ALWAYS),
        left("Date", 10, 6),
        right("Clients", 7, 5),
        right("Moves", 5, 9),
        right("Stay", 5, 7),
        right("Put off", 7, 4),
        left("  Segments after it", compared, 8),
    ]
}

fn draw_row(canvas: &mut Canvas<'_>, line: Rect, places: &[Place], listed: &Listed) {
    let look = canvas.look;
    let row = &listed.row;
    let number = |n| look.formats.number(n);
    let role = match row.phase {
        Phase::Setup | Phase::Proposals | Phase::Live => Role::Title,
        Phase::Final => Role::Text,
        Phase::Void => Role::Dim,
    };
    for place in places {
        let at = place.of(line);
        let day = row.session.closed.as_ref().map_or(row.session.as_of, |act| act.on);
        let (side, said) = match place.column {
            0 => (Side::Left, row.session.name.clone()),
            1 => (Side::Left, row.phase.word().to_owned()),
            2 => (Side::Left, look.formats.date(day)),
            3 => (Side::Right, number(row.total)),
            4 => (Side::Right, number(row.moves)),
            5 => (Side::Right, number(row.confirmed)),
            6 => (Side::Right, number(row.deferred)),
            _ => (Side::Left, compared(listed, look)),
        };
        canvas.aligned(at, side, role, Shown::line(&said));
    }
}

/// `A 5   B 4   C 4   D 2   - 1`: in columns, so that sessions can be compared.
fn compared(listed: &Listed, look: &Look) -> String {
    let cells = listed.record.distribution.iter().map(|shift| {
        let letter = super::words::letters_of(listed.model.as_deref(), shift.segment.as_deref());
        let many = look.formats.number(shift.after.clients);
        format!("{:<CELL$}", format!("{letter} {many}"))
    });
    format!("  {}", cells.collect::<String>().trim_end())
}

/// Where there is no session yet.
fn door(canvas: &mut Canvas<'_>, area: Rect) {
    let mut prose = Prose::new(area.width.saturating_sub(2));
    prose.gap().text(Role::Title, "No session yet.");
    prose.gap().text(
        Role::Text,
        "In a session the team goes through the book client by client and decides whether each still belongs where it is. \
         What is decided is staged and written in one step at the end; until then nothing changes, and it can be left at any time.",
    );
    prose.gap().pieces(&[(Role::Key, "n"), (Role::Text, "  starts one")]);
    prose::view(canvas, area, &prose.lines, 0, None);
}
