//! A form: labelled fields in an order, with Save and Cancel; what is typed stays until its command has succeeded.

use chrono::NaiveDate;

use super::choice::Choice;
use super::date::{DateField, ReadDate};
use super::field::{TextField, Typed};
use super::note::Note;
use crate::console::hits::{Hits, Spot, Touch};
use crate::console::key::{Code, Key};
use crate::console::keys::Action;
use crate::console::layer::Input;
use crate::console::theme::Role;
use crate::domain::text::Shown;

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
    /// Lines to read, that cannot be typed in: consequences, open items.
    Lines(Vec<(Role, Shown)>),
}

pub(super) struct Item<K> {
    pub key: K,
    pub label: &'static str,
    pub field: Field,
    pub error: Option<Shown>,
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

/// A form whose fields are named by the dialog's own type.
pub struct Form<K> {
    pub(super) items: Vec<Item<K>>,
    pub(super) place: Place,
    pub(super) scrolled: Option<u16>,
    pub(super) note_rows: u16,
}

impl<K: Copy + PartialEq> Default for Form<K> {
    fn default() -> Self {
        Self { items: Vec::new(), place: Place::Save, scrolled: None, note_rows: 4 }
    }
}

impl<K: Copy + PartialEq> Form<K> {
    /// An empty form.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with(mut self, key: K, label: &'static str, field: Field) -> Self {
        let first = !matches!(field, Field::Lines(_)) && self.place == Place::Save;
        self.items.push(Item { key, label, field, error: None });
        if first {
            self.place = Place::Field(self.items.len() - 1);
        }
        self
    }

    /// Adds a line of text.
    #[must_use]
    pub fn text(self, key: K, label: &'static str, text: &str) -> Self {
        self.with(key, label, Field::Text(TextField::new(text)))
    }

    /// Adds a note that needs so many characters that count.
    #[must_use]
    pub fn note(self, key: K, label: &'static str, text: &str, needed: usize) -> Self {
        self.with(key, label, Field::Note(Box::new(Note::new(text, needed))))
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

    fn item_mut(&mut self, key: K) -> &mut Item<K> {
        self.items.iter_mut().find(|item| item.key == key).expect("a dialog asks for fields it made")
    }

    /// Puts another field in the place of one: new options, new text.
    pub fn replace(&mut self, key: K, field: Field) {
        self.item_mut(key).field = field;
    }

    /// Puts other lines in the place of those to read.
    pub fn set_lines(&mut self, key: K, lines: Vec<(Role, Shown)>) {
        self.replace(key, Field::Lines(lines));
    }

    /// The text of a line or a note; what is typed of a date; empty for the others.
    #[must_use]
    pub fn value(&self, key: K) -> String {
        match self.field(key) {
            Field::Text(field) => field.text().to_owned(),
            Field::Note(note) => note.text(),
            Field::Date(date) => date.text().to_owned(),
            Field::Choice(_) | Field::Lines(_) => String::new(),
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

    /// Says what is wrong with a field, and goes there.
    pub fn wrong(&mut self, key: K, why: &str) {
        if let Some(at) = self.items.iter().position(|item| item.key == key) {
            self.items[at].error = Some(Shown::line(why));
            self.go(Place::Field(at));
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

    fn go(&mut self, place: Place) {
        self.place = place;
        self.scrolled = None;
    }

    fn stops(&self) -> Vec<Place> {
        let fields = self.items.iter().enumerate().filter(|(_, item)| !matches!(item.field, Field::Lines(_)));
        fields.map(|(at, _)| Place::Field(at)).chain([Place::Save, Place::Cancel]).collect()
    }

    fn step_on(&mut self) -> FormStep<K> {
        let stops = self.stops();
        let at = stops.iter().position(|stop| *stop == self.place).unwrap_or(0);
        self.go(stops[(at + 1) % stops.len()]);
        FormStep::Stay
    }

    fn step_back(&mut self) -> FormStep<K> {
        let stops = self.stops();
        let at = stops.iter().position(|stop| *stop == self.place).unwrap_or(0);
        self.go(stops[(at + stops.len() - 1) % stops.len()]);
        FormStep::Stay
    }

    /// Deals with an input. `hits` are the spots of the last frame (`ctx.hits`).
    pub fn act(&mut self, input: &Input, hits: &Hits) -> FormStep<K> {
        match input {
            Input::Act(Action::Save) => FormStep::Save,
            Input::Act(Action::Back) => FormStep::Cancel,
            Input::Act(Action::NextField) => self.step_on(),
            Input::Act(Action::PreviousField) => self.step_back(),
            Input::Act(Action::Press) => self.press(),
            Input::Act(_) => FormStep::Ignored,
            Input::Key(key) => self.key(*key),
            Input::Paste(text) => self.paste(text),
            Input::Touch(touch) => self.touch(*touch, hits),
        }
    }

    fn press(&mut self) -> FormStep<K> {
        match self.place {
            Place::Save => FormStep::Save,
            Place::Cancel => FormStep::Cancel,
            Place::Field(at) => {
                let item = &mut self.items[at];
                if let Field::Note(note) = &mut item.field {
                    note.new_line();
                    return self.changed(at);
                }
                self.step_on()
            }
        }
    }

    fn changed(&mut self, at: usize) -> FormStep<K> {
        self.items[at].error = None;
        self.scrolled = None;
        FormStep::Changed(self.items[at].key)
    }

    fn key(&mut self, key: Key) -> FormStep<K> {
        let typed = match self.place {
            Place::Field(at) => match &mut self.items[at].field {
                Field::Text(field) => field.key(key),
                Field::Note(note) => note.key(key),
                Field::Date(date) => date.key(key),
                Field::Choice(choice) => choice.key(key),
                Field::Lines(_) => Typed::Not,
            },
            Place::Save | Place::Cancel => Typed::Not,
        };
        match (typed, self.place, key.code) {
            (Typed::Changed, Place::Field(at), _) => self.changed(at),
            (Typed::Not, Place::Save, Code::Right) => self.step_on(),
            (Typed::Not, Place::Cancel, Code::Left) => self.step_back(),
            (Typed::Not, _, Code::Down) => self.step_on(),
            (Typed::Not, _, Code::Up) => self.step_back(),
            (Typed::Not, _, Code::PageDown) => self.scroll(5),
            (Typed::Not, _, Code::PageUp) => self.scroll(-5),
            (Typed::Changed | Typed::Taken | Typed::Not, _, _) => FormStep::Stay,
        }
    }

    fn paste(&mut self, text: &str) -> FormStep<K> {
        let Place::Field(at) = self.place else { return FormStep::Stay };
        match &mut self.items[at].field {
            Field::Text(field) => field.paste(text),
            Field::Note(note) => note.paste(text),
            Field::Date(date) => date.paste(text),
            Field::Choice(_) | Field::Lines(_) => return FormStep::Stay,
        };
        self.changed(at)
    }

    fn scroll(&mut self, by: i16) -> FormStep<K> {
        self.scrolled = Some(self.scrolled.unwrap_or(0).saturating_add_signed(by));
        FormStep::Stay
    }

    fn touch(&mut self, touch: Touch, hits: &Hits) -> FormStep<K> {
        match touch {
            Touch::Click { spot: Spot::Choice { field, at }, .. } => {
                let place = usize::from(field);
                let Some(Item { field: Field::Choice(choice), .. }) = self.items.get_mut(place) else { return FormStep::Stay };
                let typed = choice.take(usize::from(at));
                self.go(Place::Field(place));
                if typed == Typed::Changed { self.changed(place) } else { FormStep::Stay }
            }
            Touch::Click { spot: spot @ Spot::Field(field), at } => {
                let place = usize::from(field);
                let columns = hits.area_of(spot).width;
                match self.items.get_mut(place).map(|item| &mut item.field) {
                    Some(Field::Text(field)) => field.click(at.x, columns),
                    Some(Field::Date(date)) => date.click(at.x, columns),
                    Some(Field::Note(note)) => note.click(at),
                    Some(Field::Choice(_)) => {}
                    Some(Field::Lines(_)) | None => return FormStep::Stay,
                }
                self.go(Place::Field(place));
                FormStep::Stay
            }
            Touch::Wheel { by, .. } => self.scroll(by),
            Touch::Click { .. } | Touch::Double { .. } | Touch::Menu { .. } | Touch::Drag { .. } | Touch::Drop { .. } => {
                FormStep::Stay
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::canvas::tests::drawn;

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
}
