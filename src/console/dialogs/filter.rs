//! The filter line: what is typed narrows every screen at once; a mistake is underlined and explained.

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::field::TextField;
use crate::console::parts::popup;
use crate::console::theme::Role;
use crate::domain::filter::{Filter, FilterError};
use crate::domain::text::Shown;

const FIELD: u16 = 1;

/// The filter line.
pub struct FilterLine {
    field: TextField,
    mistake: Option<FilterError>,
    found: Option<i64>,
}

impl FilterLine {
    /// The line with the filter in force.
    #[must_use]
    pub fn new(ctx: &Ctx<'_>) -> Self {
        let text = ctx.desk.filter.as_ref().map_or("", |(text, _)| text.as_str());
        Self { field: TextField::new(text), mistake: None, found: None }
    }

    /// Puts what is typed in force, as far as it can be read.
    fn typed(&mut self, ctx: &mut Ctx<'_>) {
        let text = self.field.text().trim().to_owned();
        match Filter::parse(&text) {
            Ok(filter) => {
                let filter = (!text.is_empty()).then_some(filter);
                let found = ctx.store.count_clients(filter.as_ref(), ctx.stamp.today);
                self.found = Some(ctx.desk.or_default(found));
                self.mistake = None;
                ctx.desk.filter = filter.map(|filter| (text, filter));
            }
            Err(mistake) => {
                self.mistake = Some(mistake);
                self.found = None;
            }
        }
    }
}

impl Layer for FilterLine {
    fn scope(&self) -> Scope {
        Scope::Filter
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let low = Rect { y: area.y + area.height.saturating_sub(8), height: area.height.min(8), ..area };
        let inner = popup::centred(canvas, low, "Filter", area.width.saturating_sub(4).min(96), 4);
        let line = row_of(inner, 0);
        self.field.view(canvas, line, Focus::Here);
        canvas.spot(line, Spot::Field(FIELD));
        match (&self.mistake, self.found) {
            (Some(mistake), _) => {
                let before =
                    crate::console::parts::text::width(&self.field.text()[..mistake.at.start.min(self.field.text().len())]);
                let under = skip_columns(row_of(inner, 1), u16::try_from(before).unwrap_or(u16::MAX));
                let width = u16::try_from(mistake.at.len().max(1)).unwrap_or(u16::MAX).min(under.width);
                canvas.text(Rect { width, ..under }, Role::Bad, "^".repeat(usize::from(width)));
                canvas.text(row_of(inner, 2), Role::Bad, Shown::line(&mistake.what));
                canvas.text(row_of(inner, 3), Role::Dim, Shown::line(&mistake.hint));
            }
            (None, found) => {
                if let Some(found) = found {
                    let count = canvas.look.formats.number(found);
                    canvas.text(row_of(inner, 1), Role::Text, format!("{count} clients"));
                }
                canvas.text(row_of(inner, 2), Role::Dim, "words  owner:ana  seg:educate  arr>50k  due<14d  renewal<90d  tag:vip");
                canvas.text(row_of(inner, 3), Role::Dim, "overdue  drift  near:cut  stale  unplaced   -word   or   ( )");
            }
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(Action::Open) if self.mistake.is_none() => Step::Close,
            Input::Act(Action::Open) => Step::Stay,
            Input::Act(Action::Back) => {
                if self.field.text().is_empty() || self.mistake.is_none() {
                    ctx.desk.filter = None;
                }
                Step::Close
            }
            Input::Act(_) => Step::Ignored,
            Input::Key(key) => {
                self.field.key(key);
                self.typed(ctx);
                Step::Stay
            }
            Input::Paste(text) => {
                self.field.paste(&text);
                self.typed(ctx);
                Step::Stay
            }
            Input::Touch(Touch::Click { spot: Spot::Field(FIELD), .. }) => Step::Stay,
            Input::Touch(_) => Step::Stay,
        }
    }
}
