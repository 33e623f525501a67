//! Tests of mine and theirs.

use crate::console::dialogs::trial::{TODAY, Trial, done, stamp, to};
use crate::console::dialogs::{archive, confirm, facts, moving, review, score};
use crate::console::key::{Code, Key};
use crate::console::keys::Scope;
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{Command, EditClient, LogReview, ScoreClient};

fn owner(client: ClientId, name: &str) -> Command {
    Command::Edit(EditClient { client, seen: None, fields: vec![(Field::Owner, name.to_owned())] })
}

/// The facts of a client, the owner typed anew, while ben gave the client to cleo.
fn overtaken(columns: u16, rows: u16) -> (Trial, ClientId) {
    let mut trial = Trial::new(columns, rows);
    let client = trial.client("Nordwind");
    trial.open(|ctx| facts::edit(client, ctx));
    trial.key(Key::plain(Code::Tab));
    trial.key(Key::plain(Code::Tab));
    trial.key(Key::ctrl('u'));
    trial.type_in("dora");
    done(&trial.other(), TODAY, "ben", &owner(client, "cleo"));
    (trial, client)
}

fn owner_of(trial: &mut Trial, client: ClientId) -> String {
    trial.app.with(|ctx| ctx.store.page(client, ctx.stamp.today).unwrap().client.owner.unwrap_or_default())
}

#[test]
fn saving_over_what_somebody_else_changed_shows_mine_and_theirs_first() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let (mut trial, client) = overtaken(columns, rows);
        let seen = trial.save();
        assert_eq!(trial.app.scope(), Scope::Conflict);
        for word in ["ben", "edited owner", "ana", "cleo", "dora"] {
            assert!(seen.contains(word), "{word}: {seen}");
        }
        insta::assert_snapshot!(format!("conflict_{columns}x{rows}"), seen);
        trial.every_size();
        assert_eq!(owner_of(&mut trial, client), "cleo", "nothing is written yet");
    }
}

#[test]
fn mine_goes_over_theirs_only_where_i_typed() {
    let (mut trial, client) = overtaken(80, 24);
    let fields = vec![(Field::Industry, "shipping".to_owned())];
    done(&trial.other(), TODAY, "ben", &Command::Edit(EditClient { client, seen: None, fields }));
    trial.save();
    trial.key(Key::char('m'));
    assert!(trial.is_closed());
    let page = trial.app.with(|ctx| ctx.store.page(client, ctx.stamp.today).unwrap().client);
    assert_eq!((page.owner.as_deref(), page.industry.as_deref()), (Some("dora"), Some("shipping")));
}

#[test]
fn theirs_stand_and_going_on_typing_keeps_mine() {
    let (mut trial, client) = overtaken(80, 24);
    trial.save();
    let seen = trial.key(Key::plain(Code::Esc));
    assert!(seen.contains("dora") && !trial.is_closed(), "{seen}");
    trial.save();
    trial.key(Key::char('t'));
    assert!(trial.is_closed());
    assert_eq!(owner_of(&mut trial, client), "cleo");
}

#[test]
fn a_change_that_was_taken_back_again_is_noticed_too() {
    let mut trial = Trial::new(80, 24);
    let client = trial.client("Nordwind");
    trial.open(|ctx| facts::edit(client, ctx));
    trial.type_in(" AG");
    let other = trial.other();
    done(&other, TODAY, "ben", &owner(client, "cleo"));
    other.undo(&stamp(TODAY, "ben")).unwrap();
    let seen = trial.save();
    assert!(trial.app.scope() == Scope::Conflict && seen.contains("took back"), "{seen}");
    trial.key(Key::char('m'));
    assert!(trial.is_closed());
}

#[test]
fn a_change_of_another_client_is_no_conflict() {
    let mut trial = Trial::new(80, 24);
    let (client, other) = (trial.client("Nordwind"), trial.client("Corvid"));
    trial.open(|ctx| facts::edit(client, ctx));
    trial.type_in(" AG");
    done(&trial.other(), TODAY, "ben", &owner(other, "cleo"));
    trial.save();
    assert!(trial.is_closed());
}

#[test]
fn a_move_against_a_move_shows_both_segments_and_keeps_the_note_as_a_draft() {
    let mut trial = Trial::new(80, 24);
    let client = trial.client("Nordwind");
    trial.open(|ctx| moving::open(&[client], None, Some("transform"), ctx));
    trial.type_in("They bought two rivals in May");
    done(&trial.other(), TODAY, "ben", &to(&[client], "sustain", "their budget was cut to nothing"));
    let seen = trial.save();
    for word in ["Educate", "Sustain", "Transform"] {
        assert!(seen.contains(word), "{word}: {seen}");
    }
    insta::assert_snapshot!("moves_80x24", seen);
    trial.key(Key::char('t'));
    assert!(trial.is_closed());
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("sustain"));
    let seen = trial.open(|ctx| moving::open(&[client], None, Some("transform"), ctx));
    assert!(seen.contains("They bought two rivals"), "{seen}");
    trial.save();
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("transform"));
}

#[test]
fn every_dialog_about_a_client_notices_what_others_did_to_it() {
    let reviewed = |client| Command::Review(LogReview::held(client, TODAY.parse().unwrap()));
    let scored = |client| {
        let values = vec![("standardization".to_owned(), 1)];
        Command::Score(ScoreClient { clients: vec![client], model: None, values })
    };
    let mut trial = Trial::new(80, 24);
    let client = trial.client("Nordwind");
    trial.open(|ctx| review::open(client, None, ctx));
    done(&trial.other(), TODAY, "ben", &reviewed(client));
    trial.save();
    assert_eq!(trial.app.scope(), Scope::Conflict, "a review logged twice");
    trial.key(Key::char('t'));
    assert!(trial.is_closed());

    trial.open(|ctx| score::open(&[client], None, ctx));
    trial.key(Key::char('5'));
    done(&trial.other(), TODAY, "ben", &scored(client));
    let seen = trial.save();
    assert!(trial.app.scope() == Scope::Conflict && seen.contains("standardization"), "{seen}");
    trial.key(Key::char('m'));

    trial.open(|ctx| confirm::open(&[client], ctx));
    trial.type_in("Still quiet and content");
    done(&trial.other(), TODAY, "ben", &to(&[client], "sustain", "their budget was cut to nothing"));
    trial.save();
    assert_eq!(trial.app.scope(), Scope::Conflict);
    trial.key(Key::char('t'));

    trial.open(|ctx| archive::open(client, ctx));
    trial.type_in("Sold to a competitor");
    done(&trial.other(), TODAY, "ben", &owner(client, "cleo"));
    trial.save();
    assert_eq!(trial.app.scope(), Scope::Conflict);
}
