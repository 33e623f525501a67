//! What the views have in common: what is asked for, their tabs and frame, bars, and what they answer.

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::days::Days;
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_columns};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::Ctx;
use crate::console::parts::text;
use crate::console::sight::Sight;
use crate::console::theme::Role;
use crate::domain::calendar::Fiscal;
use crate::domain::model::{Membership, Model};

/// What stands for hidden money and notes.
pub const HIDDEN: &str = "•••";

/// A view of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Clients and revenue per segment, day by day.
    Distribution,
    /// From where to where, with names and notes.
    Moves,
    /// Each owner's book.
    Owners,
    /// Shares against targets.
    Shares,
    /// Reviews on time.
    OnTime,
}

/// All views, in the order of their tabs.
pub const VIEWS: [View; 5] = [View::Distribution, View::Moves, View::Owners, View::Shares, View::OnTime];

impl View {
    /// What its tab says.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Distribution => "Distribution",
            Self::Moves => "Moves",
            Self::Owners => "Owners",
            Self::Shares => "Shares",
            Self::OnTime => "On time",
        }
    }

    /// The view so many tabs to the right, round and round.
    pub const fn step(self, by: usize) -> Self {
        VIEWS[(self as usize + by) % VIEWS.len()]
    }
}

/// What a view answers to a command.
pub type Reply = crate::console::screens::reply::Reply<View>;

/// What is asked for in every view.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The model looked at.
    pub model: Arc<Model>,
    /// The model that drives the cadence.
    pub driving: Arc<Model>,
    /// The owner whose clients count; none: all.
    pub owner: Option<String>,
    /// The day at whose end the span begins.
    pub from: NaiveDate,
    /// The day at whose end it ends.
    pub to: NaiveDate,
    /// What the span is called.
    pub label: String,
    /// The book's currency.
    pub currency: String,
    /// The book's fiscal year.
    pub fiscal: Fiscal,
}

impl Asked {
    /// As the desk has it: the model the board looks at, the owner, the days.
    pub fn of(ctx: &Ctx<'_>) -> Self {
        let ground = ctx.store.ground();
        let driving = Arc::clone(ground.driving());
        let looked_at = match &ctx.desk.sight {
            Sight::Placed(key) => key.as_deref(),
            Sight::Proposed(key) => Some(key.as_str()),
            Sight::Dimensions(..) => None,
        };
        let model = ground.model(looked_at).unwrap_or_else(|_| Arc::clone(&driving));
        let days: &Days = &ctx.desk.days;
        let (from, to) = days.ends(ctx.stamp.today, ground.fiscal());
        Self {
            model,
            driving,
            owner: ctx.desk.lens.owner.clone(),
            from,
            to,
            label: days.label().to_owned(),
            currency: ground.currency.clone(),
            fiscal: ground.fiscal(),
        }
    }

    /// The key of the model, as the store is asked.
    pub fn key(&self) -> Option<String> {
        Some(self.model.key.clone())
    }

    /// Whether a client may count in several segments.
    pub fn counts_twice(&self) -> bool {
        self.model.membership == Membership::Many
    }

    /// What a segment is called: letter and name; several by their letters.
    pub fn segment(&self, place: &str) -> String {
        match self.model.segments_in(place).len() {
            0 | 1 => self.model.place_in_words(place),
            _ => self.model.place_letters(place),
        }
    }

    /// Draws the model on the first row, and the days the view is of.
    pub fn heading(&self, canvas: &mut Canvas<'_>, area: Rect, view: View) {
        let row = skip_columns(row_of(area, 0), 1);
        let (formats, arrow) = (canvas.look.formats, canvas.look.glyphs.arrow());
        let days = format!("{} {arrow} {}", formats.date(self.from), formats.date(self.to));
        let days = match view {
            View::Owners | View::Shares => format!("now, {}", formats.date(canvas.look.today)),
            View::Distribution | View::Moves | View::OnTime if self.label.is_empty() => days,
            View::Distribution | View::Moves | View::OnTime => format!("{}: {days}", self.label),
        };
        let wide = u16::try_from(text::width(&days)).unwrap_or(0);
        let name = Rect { width: row.width.saturating_sub(wide + 3), ..row };
        canvas.text(name, Role::Title, self.model.name.clone());
        canvas.aligned(Rect { width: row.width.saturating_sub(1), ..row }, Side::Right, Role::Dim, days);
    }
}

/// A view of the screen.
pub trait Pane {
    /// Draws the view; changes nothing.
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect, asked: &Asked);
    /// The line in the lower edge of the frame.
    fn foot(&self, asked: &Asked, look: &Look) -> String;
    /// Deals with a command.
    fn command(&mut self, action: Action, asked: &Asked, ctx: &mut Ctx<'_>) -> Reply;
    /// Deals with the mouse.
    fn touch(&mut self, touch: Touch, asked: &Asked, ctx: &mut Ctx<'_>) -> Reply;
    /// Reads again what is shown.
    fn refresh(&mut self, asked: &Asked, ctx: &mut Ctx<'_>);
}

/// Draws the frame with the tabs above and a line below. The answer is the area inside.
pub fn frame(canvas: &mut Canvas<'_>, area: Rect, shown: View, lens: &str, below: &str) -> Rect {
    let inner = canvas.frame(area, Focus::Here, "");
    let room = Rect { width: area.width.saturating_sub(3), ..skip_columns(area, 2) };
    let mut rest = row_of(room, 0);
    for (place, view) in (0_u16..).zip(VIEWS) {
        let (role, label) = if view == shown {
            (Role::TabActive, format!("[{}]", view.name()))
        } else {
            (Role::Title, format!(" {} ", view.name()))
        };
        let taken = canvas.text(rest, role, label);
        canvas.spot(Rect { width: taken, ..rest }, Spot::Line(place));
        rest = skip_columns(rest, taken);
    }
    if !lens.is_empty() {
        canvas.aligned(skip_columns(rest, 1), Side::Right, Role::Key, format!(" {lens} "));
    }
    if !below.is_empty() && area.height >= 2 {
        let edge = row_of(area, area.height - 1);
        let fitted = text::fit(below, usize::from(edge.width.saturating_sub(6)), canvas.look.glyphs.cut());
        canvas.text(skip_columns(edge, 1), Role::BorderFocus, format!(" {fitted} "));
    }
    inner
}

/// Draws the parts of a view side by side, the one shown in brackets; `Spot::Heading` by their place.
pub fn parts(canvas: &mut Canvas<'_>, row: Rect, names: &[&'static str], shown: usize) {
    let mut rest = row;
    for (at, name) in names.iter().enumerate() {
        let (role, label) = if at == shown { (Role::TabActive, format!("[{name}]")) } else { (Role::Dim, format!(" {name} ")) };
        let taken = canvas.text(rest, role, label);
        canvas.spot(Rect { width: taken, ..rest }, Spot::Heading(u16::try_from(at).unwrap_or(u16::MAX)));
        rest = skip_columns(rest, taken);
    }
}

/// A part of a bar, in its role and sign.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// Its part of the whole bar, 0 to 1.
    pub part: f64,
    /// Its role.
    pub role: Role,
    /// Its sign.
    pub sign: &'static str,
}

/// Draws a bar that lies across, piece after piece, and a mark at a place of it.
pub fn bar(canvas: &mut Canvas<'_>, area: Rect, pieces: &[Piece], mark: Option<f64>) {
    let columns = |part: f64| (part.clamp(0.0, 1.0) * f64::from(area.width)).round() as u16;
    let (mut drawn, mut sum) = (0, 0.0);
    for piece in pieces {
        sum += piece.part;
        let end = columns(sum).max(drawn);
        let rest = skip_columns(area, drawn);
        canvas.rule(Rect { width: rest.width.min(end - drawn), ..rest }, piece.role, piece.sign);
        drawn = end;
    }
    if let Some(mark) = mark.filter(|_| area.width > 0) {
        let at = columns(mark).min(area.width - 1);
        canvas.text(Rect { width: 1, ..skip_columns(area, at) }, Role::Axis, canvas.look.glyphs.upright());
    }
}

/// A part of the whole as people read it.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
