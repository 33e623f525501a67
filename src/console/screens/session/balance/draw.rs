//! Drawing the consequences: what is decided in a line, clients that changed, then decisions and figures, side by side or by tabs.

use ratatui::layout::Rect;

use super::{BalanceScreen, PARTS, Part};
use crate::console::canvas::{Canvas, Words, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::Spot;
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::session::{Session, State};

/// From so many columns and rows on, decisions and figures stand side by side.
const WIDE: (u16, u16) = (108, 18);

impl BalanceScreen {
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (Some(session), Some(model)) = (&self.session, &self.model) else {
            canvas.paragraph(area, Role::Text, "This session is no longer in the book. Esc goes back.");
            return;
        };
        let inner = canvas.frame(area, Focus::Here, format!("What {} comes to, in {}", session.name, model.name));
        let wide = inner.width >= WIDE.0 && inner.height >= WIDE.1;
        let mut rest = inner;
        if !wide {
            self.draw_tabs(canvas, row_of(rest, 0));
            rest = skip_rows(rest, 1);
        }
        self.draw_summary(canvas, skip_columns(row_of(rest, 0), 1), session);
        rest = skip_rows(rest, 1);
        rest = skip_rows(rest, self.draw_conflicts(canvas, rest));
        if !wide {
            return match self.part {
                Part::Decisions => self.draw_list(canvas, rest, model),
                Part::Segments | Part::Owners | Part::Ways => self.draw_figures(canvas, skip_columns(rest, 1), self.alone()),
            };
        }
        let left = Rect { width: rest.width * 42 / 100, ..rest };
        let right = skip_columns(rest, left.width + 2);
        for row in 0..rest.height {
            let edge = Rect { width: 1, ..skip_columns(row_of(rest, row), left.width) };
            let role = if self.part == Part::Decisions { Role::Border } else { Role::BorderFocus };
            canvas.text(edge, role, canvas.look.glyphs.upright());
        }
        self.draw_list(canvas, left, model);
        self.draw_figures(canvas, right, &super::figures::ALL);
    }

    fn draw_tabs(&self, canvas: &mut Canvas<'_>, row: Rect) {
        let mut rest = row;
        for (at, part) in (0_u16..).zip(PARTS) {
            let name = part.name();
            let (role, label) =
                if part == self.part { (Role::TabActive, format!("[{name}]")) } else { (Role::Dim, format!(" {name} ")) };
            let taken = canvas.text(rest, role, label);
            canvas.spot(Rect { width: taken, ..rest }, Spot::Heading(at));
            rest = skip_columns(rest, taken + 1);
        }
    }

    /// `12 of 14 decided: 5 move, 6 stay, 1 put off · nothing is written yet`.
    fn draw_summary(&self, canvas: &mut Canvas<'_>, row: Rect, session: &Session) {
        let look = canvas.look;
        let number = |n: i64| look.formats.number(n);
        let [moves, stay, off] = self.kinds().map(number);
        let record = &self.balance.record;
        let decided = format!("{} of {} decided: ", number(record.done), number(record.total));
        let kinds = format!("{moves} move, {stay} stay, {off} put off");
        let state = match (session.state, &session.closed) {
            (State::Open, _) => "nothing is written yet".to_owned(),
            (State::Final, Some(act)) => format!("written on {}", look.formats.date(act.on)),
            (State::Final, None) => "written".to_owned(),
            (State::Void, _) => "given up: nothing was written".to_owned(),
        };
        let dot = format!(" {} ", look.glyphs.dot());
        let pieces: [(Role, Words<'_>); 4] =
            [(Role::Text, decided.into()), (Role::Title, kinds.into()), (Role::Dim, dot.into()), (Role::Dim, state.into())];
        canvas.pieces(row, &pieces);
    }

    /// Names the clients that changed since they were decided on; the answer is the rows it took.
    fn draw_conflicts(&self, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
        let names: Vec<&str> = self.conflicts.iter().map(|conflict| conflict.name.as_str()).collect();
        if names.is_empty() {
            return 0;
        }
        let many = match names.len() {
            1 => "1 client changed since it was decided on".to_owned(),
            many => format!("{} clients changed since they were decided on", canvas.look.formats.number(many as i64)),
        };
        let said = format!("! {many}: {}. Finalising asks about them.", names.join(", "));
        let width = area.width.saturating_sub(2);
        let rows = if text::width(&said) > usize::from(width) { 2 } else { 1 };
        let place = Rect { width, height: area.height.min(rows), ..skip_columns(area, 1) };
        canvas.paragraph(place, Role::Warning, said)
    }
}
