//! Owners before and after: reviews a year, hours a week against those there are, and the weeks that would overflow.

use super::figures::{Cell, Figure, LABEL, Table};
use super::{AHEAD, BalanceScreen, Weeks};
use crate::console::canvas::{Look, Side};
use crate::console::dialogs::sheet::figure;
use crate::console::screens::insights::pane::Piece;
use crate::console::screens::table::{ALWAYS, Column};
use crate::console::theme::Role;
use crate::domain::session::record::OwnerShift;
use crate::store::WeekShift;

const TABLE: Table = Table {
    columns: &[
        Column { title: "", width: LABEL, side: Side::Left, keep: ALWAYS },
        Column { title: "", width: 6, side: Side::Left, keep: ALWAYS },
        Column { title: "", width: 4, side: Side::Left, keep: 1 },
        Column { title: "reviews/y", width: 9, side: Side::Right, keep: 3 },
        Column { title: "h/week", width: 6, side: Side::Right, keep: ALWAYS },
        Column { title: "hours there are", width: 16, side: Side::Left, keep: ALWAYS },
    ],
    grows: 2,
};

const WEEKS: Table = Table {
    columns: &[
        Column { title: "", width: LABEL + 5, side: Side::Left, keep: ALWAYS },
        Column { title: "week of", width: 10, side: Side::Left, keep: ALWAYS },
        Column { title: "before", width: 6, side: Side::Right, keep: 2 },
        Column { title: "after", width: 5, side: Side::Right, keep: ALWAYS },
        Column { title: "", width: 16, side: Side::Left, keep: ALWAYS },
    ],
    grows: 0,
};

impl BalanceScreen {
    pub(super) fn owners(&self, figures: &mut Vec<Figure>, width: u16, look: &Look) {
        let owners = &self.balance.record.owners;
        figures.push(Figure::Head("Owners", &TABLE));
        if !self.balance.drives {
            let said = "This model does not set the cadence: no review moves, whatever is decided.";
            return figures.extend(Figure::text(Role::Dim, said, width));
        }
        let hours = owners
            .iter()
            .flat_map(|owner| [Some(owner.hours_before), Some(owner.hours_after), owner.capacity].into_iter().flatten());
        let scale = hours.fold(1.0, f64::max);
        for owner in owners {
            figures.extend(rows(owner, scale, look));
        }
        figures.push(Figure::Blank);
        self.weeks(figures, width, look);
    }

    fn weeks(&self, figures: &mut Vec<Figure>, width: u16, look: &Look) {
        let say = |figures: &mut Vec<Figure>, role: Role, said: &str| {
            figures.push(Figure::Text(Role::Title, "Weeks that overflow".to_owned()));
            figures.extend(Figure::text(role, said, width));
        };
        match &self.weeks {
            Weeks::Known(weeks) if weeks.is_empty() => {
                say(figures, Role::Good, &format!("No week of the next {AHEAD} asks for more hours than there are."));
            }
            Weeks::Known(weeks) => {
                figures.push(Figure::Head("Weeks that overflow", &WEEKS));
                figures.extend(weeks.iter().map(|week| week_row(week, look)));
            }
            Weeks::Sought { long: true } => {
                say(figures, Role::Dim, "The moves are rehearsed; the weeks follow. Nothing waits for them, Esc leaves it.");
            }
            Weeks::Wanted | Weeks::Sought { long: false } => say(figures, Role::Dim, ""),
            Weeks::Failed(why) => say(figures, Role::Warning, &format!("not known: {why}")),
            Weeks::Idle => {}
        }
    }
}

/// Before and, below it, after.
fn rows(owner: &OwnerShift, scale: f64, look: &Look) -> [Figure; 2] {
    let (full, apart) = look.glyphs.bar();
    let over = owner.capacity.is_some_and(|capacity| owner.hours_after > capacity);
    let mark = owner.capacity.map(|capacity| capacity / scale);
    let row = |label: String, when: &str, (reviews, hours): (f64, f64), (role, sign), said: (Role, String)| {
        let words = if when == "after" { Role::Text } else { Role::Dim };
        let cells = vec![
            Cell::Said(Role::Text, label),
            Cell::Said(words, when.to_owned()),
            Cell::Bar(Piece { part: hours / scale, role, sign }, mark),
            Cell::Said(words, figure(look, reviews)),
            Cell::Said(if role == Role::Overdue { role } else { words }, figure(look, hours)),
            Cell::Said(said.0, said.1),
        ];
        Figure::Row(&TABLE, cells)
    };
    let named = owner.owner.clone().unwrap_or_else(|| "no owner".to_owned());
    let there = owner.capacity.map_or_else(|| "not said".to_owned(), |hours| figure(look, hours));
    let verdict = owner.capacity.map_or((Role::Dim, String::new()), |capacity| match owner.hours_after - capacity {
        more if over => (Role::Overdue, format!("! {} h over", figure(look, more))),
        less => (Role::Good, format!("{} h left", figure(look, -less))),
    });
    let after = if over { Role::Overdue } else { Role::Due };
    [
        row(named, "before", (owner.reviews_before, owner.hours_before), (Role::Dim, apart), (Role::Dim, there)),
        row(String::new(), "after", (owner.reviews_after, owner.hours_after), (after, full), verdict),
    ]
}

fn week_row(week: &WeekShift, look: &Look) -> Figure {
    let (was, is) = (week.before > week.capacity, week.after > week.capacity);
    let more = figure(look, week.after - week.capacity);
    let (role, said) = match (was, is) {
        (true, true) => (Role::Overdue, format!("! {more} h over")),
        (_, true) => (Role::Overdue, format!("! new: {more} h over")),
        (_, false) => (Role::Good, "over no more".to_owned()),
    };
    let cells = vec![
        Cell::Said(Role::Text, week.owner.clone()),
        Cell::Said(Role::Text, look.formats.date(week.monday)),
        Cell::Said(Role::Dim, figure(look, week.before)),
        Cell::Said(Role::Text, figure(look, week.after)),
        Cell::Said(role, said),
    ];
    Figure::Row(&WEEKS, cells)
}
