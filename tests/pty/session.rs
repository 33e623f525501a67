//! Stories of a session: a whole quarter by keys and by commands, left and killed at any key, and changed by others while live.

use std::path::Path;

use serde_json::Value;

use super::pty::{Console, Place};
use super::{ENTER, ESC, SAVE, TAB, WIDE};

const RIGHT: &str = "\x1b[C";
const SHEET: &str = "claire.csv";
const WHY: &str = "the programme was agreed";

/// The console of a place, on its session.
fn in_session(place: &Place) -> Console {
    let mut console = super::on_the_board(place, WIDE);
    console.keys("4").sees("[4 Session]");
    console
}

/// Goes to a client of the agenda; what is typed next may reach the program in the same breath.
fn find(console: &mut Console, name: &str) {
    console.keys(&format!("/{name}{ENTER}"));
}

/// A sheet of proposals as its owner fills it in: one move.
fn fill_in(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap();
    let filled: Vec<String> = text
        .lines()
        .map(|line| match line.contains("Pont-Neuf") {
            true => line.replacen(",,,,", ",A,,they plan with us now,", 1),
            false => line.to_owned(),
        })
        .collect();
    assert!(filled.iter().any(|line| line.contains(",A,,they plan")), "{text}");
    std::fs::write(file, filled.join("\n")).unwrap();
}

/// The sheet of an owner, written and filled in.
fn sheet(place: &Place) -> String {
    let file = place.path(SHEET);
    let path = file.to_str().unwrap().to_owned();
    ok(place, &["session", "propose", "--owner", "Claire Aubin", "-o", &path]);
    fill_in(&file);
    path
}

#[track_caller]
fn ok(place: &Place, args: &[&str]) -> String {
    let done = place.run(args);
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// A session over Claire's clients, by command.
fn start(place: &Place) {
    ok(place, &[&["session", "start", "2026 Q2", "--facilitator", "ana", "--where", "owner:claire"][..], &PEOPLE].concat());
}

const PEOPLE: [&str; 4] = ["--participant", "Claire Aubin", "--participant", "Tom Verhaeghe"];

/// A whole quarter by keys; the minutes are written as HTML.
fn by_keys(place: &Place) -> Vec<u8> {
    let mut console = in_session(place);
    console.keys("n").sees("Start a session").keys(TAB).keys("owner:claire").sees("11 clients");
    console.keys(&TAB.repeat(4)).keys(", Tom Verhaeghe").keys(SAVE).sees("started the session 2026 Q2");
    let sheet = sheet(place);
    console.keys("I").sees("Merge proposals").paste(&sheet).sees("1 propose, 10 no view").keys(SAVE).sees("merged what Claire");
    console.keys("V").sees("Missing   Tom").keys("Tom is ill").keys(SAVE).sees("revealed the proposals");

    find(&mut console, "Pont");
    console.keys("m").sees("Stage a move of Pont-Neuf").sees("Claire Aubin proposes A Transform").keys(TAB).keys(TAB).keys(WHY);
    console.keys(TAB).keys(RIGHT).keys(TAB).keys("Claire").keys(TAB).keys("appetite >= 70").keys(TAB).keys("2026-09-30");
    console.sees("in 107 days").keys(SAVE).sees("staged in 2026 Q2: Pont-Neuf Immobilier from Modernize to Transform");
    find(&mut console, "Camping");
    console.keys("x").sees("marked as discussed in 2026 Q2: Camping");
    console.keys("N").sees("Note for the minutes: Camping").keys("ask for their plans").keys(SAVE).sees("noted for the minutes");
    find(&mut console, "Brightwater");
    console.keys("c").sees("Confirm Brightwater").keys("as before, and content").keys(SAVE).sees("Brightwater Legal LLP");
    console.sees_no_more("Why (optional)");
    find(&mut console, "Scierie");
    console.keys("d").sees("Put off Scierie").keys("2026-07-15").keys(TAB).keys(TAB).keys("the buyer is away until July");
    console.sees("the buyer is away until July").keys(SAVE).sees_no_more("Put off Scierie");
    find(&mut console, "Notariat");
    console.keys("c").sees("Confirm Notariat").keys(SAVE).sees_no_more("Confirm Notariat");
    assert!(console.find("about under").is_none(), "{}", console.seen());
    find(&mut console, "Notariat");
    console.keys("U").sees("took back in 2026 Q2 what was staged");
    find(&mut console, "Crèche");
    console.keys("m").sees("Stage a move of Crèche").keys("D").keys(TAB).keys("looked after meanwhile").keys(SAVE);
    console.sees("staged in 2026 Q2: Crèche");
    console.keys("R").sees("Confirm the uncontested rest").sees("7 clients stay").keys(SAVE).sees("the uncontested rest stays");
    console.keys("F").sees("Finalise 2026 Q2").sees("Written").keys(SAVE).sees("Minutes of 2026 Q2").keys(SAVE);
    console.sees("wrote the minutes of 2026 Q2");
    assert_eq!(console.keys("q").ends(), 0);
    std::fs::read(place.path("2026-q2-minutes.html")).unwrap()
}

/// The same by commands, in the same order.
fn by_commands(place: &Place) -> Vec<u8> {
    let stage = |client: &str, how: &[&str]| drop(ok(place, &[&["session", "stage", client], how].concat()));
    start(place);
    let sheet = sheet(place);
    ok(place, &["session", "merge", &sheet]);
    ok(place, &["session", "reveal", "--note", "Tom is ill"]);
    let move_up = ["--to", "A", "--note", WHY, "--reason", "strategy", "--authorised-by", "Claire"];
    stage("Pont-Neuf", &[&move_up[..], &["--expect", "appetite >= 70", "--revisit", "2026-09-30"]].concat());
    ok(place, &["session", "discuss", "Camping"]);
    ok(place, &["session", "discuss", "Camping", "--note", "ask for their plans"]);
    stage("Brightwater", &["--confirm", "--note", "as before, and content"]);
    stage("Scierie", &["--defer", "2026-07-15", "--note", "the buyer is away until July"]);
    stage("Notariat", &["--confirm"]);
    ok(place, &["session", "unstage", "Notariat"]);
    stage("Crèche", &["--to", "D", "--note", "looked after meanwhile"]);
    ok(place, &["session", "confirm-rest"]);
    ok(place, &["session", "finalise"]);
    ok(place, &["session", "report", "2026 Q2", "--format", "html"]).into_bytes()
}

/// What the journal says of the session's steps: instants are left out, they are those of the clock on the wall.
fn journal(place: &Place, before: usize) -> Vec<Value> {
    let mut history = place.json(&["history", "--limit", "100000"])["items"].take();
    let all = history.as_array_mut().unwrap();
    let mut steps: Vec<Value> = all.drain(..all.len() - before).collect();
    steps.reverse();
    steps.iter_mut().for_each(without_instants);
    steps
}

fn without_instants(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for field in fields.values_mut() {
                without_instants(field);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_instants),
        Value::String(text) if is_instant(text) => *text = "an instant".to_owned(),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Hashes cover instants, those of the clock on the wall.
fn without_hashes(text: &str) -> String {
    let hash = |word: &&str| word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit());
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(hash);
    words.fold(text.to_owned(), |text, hash| text.replace(hash, "a hash"))
}

fn is_instant(text: &str) -> bool {
    text.len() > 19 && text.as_bytes()[10] == b'T' && chrono::DateTime::parse_from_rfc3339(text).is_ok()
}

#[test]
fn a_key_typed_in_the_same_breath_as_the_name_is_for_the_client_that_was_found() {
    let place = Place::with_sample();
    start(&place);
    let mut console = in_session(&place);
    console.sees("0 / 11 decided").keys(&format!("/Scierie{ENTER}x")).sees("marked as discussed in 2026 Q2: Scierie");
    // The same where the client was shown alone.
    console.keys(&format!("/Pont{ENTER}{ENTER}/Banque{ENTER}qx")).sees("marked as discussed in 2026 Q2: Banque");
    // And for one that was found before.
    console.keys(&format!("k/Banque{ENTER}N")).sees("Note for the minutes: Banque");
}

#[test]
fn a_quarter_by_keys_and_by_commands_gives_the_same_journal_and_the_same_minutes() {
    let (keys, commands) = (Place::with_sample(), Place::with_sample());
    let before = keys.steps();
    let (first, second) = (by_keys(&keys), by_commands(&commands));
    let (of_keys, of_commands) = (journal(&keys, before), journal(&commands, before));
    assert_eq!(of_keys.len(), 13, "{:?}", of_keys.iter().map(|step| step["summary"].clone()).collect::<Vec<_>>());
    for (by_key, by_command) in of_keys.iter().zip(&of_commands) {
        assert_eq!(by_key, by_command);
    }
    assert_eq!(of_keys.len(), of_commands.len());
    assert_eq!(keys.clients(), commands.clients());
    let (first, second) = (String::from_utf8(first).unwrap(), String::from_utf8(second).unwrap());
    assert_eq!(without_hashes(&first), without_hashes(&second));
    for form in ["md", "csv", "json"] {
        let report = |place| ok(place, &["session", "report", "2026 Q2", "--format", form]);
        assert_eq!(without_hashes(&report(&keys)), without_hashes(&report(&commands)), "{form}");
    }
    keys.is_whole();
    commands.is_whole();
}

#[test]
fn a_console_killed_at_any_key_loses_no_decision_and_keeps_the_note_half_typed() {
    let place = Place::with_sample();
    start(&place);
    let mut console = in_session(&place);
    find(&mut console, "Pont");
    console.keys("c").sees("Confirm Pont-Neuf").keys("content as").keys(SAVE).sees_no_more("Why (optional)");
    find(&mut console, "Brightwater");
    console.keys("m").sees("Stage a move of Brightwater").keys(TAB).keys(TAB).keys("their board wan");
    console.sees("their board wan");
    let kept = |console: &Console| {
        let _ = console;
        place.files().iter().any(|file| {
            file.contains("draft") && std::fs::read_to_string(place.path(file)).is_ok_and(|text| text.contains("their board wan"))
        })
    };
    console.until("the note is kept", kept);
    kill(console.pid);
    console.ends();
    place.is_whole();
    let shown = place.json(&["session", "show"]);
    assert_eq!((&shown["progress"]["done"], &shown["state"]), (&Value::from(1), &Value::from("live")));
    // The next console goes on where it was left, with the note.
    let mut console = in_session(&place);
    console.sees("1 / 11 decided").keys("m").sees("Stage a move of Brightwater").sees("you began this note before");
    console.sees("their board wan").keys(&TAB.repeat(2)).keys("ts a programme");
    console.keys(SAVE).sees("staged in 2026 Q2: Brightwater").sees("2 / 11 decided");
    let staged = place.json(&["session", "show"])["staged"].to_string();
    assert!(staged.contains("their board wants a programme"), "{staged}");
}

/// Ends a process without a word to it.
fn kill(pid: u32) {
    assert!(std::process::Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

#[test]
fn a_console_killed_after_each_key_of_a_decision_leaves_a_whole_book() {
    let place = Place::with_sample();
    start(&place);
    let keys = ["/", "Pont", ENTER, "m", TAB, TAB, WHY, SAVE, "x", "U", "u", "R", SAVE, "F", SAVE, ESC];
    for upto in 1..=keys.len() {
        let mut console = in_session(&place);
        console.sees("Session 2026 Q2");
        console.keys(&keys[..upto].concat());
        kill(console.pid);
        console.ends();
        place.is_whole();
        let sessions = place.json(&["session", "list"]);
        assert_eq!(sessions["items"].as_array().unwrap().len(), 1, "{sessions}");
        if sessions["items"][0]["state"] == "final" {
            break;
        }
        assert!(place.run(&["session", "show"]).status.success());
    }
}

#[test]
fn scope_and_roster_changed_elsewhere_are_seen_and_what_is_typed_stays() {
    let place = Place::with_sample();
    start(&place);
    let mut console = in_session(&place);
    console.sees("0 / 11 decided").sees("Tom Verhaeghe");
    find(&mut console, "Pont");
    console.keys("m").sees("Stage a move of Pont-Neuf").keys(TAB).keys(TAB).keys("half a no").sees("half a no");
    let edit = ["session", "edit", "--where", "owner:tom", "--participant", "Cleo", "--remove-participant", "Claire Aubin"];
    ok(&place, &[&["--user", "ben"], &edit[..]].concat());
    console.sees("/owner:tom").sees("Cleo").sees("half a no").sees("0 / 13 decided");
    // The client is out of scope by now; deciding on it brings it onto the agenda again.
    console.keys("te, now whole").keys(SAVE).sees("staged in 2026 Q2: Pont-Neuf").sees("1 / 14 decided");
    assert_eq!(console.keys("q").ends(), 0);
    place.is_whole();
}

#[test]
fn the_second_of_two_processes_to_decide_is_told_the_first_ones_decision_on_the_screen() {
    let place = Place::with_sample();
    start(&place);
    let mut console = in_session(&place);
    find(&mut console, "Pont");
    console.keys("m").sees("Stage a move of Pont-Neuf").keys(TAB).keys(TAB).keys(WHY).sees(WHY);
    ok(&place, &["--user", "ben", "session", "stage", "Pont-Neuf", "--confirm", "--note", "no budget for more now"]);
    console.sees("meanwhile ben").sees("no budget for more now").sees(WHY);
    let steps = place.steps();
    console.keys(SAVE).sees("! ").sees(WHY);
    assert_eq!(place.steps(), steps, "what ben decided is not written over unasked");
    console.keys(ESC).sees_no_more("Stage a move");
    assert_eq!(place.json(&["session", "show"])["staged"][0]["by"], "ben");
}
