//! Tests of the backups screen, of backups nobody asks for, and of going back to one.

use std::time::{Duration, Instant};

use crate::console::dialogs::trial::{TODAY, Trial, done, stamp, to};
use crate::console::event::Event;
use crate::console::key::{Code, Key};
use crate::console::keys::Scope;
use crate::console::run::Program;
use crate::store::{Store, backups};

/// A book with two backups, the older one damaged, and a move since.
fn with_two(columns: u16, rows: u16) -> Trial {
    let mut trial = Trial::new(columns, rows);
    let store = trial.other();
    let first = store.backup(None, "import", &stamp("2026-06-14", "ana")).unwrap();
    store.backup(None, "asked", &stamp(TODAY, "ana")).unwrap();
    damage(&first);
    let client = trial.client("Nordwind");
    done(&store, TODAY, "ben", &to(&[client], "sustain", "their budget was cut to nothing"));
    trial.event(Event::Focus(true));
    trial
}

/// Writes nonsense into the pages of a file behind its first.
fn damage(file: &std::path::Path) {
    let mut bytes = std::fs::read(file).unwrap();
    let from = bytes.len() / 3;
    let to = bytes.len() * 2 / 3;
    bytes[from..to].fill(0x5a);
    std::fs::write(file, bytes).unwrap();
}

/// The screen without what differs from machine to machine: the folder, and sizes.
fn masked(seen: &str) -> String {
    let mut lines = Vec::new();
    let mut folder = false;
    for line in seen.lines() {
        folder = (folder || line.contains("Kept in")) && !line.contains("When");
        match folder {
            true if line.contains("Kept in") => lines.push("Kept in FOLDER".to_owned()),
            true => {}
            false => lines.push(
                line.split(' ')
                    .map(|word| if word.parse::<u32>().is_ok_and(|n| n > 99) { "nnn" } else { word })
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
        }
    }
    lines.join("\n")
}

fn backups_shown(trial: &mut Trial) -> String {
    trial.key(Key::plain(Code::F(3)));
    // One is examined before each frame.
    (0..4).for_each(|_| drop(trial.draw()));
    trial.draw()
}

#[test]
fn the_screen_says_what_each_backup_holds_and_which_is_damaged() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = with_two(columns, rows);
        let seen = backups_shown(&mut trial);
        assert_eq!(trial.app.scope(), Scope::Backups);
        assert!(seen.contains("asked for") && seen.contains("! damaged") && seen.contains("whole"), "{seen}");
        insta::assert_snapshot!(format!("backups_{columns}x{rows}"), masked(&seen));
        trial.every_size();
    }
    let seen = backups_shown(&mut Trial::new(80, 24));
    assert!(seen.contains("There is no backup yet"), "{seen}");
}

#[test]
fn restoring_shows_what_would_be_lost_and_needs_the_word() {
    let mut trial = with_two(80, 24);
    backups_shown(&mut trial);
    let seen = trial.key(Key::plain(Code::Enter));
    assert!(seen.contains("1 step") && seen.contains("ben: moved Nordwind"), "{seen}");
    insta::assert_snapshot!("restore_80x24", masked(&seen));
    trial.every_size();
    trial.resize(80, 24);
    trial.app.with(|ctx| ctx.desk.drafts.keep("move/1", "a note that was begun"));
    let seen = trial.save();
    assert!(seen.contains("type the word restore"), "{seen}");
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("sustain"));
    trial.type_in("restore");
    let seen = trial.save();
    assert!(seen.contains("the backup is restored") && seen.contains("replaced"), "{seen}");
    assert_eq!(trial.app.scope(), Scope::Board);
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("educate"));
    assert_eq!(trial.app.with(|ctx| ctx.desk.drafts.note("move/1").to_owned()), "a note that was begun");
    // The console goes on with the restored book.
    let client = trial.client("Corvid");
    trial.open(|ctx| crate::console::dialogs::confirm::open(&[client], ctx));
    trial.type_in("Still quiet and content");
    trial.save();
    let kept = backups(&trial.path).unwrap();
    assert!(kept.iter().any(|backup| backup.why == "replaced"), "{kept:?}");
    let whole = Store::open(&trial.path, TODAY.parse().unwrap()).unwrap();
    assert_eq!(whole.check(TODAY.parse().unwrap()).unwrap(), []);
}

#[test]
fn a_damaged_backup_is_not_gone_back_to() {
    let mut trial = with_two(80, 24);
    backups_shown(&mut trial);
    trial.key(Key::plain(Code::End));
    trial.key(Key::plain(Code::Enter));
    trial.type_in("restore");
    let seen = trial.save();
    assert!(seen.contains("it is damaged itself") || seen.contains("cannot be gone back to"), "{seen}");
    assert_eq!(trial.segment("Nordwind").as_deref(), Some("sustain"));
}

#[test]
fn one_can_be_made_now() {
    let mut trial = Trial::new(80, 24);
    backups_shown(&mut trial);
    let seen = trial.key(Key::char('n'));
    assert!(seen.contains("the backup is"), "{seen}");
    assert_eq!(backups(&trial.path).unwrap().len(), 1);
}

#[test]
fn changes_are_backed_up_by_themselves_and_nothing_is_waited_for_afterwards() {
    let mut trial = Trial::new(80, 24);
    let (send, events) = std::sync::mpsc::channel();
    trial.app.told_by(send);
    let client = trial.client("Nordwind");
    done(&trial.other(), TODAY, "ben", &to(&[client], "sustain", "their budget was cut to nothing"));
    trial.event(Event::Focus(true));
    assert!(trial.app.next_wake().is_some_and(|at| at <= Instant::now()), "the book is old and has none");
    let path = trial.path.clone();
    trial.app.woken(Instant::now());
    trial.until(&events, |_| !backups(&path).unwrap().is_empty());
    while let Ok(event) = events.recv_timeout(Duration::from_secs(5)) {
        trial.event(event);
        if trial.app.next_wake().is_none() {
            break;
        }
    }
    assert_eq!(trial.app.next_wake(), None, "no wake-up while nothing changes");
    assert_eq!(backups(&trial.path).unwrap()[0].why, "hourly");
}

#[test]
fn a_failed_backup_stays_on_the_screen_until_one_succeeds_and_blocks_nothing() {
    let mut trial = Trial::new(80, 24);
    let folder = trial.app.with(|ctx| ctx.store.backup_folder());
    std::fs::write(&folder, "in the way").unwrap();
    let (send, events) = std::sync::mpsc::channel();
    trial.app.told_by(send);
    let client = trial.client("Nordwind");
    done(&trial.other(), TODAY, "ben", &to(&[client], "sustain", "their budget was cut to nothing"));
    trial.event(Event::Focus(true));
    trial.app.woken(Instant::now());
    let seen = trial.until(&events, |seen| seen.contains("!backup"));
    assert!(seen.contains("no backup could be made"), "{seen}");
    trial.open(|ctx| crate::console::dialogs::confirm::open(&[client], ctx));
    trial.type_in("Still quiet and content");
    let seen = trial.save();
    assert!(seen.contains("confirmed Nordwind") && seen.contains("!backup"), "{seen}");
    trial.key(Key::char(':'));
    let seen = trial.type_in("backups");
    assert!(seen.contains("FAILED"), "{seen}");
    trial.key(Key::plain(Code::Esc));
    let seen = trial.key(Key::plain(Code::F(3)));
    assert!(seen.contains("The last backup failed"), "{seen}");
    std::fs::remove_file(&folder).unwrap();
    trial.key(Key::char('n'));
    let seen = trial.until(&events, |seen| seen.contains("the backup is"));
    assert!(!seen.contains("!backup") && !seen.contains("The last backup failed"), "{seen}");
}

#[test]
fn about_shows_the_whole_last_hash() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut trial = Trial::new(columns, rows);
        let (_, hash) = trial.app.with(|ctx| ctx.store.head().unwrap());
        let seen = trial.key(Key::plain(Code::F(2)));
        let joined: String = seen.chars().filter(char::is_ascii_alphanumeric).collect();
        assert!(joined.contains(&hash) || columns < 100, "{seen}");
        assert!(seen.contains("none yet") && seen.contains("Licence"), "{seen}");
        trial.every_size();
    }
}

#[test]
fn a_change_of_many_says_that_a_copy_from_before_is_kept_and_one_that_failed_stays_on_the_screen() {
    let mut trial = Trial::new(120, 40);
    let clients = ["Nordwind", "Corvid"].map(|name| trial.client(name)).to_vec();
    let folder = trial.app.with(|ctx| ctx.store.backup_folder());
    let confirm = |trial: &mut Trial| {
        trial.open(|ctx| crate::console::dialogs::confirm::open(&clients, ctx));
        trial.type_in("Still quiet and content");
        trial.save()
    };
    let seen = confirm(&mut trial);
    assert!(seen.contains("u takes it back; a copy from before is kept"), "{seen}");
    assert_eq!(backups(&trial.path).unwrap().len(), 1);
    let seen = trial.key(Key::char('u'));
    assert!(seen.contains("took back") && seen.contains("a copy from before is kept"), "{seen}");
    // One client alone needs none, and says nothing of one.
    let one = trial.client("Nordwind");
    trial.open(|ctx| crate::console::dialogs::confirm::open(&[one], ctx));
    trial.type_in("Still quiet and content");
    let seen = trial.save();
    assert!(seen.contains("confirmed Nordwind") && !seen.contains("copy"), "{seen}");
    // One that cannot be made blocks nothing, and is spoken of until one succeeds.
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "in the way").unwrap();
    let seen = confirm(&mut trial);
    assert!(seen.contains("; no copy from before could be made") && seen.contains("!backup"), "{seen}");
    trial.key(Key::char('3'));
    assert!(trial.draw().contains("!backup"), "{}", trial.draw());
    let seen = trial.key(Key::plain(Code::F(3)));
    assert!(seen.contains("The last backup failed"), "{seen}");
    std::fs::remove_file(&folder).unwrap();
    let seen = trial.key(Key::char('n'));
    assert!(!seen.contains("!backup") && !seen.contains("The last backup failed"), "{seen}");
}
