//! A small book and the whole console over it, for the tests of the dialogs.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::console::app::{App, Opening};
use crate::console::canvas::tests::{look, picture};
use crate::console::canvas::{Canvas, Look};
use crate::console::event::Event;
use crate::console::hits::Spot;
use crate::console::key::Key;
use crate::console::keys::{Action, Keymap, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Step};
use crate::console::run::Program;
use crate::console::theme::Role;
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{ActionDraft, AddClient, Command, LogReview, Move, MoveTarget, ScoreClient};
use crate::domain::stamp::Stamp;
use crate::store::Store;

/// The day of every test of a dialog: a Monday.
pub const TODAY: &str = "2026-06-15";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn stamp(on: &str, by: &str) -> Stamp {
    let now = chrono::DateTime::parse_from_rfc3339(&format!("{on}T10:00:00+02:00")).unwrap();
    Stamp { now, today: day(on), by: by.to_owned() }
}

/// Does a command, as somebody on a day.
pub fn done(store: &Store, on: &str, by: &str, command: &Command) {
    store.execute(command, &stamp(on, by)).unwrap();
}

pub fn to(clients: &[ClientId], segment: &str, note: &str) -> Command {
    let clients = clients.iter().map(|client| MoveTarget::from(*client)).collect();
    Command::Move(Move {
        clients,
        model: None,
        to: segment.into(),
        note: note.to_owned(),
        reason: None,
        authorised_by: None,
        leaving: crate::domain::cadence::Leaving::Hold,
    })
}

/// Clients with owner, revenue and segment since 1 January, in the order of their rows.
const CLIENTS: [(&str, &str, &str, &str); 8] = [
    ("Nordwind Logistics", "ana", "48000", "educate"),
    ("Åker & Söner", "ana", "12500.50", "educate"),
    ("東京製作所", "ben", "96000", "transform"),
    ("Blue Harbour Dental", "ben", "8400", "sustain"),
    ("Corvid Analytics", "ana", "150000", "modernize"),
    ("Meridian Foods", "ben", "31000", "educate"),
    ("Old Mill Bakery", "", "", "sustain"),
    ("Zephyr Energy", "ana", "27000", ""),
];

/// The book: segments, a review in March, scores, one action open, hours of ana.
fn book(path: &std::path::Path) -> Store {
    let store = Store::create(path, "maturity-appetite", &stamp("2026-01-01", "ana")).unwrap();
    for (name, owner, arr, segment) in CLIENTS {
        let fields = [(Field::Name, name), (Field::Owner, owner), (Field::Arr, arr)];
        let fields = fields.map(|(field, value)| (field, value.to_owned())).to_vec();
        done(&store, "2026-01-01", "ana", &Command::Add(AddClient { fields }));
        let client = store.find(name).unwrap();
        if !segment.is_empty() {
            done(&store, "2026-01-01", "ana", &to(&[client], segment, "as agreed at the start of the year"));
        }
    }
    let one = |name: &str| store.find(name).unwrap();
    let review = LogReview {
        kind: Some("Review".to_owned()),
        outcome: "Content, plans a second site".to_owned(),
        actions: vec![ActionDraft {
            text: "Send the roadmap draft".to_owned(),
            owner: Some("ana".to_owned()),
            due_on: Some(day("2026-04-01")),
        }],
        ..LogReview::held(one("Nordwind"), day("2026-03-10"))
    };
    done(&store, "2026-03-10", "ana", &Command::Review(review));
    let values = [("standardization", 4), ("stability", 4), ("engagement", 2), ("goals", 2)];
    let values = values.map(|(factor, value)| (factor.to_owned(), value)).to_vec();
    done(&store, "2026-03-10", "ana", &Command::Score(ScoreClient { clients: vec![one("Nordwind")], model: None, values }));
    done(&store, "2026-03-10", "ana", &Command::Set { key: "capacity.ana".to_owned(), value: "2".to_owned() });
    store
}

/// Writes nonsense into the pages of a book that hold its clients and its history; its first pages are left.
pub fn damage(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let (from, many) = (4096 * 8, bytes.len());
    bytes[from..many].chunks_mut(4096).step_by(3).for_each(|page| page.fill(0x5a));
    std::fs::write(path, bytes).unwrap();
}

/// Damages the book and reads on until it is noticed.
pub fn damage_for_rescue(trial: &mut Trial) {
    damage(&trial.path);
    for key in ['1', '2', '3', '5', 'H'] {
        trial.app.with(|ctx| drop(ctx.store.check(day(TODAY))));
        trial.key(Key::char(key));
        trial.draw();
    }
}

/// An empty screen below the dialogs, so that their pictures show nothing else.
struct Blank(Situation);

impl Layer for Blank {
    fn scope(&self) -> Scope {
        Scope::Clients
    }

    fn situation(&self) -> Situation {
        self.0.clone()
    }

    fn view(&self, _canvas: &mut Canvas<'_>, _area: Rect) {}

    fn act(&mut self, _input: Input, _ctx: &mut Ctx<'_>) -> Step {
        Step::Ignored
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.0 = ctx.desk.situation();
    }
}

/// The console over the small book.
pub struct Trial {
    pub app: App,
    pub path: PathBuf,
    size: (u16, u16),
    pub folder: tempfile::TempDir,
}

impl Trial {
    pub fn new(columns: u16, rows: u16) -> Self {
        Self::looking(columns, rows, look())
    }

    pub fn looking(columns: u16, rows: u16, look: Look) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.qdk");
        let store = book(&path);
        let app = Self::console(store, look, folder.path());
        let mut trial = Self { app, path, size: (columns, rows), folder };
        trial.open(|ctx| Ok(Box::new(Blank(ctx.desk.situation()))));
        trial
    }

    /// The console over the small book where Educate asks for a status call every two weeks besides its reviews.
    pub fn with_kinds(columns: u16, rows: u16) -> Self {
        let mut trial = Self::new(columns, rows);
        let (key, toml) = crate::domain::model::builtin::all()[0];
        let review = "kind = \"Review\"\nevery = \"4 months\"";
        let call = "kind = \"Status call\"\nevery = \"2 weeks\"\n\n[[segments.touchpoints]]\n";
        let toml = toml.replace(review, &format!("{call}{review}"));
        let edit = Command::EditModel { key: key.to_owned(), toml, seen: None };
        done(&trial.other(), TODAY, "ben", &edit);
        trial.app.handle(Event::Focus(true));
        trial.draw();
        trial
    }

    /// The console over a book without a client: the doors.
    pub fn empty(columns: u16, rows: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.qdk");
        let store = Store::create(&path, "maturity-appetite", &stamp("2026-01-01", "ana")).unwrap();
        let app = Self::console(store, look(), folder.path());
        Self { app, path, size: (columns, rows), folder }
    }

    /// Deals with what a worker tells, until something is seen.
    #[track_caller]
    pub fn until(&mut self, events: &Receiver<Event>, so: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let seen = self.draw();
            if so(&seen) {
                return seen;
            }
            assert!(Instant::now() < end, "waited in vain:\n{seen}");
            match events.recv_timeout(Duration::from_millis(10)) {
                Ok(event) => drop(self.event(event)),
                Err(_) => drop(self.app.woken(Instant::now())),
            }
        }
    }

    fn console(store: Store, look: Look, home: &std::path::Path) -> App {
        App::new(Opening {
            store,
            rescued: None,
            config: None,
            about: None,
            clock: Box::new(|| stamp(TODAY, "ana")),
            fixed_day: true,
            look,
            keymap: Keymap::default(),
            sample: Box::new(PathBuf::new),
            home: Some(home.to_owned()),
            memory: Some(home.join(".memory")),
            mappings: Some(home.join(".mappings")),
        })
    }

    /// The program dies without a word and is started again.
    pub fn die_and_come_back(&mut self) {
        let again = Self::console(Store::open(&self.path, day(TODAY)).unwrap(), look(), self.folder.path());
        std::mem::forget(std::mem::replace(&mut self.app, again));
        self.open(|ctx| Ok(Box::new(Blank(ctx.desk.situation()))));
    }

    /// Another program on the same book.
    pub fn other(&self) -> Store {
        Store::open(&self.path, day(TODAY)).unwrap()
    }

    pub fn client(&mut self, name: &str) -> ClientId {
        self.app.with(|ctx| ctx.store.find(name).unwrap())
    }

    /// Key of the segment a client is in.
    pub fn segment(&mut self, name: &str) -> Option<String> {
        let client = self.client(name);
        self.app.with(|ctx| ctx.store.subjects(&[client], ctx.stamp.today).unwrap().remove(0).segment)
    }

    pub fn mark(&mut self, names: &[&str]) -> Vec<ClientId> {
        let clients: Vec<ClientId> = names.iter().map(|name| self.client(name)).collect();
        self.app.with(|ctx| ctx.desk.marked.extend(clients.iter().copied()));
        clients
    }

    pub fn open(&mut self, open: impl FnOnce(&mut Ctx<'_>) -> Result<Box<dyn Layer>, Message>) -> String {
        let opened = self.app.with(open);
        self.app.push(opened);
        self.draw()
    }

    pub fn draw(&mut self) -> String {
        picture(&self.frame())
    }

    /// The frame cell by cell.
    pub fn frame(&mut self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.app.draw(&mut buffer);
        buffer
    }

    /// The line that is selected, from its first word on.
    pub fn selected_line(&mut self) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.app.draw(&mut buffer);
        let wanted = look().theme.style(Role::Selected);
        let tinted = |place| {
            let style = buffer[place].style();
            style.bg == wanted.bg.or(style.bg) && style.add_modifier.contains(wanted.add_modifier)
        };
        let row = buffer.area.rows().find(|row| row.positions().filter(|place| tinted(*place)).count() > 20);
        let text: String =
            row.into_iter().flat_map(|row| row.positions()).filter(|at| tinted(*at)).map(|at| buffer[at].symbol()).collect();
        text.trim().to_owned()
    }

    /// The frame with its styles: text, then where each style begins.
    pub fn styles(&mut self) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.app.draw(&mut buffer);
        format!("{buffer:?}")
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> String {
        self.size = (columns, rows);
        self.draw()
    }

    pub fn event(&mut self, event: Event) -> String {
        self.app.handle(event);
        self.draw()
    }

    pub fn key(&mut self, key: Key) -> String {
        self.event(Event::Key(key))
    }

    pub fn type_in(&mut self, text: &str) -> String {
        text.chars().for_each(|c| drop(self.key(Key::char(c))));
        self.draw()
    }

    pub fn paste(&mut self, text: &str) -> String {
        self.event(Event::Paste(text.to_owned()))
    }

    pub fn save(&mut self) -> String {
        self.key(Key::ctrl('s'))
    }

    /// Clicks where a text stands on the screen.
    pub fn click(&mut self, words: &str) -> String {
        let seen = self.draw();
        let (row, line) = seen.lines().enumerate().find(|(_, line)| line.contains(words)).unwrap_or_else(|| panic!("{seen}"));
        let column = crate::console::parts::text::width(&line[..line.find(words).unwrap()]);
        let (column, row) = (u16::try_from(column).unwrap(), u16::try_from(row).unwrap());
        let mouse = |kind| Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }, Instant::now());
        self.event(mouse(MouseEventKind::Down(MouseButton::Left)));
        self.event(mouse(MouseEventKind::Up(MouseButton::Left)))
    }

    /// Whether the dialog is gone and only the main screen is left.
    pub fn is_closed(&mut self) -> bool {
        self.app.with(|ctx| ctx.hits.area_of(Spot::Act(Action::Save)).is_empty())
    }

    /// Every size, coarsely: nothing may break.
    pub fn every_size(&mut self) {
        for columns in [0, 1, 12, 30, 59, 60, 61, 66, 76, 80, 95, 100, 120, 131] {
            for rows in [0, 1, 10, 19, 20, 21, 24, 31, 45] {
                self.resize(columns, rows);
            }
        }
    }
}
