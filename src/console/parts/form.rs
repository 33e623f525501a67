//! A form: labelled fields in an order, with Save and Cancel; what is typed stays until its command has succeeded.

use std::cell::Cell;

use chrono::NaiveDate;

use super::checks::Checks;
use super::choice::Choice;
use super::date::{DateField, ReadDate};
use super::field::TextField;
use super::note::Note;
use super::offers::Offers;
use super::scale::Scale;
use crate::console::parts::path::PathField;
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// Rows of a note where nothing else is said.
const NOTE_ROWS: u16 = 4;

/// A field of a form.
pub enum Field {
    /// One line of text.
    Text(TextField),
    /// Several lines.
    Note(Box<Note>),
    /// A date.
    Date(DateField),
    /// One of several.
    Choice(Choice),
    /// Several of many; of as many rows as it is given.
    Checks(Checks),
    /// A value on a scale; its label is a question and stands above it.
    Scale(Scale),
    /// The path of a file to be written, with the names of its folder below.
    Path(Box<PathField>),
    /// Lines to read, that cannot be typed in: consequences, open items. Long ones are wrapped.
    Lines(Vec<(Role, Shown)>),
}

pub(super) struct Item<K> {
    pub key: K,
    pub label: Shown,
    pub field: Field,
    pub error: Option<Shown>,
    pub offers: Offers,
    pub page: u16,
    pub rows: u16,
    pub hidden: bool,
}

/// Where the focus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Field(usize),
    Save,
    Cancel,
}

/// What an input came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormStep<K> {
    /// Dealt with.
    Stay,
    /// A field's value changed: recompute what depends on it.
    Changed(K),
    /// Save was asked for.
    Save,
    /// Leaving was asked for.
    Cancel,
    /// Not for the form.
    Ignored,
}

/// A form whose fields are named by the dialog's own type. A long one is cut into pages with tabs.
pub struct Form<K> {
    pub(super) items: Vec<Item<K>>,
    pub(super) place: Place,
    /// Rows scrolled away by the wheel; none while the focus decides.
    pub(super) scrolled: Option<u16>,
    /// Rows scrolled away in the last frame: where the wheel goes on from.
    pub(super) offset: Cell<u16>,
    pub(super) pages: Vec<Shown>,
    pub(super) page: u16,
}

impl<K: Copy + PartialEq> Default for Form<K> {
    fn default() -> Self {
        Self { items: Vec::new(), place: Place::Save, scrolled: None, offset: Cell::new(0), pages: Vec::new(), page: 0 }
    }
}

impl<K: Copy + PartialEq> Form<K> {
    /// An empty form.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with(mut self, key: K, label: &str, field: Field) -> Self {
        let first = !matches!(field, Field::Lines(_)) && self.place == Place::Save;
        let page = u16::try_from(self.pages.len().saturating_sub(1)).unwrap_or(0);
        self.items.push(Item {
            key,
            label: Shown::line(label),
            field,
            error: None,
            offers: Offers::default(),
            page,
            rows: NOTE_ROWS,
            hidden: false,
        });
        if first {
            self.place = Place::Field(self.items.len() - 1);
        }
        self
    }

    /// Begins a page: what follows stands on it.
    #[must_use]
    pub fn page(mut self, title: &str) -> Self {
        self.pages.push(Shown::line(title));
        self
    }

    /// Whether it is cut into pages, which PgUp and PgDn turn.
    #[must_use]
    pub fn is_paged(&self) -> bool {
        self.pages.len() > 1
    }

    /// Adds a line of text.
    #[must_use]
    pub fn text(self, key: K, label: &str, text: &str) -> Self {
        self.with(key, label, Field::Text(TextField::new(text)))
    }

    /// Adds a note that needs so many characters that count.
    #[must_use]
    pub fn note(self, key: K, label: &'static str, text: &str, needed: usize) -> Self {
        self.with(key, label, Field::Note(Box::new(Note::new(text, needed))))
    }

    /// Offers words for the line of text added last.
    #[must_use]
    pub fn offering(mut self, words: Vec<Shown>) -> Self {
        if let Some(item) = self.items.last_mut() {
            item.offers = Offers::new(words);
        }
        self
    }

    /// Gives the note, the list or the path added last so many rows.
    #[must_use]
    pub fn of_rows(mut self, rows: u16) -> Self {
        if let Some(item) = self.items.last_mut() {
            item.rows = rows.max(1);
        }
        self
    }

    /// Adds a date and the way it is read.
    #[must_use]
    pub fn date(self, key: K, label: &'static str, text: &str, read: ReadDate) -> Self {
        self.with(key, label, Field::Date(DateField::new(text, read)))
    }

    /// Adds a choice with the option at a place taken.
    #[must_use]
    pub fn choice(self, key: K, label: &'static str, options: Vec<Shown>, at: usize) -> Self {
        self.with(key, label, Field::Choice(Choice::new(options, at)))
    }

    /// Adds a list of which several are taken.
    #[must_use]
    pub fn checks(self, key: K, label: &'static str, checks: Checks) -> Self {
        self.with(key, label, Field::Checks(checks))
    }

    /// The list of a field; none where it is none.
    #[must_use]
    pub fn checks_of(&self, key: K) -> Option<&Checks> {
        if let Field::Checks(checks) = self.field(key) { Some(checks) } else { None }
    }

    /// Adds a question with a scale and the value it has now.
    #[must_use]
    pub fn scale(self, key: K, question: &str, levels: Vec<Shown>, value: Option<u8>) -> Self {
        self.with(key, question, Field::Scale(Scale::new(levels, value)))
    }

    /// Says what stands beside the scale added last while nothing is chosen.
    #[must_use]
    pub fn unscored(mut self, words: &str) -> Self {
        if let Some(Field::Scale(scale)) = self.items.last_mut().map(|item| &mut item.field) {
            scale.say_unscored(words);
        }
        self
    }

    /// Adds the path of a file to be written.
    #[must_use]
    pub fn path(self, key: K, label: &'static str, path: PathField) -> Self {
        self.with(key, label, Field::Path(Box::new(path)))
    }

    /// The path of a field.
    ///
    /// # Panics
    /// That field is no path: a mistake of the dialog.
    pub fn path_mut(&mut self, key: K) -> &mut PathField {
        let Field::Path(path) = &mut self.item_mut(key).field else { panic!("a dialog asks for the path it made") };
        path
    }

    /// Adds lines to read.
    #[must_use]
    pub fn lines(self, key: K, label: &'static str, lines: Vec<(Role, Shown)>) -> Self {
        self.with(key, label, Field::Lines(lines))
    }

    /// The field of a name.
    ///
    /// # Panics
    /// The form has no such field: a mistake of the dialog.
    #[must_use]
    pub fn field(&self, key: K) -> &Field {
        &self.items.iter().find(|item| item.key == key).expect("a dialog asks for fields it made").field
    }

    /// Whether there is a field of that name.
    #[must_use]
    pub fn has(&self, key: K) -> bool {
        self.items.iter().any(|item| item.key == key)
    }

    fn item_mut(&mut self, key: K) -> &mut Item<K> {
        self.items.iter_mut().find(|item| item.key == key).expect("a dialog asks for fields it made")
    }

    /// Puts another field in the place of one: new options, new text.
    pub fn replace(&mut self, key: K, field: Field) {
        self.item_mut(key).field = field;
    }

    /// Puts other lines in the place of those to read; without a line the field is hidden.
    pub fn set_lines(&mut self, key: K, lines: Vec<(Role, Shown)>) {
        if lines.is_empty() {
            self.hide(key)
        } else {
            self.reveal(key)
        }
        self.replace(key, Field::Lines(lines));
    }

    /// Puts another text into a line, a note or a date's place.
    pub fn set_text(&mut self, key: K, text: &str) {
        match &mut self.item_mut(key).field {
            Field::Text(field) => *field = TextField::new(text),
            Field::Note(note) => **note = Note::new(text, note.needed),
            Field::Date(date) => date.set_text(text),
            Field::Choice(_) | Field::Checks(_) | Field::Scale(_) | Field::Path(_) | Field::Lines(_) => {}
        }
    }

    /// Says how many characters that count a note needs from now on.
    pub fn set_needed(&mut self, key: K, needed: usize) {
        if let Field::Note(note) = &mut self.item_mut(key).field {
            note.needed = needed;
        }
    }

    /// Takes a field out of sight and reach; what it holds stays.
    pub fn hide(&mut self, key: K) {
        self.item_mut(key).hidden = true;
        if self.focused() == Some(key) {
            self.step_on();
        }
    }

    /// Brings a hidden field back.
    pub fn reveal(&mut self, key: K) {
        self.item_mut(key).hidden = false;
    }

    /// The text of a line or a note; what is typed of a date or a path; empty for the others.
    #[must_use]
    pub fn value(&self, key: K) -> String {
        match self.field(key) {
            Field::Text(field) => field.text().to_owned(),
            Field::Note(note) => note.text(),
            Field::Date(date) => date.text().to_owned(),
            Field::Path(path) => path.text().to_owned(),
            Field::Choice(_) | Field::Checks(_) | Field::Scale(_) | Field::Lines(_) => String::new(),
        }
    }

    /// The date of a field; none where nothing is typed.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn day(&self, key: K) -> Result<Option<NaiveDate>, String> {
        if let Field::Date(date) = self.field(key) { date.date() } else { Ok(None) }
    }

    /// The place of the option taken.
    #[must_use]
    pub fn chosen(&self, key: K) -> usize {
        if let Field::Choice(choice) = self.field(key) { choice.at() } else { 0 }
    }

    /// The scale of a field, where it is one.
    #[must_use]
    pub fn scale_of(&self, key: K) -> Option<&Scale> {
        if let Field::Scale(scale) = self.field(key) { Some(scale) } else { None }
    }

    /// Says what is wrong with a field, and goes there.
    pub fn wrong(&mut self, key: K, why: &str) {
        if let Some(at) = self.items.iter().position(|item| item.key == key) {
            self.items[at].error = Some(Shown::line(why));
            self.go(Place::Field(at));
        }
    }

    /// Chooses a value on a scale.
    pub fn take(&mut self, key: K, value: u8) {
        if let Field::Scale(scale) = &mut self.item_mut(key).field {
            scale.take(Some(value));
        }
    }

    /// Goes to a field.
    pub fn focus(&mut self, key: K) {
        if let Some(at) = self.items.iter().position(|item| item.key == key) {
            self.go(Place::Field(at));
        }
    }

    /// The field with the focus; none on a button.
    #[must_use]
    pub fn focused(&self) -> Option<K> {
        if let Place::Field(at) = self.place { self.items.get(at).map(|item| item.key) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::canvas::tests::drawn;
    use crate::console::hits::{Hits, Spot, Touch};
    use crate::console::key::{Code, Key};
    use crate::console::keys::Action;
    use crate::console::layer::Input;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Of {
        Name,
        Why,
        When,
        Kind,
        Effect,
    }

    fn form() -> Form<Of> {
        Form::new()
            .lines(Of::Effect, "Effect", vec![(Role::Text, Shown::line("next review 5 Nov → 12 Dec"))])
            .text(Of::Name, "Name", "Ana")
            .note(Of::Why, "Why", "", 10)
            .date(Of::When, "When", "2026-11-02", Box::new(|text| text.parse().map_err(|_| "no date".to_owned())))
            .choice(Of::Kind, "Kind", ["Call", "Visit"].map(Shown::line).to_vec(), 0)
    }

    fn press(form: &mut Form<Of>, action: Action) -> FormStep<Of> {
        form.act(&Input::Act(action), &Hits::default())
    }

    #[test]
    fn tab_goes_through_fields_and_buttons_and_round() {
        let mut form = form();
        let mut seen = Vec::new();
        for _ in 0..7 {
            seen.push(form.focused());
            press(&mut form, Action::NextField);
        }
        assert_eq!(seen, [Some(Of::Name), Some(Of::Why), Some(Of::When), Some(Of::Kind), None, None, Some(Of::Name)]);
        press(&mut form, Action::PreviousField);
        assert_eq!(form.focused(), Some(Of::Name));
    }

    #[test]
    fn enter_in_a_note_is_a_new_line_and_on_save_it_saves() {
        let mut form = form();
        form.focus(Of::Why);
        form.act(&Input::Paste("because\nit grew".to_owned()), &Hits::default());
        assert_eq!(press(&mut form, Action::Press), FormStep::Changed(Of::Why));
        assert_eq!(form.value(Of::Why), "because\nit grew\n");
        form.place = Place::Save;
        assert_eq!(press(&mut form, Action::Press), FormStep::Save);
    }

    #[test]
    fn a_paste_fills_the_field_with_the_focus_and_never_saves_or_leaves() {
        let mut form = form();
        let hostile = "q\n\u{13}\u{1b}Save\ny\n".to_owned();
        for place in form.stops() {
            form.place = place;
            let step = form.act(&Input::Paste(hostile.clone()), &Hits::default());
            assert!(matches!(step, FormStep::Stay | FormStep::Changed(_)), "{place:?}");
        }
    }

    #[test]
    fn a_field_can_be_clicked_where_it_was_drawn() {
        let mut form = form();
        let (_, hits) = drawn(70, 20, |canvas| form.view(canvas, canvas.area(), "Save"));
        let spot = Spot::Choice { field: 4, at: 1 };
        assert!(!hits.area_of(spot).is_empty());
        let click = Touch::Click { spot, at: ratatui::layout::Position::ORIGIN };
        assert_eq!(form.act(&Input::Touch(click), &hits), FormStep::Changed(Of::Kind));
        assert_eq!((form.chosen(Of::Kind), form.focused()), (1, Some(Of::Kind)));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field_until_it_is_changed() {
        let mut form = form();
        form.wrong(Of::Name, "a client needs a name");
        let (seen, _) = drawn(70, 20, |canvas| form.view(canvas, canvas.area(), "Save"));
        assert!(seen.contains("! a client needs a name"), "{seen}");
        form.act(&Input::Key(Key::char('x')), &Hits::default());
        let (seen, _) = drawn(70, 20, |canvas| form.view(canvas, canvas.area(), "Save"));
        assert!(!seen.contains("needs a name"), "{seen}");
    }

    #[test]
    fn the_field_with_the_focus_is_always_seen_and_no_size_breaks_the_form() {
        let mut form = form();
        for place in form.stops() {
            form.place = place;
            for columns in [0, 1, 2, 5, 13, 21, 30, 49, 50, 51, 79] {
                for rows in [0, 1, 2, 3, 5, 7, 9, 13] {
                    let (_, hits) = drawn(columns, rows, |canvas| form.view(canvas, canvas.area(), "Save"));
                    if let Place::Field(at) = place
                        && columns > 20
                        && rows > 6
                    {
                        let spot = Spot::Field(u16::try_from(at).unwrap());
                        assert!(!hits.area_of(spot).is_empty(), "{place:?} at {columns}×{rows}");
                    }
                }
            }
        }
    }

    fn paged() -> Form<Of> {
        Form::new().page("First").text(Of::Name, "Name", "Ana").page("Second").note(Of::Why, "Why", "", 0).of_rows(2).scale(
            Of::Kind,
            "How is it going?",
            ["badly", "well"].map(Shown::line).to_vec(),
            None,
        )
    }

    #[test]
    fn a_form_of_pages_shows_one_at_a_time_and_tab_goes_through_all() {
        let mut form = paged();
        let (seen, hits) = drawn(70, 12, |canvas| form.view(canvas, canvas.area(), "Save"));
        assert!(
            seen.contains("[First]") && seen.contains("Second") && seen.contains("Ana") && !seen.contains("How is"),
            "{seen}"
        );
        assert!(!hits.area_of(Spot::Heading(1)).is_empty());
        press(&mut form, Action::NextField);
        assert_eq!(form.focused(), Some(Of::Why));
        let (seen, _) = drawn(70, 12, |canvas| form.view(canvas, canvas.area(), "Save"));
        assert!(seen.contains("[Second]") && seen.contains("How is it going?") && !seen.contains("Ana"), "{seen}");
        form.act(&Input::Key(Key::plain(Code::PageUp)), &Hits::default());
        assert_eq!(form.focused(), Some(Of::Name));
        let click = Touch::Click { spot: Spot::Heading(1), at: ratatui::layout::Position::ORIGIN };
        form.act(&Input::Touch(click), &Hits::default());
        assert_eq!(form.focused(), Some(Of::Why));
    }

    #[test]
    fn a_hidden_field_is_neither_seen_nor_reached_and_keeps_its_text() {
        let mut form = form();
        form.hide(Of::Name);
        assert_eq!(form.focused(), Some(Of::Why), "the focus goes on");
        let (seen, _) = drawn(70, 20, |canvas| form.view(canvas, canvas.area(), "Save"));
        assert!(!seen.contains("Name"), "{seen}");
        press(&mut form, Action::PreviousField);
        assert_eq!(form.focused(), None, "round to Cancel");
        form.reveal(Of::Name);
        assert_eq!(form.value(Of::Name), "Ana");
    }

    #[test]
    fn long_lines_to_read_are_wrapped() {
        let words = "a note of the past that is longer than the form is wide and must be read to its end";
        let form = Form::new().lines(Of::Effect, "Past", vec![(Role::Text, Shown::line(words))]).text(Of::Name, "Name", "");
        let (seen, _) = drawn(60, 12, |canvas| form.view(canvas, canvas.area(), "Save"));
        assert!(seen.contains("to its end") && !seen.contains('…'), "{seen}");
    }

    #[test]
    fn the_wheel_goes_on_from_what_is_seen() {
        let mut form = form();
        form.place = Place::Cancel;
        let (before, _) = drawn(40, 8, |canvas| form.view(canvas, canvas.area(), "Save"));
        let wheel = |by| Input::Touch(Touch::Wheel { spot: Spot::Zone(0), by });
        form.act(&wheel(-1), &Hits::default());
        form.act(&wheel(1), &Hits::default());
        let (after, _) = drawn(40, 8, |canvas| form.view(canvas, canvas.area(), "Save"));
        assert_eq!(before, after);
    }
}
