//! What a change moves, as it is shown before it is saved: counts, then client by client.

use ratatui::layout::Rect;

use super::rows::{self, MovedRow, Names};
use crate::console::canvas::{Canvas, Look, row_of, skip_columns, skip_rows};
use crate::console::dialogs::sheet;
use crate::console::glyphs::Focus;
use crate::console::hits::{Hits, Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::Message;
use crate::console::parts::list::{List, Window};
use crate::console::screens::client::words;
use crate::console::theme::Role;
use crate::domain::cadence::State;
use crate::domain::model::{Model, Segment};
use crate::store::{HoursShift, Progress, Shifts};

/// The list of what moves, for spots.
const MOVES: u16 = 62;
/// What is known of what a change moves.
#[derive(Debug)]
pub enum Known {
    /// Nothing is changed yet.
    Same,
    /// A field does not read yet, and why.
    Unread(String),
    /// A field is being typed in; it is looked up when that is left. What was known before stays to be seen.
    Typing,
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
    window: Window<MovedRow>,
    list: List,
    names: Names,
    /// The keys that scroll it, where they are others than the usual.
    keys: Option<&'static str>,
}

impl Moves {
    /// Nothing is changed yet.
    #[must_use]
    pub fn new() -> Self {
        Self { known: Known::Same, window: Window::default(), list: List::new(MOVES), names: Names::new(), keys: None }
    }

    /// Says from here on by which keys it is scrolled.
    pub fn scrolled_by(&mut self, keys: &'static str) {
        self.keys = Some(keys);
    }

    /// What is known.
    #[must_use]
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Segments go by their names in this model from here on.
    pub fn speak_of(&mut self, model: &Model) {
        let named = |segment: &Segment| (segment.key.clone(), format!("{} {}", segment.letter, segment.name));
        self.names = model.segments.iter().map(named).collect();
    }

    /// Knows something else. While it is looked up, what was known before stays to be seen until it takes long.
    pub fn know(&mut self, known: Known) {
        match &known {
            Known::Moves(shifts) => {
                self.window = Window::whole(rows::rows(shifts, &self.names));
                self.list = List::new(MOVES);
                self.list.settle(&self.window);
            }
            Known::Asked(None) => {}
            Known::Typing => {}
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
            let taken = canvas.paragraph(Rect { height: rest.height.min(2), ..rest }, Role::Dim, states);
            rest = skip_rows(rest, taken);
        }
        if let Known::Moves(shifts) = &self.known
            && let Some(quarter) = quarter(shifts, canvas.look)
        {
            let taken = canvas.paragraph(Rect { height: rest.height.min(2), ..rest }, Role::Text, quarter);
            rest = skip_rows(rest, taken);
        }
        if let Some(keys) = self.keys.filter(|_| self.window.rows.len() > usize::from(rest.height)) {
            let right = skip_columns(row_of(area, 0), area.width.saturating_sub(u16::try_from(keys.len()).unwrap_or(0) + 4));
            canvas.text(right, Role::Dim, format!(" {keys} "));
        }
        self.list.view(canvas, rest, &self.window, Focus::Away, rows::view);
    }

    fn sentence(&self, look: &Look) -> (Role, String) {
        match &self.known {
            Known::Same => (Role::Dim, "nothing is changed yet".to_owned()),
            Known::Unread(why) => (Role::Warning, why.clone()),
            Known::Typing => (Role::Dim, "leave the field, or press Ctrl-s, to see what moves now".to_owned()),
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
    let (role, said) = dates(shifts, look);
    let mut said = vec![said];
    let proposals = &shifts.proposals;
    if proposals.changed > 0 {
        said.push(format!("{} would be proposed elsewhere", look.formats.number(proposals.changed)));
    }
    if proposals.drift_before != proposals.drift_after {
        let [before, after] = [proposals.drift_before, proposals.drift_after].map(|n| look.formats.number(n));
        said.push(format!("drift {before} {} {after}", look.glyphs.arrow()));
    }
    (role, said.join("; "))
}

/// Hours a quarter in all, and clients without a segment, where a model changes them.
fn quarter(shifts: &Shifts, look: &Look) -> Option<String> {
    let sum = |of: fn(&HoursShift) -> f64| shifts.hours.values().map(of).sum::<f64>();
    let (before, after, accepted) = (sum(|hours| hours.before), sum(|hours| hours.after), sum(|hours| hours.if_accepted));
    let mut said = Vec::new();
    if rows::differ(before, after) || rows::differ(after, accepted) {
        let figure = |hours| sheet::figure(look, hours);
        let arrow = look.glyphs.arrow();
        let stay = !rows::differ(before, after);
        let (before, after, accepted) = (figure(before), figure(after), figure(accepted));
        let moved = if stay { format!("stay {after}") } else { format!("{before} {arrow} {after}") };
        said.push(format!("hours a quarter {moved}; *{accepted} if every proposal were accepted"));
    }
    if shifts.unplaced.0 != shifts.unplaced.1 {
        let clients = if shifts.unplaced.1 == 1 { "client" } else { "clients" };
        said.push(format!("{} {clients} without a segment then", look.formats.number(shifts.unplaced.1)));
    }
    (!said.is_empty()).then(|| said.join("; "))
}

fn dates(shifts: &Shifts, look: &Look) -> (Role, String) {
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
