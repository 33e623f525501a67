//! Models edited, added and chosen in the console: consequences first, one save, one undo.

use super::super::trial::{TODAY, Trial, day, done};
use crate::console::event::Event;
use crate::console::key::{Code, Key};
use crate::domain::command::{Command, ScoreClient};
use crate::domain::model::{Model, builtin};

const TAB: Key = Key::plain(Code::Tab);
const ESC: Key = Key::plain(Code::Esc);
const ENTER: Key = Key::plain(Code::Enter);
const PAGE_DOWN: Key = Key::plain(Code::PageDown);

/// The screen of models of a book whose clients are scored.
fn models(columns: u16, rows: u16) -> Trial {
    let mut trial = Trial::new(columns, rows);
    let other = trial.other();
    for (name, maturity, appetite) in [
        ("Åker", 4, 1),
        ("東京", 5, 5),
        ("Blue", 2, 2),
        ("Corvid", 3, 4),
        ("Meridian", 4, 2),
        ("Old Mill", 3, 3),
        ("Zephyr", 4, 4),
    ] {
        let of = |keys: [&str; 3], value: u8| keys.map(|key| (key.to_owned(), value));
        let values = of(["standardization", "stability", "proactivity"], maturity);
        let values = values.into_iter().chain(of(["engagement", "feedback", "goals"], appetite)).collect();
        let client = other.find(name).unwrap();
        done(&other, "2026-06-01", "ben", &Command::Score(ScoreClient { clients: vec![client], model: None, values }));
    }
    trial.event(Event::Focus(true));
    trial.key(Key::char('6'));
    trial
}

fn editing(columns: u16, rows: u16) -> Trial {
    let mut trial = models(columns, rows);
    trial.key(Key::char('e'));
    trial
}

fn steps(trial: &Trial) -> i64 {
    trial.other().head().unwrap().0
}

fn retype(trial: &mut Trial, text: &str) -> String {
    trial.key(Key::ctrl('u'));
    trial.type_in(text)
}

/// Goes to the field behind so many others.
fn tab(trial: &mut Trial, times: usize) -> String {
    (0..times).for_each(|_| drop(trial.key(TAB)));
    trial.draw()
}

#[test]
fn the_dialogs_as_they_are_seen() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = editing(columns, rows);
        insta::assert_snapshot!(format!("edit_{columns}x{rows}"), trial.draw());
        retype(&mut trial, "80");
        insta::assert_snapshot!(format!("edit_cut_{columns}x{rows}"), trial.key(TAB));
        trial.key(PAGE_DOWN);
        trial.key(PAGE_DOWN);
        trial.key(TAB);
        retype(&mut trial, "2 weeks");
        insta::assert_snapshot!(format!("edit_segment_{columns}x{rows}"), trial.key(TAB));
        trial.every_size();
    }
}

#[test]
fn a_cut_is_moved_with_who_it_concerns_shown_then_saved_and_taken_back() {
    let mut trial = editing(120, 40);
    let before = steps(&trial);
    retype(&mut trial, "80");
    let seen = trial.draw();
    assert!(seen.contains("leave the field"), "{seen}");
    let seen = trial.key(TAB);
    assert!(seen.contains("6 would be proposed") && seen.contains("Proposed elsewhere"), "{seen}");
    assert!(seen.contains("Meridian") && seen.contains("D Sustain"), "{seen}");
    assert_eq!(steps(&trial), before, "looking writes nothing");
    let seen = trial.save();
    assert!(seen.contains("changed the model Maturity × Appetite: Maturity: cut 50 → 80 · u takes it back"), "{seen}");
    assert_eq!(steps(&trial), before + 1);
    assert_eq!(trial.other().ground().driving().x_axis().cuts, [800]);
    trial.key(Key::char('u'));
    assert_eq!(trial.other().ground().driving().x_axis().cuts, [500]);
    assert_eq!(trial.other().check(day(TODAY)).unwrap(), []);
}

#[test]
fn several_edits_are_one_save_and_comments_stay() {
    let mut trial = models(120, 40);
    let toml = trial.app.with(|ctx| ctx.store.ground().models[0].row.toml.clone());
    let toml = toml.replacen("cuts = [50]", "cuts = [50] # halves", 1);
    done(&trial.other(), TODAY, "ben", &Command::EditModel { key: "maturity-appetite".to_owned(), toml, seen: None });
    trial.event(Event::BookTouched);
    trial.key(Key::char('e'));
    let before = steps(&trial);
    retype(&mut trial, "40");
    trial.key(PAGE_DOWN);
    retype(&mut trial, "Ours");
    trial.key(PAGE_DOWN);
    // Kind, then how often.
    trial.key(TAB);
    retype(&mut trial, "2 weeks");
    // Hours twice, then the place for another review.
    tab(&mut trial, 3);
    trial.type_in("Status call");
    tab(&mut trial, 1);
    trial.type_in("1 month");
    tab(&mut trial, 2);
    trial.type_in("0.5");
    // Another place, grace, silence, name, stance, share.
    tab(&mut trial, 4);
    retype(&mut trial, "Lead");
    tab(&mut trial, 2);
    trial.type_in("20");
    let seen = trial.key(TAB);
    assert!(seen.contains("hours a quarter"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("changed the model Maturity × Appetite: Maturity: cut 50 → 40"), "{seen}");
    assert_eq!(steps(&trial), before + 1);
    let toml = trial.other().ground().models[0].row.toml.clone();
    assert!(toml.contains("cuts = [40] # halves"), "{toml}");
    let model = Model::parse(&toml, "test").unwrap();
    let segment = &model.segments[0];
    assert_eq!((segment.name.as_str(), segment.target_share), ("Lead", Some(0.2)));
    let calls: Vec<(String, String, f64)> =
        segment.touchpoints.iter().map(|one| (one.kind.clone(), one.every.to_string(), one.hold_hours)).collect();
    assert_eq!(calls, [("Review".to_owned(), "2 weeks".to_owned(), 1.0), ("Status call".to_owned(), "1 month".to_owned(), 0.5)]);
    trial.key(Key::char('u'));
    assert_eq!(trial.other().ground().driving().name, "Maturity × Appetite");
}

#[test]
fn a_review_is_taken_away_by_emptying_its_kind() {
    let mut trial = editing(80, 24);
    trial.key(PAGE_DOWN);
    trial.key(PAGE_DOWN);
    trial.key(Key::ctrl('u'));
    trial.save();
    let seen = trial.save();
    assert!(seen.contains("changed the model"), "{seen}");
    assert!(trial.other().ground().driving().segments[0].touchpoints.is_empty());
}

#[test]
fn a_share_beyond_the_whole_is_refused_in_the_words_of_its_field() {
    let mut trial = editing(80, 24);
    let before = steps(&trial);
    trial.key(PAGE_DOWN);
    trial.key(PAGE_DOWN);
    // Kind, its period and hours, another kind, grace, silence, name, stance.
    tab(&mut trial, 9);
    trial.type_in("250");
    let seen = trial.key(TAB);
    assert!(seen.contains("a share of 250 %: write percent from 0 to 100"), "{seen}");
    trial.save();
    assert_eq!(steps(&trial), before);
}

#[test]
fn what_does_not_read_is_said_at_its_field_and_nothing_is_saved() {
    let mut trial = editing(80, 24);
    let before = steps(&trial);
    retype(&mut trial, "forty");
    let seen = trial.key(TAB);
    assert!(seen.contains("“forty” is no cut"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("! “forty” is no cut"), "{seen}");
    retype(&mut trial, "30 60");
    let seen = trial.key(TAB);
    assert!(seen.contains("belongs to no segment"), "{seen}");
    trial.save();
    assert_eq!(steps(&trial), before);
    retype(&mut trial, "50");
    let seen = trial.save();
    assert!(seen.contains("nothing is changed"), "{seen}");
}

#[test]
fn what_somebody_else_changed_meanwhile_is_kept() {
    let mut trial = editing(80, 24);
    let toml = trial.other().ground().models[0].row.toml.replacen("every = \"4 months\"", "every = \"5 months\"", 1);
    done(&trial.other(), TODAY, "ben", &Command::EditModel { key: "maturity-appetite".to_owned(), toml, seen: None });
    trial.event(Event::BookTouched);
    retype(&mut trial, "40");
    trial.save();
    let seen = trial.save();
    assert!(seen.contains("changed the model"), "{seen}");
    let model = std::sync::Arc::clone(trial.other().ground().driving());
    assert_eq!(model.x_axis().cuts, [400]);
    assert_eq!(model.segment("educate").unwrap().touchpoints[0].every.to_string(), "5 months");
}

#[test]
fn a_lead_adds_her_own_model_sees_what_a_cut_would_cost_leaves_it_then_saves_and_undoes() {
    let mut trial = models(120, 40);
    let mine = builtin::all()[0].1.replacen("key = \"maturity-appetite\"", "key = \"mine\"", 1).replacen(
        "name = \"Maturity × Appetite\"",
        "name = \"My own\"",
        1,
    );
    let file = trial.folder.path().join("mine.toml");
    std::fs::write(&file, mine.replace("every = \"1 month\"", "evry = \"1 month\"")).unwrap();
    let before = steps(&trial);
    trial.key(Key::char('n'));
    trial.paste(file.to_str().unwrap());
    let seen = trial.key(ENTER);
    assert!(seen.contains("line 1") && seen.contains("“every”"), "{seen}");
    assert_eq!(steps(&trial), before, "a broken file changes nothing");
    std::fs::write(&file, &mine).unwrap();
    let seen = trial.key(ENTER);
    insta::assert_snapshot!("add_120x40", seen);
    assert!(seen.contains("Add the model My own") && seen.contains("moves no date"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("added the model My own · u takes it back"), "{seen}");
    // She looks at what it would be to let it drive, and leaves it: the model that was added is selected.
    let seen = trial.key(Key::char('d'));
    insta::assert_snapshot!("drive_120x40", seen);
    assert!(seen.contains("Let My own drive") && seen.contains("8 clients without a segment"), "{seen}");
    assert!(seen.contains("hours a quarter"), "{seen}");
    trial.key(ESC);
    // A cut of the model that drives: what it would cost, and left without saving.
    trial.key(Key::plain(Code::Home));
    trial.key(Key::char('e'));
    retype(&mut trial, "80");
    let seen = trial.key(TAB);
    assert!(seen.contains("6 would be proposed"), "{seen}");
    trial.key(ESC);
    assert_eq!(steps(&trial), before + 1, "only the model was added");
    // The same again, and saved, and taken back.
    trial.key(Key::char('e'));
    retype(&mut trial, "80");
    trial.key(TAB);
    assert!(trial.save().contains("changed the model"), "saved");
    assert!(trial.key(Key::char('u')).contains("took back: changed the model"), "undone");
    let seen = trial.key(Key::char('u'));
    assert!(seen.contains("took back: added the model My own"), "{seen}");
    assert_eq!(trial.other().check(day(TODAY)).unwrap(), []);
}

#[test]
fn another_model_drives_and_is_taken_back() {
    let mut trial = models(80, 24);
    let joins = Command::AddModel { toml: builtin::find("growth-risk").unwrap().to_owned() };
    done(&trial.other(), TODAY, "ben", &joins);
    trial.event(Event::BookTouched);
    trial.key(Key::plain(Code::Down));
    let seen = trial.key(Key::char('d'));
    assert!(seen.contains("> Let it drive <") || seen.contains("[ Let it drive ]"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("made Growth × Risk the driving model"), "{seen}");
    assert!(trial.selected_line().contains("drives"), "{}", trial.selected_line());
    let seen = trial.key(Key::char('u'));
    assert!(seen.contains("took back: made Growth × Risk the driving model"), "{seen}");
    assert_eq!(trial.other().check(day(TODAY)).unwrap(), []);
}
