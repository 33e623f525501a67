//! Windows of rows: paging in any direction gives what one big read gives, in the order of the rules, counted truly, and a
//! filter lets through what its words say.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use quarterdeck::domain::cadence::{DueRank, Group, State};
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{ClockAct, Command, Incoming, LogReview, OnClock};
use quarterdeck::domain::filter::Filter;
use quarterdeck::domain::money::Sums;
use quarterdeck::domain::text::fold;
use quarterdeck::store::{
    BoardRow, ClientQuery, ClientRow, Direction, DueCounts, DueQuery, DueRange, DueRow, ImportPolicy, SortKey, Store,
};

use super::common::{ana, book, folder, import, incoming, move_to, today, whole};

/// What a client of a random book is made of.
#[derive(Debug, Clone)]
struct Draft {
    name: u8,
    owner: u8,
    arr: u8,
    segment: u8,
    since: u16,
    reviewed: Option<u16>,
    renewal: Option<u8>,
    scores: Vec<u8>,
    archived: bool,
    tag: u8,
    moved: Option<u8>,
    act: Option<(u8, u8)>,
}

fn draft() -> impl Strategy<Value = Draft> {
    let act = proptest::option::of((any::<u8>(), any::<u8>()));
    let more = (any::<u8>(), proptest::option::of(any::<u8>()), prop::bool::weighted(0.1), act);
    let facts = (any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>(), 0_u16..200);
    let dates = (proptest::option::of(0_u16..200), proptest::option::of(any::<u8>()));
    (facts, dates, proptest::collection::vec(1_u8..=5, 0..=6), more).prop_map(
        |((name, owner, arr, segment, since), (reviewed, renewal), scores, (tag, moved, archived, act))| Draft {
            name,
            owner,
            arr,
            segment,
            since,
            reviewed,
            renewal,
            scores,
            archived,
            tag,
            moved,
            act,
        },
    )
}

const FACTORS: [&str; 6] = ["standardization", "stability", "proactivity", "engagement", "feedback", "goals"];
const SEGMENTS: [&str; 5] = ["transform", "modernize", "educate", "sustain", ""];
const OWNERS: [&str; 4] = ["Ana", "Böhm", "chi", ""];

fn row(at: usize, draft: &Draft) -> Incoming {
    let maybe = |field, value: String| (!value.is_empty()).then_some((field, value));
    let fields = [
        // Few names, so that many tie.
        Some((Field::Name, format!("Client {}", draft.name % 7))),
        Some((Field::ExternalId, format!("X{at}"))),
        maybe(Field::Owner, OWNERS[usize::from(draft.owner) % 4].to_owned()),
        (!draft.arr.is_multiple_of(5)).then(|| (Field::Arr, (u32::from(draft.arr % 6) * 1_000).to_string())),
        draft.arr.is_multiple_of(3).then(|| (Field::Currency, "USD".to_owned())),
        draft.renewal.map(|days| (Field::RenewalOn, (today() + Days::new(u64::from(days % 5) * 30)).to_string())),
        draft
            .tag
            .is_multiple_of(3)
            .then(|| (Field::Tags, ["vip", "vip;pilot", "100%"][usize::from(draft.tag) % 9 / 3].to_owned())),
        (draft.tag % 4 == 1).then(|| (Field::Stage, ["onboarding", "steady"][usize::from(draft.tag) % 8 / 4].to_owned())),
    ];
    let segment = SEGMENTS[usize::from(draft.segment) % 5];
    Incoming {
        fields: fields.into_iter().flatten().collect(),
        segment: (!segment.is_empty()).then(|| segment.to_owned()),
        segment_since: (!segment.is_empty()).then(|| today() - Days::new(u64::from(draft.since))),
        last_review_on: draft.reviewed.map(|days| today() - Days::new(u64::from(days))),
        scores: draft.scores.iter().zip(FACTORS).map(|(value, factor)| (factor.to_owned(), *value)).collect(),
        archived: draft.archived.then_some(true),
        ..incoming(&[])
    }
}

fn filled(folder: &tempfile::TempDir, drafts: &[Draft]) -> Store {
    let store = book(folder);
    let rows: Vec<Incoming> = drafts.iter().enumerate().map(|(at, draft)| row(at, draft)).collect();
    let ends = import(&store, ImportPolicy::default(), &rows, &ana());
    for (end, draft) in ends.iter().zip(drafts) {
        let quarterdeck::store::RowEnd::Created(client) = end else { continue };
        if let Some(moved) = draft.moved.filter(|moved| !draft.archived && moved % 3 == 0) {
            let to = SEGMENTS[usize::from(moved) % 4];
            if to != SEGMENTS[usize::from(draft.segment) % 5] {
                move_to(&store, *client, to, &ana());
            }
        }
        if let Some((act, day)) = draft.act {
            let date = today() + Days::new(u64::from(day % 60));
            let act = match act % 5 {
                0 => ClockAct::Book(date),
                1 | 2 => ClockAct::Snooze(date),
                3 => ClockAct::Skip,
                _ => {
                    // Refused where the client is archived.
                    let _ = store.execute(&Command::Pause { clients: vec![*client], note: NOTE.to_owned() }, &ana());
                    continue;
                }
            };
            // Refused where nothing is asked for, or the date is not allowed.
            let _ = store
                .execute(&Command::Clock(OnClock { clients: vec![*client], kind: None, act, note: NOTE.to_owned() }), &ana());
        }
    }
    store
}

const NOTE: &str = "they are away until then";

/// Reads a list by windows from a start to its end, forward or backward.
fn paged<R, K: Clone>(
    size: usize,
    key: impl Fn(&R) -> K,
    direction: Direction,
    read: impl Fn(Option<&K>, usize) -> Vec<R>,
) -> Vec<R> {
    let mut all: Vec<R> = Vec::new();
    let mut from: Option<K> = None;
    loop {
        let page = read(from.as_ref(), size);
        assert!(page.len() <= size);
        let edge = if direction == Direction::After { page.last() } else { page.first() };
        let Some(edge) = edge else { return all };
        from = Some(key(edge));
        match direction {
            Direction::After => all.extend(page),
            Direction::Before => {
                all.splice(0..0, page);
            }
        }
        assert!(all.len() <= 200, "the windows do not end");
    }
}

fn all_clients(store: &Store, query: &ClientQuery, today: NaiveDate) -> Vec<ClientRow> {
    store.clients(query, None, Direction::After, 1_000, today).expect("clients")
}

fn all_due(store: &Store, query: &DueQuery, today: NaiveDate) -> Vec<DueRow> {
    store.due(query, None, 1_000, today).expect("due")
}

fn filter(text: &str) -> Option<Filter> {
    Some(text.parse().expect("a filter"))
}

const BOTH: [Direction; 2] = [Direction::After, Direction::Before];

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn windows_of_any_size_add_up_to_one_big_read(
        drafts in proptest::collection::vec(draft(), 1..40), size in 1_usize..=7, ahead in 0_u64..200,
    ) {
        let folder = folder();
        let store = filled(&folder, &drafts);
        let today = today() + Days::new(ahead);
        for segment in SEGMENTS {
            for text in ["", "owner:ana", "arr>2k"] {
                let filter = filter(text);
                let read = |from: Option<&_>, direction, limit| {
                    store.board_rows(None, segment, filter.as_ref(), from, direction, limit, today).expect("rows")
                };
                let whole = read(None, Direction::After, 1_000);
                for direction in BOTH {
                    let pages = paged(size, |row: &BoardRow| row.key.clone(), direction, |from, limit| read(from, direction, limit));
                    prop_assert_eq!(&pages, &whole);
                }
            }
        }
        for (sort, name) in SortKey::ALL {
            for descending in [false, true] {
                let query = ClientQuery { sort, descending, ..ClientQuery::default() };
                let whole = all_clients(&store, &query, today);
                for direction in BOTH {
                    let pages = paged(size, |row: &ClientRow| row.key.clone(), direction, |from, limit| {
                        store.clients(&query, from, direction, limit, today).expect("clients")
                    });
                    prop_assert_eq!(&pages, &whole, "by {}", name);
                }
            }
        }
        for range in [DueRange::Now, DueRange::Until(today + Days::new(40)), DueRange::Shown, DueRange::All] {
            let query = DueQuery { range, ..DueQuery::default() };
            let whole = all_due(&store, &query, today);
            let forward = paged(size, |row: &DueRow| row.key.clone(), Direction::After, |from, limit| {
                store.due(&query, from, limit, today).expect("due")
            });
            prop_assert_eq!(&forward, &whole);
            for (at, row) in whole.iter().enumerate() {
                let before = store.due_before(&query, &row.key, size, today).expect("due");
                prop_assert_eq!(&before[..], &whole[at.saturating_sub(size)..at]);
            }
        }
    }

    #[test]
    fn the_due_list_is_in_the_order_of_the_rules_and_its_counts_are_its_rows(
        drafts in proptest::collection::vec(draft(), 1..40), ahead in 0_u64..200,
    ) {
        let folder = folder();
        let store = filled(&folder, &drafts);
        let day = today() + Days::new(ahead);
        let clients = all_clients(&store, &ClientQuery { filter: filter("archived or -archived"), ..ClientQuery::default() }, day);
        let lead = store.ground().settings.lead;
        let keys: Vec<(ClientId, String)> = clients.iter().map(|row| (row.client, fold(&row.name))).collect();
        let mut ranked = Vec::new();
        for (row, (client, name)) in clients.iter().zip(&keys) {
            for clock in store.clocks_on(*client, day).expect("clocks") {
                let rank = DueRank::of(&clock.clock.clock, day, lead, name, *client);
                ranked.extend(rank.map(|rank| (rank.with(row.renewal_on, row.arr), clock.clock.clock.kind.clone())));
            }
        }
        ranked.sort();
        let rows = all_due(&store, &DueQuery::default(), day);
        let listed: Vec<(ClientId, String)> = rows.iter().map(|row| (row.client, row.clock.clock.kind.clone())).collect();
        let expected: Vec<(ClientId, String)> = ranked.iter().map(|(rank, kind)| (rank.id, kind.clone())).collect();
        prop_assert_eq!(listed, expected);
        let in_group = |group| ranked.iter().filter(|(rank, _)| rank.group == group).count() as i64;
        let counts = store.due_counts(&DueQuery::default(), day).expect("counts");
        prop_assert_eq!(
            (counts.overdue, counts.due, counts.upcoming),
            (in_group(Group::Overdue), in_group(Group::Due), in_group(Group::Upcoming))
        );
        for owner in ["ana", "BOHM"] {
            let query = DueQuery { owner: Some(owner.to_owned()), ..DueQuery::default() };
            let rows = all_due(&store, &query, day);
            prop_assert!(rows.iter().all(|row| row.owner.as_deref().map(fold).as_deref() == Some(fold(owner).as_str())));
            prop_assert_eq!(store.due_counts(&query, day).expect("counts").total(), rows.len() as i64);
        }
        // Counted from kept sums or row by row, every group of the screen has as many as are listed.
        let everybody = filter("archived or -archived").map(|_| filter("overdue or -overdue")).expect("a filter");
        for (owner, kind, filter) in [(None, None, None), (Some("ana"), None, None), (None, Some("review"), None), (None, None, everybody)] {
            let (owner, kind) = (owner.map(str::to_owned), kind.map(str::to_owned));
            let query = DueQuery { range: DueRange::Shown, owner, kind, filter };
            let rows = all_due(&store, &query, day);
            let of = |state| rows.iter().filter(|row| row.clock.state == state).count() as i64;
            let expected = DueCounts {
                overdue: of(State::Overdue),
                due: of(State::Due),
                upcoming: of(State::Upcoming),
                booked: of(State::Booked),
                snoozed: of(State::Snoozed),
                first: of(State::NotDue),
            };
            prop_assert_eq!(store.due_counts(&query, day).expect("counts"), expected, "{:?}", query);
            prop_assert!(rows.iter().all(|row| row.clock.state != State::NotDue || row.clock.clock.first_review));
        }
        // Every clock is in the long list once, in the order of the states.
        let all = all_due(&store, &DueQuery { range: DueRange::All, ..DueQuery::default() }, day);
        let states: Vec<State> = all.iter().map(|row| row.clock.state).collect();
        prop_assert!(states.is_sorted(), "{:?}", states);
        prop_assert_eq!(all.len(), clients.len() * store.ground().driving().kinds().len());
        let until = day + Days::new(40);
        let within = all_due(&store, &DueQuery { range: DueRange::Until(until), ..DueQuery::default() }, day);
        let expected = all.iter().filter(|row| match row.clock.state {
            State::Overdue | State::Due => true,
            State::Upcoming | State::NotDue => row.clock.clock.effective.is_some_and(|on| on <= until),
            State::Booked | State::Snoozed | State::AsNeeded | State::Paused => false,
        });
        prop_assert_eq!(within.len(), expected.count());
    }

    #[test]
    fn the_board_says_what_counting_its_clients_says(drafts in proptest::collection::vec(draft(), 1..40), ahead in 0_u64..200) {
        let folder = folder();
        let store = filled(&folder, &drafts);
        let day = today() + Days::new(ahead);
        for text in ["", "owner:ana", "-tag:vip", "overdue or unplaced"] {
            let filter = filter(text);
            let clients = all_clients(&store, &ClientQuery { filter: filter.clone(), ..ClientQuery::default() }, day);
            let mut counted: BTreeMap<String, (i64, i64, Sums)> = BTreeMap::new();
            for row in &clients {
                let total = counted.entry(row.segment.clone().unwrap_or_default()).or_default();
                total.0 += 1;
                total.1 += i64::from(row.signs.overdue);
                if let Some(arr) = row.arr {
                    total.2.add(&row.currency, arr);
                }
            }
            let board = store.board(None, filter.as_ref(), day).expect("a board");
            for total in board.segments.iter().chain([&board.unplaced]) {
                let expected = counted.remove(&total.key).unwrap_or_default();
                prop_assert_eq!((total.clients, total.overdue, total.arr.clone()), expected, "{} under “{}”", &total.key, text);
            }
            prop_assert!(counted.is_empty());
            prop_assert_eq!(store.count_clients(filter.as_ref(), day).expect("counted"), clients.len() as i64);
        }
    }

    #[test]
    fn a_filter_lets_through_what_its_words_say(drafts in proptest::collection::vec(draft(), 1..40), ahead in 0_u64..120) {
        let folder = folder();
        let store = filled(&folder, &drafts);
        let day = today() + Days::new(ahead);
        let everybody = all_clients(&store, &ClientQuery { filter: filter("archived or -archived"), ..ClientQuery::default() }, day);
        for (text, says) in WORDS {
            let rows = all_clients(&store, &ClientQuery { filter: filter(text), ..ClientQuery::default() }, day);
            let got: Vec<ClientId> = rows.iter().map(|row| row.client).collect();
            let asks_archived = text.contains("archived");
            let expected: Vec<ClientId> = everybody
                .iter()
                .filter(|row| asks_archived || row.archived_on.is_none())
                .filter(|row| says(row, &store.clocks_on(row.client, day).expect("clocks"), day))
                .map(|row| row.client)
                .collect();
            prop_assert_eq!(got, expected, "{}", text);
        }
    }
}

type Says = fn(&ClientRow, &[DueRow], NaiveDate) -> bool;

fn has(clocks: &[DueRow], state: State) -> bool {
    clocks.iter().any(|row| row.clock.state == state)
}

fn effective(clocks: &[DueRow], test: impl Fn(NaiveDate) -> bool) -> bool {
    clocks.iter().filter_map(|row| row.clock.clock.effective).any(test)
}

/// Filters with what they mean, said once more in Rust over the rows.
const WORDS: [(&str, Says); 34] = [
    ("", |_, _, _| true),
    ("client", |_, _, _| true),
    ("\"client 3\"", |row, _, _| row.name == "Client 3"),
    ("vip", |row, _, _| row.tags.iter().any(|tag| tag == "vip")),
    ("100%", |row, _, _| row.tags.iter().any(|tag| tag == "100%")),
    ("%", |row, _, _| row.tags.iter().any(|tag| tag == "100%")),
    ("_", |_, _, _| false),
    ("owner:ana", |row, _, _| row.owner.as_deref() == Some("Ana")),
    ("owner:BOH", |row, _, _| row.owner.as_deref() == Some("Böhm")),
    ("owner=boh", |_, _, _| false),
    ("owner:none", |row, _, _| row.owner.is_none()),
    ("-owner:ana", |row, _, _| row.owner.as_deref() != Some("Ana")),
    ("seg:B", |row, _, _| row.segment.as_deref() == Some("modernize")),
    ("seg:educate or seg:none", |row, _, _| row.segment.is_none() || row.segment.as_deref() == Some("educate")),
    ("-seg:none arr>2k", |row, _, _| row.segment.is_some() && row.arr.is_some_and(|arr| arr.ten_thousandths() > 20_000_000)),
    ("arr:1k..3k", |row, _, _| row.arr.is_some_and(|arr| (10_000_000..=30_000_000).contains(&arr.ten_thousandths()))),
    ("arr:none", |row, _, _| row.arr.is_none()),
    ("-arr>2k", |row, _, _| row.arr.is_none_or(|arr| arr.ten_thousandths() <= 20_000_000)),
    ("tag:pilot", |row, _, _| row.tags.iter().any(|tag| tag == "pilot")),
    ("tag:pil", |_, _, _| false),
    ("-stage:onboarding", |row, _, _| row.stage.as_deref() != Some("onboarding")),
    ("overdue", |_, clocks, _| has(clocks, State::Overdue)),
    ("due", |_, clocks, _| has(clocks, State::Due)),
    ("upcoming", |_, clocks, _| has(clocks, State::Upcoming)),
    ("-overdue -due", |_, clocks, _| !has(clocks, State::Overdue) && !has(clocks, State::Due)),
    ("due<14d", |_, clocks, today| effective(clocks, |on| on < today + Days::new(14))),
    ("due:none", |row, _, _| row.next_due_on.is_none()),
    ("last>60d", |row, _, today| row.last_review_on.is_some_and(|on| on < today - Days::new(60))),
    ("last:none", |row, _, _| row.last_review_on.is_none()),
    ("renewal<=90d", |row, _, today| row.renewal_on.is_some_and(|on| on <= today + Days::new(90))),
    ("x>50 y<=50", |row, _, _| row.x.is_some_and(|x| x > 500) && row.y.is_some_and(|y| y <= 500)),
    ("archived", |row, _, _| row.archived_on.is_some()),
    ("archived or owner:ana", |row, _, _| row.archived_on.is_some() || row.owner.as_deref() == Some("Ana")),
    ("drift or stale or confirm", |row, _, _| row.signs.drift || row.signs.stale || row.signs.confirm),
];

#[test]
fn what_is_absent_stands_last_in_either_direction() {
    let folder = folder();
    let store = book(&folder);
    for (name, arr) in [("Rich", "900"), ("None", ""), ("Poor", "1")] {
        super::common::add_with(&store, &[(Field::Name, name), (Field::Arr, arr)]);
    }
    let names = |descending| {
        let query = ClientQuery { sort: SortKey::Arr, descending, ..ClientQuery::default() };
        all_clients(&store, &query, today()).into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(names(false), ["Poor", "Rich", "None"]);
    assert_eq!(names(true), ["Rich", "Poor", "None"]);
}

#[test]
fn the_kinds_of_history_page_by_number_and_by_client() {
    let folder = folder();
    let store = book(&folder);
    let acme = super::common::add(&store, "Acme");
    let zen = super::common::add(&store, "Zenith");
    move_to(&store, acme, "B", &ana());
    store.execute(&Command::Review(LogReview::held(zen, today())), &ana()).expect("logged");
    store.undo(&ana()).expect("undone");
    store.redo(&ana()).expect("redone");
    store.undo(&ana()).expect("undone");
    let all = store.history(&quarterdeck::store::HistoryQuery::default(), 100).expect("history");
    let seqs: Vec<i64> = all.iter().map(|row| row.seq).collect();
    assert_eq!(seqs, (1..=8).rev().collect::<Vec<i64>>());
    let undone: Vec<(i64, Option<i64>)> = all.iter().map(|row| (row.seq, row.undone_by)).filter(|(_, by)| by.is_some()).collect();
    assert_eq!(undone, [(5, Some(8))], "by the last of its chain");
    let page =
        quarterdeck::store::HistoryQuery { before: Some(6), client: Some(zen), since: Some(today()), ..Default::default() };
    let of_zen = store.history(&page, 100).expect("history");
    assert_eq!(of_zen.iter().map(|row| row.seq).collect::<Vec<_>>(), [5, 3]);
    assert!(of_zen.iter().all(|row| row.client.as_ref().is_some_and(|(client, name)| *client == zen && name == "Zenith")));
    let none = quarterdeck::store::HistoryQuery { since: Some(today() + Days::new(1)), ..Default::default() };
    assert_eq!(store.history(&none, 100).expect("history"), []);
    whole(&store, today());
}
