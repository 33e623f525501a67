//! Finding clients and saving a move: search as it is typed, filters, orders; the first rows count, and the total where it follows.

use std::path::Path;

use super::console::{BOARD, Console};
use super::figures::{Figure, Unit, quantile};

const ESC: &str = "\x1b";
const SHIFT_LEFT: &str = "\x1b[1;2D";
const SAVE: &str = "\x13";

/// Filters typed key by key in the table of clients: the filter, and how its figures are called. A first frame may say that the
/// clients are still looked for; in the last one rows and counts are there.
const TYPED: [(&str, [&str; 3]); 4] = [
    (
        "logistics 77",
        ["search as you type: first frame of a key, p50", "… worst first frame", "… rows and counts there, worst key"],
    ),
    (
        "owner:ana",
        ["filter that many pass: first frame of a key, p50", "… worst first frame ", "… rows and counts there, worst key "],
    ),
    (
        "arr>120k",
        ["filter by amount: first frame of a key, p50", "… worst first frame  ", "… rows and counts there, worst key  "],
    ),
    (
        "renewal<30d",
        ["filter by date: first frame of a key, p50", "… worst first frame   ", "… rows and counts there, worst key   "],
    ),
];

/// All figures over a copy of a book.
pub fn measure(program: &Path, book: &Path) -> Vec<Figure> {
    let mut console = Console::open(program, book);
    console.until_shown(&BOARD);
    console.keys("");
    let mut figures = Vec::new();
    let mut saved: Vec<f64> = (0..7).map(|_| moved(&mut console)).collect();
    figures.push(Figure::of("a move, Enter → saved and painted", Unit::Time, quantile(&mut saved, 0.5)));
    console.keys("3");
    for (filter, [each, worst, there]) in TYPED {
        console.keys("/");
        let pressed = filter.chars().map(|key| console.keys(key.encode_utf8(&mut [0; 4])));
        let times = pressed.map(|painted| (painted.first.as_secs_f64(), painted.took.as_secs_f64()));
        let (mut first, mut last): (Vec<f64>, Vec<f64>) = times.unzip();
        figures.push(Figure::of(each, Unit::Time, quantile(&mut first, 0.5)));
        figures.push(Figure::of(worst, Unit::Time, quantile(&mut first, 1.0)));
        figures.push(Figure::of(there, Unit::Time, quantile(&mut last, 1.0)));
        console.keys("\r");
        console.keys(ESC);
    }
    let mut sorted: Vec<f64> = (0..6).map(|_| ordered(&mut console)).collect();
    figures.push(Figure::of("the table in another order: first rows", Unit::Time, quantile(&mut sorted, 0.5)));
    console.keys(ESC);
    console.quit();
    figures
}

/// Moves the client selected on the board to the segment at the left, and takes the focus to the next one.
fn moved(console: &mut Console) -> f64 {
    console.keys(SHIFT_LEFT);
    console.keys("Looked at in the bench.");
    let took = console.said(SAVE, &["takes it back"]).as_secs_f64();
    console.keys("j");
    took
}

/// Chooses the next order of the table; until its first rows are there.
fn ordered(console: &mut Console) -> f64 {
    console.keys("S");
    console.keys("j");
    console.key("\r").took.as_secs_f64()
}
