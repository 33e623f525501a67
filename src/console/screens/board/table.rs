//! One part as a full table: as many columns as fit, the most needed first.

use ratatui::layout::Rect;

use super::BoardScreen;
use super::axis::axes_of;
use super::grid::Axes;
use super::part::Entry;
use super::row::{LEAD, due_role};
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::score::percent;

/// What a column shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Owner,
    Revenue,
    Scores,
    Scored,
    Proposed,
    LastReview,
    NextDue,
    Late,
    Renewal,
}

/// The columns as they stand, after the name.
const COLUMNS: [Column; 9] = [
    Column::Owner,
    Column::Revenue,
    Column::Scores,
    Column::Scored,
    Column::Proposed,
    Column::LastReview,
    Column::NextDue,
    Column::Late,
    Column::Renewal,
];

/// The columns as they are needed.
const NEEDED: [Column; 9] = [
    Column::Revenue,
    Column::NextDue,
    Column::Late,
    Column::Owner,
    Column::Scores,
    Column::Proposed,
    Column::LastReview,
    Column::Scored,
    Column::Renewal,
];

/// The least and the most a name takes.
const NAME: (u16, u16) = (16, 44);

impl Column {
    fn width(self, mixed: bool) -> u16 {
        match self {
            Self::Owner => 9,
            Self::Revenue if mixed => 10,
            Self::Revenue => 7,
            Self::Scores => 11,
            Self::Scored => 6,
            Self::Proposed => 13,
            Self::LastReview => 11,
            Self::NextDue | Self::Renewal => 10,
            Self::Late => 5,
        }
    }

    fn side(self) -> Side {
        match self {
            Self::Owner | Self::Proposed | Self::LastReview | Self::NextDue | Self::Renewal => Side::Left,
            Self::Revenue | Self::Scores | Self::Scored | Self::Late => Side::Right,
        }
    }
}

/// The columns shown, with their places.
struct Layout {
    name: (u16, u16),
    columns: Vec<(Column, u16, u16)>,
}

impl Layout {
    fn of(width: u16, mixed: bool) -> Self {
        let mut room = width.saturating_sub(LEAD + NAME.0);
        let mut chosen = Vec::new();
        for column in NEEDED {
            let wide = column.width(mixed) + 2;
            if wide > room {
                break;
            }
            room -= wide;
            chosen.push(column);
        }
        let name = (NAME.0 + room).min(NAME.1).min(width.saturating_sub(LEAD));
        let mut at = LEAD + name + 2;
        let mut columns = Vec::new();
        for column in COLUMNS.into_iter().filter(|column| chosen.contains(column)) {
            columns.push((column, at, column.width(mixed)));
            at += column.width(mixed) + 2;
        }
        Self { name: (LEAD, name), columns }
    }
}

impl BoardScreen {
    /// Draws a part as a table with headings.
    pub(super) fn draw_table(&self, canvas: &mut Canvas<'_>, inner: Rect, at: usize) {
        let layout = Layout::of(inner.width.saturating_sub(1), self.mixed);
        let headings = row_of(inner, 0);
        canvas.text(place(headings, layout.name.0, layout.name.1), Role::Dim, "Client");
        for (column, from, wide) in &layout.columns {
            let heading = self.heading(*column, *wide);
            canvas.aligned(place(headings, *from, *wide), column.side(), Role::Dim, heading);
        }
        let below = skip_rows(inner, 1);
        if self.parts[at].window.rows.is_empty() {
            return self.draw_rows(canvas, below, at);
        }
        self.draw_list(canvas, below, at, |screen, canvas, area, entry| {
            screen.draw_signs(canvas, area, entry);
            screen.draw_name(canvas, place(area, layout.name.0, layout.name.1), entry);
            for (column, from, wide) in &layout.columns {
                screen.draw_cell(canvas, place(area, *from, *wide), *column, entry);
            }
        });
    }

    fn heading(&self, column: Column, wide: u16) -> String {
        let name = match column {
            Column::Owner => "Owner",
            Column::Revenue => "Revenue",
            Column::Scores => return self.scores_heading(),
            Column::Scored => "Scored",
            Column::Proposed if self.source.is_plain() => "Proposed",
            Column::Proposed if self.source.is_placed() => "Now",
            Column::Proposed => "Segment",
            Column::LastReview => "Last review",
            Column::NextDue => "Next due",
            Column::Late => "Late",
            Column::Renewal => "Renewal",
        };
        text::fit(name, usize::from(wide), ".")
    }

    /// `Matur/Appet`: what runs across first.
    fn scores_heading(&self) -> String {
        let (across, up) = axes_of(&self.model, self.axes);
        let names: Vec<String> = across.into_iter().chain(up).map(|axis| text::head(&axis.name, 5).to_owned()).collect();
        names.join("/")
    }

    /// `66.7/83.3`, in the order of the heading; `?` where only one is known.
    pub(super) fn scores(&self, (x, y): (Option<i64>, Option<i64>), decimal: char) -> Option<String> {
        if self.model.y.is_none() {
            return x.map(|x| score(x, decimal));
        }
        let (across, up) = match self.axes {
            Axes::Straight => (x, y),
            Axes::Swapped => (y, x),
        };
        let said = |tenths: Option<i64>| tenths.map_or_else(|| "?".to_owned(), |tenths| score(tenths, decimal));
        (across.is_some() || up.is_some()).then(|| format!("{}/{}", said(across), said(up)))
    }

    fn draw_cell(&self, canvas: &mut Canvas<'_>, area: Rect, column: Column, entry: &Entry) {
        let (row, look) = (&entry.row, canvas.look);
        let late = row.next_due_on.map(|due| (look.today - due).num_days()).filter(|late| *late > 0);
        let said = match column {
            Column::Owner => {
                canvas.text(area, Role::Text, &entry.owner);
                return;
            }
            Column::Revenue => return self.draw_money(canvas, area, entry),
            Column::Proposed if !self.source.is_plain() => {
                entry.beside.as_ref().map(|beside| (Role::Text, beside.long.as_str().to_owned()))
            }
            Column::Proposed if row.proposed.as_deref() == Some(&self.parts[self.focus].key) || row.proposed.is_none() => None,
            Column::Proposed => return self.draw_proposal(canvas, area, entry),
            Column::Scores => self.scores(row.scores, look.formats.decimal).map(|said| (Role::Text, said)),
            Column::Scored => {
                let least = row.confidence.0.into_iter().chain(row.confidence.1).min();
                least.map(|per_mille| (Role::Text, format!("{}%", percent(per_mille))))
            }
            Column::LastReview => row.last_review_on.map(|day| (Role::Text, look.formats.date(day))),
            Column::NextDue => row.next_due_on.map(|day| (due_role(row.signs), look.formats.date(day))),
            Column::Late => late.map(|days| (due_role(row.signs), look.formats.number(days))),
            Column::Renewal => row.renewal_on.map(|day| (Role::Text, look.formats.date(day))),
        };
        match said {
            Some((role, said)) => canvas.aligned(area, column.side(), role, said),
            None => canvas.aligned(area, column.side(), Role::Dim, look.glyphs.dot()),
        }
    }
}

/// `66.7`.
fn score(tenths: i64, decimal: char) -> String {
    format!("{}{decimal}{}", tenths / 10, tenths % 10)
}

/// Some columns of a row, clipped to it.
fn place(row: Rect, from: u16, wide: u16) -> Rect {
    let rest = skip_columns(row, from);
    Rect { width: wide.min(rest.width), ..rest }
}
