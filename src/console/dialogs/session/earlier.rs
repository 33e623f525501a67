//! What a session holds of the clients of a dialog already: whose decision would be replaced, and which notes can be taken again.

use crate::console::canvas::Look;
use crate::console::dialogs::sheet::{self, line};
use crate::console::layer::{Message, Tone};
use crate::console::parts::form::Form;
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::command::{NOTE_MIN, Over};
use crate::domain::model::Model;
use crate::domain::session::{Item, Kind, Opinion, Session, SessionId, Staged, View};
use crate::domain::text::{Shown, weight};
use crate::store::{Store, StoreError, Subject};

/// What is asked for where a decision of somebody else stands in the way.
pub const ASKED: &str = "it is decided already: replace it, or leave with Esc";
/// The most decisions and opinions that are shown one by one.
const FEW: usize = 4;

/// What the session says of each client asked for.
#[derive(Debug, Clone, Default)]
pub struct Earlier {
    items: Vec<(ClientId, Option<Item>)>,
    /// What people said before; empty while it is blind.
    opinions: Vec<Opinion>,
}

impl Earlier {
    /// Reads it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn read(store: &Store, session: &Session, clients: &[ClientId]) -> Result<Self, StoreError> {
        let (mut items, mut opinions) = (Vec::with_capacity(clients.len()), Vec::new());
        for client in clients {
            items.push((*client, store.session_item(session.id, *client)?));
            if session.revealed.is_some() {
                opinions.extend(store.session_opinions(session, *client, None)?);
            }
        }
        opinions.retain(|opinion| opinion.view != View::NoView || opinion.to.is_some() || !opinion.note.is_empty());
        Ok(Self { items, opinions })
    }

    /// What is decided of a client.
    #[must_use]
    pub fn staged(&self, client: ClientId) -> Option<&Staged> {
        let (_, item) = self.items.iter().find(|(known, _)| *known == client)?;
        item.as_ref()?.staged.as_ref()
    }

    /// What is said of the only client.
    #[must_use]
    pub fn only(&self) -> Option<&Item> {
        if let [(_, item)] = self.items.as_slice() { item.as_ref() } else { None }
    }

    /// What the person decided of the only client before.
    #[must_use]
    pub fn mine(&self, me: &str) -> Option<&Staged> {
        self.only()?.staged.as_ref().filter(|staged| staged.by == me)
    }

    /// The segment somebody proposes for the only client, where all who propose one agree.
    #[must_use]
    pub fn proposal(&self) -> Option<String> {
        let [_] = self.items.as_slice() else { return None };
        let mut proposed = self.opinions.iter().filter_map(|opinion| opinion.to.as_ref());
        let first = proposed.next()?;
        proposed.all(|other| other == first).then(|| first.clone())
    }

    /// The clients that somebody else decided on, with the decisions.
    pub fn of_others<'a>(&'a self, me: &'a str) -> impl Iterator<Item = (ClientId, &'a Staged)> {
        let decided = self.items.iter().filter_map(|(client, item)| Some((*client, item.as_ref()?.staged.as_ref()?)));
        decided.filter(move |(_, staged)| staged.by != me)
    }

    /// What somebody else decided that was not decided before.
    #[must_use]
    pub fn meanwhile(&self, before: &Self, me: &str, model: &Model, subjects: &[Subject], look: &Look) -> Option<Message> {
        let (client, staged) = self.of_others(me).find(|(client, staged)| before.staged(*client) != Some(*staged))?;
        let what = in_words(staged, model, look);
        let said = format!("meanwhile {} decided on {}: {what}", staged.by, name(subjects, client));
        Some(Message::new(Tone::Plain, &said).hint("replace it, or leave it"))
    }

    /// Which decisions one about these clients may replace.
    #[must_use]
    pub fn over(&self, clients: &[ClientId], choice: Choice) -> Over {
        match (clients, choice) {
            ([only], _) => {
                let item = self.items.iter().find(|(client, _)| client == only).and_then(|(_, item)| item.as_ref());
                Over::Seen(item.map_or(0, |item| item.rev))
            }
            (_, Choice::Leave) => Over::Own,
            (_, Choice::Replace) => Over::Anything,
        }
    }

    /// The decisions of others as lines to read.
    #[must_use]
    pub fn lines(&self, me: &str, model: &Model, subjects: &[Subject], look: &Look) -> Vec<(Role, Shown)> {
        let others: Vec<(ClientId, &Staged)> = self.of_others(me).collect();
        let mut lines = Vec::new();
        for (client, staged) in others.iter().take(FEW) {
            let whose = if self.items.len() > 1 { format!("{}: ", name(subjects, *client)) } else { String::new() };
            let said = format!("{whose}{}, by {} on {}", in_words(staged, model, look), staged.by, look.formats.date(staged.on));
            lines.push(line(Role::Warning, &said));
            if !staged.note.is_empty() {
                let note = if look.presenter { sheet::HIDDEN } else { staged.note.as_str() };
                lines.push(line(Role::Text, note));
            }
        }
        if others.len() > FEW {
            lines.push(line(Role::Warning, &format!("and {} more", look.formats.number((others.len() - FEW) as i64))));
        }
        lines
    }

    /// What people proposed, as lines to read.
    #[must_use]
    pub fn proposed(&self, model: &Model, subjects: &[Subject], look: &Look) -> Vec<(Role, Shown)> {
        let several = self.items.len() > 1;
        let mut lines = Vec::new();
        for opinion in self.opinions.iter().take(if several { FEW } else { usize::MAX }) {
            let whose = if several { format!("{}: ", name(subjects, opinion.client)) } else { String::new() };
            let note = match (opinion.note.is_empty(), look.presenter) {
                (true, _) => String::new(),
                (false, true) => format!(": {}", sheet::HIDDEN),
                (false, false) => format!(": {}", opinion.note),
            };
            let role = if opinion.view == View::Question { Role::Drift } else { Role::Text };
            lines.push(line(role, &format!("{whose}{}{note}", opined(opinion, model))));
        }
        if several && self.opinions.len() > FEW {
            lines.push(line(Role::Dim, &format!("and {} more", self.opinions.len() - FEW)));
        }
        lines
    }

    /// The notes that can be taken for the only client: that of its last decision, and those of the proposals.
    #[must_use]
    pub fn notes(&self, subjects: &[Subject]) -> Vec<(String, String)> {
        let [only] = subjects else { return Vec::new() };
        let long = |note: &str| weight(note) >= NOTE_MIN;
        let last = only.decided.as_ref().filter(|decided| long(&decided.note));
        let last = last.map(|decided| ("the last one again".to_owned(), decided.note.clone()));
        let told = self.opinions.iter().filter(|opinion| long(&opinion.note));
        let told = told.map(|opinion| (format!("as {} says", opinion.voter), opinion.note.clone()));
        last.into_iter().chain(told).collect()
    }
}

/// What is done about decisions of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// They stay.
    Leave,
    /// They give way.
    Replace,
}

impl Choice {
    /// The options, in order.
    #[must_use]
    pub fn options() -> Vec<Shown> {
        ["leave it as it is", "replace it"].map(Shown::line).to_vec()
    }

    /// The option taken.
    #[must_use]
    pub fn of(chosen: usize) -> Self {
        if chosen == 1 { Self::Replace } else { Self::Leave }
    }
}

/// A name among the subjects of a dialog.
fn name(subjects: &[Subject], client: ClientId) -> &str {
    subjects.iter().find(|subject| subject.client == client).map_or("", |subject| subject.name.as_str())
}

/// A decision in words: `move C Educate → B Modernize`, `stays in C Educate`, `put off until 2026-08-01`.
#[must_use]
pub fn in_words(staged: &Staged, model: &Model, look: &Look) -> String {
    let place = |key: &Option<String>| sheet::segment(model, key.as_deref());
    match (staged.kind, staged.until) {
        (Kind::Move, _) => format!("{} {} {}", place(&staged.from), look.glyphs.arrow(), place(&staged.to)),
        (Kind::Confirm, _) => format!("stays in {}", place(&staged.from)),
        (Kind::Defer, Some(until)) => format!("put off until {}", look.formats.date(until)),
        (Kind::Defer, None) => "put off".to_owned(),
    }
}

/// An opinion in words: `ana proposes B Modernize`, `ben questions it`.
fn opined(opinion: &Opinion, model: &Model) -> String {
    let to = opinion.to.as_deref().map(|to| sheet::segment(model, Some(to)));
    let voter = &opinion.voter;
    match (opinion.view, to) {
        (View::Propose, Some(to)) => format!("{voter} proposes {to}"),
        (View::Propose | View::NoView, None) => format!("{voter} has no view"),
        (View::NoView, Some(to)) => format!("{voter} has no view, names {to}"),
        (View::Agree, None) => format!("{voter} agrees"),
        (View::Agree, Some(to)) => format!("{voter} agrees, {to}"),
        (View::Question, None) => format!("{voter} questions it"),
        (View::Question, Some(to)) => format!("{voter} questions it, proposes {to}"),
    }
}

/// Notes that can be taken instead of a new one; what was typed before comes back.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    notes: Vec<(String, String)>,
    typed: String,
    at: usize,
}

impl Offered {
    /// These notes, beside what is typed so far.
    #[must_use]
    pub fn of(notes: Vec<(String, String)>, typed: &str) -> Self {
        Self { notes, typed: typed.to_owned(), at: 0 }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// The options: a new one first.
    #[must_use]
    pub fn options(&self) -> Vec<Shown> {
        std::iter::once("a new one").chain(self.notes.iter().map(|(name, _)| name.as_str())).map(Shown::line).collect()
    }

    /// Takes the note chosen, or gives back what was typed before.
    pub fn take<K: Copy + PartialEq>(&mut self, form: &mut Form<K>, which: K, note: K) {
        if self.at == 0 {
            self.typed = form.value(note);
        }
        self.at = form.chosen(which);
        let text =
            self.at.checked_sub(1).and_then(|at| self.notes.get(at)).map_or(self.typed.as_str(), |(_, note)| note.as_str());
        let text = text.to_owned();
        form.set_text(note, &text);
    }
}

/// Where the draft of a note about clients is kept.
#[must_use]
pub fn draft_of(session: SessionId, verb: &str, clients: &[ClientId]) -> String {
    match clients {
        [only] => format!("session/{session}/{verb}/{only}"),
        _ => format!("session/{session}/{verb}/marked"),
    }
}
