//! The command line as processes, beside `sqlite3` doing the bare work on the same book.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::figures::{Figure, Unit, quantile};

/// How often a command is run; the figure is the median.
const RUNS: usize = 7;
/// The list `due --limit 50` prints, on the stored and indexed due date.
const DUE_50: &str = "select c.name, k.kind, k.segment, k.effective, c.owner, c.arr, c.renewal_on from clocks k join clients c \
                      on c.id = k.client where k.mode = 0 order by k.effective, k.renewal_sort, k.arr_sort limit 50";
const CLIENTS_50: &str = "select name, owner, arr, stage, renewal_on from clients order by name_key, id limit 50";
/// One row changed, as durable as a change of ours: the book's journal mode, and its `synchronous`.
const WRITE: &str = "pragma synchronous = extra; update clients set rev = rev + 1 where external_id = 'C-0000042'";

/// All figures of commands over a copy of a book.
pub fn measure(program: &Path, book: &Path) -> Vec<Figure> {
    let ours = |name, args: &[&str]| Figure::of(name, Unit::Time, median(|| timed(quarterdeck(program, book).args(args))));
    let mut figures = vec![
        ours("--version (the bare process)", &["--version"]),
        ours("due --limit 10", &["due", "--limit", "10"]),
        ours("due --limit 50", &["due", "--limit", "50"]),
        ours("clients --limit 50", &["clients", "--limit", "50"]),
        ours("show", &["show", "C-0000042"]),
        ours("board", &["board"]),
    ];
    let mut turns = ["transform", "modernize"].into_iter().cycle();
    let moving = || {
        let to = turns.next().expect("it goes round");
        let args = ["move", "C-0000042", "--to", to, "--note", "measured with the rest of the bench"];
        timed(quarterdeck(program, book).args(args))
    };
    figures.push(Figure::of("move, acknowledged", Unit::Time, median(moving)));
    if sqlite3_is_here() {
        let bare = |name, sql: &str| Figure::of(name, Unit::Time, median(|| timed(Command::new("sqlite3").arg(book).arg(sql))));
        figures.push(bare("sqlite3: 50 most urgent", DUE_50));
        figures.push(bare("sqlite3: 50 clients by name", CLIENTS_50));
        figures.push(bare("sqlite3: one durable write", WRITE));
    }
    figures
}

/// The program on a book, on the day and in the name of the bench.
pub fn quarterdeck(program: &Path, book: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["--today", "2026-06-15", "--user", "bench", "--book"]).arg(book);
    let folder = book.parent().expect("a book lies in a folder");
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
        command.env(name, folder);
    }
    command
}

/// Whether the reference can be run.
pub fn sqlite3_is_here() -> bool {
    Command::new("sqlite3").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// How many seconds a command takes that must succeed.
pub fn timed(command: &mut Command) -> f64 {
    let begun = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the command starts");
    let took = begun.elapsed().as_secs_f64();
    assert!(status.success(), "{command:?} failed: {status}");
    took
}

/// The median of some runs.
pub fn median(mut run: impl FnMut() -> f64) -> f64 {
    quantile(&mut (0..RUNS).map(|_| run()).collect::<Vec<_>>(), 0.5)
}
