//! Clients from workbooks: cells are read by their kind, rows are told by their number, the right sheet is found.

use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::*;
use crate::exchange::import::rejects::Rejects;
use crate::exchange::source::workbook::tests::{Kept, by_hand, kept, saved};

fn sheet(fill: impl FnOnce(&mut Worksheet)) -> Kept {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    saved(book)
}

fn header(sheet: &mut Worksheet, row: u32, names: &[&str]) {
    for (at, name) in (0..).zip(names) {
        sheet.write(row, at, *name).expect("written");
    }
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

fn read_kept(file: &Kept) -> Read {
    read_file(&file.path, &Options::default()).expect("the workbook is read")
}

#[test]
fn cells_are_read_by_their_kind_whatever_the_text_cells_of_their_column_say() {
    let file = sheet(|sheet| {
        header(sheet, 0, &["name", "id", "arr", "renewal_on", "notes"]);
        let dated = Format::new().set_num_format("dd/mm/yyyy");
        for (row, name) in (1..).zip(["Acme", "Bolt", "Cord", "Dent"]) {
            sheet.write(row, 0, name).expect("written");
        }
        sheet.write(1, 1, 12_345).expect("written");
        sheet.write(2, 1, 123_456_789_012_i64).expect("written");
        sheet.write(3, 1, "007").expect("written");
        sheet.write(1, 2, 97.167).expect("written");
        sheet.write(2, 2, 1_234_567.5).expect("written");
        sheet.write(3, 2, "1.234,56").expect("written");
        sheet.write_with_format(1, 3, ExcelDateTime::from_ymd(2026, 2, 3).expect("a day"), &dated).expect("written");
        sheet.write(2, 3, 46_056).expect("written");
        sheet.write(3, 3, "31.12.2026").expect("written");
        sheet.write_with_format(1, 4, ExcelDateTime::from_ymd(2026, 2, 3).expect("a day"), &dated).expect("written");
    });
    let read = read_kept(&file);
    assert_eq!(read.problems, []);
    let ids: Vec<_> = read.rows.iter().map(|row| row.external_id.as_deref()).collect();
    assert_eq!(ids, [Some("12345"), Some("123456789012"), Some("007"), None]);
    let arr: Vec<_> = read.rows.iter().map(|row| row.arr.map(|arr| arr.to_string())).collect();
    assert_eq!(arr, ["97.167", "1234567.50", "1234.56", ""].map(|arr| (!arr.is_empty()).then(|| arr.to_owned())));
    let dates: Vec<_> = read.rows.iter().map(|row| row.renewal_on).collect();
    assert_eq!(dates, [day(2026, 2, 3), day(2026, 2, 3), day(2026, 12, 31), None]);
    assert_eq!(read.rows[0].notes.as_deref(), Some("2026-02-03"), "a date in a column of text");
    assert_eq!(read.profile.expect("read").encoding, "workbook, sheet Sheet1");
}

#[test]
fn an_error_in_place_of_a_name_rejects_its_row_however_often_it_stands() {
    let error =
        |row: usize| format!(r#"<row r="{row}"><c r="A{row}" t="e"><v>#REF!</v></c><c r="B{row}"><v>{row}</v></c></row>"#);
    let head = r#"<row r="1"><c r="A1" t="str"><v>name</v></c><c r="B1" t="str"><v>arr</v></c></row>"#;
    let rows = (2..22).map(error).collect::<String>();
    let last = r#"<row r="22"><c r="A22" t="str"><v>Acme</v></c><c r="B22"><v>5</v></c></row>"#;
    let read = read_kept(&kept("e.xlsx", by_hand(&format!("{head}{rows}{last}"))));
    assert_eq!((read.names(), read.skipped.as_slice()), (vec!["Acme"], &[][..]), "{}", read.notes());
    assert_eq!(read.rejected, (2..22).collect::<Vec<u64>>());
    assert!(read.problems.iter().all(|problem| problem.value == "#REF!"), "{:?}", read.problems);
}

#[test]
fn a_column_of_nothing_but_errors_is_still_the_column_its_header_says() {
    let head = r#"<row r="1"><c r="A1" t="str"><v>Account Name</v></c><c r="B1" t="str"><v>Renewal Date</v></c></row>"#;
    let row = |row: usize| {
        format!(r#"<row r="{row}"><c r="A{row}" t="str"><v>C{row}</v></c><c r="B{row}" t="e"><v>#REF!</v></c></row>"#)
    };
    let rows = (2..7).map(row).collect::<String>();
    let read = read_kept(&kept("e.xlsx", by_hand(&format!("{head}{rows}"))));
    assert_eq!((read.rejected, read.rows.len()), ((2..7).collect::<Vec<u64>>(), 0));
}

#[test]
fn errors_and_rounded_ids_reject_their_row_with_its_row_of_the_sheet() {
    let rows = r#"<row r="4"><c r="A4" t="str"><v>name</v></c><c r="B4" t="str"><v>arr</v></c><c r="C4" t="str"><v>id</v></c></row>
        <row r="6"><c r="A6" t="str"><v>Acme</v></c><c r="B6" t="e"><v>#REF!</v></c></row>
        <row r="7"><c r="A7" t="str"><v>Bolt</v></c><c r="B7"><f>SUM(X1:X9)</f></c></row>
        <row r="9"><c r="A9" t="str"><v>Cord</v></c><c r="C9"><v>12345678901234567890</v></c></row>
        <row r="10"><c r="A10" t="str"><v>Dent</v></c><c r="B10"><v>5</v></c></row>"#;
    let read = read_kept(&kept("e.xlsx", by_hand(rows)));
    assert_eq!((read.names(), read.rows[0].line), (vec!["Dent"], 10));
    let told = |at: usize| {
        let Problem { row, column, value, problem, hint } = &read.problems[at];
        (*row, column.as_deref(), value.as_str(), format!("{problem}; {}", hint.as_deref().unwrap_or_default()))
    };
    assert_eq!(told(0).0, 6);
    assert_eq!((told(0).1, told(0).2), (Some("arr"), "#REF!"));
    assert!(told(0).3.contains("an error of the spreadsheet; correct the cell"), "{:?}", told(0));
    assert_eq!((told(1).0, told(1).2), (7, "=SUM(X1:X9)"));
    assert!(told(1).3.contains("formula without a value; open the workbook"), "{:?}", told(1));
    assert_eq!((told(2).0, told(2).1), (9, Some("id")));
    assert!(told(2).3.contains("rounded it; format the column as text"), "{:?}", told(2));
}

#[test]
fn days_counted_from_1904_are_the_days_they_show_also_in_the_file_of_rejects() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    header(sheet, 0, &["name", "renewal_on", "arr"]);
    header(sheet, 1, &["Acme"]);
    sheet.write(1, 1, 43_538).expect("written");
    header(sheet, 2, &["Bolt"]);
    sheet.write(2, 1, 43_538).expect("written");
    header(sheet, 2, &["Bolt"]);
    sheet.write(2, 2, "much").expect("written");
    let bytes = book.save_to_buffer().expect("saved");
    let file = kept("1904.xlsx", in_1904(&bytes));
    let source = open(&file.path, &Options::default()).expect("opened");
    assert!(source.counts_from_1904());
    let profile = profile(&source, &Options::default()).expect("understood");
    let mut rejects = Rejects::new(Vec::new(), &profile.dialect.header).expect("begun");
    for outcome in rows(&source, &profile, |_| None).expect("read") {
        match outcome.expect("read") {
            Outcome::Row(row) => assert_eq!(row.renewal_on, day(2023, 3, 15)),
            Outcome::Rejected(row) => rejects.add(&row.raw, &row.problems).expect("written"),
            Outcome::Skipped(row) => panic!("{row:?}"),
            Outcome::Activity(row) => panic!("{row:?}"),
        }
    }
    let written = String::from_utf8(rejects.finish().expect("written")).expect("text");
    assert!(written.contains("Bolt,2023-03-15,much,"), "{written}");
}

/// The same workbook counting from 1904.
fn in_1904(bytes: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).expect("a part");
        let (name, mut text) = (part.name().expect("a name").into_owned(), String::new());
        part.read_to_string(&mut text).expect("text");
        to.start_file(name, zip::write::SimpleFileOptions::default()).expect("begun");
        to.write_all(text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ").as_bytes()).expect("written");
    }
    to.finish().expect("finished").into_inner()
}

#[test]
fn the_only_sheet_that_names_clients_is_read_and_several_are_asked_about() {
    let with = |names: &[(&str, &[&str])]| {
        let mut book = Workbook::new();
        for (name, columns) in names {
            let sheet = book.add_worksheet().set_name(*name).expect("named");
            header(sheet, 0, columns);
            header(sheet, 1, &["Acme", "1", "2"][..columns.len()]);
        }
        saved(book)
    };
    let read = read_kept(&with(&[("Codes", &["code", "meaning"]), ("Clients", &["Account Name", "ARR", "Owner"])]));
    assert_eq!(read.names(), ["Acme"]);
    assert!(read.notes().contains("sheet “Clients” is read"), "{}", read.notes());
    let two = with(&[("2025", &["name", "arr"]), ("2026", &["name", "arr"])]);
    let Err(Refused::WhichSheet { sheets, .. }) = read_file(&two.path, &Options::default()) else { panic!("two fit") };
    assert_eq!(sheets, ["2025", "2026"]);
    let options = Options { sheet: Some("2026".to_owned()), ..Options::default() };
    let read = read_file(&two.path, &options).expect("named");
    assert_eq!(read.profile.expect("read").encoding, "workbook, sheet 2026");
}

#[test]
fn a_remark_beside_the_table_rejects_nothing() {
    let file = sheet(|sheet| {
        header(sheet, 0, &["Our clients"]);
        header(sheet, 2, &["name", "owner", "arr"]);
        header(sheet, 3, &["Acme", "Ann", "5"]);
        sheet.write(3, 7, "ask Ann about this one").expect("written");
        header(sheet, 4, &["Bolt", "Bob"]);
    });
    let read = read_kept(&file);
    assert_eq!((read.names(), read.rows[0].line, &read.problems), (vec!["Acme", "Bolt"], 4, &vec![]));
}
