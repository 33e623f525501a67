//! The last page of an import: what happened, and what may come next.

use super::line::Page;
use super::pick::Pick;
use crate::console::dialogs::sheet::counted;
use crate::console::layer::{Ctx, Message, Tone};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::command::Command;
use crate::domain::filter::Filter;
use crate::exchange::import::load::PLACED;
use crate::store::{ClientQuery, Direction, HANDFUL, SortKey};

/// Clients read at a time.
const READ: usize = 1_000;
/// Clients without a segment are counted this far.
const COUNTED: i64 = 100_000;

/// What is known when an import has ended.
#[derive(Debug)]
pub struct Closing {
    /// What happened: the import, and what followed it.
    pub said: Vec<Message>,
    /// Whether the import wrote anything.
    pub written: bool,
    /// Clients without a segment whose scores propose one, with it.
    pub proposed: Vec<(ClientId, String)>,
    /// First reviews that wait on one day, where they are more than a handful.
    pub crowd: usize,
    /// Clients without a segment.
    pub unplaced: i64,
    /// Clients are being placed.
    pub under_way: bool,
}

impl Closing {
    /// What happened, and what may come next as the book is now.
    #[must_use]
    pub fn of(said: Message, ctx: &mut Ctx<'_>) -> Self {
        let written = said.tone == Tone::Good;
        let mut closing = Self { said: vec![said], written, proposed: Vec::new(), crowd: 0, unplaced: 0, under_way: false };
        closing.look(ctx);
        closing
    }

    /// Looks what may come next.
    pub fn look(&mut self, ctx: &mut Ctx<'_>) {
        self.proposed = proposed(ctx);
        let filter = Filter::parse("unplaced").ok();
        let unplaced = ctx.store.client_total(filter.as_ref(), COUNTED, ctx.stamp.today);
        self.unplaced = ctx.desk.or_default(unplaced).clients;
        let crowd = ctx.store.first_crowd(ctx.stamp.today);
        let crowd = ctx.desk.or_default(crowd).map_or(0, |crowd| crowd.reviews);
        self.crowd = if crowd > HANDFUL { usize::try_from(crowd).unwrap_or(usize::MAX) } else { 0 };
    }

    /// Something that followed is done.
    pub fn followed(&mut self, said: Message, ctx: &mut Ctx<'_>) {
        self.said.push(said);
        self.look(ctx);
    }

    /// The command that places them.
    #[must_use]
    pub fn place(&self) -> Command {
        Command::Place { clients: self.proposed.clone(), model: None, note: PLACED.to_owned() }
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
        if self.proposed.is_empty() && self.crowd == 0 && !self.written {
            return;
        }
        page.heading("What next?");
        if !self.proposed.is_empty() {
            let label = format!("Place {} by scores", counted(page.look, self.proposed.len(), "client"));
            let note = if self.under_way { "being placed …" } else { "one step, with a note" };
            page.press(Pick::PlaceNow, &label, note);
        }
        if self.crowd > 0 {
            let label = format!("Plan {}", counted(page.look, self.crowd, "first review"));
            page.press(Pick::PlanNow, &label, "due on one day; shown before it is written");
        }
        if self.written && self.unplaced > 0 && self.proposed.is_empty() {
            let many = counted(page.look, usize::try_from(self.unplaced).unwrap_or(usize::MAX), "client");
            let has = if self.unplaced == 1 { "has" } else { "have" };
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
        let place = (!self.proposed.is_empty()).then_some(Pick::PlaceNow);
        place.or_else(|| (self.crowd > 0).then_some(Pick::PlanNow))
    }
}

/// A sentence of its own.
fn capital(said: &str) -> String {
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

/// The clients without a segment whose scores propose one.
fn proposed(ctx: &mut Ctx<'_>) -> Vec<(ClientId, String)> {
    let filter = Filter::parse("unplaced").ok();
    let query = ClientQuery { filter, sort: SortKey::Id, ..ClientQuery::default() };
    let (mut proposed, mut from) = (Vec::new(), None);
    loop {
        let rows = ctx.store.clients(&query, from.as_ref(), Direction::After, READ, ctx.stamp.today);
        let rows = ctx.desk.or_default(rows);
        let more = rows.len() == READ;
        from = rows.last().map(|row| row.key.clone());
        proposed.extend(rows.into_iter().filter_map(|row| Some((row.client, row.proposed_segment?))));
        if !more {
            return proposed;
        }
    }
}
