//! Tests of workbooks: made here by a writer, or by hand where no writer would make them.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use csv::StringRecord;
use rust_xlsxwriter::{Color, ExcelDateTime, Format, Formula, Workbook};
use tempfile::TempDir;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::exchange::refused::Refused;
use crate::exchange::source::Source;
use crate::exchange::source::records::{CellKind, Records, SHEET_SEPARATOR};

/// A file in a folder of its own.
pub struct Kept {
    _folder: TempDir,
    pub path: PathBuf,
}

/// Bytes as a file of this name.
pub fn kept(name: &str, bytes: impl AsRef<[u8]>) -> Kept {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    Kept { _folder: folder, path }
}

/// A workbook as a file.
pub fn saved(mut workbook: Workbook) -> Kept {
    kept("clients.xlsx", workbook.save_to_buffer().expect("saved"))
}

/// An archive of parts.
pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("begun");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// A workbook of one sheet by hand; `rows` is what stands within its `sheetData`.
pub fn by_hand(rows: &str) -> Vec<u8> {
    const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rels = "http://schemas.openxmlformats.org/package/2006/relationships";
    let one = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{rels}"><Relationship Id="rId1" Type="{KINDS}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    zipped(&[
        ("_rels/.rels", &one("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", &one("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/workbook.xml",
            &format!(
                r#"<workbook xmlns="{main}" xmlns:r="{KINDS}"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        ("xl/worksheets/sheet1.xml", &format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#)),
    ])
}

/// An OpenDocument spreadsheet by hand; `tables` is its body.
pub fn ods_by_hand(tables: &str) -> Vec<u8> {
    let office = "urn:oasis:names:tc:opendocument:xmlns";
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        (
            "content.xml",
            &format!(
                r#"<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
            ),
        ),
    ])
}

type Line = (u64, Vec<(String, CellKind)>);

fn lines(source: &Source) -> Vec<Line> {
    let mut records = Records::of(source, b';').expect("opened");
    let mut cells = StringRecord::new();
    let mut lines = Vec::new();
    while let Some(place) = records.next_into(&mut cells).expect("read") {
        let kinds = cells.iter().enumerate().map(|(at, cell)| (cell.to_owned(), records.kind(at)));
        lines.push((place.line, kinds.collect()));
    }
    lines
}

fn opened(path: &Path, sheet: Option<&str>) -> Source {
    Source::open_table(path, sheet).expect("a workbook")
}

fn texts(source: &Source) -> Vec<Vec<String>> {
    lines(source).into_iter().map(|(_, cells)| cells.into_iter().map(|(text, _)| text).collect()).collect()
}

fn refusal(path: &Path, sheet: Option<&str>) -> String {
    let refused = Source::open_table(path, sheet).expect_err("refused");
    format!("{refused}; {}", refused.hint().unwrap_or_default())
}

#[test]
fn every_cell_has_its_text_and_its_kind_and_every_row_its_number() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let quoted = Format::new().set_num_format("\"on\" yyyy-mm-dd");
    let money = Format::new().set_num_format("#,##0.00 [$€-407]");
    sheet.write(2, 0, "name").expect("written");
    sheet.write(2, 1, "x").expect("written");
    sheet.write(5, 0, "  Acme, \"Inc\"\nLtd ").expect("written");
    sheet.write(5, 1, 0.1 + 0.2).expect("written");
    sheet.write(5, 2, 123_456_789_012_f64).expect("written");
    sheet.write(5, 3, true).expect("written");
    sheet.write_with_format(5, 4, ExcelDateTime::from_ymd(2026, 3, 1).expect("a day"), &day).expect("written");
    sheet.write_with_format(5, 5, ExcelDateTime::from_ymd(2026, 3, 1).expect("a day"), &quoted).expect("written");
    sheet.write_with_format(5, 6, 1234.5, &money).expect("written");
    sheet.write(5, 8, "007").expect("written");
    let file = saved(book);
    let text = |text: &str| (text.to_owned(), CellKind::Text);
    let number = |text: &str| (text.to_owned(), CellKind::Number);
    let date = || ("2026-03-01".to_owned(), CellKind::Date);
    assert_eq!(
        lines(&opened(&file.path, None)),
        [
            (3, vec![text("name"), text("x")]),
            (
                6,
                vec![
                    text("  Acme, \"Inc\"\nLtd "),
                    number("0.3"),
                    number("123456789012"),
                    ("true".to_owned(), CellKind::Truth),
                    date(),
                    date(),
                    number("1234.5"),
                    text(""),
                    text("007"),
                ]
            ),
        ]
    );
}

#[test]
fn a_source_can_be_read_twice_at_once() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..5_000 {
        sheet.write(row, 0, format!("row {row}")).expect("written");
    }
    let file = saved(book);
    let source = opened(&file.path, None);
    let (mut first, mut second) =
        (Records::of(&source, SHEET_SEPARATOR).expect("read"), Records::of(&source, SHEET_SEPARATOR).expect("read"));
    let (mut one, mut other) = (StringRecord::new(), StringRecord::new());
    while let Some(place) = first.next_into(&mut one).expect("read") {
        assert_eq!(second.next_into(&mut other).expect("read"), Some(place));
        assert_eq!(one, other);
    }
}

#[test]
fn formulas_give_their_value_and_without_one_they_are_errors() {
    let rows = r#"<row r="1"><c r="A1" t="str"><f>CONCAT("a","b")</f><v>ab</v></c><c r="B1"><f>1+1</f><v>2</v></c>
        <c r="C1"><f>SUM(A1:A2)</f></c><c r="D1"><f>A9</f><v></v></c><c r="E1" t="str"><f>""</f><v></v></c>
        <c r="F1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>"#;
    let file = kept("f.xlsx", by_hand(rows));
    let source = opened(&file.path, None);
    let error = |text: &str| (text.to_owned(), CellKind::Error);
    assert_eq!(
        lines(&source)[0].1,
        [
            ("ab".to_owned(), CellKind::Text),
            ("2".to_owned(), CellKind::Number),
            error("=SUM(A1:A2)"),
            error("=A9"),
            (String::new(), CellKind::Text),
            error("#DIV/0!"),
        ]
    );
    assert!(source.notes().iter().any(|note| note.starts_with("2 formulas have no value")), "{:?}", source.notes());
}

#[test]
fn an_error_newer_than_the_parser_stands_where_it_stood() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c><c r="C1" t="e"><v>#SPILL!</v></c><c r="E1"><v>5</v></c></row>
        <row r="2"><c r="B2" t="e"><v>#CALC!</v></c></row>"#;
    let file = kept("e.xlsx", by_hand(rows));
    let text = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let source = opened(&file.path, None);
    assert_eq!(texts(&source), [text(&["1", "", "#SPILL!", "", "5"]), text(&["", "#CALC!"])]);
    assert_eq!(lines(&source)[1].1[1].1, CellKind::Error);
    // Without addresses the cells follow each other.
    let bare = kept("b.xlsx", by_hand(r#"<row><c><v>1</v></c><c t="e"><v>#SPILL!</v></c><c><v>3</v></c></row>"#));
    assert_eq!(texts(&opened(&bare.path, None)), [text(&["1", "#SPILL!", "3"])]);
}

#[test]
fn hidden_sheets_are_not_offered_and_the_only_filled_one_is_read() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Cover").expect("named");
    book.add_worksheet().set_name("Accounts").expect("named").write(0, 0, "name").expect("written");
    let hidden = book.add_worksheet();
    hidden.set_name("Lists").expect("named").set_hidden(true).write(0, 0, "secret").expect("written");
    let deep = book.add_worksheet();
    deep.set_name("Deep").expect("named").set_very_hidden(true).write(0, 0, "deeper").expect("written");
    let file = saved(book);
    let source = opened(&file.path, None);
    assert_eq!((source.sheet(), source.sheets()), (Some("Accounts"), &["Cover".to_owned(), "Accounts".to_owned()][..]));
    assert_eq!(source.notes(), ["2 sheets are hidden and not looked at"]);
    assert_eq!(texts(&opened(&file.path, Some("lists "))), [["secret"]], "named, it is read");
    let none = refusal(&file.path, Some("Acounts"));
    assert!(none.contains("no sheet “Acounts”") && none.contains("its sheets are: Cover, Accounts"), "{none}");
}

#[test]
fn several_sheets_are_judged_or_asked_about() {
    let mut book = Workbook::new();
    for name in ["Deals", "Accounts", "Notes"] {
        book.add_worksheet().set_name(name).expect("named").write(0, 0, name).expect("written");
    }
    let file = saved(book);
    let judged =
        |word: &'static str| Source::open_table_that(&file.path, None, &move |rows: &[Vec<String>]| rows[0][0].contains(word));
    let source = judged("Acc").expect("one fits");
    assert_eq!(source.sheet(), Some("Accounts"));
    assert!(source.notes()[0].contains("sheet “Accounts” is read"), "{:?}", source.notes());
    let Err(Refused::WhichSheet { sheets, .. }) = judged("e") else { panic!("two fit") };
    assert_eq!(sheets, ["Deals", "Notes"]);
    let Err(Refused::WhichSheet { sheets, .. }) = judged("zzz") else { panic!("none fits") };
    assert_eq!(sheets, ["Deals", "Accounts", "Notes"]);
    assert!(refusal(&file.path, None).contains("say which with --sheet NAME"));
    assert_eq!(texts(&opened(&file.path, Some("Deals"))), [["Deals"]]);
}

#[test]
fn merged_cells_have_their_value_at_the_top_left() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 1, 1, "wide", &Format::new().set_background_color(Color::Red)).expect("merged");
    sheet.write(1, 2, "beside").expect("written");
    assert_eq!(texts(&opened(&saved(book).path, None)), [vec!["wide"], vec!["", "", "beside"]]);
}

#[test]
fn a_formula_of_the_writer_without_a_value_is_its_default() {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, Formula::new("=1+1").set_result("2")).expect("written");
    assert_eq!(lines(&opened(&saved(book).path, None))[0].1, [("2".to_owned(), CellKind::Number)]);
}

#[test]
fn a_far_cell_is_refused_by_its_address_and_a_deep_one_is_read() {
    let far = kept(
        "far.xlsx",
        by_hand(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#),
    );
    let said = refusal(&far.path, None);
    assert!(said.contains("a cell in XFD1048576") && said.contains("delete that cell"), "{said}");
    let deep = kept("deep.xlsx", by_hand(r#"<row r="1048576"><c r="B1048576"><v>2</v></c></row>"#));
    assert_eq!(lines(&opened(&deep.path, None))[0].0, 1_048_576);
    let styled = kept("styled.xlsx", by_hand(r#"<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>"#));
    assert_eq!(texts(&opened(&styled.path, None)), [["1"]], "a cell that only has a colour");
}

#[test]
fn rows_out_of_order_are_refused_and_damage_is_said() {
    let rows = r#"<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>"#;
    assert!(refusal(&kept("o.xlsx", by_hand(rows)).path, None).contains("row 2 stands behind later rows"));
    let whole = by_hand(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    for cut in [10, whole.len() / 2, whole.len() - 4] {
        let said = refusal(&kept("cut.xlsx", &whole[..cut]).path, None);
        assert!(said.contains("is damaged") && said.contains("save it again"), "{cut}: {said}");
    }
    let open_end = kept("x.xlsx", by_hand("<row><c><v>1</v></c></row><row><c><v>"));
    assert!(refusal(&open_end.path, None).contains("is damaged"));
}

#[test]
fn a_byte_that_was_changed_on_the_disk_is_no_other_figure() {
    use std::io::Write as _;
    let kept_as_is = |bytes: &[u8]| {
        let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
        let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for at in 0..from.len() {
            let mut part = from.by_index(at).expect("a part");
            let plain = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            to.start_file(part.name().expect("a name"), plain).expect("begun");
            let mut text = Vec::new();
            std::io::Read::read_to_end(&mut part, &mut text).expect("read");
            to.write_all(&text).expect("written");
        }
        to.finish().expect("finished").into_inner()
    };
    let rows = "<table:table table:name='One'><table:table-row><table:table-cell office:value-type='float' office:value='9125'/></table:table-row></table:table>";
    for whole in [by_hand(r#"<row r="1"><c r="A1"><v>9125</v></c></row>"#), ods_by_hand(rows)] {
        let mut bytes = kept_as_is(&whole);
        assert_eq!(texts(&opened(&kept("whole", &bytes).path, None)), [["9125"]]);
        let at = bytes.windows(4).position(|bytes| bytes == b"9125").expect("the figure");
        bytes[at] = b'1';
        let said = refusal(&kept("changed", &bytes).path, None);
        assert!(said.contains("is damaged") && said.contains("checksum"), "{said}");
    }
}

#[test]
fn what_a_file_is_is_told_by_its_content() {
    let plain = by_hand(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>"#);
    for name in ["clients.xls", "clients.csv", "clients"] {
        assert_eq!(texts(&opened(&kept(name, &plain).path, None)), [["name"]], "{name}");
    }
    let text = kept("text.xlsx", "name;arr\nAcme;1\n");
    let source = opened(&text.path, None);
    assert_eq!((source.sheet(), source.sheets().len()), (None, 0));
    assert!(refusal(&text.path, Some("One")).contains("is no workbook"));
    let archive = |part: &str| refusal(&kept("a.xlsx", zipped(&[(part, "x")])).path, None);
    assert!(archive("clients.csv").contains("is a ZIP archive, not a workbook"));
    assert!(archive("word/document.xml").contains("a text document"));
    assert!(archive("Index/Document.iwa").contains("Numbers"));
    assert!(refusal(&kept("table.xls", "<html><table><tr><td>name").path, None).contains("HTML"));
    assert!(refusal(&kept("book.xls", b"\xD0\xCF\x11\xE0rest").path, None).contains("old Excel workbook"));
}

#[test]
fn an_opendocument_sheet_keeps_its_rows_and_its_kinds() {
    let cell = |value: &str| format!("<table:table-cell {value}/>");
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let tables = format!(
        r#"<table:table table:name="One"><table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>{}{}<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>"#,
        row(&["<table:table-cell office:value-type=\"string\"><text:p>name</text:p></table:table-cell>".to_owned()]),
        row(&[
            cell(r#"office:value-type="float" office:value="12.5""#),
            cell(r#"office:value-type="date" office:date-value="2026-03-01""#),
            cell(r#"office:value-type="boolean" office:boolean-value="true""#),
            cell(r#"office:value-type="time" office:time-value="PT10H05M00S""#),
            "<table:table-cell office:value-type=\"string\"><text:p>#REF!</text:p></table:table-cell>".to_owned(),
        ]),
    );
    let file = kept("one.ods", ods_by_hand(&tables));
    let (source, kind) = (opened(&file.path, None), |text: &str, kind| (text.to_owned(), kind));
    assert_eq!(
        lines(&source),
        [
            (3, vec![kind("name", CellKind::Text)]),
            (
                4,
                vec![
                    kind("12.5", CellKind::Number),
                    kind("2026-03-01", CellKind::Date),
                    kind("true", CellKind::Truth),
                    kind("10:05:00", CellKind::Text),
                    kind("#REF!", CellKind::Error),
                ]
            ),
        ]
    );
}

#[test]
fn a_workbook_with_nothing_to_read_says_so() {
    let mut book = Workbook::new();
    for name in ["One", "Two"] {
        book.add_worksheet().set_name(name).expect("named");
    }
    assert!(refusal(&saved(book).path, None).contains("no sheet with anything in it"));
}
