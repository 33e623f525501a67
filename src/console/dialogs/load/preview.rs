//! The second page of an import: what the file is, what its rows are, and its first rows as they were understood.

use ratatui::layout::Rect;

use super::kinds::is_private;
use super::line::{HIDDEN, Page};
use super::looked::Would;
use super::pick::Pick;
use super::plan::Plan;
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_columns, skip_rows};
use crate::console::dialogs::sheet::counted;
use crate::console::hits::Spot;
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::exchange::import::Subject;

/// The table of the first rows, for spots.
pub const GRID: u16 = 64;
/// The sign at the left of the table, for spots: columns before.
pub const BEFORE: Spot = Spot::Heading(900);
/// The sign at the right of the table, for spots: columns after.
pub const AFTER: Spot = Spot::Heading(901);
/// The widest column.
const WIDE: usize = 28;
/// The narrowest column.
const NARROW: usize = 6;
/// Columns of the line numbers.
const LINES: u16 = 6;
/// Rows above the cells: header, field, kind, rule.
const HEAD: u16 = 4;

/// Where the table stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scrolled {
    /// Its first column.
    pub column: usize,
    /// Its first row.
    pub row: usize,
}

impl Scrolled {
    /// Moves by rows and columns, as far as there are some.
    pub fn by(&mut self, columns: isize, rows: isize, plan: &Plan, height: u16) {
        let most = plan.looked.header.len().saturating_sub(1);
        self.column = self.column.saturating_add_signed(columns).min(most);
        let shown = usize::from(height.saturating_sub(HEAD));
        let last = plan.looked.rows_shown.len().saturating_sub(shown);
        self.row = self.row.saturating_add_signed(rows).min(last);
    }
}

/// The lines above the table.
pub fn view(page: &mut Page<'_>, plan: &Plan) {
    let dot = format!(" {} ", page.look.glyphs.dot());
    let about: Vec<String> = std::iter::once(measure(plan, page.look)).chain(plan.looked.about.iter().cloned()).collect();
    page.words(Role::Text, &about.join(&dot));
    if !plan.looked.sheets.is_empty() {
        let many = plan.looked.sheets.len();
        let place = plan.sheet().and_then(|sheet| plan.looked.sheets.iter().position(|known| known == sheet)).unwrap_or(0) + 1;
        let said = format!("{} ({place} of {many})", plan.sheet().unwrap_or(""));
        page.choice(Pick::Sheet, "Sheet", &said);
    }
    if plan.asks_sheet() {
        page.words(
            Role::Warning,
            "? Several sheets may be meant. Is this the one? Left and Right show the others, Enter takes it.",
        );
    }
    if let Some(lacks) = plan.lacks() {
        page.words(Role::Warning, &format!("No column says {lacks}: the next page asks which one does."));
    }
    if plan.looked.rows_shown.is_empty() {
        page.words(Role::Warning, "There is no row below the header.");
    }
    if let Would::Fail(message) = &plan.looked.would {
        page.words(Role::Bad, &format!("! {}", message.said));
    }
    let said = match plan.subject() {
        Subject::Clients => "clients, one a row",
        Subject::Reviews => "reviews of clients, one a row",
    };
    page.choice(Pick::Subject, "The rows are", said);
}

/// How large the file is: `8,715 rows, 12 columns`.
fn measure(plan: &Plan, look: &Look) -> String {
    let columns = counted(look, plan.looked.header.len(), "column");
    let rows = plan.looked.rows.map(|rows| counted(look, usize::try_from(rows).unwrap_or(usize::MAX), "row"));
    rows.map_or_else(|| columns.clone(), |rows| format!("{rows}, {columns}"))
}

/// Draws the first rows: header, what each column fills, what it holds, and the cells.
pub fn grid(canvas: &mut Canvas<'_>, area: Rect, plan: &Plan, scrolled: Scrolled) {
    canvas.spot(area, Spot::Zone(GRID));
    let looked = &plan.looked;
    let lines = LINES.min(area.width);
    for (row, words) in (0..).zip(["line", "fills", "holds"]) {
        canvas.text(Rect { width: lines, ..row_of(area, row) }, Role::Dim, words);
    }
    let rule = canvas.look.glyphs.rule();
    canvas.rule(row_of(area, 3), Role::Dim, rule);
    let rows = looked.rows_shown.iter().skip(scrolled.row).take(usize::from(area.height.saturating_sub(HEAD)));
    let rows: Vec<&(u64, Vec<String>)> = rows.collect();
    for (row, (line, _)) in (HEAD..).zip(&rows) {
        canvas.text(Rect { width: lines, ..row_of(area, row) }, Role::Dim, line.to_string());
    }
    let mut rest = skip_columns(area, lines);
    let mut shown = scrolled.column;
    for at in scrolled.column..looked.header.len() {
        let wide = wide(plan, at).min(rest.width);
        // Half a column says less than a sign that there is more.
        if wide == 0 || (usize::from(wide) < NARROW && at > scrolled.column) {
            break;
        }
        column(canvas, Rect { width: wide, ..rest }, plan, at, &rows);
        rest = skip_columns(rest, wide + 2);
        shown = at + 1;
    }
    more(canvas, row_of(area, 3), plan, scrolled.column, shown);
}

/// The columns a column takes: those of its widest cell.
fn wide(plan: &Plan, at: usize) -> u16 {
    let looked = &plan.looked;
    let cells = looked.rows_shown.iter().filter_map(|(_, cells)| cells.get(at));
    let head = [looked.header.get(at).map_or(0, |header| text::width(header)), text::width(&fills(plan, at))];
    let kind = looked.kinds.get(at).map_or(0, |kind| text::width(&kind.words));
    let widest = cells.map(|cell| text::width(cell)).chain(head).chain([kind]).max().unwrap_or(0);
    u16::try_from(widest.clamp(NARROW, WIDE)).unwrap_or(0)
}

fn fills(plan: &Plan, at: usize) -> String {
    plan.field(at).map_or_else(|| "ignored".to_owned(), ToString::to_string)
}

fn column(canvas: &mut Canvas<'_>, area: Rect, plan: &Plan, at: usize, rows: &[&(u64, Vec<String>)]) {
    let field = plan.field(at);
    let role = if field.is_some() { Role::Text } else { Role::Dim };
    let kind = plan.looked.kinds.get(at).map_or("", |kind| kind.words.as_str());
    canvas.text(row_of(area, 0), Role::Title, super::columns::header_of(plan, at));
    canvas.text(row_of(area, 1), if field.is_some() { Role::Key } else { Role::Dim }, fills(plan, at));
    canvas.text(row_of(area, 2), Role::Dim, kind.to_owned());
    let hidden = canvas.look.presenter && is_private(field);
    for (row, (_, cells)) in (HEAD..).zip(rows) {
        let cell = cells.get(at).map_or("", String::as_str);
        let cell = if hidden && !cell.is_empty() { HIDDEN } else { cell };
        canvas.text(row_of(area, row), role, cell.to_owned());
    }
}

/// Says on the rule that there are columns before and after.
fn more(canvas: &mut Canvas<'_>, rule: Rect, plan: &Plan, first: usize, end: usize) {
    let after = plan.looked.header.len().saturating_sub(end);
    if first > 0 {
        let said = format!("< {first} before ");
        let taken = canvas.text(rule, Role::Key, said);
        canvas.spot(Rect { width: taken, ..rule }, BEFORE);
    }
    if after > 0 {
        let said = if after == 1 { " 1 more column >".to_owned() } else { format!(" {after} more columns >") };
        let wide = u16::try_from(text::width(&said)).unwrap_or(0).min(rule.width);
        canvas.aligned(rule, Side::Right, Role::Key, said);
        canvas.spot(skip_columns(rule, rule.width - wide), AFTER);
    }
}

/// The rest of an area below some rows, for the table.
#[must_use]
pub fn below(area: Rect, rows: u16) -> Rect {
    skip_rows(area, rows)
}
