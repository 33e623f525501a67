//! What is refused, with which code, and that nothing changes by it.

use crate::desk::{Desk, bytes, run};

#[test]
fn a_move_without_a_reason_changes_nothing() {
    let desk = Desk::with_book();
    let before = bytes(&desk.book());
    desk.refused(2, &["move", "A-1", "--to", "D"], "a note of at least 10 characters");
    desk.refused(2, &["move", "A-1", "--to", "D", "--note", "  \u{200b} \t "], "this one has 0");
    desk.refused(2, &["move", "A-1", "--to", "D", "--note", "too short"], "this one has 8");
    desk.refused(2, &["move", "A-1", "--to", "A", "--note", "a note that is long enough"], "is already in Transform");
    desk.refused(3, &["move", "A-1", "--to", "grow", "--note", "a note that is long enough"], "no segment “grow”");
    desk.refused(3, &["move", "nobody", "--to", "D", "--note", "a note that is long enough"], "no client “nobody”");
    desk.refused(
        4,
        &["move", "acme", "--to", "D", "--note", "a note that is long enough"],
        "fits several clients: Acme Holdings",
    );
    desk.refused(3, &["move", "A-1", "--to", "D", "--note", "a note that is long enough", "--model", "x"], "no model “x”");
    desk.refused(2, &["move", "A-1", "--note", "a note that is long enough"], "--to");
    assert!(before == bytes(&desk.book()), "the book is as it was, byte for byte");
}

#[test]
fn wrong_values_say_what_would_be_right() {
    let desk = Desk::with_book();
    let before = desk.entries();
    desk.refused(2, &["edit", "A-1", "arr=lots"], "is no value for arr");
    desk.refused(2, &["edit", "A-1", "ownr=Ana"], "did you mean owner?");
    desk.refused(2, &["edit", "A-1", "owner"], "is no FIELD=VALUE");
    desk.refused(2, &["edit", "A-1", "owner=Ana"], "nothing to do");
    desk.refused(2, &["edit", "A-1", "renewal_on=31 Apr"], "names a day that does not exist");
    desk.refused(2, &["edit", "A-1", "external_id=A-2"], "belongs to Globex");
    desk.refused(3, &["score", "A-1", "charm=5"], "no factor “charm”");
    desk.refused(2, &["score", "A-1", "stability=6"], "the scale runs from 1 to 5");
    desk.refused(2, &["score", "A-1", "stability=good"], "is no FACTOR=N");
    desk.refused(2, &["archive", "A-1"], "at least 10 characters");
    desk.refused(2, &["restore", "A-1"], "is not archived");
    desk.refused(2, &["add", "  "], "give the client a name");
    desk.refused(2, &["--today", "someday", "clients"], "is not understood as a date");
    assert_eq!(desk.entries(), before);
}

#[test]
fn a_missing_book_is_made_by_init_import_and_add_only() {
    let desk = Desk::bare();
    for args in [
        &["clients"][..],
        &["due"],
        &["board"],
        &["undo"],
        &["check"],
        &["export"],
        &["show", "x"],
        &["model", "list"],
        &["book", "x", "today"],
        &["skip", "x"],
        &["holidays", "list"],
        &["model", "use", "x"],
    ] {
        desk.refused(3, args, "there is no book at");
    }
    assert!(!desk.book().exists());
    desk.refused(2, &["add", "Acme", "--arr", "many"], "is no value for arr");
    assert!(!desk.book().exists(), "a refused client leaves no book behind");
    desk.refused(3, &["init", "--model", "astrology"], "no model “astrology”");
    assert_eq!(desk.json(&["init"])["model"], "maturity-appetite");
    desk.refused(2, &["init"], "exists already");
}

#[test]
fn a_foreign_and_a_newer_file_are_left_byte_for_byte() {
    let desk = Desk::with_book();
    let foreign = desk.write("notes.txt", &"these are my notes\n".repeat(100));
    desk.refused(6, &["--book", &foreign, "clients"], "is not a book");
    assert_eq!(bytes(foreign.as_ref()), "these are my notes\n".repeat(100).into_bytes());
    let mut newer = bytes(&desk.book());
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(desk.path("newer.db"), &newer).expect("written");
    let path = desk.path("newer.db").to_string_lossy().into_owned();
    desk.refused(6, &["--book", &path, "add", "Acme"], "is a book of version 99");
    assert!(bytes(&desk.path("newer.db")) == newer);
    let folder = desk.path("data").to_string_lossy().into_owned();
    desk.refused(6, &["--book", &folder, "clients"], "it is a folder");
    desk.refused(6, &["--book", "/dev/null", "clients"], "it is no regular file");
}

#[test]
fn a_damaged_history_is_found_with_code_7() {
    let desk = Desk::with_book();
    let mut damaged = bytes(&desk.book());
    let note = b"old systems, new management";
    let at = damaged.windows(note.len()).rposition(|window| window == note).expect("the note is in the file");
    damaged[at] = b'O';
    std::fs::write(desk.book(), &damaged).expect("written");
    let ran = desk.run(&["check", "--json"]);
    assert_eq!(ran.code, 7, "{ran:?}");
    let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(answer["ok"], false);
    assert!(answer["problems"][0]["problem"].as_str().is_some_and(|what| !what.is_empty()));
}

#[test]
fn wrong_usage_is_2_and_help_is_0() {
    let desk = Desk::bare();
    for args in
        [&["frobnicate"][..], &["clients", "--colour"], &["show"], &["review"], &["score", "x"], &["export", "--what", "moon"]]
    {
        let ran = desk.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {ran:?}");
        assert!(ran.err.starts_with("error: "), "{args:?}: {ran:?}");
    }
    assert!(desk.ok(&["--help"]).out.contains("Examples:"));
    assert!(desk.ok(&["--version"]).out.starts_with("quarterdeck "));
    assert!(desk.ok(&["move", "--help"]).out.contains("--dry-run"));
}

#[test]
fn without_a_terminal_the_console_says_so() {
    let desk = Desk::bare();
    desk.refused(2, &[], "the console needs a terminal");
    desk.refused(2, &["demo"], "this is no terminal");
    let book = desk.path("demo.db").to_string_lossy().into_owned();
    assert!(desk.ok(&["demo", "--keep", &book]).out.contains("demo.db"));
    assert_eq!(desk.json(&["--book", &book, "check"])["ok"], true);
    desk.refused(2, &["demo", "--keep", &book], "exists already");
}

#[test]
fn nobody_undoes_what_another_did() {
    let desk = Desk::with_book();
    let mut other = desk.command(&["--user", "ben", "undo"]);
    other.env("USER", "ben");
    assert_ne!(run(other).code, 0);
}
