//! What stands where in the plot: cuts, points, the trail, and the words that find room between them.

use std::collections::BTreeSet;

use super::Scatter;
use super::frame::Frame;
use super::mark::Mark;
use crate::console::glyphs::Glyphs;
use crate::console::parts::text;
use crate::domain::client::ClientId;
use crate::domain::ruler::Ruler;
use crate::store::TrailPoint;

/// Columns of a name beside a point at the most.
const NAME: usize = 22;

/// The same for the selected client, where that much is nowhere free.
const SHORTER: [usize; 4] = [16, 12, 8, 5];

/// How a place of the plot is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    Free,
    Line,
    Taken,
}

/// What of the plot is still free.
pub(super) struct Field {
    wide: u16,
    high: u16,
    uses: Vec<Use>,
}

impl Field {
    fn of(frame: &Frame) -> Self {
        let (wide, high) = (frame.plot.width, frame.plot.height);
        let mut field = Self { wide, high, uses: vec![Use::Free; usize::from(wide) * usize::from(high)] };
        for (column, _) in frame.x.lines() {
            (0..high).for_each(|row| field.put(column, row, Use::Line));
        }
        for (up, _) in frame.y.iter().flat_map(Ruler::lines) {
            (0..wide).for_each(|column| field.put(column, high.saturating_sub(up + 1), Use::Line));
        }
        field
    }

    fn put(&mut self, column: u16, row: u16, now: Use) {
        let at = usize::from(row) * usize::from(self.wide) + usize::from(column);
        if column < self.wide
            && let Some(place) = self.uses.get_mut(at)
        {
            *place = now;
        }
    }

    fn at(&self, column: u16, row: u16) -> Use {
        let at = usize::from(row) * usize::from(self.wide) + usize::from(column);
        if column < self.wide { self.uses.get(at).copied().unwrap_or(Use::Taken) } else { Use::Taken }
    }

    /// Whether nothing but lines stands there.
    pub fn is_open(&self, column: u16, row: u16) -> bool {
        self.at(column, row) < Use::Taken
    }

    /// Whether nothing stands on either side of it.
    pub fn is_apart(&self, column: u16, row: u16) -> bool {
        let open = |column: u16| column >= self.wide || self.is_open(column, row);
        open(column + 1) && column.checked_sub(1).is_none_or(open)
    }

    /// Takes the room for words where it is free, with a column more on either side where the plot has one.
    fn take(&mut self, (column, row): (u16, u16), columns: u16, over: Use) -> bool {
        if row >= self.high || column.checked_add(columns).is_none_or(|end| end > self.wide) {
            return false;
        }
        let end = (column + columns + 1).min(self.wide);
        if (column.saturating_sub(1)..end).any(|column| self.at(column, row) > over) {
            return false;
        }
        (column..column + columns).for_each(|column| self.put(column, row, Use::Taken));
        true
    }

    /// Takes room beside a point: on the right, else on the left.
    fn take_beside(&mut self, (column, row): (u16, u16), columns: u16, over: Use) -> Option<u16> {
        // The point itself is taken: the free column between lies within the words' own room.
        let right = column + 1;
        if self.take((right + 1, row), columns, over) {
            return Some(right + 1);
        }
        let left = column.checked_sub(columns + 1)?;
        self.take((left, row), columns, over).then_some(left)
    }
}

/// Words in the plot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub at: (u16, u16),
    pub says: String,
    /// The client it names; none for a segment.
    pub client: Option<ClientId>,
}

impl Scatter {
    /// The words that find room: the selected client always, then the segments, then names, the most urgent first.
    pub(super) fn labels(&self, frame: &Frame, cut: &str) -> (Vec<Label>, Field) {
        let mut field = Field::of(frame);
        self.marks.iter().for_each(|mark| field.put(mark.at.0, mark.at.1, Use::Taken));
        let mut labels = Vec::new();
        let own = self.mark();
        if let (Some(mark), Some(point)) = (own, &self.point) {
            let name = crate::domain::text::Shown::line(&point.name);
            let beside = |field: &mut Field, most| beside(field, mark, (name.as_str(), most), point.client, Use::Line, cut);
            let own = beside(&mut field, NAME).or_else(|| above(&mut field, mark, name.as_str(), point.client, cut));
            labels.extend(own.or_else(|| SHORTER.into_iter().find_map(|most| beside(&mut field, most))));
        }
        self.trail_places(frame).into_iter().for_each(|((column, row), _)| field.put(column, row, Use::Taken));
        labels.extend(self.regions(frame, &mut field));
        let mut marks: Vec<&Mark> = self.marks.iter().filter(|mark| own.is_none_or(|own| own.at != mark.at)).collect();
        marks.sort_unstable_by_key(|mark| &mark.first.key);
        for mark in marks {
            labels.extend(beside(&mut field, mark, (mark.name.as_str(), NAME), mark.first.client, Use::Free, cut));
        }
        (labels, field)
    }

    /// The segments' names in the corners of their regions, the outer corner first; their letters where a name has no room.
    fn regions(&self, frame: &Frame, field: &mut Field) -> Vec<Label> {
        let Some(subject) = self.subject.as_ref().filter(|subject| subject.regions) else { return Vec::new() };
        let swapped = subject.x.dimension().key != subject.model.x;
        let mut labels = Vec::new();
        for segment in &subject.model.segments {
            for (x, y) in &segment.cells {
                let (x, y) = if swapped { (*y, *x) } else { (*x, *y) };
                let Some((left, right)) = stretch(&frame.x, x) else { continue };
                let (bottom, top) = match &frame.y {
                    Some(ruler) => match stretch(ruler, y) {
                        Some((low, high)) => (frame.plot.height - 1 - low, frame.plot.height - 1 - high),
                        None => continue,
                    },
                    None => (frame.plot.height - 1, 0),
                };
                let last = frame.x.band(frame.x.places().saturating_sub(1));
                let says = [format!("{} {}", segment.letter, segment.name), segment.letter.clone()];
                let found = says.into_iter().find_map(|says| {
                    let columns = u16::try_from(text::width(&says)).ok()?;
                    let at_right = (right + 1).checked_sub(columns).filter(|at| *at >= left)?;
                    let sides = if x == last && x > 1 { [at_right, left] } else { [left, at_right] };
                    let rows = if y == 1 && frame.y.is_some() { [bottom, top] } else { [top, bottom] };
                    let corners = [(sides[0], rows[0]), (sides[1], rows[0]), (sides[0], rows[1]), (sides[1], rows[1])];
                    let at = corners.into_iter().find(|at| field.take(*at, columns, Use::Line))?;
                    Some(Label { at, says, client: None })
                });
                labels.extend(found);
            }
        }
        labels
    }

    /// Where the trail's positions stand, each with its letter, the oldest first; a later one covers an earlier.
    pub(super) fn trail_places(&self, frame: &Frame) -> Vec<((u16, u16), usize)> {
        let bottom = frame.plot.height.saturating_sub(1);
        let place = |point: &TrailPoint| {
            let row = match (&frame.y, point.y) {
                (Some(ruler), Some(tenths)) => bottom.saturating_sub(ruler.drawn(ruler.at(tenths))),
                (Some(_), None) | (None, _) => 0,
            };
            (frame.x.drawn(frame.x.at(point.x)), row)
        };
        let points: BTreeSet<(u16, u16)> = self.marks.iter().map(|mark| mark.at).collect();
        let places = self.lettered(Glyphs::Unicode).iter().enumerate().map(|(at, point)| (place(point), at));
        places.filter(|(at, _)| !points.contains(at)).collect()
    }

    /// The latest positions of the trail, as many as there are letters.
    pub(super) fn lettered(&self, glyphs: Glyphs) -> &[TrailPoint] {
        let many = letters(glyphs).len();
        &self.trail[self.trail.len().saturating_sub(many)..]
    }
}

/// The letters of a trail, the oldest position first; in ASCII those are left out that are signs of a state.
pub(super) fn letters(glyphs: Glyphs) -> &'static [u8] {
    match glyphs {
        Glyphs::Unicode => b"abcdefghijklmnpqrstuvw",
        Glyphs::Ascii => b"adefghijklmnpqrstuvwyz",
    }
}

/// A name beside its point, where there is room.
fn beside(field: &mut Field, mark: &Mark, (name, most): (&str, usize), client: ClientId, over: Use, cut: &str) -> Option<Label> {
    let more = if mark.clients > 1 && most == NAME { format!(" +{}", mark.clients - 1) } else { String::new() };
    let says = format!("{}{more}", text::fit(name, most, cut));
    let columns = u16::try_from(text::width(&says)).ok()?;
    let column = field.take_beside(mark.at, columns, over)?;
    Some(Label { at: (column, mark.at.1), says, client: Some(client) })
}

/// A name over or under its point, where there is room.
fn above(field: &mut Field, mark: &Mark, name: &str, client: ClientId, cut: &str) -> Option<Label> {
    let says = text::fit(name, NAME, cut);
    let columns = u16::try_from(text::width(&says)).ok()?;
    let column = mark.at.0.saturating_sub(columns / 2).min(field.wide.saturating_sub(columns));
    let rows = [mark.at.1.checked_sub(1), Some(mark.at.1 + 1)];
    let row = rows.into_iter().flatten().find(|row| field.take((column, *row), columns, Use::Line))?;
    Some(Label { at: (column, row), says, client: Some(client) })
}

/// The first and the last place of a band, as drawn.
fn stretch(ruler: &Ruler, band: u8) -> Option<(u16, u16)> {
    let mut places = (0..ruler.places()).filter(|place| ruler.band(*place) == band);
    let first = places.next()?;
    Some((ruler.drawn(first), ruler.drawn(places.next_back().unwrap_or(first))))
}
