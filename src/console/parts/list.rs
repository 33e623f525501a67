//! A list that scrolls: draws only the rows that are seen, from a window of rows; the selection is an id.

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, row_of};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::key::{Code, Key};
use crate::console::keys::Action;
use crate::console::theme::Role;

/// Something a list shows on one row.
pub trait Row {
    /// Its id; none for a heading, which cannot be selected.
    fn id(&self) -> Option<i64>;
}

/// Some consecutive rows of a longer list, as the store gave them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window<R> {
    /// The rows.
    pub rows: Vec<R>,
    /// There are rows above these.
    pub above: bool,
    /// There are rows below these.
    pub below: bool,
    /// How many rows are above, where that is known: for the scrollbar.
    pub before: Option<u64>,
    /// How many rows there are in all, where that is known.
    pub total: Option<u64>,
}

impl<R> Default for Window<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), above: false, below: false, before: None, total: None }
    }
}

impl<R> Window<R> {
    /// A window that holds all there is.
    #[must_use]
    pub fn whole(rows: Vec<R>) -> Self {
        let total = Some(rows.len() as u64);
        Self { rows, above: false, below: false, before: Some(0), total }
    }
}

/// What a move of the selection came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// Not a move of this list.
    Not,
    /// The selection or the scroll changed, or is at the end of all.
    Yes,
    /// Rows above the window are needed: fetch them (keep some of these), then act again.
    NeedsAbove,
    /// Rows below the window are needed.
    NeedsBelow,
    /// The first rows of all are needed.
    NeedsFirst,
    /// The last rows of all are needed.
    NeedsLast,
}

/// The state of a list: what is selected, and what is scrolled to. The rows belong to the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its number on the screen, for spots: `Spot::Zone(list)` and `Spot::Row { list, … }`.
    pub list: u16,
    selected: Option<i64>,
    top: Option<i64>,
    at: usize,
}

impl List {
    /// A list with nothing selected.
    #[must_use]
    pub fn new(list: u16) -> Self {
        Self { list, selected: None, top: None, at: 0 }
    }

    /// The id of the selected row.
    #[must_use]
    pub fn selected(&self) -> Option<i64> {
        self.selected
    }

    /// Selects a row by its id, whether it is in the window or not.
    pub fn select(&mut self, id: Option<i64>) {
        self.selected = id;
    }

    /// After new rows came: a selection that is gone falls to the row at the same place.
    pub fn settle<R: Row>(&mut self, window: &Window<R>) {
        if let Some(at) = self.place(window) {
            self.at = at;
            return;
        }
        let near = self.at.min(window.rows.len().saturating_sub(1));
        let found = (near..window.rows.len()).chain((0..near).rev()).find(|at| window.rows[*at].id().is_some());
        self.selected = found.and_then(|at| window.rows[at].id());
        self.at = found.unwrap_or(0);
    }

    /// The place of the selected row in the window.
    #[must_use]
    pub fn place<R: Row>(&self, window: &Window<R>) -> Option<usize> {
        self.selected.and_then(|id| window.rows.iter().position(|row| row.id() == Some(id)))
    }

    /// The place in the window of the first row shown in `height` rows.
    fn first_shown<R: Row>(&self, window: &Window<R>, height: usize) -> usize {
        let rows = window.rows.len();
        let mut top = self.top.and_then(|id| window.rows.iter().position(|row| row.id() == Some(id))).unwrap_or(0);
        if let Some(at) = self.place(window) {
            top = top.min(at).max((at + 1).saturating_sub(height));
            // A heading right above the first row is shown with it.
            while top > 0 && window.rows[top - 1].id().is_none() && at + 1 < top + height {
                top -= 1;
            }
        }
        top.min(rows.saturating_sub(height))
    }

    /// Draws the rows that are seen with `draw`, tints the selected one and records the spots.
    pub fn view<R: Row>(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        window: &Window<R>,
        focus: Focus,
        mut draw: impl FnMut(&mut Canvas<'_>, Rect, &R),
    ) {
        canvas.spot(area, Spot::Zone(self.list));
        let height = usize::from(area.height);
        let top = self.first_shown(window, height);
        let more = top > 0 || window.above || window.below || window.rows.len() > top + height;
        let wide = Rect { width: area.width.saturating_sub(u16::from(more)), ..area };
        for (line, row) in (0..area.height).zip(window.rows.iter().skip(top)) {
            let place = row_of(wide, line);
            draw(canvas, place, row);
            let Some(id) = row.id() else { continue };
            canvas.spot(place, Spot::Row { list: self.list, id });
            if self.selected == Some(id) {
                canvas.tint(place, if focus == Focus::Here { Role::Selected } else { Role::SelectedAway });
            }
        }
        if more && area.width > 0 {
            let bar = Rect { x: area.right() - 1, width: 1, ..area };
            scrollbar(canvas, bar, window, top);
        }
    }

    /// Moves the selection; `height` is how many rows the list shows (`ctx.hits.area_of(Spot::Zone(list)).height`).
    pub fn act<R: Row>(&mut self, action: Action, window: &Window<R>, height: u16) -> Moved {
        let height = usize::from(height.max(1));
        let last = window.rows.len().saturating_sub(1);
        let page = height.saturating_sub(1).max(1);
        let at = self.place(window);
        let from = at.unwrap_or(0);
        let (target, step) = match action {
            Action::Up if from == 0 && window.above => return Moved::NeedsAbove,
            Action::PageUp if from < page && window.above => return Moved::NeedsAbove,
            Action::Down if from == last && window.below => return Moved::NeedsBelow,
            Action::PageDown if from + page > last && window.below => return Moved::NeedsBelow,
            Action::First if window.above => return Moved::NeedsFirst,
            Action::Last if window.below => return Moved::NeedsLast,
            Action::Up => (from.saturating_sub(1), Direction::Up),
            Action::Down if at.is_none() => (0, Direction::Down),
            Action::Down => ((from + 1).min(last), Direction::Down),
            Action::PageUp => (from.saturating_sub(page), Direction::Up),
            Action::PageDown => ((from + page).min(last), Direction::Down),
            Action::First => (0, Direction::Down),
            Action::Last => (last, Direction::Up),
            _ => return Moved::Not,
        };
        self.go(window, target, step, height);
        Moved::Yes
    }

    /// Selects the nearest row with an id from a place on, in a direction.
    fn go<R: Row>(&mut self, window: &Window<R>, target: usize, direction: Direction, height: usize) {
        let has_id = |at: &usize| window.rows.get(*at).is_some_and(|row| row.id().is_some());
        let found = match direction {
            // Above the first row there may be its heading only.
            Direction::Up => (0..=target).rev().find(has_id).or_else(|| (target..window.rows.len()).find(has_id)),
            Direction::Down => (target..window.rows.len()).find(has_id),
        };
        if let Some(found) = found {
            self.selected = window.rows[found].id();
            self.at = found;
        }
        let top = self.first_shown(window, height);
        self.top = window.rows[top.min(window.rows.len())..].iter().find_map(Row::id);
    }

    /// Deals with the mouse: a press selects, the wheel scrolls and takes the selection along.
    pub fn touch<R: Row>(&mut self, touch: Touch, window: &Window<R>, height: u16) -> Moved {
        match touch {
            Touch::Click { spot: Spot::Row { list, id }, .. }
            | Touch::Double { spot: Spot::Row { list, id } }
            | Touch::Menu { spot: Spot::Row { list, id }, .. }
                if list == self.list =>
            {
                let shown = self.first_shown(window, usize::from(height.max(1)));
                self.top = window.rows[shown.min(window.rows.len())..].iter().find_map(Row::id);
                self.selected = Some(id);
                self.at = self.place(window).unwrap_or(0);
                Moved::Yes
            }
            Touch::Wheel { spot: Spot::Row { list, .. } | Spot::Zone(list), by } if list == self.list => {
                self.scroll(window, by, usize::from(height.max(1)))
            }
            Touch::Click { .. }
            | Touch::Double { .. }
            | Touch::Menu { .. }
            | Touch::Wheel { .. }
            | Touch::Drag { .. }
            | Touch::Drop { .. } => Moved::Not,
        }
    }

    fn scroll<R: Row>(&mut self, window: &Window<R>, by: i16, height: usize) -> Moved {
        let top = self.first_shown(window, height);
        let most = window.rows.len().saturating_sub(height);
        let wanted = top.saturating_add_signed(isize::from(by));
        if by < 0 && top < usize::from(by.unsigned_abs()) && window.above {
            return Moved::NeedsAbove;
        }
        if wanted > most && window.below {
            return Moved::NeedsBelow;
        }
        let top = wanted.min(most);
        let at = self.place(window).unwrap_or(0);
        let kept = at.clamp(top, (top + height - 1).min(window.rows.len().saturating_sub(1)).max(top));
        self.top = window.rows[top.min(window.rows.len())..].iter().find_map(Row::id);
        self.go(window, kept, if by < 0 { Direction::Up } else { Direction::Down }, height);
        Moved::Yes
    }
}

/// The command of a list that a key stands for where characters are text.
#[must_use]
pub fn vertical(key: Key) -> Option<Action> {
    match key.code {
        Code::Up => Some(Action::Up),
        Code::Down => Some(Action::Down),
        Code::PageUp => Some(Action::PageUp),
        Code::PageDown => Some(Action::PageDown),
        Code::Home => Some(Action::First),
        Code::End => Some(Action::Last),
        Code::Char(_) | Code::F(_) | Code::Left | Code::Right => None,
        Code::Enter | Code::Esc | Code::Tab | Code::Backspace | Code::Delete => None,
    }
}

#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down,
}

/// Draws how much lies above and below: arrows at the ends, and a thumb where the counts are known.
fn scrollbar<R>(canvas: &mut Canvas<'_>, bar: Rect, window: &Window<R>, top: usize) {
    let glyphs = canvas.look.glyphs;
    let (thumb, rail) = glyphs.scrollbar();
    let height = u64::from(bar.height);
    for line in 0..bar.height {
        canvas.text(row_of(bar, line), Role::Dim, rail);
    }
    if let (Some(before), Some(total)) = (window.before, window.total)
        && total > height
        && bar.height > 2
    {
        let first = before + top as u64;
        let span = (height * height / total).clamp(1, height);
        let start = u16::try_from((height - span) * first.min(total - height) / (total - height)).unwrap_or(0);
        for line in start..start + u16::try_from(span).unwrap_or(1) {
            canvas.text(row_of(bar, line), Role::Dim, thumb);
        }
    }
    if top > 0 || window.above {
        canvas.text(row_of(bar, 0), Role::Key, glyphs.above());
    }
    if window.below || window.rows.len() > top + usize::from(bar.height) {
        canvas.text(row_of(bar, bar.height.saturating_sub(1)), Role::Key, glyphs.below());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::console::canvas::tests::drawn;

    struct Numbered(Option<i64>);

    impl Row for Numbered {
        fn id(&self) -> Option<i64> {
            self.0
        }
    }

    fn window(ids: &[i64]) -> Window<Numbered> {
        Window::whole(ids.iter().map(|id| Numbered((*id >= 0).then_some(*id))).collect())
    }

    fn shown(list: &List, window: &Window<Numbered>, rows: u16) -> Vec<Option<i64>> {
        let mut seen = Vec::new();
        drawn(10, rows, |canvas| {
            list.view(canvas, canvas.area(), window, Focus::Here, |canvas, area, row| {
                canvas.text(area, Role::Text, format!("{:?}", row.0));
                seen.push(row.0);
            });
        });
        seen
    }

    #[test]
    fn only_the_rows_that_are_seen_are_drawn_and_the_selected_one_is_among_them() {
        let window = window(&(0..1000).collect::<Vec<_>>());
        let mut list = List::new(1);
        list.select(Some(500));
        let seen = shown(&list, &window, 5);
        assert_eq!(seen.len(), 5);
        assert!(seen.contains(&Some(500)));
    }

    #[test]
    fn the_selection_steps_over_headings() {
        let window = window(&[-1, 1, -1, 2, 3]);
        let mut list = List::new(1);
        list.settle(&window);
        assert_eq!(list.selected(), Some(1));
        list.act(Action::Down, &window, 5);
        assert_eq!(list.selected(), Some(2));
        list.act(Action::Up, &window, 5);
        list.act(Action::Up, &window, 5);
        assert_eq!(list.selected(), Some(1));
        assert_eq!(shown(&list, &window, 2)[0], None, "the heading above the first row is shown with it");
    }

    #[test]
    fn at_the_edge_of_the_window_more_rows_are_asked_for() {
        let mut window = window(&[5, 6, 7]);
        window.above = true;
        window.below = true;
        let mut list = List::new(1);
        list.select(Some(7));
        assert_eq!(list.act(Action::Down, &window, 3), Moved::NeedsBelow);
        assert_eq!(list.act(Action::Last, &window, 3), Moved::NeedsLast);
        list.select(Some(5));
        assert_eq!(list.act(Action::Up, &window, 3), Moved::NeedsAbove);
        assert_eq!(list.act(Action::Move, &window, 3), Moved::Not);
    }

    #[test]
    fn a_selection_that_is_gone_falls_to_the_row_at_its_place() {
        let mut list = List::new(1);
        list.select(Some(2));
        list.settle(&window(&[1, 2, 3]));
        list.settle(&window(&[1, 3, 4]));
        assert_eq!(list.selected(), Some(3));
        list.settle(&window(&[]));
        assert_eq!(list.selected(), None);
    }

    #[test]
    fn the_selection_keeps_its_client_when_rows_come_before_it() {
        let mut list = List::new(1);
        list.select(Some(2));
        list.settle(&window(&[1, 2, 3]));
        list.settle(&window(&[7, 8, 9, 1, 2, 3]));
        assert_eq!(list.selected(), Some(2));
    }

    #[test]
    fn the_wheel_scrolls_and_keeps_the_selection_in_sight() {
        let window = window(&(0..100).collect::<Vec<_>>());
        let mut list = List::new(1);
        list.select(Some(0));
        list.touch(Touch::Wheel { spot: Spot::Zone(1), by: 3 }, &window, 10);
        assert_eq!(shown(&list, &window, 10)[0], Some(3));
        assert_eq!(list.selected(), Some(3));
        assert_eq!(list.touch(Touch::Wheel { spot: Spot::Zone(2), by: 3 }, &window, 10), Moved::Not);
    }

    proptest! {
        #[test]
        fn whatever_is_pressed_the_selection_is_a_row_and_is_shown(
            ids in prop::collection::vec(prop_oneof![Just(-1i64), 0i64..1000], 0..40),
            keys in prop::collection::vec(0usize..6, 0..30),
            rows in 0u16..12,
        ) {
            let mut unique = std::collections::BTreeSet::new();
            let ids: Vec<i64> = ids.into_iter().filter(|id| *id < 0 || unique.insert(*id)).collect();
            let window = window(&ids);
            let mut list = List::new(1);
            list.settle(&window);
            for key in keys {
                let action = [Action::Up, Action::Down, Action::PageUp, Action::PageDown, Action::First, Action::Last][key];
                list.act(action, &window, rows);
                prop_assert_eq!(list.selected().is_some(), ids.iter().any(|id| *id >= 0));
                if rows > 0 && list.selected().is_some() {
                    prop_assert!(shown(&list, &window, rows).contains(&list.selected()));
                }
            }
        }
    }
}
