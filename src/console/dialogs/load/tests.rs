//! Stories of bringing in a file, through the whole console.

use super::super::trial::{TODAY, Trial, stamp};
use super::open;
use crate::console::canvas::tests::look;
use crate::console::key::{Code, Key};
use crate::store::ImportPolicy;

const CLIENTS: &str = "\
Account Name,Account Owner,ARR,Renewal Date,Region
Nordwind Logistics,ana,52000,2027-01-31,North
Kestrel Optics,ben,18000,2026-11-05,South
Lumen & Partner,ben,7200,,South
";

/// Segments of another system, an amount that is none, a row without a name.
const FOREIGN: &str = "\
Company;Segment;ARR;Customer Since
Alder Works;Enterprise;12000;2024-01-15
Birch Labs;SMB;abc;2024-02-20
Cedar Foods;Enterprise;4000;2023-03-31
;SMB;100;2023-03-31
Elm Dental;SMB;900;2025-05-01
Fir & Sons;Midmarket;1500;2025-06-30
";

const AMBIGUOUS: &str = "Name,Renewal\nAlder Works,03/04/2027\nBirch Labs,05/06/2027\n";

fn trial(columns: u16, rows: u16) -> Trial {
    with_files(Trial::new(columns, rows))
}

fn with_files(trial: Trial) -> Trial {
    let home = trial.folder.path();
    for (name, text) in [("clients.csv", CLIENTS), ("foreign.csv", FOREIGN), ("dates.csv", AMBIGUOUS), ("notes.md", "x")] {
        std::fs::write(home.join(name), text).unwrap();
    }
    std::fs::write(home.join("odd.csv"), "Kunde Nr. Text,Wer\nAlder Works,ana\n").unwrap();
    std::fs::create_dir(home.join("exports")).unwrap();
    trial
}

fn enter(trial: &mut Trial) -> String {
    trial.key(Key::plain(Code::Enter))
}

/// Opens the dialog on a file and looks at it.
fn at(trial: &mut Trial, path: &str) -> String {
    trial.open(open);
    trial.paste(path);
    enter(trial)
}

fn clients(trial: &mut Trial) -> i64 {
    trial.app.with(|ctx| ctx.store.count_clients(None, ctx.stamp.today).unwrap())
}

#[test]
fn three_clients_come_in_through_the_doors_and_the_board_is_shown() {
    let mut trial = with_files(Trial::empty(80, 24));
    trial.draw();
    trial.key(Key::char('i'));
    trial.paste("~/clients.csv");
    let seen = enter(&mut trial);
    assert!(seen.contains("would be 3 created") && !seen.contains("already in the book"), "{seen}");
    assert_eq!(clients(&mut trial), 0, "looking writes nothing");
    enter(&mut trial);
    let seen = enter(&mut trial);
    assert!(seen.contains("imported clients.csv: 3 created") && seen.contains("u takes it back"), "{seen}");
    assert_eq!(clients(&mut trial), 3);
    assert!(seen.contains("EDUCATE") || seen.contains("Educate"), "the board: {seen}");
    trial.key(Key::char('u'));
    assert_eq!(clients(&mut trial), 0);
}

#[test]
fn the_same_file_again_changes_nothing_and_says_so() {
    let mut trial = trial(80, 24);
    at(&mut trial, "~/clients.csv");
    let seen = trial.save();
    assert!(trial.is_closed() && seen.contains("imported clients.csv: 2 created, 1 updated"), "{seen}");
    let seen = at(&mut trial, "~/clients.csv");
    assert!(seen.contains("nothing would change: 3 unchanged"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("clients.csv changed nothing: 3 unchanged") && !seen.contains("takes it back"), "{seen}");
}

#[test]
fn a_wrong_path_keeps_what_was_typed() {
    let mut trial = trial(80, 24);
    let seen = at(&mut trial, "~/clinets.csv");
    assert!(seen.contains("! there is no file") && seen.contains("~/clinets.csv"), "{seen}");
    trial.key(Key::ctrl('u'));
    trial.type_in("~/cl");
    let seen = trial.key(Key::plain(Code::Tab));
    assert!(seen.contains("~/clients.csv"), "{seen}");
    assert!(enter(&mut trial).contains("would be 2 created, 1 updated"));
    let seen = trial.key(Key::plain(Code::Esc));
    assert!(seen.contains("Look at it") && seen.contains("~/clients.csv"), "back to the path: {seen}");
}

#[test]
fn a_file_is_found_with_arrows_and_with_the_mouse() {
    let mut trial = trial(80, 24);
    trial.open(open);
    trial.paste("~/");
    for _ in 0..3 {
        trial.key(Key::plain(Code::Down));
    }
    assert!(enter(&mut trial).contains("Import clients.csv"), "above, exports, book.qdk's backups or clients.csv");
    trial.key(Key::plain(Code::Esc));
    trial.key(Key::ctrl('u'));
    trial.paste("~/");
    let seen = trial.click("exports/");
    assert!(seen.contains("~/exports/"), "{seen}");
    trial.click("../");
    assert!(trial.click("foreign.csv").contains("Import foreign.csv"));
}

#[test]
fn dates_that_can_be_read_in_two_ways_are_asked_about() {
    let mut trial = trial(80, 24);
    let seen = at(&mut trial, "~/dates.csv");
    assert!(seen.contains("“03/04/2027” (line 2)") && seen.contains("< choose >"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("say first how the dates"), "{seen}");
    let seen = trial.key(Key::plain(Code::Right));
    assert!(seen.contains("day month year: 2027-04-03") && seen.contains("would be 2 created"), "{seen}");
    let seen = trial.key(Key::plain(Code::Right));
    assert!(seen.contains("month day year: 2027-03-04"), "the answer can be changed: {seen}");
    trial.save();
    let renewal = trial.app.with(|ctx| {
        let client = ctx.store.find("Alder").unwrap();
        ctx.store.page(client, ctx.stamp.today).unwrap().client.renewal_on
    });
    assert_eq!(renewal.map(|day| day.to_string()).as_deref(), Some("2027-03-04"));
}

#[test]
fn segments_of_another_system_are_left_out_and_refused_rows_are_written_beside_the_file() {
    let mut trial = trial(120, 40);
    let seen = at(&mut trial, "~/foreign.csv");
    assert!(seen.contains("< left out >") && seen.contains("column “Segment” is left out: it holds “Enterprise”"), "{seen}");
    assert!(!seen.contains("--map"), "{seen}");
    assert!(seen.contains("! line 3, ARR: “abc” is not a") && seen.contains("foreign.rejects.csv"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("4 created, 2 rejected; the refused rows are in"), "{seen}");
    let written = std::fs::read_to_string(trial.folder.path().join("foreign.rejects.csv")).unwrap();
    assert!(written.contains("Birch Labs") && !written.contains("Alder"), "{written}");
    let seen = at(&mut trial, "~/foreign.csv");
    assert!(seen.contains("foreign.rejects-2.csv"), "a file that is there is never replaced: {seen}");
}

#[test]
fn a_rehearsal_writes_neither_the_book_nor_a_file() {
    let mut trial = trial(80, 24);
    let head = trial.app.with(|ctx| ctx.store.head().unwrap());
    at(&mut trial, "~/foreign.csv");
    trial.key(Key::plain(Code::Esc));
    trial.key(Key::plain(Code::Esc));
    assert!(trial.is_closed());
    assert_eq!(trial.app.with(|ctx| ctx.store.head().unwrap()), head);
    assert!(!trial.folder.path().join("foreign.rejects.csv").exists());
}

#[test]
fn a_column_is_given_another_field_and_one_without_a_name_column_can_be_saved() {
    let mut trial = trial(80, 24);
    let seen = at(&mut trial, "~/odd.csv");
    assert!(seen.contains("no column is the name of a client yet"), "{seen}");
    assert!(trial.save().contains("say first which column"));
    let seen = trial.key(Key::char('n'));
    assert!(seen.contains("< name >") && seen.contains("would be 1 created"), "{seen}");
    trial.key(Key::plain(Code::Down));
    let seen = trial.key(Key::char('o'));
    assert!(seen.contains("< owner >"), "{seen}");
    let seen = trial.key(Key::plain(Code::Left));
    assert!(seen.contains("< external_id >"), "the name is taken and passed over: {seen}");
    let seen = trial.click("< external_id >");
    assert!(seen.contains("< owner >"), "a press on the selected line changes it: {seen}");
}

#[test]
fn what_happens_to_clients_in_the_book_is_chosen() {
    let mut trial = trial(80, 24);
    at(&mut trial, "~/clients.csv");
    let seen = trial.key(Key::plain(Code::Left));
    assert!(seen.contains("< stay as they are >") && seen.contains("2 created, 1 skipped"), "{seen}");
    let seen = trial.key(Key::plain(Code::Left));
    assert!(seen.contains("< get what they lack >"), "{seen}");
}

#[test]
fn the_file_as_it_is_seen() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = trial(columns, rows);
        trial.open(open);
        insta::assert_snapshot!(format!("path_{columns}x{rows}"), trial.paste("~/"));
        trial.every_size();
        trial.resize(columns, rows);
        trial.type_in("foreign.csv");
        insta::assert_snapshot!(format!("plan_{columns}x{rows}"), enter(&mut trial));
        trial.every_size();
    }
}

#[test]
fn a_shared_screen_shows_no_cells() {
    let mut look = look();
    look.presenter = true;
    let mut trial = with_files(Trial::looking(120, 40, look));
    let seen = at(&mut trial, "~/foreign.csv");
    assert!(!seen.contains("12000") && !seen.contains("“abc”"), "{seen}");
}

#[test]
fn an_import_that_is_left_writes_nothing_and_one_that_is_not_ends_by_itself() {
    let mut trial = trial(80, 24);
    let (send, events) = std::sync::mpsc::channel();
    trial.app.told_by(send);
    let rows: String = (0..150).map(|at| format!("Client {at},ana\n")).collect();
    std::fs::write(trial.folder.path().join("many.csv"), format!("Name,Owner\n{rows}")).unwrap();
    let (before, steps) = (clients(&mut trial), trial.other().head().unwrap());
    at(&mut trial, "~/many.csv");
    // Another program holds the lock: the import waits.
    let other = trial.other();
    let by = stamp(TODAY, "ben");
    let other = other.import(ImportPolicy::default(), &by).unwrap();
    trial.save();
    let seen = trial.until(&events, |seen| seen.contains("Esc leaves it"));
    assert!(seen.contains("importing"), "{seen}");
    trial.key(Key::plain(Code::Esc));
    drop(other);
    let seen = trial.until(&events, |seen| seen.contains("left before it was done"));
    assert!(seen.contains("nothing was changed"), "{seen}");
    assert_eq!((clients(&mut trial), trial.other().head().unwrap()), (before, steps));
    trial.save();
    let seen = trial.until(&events, |seen| seen.contains("u takes it back"));
    assert!(seen.contains("imported many.csv: 150 created"), "{seen}");
}
