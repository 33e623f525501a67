//! How the workload is drawn: a line of weeks for each owner, and the selected owner's weeks in numbers.

use ratatui::layout::Rect;

use super::super::list::WIDE;
use super::super::month::counted;
use super::super::pane::Tabs;
use super::{ALL, OwnerRow, WEEKS, WorkloadView};
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::text::Shown;
use crate::domain::workload::Week;

/// Columns of the weekly hours, and of the backlog.
const CAPACITY: u16 = 6;
const BACKLOG: u16 = 8;
/// The least columns of a name.
const NAME: u16 = 10;
/// Rows of the weeks in numbers where they stand below, in two columns.
const BELOW: u16 = 10;

/// Draws the owners and the selected one's weeks.
pub fn view(workload: &WorkloadView, canvas: &mut Canvas<'_>, area: Rect, tabs: &Tabs) {
    let (table, weeks) = if area.width >= WIDE {
        let right = (area.width / 3).clamp(40, 56);
        (Rect { width: area.width - right, ..area }, skip_columns(area, area.width - right))
    } else {
        let below = area.height.min(BELOW);
        (Rect { height: area.height - below, ..area }, skip_rows(area, area.height - below))
    };
    let inner = tabs.frame(canvas, table, Focus::Here, &foot(workload));
    if workload.window.rows.is_empty() {
        canvas.paragraph(inner, Role::Dim, "No review is to be held in the next weeks.");
    } else {
        let columns = Columns::of(inner.width.saturating_sub(1));
        columns.headings(canvas, row_of(inner, 0), workload.window.rows.first());
        workload.list.view(canvas, skip_rows(inner, 1), &workload.window, Focus::Here, |canvas, row, owner| {
            columns.owner(canvas, row, owner);
        });
    }
    numbers(workload, canvas, weeks);
}

/// The line below the table: what does not count, what is missing, what the sign means.
fn foot(workload: &WorkloadView) -> String {
    if workload.filtered {
        return "the filter does not count here: hours are of all clients".to_owned();
    }
    let rows = &workload.window.rows;
    let unknown = |row: &&OwnerRow| row.capacity.is_none() && row.owner.as_ref().is_some_and(|owner| !owner.is_empty());
    if let Some(row) = rows.iter().find(unknown) {
        let key = format!("capacity.{}", row.name());
        let quoted = if key.contains(char::is_whitespace) { format!("\"{key}\"") } else { key };
        return format!("weekly hours: quarterdeck config set {quoted} 12");
    }
    let over = rows.iter().any(|row| row.weeks.iter().any(|week| row.is_over(week.hours)));
    let sign = if over { "! is over the weekly hours; " } else { "" };
    format!("{sign}Enter shows one owner alone")
}

/// The columns of the table.
struct Columns {
    name: u16,
    week: u16,
}

impl Columns {
    fn of(width: u16) -> Self {
        let weeks = u16::try_from(WEEKS).unwrap_or(13);
        let week = (width.saturating_sub(NAME + CAPACITY + BACKLOG + 2) / weeks).clamp(2, 8);
        Self { name: width.saturating_sub(CAPACITY + BACKLOG + 2 + week * weeks).max(NAME), week }
    }

    fn parts(&self, row: Rect) -> (Rect, Rect, Rect, Rect) {
        let name = Rect { width: self.name.min(row.width), ..row };
        let capacity = skip_columns(row, self.name);
        let backlog = skip_columns(capacity, CAPACITY);
        let weeks = skip_columns(backlog, BACKLOG + 2);
        let capped = |area: Rect, width: u16| Rect { width: area.width.min(width), ..area };
        (name, capped(capacity, CAPACITY), capped(backlog, BACKLOG), weeks)
    }

    fn week(&self, weeks: Rect, at: u16) -> Rect {
        let rest = skip_columns(weeks, at * self.week);
        Rect { width: rest.width.min(self.week), ..rest }
    }

    fn headings(&self, canvas: &mut Canvas<'_>, row: Rect, first: Option<&OwnerRow>) {
        let (name, capacity, backlog, weeks) = self.parts(row);
        canvas.text(name, Role::Dim, " Owner");
        canvas.aligned(capacity, Side::Right, Role::Dim, "h/week");
        canvas.aligned(backlog, Side::Right, Role::Dim, "backlog");
        for (at, week) in (0_u16..).zip(first.map(|row| row.weeks.as_slice()).unwrap_or_default()) {
            // Where a week has two columns, every other one is named.
            if self.week > 2 {
                canvas.text(self.week(weeks, at), Role::Dim, week.monday.format("%-d").to_string());
            } else if at % 2 == 0 {
                let two = Rect { width: 3.min(weeks.width), ..skip_columns(weeks, at * self.week) };
                canvas.text(two, Role::Dim, week.monday.format("%-d").to_string());
            }
        }
    }

    fn owner(&self, canvas: &mut Canvas<'_>, row: Rect, owner: &OwnerRow) {
        let (name, capacity, backlog, weeks) = self.parts(row);
        let role = if owner.id == ALL { Role::Title } else { Role::Text };
        canvas.text(skip_columns(name, 1), role, Shown::line(owner.name()));
        match owner.capacity {
            Some(hours) => canvas.aligned(capacity, Side::Right, Role::Text, hours_of(hours)),
            None => canvas.aligned(capacity, Side::Right, Role::Dim, "-"),
        }
        if owner.backlog() > 0.0 {
            canvas.aligned(backlog, Side::Right, Role::Overdue, hours_of(owner.backlog()));
        }
        let scale = owner.scale();
        for (at, week) in (0_u16..).zip(&owner.weeks) {
            let place = self.week(weeks, at);
            if week.reviews == 0 {
                canvas.text(place, Role::Dim, canvas.look.glyphs.dot());
                continue;
            }
            let over = owner.is_over(week.hours);
            let role = if over { Role::Overdue } else { Role::Due };
            let part = if scale > 0.0 { (week.hours / scale).min(1.0) } else { 0.0 };
            canvas.text(place, role, canvas.look.glyphs.level((part * 8.0).ceil() as u8));
            let sign = if over { "!" } else { "" };
            let said = if self.week > 6 { format!("{}{sign}", hours_of(week.hours)) } else { sign.to_owned() };
            canvas.text(skip_columns(place, 1), if over { Role::Overdue } else { Role::Text }, said);
        }
    }
}

/// Hours with one decimal, without it from a hundred on.
fn hours_of(hours: f64) -> String {
    if hours >= 100.0 { format!("{hours:.0}") } else { format!("{hours:.1}") }
}

/// The selected owner's weeks: bar, hours, reviews.
fn numbers(workload: &WorkloadView, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(row) = workload.row() else {
        canvas.frame(area, Focus::Away, "");
        return;
    };
    let sum: f64 = row.weeks.iter().map(|week| week.hours).sum();
    let reviews: i64 = row.weeks.iter().map(|week| week.reviews).sum();
    let mut title = format!("{}: {} h, {} in {WEEKS} weeks", row.name(), hours_of(sum), counted(reviews));
    if text::width(&title) + 4 > usize::from(area.width) {
        title = format!("{}: {} h, {}", row.name(), hours_of(sum), counted(reviews));
    }
    let inner = canvas.frame(area, Focus::Away, title);
    let weeks = u16::try_from(row.weeks.len()).unwrap_or(0);
    let two = inner.height < weeks;
    let rows = if two { weeks.div_ceil(2) } else { weeks };
    let wide = if two { inner.width / 2 } else { inner.width };
    let most = row.weeks.iter().map(|week| week.hours).fold(row.capacity.unwrap_or(0.0), f64::max);
    for (at, week) in (0_u16..).zip(&row.weeks) {
        let place = skip_columns(row_of(inner, at % rows.max(1)), wide * (at / rows.max(1)));
        let place = skip_columns(Rect { width: place.width.min(wide), ..place }, 1);
        one(canvas, Rect { width: place.width.saturating_sub(1), ..place }, row, week, most);
    }
    let backlog = row.backlog();
    if backlog > 0.0 {
        let said = format!("{} {} h of the first week are backlog", canvas.look.glyphs.bar().1, hours_of(backlog));
        let last = if two { rows } else { rows + 1 };
        canvas.text(skip_columns(row_of(inner, last), 1), Role::Dim, said);
    }
}

fn one(canvas: &mut Canvas<'_>, place: Rect, row: &OwnerRow, week: &Week, most: f64) {
    let over = row.is_over(week.hours);
    let role = if over { Role::Overdue } else { Role::Text };
    canvas.text(place, Role::Dim, week.monday.format("%e %b").to_string());
    let said = format!("{} h {:>3}{}", hours_of(week.hours), week.reviews, if over { "!" } else { " " });
    canvas.aligned(place, Side::Right, role, said);
    let bar = skip_columns(place, 7);
    let bar = Rect { width: bar.width.saturating_sub(14), ..bar };
    if most <= 0.0 {
        return;
    }
    let columns = |hours: f64| ((hours / most).min(1.0) * f64::from(bar.width)).round() as u16;
    let (full, apart) = canvas.look.glyphs.bar();
    let (hours, backlog) = (columns(week.hours), columns(week.backlog_hours));
    canvas.rule(Rect { width: hours, ..bar }, if over { Role::Overdue } else { Role::Due }, full);
    canvas.rule(Rect { width: backlog, ..bar }, Role::Overdue, apart);
    if let Some(capacity) = row.capacity {
        let at = columns(capacity).min(bar.width.saturating_sub(1));
        canvas.text(Rect { width: bar.width.min(1), x: bar.x + at, ..bar }, Role::Axis, canvas.look.glyphs.upright());
    }
}
