//! The filter line: what is typed narrows every screen at once; a mistake is underlined and explained.

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::field::{TextField, Typed};
use crate::console::parts::{popup, text};
use crate::console::theme::Role;
use crate::domain::filter::{Filter, FilterError};
use crate::domain::text::Shown;
use crate::store::ClientTotal;

const FIELD: u16 = 1;
/// Clients found are counted this far: a key press must not cost more in a larger book.
const COUNTED: i64 = 2_000;

/// The filter line.
pub struct FilterLine {
    field: TextField,
    before: Option<(String, Filter)>,
    mistake: Option<FilterError>,
    found: Option<ClientTotal>,
}

impl FilterLine {
    /// The line with the filter in force.
    #[must_use]
    pub fn new(ctx: &Ctx<'_>) -> Self {
        let before = ctx.desk.filter.clone();
        let typed = before.as_ref().map_or("", |(typed, _)| typed.as_str());
        let found = ctx.store.client_total(before.as_ref().map(|(_, filter)| filter), COUNTED, ctx.stamp.today).ok();
        Self { field: TextField::new(typed), before, mistake: None, found }
    }

    /// Counts whom a filter lets through; where that takes long, once it is known.
    fn count(&mut self, filter: Option<&Filter>, ctx: &mut Ctx<'_>) {
        let found = ctx.store.client_total(filter, COUNTED, ctx.stamp.today).map(Some);
        self.found = ctx.desk.or_default(found);
    }

    /// Puts what is typed in force, as far as it can be read; a mistake leaves the last filter that could.
    fn typed(&mut self, ctx: &mut Ctx<'_>) {
        match Filter::parse(self.field.text()) {
            Ok(filter) => {
                let filter = (filter != Filter::Everything).then_some(filter);
                self.count(filter.as_ref(), ctx);
                self.mistake = None;
                let typed = self.field.text().trim().to_owned();
                ctx.desk.filter = filter.map(|filter| (typed, filter));
            }
            Err(mistake) => {
                self.mistake = Some(mistake);
                self.found = None;
            }
        }
    }

    fn explain(&self, canvas: &mut Canvas<'_>, inner: Rect, mistake: &FilterError) {
        let typed = self.field.text();
        let columns = |at: usize| text::width(&typed[..at.min(typed.len())]);
        let hidden = self.field.hidden(usize::from(inner.width));
        // What is scrolled away at the left cannot be underlined; a mistake at the very end has one column of its own.
        let from = columns(mistake.at.start).max(hidden) - hidden;
        let to = columns(mistake.at.end).max(hidden).saturating_sub(hidden).max(from + 1);
        let under = skip_columns(row_of(inner, 1), u16::try_from(from).unwrap_or(u16::MAX).min(inner.width.saturating_sub(1)));
        let width = u16::try_from(to - from).unwrap_or(u16::MAX).min(under.width);
        canvas.rule(Rect { width, ..under }, Role::Bad, "^");
        canvas.text(row_of(inner, 2), Role::Bad, Shown::line(&mistake.what));
        canvas.text(row_of(inner, 3), Role::Dim, Shown::line(&mistake.hint));
    }
}

/// `12 clients`, `1 client`, `10,000+ clients`, `no client`.
fn count(found: &ClientTotal, canvas: &Canvas<'_>) -> String {
    match (found.clients, found.more) {
        (0, _) => "no client".to_owned(),
        (1, false) => "1 client".to_owned(),
        (many, more) => format!("{}{} clients", canvas.look.formats.number(many), if more { "+" } else { "" }),
    }
}

impl Layer for FilterLine {
    fn scope(&self) -> Scope {
        Scope::Filter
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let low = Rect { y: area.y + area.height.saturating_sub(6), height: area.height.min(6), ..area };
        let inner = popup::centred(canvas, low, "Filter", area.width.saturating_sub(4).min(96), 4);
        let line = row_of(inner, 0);
        self.field.view(canvas, line, Focus::Here);
        canvas.spot(line, Spot::Field(FIELD));
        if let Some(mistake) = &self.mistake {
            self.explain(canvas, inner, mistake);
            return;
        }
        let (role, said) = match &self.found {
            Some(found) => (Role::Text, count(found, canvas)),
            None => (Role::Dim, format!("counting{}", canvas.look.glyphs.cut())),
        };
        let taken = canvas.text(row_of(inner, 1), role, said);
        let rest = skip_columns(row_of(inner, 1), taken + 2);
        canvas.text(rest, Role::Dim, "Enter keeps the filter, Esc goes back to the one before");
        canvas.text(row_of(inner, 2), Role::Dim, "moreno  owner:ana  seg:educate  arr>50k  due<14d  tag:vip");
        canvas.text(row_of(inner, 3), Role::Dim, "overdue  drift  near:cut  stale  unplaced  champion:lost  -word  or  ( )");
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match input {
            Input::Act(Action::Open) if self.mistake.is_none() => return Step::Close,
            Input::Act(Action::Back) => {
                ctx.desk.filter = self.before.take();
                return Step::Close;
            }
            Input::Act(Action::First) => {
                self.field.key(crate::console::key::Key::plain(crate::console::key::Code::Home));
            }
            Input::Act(Action::Last) => {
                self.field.key(crate::console::key::Key::plain(crate::console::key::Code::End));
            }
            Input::Act(Action::Open | Action::Up | Action::Down | Action::PageUp | Action::PageDown) => {}
            Input::Act(_) => return Step::Ignored,
            Input::Key(key) => {
                if self.field.key(key) == Typed::Changed {
                    self.typed(ctx);
                }
            }
            Input::Paste(pasted) => {
                self.field.paste(&pasted);
                self.typed(ctx);
            }
            Input::Touch(Touch::Click { spot: Spot::Field(FIELD), at }) => {
                self.field.click(at.x, ctx.hits.area_of(Spot::Field(FIELD)).width);
            }
            Input::Touch(_) => {}
        }
        Step::Stay
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        if self.mistake.is_none() {
            let filter = ctx.desk.filter().cloned();
            self.count(filter.as_ref(), ctx);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::console::keys::Scope;
    use crate::console::trial::Trial;

    fn open(columns: u16, rows: u16) -> Trial {
        let mut trial = Trial::new(columns, rows);
        trial.press("2").press("/");
        trial
    }

    #[test]
    fn what_is_typed_narrows_the_screen_below_at_once_and_is_counted() {
        let mut trial = open(80, 24);
        trial.type_in("owner:cleo");
        let seen = trial.seen();
        assert!(seen.contains("4 clients") && seen.contains("Galería") && !seen.contains("Berglunds"), "{seen}");
        insta::assert_snapshot!("filter_80x24", seen);
        trial.press("Enter");
        assert_eq!(trial.app.scope(), Scope::Due);
        assert!(trial.seen().contains("/owner:cleo"));
    }

    #[test]
    fn escape_goes_back_to_the_filter_before() {
        let mut trial = open(80, 24);
        trial.type_in("owner:ana").press("Enter").press("/");
        trial.type_in(" overdue").press("Esc");
        assert!(trial.seen().contains("/owner:ana "), "{}", trial.seen());
        trial.press("Esc");
        assert!(trial.app.desk().filter.is_none(), "on the screen itself Esc clears it");
    }

    #[test]
    fn a_mistake_is_underlined_where_it_stands_also_when_the_field_scrolls() {
        let mut trial = open(60, 20);
        trial.type_in("owner:cleo colour:red");
        insta::assert_snapshot!("filter_mistake", trial.seen());
        let mut trial = open(60, 20);
        trial.type_in(&"word ".repeat(14)).type_in("colour:red");
        let seen = trial.seen();
        let lines: Vec<&str> = seen.lines().collect();
        let at = lines.iter().position(|line| line.contains("colour:red")).expect("the field");
        let columns = |line: &str, what: &str| line.find(what).map(|at| line[..at].chars().count());
        assert_eq!(columns(lines[at], "colour"), columns(lines[at + 1], "^"), "{seen}");
        trial.press("Enter");
        assert_eq!(trial.app.scope(), Scope::Filter, "a filter that cannot be read is not kept");
    }

    #[test]
    fn an_emptied_line_is_no_filter() {
        let mut trial = open(80, 24);
        trial.type_in("ana").press("Ctrl-u").press("Enter");
        assert!(trial.app.desk().filter.is_none());
    }

    #[test]
    fn no_size_and_no_text_break_it() {
        for typed in ["", "colour:", "漢字 (((", "\u{301}\u{301}", "a:b or or"] {
            let mut trial = open(80, 24);
            trial.type_in(typed);
            trial.every_size();
        }
    }
}
