//! Who is in a session, in which order, and how far it is.

use chrono::TimeDelta;

use super::*;
use crate::domain::command::{EditClient, Finalise, Opined};
use crate::domain::session::agenda::Reason;
use crate::domain::session::{Kind, View};
use crate::store::AgendaLine;

fn lines(store: &Store, session: &Session) -> Vec<AgendaLine> {
    store.agenda(session).expect("an agenda").lines
}

fn order(store: &Store, session: &Session) -> Vec<String> {
    names(store, lines(store, session).into_iter().map(|line| line.client))
}

fn reasons(store: &Store, session: &Session, client: &str) -> Vec<Reason> {
    let (agenda, client) = (store.agenda(session).expect("an agenda"), store.find(client).expect("there"));
    let line = agenda.lines.iter().find(|line| line.client == client).expect("on the agenda");
    line.reasons.in_order(&agenda.rules).collect()
}

#[test]
fn clients_stand_in_the_order_of_their_reasons_each_with_why() {
    use Reason::{Confirm, Drift, Near, Overdue, Scores, Unplaced};
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let session = session(&store);
    assert_eq!(order(&store, &session), ["Cito", "Delta", "Berga", "Echo", "Foxtrot", "Alfa"]);
    let of = |client| reasons(&store, &session, client);
    assert_eq!(of("Cito"), [Unplaced]);
    assert_eq!(of("Delta"), [Near]);
    assert_eq!(of("Berga"), [Drift]);
    assert_eq!(of("Echo"), [Scores]);
    assert_eq!(of("Foxtrot"), [Overdue]);
    assert_eq!(of("Alfa"), []);
    // On another day, other things are due.
    let later = Session { as_of: day("2026-07-01"), ..session };
    assert_eq!(reasons(&store, &later, "Alfa"), [Confirm]);
}

#[test]
fn the_members_are_the_live_clients_of_the_scope_and_those_taken_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let session = start(&store, StartSession { scope: "owner:ana".to_owned(), ..plain("2026 Q2") });
    assert_eq!(order(&store, &session), ["Berga", "Foxtrot", "Alfa"]);
    let (cito, echo) = (store.find("Cito").expect("there"), store.find("Echo").expect("there"));
    act(&store, SessionAct::Discuss { session: session.id, clients: vec![cito], discussed: true });
    act(&store, SessionAct::Note { session: session.id, client: echo, note: "call them".to_owned() });
    stage(&store, &session, "Delta", Staging::Confirm);
    stage(&store, &session, "Alfa", to("educate"));
    assert_eq!(order(&store, &session), ["Cito", "Delta", "Berga", "Echo", "Foxtrot", "Alfa"]);
    let archive = Command::Archive { client: store.find("Alfa").expect("there"), note: NOTE.to_owned() };
    store.execute(&archive, &stamp(TODAY)).expect("archived");
    assert_eq!(order(&store, &session).len(), 6, "one that was taken up and left the book is still there");
    act(&store, SessionAct::Discuss { session: session.id, clients: vec![cito], discussed: false });
    assert!(!order(&store, &session).contains(&"Cito".to_owned()), "nothing is said of it any more");
    let lines = lines(&store, &session);
    let done: Vec<Option<Kind>> = lines.iter().map(|line| line.done).collect();
    assert_eq!(done, [Some(Kind::Confirm), None, None, None, Some(Kind::Move)]);
    assert_eq!(lines.len() as i64, store.session_row(session).expect("read").total);
}

#[test]
fn a_proposal_held_back_by_the_dwell_is_no_drift_until_it_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let berga = store.find("Berga").expect("there");
    let confirm = Command::Confirm { clients: vec![berga.into()], model: None, note: NOTE.to_owned() };
    store.execute(&confirm, &stamp("2026-06-01")).expect("confirmed");
    let session = session(&store);
    assert_eq!(reasons(&store, &session, "Berga"), []);
    let last = Session { as_of: day("2026-09-01"), ..session };
    assert!(reasons(&store, &last, "Berga").contains(&Reason::Drift));
}

#[test]
fn where_a_client_may_be_in_several_segments_nothing_drifts() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let toml = builtin::find("service-segments").expect("built in").to_owned();
    store.execute(&Command::AddModel { toml }, &stamp(TODAY)).expect("added");
    let session = start(&store, StartSession { model: Some("service-segments".to_owned()), ..plain("many") });
    let agenda = store.agenda(&session).expect("an agenda");
    assert_eq!(agenda.lines.len(), 6);
    assert!(agenda.lines.iter().all(|line| !line.reasons.has(Reason::Drift)));
    assert!(agenda.lines.iter().all(|line| line.reasons.has(Reason::Unplaced)));
}

#[test]
fn whoever_was_put_off_is_back_on_the_agenda_from_its_day_until_something_is_decided() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let first = start(&store, plain("first"));
    let off = Stage {
        note: NOTE.to_owned(),
        ..Stage::plain(first.id, store.find("Alfa").expect("there"), Staging::Defer(day("2026-08-01")))
    };
    act(&store, SessionAct::Stage(off));
    let finalise = Finalise { session: first.id, note: String::new(), accept: Vec::new() };
    store.finalise(&finalise, &stamp(TODAY)).expect("finalised");
    let second = start(&store, plain("second"));
    let on = |as_of: &str| {
        let session = Session { as_of: day(as_of), ..second.clone() };
        reasons(&store, &session, "Alfa").contains(&Reason::PutOff)
    };
    assert_eq!((on("2026-07-31"), on("2026-08-01")), (false, true));
    let confirm =
        Command::Confirm { clients: vec![store.find("Alfa").expect("there").into()], model: None, note: NOTE.to_owned() };
    store.execute(&confirm, &stamp("2026-07-01")).expect("confirmed");
    assert!(!on("2026-08-01"), "somebody decided since");
}

#[test]
fn moves_of_the_last_four_sessions_of_the_model_are_counted_and_no_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let mut quarters = Vec::new();
    for (name, moved) in [("1", "Foxtrot"), ("2", "Foxtrot"), ("3", "Alfa"), ("4", "Alfa"), ("5", "Delta")] {
        let session = start(&store, plain(name));
        close(&store, &session, &format!("2026-06-1{name}"), &[(moved, "educate")]);
        quarters.push(session);
    }
    let now = session(&store);
    assert_eq!(reasons(&store, &now, "Alfa"), [Reason::BackAndForth]);
    assert_eq!(reasons(&store, &now, "Foxtrot"), [Reason::Overdue], "the first move lies five sessions back");
    let fourth = store.session(quarters[3].id).expect("there");
    assert_eq!(reasons(&store, &fourth, "Foxtrot")[0], Reason::BackAndForth, "a closed one looks back from its own day");
    assert_eq!(reasons(&store, &fourth, "Alfa"), []);
}

#[test]
fn opinions_are_a_reason_only_once_they_are_revealed() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let blind = session(&store);
    let said = |client: &str, view, to: Option<&str>| {
        let (client, to) = (store.find(client).expect("there"), to.map(str::to_owned));
        Opined { client, view, to, note: String::new() }
    };
    let merge = |voter: &str, opinions| SessionAct::Merge { session: blind.id, voter: voter.to_owned(), opinions };
    let anas = vec![said("Alfa", View::Propose, Some("C")), said("Foxtrot", View::Propose, Some("B"))];
    act(&store, merge("Ana", anas));
    act(&store, merge("Ben", vec![said("Alfa", View::Question, None), said("Foxtrot", View::Agree, None)]));
    let blind = store.session(blind.id).expect("there");
    assert_eq!(reasons(&store, &blind, "Alfa"), []);
    act(&store, SessionAct::Reveal { session: blind.id, note: String::new() });
    let shown = store.session(blind.id).expect("there");
    assert_eq!(reasons(&store, &shown, "Alfa"), [Reason::Contested, Reason::Proposed]);
    assert_eq!(reasons(&store, &shown, "Foxtrot"), [Reason::Proposed, Reason::Overdue]);
    assert_eq!(order(&store, &shown)[..2], ["Alfa", "Foxtrot"]);
}

#[test]
fn a_goal_that_changed_since_the_last_decision_is_a_reason_and_a_confirmation_answers_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let session = session(&store);
    let alfa = store.find("Alfa").expect("there");
    let fields = vec![(Field::Stage, "steady".to_owned())];
    store.execute(&Command::Edit(EditClient { client: alfa, fields, seen: None }), &stamp(TODAY)).expect("edited");
    assert!(reasons(&store, &session, "Alfa").contains(&Reason::Changed));
    let confirm = Command::Confirm { clients: vec![alfa.into()], model: None, note: NOTE.to_owned() };
    store.execute(&confirm, &stamp("2026-06-16")).expect("confirmed");
    assert_eq!(reasons(&store, &session, "Alfa"), []);
}

#[test]
fn rows_come_in_the_order_asked_for_and_what_is_staged_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let session = session(&store);
    stage(&store, &session, "Foxtrot", Staging::Confirm);
    stage(&store, &session, "Berga", to("transform"));
    let find = |name| store.find(name).expect("there");
    let rows = store.agenda_rows(&session, &[find("Foxtrot"), ClientId(9_999), find("Alfa")]).expect("read");
    let said: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.item.is_some(), row.segment.as_deref())).collect();
    assert_eq!(said, [("Foxtrot", true, Some("transform")), ("Alfa", false, Some("sustain"))]);
    assert_eq!((rows[1].currency.as_str(), rows[1].falls_into.as_deref()), ("EUR", Some("sustain")));
    let staged = store.staged(&session).expect("read");
    assert_eq!(staged.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Berga", "Foxtrot"]);
    act(&store, SessionAct::Unstage { session: session.id, clients: vec![find("Berga")] });
    assert_eq!(store.staged(&session).expect("read").len(), 1, "what was taken back says nothing");
}

#[test]
fn progress_is_counted_by_owner_and_the_time_since_the_last_decision_is_used_until_it_is_a_break() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let session = session(&store);
    stage_at(&store, &session, "Alfa", Staging::Confirm, &at(TODAY, "10:00:00"));
    stage_at(&store, &session, "Delta", Staging::Confirm, &at(TODAY, "10:04:00"));
    let progress = |now: &str| store.session_progress(&session, at(TODAY, now).now).expect("read");
    let now = progress("10:06:00");
    assert_eq!((now.done, now.total), (2, 6));
    let owners: Vec<_> = now.owners.iter().map(|row| (row.owner.as_deref(), row.done, row.total)).collect();
    assert_eq!(owners, [(Some("Ana"), 1, 3), (Some("Ben"), 1, 2), (None, 0, 1)]);
    assert_eq!(now.pace.used - progress("10:04:00").pace.used, TimeDelta::minutes(2));
    assert_eq!(progress("11:00:00").pace.used, progress("10:04:00").pace.used);
}

#[test]
fn an_agenda_brought_up_to_date_is_the_one_read_anew_whatever_was_saved_since() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let session = start(&store, StartSession { scope: "owner:ana".to_owned(), ..plain("2026 Q2") });
    let id = session.id;
    let client = |name| store.find(name).expect("there");
    let discuss = |name, discussed| act(&store, SessionAct::Discuss { session: id, clients: vec![client(name)], discussed });
    let note = |name, note: &str| act(&store, SessionAct::Note { session: id, client: client(name), note: note.to_owned() });
    let unstage = |name| act(&store, SessionAct::Unstage { session: id, clients: vec![client(name)] });
    let undo = || drop(store.undo(&stamp(TODAY)).expect("taken back"));
    let mut held = store.agenda(&session).expect("an agenda");
    let mut step = |what: &str, saved: &dyn Fn()| {
        saved();
        let session = store.session(id).expect("there");
        assert!(store.agenda_again(&session, &mut held).expect("read"), "{what}: something was saved");
        assert_eq!(held, store.agenda(&session).expect("an agenda"), "{what}");
        assert!(!store.agenda_again(&session, &mut held).expect("read"), "{what}: and nothing more");
    };
    step("a decision", &|| stage(&store, &session, "Alfa", Staging::Confirm));
    step("another about the same", &|| stage(&store, &session, "Alfa", to("educate")));
    step("one beyond the scope", &|| stage(&store, &session, "Delta", Staging::Confirm));
    step("taken back there", &|| unstage("Delta"));
    step("a mark", &|| discuss("Berga", true));
    step("a mark beyond the scope", &|| discuss("Cito", true));
    step("a note beyond the scope", &|| note("Echo", "call them"));
    step("and out again", &|| note("Echo", ""));
    step("no mark", &|| discuss("Cito", false));
    step("undone", &undo);
    step("unstaged within the scope", &|| unstage("Alfa"));
    step("undone too", &undo);
    step("a move of the book", &|| move_to(&store, "Foxtrot", "sustain", NOTE, TODAY));
    step("several", &|| {
        stage(&store, &session, "Berga", to("educate"));
        move_to(&store, "Alfa", "modernize", NOTE, TODAY);
    });
    let archive = Command::Archive { client: client("Alfa"), note: NOTE.to_owned() };
    step("one that left the book", &|| drop(store.execute(&archive, &stamp(TODAY)).expect("archived")));
    step("and is no longer decided on", &|| unstage("Alfa"));
}
