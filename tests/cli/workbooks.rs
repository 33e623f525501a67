//! Workbooks as people give them and as they are made to do harm: the right sheet and row, or a sentence within bounds.
//!
//! What a hostile workbook costs is measured by hand, in the process that parses it:
//! `/usr/bin/time -v quarterdeck workbook-rows < FILE > /dev/null` (512 MiB of address space, 14 s of processor time).

use std::io::{Cursor, Write};
use std::process::Stdio;

use rust_xlsxwriter::Workbook;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::desk::{Desk, run};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// An archive; each part is a text and how often it is repeated.
fn zipped(parts: &[(&str, &[(&str, usize)])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, texts) in parts {
        zip.start_file(*name, SimpleFileOptions::default().large_file(true)).expect("begun");
        for (text, times) in *texts {
            (0..*times).for_each(|_| zip.write_all(text.as_bytes()).expect("written"));
        }
    }
    zip.finish().expect("finished").into_inner()
}

/// A workbook of `count` sheets of which the first has these rows, and these shared strings.
fn hostile(count: usize, rows: &[(&str, usize)], strings: &[(&str, usize)]) -> Vec<u8> {
    let relation =
        |id: &str, kind: &str, target: &str| format!(r#"<Relationship Id="{id}" Type="{KINDS}/{kind}" Target="{target}"/>"#);
    let related = |all: &str| format!(r#"<Relationships xmlns="{RELATIONS}">{all}</Relationships>"#);
    let sheets: String = (0..count).map(|at| format!(r#"<sheet name="S{at}" sheetId="{}" r:id="rId1"/>"#, at + 1)).collect();
    let book = format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{KINDS}"><sheets>{sheets}</sheets></workbook>"#);
    let (begin, end) = (format!(r#"<worksheet xmlns="{MAIN}"><sheetData>"#), "</sheetData></worksheet>");
    let sheet = [&[(begin.as_str(), 1)], rows, &[(end, 1)]].concat();
    let strings = if strings.is_empty() { &[("<sst></sst>", 1)] } else { strings };
    zipped(&[
        ("_rels/.rels", &[(&related(&relation("rId1", "officeDocument", "xl/workbook.xml")), 1)]),
        ("xl/_rels/workbook.xml.rels", &[(&related(&relation("rId1", "worksheet", "worksheets/sheet1.xml")), 1)]),
        ("xl/workbook.xml", &[(&book, 1)]),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

fn on(desk: &Desk, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = desk.path(name);
    std::fs::write(&path, bytes).expect("written");
    path.to_string_lossy().into_owned()
}

fn two_sheets() -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, client) in [("North", "Acme"), ("South", "Bolt")] {
        let sheet = book.add_worksheet().set_name(name).expect("named");
        for (row, cells) in [(1, ["name", "arr"]), (3, [client, "100"]), (4, ["Cord", "a lot"])] {
            for (at, cell) in (0..).zip(cells) {
                sheet.write(row, at, cell).expect("written");
            }
        }
    }
    book.save_to_buffer().expect("saved")
}

#[test]
fn a_sheet_is_named_and_problems_name_its_rows() {
    let desk = Desk::bare();
    let file = on(&desk, "clients.xlsx", two_sheets());
    desk.refused(2, &["import", &file], "several sheets, and which one is meant cannot be told: North, South");
    desk.refused(2, &["import", &file, "--sheet", "East"], "its sheets are: North, South");
    let rejects = desk.path("refused.csv").to_string_lossy().into_owned();
    let told = desk.json(&["import", &file, "--sheet", "south", "--rejects", &rejects]);
    assert_eq!((&told["created"], &told["rejected"], &told["problems"][0]["row"]), (&1.into(), &1.into(), &5.into()));
    assert_eq!(desk.json(&["clients"])["items"][0]["name"], "Bolt");
    let written = std::fs::read_to_string(&rejects).expect("the file of rejects");
    assert!(
        written.starts_with("name,arr,problem\r\nCord,a lot,") || written.starts_with("name,arr,problem\nCord,a lot,"),
        "{written}"
    );
    let text = desk.write("clients.csv", "name\nAcme\n");
    desk.refused(2, &["import", &text, "--sheet", "North"], "leave --sheet out");
}

#[test]
fn hostile_workbooks_end_in_a_sentence() {
    let desk = Desk::bare();
    let first = (r#"<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>"#, 1);
    let far = (r#"<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#, 1);
    let ods = |row: &str| {
        let office = "urn:oasis:names:tc:opendocument:xmlns";
        let content = format!(
            r#"<o:d xmlns:o="{office}:office:1.0" xmlns:table="{office}:table:1.0"><table:table table:name="A">{row}</table:table></o:d>"#
        );
        let mime = "application/vnd.oasis.opendocument.spreadsheet";
        zipped(&[("mimetype", &[(mime, 1)]), ("META-INF/manifest.xml", &[("<m/>", 1)]), ("content.xml", &[(&content, 1)])])
    };
    let wide = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/></table:table-row>"#;
    let claimed = [(r#"<sst uniqueCount="4000000000"><si><t>x</t></si></sst>"#, 1)];
    let files: [(&str, Vec<u8>, &str); 6] = [
        ("far.xlsx", hostile(1, &[first, far], &[]), "a cell in XFD1048576"),
        ("claimed.xlsx", hostile(1, &[first], &claimed), "needs more memory than a workbook may have"),
        ("sheets.xlsx", hostile(20_000, &[first], &[]), "has 20000 sheets"),
        ("endless.xlsx", hostile(1, &[(r#"<row r="1"><c r="A1"><v>1"#, 1)], &[]), "is damaged"),
        ("wide.ods", ods(wide), "more cells than can be read"),
        ("cut.xlsx", two_sheets()[..900].to_vec(), "is damaged"),
    ];
    for (name, bytes, says) in files {
        let file = on(&desk, name, bytes);
        desk.refused(2, &["import", &file], says);
        assert!(!desk.book().exists(), "{name} made no book");
    }
}

/// A gigabyte of text in a megabyte: half a minute in a debug build.
#[test]
#[ignore = "slow: cargo test --test cli -- --ignored bombs"]
fn bombs_end_within_their_bounds() {
    let desk = Desk::bare();
    let megabyte = " x".repeat(512 * 1024);
    let strings = [("<sst><si><t>", 1), (megabyte.as_str(), 1024), ("</t></si></sst>", 1)];
    let nested = "<a>".repeat(100_000);
    for (name, bytes) in [("strings.xlsx", hostile(1, &[], &strings)), ("nested.xlsx", hostile(1, &[(&nested, 300)], &[]))] {
        let started = std::time::Instant::now();
        let ran = desk.run(&["import", &on(&desk, name, bytes)]);
        assert_eq!(ran.code, 2, "{name}: {ran:?}");
        assert!(started.elapsed().as_secs() < 40, "{name}: {:?}", started.elapsed());
    }
}

#[test]
fn the_process_that_parses_is_no_command_and_needs_a_file() {
    let desk = Desk::bare();
    assert!(!desk.ok(&["--help"]).out.contains("workbook-rows"));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
    command.arg("workbook-rows").stdin(Stdio::null());
    assert_eq!(run(command).code, 1);
}
