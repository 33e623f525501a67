//! What commands refuse, over facts held in memory: each refusal in its words, and what goes through beside it.

mod book;

use super::*;
use crate::domain::cadence::Leaving;
use crate::domain::client::Field;
use crate::domain::model::builtin;
use crate::domain::placement::How;

pub(super) use book::{ACME, Book, GONE, NOTE, stamp};

fn moved(client: ClientId, to: &str, note: &str) -> Move {
    Move {
        clients: vec![client.into()],
        model: None,
        to: to.into(),
        note: note.to_owned(),
        reason: None,
        authorised_by: None,
        leaving: Leaving::Hold,
    }
}

pub(super) fn move_to(to: &str) -> Command {
    Command::Move(moved(ACME, to, NOTE))
}

#[test]
fn a_note_that_says_nothing_is_refused_wherever_one_is_required() {
    let book = Book::new().after(&move_to("B")).after(&Command::Review(LogReview::held(ACME, stamp().today)));
    let review = *book.reviews.keys().next().expect("a review");
    let blanks = [
        "",
        "          ",
        "\u{200B}\u{200B}\u{2060}\u{FEFF}\u{200E}\u{AD}\u{3164}\u{115F}\u{202E}\u{2066}\u{E0041}\u{180E}",
        "a b c d e",
        "\u{3000}\t\n\u{A0}\0\0\0\0\0\0\0\0\0\0\0",
    ];
    for blank in blanks {
        let note = blank.to_owned();
        let commands = [
            Command::Move(moved(ACME, "C", blank)),
            Command::Confirm { clients: vec![ACME.into()], model: None, note: note.clone() },
            Command::Place { clients: vec![(ACME, "C".to_owned())], model: None, note: note.clone() },
            Command::Archive { client: ACME, note: note.clone() },
            Command::VoidReview { review, note },
        ];
        for command in commands {
            let refusal = book.refuses(&command);
            assert!(matches!(refusal, Refusal::NoteTooShort { needed: 10, given } if given < 10), "{blank:?}: {refusal}");
        }
    }
    assert!(Command::Move(moved(ACME, "C", "ten chars!!")).plan(&book, &stamp()).is_ok());
    let long = "x".repeat(NOTE_MAX + 1);
    assert!(matches!(book.refuses(&Command::Move(moved(ACME, "C", &long))), Refusal::TextTooLong { .. }));
}

#[test]
fn an_unknown_segment_model_or_client_is_named_with_what_there_is() {
    let book = Book::new();
    let refusal = book.refuses(&move_to("Nowhere"));
    assert_eq!(refusal.to_string(), "there is no segment “Nowhere”");
    assert!(refusal.hint().is_some_and(|hint| hint.contains("transform, modernize, educate, sustain")));
    let mut elsewhere = moved(ACME, "B", NOTE);
    elsewhere.model = Some("no-such".to_owned());
    assert!(matches!(book.refuses(&Command::Move(elsewhere)), Refusal::NotFound { what: "model", .. }));
    let nobody = Command::Move(moved(ClientId(99), "B", NOTE));
    assert!(matches!(book.refuses(&nobody), Refusal::NotFound { what: "client", .. }));
    let mut none = moved(ACME, "B", NOTE);
    none.clients.clear();
    assert!(matches!(book.refuses(&Command::Move(none)), Refusal::Nothing(_)));
}

#[test]
fn a_move_to_where_the_client_is_refers_to_confirming() {
    let book = Book::new().after(&move_to("modernize"));
    for name in ["B", "b", "modernize", "Modernize"] {
        let refusal = book.refuses(&move_to(name));
        assert_eq!(refusal.to_string(), "Acme is already in Modernize");
        assert!(refusal.hint().is_some_and(|hint| hint.contains("confirm")));
    }
    let place = Command::Place { clients: vec![(ACME, "C".to_owned())], model: None, note: NOTE.to_owned() };
    assert!(book.refuses(&place).to_string().contains("is in Modernize already"));
    let unplaced = Command::Confirm { clients: vec![ACME.into()], model: None, note: NOTE.to_owned() };
    assert!(Book::new().refuses(&unplaced).to_string().contains("is in no segment"));
}

#[test]
fn nothing_is_decided_of_an_archived_client() {
    let book = Book::new();
    let commands = [
        Command::Move(moved(GONE, "B", NOTE)),
        Command::Confirm { clients: vec![GONE.into()], model: None, note: NOTE.to_owned() },
        Command::Place { clients: vec![(GONE, "B".to_owned())], model: None, note: NOTE.to_owned() },
        Command::Review(LogReview::held(GONE, stamp().today)),
        Command::Score(ScoreClient { clients: vec![GONE], model: None, values: vec![("stability".to_owned(), 3)] }),
    ];
    for command in commands {
        let refusal = book.refuses(&command);
        assert_eq!(refusal.to_string(), "Gone is archived since 2026-06-15");
    }
    assert!(matches!(book.refuses(&Command::Archive { client: GONE, note: NOTE.to_owned() }), Refusal::Nothing(_)));
    assert!(matches!(book.refuses(&Command::Restore { client: ACME, note: String::new() }), Refusal::Nothing(_)));
    // One archived client among several refuses all: a bulk move is one step.
    let mut both = moved(ACME, "B", NOTE);
    both.clients.push(GONE.into());
    assert!(matches!(book.refuses(&Command::Move(both)), Refusal::Archived { .. }));
}

#[test]
fn a_review_of_tomorrow_is_refused_and_one_of_today_is_not() {
    let book = Book::new();
    let tomorrow = stamp().today.succ_opt().expect("a day");
    let refusal = book.refuses(&Command::Review(LogReview::held(ACME, tomorrow)));
    assert!(matches!(refusal, Refusal::WrongDate { .. }), "{refusal}");
    assert!(Command::Review(LogReview::held(ACME, stamp().today)).plan(&book, &stamp()).is_ok());
    let mut odd = LogReview::held(ACME, stamp().today);
    odd.kind = Some("Party".to_owned());
    assert!(matches!(book.refuses(&Command::Review(odd)), Refusal::NotFound { what: "kind of review", .. }));
}

#[test]
fn the_texts_of_an_action_are_bounded_and_trimmed() {
    let mut review = LogReview::held(ACME, stamp().today);
    review.actions = vec![ActionDraft { text: " send it ".to_owned(), owner: Some(" Bo ".to_owned()), due_on: None }];
    let book = Book::new().after(&Command::Review(review.clone()));
    let action = book.actions.values().next().expect("an action");
    assert_eq!((action.text.as_str(), action.owner.as_deref()), ("send it", Some("Bo")));
    review.actions[0].owner = Some("x".repeat(LINE_MAX + 1));
    assert!(matches!(book.refuses(&Command::Review(review)), Refusal::TextTooLong { .. }));
}

#[test]
fn a_score_needs_a_factor_of_the_model_and_a_step_of_its_scale() {
    let book = Book::new();
    let score = |factor: &str, value| {
        Command::Score(ScoreClient { clients: vec![ACME], model: None, values: vec![(factor.to_owned(), value)] })
    };
    assert!(matches!(book.refuses(&score("charm", 3)), Refusal::NotFound { what: "factor", .. }));
    for value in [0, 6, 255] {
        let refusal = book.refuses(&score("stability", value));
        assert!(refusal.hint().is_some_and(|hint| hint.contains("from 1 to 5")), "{refusal}");
    }
    for value in [1, 5] {
        assert!(score("stability", value).plan(&book, &stamp()).is_ok());
    }
    let nothing = Command::Score(ScoreClient { clients: vec![ACME], model: None, values: Vec::new() });
    assert!(matches!(book.refuses(&nothing), Refusal::Nothing(_)));
}

#[test]
fn settings_are_known_by_name_and_read_by_their_rules() {
    let book = Book::new();
    let set = |key: &str, value: &str| Command::Set { key: key.to_owned(), value: value.to_owned() };
    let refusal = book.refuses(&set("colour", "red"));
    assert!(refusal.hint().is_some_and(|hint| hint.contains("working_days")), "{refusal}");
    let wrong = [
        ("currency", ""),
        ("currency", "EURO"),
        ("roll", "sideways"),
        ("working_days", "mon,foo"),
        ("working_days", ""),
        ("lead", "-1"),
        ("lead", "367"),
        ("lead", "two"),
        ("first_within", "soon"),
        ("capacity.ana", "169"),
        ("capacity.ana", "NaN"),
    ];
    for (key, value) in wrong {
        assert!(matches!(book.refuses(&set(key, value)), Refusal::BadValue { .. }), "{key} = {value}");
    }
    let long = format!("capacity.{}", "x".repeat(LINE_MAX));
    assert!(matches!(book.refuses(&set(&long, "3")), Refusal::TextTooLong { .. }), "the book keeps keys of a line");
    let book = book.after(&set("lead", "7"));
    assert!(matches!(book.refuses(&set("lead", " 7 ")), Refusal::Nothing(_)));
}

#[test]
fn a_name_or_an_external_id_must_be_ones_own() {
    let book = Book::new();
    let add = |fields: &[(Field, &str)]| {
        Command::Add(AddClient { fields: fields.iter().map(|(field, value)| (*field, (*value).to_owned())).collect() })
    };
    for name in ["", "   ", "\u{200B}"] {
        assert!(matches!(book.refuses(&add(&[(Field::Name, name)])), Refusal::BadValue { .. }), "{name:?}");
    }
    assert!(matches!(book.refuses(&add(&[(Field::Owner, "Bo")])), Refusal::BadValue { .. }));
    let refusal = book.refuses(&add(&[(Field::Name, "New"), (Field::ExternalId, "G-1")]));
    assert!(refusal.to_string().contains("belongs to Gone"), "{refusal}");
    let edit = |fields: Vec<(Field, String)>| Command::Edit(EditClient { client: ACME, seen: None, fields });
    assert!(matches!(book.refuses(&edit(vec![(Field::Name, "Acme".to_owned())])), Refusal::Nothing(_)));
    for (field, value) in [(Field::Arr, "much"), (Field::Arr, "1e3"), (Field::RenewalOn, "2026-02-30"), (Field::Currency, "12")] {
        assert!(matches!(book.refuses(&edit(vec![(field, value.to_owned())])), Refusal::BadValue { .. }), "{value}");
    }
}

#[test]
fn who_decided_meanwhile_is_named_and_a_confirmed_placement_keeps_its_day() {
    let book = Book::new().after(&move_to("B"));
    let mut late = moved(ACME, "C", NOTE);
    late.clients[0].seen = Some(0);
    let words = book.refuses(&Command::Move(late)).to_string();
    assert!(words.contains("Acme") && words.contains("ana") && words.contains("Modernize"), "{words}");
    let since = book.placements[&ACME].since;
    let book = book.after(&Command::Confirm { clients: vec![ACME.into()], model: None, note: NOTE.to_owned() });
    let placement = &book.placements[&ACME];
    assert_eq!((placement.rev, placement.since, placement.segment.as_deref()), (2, since, Some("modernize")));
    assert_eq!(book.decisions[&placement.decision].how, How::Confirm);
}

#[test]
fn a_client_without_a_segment_cannot_be_confirmed_in_a_review_either() {
    let mut review = LogReview::held(ACME, stamp().today);
    review.still_right = StillRight::Confirmed { note: String::new() };
    assert!(Book::new().refuses(&Command::Review(review.clone())).to_string().contains("in no segment"));
    let mut book = Book::new().after(&move_to("B"));
    book.placements.get_mut(&ACME).expect("placed").segment = None;
    assert!(book.refuses(&Command::Review(review)).to_string().contains("in no segment"), "moved out of all segments");
}

#[test]
fn a_review_is_voided_once_and_comes_back_once() {
    let book = Book::new().after(&Command::Review(LogReview::held(ACME, stamp().today)));
    let review = *book.reviews.keys().next().expect("a review");
    let void = Command::VoidReview { review, note: NOTE.to_owned() };
    assert!(matches!(book.refuses(&Command::UnvoidReview { review }), Refusal::Nothing(_)));
    let book = book.after(&void);
    assert!(matches!(book.refuses(&void), Refusal::Nothing(_)));
    let book = book.after(&Command::UnvoidReview { review });
    assert_eq!(book.reviews[&review].voided, None);
    let nobody = Command::VoidReview { review: 99, note: NOTE.to_owned() };
    assert!(matches!(book.refuses(&nobody), Refusal::NotFound { what: "review", .. }));
}

#[test]
fn a_model_of_many_becomes_one_of_one_only_while_nobody_stands_in_several_segments() {
    let toml = builtin::find("maturity-appetite").expect("the first model");
    let one = Model::parse(toml, "one").expect("a model");
    let many = Model { membership: crate::domain::model::Membership::Many, ..one.clone() };
    let stood = |segment: &str| StoodIn { segment: segment.to_owned(), clients: 3, archived: 1 };
    let book = Book { stood: vec![stood("educate"), stood("educate,sustain")], ..Book::new() };
    let Err(PlanError::Refused(refusal)) = may_become(&many, &one, &book) else { panic!("not refused") };
    assert_eq!(
        refusal.to_string(),
        "3 clients stand (1 of them archived) in several segments of maturity-appetite, which would allow one"
    );
    may_become(&one, &many, &book).expect("more is allowed than before");
    may_become(&many, &one, &Book { stood: vec![stood("educate")], ..Book::new() }).expect("each stands in one");
    let fewer = Model { segments: many.segments[..3].to_vec(), ..many.clone() };
    let Err(PlanError::Refused(refusal)) = may_become(&many, &fewer, &book) else { panic!("not refused") };
    assert!(refusal.to_string().contains("in Sustain (sustain), which would be taken away"), "{refusal}");
}
