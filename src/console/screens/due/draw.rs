//! How the due list is drawn: its columns, its rows, its headings.

use std::collections::BTreeSet;

use ratatui::layout::Rect;

use super::list::{Counts, LIST};
use super::remarks::{remarks, short};
use super::roll::{Entry, Group, group_of};
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::formats::{ago, until};
use crate::console::glyphs::{Focus, Mark};
use crate::console::parts::list::{List, Window};
use crate::console::parts::text;
use crate::console::screens::signs::{self, Behind};
use crate::console::screens::table::{ALWAYS, Column, Place, places};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::text::Shown;
use crate::store::{ClientRow, DueRow};

const SIGNS: usize = 0;
const CLIENT: usize = 1;
const OWNER: usize = 2;
const SEGMENT: usize = 3;
const KIND: usize = 4;
const DUE: usize = 5;
const WHEN: usize = 6;
const REMARKS: usize = 7;
const RENEWAL: usize = 8;

/// From so many columns on, remarks are written out.
const ROOMY: u16 = 115;
/// In fewer columns, several kinds of review leave room for the letter of the segment alone.
const TIGHT: u16 = 86;
/// From so many columns on, owners are.
const WIDE: u16 = 130;

/// The columns, in their order.
fn columns(model: &Model, room: u16) -> [Column; 9] {
    let left = |title, width, keep| Column { title, width, side: Side::Left, keep };
    // Where all clocks are of one kind, its column says nothing.
    let named = |segment: &crate::domain::model::Segment| text::width(&segment.letter) + 1 + text::width(&segment.name);
    let segment = model.segments.iter().map(named).max().unwrap_or(0).clamp(7, 16);
    let segment = u16::try_from(segment).unwrap_or(16);
    // In a narrow list its letter is enough, so that owners have room.
    let letters = model.segments.iter().map(|segment| text::width(&segment.letter)).max().unwrap_or(0).clamp(3, 7);
    let letters = u16::try_from(letters).unwrap_or(7);
    // Where there are several, it says more than the segment, and names make room for it.
    let several = model.kinds().len() > 1;
    let (kind, narrow) = if several { (10, 14) } else { (1, 16) };
    let (segment_title, segment) = if several && room < TIGHT { ("Seg", letters) } else { ("Segment", segment) };
    let (remarks, least) = if room < ROOMY { (9, narrow) } else { (40, 28) };
    [
        left("", 2, ALWAYS),
        left("Client", least, ALWAYS),
        left("Owner", if room < WIDE { 8 } else { 16 }, 6),
        left(segment_title, segment, 8),
        left("Review", 8, kind),
        left("Due", 10, 9),
        left("", 13, ALWAYS),
        left("", remarks, ALWAYS),
        left("Renewal", 10, 2),
    ]
}

/// What the list draws from.
pub struct Picture<'a> {
    /// The rows.
    pub window: &'a Window<Entry>,
    /// The selection.
    pub list: &'a List,
    /// The driving model.
    pub model: &'a Model,
    /// How many there are in each group.
    pub counts: &'a Counts,
    /// The marked clients.
    pub marked: &'a BTreeSet<ClientId>,
}

/// The client of a row.
struct Who<'a> {
    client: ClientId,
    name: &'a str,
    behind: Behind,
}

impl Picture<'_> {
    /// Draws the column headings and the rows that are seen.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let columns = columns(self.model, area.width);
        let room = Rect { width: area.width.saturating_sub(1), ..area };
        let places = places(&columns, CLIENT, room.width);
        for place in &places {
            let column = columns[place.column];
            canvas.aligned(place.of(row_of(room, 0)), column.side, Role::Dim, column.title);
        }
        self.list.view(canvas, skip_rows(area, 1), self.window, Focus::Here, |canvas, row, entry| match entry {
            Entry::Heading(group) => self.heading(canvas, row, *group),
            Entry::Clock(_, clock) => self.clock(canvas, row, &places, clock),
            Entry::Silent(_, client) => self.silent(canvas, row, &places, client),
        });
        debug_assert_eq!(self.list.list, LIST);
    }

    fn heading(&self, canvas: &mut Canvas<'_>, row: Rect, group: Group) {
        let count = self.counts.of(group);
        let (mark, name, role, why) = match group {
            Group::Overdue => (Some(Mark::Overdue), "Overdue", Role::Overdue, ""),
            Group::Due => (Some(Mark::Due), "Due", Role::Due, ""),
            Group::Upcoming => (None, "Upcoming", Role::Title, ""),
            Group::Booked => (Some(Mark::Booked), "Booked", Role::Title, ": a date is agreed"),
            Group::Snoozed => (None, "Snoozed", Role::Title, ": hidden for now, as late as ever"),
            Group::First => (None, "First review", Role::Title, ": never reviewed, still ahead"),
            Group::Silent => (None, "Silent", Role::Title, ": no review of any kind for too long"),
        };
        let rule = canvas.look.glyphs.rule();
        canvas.rule(row, Role::Border, rule);
        if let Some(mark) = mark {
            canvas.mark(row, mark);
        }
        canvas.pieces(skip_columns(row, 1), &[(role, " ".into()), (role, name.into()), (role, format!(" {count}{why} ").into())]);
    }

    fn start(&self, canvas: &mut Canvas<'_>, row: Rect, places: &[Place], who: &Who<'_>, mark: Option<Mark>) {
        let marked = self.marked.contains(&who.client);
        for place in places {
            let cell = place.of(row);
            match place.column {
                SIGNS => {
                    if let Some(mark) = mark {
                        canvas.mark(cell, mark);
                    }
                    if marked {
                        canvas.mark(skip_columns(cell, 1), Mark::Marked);
                    }
                }
                CLIENT => {
                    let role = if marked { Role::Marked } else { Role::Text };
                    signs::name(canvas, cell, role, &Shown::line(who.name), who.behind);
                }
                _ => {}
            }
        }
    }

    fn segment(&self, key: Option<&str>, room: u16) -> Shown {
        match key {
            Some(place) if room < 7 => Shown::line(&self.model.place_letters(place)),
            Some(place) => Shown::line(&self.model.place_in_words(place)),
            None => Shown::line(""),
        }
    }

    fn clock(&self, canvas: &mut Canvas<'_>, row: Rect, places: &[Place], due: &DueRow) {
        let (mark, role) = match group_of(due) {
            Group::Overdue => (Some(Mark::Overdue), Role::Overdue),
            Group::Due => (Some(Mark::Due), Role::Due),
            Group::Booked => (Some(Mark::Booked), Role::Text),
            Group::Upcoming | Group::Snoozed | Group::First | Group::Silent => (None, Role::Text),
        };
        let behind = Behind { renewal: due.renewal_soon, champion_lost: due.champion_lost };
        self.start(canvas, row, places, &Who { client: due.client, name: &due.name, behind }, mark);
        let (formats, today) = (canvas.look.formats, canvas.look.today);
        let clock = &due.clock.clock;
        for place in places {
            let cell = place.of(row);
            let text = match place.column {
                OWNER => Shown::line(due.owner.as_deref().unwrap_or("")),
                SEGMENT => self.segment(due.segment.as_deref(), cell.width),
                KIND => Shown::line(&clock.kind),
                DUE => Shown::line(&clock.effective.map(|day| formats.date(day)).unwrap_or_default()),
                WHEN => {
                    canvas.text(cell, role, clock.effective.map(|day| until(day, today)).unwrap_or_default());
                    continue;
                }
                REMARKS if cell.width < 20 => Shown::line(&short(due, canvas.look)),
                REMARKS => Shown::line(&remarks(due, canvas.look).join(", ")),
                RENEWAL => Shown::line(&due.renewal_on.map(|day| formats.date(day)).unwrap_or_default()),
                _ => continue,
            };
            canvas.text(cell, Role::Text, text);
        }
    }

    fn silent(&self, canvas: &mut Canvas<'_>, row: Rect, places: &[Place], client: &ClientRow) {
        let behind = Behind { renewal: client.signs.renewal, champion_lost: client.signs.champion_lost };
        self.start(canvas, row, places, &Who { client: client.client, name: &client.name, behind }, None);
        let (formats, today) = (canvas.look.formats, canvas.look.today);
        for place in places {
            let cell = place.of(row);
            let text = match place.column {
                OWNER => Shown::line(client.owner.as_deref().unwrap_or("")),
                SEGMENT => self.segment(client.segment.as_deref(), cell.width),
                WHEN => Shown::line(&client.last_review_on.map_or("never".to_owned(), |day| ago(day, today))),
                REMARKS => Shown::line("as needed"),
                RENEWAL => Shown::line(&client.renewal_on.map(|day| formats.date(day)).unwrap_or_default()),
                _ => continue,
            };
            canvas.text(cell, Role::Text, text);
        }
    }
}
