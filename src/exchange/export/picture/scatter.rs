//! The scatter as a picture: every client at its scores, the cuts with their margins, crowded places counted.

use super::cell::sign_of;
use super::clean;
use super::grid::Grid;
use super::heading::{Heading, counted, number};
use super::labels::{Named, labels};
use super::page::{begin, points, words_across, words_up};
use super::svg::{Area, Drawing, Hang, Ink, Type};
use super::tell;
use crate::domain::model::cover::Place;
use crate::domain::model::{Dimension, Model};
use crate::domain::ruler::Ruler;
use crate::exchange::export::{Ask, ExportError};
use crate::store::{Plot, ScatterCell, ScatterPoint, Store, Watch};

/// The side of a place: clients whose scores differ by less share one.
const STEP: f64 = 11.0;
/// How far the sign of a client reaches.
const POINT: f64 = 5.0;
/// Beside and below the plot, for the axes.
const ROOM: (f64, f64) = (62.0, 44.0);
/// From the frame of the plot to the least and the highest score.
const EDGE: f64 = 14.0;
/// The same at the top, where segments are named.
const TOP: f64 = 30.0;
/// Places of so many clients are named by the first of them.
const FEW: i64 = 4;

/// Where scores stand.
struct Plane {
    frame: Area,
    /// Whether a second axis runs up.
    two: bool,
}

impl Plane {
    fn x(&self, tenths: u16) -> f64 {
        self.frame.x + EDGE + (self.frame.w - 2.0 * EDGE) * f64::from(tenths) / 1000.0
    }

    fn y(&self, tenths: u16) -> f64 {
        self.frame.bottom() - EDGE - (self.frame.h - EDGE - TOP) * f64::from(tenths) / 1000.0
    }

    /// How many places there are along a length.
    fn places(long: f64) -> u16 {
        // A length of a page: it is small and never negative.
        ((long - EDGE - TOP) / STEP).floor().max(1.0) as u16
    }
}

/// A client, or several that share a place.
struct Mark {
    at: (f64, f64),
    clients: i64,
    first: ScatterPoint,
}

/// Draws the scatter; answers how many clients it shows or counts.
///
/// # Errors
/// No such model, or the book cannot be read; [`crate::store::StoreError::Left`] where `watch` wants no more.
pub fn scatter(store: &Store, ask: &Ask, heading: &Heading, watch: Watch<'_>) -> Result<(Drawing, i64), ExportError> {
    let ground = store.ground();
    let model = ground.model(ask.model.as_deref())?;
    let two = model.y_axis().is_some();
    // The room of the page is the same for every book.
    let (_, room) = begin(heading, "", &[]);
    let beside = if two { ROOM.0 } else { 0.0 };
    let frame = Area { x: room.x + beside, w: room.w - beside, h: room.h - ROOM.1, ..room };
    let plane = Plane { frame, two };
    let ruler = |dimension: &Dimension, long: f64| {
        let room = Plane::places(long);
        Ruler::within(room, &dimension.cuts).expect("a dimension has at most nine bands, and a page has room for them")
    };
    let axis = |key: &str| ground.dimension(&format!("{}.{key}", model.key));
    let x = (axis(&model.x)?, ruler(model.x_axis(), frame.w));
    let y = match (&model.y, model.y_axis()) {
        (Some(key), Some(dimension)) => Some((axis(key)?, ruler(dimension, frame.h))),
        (Some(_) | None, _) => None,
    };
    let depth = if two { 1 } else { usize::from(Plane::places(frame.h)) };
    let plot = Plot { model: model.key.clone(), x, y, filter: ask.filter.clone(), depth };
    let found = store.scatter(&plot, ask.today)?;
    let shown: i64 = found.cells.iter().map(|cell| cell.clients).sum();
    tell(watch, shown, shown + found.unscored)?;
    let mut facts = vec![counted(shown, "client", "clients")];
    if found.unscored > 0 {
        facts.push(format!("{} without a score on an axis, not shown", number(found.unscored)));
    }
    let (mut drawing, _) = begin(heading, &format!("Scores: {}", heading.model), &facts);
    let written = regions(&mut drawing, &model, &plane);
    axes(&mut drawing, &model, &plane);
    let mut marks: Vec<Mark> = found.cells.into_iter().flat_map(|cell| marks(&plane, &plot, cell)).collect();
    marks.sort_by(|a, b| a.first.key.cmp(&b.first.key));
    draw(&mut drawing, &marks);
    let named: Vec<Named> = marks.iter().map(|mark| Named { at: mark.at, r: mark.reach(), name: mark.name() }).collect();
    for label in labels(&named, frame.inside(2.0), &written, &lines(&model, &plane)) {
        label.draw(&mut drawing);
    }
    if marks.is_empty() {
        let middle = (frame.middle(), frame.y + frame.h / 2.0);
        drawing.text(middle, "Nobody here has scores on these axes", Type::of(14.0, Ink::Quiet).hung(Hang::Middle));
    }
    Ok((drawing, shown + found.unscored))
}

/// The marks of a place: one client where its scores say, several in the middle; on one axis they stand on each other, and
/// those for whom there is no room share the top.
fn marks(plane: &Plane, plot: &Plot, cell: ScatterCell) -> Vec<Mark> {
    let middle = |ruler: &Ruler, place: u16| {
        let span = ruler.span(place);
        span.start() + span.end().saturating_sub(*span.start()) / 2
    };
    let across = plane.x(middle(&plot.x.1, cell.column));
    let Some((_, ruler)) = &plot.y else {
        let (mut rest, last) = (cell.clients, cell.first.len().saturating_sub(1));
        let stacked = (0u16..).zip(cell.first).map(|(height, first)| {
            let clients = if usize::from(height) == last { rest } else { 1 };
            rest -= clients;
            Mark { at: (across, plane.frame.bottom() - EDGE - STEP * f64::from(height)), clients, first }
        });
        return stacked.collect();
    };
    let up = plane.y(middle(ruler, cell.row));
    let alone = |first: &ScatterPoint| Some((plane.x(first.x?), plane.y(first.y?)));
    let at = |first: &ScatterPoint| if cell.clients == 1 { alone(first).unwrap_or((across, up)) } else { (across, up) };
    cell.first.into_iter().take(1).map(|first| Mark { at: at(&first), clients: cell.clients, first }).collect()
}

impl Mark {
    /// How far it reaches: counted places grow with the number of clients, but only a little.
    fn reach(&self) -> f64 {
        if self.clients == 1 { POINT } else { (6.0 + (self.clients as f64).log2() * 0.8).min(12.0) }
    }

    fn name(&self) -> String {
        let name = clean::line(&self.first.name);
        match self.clients {
            1 => name,
            2..=FEW => format!("{} +{}", clean::fitted(&name, 10.0, 120.0), self.clients - 1),
            _ => String::new(),
        }
    }
}

fn draw(drawing: &mut Drawing, marks: &[Mark]) {
    for mark in marks.iter().rev() {
        let sign = sign_of(mark.first.signs);
        let name = clean::line(&mark.first.name);
        if mark.clients == 1 {
            drawing.sign(sign, mark.at, POINT, &name);
            continue;
        }
        let title = format!("{}: {name} and {} more", counted(mark.clients, "client", "clients"), number(mark.clients - 1));
        drawing.disc(mark.at, mark.reach(), sign.ink(), &title);
        let said = if mark.clients > 999 { format!("{}k", mark.clients / 1000) } else { mark.clients.to_string() };
        let size = if said.len() > 2 { 7.0 } else { 9.0 };
        let at = (mark.at.0, mark.at.1 + size * 0.36);
        drawing.text(at, &said, Type::of(size, Ink::Paper).bold().hung(Hang::Middle));
    }
}

/// The regions of the segments: letter and name in their upper corner, behind everything; what those cover.
fn regions(drawing: &mut Drawing, model: &Model, plane: &Plane) -> Vec<Area> {
    drawing.rect(plane.frame, 0.0, Ink::Ground, Ink::Line);
    margins(drawing, model, plane);
    let grid = Grid::of(model);
    if !grid.on_axes {
        return Vec::new();
    }
    let mut written = Vec::new();
    let own = grid.places.iter().enumerate();
    let further = grid.annexes.iter().filter_map(|(place, of)| Some(((*of)?, place)));
    for (at, place) in own.chain(further).filter(|(_, place)| place.row < grid.rows) {
        let segment = &model.segments[at];
        let area = region(model, plane, place);
        let said = format!("{}  {}", clean::line(&segment.letter), clean::line(&segment.name));
        let said = clean::fitted(&said, 12.0 * clean::BOLD, area.w - 16.0);
        drawing.text((area.x + 8.0, area.y + 17.0), &said, Type::of(12.0, Ink::Quiet).bold());
        written.push(Area { x: area.x + 8.0, y: area.y + 5.0, w: clean::width(&said, 12.0 * clean::BOLD), h: 16.0 });
    }
    written
}

/// The cuts, as names that stand on them see them.
fn lines(model: &Model, plane: &Plane) -> Vec<Area> {
    let frame = plane.frame;
    let upright = model.x_axis().cuts.iter().map(|cut| Area { x: plane.x(*cut) - 1.0, w: 2.0, ..frame });
    let level =
        model.y_axis().into_iter().flat_map(|axis| &axis.cuts).map(|cut| Area { y: plane.y(*cut) - 1.0, h: 2.0, ..frame });
    upright.chain(level).collect()
}

/// The scores a place stands for, as an area of the plane.
fn region(model: &Model, plane: &Plane, place: &Place) -> Area {
    let frame = plane.frame;
    let x_cuts = &model.x_axis().cuts;
    let (columns, rows) = model.grid();
    // A place counts in squares; a model without enough columns for those below it has its squares split.
    let split = Grid::of(model).columns / columns.max(1);
    let (from, to) = (place.column / split.max(1), (place.column + place.columns) / split.max(1));
    let edge = |cuts: &[u16], band: u8| band.checked_sub(1).and_then(|at| cuts.get(usize::from(at))).copied();
    let left = edge(x_cuts, from).map_or(frame.x, |cut| plane.x(cut));
    let right = edge(x_cuts, to).map_or(frame.right(), |cut| plane.x(cut));
    let y_cuts = model.y_axis().map_or(&[][..], |axis| &axis.cuts);
    let top = edge(y_cuts, rows.saturating_sub(place.row)).map_or(frame.y, |cut| plane.y(cut));
    let low = edge(y_cuts, rows.saturating_sub(place.row + place.rows)).map_or(frame.bottom(), |cut| plane.y(cut));
    Area { x: left, y: top, w: right - left, h: low - top }
}

/// The margins within which no move is proposed, and the cuts.
fn margins(drawing: &mut Drawing, model: &Model, plane: &Plane) {
    let (frame, margin) = (plane.frame, model.guard.margin);
    let around = |cut: u16| (cut.saturating_sub(margin), cut.saturating_add(margin).min(1000));
    let y_cuts = model.y_axis().map_or(&[][..], |axis| &axis.cuts);
    if margin > 0 {
        for (low, high) in model.x_axis().cuts.iter().map(|cut| around(*cut)) {
            let (x, right) = (plane.x(low), plane.x(high));
            drawing.rect(Area { x, w: right - x, ..frame }, 0.0, Ink::Shade, Ink::None);
        }
        for (low, high) in y_cuts.iter().map(|cut| around(*cut)) {
            let (y, bottom) = (plane.y(high), plane.y(low));
            drawing.rect(Area { y, h: bottom - y, ..frame }, 0.0, Ink::Shade, Ink::None);
        }
    }
    for cut in &model.x_axis().cuts {
        drawing.line((plane.x(*cut), frame.y), (plane.x(*cut), frame.bottom()), Ink::Quiet, 1.2, None);
    }
    for cut in y_cuts {
        drawing.line((frame.x, plane.y(*cut)), (frame.right(), plane.y(*cut)), Ink::Quiet, 1.2, None);
    }
    drawing.rect(frame, 0.0, Ink::None, Ink::Line);
}

/// The values written on an axis: its ends and cuts, and every quarter that is not too near to one of them.
fn ticks(dimension: &Dimension) -> Vec<(u16, bool)> {
    let mut ticks: Vec<(u16, bool)> = dimension.cuts.iter().map(|cut| (*cut, true)).collect();
    for tick in [0, 1000, 500, 250, 750] {
        if ticks.iter().all(|(other, _)| other.abs_diff(tick) >= 40) {
            ticks.push((tick, false));
        }
    }
    ticks
}

fn axes(drawing: &mut Drawing, model: &Model, plane: &Plane) {
    let frame = plane.frame;
    let how = |is_cut: bool| if is_cut { Type::of(11.0, Ink::Text).bold() } else { Type::of(11.0, Ink::Quiet) };
    for (tenths, is_cut) in ticks(model.x_axis()) {
        let x = plane.x(tenths);
        drawing.line((x, frame.bottom()), (x, frame.bottom() + 4.0), Ink::Line, 1.0, None);
        drawing.text((x, frame.bottom() + 16.0), &points(tenths), how(is_cut).hung(Hang::Middle));
    }
    words_across(drawing, model.x_axis(), frame, frame.bottom() + 34.0);
    let Some(axis) = model.y_axis().filter(|_| plane.two) else { return };
    for (tenths, is_cut) in ticks(axis) {
        let y = plane.y(tenths);
        drawing.line((frame.x - 4.0, y), (frame.x, y), Ink::Line, 1.0, None);
        drawing.text((frame.x - 8.0, y + 4.0), &points(tenths), how(is_cut).hung(Hang::End));
    }
    words_up(drawing, axis, frame, frame.x - 44.0);
}
