//! Sessions found by what people call them.

use super::*;
use crate::store::StoreError;

fn found(store: &Store, asked: Option<&str>) -> Result<String, String> {
    store.find_session(asked).map(|session| session.name).map_err(|error| error.to_string())
}

fn void(store: &Store, session: &Session) {
    act(store, SessionAct::Void { session: session.id, note: NOTE.to_owned() });
}

#[test]
fn without_a_name_the_open_session_is_meant_and_none_or_several_are_refused_with_a_way_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let StoreError::Refused(none) = store.find_session(None).expect_err("none") else { panic!("a refusal") };
    assert_eq!(none.to_string(), "there is no open session");
    assert_eq!(none.hint().as_deref(), Some("start one: quarterdeck session start NAME --facilitator WHO"));
    let first = session(&store);
    assert_eq!(found(&store, None), Ok("2026 Q2".to_owned()));
    let second = start(&store, plain("Pilot"));
    let both = format!("“the open one” fits several sessions: Pilot (id {}), 2026 Q2 (id {})", second.id, first.id);
    assert_eq!(found(&store, None), Err(both));
}

#[test]
fn a_session_is_found_by_number_name_and_the_beginning_of_a_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let first = session(&store);
    start(&store, plain("2026 Q3"));
    assert_eq!(found(&store, Some(&first.id.to_string())), Ok("2026 Q2".to_owned()));
    assert_eq!(found(&store, Some(" 2026 q3 ")), Ok("2026 Q3".to_owned()));
    assert!(found(&store, Some("2026")).is_err_and(|why| why.starts_with("“2026” fits several sessions: 2026 Q3 (id ")));
    assert_eq!(found(&store, Some("2027")), Err("there is no session “2027”".to_owned()));
    assert!(found(&store, Some("")).is_err());
    close(&store, &first, TODAY, &[]);
    assert_eq!(found(&store, Some("2026")), Ok("2026 Q3".to_owned()), "an open one is meant before a final one");
}

#[test]
fn a_void_session_is_found_last_under_a_name_that_is_used_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let first = session(&store);
    void(&store, &first);
    assert_eq!(store.find_session(Some("2026 Q2")).expect("there").id, first.id);
    let second = session(&store);
    assert_eq!(second.state, State::Open);
    assert_eq!(store.find_session(Some("2026")).expect("there").id, second.id);
}

#[test]
fn the_list_has_counts_and_does_not_fail_where_a_scope_no_longer_reads() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let open = start(&store, StartSession { scope: "owner:ana".to_owned(), ..plain("2026 Q2") });
    stage(&store, &open, "Berga", to("transform"));
    stage(&store, &open, "Cito", Staging::Defer(day("2026-09-01")));
    let row = store.sessions().expect("read").remove(0);
    assert_eq!((row.total, row.moves, row.confirmed, row.deferred), (4, 1, 0, 1));
    assert_eq!(row.phase.state(), "live");
    let broken = Session { scope: "arr>>".to_owned(), ..store.session(open.id).expect("there") };
    assert_eq!(store.session_row(broken.clone()).expect("read").total, 2);
    let why = store.agenda(&broken).expect_err("a refusal").to_string();
    assert!(why.starts_with("the scope “arr>>” of 2026 Q2 no longer reads: "), "{why}");
}
