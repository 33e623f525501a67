//! A session set up, edited, revealed, given up, its rest confirmed, finalised and judged.

use super::{SIZES, by, item, open, says, sitting, staged};
use crate::console::dialogs::session;
use crate::console::dialogs::trial::{TODAY, Trial, done, to};
use crate::console::event::Event;
use crate::console::key::{Code, Key};
use crate::domain::command::{EditSession, SessionAct, Staging};
use crate::domain::session::{Kind, Session, SessionId, State, View};

fn read(trial: &mut Trial, session: SessionId) -> Session {
    trial.app.with(|ctx| ctx.store.session(session).unwrap())
}

fn tabs(trial: &mut Trial, many: usize) {
    (0..many).for_each(|_| drop(trial.key(Key::plain(Code::Tab))));
}

#[test]
fn the_dialogs_as_they_are_seen() {
    for (columns, rows) in SIZES {
        let mut trial = Trial::new(columns, rows);
        insta::assert_snapshot!(format!("start_{columns}x{rows}"), open(&mut trial, |ctx| session::start(ctx)));
        let (mut trial, id) = sitting(columns, rows);
        let (nordwind, corvid, blue) = (trial.client("Nordwind"), trial.client("Corvid"), trial.client("Blue"));
        by(&mut trial, "ana", says(id, "ana", nordwind, View::Propose, Some("modernize"), "a second site opens in the autumn"));
        insta::assert_snapshot!(format!("reveal_{columns}x{rows}"), open(&mut trial, |ctx| session::reveal(ctx, id)));
        trial.key(Key::plain(Code::Esc));
        by(&mut trial, "ben", staged(id, corvid, Staging::Confirm, ""));
        insta::assert_snapshot!(format!("rest_{columns}x{rows}"), open(&mut trial, |ctx| session::rest(ctx, id)));
        trial.key(Key::plain(Code::Esc));
        by(&mut trial, "ana", staged(id, blue, Staging::Move("educate".to_owned()), "a new owner who wants to learn"));
        done(&trial.other(), TODAY, "ben", &to(&[blue], "transform", "they signed the big programme"));
        trial.event(Event::BookTouched);
        insta::assert_snapshot!(format!("finalise_{columns}x{rows}"), open(&mut trial, |ctx| session::finalise(ctx, id)));
        trial.key(Key::plain(Code::Esc));
        insta::assert_snapshot!(format!("report_{columns}x{rows}"), open(&mut trial, |ctx| session::report(ctx, id)));
    }
}

#[test]
fn no_size_breaks_them() {
    let (mut trial, id) = sitting(80, 24);
    let client = trial.client("Corvid");
    by(&mut trial, "ben", staged(id, client, Staging::Confirm, ""));
    for which in 0..9 {
        open(&mut trial, |ctx| match which {
            0 => session::start(ctx),
            1 => session::edit(ctx, id),
            2 => session::reveal(ctx, id),
            3 => session::void(ctx, id),
            4 => session::rest(ctx, id),
            5 => session::finalise(ctx, id),
            6 => session::report(ctx, id),
            7 => session::proposals_out(ctx, id),
            _ => session::proposals_in(ctx, id),
        });
        trial.every_size();
        trial.resize(80, 24);
        trial.key(Key::plain(Code::Esc));
        assert!(trial.is_closed(), "{which}");
    }
}

#[test]
fn a_session_is_started_with_what_is_proposed() {
    let mut trial = Trial::new(80, 24);
    let seen = open(&mut trial, |ctx| session::start(ctx));
    assert!(seen.contains("2026 Q2") && seen.contains("all 8 clients") && seen.contains("ana, ben"), "{seen}");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("started the session 2026 Q2, led by ana"), "{seen}");
    let started = trial.app.with(|ctx| ctx.store.open_sessions().unwrap().remove(0));
    assert_eq!((started.participants.join(" "), started.facilitator.as_str()), ("ana ben".to_owned(), "ana"));
    assert_eq!((started.as_of.to_string().as_str(), started.targets.len()), (TODAY, 0));
    let seen = open(&mut trial, |ctx| session::start(ctx));
    assert!(seen.contains("2026 Q2 (2)"), "no two of one name: {seen}");
}

#[test]
fn the_people_follow_the_scope_and_a_mistake_in_it_is_underlined() {
    let mut trial = Trial::new(80, 24);
    open(&mut trial, |ctx| session::start(ctx));
    tabs(&mut trial, 1);
    if trial.draw().contains("(•)") {
        tabs(&mut trial, 1);
    }
    let seen = trial.type_in("owner:ben");
    assert!(seen.contains("3 clients") && !seen.contains("ana, ben"), "{seen}");
    let seen = trial.type_in(" colour:red");
    let lines: Vec<&str> = seen.lines().collect();
    let at = lines.iter().position(|line| line.contains("colour:red")).unwrap();
    let column = |line: &str, what: &str| line.find(what).map(|at| line[..at].chars().count());
    assert_eq!(column(lines[at], "colour"), column(lines[at + 1], "^"), "{seen}");
    assert!(lines[at + 1].contains("^^^^^^ "), "{seen}");
    let seen = trial.save();
    assert!(!trial.is_closed() && seen.contains("colour"), "{seen}");
}

#[test]
fn targets_are_added_up_and_more_than_all_is_refused() {
    let (mut trial, id) = sitting(80, 30);
    open(&mut trial, |ctx| session::edit(ctx, id));
    tabs(&mut trial, 5);
    let seen = trial.type_in("A 20, B 30");
    assert!(seen.contains("together 50 %"), "{seen}");
    let seen = trial.type_in(", C 60");
    assert!(seen.contains("110.0 %"), "{seen}");
    trial.save();
    assert!(!trial.is_closed());
    (0..3).for_each(|_| drop(trial.key(Key::plain(Code::Backspace))));
    let seen = trial.type_in(" 40");
    assert!(seen.contains("together 90 %"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("edited the session 2026 Q2: target shares"), "{seen}");
    assert_eq!(read(&mut trial, id).targets.get("modernize"), Some(&300));
}

#[test]
fn an_edit_of_somebody_else_meanwhile_is_kept_and_so_is_the_typing() {
    let (mut trial, id) = sitting(80, 30);
    open(&mut trial, |ctx| session::edit(ctx, id));
    trial.type_in("arr>10k");
    let edit = EditSession { session: id, join: vec!["cleo".to_owned()], ..EditSession::default() };
    by(&mut trial, "ben", SessionAct::Edit(edit));
    let seen = trial.draw();
    assert!(seen.contains("ana, ben, cleo") && seen.contains("arr>10k"), "{seen}");
    trial.save();
    assert!(trial.is_closed());
    let now = read(&mut trial, id);
    assert_eq!((now.scope.as_str(), now.participants.len()), ("arr>10k", 3));
}

#[test]
fn who_is_missing_is_named_before_the_proposals_are_revealed() {
    let (mut trial, id) = sitting(80, 24);
    let client = trial.client("Nordwind");
    by(&mut trial, "ana", says(id, "ana", client, View::Propose, Some("modernize"), ""));
    let seen = open(&mut trial, |ctx| session::reveal(ctx, id));
    assert!(seen.contains("Who is in ana") && seen.contains("Missing   ben") && seen.contains("Why now"), "{seen}");
    trial.type_in("ben is ill");
    trial.save();
    assert!(trial.is_closed());
    assert_eq!(read(&mut trial, id).revealed.unwrap().note, "ben is ill");
    let seen = open(&mut trial, |ctx| session::reveal(ctx, id));
    assert!(seen.contains("are revealed since 2026-06-15 (by ana)"), "{seen}");
}

#[test]
fn a_session_is_given_up_for_a_reason_only() {
    let (mut trial, id) = sitting(80, 24);
    open(&mut trial, |ctx| session::void(ctx, id));
    assert!(trial.save().contains("! a note of at least 10 characters"));
    trial.type_in("half of the team is away");
    trial.save();
    assert_eq!(read(&mut trial, id).state, State::Void);
}

#[test]
fn the_rest_is_listed_by_name_and_space_takes_one_out() {
    let (mut trial, id) = sitting(80, 30);
    let (nordwind, corvid) = (trial.client("Nordwind"), trial.client("Corvid"));
    by(&mut trial, "ben", staged(id, corvid, Staging::Confirm, ""));
    let seen = open(&mut trial, |ctx| session::rest(ctx, id));
    assert!(seen.contains("6 clients stay") && !seen.contains("Corvid") && seen.contains("1 in no segment: Zephyr"), "{seen}");
    trial.click("by owner");
    let seen = trial.click("Nordwind Logistics");
    assert!(seen.contains("5 clients stay") && seen.contains("taken out: 1 client"), "{seen}");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("the uncontested rest stays: 5 clients"), "{seen}");
    assert!(item(&mut trial, id, nordwind).is_none());
}

#[test]
fn a_client_that_changed_is_asked_about_before_everything_is_written() {
    for holds in [true, false] {
        let (mut trial, id) = sitting(80, 30);
        let (nordwind, corvid) = (trial.client("Nordwind"), trial.client("Corvid"));
        by(&mut trial, "ana", staged(id, nordwind, Staging::Move("modernize".to_owned()), "they asked for a roadmap"));
        by(&mut trial, "ana", staged(id, corvid, Staging::Confirm, ""));
        done(&trial.other(), TODAY, "ben", &to(&[nordwind], "sustain", "their budget was cut to nothing"));
        trial.event(Event::BookTouched);
        let seen = open(&mut trial, |ctx| session::finalise(ctx, id));
        assert!(seen.contains("1 move, 1 confirmed, 0 put off") && seen.contains("“their budget was"), "{seen}");
        let seen = trial.save();
        assert!(seen.contains("! say whether the decision about Nordwind Logistics still holds"), "{seen}");
        trial.click(if holds { "the decision holds" } else { "take it back" });
        let seen = trial.save();
        assert!(seen.contains("Minutes of 2026 Q2"), "the minutes come next: {seen}");
        assert_eq!(read(&mut trial, id).state, State::Final);
        assert_eq!(trial.segment("Nordwind").as_deref(), Some(if holds { "modernize" } else { "sustain" }));
    }
}

#[test]
fn after_finalising_the_minutes_are_written_and_undo_takes_it_back() {
    let (mut trial, id) = sitting(80, 30);
    let nordwind = trial.client("Nordwind");
    by(&mut trial, "ana", staged(id, nordwind, Staging::Move("modernize".to_owned()), "they asked for a roadmap"));
    open(&mut trial, |ctx| session::finalise(ctx, id));
    let seen = trial.save();
    assert!(
        seen.contains("2026-q2-minutes.html") && seen.contains("Finalised 2026 Q2") | seen.contains("finalised 2026 Q2"),
        "{seen}"
    );
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("wrote the minutes of 2026 Q2 to ~/2026-q2-minutes.html"), "{seen}");
    let written = std::fs::read_to_string(trial.folder.path().join("2026-q2-minutes.html")).unwrap();
    assert!(written.contains("Nordwind Logistics"));
    open(&mut trial, |ctx| session::judge(ctx, id, nordwind));
    trial.click("did not hold");
    trial.save();
    assert!(!item(&mut trial, id, nordwind).unwrap().judged.unwrap().held);
    trial.key(Key::char('u'));
    trial.key(Key::char('u'));
    assert_eq!(read(&mut trial, id).state, State::Open);
    assert_eq!(item(&mut trial, id, nordwind).unwrap().staged.unwrap().kind, Kind::Move);
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_that_is_said() {
    let (mut trial, id) = sitting(80, 30);
    let path = trial.folder.path().join("2026-q2-minutes.html");
    std::fs::write(&path, "mine").unwrap();
    open(&mut trial, |ctx| session::report(ctx, id));
    let seen = trial.save();
    assert!(seen.contains("is there already. Replace it?"), "{seen}");
    trial.key(Key::char('n'));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    trial.save();
    trial.key(Key::char('y'));
    assert_ne!(std::fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn sheets_go_out_to_every_owner_and_come_back() {
    let (mut trial, id) = sitting(80, 30);
    let seen = open(&mut trial, |ctx| session::proposals_out(ctx, id));
    assert!(seen.contains("a file each, in a folder: ana, ben"), "{seen}");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("wrote 2 sheets of proposals"), "{seen}");
    let sheet = trial.folder.path().join("2026-q2-proposals/2026-q2-proposals-ana.csv");
    let text = std::fs::read_to_string(&sheet).unwrap();
    let head: Vec<&str> = text.lines().next().unwrap().trim_start_matches('\u{feff}').split(',').collect();
    let to = head.iter().position(|name| *name == "to").unwrap();
    let filled = text.lines().map(|line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        if line.contains("Corvid") {
            cells[to] = "A".to_owned();
        } else if line.contains("Nordwind") {
            cells[to] = "Z".to_owned();
        }
        cells.join(",")
    });
    std::fs::write(&sheet, filled.collect::<Vec<_>>().join("\n")).unwrap();
    open(&mut trial, |ctx| session::proposals_in(ctx, id));
    trial.key(Key::ctrl('u'));
    let seen = trial.paste(&sheet.display().to_string());
    assert!(seen.contains("ana: 1 propose") && seen.contains("line "), "{seen}");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("merged what ana says"), "{seen}");
    let client = trial.client("Corvid");
    let opinions = trial.app.with(|ctx| {
        let session = ctx.store.session(id).unwrap();
        ctx.store.session_opinions(&session, client, Some("ana")).unwrap()
    });
    assert_eq!(opinions[0].to.as_deref(), Some("transform"));
}
