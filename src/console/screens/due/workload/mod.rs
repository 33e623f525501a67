//! Hours per week and owner against what each has, from the hours of the touchpoints.

mod draw;

use ratatui::layout::Rect;

use super::lens::called;
use super::pane::{Pane, Reply, Selected, Tabs};
use crate::console::canvas::Canvas;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::domain::text::fold;
use crate::store::Whose;

/// The list's number for the mouse.
const OWNERS: u16 = 4;
/// Weeks shown.
pub const WEEKS: u32 = 13;
/// The id of the line of all owners.
const ALL: i64 = -1;

/// The weeks of an owner, or of all together.
#[derive(Debug, Clone, PartialEq)]
struct OwnerRow {
    id: i64,
    /// None: all together. Empty: the clients without an owner.
    owner: Option<String>,
    /// Hours a week.
    capacity: Option<f64>,
    weeks: Vec<crate::domain::workload::Week>,
}

impl Row for OwnerRow {
    fn id(&self) -> Option<i64> {
        Some(self.id)
    }
}

impl OwnerRow {
    fn name(&self) -> &str {
        self.owner.as_deref().map_or("All", called)
    }

    fn is_over(&self, hours: f64) -> bool {
        self.capacity.is_some_and(|capacity| hours > capacity)
    }

    fn backlog(&self) -> f64 {
        self.weeks.iter().map(|week| week.backlog_hours).sum()
    }

    /// What a full bar means: the weekly hours, else the fullest week.
    fn scale(&self) -> f64 {
        self.capacity.unwrap_or_else(|| self.weeks.iter().map(|week| week.hours).fold(0.0, f64::max))
    }
}

/// The workload.
pub struct WorkloadView {
    window: Window<OwnerRow>,
    list: List,
    filtered: bool,
}

impl WorkloadView {
    /// Nothing read yet.
    pub fn new(_ctx: &Ctx<'_>) -> Self {
        Self { window: Window::default(), list: List::new(OWNERS), filtered: false }
    }

    fn row(&self) -> Option<&OwnerRow> {
        self.list.place(&self.window).and_then(|place| self.window.rows.get(place))
    }
}

/// The rows: an owner each, by name, and all together.
fn rows(ctx: &mut Ctx<'_>) -> Vec<OwnerRow> {
    let (ground, whose) = (ctx.store.ground(), ctx.desk.lens.whose());
    let weeks = ctx.store.workload(&whose, ctx.stamp.today, WEEKS);
    let mut weeks = ctx.desk.or_default(weeks);
    let owners = ctx.store.owners();
    let mut owners: Vec<String> = ctx.desk.or_default(owners).into_iter().map(|(owner, _)| owner).collect();
    // Owners of clients without any review to hold have empty weeks.
    let monday = super::month::monday_of(ctx.stamp.today);
    let empty = || {
        let weeks = monday.iter_weeks().take(WEEKS as usize);
        weeks.map(|monday| crate::domain::workload::Week { monday, hours: 0.0, reviews: 0, backlog_hours: 0.0 }).collect()
    };
    owners.extend(weeks.keys().map(|owner| owner.clone().unwrap_or_default()));
    owners.retain(|owner| ctx.desk.lens.lets_through(Some(owner)));
    owners.sort_by_key(|owner| (owner.is_empty(), fold(owner), owner.clone()));
    owners.dedup();
    let mut rows: Vec<OwnerRow> = Vec::with_capacity(owners.len() + 1);
    for (id, owner) in (0..).zip(owners) {
        let key = Some(owner.clone()).filter(|owner| !owner.is_empty());
        let weeks: Vec<_> = weeks.remove(&key).unwrap_or_else(empty);
        let capacity = key.as_deref().and_then(|owner| ground.capacity(owner));
        // Those who have clients and no reviews to hold are no trouble: clients without an owner then say nothing.
        if owner.is_empty() && weeks.iter().all(|week| week.reviews == 0) {
            continue;
        }
        rows.push(OwnerRow { id, owner: Some(owner), capacity, weeks });
    }
    if rows.len() > 1 {
        rows.push(together(&rows));
    }
    rows
}

/// All owners in one line; its weekly hours are known where everybody's are.
fn together(rows: &[OwnerRow]) -> OwnerRow {
    let mut weeks = rows[0].weeks.clone();
    for row in &rows[1..] {
        for (sum, week) in weeks.iter_mut().zip(&row.weeks) {
            sum.hours += week.hours;
            sum.reviews += week.reviews;
            sum.backlog_hours += week.backlog_hours;
        }
    }
    OwnerRow { id: ALL, owner: None, capacity: rows.iter().map(|row| row.capacity).sum(), weeks }
}

impl Pane for WorkloadView {
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect, tabs: &Tabs) {
        draw::view(self, canvas, area, tabs);
    }

    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(OWNERS)).height;
        if self.list.act(action, &self.window, height) != Moved::Not {
            return Reply::Do(Step::Stay);
        }
        let (Action::Open, Some(row)) = (action, self.row()) else { return Reply::Not };
        let chosen = if row.owner == ctx.desk.lens.owner { None } else { row.owner.clone() };
        let said = match &chosen {
            Some(owner) => {
                Message::new(Tone::Plain, &format!("owner: {} in all views", called(owner))).hint("Esc shows all again")
            }
            None => Message::new(Tone::Plain, "all owners are shown"),
        };
        ctx.desk.lens.owner = chosen;
        Reply::Do(Step::Say(said))
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(OWNERS)).height;
        match self.list.touch(touch, &self.window, height) {
            Moved::Not => Reply::Not,
            Moved::Yes | Moved::NeedsAbove | Moved::NeedsBelow | Moved::NeedsFirst | Moved::NeedsLast => Reply::Do(Step::Stay),
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        let before = self.row().map(|row| row.owner.clone());
        self.filtered = ctx.desk.filter.is_some();
        self.window = Window::whole(rows(ctx));
        let same = self.window.rows.iter().find(|row| Some(&row.owner) == before.as_ref()).map(|row| row.id);
        self.list.select(same);
        self.list.settle(&self.window);
    }

    fn selected(&self) -> Option<Selected> {
        None
    }

    fn explains(&self) -> bool {
        self.row().is_some()
    }

    fn explained(&self, ctx: &Ctx<'_>) -> Option<(String, Vec<String>)> {
        let row = self.row()?;
        let Whose { kind, .. } = ctx.desk.lens.whose();
        let mut said = vec![
            "Each review takes the hours its segment gives it to prepare and to hold. It counts in the week it is booked in, else \
             in the week it is due; what follows it is counted period by period from there, as if every review were held on its \
             day. So the chart says what it takes to stay on time."
                .to_owned(),
            format!(
                "Reviews due before today are backlog: they count once, in the present week. Here that is {:.1} of {:.1} hours.",
                row.backlog(),
                row.weeks.first().map_or(0.0, |week| week.hours)
            ),
        ];
        said.push(match row.capacity {
            Some(capacity) => {
                let over = row.weeks.iter().filter(|week| week.hours > capacity).count();
                format!("There are {capacity:.1} hours a week for reviews; {over} of {WEEKS} weeks are over that, marked with !.")
            }
            None => "It is not known how many hours a week there are for reviews: a full bar is the fullest week.".to_owned(),
        });
        if let Some(kind) = kind {
            said.push(format!("Only reviews of the kind {kind} are counted."));
        }
        Some((row.name().to_owned(), said))
    }
}
