//! Sheets of proposals.

use super::*;
use crate::domain::command::Opined;
use crate::domain::session::View;

#[test]
fn a_sheet_lists_an_owners_clients_by_name_with_what_was_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let session = start(&store, StartSession { scope: "-name:foxtrot".to_owned(), ..plain("2026 Q2") });
    let berga = store.find("Berga").expect("there");
    let said = |view, to: Option<&str>| vec![Opined { client: berga, view, to: to.map(str::to_owned), note: String::new() }];
    let merge = |voter: &str, opinions| SessionAct::Merge { session: session.id, voter: voter.to_owned(), opinions };
    act(&store, merge("Ana", said(View::Propose, Some("A"))));
    act(&store, merge("Ben", said(View::Question, None)));
    let own = store.proposal_sheet(&session, "ANA", "Ana").expect("a sheet");
    assert_eq!(own.owner, "Ana");
    assert_eq!(own.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Alfa", "Berga"]);
    assert_eq!((own.rows[1].segment.as_deref(), own.rows[1].falls_into.as_deref()), (Some("sustain"), Some("transform")));
    assert_eq!((own.rows[1].proposal.as_ref(), own.rows[1].said.as_ref().map(|said| said.view)), (None, Some(View::Propose)));
    let bens = store.proposal_sheet(&session, "Ana", "ben").expect("a sheet");
    assert_eq!(bens.rows[1].proposal.as_ref().and_then(|said| said.to.as_deref()), Some("transform"));
    assert_eq!(bens.rows[1].said.as_ref().map(|said| said.view), Some(View::Question));
    assert_eq!((&bens.rows[0].proposal, &bens.rows[0].said), (&None, &None));
    let none = store.proposal_sheet(&session, "Zoe", "Zoe").expect_err("nobody").to_string();
    assert_eq!(none, "there is no owner “Zoe”");
}

#[test]
fn minutes_name_who_was_not_taken_up_and_stay_so_after_the_book_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let session = start(&store, StartSession { scope: "-name:foxtrot".to_owned(), ..plain("2026 Q2") });
    stage(&store, &session, "Berga", to("modernize"));
    let open = |session: &Session| -> Vec<String> {
        let minutes = store.session_minutes(session, &stamp("2026-06-20")).expect("minutes");
        minutes.record.open.into_iter().map(|open| open.name).collect()
    };
    let draft = open(&session);
    assert!(draft.contains(&"Alfa".to_owned()) && !draft.contains(&"Berga".to_owned()), "{draft:?}");
    assert!(draft.is_sorted() && !draft.iter().any(|name| name.contains("oxtrot")), "{draft:?}");
    let finalise = crate::domain::command::Finalise { session: session.id, note: String::new(), accept: Vec::new() };
    store.finalise(&finalise, &stamp("2026-06-20")).expect("final");
    move_to(&store, "Alfa", "educate", "it changed after the session", "2026-06-21");
    assert_eq!(open(&store.session(session.id).expect("there")), draft);
}
