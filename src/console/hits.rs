//! Where the mouse can do something: spots recorded while a frame is drawn, and gestures made of raw mouse events.

use std::time::{Duration, Instant};

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::keys::Action;

/// Two presses on one spot within this time are a double click.
pub const DOUBLE_CLICK: Duration = Duration::from_millis(400);

/// A thing on the screen that the mouse can be used on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A command: a tab, a key in the footer, a button. The stack performs it.
    Act(Action),
    /// A row of a list, by the list's number and the row's id.
    Row {
        /// The list, numbered by its screen.
        list: u16,
        /// The row's id.
        id: i64,
    },
    /// A list or quadrant itself, where it has no row: for the wheel, drops and taking the focus.
    Zone(u16),
    /// A field of a form, by its place in it.
    Field(u16),
    /// One of the choices of a field.
    Choice {
        /// The field's place in its form.
        field: u16,
        /// The choice's place in the field.
        at: u16,
    },
    /// A line of a menu or of the palette, by its place.
    Line(u16),
    /// A column's heading, by its place: sort.
    Heading(u16),
}

/// What the mouse did, said in spots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// The left button went down.
    Click {
        /// On what.
        spot: Spot,
        /// Where in the spot's area: columns and rows from its corner.
        at: Position,
    },
    /// The same again within 400 ms, and let go without a drag.
    Double {
        /// On what.
        spot: Spot,
    },
    /// The right button: a menu.
    Menu {
        /// On what.
        spot: Spot,
        /// Where on the screen.
        at: Position,
    },
    /// The wheel, in rows: below zero is up.
    Wheel {
        /// Over what.
        spot: Spot,
        /// How many rows.
        by: i16,
    },
    /// A spot is dragged over another.
    Drag {
        /// What is dragged.
        from: Spot,
        /// What it is over, if anything.
        over: Option<Spot>,
    },
    /// A dragged spot was let go.
    Drop {
        /// What was dragged.
        from: Spot,
        /// Onto what; none lets it go where it was.
        to: Option<Spot>,
    },
}

/// The spots of one frame, the uppermost last.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    spots: Vec<(Rect, Spot)>,
    frame: Rect,
}

impl Hits {
    /// Records a spot over those that are there already.
    pub fn record(&mut self, area: Rect, spot: Spot) {
        if !area.is_empty() {
            self.spots.push((area, spot));
        }
    }

    /// A frame of this size is about to be drawn; the spots are still those of the last one.
    pub fn begin(&mut self, frame: Rect) {
        self.frame = frame;
    }

    /// The size of the frame that is about to be drawn, or was drawn last.
    #[must_use]
    pub fn frame(&self) -> Rect {
        self.frame
    }

    /// Forgets all: what is drawn next covers it.
    pub fn clear(&mut self) {
        self.spots.clear();
    }

    /// The uppermost spot at a place, with its area.
    #[must_use]
    pub fn at(&self, place: Position) -> Option<(Spot, Rect)> {
        self.spots.iter().rev().find(|(area, _)| area.contains(place)).map(|(area, spot)| (*spot, *area))
    }

    /// The uppermost [`Spot::Zone`] at a place: where a drag would drop.
    #[must_use]
    pub fn zone_at(&self, place: Position) -> Option<u16> {
        self.spots.iter().rev().find_map(|(area, spot)| match spot {
            Spot::Zone(zone) if area.contains(place) => Some(*zone),
            _ => None,
        })
    }

    /// The area of a spot in the last frame, empty if it was not drawn. For lists: how many rows were shown.
    #[must_use]
    pub fn area_of(&self, spot: Spot) -> Rect {
        self.spots.iter().rev().find(|(_, known)| *known == spot).map_or(Rect::ZERO, |(area, _)| *area)
    }

    /// All spots with their areas, the uppermost last.
    pub fn iter(&self) -> impl Iterator<Item = &(Rect, Spot)> {
        self.spots.iter()
    }
}

/// Turns raw mouse events into touches.
#[derive(Debug, Clone, Default)]
pub struct Pointer {
    last: Option<(Instant, Spot)>,
    pressed: Option<(Position, Spot)>,
    dragging: bool,
    again: bool,
}

/// Rows one notch of the wheel scrolls.
const NOTCH: i16 = 3;

impl Pointer {
    /// What a mouse event means over the spots of the last frame, if anything.
    pub fn feed(&mut self, event: MouseEvent, now: Instant, hits: &Hits) -> Option<Touch> {
        let place = Position::new(event.column, event.row);
        let under = hits.at(place);
        match event.kind {
            MouseEventKind::Down(MouseButton::Left) => self.press(place, under, now),
            MouseEventKind::Down(MouseButton::Right) => under.map(|(spot, _)| Touch::Menu { spot, at: place }),
            MouseEventKind::Drag(MouseButton::Left) => {
                let (start, from) = self.pressed?;
                self.dragging |= start != place;
                self.dragging.then(|| Touch::Drag { from, over: landing(hits, place) })
            }
            MouseEventKind::Up(MouseButton::Left) => {
                let (_, from) = self.pressed.take()?;
                let dragged = std::mem::take(&mut self.dragging);
                match (dragged, std::mem::take(&mut self.again)) {
                    (true, _) => Some(Touch::Drop { from, to: landing(hits, place) }),
                    (false, true) => Some(Touch::Double { spot: from }),
                    (false, false) => None,
                }
            }
            MouseEventKind::ScrollUp => under.map(|(spot, _)| Touch::Wheel { spot, by: -NOTCH }),
            MouseEventKind::ScrollDown => under.map(|(spot, _)| Touch::Wheel { spot, by: NOTCH }),
            // Other buttons, mere motion and sideways wheels have no meaning here.
            _ => None,
        }
    }

    fn press(&mut self, place: Position, under: Option<(Spot, Rect)>, now: Instant) -> Option<Touch> {
        let Some((spot, area)) = under else {
            *self = Self::default();
            return None;
        };
        self.pressed = Some((place, spot));
        self.dragging = false;
        self.again = self.last.is_some_and(|(at, known)| known == spot && now.saturating_duration_since(at) <= DOUBLE_CLICK);
        if self.again {
            // Said when the button is let go: until then it may become a drag.
            self.last = None;
            return None;
        }
        self.last = Some((now, spot));
        Some(Touch::Click { spot, at: Position::new(place.x - area.x, place.y - area.y) })
    }

    /// What is being dragged now, if anything.
    #[must_use]
    pub fn dragged(&self) -> Option<Spot> {
        self.pressed.filter(|_| self.dragging).map(|(_, spot)| spot)
    }

    /// Forgets a press and a drag (another layer came up, the terminal went away).
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

/// Where a drag lands: the zone at the place, else the spot there.
fn landing(hits: &Hits, place: Position) -> Option<Spot> {
    hits.zone_at(place).map(Spot::Zone).or_else(|| hits.at(place).map(|(spot, _)| spot))
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyModifiers;

    use super::*;

    const ROW: Spot = Spot::Row { list: 1, id: 7 };

    fn hits() -> Hits {
        let mut hits = Hits::default();
        hits.record(Rect::new(0, 0, 10, 5), Spot::Zone(1));
        hits.record(Rect::new(10, 0, 10, 5), Spot::Zone(2));
        hits.record(Rect::new(1, 1, 8, 1), ROW);
        hits
    }

    fn mouse(kind: MouseEventKind, column: u16, row: u16) -> MouseEvent {
        MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }
    }

    #[test]
    fn a_second_press_within_400_ms_is_a_double_click_and_a_third_is_not() {
        let (mut pointer, start) = (Pointer::default(), Instant::now());
        let down = mouse(MouseEventKind::Down(MouseButton::Left), 2, 1);
        let click = Touch::Click { spot: ROW, at: Position::new(1, 0) };
        assert_eq!(pointer.feed(down, start, &hits()), Some(click));
        assert_eq!(pointer.feed(up(), start, &hits()), None);
        assert_eq!(pointer.feed(down, start + DOUBLE_CLICK, &hits()), None);
        assert_eq!(pointer.feed(up(), start + DOUBLE_CLICK, &hits()), Some(Touch::Double { spot: ROW }));
        assert_eq!(pointer.feed(down, start + DOUBLE_CLICK, &hits()), Some(click));
        let late = start + DOUBLE_CLICK * 2 + Duration::from_millis(1);
        assert_eq!(pointer.feed(down, late, &hits()), Some(click));
    }

    fn up() -> MouseEvent {
        mouse(MouseEventKind::Up(MouseButton::Left), 2, 1)
    }

    #[test]
    fn a_click_quickly_followed_by_a_drag_is_no_double_click() {
        let (mut pointer, now) = (Pointer::default(), Instant::now());
        pointer.feed(mouse(MouseEventKind::Down(MouseButton::Left), 2, 1), now, &hits());
        pointer.feed(up(), now, &hits());
        assert_eq!(pointer.feed(mouse(MouseEventKind::Down(MouseButton::Left), 2, 1), now, &hits()), None);
        let over = pointer.feed(mouse(MouseEventKind::Drag(MouseButton::Left), 12, 1), now, &hits());
        assert_eq!(over, Some(Touch::Drag { from: ROW, over: Some(Spot::Zone(2)) }));
        let drop = pointer.feed(mouse(MouseEventKind::Up(MouseButton::Left), 12, 1), now, &hits());
        assert_eq!(drop, Some(Touch::Drop { from: ROW, to: Some(Spot::Zone(2)) }));
        assert_eq!(pointer.feed(up(), now, &hits()), None, "the second press is spent");
    }

    #[test]
    fn a_row_dragged_to_another_quadrant_is_dropped_there() {
        let (mut pointer, now) = (Pointer::default(), Instant::now());
        pointer.feed(mouse(MouseEventKind::Down(MouseButton::Left), 2, 1), now, &hits());
        let over = pointer.feed(mouse(MouseEventKind::Drag(MouseButton::Left), 12, 1), now, &hits());
        assert_eq!(over, Some(Touch::Drag { from: ROW, over: Some(Spot::Zone(2)) }));
        assert_eq!(pointer.dragged(), Some(ROW));
        let drop = pointer.feed(mouse(MouseEventKind::Up(MouseButton::Left), 12, 1), now, &hits());
        assert_eq!(drop, Some(Touch::Drop { from: ROW, to: Some(Spot::Zone(2)) }));
        assert_eq!(pointer.dragged(), None);
    }

    #[test]
    fn a_press_that_does_not_move_drops_nothing() {
        let (mut pointer, now) = (Pointer::default(), Instant::now());
        pointer.feed(mouse(MouseEventKind::Down(MouseButton::Left), 2, 1), now, &hits());
        assert_eq!(pointer.feed(mouse(MouseEventKind::Up(MouseButton::Left), 2, 1), now, &hits()), None);
        assert_eq!(pointer.feed(mouse(MouseEventKind::Down(MouseButton::Left), 90, 90), now, &hits()), None);
        assert_eq!(pointer.feed(mouse(MouseEventKind::Drag(MouseButton::Left), 2, 1), now, &hits()), None);
    }
}
