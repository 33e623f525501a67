//! The whole program as people run it, over growing books: the console on a pseudo-terminal, commands, an import.
//!
//! `cargo bench --bench program [-- SIZE…]`; what the figures mean stands in `benches/README.md`. Nothing is asserted.

#[path = "../book/mod.rs"]
mod book;
mod commands;
mod console;
mod figures;
mod finding;
#[path = "../floor/mod.rs"]
mod floor;
mod growth;
mod importing;
mod looking;
mod proc;

use std::fs;
use std::path::Path;

use figures::{Column, print};

/// The books where none are asked for, in clients.
const SIZES: [u64; 3] = [1_000, 10_000, 100_000];

/// Larger books are measured without imports and without further models: these take many minutes to make.
const LARGE: u64 = 100_000;

const RATIOS: [&str; 14] = [
    "first useful frame ÷ the floor's",
    "key → paint p50 ÷ the floor's",
    "key → paint p95 ÷ the floor's",
    "memory ÷ the floor's",
    "a move, Enter → saved and painted ÷ (key + 3 writes)",
    "due --limit 50 ÷ sqlite3",
    "clients --limit 50 ÷ sqlite3",
    "move ÷ one durable write of sqlite3",
    "import ÷ sqlite3 .import + indexes",
    "import ÷ the book's .dump read back",
    "the same file again ÷ its first import",
    "first useful frame ÷ its own smallest",
    "key → paint p50 ÷ its own smallest",
    "due --limit 50 ÷ its own smallest",
];

#[expect(clippy::disallowed_methods, reason = "a bench is a program of its own: it reads its arguments")]
fn main() {
    // The floor is this very program, called so by itself.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [floor, book] = arguments.as_slice()
        && floor == "floor"
    {
        return floor::run(book).expect("a terminal");
    }
    let mut sizes: Vec<u64> = arguments.iter().filter_map(|arg| arg.replace('_', "").parse().ok()).collect();
    if sizes.is_empty() {
        sizes = SIZES.to_vec();
    }
    sizes.sort_unstable();
    if !commands::sqlite3_is_here() {
        println!("sqlite3 is not installed: its figures, and the ratios to it, are left out");
    }
    let mut columns: Vec<Column> = sizes.into_iter().map(column).collect();
    for at in 0..columns.len() {
        let ratios = ratios(&columns[at], &columns[0]);
        columns[at].figures.extend(ratios);
    }
    print("ratios", &columns, &RATIOS);
    let rest: Vec<&str> = columns[0].figures.iter().map(|figure| figure.name).filter(|name| !RATIOS.contains(name)).collect();
    print("clients in the book", &columns, &rest);
    growth::print(&columns, &rest);
}

/// All figures over a book of so many clients. Book and program are copied first: neither a move nor a build that runs
/// meanwhile changes what is measured.
fn column(clients: u64) -> Column {
    eprintln!("measuring over {clients} clients …");
    let kept = book::book(clients);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder can be made");
    let (copy, program) = (folder.path().join("book.db"), folder.path().join("program"));
    fs::copy(&kept, &copy).expect("the book is copied");
    fs::copy(Path::new(env!("CARGO_BIN_EXE_quarterdeck")), &program).expect("the program is copied");
    let mut figures = console::measure(&program, &copy);
    figures.extend(finding::measure(&program, &copy));
    figures.extend(commands::measure(&program, &copy));
    if clients <= LARGE {
        figures.extend(importing::measure(&program, folder.path(), clients));
        fs::copy(book::book_of_models(clients), &copy).expect("the book of models is copied");
        figures.extend(looking::measure(&program, &copy));
    }
    Column { clients, figures }
}

fn ratios(of: &Column, smallest: &Column) -> Vec<figures::Figure> {
    vec![
        of.ratio(RATIOS[0], "first useful frame (board with totals)", "floor: first frame"),
        of.ratio(RATIOS[1], "key → paint, p50", "floor: key → paint, p50"),
        of.ratio(RATIOS[2], "key → paint, p95", "floor: key → paint, p95"),
        of.ratio(RATIOS[3], "memory after 500 keys and more, resident", "floor: memory after 500 keys and more"),
        of.allowed(RATIOS[4], "a move, Enter → saved and painted", "key → paint, p50", "sqlite3: one durable write"),
        of.ratio(RATIOS[5], "due --limit 50", "sqlite3: 50 most urgent"),
        of.ratio(RATIOS[6], "clients --limit 50", "sqlite3: 50 clients by name"),
        of.ratio(RATIOS[7], "move, acknowledged", "sqlite3: one durable write"),
        of.ratio(RATIOS[8], "import", "sqlite3: .import + indexes"),
        of.ratio(RATIOS[9], "import", "sqlite3: the book's .dump read back"),
        of.ratio(RATIOS[10], "the same file again", "import"),
        of.grown(RATIOS[11], "first useful frame (board with totals)", smallest),
        of.grown(RATIOS[12], "key → paint, p50", smallest),
        of.grown(RATIOS[13], "due --limit 50", smallest),
    ]
}
