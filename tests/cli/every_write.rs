//! Every command that writes leaves exactly one entry that says who, when, why, what before and what after, and the history still
//! folds to the book (P11). A command nobody sorted here fails the test.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::desk::{Desk, TODAY};
use crate::session::files::{at, fill_in};

const NOTE: &str = "a reason that is long enough";

/// Commands that read the book, or have nothing to do with it.
const READ: [&str; 39] = [
    "export",
    "clients",
    "show",
    "board",
    "lens",
    "compare",
    "moves",
    "insights",
    "due",
    "figures",
    "workload",
    "debt",
    "confirmations",
    "session list",
    "session show",
    "session agenda",
    "session propose",
    "session report",
    "session replay",
    "session weeks",
    "history",
    "check",
    "backup",
    "model list",
    "model show",
    "model check",
    "holidays list",
    "config path",
    "config show",
    "completions",
    "man",
    // Commands that only hold others.
    "session",
    "model",
    "holidays",
    "config",
    // The sample is a book of its own; a console of its own tests.
    "demo",
    // Rescue and backups look, and write into other files.
    "backup list",
    "rescue",
    "backup compare",
];

/// The whole book goes back to another file: `history` is then that one's, and the book of before is kept beside it.
const ELSEWHERE: [&str; 1] = ["restore-backup"];

/// What is done in turn: the day, the command it belongs to, and its arguments. Those that begin with a day are done on it.
fn steps(desk: &Desk) -> Vec<(&'static str, Vec<String>)> {
    let clients = desk.write(
        "clients.csv",
        "external_id,name,owner,arr,segment,segment_since\nI-1,Imported One,Ana,5000,strategic,2026-01-05\nI-2,Imported Two,Ben,7000,regular,2026-01-05\n",
    );
    let days = desk.write("days.txt", "2026-12-25 Christmas\n2026-12-26 Boxing Day\n");
    let touch = desk.write("touch.toml", crate::desk::KINDS);
    let sheet = at(desk, "sheet.csv");
    let words = |text: &str| text.split(' ').map(|word| word.replace('_', " ").replace("NOTE", NOTE)).collect::<Vec<String>>();
    let with = |text: &str, file: &str| words(text).into_iter().chain([file.to_owned()]).collect::<Vec<String>>();
    vec![
        ("init", words("init")),
        ("model add", with("model add", &touch)),
        ("model use", words("model use touch")),
        ("model edit", words("model edit touch value.cuts=[30,60]")),
        ("model evaluate", words("--today 2026-06-16 model evaluate touch --note NOTE")),
        ("add", words("add Acme_Ltd --id A-1 --owner Ana --arr 48000")),
        ("add", words("add Globex --id A-2 --owner Ben --arr 12000")),
        ("import", with("import", &clients)),
        ("edit", words("edit A-1 goal=grow tags=vip --note NOTE")),
        ("score", words("score A-2 worth=5 --model touch")),
        ("move", words("move A-1 --to strategic --note NOTE")),
        ("place", words("place --note NOTE")),
        ("confirm", words("confirm A-1 --note NOTE")),
        ("plan", words("plan --apply")),
        ("book", words("book A-1 2026-07-01 --kind QBR")),
        ("snooze", words("snooze A-1 2026-07-10 --kind Meeting --note NOTE")),
        ("skip", words("skip I-1 --kind QBR --note NOTE")),
        ("review", words("review A-1 --kind QBR --outcome budget_approved")),
        ("review void", words("review void ID --note NOTE")),
        ("review restore", words("review restore ID")),
        ("pause", words("pause I-2 --note NOTE")),
        ("resume", words("resume I-2")),
        ("archive", words("archive I-2 --note NOTE")),
        ("restore", words("restore I-2")),
        ("move", words("--today 2026-09-03 move I-1 --to tech --note NOTE")),
        ("forgive", words("--today 2026-09-03 forgive I-1 --kind Meeting --note NOTE")),
        ("holidays import", with("holidays import", &days)),
        ("holidays clear", words("holidays clear")),
        ("config set", words("config set lead 9")),
        ("model add", words("model add service-tiers")),
        ("add", words("add Initech --id A-3 --owner Ana --arr 90000")),
        ("model fit", words("model fit service-tiers")),
        ("score", words("--today 2026-12-10 score A-1 worth=1 --model touch")),
        ("accept", words("--today 2026-12-10 accept A-1 --note NOTE")),
        ("session start", words("session start Summer --facilitator Zoe --participant Ana --participant Ben")),
        ("session edit", words("session edit --name Autumn")),
        ("", [words("session propose --owner Ana -o"), vec![sheet.clone()]].concat()),
        ("session merge", with("session merge", &sheet)),
        ("session reveal", words("session reveal --note NOTE")),
        ("session stage", words("--today 2026-12-10 session stage A-2 --to regular --note NOTE --expect arr>1")),
        ("session unstage", words("session unstage A-2")),
        ("session stage", words("--today 2026-12-10 session stage A-2 --to regular --note NOTE --expect arr>1")),
        ("session discuss", words("session discuss A-2")),
        ("session confirm-rest", words("--today 2026-12-10 session confirm-rest")),
        ("session finalise", words("--today 2026-12-10 session finalise")),
        ("session judge", words("--today 2027-01-10 session judge A-2 --held --session Autumn")),
        ("session start", words("session start Winter --facilitator Zoe")),
        ("session void", words("session void --note NOTE")),
        ("undo", words("undo")),
        ("redo", words("redo")),
    ]
}

/// The commands of the reference, without the name of the program.
fn commands() -> BTreeSet<String> {
    let reference = quarterdeck::cli::reference();
    let titles = reference.lines().filter_map(|line| line.trim_start_matches('#').strip_prefix(" quarterdeck "));
    titles.map(|title| title.trim().trim_matches('`').to_owned()).collect()
}

#[test]
fn every_command_that_writes_leaves_one_entry_with_who_when_why_before_and_after() {
    let desk = Desk::bare();
    let steps = steps(&desk);
    let known: BTreeSet<&str> = steps.iter().map(|(name, _)| *name).chain(READ).chain(ELSEWHERE).collect();
    let new: Vec<String> = commands().into_iter().filter(|name| !known.contains(name.as_str())).collect();
    assert!(new.is_empty(), "say whether these write, and try them if they do: {new:?}");
    let (mut entries, mut review) = (0, String::new());
    for (name, args) in steps {
        if name == "session merge" {
            fill_in(&desk, "sheet.csv", &[("Acme Ltd", ["", "agree", "they stay where they are"])]);
        }
        let args: Vec<String> = args.into_iter().map(|arg| if arg == "ID" { review.clone() } else { arg }).collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        desk.ok(&args);
        let history = desk.json(&["history", "--limit", "1"]);
        let total = history["total"].as_i64().expect("a number");
        assert_eq!(total, entries + i64::from(!name.is_empty()), "{args:?} leaves one entry");
        if name.is_empty() {
            continue;
        }
        entries = total;
        told(&history["items"][0], &args);
        if name == "review" {
            let id = desk.json(&["show", "A-1"])["reviews"][0]["review_id"].clone();
            review = id.as_i64().expect("a number").to_string();
        }
        assert_eq!(desk.json(&["check"])["ok"], true, "{args:?}: the history folds to the book");
    }
}

/// An entry says who, when (instant, zone and day), what, why where a reason was given, what before and what after.
#[track_caller]
fn told(entry: &Value, args: &[&str]) {
    assert_eq!(entry["by"], "ana", "{args:?}");
    let day = if args[0] == "--today" { args[1] } else { TODAY };
    assert_eq!(entry["day"], day, "{args:?}");
    let at = entry["at"].as_str().expect("an instant");
    assert!(chrono::DateTime::parse_from_rfc3339(at).is_ok(), "{args:?}: {at} has its offset");
    assert!(entry["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{args:?}");
    let changes = entry["detail"]["changes"].as_array().unwrap_or_else(|| panic!("{args:?}: {entry}"));
    assert_eq!(Some(changes.len() as i64), entry["detail"]["rows"].as_i64(), "{args:?}");
    assert!(!changes.is_empty(), "{args:?}: {entry}");
    for change in changes {
        assert!(
            change.get("before").is_some() && change.get("after").is_some() && change["before"] != change["after"],
            "{change}"
        );
    }
    let reasoned = args.contains(&NOTE) && !args.contains(&"reveal");
    assert!(!reasoned || entry.to_string().contains(NOTE), "{args:?} says why: {entry}");
}

#[test]
fn a_noted_entry_that_is_no_longer_there_is_a_problem_and_a_wrong_note_is_refused() {
    let desk = Desk::with_book();
    let older = std::fs::read(desk.book()).expect("bytes");
    desk.ok(&["add", "Initech"]);
    let checked = desk.json(&["check"]);
    let noted = format!("{}:{}", checked["entries"], checked["hash"].as_str().expect("a hash"));
    assert!(desk.ok(&["check", "--contains", &noted]).out.contains("whole"));
    std::fs::write(desk.book(), older).expect("an older copy in its place");
    desk.ok(&["check"]);
    let ran = desk.run(&["check", "--contains", &noted]);
    assert!(ran.code == 7 && ran.out.contains("was cut off, or this is an older copy"), "{ran:?}");
    for wrong in ["7", "x:0123456789ab", "7:0123", "7:0123456789xy"] {
        desk.refused(2, &["check", "--contains", wrong], "at least 12 digits");
    }
}
