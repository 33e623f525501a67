//! A month with the load of each day, and beside it what falls on the selected day.

mod draw;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Datelike, Days, Months, NaiveDate};
use ratatui::layout::Rect;

use super::lens;
use super::pane::{Pane, Reply, Selected, Tabs};
use super::roll::{self, Entry};
use crate::console::canvas::Canvas;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Step};
use crate::console::parts::list::{List, Moved, Window};
use crate::console::verbs;
use crate::domain::calendar::{Calendar, FIRST, LAST, end_of_month};
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::store::{DayLoad, DueRange};

pub use draw::counted;

/// The number of the day's list for the mouse.
const OF_DAY: u16 = 2;
/// The number of the calendar.
const DAYS: u16 = 3;
/// The most reviews of a day that are listed.
const MOST: usize = 500;

/// The month.
pub struct MonthView {
    model: Arc<Model>,
    calendar: Calendar,
    day: NaiveDate,
    today: NaiveDate,
    days: BTreeMap<NaiveDate, DayLoad>,
    overdue: i64,
    /// Hours a week that the owners shown have, where all of theirs are known.
    capacity: Option<f64>,
    window: Window<Entry>,
    list: List,
    /// The keys go to the day's list.
    inside: bool,
    marked: BTreeSet<ClientId>,
    filtered: bool,
    /// The month and the day that were read.
    read: Option<(NaiveDate, NaiveDate)>,
}

/// The first day of the month of a day.
fn month_of(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.day0()))
}

/// The Monday of the week of a day.
pub fn monday_of(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

impl MonthView {
    /// The month of today, not read yet.
    pub fn new(ctx: &Ctx<'_>) -> Self {
        let ground = ctx.store.ground();
        Self {
            model: Arc::clone(ground.driving()),
            calendar: ground.settings.calendar.clone(),
            day: ctx.stamp.today,
            today: ctx.stamp.today,
            days: BTreeMap::new(),
            overdue: 0,
            capacity: None,
            window: Window::default(),
            list: List::new(OF_DAY),
            inside: false,
            marked: BTreeSet::new(),
            filtered: false,
            read: None,
        }
    }

    /// The Mondays of the weeks shown.
    fn weeks(&self) -> Vec<NaiveDate> {
        let first = monday_of(month_of(self.day));
        first.iter_weeks().take_while(|monday| *monday <= end_of_month(self.day)).collect()
    }

    /// Reads the month and the day, as far as they are not read yet.
    fn read(&mut self, ctx: &mut Ctx<'_>) {
        let wanted = (month_of(self.day), self.day);
        let known = self.read.replace(wanted);
        if known.map(|(month, _)| month) != Some(wanted.0) {
            let weeks = self.weeks();
            let last = weeks.last().map_or(self.day, |monday| *monday + Days::new(6));
            let days = ctx.store.days(&ctx.desk.lens.whose(), monday_of(wanted.0), last, ctx.stamp.today);
            self.days = ctx.desk.or_default(days);
        }
        if known != Some(wanted) {
            let rows = ctx.store.due(&lens::query(DueRange::On(self.day), ctx), None, MOST, ctx.stamp.today);
            let rows = ctx.desk.or_default(rows);
            self.window = Window::whole(roll::entries(rows, ctx));
            self.list.settle(&self.window);
            self.inside &= !self.window.rows.is_empty();
        }
    }

    fn go_to(&mut self, day: Option<NaiveDate>) {
        self.day = day.unwrap_or(self.day).clamp(FIRST, LAST);
        self.inside = false;
    }

    fn step_by(&mut self, days: i64) {
        self.go_to(self.day.checked_add_signed(chrono::TimeDelta::days(days)));
    }

    fn turn(&mut self, action: Action) -> bool {
        match action {
            Action::Left => self.step_by(-1),
            Action::Right => self.step_by(1),
            Action::Up => self.step_by(-7),
            Action::Down => self.step_by(7),
            Action::PageUp => self.go_to(self.day.checked_sub_months(Months::new(1))),
            Action::PageDown => self.go_to(self.day.checked_add_months(Months::new(1))),
            Action::First => self.go_to(Some(self.today)),
            Action::Last => self.go_to(Some(end_of_month(self.day))),
            _ => return false,
        }
        true
    }

    /// Hours of the reviews in the week of a day.
    fn week_hours(&self, day: NaiveDate) -> f64 {
        let monday = monday_of(day);
        self.days.range(monday..monday + Days::new(7)).map(|(_, load)| load.hours).sum()
    }

    /// Whether the week of a day has more hours of reviews than the owners shown.
    fn is_over(&self, day: NaiveDate) -> bool {
        self.capacity.is_some_and(|capacity| self.week_hours(day) > capacity)
    }

    fn entry(&self) -> Option<&Entry> {
        let place = self.list.place(&self.window)?;
        self.window.rows.get(place).filter(|_| self.inside)
    }

    fn in_list(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(OF_DAY)).height;
        if self.list.act(action, &self.window, height) != Moved::Not {
            return Reply::Do(Step::Stay);
        }
        match (action, self.entry()) {
            (Action::Back | Action::Left, _) => {
                self.inside = false;
                Reply::Do(Step::Stay)
            }
            (Action::Mark, Some(entry)) => {
                let step = verbs::step(action, entry.client(), ctx).unwrap_or(Step::Stay);
                self.list.act(Action::Down, &self.window, height);
                Reply::Do(step)
            }
            (_, _) => Reply::Not,
        }
    }
}

impl Pane for MonthView {
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect, tabs: &Tabs) {
        draw::view(self, canvas, area, tabs);
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Reply {
        if self.inside {
            return self.in_list(action, ctx);
        }
        if self.turn(action) {
            return Reply::Do(Step::Stay);
        }
        if action == Action::Open {
            self.read(ctx);
            self.inside = !self.window.rows.is_empty();
            return Reply::Do(Step::Stay);
        }
        Reply::Not
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Reply {
        match touch {
            Touch::Click { spot: Spot::Row { list: DAYS, id }, .. } => {
                self.go_to(i32::try_from(id).ok().and_then(NaiveDate::from_num_days_from_ce_opt));
                return Reply::Do(Step::Stay);
            }
            // The screen opens what is selected then: the day's list.
            Touch::Double { spot: Spot::Row { list: DAYS, .. } } => return Reply::Do(Step::Stay),
            Touch::Wheel { spot: Spot::Row { list: DAYS, .. } | Spot::Zone(DAYS), by } => {
                self.step_by(7 * i64::from(by.signum()));
                return Reply::Do(Step::Stay);
            }
            Touch::Click { .. }
            | Touch::Double { .. }
            | Touch::Menu { .. }
            | Touch::Wheel { .. }
            | Touch::Drag { .. }
            | Touch::Drop { .. } => {}
        }
        let height = ctx.hits.area_of(Spot::Zone(OF_DAY)).height;
        match self.list.touch(touch, &self.window, height) {
            Moved::Not => Reply::Not,
            Moved::Yes | Moved::NeedsAbove | Moved::NeedsBelow | Moved::NeedsFirst | Moved::NeedsLast => {
                self.inside = !self.window.rows.is_empty();
                Reply::Do(Step::Stay)
            }
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        let ground = ctx.store.ground();
        let owner = ctx.desk.lens.owner.as_deref().filter(|owner| !owner.is_empty());
        self.model = Arc::clone(ground.driving());
        self.calendar = ground.settings_for(owner).calendar.clone();
        self.marked.clone_from(&ctx.desk.marked);
        self.filtered = ctx.desk.filter.is_some();
        if self.day == self.today {
            self.day = ctx.stamp.today;
        }
        self.today = ctx.stamp.today;
        let query = crate::store::DueQuery { filter: None, ..lens::query(DueRange::Shown, ctx) };
        let counts = ctx.store.due_counts(&query, ctx.stamp.today);
        self.overdue = ctx.desk.or_default(counts).overdue;
        let owners = ctx.store.owners();
        let owners = ctx.desk.or_default(owners);
        let shown = owners.iter().filter(|(owner, _)| ctx.desk.lens.lets_through(Some(owner)));
        self.capacity = shown.map(|(owner, _)| ground.capacity(owner)).sum::<Option<f64>>().filter(|hours| *hours > 0.0);
        self.read = None;
        self.read(ctx);
    }

    fn settle(&mut self, ctx: &mut Ctx<'_>) {
        self.read(ctx);
    }

    fn selected(&self) -> Option<Selected> {
        self.entry().and_then(Entry::selected)
    }

    fn explains(&self) -> bool {
        !self.inside
    }

    fn explained(&self, ctx: &Ctx<'_>) -> Option<(String, Vec<String>)> {
        Some(draw::explained(self, ctx.look))
    }

    fn shown(&self, most: usize, _ctx: &mut Ctx<'_>) -> Vec<ClientId> {
        let clients: BTreeSet<ClientId> = self.window.rows.iter().filter_map(Entry::client).collect();
        clients.into_iter().take(most).collect()
    }
}
