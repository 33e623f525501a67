//! What another program changes is on the screen at once; what is selected, typed and scrolled to stays (P6).

use std::cell::Cell;
use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::console::canvas::Canvas;
use crate::console::dialogs::trial::{TODAY, Trial, done, stamp, to};
use crate::console::dialogs::{moving, review};
use crate::console::event::Event;
use crate::console::key::{Code, Key};
use crate::console::keys::Scope;
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::run::Program;
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{Command, EditClient, ScoreClient, SessionAct, Stage, Staging, StartSession};

const NAMES: [&str; 8] = ["Nordwind", "Åker", "東京", "Blue", "Corvid", "Meridian", "Old Mill", "Zephyr"];

fn edit(client: ClientId, field: Field, value: &str) -> Command {
    Command::Edit(EditClient { client, seen: None, fields: vec![(field, value.to_owned())] })
}

/// The frame, and where the cursor stands in it.
fn cursor(trial: &mut Trial) -> Option<Position> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    trial.app.draw(&mut buffer)
}

/// Ben does something at another console; this one is told that the file was touched.
fn ben(trial: &mut Trial, command: &Command) -> String {
    done(&trial.other(), TODAY, "ben", command);
    trial.event(Event::BookTouched)
}

/// A book with a session that stages a move, and one client whose scores propose another segment.
fn sitting() -> Trial {
    let mut trial = Trial::new(120, 40);
    let store = trial.other();
    let start = StartSession { name: "2026 Q2".to_owned(), facilitator: "ana".to_owned(), ..StartSession::default() };
    done(&store, TODAY, "ana", &Command::Session(SessionAct::Start(start)));
    let values =
        ["standardization", "stability", "proactivity", "engagement", "goals"].map(|factor| (factor.to_owned(), 5)).to_vec();
    let score = ScoreClient { clients: vec![trial.client("Meridian")], model: None, values };
    done(&store, TODAY, "ana", &Command::Score(score));
    let session = store.open_sessions().unwrap().remove(0).id;
    let staged = Stage {
        note: "they asked for it".to_owned(),
        ..Stage::plain(session, trial.client("Corvid"), Staging::Move("educate".to_owned()))
    };
    done(&store, TODAY, "ana", &Command::Session(SessionAct::Stage(staged)));
    trial.event(Event::BookTouched);
    trial
}

/// The selected line without its spaces: wide characters take two places of it.
fn chosen(trial: &mut Trial) -> String {
    compact(&trial.selected_line())
}

fn compact(text: &str) -> String {
    text.split(' ').collect()
}

fn go(trial: &mut Trial, keys: &str) -> String {
    keys.split(' ').for_each(|key| drop(trial.key(key.parse().unwrap())));
    trial.draw()
}

#[test]
fn on_every_list_of_clients_the_selected_one_stays_and_its_new_name_is_shown() {
    for (keys, scope) in [
        ("1 Down", Scope::Board),
        ("1 z Down", Scope::Board),
        ("2 Down", Scope::Due),
        ("3 Down Down", Scope::Clients),
        ("D", Scope::Drift),
        ("4 Down Down", Scope::Session),
    ] {
        let mut trial = sitting();
        go(&mut trial, keys);
        trial.key(Key::plain(Code::Esc));
        if scope == Scope::Session && trial.app.scope() != scope {
            go(&mut trial, "4 Down Down");
        } else {
            go(&mut trial, keys);
        }
        assert_eq!(trial.app.scope(), scope, "{keys}: {}", trial.draw());
        let before = chosen(&mut trial);
        let name = NAMES.into_iter().find(|name| before.contains(&compact(name))).unwrap_or_else(|| panic!("{keys}: {before}"));
        let client = trial.client(name);
        let others: Vec<ClientId> = NAMES.into_iter().filter(|other| *other != name).map(|other| trial.client(other)).collect();
        let seen = ben(&mut trial, &edit(client, Field::Name, &format!("{name} renamed")));
        assert!(seen.contains(&format!("{name} renamed")), "{keys}: {seen}");
        assert!(chosen(&mut trial).contains(&compact(&format!("{name} renamed"))), "{keys}: {}", chosen(&mut trial));
        // What moves others about does not move the selection.
        for other in others {
            done(&trial.other(), TODAY, "ben", &edit(other, Field::Owner, "cleo"));
        }
        trial.event(Event::BookTouched);
        assert!(chosen(&mut trial).contains(&compact(&format!("{name} renamed"))), "{keys}: {}", chosen(&mut trial));
    }
}

#[test]
fn screens_about_one_client_and_about_the_whole_book_show_the_new_values_and_stay_where_they_are() {
    // The page of a client, read in its second part.
    let mut trial = sitting();
    let nordwind = trial.client("Nordwind");
    go(&mut trial, "3 /");
    trial.type_in("nordwind");
    go(&mut trial, "Enter Enter Tab");
    assert_eq!(trial.app.scope(), Scope::Client);
    let before = trial.frame();
    let seen = ben(&mut trial, &edit(nordwind, Field::Owner, "dora"));
    assert!(seen.contains("dora"), "{seen}");
    assert_eq!((trial.app.scope(), before.area), (Scope::Client, trial.frame().area));
    // The client of a session.
    let mut trial = sitting();
    go(&mut trial, "4");
    if trial.app.scope() != Scope::Session {
        go(&mut trial, "Esc 4");
    }
    go(&mut trial, "Enter");
    assert_eq!(trial.app.scope(), Scope::SessionClient, "{}", trial.draw());
    let seen = trial.draw();
    let name = NAMES.into_iter().find(|name| seen.contains(name)).unwrap();
    let client = trial.client(name);
    let seen = ben(&mut trial, &edit(client, Field::Owner, "dora"));
    assert!(seen.contains("dora") && seen.contains(name), "{seen}");
    assert_eq!(trial.app.scope(), Scope::SessionClient);
    // The scatter keeps the client that is selected.
    let mut trial = sitting();
    go(&mut trial, "1 v v");
    let seen = trial.draw();
    let seen_after = ben(&mut trial, &edit(nordwind, Field::Name, "Nordwind renamed"));
    assert!(!seen.contains("Nordwind Logistics") || seen_after.contains("Nordwind renamed"), "{seen_after}");
    // The insights count anew, in the view that is shown.
    let mut trial = sitting();
    let seen = go(&mut trial, "5 v");
    let client = trial.client("Zephyr");
    let after = ben(&mut trial, &to(&[client], "sustain", "they are content with what they have"));
    assert_ne!(seen, after);
    assert_eq!(trial.app.scope(), Scope::Insights);
    // The history has one entry more on top; the one that is selected stays.
    let mut trial = sitting();
    go(&mut trial, "H Down Down");
    let selected = chosen(&mut trial);
    let seen = ben(&mut trial, &edit(nordwind, Field::Owner, "dora"));
    assert!(seen.contains("edited owner"), "{seen}");
    assert_eq!(chosen(&mut trial), selected);
    // The backups have one more; the one that is selected stays.
    let mut trial = sitting();
    trial.other().backup(None, "asked", &stamp("2026-06-14", "ana")).unwrap();
    go(&mut trial, "F3");
    let selected = chosen(&mut trial);
    trial.other().backup(None, "import", &stamp(TODAY, "ben")).unwrap();
    let seen = ben(&mut trial, &edit(nordwind, Field::Owner, "dora"));
    assert!(seen.contains("before an import") && seen.contains("Backups: 2"), "{seen}");
    let now = chosen(&mut trial);
    assert!(selected.contains("askedfor") && now == selected, "{selected}\n{now}\n{seen}");
}

#[test]
fn half_typed_text_and_the_cursor_stay_whatever_another_program_does() {
    type Opening = fn(&mut Trial);
    let open: [(&str, Opening); 8] = [
        ("filter", |trial| _ = go(trial, "3 /")),
        ("palette", |trial| _ = go(trial, "1 :")),
        ("person", |trial| _ = go(trial, "H o")),
        ("days", |trial| _ = go(trial, "H t")),
        ("move", |trial| {
            let client = trial.client("Nordwind");
            trial.open(|ctx| moving::open(&[client], None, None, ctx));
            go(trial, "Tab");
        }),
        ("review", |trial| {
            let client = trial.client("Nordwind");
            trial.open(|ctx| review::open(client, None, ctx));
            go(trial, "Tab Tab");
        }),
        ("edit", |trial| _ = go(trial, "3 E")),
        ("settings", |trial| _ = go(trial, "1 ,")),
    ];
    for (what, open) in open {
        let mut trial = sitting();
        open(&mut trial);
        trial.type_in("half a");
        let before = (cursor(&mut trial), trial.app.scope());
        let seen = trial.draw();
        let typed = seen.contains("half a");
        let client = trial.client("Meridian");
        let after = ben(&mut trial, &edit(client, Field::Owner, "dora"));
        assert_eq!(after.contains("half a"), typed, "{what}: {after}");
        assert!(typed || what == "settings", "{what}: {seen}");
        assert_eq!((cursor(&mut trial), trial.app.scope()), before, "{what}: {after}");
    }
}

/// A layer that counts how often it reads.
struct Counting(Rc<Cell<usize>>, Scope);

impl Layer for Counting {
    fn scope(&self) -> Scope {
        self.1
    }

    fn view(&self, _canvas: &mut Canvas<'_>, _area: Rect) {}

    fn act(&mut self, _input: Input, _ctx: &mut Ctx<'_>) -> Step {
        Step::Ignored
    }

    fn refresh(&mut self, _ctx: &mut Ctx<'_>) {
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn what_cannot_be_seen_is_not_read_again_and_what_can_be_seen_is_read_once_for_a_change() {
    let mut trial = Trial::new(120, 40);
    let (below, above) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    trial.open(|_| Ok(Box::new(Counting(Rc::clone(&below), Scope::Clients))));
    trial.open(|_| Ok(Box::new(Counting(Rc::clone(&above), Scope::History))));
    let client = trial.client("Nordwind");
    let reads = || (below.get(), above.get());
    ben(&mut trial, &edit(client, Field::Owner, "dora"));
    assert_eq!(reads(), (0, 1), "the screen below is hidden");
    // The file is touched several times for one change, and by what changes nothing.
    (0..5).for_each(|_| drop(trial.event(Event::BookTouched)));
    trial.event(Event::Focus(true));
    assert_eq!(reads(), (0, 1));
    // An own change is read once, too, although the file tells of it.
    trial.key(Key::char('u'));
    let own = reads();
    trial.event(Event::BookTouched);
    assert_eq!(reads(), own);
    assert_eq!(own.0, 0);
    trial.key(Key::plain(Code::Esc));
    assert_eq!(below.get(), 1, "it is read once it can be seen");
    // A dialog hides nothing: the screen it stands over goes on.
    trial.open(|_| Ok(Box::new(Counting(Rc::clone(&above), Scope::Reading))));
    ben(&mut trial, &edit(client, Field::Owner, "emil"));
    assert_eq!(below.get(), 2);
}
