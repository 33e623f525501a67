//! Cuts of power: what was not synced is dropped or torn, names count once their folder was synced.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use quarterdeck::domain::command::{Command, LogReview};
use quarterdeck::store::{Store, StoreError, restore_backup};

use super::layer;
use super::stage::{Stage, act, entries, folder, stamp, today};
use super::sweep::{import, to};

/// One thing that was done to the disk.
enum Op {
    Made(u64, PathBuf),
    Written(u64, u64, Vec<u8>),
    Cut(u64, u64),
    Synced(u64),
    Named(PathBuf, u64),
    Unnamed(PathBuf),
    FolderSynced(PathBuf, Vec<(String, u64)>),
    Acknowledged(String),
}

fn ops(log: &[u8]) -> Vec<Op> {
    let mut found = Vec::new();
    let mut at = 0;
    let number = |at: usize| u64::from_ne_bytes(log[at..at + 8].try_into().expect("eight bytes"));
    let mut listing: Option<(PathBuf, Vec<(String, u64)>)> = None;
    while at < log.len() {
        let (what, a, b, n) = (number(at), number(at + 8), number(at + 16), number(at + 24));
        let bytes = &log[at + 32..at + 32 + usize::try_from(n).expect("it fits")];
        at += 32 + bytes.len();
        let text = || String::from_utf8_lossy(bytes).into_owned();
        match char::from(u8::try_from(what).expect("a letter")) {
            'O' => found.push(Op::Made(a, text().into())),
            'W' => found.push(Op::Written(a, b, bytes.to_owned())),
            'T' => found.push(Op::Cut(a, b)),
            'S' => found.push(Op::Synced(a)),
            'R' => found.push(Op::Named(text().into(), a)),
            'U' => found.push(Op::Unnamed(text().into())),
            'D' => listing = Some((text().into(), Vec::new())),
            'N' => listing.as_mut().expect("a folder").1.push((text(), a)),
            'E' => found.extend(listing.take().map(|(folder, names)| Op::FolderSynced(folder, names))),
            'A' => found.push(Op::Acknowledged(text())),
            other => unreachable!("{other} is not written"),
        }
    }
    found
}

#[derive(Default, Clone)]
struct Content {
    durable: Vec<u8>,
    pending: Vec<Pending>,
}

#[derive(Clone)]
enum Pending {
    Write(usize, Vec<u8>),
    Cut(usize),
}

fn apply(bytes: &mut Vec<u8>, pending: &Pending, sectors: impl Fn(usize) -> bool) {
    match pending {
        Pending::Cut(size) => bytes.resize(*size, 0),
        Pending::Write(at, data) => {
            for (n, sector) in data.chunks(512).enumerate().filter(|(n, _)| sectors(*n)) {
                let from = at + n * 512;
                let size = bytes.len().max(from + sector.len());
                bytes.resize(size, 0);
                bytes[from..from + sector.len()].copy_from_slice(sector);
            }
        }
    }
}

/// What is certain on the disk, and what waits.
#[derive(Default)]
struct Disk {
    contents: BTreeMap<u64, Content>,
    names: BTreeMap<PathBuf, u64>,
    waiting: Vec<(PathBuf, Option<u64>)>,
}

impl Disk {
    fn of(folder: &Path) -> Self {
        let mut disk = Self::default();
        for (path, durable) in super::stage::files(folder) {
            let inode = fs::metadata(&path).expect("there").ino();
            disk.contents.insert(inode, Content { durable, pending: Vec::new() });
            disk.names.insert(path, inode);
        }
        disk
    }

    fn done(&mut self, op: &Op) {
        let place = |n: &u64| usize::try_from(*n).expect("it fits");
        match op {
            Op::Made(inode, path) => {
                self.contents.insert(*inode, Content::default());
                self.waiting.push((path.clone(), Some(*inode)));
            }
            Op::Written(inode, at, data) => {
                self.contents.entry(*inode).or_default().pending.push(Pending::Write(place(at), data.clone()));
            }
            Op::Cut(inode, size) => self.contents.entry(*inode).or_default().pending.push(Pending::Cut(place(size))),
            Op::Synced(inode) => {
                let content = self.contents.entry(*inode).or_default();
                for pending in std::mem::take(&mut content.pending) {
                    apply(&mut content.durable, &pending, |_| true);
                }
            }
            Op::Named(path, inode) => self.waiting.push((path.clone(), Some(*inode))),
            Op::Unnamed(path) => self.waiting.push((path.clone(), None)),
            Op::FolderSynced(folder, names) => {
                let within = |path: &Path| path.parent() == Some(folder);
                self.names.retain(|path, _| !within(path));
                self.names.extend(names.iter().map(|(name, inode)| (folder.join(name), *inode)));
                self.waiting.retain(|(path, _)| !within(path));
            }
            Op::Acknowledged(_) => {}
        }
    }

    /// What the next start finds, one of many possible ways.
    fn after_cut(&self, mut chance: Chance) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut names = self.names.clone();
        let some = chance.below(3);
        let first = chance.below(self.waiting.len() as u64 + 1);
        for (n, (path, inode)) in self.waiting.iter().enumerate() {
            let reached = match some {
                0 => false,
                1 => (n as u64) < first,
                _ => chance.below(2) == 0,
            };
            match inode {
                Some(inode) if reached => drop(names.insert(path.clone(), *inode)),
                None if reached => drop(names.remove(path)),
                Some(_) | None => {}
            }
        }
        let content = |inode: &u64| {
            let found = self.contents.get(inode).cloned().unwrap_or_default();
            let mut bytes = found.durable;
            for pending in &found.pending {
                match chance.below(3) {
                    0 => {}
                    1 => apply(&mut bytes, pending, |_| true),
                    _ => {
                        let torn = chance.below(u64::MAX);
                        apply(&mut bytes, pending, |sector| torn >> (sector % 60) & 1 == 1);
                    }
                }
            }
            bytes
        };
        let mut content = content;
        names.iter().map(|(path, inode)| (path.clone(), content(inode))).collect()
    }
}

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ (mixed >> 32)) % most
    }
}

fn head(store: &Store) -> String {
    let (seq, hash) = store.head().expect("a head");
    format!("head {seq} {hash}")
}

/// A mixed run: what it acknowledges is written down between what it does to the disk.
fn worked(place: &Path, rounds: u32) -> Result<(), StoreError> {
    let (book, stamp) = (place.join("book.db"), stamp());
    let mut store = Store::open(&book, today())?;
    let mut earlier = None;
    for round in 0..rounds {
        match round % 9 {
            0 => drop(store.execute(&to(&store, "Acme", "A")?, &stamp)?),
            1 => drop(store.execute(&to(&store, "Acme", "C")?, &stamp)?),
            2 => drop(store.execute(&Command::Review(LogReview::held(store.find("Globex")?, today())), &stamp)?),
            3 => drop(store.undo(&stamp)?),
            4 => drop(store.redo(&stamp)?),
            5 => import(&store, &format!("Imported {round}"), 40)?,
            6 => {
                let made = store.backup(None, "asked", &stamp)?;
                layer::mark(&format!("file {} {}", entries(&book).expect("entries"), made.display()));
                earlier = Some(made);
            }
            7 => drop(store.undo(&stamp)?),
            _ => {
                drop(store);
                restore_backup(&book, earlier.as_deref().expect("made before"), &stamp)?;
                store = Store::open(&book, today())?;
            }
        }
        layer::mark(&head(&store));
    }
    Ok(())
}

/// Cuts the power at so many points of a mixed run.
fn cuts(rounds: u32, points: usize) {
    let stage = Stage::of(act("move"));
    let (set, log) = (stage.set(), folder());
    let mut disk = Disk::of(set.path());
    let mut acknowledged = head(&Store::open(&set.path().join("book.db"), today()).expect("it opens"));
    let file = log.path().join("log");
    layer::remember(&file, set.path());
    worked(set.path(), rounds).expect("nothing fails here");
    layer::off(&log.path().join("report"));
    let ops = ops(&fs::read(file).expect("a log"));
    let heads: Vec<(usize, &str)> = ops
        .iter()
        .enumerate()
        .filter_map(|(at, op)| match op {
            Op::Acknowledged(what) if what.starts_with("head ") => Some((at, what.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(heads.len(), rounds as usize);
    let mut backups: Vec<(i64, PathBuf)> = Vec::new();
    let (mut tried, mut took) = (0, 0);
    for (at, op) in ops.iter().enumerate() {
        if at * points / ops.len() >= tried {
            let seed = at as u64;
            let next = heads.iter().find(|(later, _)| *later >= at).map(|(_, head)| *head);
            let found = recovered(&disk, set.path(), seed, &backups);
            assert!(
                found == acknowledged || Some(found.as_str()) == next,
                "cut {at}: {found} is neither {acknowledged} nor {next:?}"
            );
            took += usize::from(found != acknowledged);
            tried += 1;
        }
        disk.done(op);
        match op {
            Op::Acknowledged(what) => match what.split_once(' ') {
                Some(("file", rest)) => {
                    let (entries, path) = rest.split_once(' ').expect("a count and a path");
                    backups.push((entries.parse().expect("a count"), path.into()));
                }
                Some(_) | None => acknowledged.clone_from(what),
            },
            Op::Made(..)
            | Op::Written(..)
            | Op::Cut(..)
            | Op::Synced(_)
            | Op::Named(..)
            | Op::Unnamed(_)
            | Op::FolderSynced(..) => {}
        }
    }
    println!("figures: {tried} cuts of power over {} calls and {rounds} acts; {took} found the act under way done", ops.len());
    assert!(tried >= points.min(ops.len()) && tried > 30, "{tried}");
}

/// Opens what a cut left, unaided, and answers the head of its journal.
fn recovered(disk: &Disk, place: &Path, seed: u64, backups: &[(i64, PathBuf)]) -> String {
    let image = folder();
    let at = |path: &Path| image.path().join(path.strip_prefix(place).expect("within"));
    for (path, bytes) in disk.after_cut(Chance(seed)) {
        fs::create_dir_all(at(&path).parent().expect("a folder")).expect("a folder");
        fs::write(at(&path), bytes).expect("written");
    }
    let store = Store::open(&image.path().join("book.db"), today()).unwrap_or_else(|error| panic!("cut {seed}: {error}"));
    let problems = store.check(today()).unwrap_or_else(|error| panic!("cut {seed}: {error}"));
    assert_eq!(problems, [], "cut {seed}");
    for (count, backup) in backups {
        assert_eq!(entries(&at(backup)).as_ref(), Ok(count), "cut {seed}: {}", backup.display());
    }
    head(&store)
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_is_cut() {
    match layer::inside() {
        true => cuts(9, 32),
        false => layer::under("power::nothing_acknowledged_is_lost_when_the_power_is_cut"),
    }
}

#[test]
#[ignore = "long: 500 cuts"]
fn nothing_acknowledged_is_lost_in_five_hundred_cuts() {
    match layer::inside() {
        true => cuts(54, 500),
        false => layer::under("power::nothing_acknowledged_is_lost_in_five_hundred_cuts"),
    }
}
