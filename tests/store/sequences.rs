//! Random sequences by two people, with undo and redo between: facts come back exactly, nobody's later work is taken back.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use quarterdeck::domain::calendar::Period;
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{
    ActionDraft, AddClient, AddHolidays, ClockAct, Command, EditClient, HolidayMerge, LogReview, OnClock, OnExisting, OwnPeriods,
    PlanFirst, ScoreClient, StillRight,
};
use quarterdeck::domain::model::builtin;
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{ImportPolicy, Matching, Receipt, RowEnd, Store, StoreError};

use super::common::{Dump, MODEL, NOTE, TOUCH, book_at, dump, folder, incoming, stamp_of, to, today, whole};

/// One act: what, by whom, how many days after the one before, and three numbers that fill it in.
#[derive(Debug, Clone, Copy)]
struct Act {
    what: What,
    by_bo: bool,
    days: i64,
    which: usize,
    a: u8,
    b: u8,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Add,
    Edit,
    Move,
    MoveMany,
    Confirm,
    Score,
    Review,
    RichReview,
    Void,
    Unvoid,
    Settle,
    Archive,
    Restore,
    Set,
    Clock,
    Pause,
    Resume,
    OwnPeriod,
    Plan,
    Holidays,
    Model,
    Import,
    ImportAndPlace,
    Place,
    Session,
    Finalise,
    Undo,
    Redo,
    Reopen,
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        3 => Just(What::Add),
        3 => Just(What::Edit),
        5 => Just(What::Move),
        1 => Just(What::MoveMany),
        2 => Just(What::Confirm),
        3 => Just(What::Score),
        3 => Just(What::Review),
        2 => Just(What::RichReview),
        2 => Just(What::Void),
        1 => Just(What::Unvoid),
        1 => Just(What::Settle),
        2 => Just(What::Archive),
        2 => Just(What::Restore),
        1 => Just(What::Set),
        4 => Just(What::Clock),
        1 => Just(What::Pause),
        1 => Just(What::Resume),
        1 => Just(What::OwnPeriod),
        1 => Just(What::Plan),
        1 => Just(What::Holidays),
        1 => Just(What::Model),
        1 => Just(What::Import),
        1 => Just(What::ImportAndPlace),
        1 => Just(What::Place),
        6 => Just(What::Session),
        1 => Just(What::Finalise),
        7 => Just(What::Undo),
        5 => Just(What::Redo),
        1 => Just(What::Reopen),
    ]
}

/// Mostly a session, with what goes on in the book meanwhile.
fn in_session() -> impl Strategy<Value = What> {
    prop_oneof![
        2 => Just(What::Add),
        1 => Just(What::Edit),
        1 => Just(What::Move),
        1 => Just(What::Score),
        1 => Just(What::Archive),
        24 => Just(What::Session),
        3 => Just(What::Finalise),
        6 => Just(What::Undo),
        5 => Just(What::Redo),
        1 => Just(What::Reopen),
    ]
}

fn act(what: impl Strategy<Value = What>) -> impl Strategy<Value = Act> {
    (what, any::<bool>(), -1_i64..12, 0_usize..8, any::<u8>(), any::<u8>()).prop_map(|(what, by_bo, days, which, a, b)| Act {
        what,
        by_bo,
        days,
        which,
        a,
        b,
    })
}

/// What is expected of the book beside its tables: who wrote each row last, in which action, over what.
struct World {
    path: PathBuf,
    /// The book as ana has it open, and as bo has it.
    stores: [Option<Store>; 2],
    /// Whose turn it is.
    turn: usize,
    today: NaiveDate,
    clients: Vec<ClientId>,
    reviews: Vec<i64>,
    /// Per row the actions that stand on it, each with what it found and what it left.
    layers: HashMap<String, Vec<Layer>>,
    /// Per action and row: what it leaves there when done again.
    leaves: HashMap<(i64, String), Option<String>>,
}

struct Layer {
    action: i64,
    found: Option<String>,
}

const SEGMENTS: [&str; 4] = ["transform", "modernize", "educate", "sustain"];
const FACTORS: [&str; 6] = ["standardization", "stability", "proactivity", "engagement", "feedback", "goals"];

impl World {
    fn store(&self) -> &Store {
        self.stores[self.turn].as_ref().expect("an open book")
    }

    fn client(&self, act: Act) -> ClientId {
        self.clients.get(act.which % self.clients.len().max(1)).copied().unwrap_or(ClientId(404))
    }

    fn command(&self, act: Act) -> Command {
        let client = self.client(act);
        let note = NOTE.to_owned();
        let segment = SEGMENTS[usize::from(act.a) % 4];
        let factor = FACTORS[usize::from(act.a) % 6].to_owned();
        let review = self.reviews.get(usize::from(act.a) % self.reviews.len().max(1)).copied().unwrap_or(404);
        match act.what {
            What::Add => Command::Add(AddClient {
                fields: vec![
                    (Field::Name, format!("Client {}", act.a % 5)),
                    (Field::Arr, u32::from(act.b).to_string()),
                    (Field::Owner, ["Ana", "Bo", ""][usize::from(act.b) % 3].to_owned()),
                    (Field::Currency, ["EUR", "USD", ""][usize::from(act.a) % 3].to_owned()),
                ],
            }),
            What::Edit => {
                let field = [
                    Field::Name,
                    Field::Arr,
                    Field::Goal,
                    Field::Stage,
                    Field::Owner,
                    Field::RenewalOn,
                    Field::Tags,
                    Field::Champion,
                    Field::Measures,
                ];
                let field = field[usize::from(act.a) % field.len()];
                let value = match field {
                    Field::Arr => act.b.to_string(),
                    Field::RenewalOn => (self.today + Days::new(u64::from(act.b))).to_string(),
                    Field::Champion if act.b.is_multiple_of(3) => String::new(),
                    Field::Measures => format!("n{}={}; n1=", act.b % 4, act.b),
                    _ => format!("Value {}", act.b % 4),
                };
                Command::Edit(EditClient { client, seen: None, fields: vec![(field, value)] })
            }
            What::Move => Command::Move(to(client, segment)),
            What::MoveMany => {
                let mut moved = to(client, segment);
                moved.clients = self.clients.iter().take(3).map(|client| (*client).into()).collect();
                Command::Move(moved)
            }
            What::Confirm => Command::Confirm { clients: vec![client.into()], model: None, note },
            What::Score => {
                Command::Score(ScoreClient { clients: vec![client], model: None, values: vec![(factor, act.b % 5 + 1)] })
            }
            What::Review => Command::Review(LogReview::held(client, self.today - Days::new(u64::from(act.a)))),
            What::RichReview => {
                let mut review = LogReview::held(client, self.today);
                review.actions = vec![ActionDraft { text: "send the plan".to_owned(), ..ActionDraft::default() }];
                review.scores = vec![(factor, act.b % 5 + 1)];
                review.still_right = match act.b % 3 {
                    0 => StillRight::NotAsked,
                    1 => StillRight::Confirmed { note: String::new() },
                    _ => StillRight::Moved { to: segment.to_owned(), note, reason: None },
                };
                Command::Review(review)
            }
            What::Void => Command::VoidReview { review, note },
            What::Unvoid => Command::UnvoidReview { review },
            What::Settle => Command::SettleAction { action: review + 1, done_on: act.b.is_multiple_of(2).then_some(self.today) },
            What::Archive => Command::Archive { client, note },
            What::Restore => Command::Restore { client, note },
            What::Place => Command::Place { clients: vec![(client, segment.to_owned())], model: None, note },
            What::Clock => {
                let date = self.today + Days::new(u64::from(act.a % 60));
                let act = match act.b % 6 {
                    0 => ClockAct::Book(date),
                    1 => ClockAct::Unbook,
                    2 => ClockAct::Snooze(date),
                    3 => ClockAct::Wake,
                    4 => ClockAct::Skip,
                    _ => ClockAct::Forgive,
                };
                Command::Clock(OnClock { clients: vec![client], kind: None, act, note })
            }
            What::Pause => Command::Pause { clients: vec![client], note },
            What::Resume => Command::Resume { client, note: String::new() },
            What::OwnPeriod => {
                let every = (!act.a.is_multiple_of(3)).then_some(Period::weeks(u32::from(act.a % 9) + 1));
                let until = act.b.is_multiple_of(2).then_some(self.today + Days::new(u64::from(act.b)));
                Command::OwnPeriods(OwnPeriods { client, periods: vec![("Review".to_owned(), every)], until, note })
            }
            What::Plan => {
                let (reviews, spread) = self.store().spread_first(self.today, None).expect("a plan");
                let dates = spread.planned.iter().map(|planned| {
                    let review = &reviews[planned.review];
                    (review.client, review.kind.clone(), planned.on)
                });
                Command::PlanFirst(PlanFirst { dates: dates.collect() })
            }
            What::Holidays => {
                let day = self.today + Days::new(u64::from(act.b % 40));
                let calendar = [None, Some("Ana"), Some("north")][usize::from(act.a) % 3].map(str::to_owned);
                let merge = if act.b.is_multiple_of(3) { HolidayMerge::Replace } else { HolidayMerge::Add };
                let days = if act.b.is_multiple_of(9) { Vec::new() } else { vec![(day, "Feast".to_owned())] };
                Command::Holidays(AddHolidays { calendar, days: days.into_iter().collect(), merge })
            }
            What::Model => match act.a % 4 {
                0 => Command::AddModel { toml: TOUCH.to_owned() },
                1 => Command::UseModel { key: ["touch", MODEL][usize::from(act.b) % 2].to_owned() },
                2 => {
                    let every = format!("every = \"{} weeks\"", act.b % 12 + 1);
                    let toml = builtin::find(MODEL).expect("the default model").replace("every = \"1 month\"", &every);
                    Command::EditModel { key: MODEL.to_owned(), toml, seen: None }
                }
                _ => Command::EvaluateModel { key: MODEL.to_owned(), note: String::new() },
            },
            What::Set => match act.a % 8 {
                5 => Command::Set { key: "calendar".to_owned(), value: ["north", "book"][usize::from(act.b) % 2].to_owned() },
                6 => Command::Set { key: "calendar.Bo".to_owned(), value: ["north", ""][usize::from(act.b) % 2].to_owned() },
                7 => {
                    let value = ["mon,tue", "sun,mon,tue", ""][usize::from(act.b) % 3].to_owned();
                    Command::Set { key: "working_days.ana".to_owned(), value }
                }
                0 => Command::Set { key: "lead".to_owned(), value: act.b.to_string() },
                1 => Command::Set { key: "currency".to_owned(), value: ["EUR", "CHF"][usize::from(act.b) % 2].to_owned() },
                2 => Command::Set { key: "roll".to_owned(), value: ["none", "following"][usize::from(act.b) % 2].to_owned() },
                3 => Command::Set { key: "first_within".to_owned(), value: format!("{} days", act.b % 60 + 1) },
                _ => Command::Set { key: "capacity.Ana".to_owned(), value: (act.b % 100).to_string() },
            },
            What::Session => super::session_acts::command(self.store(), client, &self.clients, (act.a, act.b), self.today),
            What::Import | What::ImportAndPlace | What::Finalise | What::Undo | What::Redo | What::Reopen => {
                unreachable!("no command")
            }
        }
    }

    fn import(&mut self, act: Act, stamp: &Stamp, place: bool) -> Result<Option<Receipt>, StoreError> {
        let store = self.stores[self.turn].as_ref().expect("an open book");
        let on_existing = [OnExisting::Update, OnExisting::Skip, OnExisting::Fill][usize::from(act.b) % 3];
        let mut import = store.import(ImportPolicy { matching: Matching::Id, on_existing }, stamp)?;
        let mut made = Vec::new();
        for row in 0..3_u8 {
            let id = format!("C{}", act.a.wrapping_add(row) % 6);
            let mut incoming = incoming(&[(Field::ExternalId, &id), (Field::Name, &format!("Client {}", act.b % 4))]);
            if act.a.is_multiple_of(2) {
                incoming.segment = Some(SEGMENTS[usize::from(act.b) % 4].to_owned());
                incoming.segment_since = Some(self.today - Days::new(u64::from(act.b)));
            }
            incoming.last_review_on = act.b.is_multiple_of(4).then(|| self.today - Days::new(u64::from(act.a)));
            incoming.archived = act.b.is_multiple_of(7).then_some(true);
            incoming.scores = FACTORS.iter().map(|factor| ((*factor).to_owned(), act.a % 5 + 1)).collect();
            if let RowEnd::Created(client) = import.row(u64::from(row) + 2, &incoming)? {
                made.push(client);
            }
        }
        if place {
            import.place(NOTE)?;
        }
        let receipt = import.finish("imported", "{}")?;
        if receipt.is_some() {
            self.clients.extend(made);
        }
        Ok(receipt)
    }

    /// Does one act and holds the book against what is expected of it.
    fn act(&mut self, act: Act) {
        self.today = if act.days < 0 { self.today - Days::new(1) } else { self.today + Days::new(act.days.unsigned_abs()) };
        let stamp = stamp_of(if act.by_bo { "bo" } else { "ana" }, self.today);
        self.turn = usize::from(act.by_bo);
        // As the console does before it answers a key after the other one has written.
        self.store().look_again().expect("read");
        let before = dump(&self.path);
        match act.what {
            What::Reopen => {
                self.stores[self.turn] = None;
                self.stores[self.turn] = Some(Store::open(&self.path, self.today).expect("it opens again"));
                assert_eq!(dump(&self.path), before);
            }
            What::Finalise => {
                let finalise = super::session_acts::finalise(self.store(), &self.clients);
                match self.store().finalise(&finalise, &stamp) {
                    Ok(done) => self.done(done.receipt.seq, &before),
                    Err(error) => self.refused(&error, &before),
                }
            }
            What::Undo => self.undo(&stamp, &before),
            What::Redo => self.redo(&stamp, &before),
            What::Import | What::ImportAndPlace => {
                let done = self.import(act, &stamp, matches!(act.what, What::ImportAndPlace));
                match done {
                    Ok(Some(receipt)) => self.done(receipt.seq, &before),
                    Ok(None) => assert_eq!(dump(&self.path), before, "nothing was to be written"),
                    Err(error) => self.refused(&error, &before),
                }
            }
            What::Add
            | What::Edit
            | What::Move
            | What::MoveMany
            | What::Confirm
            | What::Score
            | What::Review
            | What::RichReview
            | What::Void
            | What::Unvoid
            | What::Settle
            | What::Archive
            | What::Restore
            | What::Set
            | What::Clock
            | What::Pause
            | What::Resume
            | What::OwnPeriod
            | What::Plan
            | What::Holidays
            | What::Model
            | What::Session
            | What::Place => match self.store().execute(&self.command(act), &stamp) {
                Ok(receipt) => {
                    match act.what {
                        What::Add => self.clients.extend(receipt.made.iter().map(|id| ClientId(*id))),
                        What::Review | What::RichReview => self.reviews.extend(&receipt.made),
                        _ => {}
                    }
                    self.done(receipt.seq, &before);
                }
                Err(error) => self.refused(&error, &before),
            },
        }
    }

    fn refused(&self, error: &StoreError, before: &Dump) {
        assert!(matches!(error, StoreError::Refused(_) | StoreError::NothingTo(_)), "no refusal: {error:?}");
        assert_eq!(&dump(&self.path), before, "a refusal changes nothing");
    }

    fn done(&mut self, action: i64, before: &Dump) {
        let after = dump(&self.path);
        for row in differing(before, &after) {
            let layer = Layer { action, found: before.get(&row).cloned() };
            self.leaves.insert((action, row.clone()), after.get(&row).cloned());
            self.layers.entry(row).or_default().push(layer);
        }
    }

    fn undo(&mut self, stamp: &Stamp, before: &Dump) {
        let Some(step) = self.store().next_undo(&stamp.by).expect("read") else {
            let error = self.store().undo(stamp).expect_err("nothing to undo");
            return self.refused(&error, before);
        };
        let on_top = self.rows_of(step.root).iter().all(|row| self.top(row) == Some(step.root));
        match self.store().undo(stamp) {
            Ok(_) => {
                let after = dump(&self.path);
                let changed = differing(before, &after);
                assert_eq!(changed, self.rows_of(step.root), "an undo touches the rows of its action and no others");
                for row in changed {
                    let layer = self.layers.get_mut(&row).and_then(Vec::pop).expect("somebody wrote the row");
                    assert_eq!(layer.action, step.root, "{row} carries later work");
                    assert_eq!(after.get(&row), layer.found.as_ref(), "{row} is as it was");
                }
                // What is computed follows: it equals its recomputation from the facts, which are those of before.
                self.store().turn_to(self.today).expect("the day turns");
                whole(self.store(), self.today);
            }
            Err(error) => {
                self.refused(&error, before);
                // What was said in a session that was given up stays there.
                if error.to_string().contains("was given up") {
                    return;
                }
                let depends = error.to_string().contains("changed since");
                assert!(depends, "an undo is refused for two reasons only: {error}");
                // Rows of its own may all be on top: then something new points to a row it made.
                let made = self.rows_of(step.root).iter().any(|row| self.found(row, step.root).is_none());
                assert!(!on_top || made, "nothing stood in the way: {error}");
            }
        }
    }

    fn redo(&mut self, stamp: &Stamp, before: &Dump) {
        let Some(step) = self.store().next_redo(&stamp.by).expect("read") else {
            let error = self.store().redo(stamp).expect_err("nothing to redo");
            return self.refused(&error, before);
        };
        match self.store().redo(stamp) {
            Ok(_) => {
                let after = dump(&self.path);
                for row in differing(before, &after) {
                    let left = self.leaves.get(&(step.root, row.clone())).expect("the action wrote the row");
                    assert_eq!(after.get(&row), left.as_ref(), "{row} is as the action left it");
                    self.layers
                        .entry(row.clone())
                        .or_default()
                        .push(Layer { action: step.root, found: before.get(&row).cloned() });
                }
            }
            Err(error) => self.refused(&error, before),
        }
    }

    /// The rows an action wrote.
    fn rows_of(&self, action: i64) -> BTreeSet<String> {
        self.leaves.keys().filter(|(of, _)| *of == action).map(|(_, row)| row.clone()).collect()
    }

    fn top(&self, row: &str) -> Option<i64> {
        self.layers.get(row).and_then(|layers| layers.last()).map(|layer| layer.action)
    }

    fn found(&self, row: &str, action: i64) -> Option<&String> {
        self.layers.get(row)?.iter().find(|layer| layer.action == action)?.found.as_ref()
    }
}

fn differing(before: &Dump, after: &Dump) -> BTreeSet<String> {
    before.keys().chain(after.keys()).filter(|row| before.get(*row) != after.get(*row)).cloned().collect()
}

fn run(acts: &[Act]) {
    let folder = folder();
    let store = super::common::book(&folder);
    let mut world = World {
        path: book_at(&folder),
        stores: [Some(store), Some(Store::open(&book_at(&folder), today()).expect("a second instance"))],
        turn: 0,
        today: today(),
        clients: Vec::new(),
        reviews: Vec::new(),
        layers: HashMap::new(),
        leaves: HashMap::new(),
    };
    for act in acts {
        world.act(*act);
    }
    for store in &mut world.stores {
        let store = store.take().expect("an open book");
        store.look_again().expect("read");
        store.turn_to(world.today).expect("the day turns");
        whole(&store, world.today);
    }
    a_revision_names_one_state(&world.path);
    let store = Store::open(&world.path, world.today).expect("it opens again");
    whole(&store, world.today);
}

/// No row ever had two states under one revision, whatever was taken back in between (P5).
fn a_revision_names_one_state(path: &std::path::Path) {
    let db = super::common::plain(path);
    let mut statement = db
        .prepare(
            "SELECT json_extract(f, '$.fact') || coalesce(' ' || json_extract(f, '$.id'), '') || coalesce(' ' || json_extract(f, '$.key'), '')
                    || coalesce(' ' || json_extract(f, '$.session'), '') || coalesce(' ' || json_extract(f, '$.client'), '')
                    || coalesce(' ' || json_extract(f, '$.voter'), '') || coalesce(' ' || json_extract(f, '$.model'), '')
                    || CASE json_extract(f, '$.fact') WHEN 'calendar' THEN ' ' || json_extract(f, '$.name') ELSE '' END,
                    json_extract(f, '$.rev'), f
               FROM (SELECT before AS f FROM changes UNION ALL SELECT after FROM changes)
              WHERE f IS NOT NULL AND json_extract(f, '$.rev') IS NOT NULL",
        )
        .expect("a query");
    let mut states: HashMap<(String, i64), String> = HashMap::new();
    let mut rows = statement.query([]).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        let (key, rev, state): (String, i64, String) =
            (row.get(0).expect("a key"), row.get(1).expect("a number"), row.get(2).expect("a text"));
        // A model that was added, taken back and added again begins with 1 each time.
        if rev == 1 && key.starts_with("model") {
            continue;
        }
        let known = states.entry((key.clone(), rev)).or_insert_with(|| state.clone());
        assert_eq!(*known, state, "{key} has two states of revision {rev}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn undo_and_redo_restore_exactly_and_never_touch_later_work(acts in proptest::collection::vec(act(what()), 10..50)) {
        run(&acts);
    }

    #[test]
    fn what_two_people_do_in_a_session_is_taken_back_exactly(acts in proptest::collection::vec(act(in_session()), 10..50)) {
        run(&[&placed(), acts.as_slice()].concat());
    }
}

/// Three clients in segments, and a session over the book.
fn placed() -> Vec<Act> {
    let act = |what, which, a, b| Act { what, by_bo: false, days: 0, which, a, b };
    let clients = (0..3_u8).flat_map(|at| [act(What::Add, 0, at, 60 + at), act(What::Move, usize::from(at), at, 0)]);
    clients.chain([act(What::Session, 0, 0, 0)]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "long: 10,000 sequences; cargo test --test store -- --ignored sequences"]
    fn ten_thousand_sequences_restore_exactly(acts in proptest::collection::vec(act(what()), 10..60)) {
        run(&acts);
    }
    #[test]
    #[ignore = "long: 10,000 sequences; cargo test --release --test store -- --ignored sequences"]
    fn ten_thousand_sessions_are_taken_back_exactly(acts in proptest::collection::vec(act(in_session()), 10..80)) {
        run(&[&placed(), acts.as_slice()].concat());
    }
}
