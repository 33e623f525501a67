//! How a form is laid out: labels beside the fields where there is room, else above; it scrolls to the field with the focus.

use ratatui::layout::Rect;

use super::form::{Field, Form, Item, Place};
use super::text;
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::Spot;
use crate::console::keys::Action;
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// Below this many columns labels stand above their fields.
const BESIDE: u16 = 50;
/// The most rows that lines to read take.
const LINES: usize = 300;

/// One row of a form as it would be without scrolling.
struct Laid {
    at: usize,
    label: Rect,
    field: Rect,
    offers: Rect,
    error: Rect,
    bottom: u16,
}

impl<K: Copy + PartialEq> Form<K> {
    /// Rows the longest page takes in so many columns, with tabs and buttons: for the size of its dialog.
    #[must_use]
    pub fn rows(&self, columns: u16) -> u16 {
        let pages = u16::try_from(self.pages.len()).unwrap_or(u16::MAX).max(1);
        let longest = (0..pages).map(|page| self.laid(page, columns).last().map_or(0, |laid| laid.bottom)).max();
        // What is offered beside the field with the focus is not to change the size of the dialog.
        let offered =
            |item: &Item<K>| if item.hidden { 0 } else { item.offers.rows(columns.saturating_sub(self.label_columns())) };
        let most = self.items.iter().map(offered).max().unwrap_or(0);
        let now = if let Place::Field(at) = self.place { self.items.get(at).map_or(0, offered) } else { 0 };
        longest.unwrap_or(0).saturating_add(2 + self.tab_rows() + most.saturating_sub(now))
    }

    fn tab_rows(&self) -> u16 {
        u16::from(self.pages.len() > 1)
    }

    fn label_columns(&self) -> u16 {
        let beside = self.items.iter().filter(|item| !matches!(item.field, Field::Scale(_)));
        let widest = beside.map(|item| text::width(item.label.as_str())).max().unwrap_or(0);
        u16::try_from(widest.min(24)).unwrap_or(24) + 1
    }

    fn laid(&self, page: u16, columns: u16) -> Vec<Laid> {
        let mut y: u16 = 0;
        let mut all = Vec::with_capacity(self.items.len());
        for (at, item) in self.items.iter().enumerate().filter(|(_, item)| item.page == page && !item.hidden) {
            let question = matches!(item.field, Field::Scale(_));
            let beside = columns >= BESIDE && !question && !item.label.as_str().is_empty();
            let indent = if beside { self.label_columns() } else { 0 };
            let wide = columns.saturating_sub(indent);
            let above = u16::from(!beside && !item.label.as_str().is_empty());
            let label = Rect::new(0, y, if beside { indent } else { columns }, 1);
            let rows = field_rows(item, wide);
            let field = Rect::new(indent, y + above, wide, rows);
            let offered = if self.place == Place::Field(at) { item.offers.rows(wide) } else { 0 };
            let offers = Rect::new(indent, field.bottom(), wide, offered);
            let error = Rect::new(indent, offers.bottom(), wide, error_rows(item, wide));
            y = error.bottom();
            all.push(Laid { at, label, field, offers, error, bottom: y });
        }
        all
    }

    /// Draws the form with its buttons on the last row; `save` is what the first is called.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect, save: &'static str) {
        let buttons = row_of(area, area.height.saturating_sub(1));
        self.view_apart(canvas, Rect { height: area.height.saturating_sub(2), ..area }, buttons, save);
    }

    /// Draws the fields in one area and the buttons in another: what the dialog shows stands between them.
    pub fn view_apart(&self, canvas: &mut Canvas<'_>, area: Rect, buttons: Rect, save: &'static str) {
        let tabs = self.tab_rows();
        if tabs > 0 && area.height > 1 {
            self.view_tabs(canvas, row_of(area, 0));
        }
        let seen = skip_rows(area, tabs);
        let laid = self.laid(self.page, area.width);
        let offset = self.first_row(&laid, seen.height);
        self.offset.set(offset);
        for laid in &laid {
            self.view_item(canvas, seen, offset, laid.at, &self.items[laid.at], laid);
        }
        let bottom = laid.last().map_or(0, |laid| laid.bottom);
        // In the margin of the dialog where it has one.
        let right = Rect { x: seen.right().min(canvas.area().right().saturating_sub(1)), width: seen.width.min(1), ..seen };
        if offset > 0 {
            canvas.text(row_of(right, 0), Role::Key, canvas.look.glyphs.above());
        }
        if bottom > offset + seen.height {
            canvas.text(row_of(right, seen.height.saturating_sub(1)), Role::Key, canvas.look.glyphs.below());
        }
        self.view_buttons(canvas, buttons, save);
    }

    /// The pages; the one shown stands in brackets, one with something wrong on it carries a sign.
    fn view_tabs(&self, canvas: &mut Canvas<'_>, area: Rect) {
        const TURN: [&str; 3] = ["PgUp PgDn", "PgUp/Dn", "PgDn"];
        let mut rest = area;
        let first = self.first_tab(area.width.saturating_sub(12));
        for (page, title) in (0u16..).zip(&self.pages).skip(first) {
            let wrong = self.items.iter().any(|item| item.page == page && !item.hidden && item.error.is_some());
            let sign = if wrong { "! " } else { "" };
            let here = page == self.page;
            let label = if here { format!("[{sign}{title}]") } else { format!(" {sign}{title} ") };
            let role = if here { Role::TabActive } else { Role::Dim };
            let taken = canvas.text(rest, role, label);
            canvas.spot(Rect { width: taken, ..rest }, Spot::Heading(page));
            rest = skip_columns(rest, taken + 1);
        }
        if let Some(turn) = TURN.into_iter().find(|turn| usize::from(rest.width) >= text::width(turn)) {
            canvas.aligned(rest, Side::Right, Role::Dim, turn);
        }
    }

    /// The first page whose tab is drawn, so that the one shown is among them.
    fn first_tab(&self, columns: u16) -> usize {
        let here = usize::from(self.page).min(self.pages.len().saturating_sub(1));
        let mut room = usize::from(columns);
        let mut first = here;
        for at in (0..=here).rev() {
            let wide = text::width(self.pages[at].as_str()) + 3;
            if wide > room {
                break;
            }
            room -= wide;
            first = at;
        }
        first
    }

    /// How many rows are scrolled away: by the wheel, or so that the focus is seen.
    fn first_row(&self, laid: &[Laid], height: u16) -> u16 {
        let bottom = laid.last().map_or(0, |laid| laid.bottom);
        let most = bottom.saturating_sub(height);
        let wanted = self.scrolled.unwrap_or_else(|| match self.place {
            Place::Field(place) => {
                let found = laid.iter().find(|laid| laid.at == place);
                found.map_or(0, |laid| laid.bottom.saturating_sub(height).min(laid.label.y))
            }
            Place::Save | Place::Cancel => most,
        });
        wanted.min(most)
    }

    fn view_item(&self, canvas: &mut Canvas<'_>, seen: Rect, offset: u16, at: usize, item: &Item<K>, laid: &Laid) {
        let focus = Focus::from(self.place == Place::Field(at));
        let role = if focus == Focus::Here { Role::Title } else { Role::Dim };
        canvas.text(scrolled(laid.label, seen, offset), role, &item.label);
        let number = u16::try_from(at).unwrap_or(u16::MAX);
        let place = scrolled(laid.field, seen, offset);
        canvas.spot(place, Spot::Field(number));
        if !place.is_empty() {
            match &item.field {
                Field::Text(field) => field.view(canvas, place, focus),
                Field::Note(note) => note.view(canvas, place, focus),
                Field::Date(date) => date.view(canvas, place, focus),
                Field::Choice(choice) => choice.view(canvas, place, focus, number),
                Field::Checks(checks) => checks.view(canvas, place, focus, number),
                Field::Scale(scale) => scale.view(canvas, place, focus, number),
                Field::Path(path) => path.view_in_form(canvas, place, focus),
                Field::Lines(lines) => {
                    let hidden = usize::from(offset.saturating_sub(laid.field.y));
                    let wrapped = wrapped(lines, laid.field.width);
                    for (row, (role, line)) in (0..place.height).zip(wrapped.skip(hidden)) {
                        canvas.text(row_of(place, row), role, line);
                    }
                }
            }
        }
        let offers = scrolled(laid.offers, seen, offset);
        if !offers.is_empty() {
            item.offers.view(canvas, offers, number);
        }
        if let Some(error) = &item.error {
            canvas.paragraph(scrolled(laid.error, seen, offset), Role::Bad, format!("! {error}"));
        }
    }

    fn view_buttons(&self, canvas: &mut Canvas<'_>, area: Rect, save: &'static str) {
        canvas.set_saves(save);
        let mut rest = area;
        for (place, name, key, action) in
            [(Place::Save, save, "Ctrl-s", Action::Save), (Place::Cancel, "Cancel", "Esc", Action::Back)]
        {
            let here = self.place == place;
            let role = if here { Role::ButtonFocus } else { Role::Button };
            let label = if here { format!("> {name} <") } else { format!("[ {name} ]") };
            let taken = canvas.text(rest, role, label);
            canvas.spot(Rect { width: taken, ..rest }, Spot::Act(action));
            rest = skip_columns(rest, taken + 1);
            let taken = canvas.text(rest, Role::Dim, key);
            rest = skip_columns(rest, taken + 3);
        }
    }
}

/// How many rows a field takes in so many columns.
fn field_rows<K>(item: &Item<K>, columns: u16) -> u16 {
    match &item.field {
        Field::Text(_) | Field::Date(_) | Field::Scale(_) => 1,
        Field::Note(note) => item.rows + u16::from(note.needed > 0),
        Field::Path(_) => 1 + item.rows,
        Field::Checks(checks) => item.rows.min(u16::try_from(checks.lines().len()).unwrap_or(u16::MAX)).max(1),
        Field::Choice(choice) => choice.rows(columns),
        Field::Lines(lines) => u16::try_from(wrapped(lines, columns).take(LINES).count()).unwrap_or(u16::MAX),
    }
}

/// Rows of what is wrong with a field in so many columns.
fn error_rows<K>(item: &Item<K>, columns: u16) -> u16 {
    let rows = item.error.as_ref().map_or(0, |error| text::wrap(&format!("! {error}"), usize::from(columns)).len());
    u16::try_from(rows).unwrap_or(u16::MAX)
}

/// Lines to read as they are drawn in so many columns.
fn wrapped(lines: &[(Role, Shown)], columns: u16) -> impl Iterator<Item = (Role, String)> + '_ {
    lines
        .iter()
        .flat_map(move |(role, line)| text::wrap(line.as_str(), usize::from(columns)).into_iter().map(move |line| (*role, line)))
}

/// A laid-out area where it is seen after scrolling; empty where it is not.
fn scrolled(laid: Rect, seen: Rect, offset: u16) -> Rect {
    let hidden = offset.saturating_sub(laid.y).min(laid.height);
    let below = skip_rows(seen, laid.y.saturating_sub(offset));
    let height = (laid.height - hidden).min(below.height);
    let place = skip_columns(Rect { height, ..below }, laid.x);
    Rect { width: laid.width.min(place.width), ..place }
}
