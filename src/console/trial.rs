//! A small book with fixed dates and the application over it, for the tests of screens and dialogs.

use std::path::PathBuf;
use std::time::Instant;

use chrono::{DateTime, NaiveDate};
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tempfile::TempDir;

use super::app::{App, Opening};
use super::canvas::Look;
use super::canvas::tests::picture;
use super::event::Event;
use super::formats::Formats;
use super::glyphs::Glyphs;
use super::hits::{Hits, Spot};
use super::key::Key;
use super::keys::Keymap;
use super::run::{Flow, Program};
use super::theme::{Depth, Theme};
use crate::domain::cadence::Leaving;
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{ActionDraft, Command, Incoming, LogReview, Move};
use crate::domain::review::Sentiment;
use crate::domain::stamp::Stamp;
use crate::store::{ImportPolicy, Store};

/// The day the book is looked at: a Monday.
pub const TODAY: &str = "2026-06-15";

/// A civil day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Ana, acting on a day.
pub fn stamp(today: &str) -> Stamp {
    let now = DateTime::parse_from_rfc3339(&format!("{today}T09:30:00+02:00")).expect("an instant");
    Stamp { now, today: day(today), by: "ana".to_owned() }
}

/// Name, owner, revenue, segment, since, last review, renewal, maturity, appetite (1–5).
type Line = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, u8, u8);

const LINES: [Line; 14] = [
    ("Antonio Moreno Taquería", "Ana", "48000", "A", "2025-09-01", "2026-04-20", "2026-08-01", 5, 5),
    ("Berglunds snabbköp", "Ben", "120500", "A", "2025-10-01", "2026-05-13", "2027-01-31", 4, 5),
    ("Chop-suey Chinese 漢字", "Ana", "9800.5", "A", "2025-11-03", "2026-05-29", "", 5, 4),
    ("Drachenblut Delikatessen", "Cleo", "310000", "B", "2025-08-11", "2026-02-20", "2026-07-01", 2, 5),
    ("Ernst Handel", "Ben", "1250000", "B", "2025-12-01", "2026-03-27", "2026-12-31", 1, 4),
    ("Folk och fä", "Ana", "36000", "B", "2026-01-12", "", "2026-09-30", 2, 4),
    ("Galería del gastrónomo", "Cleo", "22000", "C", "2025-07-01", "2025-09-30", "2026-06-30", 4, 2),
    ("Hungry Owl All-Night Grocers", "Ben", "64000", "C", "2025-09-15", "2026-02-12", "", 5, 1),
    ("Island Trading", "Ana", "18500", "C", "2025-10-20", "2026-05-05", "2027-03-31", 4, 1),
    ("Königlich Essen", "", "27000", "C", "2026-02-02", "2026-06-01", "", 2, 5),
    ("La maison d'Asie", "Cleo", "5400", "D", "2025-06-01", "2026-01-15", "", 1, 2),
    ("Maison Dewey", "Ben", "", "D", "2025-01-10", "2025-02-01", "2026-10-15", 2, 1),
    ("North/South", "Ana", "15000", "", "", "", "", 0, 0),
    ("Old Piccadilly", "Cleo", "72000", "", "", "", "2026-11-30", 5, 5),
];

/// Makes the book.
pub fn book(folder: &TempDir) -> Store {
    let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", &stamp("2026-03-02")).expect("a book is made");
    let loaded = stamp("2026-03-02");
    let mut import = store.import(ImportPolicy::default(), &loaded).expect("an import begins");
    for (line, row) in (2..).zip(LINES) {
        import.row(line, &incoming(row)).expect("a row is taken");
    }
    import.finish("imported 14 clients from crm.csv", "{\"file\":\"crm.csv\",\"rows\":14}").expect("imported");
    later(&store);
    store.turn_to(day(TODAY)).expect("the day is turned");
    store
}

fn incoming((name, owner, arr, segment, since, last, renewal, maturity, appetite): Line) -> Incoming {
    let fields = [(Field::Name, name), (Field::Owner, owner), (Field::Arr, arr), (Field::RenewalOn, renewal)];
    let fields = fields.into_iter().filter(|(_, value)| !value.is_empty()).map(|(field, value)| (field, value.to_owned()));
    let score = |factor: &str, value: u8| (value > 0).then(|| (factor.to_owned(), value));
    let scores = ["standardization", "stability", "proactivity"].into_iter().filter_map(|factor| score(factor, maturity));
    let late = (!last.is_empty()).then(|| day(last)).filter(|last| *last <= day("2026-03-02"));
    Incoming {
        fields: fields.collect(),
        segment: (!segment.is_empty()).then(|| segment.to_owned()),
        segment_since: (!since.is_empty()).then(|| day(since)),
        last_review_on: late,
        scores: scores.chain(["engagement", "goals"].into_iter().filter_map(|factor| score(factor, appetite))).collect(),
        ..Incoming::default()
    }
}

/// What was done in the book after the import.
fn later(store: &Store) {
    let run = |command: Command, on: &str| store.execute(&command, &stamp(on)).expect("done");
    for (name, .., last, _, _, _) in LINES {
        if !last.is_empty() && day(last) > day("2026-03-02") {
            run(Command::Review(LogReview::held(id(store, name), day(last))), last);
        }
    }
    let moreno = id(store, "Antonio Moreno");
    let review = LogReview {
        outcome: "wants a second site on the platform".to_owned(),
        note: "The new CFO asked for figures; we show the savings of the first year.".to_owned(),
        attendees: "Sra. Moreno, CFO".to_owned(),
        sentiment: Some(Sentiment::Positive),
        actions: vec![
            ActionDraft {
                text: "send the offer for the second site".to_owned(),
                owner: Some("Ana".to_owned()),
                due_on: Some(day("2026-06-20")),
            },
            ActionDraft { text: "invite the CFO to the autumn review".to_owned(), owner: None, due_on: None },
        ],
        ..LogReview::held(moreno, day("2026-04-20"))
    };
    run(
        Command::VoidReview {
            review: store.page(moreno, day(TODAY)).expect("a page").reviews[0].id,
            note: "entered twice by mistake".to_owned(),
        },
        "2026-04-21",
    );
    run(Command::Review(review), "2026-04-21");
    let moved = Move {
        clients: vec![id(store, "Königlich").into()],
        model: None,
        to: "B".into(),
        note: "they asked for a plan to replace the old servers".to_owned(),
        reason: Some("growth".to_owned()),
        authorised_by: Some("Cleo".to_owned()),
        leaving: Leaving::Hold,
    };
    run(Command::Move(moved), "2026-05-04");
    let notes = vec![
        (Field::Notes, "Prefers calls before ten.\nThe lease of the building ends in 2027.".to_owned()),
        (Field::Tags, "vip; reference".to_owned()),
        (Field::Stage, "growth".to_owned()),
    ];
    run(Command::Edit(crate::domain::command::EditClient { client: moreno, seen: None, fields: notes }), "2026-05-05");
    run(Command::Archive { client: id(store, "Island"), note: "closed their doors in May".to_owned() }, "2026-05-20");
}

/// The client whose name begins so.
pub fn id(store: &Store, name: &str) -> ClientId {
    store.find(name).expect("a client of the test book")
}

/// The application over a book, drawn at a size.
pub struct Trial {
    /// The application.
    pub app: App,
    /// Columns and rows.
    pub size: (u16, u16),
    _folder: TempDir,
}

impl Trial {
    /// The application over the book of [`book`].
    pub fn new(columns: u16, rows: u16) -> Self {
        Self::over(columns, rows, book)
    }

    /// The application over a book made by `make`.
    pub fn over(columns: u16, rows: u16, make: impl Fn(&TempDir) -> Store) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = make(&folder);
        let sample = folder.path().join("sample.db");
        let look = Look {
            theme: Theme::named("dark", Depth::Sixteen).expect("a theme"),
            glyphs: Glyphs::Unicode,
            formats: Formats::default(),
            presenter: false,
            today: day(TODAY),
        };
        let sample: Box<dyn Fn() -> PathBuf> = Box::new(move || sample.clone());
        let opening = Opening {
            store,
            rescued: None,
            config: None,
            about: None,
            clock: Box::new(|| stamp(TODAY)),
            fixed_day: true,
            look,
            keymap: Keymap::default(),
            sample,
            home: None,
            memory: None,
            mappings: None,
        };
        let mut trial = Self { app: App::new(opening), size: (columns, rows), _folder: folder };
        trial.draw();
        trial
    }

    /// Draws a frame.
    pub fn draw(&mut self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.app.draw(&mut buffer);
        buffer
    }

    /// What is seen, as text.
    pub fn seen(&mut self) -> String {
        picture(&self.draw())
    }

    /// Sends an event and draws.
    pub fn event(&mut self, event: Event) -> Flow {
        let flow = self.app.handle(event);
        self.draw();
        flow
    }

    /// Presses a key, written as in the table of commands.
    pub fn press(&mut self, key: &str) -> &mut Self {
        self.event(Event::Key(key.parse::<Key>().expect("a key")));
        self
    }

    /// Types characters.
    pub fn type_in(&mut self, text: &str) -> &mut Self {
        text.chars().for_each(|c| {
            self.event(Event::Key(Key::char(c)));
        });
        self
    }

    /// The spots of the last frame.
    pub fn hits(&self) -> &Hits {
        self.app.hits()
    }

    /// The first spot that passes a test.
    pub fn spot(&self, wanted: impl Fn(&Spot) -> bool) -> Spot {
        self.hits().iter().map(|(_, spot)| *spot).find(|spot| wanted(spot)).expect("the spot is on the screen")
    }

    /// Clicks on a spot.
    pub fn click(&mut self, spot: Spot) -> &mut Self {
        let area = self.hits().area_of(spot);
        assert!(!area.is_empty(), "{spot:?} is not on the screen");
        for kind in [MouseEventKind::Down(MouseButton::Left), MouseEventKind::Up(MouseButton::Left)] {
            let event = MouseEvent { kind, column: area.x, row: area.y, modifiers: KeyModifiers::NONE };
            self.event(Event::Mouse(event, Instant::now()));
        }
        self
    }

    /// Draws at every size, coarse steps, and forgets none of the edges.
    pub fn every_size(&mut self) {
        for columns in [0, 1, 30, 59, 60, 61, 75, 80, 99, 100, 120, 130] {
            for rows in [0, 1, 10, 19, 20, 21, 24, 30, 40, 45] {
                self.size = (columns, rows);
                self.draw();
            }
        }
    }
}
