//! Stories of a plan, through the whole console.

use super::super::trial::{TODAY, Trial, day, done};
use crate::console::canvas::tests::look;
use crate::console::glyphs::Glyphs;
use crate::console::key::{Code, Key};
use crate::domain::command::{Command, LogReview};

/// The small book with twenty new clients, whose first reviews all fall on one day.
fn trial(columns: u16, rows: u16) -> Trial {
    with_clients(Trial::new(columns, rows))
}

fn with_clients(mut trial: Trial) -> Trial {
    std::fs::write(trial.folder.path().join("new.csv"), clients()).unwrap();
    trial.event(crate::console::event::Event::Key(Key::char('I')));
    let seen = brought_in(&mut trial);
    assert!(seen.contains("Plan 20 first reviews"), "{seen}");
    trial.key(Key::plain(Code::Esc));
    let seen = trial.open(|ctx| Ok(super::offer(ctx).expect("more than a handful wait on one day")));
    assert!(seen.contains("Plan the first reviews?"), "{seen}");
    trial
}

/// Leads the new file through the pages of an import; what is seen on the last one.
fn brought_in(trial: &mut Trial) -> String {
    trial.paste("~/new.csv");
    for _ in 0..4 {
        trial.key(Key::plain(Code::Enter));
    }
    trial.draw()
}

fn clients() -> String {
    let rows: Vec<String> = (0..20)
        .map(|n| {
            let (owner, segment) = (["ana", "ben"][n % 2], ["transform", "modernize", "educate"][n / 2 % 3]);
            format!("Client {n:02},{owner},{segment},{TODAY}")
        })
        .collect();
    format!("name,owner,segment,segment_since\n{}\n", rows.join("\n"))
}

/// The dates of the new clients.
fn dates(trial: &mut Trial) -> Vec<String> {
    let names: Vec<String> = (0..20).map(|n| format!("Client {n:02}")).collect();
    names
        .iter()
        .map(|name| {
            let client = trial.client(name);
            let page = trial.app.with(|ctx| ctx.store.page(client, ctx.stamp.today).unwrap());
            page.clocks[0].row.clock.clock.effective.unwrap().to_string()
        })
        .collect()
}

#[test]
fn the_question_and_the_plan_as_they_are_seen() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = trial(columns, rows);
        insta::assert_snapshot!(format!("offer_{columns}x{rows}"), trial.draw());
        trial.every_size();
        trial.resize(columns, rows);
        insta::assert_snapshot!(format!("plan_{columns}x{rows}"), trial.key(Key::char('y')));
        trial.every_size();
    }
    let mut trial = trial(80, 24);
    trial.key(Key::char('y'));
    insta::assert_snapshot!("plan_styled", trial.styles());
}

#[test]
fn without_colours_and_signs_the_plan_says_the_same() {
    let mut look = look();
    look.glyphs = Glyphs::Ascii;
    let mut trial = with_clients(Trial::looking(80, 24, look));
    let seen = trial.key(Key::char('y'));
    assert!(seen.contains("##") && seen.contains("over") && !seen.contains(['█', '│', '…']), "{seen}");
}

#[test]
fn a_plan_is_accepted_as_one_step_after_an_import_and_taken_back() {
    let mut trial = trial(80, 24);
    let before = dates(&mut trial);
    assert!(before.iter().all(|date| date == "2026-07-15"), "{before:?}");
    trial.key(Key::plain(Code::Enter));
    assert_eq!(dates(&mut trial), before, "nothing is written before it is accepted");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("planned 24 first reviews of 24 clients · u takes it back"), "{seen}");
    let planned = dates(&mut trial);
    assert!(planned.iter().all(|date| date.as_str() > TODAY) && planned != before, "{planned:?}");
    let seen = trial.key(Key::char('f'));
    assert!(seen.contains("nothing to plan"), "{seen}");
    trial.key(Key::char('u'));
    assert_eq!(dates(&mut trial), before);
}

#[test]
fn who_leaves_has_changed_nothing_and_f_opens_it_again() {
    let mut trial = trial(80, 24);
    let before = dates(&mut trial);
    trial.key(Key::char('n'));
    assert!(trial.is_closed());
    let seen = trial.key(Key::char('f'));
    assert!(seen.contains("Plan first reviews"), "{seen}");
    trial.click("Leave");
    assert!(trial.is_closed());
    assert_eq!(dates(&mut trial), before);
}

#[test]
fn fewer_weeks_make_another_plan_and_no_number_is_refused() {
    let mut trial = trial(80, 24);
    let wide = trial.key(Key::char('y'));
    trial.key(Key::shift(Code::Tab));
    let narrow = trial.type_in("2");
    assert!(narrow.contains("2026-06-29") && narrow != wide, "{narrow}");
    let seen = trial.type_in("x");
    assert!(seen.contains("! a whole number of weeks, 1 to 520"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("Plan first reviews") && seen.contains("! a whole"), "{seen}");
    trial.key(Key::plain(Code::Backspace));
    trial.save();
    assert!(trial.is_closed());
    let last = dates(&mut trial).into_iter().max().unwrap();
    assert!(last.as_str() <= "2026-06-29", "{last}");
}

#[test]
fn a_review_logged_elsewhere_leaves_the_plan() {
    let mut trial = trial(80, 24);
    trial.key(Key::char('y'));
    let client = trial.client("Client 03");
    done(&trial.other(), TODAY, "ben", &Command::Review(LogReview::held(client, day("2026-06-12"))));
    let seen = trial.save();
    assert!(seen.contains("Client 03") && seen.contains("no first review that waits for a date"), "{seen}");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("planned 23 first reviews"), "{seen}");
}

#[test]
fn after_the_doors_the_board_stands_below_the_last_page() {
    let mut trial = Trial::empty(80, 24);
    trial.draw();
    std::fs::write(trial.folder.path().join("new.csv"), clients()).unwrap();
    trial.key(Key::char('i'));
    let seen = brought_in(&mut trial);
    assert!(seen.contains("Plan 20 first reviews"), "{seen}");
    trial.key(Key::plain(Code::Esc));
    trial.key(Key::plain(Code::Esc));
    let seen = trial.draw();
    assert!(seen.contains("Transform") && trial.app.scope() == crate::console::keys::Scope::Board, "{seen}");
}

#[test]
fn moving_many_clients_out_of_no_segment_asks_for_a_plan_as_an_import_offers_one() {
    let mut trial = Trial::new(80, 24);
    std::fs::write(trial.folder.path().join("new.csv"), clients().replace(",segment,segment_since", ",tags,notes")).unwrap();
    trial.event(crate::console::event::Event::Key(Key::char('I')));
    let seen = brought_in(&mut trial);
    assert!(seen.contains("20 created") && !seen.contains("Plan "), "without a segment nothing is offered: {seen}");
    trial.key(Key::plain(Code::Esc));
    for (many, asks) in [(3, false), (17, true)] {
        let names: Vec<String> = (0..many).map(|n| format!("Client {:02}", if asks { n + 3 } else { n })).collect();
        let clients: Vec<_> = names.iter().map(|name| trial.client(name)).collect();
        trial.open(|ctx| super::super::moving::open(&clients, None, Some("educate"), ctx));
        trial.paste("first sorting of the book");
        let seen = trial.save();
        assert_eq!(seen.contains("Plan the first reviews?"), asks, "{seen}");
    }
}
