//! The lines below the plot: the selected client with its scores, its trail, and what the signs mean.

use ratatui::layout::Rect;

use super::Scatter;
use super::field::letters;
use super::mark::{crowd, state};
use crate::console::canvas::{Canvas, Words, row_of, skip_columns};
use crate::console::dialogs::sheet::points;
use crate::console::formats::until;
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::domain::score::percent;
use crate::domain::text::Shown;
use crate::store::ScatterPoint;

impl Scatter {
    /// Draws the lines below the plot.
    pub(super) fn draw_below(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = skip_columns(area, 1);
        if let Some(point) = &self.point {
            self.draw_who(canvas, row_of(area, 0), point);
            let taken = self.draw_scores(canvas, row_of(area, 1), point);
            if area.height > 3 {
                self.draw_was(canvas, row_of(area, 2));
            } else {
                self.draw_was(canvas, skip_columns(row_of(area, 1), taken + 2));
            }
        }
        self.draw_legend(canvas, row_of(area, area.height.saturating_sub(1)));
    }

    /// Name, segment, proposal, owner, next review.
    fn draw_who(&self, canvas: &mut Canvas<'_>, area: Rect, point: &ScatterPoint) {
        let look = canvas.look;
        let dot = look.glyphs.dot();
        let mut pieces: Vec<(Role, Words<'_>)> = Vec::new();
        if self.marked.contains(&point.client) {
            pieces.push((Role::Marked, format!("{} ", look.glyphs.mark(crate::console::glyphs::Mark::Marked)).into()));
        }
        if let Some(state) = state(point.signs) {
            pieces.push((state.role(), format!("{} ", look.glyphs.mark(state)).into()));
        }
        pieces.push((Role::Title, Shown::line(&point.name).into()));
        let model = self.subject.as_ref().map(|subject| &*subject.model);
        let stands = point.segment.as_deref().map_or_else(|| "no segment".to_owned(), |keys| named(model, keys));
        pieces.push((Role::Text, format!(" {dot} {stands}").into()));
        if let Some(keys) = point.proposed.as_ref().filter(|keys| Some(*keys) != point.segment.as_ref()) {
            pieces.push((Role::Drift, format!(" {} {}", look.glyphs.arrow(), named(model, keys)).into()));
        }
        if let Some(owner) = &point.owner {
            pieces.push((Role::Dim, format!(" {dot} {owner}").into()));
        }
        if let Some(due) = point.next_due_on {
            let role = super::super::row::due_role(point.signs);
            pieces.push((role, format!(" {dot} due {}", until(due, look.today)).into()));
        }
        canvas.pieces(area, &pieces);
    }

    /// The scores with their confidence; which one is missing where the client is not in the plot.
    fn draw_scores(&self, canvas: &mut Canvas<'_>, area: Rect, point: &ScatterPoint) -> u16 {
        let Some(subject) = &self.subject else { return 0 };
        let look = canvas.look;
        let axes =
            [Some((&subject.x, point.x, point.confidence.0)), subject.y.as_ref().map(|y| (y, point.y, point.confidence.1))];
        let mut pieces: Vec<(Role, Words<'_>)> = Vec::new();
        for (axis, score, confidence) in axes.into_iter().flatten() {
            if !pieces.is_empty() {
                pieces.push((Role::Dim, format!(" {} ", look.glyphs.dot()).into()));
            }
            let name = &axis.dimension().name;
            let Some(tenths) = score else {
                pieces.push((Role::Near, format!("no score on {name}: not shown").into()));
                continue;
            };
            pieces.push((Role::Text, format!("{name} {}", points(look, tenths)).into()));
            let share = confidence.map(percent).filter(|share| *share < 100);
            pieces.extend(share.map(|share| (Role::Dim, format!(" ({share} % known)").into())));
        }
        let said = [(point.signs.near, Role::Near, "near a cut"), (point.signs.stale, Role::Stale, "stale")];
        for (_, role, says) in said.into_iter().filter(|(shown, ..)| *shown) {
            pieces.push((role, format!(" {} {says}", look.glyphs.dot()).into()));
        }
        canvas.pieces(area, &pieces)
    }

    /// Where it was before, the oldest first; the letters stand in the plot.
    fn draw_was(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        let was = self.lettered(look.glyphs);
        let letter = |at: usize| letters(look.glyphs).get(at).map_or(' ', |letter| char::from(*letter));
        let one = |at: usize| was.get(at).map(|point| format!("{} {}", letter(at), look.formats.day(point.on, look.today)));
        let all: Vec<String> = (0..was.len()).filter_map(one).collect();
        if all.is_empty() {
            return;
        }
        // The latest ones where not all have room.
        let mut first = 0;
        let lead = |first: usize| if first == 0 { "was " } else { "was … " };
        while first + 1 < all.len() && text::width(&all[first..].join(", ")) + text::width(lead(first)) > usize::from(area.width)
        {
            first += 1;
        }
        let lead = if first == 0 { "was ".to_owned() } else { format!("was {} ", look.glyphs.cut()) };
        canvas.pieces(area, &[(Role::Dim, lead.into()), (Role::BorderFocus, all[first..].join(", ").into())]);
    }

    /// How many are shown and how many not, and what the signs of crowded places mean: what fits, whole.
    fn draw_legend(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        let number = |n: i64| look.formats.number(n);
        let shown: i64 = self.marks.iter().map(|mark| mark.clients).sum();
        let mut said = vec![(Role::Dim, if shown == 1 { "1 client".to_owned() } else { format!("{} clients", number(shown)) })];
        if self.unscored > 0 {
            let ladder = self.subject.as_ref().is_some_and(|subject| subject.y.is_none());
            let what = if ladder { "without a score" } else { "without scores on both axes" };
            said.push((Role::Near, format!("{} {what}: not shown", number(self.unscored))));
        }
        let mut from: Vec<(i64, &str)> = self
            .marks
            .iter()
            .filter(|mark| mark.clients > 9)
            .map(|mark| crowd(mark.clients, look.glyphs))
            .map(|(sign, from)| (from, sign))
            .collect();
        from.sort_unstable();
        from.dedup();
        let few = self.marks.iter().any(|mark| (2..=9).contains(&mark.clients)).then(|| "2-9".to_owned());
        let dense = from.into_iter().map(|(from, sign)| format!("{sign} {}+", number(from)));
        let signs: Vec<String> = few.into_iter().chain(dense).collect();
        if !signs.is_empty() {
            said.push((Role::Dim, format!("{} in one place", signs.join(", "))));
        }
        said.push((Role::Dim, "a score on a cut is in the upper band".to_owned()));
        let mut rest = area;
        for (at, (role, words)) in said.into_iter().enumerate() {
            let lead = if at == 0 { String::new() } else { format!(" {} ", look.glyphs.dot()) };
            if at > 0 && text::width(&lead) + text::width(&words) > usize::from(rest.width) {
                continue;
            }
            let taken = canvas.pieces(rest, &[(Role::Dim, lead.into()), (role, words.into())]);
            rest = skip_columns(rest, taken);
        }
    }
}

/// A place by the letters and names of its segments.
fn named(model: Option<&Model>, place: &str) -> String {
    model.map_or_else(|| place.to_owned(), |model| model.place_in_words(place))
}
