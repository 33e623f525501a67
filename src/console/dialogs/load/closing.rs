//! The last page of an import: what happened, and what may come next.

use super::line::Page;
use super::offers::Offers;
use super::pick::Pick;
use crate::console::canvas::Look;
use crate::console::dialogs::sheet;
use crate::console::layer::{Message, Task, Tone};
use crate::console::theme::Role;
use crate::store::StoreError;

/// What is known when an import has ended.
#[derive(Debug)]
pub struct Closing {
    /// What happened: the import, and what followed it.
    pub said: Vec<Message>,
    /// Whether the import wrote anything.
    pub written: bool,
    /// What may come next, as last looked up.
    pub offers: Offers,
    /// The book has changed since that was looked up.
    pub outdated: bool,
    /// Looking it up takes so long that it is spoken of.
    pub long: bool,
    /// What may come next gets the focus as soon as it is known.
    pub leads: bool,
    /// Clients are being placed.
    pub under_way: bool,
}

impl Closing {
    /// What happened; what may come next is not known yet.
    #[must_use]
    pub fn of(said: Message) -> Self {
        let written = said.tone == Tone::Good;
        let offers = Offers::default();
        Self { said: vec![said], written, offers, outdated: true, long: false, leads: true, under_way: false }
    }

    /// The look it wants: what may come next.
    pub fn wanted(&mut self) -> Option<Task> {
        std::mem::take(&mut self.outdated).then_some(Task::Offers)
    }

    /// Its look, or the placing of clients, takes long: a focus that moved so late would be in the way.
    pub fn told(&mut self) {
        (self.long, self.leads) = (!self.under_way, false);
    }

    /// Takes what may come next and answers whether the focus goes there; a look that was left is wanted again.
    ///
    /// # Errors
    /// Why it is not known.
    pub fn take(&mut self, found: Result<Offers, StoreError>) -> Result<bool, StoreError> {
        self.long = false;
        match found {
            Ok(offers) => {
                self.offers = offers;
                Ok(std::mem::take(&mut self.leads))
            }
            Err(StoreError::Left) => {
                self.outdated = true;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Something that followed is done.
    pub fn followed(&mut self, said: Message) {
        self.said.push(said);
        (self.offers, self.outdated, self.leads) = (Offers::default(), true, true);
    }

    /// Builds the page.
    pub fn view(&self, page: &mut Page<'_>) {
        for said in &self.said {
            let role = match said.tone {
                Tone::Good => Role::Good,
                Tone::Plain => Role::Warning,
                Tone::Bad => Role::Bad,
            };
            page.words(role, &capital(said.said.as_str()));
        }
        let Offers { proposed, crowd, unplaced } = self.offers;
        if proposed == 0 && crowd == 0 && !self.written && !self.long {
            return;
        }
        page.heading("What next?");
        if self.long {
            page.words(Role::Dim, "being looked up …");
        }
        if proposed > 0 {
            let label = format!("Place {} by scores", counted(page.look, proposed, "client"));
            let note = if self.under_way { "being placed …" } else { "one step, with a note" };
            page.press(Pick::PlaceNow, &label, note);
        }
        if crowd > 0 {
            let label = format!("Plan {}", counted(page.look, crowd, "first review"));
            page.press(Pick::PlanNow, &label, "due on one day; shown before it is written");
        }
        if self.written && unplaced > 0 && proposed == 0 {
            let many = counted(page.look, unplaced, "client");
            let has = if unplaced == 1 { "has" } else { "have" };
            let said =
                format!("{many} {has} no segment yet, in the tray of the board: e scores a client, m moves it to its segment.");
            page.words(Role::Text, &said);
        }
        if self.written {
            page.press(Pick::TakeBack, "Take the import back", "or press u");
        }
    }

    /// What the page offers first.
    #[must_use]
    pub fn first(&self) -> Option<Pick> {
        let place = (self.offers.proposed > 0).then_some(Pick::PlaceNow);
        place.or_else(|| (self.offers.crowd > 0).then_some(Pick::PlanNow))
    }
}

fn counted(look: &Look, n: i64, one: &str) -> String {
    sheet::counted(look, usize::try_from(n).unwrap_or(usize::MAX), one)
}

/// A sentence of its own.
fn capital(said: &str) -> String {
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}
