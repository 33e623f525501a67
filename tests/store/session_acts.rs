//! What may be done in a session, drawn from two numbers, for the random sequences.

use chrono::{Days, NaiveDate};
use quarterdeck::domain::client::ClientId;
use quarterdeck::domain::command::{Command, EditSession, Finalise, Opined, Over, SessionAct, Stage, Staging, StartSession};
use quarterdeck::domain::session::{Session, SessionId, View};
use quarterdeck::store::Store;

use super::common::NOTE;

const SEGMENTS: [&str; 4] = ["transform", "modernize", "educate", "sustain"];
const VIEWS: [View; 4] = [View::Propose, View::Agree, View::Question, View::NoView];

/// The session that is open, or else the last there was, or one that never was.
fn session(store: &Store) -> SessionId {
    let open: Option<Session> = store.open_sessions().expect("sessions").into_iter().next();
    let last = || store.sessions().expect("sessions").first().map(|row| row.session.id);
    open.map(|session| session.id).or_else(last).unwrap_or(404)
}

/// An act of a session; one is started where none is open.
pub fn command(store: &Store, client: ClientId, clients: &[ClientId], (a, b): (u8, u8), today: NaiveDate) -> Command {
    let (id, note) = (session(store), NOTE.to_owned());
    let none_open = store.open_sessions().expect("sessions").is_empty();
    let segment = SEGMENTS[usize::from(a) % 4].to_owned();
    let over = [Over::Own, Over::Anything, Over::Seen(i64::from(a % 3))][usize::from(a / 4) % 3];
    let stage = |what| SessionAct::Stage(Stage { note: note.clone(), over, ..Stage::plain(id, client, what) });
    let act = match b % 16 {
        0 | 1 if none_open => SessionAct::Start(StartSession {
            name: format!("Session {}", a % 5),
            scope: ["", "owner:ana", "arr>50"][usize::from(a) % 3].to_owned(),
            facilitator: "Dana".to_owned(),
            participants: vec!["Ana".to_owned(), "Bo".to_owned()],
            targets: if a.is_multiple_of(2) { vec![("A".to_owned(), u16::from(a))] } else { Vec::new() },
            ..StartSession::default()
        }),
        0..=3 => stage(Staging::Move(segment)),
        4 | 5 => stage(Staging::Confirm),
        6 => stage(Staging::Defer(today + Days::new(u64::from(a) + 1))),
        7 => SessionAct::Stage(Stage { clients: clients.to_vec(), ..Stage::plain(id, client, Staging::Rest) }),
        8 => SessionAct::Unstage { session: id, clients: vec![client] },
        9 => SessionAct::Discuss { session: id, clients: vec![client], discussed: a.is_multiple_of(2) },
        10 => SessionAct::Note { session: id, client, note: format!("noted {}", a % 3) },
        11 | 12 => {
            let view = VIEWS[usize::from(a) % 4];
            let to = (view == View::Propose).then_some(segment);
            let opinions = vec![Opined { client, view, to, note }];
            SessionAct::Merge { session: id, voter: ["Ana", "Bo"][usize::from(a / 4) % 2].to_owned(), opinions }
        }
        13 => SessionAct::Edit(EditSession {
            session: id,
            scope: a.is_multiple_of(2).then(|| "owner:bo".to_owned()),
            join: if a.is_multiple_of(3) { vec!["Cy".to_owned()] } else { Vec::new() },
            leave: if a.is_multiple_of(5) { vec!["Cy".to_owned()] } else { Vec::new() },
            ..EditSession::default()
        }),
        14 if a.is_multiple_of(4) => SessionAct::Void { session: id, note },
        14 => SessionAct::Reveal { session: id, note },
        _ => SessionAct::Judge { session: id, client, held: a.is_multiple_of(2), note },
    };
    Command::Session(act)
}

/// Finalises the session, whatever changed since.
pub fn finalise(store: &Store, clients: &[ClientId]) -> Finalise {
    Finalise { session: session(store), note: String::new(), accept: clients.to_vec() }
}
