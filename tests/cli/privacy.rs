//! Privacy (P22): what the program makes is its owner's alone, nothing goes out, and nothing of it lies about afterwards.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::desk::Desk;

/// The name of a client that stands nowhere but in what is about clients.
const SENTINEL: &str = "Zyxophon";

/// The command run by a shell after something else.
fn after(first: &str, command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{first}; exec \"$0\" \"$@\"")]).arg(command.get_program()).args(command.get_args());
    shell.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdin(Stdio::null());
    shell
}

/// All files and folders below one, with their modes; but those that went while they were looked at.
fn everything(below: &Path) -> Vec<(PathBuf, u32)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(below).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        let Ok(about) = fs::symlink_metadata(&path) else { continue };
        found.push((path.clone(), about.permissions().mode() & 0o777));
        if about.is_dir() {
            found.extend(everything(&path));
        }
    }
    found.sort();
    found
}

fn has(file: &Path, text: &str) -> bool {
    fs::read(file).is_ok_and(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
}

/// Commands of every kind, each with what it writes.
fn tour(desk: &Desk) -> Vec<Vec<String>> {
    let path = |name: &str| desk.path(name).to_string_lossy().into_owned();
    let crm = desk.write("in.csv", &format!("id,Client name,owner,arr\n1,{SENTINEL},Ana,10\n2,Bolt,Ben,20\n3,Crane,Ana,much\n"));
    let days = desk.write("days.txt", "2026-12-25 Christmas\n");
    let note = format!("{SENTINEL} plans with us every month");
    let all: &[&[&str]] = &[
        &["import", &crm, "--dry-run"],
        &["import", &crm, "--save-mapping", "crm", "--rejects", &path("rejects.csv")],
        &["config", "set", "name", "Ana"],
        &["move", SENTINEL, "--to", "transform", "--note", &note],
        &["review", SENTINEL, "--note", &note],
        &["edit", "Bolt", "owner=Cem"],
        &["undo"],
        &["redo"],
        &["backup"],
        &["holidays", "import", &days],
        &["export", "-o", &path("out.csv")],
        &["export", "-o", &path("out.xlsx")],
        &["export", "-o", &path("out.json")],
        &["clients"],
        &["board"],
        &["due"],
        &["show", SENTINEL],
        &["history"],
        &["insights"],
        &["workload"],
        &["session", "start", "Q2", "--facilitator", "Ana"],
        &["session", "list"],
        &["check"],
        &["completions", "bash"],
        &["man"],
        &["show", "Nobody"],
        &["export", "-o", "/no/such/folder/out.csv"],
    ];
    all.iter().map(|args| args.iter().map(|arg| (*arg).to_owned()).collect()).collect()
}

fn tour_under(mask: &str) {
    let desk = Desk::bare();
    fs::create_dir(desk.path("tmp")).expect("made");
    let tour = tour(&desk);
    for args in &tour {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let mut command = desk.command(&args);
        command.env("TMPDIR", desk.path("tmp"));
        let output = after(&format!("umask {mask}"), &command).output().expect("it runs");
        let refused = ["Nobody", "/no/such/folder/out.csv"].iter().any(|bad| args.contains(bad));
        assert_eq!(output.status.success(), !refused, "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let made = everything(desk.path("").as_path());
    let known = ["in.csv", "days.txt", "tmp"].map(|name| desk.path(name));
    let about_clients = |path: &Path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        path.parent().is_some_and(|folder| folder.ends_with("book.backups"))
            || ["book.db", "in.csv", "rejects.csv", "out.csv", "out.xlsx", "out.json"].contains(&name.as_str())
    };
    let own = ["config", "data", "config.toml", "mappings", "crm.toml", "quarterdeck", "book.backups"];
    for (path, mode) in made.iter().filter(|(path, _)| !known.contains(path)) {
        assert_eq!(mode & 0o077, 0, "umask {mask}: {} has {mode:o}", path.display());
        assert!(
            about_clients(path) || own.iter().any(|name| path.ends_with(name)),
            "umask {mask}: nobody knows {}",
            path.display()
        );
        assert!(about_clients(path) || !has(path, SENTINEL), "{} names a client", path.display());
    }
    assert!(made.iter().any(|(path, _)| path.ends_with("crm.toml")), "the mapping was saved: {made:?}");
    assert_eq!(everything(&desk.path("tmp")), [], "nothing temporary stays");
}

#[test]
fn whatever_the_umask_what_the_program_makes_is_its_owners_alone_and_only_the_book_and_copies_name_clients() {
    tour_under("000");
}

#[test]
#[ignore = "as the one of umask 000: cargo test --test cli -- --ignored umask"]
fn the_same_with_other_umasks() {
    tour_under("022");
    tour_under("077");
}

#[cfg(target_os = "linux")]
#[test]
fn a_crash_leaves_no_image_of_memory() {
    let desk = Desk::bare();
    let rows: String = (0..40_000).map(|at| format!("{at},Client {at}\n")).collect();
    let file = desk.write("in.csv", &format!("external_id,name\n{rows}"));
    let mut import = after("ulimit -c 1024 2>/dev/null", &desk.command(&["import", &file]));
    let mut child = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
    let journal = desk.path("data/quarterdeck/book.db-journal");
    while !journal.exists() {
        assert!(child.try_wait().expect("looked").is_none(), "the import ended before it wrote");
        std::thread::yield_now();
    }
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).expect("it runs");
    child.kill().expect("killed");
    child.wait().expect("ended");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a limit");
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
}

#[test]
fn a_rehearsal_that_is_ended_leaves_no_temporary_book() {
    use rustix::process::{Pid, Signal, kill_process};
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        let desk = Desk::bare();
        let folder = desk.path("tmp");
        fs::create_dir(&folder).expect("made");
        let rows: String = (0..60_000).map(|at| format!("{at},{SENTINEL} {at},Ana\n")).collect();
        let file = desk.write("in.csv", &format!("external_id,name,owner\n{rows}"));
        let mut import = desk.command(&["import", &file, "--dry-run"]);
        import.env("TMPDIR", &folder).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = import.spawn().expect("started");
        let writes = || everything(&folder).iter().any(|(path, _)| path.ends_with("rehearsal.db-journal"));
        while !writes() {
            assert!(child.try_wait().expect("looked").is_none(), "the rehearsal ended before it wrote");
            std::thread::yield_now();
        }
        kill_process(Pid::from_child(&child), signal).expect("a signal is sent");
        let status = child.wait().expect("ended");
        assert_eq!(status.code(), Some(code), "{status:?}");
        assert_eq!(everything(&folder), [], "nothing temporary stays");
    }
}

/// The whole tour, a workbook and the console, with every call that has to do with networks written down.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs strace and script: cargo test --test cli -- --ignored network"]
fn nothing_of_a_whole_tour_touches_the_network() {
    if Command::new("strace").arg("-V").output().is_err() || Command::new("script").arg("-V").output().is_err() {
        return eprintln!("skipped: there is no strace or no script");
    }
    let desk = Desk::bare();
    let log = desk.path("calls");
    let mut tour = tour(&desk);
    tour.push(vec!["import".to_owned(), desk.path("out.xlsx").to_string_lossy().into_owned()]);
    let mut seen = String::new();
    for args in &tour {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let command = desk.command(&args);
        let mut traced = Command::new("strace");
        traced.args(["-f", "-qq", "-e", "trace=network", "-o"]).arg(&log).arg(command.get_program()).args(command.get_args());
        traced.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdin(Stdio::null());
        traced.output().expect("strace runs");
        seen += &fs::read_to_string(&log).unwrap_or_default();
    }
    // The console on a terminal of `script`, left by the end of its keys.
    let mut console = Command::new("script");
    let inner =
        format!("strace -f -qq -e trace=network -o {} {} --today 2026-06-15", log.display(), env!("CARGO_BIN_EXE_quarterdeck"));
    console.args(["-qec", &inner, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::null()).env("TERM", "xterm");
    console.env("HOME", desk.path("")).env("XDG_DATA_HOME", desk.path("data")).env("XDG_CONFIG_HOME", desk.path("config"));
    let mut child = console.spawn().expect("script runs");
    let mut keys = child.stdin.take().expect("keys");
    std::io::Write::write_all(&mut keys, b"12345678q").expect("typed");
    drop(keys);
    child.wait().expect("ended");
    seen += &fs::read_to_string(&log).unwrap_or_default();
    let called = |line: &&str| !line.contains("+++") && !line.contains("---");
    let foreign: Vec<&str> =
        seen.lines().filter(called).filter(|line| !line.contains("AF_UNIX") && !is_of_a_pair(line)).collect();
    assert!(foreign.is_empty(), "{foreign:#?}");
}

/// What goes on between two ends of the same process: the self-pipe of the signal handler.
fn is_of_a_pair(line: &str) -> bool {
    ["sendto(", "recvfrom(", "send(", "recv("].iter().any(|call| line.contains(call)) && !line.contains("AF_INET")
}
