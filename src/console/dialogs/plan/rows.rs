//! The lines of a plan: the fullest weeks of each owner as bars, then each review with the date it gets.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, Side, skip_columns};
use crate::console::dialogs::sheet;
use crate::console::parts::{list, text};
use crate::console::screens::table::{ALWAYS, Column, Place, places};
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::domain::spread::{FirstReview, Planned, Spread, WeekLoad};

/// Weeks shown of each owner.
const PEAKS: usize = 3;
/// The first week, as an id; reviews count from 0.
const WEEK: i64 = 1 << 40;

/// A line of a plan; weeks and reviews by their place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A heading, or a blank line.
    Heading(&'static str),
    /// A week of an owner.
    Week(usize),
    /// A review with its date.
    Review(usize),
}

impl list::Row for Row {
    fn id(&self) -> Option<i64> {
        match self {
            Self::Heading(_) => None,
            Self::Week(at) => Some(WEEK + i64::try_from(*at).unwrap_or(0)),
            Self::Review(at) => i64::try_from(*at).ok(),
        }
    }
}

/// The lines of a plan.
pub fn rows(spread: &Spread) -> Vec<Row> {
    if spread.planned.is_empty() {
        return Vec::new();
    }
    let mut of_owner: BTreeMap<Option<&str>, Vec<&WeekLoad>> = BTreeMap::new();
    for peak in spread.peaks() {
        let peaks = of_owner.entry(peak.owner.as_deref()).or_default();
        if peaks.len() < PEAKS {
            peaks.push(peak);
        }
    }
    let place = |peak: &WeekLoad| spread.weeks.iter().position(|week| std::ptr::eq(week, peak)).unwrap_or(0);
    let weeks = of_owner.into_values().flatten().map(|peak| Row::Week(place(peak)));
    let mut by_day: Vec<usize> = (0..spread.planned.len()).collect();
    by_day.sort_by_key(|at| spread.planned[*at].on);
    std::iter::once(Row::Heading("Fullest weeks"))
        .chain(weeks)
        .chain([Row::Heading(""), Row::Heading("Dates")])
        .chain(by_day.into_iter().map(Row::Review))
        .collect()
}

/// What the lines are drawn from.
pub struct Picture<'a> {
    model: &'a Model,
    reviews: &'a [FirstReview],
    spread: &'a Spread,
    weeks: Vec<Place>,
    dates: Vec<Place>,
    /// The hours of a full bar.
    most: f64,
}

const OWNER: usize = 0;
const MONDAY: usize = 1;
const BAR: usize = 2;
const HOURS: usize = 3;
const OVER: usize = 4;

const ON: usize = 0;
const CLIENT: usize = 1;
const SEGMENT: usize = 2;
const KIND: usize = 3;
const WHOSE: usize = 4;
const BEFORE: usize = 5;
const BEYOND: usize = 6;

const fn column(width: u16, keep: u8) -> Column {
    Column { title: "", width, side: Side::Left, keep }
}

impl<'a> Picture<'a> {
    /// For so many columns.
    pub fn of(model: &'a Model, reviews: &'a [FirstReview], spread: &'a Spread, room: u16) -> Self {
        let owner = reviews.iter().filter_map(|review| review.owner.as_deref()).map(text::width).max().unwrap_or(0);
        let owner = u16::try_from(owner.clamp(10, 16)).unwrap_or(16);
        let kinds = if model.kinds().len() > 1 { 7 } else { 1 };
        let weeks = [column(owner, ALWAYS), column(10, ALWAYS), column(8, 5), column(18, ALWAYS), column(4, 9)];
        let dates = [
            column(14, ALWAYS),
            column(14, ALWAYS),
            column(13, 5),
            column(9, kinds),
            column(owner, 8),
            column(14, 6),
            column(4, 9),
        ];
        let hours = |week: &WeekLoad| week.hours.max(week.capacity.unwrap_or(0.0));
        Self {
            model,
            reviews,
            spread,
            weeks: places(&weeks, BAR, room),
            dates: places(&dates, CLIENT, room),
            most: spread.weeks.iter().map(hours).fold(0.0, f64::max),
        }
    }

    /// Draws a line.
    pub fn row(&self, canvas: &mut Canvas<'_>, area: Rect, row: Row) {
        match row {
            Row::Heading(words) => drop(canvas.text(area, Role::Title, words)),
            Row::Week(at) => self.spread.weeks.get(at).into_iter().for_each(|week| self.week(canvas, area, week)),
            Row::Review(at) => self.spread.planned.get(at).into_iter().for_each(|planned| self.review(canvas, area, planned)),
        }
    }

    fn week(&self, canvas: &mut Canvas<'_>, area: Rect, week: &WeekLoad) {
        let look = canvas.look;
        let role = if week.is_over() { Role::Warning } else { Role::Text };
        for place in &self.weeks {
            let there = place.of(area);
            match place.column {
                OWNER => drop(canvas.text(there, Role::Text, week.owner.as_deref().unwrap_or("no owner").to_owned())),
                MONDAY => drop(canvas.text(there, Role::Dim, look.formats.date(week.monday))),
                BAR => self.bar(canvas, there, week),
                HOURS => {
                    let hours = sheet::figure(look, week.hours);
                    let words = match week.capacity {
                        Some(capacity) => format!("{hours} of {} hours", sheet::figure(look, capacity)),
                        None => format!("{hours} hours"),
                    };
                    canvas.text(there, role, words);
                }
                OVER if week.is_over() => drop(canvas.text(there, Role::Warning, "over")),
                _ => {}
            }
        }
    }

    /// The hours of a week as a bar, with a line where the owner's hours end.
    fn bar(&self, canvas: &mut Canvas<'_>, area: Rect, week: &WeekLoad) {
        let (full, line) = canvas.look.glyphs.scrollbar();
        // At most the width of the area, by the minimum.
        let columns = |hours: f64| ((hours / self.most * f64::from(area.width)).round() as u16).min(area.width);
        if self.most <= 0.0 {
            return;
        }
        let filled = columns(week.hours).max(u16::from(week.hours > 0.0));
        let within = week.capacity.map_or(filled, |capacity| columns(capacity).min(filled));
        canvas.rule(Rect { width: within.min(area.width), ..area }, Role::Good, full);
        let beyond = skip_columns(area, within);
        canvas.rule(Rect { width: (filled - within).min(beyond.width), ..beyond }, Role::Warning, full);
        if let Some(capacity) = week.capacity {
            let at = columns(capacity).min(area.width.saturating_sub(1));
            let mark = skip_columns(area, at);
            canvas.text(Rect { width: mark.width.min(1), ..mark }, Role::Dim, line);
        }
    }

    fn review(&self, canvas: &mut Canvas<'_>, area: Rect, planned: &Planned) {
        let look = canvas.look;
        let review = &self.reviews[planned.review];
        for place in &self.dates {
            let there = place.of(area);
            match place.column {
                ON => {
                    let words = format!("{} {}", planned.on.format("%a"), look.formats.date(planned.on));
                    canvas.text(there, Role::Key, words);
                }
                CLIENT => drop(canvas.text(there, Role::Text, review.name.clone())),
                SEGMENT => drop(canvas.text(there, Role::Dim, sheet::segment(self.model, Some(&review.segment)))),
                KIND => drop(canvas.text(there, Role::Dim, review.kind.clone())),
                WHOSE => drop(canvas.text(there, Role::Dim, review.owner.clone().unwrap_or_default())),
                BEFORE => {
                    let role = if review.effective < look.today { Role::Overdue } else { Role::Dim };
                    canvas.text(there, role, format!("was {}", look.formats.date(review.effective)));
                }
                BEYOND if !planned.within_capacity => drop(canvas.text(there, Role::Warning, "over")),
                _ => {}
            }
        }
    }
}
