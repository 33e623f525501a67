//! The bad-input list of trust.md, as far as text files go: each case ends in a row, a rejected row or a refused file.

use encoding_rs::WINDOWS_1252;
use rstest::rstest;

use super::*;
use crate::exchange::import::values::Archived;

const THREE: &str = "name,arr,owner\nAcme,100,Ann\nBôrg,200,Bob\n";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn every_encoding_gives_the_same_names() {
    let marked = |mark: &[u8], body: Vec<u8>| [mark.to_vec(), body].concat();
    let files = [
        THREE.as_bytes().to_vec(),
        marked(b"\xEF\xBB\xBF", THREE.as_bytes().to_vec()),
        marked(b"\xFF\xFE", utf16(THREE, u16::to_le_bytes)),
        marked(b"\xFE\xFF", utf16(THREE, u16::to_be_bytes)),
        utf16(THREE, u16::to_le_bytes),
        utf16(THREE, u16::to_be_bytes),
        WINDOWS_1252.encode(THREE).0.into_owned(),
    ];
    for (at, file) in files.into_iter().enumerate() {
        let read = good(file);
        assert_eq!(read.names(), ["Acme", "Bôrg"], "file {at}");
        assert_eq!(read.profile.expect("read").mapping.columns[0].header, "name", "file {at}: no mark in the header");
    }
}

#[test]
fn a_file_of_mixed_encodings_keeps_both_kinds_of_lines() {
    let read = good([&b"name\nB\xC3\xB4rg\n"[..], b"B\xF4rg 2\n", b"Z\xFCrich \x80\n"].concat());
    assert_eq!(read.names(), ["Bôrg", "Bôrg 2", "Zürich €"]);
    assert!(read.notes().contains("letters such as é or ü are stored the way older Windows programs"), "{}", read.notes());
}

#[test]
fn a_character_is_whole_wherever_the_pieces_are_cut() {
    for extra in 0..4 {
        let long = "é".repeat(40_000);
        let file = format!("name,notes\n{}Acme,{long}\n", "x".repeat(extra));
        assert_eq!(good(file).rows[0].notes.as_deref(), Some(long.as_str()));
    }
}

#[rstest]
#[case(b"", "is empty")]
#[case(b"\xEF\xBB\xBF", "is empty")]
#[case(b"\n\n \n", "is empty")]
#[case(b"\r\n\r\n", "is empty")]
#[case(b"name,arr\n", "has a header but no rows")]
#[case(b"name,arr\n,\n", "has a header but no rows")]
#[case(b"arr,owner\n1,2\n", "--map COLUMN=name")]
#[case(b"name\nAc\0me\n", "zero byte on line 2")]
#[case(b"\0\0\0\0\0\0\0\0\0\0", "zero byte")]
#[case(b"PK\x03\x04rest", "is damaged, or no workbook")]
#[case(b"\xD0\xCF\x11\xE0rest", "old Excel workbook")]
#[case(b"\x89PNG\r\n\x1A\n", "a picture")]
#[case(b"\xFF\xD8\xFF\xE0", "a picture")]
#[case(b"%PDF-1.7", "a PDF")]
#[case(b"\x1F\x8B\x08", "unpack")]
#[case(b"  <table><tr><td>name", "HTML")]
#[case(b"<?xml version='1.0'?>", "HTML or XML")]
#[case(b"[{\"name\":1}]", "JSON")]
#[case(b"SQLite format 3\0", "a database")]
#[case(b"n\0\0\0a\0\0\0m\0\0\0e\0\0\0\n\0\0\0", "UTF-32")]
#[case(b"\xFF\xFE\0\0n\0\0\0", "UTF-32")]
#[case(b"name,arr\nAcme,\"100\nBolt,200\n", "opens on line 2 is not closed")]
#[case(b"name,arr\nA,\"1\nB,2\nC,\"3\"\nD,4\n", "opens on line 2 is not closed")]
fn a_file_that_is_no_table_is_refused_in_words(#[case] bytes: &[u8], #[case] says: &str) {
    let refusal = refusal(bytes);
    assert!(refusal.contains(says), "{refusal}");
}

#[test]
fn a_path_that_is_no_readable_file_is_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |path: &Path| Source::open(path).expect_err("refused");
    let missing = refused(&folder.path().join("none.csv"));
    assert!(missing.is_missing() && missing.to_string().contains("there is no file"), "{missing}");
    assert!(refused(folder.path()).to_string().contains("is a folder"));
    #[cfg(unix)]
    {
        assert!(refused(Path::new("/dev/null")).to_string().contains("is a device"));
        let circle = folder.path().join("circle.csv");
        std::os::unix::fs::symlink(&circle, &circle).expect("linked");
        assert!(refused(&circle).to_string().contains("cannot be read"));
        let socket = folder.path().join("socket");
        let _bound = std::os::unix::net::UnixListener::bind(&socket).expect("bound");
        assert!(refused(&socket).to_string().contains("is a socket"));
    }
}

#[rstest]
#[case("name;arr;owner\nAcme, Inc.;1,5;Ann\nBolt, Ltd.;2,5;Bob\n")]
#[case("name\tarr\towner\nAcme, Inc.\t1,5\tAnn\nBolt, Ltd.\t2,5\tBob\n")]
#[case("name|arr|owner\nAcme, Inc.|1,5|Ann\nBolt, Ltd.|2,5|Bob\n")]
#[case("name,arr,owner\n\"Acme, Inc.\",\"1,5\",Ann\n\"Bolt, Ltd.\",\"2,5\",Bob\n")]
#[case("sep=;\nname;arr;owner\nAcme, Inc.;1,5;Ann\nBolt, Ltd.;2,5;Bob\n")]
#[case("\"sep=^\"\r\nname^arr^owner\r\nAcme, Inc.^1,5^Ann\r\nBolt, Ltd.^2,5^Bob\r\n")]
#[case("name;arr;owner\rAcme, Inc.;1,5;Ann\rBolt, Ltd.;2,5;Bob")]
#[case("name;arr;owner\r\nAcme, Inc.;1,5;Ann\rBolt, Ltd.;2,5;Bob\n")]
fn separators_and_line_ends_are_found(#[case] file: &str) {
    let read = good(file);
    assert_eq!(read.names(), ["Acme, Inc.", "Bolt, Ltd."], "{file:?}");
    assert_eq!(read.rows[1].arr.map(|arr| arr.to_string()).as_deref(), Some("2.50"));
    let first = if file.contains("sep=") { 3 } else { 2 };
    assert_eq!(read.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [first, first + 1]);
}

#[rstest]
#[case("\n")]
#[case("\r\n")]
#[case("\r")]
fn a_row_has_the_line_it_starts_on(#[case] end: &str) {
    let file = ["Accounts of 2026", "", "name,notes,arr", "Acme,\"two", "lines\",1", "", ",,", "Bolt,,x", "Cord,,3"].join(end);
    let read = good(file);
    assert_eq!(read.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 9]);
    assert_eq!(read.rows[0].notes.as_deref(), Some(format!("two{end}lines").as_str()));
    assert_eq!(read.problems.iter().map(|problem| (problem.row, problem.value.as_str())).collect::<Vec<_>>(), [(8, "x")]);
    assert_eq!(read.profile.expect("read").dialect.header_line, 3);
}

#[test]
fn short_rows_are_padded_and_long_rows_rejected_unless_the_rest_is_empty() {
    let read = good("name,arr,owner\nAcme\nBolt,1,Ann,\nCord,1,Ann,more\n");
    assert_eq!(read.names(), ["Acme", "Bolt"]);
    assert_eq!(read.problems[0].problem, "the row has 4 cells, the header has 3");
}

#[test]
fn a_stray_quotation_mark_is_text_or_rejects_its_row_only() {
    let read = good("name,arr\nScreen 19\" Ltd,1\n\"The \"Best\" Co\",2\n\"Done\" ,3\n");
    assert_eq!(read.names(), ["Screen 19\" Ltd", "Done"]);
    assert_eq!(read.problems[0].row, 3);
}

#[test]
fn titles_repeated_headers_totals_and_footers_are_no_clients() {
    let file = "Quarterly report,,\nPrepared by,Ann,\n\nName,ARR,Owner\nAcme,100,Ann\nName,ARR,Owner\nBolt,200,Bob\nTotal,300,\n\n\
                Confidential - do not distribute\nCopyright 2026\n";
    let read = good(file);
    assert_eq!(read.names(), ["Acme", "Bolt"]);
    assert_eq!(
        read.skipped,
        [(6, "the header again"), (8, "a row of totals"), (10, "a line below the table"), (11, "a line below the table")]
    );
    let total_in_another_column = good("id,name,arr\n1,Acme,100\nSum,,100\n");
    assert_eq!(total_in_another_column.skipped, [(3, "a row of totals")]);
}

#[test]
fn a_company_called_total_is_a_client() {
    assert_eq!(good("name,arr,owner\nTotal,100,Ann\nBolt,200,Bob\n").names(), ["Total", "Bolt"]);
    assert_eq!(good("id,name,arr,owner\n1,Bolt,1,Bob\n2,Total,100,Ann\n").names(), ["Bolt", "Total"]);
}

#[test]
fn duplicate_and_unknown_columns_are_left_out_with_a_note() {
    let read = good("name,Company,owner,shoe size,owner\nAcme,Other,Ann,43,Bob\n");
    assert_eq!((read.names(), read.rows[0].owner.as_deref()), (vec!["Acme"], Some("Ann")));
    assert!(read.notes().contains("column “Company” is left out"), "{}", read.notes());
    assert!(read.notes().contains("more than once"), "{}", read.notes());
}

#[test]
fn a_choice_beats_every_word() {
    let file = "name,Company,owner,boss\nA,Acme,Ann,Zoe\n";
    let read = read_with(file, &mapped(&["company=name", "#4=owner", "OWNER=ignore"])).expect("read");
    assert_eq!((read.names(), read.rows[0].owner.as_deref()), (vec!["Acme"], Some("Zoe")));
}

#[rstest]
#[case(&["nowhere=name"], "there is no column “nowhere”; the columns are: name, arr")]
#[case(&["#3=name"], "there is no column “#3”")]
#[case(&["arr=name", "name=name"], "given twice")]
#[case(&["arr=mrr", "arr=ignore"], "given twice")]
fn a_choice_that_does_not_fit_is_refused(#[case] choices: &[&str], #[case] says: &str) {
    let refused = read_with("name,arr\nA,1\n", &mapped(choices)).expect_err("refused").to_string();
    assert!(refused.contains(says), "{refused}");
}

#[test]
fn a_choice_of_no_field_says_which_there_are() {
    let refused = "arr=shoe".parse::<crate::exchange::import::columns::ColumnChoice>().expect_err("refused").to_string();
    assert!(refused.contains("renewal_on") && refused.contains("score.FACTOR"), "{refused}");
}

#[test]
fn ids_are_kept_as_written_but_for_spaces_and_normal_form() {
    let read = good("id,name\n007,A\n7,B\n\" x \",C\ne\u{301},D\n,E\n1E+12,F\n4.5E+15,G\nNULL,H\n1e5,I\n");
    let ids: Vec<_> = read.rows.iter().map(|row| row.external_id.as_deref()).collect();
    assert_eq!(ids, [Some("007"), Some("7"), Some("x"), Some("é"), None, None, Some("1e5")]);
    assert_eq!(read.rejected, [7, 8]);
    assert!(read.problems[0].problem.contains("rounded"));
}

#[test]
fn a_number_that_can_be_read_in_two_ways_is_asked_about() {
    let refusal = refusal("name,arr\nA,1.234\nB,\"2,000\"\n");
    assert!(refusal.contains("“arr”") && refusal.contains("(line 2)") && refusal.contains("--decimal"), "{refusal}");
    let options = Options { decimal: ",".parse().ok(), ..Options::default() };
    let read = read_with("name;arr\nA;1.234\n", &options).expect("read");
    assert_eq!(read.rows[0].arr.map(|arr| arr.to_string()).as_deref(), Some("1234"));
}

#[test]
fn one_cell_decides_for_its_whole_column() {
    let read = good("name;arr;mrr\nA;1.234;\nB;1.234,50;1.5\n");
    let arr: Vec<_> = read.rows.iter().filter_map(|row| row.arr).map(|arr| arr.to_string()).collect();
    assert_eq!(arr, ["1234", "1234.50"]);
}

#[test]
fn a_column_with_both_signs_is_asked_about() {
    let refusal = refusal("name;arr\nA;1.5\nB;1,5\n");
    assert!(refusal.contains("(line 3)") && refusal.contains("--decimal"), "{refusal}");
}

#[test]
fn a_monthly_fee_is_taken_twelve_times_where_there_is_no_yearly_one() {
    let read = good("name,mrr,arr\nA,100.01,\nB,100,5\n");
    let arr: Vec<_> = read.rows.iter().filter_map(|row| row.arr).map(|arr| arr.to_string()).collect();
    assert_eq!(arr, ["1200.12", "5"]);
}

#[test]
fn the_currency_comes_from_its_column_the_cell_or_the_header() {
    let currencies = |file: &str| good(file).rows.iter().map(|row| row.currency.clone()).collect::<Vec<_>>();
    assert_eq!(currencies("name,arr,currency\nA,1,chf\nB,$2,CAD\nC,3,\n"), [Some("CHF".into()), Some("CAD".into()), None]);
    assert_eq!(currencies("name,ARR (USD)\nA,1\nB,€2\nC,\n"), [Some("USD".into()), Some("EUR".into()), None]);
    assert!(good("name,arr,currency\nA,€1,USD\n").problems[0].problem.contains("EUR"));
    assert!(good("name,arr,currency\nA,1,dollars\n").problems[0].problem.contains("not a currency"));
}

#[test]
fn a_word_for_nothing_is_a_blank_in_a_date_or_number_column_and_counted() {
    let read = good("name,arr,renewal_on,owner\nA,null,N/A,Ann\nB,NULL,n/a,-\nC,-,-,\n");
    assert!(read.rows.iter().all(|row| row.arr.is_none() && row.renewal_on.is_none()));
    assert_eq!(read.rows[1].owner.as_deref(), Some("-"), "text is text");
    assert!(read.notes().contains("column “arr”: 3 cells"), "{}", read.notes());
}

#[test]
fn a_date_that_can_be_read_in_two_ways_is_asked_about() {
    let refusal = refusal("name,renewal_on\nA,02/03/2026\n");
    assert!(refusal.contains("“renewal_on”") && refusal.contains("--date-order"), "{refusal}");
    let options = Options { date_order: "mdy".parse().ok(), ..Options::default() };
    let read = read_with("name,renewal_on\nA,02/03/2026\nB,13/03/2026\n", &options).expect("read");
    assert_eq!(read.rows[0].renewal_on.map(|date| date.to_string()).as_deref(), Some("2026-02-03"));
    assert_eq!(read.rejected, [3]);
}

#[test]
fn every_problem_of_a_row_is_told_with_its_column_value_and_reason() {
    let read =
        good("name,arr,renewal_on,archived,score.trust,score.unknown\n,#REF!,2026-02-30,maybe,9,1\nB,1,2026-01-01,no,4.0,\n");
    let told: Vec<_> =
        read.problems.iter().map(|problem| (problem.column.as_deref().unwrap_or(""), problem.value.as_str())).collect();
    let expected = [
        ("arr", "#REF!"),
        ("renewal_on", "2026-02-30"),
        ("archived", "maybe"),
        ("score.trust", "9"),
        ("score.unknown", "1"),
        ("name", ""),
    ];
    assert_eq!(told, expected);
    assert!(read.problems.iter().all(|problem| problem.row == 2 && problem.hint.is_some()));
    assert_eq!(read.rows[0].scores, [("trust".to_owned(), 4)]);
}

#[rstest]
#[case("4.5")]
#[case("0")]
#[case("6")]
#[case("-1")]
#[case("300")]
#[case("Hot")]
fn a_score_off_its_scale_rejects_its_row(#[case] score: &str) {
    assert_eq!(good(format!("name,score.trust\nA,{score}\n")).rejected, [2]);
}

#[test]
fn texts_are_cleaned_and_bounded() {
    let long = |n: usize| "n".repeat(n);
    let file = format!(
        "name,owner,notes,tags\n\" Ac\tme\u{7} \",Ann,{},a; b;a;\n{},,,\n{},,,\n,,,\nE,{},,\nF,,{},\n",
        long(65_000),
        long(300),
        long(301),
        long(1_001),
        long(100_001)
    );
    let read = good(file);
    assert_eq!(read.names(), ["Ac me", long(300).as_str()]);
    assert_eq!(read.rows[0].notes.as_ref().map(String::len), Some(65_000));
    assert_eq!(read.rows[0].tags, Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(read.rejected, [4, 6, 7]);
    assert!(read.problems.iter().all(|problem| problem.value.len() <= 200));
}

#[test]
fn a_file_beyond_bounds_is_refused_not_held() {
    let cell = refusal(format!("name,notes\nA,{}\n", "x".repeat(1_100_000)));
    assert!(cell.contains("a cell of more than a megabyte on line 2"), "{cell}");
    let unclosed = refusal(format!("name,notes\nA,\"{}", "x,y\n".repeat(300_000)));
    assert!(unclosed.contains("opens on line 2 is not closed"), "{unclosed}");
    let wide = refusal(format!("name{}\nA\n", ",x".repeat(2_001)));
    assert!(wide.contains("2,000 cells"), "{wide}");
}

#[test]
fn a_name_nobody_can_see_is_missing() {
    let read = good("name,arr\n\u{200B}\u{202E},1\n\u{A0},2\nA,3\n");
    assert_eq!((read.names(), &read.rejected), (vec!["A"], &vec![2, 3]));
}

#[test]
fn archived_is_a_word_or_a_day() {
    let read = good("name,archived\nA,TRUE\nB,no\nC,\nD,2026-01-31\n");
    let archived: Vec<_> = read.rows.iter().map(|row| row.archived).collect();
    let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 31).expect("a day");
    assert_eq!(archived, [Some(Archived::Yes), Some(Archived::No), None, Some(Archived::Since(day))]);
}

#[test]
fn segments_are_listed_for_the_caller_to_judge() {
    let profile = good("name,segment\nA,SMB\nB,Enterprise\nC,SMB\nD,\n").profile.expect("read");
    assert_eq!(profile.segments, ["SMB", "Enterprise"]);
}

#[test]
fn a_file_changed_between_the_passes_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("clients.csv");
    std::fs::write(&path, "name\nAcme\n").expect("written");
    let source = Source::open(&path).expect("opened");
    let profile = profile(&source, &Options::default()).expect("read");
    std::fs::write(&path, "name\nAcme\nBolt\n").expect("written");
    assert!(matches!(rows(&source, &profile, |_| None).err(), Some(Refused::Changed(_))));
}

#[test]
fn more_rows_than_are_read_refuse_the_file_and_blank_ones_do_not_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("clients.csv");
    std::fs::write(&path, format!("name,owner\n{}A,x\nB,x\nC,x\n", ",\n".repeat(50))).expect("written");
    let source = Source::open(&path).expect("opened");
    let rows = |most| super::super::survey_of(&source, &Options::default(), most).map(|profile| profile.rows);
    assert!(matches!(rows(3), Ok(3)));
    let refused = rows(2).expect_err("refused").to_string();
    assert!(refused.ends_with("clients.csv has more than 2 rows"), "{refused}");
}

#[test]
fn a_file_cut_off_or_added_to_while_its_rows_are_read_is_refused() {
    use std::io::Write as _;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("clients.csv");
    let rows_of = |count: usize| (0..count).map(|at| format!("Client {at:06},Ana\n")).collect::<String>();
    for (kept, added) in [(10_000, 0), (20_000, 1)] {
        std::fs::write(&path, format!("name,owner\n{}", rows_of(20_000))).expect("written");
        let source = Source::open(&path).expect("opened");
        let profile = profile(&source, &Options::default()).expect("read");
        let mut read = rows(&source, &profile, |_| None).expect("begun");
        assert!(matches!(read.next(), Some(Ok(Outcome::Row(_)))));
        // At the end of a row: what is left is a table as good as the whole.
        let mut file = std::fs::OpenOptions::new().append(true).open(&path).expect("opened");
        file.set_len(format!("name,owner\n{}", rows_of(kept)).len() as u64).expect("cut");
        (0..added).for_each(|_| file.write_all(b"One more,Ben\n").expect("written"));
        let last = read.last();
        assert!(matches!(last, Some(Err(Refused::Changed(_)))), "{kept} kept, {added} added: {last:?}");
    }
}

#[test]
fn nothing_from_a_file_reaches_a_message_raw() {
    let refused = read_with("na\x1B[31mme;arr\n1;2\n", &Options::default()).expect_err("refused").to_string();
    assert!(!refused.contains('\x1B'), "{refused:?}");
    let problem = good("name,arr\nA,\"\x1B]0;x\u{7}\"\n").problems[0].to_string();
    assert!(!problem.contains(['\x1B', '\u{7}']), "{problem:?}");
}
