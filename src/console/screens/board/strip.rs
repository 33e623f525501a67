//! The tabs above the one part that is shown, in a line or as on the board: a click shows another, a client dropped on one is
//! moved there.

use ratatui::layout::Rect;

use super::areas::Areas;
use super::{BoardScreen, TABS};
use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::glyphs::Mark;
use crate::console::hits::Spot;
use crate::console::parts::text;
use crate::console::theme::Role;

/// How much a tab says.
#[derive(Clone, Copy)]
enum Saying {
    Figures,
    NameAndCount,
    /// The name cut to so many columns.
    CutNameAndCount(usize),
    LetterAndCount,
    Letter,
}

/// The most columns a name is cut to, and the least.
const CUT: (usize, usize) = (30, 4);

/// All of them, the most said first.
fn sayings() -> impl Iterator<Item = Saying> {
    let cut = (CUT.1..=CUT.0).rev().map(Saying::CutNameAndCount);
    [Saying::Figures, Saying::NameAndCount].into_iter().chain(cut).chain([Saying::LetterAndCount, Saying::Letter])
}

impl BoardScreen {
    /// Draws the tabs of all segments and of the tray.
    pub(super) fn draw_tabs(&self, canvas: &mut Canvas<'_>, areas: &Areas) {
        if areas.tabs.is_empty() {
            return self.draw_line_of_tabs(canvas, areas.strip);
        }
        for (at, area) in areas.tabs.iter().enumerate() {
            let room = usize::from(area.width).saturating_sub(2);
            let said = sayings().map(|saying| self.tab(canvas, at, saying)).find(|tab| text::width(tab) <= room);
            let said = said.unwrap_or_else(|| self.tab(canvas, at, Saying::Letter));
            self.draw_tab(canvas, row_of(*area, 0), at, &said);
            canvas.spot(*area, tab_spot(at));
        }
    }

    fn draw_line_of_tabs(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let many = self.parts.len();
        let all = |saying: Saying| -> Vec<String> { (0..many).map(|at| self.tab(canvas, at, saying)).collect() };
        let wide = |tabs: &[String]| tabs.iter().map(|tab| text::width(tab) + 2).sum::<usize>();
        let room = usize::from(area.width);
        let fitting = sayings().take_while(|saying| !matches!(saying, Saying::Letter)).map(all).find(|tabs| wide(tabs) <= room);
        let tabs = match fitting {
            Some(tabs) => tabs,
            None => {
                let tabs = all(Saying::LetterAndCount);
                if wide(&tabs) - many < room {
                    return self.draw_close_tabs(canvas, area, &tabs);
                }
                tabs
            }
        };
        // Of more tabs than there is room for, those around the one with the focus.
        let first = (0..self.focus).find(|first| wide(&tabs[*first..=self.focus]) + 2 <= room).unwrap_or(self.focus);
        let first = if wide(&tabs) <= room { 0 } else { first };
        let mut rest = area;
        if first > 0 {
            let taken = canvas.text(rest, Role::Dim, "<");
            canvas.spot(Rect { width: taken, ..rest }, tab_spot(first - 1));
            rest = skip_columns(rest, taken);
        }
        for (at, tab) in tabs.iter().enumerate().skip(first) {
            let wide = text::width(tab) + 2;
            if wide + usize::from(at + 1 < many) > usize::from(rest.width) && at != self.focus {
                canvas.text(rest, Role::Dim, ">");
                canvas.spot(rest, tab_spot(at));
                return;
            }
            let taken = self.draw_tab(canvas, rest, at, tab);
            canvas.spot(Rect { width: taken, ..rest }, tab_spot(at));
            rest = skip_columns(rest, taken);
        }
    }

    /// Draws tabs one column apart.
    fn draw_close_tabs(&self, canvas: &mut Canvas<'_>, area: Rect, tabs: &[String]) {
        let mut rest = skip_columns(area, 1);
        for (at, tab) in tabs.iter().enumerate() {
            let wide = u16::try_from(text::width(tab)).unwrap_or(0);
            let whole = Rect { x: rest.x - 1, width: wide + 2, ..rest };
            if at == self.focus {
                self.draw_tab(canvas, whole, at, tab);
            } else {
                let role = if self.landing() == Some(at) { Role::Drop } else { Role::Text };
                canvas.text(rest, role, tab.clone());
            }
            canvas.spot(Rect { width: wide + 1, ..whole }, tab_spot(at));
            rest = skip_columns(rest, wide + 1);
        }
    }

    /// The part a dragged client would land in.
    fn landing(&self) -> Option<usize> {
        self.drag.as_ref().and_then(|drag| drag.target(self.tray()))
    }

    fn draw_tab(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize, tab: &str) -> u16 {
        let label = if at == self.focus { format!("[{tab}]") } else { format!(" {tab} ") };
        let role = if self.landing() == Some(at) {
            Role::Drop
        } else if at == self.focus {
            Role::TabActive
        } else {
            Role::Text
        };
        canvas.text(area, role, label)
    }

    fn tab(&self, canvas: &Canvas<'_>, at: usize, saying: Saying) -> String {
        let (total, look) = (&self.parts[at].total, canvas.look);
        let count = if self.counting { look.glyphs.cut().to_owned() } else { look.formats.number(total.clients) };
        let name = self.name(at);
        let letter = self.model.segments.get(at).map_or("Tray", |segment| &segment.letter);
        let full = if at == self.tray() { name.to_owned() } else { format!("{letter} {name}") };
        match saying {
            Saying::Figures if total.overdue > 0 => {
                format!("{full} {count} {}{}", look.glyphs.mark(Mark::Overdue), look.formats.number(total.overdue))
            }
            Saying::Figures | Saying::NameAndCount => format!("{full} {count}"),
            Saying::CutNameAndCount(_) if at == self.tray() => format!("{full} {count}"),
            Saying::CutNameAndCount(most) => format!("{letter} {} {count}", text::fit(name, most, look.glyphs.cut())),
            Saying::LetterAndCount => format!("{letter} {count}"),
            Saying::Letter => letter.to_owned(),
        }
    }
}

fn tab_spot(at: usize) -> Spot {
    Spot::Zone(TABS.saturating_add(u16::try_from(at).unwrap_or(0)))
}
