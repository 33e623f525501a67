//! Many programs on one book at once: what is answered with 0 is there once, nobody waits for ever, the book stays whole.

use std::time::{Duration, Instant};

use crate::desk::{Desk, Ran, run};

/// How long a program may wait for another before it says so (P7), and what a slow machine needs besides.
const BOUND: Duration = Duration::from_secs(30);

/// One process after another does what eight people do; answers each command with how it went.
fn person(desk: &Desk, who: usize, acts: usize) -> Vec<(String, Ran)> {
    let by = format!("p{who}");
    (0..acts)
        .map(|at| {
            let (word, client) = (format!("w{who}x{at}"), format!("C-{}", (who * 7 + at) % 6));
            let file = desk.path(&format!("in-{who}.csv")).to_string_lossy().into_owned();
            let note = format!("a reason that is long enough {word}");
            let out = desk.path(&format!("copy-{who}-{at}.db")).to_string_lossy().into_owned();
            let goal = format!("goal={word}");
            let args: Vec<&str> = match (who + at) % 8 {
                0 | 1 => vec!["add", &word],
                2 | 3 => vec!["edit", &client, &goal],
                4 => vec!["review", &client, "--note", &word],
                5 => vec!["pause", &client, "--note", &note],
                6 => {
                    let rows: String = (0..20).map(|row| format!("I{who}-{row},{word}\n")).collect();
                    desk.write(&format!("in-{who}.csv"), &format!("external_id,name\n{rows}"));
                    vec!["import", &file]
                }
                _ => vec!["backup", &out],
            };
            let written = !matches!((who + at) % 8, 7);
            let mut command = desk.command(&args);
            command.args(["--user", &by]);
            let begun = Instant::now();
            let ran = run(command);
            assert!(begun.elapsed() < BOUND, "{args:?} took {:?}: {ran:?}", begun.elapsed());
            (if written { word } else { String::new() }, ran)
        })
        .collect()
}

fn many(people: usize, acts: usize) {
    let desk = Desk::bare();
    desk.ok(&["init"]);
    (0..6).for_each(|at| drop(desk.ok(&["add", &format!("Client {at}"), "--id", &format!("C-{at}")])));
    let before = desk.entries();
    let done: Vec<(String, Ran)> = std::thread::scope(|scope| {
        let desk = &desk;
        let all: Vec<_> = (0..people).map(|who| scope.spawn(move || person(desk, who, acts))).collect();
        all.into_iter().flat_map(|one| one.join().expect("ran")).collect()
    });
    let text = String::from_utf8_lossy(&std::fs::read(desk.book()).expect("the book")).into_owned();
    let mut written = 0;
    for (word, ran) in &done {
        // Refused (a pause of who is paused) or busy after five seconds, and nothing else; what is refused is not there.
        assert!(matches!(ran.code, 0 | 2 | 5), "{ran:?}");
        if ran.code == 0 && !word.is_empty() {
            written += 1;
            assert!(text.contains(word), "{word} was answered with 0 and is not there: {ran:?}");
        }
        assert!(ran.code != 5 || ran.err.contains("busy"), "{ran:?}");
    }
    assert_eq!(desk.entries() - before, written, "each command that was answered with 0 is there once, and no other");
    assert_eq!(desk.json(&["check"])["ok"], true);
}

#[test]
fn four_people_at_once_lose_nothing() {
    many(4, 8);
}

#[test]
#[ignore = "long: eight processes with 200 commands each; cargo test --release --test cli -- --ignored eight_people"]
fn eight_people_with_two_hundred_commands_each_lose_nothing() {
    many(8, 200);
}
