//! What a change moves, as it is shown before it is saved: counts, then client by client.

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, Look, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Hits, Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::Message;
use crate::console::parts::list::{List, Row, Window};
use crate::console::screens::client::words;
use crate::console::theme::Role;
use crate::domain::cadence::State;
use crate::domain::text::Shown;
use crate::store::{Progress, Shift, Shifts};

/// The list of what moves, for spots.
const MOVES: u16 = 62;
/// Columns of a kind and of a date; a row has two dates.
const KIND: u16 = 12;
const DATE: u16 = 10;
/// From so many columns on a row has the kind, and from so many the state before as well.
const KINDS: u16 = 72;
const STATES: u16 = 88;

/// What is known of what a change moves.
#[derive(Debug)]
pub enum Known {
    /// Nothing is changed yet.
    Same,
    /// A field does not read yet, and why.
    Unread(String),
    /// Changed, and not looked up.
    Unasked,
    /// Being looked up; how far, where that takes long.
    Asked(Option<Progress>),
    /// It was left.
    Left,
    /// Why it cannot be done.
    Refused(Message),
    /// What moves.
    Moves(Box<Shifts>),
}

/// The part of a dialog that shows what moves.
pub struct Moves {
    known: Known,
    window: Window<Moved>,
    list: List,
}

/// A clock that moves, as a row.
struct Moved {
    id: i64,
    shift: Shift,
}

impl Row for Moved {
    fn id(&self) -> Option<i64> {
        Some(self.id)
    }
}

impl Moves {
    /// Nothing is changed yet.
    #[must_use]
    pub fn new() -> Self {
        Self { known: Known::Same, window: Window::default(), list: List::new(MOVES) }
    }

    /// What is known.
    #[must_use]
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Knows something else. While it is looked up, what was known before stays to be seen until it takes long.
    pub fn know(&mut self, known: Known) {
        match &known {
            Known::Moves(shifts) => {
                let rows = (0..).zip(shifts.first.iter().cloned()).map(|(id, shift)| Moved { id, shift }).collect();
                self.window = Window::whole(rows);
                self.list = List::new(MOVES);
                self.list.settle(&self.window);
            }
            Known::Asked(None) => {}
            Known::Same | Known::Unread(_) | Known::Unasked | Known::Asked(Some(_)) | Known::Left | Known::Refused(_) => {
                self.window = Window::default();
            }
        }
        self.known = known;
    }

    /// Rows it takes, with what is above the list.
    #[must_use]
    pub fn rows(&self) -> u16 {
        u16::try_from(self.window.rows.len()).unwrap_or(u16::MAX).clamp(2, 14) + 2
    }

    /// Scrolls by a page; whether that was meant.
    pub fn page(&mut self, action: Action, hits: &Hits) {
        self.list.act(action, &self.window, hits.area_of(Spot::Zone(MOVES)).height);
    }

    /// Deals with the mouse; whether it was on the list.
    pub fn touch(&mut self, touch: Touch, hits: &Hits) -> bool {
        let (Touch::Click { spot, .. } | Touch::Wheel { spot, .. }) = touch else { return false };
        let here = matches!(spot, Spot::Zone(list) | Spot::Row { list, .. } if list == MOVES);
        if here {
            self.list.touch(touch, &self.window, hits.area_of(Spot::Zone(MOVES)).height);
        }
        here
    }

    /// Draws it: a rule, what is known in a sentence, the list.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect, saving: Option<Option<Progress>>) {
        let rule = canvas.look.glyphs.rule();
        canvas.rule(row_of(area, 0), Role::Border, rule);
        canvas.text(skip_columns(row_of(area, 0), 2), Role::Title, " What moves ");
        let rest = skip_rows(area, 1);
        if let Some(far) = saving {
            canvas.text(rest, Role::Warning, under_way("saving", far, canvas.look));
            return;
        }
        let (role, said) = self.sentence(canvas.look);
        let taken = canvas.paragraph(Rect { height: rest.height.min(2), ..rest }, role, said);
        let mut rest = skip_rows(rest, taken);
        if let Known::Moves(shifts) = &self.known
            && let Some(states) = states(shifts, canvas.look)
        {
            canvas.text(rest, Role::Dim, states);
            rest = skip_rows(rest, 1);
        }
        self.list.view(canvas, rest, &self.window, Focus::Away, row);
    }

    fn sentence(&self, look: &Look) -> (Role, String) {
        match &self.known {
            Known::Same => (Role::Dim, "nothing is changed yet".to_owned()),
            Known::Unread(why) => (Role::Warning, why.clone()),
            Known::Unasked => (Role::Dim, "Ctrl-s shows what moves; nothing is saved before".to_owned()),
            Known::Asked(far @ Some(_)) => (Role::Warning, under_way("looking up what moves", *far, look)),
            Known::Asked(None) if self.window.rows.is_empty() => (Role::Dim, "looking up what moves".to_owned()),
            Known::Asked(None) => (Role::Dim, "looking up what moves now".to_owned()),
            Known::Left => (Role::Warning, "left: what moves is not known. Ctrl-s saves all the same".to_owned()),
            Known::Refused(why) => {
                let hint = why.hint.as_ref().map_or_else(String::new, |hint| format!("; {hint}"));
                (Role::Bad, format!("! {}{hint}", why.said))
            }
            Known::Moves(shifts) => moved(shifts, look),
        }
    }
}

/// How far something has come, and how to leave it.
fn under_way(what: &str, far: Option<Progress>, look: &Look) -> String {
    let dot = look.glyphs.dot();
    let count = far.filter(|far| far.of > 0).map_or_else(|| " …".to_owned(), |far| format!(": {}", look.formats.progress(far)));
    format!("{what}{count} {dot} Esc leaves it")
}

fn moved(shifts: &Shifts, look: &Look) -> (Role, String) {
    let number = |n: i64| look.formats.number(n);
    let dates = match shifts.dates {
        0 => "no date moves".to_owned(),
        1 => "1 date moves".to_owned(),
        n => format!("{} dates move", number(n)),
    };
    match (shifts.become_overdue, shifts.states) {
        (0, 0) => (Role::Good, format!("{dates}, no state changes")),
        (0, n) => {
            (Role::Good, format!("{dates}, {} change{} state, none becomes overdue", number(n), if n == 1 { "s" } else { "" }))
        }
        (n, _) => (Role::Overdue, format!("{dates}, {} become{} overdue", number(n), if n == 1 { "s" } else { "" })),
    }
}

/// How many clocks more or fewer there are in each state.
fn states(shifts: &Shifts, look: &Look) -> Option<String> {
    const ALL: [State; 8] = [
        State::Overdue,
        State::Due,
        State::Upcoming,
        State::NotDue,
        State::Booked,
        State::Snoozed,
        State::AsNeeded,
        State::Paused,
    ];
    let of = |counts: &std::collections::BTreeMap<State, i64>, state| counts.get(&state).copied().unwrap_or(0);
    let more = |state: State| of(&shifts.after, state) - of(&shifts.before, state);
    let said: Vec<String> = ALL
        .into_iter()
        .filter(|state| more(*state) != 0)
        .map(|state| {
            let sign = if more(state) > 0 { "+" } else { "-" };
            format!("{} {sign}{}", words::state(state), look.formats.number(more(state).abs()))
        })
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// Draws a clock that moves: client, kind, date before and after, state.
fn row(canvas: &mut Canvas<'_>, place: Rect, moved: &Moved) {
    let Moved { shift, .. } = moved;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::canvas::tests::{drawn, look};

    #[test]
    fn long_work_is_counted_and_says_how_it_is_left() {
        let far = Progress { done: 12_000, of: 100_000 };
        assert_eq!(under_way("saving", Some(far), &look()), "saving: 12,000 of 100,000 · Esc leaves it");
        assert_eq!(under_way("saving", Some(Progress { done: 0, of: 0 }), &look()), "saving … · Esc leaves it");
        let mut moves = Moves::new();
        moves.know(Known::Asked(Some(far)));
        let (seen, _) = drawn(70, 6, |canvas| moves.view(canvas, canvas.area(), None));
        assert!(seen.contains("looking up what moves: 12,000 of 100,000"), "{seen}");
    }

    #[test]
    fn what_moves_is_counted_in_words() {
        let shifts = Shifts { dates: 1_023, states: 9, become_overdue: 4, ..Shifts::default() };
        assert_eq!(moved(&shifts, &look()), (Role::Overdue, "1,023 dates move, 4 become overdue".to_owned()));
        let one = Shifts { dates: 1, ..Shifts::default() };
        assert_eq!(moved(&one, &look()).1, "1 date moves, no state changes");
        let two =
            Shifts { states: 2, before: [(State::Due, 2)].into(), after: [(State::Upcoming, 2)].into(), ..Shifts::default() };
        assert_eq!(moved(&two, &look()).1, "no date moves, 2 change state, none becomes overdue");
        assert_eq!(states(&two, &look()).as_deref(), Some("due -2, upcoming +2"));
    }
}
