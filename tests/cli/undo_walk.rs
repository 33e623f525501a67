//! Undo and redo from the command line, each command a program of its own, while another program has the book open: random walks of
//! two people, after which each row is what it was (P12).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use chrono::{DateTime, NaiveDate};
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{Store, StoreError};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use crate::desk::{Desk, TODAY};

const PEOPLE: [&str; 2] = ["ana", "bo"];
const NOTE: &str = "they asked for monthly strategy talks";

type Rows = BTreeMap<String, String>;

fn looked_at(book: &Path) -> Connection {
    Connection::open_with_flags(book, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the book")
}

/// What people recorded, row by row.
fn facts(book: &Path) -> Rows {
    let db = looked_at(book);
    let mut rows = Rows::new();
    for (table, keys) in [
        ("clients", 1),
        ("settings", 1),
        ("decisions", 1),
        ("placements", 2),
        ("scores", 1),
        ("reviews", 1),
        ("actions", 1),
        ("marks", 1),
    ] {
        let mut statement = db.prepare(&format!("SELECT * FROM {table}")).expect("a table");
        let columns = statement.column_count();
        let mut read = statement.query([]).expect("rows");
        while let Some(row) = read.next().expect("a row") {
            let values: Vec<Value> = (0..columns).map(|at| row.get(at).expect("a value")).collect();
            rows.insert(format!("{table} {:?}", &values[..keys]), format!("{values:?}"));
        }
    }
    rows
}

/// The last entry: its number, whose it is, its kind, the action it takes back or does again, what it says.
fn last(book: &Path) -> (i64, String, String, Option<i64>, String) {
    let sql = "SELECT seq, by, kind, root, summary FROM entries ORDER BY seq DESC LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
    looked_at(book).query_row(sql, [], read).expect("an entry")
}

/// Numbers that look drawn, the same for each seed.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// What is expected of each row: the actions that stand on it, each with what it found; and what each action leaves.
#[derive(Default)]
struct Expected {
    layers: HashMap<String, Vec<(i64, Option<String>)>>,
    leaves: HashMap<(i64, String), Option<String>>,
}

impl Expected {
    /// Holds what became of the rows against what the last entry says was done.
    fn hold(&mut self, book: &Path, before: &Rows, by: &str, told: &str) {
        let (after, (seq, who, kind, root, summary)) = (facts(book), last(book));
        assert_eq!(who, by);
        assert!(told.contains(&summary), "what is told is what was done: {told}: {summary}");
        let differing: BTreeSet<&String> =
            before.keys().chain(after.keys()).filter(|row| before.get(*row) != after.get(*row)).collect();
        for row in differing {
            match (kind.as_str(), root) {
                ("undo", Some(root)) => {
                    let (action, found) = self.layers.get_mut(row).and_then(Vec::pop).expect("somebody wrote the row");
                    assert_eq!(action, root, "{row} carries later work");
                    assert_eq!(after.get(row), found.as_ref(), "{row} is as {root} found it");
                }
                (_, Some(root)) => {
                    assert_eq!(after.get(row), self.leaves[&(root, row.clone())].as_ref(), "{row} is as {root} left it");
                    self.put(root, row, before);
                }
                (_, None) => {
                    self.leaves.insert((seq, row.clone()), after.get(row).cloned());
                    self.put(seq, row, before);
                }
            }
        }
    }

    fn put(&mut self, action: i64, row: &str, before: &Rows) {
        self.layers.entry(row.to_owned()).or_default().push((action, before.get(row).cloned()));
    }
}

fn stamp(by: &str) -> Stamp {
    let now = DateTime::parse_from_rfc3339(&format!("{TODAY}T09:00:00+00:00")).expect("an instant");
    Stamp { now, today: day(), by: by.to_owned() }
}

fn day() -> NaiveDate {
    TODAY.parse().expect("a day")
}

fn walk(seed: u64, steps: u64) {
    let desk = Desk::bare();
    for (name, id) in [("Acme Ltd", "A-1"), ("Globex", "A-2"), ("Acme Holdings", "A-3")] {
        desk.ok(&["--user", "somebody before", "add", name, "--id", id]);
    }
    let (mut draw, mut expected, book) = (Draw(seed), Expected::default(), desk.book());
    // A console that stays open all the while.
    let console = Store::open(&book, day()).expect("the book");
    let mut told = Vec::new();
    for step in 0..steps {
        let by = PEOPLE[draw.below(2) as usize];
        let client = ["A-1", "A-2", "A-3"][draw.below(3) as usize];
        let (goal, segment) = (format!("goal=of step {step}"), ["A", "B", "C", "D"][draw.below(4) as usize]);
        let name = format!("New {step}");
        let lead = (step + 1).to_string();
        let args: Vec<&str> = match draw.below(12) {
            0 => vec!["edit", client, &goal],
            1 => vec!["move", client, "--to", segment, "--note", NOTE],
            2 => vec!["review", client, "--action", "send the plan"],
            3 => vec!["score", client, "standardization=4"],
            4 => vec!["add", &name],
            5 => vec!["config", "set", "lead", &lead],
            6..=8 => vec!["undo"],
            _ => vec!["redo"],
        };
        let before = facts(&book);
        told.push(format!("{by}: {args:?}"));
        let undoes = matches!(args[0], "undo" | "redo");
        if undoes && draw.below(2) == 0 {
            console.look_again().expect("read");
            let done = if args[0] == "undo" { console.undo(&stamp(by)) } else { console.redo(&stamp(by)) };
            match done {
                Ok(receipt) => expected.hold(&book, &before, by, &receipt.summary),
                Err(StoreError::Refused(_) | StoreError::NothingTo(_)) => assert_eq!(facts(&book), before, "{told:#?}"),
                Err(error) => panic!("{error}: {told:#?}"),
            }
            continue;
        }
        let ran = desk.run(&[&["--user", by], args.as_slice()].concat());
        match ran.code {
            // Some answer with more than what the history says.
            0 if undoes => expected.hold(&book, &before, by, &ran.out),
            0 if facts(&book) == before => {}
            0 => expected.hold(&book, &before, by, &last(&book).4),
            2 => assert_eq!(facts(&book), before, "{told:#?}"),
            _ => panic!("{ran:?}: {told:#?}"),
        }
    }
    assert_eq!(desk.json(&["check"])["ok"], true, "seed {seed}: {told:#?}");
}

#[test]
fn two_people_take_back_and_do_again_from_programs_that_come_and_go() {
    walk(7, 20);
}

#[test]
#[ignore = "long: 200 walks of 40 commands; cargo test --release --test cli -- --ignored two_hundred_walks"]
fn two_hundred_walks_of_two_people_restore_exactly() {
    for seed in 1..=200 {
        walk(seed, 40);
    }
}
