//! The dialogs of a session as a person uses them: with keys, against others, over a real book.

mod decided;
mod led;

use crate::console::dialogs::trial::{TODAY, Trial, done};
use crate::console::event::Event;
use crate::console::layer::{Ctx, Step};
use crate::domain::client::ClientId;
use crate::domain::command::{Command, Opined as Said, SessionAct, Stage, Staging, StartSession};
use crate::domain::session::{Item, SessionId, View};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (60, 20)];

/// A session of ana with ben, over the whole book.
pub fn sitting(columns: u16, rows: u16) -> (Trial, SessionId) {
    let mut trial = Trial::new(columns, rows);
    let people = ["ana", "ben"].map(str::to_owned).to_vec();
    let start = StartSession {
        name: "2026 Q2".to_owned(),
        facilitator: "ana".to_owned(),
        participants: people,
        ..StartSession::default()
    };
    by(&mut trial, "ana", SessionAct::Start(start));
    let session = trial.app.with(|ctx| ctx.store.open_sessions().unwrap().remove(0).id);
    (trial, session)
}

/// Does something in the session, as somebody at another console.
pub fn by(trial: &mut Trial, who: &str, act: SessionAct) {
    done(&trial.other(), TODAY, who, &Command::Session(act));
    trial.event(Event::BookTouched);
}

/// Opens a dialog.
pub fn open(trial: &mut Trial, open: impl FnOnce(&Ctx<'_>) -> Step) -> String {
    trial.open(|ctx| match open(ctx) {
        Step::Push(layer) => Ok(layer),
        Step::Say(said) => Err(said),
        _ => panic!("a dialog opens, or it is said why not"),
    })
}

/// What the session says of a client.
pub fn item(trial: &mut Trial, session: SessionId, client: ClientId) -> Option<Item> {
    trial.app.with(|ctx| ctx.store.session_item(session, client).unwrap())
}

/// A decision with a note.
pub fn staged(session: SessionId, client: ClientId, what: Staging, note: &str) -> SessionAct {
    SessionAct::Stage(Stage { note: note.to_owned(), ..Stage::plain(session, client, what) })
}

/// A proposal.
pub fn says(session: SessionId, voter: &str, client: ClientId, view: View, to: Option<&str>, note: &str) -> SessionAct {
    let said = Said { client, view, to: to.map(str::to_owned), note: note.to_owned() };
    SessionAct::Merge { session, voter: voter.to_owned(), opinions: vec![said] }
}
