//! What an open session has staged, beside the present: signs on rows, counts before and after in titles, a line that says so.

use std::collections::HashMap;

use super::source::Source;
use crate::console::canvas::Look;
use crate::console::layer::Ctx;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::model::place::holds;
use crate::store::StagedMove;

/// What is staged for the clients on the board.
#[derive(Debug, Default)]
pub(super) struct Staging {
    /// The session; empty where none is open in the board's model.
    session: String,
    /// Where clients are to go.
    moves: HashMap<ClientId, StagedMove>,
}

impl Staging {
    /// What the newest open session of the board's model has staged, for clients that pass the filter in force. Lenses and
    /// boards of the past show nothing of it.
    pub fn of(source: &Source, ctx: &mut Ctx<'_>) -> Self {
        if !source.is_plain() {
            return Self::default();
        }
        let open = ctx.store.open_sessions();
        let open = ctx.desk.or_default(open);
        let Some(session) = open.into_iter().find(|session| session.model == source.model().key) else { return Self::default() };
        let moves = ctx.store.session_moves(&session, ctx.desk.filter(), ctx.stamp.today);
        let moves = ctx.desk.or_default(moves).into_iter().map(|moved| (moved.client, moved)).collect();
        Self { session: session.name, moves }
    }

    /// Whether there is anything to be shown.
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty()
    }

    /// `→ B`: where a client is to go.
    pub fn sign(&self, client: ClientId, model: &Model, look: &Look) -> Option<String> {
        let moved = self.moves.get(&client)?;
        let to = if moved.to.is_empty() { "none".to_owned() } else { model.place_letters(&moved.to) };
        Some(format!("{} {to}", look.glyphs.arrow()))
    }

    /// How many clients a part has once everything staged is written; the tray has no key.
    pub fn after(&self, key: &str, before: i64) -> i64 {
        let stands = |place: &str| if key.is_empty() { place.is_empty() } else { holds(place, key) };
        self.moves.values().fold(before, |sum, moved| sum - i64::from(stands(&moved.from)) + i64::from(stands(&moved.to)))
    }

    /// What is said above the board, and in fewer words.
    pub fn in_words(&self, look: &Look) -> (String, String) {
        let (many, arrow) = (look.formats.number(i64::try_from(self.moves.len()).unwrap_or(i64::MAX)), look.glyphs.arrow());
        let moves = if self.moves.len() == 1 { "move is" } else { "moves are" };
        let long = format!(
            "{many} {moves} staged in {}, not written: {arrow} says where to, titles say before {arrow} after",
            self.session
        );
        (long, format!("{many} staged: {arrow} says where to"))
    }
}
