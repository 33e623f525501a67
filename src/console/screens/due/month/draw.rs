//! How the month is drawn: a grid of days, each with its reviews, hours and a bar; the selected day's reviews beside it.

use chrono::{Datelike, Days, NaiveDate};
use ratatui::layout::Rect;

use super::super::list::WIDE;
use super::super::pane::Tabs;
use super::super::remarks::short;
use super::super::roll::{Entry, Group};
use super::{DAYS, MonthView, month_of};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_columns, skip_rows};
use crate::console::formats::until;
use crate::console::glyphs::{Focus, Mark};
use crate::console::hits::Spot;
use crate::console::keys::Action;
use crate::console::theme::Role;
use crate::domain::text::Shown;
use crate::store::DayLoad;

/// The most rows a day takes.
const TALLEST: u16 = 4;
/// The fewest rows of the day's list, its frame among them.
const BELOW: u16 = 5;
/// Rows of the calendar that are no weeks: frame, month, weekdays.
const AROUND: u16 = 4;
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Draws the month and the day's list.
pub fn view(month: &MonthView, canvas: &mut Canvas<'_>, area: Rect, tabs: &Tabs) {
    let weeks = u16::try_from(month.weeks().len()).unwrap_or(6);
    let (grid, list, tall) = if area.width >= WIDE {
        let right = (area.width / 3).clamp(36, 56);
        let tall = (area.height.saturating_sub(AROUND) / weeks.max(1)).clamp(1, TALLEST);
        (Rect { width: area.width - right, ..area }, skip_columns(area, area.width - right), tall)
    } else {
        let tall = (area.height.saturating_sub(AROUND + BELOW) / weeks.max(1)).clamp(1, TALLEST - 1);
        let height = (AROUND + weeks * tall).min(area.height);
        (Rect { height, ..area }, skip_rows(area, height), tall)
    };
    let focus = Focus::from(!month.inside);
    let below = if month.filtered { "the filter counts in the list of a day alone" } else { "" };
    let inner = tabs.frame(canvas, grid, focus, below);
    canvas.spot(inner, Spot::Zone(DAYS));
    title(month, canvas, row_of(inner, 0));
    for (day, name) in (0_u16..).zip(WEEKDAYS) {
        canvas.text(column(row_of(inner, 1), day), Role::Dim, format!(" {name}"));
    }
    let scale = month.days.values().map(|load| load.hours).fold(0.0, f64::max);
    for (week, monday) in (0_u16..).zip(month.weeks()) {
        let row = skip_rows(inner, 2 + week * tall);
        let row = Rect { height: row.height.min(tall), ..row };
        for day in 0..7_u16 {
            let Some(date) = monday.checked_add_days(Days::new(day.into())) else { continue };
            cell(month, canvas, column(row, day), date, scale);
        }
    }
    day_list(month, canvas, list);
}

/// The part of a row that belongs to a weekday, counted from Monday.
fn column(row: Rect, day: u16) -> Rect {
    let at = |day: u16| row.width * day / 7;
    Rect { x: row.x + at(day), width: at(day + 1) - at(day), ..row }
}

/// The month's name between its arrows, its sums, and the backlog.
fn title(month: &MonthView, canvas: &mut Canvas<'_>, row: Rect) {
    let first = month_of(month.day);
    let of_month = month.days.iter().filter(|(day, _)| month_of(**day) == first).map(|(_, load)| load);
    let (reviews, hours) = of_month.fold((0, 0.0), |(reviews, hours), load| (reviews + load.reviews, hours + load.hours));
    let back = canvas.text(row, Role::Key, " < ");
    canvas.spot(Rect { width: back, ..row }, Spot::Act(Action::PageUp));
    let name = skip_columns(row, back);
    let wide = canvas.text(name, Role::Title, first.format("%B %Y").to_string());
    let next = skip_columns(name, wide);
    let on = canvas.text(next, Role::Key, " > ");
    canvas.spot(Rect { width: on, ..next }, Spot::Act(Action::PageDown));
    let formats = canvas.look.formats;
    let sums = format!(" {}, {hours:.1} h", counted(reviews));
    let rest = skip_columns(next, on);
    let taken = canvas.text(rest, Role::Text, sums);
    let late = skip_columns(rest, taken + 2);
    if month.overdue > 0 {
        canvas.mark(late, Mark::Overdue);
        canvas.text(skip_columns(late, 2), Role::Overdue, format!("{} overdue", formats.number(month.overdue)));
    }
}

/// `1 review`, `12 reviews`.
pub fn counted(reviews: i64) -> String {
    if reviews == 1 { "1 review".to_owned() } else { format!("{reviews} reviews") }
}

/// Hours without a needless decimal: `3`, `4.5`.
fn hours_of(hours: f64) -> String {
    let said = format!("{hours:.1}");
    said.strip_suffix(".0").map_or(said.clone(), str::to_owned)
}

fn cell(month: &MonthView, canvas: &mut Canvas<'_>, area: Rect, date: NaiveDate, scale: f64) {
    if area.is_empty() {
        return;
    }
    let works = month.calendar.is_working(date);
    let inside = month_of(date) == month_of(month.day);
    let load = month.days.get(&date).copied().unwrap_or_default();
    let over = month.is_over(date);
    let plain = if inside && works { Role::Text } else { Role::Dim };
    let number = if date == month.today { format!("[{}]", date.day()) } else { format!(" {} ", date.day()) };
    canvas.text(area, if date == month.today { Role::Title } else { plain }, format!("{number:>4}"));
    let beside = Rect { height: 1, ..skip_columns(area, 4) };
    if load.reviews > 0 {
        draw_load(canvas, area, beside, load, scale, (plain, over));
    } else if !works && month.calendar.working.contains(&date.weekday()) {
        canvas.text(beside, Role::Dim, "off");
    }
    let id = i64::from(date.num_days_from_ce());
    canvas.spot(area, Spot::Row { list: DAYS, id });
    if date == month.day {
        canvas.tint(area, if month.inside { Role::SelectedAway } else { Role::Selected });
    }
}

/// The load of a day: a bar, how many, and hours where there is room.
fn draw_load(canvas: &mut Canvas<'_>, area: Rect, beside: Rect, load: DayLoad, scale: f64, (plain, over): (Role, bool)) {
    let glyphs = canvas.look.glyphs;
    let role = if over { Role::Overdue } else { plain };
    let part = if scale > 0.0 { (load.hours / scale).min(1.0) } else { 0.0 };
    // Whole numbers from 0 to 8, and no more columns than the cell has.
    let eighths = (part * 8.0).ceil() as u8;
    let hours = format!("{}h", hours_of(load.hours));
    let sign = if over { "!" } else { "" };
    if area.height < 3 {
        let taken = canvas.text(beside, Role::Due, glyphs.level(eighths));
        let said = if area.height == 1 && area.width > 11 { format!("{} {hours}{sign}", load.reviews) } else { sign.to_owned() };
        let said = if area.height == 1 && area.width <= 11 { format!("{}{sign}", load.reviews) } else { said };
        canvas.text(skip_columns(beside, taken), role, said);
    } else if over {
        canvas.text(beside, role, "! over");
    }
    if area.height == 1 {
        return;
    }
    let said = if area.width > 9 {
        format!("  {} {} {hours}", load.reviews, glyphs.dot())
    } else {
        format!(" {}{}{hours}", load.reviews, glyphs.dot())
    };
    canvas.text(row_of(area, 1), role, said);
    if area.height > 2 {
        let bar = Rect { width: area.width.saturating_sub(4), ..skip_columns(row_of(area, 2), 2) };
        let wide = (part * f64::from(bar.width)).ceil() as u16;
        canvas.rule(Rect { width: wide.min(bar.width), ..bar }, if over { Role::Overdue } else { Role::Due }, glyphs.bar().0);
    }
}

fn day_list(month: &MonthView, canvas: &mut Canvas<'_>, area: Rect) {
    let load = month.days.get(&month.day).copied().unwrap_or_default();
    let date = format!("{} {}", month.day.format("%a"), canvas.look.formats.date(month.day));
    let works = if month.calendar.is_working(month.day) { "" } else { ", day off" };
    let hours = if load.reviews > 0 { format!(", {} h", hours_of(load.hours)) } else { String::new() };
    let focus = Focus::from(month.inside);
    let inner = canvas.frame(area, focus, format!("{date}{works}: {}{hours}", counted(load.reviews)));
    if month.window.rows.is_empty() {
        let said =
            if month.filtered && load.reviews > 0 { "none that the filter lets through" } else { "nothing falls on this day" };
        canvas.text(skip_columns(inner, 1), Role::Dim, said);
        return;
    }
    let kinds = month.model.kinds().len() > 1;
    month.list.view(canvas, inner, &month.window, focus, |canvas, row, entry| line(month, canvas, row, entry, kinds));
}

fn line(month: &MonthView, canvas: &mut Canvas<'_>, row: Rect, entry: &Entry, kinds: bool) {
    let Entry::Clock(_, due) = entry else { return };
    let mark = match entry.group() {
        Group::Overdue => Some(Mark::Overdue),
        Group::Due => Some(Mark::Due),
        Group::Booked => Some(Mark::Booked),
        Group::Upcoming | Group::Snoozed | Group::First | Group::Silent => None,
    };
    if let Some(mark) = mark {
        canvas.mark(row, mark);
    }
    let marked = month.marked.contains(&due.client);
    if marked {
        canvas.mark(skip_columns(row, 1), Mark::Marked);
    }
    let look = canvas.look;
    let mut said = vec![due.owner.clone().unwrap_or_default()];
    if kinds {
        said.insert(0, due.clock.clock.kind.clone());
    }
    let remark = short(due, look);
    said.push(if remark.is_empty() {
        due.clock.clock.effective.map(|on| until(on, look.today)).unwrap_or_default()
    } else {
        remark
    });
    said.retain(|part| !part.is_empty());
    let said = Shown::line(&said.join(", "));
    let name = skip_columns(row, 3);
    let wide = u16::try_from(crate::console::parts::text::width(said.as_str())).unwrap_or(0).min(name.width / 2 + 2);
    let role = if marked { Role::Marked } else { Role::Text };
    canvas.text(Rect { width: name.width.saturating_sub(wide + 1), ..name }, role, Shown::line(&due.name));
    canvas.aligned(skip_columns(name, name.width.saturating_sub(wide)), Side::Right, Role::Dim, said);
}

/// The selected day in words.
pub fn explained(month: &MonthView, look: &Look) -> (String, Vec<String>) {
    let date = look.formats.date(month.day);
    let load = month.days.get(&month.day).copied().unwrap_or_default();
    let falls = match load.reviews {
        0 => format!("No open review falls on {} {date}.", month.day.format("%A")),
        reviews => {
            format!("{} on {} {date}, {:.1} hours to prepare and hold.", counted(reviews), month.day.format("%A"), load.hours)
        }
    };
    let rule = "A review stands on its booked day until that is past, else on its due date or the day its snooze ends.";
    let mut said = vec![format!("{falls} {rule}")];
    let named = month.calendar.working.contains(&month.day.weekday());
    said.push(match (month.calendar.is_working(month.day), named) {
        (true, _) => "A working day.".to_owned(),
        (false, true) => "A day off by the list of holidays: due dates are rolled to a working day.".to_owned(),
        (false, false) => "No working day of the week: due dates are rolled to a working day.".to_owned(),
    });
    let week = month.week_hours(month.day);
    said.push(match month.capacity {
        Some(capacity) => {
            let over = if month.is_over(month.day) { ": more than there are, so its days are marked with !" } else { "" };
            format!("The owners shown have {capacity:.1} hours a week for reviews; this week has {week:.1}{over}.")
        }
        None => format!(
            "This week has {week:.1} hours of reviews. Not all owners shown have weekly hours to compare them with \
             (config set capacity.Ana 12)."
        ),
    });
    said.push("A full bar is the fullest day shown.".to_owned());
    if month.day < month.today && load.reviews > 0 {
        said.push("The day is past: what stands here was not held yet, and is late until it is.".to_owned());
    }
    (format!("{} {date}", month.day.format("%a")), said)
}
