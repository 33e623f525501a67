//! Drawing one part: its frame with title and figures, its rows, and what is said where it has none.

use ratatui::layout::Rect;

use super::BoardScreen;
use super::row::Columns;
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::{Focus, Glyphs, Mark};
use crate::console::hits::Spot;
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

/// What is said where the book has no clients: they were taken back, or archived.
const NOBODY: &str = "no client is in the book: n adds one, H shows what happened";

impl BoardScreen {
    /// Draws a part in its frame.
    pub(super) fn draw_part(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize) {
        let here = Focus::from(at == self.focus);
        let list = self.parts[at].list.list;
        canvas.spot(area, Spot::Zone(list));
        let inner = canvas.frame(area, here, "");
        self.draw_title(canvas, area, at);
        if self.zoomed && at == self.focus {
            self.draw_table(canvas, inner, at);
        } else {
            self.draw_rows(canvas, inner, at);
        }
        self.draw_drag(canvas, area, at);
    }

    pub(super) fn draw_rows(&self, canvas: &mut Canvas<'_>, inner: Rect, at: usize) {
        let part = &self.parts[at];
        if part.window.rows.is_empty() {
            canvas.spot(inner, Spot::Zone(part.list.list));
            return self.draw_nobody(canvas, inner, at);
        }
        if !self.source.is_plain() {
            return self.draw_beside(canvas, inner, at);
        }
        let tray = at == self.tray();
        let columns = Columns::of(inner.width.saturating_sub(1), self.mixed, tray);
        self.draw_list(canvas, inner, at, |screen, canvas, area, entry| screen.draw_row(canvas, area, entry, &columns));
    }

    /// Draws a part's rows; only the part with the focus shows which one is selected.
    pub(super) fn draw_list(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        at: usize,
        draw: impl Fn(&Self, &mut Canvas<'_>, Rect, &super::part::Entry),
    ) {
        let part = &self.parts[at];
        let focus = Focus::from(at == self.focus);
        if focus == Focus::Here {
            return part.list.view(canvas, area, &part.window, focus, |canvas, area, entry| draw(self, canvas, area, entry));
        }
        let mut list = part.list.clone();
        list.select(None);
        list.view(canvas, area, &part.window, focus, |canvas, area, entry| draw(self, canvas, area, entry));
    }

    /// Whether no client is shown at all.
    fn nobody(&self) -> bool {
        self.parts.iter().all(|part| part.total.clients == 0)
    }

    fn draw_nobody(&self, canvas: &mut Canvas<'_>, inner: Rect, at: usize) {
        let area = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..skip_rows(inner, u16::from(inner.height > 4)) };
        let nowhere = self.nobody();
        match &self.filter {
            Some(filter) if nowhere && at == self.focus => {
                let rows = canvas.paragraph(area, Role::Text, format!("Nothing matches “{}”.", filter.as_str()));
                canvas.paragraph(skip_rows(area, rows), Role::Dim, "Esc clears the filter.");
            }
            Some(_) => {
                canvas.paragraph(area, Role::Dim, "nobody here matches the filter");
            }
            None if nowhere && at == self.focus => {
                canvas.paragraph(area, Role::Text, NOBODY);
            }
            None if at == self.tray() => {
                canvas.paragraph(area, Role::Dim, self.source.tray().nobody);
            }
            None => {
                canvas.paragraph(area, Role::Dim, "no client is in this segment");
            }
        }
    }

    /// The tray in one line: how many wait, and what their scores propose.
    pub(super) fn draw_closed_tray(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let part = &self.parts[self.tray()];
        canvas.spot(area, Spot::Zone(part.list.list));
        let room = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..row_of(area, 0) };
        if part.total.clients == 0 {
            let said = match &self.filter {
                Some(_) => self.source.tray().filtered,
                None if self.nobody() => NOBODY,
                None => self.source.tray().nobody,
            };
            canvas.pieces(room, &[(Role::Title, "Tray: ".into()), (Role::Dim, said.into())]);
            return;
        }
        let count = canvas.look.formats.number(part.total.clients);
        let taken = canvas.pieces(
            room,
            &[(Role::Title, "Tray: ".into()), (Role::Text, format!("{count} {}", self.source.tray().waiting).into())],
        );
        let mut rest = skip_columns(room, taken);
        for entry in &part.window.rows {
            let arrow = canvas.look.glyphs.arrow();
            let proposal = entry.row.proposed.as_deref().map(|key| format!(" {arrow} {}", self.named(key))).unwrap_or_default();
            let lead = format!("  {} ", canvas.look.glyphs.dot());
            let wide = text::width(&lead) + text::width(entry.name.as_str()) + text::width(&proposal);
            if wide > usize::from(rest.width) {
                break;
            }
            let pieces = [(Role::Dim, lead.into()), (Role::Text, (&entry.name).into()), (Role::Drift, proposal.into())];
            rest = skip_columns(rest, canvas.pieces(rest, &pieces));
        }
    }

    /// Writes title and figures on the frame: on top what fits, the rest below; nothing is cut within a number.
    fn draw_title(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize) {
        let name = match self.model.segments.get(at) {
            Some(segment) => format!("{} {}", segment.letter, segment.name),
            None => self.source.tray().title.to_owned(),
        };
        let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..row_of(area, 0) };
        let role = if at == self.focus { Role::BorderFocus } else { Role::Title };
        let glyphs = canvas.look.glyphs;
        let room = usize::from(line.width).saturating_sub(text::width(&name) + 2);
        let (long, short) = (self.figures(canvas, at, Saying::Long), self.figures(canvas, at, Saying::Short));
        let (top, below) = if wide(&long) <= room {
            (long, Vec::new())
        } else {
            let mut top = short;
            let mut below = Vec::new();
            while wide(&top) > room {
                let Some(last) = top.pop() else { break };
                below.insert(0, last);
            }
            (top, below)
        };
        let title = format!(" {name} ");
        // Written on the frame, but not in its colour.
        let long = u16::try_from(text::width(&title) + wide(&top)).unwrap_or(u16::MAX);
        canvas.clear(Rect { width: long.min(line.width), ..line }, Role::Text);
        let taken = canvas.text(line, role, title);
        let lead = if glyphs == Glyphs::Unicode { "· " } else { "- " };
        draw_figures(canvas, skip_columns(line, taken), lead, &top);
        let below = if below.len() == 1 { self.figures(canvas, at, Saying::Long).pop().into_iter().collect() } else { below };
        self.draw_below(canvas, area, below);
    }

    fn draw_below(&self, canvas: &mut Canvas<'_>, area: Rect, mut figures: Vec<Figure>) {
        let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..row_of(area, area.height.saturating_sub(1)) };
        while wide(&figures) > usize::from(line.width) {
            figures.pop();
        }
        let long = u16::try_from(wide(&figures)).unwrap_or(0);
        let line = skip_columns(line, line.width.saturating_sub(long));
        canvas.clear(Rect { width: long.saturating_sub(1).min(line.width), ..line }, Role::Text);
        draw_figures(canvas, line, " ", &figures);
    }

    /// Count, overdue, revenue and cadence: the most needed first.
    fn figures(&self, canvas: &Canvas<'_>, at: usize, saying: Saying) -> Vec<Figure> {
        let (total, look) = (&self.parts[at].total, canvas.look);
        let count = look.formats.number(total.clients);
        let mut figures = vec![match (saying, total.clients) {
            (Saying::Long, 1) => (Role::Text, "1 client".to_owned()),
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

    /// While a client is dragged: the quadrant it came from and the one it would land in.
    fn draw_drag(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize) {
        let Some(drag) = &self.drag else { return };
        let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..row_of(area, area.height.saturating_sub(1)) };
        if drag.target(self.tray()) == Some(at) {
            canvas.tint(row_of(area, 0), Role::Drop);
            let said = format!(" to {}: {} ", self.name(at), drag.what.as_str());
            canvas.rule(line, Role::Drop, " ");
            canvas.aligned(line, Side::Middle, Role::Drop, said);
        } else if drag.from == at {
            canvas.text(line, Role::Drop, format!(" {} {} ", canvas.look.glyphs.arrow(), drag.what.as_str()));
        }
    }
}

/// What stands for hidden money.
pub(super) fn hidden(glyphs: Glyphs) -> &'static str {
    match glyphs {
        Glyphs::Unicode => "•••",
        Glyphs::Ascii => "***",
    }
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
