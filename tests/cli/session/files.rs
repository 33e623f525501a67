//! Proposals out and in, and the minutes as files.

use serde_json::json;

use super::{has, items, seated};
use crate::desk::{Desk, bytes};

/// Fills a sheet in: what stands under `to`, `view` and `note` for the client named.
pub fn fill_in(desk: &Desk, file: &str, filled: &[(&str, [&str; 3])]) {
    let path = desk.path(file);
    let text = std::fs::read_to_string(&path).expect("a sheet");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let columns = reader.headers().expect("columns").clone();
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap_or_else(|| panic!("no {name} in {columns:?}"));
    let (client, places) = (at("client"), ["to", "view", "note"].map(at));
    let mut writer = csv::Writer::from_path(&path).expect("opened");
    writer.write_record(&columns).expect("written");
    let mut left: Vec<&str> = filled.iter().map(|(name, _)| *name).collect();
    for row in reader.records() {
        let mut row: Vec<String> = row.expect("a row").iter().map(str::to_owned).collect();
        if let Some((name, said)) = filled.iter().find(|(name, _)| *name == row[client]) {
            places.iter().zip(said).for_each(|(place, said)| row[*place] = (*said).to_owned());
            left.retain(|known| known != name);
        }
        writer.write_record(&row).expect("written");
    }
    writer.flush().expect("written");
    assert!(left.is_empty(), "{left:?} are not in {file}");
}

/// A path on the desk as an argument.
pub fn at(desk: &Desk, file: &str) -> String {
    desk.path(file).to_string_lossy().into_owned()
}

#[test]
fn proposals_stay_blind_until_all_are_in() {
    let desk = seated();
    let (ana, ben) = (at(&desk, "ana.csv"), at(&desk, "ben.csv"));
    let sheet = desk.json(&["session", "propose", "--owner", "ana", "-o", &ana]);
    has(&sheet, "session session_id owner voter file items total");
    has(&items(&sheet, "items")[0], "client client_id external_id arr currency segment proposed_segment proposal said");
    assert_eq!((&sheet["owner"], &sheet["total"]), (&json!("Ana"), &json!(2)));
    fill_in(&desk, "ana.csv", &[("Acme Ltd", ["B", "", "their plans came to nothing"])]);
    let merged = desk.json(&["session", "merge", &ana]);
    has(&merged, "session session_id voter merged revealed problems gone");
    assert_eq!((&merged["voter"], &merged["revealed"]), (&json!("Ana"), &json!(false)));
    let session = desk.json(&["session", "show"]);
    assert_eq!((&session["state"], &session["phase"]), (&json!("setup"), &json!("proposals")));
    assert_eq!(session["proposals"], json!({ "in": ["Ana"], "awaited": ["Ben"] }));
    let reasons = |desk: &Desk| super::of(&desk.json(&["session", "agenda"]), "items", "Acme Ltd")["reasons"].clone();
    assert!(!items(&json!({ "reasons": reasons(&desk) }), "reasons").contains(&json!("proposed")), "blind");
    assert!(desk.ok(&["session", "confirm-rest", "--dry-run"]).err.contains("not revealed"), "said where it matters");

    desk.ok(&["session", "propose", "--owner", "Ana", "--voter", "Ben", "-o", &ben]);
    fill_in(&desk, "ben.csv", &[("Acme Ltd", ["", "question", "they asked me for a plan last week"])]);
    assert_eq!(desk.json(&["session", "merge", &ben])["revealed"], false, "of his own client he has not said a word");
    let own = at(&desk, "own.csv");
    desk.ok(&["session", "propose", "--owner", "Ben", "-o", &own]);
    assert_eq!(desk.json(&["session", "merge", &own])["revealed"], true);
    assert!(items(&json!({ "reasons": reasons(&desk) }), "reasons").contains(&json!("contested")), "now all see it");
    desk.refused(2, &["session", "reveal"], "revealed since");
    desk.refused(2, &["session", "merge", &ben], "merged already");
}

#[test]
fn the_facilitator_may_reveal_without_all() {
    let desk = seated();
    let session = desk.json(&["session", "reveal", "--note", "Ben is ill today"]);
    assert_eq!(session["revealed"], json!({ "on": "2026-06-15", "by": "ana", "note": "Ben is ill today" }));
}

#[test]
fn what_is_no_sheet_is_refused() {
    let desk = seated();
    desk.refused(3, &["session", "propose", "--owner", "Nobody"], "Nobody");
    desk.refused(3, &["session", "merge", "nowhere.csv"], "nowhere.csv");
    let other = desk.write("other.csv", "name,colour\nAcme,red\n");
    desk.refused(2, &["session", "merge", &other], "other.csv");
    let file = at(&desk, "ana.csv");
    desk.ok(&["session", "propose", "--owner", "Ana", "-o", &file]);
    fill_in(&desk, "ana.csv", &[("Acme Ltd", ["Q", "", "there is no such segment"])]);
    let before = desk.entries();
    let ran = desk.run(&["session", "merge", &file, "--strict"]);
    assert_eq!((ran.code, ran.err.contains("line 3") || ran.err.contains("line 2")), (2, true), "{ran:?}");
    assert_eq!(desk.entries(), before);
    let merged = desk.json(&["session", "merge", &file]);
    assert_eq!(items(&merged, "problems").len(), 1, "the rest goes in: {merged}");
    let book = desk.book().to_string_lossy().into_owned();
    desk.refused(1, &["session", "propose", "--owner", "Ana", "-o", &book], "book");
}

#[test]
fn the_same_session_gives_the_same_minutes() {
    let desk = seated();
    desk.ok(&["session", "stage", "globex", "--to", "A", "--note", "modern now, and plans with us"]);
    desk.ok(&["session", "confirm-rest"]);
    desk.ok(&["session", "finalise"]);
    for form in ["md", "html", "csv", "json"] {
        let (first, second) = (at(&desk, &format!("first.{form}")), at(&desk, &format!("second.{form}")));
        desk.ok(&["session", "report", "2026 Q2", "-o", &first]);
        desk.ok(&["edit", "globex", &format!("tags={form}")]);
        desk.ok(&["--today", "2026-08-01", "session", "report", "2026 q2", "--format", form, "-o", &second]);
        let minutes = bytes(&desk.path(&format!("first.{form}")));
        assert!(minutes == bytes(&desk.path(&format!("second.{form}"))), "{form}");
        let printed = desk.ok(&["session", "report", "2026 Q2", "--format", form]).out;
        assert!(printed.as_bytes() == minutes, "{form}");
        assert!(printed.contains("Globex") && printed.contains("plans with us"), "{form}: {printed}");
    }
    let bare = desk.ok(&["session", "report", "2026 Q2", "--no-money", "--no-notes"]).out;
    assert!(!bare.contains("plans with us") && !bare.contains("12000.50"), "{bare}");
    let json = desk.json(&["session", "report", "2026 Q2"]);
    assert!(json.is_object(), "{json}");
}

#[test]
fn a_hand_out_is_about_one_owner() {
    let desk = seated();
    desk.ok(&["session", "stage", "globex", "--to", "A", "--note", "modern now, and plans with us"]);
    desk.ok(&["session", "stage", "A-1", "--confirm"]);
    desk.ok(&["session", "finalise"]);
    let ben = desk.ok(&["session", "report", "2026 Q2", "--owner", "ben"]).out;
    assert!(ben.contains("Globex") && !ben.contains("Acme Ltd"), "{ben}");
    desk.refused(3, &["session", "report", "2026 Q2", "--owner", "Nobody"], "there are Ana, Ben");
    desk.refused(2, &["session", "report", "2026 Q2", "-o", "minutes.pdf"], ".pdf");
}

#[cfg(unix)]
#[test]
fn minutes_are_their_owners_alone_and_never_replace_a_book() {
    use std::os::unix::fs::PermissionsExt;
    let desk = seated();
    desk.ok(&["session", "stage", "globex", "--confirm"]);
    let file = at(&desk, "minutes.md");
    desk.ok(&["session", "report", "-o", &file]);
    assert_eq!(std::fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
    let book = desk.book().to_string_lossy().into_owned();
    desk.refused(1, &["session", "report", "--format", "md", "-o", &book], "book");
    assert!(desk.json(&["check"])["ok"].as_bool() == Some(true));
}
