//! Trust's list of bad input as the command line meets it: a row, a rejected row or a refused file, and a book that is whole.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::desk::{Desk, bytes, run};

/// Rows, created, updated, unchanged, skipped and rejected of an import, and its problems as `line column value problem`.
fn fates(desk: &Desk, file: &str, more: &[&str]) -> (Vec<u64>, Vec<String>) {
    let ran = desk.run(&[&["import", file, "--json"], more].concat());
    let answer: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    let count = |name: &str| answer[name].as_u64().expect("a count");
    let counts: Vec<u64> = ["rows", "created", "updated", "unchanged", "skipped", "rejected"].map(count).to_vec();
    assert_eq!(counts[0], counts[1..].iter().sum::<u64>(), "each row has one fate: {answer}");
    let problem = |told: &Value| {
        let text = |name: &str| told[name].as_str().unwrap_or("").to_owned();
        format!("{} {} {} {}", told["row"], text("column"), text("value"), text("problem"))
    };
    let problems: Vec<String> = answer["problems"].as_array().expect("problems").iter().map(problem).collect();
    (counts, problems)
}

fn names(desk: &Desk) -> Vec<String> {
    let items = desk.json(&["clients", "--sort", "id"])["items"].clone();
    items.as_array().expect("items").iter().map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn ids_that_look_alike_are_different_clients() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", "external_id,name\n007,Bond\n7,Seven\nA-1,Upper\na-1,Lower\nA 1,Spaced\n");
    assert_eq!(fates(&desk, &file, &[]), (vec![5, 5, 0, 0, 0, 0], vec![]));
    assert_eq!(desk.json(&["show", "007"])["name"], "Bond");
    assert_eq!(fates(&desk, &file, &[]).0, [5, 0, 0, 5, 0, 0]);
}

#[test]
fn ids_that_differ_in_spaces_around_or_normal_form_are_the_same_client() {
    let desk = Desk::bare();
    let first = desk.write("first.csv", "external_id,name,owner\nZo\u{e9},Caf\u{e9},Ana\nX-1,Bolt,Ana\n");
    assert_eq!(fates(&desk, &first, &[]).0, [2, 2, 0, 0, 0, 0]);
    let second = desk.write("second.csv", "external_id,name,owner\nZoe\u{301},Caf\u{e9},Ana\n\" X-1\u{a0}\",Bolt,Ben\n");
    assert_eq!(fates(&desk, &second, &[]).0, [2, 0, 1, 1, 0, 0]);
}

#[test]
fn the_same_id_twice_is_one_client_where_it_says_the_same_and_a_rejected_row_where_not() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", "external_id,name,owner\n1,Acme,Ana\n1,Acme,Ana\n1,Acme,Ben\n2,Bolt,Ana\n");
    let (counts, problems) = fates(&desk, &file, &[]);
    assert_eq!(counts, [4, 2, 0, 1, 0, 1]);
    assert!(problems[0].starts_with("4 ") && problems[0].contains("line 2"), "{problems:?}");
    assert_eq!(desk.json(&["show", "1"])["owner"], "Ana", "the first one stands");
}

#[test]
fn equal_names_with_different_ids_are_different_clients() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", "external_id,name,owner\n1,Acme,Ana\n2,Acme,Ben\n3,ACME ,Cem\n");
    assert_eq!(fates(&desk, &file, &[]), (vec![3, 3, 0, 0, 0, 0], vec![]));
    assert_eq!(fates(&desk, &file, &[]).0, [3, 0, 0, 3, 0, 0]);
    desk.refused(4, &["show", "acme"], "several clients");
    let by_name = desk.write("names.csv", "name,owner\nAcme,Zoe\n");
    let (counts, problems) = fates(&desk, &by_name, &[]);
    assert_eq!(counts, [1, 0, 0, 0, 0, 1], "nobody is guessed");
    assert!(problems[0].contains("several clients are called Acme"), "{problems:?}");
}

#[test]
fn empty_ids_are_no_id_and_a_rounded_one_is_refused() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", "external_id,name\n,Acme\n\" \",Bolt\nNULL,Crane\n1E+12,Dune\n1.5E+12,Elm\n");
    let (counts, problems) = fates(&desk, &file, &[]);
    assert_eq!(counts, [5, 3, 0, 0, 0, 2]);
    assert!(problems.iter().all(|problem| problem.contains("external_id") && problem.contains("rounded")), "{problems:?}");
    assert_eq!(names(&desk), ["Acme", "Bolt", "Crane"]);
}

#[test]
fn what_a_file_is_goes_by_its_bytes_and_not_by_its_name() {
    let desk = Desk::with_book();
    let before = bytes(&desk.book());
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(desk.path(name), bytes).expect("written");
        desk.path(name).to_string_lossy().into_owned()
    };
    let wide: Vec<u8> = "name,arr\nAcme,1\n".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    for (name, file, says) in [
        ("picture.csv", &b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"[..], "a picture"),
        ("photo.csv", b"\xFF\xD8\xFF\xE0\0\x10JFIF", "a picture"),
        ("report.xls", b"<html><body><table><tr><td>name</td></tr></table>", "HTML"),
        ("report.xlsx", b"\n  <TABLE border=1><tr><td>name", "HTML"),
        ("book.csv", b"SQLite format 3\0more", "a database"),
        ("wide.csv", &wide, "UTF-32"),
        ("zeros.csv", b"name,arr\nAc\0me,1\n", "zero byte on line 2"),
        ("nothing.csv", b"", "is empty"),
        ("mark.csv", b"\xEF\xBB\xBF", "is empty"),
        ("header.csv", b"name,arr\n", "has a header but no rows"),
        ("letter.csv", b"{\\rtf1 dear client}", "a text document"),
        ("data.csv", b"[{\"name\": \"Acme\"}]", "JSON"),
        ("noname.csv", b"arr,owner\n1,Ana\n", "no column that looks like the name of a client"),
        ("open.csv", b"name,notes\nAcme,\"open\nBolt,x\n", "opens on line 2 is not closed"),
    ] {
        let file = write(name, file);
        desk.refused(2, &["import", &file], says);
    }
    assert!(before == bytes(&desk.book()), "the book is as it was, byte for byte");
}

#[cfg(unix)]
#[test]
fn a_path_that_leads_to_no_readable_file_is_refused_and_nobody_waits() {
    let desk = Desk::with_book();
    let before = bytes(&desk.book());
    let path = |name: &str| desk.path(name).to_string_lossy().into_owned();
    desk.refused(3, &["import", &path("missing.csv")], "there is no file");
    desk.refused(2, &["import", ""], "a value is required");
    desk.refused(2, &["import", &path("")], "is a folder");
    desk.refused(2, &["import", "/dev/null"], "is a device");
    desk.refused(2, &["import", "/dev/zero"], "is a device");
    // A pipe nobody writes to would be waited for without end.
    let made = Command::new("mkfifo").arg(desk.path("pipe")).status().expect("mkfifo is there");
    assert!(made.success());
    desk.refused(2, &["import", &path("pipe")], "is a pipe");
    let circle = desk.path("circle.csv");
    std::os::unix::fs::symlink(&circle, &circle).expect("linked");
    desk.refused(2, &["import", &path("circle.csv")], "cannot be read");
    let (there, back) = (desk.path("there"), desk.path("back"));
    std::os::unix::fs::symlink(&back, &there).expect("linked");
    std::os::unix::fs::symlink(&there, &back).expect("linked");
    desk.refused(2, &["import", &path("there")], "cannot be read");
    let real = desk.write("real.csv", "name\nCrane\n");
    std::os::unix::fs::symlink(&real, desk.path("link.csv")).expect("linked");
    assert!(before == bytes(&desk.book()), "the book is as it was, byte for byte");
    assert_eq!(fates(&desk, &path("link.csv"), &[]).0, [1, 1, 0, 0, 0, 0], "a link is followed");
}

#[cfg(unix)]
#[test]
fn a_file_one_may_not_read_is_refused_in_words() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::bare();
    let file = desk.write("secret.csv", "name\nAcme\n");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o000)).expect("closed");
    let import = desk.command(&["import", &file]);
    let ran = if std::fs::read(&file).is_err() {
        run(import)
    } else {
        // The all-mighty may read everything: somebody else tries.
        std::fs::set_permissions(desk.path(""), std::fs::Permissions::from_mode(0o755)).expect("opened");
        let mut other = Command::new("setpriv");
        other.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(import.get_program()).args(import.get_args());
        other.env_clear().env("HOME", desk.path("")).env("PATH", "/usr/bin:/bin").stdin(Stdio::null());
        let Ok(output) = other.output() else { return eprintln!("skipped: nobody else to be without setpriv") };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        crate::desk::Ran { code: output.status.code().expect("a code"), out: text(&output.stdout), err: text(&output.stderr) }
    };
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("secret.csv cannot be read: Permission denied"), "{ran:?}");
    assert!(!desk.book().exists());
}

#[test]
fn refused_rows_never_replace_the_file_they_come_from_nor_a_book() {
    let desk = Desk::bare();
    let text = "name,arr\nAcme,1\nBolt,many\n";
    let file = desk.write("in.csv", text);
    desk.refused(2, &["import", &file, "--rejects", &file], "is the file to import");
    let roundabout = format!("{}/../{}/in.csv", desk.path("").display(), desk.path("").file_name().unwrap().to_string_lossy());
    desk.refused(2, &["import", &file, "--rejects", &roundabout], "is the file to import");
    assert_eq!(std::fs::read_to_string(&file).expect("read"), text);
    assert!(!desk.book().exists());
    desk.ok(&["add", "Crane"]);
    let (book, before) = (desk.book().to_string_lossy().into_owned(), desk.entries());
    let ran = desk.run(&["import", &file, "--rejects", &book]);
    assert!(ran.code != 0 && ran.err.contains("a book or another database"), "{ran:?}");
    assert_eq!((desk.entries(), names(&desk)), (before, vec!["Crane".to_owned()]));
}

#[test]
fn an_export_never_replaces_a_book() {
    let desk = Desk::with_book();
    let before = bytes(&desk.book());
    let (book, other) = (desk.book(), desk.path("other.db"));
    std::fs::copy(&book, &other).expect("copied");
    for (path, says) in [(&book, "this is the book itself"), (&other, "a book or another database")] {
        let ran = desk.run(&["export", "-o", &path.to_string_lossy()]);
        assert!(ran.code != 0 && ran.err.contains(says), "{ran:?}");
        assert!(before == bytes(path), "it is as it was, byte for byte");
    }
}

#[test]
fn rejects_that_cannot_be_written_leave_nothing_in_the_book() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", "name,arr\nAcme,1\nBolt,many\nCrane,3\n");
    let nowhere = desk.path("no/such/folder/rejects.csv").to_string_lossy().into_owned();
    let ran = desk.run(&["import", &file, "--rejects", &nowhere]);
    assert!(ran.code != 0 && ran.err.contains("was not written"), "{ran:?}");
    assert!(!desk.book().exists(), "no book is left behind");
    desk.ok(&["add", "Dune"]);
    let before = desk.entries();
    assert_ne!(desk.run(&["import", &file, "--rejects", &nowhere]).code, 0);
    assert_eq!((desk.entries(), names(&desk)), (before, vec!["Dune".to_owned()]));
}

#[test]
fn text_that_would_control_a_terminal_or_run_in_a_spreadsheet_does_neither() {
    let desk = Desk::bare();
    let pile = format!("Pile a{}", "\u{301}".repeat(200));
    let file = desk.write(
        "in.csv",
        &format!(
            "external_id,name,owner,notes,arr\n\
             1,\u{1B}]0;owned\u{7}Acme,Ana,\u{1B}[2J,1\n2,Ac\u{202E}me\u{200B},Ana,\u{E0041},2\n3,{pile},Ana,,3\n\
             4,=HYPERLINK(\"x\"),@SUM(A1),+1,4\n5,\u{1B}[31mBad,Ana,,\u{1B}[31mmany\n"
        ),
    );
    let ran = desk.run(&["import", &file]);
    let bad = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{202E}' | '\u{200B}' | '\u{E0041}');
    for out in [&ran.out, &ran.err] {
        assert!(!out.contains(bad), "{out:?}");
    }
    assert!(ran.out.contains("4 created, 1 rejected"), "{ran:?}");
    for args in [&["clients"][..], &["show", "1"], &["show", "2"], &["show", "3"], &["history"], &["due"]] {
        let out = desk.ok(args).out;
        assert!(!out.contains(bad), "{args:?}: {out:?}");
        let marks = out.split(|c| c != '\u{301}').map(|run| run.chars().count()).max().unwrap_or(0);
        assert!(marks <= 8, "{args:?}: {marks} marks on one letter");
    }
    let export = desk.ok(&["export"]).out;
    let mut reader = csv::ReaderBuilder::new().from_reader(export.as_bytes());
    for record in reader.records() {
        let record = record.expect("a row");
        assert!(!record.iter().any(|cell| cell.starts_with(['=', '@', '+', '\t', '\r'])), "{record:?}");
    }
}

#[test]
fn long_notes_go_in_and_a_reason_of_spaces_does_not() {
    let desk = Desk::bare();
    let long = "word ".repeat(13_000);
    let file = desk.write("in.csv", &format!("external_id,name,notes\n1,Acme,{long}\n2,Bolt,\"   \"\n"));
    assert_eq!(fates(&desk, &file, &[]).0, [2, 2, 0, 0, 0, 0]);
    assert_eq!(desk.json(&["show", "1"])["notes"].as_str().map(str::len), Some(long.trim().len()));
    desk.refused(2, &["move", "1", "--to", "A", "--note", &" ".repeat(40)], "a note of at least 10 characters");
    desk.refused(2, &["move", "1", "--to", "A", "--note", &"\u{A0}\u{2003}".repeat(40)], "this one has 0");
}

#[test]
fn ids_that_begin_with_a_minus_come_in_and_are_found() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", "external_id,name\n-5,Acme\n--force,Bolt\n-rf,Crane\n");
    assert_eq!(fates(&desk, &file, &[]).0, [3, 3, 0, 0, 0, 0]);
    for (id, name) in [("-5", "Acme"), ("-rf", "Crane")] {
        assert_eq!(desk.json(&["show", id])["name"], name, "{id}");
    }
    assert!(desk.ok(&["show", "--", "--force"]).out.contains("Bolt"));
    assert_eq!(fates(&desk, &file, &[]).0, [3, 0, 0, 3, 0, 0]);
}

#[test]
fn an_import_into_a_closed_pipe_is_still_whole() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", "name,arr\nAcme,1\nBolt,many\n");
    let mut import = desk.command(&["import", &file]);
    let mut child = import.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ended");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(names(&desk), ["Acme"]);
    assert_eq!(desk.json(&["check"])["ok"], true);
}

#[cfg(unix)]
#[test]
fn an_import_that_is_interrupted_leaves_nothing() {
    use rusqlite::{Connection, OpenFlags};
    let desk = Desk::with_book();
    let rows: String = (0..60_000).map(|at| format!("{at},Client {at},Ana,{at}\n")).collect();
    let file = desk.write("in.csv", &format!("external_id,name,owner,arr\n{rows}"));
    let before = desk.entries();
    let mut import = desk.command(&["import", &file]);
    let mut child = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
    // SQLite's journal of the pages as they were is there as soon as the first row is written.
    let journal = desk.path("data/quarterdeck/book.db-journal");
    while !journal.exists() {
        assert!(child.try_wait().expect("looked").is_none(), "the import ended before it wrote");
        std::thread::yield_now();
    }
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT)
        .expect("a signal is sent");
    let status = child.wait().expect("ended");
    assert_eq!(status.code(), Some(130), "it was interrupted: {status:?}");
    assert!(!journal.exists(), "it was rolled back at once");
    assert_eq!((desk.entries(), names(&desk).len()), (before, 3));
    assert_eq!(desk.json(&["check"])["ok"], true);
    let db = Connection::open_with_flags(desk.book(), OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the book opens");
    let clients: i64 = db.query_row("SELECT count(*) FROM clients", [], |row| row.get(0)).expect("a count");
    assert_eq!(clients, 3);
}
