//! The session as its facilitator goes through it: the list, the agenda, one client at a time, over a real book.

use crate::console::event::Event;
use crate::console::key::{Code, Key};
use crate::console::keys::{Action, Scope};
use crate::console::run::Program;
use crate::console::screens::session::SessionScreen;
use crate::console::trial::{TODAY, Trial, book, day, id, stamp};
use crate::domain::client::ClientId;
use crate::domain::command::{Command, Finalise, Opined as Said, ScoreClient, SessionAct, Stage, Staging, StartSession};
use crate::domain::session::{Kind, SessionId, View};
use crate::domain::stamp::Stamp;
use crate::store::Store;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (60, 20)];

/// Somebody, some minutes into the session.
fn at(minute: u32, who: &str) -> Stamp {
    let mut stamp = stamp(TODAY);
    stamp.now += chrono::TimeDelta::minutes(i64::from(minute));
    stamp.by = who.to_owned();
    stamp
}

fn run(store: &Store, act: SessionAct, stamp: &Stamp) {
    store.execute(&Command::Session(act), stamp).unwrap();
}

/// A session of ana over the whole book, with Ben and Cleo.
fn start(store: &Store) -> SessionId {
    let start = StartSession {
        name: "2026 Q2".to_owned(),
        facilitator: "Ana".to_owned(),
        participants: vec!["Ben".to_owned(), "Cleo".to_owned()],
        ..StartSession::default()
    };
    run(store, SessionAct::Start(start), &at(0, "ana"));
    store.open_sessions().unwrap()[0].id
}

fn stage(store: &Store, name: &str, what: Staging, note: &str, stamp: &Stamp) {
    let session = store.open_sessions().unwrap()[0].id;
    let stage = Stage { note: note.to_owned(), ..Stage::plain(session, id(store, name), what) };
    run(store, SessionAct::Stage(stage), stamp);
}

fn says(session: SessionId, voter: &str, client: ClientId, view: View, to: Option<&str>, note: &str) -> SessionAct {
    let said = Said { client, view, to: to.map(str::to_owned), note: note.to_owned() };
    SessionAct::Merge { session, voter: voter.to_owned(), opinions: vec![said] }
}

/// The console on the agenda of a session in which some was decided; what `more` does comes after that.
fn sitting(columns: u16, rows: u16, more: impl Fn(&Store)) -> Trial {
    let mut trial = Trial::over(columns, rows, |folder| {
        let store = book(folder);
        let values = ["engagement", "goals"].map(|factor| (factor.to_owned(), 2)).to_vec();
        let score = ScoreClient { clients: vec![id(&store, "Ernst")], model: None, values };
        store.execute(&Command::Score(score), &stamp("2026-05-20")).unwrap();
        store.turn_to(day(TODAY)).unwrap();
        let session = start(&store);
        let secret = says(session, "Ben", id(&store, "Ernst"), View::Propose, Some("A"), "MARKER they bought two firms");
        run(&store, secret, &at(1, "ben"));
        stage(&store, "Galería", Staging::Move("A".to_owned()), "MARKER their new site went live", &at(5, "ana"));
        stage(&store, "Berglunds", Staging::Confirm, "", &at(9, "ana"));
        stage(&store, "Hungry", Staging::Defer(day("2026-09-01")), "MARKER the buyer is away", &at(12, "ben"));
        let ernst = id(&store, "Ernst");
        run(&store, SessionAct::Discuss { session, clients: vec![ernst], discussed: true }, &at(13, "ana"));
        run(&store, SessionAct::Note { session, client: ernst, note: "MARKER ask for figures".to_owned() }, &at(14, "ana"));
        more(&store);
        store
    });
    trial.press("4");
    trial
}

fn revealed(store: &Store) {
    let session = store.open_sessions().unwrap()[0].id;
    let agree = says(session, "Cleo", id(store, "Ernst"), View::Question, None, "MARKER too early");
    run(store, agree, &at(15, "cleo"));
    let note = "all proposals are in".to_owned();
    run(store, SessionAct::Reveal { session, note }, &at(15, "cleo"));
}

/// Shows a client alone by finding it.
fn show(trial: &mut Trial, name: &str) {
    trial.press("/").type_in(name).press("Enter");
    if trial.app.scope() == Scope::Session {
        trial.press("Enter");
    }
    assert_eq!(trial.app.scope(), Scope::SessionClient);
}

/// Another console writes.
fn elsewhere(trial: &mut Trial, write: impl FnOnce(&Store)) {
    let path = trial.app.store().path().to_owned();
    write(&Store::open(&path, day(TODAY)).unwrap());
    trial.event(Event::BookTouched);
}

fn styles(trial: &mut Trial) -> String {
    format!("{:?}", trial.draw())
}

#[test]
fn the_agenda_as_it_is_seen() {
    for (columns, rows) in SIZES {
        let mut trial = sitting(columns, rows, |_| ());
        insta::assert_snapshot!(format!("agenda_{columns}x{rows}"), trial.seen());
    }
    insta::assert_snapshot!("agenda_styled", styles(&mut sitting(80, 24, revealed)));
}

#[test]
fn a_client_as_it_is_seen() {
    for (columns, rows) in SIZES {
        let mut trial = sitting(columns, rows, revealed);
        show(&mut trial, "ernst");
        insta::assert_snapshot!(format!("client_{columns}x{rows}"), trial.seen());
        show(&mut trial, "galer");
        insta::assert_snapshot!(format!("decided_{columns}x{rows}"), trial.seen());
    }
    let mut trial = sitting(80, 24, revealed);
    show(&mut trial, "ernst");
    insta::assert_snapshot!("client_styled", styles(&mut trial));
}

#[test]
fn the_list_as_it_is_seen() {
    for (columns, rows) in SIZES {
        let mut trial = Trial::new(columns, rows);
        trial.press("4");
        insta::assert_snapshot!(format!("door_{columns}x{rows}"), trial.seen());
        let mut trial = sitting(columns, rows, |_| ());
        trial.press("v");
        insta::assert_snapshot!(format!("list_{columns}x{rows}"), trial.seen());
    }
}

#[test]
fn no_size_breaks_it() {
    let mut trial = sitting(80, 24, revealed);
    trial.every_size();
    trial.size = (80, 24);
    trial.press("v").every_size();
    trial.press("v");
    show(&mut trial, "ernst");
    trial.every_size();
    trial.press("/").every_size();
}

#[test]
fn a_shared_screen_shows_no_money_no_notes_and_no_sentiment() {
    let mut trial = sitting(120, 40, revealed);
    trial.press("p");
    for name in ["ernst", "galer", "hungry", "antonio"] {
        show(&mut trial, name);
        let mut seen = trial.seen();
        trial.press("G");
        seen.push_str(&trial.seen());
        trial.press("Esc");
        seen.push_str(&trial.seen());
        for secret in ["MARKER", "1,250,000", "1.2M", "48,000", "48k", "22,000", "second site", "content"] {
            assert!(!seen.contains(secret), "{secret}: {seen}");
        }
    }
}

#[test]
fn opinions_are_blind_until_they_are_revealed() {
    let mut trial = sitting(120, 40, |_| ());
    show(&mut trial, "ernst");
    assert!(!trial.seen().contains("bought two firms"));
    trial.press("Esc");
    assert!(!trial.seen().contains("bought two firms"));
    let mut trial = sitting(120, 40, revealed);
    show(&mut trial, "ernst");
    assert!(trial.seen().contains("bought two firms") && trial.seen().contains("too early"));
}

#[test]
fn after_a_decision_the_next_undecided_client_is_shown() {
    let mut trial = sitting(80, 24, |_| ());
    show(&mut trial, "ernst");
    trial.press("c").press("Ctrl-s");
    let store = trial.app.store();
    let session = store.open_sessions().unwrap().remove(0);
    let kind = |name: &str| {
        let item = store.session_item(session.id, id(store, name)).unwrap();
        item.and_then(|item| item.staged).map(|staged| staged.kind)
    };
    assert_eq!(kind("Ernst"), Some(Kind::Confirm));
    let seen = trial.seen();
    assert_eq!(trial.app.scope(), Scope::SessionClient);
    assert!(!seen.contains(" Ernst Handel  ") && seen.contains("undecided"), "{seen}");
}

#[test]
fn a_key_that_comes_before_the_next_frame_is_for_the_client_that_was_found() {
    let mut trial = sitting(80, 24, |_| ());
    let mut blindly = |keys: &str| {
        for key in keys.chars() {
            let key = if key == '\r' { Key::plain(Code::Enter) } else { Key::char(key) };
            trial.app.handle(Event::Key(key));
        }
        trial.seen()
    };
    assert!(blindly("/dewey\rx").contains("marked as discussed in 2026 Q2: Maison Dewey"));
    assert!(blindly("/chop\r\r/dewey\rqN").contains("Note for the minutes: Maison Dewey"));
    trial.press("Esc").press("k");
    let seen = trial.press("/").type_in("dewey").press("Enter").press("N").seen();
    assert!(seen.contains("Note for the minutes: Maison Dewey"), "somebody found before is found again: {seen}");
}

#[test]
fn the_decision_of_another_console_appears_and_the_client_stays() {
    let mut trial = sitting(80, 24, |_| ());
    show(&mut trial, "ernst");
    elsewhere(&mut trial, |store| stage(store, "Ernst", Staging::Confirm, "", &at(20, "cleo")));
    let seen = trial.seen();
    assert!(seen.contains("Ernst Handel") && seen.contains("stays in B Modernize (cleo)"), "{seen}");
    trial.press("Esc");
    assert!(trial.seen().contains("4 / 13 decided"), "{}", trial.seen());
}

#[test]
fn the_session_goes_on_at_the_client_where_it_was_left() {
    let mut trial = sitting(80, 24, |_| ());
    show(&mut trial, "maison dewey");
    trial.app.with(|ctx| {
        ctx.desk.write_drafts();
        let kept = crate::console::drafts::Drafts::beside(ctx.store.path());
        let session = ctx.store.open_sessions().unwrap()[0].id;
        assert!(!kept.note(&format!("session/{session}/at/ana")).is_empty(), "it is kept should the program die");
        let again = SessionScreen::new(ctx);
        let selected = again.agenda.as_ref().and_then(super::agenda::AgendaPane::selected);
        assert_eq!(selected, Some(id(ctx.store, "Maison Dewey")));
    });
}

#[test]
fn going_on_steps_over_what_is_decided_and_back_is_by_the_order_of_the_agenda() {
    let mut trial = sitting(80, 24, |_| ());
    trial.press("g").press("Enter");
    let mut first = trial.seen();
    assert!(first.contains("1 of 13"), "{first}");
    trial.press("h");
    assert!(trial.seen().contains("this is the first one"), "{}", trial.seen());
    trial.press("l");
    assert!(trial.seen().contains("2 of 13"));
    trial.press("h");
    first = trial.seen();
    assert!(first.contains("1 of 13"), "{first}");
    for _ in 0..12 {
        trial.press(".");
        let seen = trial.seen();
        assert!(seen.contains("undecided"), "{seen}");
    }
}

#[test]
fn discussed_and_unstaged_are_one_key_and_can_be_undone() {
    let mut trial = sitting(80, 24, |_| ());
    show(&mut trial, "galer");
    trial.press("U");
    assert!(trial.seen().contains("None yet"), "{}", trial.seen());
    trial.press("u");
    assert!(trial.seen().contains("move C Educate"), "{}", trial.seen());
    trial.press("x");
    assert!(trial.seen().contains("discussed"), "{}", trial.seen());
    trial.press("x");
    assert!(!trial.seen().contains("\u{b7} discussed"), "{}", trial.seen());
}

#[test]
fn those_decided_on_can_be_hidden_and_marks_serve_several() {
    let mut trial = sitting(120, 40, |_| ());
    trial.press("y");
    let seen = trial.seen();
    assert!(!seen.contains("Berglunds") && seen.contains("Ernst"), "{seen}");
    trial.press("g").press("j").press("j").press("Space").press("Space").press("c");
    assert!(trial.seen().contains("2 clients"), "{}", trial.seen());
    trial.press("Ctrl-s");
    assert!(trial.seen().contains("5 / 13 decided"), "{}", trial.seen());
}

#[test]
fn a_session_that_is_closed_gives_way_to_the_list_and_can_be_read() {
    let mut trial = sitting(80, 24, |_| ());
    elsewhere(&mut trial, |store| {
        let session = store.open_sessions().unwrap()[0].id;
        run(store, SessionAct::Void { session, note: "the quarter was planned anew".to_owned() }, &at(30, "cleo"));
    });
    assert_eq!(trial.app.scope(), Scope::Sessions);
    let seen = trial.seen();
    assert!(seen.contains("void") && seen.contains("No session is open"), "{seen}");
    trial.press("Enter");
    assert!(trial.seen().contains("2026 Q2"), "{}", trial.seen());
}

#[test]
fn a_thousand_clients_are_gone_through_and_only_a_window_of_them_is_read() {
    let mut trial = Trial::over(80, 24, |folder| {
        let store = book(folder);
        let loaded = stamp("2026-03-02");
        let mut import = store.import(crate::store::ImportPolicy::default(), &loaded).unwrap();
        for line in 2..1_002 {
            let fields = vec![(crate::domain::client::Field::Name, format!("Client {line:04}"))];
            let row = crate::domain::command::Incoming { fields, ..Default::default() };
            import.row(line, &row).unwrap();
        }
        import.finish("imported 1000 clients", "{}").unwrap();
        start(&store);
        store
    });
    trial.press("4").press("G");
    let last = trial.seen();
    trial.press("PageUp").press("PageUp").press("G");
    assert_eq!(trial.seen(), last);
    trial.press("g");
    let first = trial.seen();
    for _ in 0..400 {
        trial.press("j");
    }
    assert_ne!(trial.seen(), first);
    for _ in 0..400 {
        trial.press("k");
    }
    assert_eq!(trial.seen(), first);
    trial.app.with(|ctx| {
        let mut pane = SessionScreen::new(ctx);
        let agenda = pane.agenda.as_mut().unwrap();
        assert!(agenda.window.rows.len() <= 300);
        assert!(agenda.command(Action::Last, ctx).is_some());
        assert!(agenda.window.rows.len() <= 300);
    });
}

#[test]
fn a_session_nobody_is_in_says_so() {
    let mut trial = Trial::over(80, 24, |folder| {
        let store = book(folder);
        let nobody = StartSession {
            name: "2026 Q2".to_owned(),
            facilitator: "Ana".to_owned(),
            scope: "owner:nobodyatall".to_owned(),
            ..StartSession::default()
        };
        run(&store, SessionAct::Start(nobody), &at(0, "ana"));
        store
    });
    trial.press("4");
    assert!(trial.seen().contains("no client passes its scope"), "{}", trial.seen());
    trial.press("R");
    assert!(trial.seen().contains("no client passes the scope of the session"), "{}", trial.seen());
    trial.press(".");
    assert!(trial.seen().contains("nobody is in this session"), "{}", trial.seen());
}

#[test]
fn the_list_counts_the_sessions_that_are_open() {
    let mut trial = sitting(80, 24, |store| {
        let second = StartSession { name: "Tiers".to_owned(), facilitator: "Ana".to_owned(), ..StartSession::default() };
        run(store, SessionAct::Start(second), &at(20, "ana"));
    });
    trial.press("v");
    assert!(trial.seen().contains("2 sessions are open"), "{}", trial.seen());
}

#[test]
fn a_client_in_no_segment_is_not_offered_to_be_confirmed() {
    let mut trial = Trial::over(80, 24, |folder| {
        let store = book(folder);
        let add =
            crate::domain::command::AddClient { fields: vec![(crate::domain::client::Field::Name, "Zeta Novum".to_owned())] };
        store.execute(&Command::Add(add), &at(0, "ana")).unwrap();
        start(&store);
        store
    });
    trial.press("4");
    show(&mut trial, "zeta novum");
    assert!(trial.seen().contains("m moves it into a segment") && !trial.seen().contains("c confirms"), "{}", trial.seen());
}

/// Finalises the open session.
fn finalise(store: &Store) {
    let session = store.open_sessions().unwrap()[0].id;
    let finalise = Finalise { session, note: "MARKER a calm quarter".to_owned(), accept: Vec::new() };
    store.finalise(&finalise, &at(40, "cleo")).unwrap();
}

#[test]
fn a_client_of_a_session_finalised_by_another_still_says_where_it_came_from() {
    let mut trial = sitting(80, 24, |_| ());
    show(&mut trial, "galer");
    assert!(trial.seen().contains("C \u{2192} A"), "{}", trial.seen());
    elsewhere(&mut trial, finalise);
    let seen = trial.seen();
    assert!(seen.contains("final") && seen.contains("C \u{2192} A") && !seen.contains("A \u{2192} A"), "{seen}");
}

#[test]
fn what_a_final_session_came_to_as_it_is_seen() {
    for (columns, rows) in SIZES {
        let mut trial = sitting(columns, rows, finalise);
        trial.press("Enter");
        insta::assert_snapshot!(format!("summary_{columns}x{rows}"), trial.seen());
    }
    let mut trial = sitting(120, 40, finalise);
    trial.press("p").press("Enter");
    assert!(!trial.seen().contains("MARKER"), "{}", trial.seen());
}
