//! What must hold for any bytes and any rows.

use proptest::prelude::*;

use super::*;
use crate::exchange::export::csv::{Cell, Writer};
use crate::exchange::guard::{guarded, without_guard};
use crate::exchange::import::rejects::Rejects;

/// Our own columns, as the export of clients writes them.
pub(super) const OURS: [&str; 18] = [
    "external_id",
    "name",
    "owner",
    "arr",
    "currency",
    "stage",
    "industry",
    "goal",
    "renewal_on",
    "onboarded_on",
    "segment",
    "last_review_on",
    "last_review_kind",
    "tags",
    "notes",
    "segment_since",
    "archived",
    "score.trust",
];

pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+@'\"-]{1,3}[a-z,;\"|]{0,6}",
        "[\\PC&&[^\u{7f}]]{1,12}",
        Just("Total".to_owned()),
        Just("name".to_owned()),
        Just("N/A x".to_owned()),
        Just("'=1+1".to_owned()),
    ]
    .prop_map(|text| text.trim().to_owned())
    .prop_filter("something is left", |text| !text.is_empty())
}

pub(super) fn note() -> impl Strategy<Value = String> {
    "[a-z=+\"',; \r\n\t-]{0,20}x"
}

proptest! {
    #[test]
    fn any_bytes_end_in_rows_or_a_sentence(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Err(refused) = read(&bytes) {
            prop_assert!(!refused.to_string().is_empty());
        }
    }

    #[test]
    fn anything_like_a_table_accounts_for_each_row(body in "[a-c0-9\",;\t\r\n =.\u{e9}/-]{0,200}") {
        if let Ok(read) = read(format!("name,arr,renewal_on,owner\n{body}")) {
            prop_assert_eq!(Some(read.counted()), read.profile.as_ref().map(|profile| profile.rows));
        }
    }

    #[test]
    fn the_guard_against_formulas_comes_off_exactly(text in "['=+@\t\r\nab-]{0,8}") {
        let guarded = guarded(&text);
        prop_assert_eq!(without_guard(&guarded), text.as_str());
        prop_assert!(!guarded.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
    }

    #[test]
    fn rows_written_are_read_back_alike(
        rows in proptest::collection::vec((text(), text(), note(), proptest::option::of(-900_000_000i64..900_000_000), 0i64..40_000), 1..6)
    ) {
        let mut writer = Writer::new(Vec::new());
        writer.row(OURS.map(Cell::Plain)).expect("memory takes all");
        for (at, (name, owner, note, arr, day)) in rows.iter().enumerate() {
            let arr = arr.map(|raw| crate::domain::money::Amount::from_ten_thousandths(raw).to_string()).unwrap_or_default();
            let day = (chrono::NaiveDate::default() + chrono::TimeDelta::days(*day)).to_string();
            let id = format!("-{at}");
            let (t, p) = (Cell::Text, Cell::Plain);
            writer.row([t(&id), t(name), t(owner), p(&arr), p("EUR"), t(name), t(owner), t(note.trim()), p(&day), p(&day), t(name), p(&day),
                t(name), p(""), t(note), p(&day), p("true"), p("3")]).expect("memory takes all");
        }
        let read = read(writer.finish().expect("memory takes all")).expect("our own file is read");
        prop_assert_eq!(&read.problems, &vec![]);
        prop_assert_eq!(read.rows.len(), rows.len());
        for (at, (row, (name, owner, note, arr, day))) in read.rows.iter().zip(&rows).enumerate() {
            let id = format!("-{at}");
            prop_assert_eq!(row.external_id.as_deref(), Some(id.as_str()));
            prop_assert_eq!((&row.name, row.owner.as_ref()), (name, Some(owner)));
            prop_assert_eq!(row.notes.as_ref(), Some(note));
            prop_assert_eq!(row.arr.map(|arr| arr.ten_thousandths()), *arr);
            prop_assert_eq!(row.renewal_on, Some(chrono::NaiveDate::default() + chrono::TimeDelta::days(*day)));
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn rejected_rows_are_rejected_again_for_the_same_reasons(cells in proptest::collection::vec("[a-z0-9=+\", -]{0,6}", 1..8)) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        writer.write_record(["name", "arr", "owner", "problem"]).expect("memory takes all");
        for cell in &cells {
            writer.write_record(["Acme", &format!("bad{cell}"), cell, "earlier"]).expect("memory takes all");
        }
        let first = read(writer.into_inner().expect("memory takes all"));
        let Ok(first) = first else { return Ok(()) };
        let header = first.profile.as_ref().expect("read").dialect.header.clone();
        let mut rejects = Rejects::new(Vec::new(), &header).expect("memory takes all");
        for problem in &first.problems {
            let raw = csv::StringRecord::from(vec!["Acme", problem.value.as_str(), "x", "earlier"]);
            rejects.add(&raw, std::slice::from_ref(problem)).expect("memory takes all");
        }
        let bytes = rejects.finish().expect("memory takes all");
        prop_assert!(!String::from_utf8_lossy(&bytes).contains("earlier"));
        let second = read(bytes).expect("a file of rejects is read");
        let told = |read: &Read| read.problems.iter().map(|problem| (problem.value.clone(), problem.problem.clone())).collect::<Vec<_>>();
        prop_assert_eq!(told(&first), told(&second));
    }
}

#[test]
fn a_file_of_rejects_loses_no_cell_and_runs_no_formula() {
    let raw = csv::StringRecord::from(vec!["=cmd|'/c calc'!A0", "-5", "beyond"]);
    let problem = Problem { row: 2, column: Some("arr".into()), value: "x".into(), problem: "is wrong".into(), hint: None };
    let mut rejects = Rejects::new(Vec::new(), &["name".to_owned(), "arr".to_owned()]).expect("memory takes all");
    rejects.add(&raw, &[problem]).expect("memory takes all");
    let text = String::from_utf8(rejects.finish().expect("memory takes all")).expect("UTF-8");
    assert_eq!(text, "name,arr,problem\n'=cmd|'/c calc'!A0,-5,arr: “x” is wrong,beyond\n");
}
