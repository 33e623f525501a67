//! What the tests of the store share: a book in memory-backed storage, people, commands, and dumps of its facts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Days, NaiveDate};
use quarterdeck::domain::cadence::Leaving;
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{AddClient, Command, Incoming, Move};
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{ImportPolicy, RowEnd, Store};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

pub const MODEL: &str = "maturity-appetite";
pub const TODAY: &str = "2026-06-15";
pub const NOTE: &str = "they asked for monthly strategy talks";

/// A model whose segments ask for several kinds of review: a QBR that an EBR satisfies, meetings, and check-ins.
pub const TOUCH: &str = r#"
key = "touch"
name = "Touch"
description = "Touch tiers for tests."
source = "made for tests"
x = "spend"
score_valid = "6 months"
confirm_every = "3 months"

[[dimensions]]
key = "spend"
name = "Spend"
low = "Low"
high = "High"
cuts = [50]
[[dimensions.factors]]
key = "size"
question = "How large are they?"
levels = ["small", "", "middling", "", "large"]
weight = 1

[[segments]]
key = "high"
letter = "H"
name = "High touch"
stance = "People, often."
cells = [[2, 1]]
owners = ["CSM"]
touch = "high"
grace = 3
[[segments.touchpoints]]
kind = "QBR"
every = "3 months"
prepare_hours = 3
hold_hours = 1
satisfied_by = ["EBR"]
[[segments.touchpoints]]
kind = "Meeting"
every = "2 weeks"
prepare_hours = 0.5
hold_hours = 0.5
[[segments.touchpoints]]
kind = "Check-in"
every = "1 month"
end_of_month = true
prepare_hours = 0
hold_hours = 0.5
satisfied_by = ["QBR"]

[[segments]]
key = "low"
letter = "L"
name = "Low touch"
stance = "Seldom."
cells = [[1, 1]]
owners = ["Pool"]
touch = "low"
grace = 5
floor = "6 months"
[[segments.touchpoints]]
kind = "QBR"
every = "12 months"
prepare_hours = 1
hold_hours = 1
satisfied_by = ["EBR"]
"#;

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn today() -> NaiveDate {
    day(TODAY)
}

pub fn later(days: u64) -> NaiveDate {
    today() + Days::new(days)
}

pub fn stamp_of(by: &str, today: NaiveDate) -> Stamp {
    let now = DateTime::parse_from_rfc3339(&format!("{today}T09:00:00+01:00")).expect("an instant");
    Stamp { now, today, by: by.to_owned() }
}

pub fn ana() -> Stamp {
    stamp_of("ana", today())
}

pub fn bo() -> Stamp {
    stamp_of("bo", today())
}

/// A folder whose writes cost nothing where the system has one in memory: durability is not what these tests measure.
pub fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.expect("a folder")
}

pub fn book_at(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("book.db")
}

pub fn book(folder: &tempfile::TempDir) -> Store {
    Store::create(&book_at(folder), MODEL, &ana()).expect("a book is made")
}

pub fn open(path: &Path) -> Store {
    Store::open(path, today()).expect("the book opens")
}

pub fn add_with(store: &Store, fields: &[(Field, &str)]) -> ClientId {
    let fields = fields.iter().map(|(field, value)| (*field, (*value).to_owned())).collect();
    ClientId(store.execute(&Command::Add(AddClient { fields }), &ana()).expect("added").made[0])
}

pub fn add(store: &Store, name: &str) -> ClientId {
    add_with(store, &[(Field::Name, name), (Field::Arr, "12000"), (Field::Owner, "Ana")])
}

pub fn to(client: ClientId, segment: &str) -> Move {
    Move {
        clients: vec![client.into()],
        model: None,
        to: segment.into(),
        note: NOTE.to_owned(),
        reason: None,
        authorised_by: None,
        leaving: Leaving::Hold,
    }
}

pub fn move_to(store: &Store, client: ClientId, segment: &str, stamp: &Stamp) {
    store.execute(&Command::Move(to(client, segment)), stamp).expect("moved");
}

/// A row of a file: fields by their keys.
pub fn incoming(fields: &[(Field, &str)]) -> Incoming {
    Incoming { fields: fields.iter().map(|(field, value)| (*field, (*value).to_owned())).collect(), ..Incoming::default() }
}

/// Imports rows as one step; answers what each came to.
pub fn import(store: &Store, policy: ImportPolicy, rows: &[Incoming], stamp: &Stamp) -> Vec<RowEnd> {
    let mut import = store.import(policy, stamp).expect("an import begins");
    let ends = rows.iter().enumerate().map(|(at, row)| import.row(at as u64 + 2, row).expect("a row ends")).collect();
    import.finish("imported rows", "{}").expect("an import ends");
    ends
}

/// Nothing is wrong with the book on a day.
#[track_caller]
pub fn whole(store: &Store, today: NaiveDate) {
    let problems = store.check(today).expect("the book is read");
    assert_eq!(problems, [], "the book is not whole");
}

pub const FACTS: [(&str, usize); 13] = [
    ("settings", 1),
    ("models", 1),
    ("clients", 1),
    ("decisions", 1),
    ("placements", 2),
    ("scores", 1),
    ("reviews", 1),
    ("actions", 1),
    ("marks", 1),
    ("calendars", 1),
    ("sessions", 1),
    ("session_items", 2),
    ("session_opinions", 3),
];

/// The fact tables of a book, row by row: table and key, then the whole row.
pub type Dump = BTreeMap<String, String>;

pub fn dump(path: &Path) -> Dump {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens");
    let mut dump = Dump::new();
    for (table, keys) in FACTS {
        let mut statement = db.prepare(&format!("SELECT * FROM {table}")).expect("a table");
        let columns = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let values: Vec<Value> = (0..columns).map(|at| row.get(at).expect("a value")).collect();
            dump.insert(format!("{table} {:?}", &values[..keys]), format!("{values:?}"));
        }
    }
    dump
}

/// A plain connection, as any other program would open: the schema's guards, not ours.
pub fn plain(path: &Path) -> Connection {
    let db = Connection::open(path).expect("the file opens");
    db.create_scalar_function("fold", 1, rusqlite::functions::FunctionFlags::SQLITE_UTF8, |context| {
        context.get::<Option<String>>(0)
    })
    .expect("a function");
    db
}

pub fn entries(path: &Path) -> i64 {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens");
    db.query_row("SELECT count(*) FROM entries", [], |row| row.get(0)).expect("a count")
}
