//! A segment in the picture of a board: its letter, name and figures, and as many of its clients as fit.

use super::clean;
use super::heading::{counted, number};
use super::svg::{Area, Drawing, Hang, Ink, Sign, Type};
use crate::store::{BoardRow, Signs};

/// A segment as it is drawn; its texts are clean.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Cell {
    /// Its letter; none for the clients without a segment.
    pub letter: Option<String>,
    /// Its name.
    pub name: String,
    /// How many clients.
    pub clients: i64,
    /// Its revenue in each currency, in words.
    pub revenue: Vec<String>,
    /// How many of them are overdue.
    pub overdue: i64,
}

/// What is left of a cell below its heading, parted into rows and columns for clients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Slots {
    room: Area,
    size: f64,
    leading: f64,
    rows: usize,
    columns: usize,
}

/// The widest a column of clients gets.
const WIDEST: f64 = 330.0;

/// Sizes of type in a cell: of the heading, of the rest.
fn sizes(area: Area) -> (f64, f64, f64) {
    if area.w < 150.0 || area.h < 96.0 {
        (12.0, 9.5, 7.0)
    } else if area.w < 300.0 || area.h < 180.0 {
        (14.0, 11.0, 10.0)
    } else {
        (17.0, 12.0, 14.0)
    }
}

/// What presses most on a client.
pub(super) fn sign_of(signs: Signs) -> Sign {
    if signs.overdue {
        Sign::Overdue
    } else if signs.due {
        Sign::Due
    } else if signs.drift {
        Sign::Drift
    } else {
        Sign::Plain
    }
}

impl Cell {
    /// Draws frame, heading and figures; where clients can stand.
    pub fn begin(&self, drawing: &mut Drawing, area: Area) -> Slots {
        let (head, rest, pad) = sizes(area);
        drawing.rect(area, 6.0, Ink::Ground, Ink::Line);
        let inner = area.inside(pad);
        let base = inner.y + head;
        let mut x = inner.x;
        if let Some(letter) = &self.letter {
            let letter = clean::fitted(letter, head * clean::BOLD, inner.w / 3.0);
            let wide = (clean::width(&letter, head * clean::BOLD) + 10.0).max(head + 8.0).min(inner.w);
            let chip = Area { x, y: base - head - 1.0, w: wide, h: head + 6.0 };
            drawing.rect(chip, 4.0, Ink::Text, Ink::None);
            drawing.text((chip.middle(), base), &letter, Type::of(head, Ink::Paper).bold().hung(Hang::Middle));
            x += wide + 8.0;
        }
        let count = if area.w < 260.0 { number(self.clients) } else { counted(self.clients, "client", "clients") };
        let room = inner.right() - x - clean::width(&count, head * clean::BOLD) - 8.0;
        let name = clean::fitted(&self.name, head * clean::BOLD, room);
        drawing.text((x, base), &name, Type::of(head, Ink::Text).bold());
        drawing.text((inner.right(), base), &count, Type::of(head, Ink::Text).bold().hung(Hang::End));
        let y = self.figures(drawing, Area { y: base + 6.0, h: inner.bottom() - base - 6.0, ..inner }, rest);
        Slots::within(Area { y, h: (inner.bottom() - y).max(0.0), ..inner }, rest)
    }

    /// Overdue and revenue, on one line where both fit; where that ends.
    fn figures(&self, drawing: &mut Drawing, room: Area, size: f64) -> f64 {
        let leading = size * 1.45;
        let overdue = if self.overdue > 0 { format!("{} overdue", number(self.overdue)) } else { String::new() };
        let late = if overdue.is_empty() { 0.0 } else { clean::width(&overdue, size * clean::BOLD) + 18.0 };
        let revenue = self.revenue.join(" · ");
        let together = clean::width(&revenue, size) + late <= room.w;
        let mut y = room.y;
        if !overdue.is_empty() && y + leading <= room.bottom() {
            let (x, base) = if together { (room.right() - late + 14.0, y + size) } else { (room.x + 14.0, y + size) };
            let said = clean::fitted(&overdue, size * clean::BOLD, room.right() - x);
            drawing.sign(Sign::Overdue, (x - 8.0, base - size * 0.36), size * 0.45, "");
            drawing.text((x, base), &said, Type::of(size, Ink::Overdue).bold());
            if !together || revenue.is_empty() {
                y += leading;
            }
        }
        if !revenue.is_empty() && y + leading <= room.bottom() {
            let beside = if together { room.w - late } else { room.w };
            let said = clean::joined(&self.revenue, size, beside);
            drawing.text((room.x, y + size), &said, Type::of(size, Ink::Quiet));
            y += leading;
        }
        (y + 4.0).min(room.bottom())
    }
}

impl Slots {
    /// Parts a room for clients in a size of type.
    pub fn within(room: Area, size: f64) -> Self {
        let leading = size * 1.36;
        let least = if size < 10.0 { 84.0 } else { 170.0 };
        // Lengths of a page: they are small and never negative.
        let rows = (room.h / leading).floor().max(0.0) as usize;
        let columns = (room.w / least).floor().max(1.0) as usize;
        Self { room, size, leading, rows, columns }
    }

    /// How many clients can be named.
    pub fn many(&self) -> usize {
        self.rows * self.columns
    }

    /// Names the clients of a segment that has so many; the last place says how many are not named.
    pub fn fill(&self, drawing: &mut Drawing, clients: &[BoardRow], of: i64) {
        let all = usize::try_from(of).unwrap_or(0);
        let named = if all > self.many() { self.many().saturating_sub(1) } else { all }.min(clients.len());
        let used = all.min(self.many()).div_ceil(self.rows.max(1)).max(1);
        let wide = (self.room.w / used as f64).min(WIDEST.max(self.room.w / self.columns as f64));
        let place = |at: usize| {
            let (column, row) = (at / self.rows.max(1), at % self.rows.max(1));
            (self.room.x + wide * column as f64, self.room.y + self.leading * row as f64 + self.size)
        };
        for (at, client) in clients.iter().take(named).enumerate() {
            self.client(drawing, client, place(at), wide - 10.0);
        }
        let more = of - i64::try_from(named).unwrap_or(0);
        if more > 0 && self.many() > 0 {
            let said = if named > 0 { format!("and {} more", number(more)) } else { counted(more, "client", "clients") };
            let said = clean::fitted(&said, self.size, wide - 8.0);
            drawing.text(place(named), &said, Type::of(self.size, Ink::Quiet));
        }
        if of == 0 && self.many() > 0 {
            let said = clean::fitted("no clients", self.size, wide);
            drawing.text(place(0), &said, Type::of(self.size, Ink::Quiet));
        }
    }

    fn client(&self, drawing: &mut Drawing, client: &BoardRow, (x, y): (f64, f64), wide: f64) {
        let sign = sign_of(client.signs);
        drawing.sign(sign, (x + self.size * 0.4, y - self.size * 0.36), self.size * 0.38, "");
        let due = client.next_due_on.filter(|_| wide >= 215.0).map(|day| day.to_string()).unwrap_or_default();
        let dated = if due.is_empty() { 0.0 } else { clean::width(&due, self.size * 0.9) + 6.0 };
        let begin = x + self.size * 1.15;
        let name = clean::fitted(&clean::line(&client.name), self.size, wide - dated - self.size * 1.15);
        drawing.text((begin, y), &name, Type::of(self.size, Ink::Text));
        let ink = match sign {
            Sign::Overdue | Sign::Due => sign.ink(),
            Sign::Drift | Sign::Plain => Ink::Quiet,
        };
        drawing.text((x + wide, y), &due, Type::of(self.size * 0.9, ink).hung(Hang::End));
    }
}
