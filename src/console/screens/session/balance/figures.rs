//! Figures as rows: a heading with its columns, a row with a bar, a text; made for a width, drawn from a place on.

use ratatui::layout::Rect;

use super::{BalanceScreen, FIGURES, Part};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_columns};
use crate::console::hits::{Hits, Spot};
use crate::console::parts::text;
use crate::console::screens::insights::pane::{Piece, bar};
use crate::console::screens::prose::furthest;
use crate::console::screens::table::{Column, places};
use crate::console::theme::Role;

/// Columns of a label.
pub(super) const LABEL: u16 = 14;
/// Columns of a label before cells of one width, and of such a cell.
pub(super) const WAY: u16 = 18;
pub(super) const CELL: u16 = 7;
/// All parts with figures.
pub(super) const ALL: [Part; 3] = [Part::Segments, Part::Owners, Part::Ways];

/// Columns of rows, and the one that grows.
pub(super) struct Table {
    pub columns: &'static [Column],
    pub grows: usize,
}

/// What stands in a column of a row.
pub(super) enum Cell {
    Said(Role, String),
    /// A part of a whole bar, with the place of a mark on it.
    Bar(Piece, Option<f64>),
}

/// A row of figures.
pub(super) enum Figure {
    Blank,
    /// The title of a part, with the headings of its columns.
    Head(&'static str, &'static Table),
    /// Cells in columns.
    Row(&'static Table, Vec<Cell>),
    /// Words of a text.
    Text(Role, String),
    /// Words after a label.
    Words(String, Role, String),
    /// Cells of one width after a label.
    Cells(String, Vec<(Role, String)>),
}

impl Figure {
    /// A text, wrapped to a width.
    pub fn text(role: Role, said: &str, width: u16) -> impl Iterator<Item = Self> {
        text::wrap(said, usize::from(width.max(8))).into_iter().map(move |part| Self::Text(role, part))
    }

    /// Words after a label, wrapped in their own column.
    pub fn labelled(label: &str, role: Role, said: &str, width: u16) -> impl Iterator<Item = Self> {
        let room = usize::from(width.saturating_sub(LABEL + 1).max(8));
        let mut label = label.to_owned();
        text::wrap(said, room).into_iter().map(move |part| Self::Words(std::mem::take(&mut label), role, part))
    }

    fn draw(&self, canvas: &mut Canvas<'_>, row: Rect) {
        match self {
            Self::Blank => {}
            Self::Head(title, Table { columns, grows }) => {
                for place in places(columns, *grows, row.width) {
                    let column = columns[place.column];
                    canvas.aligned(place.of(row), column.side, Role::Dim, column.title);
                }
                canvas.text(row, Role::Title, *title);
            }
            Self::Row(Table { columns, grows }, cells) => {
                for place in places(columns, *grows, row.width) {
                    match &cells[place.column] {
                        Cell::Said(role, said) => canvas.aligned(place.of(row), columns[place.column].side, *role, said.clone()),
                        Cell::Bar(piece, mark) => bar(canvas, place.of(row), &[*piece], *mark),
                    }
                }
            }
            Self::Text(role, said) => {
                canvas.text(row, *role, said.clone());
            }
            Self::Words(label, role, said) => {
                canvas.text(Rect { width: LABEL.min(row.width), ..row }, Role::Text, label.clone());
                canvas.text(skip_columns(row, LABEL + 1), *role, said.clone());
            }
            Self::Cells(label, cells) => {
                canvas.text(Rect { width: WAY.min(row.width), ..row }, Role::Text, label.clone());
                let mut rest = skip_columns(row, WAY);
                for (role, said) in cells {
                    let cell = Rect { width: CELL.min(rest.width), ..rest };
                    canvas.aligned(cell, Side::Right, *role, said.clone());
                    rest = skip_columns(rest, CELL);
                }
            }
        }
    }
}

impl BalanceScreen {
    /// The parts whose figures stand below each other: all of them where the decisions are beside them.
    pub(super) fn stacked(&self, hits: &Hits) -> &'static [Part] {
        let shown = |zone: u16| !hits.area_of(Spot::Zone(zone)).is_empty();
        if shown(super::LIST) && shown(FIGURES) { &ALL } else { self.alone() }
    }

    /// The figures of the part that is shown, where it has any.
    pub(super) fn alone(&self) -> &'static [Part] {
        match self.part {
            Part::Decisions => &[],
            Part::Segments => &ALL[..1],
            Part::Owners => &ALL[1..2],
            Part::Ways => &ALL[2..],
        }
    }

    /// The rows of some parts for a width.
    pub(super) fn figures(&self, parts: &[Part], width: u16, look: &Look) -> Vec<Figure> {
        let mut figures = Vec::new();
        let Some(model) = &self.model else { return figures };
        for part in parts {
            if !figures.is_empty() {
                figures.push(Figure::Blank);
            }
            match part {
                Part::Decisions => {}
                Part::Segments => self.segments(&mut figures, model, width, look),
                Part::Owners => self.owners(&mut figures, width, look),
                Part::Ways => self.matrix(&mut figures, model, width, look),
            }
        }
        figures
    }

    /// Where a part begins among rows that stand below each other.
    pub(super) fn begins(&self, part: Part, parts: &[Part], width: u16, look: &Look) -> usize {
        match parts.iter().position(|one| *one == part) {
            None | Some(0) => 0,
            Some(at) => self.figures(&parts[..at], width, look).len() + 1,
        }
    }

    /// Draws the rows of some parts.
    pub(super) fn draw_figures(&self, canvas: &mut Canvas<'_>, area: Rect, parts: &[Part]) {
        canvas.spot(area, Spot::Zone(FIGURES));
        let figures = self.figures(parts, inside(area.width), canvas.look);
        let top = self.top.min(furthest(figures.len(), area.height));
        let room = Rect { width: inside(area.width), ..area };
        for (row, figure) in (0..area.height).zip(figures.iter().skip(top)) {
            figure.draw(canvas, row_of(room, row));
        }
        let edge = Rect { x: area.right().saturating_sub(1), width: area.width.min(1), ..area };
        let glyphs = canvas.look.glyphs;
        if top > 0 {
            canvas.text(row_of(edge, 0), Role::Key, glyphs.above());
        }
        if figures.len() > top + usize::from(area.height) {
            canvas.text(row_of(edge, area.height.saturating_sub(1)), Role::Key, glyphs.below());
        }
    }
}

/// The columns that rows have in an area: the last ones are for the signs that there is more.
pub(super) fn inside(width: u16) -> u16 {
    width.saturating_sub(2)
}
