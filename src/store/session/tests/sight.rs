//! One client as the session sees it.

use super::*;
use crate::domain::command::{ActionDraft, ClockAct, EditClient, LogReview, OnClock, ScoreClient};
use crate::domain::session::agenda::Reason;
use crate::store::Sight;

fn sight(store: &Store, session: &Session, client: &str) -> Sight {
    store.sight(session, store.find(client).expect("there"), None).expect("a sight")
}

fn edit(store: &Store, client: &str, field: Field, value: &str, on: &str) {
    let client = store.find(client).expect("there");
    let fields = vec![(field, value.to_owned())];
    store.execute(&Command::Edit(EditClient { client, fields, seen: None }), &stamp(on)).expect("edited");
}

fn clues(sight: &Sight) -> Vec<&str> {
    sight.clues.iter().map(|clue| clue.what.as_str()).collect()
}

#[test]
fn what_happened_since_is_told_the_latest_first_without_what_was_undone() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    edit(&store, "Alfa", Field::Stage, "onboarding", "2026-05-02");
    edit(&store, "Alfa", Field::Stage, "steady", "2026-05-20");
    edit(&store, "Alfa", Field::Arr, "250", "2026-05-21");
    edit(&store, "Alfa", Field::Notes, "they were bought by a group", "2026-05-22");
    edit(&store, "Alfa", Field::Owner, "Zoe", "2026-05-23");
    store.undo(&stamp("2026-05-23")).expect("undone");
    move_to(&store, "Alfa", "educate", "they hired a lead", "2026-05-24");
    let alfa = store.find("Alfa").expect("there");
    let snooze = OnClock { clients: vec![alfa], kind: None, act: ClockAct::Book(day("2026-07-10")), note: String::new() };
    store.execute(&Command::Clock(snooze), &stamp("2026-06-02")).expect("booked");
    let session = session(&store);
    let seen = sight(&store, &session, "Alfa");
    assert_eq!(seen.since, day("2026-03-15"), "a quarter before the session's day");
    assert_eq!(seen.last_session, None);
    let expected = [
        "Review booked on 2026-07-10",
        "moved: Sustain → Educate",
        "notes changed",
        "revenue: 100 → 250",
        "stage: onboarding → steady",
        "stage: nothing → onboarding",
        "in Sustain from the start",
        "added to the book",
    ];
    assert_eq!(clues(&seen), expected);
    assert_eq!((seen.clues[1].note.as_str(), seen.clues[1].by.as_str()), ("they hired a lead", "ana"));
    assert_eq!(seen.clues[3].field, Some(Field::Arr));
}

#[test]
fn a_session_before_says_since_when_and_its_own_decision_is_no_news() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    edit(&store, "Alfa", Field::Stage, "onboarding", "2026-05-02");
    let last = start(&store, plain("2026 Q1"));
    close(&store, &last, "2026-05-10", &[("Alfa", "educate")]);
    edit(&store, "Alfa", Field::Stage, "steady", "2026-05-20");
    let session = session(&store);
    let seen = sight(&store, &session, "Alfa");
    assert_eq!((seen.since, seen.last_session.as_deref()), (day("2026-05-10"), Some("2026 Q1")));
    assert_eq!(clues(&seen), ["stage: onboarding → steady"]);
    assert_eq!(seen.decisions.len(), 2);
}

#[test]
fn factors_and_scores_stand_beside_those_of_that_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let last = start(&store, plain("2026 Q1"));
    close(&store, &last, "2026-05-10", &[]);
    let alfa = store.find("Alfa").expect("there");
    let values = vec![("stability".to_owned(), 4)];
    let score = ScoreClient { clients: vec![alfa], model: None, values };
    store.execute(&Command::Score(score), &stamp("2026-06-01")).expect("scored");
    let seen = sight(&store, &session(&store), "Alfa");
    let stability = seen.factors.iter().find(|row| row.factor == "stability").expect("asked");
    assert_eq!((stability.dimension.as_str(), stability.then, stability.now), ("maturity", Some(1), Some(4)));
    let others = seen.factors.iter().filter(|row| row.factor != "stability");
    assert!(others.clone().count() > 3 && others.into_iter().all(|row| row.then == row.now));
    assert_eq!(seen.scores_then, (Some(0), Some(0)));
    assert_eq!(seen.page.scores, (Some(250), Some(0)));
    assert_eq!(seen.trail.iter().map(|point| (point.x, point.y)).collect::<Vec<_>>(), [(0, Some(0)), (250, Some(0))]);
}

#[test]
fn a_move_back_is_announced_with_both_earlier_notes_and_the_dwell_with_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    move_to(&store, "Alfa", "educate", "they asked for workshops", "2026-05-10");
    move_to(&store, "Alfa", "modernize", "the workshops led to a project", "2026-06-01");
    let seen = sight(&store, &session(&store), "Alfa");
    let back: Vec<(&str, Vec<&str>)> =
        seen.back.iter().map(|(to, moves)| (to.as_str(), moves.iter().map(|past| past.note.as_str()).collect())).collect();
    let (first, second) = ("they asked for workshops", "the workshops led to a project");
    assert_eq!(back, [("educate", vec![first, second]), ("sustain", vec![first, second])]);
    assert_eq!(seen.dwells_until, Some(day("2026-09-01")));
    assert_eq!(seen.decisions.first().map(|decision| decision.note.as_str()), Some(second));
    let berga = sight(&store, &session2(&store), "Berga");
    assert_eq!((berga.back.len(), berga.dwells_until), (0, None));
    assert!(berga.reasons.has(Reason::Drift) && berga.evidence.drifts);
}

fn session2(store: &Store) -> Session {
    start(store, plain("another"))
}

#[test]
fn reviews_held_and_missed_since_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = book(&folder);
    let foxtrot = store.find("Foxtrot").expect("there");
    let held = |on: &str| {
        let mut review = LogReview::held(foxtrot, day(on));
        review.actions = vec![ActionDraft { text: "send the plan".to_owned(), ..ActionDraft::default() }];
        store.execute(&Command::Review(review), &stamp(on)).expect("reviewed").made[1]
    };
    // The one of 20 April asked for the next on 20 May, with five working days of grace.
    let action = held("2026-06-05");
    store.execute(&Command::SettleAction { action, done_on: Some(day("2026-06-08")) }, &stamp("2026-06-08")).expect("done");
    let session = session(&store);
    let seen = sight(&store, &session, "Foxtrot");
    assert_eq!(seen.held.iter().map(|review| review.held_on).collect::<Vec<_>>(), [day("2026-06-05"), day("2026-04-20")]);
    assert_eq!(seen.missed, [("Review".to_owned(), day("2026-05-20"), "held 16 days late".to_owned())]);
    assert!(clues(&seen).contains(&"action done: send the plan"));
    let later = Session { as_of: day("2026-07-30"), ..session };
    assert_eq!(sight(&store, &later, "Foxtrot").missed[0].2, "overdue");
}
