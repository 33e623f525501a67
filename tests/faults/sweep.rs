//! Every call that concerns a file fails in turn, whole or half done, once or for good, under an open book.

use std::path::Path;

use quarterdeck::domain::cadence::Leaving;
use quarterdeck::domain::client::Field;
use quarterdeck::domain::command::{Command, Finalise, Incoming, LogReview, Move};
use quarterdeck::store::{ImportPolicy, Store, StoreError, restore_backup};

use super::layer::{self, Failure};
use super::stage::{ACTS, Act, Leaves, Ran, Stage, act, now_and_then, stamp, today};

const EIO: i32 = 5;
const ENOSPC: i32 = 28;

pub fn to(store: &Store, client: &str, segment: &str) -> Result<Command, StoreError> {
    Ok(Command::Move(Move {
        clients: vec![store.find(client)?.into()],
        model: None,
        to: segment.into(),
        note: "they asked for monthly strategy talks".to_owned(),
        reason: None,
        authorised_by: None,
        leaving: Leaving::Hold,
    }))
}

pub fn import(store: &Store, name: &str, rows: u64) -> Result<(), StoreError> {
    let stamp = stamp();
    let mut import = store.import(ImportPolicy::default(), &stamp)?;
    for row in 0..rows {
        let fields = vec![(Field::Name, format!("{name} {row}")), (Field::Notes, "long ".repeat(400))];
        import.row(row + 2, &Incoming { fields, ..Incoming::default() })?;
    }
    import.finish("imported", "{}").map(|_| ())
}

/// Does what the act of that name does, on a book that is open.
fn perform(name: &str, store: &Store) -> Result<(), StoreError> {
    let stamp = stamp();
    match name {
        "move" => store.execute(&to(store, "Acme", "C")?, &stamp).map(|_| ()),
        "review" => store.execute(&Command::Review(LogReview::held(store.find("Acme")?, today())), &stamp).map(|_| ()),
        "undo" => store.undo(&stamp).map(|_| ()),
        "redo" => store.redo(&stamp).map(|_| ()),
        "import" => import(store, "Imported", 40),
        "backup" => store.backup(None, "asked", &stamp).map(|_| ()),
        "finalise" => {
            let session = store.sessions()?.last().expect("a session").session.id;
            store.finalise(&Finalise { session, note: String::new(), accept: Vec::new() }, &stamp).map(|_| ())
        }
        other => unreachable!("{other} is not done on an open book"),
    }
}

/// One act with one failure: what it said and what is there fit, and the same connection works on. Answers whether there was a
/// call to fail.
fn disturbed(stage: &Stage, failure: Failure, report: &Path) -> Result<bool, String> {
    let set = stage.set();
    let book = set.path().join("book.db");
    let open = || Store::open(&book, today());
    let name = stage.act.name;
    let (ended, store) = match stage.act.leaves {
        Leaves::Version => {
            layer::arm(failure, set.path());
            (open().map(|_| ()), None)
        }
        Leaves::Restored(_) => {
            layer::arm(failure, set.path());
            (restore_backup(&book, &set.path().join("earlier.db"), &stamp()).map(|_| ()), None)
        }
        Leaves::Entries(_) | Leaves::Backup | Leaves::File(_) => {
            let store = open().expect("it opens undisturbed");
            layer::arm(failure, set.path());
            (perform(name, &store), Some(store))
        }
    };
    let fired = layer::off(report);
    let ran = match ended {
        Ok(()) => Ran { code: Some(0), said: String::new() },
        Err(error) => Ran { code: Some(1), said: error.to_string() },
    };
    let told = format!("{name} {failure:?}: {}", if ran.code == Some(0) { "done" } else { &ran.said });
    if let Some(store) = &store {
        let seen = store.check(today()).map_err(|error| format!("the open book cannot be checked: {error}: {told}"))?;
        if !seen.is_empty() {
            return Err(format!("the open book is not whole: {seen:?}: {told}"));
        }
    }
    stage.judge(set.path(), &ran).map_err(|wrong| format!("{wrong}: {told}"))?;
    let store = store.map_or_else(open, Ok).map_err(|error| format!("it does not open afterwards: {error}: {told}"))?;
    let on = Command::Set { key: "lead".into(), value: "9".into() };
    store.execute(&on, &stamp()).map_err(|error| format!("work does not go on: {error}: {told}"))?;
    Ok(fired)
}

/// Fails calls from the first on, `step` apart, until there is none left.
fn swept(acts: &[&'static Act], step: u32, kinds: &[(i32, bool, bool)]) {
    let report = tempfile::NamedTempFile::new().expect("a file");
    let (mut tried, mut wrong) = (0, Vec::new());
    for act in acts.iter().filter(|act| !matches!(act.leaves, Leaves::File(_))) {
        let stage = Stage::of(act);
        for (at, (error, partial, for_good)) in kinds.iter().enumerate() {
            let first = 1 + u32::try_from(at).expect("few") % step;
            for nth in (first..).step_by(step as usize) {
                let failure = Failure { nth, error: *error, partial: *partial, for_good: *for_good };
                match disturbed(&stage, failure, report.path()) {
                    Ok(false) => break,
                    Ok(true) => tried += 1,
                    Err(problem) => {
                        tried += 1;
                        wrong.push(problem);
                    }
                }
                now_and_then(tried, act.name, wrong.len());
            }
        }
    }
    println!("figures: {tried} failing calls");
    assert!(tried > 10, "the layer is not in between: {tried}");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_failing_call_now_and_then_loses_nothing_and_is_told() {
    match layer::inside() {
        true => {
            swept(&["move", "import", "backup", "restore", "older"].map(act), 61, &[(EIO, false, false), (ENOSPC, true, true)])
        }
        false => layer::under("sweep::a_failing_call_now_and_then_loses_nothing_and_is_told"),
    }
}

#[test]
#[ignore = "long: every call of every act, six ways"]
fn every_failing_call_loses_nothing_and_is_told() {
    let kinds = [EIO, ENOSPC].map(|error| [(error, false, false), (error, true, false), (error, true, true)]);
    match layer::inside() {
        true => swept(&ACTS.each_ref(), 1, kinds.as_flattened()),
        false => layer::under("sweep::every_failing_call_loses_nothing_and_is_told"),
    }
}
