//! What part of the book each segment has, against what the model wants.

use ratatui::layout::Rect;

use super::pane::{Asked, HIDDEN, Pane, Piece, Reply, bar, percent};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Step};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::screens::table::{ALWAYS, Column, places};
use crate::console::theme::Role;
use crate::store::{SegmentShare, Shares};

/// The list's number for the mouse.
const SHARES: u16 = 5;

const fn column(title: &'static str, width: u16, keep: u8) -> Column {
    Column { title, width, side: Side::Right, keep }
}

/// The columns; the bar grows.
const COLUMNS: [Column; 8] = [
    Column { title: "Segment", width: 16, side: Side::Left, keep: ALWAYS },
    column("clients", 7, 70),
    Column { title: "", width: 8, side: Side::Left, keep: 60 },
    column("share", 6, ALWAYS),
    column("target", 6, 90),
    column("points", 6, 80),
    column("revenue", 8, 40),
    column("of it", 6, 50),
];
/// Where the bar stands among them.
const BAR: usize = 2;

struct Line {
    id: i64,
    of: SegmentShare,
}

impl Row for Line {
    fn id(&self) -> Option<i64> {
        Some(self.id)
    }
}

/// The shares.
pub struct SharesView {
    found: Shares,
    window: Window<Line>,
    list: List,
}

impl Default for SharesView {
    fn default() -> Self {
        Self { found: Shares::default(), window: Window::default(), list: List::new(SHARES) }
    }
}

impl SharesView {
    /// What a full bar means: the largest share or target, and at least a tenth.
    fn scale(&self) -> f64 {
        let parts = self.found.segments.iter().flat_map(|of| [of.share, of.target]).flatten();
        parts.fold(0.1, f64::max)
    }

    fn draw_line(&self, canvas: &mut Canvas<'_>, row: Rect, line: &Line, asked: &Asked) {
        let of = &line.of;
        let part = |share: Option<f64>| match share {
            Some(share) => (Role::Text, percent(share)),
            None => (Role::Dim, "-".to_owned()),
        };
        let home = of.counted.arr.iter().find(|(code, _)| *code == asked.currency);
        for place in places(&COLUMNS, BAR, row.width.saturating_sub(2)) {
            let cell = place.of(skip_columns(row, 1));
            let hidden = canvas.look.presenter;
            let (role, said) = match place.column {
                0 => (Role::Text, asked.segment(&of.key)),
                1 => (Role::Text, canvas.look.formats.number(of.counted.clients)),
                BAR => {
                    let (full, _) = canvas.look.glyphs.bar();
                    let pieces = [Piece { part: of.share.unwrap_or(0.0) / self.scale(), role: Role::Due, sign: full }];
                    bar(canvas, cell, &pieces, of.target.map(|target| target / self.scale()));
                    continue;
                }
                3 => part(of.share),
                4 => part(of.target),
                5 => match of.difference() {
                    Some(points) if points.abs() >= 0.5 => (Role::Title, format!("{points:+.0}")),
                    Some(_) => (Role::Good, "0".to_owned()),
                    None => (Role::Dim, "-".to_owned()),
                },
                6 if hidden => (Role::Dim, HIDDEN.to_owned()),
                6 => home.map_or((Role::Dim, "-".to_owned()), |(_, sum)| (Role::Text, canvas.look.formats.short(sum))),
                _ if hidden => (Role::Dim, HIDDEN.to_owned()),
                _ => part(of.arr_share),
            };
            canvas.aligned(cell, COLUMNS[place.column].side, role, said);
        }
    }
}

impl Pane for SharesView {
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect, asked: &Asked) {
        let head = row_of(area, 0);
        for place in places(&COLUMNS, BAR, head.width.saturating_sub(2)) {
            let column = &COLUMNS[place.column];
            canvas.aligned(place.of(skip_columns(head, 1)), column.side, Role::Dim, column.title);
        }
        let lines = u16::try_from(self.window.rows.len()).unwrap_or(u16::MAX);
        let below = area.height.saturating_sub(5).max(1);
        let list = Rect { height: lines.min(below), ..skip_rows(area, 1) };
        self.list.view(canvas, list, &self.window, Focus::Here, |canvas, row, line| self.draw_line(canvas, row, line, asked));
        let formats = canvas.look.formats;
        let (placed, unplaced) = (formats.number(self.found.placed.clients), formats.number(self.found.unplaced.clients));
        let mut said = format!("Shares are of the {placed} clients in a segment; {unplaced} in none do not count.");
        if asked.counts_twice() {
            said.push_str(" A client counts in each of its segments, so shares may sum to more than the whole.");
        }
        if self.found.segments.iter().all(|of| of.target.is_none()) {
            said.push_str(" This model wants no shares: 6, then e on the model, sets a target share for a segment.");
        } else {
            let mark = canvas.look.glyphs.upright();
            said.push_str(&format!(" {mark} is the share the model wants."));
        }
        canvas.paragraph(skip_columns(skip_rows(area, list.height + 2), 1), Role::Dim, said);
    }

    fn foot(&self, asked: &Asked, look: &Look) -> String {
        if look.presenter || self.found.other_currencies.is_empty() {
            return "the other views show how it came about".to_owned();
        }
        format!("revenue in {} alone; there is also {}", asked.currency, self.found.other_currencies.join(", "))
    }

    fn command(&mut self, action: Action, _asked: &Asked, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(SHARES)).height;
        if self.list.act(action, &self.window, height) == Moved::Not { Reply::Not } else { Reply::Do(Step::Stay) }
    }

    fn touch(&mut self, touch: Touch, _asked: &Asked, ctx: &mut Ctx<'_>) -> Reply {
        let height = ctx.hits.area_of(Spot::Zone(SHARES)).height;
        if self.list.touch(touch, &self.window, height) == Moved::Not { Reply::Not } else { Reply::Do(Step::Stay) }
    }

    fn refresh(&mut self, asked: &Asked, ctx: &mut Ctx<'_>) {
        let found = ctx.store.shares(asked.key().as_deref(), asked.owner.as_deref());
        self.found = ctx.desk.or_default(found);
        let lines = (0..).zip(&self.found.segments).map(|(id, of)| Line { id, of: of.clone() });
        self.window = Window::whole(lines.collect());
        self.list.settle(&self.window);
    }
}
