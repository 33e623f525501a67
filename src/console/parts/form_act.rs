//! How a form deals with keys, pasted text and the mouse.

use super::field::{TextField, Typed};
use super::form::{Field, Form, FormStep, Item, Place};
use super::offers::Offers;
use crate::console::hits::{Hits, Spot, Touch};
use crate::console::key::{Code, Key};
use crate::console::keys::Action;
use crate::console::layer::Input;
use crate::console::parts::path::{Chosen, NAMES};

impl<K: Copy + PartialEq> Form<K> {
    pub(super) fn go(&mut self, place: Place) {
        self.place = place;
        self.scrolled = None;
        if let Place::Field(at) = place {
            self.page = self.items.get(at).map_or(self.page, |item| item.page);
        }
    }

    pub(super) fn stops(&self) -> Vec<Place> {
        let typed_in = |item: &Item<K>| !item.hidden && !matches!(item.field, Field::Lines(_));
        let fields = self.items.iter().enumerate().filter(|(_, item)| typed_in(item));
        fields.map(|(at, _)| Place::Field(at)).chain([Place::Save, Place::Cancel]).collect()
    }

    pub(super) fn step_on(&mut self) -> FormStep<K> {
        let next = match self.place {
            Place::Field(at) => self.stops().into_iter().find(|stop| !matches!(stop, Place::Field(other) if *other <= at)),
            Place::Save => Some(Place::Cancel),
            Place::Cancel => self.stops().first().copied(),
        };
        self.go(next.unwrap_or(Place::Save));
        FormStep::Stay
    }

    fn step_back(&mut self) -> FormStep<K> {
        let stops = self.stops();
        let at = stops.iter().position(|stop| *stop == self.place).unwrap_or(0);
        self.go(stops[(at + stops.len() - 1) % stops.len()]);
        FormStep::Stay
    }

    /// Goes to a page: its first field takes the focus.
    fn turn_to(&mut self, page: u16) -> FormStep<K> {
        let on_page = |stop: &Place| matches!(stop, Place::Field(at) if self.items[*at].page == page);
        match self.stops().into_iter().find(on_page) {
            Some(first) => self.go(first),
            None => self.page = page,
        }
        FormStep::Stay
    }

    /// Deals with an input. `hits` are the spots of the last frame (`ctx.hits`).
    pub fn act(&mut self, input: &Input, hits: &Hits) -> FormStep<K> {
        match input {
            Input::Act(Action::Save) => FormStep::Save,
            Input::Act(Action::Back) => FormStep::Cancel,
            Input::Act(Action::NextField) => self.complete().unwrap_or_else(|| self.step_on()),
            Input::Act(Action::PreviousField) => self.step_back(),
            Input::Act(Action::Press) => self.press(),
            Input::Act(_) => FormStep::Ignored,
            Input::Key(key) => self.key(*key, hits),
            Input::Paste(text) => self.paste(text),
            Input::Touch(touch) => self.touch(*touch, hits),
        }
    }

    /// Completes what is begun of a path; none where there is nothing to complete.
    fn complete(&mut self) -> Option<FormStep<K>> {
        let Place::Field(at) = self.place else { return None };
        let Field::Path(path) = &mut self.items.get_mut(at)?.field else { return None };
        let typed = path.complete_begun();
        (typed == Typed::Changed).then(|| self.changed(at))
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
                if let Field::Path(path) = &mut item.field
                    && path.choose() != Chosen::Nothing
                {
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

    fn key(&mut self, key: Key, hits: &Hits) -> FormStep<K> {
        let last_page = u16::try_from(self.pages.len().saturating_sub(1)).unwrap_or(0);
        match key.code {
            Code::PageDown if last_page > 0 => return self.turn_to((self.page + 1).min(last_page)),
            Code::PageUp if last_page > 0 => return self.turn_to(self.page.saturating_sub(1)),
            _ => {}
        }
        let typed = match self.place {
            Place::Field(at) => {
                let Item { field, offers, .. } = &mut self.items[at];
                match field {
                    Field::Text(field) => typed(field, offers, key),
                    Field::Note(note) => note.key(key),
                    Field::Date(date) => date.key(key),
                    Field::Choice(choice) => choice.key(key),
                    Field::Checks(checks) => checks.key(key),
                    Field::Scale(scale) => scale.key(key),
                    Field::Path(path) => path.form_key(key, hits),
                    Field::Lines(_) => Typed::Not,
                }
            }
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
            Field::Path(path) => {
                path.paste(text);
                Typed::Changed
            }
            Field::Choice(_) | Field::Checks(_) | Field::Scale(_) | Field::Lines(_) => return FormStep::Stay,
        };
        self.changed(at)
    }

    fn scroll(&mut self, by: i16) -> FormStep<K> {
        self.scrolled = Some(self.offset.get().saturating_add_signed(by));
        FormStep::Stay
    }

    fn touch(&mut self, touch: Touch, hits: &Hits) -> FormStep<K> {
        match touch {
            Touch::Click { spot: Spot::Heading(page), .. } => self.turn_to(page),
            Touch::Click { spot: Spot::Choice { field, at }, .. } | Touch::Double { spot: Spot::Choice { field, at } } => {
                let place = usize::from(field);
                let typed = match self.items.get_mut(place).map(|item| (&mut item.field, &item.offers)) {
                    Some((Field::Choice(choice), _)) => choice.take(usize::from(at)),
                    Some((Field::Checks(checks), _)) => checks.toggle(usize::from(at)),
                    Some((Field::Scale(scale), _)) => scale.take(u8::try_from(at).ok()),
                    Some((Field::Text(field), offers)) => take(field, offers.word(usize::from(at))),
                    Some((Field::Note(_) | Field::Date(_) | Field::Path(_) | Field::Lines(_), _)) | None => {
                        return FormStep::Stay;
                    }
                };
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
                    Some(Field::Path(path)) => path.click(at.x, columns),
                    Some(Field::Choice(_) | Field::Checks(_) | Field::Scale(_)) => {}
                    Some(Field::Lines(_)) | None => return FormStep::Stay,
                }
                self.go(Place::Field(place));
                FormStep::Stay
            }
            Touch::Click { spot: Spot::Row { list: NAMES, .. }, .. }
            | Touch::Wheel { spot: Spot::Row { list: NAMES, .. } | Spot::Zone(NAMES), .. } => self.on_names(touch, hits),
            Touch::Wheel { by, .. } => self.scroll(by),
            Touch::Click { .. } | Touch::Double { .. } | Touch::Menu { .. } | Touch::Drag { .. } | Touch::Drop { .. } => {
                FormStep::Stay
            }
        }
    }
}

impl<K: Copy + PartialEq> Form<K> {
    /// The mouse on the names below a path: a press takes one.
    fn on_names(&mut self, touch: Touch, hits: &Hits) -> FormStep<K> {
        let height = hits.area_of(Spot::Zone(NAMES)).height;
        let paths = self.items.iter_mut().enumerate().filter(|(_, item)| !item.hidden);
        let mut paths =
            paths.filter_map(|(at, item)| if let Field::Path(path) = &mut item.field { Some((at, path)) } else { None });
        let Some((at, path)) = paths.next() else { return FormStep::Stay };
        path.touch(touch, height);
        let taken = matches!(touch, Touch::Click { .. }) && path.choose() != Chosen::Nothing;
        self.go(Place::Field(at));
        if taken { self.changed(at) } else { FormStep::Stay }
    }
}

/// A key in a line of text: at its end, Right takes what is offered.
fn typed(field: &mut TextField, offers: &Offers, key: Key) -> Typed {
    let right = key.code == Code::Right && !key.ctrl && !key.alt;
    match offers.next(field.text()).filter(|_| right && !offers.is_empty() && field.is_at_end()) {
        Some(word) => take(field, Some(word)),
        None => field.key(key),
    }
}

fn take(field: &mut TextField, word: Option<&str>) -> Typed {
    match word.filter(|word| *word != field.text()) {
        Some(word) => {
            *field = TextField::new(word);
            Typed::Changed
        }
        None => Typed::Taken,
    }
}
