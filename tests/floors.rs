//! The floors of ARCHITECTURE.md hold: imports point down only, the store alone names rusqlite, files say what they are for.

use std::fs;
use std::path::{Path, PathBuf};

/// The floors from the lowest to the highest; `cli` and `console` stand on the same one.
const FLOORS: [(&str, u8); 5] = [("domain", 0), ("store", 1), ("exchange", 2), ("cli", 3), ("console", 3)];

/// The code of a file may have this many lines, tests not counted.
const LONGEST: usize = 400;

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).expect("the sources are there") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a source file is text");
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    found
}

fn floor_of(path: &Path) -> Option<(&'static str, u8)> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("below src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    FLOORS.into_iter().find(|(name, _)| first == *name)
}

/// The lines of code: without comments, and without what follows the tests.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]" || !line.starts_with('#'))
        .filter(|(_, line)| !line.trim().is_empty() && !line.trim().starts_with("//"))
}

/// Whether all of a file is tests.
fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs")
}

#[test]
fn imports_point_down_only() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some((name, floor)) = floor_of(&path) else { continue };
        for (at, line) in code(&text) {
            for (other, height) in FLOORS {
                if other != name && height >= floor && line.contains(&format!("crate::{other}")) {
                    wrong.push(format!("{}:{} names {other}", path.display(), at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_store_alone_names_rusqlite() {
    let named = |(path, text): &(PathBuf, String)| {
        !is_test(path)
            && floor_of(path).is_some_and(|(name, _)| name != "store")
            && code(text).any(|(_, line)| line.contains("rusqlite"))
    };
    let wrong: Vec<PathBuf> = sources().iter().filter(|source| named(source)).map(|(path, _)| path.clone()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_rules_know_no_terminal_no_files_and_no_clock() {
    let foreign =
        ["std::fs", "std::env", "std::io", "std::net", "ratatui", "crossterm", "Local::now", "Utc::now", "Instant::now"];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if floor_of(&path).is_none_or(|(name, _)| name != "domain") {
            continue;
        }
        for (at, line) in code(&text) {
            wrong.extend(
                foreign.iter().filter(|word| line.contains(**word)).map(|word| format!("{}:{} {word}", path.display(), at + 1)),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_says_in_its_first_line_what_it_is_for() {
    let silent: Vec<PathBuf> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn no_file_is_longer_than_a_person_reads() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, text)| (path, code(&text).count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(path, lines)| format!("{} has {lines} lines of code", path.display()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn nothing_but_the_canvas_puts_text_into_the_cells_of_a_frame() {
    let writers = [".set_symbol(", ".set_char(", ".set_string(", ".set_stringn(", ".set_line(", ".set_span("];
    let makes = |text: &str| code(text).any(|(_, line)| writers.iter().any(|writer| line.contains(writer)));
    let named: Vec<String> =
        sources().into_iter().filter(|(_, text)| makes(text)).map(|(path, _)| path.display().to_string()).collect();
    assert!(named.len() == 1 && named[0].ends_with("src/console/canvas.rs"), "{named:#?}");
}

#[test]
fn what_is_said_on_a_terminal_passes_the_cleaner() {
    // Who may name the streams: where each line is a `Shown`, or comes from no data.
    let streams = ["io::stdout", "io::stderr", "println!", "print!(", "dbg!", "Stdout"];
    let allowed = [
        "src/cli/print.rs",
        // Whether they are terminals.
        "src/lib.rs",
        "src/console/term.rs",
        // What broke, where from.
        "src/private.rs",
        "src/console/run.rs",
        // Records to the program itself.
        "src/exchange/source/workbook/serve.rs",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = |path: &Path, text: &str, words: &[&str], allowed: &[&str]| {
        !is_test(path)
            && !allowed.iter().any(|file| path == root.join(file))
            && code(text).any(|(_, line)| words.iter().any(|word| line.contains(word)))
    };
    let sources = sources();
    let wrong: Vec<&PathBuf> =
        sources.iter().filter(|(path, text)| names(path, text, &streams, &allowed)).map(|(path, _)| path).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    // Ready-made bytes go to standard output only as a whole file that was asked for.
    let files = ["src/cli/print.rs", "src/cli/export.rs", "src/cli/manual.rs", "src/cli/session/report.rs"];
    let wrong: Vec<&PathBuf> =
        sources.iter().filter(|(path, text)| names(path, text, &[".whole_file("], &files)).map(|(path, _)| path).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    // `Out` takes no bytes: the compiler refuses `write!` to it, as long as nobody lets it.
    let print = fs::read_to_string(root.join("src/cli/print.rs")).expect("a source file");
    assert!(!print.contains("Write for Out"), "the command line's output takes text that is cleaned, and no bytes");
    let fault = fs::read_to_string(root.join("src/cli/fault.rs")).expect("a source file");
    assert!(fault.contains("what: Shown") && fault.contains("hints: Vec<Shown>"), "a fault holds text that may be shown");
}

#[test]
fn nothing_goes_over_the_network() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).expect("the lock file is there");
    let networked = ["reqwest", "hyper", "ureq", "tokio", "curl", "rustls", "native-tls"];
    let found: Vec<&str> = networked.into_iter().filter(|name| manifest.contains(&format!("name = \"{name}\""))).collect();
    assert!(found.is_empty(), "{found:?}");
    let sockets = ["std::net", "TcpStream", "UdpSocket", "UnixStream", "ToSocketAddrs", "rustix::net"];
    let opens = |text: &str| code(text).any(|(_, line)| sockets.iter().any(|socket| line.contains(socket)));
    let wrong: Vec<PathBuf> = sources().into_iter().filter(|(_, text)| opens(text)).map(|(path, _)| path).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_fault_of_the_program_says_where_it_is_and_never_what_it_was_busy_with() {
    use std::sync::{Arc, Mutex};
    let said = Arc::new(Mutex::new(Vec::new()));
    let hears = Arc::clone(&said);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| hears.lock().unwrap().push(quarterdeck::private::in_words(panic))));
    let client = Err::<(), String>("Zyxophon Ltd".to_owned());
    for end in [
        std::panic::catch_unwind(|| client.clone().expect("it reads")),
        std::panic::catch_unwind(|| panic!("no client {client:?}")),
        std::panic::catch_unwind(|| panic!("the journal grows")),
    ] {
        assert!(end.is_err());
    }
    std::panic::set_hook(before);
    let said = said.lock().unwrap().join("\n");
    assert!(!said.contains("Zyxophon") && said.contains("tests/floors.rs:"), "{said}");
    assert!(said.contains("the journal grows"), "what is written into the program may be said: {said}");
}
