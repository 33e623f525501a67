//! Stories of bringing in a file, through the whole console: the way from page to page.

mod book;

use super::super::trial::{TODAY, Trial, stamp};
use super::open;
use crate::console::canvas::tests::look;
use crate::console::folders::Purpose;
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
Company;Segment;ARR;Customer Since;Comments
Alder Works;Enterprise;12000;2024-01-15;met at the fair
Birch Labs;SMB;abc;2024-02-20;
Cedar Foods;Enterprise;4000;2023-03-31;
;SMB;100;2023-03-31;
Elm Dental;SMB;900;2025-05-01;
Fir & Sons;Midmarket;1500;2025-06-30;
";

const AMBIGUOUS: &str = "Name,Renewal\nAlder Works,03/04/2027\nBirch Labs,05/06/2027\n";

const SCORED: &str = "\
Name,score.standardization,score.stability,score.engagement,score.goals
Alder Works,4,4,2,2
Birch Labs,1,1,5,5
Cedar Foods,,,,
";

fn trial(columns: u16, rows: u16) -> Trial {
    with_files(Trial::new(columns, rows))
}

fn with_files(trial: Trial) -> Trial {
    let home = trial.folder.path();
    let files = [("clients.csv", CLIENTS), ("foreign.csv", FOREIGN), ("dates.csv", AMBIGUOUS), ("scored.csv", SCORED)];
    for (age, (name, text)) in files.into_iter().chain([("notes.md", "x")]).enumerate() {
        std::fs::write(home.join(name), text).unwrap();
        let file = std::fs::File::options().write(true).open(home.join(name)).unwrap();
        let seconds = 1_000_000 - 1_000 * age as u64;
        file.set_modified(std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds)).unwrap();
    }
    std::fs::write(home.join("odd.csv"), "Kunde Nr. Text,Wer\nAlder Works,ana\n").unwrap();
    std::fs::create_dir(home.join("exports")).unwrap();
    trial
}

fn press(trial: &mut Trial, code: Code) -> String {
    trial.key(Key::plain(code))
}

fn enter(trial: &mut Trial) -> String {
    press(trial, Code::Enter)
}

/// Opens the dialog on a file: its preview.
fn at(trial: &mut Trial, path: &str) -> String {
    trial.open(open);
    trial.paste(path);
    enter(trial)
}

/// Opens the dialog on a file and goes on to its columns.
fn at_columns(trial: &mut Trial, path: &str) -> String {
    at(trial, path);
    trial.save()
}

/// Opens the dialog on a file and goes on to what will happen.
fn at_outcome(trial: &mut Trial, path: &str) -> String {
    at_columns(trial, path);
    trial.save()
}

fn clients(trial: &mut Trial) -> i64 {
    trial.app.with(|ctx| ctx.store.count_clients(None, ctx.stamp.today).unwrap())
}

#[test]
fn three_clients_come_in_through_the_doors_with_enter_alone_and_the_board_is_shown() {
    let mut trial = with_files(Trial::empty(80, 24));
    trial.draw();
    trial.key(Key::char('i'));
    trial.paste("~/clients.csv");
    let seen = enter(&mut trial);
    assert!(seen.contains("2 of 4") && seen.contains("3 rows, 5 columns"), "{seen}");
    let seen = enter(&mut trial);
    assert!(seen.contains("3 of 4") && seen.contains("< renewal_on >"), "{seen}");
    let seen = enter(&mut trial);
    assert!(seen.contains("4 of 4") && seen.contains("This will happen: 3 created"), "{seen}");
    assert!(!seen.contains("Clients already in the book"), "there are none: {seen}");
    assert_eq!(clients(&mut trial), 0, "looking writes nothing");
    let seen = enter(&mut trial);
    assert!(seen.contains("Imported clients.csv: 3 created") && seen.contains("Take the import back"), "{seen}");
    assert_eq!(clients(&mut trial), 3);
    let seen = press(&mut trial, Code::Esc);
    assert!(seen.contains("EDUCATE") || seen.contains("Educate"), "the board: {seen}");
    trial.key(Key::char('u'));
    assert_eq!(clients(&mut trial), 0);
}

#[test]
fn a_path_is_typed_pasted_or_clicked_and_the_folder_is_remembered() {
    let mut trial = trial(80, 24);
    let seen = trial.open(open);
    assert!(seen.contains("1 of 4"), "{seen}");
    trial.paste("~/");
    let seen = trial.click("exports/");
    assert!(seen.contains("~/exports/"), "{seen}");
    trial.click("../");
    assert!(trial.click("foreign.csv").contains("preview · foreign.csv"));
    let home = trial.folder.path().canonicalize().unwrap();
    let last = trial.app.with(|ctx| ctx.desk.folders.last(Purpose::Import).map(|folder| folder.canonicalize().unwrap()));
    assert_eq!(last, Some(home));
    press(&mut trial, Code::Esc);
    press(&mut trial, Code::Esc);
    assert!(trial.is_closed());
    let seen = trial.open(open);
    assert!(seen.contains("clients.csv") && !seen.contains("notes.md"), "{seen}");
}

#[test]
fn a_file_that_is_none_is_refused_in_words_and_the_path_stays() {
    let mut trial = trial(80, 24);
    let seen = at(&mut trial, "~/no such file.csv");
    assert!(seen.contains("there is no file") && seen.contains("~/no such file.csv"), "{seen}");
    std::fs::write(trial.folder.path().join("empty.csv"), "").unwrap();
    press(&mut trial, Code::Esc);
    assert!(at(&mut trial, "~/empty.csv").contains("is empty"));
}

#[test]
fn dates_that_can_be_read_in_two_ways_are_asked_about_with_both_readings() {
    let mut trial = trial(80, 24);
    let seen = at_columns(&mut trial, "~/dates.csv");
    assert!(seen.contains("“03/04/2027” (line 2)") && seen.contains("3 April 2027") && seen.contains("4 March 2027"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("answer the question first"), "{seen}");
    let seen = enter(&mut trial);
    assert!(seen.contains("date d/m/y") && seen.contains("> Next <"), "answered, and the button has the focus: {seen}");
    let seen = trial.click("4 March 2027");
    assert!(seen.contains("date m/d/y: 03"), "the answer can be changed with the mouse: {seen}");
    trial.save();
    trial.save();
    let renewal = trial.app.with(|ctx| {
        let client = ctx.store.find("Alder").unwrap();
        ctx.store.page(client, ctx.stamp.today).unwrap().client.renewal_on
    });
    assert_eq!(renewal.map(|day| day.to_string()).as_deref(), Some("2027-03-04"));
}

#[test]
fn a_step_back_never_loses_what_was_said() {
    let mut trial = trial(80, 24);
    at_columns(&mut trial, "~/dates.csv");
    enter(&mut trial);
    trial.save();
    for page in ["3 of 4", "2 of 4", "1 of 4"] {
        let seen = press(&mut trial, Code::Esc);
        assert!(seen.contains(page), "{seen}");
    }
    enter(&mut trial);
    let seen = trial.save();
    assert!(seen.contains("date d/m/y") && seen.contains("> Next <"), "{seen}");
}

#[test]
fn a_column_is_given_another_field_from_a_list_that_is_searched() {
    let mut trial = trial(80, 24);
    let seen = at_columns(&mut trial, "~/odd.csv");
    assert!(trial.save().contains("say which column says the name"), "{seen}");
    assert!(seen.contains("? No column says the name of the client. Which one does?"), "{seen}");
    let seen = enter(&mut trial);
    assert!(seen.contains("What is “Kunde Nr. Text”?"), "{seen}");
    trial.type_in("nam");
    let seen = enter(&mut trial);
    assert!(seen.contains("< name >") && seen.contains("> Next <"), "what was lacking is said: {seen}");
    trial.key(Key::plain(Code::Up));
    trial.key(Key::plain(Code::Down));
    let seen = trial.key(Key::char('o'));
    assert!(seen.contains("< owner >"), "{seen}");
    let seen = trial.key(Key::plain(Code::Left));
    assert!(seen.contains("< external_id >"), "the name is taken and passed over: {seen}");
    let seen = trial.click("< external_id >");
    assert!(seen.contains("What is “Wer”?"), "a press on the selected line opens the list: {seen}");
    trial.type_in("looks after");
    let seen = trial.click("Who looks after");
    assert!(seen.contains("< owner >"), "found by its sentence: {seen}");
    assert!(trial.save().contains("This will happen: 1 created"));
}

#[test]
fn the_pages_as_they_are_seen() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = trial(columns, rows);
        let page = |trial: &mut Trial, name: &str| {
            let seen = trial.draw();
            let folder = trial.folder.path().file_name().unwrap().to_string_lossy().into_owned();
            insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), seen.replace(&folder, ".tmpFOLDER"));
            if columns == 80 && ["preview", "columns", "fields", "changed"].contains(&name) {
                trial.every_size();
                trial.resize(columns, rows);
            }
        };
        trial.open(open);
        trial.paste("~/");
        page(&mut trial, "file");
        trial.type_in("foreign.csv");
        enter(&mut trial);
        page(&mut trial, "preview");
        trial.save();
        page(&mut trial, "columns");
        trial.click("Segment");
        enter(&mut trial);
        page(&mut trial, "fields");
        press(&mut trial, Code::Esc);
        trial.save();
        page(&mut trial, "outcome");
        trial.key(Key::char('p'));
        page(&mut trial, "problems");
        trial.save();
        page(&mut trial, "done");
        trial.save();
        at_columns(&mut trial, "~/dates.csv");
        page(&mut trial, "question");
        (0..4).for_each(|_| drop(press(&mut trial, Code::Esc)));
        at_outcome(&mut trial, "~/clients.csv");
        trial.key(Key::char('c'));
        page(&mut trial, "changed");
    }
}

#[test]
fn the_pages_in_colour() {
    let mut trial = trial(80, 24);
    at_columns(&mut trial, "~/dates.csv");
    insta::assert_snapshot!("question_styles", trial.styles());
}

#[test]
fn a_shared_screen_shows_no_money_and_no_notes() {
    let mut look = look();
    look.presenter = true;
    let mut trial = with_files(Trial::looking(120, 40, look));
    let mut seen = at(&mut trial, "~/foreign.csv");
    assert!(seen.contains("2024-01-15") && seen.contains("Alder Works"), "{seen}");
    seen += &trial.save();
    seen += &trial.save();
    for tab in ['p', 'n', 's'] {
        seen += &trial.key(Key::char(tab));
    }
    assert!(!seen.contains("12000") && !seen.contains("“abc”") && !seen.contains("met at the fair"), "{seen}");
}

#[test]
fn a_newer_look_takes_the_place_of_an_older_one_and_a_look_is_left_with_escape() {
    let mut trial = trial(80, 24);
    let (send, events) = std::sync::mpsc::channel();
    trial.app.told_by(send);
    trial.open(open);
    trial.paste("~/foreign.csv");
    enter(&mut trial);
    trial.until(&events, |seen| seen.contains("2 of 4"));
    trial.save();
    trial.click("ARR");
    // One after the other, before the first has ended.
    trial.key(Key::char('c'));
    trial.key(Key::char('m'));
    let seen = trial.until(&events, |seen| seen.contains("amount"));
    assert!(seen.contains("< mrr >"), "{seen}");
    // Another program holds the lock: trying it out waits.
    let other = trial.other();
    let by = stamp(TODAY, "ben");
    let other = other.import(ImportPolicy::default(), &by).unwrap();
    trial.save();
    let seen = trial.until(&events, |seen| seen.contains("Esc leaves it"));
    assert!(seen.contains("3 of 4"), "{seen}");
    let seen = press(&mut trial, Code::Esc);
    assert!(seen.contains("nothing was written") && seen.contains("3 of 4"), "{seen}");
    drop(other);
    trial.save();
    trial.until(&events, |seen| seen.contains("4 of 4"));
}

#[test]
fn scores_on_another_scale_are_asked_about_and_the_columns_are_kept_for_the_next_file() {
    let mut trial = trial(80, 24);
    let rows: String = (0..8).map(|at| format!("Client {at},{}\n", 40 + at * 7)).collect();
    let text = format!("Name,score.engagement\n{rows}");
    std::fs::write(trial.folder.path().join("health.csv"), &text).unwrap();
    let seen = at_columns(&mut trial, "~/health.csv");
    assert!(seen.contains("On which scale is it?") && seen.contains("0 to 100") && !seen.contains("0 to 10 "), "{seen}");
    let seen = trial.click("0 to 100");
    assert!(seen.contains("< 0..100 >") && seen.contains("> Next <"), "{seen}");
    let seen = trial.click("Keep these columns");
    assert!(seen.contains("under a name"), "{seen}");
    trial.type_in("Health!");
    assert!(enter(&mut trial).contains("is no name for a mapping"));
    trial.key(Key::ctrl('u'));
    trial.type_in("health");
    assert!(enter(&mut trial).contains("kept as “health”"));
    assert!(trial.save().contains("This will happen: 8 created"));
    (0..4).for_each(|_| drop(press(&mut trial, Code::Esc)));
    std::fs::write(trial.folder.path().join("later.csv"), &text).unwrap();
    let seen = at_columns(&mut trial, "~/later.csv");
    assert!(seen.contains("the saved mapping “health” is used") && seen.contains("< 0..100 >"), "{seen}");
}
