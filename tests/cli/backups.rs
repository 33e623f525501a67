//! Backups and rescue from the command line: the list, going back, a damaged book, a backup that cannot be made.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::desk::Desk;

const NOTE: &str = "they asked for monthly strategy talks";

fn backups(desk: &Desk) -> PathBuf {
    desk.book().with_file_name("book.backups")
}

fn blocked(desk: &Desk) {
    let folder = backups(desk);
    let _ = fs::remove_dir_all(&folder);
    fs::write(folder, "a file where the folder of backups should be").expect("written");
}

#[test]
fn the_list_says_what_there_is_and_a_number_or_a_name_goes_back() {
    let desk = Desk::with_book();
    let empty = desk.json(&["backup", "list"]);
    assert_eq!(empty["total"], 0, "{empty}");
    desk.ok(&["backup"]);
    desk.ok(&["archive", "globex", "--note", "they left the region"]);
    let list = desk.json(&["backup", "list"]);
    let item = &list["items"][0];
    assert_eq!(
        (&list["total"], &item["why"], &item["clients"], &item["whole"]),
        (&json!(1), &json!("asked"), &json!(3), &json!(true))
    );
    let keys = ["path", "at", "why", "bytes", "clients", "entries", "whole"];
    assert!(keys.iter().all(|key| item.get(key).is_some()), "{item}");
    let would = desk.json(&["restore-backup", "1", "--dry-run"]);
    assert_eq!((&would["lost_entries"], &would["same_book"], &would["kept"]), (&json!(1), &json!(true), &json!(null)));
    assert_eq!(would["lost"][0]["summary"].as_str().map(|text| text.contains("Globex")), Some(true), "{would}");
    let name = Path::new(item["path"].as_str().expect("a path")).file_name().expect("a name").to_string_lossy().into_owned();
    let done = desk.json(&["restore-backup", &name]);
    assert_eq!(done["lost_entries"], 1);
    let kept = done["kept"].as_str().expect("the old one is kept").to_owned();
    assert_eq!(desk.json(&["history"])["total"], item["entries"]);
    desk.ok(&["restore-backup", &kept]);
    assert_eq!(desk.json(&["check"])["ok"], true);
    assert!(desk.ok(&["backup", "list"]).out.contains("replaced"));
}

#[test]
fn a_backup_that_is_not_there_is_called_a_backup_and_the_list_is_named() {
    let desk = Desk::with_book();
    desk.ok(&["backup"]);
    for name in ["9", "0", "book-20200101T000000Z-asked.db"] {
        for args in [vec!["restore-backup", name], vec!["restore-backup", name, "--dry-run"]] {
            desk.refused(3, &args, &format!("there is no backup {name}"));
            desk.refused(3, &args, "`quarterdeck backup list`");
        }
    }
}

#[test]
fn a_file_named_list_can_still_be_written() {
    let desk = Desk::with_book();
    let file = desk.path("list");
    desk.ok(&["backup", &file.to_string_lossy()]);
    assert!(file.exists());
}

#[test]
fn a_bulk_move_and_an_import_go_on_without_a_backup_and_say_so() {
    let desk = Desk::with_book();
    blocked(&desk);
    let moved = desk.ok(&["move", "A-1", "A-2", "--to", "C", "--note", NOTE]);
    assert!(moved.err.contains("no backup could be made before it") && moved.err.contains("book.backups"), "{moved:?}");
    let file = desk.path("more.csv");
    fs::write(&file, "name,owner\nHooli,Ana\nUmbra,Ana\n").expect("written");
    let imported = desk.ok(&["import", &file.to_string_lossy(), "--json"]);
    let document: serde_json::Value = serde_json::from_str(&imported.out).expect("JSON");
    assert_eq!(document["created"], 2);
    assert!(document["backup_failed"].as_str().is_some_and(|why| why.contains("book.backups")), "{document}");
    let undone = desk.ok(&["undo", "--json"]);
    assert!(undone.out.contains("backup_failed") && undone.err.contains("no backup"), "{undone:?}");
}

#[test]
fn a_bulk_move_is_backed_up_first_and_a_single_one_is_not() {
    let desk = Desk::with_book();
    desk.ok(&["move", "A-1", "--to", "B", "--note", NOTE]);
    assert_eq!(desk.json(&["backup", "list"])["total"], 0);
    let before = desk.json(&["check"])["entries"].clone();
    desk.ok(&["move", "A-1", "A-2", "--to", "C", "--note", NOTE]);
    let list = desk.json(&["backup", "list"]);
    assert_eq!((&list["total"], &list["items"][0]["why"], &list["items"][0]["entries"]), (&json!(1), &json!("bulk"), &before));
}

#[test]
fn a_damaged_book_is_refused_untouched_and_the_way_out_is_named() {
    let desk = Desk::with_book();
    desk.ok(&["backup"]);
    let path = desk.book();
    let bytes = fs::read(&path).expect("bytes");
    type Damage = Box<dyn Fn(&mut Vec<u8>)>;
    let cases: [(&str, Damage); 4] = [
        ("cut off", Box::new(|bytes: &mut Vec<u8>| bytes.truncate(bytes.len() - 8_192))),
        ("a page in the middle", Box::new(|bytes| bytes[3 * 4_096..5 * 4_096].fill(0))),
        ("the schema", Box::new(|bytes| bytes[100..4_096].fill(0x5A))),
        ("the header", Box::new(|bytes| bytes[..100].fill(0))),
    ];
    for (what, damage) in cases {
        let mut damaged = bytes.clone();
        damage(&mut damaged);
        fs::write(&path, &damaged).expect("damaged");
        let made = fs::metadata(&path).expect("there").modified().expect("a time");
        for command in
            [&["clients"][..], &["due"], &["show", "A-1"], &["edit", "A-1", "stage=x"], &["undo"], &["export"], &["add", "Hooli"]]
        {
            let ran = desk.run(command);
            assert!(ran.code == 1 || ran.code == 6, "{what} {command:?}: {ran:?}");
            assert!(
                ran.err.contains("restore-backup book-") && ran.err.contains("quarterdeck rescue"),
                "{what} {command:?}: {ran:?}"
            );
        }
        let rescue = desk.json(&["rescue"]);
        assert!(rescue["damage"].as_array().is_some_and(|lines| !lines.is_empty()), "{what}: {rescue}");
        assert_eq!((&rescue["backup"]["clients"], &rescue["backup"]["lost_entries"]), (&json!(3), &json!(0)), "{what}");
        desk.ok(&["rescue"]);
        assert!(desk.ok(&["export", "--rescue"]).out.starts_with("external_id"), "{what}");
        for form in ["due", "history", "board", "reviews"] {
            desk.ok(&["export", "--rescue", "--what", form]);
        }
        assert!(fs::read(&path).expect("bytes") == damaged, "{what}: changed");
        assert_eq!(fs::metadata(&path).expect("there").modified().expect("a time"), made, "{what}: touched");
        assert!(!desk.path("book.db-journal").exists() && !path.with_file_name("book.db-journal").exists());
    }
    desk.ok(&["restore-backup", "1"]);
    assert_eq!(desk.json(&["check"])["ok"], true);
}
