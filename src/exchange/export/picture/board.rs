//! The board as a picture: every segment at its place on the axes, those without one below.

use super::cell::{Cell, Slots};
use super::clean;
use super::grid::Grid;
use super::heading::{Heading, counted, number, sums};
use super::page::{begin, cut, words_across, words_up};
use super::svg::{Area, Drawing, Hang, Ink, Type};
use super::tell;
use crate::domain::model::{Membership, Model, Segment};
use crate::domain::money::Sums;
use crate::exchange::export::{Ask, ExportError};
use crate::store::{Board, ClientQuery, Direction, SegmentTotal, Store, Watch};

/// Beside the segments, for the axis that runs up.
const GUTTER: f64 = 62.0;
/// Below them, for the one that runs across.
const AXIS: f64 = 36.0;
/// For the clients without a segment.
const TRAY: f64 = 96.0;

/// Where everything of a board stands.
struct Field {
    /// The segments on the axes.
    on: Area,
    /// Those below.
    under: Area,
    /// The clients without a segment.
    tray: Area,
}

impl Field {
    fn within(room: Area, model: &Model, grid: &Grid, board: &Board) -> Self {
        let gutter = if grid.on_axes && model.y_axis().is_some() { GUTTER } else { 0.0 };
        let axis = if grid.on_axes { AXIS } else { 0.0 };
        let tray = if board.unplaced.clients > 0 { TRAY } else { 0.0 };
        let height = room.h - axis - tray;
        let on = Area { x: room.x + gutter, y: room.y, w: room.w - gutter, h: height * grid.share_on_axes() };
        let under = Area { y: on.bottom() + axis, h: height - on.h, ..on };
        let tray = Area { y: room.bottom() - tray + 4.0, h: (tray - 8.0).max(0.0), x: on.x + 4.0, w: on.w - 8.0 };
        Self { on, under, tray }
    }
}

/// Draws the board; answers how many clients it shows or counts.
///
/// # Errors
/// No such model, or the book cannot be read; [`crate::store::StoreError::Left`] where `watch` wants no more.
pub fn board(store: &Store, ask: &Ask, heading: &Heading, watch: Watch<'_>) -> Result<(Drawing, i64), ExportError> {
    let model = store.ground().model(ask.model.as_deref())?;
    let board = store.board(Some(&model.key), ask.filter.as_ref(), ask.today)?;
    let clients = how_many(store, ask, &model, &board)?;
    let mut facts = vec![counted(clients, "client", "clients")];
    if model.membership == Membership::One {
        let (all, overdue) = together(&board);
        let revenue = sums(&all, ask.money);
        facts.extend((!revenue.is_empty()).then(|| clean::joined(&revenue, 13.0, 420.0)));
        facts.push(format!("{} overdue", number(overdue)));
    }
    let (mut drawing, room) = begin(heading, &format!("Board: {}", heading.model), &facts);
    let grid = Grid::of(&model);
    let field = Field::within(room, &model, &grid, &board);
    axes(&mut drawing, &model, &grid, &field);
    for (place, of) in &grid.annexes {
        annex(&mut drawing, grid.area(place, field.on, field.under), of.map(|at| &model.segments[at]));
    }
    let of = i64::try_from(model.segments.len()).unwrap_or(i64::MAX);
    for (done, ((segment, total), place)) in (1..).zip(model.segments.iter().zip(&board.segments).zip(&grid.places)) {
        let cell = Cell { letter: Some(clean::line(&segment.letter)), name: clean::line(&segment.name), ..figures(total, ask) };
        let slots = cell.begin(&mut drawing, grid.area(place, field.on, field.under));
        fill(&mut drawing, store, ask, &model, total, slots)?;
        tell(watch, done, of)?;
    }
    if board.unplaced.clients > 0 {
        let cell = Cell { name: "No segment".to_owned(), ..figures(&board.unplaced, ask) };
        let slots = cell.begin(&mut drawing, field.tray);
        fill(&mut drawing, store, ask, &model, &board.unplaced, slots)?;
    }
    Ok((drawing, clients))
}

/// Clients counted once, also where they are in several segments.
pub(in crate::exchange::export) fn how_many(store: &Store, ask: &Ask, model: &Model, board: &Board) -> Result<i64, ExportError> {
    let each = || board.segments.iter().chain([&board.unplaced]).map(|total| total.clients).sum();
    Ok(match model.membership {
        Membership::One => each(),
        Membership::Many => {
            let query = ClientQuery { model: Some(model.key.clone()), filter: ask.filter.clone(), ..ClientQuery::default() };
            store.count_of(&query, ask.today)?
        }
    })
}

/// Revenue and overdue clients of all segments.
pub(in crate::exchange::export) fn together(board: &Board) -> (Sums, i64) {
    let mut all = Sums::default();
    let mut overdue = 0;
    for total in board.segments.iter().chain([&board.unplaced]) {
        all.merge(&total.arr);
        overdue += total.overdue;
    }
    (all, overdue)
}

fn figures(total: &SegmentTotal, ask: &Ask) -> Cell {
    Cell { clients: total.clients, revenue: sums(&total.arr, ask.money), overdue: total.overdue, ..Cell::default() }
}

fn fill(
    drawing: &mut Drawing,
    store: &Store,
    ask: &Ask,
    model: &Model,
    total: &SegmentTotal,
    slots: Slots,
) -> Result<(), ExportError> {
    let (filter, many) = (ask.filter.as_ref(), slots.many());
    let rows = store.board_rows(Some(&model.key), &total.key, filter, None, Direction::After, many, ask.today)?;
    slots.fill(drawing, &rows, total.clients);
    Ok(())
}

/// Cells of a segment away from its place, and cells nobody has.
fn annex(drawing: &mut Drawing, area: Area, of: Option<&Segment>) {
    drawing.rect(area, 6.0, Ink::Shade, Ink::Line);
    let said = match of {
        Some(segment) => format!("→ {} {}", clean::line(&segment.letter), clean::line(&segment.name)),
        None => "no segment".to_owned(),
    };
    let said = clean::fitted(&said, 11.0, area.w - 12.0);
    drawing.text((area.middle(), area.y + area.h / 2.0 + 4.0), &said, Type::of(11.0, Ink::Quiet).hung(Hang::Middle));
}

/// Names, ends and cuts of the axes.
fn axes(drawing: &mut Drawing, model: &Model, grid: &Grid, field: &Field) {
    if !grid.on_axes {
        return;
    }
    let on = field.on;
    let (columns, rows) = model.grid();
    let at = |long: f64, band: usize, bands: u8| long * band as f64 / f64::from(bands);
    for (before, tenths) in (1..).zip(&model.x_axis().cuts) {
        let x = on.x + at(on.w, before, columns);
        drawing.text((x, on.bottom() + 13.0), &cut(*tenths), Type::of(11.0, Ink::Text).hung(Hang::Middle));
    }
    words_across(drawing, model.x_axis(), Area { x: on.x + 4.0, w: on.w - 8.0, ..on }, on.bottom() + 29.0);
    let Some(y_axis) = model.y_axis() else { return };
    for (before, tenths) in (1..).zip(&y_axis.cuts) {
        let y = on.bottom() - at(on.h, before, rows);
        drawing.text((on.x - 2.0, y + 4.0), &cut(*tenths), Type::of(11.0, Ink::Text).hung(Hang::End));
    }
    words_up(drawing, y_axis, Area { y: on.y + 4.0, h: on.h - 8.0, ..on }, on.x - 44.0);
}
