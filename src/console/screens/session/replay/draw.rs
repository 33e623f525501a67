//! Drawing the replay: the counts, the moves under their verdicts, and everything about the selected one.

use ratatui::layout::Rect;

use super::{Line, ORDER, ReplayScreen};
use crate::console::canvas::{Canvas, Look, Side, Words, row_of, skip_columns, skip_rows};
use crate::console::dialogs::sheet;
use crate::console::glyphs::Focus;
use crate::console::parts::text;
use crate::console::screens::session::words;
use crate::console::screens::table::{ALWAYS, Column, places};
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::domain::session::expect::Verdict;
use crate::domain::session::minutes::ReplayRow;

/// The most rows that say more of the selected move, and from which height there are any.
const DETAIL: u16 = 8;
const DETAILED: u16 = 10;

/// The columns; what was expected grows.
const COLUMNS: [Column; 6] = [
    Column { title: "Client", width: 18, side: Side::Left, keep: ALWAYS },
    Column { title: "Moved", width: 7, side: Side::Left, keep: ALWAYS },
    Column { title: "Expected", width: 18, side: Side::Left, keep: 5 },
    Column { title: "By", width: 10, side: Side::Left, keep: 3 },
    Column { title: "Verdict", width: 9, side: Side::Left, keep: ALWAYS },
    Column { title: "Now", width: 5, side: Side::Left, keep: 6 },
];
/// From so many columns on, names have more of them.
const WIDE: u16 = 100;
const NAMED: u16 = 32;
/// Where what was expected stands among them.
const EXPECTED: usize = 2;

const fn role(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Held => Role::Good,
        Verdict::NotHeld => Role::Overdue,
        Verdict::Unknown => Role::Stale,
    }
}

impl ReplayScreen {
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (Some(session), Some(model)) = (&self.session, &self.model) else {
            canvas.paragraph(area, Role::Text, "This session is no longer in the book. Esc goes back.");
            return;
        };
        let title = match &self.last {
            Some(last) => format!("What became of the moves of {}", last.name),
            None => format!("Before {}", session.name),
        };
        let inner = canvas.frame(area, Focus::Here, title);
        let Some(last) = &self.last else {
            let said = "This is the first session of its model: there are no earlier moves to look back on. Esc goes on.";
            canvas.paragraph(skip_columns(inner, 1), Role::Dim, said);
            return;
        };
        let held_on = last.closed_on;
        self.draw_counts(canvas, skip_columns(row_of(inner, 0), 1), &canvas.look.formats.date(held_on));
        let rest = skip_rows(inner, 2);
        if self.window.rows.is_empty() {
            let said = format!("{} moved nobody. Esc goes on.", last.name);
            canvas.paragraph(skip_columns(rest, 1), Role::Dim, said);
            return;
        }
        let rest = self.draw_detail(canvas, rest, model);
        self.draw_moves(canvas, rest, model);
    }

    /// `2 not held, 2 unknown, 3 held: 7 moves, written on 2026-03-31`.
    fn draw_counts(&self, canvas: &mut Canvas<'_>, row: Rect, day: &str) {
        let number = |n: usize| canvas.look.formats.number(i64::try_from(n).unwrap_or(i64::MAX));
        let all: usize = ORDER.iter().map(|verdict| self.count(*verdict)).sum();
        let mut pieces: Vec<(Role, Words<'_>)> = Vec::new();
        for verdict in ORDER.into_iter().filter(|verdict| self.count(*verdict) > 0) {
            pieces.push((Role::Dim, if pieces.is_empty() { "" } else { ", " }.into()));
            pieces.push((role(verdict), format!("{} {}", number(self.count(verdict)), verdict.words()).into()));
        }
        let (lead, moves) = (if all == 0 { "" } else { ": " }, if all == 1 { "move" } else { "moves" });
        pieces.push((Role::Text, format!("{lead}{} {moves}, written on {day}", number(all)).into()));
        pieces.push((Role::Dim, format!("  {} J judges by hand, Esc goes on", canvas.look.glyphs.dot()).into()));
        canvas.pieces(row, &pieces);
    }

    fn draw_moves(&self, canvas: &mut Canvas<'_>, area: Rect, model: &Model) {
        let mut columns = COLUMNS;
        if area.width >= WIDE {
            columns[0].width = NAMED;
        }
        let places = places(&columns, EXPECTED, area.width.saturating_sub(2));
        for place in &places {
            let column = COLUMNS[place.column];
            canvas.aligned(place.of(skip_columns(row_of(area, 0), 1)), column.side, Role::Dim, column.title);
        }
        self.list.view(canvas, skip_rows(area, 1), &self.window, Focus::Here, |canvas, row, line| match line {
            Line::Heading(verdict) => {
                let many = canvas.look.formats.number(i64::try_from(self.count(*verdict)).unwrap_or(i64::MAX));
                canvas.text(row, Role::Title, format!("{} {many}", heading(*verdict)));
            }
            Line::Move(moved) => {
                for place in &places {
                    let (role, said) = cell(moved, place.column, model, canvas.look);
                    canvas.text(place.of(skip_columns(row, 1)), role, said);
                }
            }
        });
    }

    /// Everything about the selected move, below the list; the answer is the room that is left.
    fn draw_detail(&self, canvas: &mut Canvas<'_>, area: Rect, model: &Model) -> Rect {
        let Some(row) = self.row().filter(|_| area.height >= DETAILED) else { return area };
        let said = in_words(row, model, canvas.look);
        let width = area.width.saturating_sub(2);
        let rows: usize = said.iter().map(|(_, said)| text::wrap(said, usize::from(width)).len()).sum();
        let high = u16::try_from(rows).unwrap_or(DETAIL).min(DETAIL).min(area.height / 2);
        let list = Rect { height: area.height - high - 1, ..area };
        let sign = canvas.look.glyphs.rule();
        canvas.rule(row_of(area, list.height), Role::Border, sign);
        let mut below = Rect { width, ..skip_columns(skip_rows(area, list.height + 1), 1) };
        for (role, said) in said {
            let taken = canvas.paragraph(below, role, said);
            below = skip_rows(below, taken);
        }
        list
    }
}

/// What stands above the moves of a verdict.
const fn heading(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Held => "Held",
        Verdict::NotHeld => "Not held",
        Verdict::Unknown => "Unknown",
    }
}

fn cell(row: &ReplayRow, column: usize, model: &Model, look: &Look) -> (Role, Words<'static>) {
    let (role, said) = match column {
        0 => (Role::Text, row.name.clone()),
        1 => {
            let (from, to) = (words::letters(model, row.from.as_deref()), words::letters(model, row.to.as_deref()));
            (Role::Text, format!("{from} {} {to}", look.glyphs.arrow()))
        }
        EXPECTED if row.expect.is_empty() => (Role::Dim, "nothing was expected".to_owned()),
        EXPECTED => (Role::Text, words::private(&row.expect, look).to_owned()),
        3 => (Role::Dim, row.by_day.map(|day| look.formats.date(day)).unwrap_or_default()),
        4 => (role(row.verdict), format!("{}{}", row.verdict.words(), if row.judged { "*" } else { "" })),
        _ if row.gone => (Role::Dim, "left".to_owned()),
        _ if row.now == row.to => (Role::Dim, words::letters(model, row.now.as_deref())),
        _ => (Role::Drift, words::letters(model, row.now.as_deref())),
    };
    (role, said.into())
}

/// Everything about a move, a sentence a paragraph.
fn in_words(row: &ReplayRow, model: &Model, look: &Look) -> Vec<(Role, String)> {
    let segment = |place: Option<&str>| sheet::segment(model, place);
    let (arrow, dot) = (look.glyphs.arrow(), look.glyphs.dot());
    let owner = row.owner.as_ref().map(|owner| format!(" {dot} {owner}")).unwrap_or_default();
    let now = match (row.gone, row.now == row.to) {
        (true, _) => "it has left the book since".to_owned(),
        (false, true) => "it still stands there".to_owned(),
        (false, false) => format!("now in {}", segment(row.now.as_deref())),
    };
    let moved = format!("{} {arrow} {}", segment(row.from.as_deref()), segment(row.to.as_deref()));
    let mut said = vec![(Role::Text, format!("{}{owner}: {moved}, {now}", row.name))];
    let by = row.by_day.map(|day| format!(", by {}", look.formats.date(day))).unwrap_or_default();
    let expected = if row.expect.is_empty() { "nothing".to_owned() } else { words::private(&row.expect, look).to_owned() };
    said.push((Role::Text, format!("Expected: {expected}{by}")));
    let why = if row.why.is_empty() { String::new() } else { format!(": {}", words::private(&row.why, look)) };
    let judged = if row.judged { " (* judged by hand)" } else { "" };
    said.push((role(row.verdict), format!("{}{why}{judged}", heading(row.verdict))));
    if !row.note.is_empty() {
        said.push((Role::Dim, format!("Moved because: {}", words::private(&row.note, look))));
    }
    said
}
