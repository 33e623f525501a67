//! How the score dialog is drawn: the questions, and beside them the map with what the scores mean.

use ratatui::layout::Rect;

use super::super::sheet::{self, line};
use super::{Of, ScoreDialog, map, several};
use crate::console::canvas::{Canvas, Look, skip_columns, skip_rows};
use crate::console::parts::popup;
use crate::console::theme::Role;
use crate::domain::score::Proposal;
use crate::domain::text::Shown;

/// Columns of the map beside the questions.
const MAP: u16 = 25;
/// From so many columns on the map stands beside the questions.
const BESIDE: u16 = 74;

impl ScoreDialog {
    /// Draws the dialog.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let columns = sheet::columns(area);
        let beside = columns >= BESIDE;
        let (form, low) = if beside { (columns - MAP - 1, map::ROWS + 10) } else { (columns, 0) };
        let extra = if beside { 0 } else { 6 };
        let rows = self.form.rows(form).saturating_add(extra).max(low) + sheet::said_rows(self.said.as_ref(), columns);
        let inner = popup::centred(canvas, area, &self.title, columns, rows);
        let rest = sheet::say(canvas, inner, self.said.as_ref());
        let (proposal, _) = self.sheet.proposal(&self.changed(), self.today);
        if !beside {
            return self.narrow(canvas, rest, &proposal);
        }
        self.form.view(canvas, Rect { width: form.min(rest.width), ..rest }, "Save");
        self.beside(canvas, skip_columns(rest, form + 1), &proposal);
    }

    /// The map with what it means, beside the questions.
    fn beside(&self, canvas: &mut Canvas<'_>, area: Rect, proposal: &Proposal<'_>) {
        map::view(canvas, area, &self.sheet.model, &self.places(), proposal.segment);
        let mut rest = skip_rows(area, map::ROWS);
        for (role, words) in self.verdict(canvas.look, proposal) {
            rest = skip_rows(rest, canvas.paragraph(rest, role, &words));
        }
        for (role, words) in self.focused(canvas.look) {
            rest = skip_rows(rest, canvas.paragraph(rest, role, &words));
        }
    }

    /// Without room for the map: its meaning above, the wording below.
    fn narrow(&self, canvas: &mut Canvas<'_>, area: Rect, proposal: &Proposal<'_>) {
        let mut rest = area;
        for (role, words) in self.verdict(canvas.look, proposal) {
            rest = skip_rows(rest, canvas.paragraph(rest, role, &words));
        }
        let low = 4.min(rest.height);
        self.form.view(canvas, Rect { height: rest.height - low, ..rest }, "Save");
        rest = skip_rows(rest, rest.height - low + 1);
        for (role, words) in self.focused(canvas.look).into_iter().skip(1) {
            rest = skip_rows(rest, canvas.paragraph(rest, role, &words));
        }
    }

    /// Where each client was and is on the map.
    fn places(&self) -> Vec<(map::Place, map::Place)> {
        let changed = self.changed();
        let tenths = |proposal: &Proposal<'_>| (proposal.x.map(|x| x.tenths), proposal.y.map(|y| y.tenths));
        let of = |sheet: &super::ScoreSheet| {
            (tenths(&sheet.proposal(&[], self.today).0), tenths(&sheet.proposal(&changed, self.today).0))
        };
        if self.several.is_empty() { vec![of(&self.sheet)] } else { self.several.iter().map(of).collect() }
    }

    /// What the scores mean, for the client or for all of them.
    fn verdict(&self, look: &Look, proposal: &Proposal<'_>) -> Vec<(Role, Shown)> {
        if !self.several.is_empty() {
            return several::goals(&self.several, &self.changed(), self.today);
        }
        let mut lines = self.sheet.verdict(proposal);
        lines.extend(self.sheet.cuts(look, proposal));
        lines
    }

    /// The question under the cursor in full, the wording of its level, and what was answered before.
    fn focused(&self, look: &Look) -> Vec<(Role, Shown)> {
        let Some(Of::Factor(at)) = self.form.focused() else { return Vec::new() };
        let mut lines: Vec<(Role, Shown)> =
            self.sheet.factor(at).map(|factor| line(Role::Dim, &factor.question)).into_iter().collect();
        lines.extend(
            self.form.scale_of(Of::Factor(at)).and_then(|scale| scale.wording()).map(|words| (Role::Text, words.clone())),
        );
        if self.several.is_empty() {
            lines.extend(self.sheet.history(at, look).map(|words| line(Role::Dim, &words)));
        } else {
            lines.push(line(Role::Dim, &format!("now {}", several::who(&self.several, at))));
        }
        lines
    }
}
