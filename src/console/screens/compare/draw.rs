//! Drawing two models side by side: contradictions first, the cross-tab, the clients of the cell that is looked at.

use ratatui::layout::Rect;

use super::{CompareScreen, Entry, Figure, Part, by_scores};
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::{Focus, Glyphs, Mark};
use crate::console::hits::Spot;
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::domain::money::Sums;
use crate::store::{ComparedCell, Comparison};

/// The most contradictions named at once.
const NAMED: usize = 5;
/// Columns of the names of the rows.
const LABEL: u16 = 18;
/// The most columns of a cell.
const CELL: u16 = 16;

/// How a segment is called where there is room, and where there is little; the last place is for those in none.
fn names(model: &Model) -> Vec<(String, String)> {
    let named = model.segments.iter().map(|one| (format!("{} {}", one.letter, one.name), one.letter.clone()));
    named.chain([("no segment".to_owned(), "none".to_owned())]).collect()
}

/// The keys of a model's segments and, last, that of none.
fn keys(model: &Model) -> impl Iterator<Item = &str> {
    model.segments.iter().map(|segment| segment.key.as_str()).chain([""])
}

impl CompareScreen {
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(seen) = &self.seen else {
            canvas.paragraph(area, Role::Text, "One of the two models is no longer in the book. Esc goes back.");
            return;
        };
        let title = format!("{} (rows) beside {} (columns)", seen.a.name, seen.b.name);
        let inner = canvas.frame(area, Focus::Here, title);
        let rest = self.draw_contradictions(canvas, inner, seen);
        let rest = self.draw_table(canvas, rest, seen);
        self.draw_clients(canvas, rest, seen);
    }

    /// The answer is the area below.
    fn draw_contradictions(&self, canvas: &mut Canvas<'_>, area: Rect, seen: &Comparison) -> Rect {
        let cells = seen.contradictions();
        let number = |n: i64| canvas.look.formats.number(n);
        let filter = self.filter.as_ref().map_or_else(String::new, |filter| format!(" that match “{}”", filter.as_str()));
        let more = if seen.is_many() { "; a client in several segments stands in several cells" } else { "" };
        if cells.is_empty() {
            let said = format!("No contradictions: nobody gets high touch in one and low or none in the other{more}.");
            canvas.text(row_of(area, 0), Role::Good, said);
            return skip_rows(area, 1);
        }
        let against: i64 = cells.iter().map(|cell| cell.clients).sum();
        let room = usize::from(area.height.saturating_sub(12) / 2).clamp(1, NAMED);
        let named = if cells.len() > room { format!(", in {} cells; the greatest first", cells.len()) } else { String::new() };
        let said = format!("Contradictions: {} of {} clients{filter}{more}{named}", number(against), number(seen.total));
        canvas.text(row_of(area, 0), Role::Title, said);
        let sign = if canvas.look.glyphs == Glyphs::Unicode { "≠" } else { "!" };
        for (line, cell) in cells.iter().take(room).enumerate() {
            let row = u16::try_from(line).unwrap_or(0);
            let place = row_of(skip_rows(area, 1), row);
            let Some(why) = seen.contradiction(&cell.a, &cell.b) else { continue };
            let many = canvas.look.formats.number(cell.clients);
            let clients = if cell.clients == 1 { "client" } else { "clients" };
            // The count first: long names are cut, it is not.
            let said = format!("{many} {clients}: {}", why.short());
            canvas.pieces(place, &[(Role::Warning, sign.into()), (Role::Text, " ".into()), (Role::Text, said.into())]);
            canvas.spot(place, Spot::Heading(row));
        }
        skip_rows(area, 1 + u16::try_from(room.min(cells.len())).unwrap_or(0))
    }

    fn draw_table(&self, canvas: &mut Canvas<'_>, area: Rect, seen: &Comparison) -> Rect {
        let (rows, columns) = (names(&seen.a), names(&seen.b));
        let many = u16::try_from(columns.len()).unwrap_or(u16::MAX);
        let label = LABEL.min(area.width / 3);
        let wide = (area.width.saturating_sub(label) / many).min(CELL);
        let fits = columns.iter().all(|(long, _)| text::width(long) < usize::from(wide));
        let head = row_of(area, 0);
        for (column, (long, short)) in (0..).zip(&columns) {
            let place = cell_of(head, label, wide, column);
            canvas.aligned(place, Side::Right, Role::Dim, if fits { long.clone() } else { short.clone() });
        }
        let below = skip_rows(area, 1);
        let all = rows.iter().zip(keys(&seen.a)).enumerate();
        for (row, ((long, _), a)) in all {
            let line = row_of(below, u16::try_from(row).unwrap_or(u16::MAX));
            canvas.text(Rect { width: label.min(line.width), ..line }, Role::Text, long.clone());
            for (column, b) in keys(&seen.b).enumerate() {
                let place = cell_of(line, label, wide, u16::try_from(column).unwrap_or(u16::MAX));
                self.draw_cell(canvas, place, seen, (a, b));
                let number = row * columns.len() + column;
                canvas.spot(place, Spot::Line(u16::try_from(number).unwrap_or(u16::MAX)));
                if (row, column) == self.at {
                    let role = if self.part == Part::Table { Role::Selected } else { Role::SelectedAway };
                    canvas.tint(place, role);
                }
            }
        }
        skip_rows(below, u16::try_from(rows.len()).unwrap_or(u16::MAX))
    }

    fn draw_cell(&self, canvas: &mut Canvas<'_>, area: Rect, seen: &Comparison, (a, b): (&str, &str)) {
        let glyphs = canvas.look.glyphs;
        let Some(cell) = seen.cell(a, b) else {
            canvas.aligned(area, Side::Right, Role::Dim, glyphs.dot());
            return;
        };
        let against = seen.contradiction(a, b).is_some();
        let figure = self.figure_of(canvas, cell);
        let sign = match (against, glyphs) {
            (false, _) => "",
            (true, Glyphs::Unicode) => "≠",
            (true, Glyphs::Ascii) => "!",
        };
        canvas.aligned(area, Side::Right, if against { Role::Warning } else { Role::Text }, format!("{sign}{figure}"));
    }

    fn figure_of(&self, canvas: &Canvas<'_>, cell: &ComparedCell) -> String {
        match self.figure {
            Figure::Clients => canvas.look.formats.number(cell.clients),
            Figure::Revenue => self.revenue(canvas, &cell.arr),
        }
    }

    /// `120k EUR + 3 more`: the book's own currency first.
    fn revenue(&self, canvas: &Canvas<'_>, sums: &Sums) -> String {
        if canvas.look.presenter {
            return crate::console::dialogs::sheet::HIDDEN.to_owned();
        }
        let mut sums: Vec<_> = sums.iter().collect();
        sums.sort_by_key(|(currency, _)| *currency != self.home);
        let said = sums.first().map(|(currency, sum)| format!("{} {currency}", canvas.look.formats.short(*sum)));
        let more = if sums.len() > 1 { format!(" +{}", sums.len() - 1) } else { String::new() };
        said.map_or_else(|| "0".to_owned(), |said| said + &more)
    }

    fn draw_clients(&self, canvas: &mut Canvas<'_>, area: Rect, seen: &Comparison) {
        let (a, b) = self.cell();
        let name = |model: &Model, key: &str| {
            model.segment(key).map_or_else(|| "no segment".to_owned(), |one| format!("{} {}", one.letter, one.name))
        };
        let cell = seen.cell(a, b);
        let many = cell.map_or(0, |cell| cell.clients);
        let said = format!("{} and {}: {}", name(&seen.a, a), name(&seen.b, b), canvas.look.formats.number(many));
        let line = row_of(area, 0);
        canvas.rule(line, Role::Border, canvas.look.glyphs.rule());
        let mut taken = canvas.text(skip_columns(line, 1), Role::Title, format!(" {said} "));
        if let Some(cell) = cell {
            let revenue = self.revenue(canvas, &cell.arr);
            let scores = if cell.by_scores > 0 {
                format!(" {} {} by scores ", canvas.look.formats.number(cell.by_scores), canvas.look.glyphs.mark(Mark::Drift))
            } else {
                String::new()
            };
            let rest = skip_columns(line, 1 + taken);
            taken += canvas.pieces(rest, &[(Role::Dim, format!("{revenue} ").into()), (Role::Dim, scores.into())]);
        }
        let _ = taken;
        let below = skip_rows(area, 1);
        if self.window.rows.is_empty() {
            canvas.text(skip_columns(below, 1), Role::Dim, "nobody stands there");
            return;
        }
        let focus = Focus::from(self.part == Part::Clients);
        self.list.view(canvas, below, &self.window, focus, |canvas, area, entry| self.draw_row(canvas, area, entry));
    }

    fn draw_row(&self, canvas: &mut Canvas<'_>, area: Rect, entry: &Entry) {
        if by_scores(&entry.row) {
            canvas.mark(area, Mark::Drift);
        }
        let rest = skip_columns(area, 2);
        let (money, owner) = (12.min(rest.width / 3), 12.min(rest.width / 4));
        let name = Rect { width: rest.width.saturating_sub(money + owner + 2), ..rest };
        canvas.text(name, Role::Text, &entry.name);
        let after = skip_columns(rest, name.width + 1);
        canvas.text(Rect { width: owner, ..after }, Role::Dim, &entry.owner);
        let last = skip_columns(after, owner + 1);
        let Some(arr) = entry.row.arr else { return };
        let said = if canvas.look.presenter {
            crate::console::dialogs::sheet::HIDDEN.to_owned()
        } else {
            format!("{} {}", canvas.look.formats.short(arr), entry.row.currency)
        };
        canvas.aligned(last, Side::Right, Role::Text, said);
    }
}

/// The place of a column on a line of the table.
fn cell_of(line: Rect, label: u16, wide: u16, column: u16) -> Rect {
    let from = label.saturating_add(wide.saturating_mul(column));
    let rest = skip_columns(line, from);
    Rect { width: wide.min(rest.width), ..rest }
}
