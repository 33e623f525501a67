//! The title of a part: letter, count and overdue always, its name as far as there is room, then revenue and cadence.

use ratatui::layout::Rect;

use super::BoardScreen;
use super::quadrant::hidden;
use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::glyphs::{Glyphs, Mark};
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::calendar::Period;
use crate::domain::model::Segment;
use crate::domain::money::Amount;
use crate::store::By;

/// How much a figure says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Saying {
    Long,
    Short,
}

type Figure = (Role, String);

/// The least columns of a name that is cut.
const CUT: usize = 4;
/// From this height of a frame on, a name too long for the title has a line of its own.
const LINED: u16 = 8;

/// What a title says: the name as it is written, the figures on top, those below, and the name that needs a line of its own.
struct Title {
    name: String,
    top: Vec<Figure>,
    below: Vec<Figure>,
    line: Option<String>,
}

impl BoardScreen {
    /// A part's letter and name; the tray has no letter.
    pub(super) fn titled(&self, at: usize) -> String {
        match self.model.segments.get(at) {
            Some(segment) => format!("{} {}", segment.letter, segment.name),
            None => self.source.tray().title.to_owned(),
        }
    }

    /// A part's name in some columns: where it is too long, after its letter, which no other has.
    pub(super) fn named_in(&self, at: usize, columns: u16) -> String {
        let (name, columns) = (self.name(at), usize::from(columns));
        if text::width(name) <= columns { name.to_owned() } else { text::fit(&self.titled(at), columns, "…") }
    }

    /// Writes title and figures on the frame: on top what fits, the rest below; nothing is cut within a number. The answer is
    /// the name, where it needs a line of its own.
    pub(super) fn draw_title(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize) -> Option<String> {
        let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..row_of(area, 0) };
        let lines = if area.height >= LINED { line.width.saturating_sub(1) } else { 0 };
        let Title { name, top, below, line: own } = self.title(canvas, at, line.width, lines);
        self.write_title(canvas, line, at, name, &top);
        let below = if below.len() == 1 { self.figures(canvas, at, Saying::Long).pop().into_iter().collect() } else { below };
        draw_below(canvas, area, below);
        own
    }

    /// Writes what fits of the title on a line.
    pub(super) fn draw_heading(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize) {
        let line = Rect { width: area.width.saturating_sub(1), ..skip_columns(area, 1) };
        let Title { name, top, .. } = self.title(canvas, at, line.width, 0);
        self.write_title(canvas, line, at, name, &top);
    }

    fn write_title(&self, canvas: &mut Canvas<'_>, line: Rect, at: usize, name: String, top: &[Figure]) {
        let role = if at == self.focus { Role::BorderFocus } else { Role::Title };
        let title = format!(" {name} ");
        // Written on the frame, but not in its colour.
        let long = u16::try_from(text::width(&title) + wide(top)).unwrap_or(u16::MAX);
        canvas.clear(Rect { width: long.min(line.width), ..line }, Role::Text);
        let taken = canvas.text(line, role, title);
        let rest = skip_columns(line, taken);
        if wide(top) <= usize::from(rest.width) {
            let lead = if canvas.look.glyphs == Glyphs::Unicode { "· " } else { "- " };
            return draw_figures(canvas, rest, lead, top);
        }
        // Too narrow for dots: the bare figures.
        let bare: Vec<_> = top.iter().map(|(role, said)| (*role, format!("{said} ").into())).collect();
        canvas.pieces(rest, &bare);
    }

    /// What the title says in so many columns; `lines` is how long a line of its own for the name may be.
    fn title(&self, canvas: &Canvas<'_>, at: usize, columns: u16, lines: u16) -> Title {
        let columns = usize::from(columns);
        let room = |name: &str| columns.saturating_sub(text::width(name) + 2);
        let full = self.titled(at);
        let letter = self.model.segments.get(at).map_or("Tray", |segment| &segment.letter).to_owned();
        let (long, short) = (self.figures(canvas, at, Saying::Long), self.figures(canvas, at, Saying::Short));
        if wide(&long) <= room(&full) {
            return Title { name: full, top: long, below: Vec::new(), line: None };
        }
        let needed = if self.parts[at].total.overdue > 0 { 2 } else { 1 };
        let with = |name: String, line: Option<String>| {
            let fits = |many: &usize| wide(&short[..*many]) <= room(&name);
            let many = (needed..=short.len()).rev().find(fits).unwrap_or(needed);
            Title { name, top: short[..many].to_vec(), below: short[many..].to_vec(), line }
        };
        let must = wide(&short[..needed]);
        if must <= room(&full) {
            return with(full, None);
        }
        let name = self.name(at);
        if at != self.tray() && text::width(name) <= usize::from(lines) && must <= room(&letter) {
            let name = name.to_owned();
            return with(letter, Some(name));
        }
        // Between dots, else with the bare figures.
        let bare = short[..needed].iter().map(|(_, said)| text::width(said) + 1).sum::<usize>();
        let left = [must, bare]
            .into_iter()
            .find_map(|figures| columns.checked_sub(figures + 2).filter(|left| *left >= text::width(&letter) + 1 + CUT));
        match left {
            Some(left) => with(text::fit(&full, left, canvas.look.glyphs.cut()), None),
            None => with(letter, None),
        }
    }

    /// Count, overdue, revenue and cadence: the most needed first.
    fn figures(&self, canvas: &Canvas<'_>, at: usize, saying: Saying) -> Vec<Figure> {
        let (total, look) = (&self.parts[at].total, canvas.look);
        let after = self.staged.after(&self.parts[at].key, total.clients);
        let count = if after == total.clients {
            look.formats.number(total.clients)
        } else {
            format!("{} {} {}", look.formats.number(total.clients), look.glyphs.arrow(), look.formats.number(after))
        };
        let mut figures = vec![match (saying, total.clients) {
            (Saying::Long | Saying::Short, _) if self.counting => (Role::Dim, look.glyphs.cut().to_owned()),
            (Saying::Long, 1) if after == 1 => (Role::Text, "1 client".to_owned()),
            (Saying::Long, _) => (Role::Text, format!("{count} clients")),
            (Saying::Short, _) => (Role::Text, count),
        }];
        if total.overdue > 0 {
            let (sign, late) = (look.glyphs.mark(Mark::Overdue), look.formats.number(total.overdue));
            let said = if saying == Saying::Long { format!("{sign} {late} overdue") } else { format!("{sign}{late}") };
            figures.push((Role::Overdue, said));
        }
        // The book's own currency comes first.
        let mut sums: Vec<(&str, Amount)> = total.arr.iter().collect();
        sums.sort_by_key(|(currency, _)| *currency != self.home);
        let sums: Vec<String> = if look.presenter {
            sums.iter().take(1).map(|_| hidden(look.glyphs).to_owned()).collect()
        } else {
            sums.iter().map(|(currency, sum)| format!("{} {currency}", look.formats.short(*sum))).collect()
        };
        match (saying, sums.as_slice()) {
            (_, []) => {}
            (Saying::Short, [first, _, _, ..]) => figures.push((Role::Text, format!("{first} +{} more", sums.len() - 1))),
            (Saying::Long | Saying::Short, _) => figures.push((Role::Text, sums.join(" + "))),
        }
        // Bands of scores ask for no reviews.
        let asks = !matches!(self.source.by(), By::Scores(_));
        figures.extend(self.model.segments.get(at).filter(|_| asks).map(|segment| (Role::Dim, cadence(segment, saying))));
        figures
    }
}

fn draw_below(canvas: &mut Canvas<'_>, area: Rect, mut figures: Vec<Figure>) {
    let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..row_of(area, area.height.saturating_sub(1)) };
    while wide(&figures) > usize::from(line.width) {
        figures.pop();
    }
    let long = u16::try_from(wide(&figures)).unwrap_or(0);
    let line = skip_columns(line, line.width.saturating_sub(long));
    canvas.clear(Rect { width: long.saturating_sub(1).min(line.width), ..line }, Role::Text);
    draw_figures(canvas, line, " ", &figures);
}

fn wide(figures: &[Figure]) -> usize {
    figures.iter().map(|(_, said)| text::width(said) + 3).sum()
}

fn draw_figures(canvas: &mut Canvas<'_>, mut area: Rect, lead: &'static str, figures: &[Figure]) {
    let glyphs = canvas.look.glyphs;
    for (at, (role, said)) in figures.iter().enumerate() {
        let lead = if at == 0 { lead.to_owned() } else { format!("{} ", glyphs.dot()) };
        let taken = canvas.pieces(area, &[(Role::Dim, lead.into()), (*role, format!("{said} ").into())]);
        area = skip_columns(area, taken);
    }
}

/// `every month`, `QBR every 3 months + 2 more`, `as needed`.
fn cadence(segment: &Segment, saying: Saying) -> String {
    let of = |kind: &str, every: Period| {
        let every = every.to_string();
        format!("{kind} every {}", every.strip_prefix("1 ").unwrap_or(&every))
    };
    match (segment.touchpoints.as_slice(), saying) {
        ([], _) => "as needed".to_owned(),
        ([only], _) => of("", only.every).trim_start().to_owned(),
        ([first, rest @ ..], Saying::Short) => format!("{} + {} more", of(&first.kind, first.every), rest.len()),
        (all, Saying::Long) => all.iter().map(|touchpoint| of(&touchpoint.kind, touchpoint.every)).collect::<Vec<_>>().join(", "),
    }
}
