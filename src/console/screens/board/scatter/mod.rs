//! The scatter view of the board: every client a point at its scores, the cuts as lines, the selected client with its trail.

mod board;
mod crowd;
mod draw;
mod field;
mod frame;
mod mark;
mod step;
mod touch;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use self::crowd::Crowd;
use self::frame::Frame;
use self::mark::{Mark, marks};
use super::grid::Axes;
use super::{PAST, Seen};
use crate::console::keys::Situation;
use crate::console::layer::Ctx;
use crate::console::sight::Sight;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::store::{LensAxis, Plot, ScatterPoint, Store, StoreError, TrailPoint};

/// The points, as rows that the mouse finds; and the plot, as a zone.
const POINTS: u16 = 2_000;
/// The members of a crowded place.
const MEMBERS: u16 = 2_001;
/// Of so many marked clients it is looked up where they stand.
const MARKED: usize = 300;

/// What the scatter is about.
struct Subject {
    /// The model whose segments and signs are shown.
    model: Arc<Model>,
    x: LensAxis,
    y: Option<LensAxis>,
    /// Whether the axes are those of the model, so that its segments have their regions.
    regions: bool,
}

/// The scatter view: what it shows, and what is selected.
pub(super) struct Scatter {
    axes: Axes,
    subject: Option<Subject>,
    plot: Option<Plot>,
    area: Rect,
    frame: Option<Frame>,
    marks: Vec<Mark>,
    unscored: i64,
    selected: Option<ClientId>,
    /// The selected client at its scores, and where it was before; read together.
    point: Option<ScatterPoint>,
    trail: Vec<TrailPoint>,
    known: Option<ClientId>,
    crowd: Option<Crowd>,
    marked: BTreeSet<ClientId>,
    /// The places with a marked client in them.
    marked_cells: BTreeSet<(u16, u16)>,
    seen: Seen,
    sight: Sight,
    /// The day of the past that is looked at.
    day: Option<NaiveDate>,
    stale: bool,
    /// Whether the points are still read.
    looking: bool,
    /// Whether the last click found a point: only then a second one opens it.
    picked: bool,
}

impl Scatter {
    /// The scatter with a client selected.
    pub fn new(selected: Option<ClientId>, axes: Axes, ctx: &mut Ctx<'_>) -> Self {
        let mut scatter = Self {
            axes,
            subject: None,
            plot: None,
            area: Rect::ZERO,
            frame: None,
            marks: Vec::new(),
            unscored: 0,
            selected,
            point: None,
            trail: Vec::new(),
            known: None,
            crowd: None,
            marked: BTreeSet::new(),
            marked_cells: BTreeSet::new(),
            seen: Seen::default(),
            sight: Sight::default(),
            day: None,
            stale: true,
            looking: false,
            picked: false,
        };
        scatter.refresh(ctx);
        scatter
    }

    /// The selected client.
    pub fn selected(&self) -> Option<ClientId> {
        self.selected
    }

    /// What commands depend on.
    fn situation(&self, ctx: &Ctx<'_>) -> Situation {
        let base = ctx.desk.situation();
        let read_only = if self.day.is_some() { Some(PAST) } else { base.read_only };
        Situation { selected: self.selected.is_some(), placed: self.is_placed(), read_only, ..base }
    }

    /// Whether the selected client is in a segment.
    pub fn is_placed(&self) -> bool {
        self.point.as_ref().is_some_and(|point| point.segment.is_some())
    }

    /// The book, the filter, the marks or the sight may have changed: what is shown is read again before the next frame.
    pub fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        let seen = Seen::now(ctx);
        let day = ctx.desk.past.as_ref().map(|past| past.day);
        if seen != self.seen || ctx.desk.sight != self.sight || day != self.day {
            self.seen = seen;
            self.sight = ctx.desk.sight.clone();
            self.day = day;
            self.subject = None;
            self.stale = true;
        }
        // What was looked for may be known now.
        self.stale |= self.looking;
        if self.marked != ctx.desk.marked {
            self.marked.clone_from(&ctx.desk.marked);
            self.place_marked(ctx);
        }
    }

    /// A frame is about to be drawn: reads the points where the book or the size has changed, and what is said of the selected
    /// client where another one is selected.
    pub fn settle(&mut self, area: Rect, ctx: &mut Ctx<'_>) {
        if self.subject.is_none() {
            let past = ctx.desk.past.clone();
            self.subject = self.look(past.as_ref().map_or(ctx.store, |past| &past.store));
        }
        self.area = area;
        let Some(subject) = &self.subject else { return };
        let frame = Frame::of(area, subject.x.dimension(), subject.y.as_ref().map(LensAxis::dimension)).ok();
        if self.stale || frame != self.frame {
            self.frame = frame;
            self.read(ctx);
        }
        if self.known != self.selected {
            self.read_selected(ctx);
        }
    }

    /// The axes of what the board looks at; of the driving model where that is no longer in the book.
    fn look(&self, store: &Store) -> Option<Subject> {
        let ground = store.ground();
        let own = |model: Arc<Model>| {
            let axis = |key: &str| ground.dimension(&format!("{}.{key}", model.key)).ok();
            let (x, y) = (axis(&model.x)?, model.y.as_deref().and_then(axis));
            Some(Subject { x, y, regions: true, model })
        };
        let driving = || Arc::clone(ground.driving());
        let found = match &self.sight {
            Sight::Placed(None) => own(driving()),
            Sight::Placed(Some(key)) | Sight::Proposed(key) => ground.model(Some(key)).ok().and_then(own),
            Sight::Dimensions(x, y) => {
                let axes = ground.dimension(x).ok().zip(ground.dimension(y).ok());
                axes.map(|(x, y)| Subject { x, y: Some(y), regions: false, model: driving() })
            }
        };
        let subject = found.or_else(|| own(driving()))?;
        Some(match (self.axes, subject) {
            (Axes::Swapped, Subject { model, x, y: Some(y), regions }) => Subject { model, x: y, y: Some(x), regions },
            (Axes::Straight | Axes::Swapped, subject) => subject,
        })
    }

    /// Reads the points for the size of the frame.
    fn read(&mut self, ctx: &mut Ctx<'_>) {
        let (Some(subject), Some(frame)) = (&self.subject, &self.frame) else { return };
        let depth = if frame.y.is_some() { 1 } else { usize::from(frame.plot.height) };
        let plot = Plot {
            model: subject.model.key.clone(),
            x: (subject.x.clone(), frame.x.clone()),
            y: subject.y.clone().zip(frame.y.clone()),
            filter: ctx.desk.filter().cloned(),
            depth,
        };
        ctx.desk.take_later();
        let scatter = read(ctx, |book, today| book.scatter(&plot, today));
        self.looking = ctx.desk.take_later();
        self.unscored = scatter.unscored;
        self.marks = marks(scatter, frame);
        self.plot = Some(plot);
        self.stale = false;
        self.known = None;
        self.read_selected(ctx);
        self.place_marked(ctx);
        self.reread_crowd(ctx);
    }

    /// Reads the selected client; where it is gone or filtered out, the most urgent point is selected.
    fn read_selected(&mut self, ctx: &mut Ctx<'_>) {
        let Some(plot) = &self.plot else { return };
        self.point = self.selected.and_then(|client| read(ctx, |book, today| book.scatter_point(plot, client, today)));
        if self.point.is_none() {
            self.point = self.marks.iter().min_by_key(|mark| &mark.first.key).map(|mark| mark.first.clone());
        }
        self.selected = self.point.as_ref().map(|point| point.client);
        self.known = self.selected;
        let y = plot.y.as_ref().map(|(axis, _)| axis);
        let trail = |client| read(ctx, |book, today| book.trail(client, &plot.x.0, y, today));
        self.trail = self.selected.map(trail).unwrap_or_default();
        // What is left is where it was before.
        if let Some(point) = &self.point
            && self.trail.last().is_some_and(|last| (Some(last.x), last.y) == (point.x, point.y))
        {
            self.trail.pop();
        }
    }

    /// Looks up in which places the marked clients stand.
    fn place_marked(&mut self, ctx: &mut Ctx<'_>) {
        self.marked_cells.clear();
        let Some(plot) = &self.plot else { return };
        for client in self.marked.iter().take(MARKED) {
            let found = read(ctx, |book, today| book.scatter_point(plot, *client, today));
            if let Some(cell) = found.and_then(|point| cell_of(plot, &point)) {
                self.marked_cells.insert(cell);
            }
        }
    }

    /// The point the selected client stands in.
    fn mark(&self) -> Option<&Mark> {
        let (plot, point) = (self.plot.as_ref()?, self.point.as_ref()?);
        let cell = cell_of(plot, point)?;
        let mut here = self.marks.iter().filter(|mark| mark.cell == cell);
        let own = here.clone().find(|mark| mark.first.client == point.client);
        own.or_else(|| here.next_back())
    }
}

/// Reads from the book that is looked at: that of today, or of a past day.
fn read<T: Default>(ctx: &mut Ctx<'_>, ask: impl FnOnce(&Store, NaiveDate) -> Result<T, StoreError>) -> T {
    let past = ctx.desk.past.clone();
    let answer = match &past {
        Some(past) => ask(&past.store, past.day),
        None => ask(ctx.store, ctx.stamp.today),
    };
    ctx.desk.or_default(answer)
}

/// The place of a client; none where it has no score on an axis.
fn cell_of(plot: &Plot, point: &ScatterPoint) -> Option<(u16, u16)> {
    let row = match &plot.y {
        Some((_, ruler)) => ruler.at(point.y?),
        None => 0,
    };
    Some((plot.x.1.at(point.x?), row))
}
