//! The book of the console's tests with bookings, snoozes, skips, weekly hours and a day off in it.

use tempfile::TempDir;

use crate::console::trial::{Trial, book, day, id, stamp};
use crate::domain::client::Field;
use crate::domain::command::{AddHolidays, ClockAct, Command, EditClient, HolidayMerge, Move, OnClock};
use crate::domain::model::builtin;
use crate::store::Store;

/// The screen over the story.
pub fn due(columns: u16, rows: u16) -> Trial {
    over(columns, rows, story)
}

/// The screen over a book.
pub fn over(columns: u16, rows: u16, make: impl Fn(&TempDir) -> Store) -> Trial {
    let mut trial = Trial::over(columns, rows, make);
    trial.press("2");
    trial
}

pub fn run(store: &Store, on: &str, command: &Command) {
    store.execute(command, &stamp(on)).expect("done");
}

fn act(store: &Store, on: &str, name: &str, act: ClockAct) {
    let note = "the office moves house until then".to_owned();
    run(store, on, &Command::Clock(OnClock { clients: vec![id(store, name)], kind: None, act, note }));
}

/// The book: two bookings, two snoozes, a skip, a first review ahead, a changed stage, weekly hours of two owners, a day off.
pub fn story(folder: &TempDir) -> Store {
    let store = book(folder);
    let confirmed = Command::Confirm {
        clients: vec![id(&store, "Folk").into()],
        model: None,
        note: "they stay for the plan of this year".to_owned(),
    };
    run(&store, "2026-04-10", &confirmed);
    act(&store, "2026-06-02", "Galería", ClockAct::Snooze(day("2026-06-12")));
    act(&store, "2026-06-12", "Galería", ClockAct::Snooze(day("2026-07-01")));
    act(&store, "2026-06-10", "Drachenblut", ClockAct::Book(day("2026-07-03")));
    act(&store, "2026-06-10", "Chop-suey", ClockAct::Book(day("2026-06-18")));
    act(&store, "2026-06-11", "Ernst", ClockAct::Skip);
    let moved = Move {
        clients: vec![id(&store, "North").into()],
        model: None,
        to: "C".into(),
        note: "they took on a second product line".to_owned(),
        reason: None,
        authorised_by: None,
        leaving: crate::domain::cadence::Leaving::Hold,
    };
    run(&store, "2026-06-12", &Command::Move(moved));
    let staged = EditClient { client: id(&store, "Hungry"), seen: None, fields: vec![(Field::Stage, "renewal".to_owned())] };
    run(&store, "2026-06-12", &Command::Edit(staged));
    for (owner, hours) in [("Ana", "3"), ("Ben", "4.5")] {
        run(&store, "2026-06-12", &Command::Set { key: format!("capacity.{owner}"), value: hours.to_owned() });
    }
    let days = [(day("2026-06-19"), "Midsummer".to_owned())].into();
    run(&store, "2026-06-12", &Command::Holidays(AddHolidays { calendar: None, days, merge: HolidayMerge::Add }));
    store.turn_to(day("2026-06-15")).expect("the day is turned");
    store
}

/// The same with three kinds of review: QBR, meeting and check-in.
pub fn three_kinds(folder: &TempDir) -> Store {
    let store = story(folder);
    let (key, toml) = builtin::all()[0];
    let more = "[[segments.touchpoints]]\nkind = \"Meeting\"\nevery = \"2 weeks\"\nhold_hours = 0.5\n\n\
                [[segments.touchpoints]]\nkind = \"Check-in\"\nevery = \"1 month\"\nhold_hours = 0.25\n\n\
                [[segments.touchpoints]]\nkind = \"Review\"";
    let toml = toml.replacen("[[segments.touchpoints]]\nkind = \"Review\"", more, 1);
    let toml =
        toml.replace("kind = \"Review\"", "kind = \"QBR\"").replace("satisfied_by = [\"QBR\"", "satisfied_by = [\"Review\"");
    run(&store, "2026-06-12", &Command::EditModel { key: key.to_owned(), toml, seen: None });
    store.turn_to(day("2026-06-15")).expect("the day is turned");
    store
}
