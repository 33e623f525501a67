//! An import of a generated file, beside `sqlite3` reading the same file and the finished book's own dump.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use quarterdeck::domain::client::Field;

use super::book;
use super::commands::{quarterdeck, sqlite3_is_here, timed};
use super::figures::{Figure, Unit};

const FACTS: [(&str, Field); 7] = [
    ("external_id", Field::ExternalId),
    ("name", Field::Name),
    ("owner", Field::Owner),
    ("arr", Field::Arr),
    ("stage", Field::Stage),
    ("industry", Field::Industry),
    ("renewal_on", Field::RenewalOn),
];
const PLACES: [&str; 3] = ["segment", "segment_since", "last_review_on"];
const FACTORS: [&str; 6] = ["standardization", "stability", "proactivity", "engagement", "feedback", "goals"];
/// The orders of the book's own indexes, as far as the file has the columns.
const INDEXES: &str = "create unique index by_id on clients (external_id);
create index by_name on clients (name);
create index by_segment on clients (segment, last_review_on, arr, name);
create index by_review on clients (last_review_on, name);
create index by_urgency on clients (last_review_on, renewal_on, arr, name);";
/// The command that tells how much memory another one needed.
const TIME: &str = "/usr/bin/time";

/// All figures of an import of so many clients, made in a folder.
pub fn measure(program: &Path, folder: &Path, clients: u64) -> Vec<Figure> {
    let file = file(folder, clients);
    let ours = folder.join("imported.db");
    let (took, peak) = import(program, &ours, &file);
    let mut figures = vec![Figure::of("import", Unit::Time, took), Figure::maybe("import: peak memory", Unit::Memory, peak)];
    if sqlite3_is_here() {
        figures.push(Figure::of("sqlite3: .import + indexes", Unit::Time, bare(folder, &file)));
        figures.push(Figure::of("sqlite3: the book's .dump read back", Unit::Time, read_back(folder, &ours)));
    }
    let (took, peak) = import(program, &ours, &file);
    figures.push(Figure::of("the same file again", Unit::Time, took));
    figures.push(Figure::maybe("the same file again: peak memory", Unit::Memory, peak));
    figures
}

/// The clients of the bench book as somebody's CSV file.
fn file(folder: &Path, clients: u64) -> PathBuf {
    let path = folder.join("clients.csv");
    let mut csv = csv::Writer::from_path(&path).expect("a file can be made");
    let names = FACTS.iter().map(|(name, _)| *name).chain(PLACES).map(str::to_owned);
    csv.write_record(names.chain(FACTORS.iter().map(|factor| format!("score.{factor}")))).expect("written");
    for n in 0..clients {
        let row = book::row(n);
        let fact = |field: &Field| row.fields.iter().find(|(of, _)| of == field).map(|(_, value)| value.clone());
        let mut cells: Vec<String> = FACTS.iter().map(|(_, field)| fact(field).unwrap_or_default()).collect();
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        cells.extend([row.segment.clone().unwrap_or_default(), day(row.segment_since), day(row.last_review_on)]);
        for factor in FACTORS {
            let score = row.scores.iter().find(|(of, _)| of == factor);
            cells.push(score.map(|(_, value)| value.to_string()).unwrap_or_default());
        }
        csv.write_record(cells).expect("written");
    }
    csv.flush().expect("written");
    path
}

/// Seconds, and the most memory where `/usr/bin/time` can tell.
fn import(program: &Path, into: &Path, file: &Path) -> (f64, Option<f64>) {
    let plain = quarterdeck(program, into);
    let said = into.with_extension("peak");
    let measured = Command::new(TIME).args(["-f", "%M", "-o"]).arg(&said).arg("true").status().is_ok_and(|it| it.success());
    let mut command = if measured { Command::new(TIME) } else { Command::new(program) };
    if measured {
        command.args(["-f", "%M", "-o"]).arg(&said).arg(program);
    }
    command.args(plain.get_args()).arg("import").arg(file);
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let took = timed(&mut command);
    let peak = fs::read_to_string(&said).ok().filter(|_| measured);
    (took, peak.and_then(|kib| kib.trim().parse::<f64>().ok()).map(|kib| kib * 1024.0))
}

fn bare(folder: &Path, file: &Path) -> f64 {
    let script = folder.join("bare.sql");
    let names = FACTS.iter().map(|(name, _)| (*name).to_owned()).chain(PLACES.map(str::to_owned));
    let columns: Vec<String> = names.chain(FACTORS.map(|factor| format!("\"score.{factor}\""))).collect();
    let import = format!(".import --csv --skip 1 \"{}\" clients", file.display());
    fs::write(&script, format!("create table clients ({});\n{import}\n{INDEXES}\n", columns.join(", "))).expect("written");
    script_into(&folder.join("bare.db"), &script)
}

fn read_back(folder: &Path, book: &Path) -> f64 {
    let script = folder.join("dump.sql");
    let dump = File::create(&script).expect("a file can be made");
    let status = Command::new("sqlite3").arg(book).arg(".dump").stdout(dump).status().expect("sqlite3 starts");
    assert!(status.success(), "the dump failed: {status}");
    script_into(&folder.join("dump.db"), &script)
}

fn script_into(book: &Path, script: &Path) -> f64 {
    let script = File::open(script).expect("the script is there");
    timed(Command::new("sqlite3").arg("-bail").arg(book).stdin(Stdio::from(script)))
}
