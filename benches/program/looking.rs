//! Looking at a book of four models: lenses, scatter, drift, side by side, insights; what each costs to open and per key.

use std::path::Path;

use super::commands::{median, quarterdeck, timed};
use super::console::{BOARD, Console};
use super::figures::{Figure, Unit, quantile};

/// A screen: how its figures are called, the keys that lead to it (each a frame), the keys pressed on it, those that lead back.
struct Looked {
    opened: &'static str,
    each: &'static str,
    way: &'static [&'static str],
    keys: &'static [&'static str],
    back: &'static [&'static str],
}

const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const TAB: &str = "\t";

const SCREENS: [Looked; 8] = [
    Looked { opened: "board: to another part", each: "board: key", way: &[TAB], keys: &["j", "j", "k", TAB], back: &[] },
    Looked { opened: "scatter: opened", each: "scatter: key", way: &["v"], keys: &["j", "l", "h", "k"], back: &["v"] },
    Looked {
        opened: "another model as a lens: opened",
        each: "another model as a lens: key",
        way: &["M", "risk as a lens", ENTER],
        keys: &["j", "j", "k", TAB],
        back: &[],
    },
    Looked { opened: "its scatter: opened", each: "its scatter: key", way: &["v"], keys: &["j", "l", "h", "k"], back: &["v"] },
    Looked {
        opened: "two dimensions: opened",
        each: "two dimensions: key",
        way: &["M", "two dim", ENTER, "maturity", ENTER, "commitment", ENTER],
        keys: &["j", "j", "k", TAB],
        back: &[ESC],
    },
    Looked { opened: "drift: opened", each: "drift: key", way: &["D"], keys: &["j", "j", "k", TAB], back: &[ESC] },
    Looked {
        opened: "two models side by side: opened",
        each: "two models side by side: key",
        way: &["C", "growth", ENTER],
        keys: &["j", "l", "k", "h"],
        back: &[ESC],
    },
    Looked { opened: "insights: opened", each: "insights: key", way: &["5"], keys: &["j", "l", "k", "h"], back: &["1"] },
];

/// All figures over a copy of a book of four models.
pub fn measure(program: &Path, book: &Path) -> Vec<Figure> {
    let mut console = Console::open(program, book);
    console.until_shown(&BOARD);
    console.keys("");
    let mut figures = Vec::new();
    for screen in SCREENS {
        let opened = screen.way.iter().map(|key| console.key(key).took.as_secs_f64()).fold(0.0, |_, last| last);
        let keys = screen.keys.iter().cycle().take(40);
        let mut each: Vec<f64> = keys.map(|key| console.key(key).took.as_secs_f64()).collect();
        for key in screen.back {
            console.keys(key);
        }
        figures.push(Figure::of(screen.opened, Unit::Time, opened));
        figures.push(Figure::of(screen.each, Unit::Time, quantile(&mut each, 0.5)));
    }
    console.quit();
    let asked = |name, args: &[&str]| Figure::of(name, Unit::Time, median(|| timed(quarterdeck(program, book).args(args))));
    figures.extend([
        asked("insights", &["insights"]),
        asked("compare growth-risk", &["compare", "growth-risk"]),
        asked("board --model growth-risk", &["board", "--model", "growth-risk"]),
        asked("clients --where drift --limit 50", &["clients", "--where", "drift", "--limit", "50"]),
        asked("score, acknowledged (four models)", &["score", "C-0000042", "budget=4", "--model", "growth-risk"]),
    ]);
    figures
}
