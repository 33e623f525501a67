//! Sessions in words: what was staged, talked about, noted and judged, and what became of the session itself.

use std::collections::BTreeMap;

use super::words::HIDDEN;
use crate::console::canvas::Look;
use crate::console::screens::client::words::segment;
use crate::domain::model::Model;
use crate::domain::session::{Act, Item, Kind, Session, SessionId, Staged, State};

/// Names of sessions by their rows.
pub type Names = BTreeMap<SessionId, String>;

/// The name of a session; its number where it is gone.
pub fn called(id: SessionId, names: &Names) -> String {
    names.get(&id).cloned().unwrap_or_else(|| id.to_string())
}

/// What became of what a session says of a client; `before` is none where it said nothing.
pub fn item(before: Option<&Item>, after: &Item, model: &Model, names: &Names, look: &Look) -> Vec<String> {
    let of = called(after.session, names);
    let mut said = Vec::new();
    let was = before.and_then(|item| item.staged.as_ref());
    match (was, &after.staged) {
        (was, Some(staged)) if was != Some(staged) => {
            said.push(format!("staged in {of}: {}{}", decision(staged, model, look), because(&staged.note, look)));
            said.extend(expected(staged, look));
        }
        (Some(_), None) => said.push(format!("no longer staged in {of}")),
        // Finalising wrote it: a decision stands beside it, unless it was put off.
        (Some(was), Some(_)) if after.record.is_some() && before.is_some_and(|item| item.record.is_none()) => {
            let off = (was.kind == Kind::Defer).then(|| decision(was, model, look));
            said.extend(off.map(|off| format!("{off} in session {of}{}", because(&was.note, look))));
        }
        (_, _) => {}
    }
    match (before.is_some_and(|item| item.discussed), after.discussed) {
        (false, true) => said.push(format!("discussed in {of}")),
        (true, false) => said.push(format!("no longer marked as discussed in {of}")),
        (true, true) | (false, false) => {}
    }
    if before.map_or("", |item| &item.note) != after.note {
        said.push(format!("for the minutes of {of}: {}", hidden(&after.note, look)));
    }
    if let Some(judged) = after.judged.as_ref().filter(|judged| before.and_then(|item| item.judged.as_ref()) != Some(judged)) {
        let came = if judged.held { "held" } else { "did not hold" };
        said.push(format!("what {of} expected {came}{}", because(&judged.act.note, look)));
    }
    said
}

/// What became of a session; `before` is none where it was started.
pub fn session(before: Option<&Session>, after: &Session, look: &Look) -> Vec<String> {
    let name = &after.name;
    let Some(before) = before else { return vec![format!("session {name} started, led by {}", after.facilitator)] };
    let mut said = Vec::new();
    let mut differs = |what: &str, was: &str, is: &str| {
        let text = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
        said.extend((was != is).then(|| format!("{what}: {} → {}", text(was), text(is))));
    };
    differs("session", &before.name, name);
    differs("scope", &before.scope, &after.scope);
    differs("as of", &look.formats.date(before.as_of), &look.formats.date(after.as_of));
    differs("led by", &before.facilitator, &after.facilitator);
    differs("co-facilitators", &before.co_facilitators.join(", "), &after.co_facilitators.join(", "));
    differs("participants", &before.participants.join(", "), &after.participants.join(", "));
    differs("agenda", &before.agenda, &after.agenda);
    differs("target shares", &targets(before), &targets(after));
    if before.revealed != after.revealed {
        said.extend(after.revealed.as_ref().map(|act| format!("proposals of {name} revealed{}", because(&act.note, look))));
    }
    match (before.state, after.state) {
        (State::Open, State::Final) => said.push(closed("finalised", name, after.closed.as_ref(), look)),
        (State::Open, State::Void) => said.push(closed("given up", name, after.closed.as_ref(), look)),
        (State::Final | State::Void, State::Open) => said.push(format!("session {name} open again")),
        (State::Open, State::Open) | (State::Final | State::Void, State::Final | State::Void) => {}
    }
    said
}

fn closed(how: &str, name: &str, act: Option<&Act>, look: &Look) -> String {
    format!("session {name} {how}{}", because(act.map_or("", |act| &act.note), look))
}

fn targets(session: &Session) -> String {
    let share = |(segment, share): (&String, &u16)| format!("{segment} {}.{} %", share / 10, share % 10);
    session.targets.iter().map(share).collect::<Vec<_>>().join(", ")
}

fn decision(staged: &Staged, model: &Model, look: &Look) -> String {
    let place = |place: &Option<String>| place.as_deref().map_or_else(|| "no segment".to_owned(), |key| segment(model, key));
    match (staged.kind, staged.until) {
        (Kind::Move, _) => format!("{} → {}", place(&staged.from), place(&staged.to)),
        (Kind::Confirm, _) => format!("stays in {}", place(&staged.from)),
        (Kind::Defer, Some(until)) => format!("put off until {}", look.formats.date(until)),
        (Kind::Defer, None) => "put off".to_owned(),
    }
}

fn expected(staged: &Staged, look: &Look) -> Vec<String> {
    let mut said = Vec::new();
    if !staged.expect.is_empty() {
        said.push(format!("expects: {}", hidden(&staged.expect, look)));
    }
    said.extend(staged.revisit_on.map(|on| format!("to be looked at again on {}", look.formats.date(on))));
    said.extend(staged.reason.as_ref().map(|reason| format!("reason: {reason}")));
    said.extend(staged.authorised_by.as_ref().map(|by| format!("authorised by {by}")));
    said
}

/// A note behind what it is about.
fn because(text: &str, look: &Look) -> String {
    if text.is_empty() { String::new() } else { format!(" — {}", hidden(text, look)) }
}

fn hidden<'t>(text: &'t str, look: &Look) -> &'t str {
    match (text.is_empty(), look.presenter) {
        (true, _) => "nothing",
        (false, true) => HIDDEN,
        (false, false) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::canvas::tests::look;
    use crate::domain::change::{Change, Fact};
    use crate::domain::client::ClientId;
    use crate::domain::command::{Command, Finalise, SessionAct, Stage, Staging, StartSession};
    use crate::domain::model::builtin;
    use crate::domain::stamp::Stamp;
    use crate::store::{HistoryQuery, Store};

    /// A book with one client in Modernize, and an open session.
    fn room(folder: &tempfile::TempDir, stamp: &Stamp) -> (Store, ClientId, SessionId) {
        let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", stamp).expect("made");
        let fields = vec![(crate::domain::client::Field::Name, "Acme".to_owned())];
        let add = Command::Add(crate::domain::command::AddClient { fields });
        let acme = ClientId(store.execute(&add, stamp).expect("added").made[0]);
        let start = StartSession { name: "2026 Q2".to_owned(), facilitator: "Dana".to_owned(), ..StartSession::default() };
        store.execute(&Command::Session(SessionAct::Start(start)), stamp).expect("started");
        let id = store.open_sessions().expect("read")[0].id;
        (store, acme, id)
    }

    fn stamp() -> Stamp {
        let now = chrono::DateTime::parse_from_rfc3339("2026-06-15T09:00:00+02:00").expect("an instant");
        Stamp { now, today: now.date_naive(), by: "ana".to_owned() }
    }

    /// What the newest entry says.
    fn said(store: &Store, look: &Look) -> Vec<String> {
        let model = Model::parse(builtin::all()[0].1, "a model").expect("it reads");
        let names = store.session_names().expect("names");
        let newest = &store.history(&HistoryQuery::default(), 1).expect("history")[0];
        let changes = store.changes_in(newest.seq, 100).expect("changes");
        changes.iter().flat_map(|named| super::super::words::sentences(&named.change, &model, &names, look)).collect()
    }

    #[test]
    fn what_is_staged_taken_back_and_written_reads_as_it_was_meant() {
        let (folder, stamp) = (tempfile::tempdir().expect("a folder"), stamp());
        let (store, acme, id) = room(&folder, &stamp);
        assert_eq!(said(&store, &look()), ["session 2026 Q2 started, led by Dana"]);
        let note = "they want monthly talks".to_owned();
        let moved = Stage {
            note: note.clone(),
            expect: "appetite >= 70".to_owned(),
            ..Stage::plain(id, acme, Staging::Move("A".to_owned()))
        };
        let run = |act: SessionAct| store.execute(&Command::Session(act), &stamp).expect("done");
        run(SessionAct::Stage(moved.clone()));
        let staged = "staged in 2026 Q2: no segment → A Transform — they want monthly talks";
        assert_eq!(said(&store, &look()), [staged, "expects: appetite >= 70"]);
        let hidden = Look { presenter: true, ..look() };
        assert_eq!(said(&store, &hidden), ["staged in 2026 Q2: no segment → A Transform — •••", "expects: •••"]);
        run(SessionAct::Unstage { session: id, clients: vec![acme] });
        assert_eq!(said(&store, &look()), ["no longer staged in 2026 Q2"]);
        run(SessionAct::Discuss { session: id, clients: vec![acme], discussed: true });
        assert_eq!(said(&store, &look()), ["discussed in 2026 Q2"]);
        run(SessionAct::Note { session: id, client: acme, note: "ask again".to_owned() });
        assert_eq!(said(&store, &look()), ["for the minutes of 2026 Q2: ask again"]);
        run(SessionAct::Stage(moved));
        let finalise = Finalise { session: id, note: "a good one".to_owned(), accept: Vec::new() };
        store.finalise(&finalise, &stamp).expect("finalised");
        let expected = [
            "moved: no segment → A Transform",
            "note: they want monthly talks",
            "decided in session 2026 Q2",
            "session 2026 Q2 finalised — a good one",
        ];
        assert_eq!(said(&store, &look()), expected);
        run(SessionAct::Judge { session: id, client: acme, held: false, note: "they left it".to_owned() });
        assert_eq!(said(&store, &look()), ["what 2026 Q2 expected did not hold — they left it"]);
    }

    #[test]
    fn an_edit_says_what_changed_and_an_opinion_says_nothing() {
        let (folder, stamp) = (tempfile::tempdir().expect("a folder"), stamp());
        let (store, acme, id) = room(&folder, &stamp);
        let edit = crate::domain::command::EditSession {
            session: id,
            scope: Some("owner:ana".to_owned()),
            join: vec!["Bo".to_owned()],
            ..Default::default()
        };
        store.execute(&Command::Session(SessionAct::Edit(edit)), &stamp).expect("edited");
        assert_eq!(said(&store, &look()), ["scope: nothing → owner:ana", "participants: nothing → Bo"]);
        let opinion = crate::domain::session::Opinion {
            session: id,
            client: acme,
            voter: "Bo".to_owned(),
            rev: 1,
            view: crate::domain::session::View::Question,
            to: None,
            note: "why".to_owned(),
            on: stamp.today,
            by: "bo".to_owned(),
        };
        let model = Model::parse(builtin::all()[0].1, "a model").expect("it reads");
        let change = Change::make(Fact::Opinion(opinion));
        assert!(super::super::words::sentences(&change, &model, &Names::new(), &look()).is_empty());
        let off = Stage {
            note: "after the renewal".to_owned(),
            ..Stage::plain(id, acme, Staging::Defer(stamp.today + chrono::Days::new(9)))
        };
        store.execute(&Command::Session(SessionAct::Stage(off)), &stamp).expect("staged");
        store.finalise(&Finalise { session: id, note: String::new(), accept: Vec::new() }, &stamp).expect("finalised");
        let expected = ["put off until 2026-06-24 in session 2026 Q2 — after the renewal", "session 2026 Q2 finalised"];
        assert_eq!(said(&store, &look()), expected);
    }
}
