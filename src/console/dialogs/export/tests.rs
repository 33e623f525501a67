//! Stories of writing out from the console.

use std::path::PathBuf;

use super::super::trial::{Trial, done};
use super::{Scope, open, open_for};
use crate::console::canvas::tests::look;
use crate::console::key::{Code, Key};
use crate::domain::command::{Command, SessionAct, StartSession};
use crate::domain::filter::Filter;
use crate::exchange::export::What;

/// The console of a person who exported CSV before.
fn trial() -> Trial {
    let mut trial = Trial::new(120, 40);
    let folders = &mut trial.app.desk_mut().folders;
    What::NAMED.iter().for_each(|(what, _)| folders.remember_form(what, "csv"));
    trial
}

const TAB: Key = Key::plain(Code::Tab);

/// The dialog as it opens from a screen.
fn from(scope: Scope, trial: &mut Trial) -> String {
    trial.open(|ctx| open(scope, ctx))
}

fn filtered(trial: &mut Trial, filter: &str) {
    let parsed = Filter::parse(filter).unwrap();
    trial.app.desk_mut().filter = Some((filter.to_owned(), parsed));
}

/// Goes to the path and types another one.
fn at_path(trial: &mut Trial, path: &str) -> String {
    trial.click("quarterdeck-");
    trial.key(Key::plain(Code::End));
    trial.key(Key::ctrl('u'));
    trial.type_in(path)
}

fn read(trial: &Trial, name: &str) -> Option<String> {
    std::fs::read_to_string(trial.folder.path().join(name)).ok()
}

/// The files of the person's folder that are no part of the book.
fn files(trial: &Trial) -> Vec<String> {
    let names = std::fs::read_dir(trial.folder.path()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with("book.")).collect();
    names.sort();
    names
}

#[test]
fn each_screen_begins_with_what_it_shows_and_names_the_file_after_it() {
    for (scope, what, name) in [
        (Scope::Board, "(•) board", "~/quarterdeck-board-2026-06-15.html"),
        (Scope::Due, "(•) due", "~/quarterdeck-due-2026-06-15.xlsx"),
        (Scope::History, "(•) history", "~/quarterdeck-history-2026-06-15.xlsx"),
        (Scope::Clients, "(•) clients", "~/quarterdeck-clients-2026-06-15.xlsx"),
    ] {
        let seen = from(scope, &mut Trial::new(120, 40));
        assert!(seen.contains(what) && seen.contains(name), "{seen}");
        assert_eq!(seen.contains("Which"), scope == Scope::Due, "how far a due list reaches: {seen}");
    }
    let mut trial = Trial::new(120, 40);
    let client = trial.client("Corvid");
    let seen = trial.open(|ctx| open_for(client, ctx));
    assert!(seen.contains("(•) reviews") && seen.contains("1 client matches"), "{seen}");
}

#[test]
fn a_key_of_the_screen_opens_it_and_the_file_is_written_where_it_says() {
    let mut trial = trial();
    trial.key(Key::char('2'));
    let seen = trial.key(Key::char('X'));
    assert!(seen.contains("┏ Export ") && seen.contains("(•) due"), "{seen}");
    let seen = trial.save();
    assert!(seen.contains("due dates to ~/quarterdeck-due-2026-06-15.csv"), "{seen}");
    assert!(trial.is_closed());
    let written = read(&trial, "quarterdeck-due-2026-06-15.csv").unwrap();
    assert!(written.lines().count() > 2 && written.contains("Corvid"), "{written}");
    assert_eq!(files(&trial), [".memory", "quarterdeck-due-2026-06-15.csv"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let about = std::fs::metadata(trial.folder.path().join("quarterdeck-due-2026-06-15.csv")).unwrap();
        assert_eq!(about.permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn the_name_follows_the_form_and_the_form_the_ending() {
    let mut trial = trial();
    from(Scope::Board, &mut trial);
    let seen = trial.click("( ) SVG");
    assert!(seen.contains("~/quarterdeck-board-2026-06-15.svg") && seen.contains("a picture of the board"), "{seen}");
    assert!(seen.contains("(•) the board  ( ) the scatter of scores"), "{seen}");
    let seen = trial.click("( ) due");
    assert!(seen.contains("~/quarterdeck-due-2026-06-15.csv") && !seen.contains("SVG"), "there is no SVG of it: {seen}");
    let seen = at_path(&mut trial, "~/mine.ics");
    assert!(seen.contains("(•) calendar"), "{seen}");
    let seen = trial.click("( ) Excel");
    assert!(seen.contains("~/mine.xlsx"), "a name that was typed keeps its beginning: {seen}");
    let seen = trial.click("( ) history");
    assert!(seen.contains("~/mine.xlsx"), "{seen}");
}

#[test]
fn the_filter_of_the_desk_is_taken_counted_and_can_be_dropped() {
    let mut trial = trial();
    filtered(&mut trial, "owner:ana");
    let seen = from(Scope::Clients, &mut trial);
    assert!(seen.contains("owner:ana") && seen.contains("4 clients match"), "{seen}");
    trial.click("owner:ana      ");
    trial.key(Key::plain(Code::End));
    let seen = trial.type_in(" arr>");
    assert!(seen.contains("! "), "{seen}");
    let seen = trial.save();
    assert!(!trial.is_closed() && seen.contains("Only"), "nothing is written: {seen}");
    let seen = trial.key(Key::ctrl('u'));
    assert!(seen.contains("all 8 clients"), "{seen}");
    trial.save();
    let written = read(&trial, "quarterdeck-clients-2026-06-15.csv").unwrap();
    assert!(written.contains("Nordwind") && written.contains("Meridian"), "{written}");
    assert!(trial.app.desk().filter.is_some(), "the desk keeps its filter");
}

#[test]
fn only_the_clients_of_the_filter_and_of_the_owner_looked_at_go_out() {
    let mut trial = trial();
    filtered(&mut trial, "dental or foods");
    trial.app.desk_mut().lens.owner = Some("ben".to_owned());
    let seen = from(Scope::Due, &mut trial);
    assert!(seen.contains("owner=ben (dental or foods)") && seen.contains("2 clients match"), "{seen}");
    trial.click("( ) clients");
    trial.save();
    let written = read(&trial, "quarterdeck-clients-2026-06-15.csv").unwrap();
    assert!(written.contains("Dental") && written.contains("Foods") && !written.contains("Nordwind"), "{written}");
}

#[test]
fn the_kind_looked_at_goes_out_alone_until_all_are_chosen() {
    let mut trial = Trial::with_kinds(120, 40);
    trial.app.desk_mut().folders.remember_form("due", "csv");
    trial.app.desk_mut().lens.kind = Some("Status call".to_owned());
    let seen = from(Scope::Due, &mut trial);
    assert!(seen.contains("(•) Status call"), "{seen}");
    at_path(&mut trial, "~/one.csv");
    trial.save();
    from(Scope::Due, &mut trial);
    trial.click("( ) all");
    at_path(&mut trial, "~/all.csv");
    trial.save();
    let (one, all) = (read(&trial, "one.csv").unwrap(), read(&trial, "all.csv").unwrap());
    assert!(one.contains("Status call") && one.lines().skip(1).all(|line| line.contains("Status call")), "{one}");
    assert!(all.lines().count() > one.lines().count(), "{all}");
    let seen = from(Scope::Clients, &mut trial);
    assert!(!seen.contains("Kind"), "{seen}");
}

#[test]
fn money_and_notes_are_left_out_where_that_is_said_and_always_on_a_shared_screen() {
    let mut trial = trial();
    from(Scope::Clients, &mut trial);
    trial.save();
    let whole = read(&trial, "quarterdeck-clients-2026-06-15.csv").unwrap();
    assert!(whole.contains("12500.5") && whole.contains("notes"), "{whole}");
    from(Scope::Clients, &mut trial);
    trial.click("( ) money and notes");
    at_path(&mut trial, "~/bare.csv");
    trial.save();
    let bare = read(&trial, "bare.csv").unwrap();
    assert!(bare.contains("Söner") && !bare.contains("12500") && !bare.contains("notes"), "{bare}");
    let mut shared = look();
    shared.presenter = true;
    let mut trial = Trial::looking(120, 40, shared);
    trial.app.desk_mut().folders.remember_form("clients", "csv");
    let seen = from(Scope::Clients, &mut trial);
    assert!(seen.contains("money and notes: presenter mode is on") && !seen.contains("( ) money"), "{seen}");
    trial.save();
    let bare = read(&trial, "quarterdeck-clients-2026-06-15.csv").unwrap();
    assert!(bare.contains("Söner") && !bare.contains("12500") && !bare.contains("notes"), "{bare}");
}

#[test]
fn a_file_that_is_there_is_named_and_replaced_only_after_a_yes() {
    let mut trial = trial();
    std::fs::write(trial.folder.path().join("mine.csv"), "before").unwrap();
    from(Scope::Clients, &mut trial);
    at_path(&mut trial, "~/mine.csv");
    let seen = trial.save();
    assert!(seen.contains("~/mine.csv is there already. Replace it?") && seen.contains("> No <"), "{seen}");
    insta::assert_snapshot!("replace_120x40", seen);
    let seen = trial.key(Key::plain(Code::Enter));
    assert!(seen.contains("Readable by") && !seen.contains("Replace it"), "{seen}");
    assert_eq!(read(&trial, "mine.csv").as_deref(), Some("before"));
    trial.save();
    let seen = trial.key(Key::char('y'));
    assert!(seen.contains("exported 8 clients to ~/mine.csv"), "{seen}");
    assert!(trial.is_closed() && read(&trial, "mine.csv").unwrap().contains("Nordwind"));
}

#[test]
fn the_folder_and_the_form_are_remembered_for_the_next_time() {
    let mut trial = trial();
    std::fs::create_dir(trial.folder.path().join("for the board")).unwrap();
    from(Scope::Due, &mut trial);
    trial.click("( ) JSON");
    let seen = trial.click("for the board/");
    assert!(seen.contains("~/for the board/quarterdeck-due-2026-06-15.json"), "the name is kept: {seen}");
    let seen = trial.save();
    assert!(seen.contains("to ~/for the board/quarterdeck-due-2026-06-15.json"), "{seen}");
    trial.die_and_come_back();
    let seen = from(Scope::Due, &mut trial);
    assert!(seen.contains("(•) JSON") && seen.contains("~/for the board/quarterdeck-due-2026-06-15.json"), "{seen}");
    let seen = from(Scope::Clients, &mut trial);
    assert!(seen.contains("~/for the board/quarterdeck-clients-2026-06-15.csv"), "{seen}");
}

#[test]
fn a_folder_means_the_name_proposed_in_it_and_a_name_without_an_ending_gets_one() {
    let mut trial = trial();
    std::fs::create_dir(trial.folder.path().join("out")).unwrap();
    from(Scope::Clients, &mut trial);
    at_path(&mut trial, "~/ou");
    let seen = trial.key(TAB);
    assert!(seen.contains("~/out/"), "Tab completes: {seen}");
    assert!(trial.save().contains("to ~/out/quarterdeck-clients-2026-06-15.csv"));
    from(Scope::Clients, &mut trial);
    at_path(&mut trial, "~/mine");
    assert!(trial.save().contains("to ~/mine.csv"));
}

#[test]
fn what_cannot_be_written_is_said_and_keeps_what_was_typed() {
    let mut trial = trial();
    from(Scope::Clients, &mut trial);
    at_path(&mut trial, "~/no such folder/mine.csv");
    let seen = trial.save();
    assert!(seen.contains("! there is no folder ~/no such folder") && seen.contains("~/no such folder/mine.csv"), "{seen}");
    assert!(!trial.is_closed());
    trial.key(Key::ctrl('u'));
    let seen = trial.save();
    assert!(seen.contains("! type the path of the file"), "{seen}");
    trial.type_in("~/mine.svg");
    let seen = trial.save();
    assert!(seen.contains("there is no SVG of this"), "{seen}");
    assert_eq!(files(&trial), [".memory"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_and_a_full_disk_are_said() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut trial = trial();
    let folder = trial.folder.path().join("locked");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o500)).unwrap();
    // Root may write everywhere.
    if std::fs::write(folder.join("probe"), "").is_err() {
        from(Scope::Clients, &mut trial);
        at_path(&mut trial, "~/locked/mine.csv");
        let seen = trial.save();
        assert!(seen.contains("cannot be written to") && !trial.is_closed(), "{seen}");
        trial.key(Key::plain(Code::Esc));
    }
    if PathBuf::from("/dev/full").exists() {
        from(Scope::Clients, &mut trial);
        at_path(&mut trial, "/dev/full");
        trial.key(Key::plain(Code::End));
        trial.save();
        let seen = trial.key(Key::char('y'));
        assert!(seen.contains("/dev/full") && seen.contains("was not written") && !trial.is_closed(), "{seen}");
    }
}

#[test]
fn the_board_of_a_past_day_and_a_lens_say_what_is_written_of_them() {
    let mut trial = trial();
    trial.app.desk_mut().sight = crate::console::sight::Sight::Dimensions("a.x".to_owned(), "a.y".to_owned());
    let seen = from(Scope::Board, &mut trial);
    assert!(seen.contains("a lens by scores is not written out"), "{seen}");
}

#[test]
fn an_export_that_is_left_leaves_no_file() {
    let mut trial = trial();
    let (send, events) = std::sync::mpsc::channel();
    trial.app.told_by(send);
    from(Scope::Clients, &mut trial);
    trial.save();
    trial.key(Key::plain(Code::Esc));
    let seen = trial.until(&events, |seen| seen.contains("no file was written") || seen.contains("exported"));
    // It may have ended before the key came; then it is whole.
    if seen.contains("no file was written") {
        assert!(!trial.is_closed());
        assert_eq!(files(&trial), [".memory"]);
    }
}

#[test]
fn every_form_of_everything_is_written() {
    let mut trial = Trial::new(120, 40);
    let start = StartSession { name: "2026 Q2".to_owned(), facilitator: "ana".to_owned(), ..StartSession::default() };
    done(&trial.other(), "2026-06-15", "ana", &Command::Session(SessionAct::Start(start)));
    for (name, what) in What::NAMED {
        for form in what.forms() {
            trial.app.desk_mut().folders.remember_form(name, form.name());
            from(Scope::Clients, &mut trial);
            trial.click(&format!(") {name}"));
            let seen = trial.save();
            let file = format!("quarterdeck-{name}-2026-06-15.{}", form.name());
            assert!(seen.contains(&format!("to ~/{file}")) && trial.is_closed(), "{file}: {seen}");
            assert!(std::fs::metadata(trial.folder.path().join(file)).unwrap().len() > 0);
        }
    }
}

#[test]
fn the_dialog_as_it_is_seen() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = Trial::new(columns, rows);
        std::fs::create_dir(trial.folder.path().join("reports")).unwrap();
        filtered(&mut trial, "owner:ana");
        insta::assert_snapshot!(format!("board_{columns}x{rows}"), from(Scope::Board, &mut trial));
        trial.key(Key::plain(Code::Esc));
        insta::assert_snapshot!(format!("due_{columns}x{rows}"), from(Scope::Due, &mut trial));
        trial.key(Key::shift(Code::Tab));
        trial.key(Key::shift(Code::Tab));
        trial.key(Key::shift(Code::Tab));
        insta::assert_snapshot!(format!("path_{columns}x{rows}"), trial.key(Key::plain(Code::Down)));
        trial.every_size();
    }
    let mut shared = look();
    shared.presenter = true;
    let mut trial = Trial::looking(80, 24, shared);
    insta::assert_snapshot!("presenter_80x24", from(Scope::Board, &mut trial));
}
