//! Text that tries to control, hide or fool, put into every field of a book and looked for in all that is said (P15).

use std::fmt::Write as _;

use crate::desk::Desk;
use crate::payloads::{all, harm_in};

/// As [`harm_in`], for text that is whole as data: a pile of marks stays, all else is escaped.
fn harm_in_json(text: &str) -> Option<char> {
    harm_in(&text.replace(['\u{301}', '\u{30A}', '\u{32D}', '\u{489}', '\u{20DD}', '\u{5B0}'], ""))
}

/// A cell of separated text.
fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A desk whose book holds every payload as the name, owner, industry, tag, goal and note of a client; some of them decided on.
fn hostile() -> Desk {
    let desk = Desk::bare();
    let mut file = "external_id,name,owner,industry,tags,goal,notes\n".to_owned();
    // A file with a zero byte is refused as a whole (`bad_input`).
    for (at, (_, text)) in all().iter().enumerate().filter(|(_, (_, text))| !text.contains('\0')) {
        let text = cell(text);
        writeln!(file, "H{at},{text},{text},{text},{text},{text},{text}").expect("written");
    }
    let file = desk.write("hostile.csv", &file);
    let ran = desk.run(&["import", &file]);
    clean("import", &format!("{}{}", ran.out, ran.err));
    let kept = desk.json(&["clients", "--limit", "1"])["total"].as_u64();
    assert!(kept.is_some_and(|kept| kept >= 80), "most of them are in the book: {kept:?}\n{}{}", ran.out, ran.err);
    for (at, (_, text)) in all().iter().enumerate().filter(|(at, (_, text))| at % 9 == 0 && !text.contains('\0')) {
        let ran =
            desk.run(&["--user", text, "move", &format!("H{at}"), "--to", "transform", "--note", &format!("because {text}")]);
        clean("move", &format!("{}{}", ran.out, ran.err));
    }
    desk
}

#[track_caller]
fn clean(what: &str, said: &str) {
    assert_eq!(harm_in(said).map(|c| c.escape_unicode().to_string()), None, "{what}:\n{said:?}");
}

#[test]
fn no_command_lets_text_control_or_hide_and_json_is_escaped() {
    let desk = hostile();
    let lists: [&[&str]; 16] = [
        &["clients"],
        &["clients", "--where", "owner:acme"],
        &["history", "--limit", "500"],
        &["board"],
        &["due"],
        &["moves"],
        &["insights"],
        &["figures"],
        &["workload"],
        &["debt"],
        &["confirmations"],
        &["show", "H0"],
        &["show", "H9"],
        &["show", "H54"],
        &["model"],
        &["config"],
    ];
    for args in lists {
        let ran = desk.run(args);
        clean(&format!("{args:?}"), &format!("{}{}", ran.out, ran.err));
        let ran = desk.run(&[args, &["--json"]].concat());
        let said = format!("{}{}", ran.out, ran.err);
        assert_eq!(harm_in_json(&said).map(|c| c.escape_unicode().to_string()), None, "{args:?} --json");
    }
    for what in ["clients", "due", "history", "board", "reviews"] {
        for form in ["md", "json"] {
            let ran = desk.run(&["export", "--what", what, "--format", form]);
            assert_eq!(harm_in_json(&ran.out).map(|c| c.escape_unicode().to_string()), None, "{what} {form}");
        }
    }
}

#[test]
fn no_mistake_lets_its_own_words_control_the_terminal() {
    let desk = Desk::with_book();
    for (name, text) in all().into_iter().filter(|(_, text)| !text.contains('\0') && text.len() < 5_000).step_by(4) {
        let near: [&[&str]; 4] = [
            &["show", &text],
            &["move", "A-1", "--to", &text, "--note", "long enough a note"],
            &["clients", "--where", &text],
            &["import", &text],
        ];
        for args in near {
            let ran = desk.run(args);
            clean(&format!("{name}: {args:?}"), &format!("{}{}", ran.out, ran.err));
        }
    }
}

#[test]
fn names_that_look_alike_are_told_apart_where_one_must_be_chosen() {
    let desk = Desk::bare();
    desk.ok(&["add", "Ac\u{200b}me", "--id", "A-1"]);
    desk.ok(&["add", "Ac\u{202e}me", "--id", "A-2"]);
    desk.ok(&["add", "Acme", "--id", "A-3"]);
    let ran = desk.run(&["show", "acme"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(["A-1", "A-2", "A-3"].iter().all(|id| ran.err.contains(id)), "each has its id: {}", ran.err);
    assert_eq!(ran.err.matches("Ac\u{fffd}me").count(), 2, "and it is seen that something is hidden: {}", ran.err);
}

#[test]
fn an_export_brings_every_payload_back_as_it_was() {
    let desk = hostile();
    let file = desk.path("out.csv").to_string_lossy().into_owned();
    desk.ok(&["export", "-o", &file]);
    let again = desk.json(&["import", &file]);
    assert_eq!(
        (again["created"].as_u64(), again["updated"].as_u64()),
        (Some(0), Some(0)),
        "nothing differs: {}",
        again["problems"]
    );
    let written = std::fs::read_to_string(&file).expect("UTF-8");
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(written.as_bytes());
    for row in rows.records() {
        for field in &row.expect("a row") {
            let seen = field.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}'));
            let figure = field.parse::<f64>().is_ok();
            assert!(figure || !seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "a live formula: {field:?}");
        }
    }
}

/// Paths, names and words of the surroundings that try the same; as the shell may hand them over.
const SURROUNDING: [&str; 5] =
    ["Acme\u{1b}[31mred", "Acme\nerror: all is lost", "Acme\u{202e}gpj", "Ac\u{200b}me", "Acme\u{9b}2J\r\u{7f}"];

/// No line may pass for a sentence of the program.
#[track_caller]
fn unspoken(what: &str, said: &str) {
    clean(what, said);
    assert!(!said.lines().any(|line| line.starts_with("error: all is lost")), "{what}:\n{said}");
}

#[test]
fn paths_surroundings_and_arguments_control_nothing_and_pass_for_no_sentence() {
    for text in SURROUNDING {
        let desk = Desk::with_book();
        let book = desk.path(text).to_string_lossy().into_owned();
        std::fs::copy(desk.book(), &book).expect("copied");
        let named = |ending: &str, content: &str| desk.write(&format!("{text}.{ending}"), content);
        let (csv, xlsx) = (named("csv", "Name,Owner\nx,\"y"), named("xlsx", "no workbook"));
        let (toml, ics) = (named("toml", "key = \"x"), named("ics", "nothing"));
        let junk = named("db", &format!("SQLite format 3\0{}", "x".repeat(500)));
        let out = desk.path(&format!("{text}-out.csv")).to_string_lossy().into_owned();
        let tries: [&[&str]; 16] = [
            &["--book", &book, "clients"],
            &["--book", &book, "rescue"],
            &["--book", &junk, "clients"],
            &["--book", &junk, "rescue"],
            &["--config", &toml, "clients"],
            &["import", &csv],
            &["import", &xlsx],
            &["model", "check", &toml],
            &["holidays", "import", &ics],
            &["restore-backup", &junk],
            &["export", "-o", &out],
            &["export", "--format", text],
            &["show", text],
            &["--today", text, "clients"],
            &["session", "start", text, "--facilitator", text],
            &["config", "set", &format!("capacity.{text}"), text],
        ];
        for args in tries {
            let ran = desk.run(args);
            unspoken(&format!("{args:?}"), &format!("{}{}", ran.out, ran.err));
            assert!(!ran.err.contains("a fault of the program"), "{args:?}: {}", ran.err);
        }
        let ran = desk.run(&["session", "show"]);
        unspoken("session show", &format!("{}{}", ran.out, ran.err));
    }
}
