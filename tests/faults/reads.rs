//! A read that fails says nothing of the file: it is never called damaged, and no older backup is offered for it.

use std::path::Path;

use quarterdeck::store::{Store, StoreError, backups, examine, newest_good};

use super::layer::{self, Failure};
use super::stage::{Ran, Stage, act, args, hermetic, program, stamp, today};

/// Reads that fail, `step` apart, under whatever looks at a book or its backups. Answers how many there were.
fn failing_reads(step: u32, report: &Path) -> (u32, Vec<String>) {
    let stage = Stage::of(act("move"));
    let set = stage.set();
    let book = set.path().join("book.db");
    let store = Store::open(&book, today()).expect("it opens");
    for _ in 0..2 {
        store.backup(None, "asked", &stamp()).expect("a backup");
    }
    drop(store);
    let newest = backups(&book).expect("a list")[0].path.clone();
    let told = |error: StoreError| match error {
        StoreError::Damaged(_) | StoreError::Foreign { .. } | StoreError::ReadOnly(_) | StoreError::Missing(_) => {
            Err(error.to_string())
        }
        _ => Ok(()),
    };
    let none = |problems: Vec<String>| if problems.is_empty() { Ok(()) } else { Err(format!("problems: {problems:?}")) };
    let opens = || Store::open(&book, today()).map_or_else(told, |_| Ok(()));
    let checks = || {
        let checked = Store::open(&book, today()).and_then(|store| store.check(today()));
        checked.map_or_else(told, |found| none(found.into_iter().map(|problem| format!("{problem:?}")).collect()))
    };
    let examines = || examine(&newest).map_or_else(told, |examined| none(examined.problems));
    let offers = || match newest_good(&book) {
        Ok(Some((backup, _))) if backup.path == newest => Ok(()),
        Ok(other) => Err(format!("offered: {:?}", other.map(|(backup, _)| backup.path))),
        Err(error) => told(error),
    };
    type Look<'l> = &'l dyn Fn() -> Result<(), String>;
    let looks: [(&str, Look<'_>); 4] = [("open", &opens), ("check", &checks), ("examine", &examines), ("newest_good", &offers)];
    let (mut tried, mut wrong) = (0, Vec::new());
    for (name, look) in looks {
        for error in [5, 24] {
            for nth in (1..).step_by(step as usize) {
                layer::arm(Failure { nth, error, partial: false, for_good: false }, set.path());
                let ended = look();
                if !layer::off(report) {
                    break;
                }
                tried += 1;
                if let Err(said) = ended {
                    wrong.push(format!("{name}, call {nth}, error {error}: {said}"));
                }
            }
        }
    }
    (tried, wrong)
}

fn swept(step: u32) {
    let report = tempfile::NamedTempFile::new().expect("a file");
    let (tried, wrong) = failing_reads(step, report.path());
    println!("figures: {tried} reads failed");
    assert!(tried > 10, "{tried}");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_read_that_fails_is_not_called_damage() {
    match layer::inside() {
        true => swept(7),
        false => layer::under("reads::a_read_that_fails_is_not_called_damage"),
    }
}

#[test]
#[ignore = "long: every call"]
fn no_read_that_fails_is_called_damage() {
    match layer::inside() {
        true => swept(1),
        false => layer::under("reads::no_read_that_fails_is_called_damage"),
    }
}

#[test]
fn too_many_open_files_are_called_so() {
    let mut said_so = 0;
    for name in ["move", "backup", "undo"] {
        let stage = Stage::of(act(name));
        for most in 3..=9 {
            let set = stage.set();
            let mut limited = hermetic(Path::new("/bin/sh"), set.path());
            limited
                .args(["-c", "ulimit -n \"$0\"; exec \"$@\"", &most.to_string()])
                .arg(program())
                .args(args(stage.act, set.path()));
            let ran = Ran::of(&limited.output().expect("it runs"));
            // So few that the program itself cannot be loaded.
            if ran.code == Some(127) {
                continue;
            }
            stage.judge(set.path(), &ran).unwrap_or_else(|wrong| panic!("{wrong}: {name} at {most}: {}", ran.said));
            for wrong in ["can only be read", "damaged", "restore", "no book"] {
                assert!(ran.code == Some(0) || !ran.said.contains(wrong), "{name} at {most}: {}", ran.said);
            }
            said_so += u32::from(ran.said.contains("open files"));
        }
    }
    assert!(said_so > 2, "{said_so}");
}
