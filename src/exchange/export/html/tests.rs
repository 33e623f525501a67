//! Pages of real books, read by a parser of browsers.

use std::ops::ControlFlow;

use scraper::{Html, Selector};

use super::super::picture::tests::{HOSTILE, ask, day, hostile_book, sample_book, stamp};
use super::super::{Ask, Format, Share, What};
use super::write;
use crate::domain::command::{Command, LogReview, StillRight};
use crate::store::Store;

const MARKER: &str = "MARKERNOTE";

fn page(store: &Store, ask: &Ask) -> (String, i64) {
    let mut out = Vec::new();
    let count = write(store, ask, &mut out, &mut |_| ControlFlow::Continue(())).expect("written");
    (String::from_utf8(out).expect("UTF-8"), count)
}

fn texts(page: &Html, of: &str) -> Vec<String> {
    page.select(&Selector::parse(of).expect("a selector")).map(|element| element.text().collect()).collect()
}

fn count(page: &Html, of: &str) -> usize {
    page.select(&Selector::parse(of).expect("a selector")).count()
}

fn asked(what: What) -> Ask {
    ask(what, Format::Html)
}

const ALL: [What; 5] = [What::Board, What::Due, What::Clients, What::History, What::Reviews];

#[test]
fn the_tables_have_every_row_and_the_page_needs_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = sample_book(folder.path());
    for what in ALL {
        let (text, rows) = page(&store, &asked(what));
        if let Some(folder) = option_env!("QUARTERDECK_PICTURES") {
            std::fs::write(format!("{folder}/{}.html", what.name()), &text).expect("written");
        }
        assert_eq!(text, page(&store, &asked(what)).0, "the same book gives the same bytes");
        assert!(!text.contains("http://") && !text.contains("https://") && !text.contains("<script"), "{what:?}");
        let parsed = Html::parse_document(&text);
        assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
        assert_eq!(count(&parsed, "script, link, img, iframe, object, [href], [src], [style]"), 0);
        assert_eq!(count(&parsed, "meta[charset=utf-8]") + count(&parsed, "meta[http-equiv=Content-Security-Policy]"), 2);
        let listed = match what {
            What::Board => count(&parsed, "h3 + table tbody tr"),
            What::Due | What::Clients | What::History | What::Reviews | What::Session => count(&parsed, "table tbody tr"),
        };
        assert_eq!(i64::try_from(listed).unwrap(), rows, "{what:?}");
        assert!(rows > 0, "{what:?}");
        let (_, hash) = store.head().expect("read");
        assert_eq!(texts(&parsed, "footer code"), [hash]);
        if matches!(what, What::Board | What::Clients) {
            let cells = texts(&parsed, "td");
            for row in store.roster(None, None, 500, day()).expect("read") {
                let shown = what == What::Clients || row.client.archived_on.is_none();
                assert_eq!(shown, cells.contains(&row.client.name), "{what:?} {}", row.client.name);
            }
        }
    }
}

#[test]
fn hostile_names_stay_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = hostile_book(folder.path());
    for what in ALL {
        let (text, _) = page(&store, &asked(what));
        let parsed = Html::parse_document(&text);
        assert_eq!(count(&parsed, "script, img, iframe, [onload], [onerror], [src], [href]"), 0, "{what:?}");
        assert_eq!(count(&parsed, "body, main, footer"), 3, "{what:?}");
        for c in ['\u{202E}', '\u{2066}', '\u{200B}', '\u{FFFF}'] {
            assert!(!text.contains(c), "{c:?}");
        }
        if matches!(what, What::Board | What::Clients) {
            let cells = texts(&parsed, "td");
            assert!([0, 1, 2, 3, 7, 11].iter().all(|at| cells.iter().any(|cell| cell == HOSTILE[*at])), "{what:?}");
        }
    }
}

#[test]
fn what_is_left_out_is_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = hostile_book(folder.path());
    let client = store.roster(None, None, 1, day()).expect("read")[0].client.id;
    let review = LogReview {
        client,
        held_on: day(),
        kind: None,
        outcome: format!("{MARKER} outcome"),
        note: format!("{MARKER} note"),
        attendees: format!("{MARKER} attendees"),
        decisions: format!("{MARKER} decisions"),
        risks: format!("{MARKER} risks"),
        sentiment: None,
        actions: Vec::new(),
        scores: Vec::new(),
        still_right: StillRight::default(),
        next_on: None,
    };
    store.execute(&Command::Review(review), &stamp()).expect("logged");
    let shown = page(&store, &asked(What::Reviews)).0;
    assert!(shown.contains(MARKER));
    assert!(page(&store, &asked(What::Clients)).0.contains("987,654"));
    for what in ALL {
        let (text, _) = page(&store, &Ask { money: Share::Left, notes: Share::Left, ..asked(what) });
        assert!(!text.contains(MARKER), "{what:?}");
        assert!(!text.contains("987,654") && !text.contains("987654"), "{what:?}");
        assert!(text.contains("Revenue and notes are left out."));
    }
}

#[test]
fn the_history_is_drawn_by_month_and_by_kind() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = sample_book(folder.path());
    let (text, rows) = page(&store, &asked(What::History));
    let parsed = Html::parse_document(&text);
    assert_eq!(count(&parsed, "div.charts svg"), 2);
    let said = texts(&parsed, "div.charts svg text");
    assert!(said.iter().any(|said| said == "Entries by month") && said.iter().any(|said| said == "2026-06"), "{said:?}");
    assert!(said.iter().any(|said| said == "review"), "{said:?}");
    assert_eq!(texts(&parsed, "ul.figures b"), [rows.to_string()]);
}

#[test]
fn a_due_list_of_one_kind_says_so_and_counts_that_kind_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = sample_book(folder.path());
    let (text, rows) = page(&store, &Ask { kind: Some("no such kind".to_owned()), ..asked(What::Due) });
    let parsed = Html::parse_document(&text);
    assert_eq!((rows, count(&parsed, "tbody tr")), (0, 0));
    assert!(texts(&parsed, "ul.figures b").iter().all(|figure| figure == "0"), "{text}");
    assert!(text.contains("no such kind"));
}
