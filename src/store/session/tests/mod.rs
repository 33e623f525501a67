//! What is read of sessions, out of a real book.

mod agenda;
mod balance;
mod cost;
mod finding;
mod sheet;
mod sight;

use std::ops::ControlFlow;

use chrono::{DateTime, NaiveDate};

use crate::domain::cadence::Leaving;
use crate::domain::change::{Change, Fact};
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{Command, Incoming, Move, Over, SessionAct, Stage, Staging, StartSession};
use crate::domain::model::builtin;
use crate::domain::placement::{Decision, How};
use crate::domain::session::{Act, Session, State};
use crate::domain::stamp::Stamp;
use crate::store::journal::Caption;
use crate::store::writer::Writer;
use crate::store::{ImportPolicy, Store};

const NOTE: &str = "as was agreed in the meeting";
const TODAY: &str = "2026-06-15";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn stamp(today: &str) -> Stamp {
    at(today, "09:00:00")
}

fn at(today: &str, time: &str) -> Stamp {
    let now = DateTime::parse_from_rfc3339(&format!("{today}T{time}+02:00")).expect("an instant");
    Stamp { now, today: day(today), by: "ana".to_owned() }
}

/// A client: name, owner, revenue, segment, value of every factor of maturity and appetite (0: none).
type Row = (&'static str, &'static str, i64, &'static str, u8, u8);

/// Alfa agrees with its scores, Berga drifts, Cito is in no segment, Delta is near a cut, Echo is not scored.
const ROWS: [Row; 6] = [
    ("Alfa", "Ana", 100, "sustain", 1, 1),
    ("Berga", "Ana", 400, "sustain", 5, 5),
    ("Cito", "Ben", 300, "", 5, 5),
    ("Delta", "Ben", 200, "educate", 3, 5),
    ("Echo", "", 50, "educate", 0, 0),
    ("Foxtrot", "Ana", 0, "transform", 5, 5),
];

/// A book in which all were last confirmed by nobody: they have been where they are since 2025.
fn book(folder: &tempfile::TempDir) -> Store {
    let begun = stamp("2026-05-01");
    let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", &begun).expect("a book");
    let mut import = store.import(ImportPolicy::default(), &begun).expect("begun");
    for (n, (name, owner, arr, segment, maturity, appetite)) in (2..).zip(ROWS) {
        let mut fields = vec![(Field::Name, name.to_owned()), (Field::Owner, owner.to_owned())];
        fields.extend((arr > 0).then(|| (Field::Arr, arr.to_string())));
        let row = Incoming {
            fields,
            segment: (!segment.is_empty()).then(|| segment.to_owned()),
            segment_since: Some(day("2026-04-01")),
            last_review_on: Some(day("2026-04-20")),
            scores: scores(maturity, appetite),
            ..Incoming::default()
        };
        import.row(n, &row).expect("a row");
    }
    import.finish("imported", "{}").expect("finished");
    store
}

fn scores(maturity: u8, appetite: u8) -> Vec<(String, u8)> {
    let model = store_model();
    let axes = [(model.x_axis(), maturity), (model.y_axis().expect("two axes"), appetite)];
    let each = axes.into_iter().filter(|(_, value)| *value > 0);
    each.flat_map(|(axis, value)| axis.factors.iter().map(move |factor| (factor.key.clone(), value))).collect()
}

fn store_model() -> crate::domain::model::Model {
    crate::domain::model::Model::parse(builtin::find("maturity-appetite").expect("built in"), "f").expect("it is whole")
}

fn plain(name: &str) -> StartSession {
    StartSession { name: name.to_owned(), facilitator: "ana".to_owned(), ..StartSession::default() }
}

fn start(store: &Store, start: StartSession) -> Session {
    let name = start.name.clone();
    store.execute(&Command::Session(SessionAct::Start(start)), &stamp(TODAY)).expect("started");
    store.find_session(Some(&name)).expect("there")
}

fn session(store: &Store) -> Session {
    start(store, plain("2026 Q2"))
}

fn stage(store: &Store, session: &Session, client: &str, what: Staging) {
    stage_at(store, session, client, what, &stamp(TODAY));
}

fn stage_at(store: &Store, session: &Session, client: &str, what: Staging, stamp: &Stamp) {
    let client = store.find(client).expect("there");
    let stage = Stage { note: NOTE.to_owned(), over: Over::Anything, ..Stage::plain(session.id, client, what) };
    store.execute(&Command::Session(SessionAct::Stage(stage)), stamp).expect("staged");
}

fn to(segment: &str) -> Staging {
    Staging::Move(segment.to_owned())
}

fn act(store: &Store, act: SessionAct) {
    store.execute(&Command::Session(act), &stamp(TODAY)).expect("done");
}

fn move_to(store: &Store, client: &str, segment: &str, note: &str, on: &str) {
    let clients = vec![store.find(client).expect("there").into()];
    let moved = Move {
        clients,
        model: None,
        to: segment.into(),
        note: note.to_owned(),
        reason: None,
        authorised_by: None,
        leaving: Leaving::Hold,
    };
    store.execute(&Command::Move(moved), &stamp(on)).expect("moved");
}

/// Closes a session on a day with decisions that moved these clients, as finalising does.
fn close(store: &Store, session: &Session, on: &str, moved: &[(&str, &str)]) {
    let stamp = stamp(on);
    let clients: Vec<ClientId> = moved.iter().map(|(name, _)| store.find(name).expect("there")).collect();
    let mut writer = Writer::begin(store, &stamp).expect("begun");
    for (client, (_, to)) in clients.into_iter().zip(moved) {
        let id = crate::domain::command::Facts::new_id(&writer);
        let decision = Decision {
            to: Some((*to).to_owned()),
            note: NOTE.to_owned(),
            session: Some(session.id),
            ..Decision::plain(How::Move, client, &session.model, id, &stamp)
        };
        writer.write(&Change::make(Fact::Decision(decision))).expect("decided");
    }
    let act = Act { on: day(on), by: "ana".to_owned(), note: String::new() };
    let closed = Session { state: State::Final, closed: Some(act), rev: session.rev + 1, ..session.clone() };
    writer.write(&Change::become_(Fact::Session(session.clone()), Fact::Session(closed))).expect("closed");
    writer.commit(&Caption { kind: "session finalise", summary: "finalised", detail: "{}", reverts: None }).expect("written");
}

/// The names of clients in the order given.
fn names(store: &Store, clients: impl IntoIterator<Item = ClientId>) -> Vec<String> {
    clients.into_iter().map(|client| store.page(client, day(TODAY)).expect("a page").client.name).collect()
}
