//! The console on a full disk, and killed while it saves: the typed note stays, what was called saved is there.

use std::process::Command as Process;
use std::time::{Duration, Instant};

use super::pty::Place;
use super::{FIRST, NOTE, SAVE, SHIFT_DOWN, WIDE, on_the_board};

#[test]
#[ignore = "mounts a small file system: only the superuser can"]
fn a_full_disk_is_a_message_the_note_stays_and_work_goes_on_with_room() {
    let place = Place::empty();
    let home = place.path("");
    let mounted = Process::new("mount").args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"]).arg(&home).status();
    if !mounted.is_ok_and(|ended| ended.success()) {
        eprintln!("skipped: nobody may mount here");
        return;
    }
    let story = std::panic::catch_unwind(|| full_and_room_again(&place));
    assert!(Process::new("umount").args(["-l"]).arg(&home).status().unwrap().success());
    story.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}

fn full_and_room_again(place: &Place) {
    use std::io::Write;
    std::fs::copy(Place::with_sample().book(), place.book()).unwrap();
    let steps = place.steps();
    let mut console = on_the_board(place, WIDE);
    console.keys(SHIFT_DOWN).sees("Move Fintrade").keys(NOTE).sees(NOTE);
    let mut filler = std::fs::File::create(place.path("filler")).unwrap();
    while filler.write_all(&[0; 4_096]).is_ok() {}
    console.keys(SAVE).sees("the disk is full").sees(NOTE);
    eprintln!("{}", console.seen());
    std::fs::remove_file(place.path("filler")).unwrap();
    drop(filler);
    console.keys(SAVE).sees("u takes it back").sees_no_more("Why");
    assert_eq!(place.steps(), steps + 1);
    assert_eq!(place.segment_of(FIRST).as_deref(), Some("educate"));
    assert_eq!(console.keys("q").ends(), 0);
    place.is_whole();
}

/// Kills so many consoles around the moment they save.
fn killed(times: u32) {
    let place = Place::with_sample();
    let sample = std::fs::read(place.book()).unwrap();
    let steps = place.steps();
    let (mut acknowledged, mut written) = (0, 0);
    for nth in 0..times {
        std::fs::write(place.book(), &sample).unwrap();
        let mut console = on_the_board(&place, WIDE);
        console.keys(SHIFT_DOWN).sees("Move Fintrade").keys(NOTE).sees(NOTE);
        let (begun, delay) = (Instant::now(), Duration::from_millis(u64::from(nth * 7 % 50)));
        console.keys(SAVE).until("the moment of the kill", |_| begun.elapsed() >= delay);
        let saved = console.find("u takes it back").is_some();
        let pid = console.pid.to_string();
        assert!(Process::new("kill").args(["-9", &pid]).status().unwrap().success());
        console.ends();
        let after = place.steps();
        assert!(after == steps + 1 || (after == steps && !saved), "kill {nth}: {after} steps after {steps}, saved: {saved}");
        place.is_whole();
        acknowledged += u32::from(saved);
        written += u32::from(after > steps);
        for left in ["book.db-journal", "book.drafts.json"] {
            let _ = std::fs::remove_file(place.path(left));
        }
    }
    eprintln!("{times} consoles killed: {written} had written, {acknowledged} had said so");
}

#[test]
fn a_killed_console_has_saved_what_it_called_saved() {
    killed(2);
}

#[test]
#[ignore = "long: 200 consoles killed"]
fn two_hundred_killed_consoles_have_saved_what_they_called_saved() {
    killed(200);
}
