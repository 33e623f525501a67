//! A whole quarter on the sample book by commands alone, and the next one, which opens with what became of the first.

use serde_json::{Value, json};

use super::files::{at, fill_in};
use super::{clients, has, items, of};
use crate::desk::Desk;

/// Runs a command in the quarter, as Zoe, and answers in JSON.
fn zoe(desk: &Desk, day: &str, args: &[&str]) -> Value {
    desk.json(&[&["--today", day, "--user", "Zoe"], args].concat())
}

/// The sample book with an open session of five owners.
fn autumn() -> Desk {
    let desk = Desk::bare();
    std::fs::create_dir_all(desk.book().parent().expect("a folder")).expect("made");
    let book = desk.book().to_string_lossy().into_owned();
    desk.ok(&["--today", "2026-10-05", "demo", "--keep", &book]);
    let mut start =
        vec!["--today", "2026-10-05", "--user", "Zoe", "session", "start", "--facilitator", "Zoe", "--target", "A=20%"];
    for owner in OWNERS {
        start.extend(["--participant", owner]);
    }
    desk.ok(&start);
    desk
}

const OWNERS: [&str; 5] = ["Claire Aubin", "Inês Carvalho", "Marta Nowak", "Tom Verhaeghe", "Yusuf Demir"];

/// Each of four owners proposes a move of one client, which is in B so far, to A; Tom questions that of Yusuf.
fn proposals(desk: &Desk) -> Vec<String> {
    let mut proposed = Vec::new();
    for owner in &OWNERS[..4] {
        let file = at(desk, "own.csv");
        let sheet = zoe(desk, "2026-10-06", &["session", "propose", "--owner", owner, "-o", &file]);
        let client = items(&sheet, "items").iter().find(|row| row["segment"] == "modernize").expect("one in B");
        let client = client["client"].as_str().expect("a name").to_owned();
        fill_in(desk, "own.csv", &[(&client, ["A", "", "they plan with us since the summer"])]);
        assert_eq!(zoe(desk, "2026-10-06", &["session", "merge", &file])["revealed"], false, "{owner}");
        proposed.push(client);
    }
    let file = at(desk, "tom.csv");
    zoe(desk, "2026-10-07", &["session", "propose", "--owner", OWNERS[0], "--voter", "Tom Verhaeghe", "-o", &file]);
    fill_in(desk, "tom.csv", &[(&proposed[0], ["", "question", "they cancelled two workshops"])]);
    zoe(desk, "2026-10-07", &["session", "merge", &file]);
    proposed
}

#[test]
fn a_quarter_runs_from_proposals_to_minutes_and_the_next_one_judges_it() {
    let desk = autumn();
    let proposed = proposals(&desk);
    let live = "2026-10-12";
    let session = zoe(&desk, live, &["session", "show"]);
    assert_eq!((&session["name"], &session["phase"]), (&json!("2026 Q4"), &json!("proposals")));
    assert_eq!(session["proposals"]["awaited"], json!(["Yusuf Demir"]));
    zoe(&desk, live, &["session", "reveal", "--note", "Yusuf is on leave"]);
    let agenda = zoe(&desk, live, &["session", "agenda"]);
    let first = &items(&agenda, "items")[0];
    assert_eq!((&first["client"], &first["reasons"][0]), (&json!(proposed[0]), &json!("contested")), "{first}");
    for client in &proposed[1..] {
        assert!(items(of(&agenda, "items", client), "reasons").contains(&json!("proposed")), "{client}");
    }

    zoe(&desk, live, &["session", "discuss", &proposed[0], "--note", "Claire talks to their new director"]);
    zoe(&desk, live, &["session", "stage", &proposed[0], "--defer", "2026-11-15", "--note", "until Claire has talked to them"]);
    let stage = |client: &str, expect: &[&str]| {
        let said = ["session", "stage", client, "--to", "A", "--note", "agreed, they plan with us since summer"];
        zoe(&desk, live, &[&said[..], expect].concat())
    };
    stage(&proposed[1], &["--expect", "appetite >= 1", "--revisit", "2026-12-31"]);
    stage(&proposed[2], &["--expect", "appetite > 100", "--revisit", "2026-12-31"]);
    stage(&proposed[3], &["--expect", "they sign the framework agreement", "--authorised-by", "Zoe"]);
    let rest = zoe(&desk, live, &["session", "confirm-rest", "--note", "gone through, they stay"]);
    assert!(items(&rest, "items").len() > 40 && !clients(&rest, "left").is_empty(), "{rest}");
    for client in clients(&rest, "left") {
        zoe(&desk, live, &["session", "stage", client, "--to", "D", "--note", "not scored yet, looked after meanwhile"]);
    }
    let session = zoe(&desk, live, &["session", "show"]);
    assert_eq!(session["progress"]["done"], session["progress"]["total"], "{}", session["progress"]);
    let (before, after) = (&session["distribution"][0]["before"], &session["distribution"][0]["after"]);
    assert_eq!(after.as_i64(), before.as_i64().map(|before| before + 3));

    let done = zoe(&desk, "2026-10-13", &["session", "finalise", "--note", "agreed by all"]);
    assert_eq!((&done["state"], &done["undecided"], &done["deferred"]), (&json!("final"), &json!(0), &json!(1)));
    let board = desk.json(&["--today", "2026-10-13", "board"]);
    assert_eq!(&board["segments"][0]["count"], after);
    assert_eq!(desk.json(&["--today", "2026-10-13", "show", &proposed[1]])["segment"], "transform");
    assert_eq!(desk.json(&["check"])["ok"], true);
    let minutes = desk.ok(&["session", "report", "2026 Q4"]).out;
    for said in [&proposed[1], "agreed, they plan with us since summer", "Claire talks to their new director", "Yusuf Demir"] {
        assert!(minutes.contains(said), "{said}: {minutes}");
    }
    next_quarter(&desk, &proposed);
}

/// The next session opens with the moves of the first.
fn next_quarter(desk: &Desk, proposed: &[String]) {
    let day = "2027-01-11";
    assert_eq!(zoe(desk, day, &["session", "start", "--facilitator", "Zoe"])["name"], "2027 Q1");
    let replay = zoe(desk, day, &["session", "replay"]);
    has(&replay, "session session_id before items total");
    assert_eq!(replay["before"]["name"], "2026 Q4");
    let verdict = |replay: &Value, client: &String| of(replay, "items", client)["verdict"].clone();
    has(of(&replay, "items", &proposed[1]), "client owner from to note expect by_day verdict why judged segment gone");
    assert_eq!(verdict(&replay, &proposed[1]), "held", "{replay}");
    assert_eq!(verdict(&replay, &proposed[2]), "not held", "{replay}");
    assert_eq!(verdict(&replay, &proposed[3]), "unknown", "{replay}");
    assert!(!clients(&replay, "items").contains(&proposed[0].as_str()), "it was put off");
    let judged = zoe(desk, day, &["session", "judge", &proposed[3], "--held", "--note", "signed in December"]);
    has(&judged, "session session_id client client_id held note on by");
    assert_eq!((&judged["session"], &judged["held"]), (&json!("2026 Q4"), &json!(true)));
    let replay = zoe(desk, day, &["session", "replay"]);
    let row = of(&replay, "items", &proposed[3]);
    assert_eq!((&row["verdict"], &row["judged"]), (&json!("held"), &json!(true)));
    desk.refused(2, &["session", "judge", &proposed[0], "--not-held", "--session", "2026 Q4"], "was not moved");
    desk.refused(2, &["session", "judge", &proposed[0]], "--held");
    let text = desk.ok(&["--today", day, "session", "replay"]).out;
    assert!(text.contains("not held") && text.contains("signed in December"), "{text}");
    let list = desk.ok(&["session", "list"]).out;
    assert!(list.contains("segment\t2026 Q4\t2027 Q1\n"), "{list}");
}
