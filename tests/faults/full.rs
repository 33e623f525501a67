//! Disks without room, and files that may grow no further: a sentence, the book as it was, and work goes on once there is room.

use std::fs;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use super::stage::{ACTS, Ran, Stage, act, args, folder, hermetic, left_over, now_and_then, program};

/// A small file system of its own, as long as it lives.
struct Small<'f>(&'f Path);

impl<'f> Small<'f> {
    /// None where this person may not mount.
    fn mounted(at: &'f Path, kib: u64) -> Option<Self> {
        let size = format!("size={kib}k");
        let mut mount = Process::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).stderr(Stdio::null());
        mount.status().is_ok_and(|ended| ended.success()).then_some(Self(at))
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let ended = Process::new("umount").arg(self.0).status();
        assert!(ended.is_ok_and(|ended| ended.success()), "{} stays mounted", self.0.display());
    }
}

/// Fills what is there except for so much.
fn fill(folder: &Path, free: u64) {
    use std::io::Write;
    let mut filler = fs::File::create(folder.join("filler")).expect("a file");
    while filler.write_all(&[0; 4_096]).is_ok() {}
    let size = filler.metadata().expect("there").len();
    filler.set_len(size.saturating_sub(free * 1_024)).expect("cut");
}

#[test]
#[ignore = "long, and mounts file systems: only the superuser can"]
fn a_full_disk_is_told_nothing_is_half_done_and_work_goes_on_with_room() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for act in &ACTS {
        let stage = Stage::of(act);
        for free in (0..=256).step_by(4) {
            let place = folder();
            let Some(_small) = Small::mounted(place.path(), 4_096) else {
                eprintln!("skipped: nobody may mount here");
                return;
            };
            stage.set_in(place.path());
            fill(place.path(), free);
            let ran = stage.run(place.path());
            let told = format!("{} with {free} KiB free: exit {:?}: {}", act.name, ran.code, ran.said.trim());
            fs::remove_file(place.path().join("filler")).expect("room again");
            tried += 1;
            now_and_then(tried, act.name, wrong.len());
            let left = left_over(place.path());
            if !left.is_empty() {
                wrong.push(format!("{left:?} stays: {told}"));
            }
            if let Err(problem) = stage.judge(place.path(), &ran) {
                wrong.push(format!("{problem}: {told}"));
            }
            let again = stage.run(place.path());
            let goes_on = again.code == Some(0) || (ran.code == Some(0) && matches!(again.code, Some(2 | 3)));
            if !goes_on {
                wrong.push(format!("it does not go on with room: exit {:?}: {}: before: {told}", again.code, again.said.trim()));
            }
        }
    }
    eprintln!("{tried} runs on full disks");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_file_that_may_grow_no_further_is_a_sentence() {
    let shell = Path::new("/bin/sh");
    let mut wrong = Vec::new();
    for act in ["move", "import"].map(act) {
        let stage = Stage::of(act);
        // Blocks of 512 bytes: nothing at all, less than the journal, less than the book.
        for limit in ["0", "8", "64", "700"] {
            let set = stage.set();
            let mut limited = hermetic(shell, set.path());
            limited.args(["-c", "ulimit -f \"$0\"; exec \"$@\"", limit]).arg(program()).args(args(act, set.path()));
            let ran = Ran::of(&limited.output().expect("it runs"));
            if let Err(problem) = stage.judge(set.path(), &ran) {
                wrong.push(format!("{problem}: {} at {limit}: exit {:?}: {}", act.name, ran.code, ran.said.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_saved_is_not_called_failed_where_the_answer_cannot_be_given() {
    for name in ["move", "backup", "restore"] {
        let stage = Stage::of(act(name));
        let set = stage.set();
        let full = fs::File::options().write(true).open("/dev/full").expect("a device");
        let ran = hermetic(&program(), set.path()).args(args(stage.act, set.path())).stdout(full).output().expect("it runs");
        let ran = Ran::of(&ran);
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.said);
        assert!(ran.said.contains("not all of the answer could be given"), "{name}: {}", ran.said);
        stage.judge(set.path(), &ran).unwrap_or_else(|wrong| panic!("{name}: {wrong}: {}", ran.said));
    }
}
