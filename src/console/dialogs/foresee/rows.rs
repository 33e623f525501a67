//! The rows of what a change moves: hours of owners, who would be proposed elsewhere, and reviews whose date moves.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, Side, skip_columns};
use crate::console::dialogs::sheet;
use crate::console::parts::list::Row;
use crate::console::screens::client::words;
use crate::console::theme::Role;
use crate::domain::cadence::State;
use crate::domain::model::place;
use crate::domain::text::Shown;
use crate::store::{HoursShift, ProposalShift, Shift, Shifts};

/// Columns of a kind and of a date; a row has two dates.
const KIND: u16 = 12;
const DATE: u16 = 10;
/// From so many columns on a row has the kind, and from so many the state before as well.
const KINDS: u16 = 72;
const STATES: u16 = 88;
/// Columns of a figure of hours, and of the widest name of a segment.
const HOURS: u16 = 9;
const SEGMENT: u16 = 16;

/// One row.
pub(super) struct MovedRow {
    id: Option<i64>,
    line: Line,
}

enum Line {
    Heading(&'static str),
    Text(Role, Shown),
    Owner(Shown, HoursShift),
    Elsewhere(Elsewhere),
    Clock(Shift),
}

/// A client proposed elsewhere, its segments by name.
struct Elsewhere {
    shift: ProposalShift,
    before: Shown,
    after: Shown,
}

impl Row for MovedRow {
    fn id(&self) -> Option<i64> {
        self.id
    }
}

/// Names of segments by their keys.
pub(super) type Names = BTreeMap<String, String>;

/// A segment, or several joined by commas, as people call it.
pub(super) fn called(names: &Names, key: Option<&str>) -> String {
    let Some(key) = key.filter(|key| !key.is_empty()) else { return "none".to_owned() };
    let each: Vec<&str> = place::keys(key).map(|key| names.get(key).map_or(key, String::as_str)).collect();
    each.join(", ")
}

/// Whether two figures of hours differ in what is shown of them.
pub(super) fn differ(one: f64, other: f64) -> bool {
    (one - other).abs() >= 0.05
}

/// All rows, in the order they are read: what counts for a quarter, who is concerned, when.
pub(super) fn rows(shifts: &Shifts, names: &Names) -> Vec<MovedRow> {
    let mut rows = Vec::new();
    let mut next = 0;
    let mut push = |line: Line| {
        let selectable = !matches!(line, Line::Heading(_) | Line::Text(..));
        rows.push(MovedRow { id: selectable.then_some(next), line });
        next += 1;
    };
    for (factor, clients) in &shifts.unused_scores {
        let who = if *clients == 1 { "1 client".to_owned() } else { format!("{clients} clients") };
        let said = format!("scores of {factor} ({who}) stay recorded and count no more");
        push(Line::Text(Role::Warning, Shown::line(&said)));
    }
    let moving = |hours: &HoursShift| differ(hours.before, hours.after) || differ(hours.after, hours.if_accepted);
    if shifts.hours.values().any(moving) {
        push(Line::Heading("Hours a quarter"));
        for (owner, hours) in shifts.hours.iter().filter(|(_, hours)| moving(hours)) {
            let owner = if owner.is_empty() { "nobody" } else { owner.as_str() };
            push(Line::Owner(Shown::line(owner), *hours));
        }
    }
    if !shifts.proposals.spread.is_empty() {
        push(Line::Heading("Where the scores would put everybody"));
        for (segment, clients) in &shifts.proposals.spread {
            push(Line::Text(Role::Text, Shown::line(&format!("  {}: {clients}", called(names, Some(segment))))));
        }
    }
    if !shifts.proposals.first.is_empty() {
        push(Line::Heading("Proposed elsewhere"));
        for shift in &shifts.proposals.first {
            let name = |key: Option<&String>| Shown::line(&called(names, key.map(String::as_str)));
            let (before, after) = (name(shift.before.as_ref()), name(shift.after.as_ref()));
            push(Line::Elsewhere(Elsewhere { shift: shift.clone(), before, after }));
        }
    }
    if !shifts.first.is_empty() {
        if !rows_is_empty(shifts, moving) {
            push(Line::Heading("Reviews that move"));
        }
        for shift in &shifts.first {
            push(Line::Clock(shift.clone()));
        }
    }
    rows
}

/// Whether nothing stands above the reviews that move.
fn rows_is_empty(shifts: &Shifts, moving: impl Fn(&HoursShift) -> bool) -> bool {
    let models = &shifts.proposals;
    shifts.unused_scores.is_empty() && models.spread.is_empty() && models.first.is_empty() && !shifts.hours.values().any(moving)
}

/// Draws a row.
pub(super) fn view(canvas: &mut Canvas<'_>, place: Rect, row: &MovedRow) {
    match &row.line {
        Line::Heading("Hours a quarter") => {
            canvas.text(place, Role::Title, "Hours a quarter");
            let [before, after, accepted] = figures(place);
            canvas.aligned(before, Side::Right, Role::Dim, "now");
            canvas.aligned(after, Side::Right, Role::Dim, "then");
            canvas.aligned(accepted, Side::Right, Role::Dim, "accepted*");
        }
        Line::Heading(words) => {
            canvas.text(place, Role::Title, *words);
        }
        Line::Text(role, words) => {
            canvas.text(place, *role, words);
        }
        Line::Owner(owner, hours) => owner_row(canvas, place, owner, hours),
        Line::Elsewhere(elsewhere) => elsewhere_row(canvas, place, elsewhere),
        Line::Clock(shift) => clock_row(canvas, place, shift),
    }
}

/// Where the three figures of an owner stand.
fn figures(place: Rect) -> [Rect; 3] {
    let from = place.width.saturating_sub(3 * (HOURS + 1));
    [0, 1, 2].map(|at| Rect { width: HOURS.min(place.width), ..skip_columns(place, from + at * (HOURS + 1)) })
}

fn owner_row(canvas: &mut Canvas<'_>, place: Rect, owner: &Shown, hours: &HoursShift) {
    let name = Rect { width: place.width.saturating_sub(3 * (HOURS + 1) + 1), ..place };
    canvas.pieces(name, &[(Role::Text, "  ".into()), (Role::Text, owner.into())]);
    let look = canvas.look;
    let shown = [hours.before, hours.after, hours.if_accepted].map(|hours| sheet::figure(look, hours));
    let roles = [
        Role::Dim,
        if differ(hours.before, hours.after) { Role::Warning } else { Role::Text },
        if differ(hours.after, hours.if_accepted) { Role::Warning } else { Role::Dim },
    ];
    for ((at, shown), role) in figures(place).into_iter().zip(shown).zip(roles) {
        canvas.aligned(at, Side::Right, role, shown);
    }
}

/// Draws a client proposed elsewhere: name, owner where there is room, segment before and after; `!` where a move is proposed.
fn elsewhere_row(canvas: &mut Canvas<'_>, place: Rect, elsewhere: &Elsewhere) {
    let Elsewhere { shift, before, after } = elsewhere;
    let (role, sign) = if shift.drifts { (Role::Warning, "! ") } else { (Role::Text, "  ") };
    let segments = (2 * SEGMENT + 4).min(place.width / 2);
    let owner = if place.width >= KINDS { KIND } else { 0 };
    let name = place.width.saturating_sub(segments + owner);
    let client = Shown::line(&shift.name);
    canvas.pieces(Rect { width: name.saturating_sub(1), ..place }, &[(role, sign.into()), (role, (&client).into())]);
    if let Some(of) = shift.owner.as_ref().filter(|_| owner > 0) {
        canvas.text(Rect { width: owner - 1, ..skip_columns(place, name) }, Role::Dim, Shown::line(of));
    }
    let arrow = format!(" {} ", canvas.look.glyphs.arrow());
    let at = skip_columns(place, name + owner);
    canvas.pieces(at, &[(Role::Dim, before.into()), (Role::Dim, arrow.as_str().to_owned().into()), (role, after.into())]);
}

/// Draws a clock that moves: client, kind, date before and after, state.
fn clock_row(canvas: &mut Canvas<'_>, place: Rect, shift: &Shift) {
    let wide = place.width >= STATES;
    let kind = if place.width >= KINDS { KIND + 1 } else { 0 };
    let state = if wide { 24 } else { 13 };
    let dates = 2 * DATE + 4;
    let name = place.width.saturating_sub(kind + dates + state);
    let role = if shift.becomes_overdue() { Role::Overdue } else { Role::Text };
    let sign = if shift.becomes_overdue() { "! " } else { "  " };
    canvas
        .pieces(Rect { width: name.saturating_sub(1), ..place }, &[(role, sign.into()), (role, Shown::line(&shift.name).into())]);
    if kind > 0 {
        canvas.text(Rect { width: KIND, ..skip_columns(place, name) }, Role::Dim, Shown::line(&shift.kind));
    }
    let (was, is) = (shift.before, shift.after);
    let date = |side: Option<(Option<chrono::NaiveDate>, State)>| side.and_then(|(date, _)| date);
    let at = skip_columns(place, name + kind);
    let look = canvas.look;
    let shown = |date: Option<chrono::NaiveDate>| date.map_or_else(|| "none".to_owned(), |date| look.formats.date(date));
    let said = if date(was) == date(is) {
        shown(date(was))
    } else {
        format!("{} {} {}", shown(date(was)), look.glyphs.arrow(), shown(date(is)))
    };
    canvas.text(Rect { width: dates - 1, ..at }, Role::Text, said);
    let in_words = |side: Option<(Option<chrono::NaiveDate>, State)>| side.map_or("gone", |(_, state)| words::state(state));
    let said = match (in_words(was), in_words(is)) {
        (was, is) if was == is => is.to_owned(),
        (was, is) if wide => format!("{was} {} {is}", look.glyphs.arrow()),
        (_, is) => format!("{} {is}", look.glyphs.arrow()),
    };
    canvas.text(skip_columns(at, dates), role, said);
}
