//! Files beside the book and the settings that cannot be read: said in one sentence, and the rest goes on where that is safe.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::desk::{Desk, run};

/// What may become of a small file.
const STATES: [&str; 6] = ["empty", "half", "binary", "folder", "loop", "pipe"];

fn put(path: &Path, state: &str) {
    if fs::symlink_metadata(path).is_ok_and(|about| about.is_dir()) {
        fs::remove_dir(path).expect("removed");
    } else if fs::symlink_metadata(path).is_ok() {
        fs::remove_file(path).expect("removed");
    }
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    match state {
        "empty" => fs::write(path, "").expect("written"),
        "half" => fs::write(path, "name = \"An").expect("written"),
        "binary" => fs::write(path, [0xff, 0xfe, 0x00, 0x1b, 0x5d]).expect("written"),
        "folder" => fs::create_dir(path).expect("a folder"),
        "loop" => symlink(path, path).expect("a link"),
        _ => assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo is there").success()),
    }
}

#[test]
fn a_saved_mapping_that_does_not_read_keeps_nobody_from_importing() {
    let desk = Desk::bare();
    let file = desk.write("first.csv", "Who,Health\nOne,red\n");
    let says = ["--map", "Who=name", "--map", "Health=score.engagement", "--scale", "Health=red=1,green=5"];
    desk.ok(&[&["import", &file, "--save-mapping", "weekly"][..], &says].concat());
    let broken = desk.path("config/quarterdeck/mappings/broken.toml");
    for state in STATES {
        put(&broken, state);
        let next = desk.write("next.csv", &format!("Who,Health\nOf {state},green\n"));
        let ran = desk.ok(&["import", &next]);
        assert!(ran.out.contains("“weekly” is used"), "{state}: the others are read: {ran:?}");
        let told: Vec<&str> = ran.err.lines().filter(|line| line.contains("broken.toml")).collect();
        assert_eq!(told.len(), 1, "{state}: {ran:?}");
        assert!(told[0].starts_with("note: ") && told[0].ends_with("it is left out"), "{state}: {ran:?}");
        let before = desk.entries();
        desk.refused(2, &["import", &next, "--mapping", "broken"], "broken.toml");
        assert_eq!(desk.entries(), before);
    }
    assert_eq!(desk.json(&["clients"])["total"], 1 + STATES.len());
}

#[test]
fn settings_that_do_not_read_are_left_out_only_where_book_and_name_are_said() {
    let desk = Desk::with_book();
    let settings = desk.path("config/quarterdeck/config.toml");
    let book = desk.book().to_string_lossy().into_owned();
    for state in STATES.into_iter().filter(|state| *state != "empty") {
        put(&settings, state);
        // They may name another book: nothing is written to the usual one.
        let ran = desk.run(&["add", "Never"]);
        assert!(matches!(ran.code, 1 | 2) && ran.err.contains("config.toml") && ran.err.contains("--book"), "{state}: {ran:?}");
        let ran = desk.ok(&["--book", &book, "edit", "A-1", &format!("goal={state}")]);
        assert!(ran.err.starts_with("note: ") && ran.err.contains("config.toml"), "{state}: {ran:?}");
        assert_eq!(ran.err.lines().count(), 1, "{state}: {ran:?}");
    }
    put(&settings, "empty");
    assert_eq!(desk.ok(&["clients"]).err, "");
    assert_eq!(desk.json(&["clients"])["total"], 3);
}

#[test]
fn settings_written_by_several_programs_at_once_are_all_there() {
    let desk = Desk::bare();
    let running: Vec<_> =
        (0..12).map(|at| desk.command(&["config", "set", &format!("keys.action-{at}"), "x"]).spawn().expect("it runs")).collect();
    for mut one in running {
        assert!(one.wait().expect("it ends").success());
    }
    let text = fs::read_to_string(desk.path("config/quarterdeck/config.toml")).expect("read");
    let missing: Vec<usize> = (0..12).filter(|at| !text.contains(&format!("action-{at} = "))).collect();
    assert!(missing.is_empty(), "{missing:?} of {text}");
}

#[test]
fn a_link_that_leads_nowhere_or_in_a_circle_is_no_book() {
    let desk = Desk::with_book();
    let path = |name: &str| desk.path(name).to_string_lossy().into_owned();
    symlink("nowhere.db", path("dangling.db")).expect("a link");
    symlink("loop.db", path("loop.db")).expect("a link");
    for command in [&["clients"][..], &["edit", "x", "goal=y"], &["undo"], &["check"], &["backup"]] {
        desk.refused(3, &[&["--book", &path("dangling.db")], command].concat(), "there is no book at");
        desk.refused(1, &[&["--book", &path("loop.db")], command].concat(), "symbolic links");
    }
    for making in [&["init"][..], &["add", "Acme"]] {
        desk.refused(2, &[&["--book", &path("dangling.db")], making].concat(), "exists already");
    }
    assert!(!desk.path("nowhere.db").exists(), "nothing is made where a link leads");
}

#[test]
fn a_book_behind_a_relative_link_is_that_book_whatever_is_done() {
    let desk = Desk::with_book();
    symlink("data/quarterdeck/book.db", desk.path("link.db")).expect("a link");
    let link = desk.path("link.db").to_string_lossy().into_owned();
    desk.ok(&["--book", &link, "edit", "A-1", "goal=behind the link"]);
    assert_eq!(desk.json(&["show", "A-1"])["goal"], "behind the link");
    desk.ok(&["--book", &link, "undo"]);
    desk.ok(&["--book", &link, "backup"]);
    desk.ok(&["edit", "A-1", "goal=after the backup"]);
    desk.ok(&["--book", &link, "restore-backup", "1"]);
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink(), "the link stays one");
    assert_eq!(desk.json(&["show", "A-1"])["goal"], json!(null));
    assert_eq!(desk.json(&["check"])["ok"], true);
}

#[test]
fn the_journal_of_another_file_is_named_and_left_alone() {
    let desk = Desk::with_book();
    let before = fs::read(desk.book()).expect("bytes");
    let journal = desk.book().with_file_name("book.db-journal");
    fs::create_dir(&journal).expect("a folder");
    for command in [&["clients"][..], &["undo"], &["check"]] {
        desk.refused(1, command, "book.db-journal");
    }
    assert!(fs::read(desk.book()).expect("bytes") == before && journal.is_dir());
    let rescued = desk.run(&["rescue"]);
    assert!(rescued.out.contains("it is left out here") && rescued.out.contains("3 clients"), "{rescued:?}");
    fs::remove_dir(&journal).expect("moved away");
    desk.ok(&["undo"]);
}

#[test]
fn standard_input_in_place_of_a_file_is_refused_with_what_works() {
    let desk = Desk::bare();
    desk.refused(3, &["import", "-"], "/dev/stdin");
    let file = desk.write("a.csv", "name\nAcme\n");
    let mut import = desk.command(&["import", "/dev/stdin", "--json"]);
    import.stdin(fs::File::open(&file).expect("a file"));
    let ran = run(import);
    assert!(ran.code == 0 && ran.out.contains("\"created\":1"), "{ran:?}");
}

#[test]
fn more_maps_than_a_file_has_columns_are_refused_at_once() {
    let desk = Desk::bare();
    let columns: Vec<String> = (0..1_999).map(|at| format!("c{at}")).collect();
    let file = desk.write("wide.csv", &format!("name,{}\nAcme{}\n", columns.join(","), ",1".repeat(1_999)));
    let maps: Vec<String> = columns.iter().flat_map(|column| ["--map".to_owned(), format!("{column}=ignore")]).collect();
    let all: Vec<&str> = ["import", &file].into_iter().chain(maps.iter().map(String::as_str)).collect();
    assert_eq!(desk.json(&all)["mapping"], json!({ "name": "name" }));
    let twenty: Vec<&str> = all.iter().copied().chain(std::iter::repeat_n(["--map", "c0=ignore"], 2).flatten()).collect();
    desk.refused(2, &twenty, "2000 columns at most");
}
