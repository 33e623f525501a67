//! Logging reviews as a person does it.

use super::super::trial::{Trial, day};
use super::open;
use crate::console::key::{Code, Key};

fn opened(columns: u16, rows: u16, name: &str) -> Trial {
    let mut trial = Trial::new(columns, rows);
    let client = trial.client(name);
    trial.open(|ctx| open(client, None, ctx));
    trial
}

fn page(trial: &mut Trial, name: &str) -> crate::store::ClientPage {
    let client = trial.client(name);
    trial.app.with(|ctx| ctx.store.page(client, ctx.stamp.today).unwrap())
}

#[test]
fn the_dialog_as_it_is_seen() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = opened(columns, rows, "Nordwind");
        insta::assert_snapshot!(format!("review_{columns}x{rows}"), trial.draw());
        trial.every_size();
        trial.resize(columns, rows);
        trial.click("Agreed");
        trial.key(Key::plain(Code::Tab));
        trial.paste("Send the roadmap @ana next fri\nCall Bob @ben");
        insta::assert_snapshot!(format!("agreed_{columns}x{rows}"), trial.draw());
        trial.every_size();
        trial.resize(columns, rows);
        trial.click("Scores");
        trial.type_in("1");
        insta::assert_snapshot!(format!("scores_{columns}x{rows}"), trial.draw());
        trial.every_size();
        trial.resize(columns, rows);
        trial.click("Segment");
        trial.click("no, move it");
        insta::assert_snapshot!(format!("segment_{columns}x{rows}"), trial.draw());
        trial.every_size();
    }
}

#[test]
fn a_review_with_an_action_and_a_confirmation_is_one_step() {
    let mut trial = opened(80, 24, "Nordwind");
    assert!(trial.draw().contains("Send the roadmap draft @ana, 75 days late"));
    trial.key(Key::ctrl('u'));
    let seen = trial.type_in("last fri");
    assert!(seen.contains("→ Fri 2026-06-12 (3 days ago)"), "{seen}");
    trial.click("QBR");
    trial.key(Key::plain(Code::Tab));
    trial.type_in("Wants the second site by autumn");
    trial.click("Agreed");
    trial.key(Key::plain(Code::Tab));
    let seen = trial.paste("Send the offer @ana next fri\r\nCall Bob");
    assert!(seen.contains("→ Send the offer: ana, Fri 2026-06-19 (in 4 days)"), "{seen}");
    trial.click("positive");
    trial.click("Segment");
    trial.click("yes, confirm it");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("logged QBR of Nordwind Logistics held 2026-06-12, segment co"), "{seen}");
    let now = page(&mut trial, "Nordwind");
    assert_eq!((now.reviews.len(), now.actions.len()), (2, 3));
    assert_eq!(now.placement.unwrap().confirmed_on, Some(day("2026-06-15")));
    assert_eq!(now.reviews[0].outcome, "Wants the second site by autumn");
    trial.key(Key::char('u'));
    let now = page(&mut trial, "Nordwind");
    assert_eq!((now.reviews.len(), now.actions.len()), (1, 1));
}

#[test]
fn a_move_within_a_review_needs_its_note_and_scores_come_along() {
    let mut trial = opened(80, 24, "Nordwind");
    trial.click("Scores");
    let seen = trial.type_in("1");
    assert!(seen.contains("[1]") && seen.contains("was 4"), "{seen}");
    trial.click("Segment");
    trial.click("no, move it");
    trial.click("D Sustain");
    let seen = trial.save();
    assert!(seen.contains("! a note of at least 10 characters"), "{seen}");
    trial.type_in("They want less of us");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("logged Review of Nordwind Logistics"), "{seen}");
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("sustain"));
    let now = page(&mut trial, "Nordwind");
    assert!(now.factors.iter().any(|row| row.value.as_ref().is_some_and(|(value, ..)| *value == 1)));
}

#[test]
fn a_wrong_date_and_a_wrong_action_are_said_at_their_fields() {
    let mut trial = opened(80, 24, "Nordwind");
    trial.key(Key::ctrl('u'));
    trial.type_in("tomorrow");
    assert!(trial.save().contains("! lies after today"));
    trial.key(Key::ctrl('u'));
    trial.type_in("-3d");
    trial.click("Agreed");
    trial.key(Key::plain(Code::Tab));
    trial.paste("Send it @ana 5/11");
    trial.key(Key::plain(Code::PageUp));
    let seen = trial.save();
    assert!(seen.contains("[! Agreed]") && seen.contains("! “5/11” can be read in more than one way"), "{seen}");
    assert_eq!(page(&mut trial, "Nordwind").reviews.len(), 1);
}

#[test]
fn what_was_begun_is_offered_again_after_death() {
    let mut trial = opened(80, 24, "Nordwind");
    trial.click("Outcome ");
    for _ in 0..3 {
        trial.key(Key::plain(Code::Tab));
    }
    trial.paste("They told us\r\nmany things");
    trial.key(Key::plain(Code::Esc));
    trial.die_and_come_back();
    let client = trial.client("Nordwind");
    let seen = trial.open(|ctx| open(client, None, ctx));
    assert!(seen.contains("They told us") && seen.contains("many things"), "{seen}");
    trial.save();
    assert_eq!(page(&mut trial, "Nordwind").reviews[0].note, "They told us\nmany things");
    assert!(!trial.path.with_extension("drafts.json").exists());
}

#[test]
fn a_client_without_a_segment_is_moved_but_not_confirmed() {
    let mut trial = opened(80, 24, "Zephyr");
    let seen = trial.click("Segment");
    assert!(seen.contains("no segment") && !seen.contains("yes, confirm it"), "{seen}");
}

#[test]
fn the_next_date_is_booked_in_the_same_step_with_its_weekday_shown_before() {
    let mut trial = opened(80, 24, "Nordwind");
    trial.click("QBR");
    trial.click("Agreed");
    for _ in 0..2 {
        trial.key(Key::plain(Code::Tab));
    }
    let seen = trial.type_in("yesterday");
    assert!(seen.contains("→ Sun 2026-06-14 (yesterday)"), "{seen}");
    assert!(trial.save().contains("! lies in the past"));
    trial.key(Key::ctrl('u'));
    let seen = trial.type_in("next sat");
    assert!(seen.contains("→ Sat 2026-06-20 (in 5 days)") && seen.contains("Sat 2026-06-20 is no working day"), "{seen}");
    trial.key(Key::ctrl('u'));
    let seen = trial.type_in("2026-10-12");
    assert!(seen.contains("→ Mon 2026-10-12 (in 119 days)") && !seen.contains("no working day"), "{seen}");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("held 2026-06-15, next booke"), "{seen}");
    // A QBR satisfies the review that is asked for: that is the clock the date is agreed for.
    let clock = page(&mut trial, "Nordwind").clocks.remove(0).row.clock.clock;
    assert_eq!((clock.kind.as_str(), clock.booked_on), ("Review", Some(day("2026-10-12"))));
    trial.key(Key::char('u'));
    assert_eq!(page(&mut trial, "Nordwind").clocks.remove(0).row.clock.clock.booked_on, None);
}
