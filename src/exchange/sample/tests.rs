//! What holds for the sample book on any day.

use std::collections::HashSet;

use super::*;
use crate::domain::cadence::State;
use crate::domain::command::Command;
use crate::store::{Board, ClientQuery, ClientRow, Direction, DueQuery, DueRange, DueRow, HistoryQuery};

const DAYS: [&str; 30] = [
    "2024-02-28",
    "2024-02-29",
    "2024-03-01",
    "2024-03-29",
    "2024-12-31",
    "2025-01-01",
    "2025-02-28",
    "2025-03-01",
    "2025-03-30",
    "2025-04-20",
    "2025-05-31",
    "2025-06-30",
    "2025-07-31",
    "2025-08-31",
    "2025-09-13",
    "2025-10-05",
    "2025-10-26",
    "2025-11-30",
    "2025-12-24",
    "2026-01-04",
    "2026-01-31",
    "2026-03-02",
    "2026-05-03",
    "2026-06-14",
    "2026-07-18",
    "2026-11-22",
    "2027-01-01",
    "2028-02-29",
    "2028-03-31",
    "2032-04-30",
];

struct Book {
    store: Store,
    today: NaiveDate,
    _folder: tempfile::TempDir,
}

fn now(today: NaiveDate) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{today}T07:15:00+02:00")).unwrap()
}

fn book(today: &str) -> Book {
    let today: NaiveDate = today.parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = make(&folder.path().join("sample.qdeck"), today, now(today)).unwrap();
    Book { store, today, _folder: folder }
}

impl Book {
    fn board(&self) -> Board {
        self.store.board(None, None, self.today).unwrap()
    }

    fn due(&self) -> Vec<DueRow> {
        self.store.due(&DueQuery { range: DueRange::All, ..DueQuery::default() }, None, 1000, self.today).unwrap()
    }

    fn clients(&self) -> Vec<ClientRow> {
        self.store.clients(&ClientQuery::default(), None, Direction::After, 1000, self.today).unwrap()
    }

    fn client(&self, name: &str) -> ClientId {
        self.clients().iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no {name}")).client
    }
}

#[test]
fn the_picture_holds_on_any_day() {
    for today in DAYS {
        let begun = std::time::Instant::now();
        let book = book(today);
        let took = begun.elapsed();
        let (due, clients) = (book.due(), book.clients());
        let in_state = |state: State| due.iter().filter(|row| row.clock.state == state).count();
        let signed = |sign: fn(&ClientRow) -> bool| clients.iter().filter(|row| sign(row)).count();
        let (overdue, now_due, upcoming) = (in_state(State::Overdue), in_state(State::Due), in_state(State::Upcoming));
        let (drift, near) = (signed(|row| row.signs.drift), signed(|row| row.signs.near));
        let (stale, confirm) = (signed(|row| row.signs.stale), signed(|row| row.signs.confirm));
        let late = due.iter().map(|row| row.clock.days_late).max().unwrap_or(0);
        let tray = book.board().unplaced.clients;
        println!(
            "{today}: overdue {overdue} due {now_due} upcoming {upcoming} drift {drift} near {near} stale {stale} \
             confirm {confirm} tray {tray}, latest {late} days, made in {took:?}"
        );
        assert!((4..=10).contains(&overdue), "{today}: {overdue} overdue");
        assert!(now_due >= 2, "{today}: {now_due} due");
        assert!(upcoming >= 4, "{today}: {upcoming} upcoming");
        assert!(drift >= 3 && near >= 2 && stale >= 2 && confirm >= 4, "{today}: {drift} {near} {stale} {confirm}");
        assert!(tray >= 3 && late > 100, "{today}: tray {tray}, {late} days late");
    }
}

#[test]
fn sixty_clients_stand_as_the_script_says() {
    let book = book("2026-06-15");
    let counts: Vec<i64> = book.board().segments.iter().map(|segment| segment.clients).collect();
    assert_eq!((counts, book.board().unplaced.clients), (vec![10, 14, 16, 14], 4));
    let clients = book.clients();
    assert_eq!(clients.len(), 58, "two of sixty are archived");
    let owners: HashSet<_> = clients.iter().filter_map(|row| row.owner.as_deref()).collect();
    assert_eq!(owners.len(), 5);
    let proposed = clients.iter().filter(|row| row.segment.is_none() && row.proposed_segment.is_some()).count();
    assert_eq!(proposed, 3, "the fourth in the tray has no scores yet");
    assert_eq!(clients.iter().filter(|row| row.segment.is_some() && row.x.is_none()).count(), 2);
}

#[test]
fn the_journal_is_whole_and_in_the_order_of_time() {
    let book = book("2026-06-15");
    assert_eq!(book.store.check(book.today).unwrap(), []);
    let history = book.store.history(&HistoryQuery::default(), 10_000).unwrap();
    assert!(history.len() > 400 && history.len() < 520, "{} entries", history.len());
    let instants: Vec<_> = history.iter().rev().map(|row| DateTime::parse_from_rfc3339(&row.at).unwrap()).collect();
    assert!(instants.is_sorted(), "an entry is older than the one before");
    assert!(instants.last().unwrap() < &now(book.today));
}

#[test]
fn moves_keep_their_reasons_and_one_goes_out_and_back() {
    let book = book("2026-06-15");
    let page = book.store.page(book.client("東京精密工具ヨーロッパ"), book.today).unwrap();
    let moves: Vec<_> = page.timeline.iter().filter(|line| line.kind == "move").map(|line| line.what.as_str()).collect();
    assert_eq!(moves, ["Transform → Educate", "Educate → Transform"]);
    assert!(page.timeline.iter().filter(|line| line.kind == "move").all(|line| line.note.chars().count() > 60));
    let quadra = &book.store.clocks_on(book.client("Quadra Architecten"), book.today).unwrap()[0].clock.clock;
    assert!(quadra.accelerated, "moved up a week ago");
    let held = &book.store.clocks_on(book.client("Scierie Vauquelin"), book.today).unwrap()[0].clock;
    assert!(held.clock.held && held.state == State::Overdue, "moved down while overdue");
}

#[test]
fn bookings_snoozes_skips_a_pause_and_an_own_period_are_there_to_be_seen() {
    for today in ["2026-06-15", "2024-02-29", "2026-01-04"] {
        let book = book(today);
        let due = book.due();
        let with = |state: State| due.iter().filter(|row| row.clock.state == state).count();
        assert_eq!((with(State::Booked), with(State::Snoozed)), (2, 1), "{today}");
        let of = |name: &str| book.store.page(book.client(name), book.today).unwrap();
        let rijnmond = &of("Rijnmond Staalhandel").clocks[0].row.clock;
        assert_eq!(
            (rijnmond.state, rijnmond.clock.snooze_count),
            (State::Overdue, 2),
            "{today}: snoozed twice, and not forgotten"
        );
        assert!(of("Familie De Backer Bakkerijen").client.paused_on.is_some());
        assert!(of("Transports Kérouac").clocks[0].why.contains("the client's own period is 6 weeks"), "{today}");
        assert!(of("Zahnärzte am Stadtpark").timeline.iter().any(|line| line.kind == "skip"));
    }
}

#[test]
fn reviews_leave_actions_open_and_done() {
    let book = book("2026-06-15");
    let pages = book.clients().into_iter().map(|row| book.store.page(row.client, book.today).unwrap());
    let (mut open, mut done, mut reviews, mut outcomes) = (0, 0, 0, HashSet::new());
    for page in pages {
        open += page.actions.iter().filter(|action| action.done_on.is_none()).count();
        done += page.actions.iter().filter(|action| action.done_on.is_some()).count();
        reviews += page.reviews.len();
        outcomes.extend(page.reviews.into_iter().map(|review| review.outcome));
    }
    assert!(open >= 20 && done >= 15, "{open} open, {done} done");
    assert!(reviews > 200);
    assert_eq!(outcomes.len(), reviews, "no two reviews say the same");
}

#[test]
fn somebody_in_sustain_is_silent() {
    let book = book("2026-06-15");
    let filter = crate::domain::filter::Filter::parse("silent");
    let query = ClientQuery { filter: Some(filter.unwrap()), ..ClientQuery::default() };
    let silent = book.store.clients(&query, None, Direction::After, 100, book.today).unwrap();
    assert!(silent.len() >= 3 && silent.iter().all(|row| row.segment.as_deref() == Some("sustain")));
}

#[test]
fn the_last_person_can_take_the_last_step_back() {
    let book = book("2026-06-15");
    let last = book.store.history(&HistoryQuery::default(), 1).unwrap().remove(0);
    let before = book.clients().len();
    let stamp = Stamp { now: now(book.today), today: book.today, by: last.by };
    assert_eq!(last.kind, "add");
    book.store.undo(&stamp).unwrap();
    assert_eq!(book.clients().len(), before - 1);
    book.store.redo(&stamp).unwrap();
    assert_eq!(book.clients().len(), before);
    assert_eq!(book.store.check(book.today).unwrap(), []);
}

#[test]
fn two_books_of_one_day_are_the_same() {
    let (one, two) = (book("2028-02-29"), book("2028-02-29"));
    assert_eq!(one.board(), two.board());
    assert_eq!(one.due(), two.due());
    assert_eq!(one.clients(), two.clients());
    assert_eq!(one.store.head().unwrap(), two.store.head().unwrap());
}

#[test]
fn a_book_that_is_filled_is_not_filled_again() {
    let book = book("2026-06-15");
    let before = book.store.head().unwrap();
    assert!(fill(&book.store, book.today, now(book.today)).is_err());
    assert_eq!(book.store.head().unwrap(), before, "nothing of the second story remains");
}

#[test]
fn a_day_before_the_calendar_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.qdeck");
    let today = NaiveDate::MIN;
    assert!(make(&path, today, now("2026-06-15".parse().unwrap())).is_err());
    assert!(!path.exists());
}

#[test]
fn commands_saved_together_are_saved_all_or_none() {
    let book = book("2026-06-15");
    let before = book.store.head().unwrap();
    let stamp = Stamp { now: now(book.today), today: book.today, by: "ana".to_owned() };
    let set = |value: &str| Command::Set { key: "lead".to_owned(), value: value.to_owned() };
    let refused = book.store.execute_together(&stamp, |steps| {
        steps.execute(&set("21"), &stamp)?;
        steps.execute(&set("no number"), &stamp)
    });
    assert!(refused.is_err());
    assert_eq!(book.store.head().unwrap(), before);
    let seqs = book
        .store
        .execute_together(&stamp, |steps| Ok([steps.execute(&set("21"), &stamp)?.seq, steps.execute(&set("7"), &stamp)?.seq]));
    assert_eq!(seqs.unwrap(), [before.0 + 1, before.0 + 2]);
    assert_eq!(book.store.check(book.today).unwrap(), []);
}

#[test]
fn champions_one_of_them_lost_and_measures_are_there_to_be_seen() {
    for today in [DAYS[0], DAYS[25]] {
        let book = book(today);
        let clients = book.clients();
        let lost: Vec<&str> = clients.iter().filter(|row| row.signs.champion_lost).map(|row| row.name.as_str()).collect();
        assert_eq!(lost, ["Fintrade Settlement"], "{today}");
        assert!(clients.iter().filter(|row| row.champion.is_some()).count() >= 4, "{today}");
        assert!(clients.iter().filter(|row| row.measures.contains_key("tickets")).count() >= 8, "{today}");
        assert!(clients.iter().any(|row| row.signs.renewal) && clients.iter().any(|row| !row.signs.renewal), "{today}");
    }
}
