//! Exports as people and scripts get them: every table in every form, what is left out, and what no spreadsheet may run.

use std::io::Read;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::desk::{Desk, bytes};

const WHATS: [&str; 5] = ["clients", "due", "history", "board", "reviews"];
const FORMS: [&str; 4] = ["csv", "xlsx", "json", "md"];

/// Writes an export to a file and answers its path.
fn written(desk: &Desk, what: &str, form: &str, more: &[&str]) -> PathBuf {
    let path = desk.path(&format!("{what}.{form}"));
    let file = path.to_string_lossy().into_owned();
    desk.ok(&[&["export", "--what", what, "-o", &file], more].concat());
    path
}

fn part(workbook: &Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(workbook).expect("a file")).expect("a zip");
    let mut text = String::new();
    zip.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
    text
}

fn sheet(workbook: &Path, name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(workbook).expect("a workbook");
    book.worksheet_range(name).expect("a sheet").rows().map(<[Data]>::to_vec).collect()
}

/// All text of an export, whatever its form.
fn text(path: &Path) -> String {
    if path.extension().is_none_or(|ending| ending != "xlsx") {
        return String::from_utf8(bytes(path)).expect("UTF-8");
    }
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).expect("a file")).expect("a zip");
    let mut all = String::new();
    for at in 0..zip.len() {
        zip.by_index(at).expect("a part").read_to_string(&mut all).expect("text");
    }
    all
}

fn column(rows: &[Vec<Data>], title: &str) -> usize {
    let header = rows[0].iter().map(ToString::to_string).collect::<Vec<_>>();
    header.iter().position(|name| name == title).unwrap_or_else(|| panic!("no {title} in {header:?}"))
}

/// A desk with a book in which something of everything was recorded; its notes say `secretnote`, its amounts have `7331`.
fn talkative() -> Desk {
    let desk = Desk::bare();
    desk.ok(&["add", "Acme Ltd", "--id", "A-1", "--owner", "Ana", "--arr", "73310", "--notes", "secretnote of the client"]);
    desk.ok(&["add", "Globex", "--id", "A-2", "--owner", "Ben", "--arr", "97331.25", "--currency", "USD"]);
    desk.ok(&["add", "Initech", "--owner", "Ben", "--arr", "17331.1234"]);
    desk.ok(&["move", "A-1", "--to", "A", "--note", "secretnote of the move", "--today", "2026-02-01"]);
    desk.ok(&["move", "A-2", "--to", "B", "--note", "secretnote of another move", "--today", "2026-02-01"]);
    desk.ok(&["edit", "A-2", "arr=87331.50", "--note", "secretnote of the edit"]);
    desk.ok(&["edit", "A-1", "notes=secretnote, a longer one"]);
    let review = [
        "review",
        "A-1",
        "--on",
        "2026-05-01",
        "--outcome",
        "secretnote outcome",
        "--note",
        "secretnote of the review",
        "--attendees",
        "secretnote and friends",
        "--sentiment",
        "negative",
        "--action",
        "secretnote to be done",
    ];
    desk.ok(&review);
    let void = desk.json(&["review", "A-2", "--on", "2026-05-02", "--note", "secretnote of a mistake"]);
    let id = void["review_id"].to_string();
    desk.ok(&["review", "void", &id, "--note", "secretnote of the void"]);
    desk.ok(&["snooze", "A-2", "2026-07-01", "--note", "secretnote of the snooze"]);
    desk.ok(&["pause", "Initech", "--note", "secretnote of the pause"]);
    desk.ok(&["undo"]);
    desk.ok(&["redo"]);
    desk.ok(&["archive", "Initech", "--note", "secretnote of the archive"]);
    desk
}

#[test]
fn clients_in_a_workbook_are_typed_cells_under_a_frozen_filtered_header() {
    let desk = talkative();
    let path = written(&desk, "clients", "xlsx", &[]);
    let rows = sheet(&path, "Clients");
    assert_eq!(rows.len(), 4);
    let at = |title: &str| column(&rows, title);
    assert_eq!(rows[1][at("Name")], Data::String("Acme Ltd".to_owned()));
    assert_eq!(rows[1][at("Annual revenue")], Data::Float(73310.0));
    assert_eq!(rows[1][at("Currency")], Data::String("EUR".to_owned()), "what an amount is in is said");
    assert_eq!(rows[2][at("Annual revenue")], Data::Float(87331.5));
    assert_eq!(rows[1][at("Archived")], Data::Bool(false));
    let Data::DateTime(day) = &rows[1][at("Segment since")] else { panic!("{:?}", rows[1]) };
    assert_eq!(day.as_datetime().expect("a day").date().to_string(), "2026-02-01");
    let xml = part(&path, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"), "{xml}");
    assert!(xml.contains("<autoFilter ref=\"A1:"), "{xml}");
    assert!(xml.contains("<col min=\"1\" "), "{xml}");
    assert!(!xml.contains("<f>"), "no formula is ever written");
    let styles = part(&path, "xl/styles.xml");
    assert!(styles.contains("yyyy\\-mm\\-dd") || styles.contains("yyyy-mm-dd"), "{styles}");
    assert!(part(&path, "docProps/core.xml").contains(">2026-06-15T00:00:00Z<"));
}

#[test]
fn a_board_in_a_workbook_has_a_sheet_of_its_clients() {
    let desk = talkative();
    let path = written(&desk, "board", "xlsx", &[]);
    let (board, clients) = (sheet(&path, "Board"), sheet(&path, "Clients"));
    assert_eq!(board.len(), 6);
    assert_eq!(board[1][column(&board, "Annual revenue EUR")], Data::Float(73310.0));
    assert_eq!(board[1][column(&board, "Clients")], Data::Float(1.0));
    assert_eq!(clients.len(), 3);
    assert_eq!(clients[1][column(&clients, "Segment")], Data::String("Transform".to_owned()));
    let markdown = text(&written(&desk, "board", "md", &[]));
    assert!(markdown.contains("# Board on 2026-06-15") && markdown.contains("# Clients on 2026-06-15"), "{markdown}");
    let csv = text(&written(&desk, "board", "csv", &[]));
    assert_eq!(csv.lines().next(), Some("key,letter,name,clients,overdue,arr.EUR,arr.USD"));
    assert_eq!(csv.lines().count(), 6);
    let then = text(&written(&desk, "board", "csv", &["--as-of", "2026-01-31"]));
    assert!(then.lines().all(|line| !line.contains("73310")), "{then}");
}

#[test]
fn json_has_the_fields_of_the_commands_and_says_which_book_it_was() {
    let desk = talkative();
    let export = |what: &str| desk.json(&["export", "--what", what]);
    for what in ["due", "history", "board"] {
        let mut whole = export(what);
        let book = whole.as_object_mut().expect("an object").remove("book").expect("the state of the book");
        assert_eq!(book["entries"], desk.entries(), "{what}");
        assert_eq!(book["hash"].as_str().map(str::len), Some(64), "{what}");
        assert_eq!(whole, desk.json(&[what]), "{what}");
    }
    let reviews = export("reviews");
    assert_eq!(reviews["total"], 1, "a voided review is left out");
    let review = &reviews["items"][0];
    assert_eq!((&review["external_id"], &review["held_on"]), (&"A-1".into(), &"2026-05-01".into()));
    assert_eq!((&review["outcome"], &review["sentiment"]), (&"secretnote outcome".into(), &"negative".into()));
}

#[test]
fn reviews_as_csv_stand_in_the_order_they_were_held() {
    let desk = Desk::with_book();
    for (client, on) in [("A-2", "2026-05-03"), ("A-1", "2026-05-04"), ("A-1", "2026-05-01")] {
        desk.ok(&["review", client, "--on", on, "--note", "=talked, \"at length\"\nand again"]);
    }
    let csv = desk.ok(&["export", "--what", "reviews"]).out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().expect("a header").iter().collect::<Vec<_>>().join(",");
    assert_eq!(header, "external_id,client,held_on,kind,outcome,note,attendees,decisions,risks,sentiment,by,review_id");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.iter().map(|row| &row[2]).collect::<Vec<_>>(), ["2026-05-01", "2026-05-03", "2026-05-04"]);
    assert_eq!(&rows[0][5], "'=talked, \"at length\"\nand again", "guarded, and nothing lost");
    let ana = desk.ok(&["export", "--what", "reviews", "--where", "owner:ben"]).out;
    assert!(ana.contains("2026-05-03") && !ana.contains("2026-05-04"), "{ana}");
}

#[test]
fn a_filter_holds_for_everything_that_is_written() {
    let desk = talkative();
    for what in WHATS {
        for form in FORMS {
            let all = text(&written(&desk, what, form, &["--where", "owner:ana"]));
            assert!(all.contains("Acme") || (what, form) == ("board", "csv"), "{what} {form}: {all}");
            assert!(!all.contains("Globex") && !all.contains("Initech"), "{what} {form}: {all}");
        }
    }
}

#[test]
fn what_is_left_out_is_in_no_form_of_anything() {
    let desk = talkative();
    let mut seen = [false; 2];
    for what in WHATS {
        for form in FORMS {
            let range: &[&str] = if what == "due" { &["--all"] } else { &[] };
            let whole = text(&written(&desk, what, form, range));
            seen[0] |= whole.contains("7331");
            seen[1] |= whole.contains("secretnote");
            let no_money = text(&written(&desk, what, form, &[range, &["--no-money"]].concat()));
            assert!(!no_money.contains("7331"), "{what} {form}: {no_money}");
            let no_notes = text(&written(&desk, what, form, &[range, &["--no-notes"]].concat()));
            assert!(!no_notes.contains("secretnote"), "{what} {form}: {no_notes}");
            let neither = text(&written(&desk, what, form, &[range, &["--no-money", "--no-notes"]].concat()));
            assert!(
                !neither.contains("7331") && !neither.contains("secretnote") && !neither.contains("negative"),
                "{what} {form}"
            );
            assert!(!neither.contains("arr\"") && !neither.contains("currency"), "{what} {form}: {neither}");
            assert!(neither.contains("Acme") || (what, form) == ("board", "csv"), "{what} {form}");
        }
    }
    assert_eq!(seen, [true; 2], "there was something to leave out");
}

#[test]
fn an_action_that_was_settled_is_named_without_its_text() {
    // Only the console settles actions: the sample book has some.
    let desk = Desk::bare();
    let book = desk.path("sample.db").to_string_lossy().into_owned();
    desk.ok(&["demo", "--keep", &book]);
    let history = desk.json(&["--book", &book, "export", "--what", "history", "--no-notes"]);
    let settled: Vec<&Value> =
        history["items"].as_array().expect("items").iter().filter(|entry| entry["kind"] == "action").collect();
    assert!(!settled.is_empty());
    for entry in settled {
        assert!(entry["summary"].as_str().is_some_and(|said| said.ends_with(": an action")), "{entry}");
        assert!(entry["detail"]["changes"][0]["after"]["text"].is_null(), "{entry}");
    }
}

#[test]
fn the_same_book_and_day_give_the_same_bytes() {
    let desk = talkative();
    for what in WHATS {
        for form in FORMS {
            let first = bytes(&written(&desk, what, form, &[]));
            assert_eq!(first, bytes(&written(&desk, what, form, &[])), "{what} {form}");
        }
    }
}

#[test]
fn the_form_goes_by_the_ending_unless_it_is_named() {
    let desk = Desk::with_book();
    let file = |name: &str| desk.path(name).to_string_lossy().into_owned();
    desk.ok(&["export", "-o", &file("a.JSON")]);
    assert!(text(&desk.path("a.JSON")).starts_with("{\"schema\":1"));
    desk.ok(&["export", "-o", &file("b.xlsx"), "--format", "md"]);
    assert!(text(&desk.path("a.JSON")).contains("Acme"));
    assert!(String::from_utf8(bytes(&desk.path("b.xlsx"))).expect("text").starts_with("# Clients"), "the form named wins");
    desk.ok(&["export", "-o", &file("tmp.k3Xa9")]);
    assert!(text(&desk.path("tmp.k3Xa9")).starts_with("external_id,"));
    desk.refused(2, &["export", "-o", &file("c.ods")], "nothing is written as .ods");
    assert!(!desk.path("c.ods").exists());
}

#[test]
fn what_does_not_go_together_is_refused_with_what_does() {
    let desk = Desk::with_book();
    desk.refused(2, &["export", "--what", "history", "--format", "ics"], "there are csv, xlsx, json, md, html");
    desk.refused(2, &["export", "--what", "clients", "--format", "svg"], "there is no svg of clients");
    desk.refused(2, &["export", "--since", "2026-01-01"], "--since says nothing about clients");
    desk.refused(2, &["export", "--what", "board", "--within", "14d"], "it goes with --what due");
    desk.refused(2, &["export", "--what", "due", "--within", "14d", "--all"], "cannot be used with");
    desk.refused(2, &["export", "--where", "colour:red"], "the filter does not read");
    desk.refused(3, &["export", "--what", "board", "--model", "astrology"], "no model “astrology”");
    let book = desk.book().to_string_lossy().into_owned();
    let before = bytes(&desk.book());
    desk.refused(1, &["export", "--format", "csv", "-o", &book], "this is the book itself");
    assert_eq!(bytes(&desk.book()), before);
}

#[test]
fn a_history_goes_back_to_a_day_and_a_due_list_ahead() {
    let desk = talkative();
    let since = desk.json(&["export", "--what", "history", "--since", "2026-06-15"]);
    assert_eq!(since["total"], desk.json(&["history", "--since", "2026-06-15"])["total"]);
    let ahead = |args: &[&str]| desk.json(&[&["export", "--what", "due"], args].concat())["total"].clone();
    assert_eq!(ahead(&["--within", "90d"]), desk.json(&["due", "--within", "90d"])["total"]);
    assert_eq!(ahead(&["--all"]), desk.json(&["due", "--all"])["total"]);
}

#[test]
fn a_due_list_of_one_kind_is_that_of_the_command() {
    let desk = Desk::with_kinds();
    let kinds = |answer: &Value| -> Vec<String> {
        answer["items"].as_array().expect("items").iter().map(|item| item["kind"].to_string()).collect()
    };
    let all = desk.json(&["export", "--what", "due", "--all"]);
    let kind = all["items"][0]["kind"].as_str().expect("a kind").to_owned();
    let one = desk.json(&["export", "--what", "due", "--all", "--kind", &kind]);
    assert_eq!(one["items"], desk.json(&["due", "--all", "--kind", &kind])["items"]);
    assert!(kinds(&one).len() < kinds(&all).len() && kinds(&one).iter().all(|of| *of == format!("\"{kind}\"")), "{one}");
    desk.refused(3, &["export", "--what", "due", "--kind", "Séance"], "Séance");
    desk.refused(2, &["export", "--kind", &kind], "--kind says nothing about clients");
}

#[test]
fn what_lies_beside_the_book_is_never_written_over() {
    let desk = Desk::with_book();
    for end in ["-wal", "-shm", "-journal"] {
        let file = format!("{}{end}", desk.book().display());
        desk.refused(1, &["export", "--format", "csv", "-o", &file], "this is the book itself");
    }
}

#[test]
fn clients_and_then_reviews_come_back_with_every_word() {
    let desk = talkative();
    desk.ok(&["review", "A-2", "--on", "2026-05-02", "--outcome", "secretnote of one who left"]);
    desk.ok(&["archive", "A-2", "--note", "they were bought by another"]);
    let held = desk.ok(&["export", "--what", "reviews"]).out;
    let clients = written(&desk, "clients", "csv", &[]).to_string_lossy().into_owned();
    let reviews = written(&desk, "reviews", "csv", &[]).to_string_lossy().into_owned();
    let other = desk.path("other.db").to_string_lossy().into_owned();
    desk.ok(&["--book", &other, "init"]);
    desk.ok(&["--book", &other, "import", &clients]);
    // The date of the last review came in with the clients; what was said in it comes now, and comes once.
    let first = desk.json(&["--book", &other, "import", &reviews]);
    assert!(first["updated"].as_i64() > Some(0), "{first}");
    let said =
        |text: &str| -> Vec<String> { text.lines().map(|line| line.rsplit_once(',').expect("columns").0.to_owned()).collect() };
    assert_eq!(said(&desk.ok(&["--book", &other, "export", "--what", "reviews"]).out), said(&held));
    let again = desk.json(&["--book", &other, "import", &reviews]);
    assert_eq!((&again["created"], &again["updated"]), (&0.into(), &0.into()), "{again}");
    desk.ok(&["--book", &other, "undo"]);
    assert!(!desk.ok(&["--book", &other, "export", "--what", "reviews"]).out.contains("secretnote outcome"));
    desk.ok(&["--book", &other, "check"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_grow_no_further_leaves_the_earlier_one_and_nothing_beside_it() {
    let desk = talkative();
    let path = desk.path("out.html");
    std::fs::write(&path, "before").expect("written");
    let program = env!("CARGO_BIN_EXE_quarterdeck");
    let script = format!("ulimit -f 1; exec {program} --book '{}' export -o '{}'", desk.book().display(), path.display());
    let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("a shell");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(std::fs::read_to_string(&path).expect("read"), "before");
    let names =
        std::fs::read_dir(path.parent().expect("a folder")).expect("listed").map(|file| file.expect("a file").file_name());
    assert!(!names.into_iter().any(|name| name.to_string_lossy().ends_with(".part")));
}

#[cfg(unix)]
#[test]
fn a_file_is_its_owners_alone_unless_it_is_shared() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_book();
    let path = desk.path("out.md");
    let file = path.to_string_lossy().into_owned();
    let mode = || std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777;
    desk.ok(&["export", "-o", &file]);
    assert_eq!(mode(), 0o600);
    desk.ok(&["export", "-o", &file, "--shared"]);
    assert_ne!(mode() & 0o400, 0);
    let umask = std::process::Command::new("sh").args(["-c", "umask"]).output().expect("a shell").stdout;
    let umask = u32::from_str_radix(String::from_utf8_lossy(&umask).trim(), 8).expect("a mask");
    assert_eq!(mode(), 0o666 & !umask);
    desk.refused(2, &["export", "--shared"], "--output");
}

#[test]
fn a_workbook_goes_into_a_pipe() {
    let desk = Desk::with_book();
    let output = desk.command(&["export", "--format", "xlsx"]).output().expect("the program runs");
    assert!(output.status.success() && output.stdout.starts_with(b"PK"), "{:?}", output.stderr);
}

/// Names that spreadsheets, browsers, terminals or parsers take for something else.
fn payloads() -> Vec<String> {
    let mut all: Vec<String> = [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "\t=1",
        "＝1+1",
        "=HYPERLINK(\"http://x\",\"y\")",
        "a|b|c",
        "`code`",
        "<script>alert(1)</script>",
        "![x](http://x/y.png)",
        "[x](javascript:alert(1))",
        "_x0041_",
        "a\u{202e}b",
        "a\u{1b}[2Jb",
        "'=1",
        "''=1",
        "a\\|b",
        "&lt;",
        "\u{fffe}\u{ffff}",
    ]
    .map(str::to_owned)
    .to_vec();
    for file in ["csv_injection_payloads.txt", "blns.txt"] {
        let path = Path::new("../shared/data/terminal").join(file);
        let path = if path.exists() { path } else { Path::new("/work/shared/data/terminal").join(file) };
        match std::fs::read_to_string(&path) {
            Ok(text) => all.extend(text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned)),
            Err(_) => eprintln!("skipped: there is no {}", path.display()),
        }
    }
    all.retain(|line| !line.trim().is_empty());
    all
}

#[test]
fn hostile_text_goes_out_in_every_form_and_is_run_by_none() {
    let desk = Desk::bare();
    let file = desk.path("payloads.csv");
    std::fs::write(&file, as_clients(&payloads())).expect("written");
    let _ = desk.run(&["import", &file.to_string_lossy()]);
    let total = desk.json(&["clients"])["total"].as_i64().expect("a number");
    assert!(total >= 20, "{total}");
    for what in WHATS {
        let csv = text(&written(&desk, what, "csv", &[]));
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(csv.as_bytes());
        for row in reader.records() {
            for cell in &row.expect("as many cells as the header") {
                let number = cell.parse::<f64>().is_ok();
                assert!(
                    number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']),
                    "{what}: {cell:?}"
                );
            }
        }
        let xlsx = written(&desk, what, "xlsx", &[]);
        let mut book: Xlsx<_> = open_workbook(&xlsx).expect("a workbook");
        for (name, range) in book.worksheets() {
            assert!(range.height() > 0, "{name}");
            assert!(book.worksheet_formula(&name).expect("read").is_empty(), "{what}: a formula");
            let links = range.used_cells().filter(|(_, _, cell)| matches!(cell, Data::Error(_))).count();
            assert_eq!(links, 0, "{what}");
        }
        let sheets = text(&xlsx);
        assert!(!sheets.contains("<f>") && !sheets.contains("<hyperlink"), "{what}");
        let json: Value = serde_json::from_str(&text(&written(&desk, what, "json", &[]))).expect("JSON");
        assert_eq!(json["schema"], 1);
        let markdown = text(&written(&desk, what, "md", &[]));
        let mut bars = 0;
        for line in markdown.lines() {
            let plain = line.replace("\\\\", "").replace("\\|", "").replace("<br>", "").replace("\\`", "").replace("\\[", "");
            assert!(!plain.contains(['<', '`', '[', '\u{1b}', '\u{202e}']), "{what}: {line}");
            match plain.starts_with('|') {
                true if bars == 0 => bars = plain.matches('|').count(),
                true => assert_eq!(plain.matches('|').count(), bars, "{what}: {line}"),
                false => bars = 0,
            }
        }
    }
    let raw = desk.ok(&["export", "--what", "clients", "--formulas", "as-they-are"]).out;
    assert!(raw.lines().any(|line| line.contains(",=1+1,")), "the guard can be left off");
}

/// The payloads as a file of clients.
fn as_clients(payloads: &[String]) -> Vec<u8> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(["external_id", "name", "owner", "tags", "notes", "segment"]).expect("written");
    for (at, payload) in payloads.iter().enumerate() {
        let name: String = payload.chars().take(150).collect();
        // As an export would write it: the guard comes off again on the way in.
        let guarded = format!("'{name}");
        let cell = if name.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '＝']) { &guarded } else { &name };
        file.write_record([&format!("P-{at}"), cell, cell, &name.replace(';', " "), cell, "A"]).expect("written");
    }
    file.into_inner().expect("whole")
}
