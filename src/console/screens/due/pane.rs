//! What the views of the screen have in common: their tabs, their frame, and what they answer.

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, Side, row_of, skip_columns};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::Ctx;
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::client::ClientId;

/// A view of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// One row per clock, most overdue first.
    List,
    /// A month with the load of each day.
    Month,
    /// Hours per week and owner against capacity.
    Workload,
    /// Snoozes, slip and skips by segment and owner.
    Debt,
    /// Segments to be confirmed.
    Confirm,
}

/// All views, in the order of their tabs.
pub const VIEWS: [View; 5] = [View::List, View::Month, View::Workload, View::Debt, View::Confirm];

impl View {
    /// What its tab says.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "List",
            Self::Month => "Month",
            Self::Workload => "Workload",
            Self::Debt => "Debt",
            Self::Confirm => "Confirm",
        }
    }

    /// The view so many tabs to the right, round and round.
    pub const fn step(self, by: usize) -> Self {
        VIEWS[(self as usize + by) % VIEWS.len()]
    }
}

/// What a view answers to a command.
pub type Reply = crate::console::screens::reply::Reply<View>;

/// The selected client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    /// The client.
    pub client: ClientId,
    /// Whether it is in a segment.
    pub placed: bool,
    /// The kind of review, where the row is one of its clocks.
    pub kind: Option<String>,
}

/// A view of the screen.
pub trait Pane {
    /// Draws the view; changes nothing.
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect, tabs: &Tabs);
    /// Deals with a command.
    fn command(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Reply;
    /// Deals with the mouse.
    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>) -> Reply;
    /// Reads again what is shown.
    fn refresh(&mut self, ctx: &mut Ctx<'_>);
    /// Reads what is shown beside the selection.
    fn settle(&mut self, _ctx: &mut Ctx<'_>) {}
    /// The selected client.
    fn selected(&self) -> Option<Selected>;
    /// What is selected, in words, where it is no client: a title and paragraphs.
    fn explained(&self, _ctx: &Ctx<'_>) -> Option<(String, Vec<String>)> {
        None
    }
    /// Whether something is selected that can be explained and is no client.
    fn explains(&self) -> bool {
        false
    }
    /// All clients that are shown, at most so many.
    fn shown(&self, _most: usize, _ctx: &mut Ctx<'_>) -> Vec<ClientId> {
        Vec::new()
    }
}

/// The tabs in the frame of every view, and what is said beside them.
#[derive(Debug, Clone)]
pub struct Tabs {
    /// The view shown.
    pub view: View,
    /// How many segments are to be confirmed.
    pub to_confirm: i64,
    /// Whose reviews are shown, in words.
    pub lens: String,
}

impl Tabs {
    /// Draws a frame with the tabs above and a line below. The answer is the area inside.
    pub fn frame(&self, canvas: &mut Canvas<'_>, area: Rect, focus: Focus, below: &str) -> Rect {
        let inner = canvas.frame(area, focus, "");
        let room = Rect { width: area.width.saturating_sub(3), ..skip_columns(area, 2) };
        let mut rest = row_of(room, 0);
        for (place, view) in (0_u16..).zip(VIEWS) {
            let count = match view {
                View::Confirm if self.to_confirm > 0 => format!(" {}", canvas.look.formats.number(self.to_confirm)),
                View::List | View::Month | View::Workload | View::Debt | View::Confirm => String::new(),
            };
            let (role, label) = if view == self.view {
                (Role::TabActive, format!("[{}{count}]", view.name()))
            } else {
                (Role::Title, format!(" {}{count} ", view.name()))
            };
            let taken = canvas.text(rest, role, label);
            canvas.spot(Rect { width: taken, ..rest }, Spot::Line(place));
            rest = skip_columns(rest, taken);
        }
        if !self.lens.is_empty() {
            canvas.aligned(skip_columns(rest, 1), Side::Right, Role::Key, format!(" {} ", self.lens));
        }
        foot(canvas, area, focus, below);
        inner
    }
}

/// Writes a line into the lower edge of a frame.
pub fn foot(canvas: &mut Canvas<'_>, area: Rect, focus: Focus, words: &str) {
    if words.is_empty() || area.height < 2 {
        return;
    }
    let edge = row_of(area, area.height - 1);
    let room = usize::from(edge.width.saturating_sub(4));
    let fitted = text::fit(words, room.saturating_sub(2), canvas.look.glyphs.cut());
    let role = if focus == Focus::Here { Role::BorderFocus } else { Role::Title };
    canvas.text(Rect { width: edge.width.saturating_sub(2), ..skip_columns(edge, 1) }, role, format!(" {fitted} "));
}
