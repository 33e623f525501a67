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

use self::crowd::Crowd;
use self::frame::Frame;
use self::mark::{Mark, marks};
use super::Seen;
use super::grid::Axes;
use crate::console::keys::Situation;
use crate::console::layer::Ctx;
use crate::console::parts::chrome;
use crate::console::sight::Sight;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::store::{LensAxis, Plot, ScatterPoint, Store, TrailPoint};

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
    base: Situation,
    seen: Seen,
    sight: Sight,
    stale: bool,
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
            base: Situation::default(),
            seen: Seen::default(),
            sight: Sight::default(),
            stale: true,
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
    pub fn situation(&self) -> Situation {
        let placed = self.point.as_ref().is_some_and(|point| point.segment.is_some());
        let axes = 1 + usize::from(self.subject.as_ref().is_some_and(|subject| subject.y.is_some()));
        Situation { selected: self.selected.is_some(), placed, axes, ..self.base.clone() }
    }

    /// The book, the filter, the marks or the sight may have changed: what is shown is read again before the next frame.
    pub fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.base = ctx.desk.situation();
        let seen = Seen::now(ctx);
        if seen != self.seen || ctx.desk.sight != self.sight {
            self.seen = seen;
            self.sight = ctx.desk.sight.clone();
            self.subject = None;
            self.stale = true;
        }
        if self.marked != ctx.desk.marked {
            self.marked.clone_from(&ctx.desk.marked);
            self.place_marked(ctx);
        }
    }

    /// A frame is about to be drawn: reads the points where the book or the size has changed, and what is said of the selected
    /// client where another one is selected.
    pub fn settle(&mut self, ctx: &mut Ctx<'_>) {
        if self.subject.is_none() {
            self.subject = self.look(ctx.store);
        }
        let Some(subject) = &self.subject else { return };
        let area = chrome::body(ctx.hits.frame());
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
        let scatter = ctx.store.scatter(&plot, ctx.stamp.today);
        let scatter = ctx.desk.or_default(scatter);
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
        let today = ctx.stamp.today;
        let read = self.selected.map_or(Ok(None), |client| ctx.store.scatter_point(plot, client, today));
        self.point = ctx.desk.or_default(read);
        if self.point.is_none() {
            self.point = self.marks.iter().min_by_key(|mark| &mark.first.key).map(|mark| mark.first.clone());
        }
        self.selected = self.point.as_ref().map(|point| point.client);
        self.known = self.selected;
        let y = plot.y.as_ref().map(|(axis, _)| axis);
        let trail = self.selected.map_or(Ok(Vec::new()), |client| ctx.store.trail(client, &plot.x.0, y, ctx.stamp.today));
        self.trail = ctx.desk.or_default(trail);
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
            let read = ctx.store.scatter_point(plot, *client, ctx.stamp.today);
            if let Some(cell) = ctx.desk.or_default(read).and_then(|point| cell_of(plot, &point)) {
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

/// The place of a client; none where it has no score on an axis.
fn cell_of(plot: &Plot, point: &ScatterPoint) -> Option<(u16, u16)> {
    let row = match &plot.y {
        Some((_, ruler)) => ruler.at(point.y?),
        None => 0,
    };
    Some((plot.x.1.at(point.x?), row))
}
