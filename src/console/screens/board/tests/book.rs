//! A small book with fixed dates for the tests of the board, and the console opened on it.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::OnceLock;
use std::time::Instant;

use chrono::{DateTime, NaiveDate};
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::console::app::{App, Opening};
use crate::console::canvas::Look;
use crate::console::canvas::tests::{look, picture};
use crate::console::event::Event;
use crate::console::keys::Keymap;
use crate::console::run::{Flow, Program};
use crate::domain::cadence::Leaving;
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{AddClient, Command, LogReview, Move, ScoreClient};
use crate::domain::stamp::Stamp;
use crate::store::Store;

/// The day of the tests.
pub const TODAY: &str = "2026-06-15";

/// Name, owner, revenue, renewal, segment and since when, last review, values of the six factors (0: not scored).
pub type Line = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, [u8; 6]);

/// The clients of the book.
pub const CLIENTS: [Line; 15] = [
    ("Northwind Traders", "Ana", "120000", "2026-09-30", "transform", "2026-01-10", "2026-04-02", [5, 4, 5, 5, 4, 4]),
    ("Kestrel Logistics", "Ben", "86500", "2027-01-31", "transform", "2026-03-20", "2026-05-18", [4, 4, 5, 5, 5, 4]),
    ("漢字テック株式会社", "Ana", "54000", "", "transform", "2026-04-15", "2026-05-29", [3, 3, 3, 5, 5, 5]),
    ("Blue Harbor Foods", "Chloé", "1250000", "2026-07-15", "transform", "2026-01-15", "2026-06-09", [5, 5, 5, 2, 1, 2]),
    ("Granite Peak Construction Holdings", "Ben", "42000", "", "modernize", "2025-11-03", "2026-02-20", [2, 1, 2, 4, 5, 4]),
    ("Café Métropole", "Chloé", "9900", "2026-12-01", "modernize", "2026-03-02", "2026-04-30", [2, 2, 1, 4, 4, 5]),
    ("שלום תקשורת", "Ana", "31000", "", "modernize", "2026-04-01", "", [1, 2, 2, 5, 4, 4]),
    ("Quill & Sons", "Ben", "18000", "", "educate", "2026-02-01", "2026-03-01", [5, 4, 4, 1, 2, 2]),
    ("Lumen Optics", "Ana", "27500", "2026-08-20", "educate", "2026-04-20", "2026-05-20", [4, 5, 4, 2, 0, 0]),
    ("Orchard Dental Group", "Chloé", "15000", "", "educate", "2026-05-10", "", [0, 0, 0, 0, 0, 0]),
    ("Pine Street Bakery", "Ben", "2400", "", "sustain", "2025-06-01", "2025-05-02", [1, 1, 2, 1, 1, 2]),
    ("Old Mill Museum", "Chloé", "", "", "sustain", "2026-04-01", "", [1, 2, 1, 2, 1, 1]),
    ("Zephyr Cycles", "Ana", "6100", "", "sustain", "2026-05-15", "2026-05-15", [5, 5, 5, 5, 5, 5]),
    ("Juniper Labs", "Ben", "64000", "", "", "", "", [4, 5, 5, 5, 4, 5]),
    ("Vesper Hotels", "Ana", "38000", "", "", "", "", [0, 0, 0, 0, 0, 0]),
];

/// A date.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Ana's stamp on a day.
pub fn stamp(today: &str) -> Stamp {
    let now = DateTime::parse_from_rfc3339(&format!("{today}T09:00:00+02:00")).unwrap();
    Stamp { now, today: day(today), by: "ana".to_owned() }
}

/// A move of one client to a segment.
pub fn moving(client: ClientId, segment: &str) -> Command {
    Command::Move(Move {
        clients: vec![client.into()],
        model: None,
        to: segment.into(),
        note: "agreed in the quarterly talk".to_owned(),
        reason: None,
        authorised_by: None,
        leaving: Leaving::Hold,
    })
}

/// Adds a client and gives its id.
pub fn add(store: &Store, fields: &[(Field, &str)], on: &str) -> ClientId {
    let fields = fields.iter().filter(|(_, value)| !value.is_empty());
    let fields = fields.map(|(field, value)| (*field, (*value).to_owned())).collect();
    ClientId(store.execute(&Command::Add(AddClient { fields }), &stamp(on)).unwrap().made[0])
}

/// The book of fifteen clients in a folder: made once, copied for each test.
pub fn make(folder: &std::path::Path) -> Store {
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.db");
        write(folder.path()).backup(Some(&copy), "test", &stamp(TODAY)).unwrap();
        std::fs::read(copy).unwrap()
    });
    let path = folder.join("book.db");
    std::fs::write(&path, made).unwrap();
    Store::open(&path, day(TODAY)).unwrap()
}

fn write(folder: &std::path::Path) -> Store {
    const FACTORS: [&str; 6] = ["standardization", "stability", "proactivity", "engagement", "feedback", "goals"];
    let store = Store::create(&folder.join("book.db"), "maturity-appetite", &stamp("2025-05-01")).unwrap();
    for (name, owner, arr, renewal, segment, since, review, values) in CLIENTS {
        let fields = [(Field::Name, name), (Field::Owner, owner), (Field::Arr, arr), (Field::RenewalOn, renewal)];
        let start = if since.is_empty() { "2026-06-01" } else { since };
        let client = add(&store, &fields, start);
        let scored = FACTORS.into_iter().zip(values).filter(|(_, value)| *value > 0);
        let values: Vec<(String, u8)> = scored.map(|(factor, value)| (factor.to_owned(), value)).collect();
        if !values.is_empty() {
            store.execute(&Command::Score(ScoreClient { clients: vec![client], model: None, values }), &stamp(start)).unwrap();
        }
        if !segment.is_empty() {
            store.execute(&moving(client, segment), &stamp(start)).unwrap();
        }
        if !review.is_empty() {
            store.execute(&Command::Review(LogReview::held(client, day(review))), &stamp(TODAY)).unwrap();
        }
    }
    store.turn_to(day(TODAY)).unwrap();
    store
}

/// The console on a book, with its screen as text.
pub struct Console {
    pub app: App,
    pub size: (u16, u16),
    pub frame: Buffer,
    pub folder: tempfile::TempDir,
    clock: Rc<RefCell<Stamp>>,
}

impl Console {
    /// The console on the book of fifteen, in a window of so many columns and rows.
    pub fn new(columns: u16, rows: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = make(folder.path());
        Self::on(store, folder, look(), columns, rows)
    }

    /// The console on any book, with any look.
    pub fn on(store: Store, folder: tempfile::TempDir, look: Look, columns: u16, rows: u16) -> Self {
        let clock = Rc::new(RefCell::new(stamp(TODAY)));
        let told = Rc::clone(&clock);
        let opening = Opening {
            store,
            rescued: None,
            config: None,
            about: None,
            clock: Box::new(move || told.borrow().clone()),
            fixed_day: true,
            look,
            keymap: Keymap::default(),
            sample: Box::new(|| std::path::PathBuf::from("sample.db")),
            home: None,
            memory: None,
            mappings: None,
        };
        let mut console = Self { app: App::new(opening), size: (columns, rows), frame: Buffer::empty(Rect::ZERO), folder, clock };
        console.draw();
        console
    }

    /// Another process on the same book.
    pub fn other_process(&self) -> Store {
        Store::open(&self.folder.path().join("book.db"), self.clock.borrow().today).unwrap()
    }

    /// Draws the screen.
    pub fn draw(&mut self) -> String {
        self.frame = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.app.draw(&mut self.frame);
        picture(&self.frame)
    }

    /// Deals with an event and draws.
    pub fn event(&mut self, event: Event) -> Flow {
        let flow = self.app.handle(event);
        self.draw();
        flow
    }

    /// Presses keys, written as in the table and parted by spaces: `j Shift-Right Enter`.
    pub fn keys(&mut self, keys: &str) -> String {
        for key in keys.split_whitespace() {
            self.event(Event::Key(key.parse().unwrap()));
        }
        picture(&self.frame)
    }

    /// Uses the mouse at a place.
    pub fn mouse(&mut self, kind: MouseEventKind, at: Position) {
        let event = MouseEvent { kind, column: at.x, row: at.y, modifiers: KeyModifiers::NONE };
        self.event(Event::Mouse(event, Instant::now()));
    }

    /// Clicks on a place.
    pub fn click(&mut self, at: Position) -> String {
        self.mouse(MouseEventKind::Down(MouseButton::Left), at);
        self.mouse(MouseEventKind::Up(MouseButton::Left), at);
        picture(&self.frame)
    }

    /// Presses on a place and drags to another, without letting go.
    pub fn drag(&mut self, from: Position, to: Position) {
        self.mouse(MouseEventKind::Down(MouseButton::Left), from);
        self.mouse(MouseEventKind::Drag(MouseButton::Left), to);
    }

    /// Where a text stands on the screen.
    pub fn find(&self, said: &str) -> Position {
        let seen = picture(&self.frame);
        let found = seen.lines().enumerate().find_map(|(row, line)| Some((row, line.split_once(said)?.0)));
        let (row, before) = found.unwrap_or_else(|| panic!("“{said}” is not on the screen:\n{seen}"));
        let column = crate::console::parts::text::width(before);
        Position::new(u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
    }
}
