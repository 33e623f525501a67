//! The tabs above the one part that is shown: a click shows another, a client dropped on one is moved there.

use ratatui::layout::Rect;

use super::{BoardScreen, TABS};
use crate::console::canvas::{Canvas, skip_columns};
use crate::console::glyphs::Mark;
use crate::console::hits::Spot;
use crate::console::parts::text;
use crate::console::theme::Role;

/// How much a tab says, the most first.
#[derive(Clone, Copy)]
enum Saying {
    Figures,
    NameAndCount,
    BareNameAndCount,
    Name,
    LetterAndCount,
    Letter,
}

const SAYINGS: [Saying; 6] =
    [Saying::Figures, Saying::NameAndCount, Saying::BareNameAndCount, Saying::Name, Saying::LetterAndCount, Saying::Letter];

impl BoardScreen {
    /// Draws the tabs of all segments and of the tray.
    pub(super) fn draw_strip(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let fits = |saying: &Saying| {
            let wide: usize = (0..self.parts.len()).map(|at| text::width(&self.tab(canvas, at, *saying)) + 2).sum();
            wide <= usize::from(area.width)
        };
        let saying = SAYINGS.into_iter().find(fits).unwrap_or(Saying::Letter);
        let target = self.drag.as_ref().and_then(|drag| drag.target(self.tray()));
        let mut rest = area;
        for at in 0..self.parts.len() {
            let tab = self.tab(canvas, at, saying);
            let label = if at == self.focus { format!("[{tab}]") } else { format!(" {tab} ") };
            let role = if target == Some(at) {
                Role::Drop
            } else if at == self.focus {
                Role::TabActive
            } else {
                Role::Text
            };
            let taken = canvas.text(rest, role, label);
            let number = u16::try_from(at).unwrap_or(0);
            canvas.spot(Rect { width: taken, ..rest }, Spot::Zone(TABS + number));
            rest = skip_columns(rest, taken);
        }
    }

    fn tab(&self, canvas: &Canvas<'_>, at: usize, saying: Saying) -> String {
        let (total, look) = (&self.parts[at].total, canvas.look);
        let count = look.formats.number(total.clients);
        let name = self.name(at);
        let letter = self.model.segments.get(at).map_or("Tray", |segment| &segment.letter);
        let full = if at == self.tray() { name.to_owned() } else { format!("{letter} {name}") };
        match saying {
            Saying::Figures if total.overdue > 0 => {
                format!("{full} {count} {}{}", look.glyphs.mark(Mark::Overdue), look.formats.number(total.overdue))
            }
            Saying::Figures | Saying::NameAndCount => format!("{full} {count}"),
            Saying::BareNameAndCount => format!("{name} {count}"),
            Saying::Name => full,
            Saying::LetterAndCount => format!("{letter} {count}"),
            Saying::Letter => letter.to_owned(),
        }
    }
}
