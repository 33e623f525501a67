//! The same through the program: random books made by commands and imports, read back by `due --all --json`.

use std::cmp::Ordering;
use std::process::{Command as Process, Stdio};

use chrono::{DateTime, NaiveDate};
use quarterdeck::domain::cadence::{Event, Leaving, State, What};
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{AddClient, ClockAct, Command, Incoming, LogReview, Move, OnClock, OwnPeriods, PlanFirst};
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{ImportPolicy, RowEnd, Store};
use serde_json::Value;

use super::books::FIRST;
use super::chance::Chance;
use super::days::{plus, ranking_days};
use super::histories::{self, Entry};
use super::rules::{Face, Oracle};

const SEGMENTS: [&str; 4] = ["transform", "modernize", "educate", "sustain"];
const NOTE: &str = "said in the yearly talk about the contract";

/// A client as this test remembers it.
struct Known {
    id: ClientId,
    name: String,
    arr: Option<i64>,
    renewal: Option<NaiveDate>,
    facts: Vec<Event>,
    /// Reviews that count, and those that were voided.
    reviews: Vec<(i64, Event)>,
    voided: Vec<(i64, Event)>,
}

impl Known {
    fn all(&self) -> Vec<Event> {
        self.facts.iter().cloned().chain(self.reviews.iter().map(|(_, event)| event.clone())).collect()
    }
}

fn stamp(today: NaiveDate) -> Stamp {
    let now = DateTime::parse_from_rfc3339(&format!("{today}T09:00:00+01:00")).expect("an instant");
    Stamp { now, today, by: "ana".to_owned() }
}

fn fields(chance: &mut Chance, n: usize) -> (Known, Vec<(Field, String)>) {
    let name = format!("{} {}", chance.one(&["Acme", "Birch", "Cedar", "Dune"]).expect("some"), n % 3);
    let arr = chance.percent(70).then(|| chance.within(1, 3) * 1000);
    let renewal = chance.percent(60).then(|| plus(FIRST, 400 + chance.within(0, 2)));
    let mut fields = vec![(Field::Name, name.clone()), (Field::ExternalId, format!("X-{n}"))];
    fields.extend(arr.map(|arr| (Field::Arr, arr.to_string())));
    fields.extend(renewal.map(|date| (Field::RenewalOn, date.to_string())));
    let known = Known { id: ClientId(0), name, arr, renewal, facts: Vec::new(), reviews: Vec::new(), voided: Vec::new() };
    (known, fields)
}

/// A client that comes by an import, with how things have been.
fn imported(chance: &mut Chance, store: &Store, n: usize, today: NaiveDate, order: &mut i64) -> Known {
    let (mut known, fields) = fields(chance, n);
    let mut row = Incoming { fields, ..Incoming::default() };
    if chance.percent(75) {
        let segment = (*chance.one(&SEGMENTS).expect("some")).to_owned();
        let since = chance.percent(50).then(|| plus(today, -chance.within(0, 200)));
        known.facts.push(Event { on: since.unwrap_or(today), order: *order, what: What::Start { segment: segment.clone() } });
        (row.segment, row.segment_since) = (Some(segment), since);
    }
    *order += 1;
    if chance.percent(50) {
        let on = plus(today, -chance.within(0, 150));
        (row.last_review_on, row.last_review_kind) = (Some(on), Some("Review".to_owned()));
        known.reviews.push((0, Event { on, order: *order, what: What::Review { kind: "Review".to_owned() } }));
    }
    *order += 1;
    let made_at = stamp(today);
    let mut import = store.import(ImportPolicy::default(), &made_at).expect("an import begins");
    let RowEnd::Created(id) = import.row(2, &row).expect("a row ends") else { panic!("not made: {row:?}") };
    import.finish("imported a client", "{}").expect("an import ends");
    known.id = id;
    known
}

fn added(chance: &mut Chance, store: &Store, n: usize, today: NaiveDate) -> Known {
    let (mut known, fields) = fields(chance, n);
    known.id = ClientId(store.execute(&Command::Add(AddClient { fields }), &stamp(today)).expect("added").made[0]);
    known
}

/// One more thing happens to a client.
fn happens(chance: &mut Chance, store: &Store, known: &mut Known, today: NaiveDate, order: i64) {
    let ground = store.ground();
    let facts = known.all();
    let client = Oracle::on(ground.driving(), &ground.settings, &facts, today);
    let (archived, segment) = (client.is_archived(), client.segment().map(str::to_owned));
    let run = |command: &Command| store.execute(command, &stamp(today)).expect("allowed").made;
    let here = Event { on: today, order, what: What::Archive };
    match chance.within(0, 19) {
        0..=3 if !archived => {
            let to = (*chance.one(&SEGMENTS).expect("some")).to_owned();
            if Some(&to) == segment.as_ref() {
                return;
            }
            let leaving = if chance.percent(30) { Leaving::Forgive } else { Leaving::Hold };
            run(&Command::Move(Move {
                clients: vec![known.id.into()],
                model: None,
                to: to.as_str().into(),
                note: NOTE.to_owned(),
                reason: None,
                authorised_by: None,
                leaving,
            }));
            known.facts.push(Event { what: What::Move { to: Some(to), leaving }, ..here });
        }
        4..=6 if !archived => {
            let on = if chance.percent(50) { today } else { plus(today, -chance.within(0, 100)) };
            let kind = (*chance.one(&["Review", "QBR", "EBR"]).expect("some")).to_owned();
            let made = run(&Command::Review(LogReview { kind: Some(kind.clone()), ..LogReview::held(known.id, on) }));
            known.reviews.push((made[0], Event { on, order, what: What::Review { kind } }));
        }
        7 => {
            let counted = known.reviews.iter().position(|(id, _)| *id != 0);
            if let Some(at) = counted {
                let review = known.reviews.remove(at);
                run(&Command::VoidReview { review: review.0, note: NOTE.to_owned() });
                known.voided.push(review);
            }
        }
        8 => {
            if let Some(review) = known.voided.pop() {
                run(&Command::UnvoidReview { review: review.0 });
                known.reviews.push(review);
            }
        }
        10..=19 => {
            let (_, what) = histories::what(chance, ground.driving(), &client, today);
            let next = Entry { entered: today, fact: Event { what, ..here } };
            let before: Vec<Entry> = facts.iter().map(|fact| Entry { entered: today, fact: fact.clone() }).collect();
            let Some(command) = verb(known.id, &next.fact.what) else { return };
            let taken = store.execute(&command, &stamp(today)).is_ok();
            let expected = histories::accepts(ground.driving(), &ground.settings, &before, &next);
            assert!(taken == expected, "taken: {taken}, by the rules: {expected}: {:?} after {before:?}", next.fact);
            known.facts.extend(taken.then_some(next.fact));
        }
        _ if archived => {
            run(&Command::Restore { client: known.id, note: String::new() });
            known.facts.push(Event { what: What::Restore, ..here });
        }
        _ => {
            run(&Command::Archive { client: known.id, note: NOTE.to_owned() });
            known.facts.push(here);
        }
    }
}

/// The command for what happens to a clock; none for the rest.
fn verb(client: ClientId, what: &What) -> Option<Command> {
    let note = NOTE.to_owned();
    let (kind, act) = match what.clone() {
        What::Pause => return Some(Command::Pause { clients: vec![client], note }),
        What::Resume => return Some(Command::Resume { client, note }),
        What::Plan { kind, date } => return Some(Command::PlanFirst(PlanFirst { dates: vec![(client, kind, date)] })),
        What::Override { kind, every, until } => {
            return Some(Command::OwnPeriods(OwnPeriods { client, periods: vec![(kind, every)], until, note }));
        }
        What::Snooze { kind, until } => (kind, ClockAct::Snooze(until)),
        What::Wake { kind } => (kind, ClockAct::Wake),
        What::Book { kind, date } => (kind, ClockAct::Book(date)),
        What::Unbook { kind } => (kind, ClockAct::Unbook),
        What::Skip { kind } => (kind, ClockAct::Skip),
        What::Forgive { kind } => (kind, ClockAct::Forgive),
        What::Start { .. } | What::Move { .. } | What::Review { .. } | What::Archive | What::Restore => return None,
    };
    Some(Command::Clock(OnClock { clients: vec![client], kind: Some(kind), act, note }))
}

fn settings(chance: &mut Chance, store: &Store, today: NaiveDate) {
    let choices: [(&str, &[&str]); 4] = [
        ("roll", &["none", "following", "preceding"]),
        ("working_days", &["sun,mon,tue,wed,thu", "tue,thu", "mon,tue,wed,thu,fri,sat"]),
        ("lead", &["0", "3", "30"]),
        ("first_within", &["10 days", "6 weeks", "2 months"]),
    ];
    for (key, values) in choices {
        if chance.percent(40) {
            let value = (*chance.one(values).expect("some")).to_owned();
            store.execute(&Command::Set { key: key.to_owned(), value }, &stamp(today)).expect("set");
        }
    }
}

/// A random book in a folder, and what is known of its clients on the last day of entry.
fn book(chance: &mut Chance, store: &Store) -> (Vec<Known>, NaiveDate) {
    settings(chance, store, FIRST);
    let (mut today, mut order, mut clients) = (plus(FIRST, 20), 0, Vec::<Known>::new());
    for _ in 0..chance.within(20, 90) {
        order += 1;
        if clients.is_empty() || (chance.percent(30) && clients.len() < 25) {
            let n = clients.len();
            let known =
                if chance.percent(60) { imported(chance, store, n, today, &mut order) } else { added(chance, store, n, today) };
            clients.push(known);
        } else {
            let last = i64::try_from(clients.len()).expect("few") - 1;
            let at = usize::try_from(chance.within(0, last)).expect("small");
            happens(chance, store, &mut clients[at], today, order);
        }
        if chance.percent(60) {
            today = plus(today, chance.within(0, 12));
        }
    }
    (clients, today)
}

/// The place of a row in the list by C7: group, lateness ÷ period, then what settles a tie.
fn by_c7((a, x): &(&Known, Face), (b, y): &(&Known, Face)) -> Ordering {
    let last = |date: Option<NaiveDate>| date.unwrap_or(NaiveDate::MAX);
    let period = |face: &Face| i64::from(ranking_days(face.every.expect("it runs").0));
    x.state
        .cmp(&y.state)
        .then_with(|| (y.days_late * period(x)).cmp(&(x.days_late * period(y))))
        .then_with(|| x.effective.cmp(&y.effective))
        .then_with(|| last(a.renewal).cmp(&last(b.renewal)))
        .then_with(|| b.arr.unwrap_or(-1).cmp(&a.arr.unwrap_or(-1)))
        .then_with(|| a.name.cmp(&b.name))
        .then_with(|| a.id.cmp(&b.id))
}

fn word(state: State) -> &'static str {
    match state {
        State::Overdue => "overdue",
        State::Due => "due",
        State::Upcoming => "upcoming",
        State::NotDue => "not_due",
        State::Booked => "booked",
        State::Snoozed => "snoozed",
        State::AsNeeded => "as_needed",
        State::Paused => "paused",
    }
}

fn in_json(known: &Known, face: &Face) -> Value {
    serde_json::json!({
        "client_id": known.id.0, "kind": face.kind, "state": word(face.state), "anchor": face.anchor, "nominal": face.nominal,
        "effective": face.effective, "grace_end": face.grace_end, "days_late": face.days_late,
        "periods_missed": face.periods_missed, "first_review": face.first_review, "accelerated": face.accelerated,
        "held": face.held, "booked_on": face.booked_on, "snoozed_until": face.snoozed_until,
        "snooze_count": face.snooze_count, "period": face.every.map(|(period, _)| period.to_string()),
    })
}

fn printed(path: &std::path::Path, today: NaiveDate) -> Vec<Value> {
    let folder = path.parent().expect("a folder");
    let mut program = Process::new(env!("CARGO_BIN_EXE_quarterdeck"));
    program.env_clear().env("HOME", folder).env("TZ", "UTC").stdin(Stdio::null());
    program.arg("--book").arg(path).args(["--today", &today.to_string(), "--user", "ana", "due", "--all", "--json"]);
    let ran = program.output().expect("the program runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let answer: Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    answer["items"].as_array().expect("rows").clone()
}

/// Makes a random book and compares the due list of some days with the oracle, row by row and in order.
pub fn compare(seed: u64) {
    let mut chance = Chance(seed ^ 0x5EED);
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.expect("a folder");
    let path = folder.path().join("book.db");
    let store = Store::create(&path, "maturity-appetite", &stamp(FIRST)).expect("a book is made");
    let (clients, last) = book(&mut chance, &store);
    let ground = store.ground();
    for today in [last, plus(last, chance.within(1, 40)), plus(last, chance.within(41, 200))] {
        let faces = clients.iter().flat_map(|known| {
            let faces = Oracle::on(ground.driving(), &ground.settings, &known.all(), today).faces();
            faces.into_iter().map(move |face| (known, face))
        });
        let (mut listed, others): (Vec<_>, Vec<_>) = faces.partition(|(_, face)| face.state <= State::Upcoming);
        listed.sort_by(by_c7);
        let all = printed(&path, today);
        assert_eq!(all.len(), listed.len() + others.len(), "seed {seed} on {today}");
        for (at, (known, face)) in listed.iter().enumerate() {
            same(&all[at], known, face, &format!("seed {seed} on {today}, row {at} of {}", known.name));
        }
        for (known, face) in &others {
            let row = all.iter().find(|row| row["client_id"] == known.id.0).expect("a row of the client");
            same(row, known, face, &format!("seed {seed} on {today}, {}", known.name));
        }
        assert_eq!(store.check(today).expect("the book is read"), [], "seed {seed} on {today}");
    }
}

fn same(row: &Value, known: &Known, face: &Face, place: &str) {
    let expected = in_json(known, face);
    for (key, value) in expected.as_object().expect("fields") {
        assert_eq!(&row[key], value, "{key}: {place}\n{row}\n{expected}\n{:?}", known.all());
    }
}
