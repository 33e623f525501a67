//! Which book, whose name, and the settings of both.

use serde_json::json;

use crate::desk::{Desk, run};

#[test]
fn the_book_named_nearest_wins() {
    let desk = Desk::bare();
    let path = |name: &str| desk.path(name).to_string_lossy().into_owned();
    let book = |extra: &[&str], env: Option<&str>| {
        let mut command = desk.command(&[&["config", "path", "--json"], extra].concat());
        if let Some(env) = env {
            command.env("QUARTERDECK_BOOK", env);
        }
        let answer: serde_json::Value = serde_json::from_str(&run(command).out).expect("JSON");
        answer["book"].as_str().unwrap_or("").to_owned()
    };
    assert_eq!(book(&[], None), path("data/quarterdeck/book.db"));
    desk.ok(&["config", "set", "book", "mine.db"]);
    assert_eq!(book(&[], None), path("config/quarterdeck/mine.db"));
    assert_eq!(book(&[], Some("/tmp/env.db")), "/tmp/env.db");
    assert_eq!(book(&["--book", "/tmp/flag.db"], Some("/tmp/env.db")), "/tmp/flag.db");
}

#[test]
fn the_name_of_the_settings_is_in_the_history_unless_another_is_given() {
    let desk = Desk::bare();
    desk.ok(&["config", "set", "name", "Ana Moreno"]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
    command.env_clear().env("HOME", desk.path("")).env("USER", "system");
    command.env("XDG_DATA_HOME", desk.path("data")).env("XDG_CONFIG_HOME", desk.path("config"));
    command.args(["add", "Acme"]);
    assert_eq!(run(command).code, 0);
    desk.ok(&["add", "Globex"]);
    let items = desk.json(&["history"])["items"].clone();
    assert_eq!((&items[0]["by"], &items[1]["by"]), (&"ana".into(), &"Ana Moreno".into()));
}

#[test]
fn settings_of_the_book_are_checked_and_can_be_undone() {
    let desk = Desk::with_book();
    desk.ok(&["config", "set", "lead", "21"]);
    desk.ok(&["config", "set", "capacity.Ana", "12"]);
    let shown = desk.json(&["config", "show"]);
    assert_eq!((&shown["book"]["lead"], &shown["book"]["capacity.Ana"]), (&"21".into(), &"12".into()));
    desk.ok(&["undo"]);
    assert_eq!(desk.json(&["config", "show"])["book"]["capacity.Ana"], json!(null));
    desk.refused(2, &["config", "set", "lead", "soon"], "write days");
    desk.refused(3, &["config", "set", "colour", "red"], "no setting “colour”");
}

#[test]
fn a_settings_file_with_a_mistake_names_its_line() {
    let desk = Desk::bare();
    let file = desk.write("mine.toml", "# mine\nname = \"Ana\"\ncolour = \"red\"\n");
    desk.refused(2, &["--config", &file, "config", "path"], "line 3");
    desk.refused(3, &["--config", "/nowhere/mine.toml", "config", "path"], "there is no settings file");
    let good = desk.write("good.toml", "# mine\nbook = \"b.db\"\nname = \"Ana\"\n[keys]\nmove = [\"m\", \"M\"]\n");
    desk.ok(&["--config", &good, "config", "set", "theme", "paper"]);
    desk.ok(&["--config", &good, "config", "set", "name", ""]);
    let text = std::fs::read_to_string(&good).expect("read");
    assert_eq!(text, "# mine\nbook = \"b.db\"\ntheme = \"paper\"\n[keys]\nmove = [\"m\", \"M\"]\n");
}

#[cfg(unix)]
#[test]
fn what_is_written_belongs_to_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_book();
    desk.ok(&["config", "set", "name", "Ana"]);
    let out = desk.path("out.csv").to_string_lossy().into_owned();
    desk.ok(&["export", "-o", &out]);
    let mode = |name: &str| std::fs::metadata(desk.path(name)).expect("there").permissions().mode() & 0o777;
    for file in ["data/quarterdeck/book.db", "config/quarterdeck/config.toml", "out.csv"] {
        assert_eq!(mode(file), 0o600, "{file}");
    }
    assert_eq!((mode("data/quarterdeck"), mode("config/quarterdeck")), (0o700, 0o700));
}

#[test]
fn the_fiscal_year_begins_in_a_month() {
    let desk = Desk::with_book();
    assert_eq!(desk.json(&["config", "show"])["book"]["fiscal_start"], json!("1"));
    desk.ok(&["config", "set", "fiscal_start", "4"]);
    assert_eq!(desk.json(&["config", "show"])["book"]["fiscal_start"], json!("4"));
    desk.ok(&["config", "set", "fiscal_start", "July"]);
    assert_eq!(desk.json(&["config", "show"])["book"]["fiscal_start"], json!("7"));
    desk.refused(2, &["config", "set", "fiscal_start", "13"], "from 1 to 12");
}

#[test]
fn settings_of_a_book_that_is_named_but_missing_are_not_found() {
    let desk = Desk::bare();
    desk.ok(&["config", "show"]);
    let missing = desk.path("missing.db").to_string_lossy().into_owned();
    desk.refused(3, &["--book", &missing, "config", "show"], "there is no book at");
    assert!(!desk.path("missing.db").exists());
}

#[test]
fn the_day_is_that_of_the_zone_of_the_book() {
    let desk = Desk::with_book();
    desk.refused(2, &["config", "set", "timezone", "Mars/Olympus"], "Europe/Berlin");
    let day_in = |zone: &str| {
        desk.ok(&["config", "set", "timezone", zone]);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
        command.env_clear().env("HOME", desk.path("")).env("TZ", "UTC").env("XDG_DATA_HOME", desk.path("data"));
        command.args(["board", "--json"]);
        let board: serde_json::Value = serde_json::from_str(&run(command).out).expect("JSON");
        board["as_of"].as_str().expect("a day").parse::<chrono::NaiveDate>().expect("a day")
    };
    // 26 hours apart: never the same day.
    assert!(day_in("Etc/GMT+12") < day_in("Etc/GMT-14"));
    desk.ok(&["config", "set", "timezone", "system"]);
    assert_eq!(desk.json(&["config", "show"])["book"]["timezone"], json!("system"));
}

#[test]
fn settings_without_end_are_refused_and_not_read() {
    let desk = Desk::bare();
    desk.ok(&["config", "set", "name", "Ana"]);
    std::fs::write(desk.path("config/quarterdeck/config.toml"), "#x\n".repeat(400_000)).expect("written");
    desk.refused(1, &["clients"], "longer than a megabyte");
}

#[test]
fn nobody_waits_for_settings_out_of_a_pipe() {
    let desk = Desk::bare();
    desk.ok(&["config", "set", "name", "Ana"]);
    let settings = desk.path("config/quarterdeck/config.toml");
    std::fs::remove_file(&settings).expect("removed");
    assert!(std::process::Command::new("mkfifo").arg(&settings).status().expect("mkfifo is there").success());
    desk.refused(1, &["clients"], "config.toml cannot be read: it is a pipe, not a file");
    desk.refused(1, &["config", "set", "name", "Ben"], "it is a pipe, not a file");
}
