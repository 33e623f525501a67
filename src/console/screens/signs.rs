//! A client's name with the signs that stand behind it: a renewal that is near, a champion that is lost.

use ratatui::layout::Rect;

use crate::console::canvas::Canvas;
use crate::console::glyphs::Mark;
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// Columns a name keeps before signs stand behind it.
const NAME: u16 = 8;

/// The signs that stand behind a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Behind {
    /// The contract renews soon.
    pub renewal: bool,
    /// The champion is lost.
    pub champion_lost: bool,
}

/// Draws a name and, at the right of its area, the signs behind it; where there is no room for both, the name alone.
pub fn name(canvas: &mut Canvas<'_>, area: Rect, role: Role, name: &Shown, behind: Behind) {
    let marks = [(behind.renewal, Mark::Renewal), (behind.champion_lost, Mark::ChampionLost)];
    let shown: Vec<Mark> = marks.into_iter().filter_map(|(set, mark)| set.then_some(mark)).collect();
    let wide = u16::try_from(shown.len()).unwrap_or(0);
    if wide == 0 || area.width < NAME + wide + 1 {
        canvas.text(area, role, name);
        return;
    }
    let kept = Rect { width: area.width - wide - 1, ..area };
    canvas.text(kept, role, name);
    for (column, mark) in (kept.right() + 1..).zip(shown) {
        canvas.mark(Rect { x: column, width: 1, ..area }, mark);
    }
}
