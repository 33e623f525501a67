//! Each system call of the binary fails in turn, by strace: what is said and what is there always fit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::stage::{ACTS, Ran, Stage, args, folder, hermetic, left_over, now_and_then, program};

/// The calls that concern files, and the errors each is given.
const CALLS: [(&str, &[&str]); 18] = [
    ("pwrite64", &["EIO", "ENOSPC"]),
    ("write", &["EIO", "ENOSPC"]),
    ("fsync", &["EIO", "ENOSPC"]),
    ("fdatasync", &["EIO", "ENOSPC"]),
    ("ftruncate", &["EIO"]),
    ("rename", &["EIO", "ENOSPC"]),
    ("renameat2", &["EIO", "ENOSPC"]),
    ("link", &["EIO"]),
    ("linkat", &["EIO"]),
    ("unlink", &["EIO"]),
    ("unlinkat", &["EIO"]),
    ("openat", &["EIO", "ENOSPC", "EMFILE"]),
    ("pread64", &["EIO"]),
    ("read", &["EIO"]),
    ("fcntl", &["EIO"]),
    ("mkdir", &["EIO", "ENOSPC"]),
    ("newfstatat", &["EIO"]),
    ("statx", &["EIO"]),
];

fn has_strace() -> bool {
    let found = Path::new("/usr/bin/strace").exists();
    if !found {
        eprintln!("skipped: there is no strace here");
    }
    found
}

/// Which calls of a run concern the folder: their numbers by name, counted for each thread as strace counts.
fn concerned(stage: &Stage) -> BTreeMap<String, BTreeSet<u32>> {
    let (set, log) = (stage.set(), folder());
    let log = log.path().join("log");
    let names: Vec<&str> = CALLS.iter().map(|(name, _)| *name).collect();
    let traced = hermetic(Path::new("/usr/bin/strace"), set.path())
        .args(["-f", "-y", "-qq", "-s", "0", "-e", &format!("trace={}", names.join(",")), "-e", "signal=none", "-o"])
        .arg(&log)
        .arg(program())
        .args(args(stage.act, set.path()))
        .output()
        .expect("strace runs");
    assert!(traced.status.success(), "{}: {}", stage.act.name, String::from_utf8_lossy(&traced.stderr));
    let place = set.path().to_string_lossy().into_owned();
    let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
    let mut found: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for line in fs::read_to_string(log).expect("a log").lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let Some((name, rest)) = call.trim_start().split_once('(') else { continue };
        let count = counts.entry((thread.to_owned(), name.to_owned())).or_default();
        *count += 1;
        let lock_or_other = name != "fcntl" || rest.contains("F_SETLK");
        // Paths from the folder itself are relative where the command was given them so.
        if lock_or_other && (rest.contains(&place) || rest.contains("\"")) && !rest.contains("\"/etc") && !rest.contains("\"/lib")
        {
            found.entry(name.to_owned()).or_default().insert(*count);
        }
    }
    found
}

fn failing(stage: &Stage, name: &str, error: &str, nth: u32) -> Result<Option<String>, String> {
    let set = stage.set();
    let ran = hermetic(Path::new("/usr/bin/strace"), set.path())
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={name}")])
        .args(["-e", &format!("inject={name}:error={error}:when={nth}")])
        .arg(program())
        .args(args(stage.act, set.path()))
        .output()
        .expect("strace runs");
    let ran = Ran::of(&ran);
    let told = format!("{} {name} {error} {nth}: exit {:?}: {}", stage.act.name, ran.code, ran.said.trim());
    if ran.code.is_none() {
        return Err(format!("ended by a signal\n    {told}"));
    }
    stage.judge(set.path(), &ran).map_err(|wrong| format!("{wrong}\n    {told}"))?;
    let left = left_over(set.path());
    Ok((!left.is_empty() && name != "unlink" && name != "unlinkat").then(|| format!("{left:?} stays\n    {told}")))
}

#[test]
#[ignore = "long: thousands of runs under strace"]
fn every_system_call_that_fails_is_told_and_nothing_is_half_done() {
    if !has_strace() {
        return;
    }
    let (mut tried, mut wrong) = (0, Vec::new());
    for act in &ACTS {
        let stage = Stage::of(act);
        let concerned = concerned(&stage);
        let mut here = 0;
        for (name, errors) in CALLS {
            for nth in concerned.get(name).into_iter().flatten() {
                for error in errors {
                    here += 1;
                    now_and_then(here, act.name, wrong.len());
                    match failing(&stage, name, error, *nth) {
                        Ok(None) => {}
                        Ok(Some(problem)) | Err(problem) => wrong.push(problem),
                    }
                }
            }
        }
        eprintln!("{}: {here} calls failed", act.name);
        tried += here;
    }
    eprintln!("{tried} system calls failed in turn");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
#[ignore = "long: a thousand runs under strace"]
fn a_command_killed_at_any_of_its_calls_is_done_or_not_done() {
    if !has_strace() {
        return;
    }
    const CHANGING: [&str; 11] =
        ["pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "renameat2", "link", "linkat", "unlink", "openat"];
    let (mut tried, mut wrong) = (0, Vec::new());
    for act in &ACTS {
        let stage = Stage::of(act);
        let concerned = concerned(&stage);
        for name in CHANGING {
            for nth in concerned.get(name).into_iter().flatten() {
                let set = stage.set();
                let killed = hermetic(Path::new("/usr/bin/strace"), set.path())
                    .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={name}")])
                    .args(["-e", &format!("inject={name}:signal=KILL:when={nth}")])
                    .arg(program())
                    .args(args(stage.act, set.path()))
                    .output()
                    .expect("strace runs");
                tried += 1;
                now_and_then(tried, act.name, wrong.len());
                let ran = Ran { code: killed.status.code().filter(|code| *code == 0), said: String::new() };
                if let Err(problem) = stage.judge(set.path(), &ran) {
                    wrong.push(format!("{problem}: {} killed at {name} {nth}", act.name));
                }
            }
        }
    }
    eprintln!("{tried} kills at calls");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}
