//! The copy of the project in which the mutants are planted, and which of them compile.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::mutants::{self, Mark, Planted};

/// Where the mutated copy and all results lie.
pub struct Place {
    /// The project.
    pub project: PathBuf,
    /// `mutation/target`.
    pub target: PathBuf,
}

/// A test binary: its target's name and its file.
pub type Binary = (String, PathBuf);

/// A mutant with its number and its name over all runs: `file:line:column what`.
pub struct Listed {
    /// What the switch knows it by.
    pub number: usize,
    /// The file, from the project's folder.
    pub file: String,
    /// File, line, column and change.
    pub key: String,
    /// It does not compile.
    pub broken: bool,
}

impl Place {
    /// The mutated copy.
    pub fn tree(&self) -> PathBuf {
        self.target.join("tree")
    }

    fn broken(&self) -> PathBuf {
        self.target.join("broken.txt")
    }

    /// Cargo for the mutated copy, built apart from the project.
    fn cargo(&self) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.current_dir(self.tree()).env("CARGO_TARGET_DIR", self.target.join("build"));
        cargo
    }
}

fn write(path: &Path, bytes: &[u8]) {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
    fs::write(path, bytes).expect("a file can be written");
}

/// Copies the project, plants the mutants of `chosen` (files or folders), builds the tests of the library and of `suites`; leaves
/// out what does not compile.
pub fn plant(place: &Place, chosen: &[String], suites: &[String]) -> (Vec<Listed>, Vec<Binary>) {
    let listed = Command::new("git")
        .args(["ls-files", "-co", "--exclude-standard"])
        .current_dir(&place.project)
        .output()
        .expect("git lists the files");
    let listed = String::from_utf8(listed.stdout).expect("names are text");
    let mut files = BTreeMap::new();
    for name in listed.lines().filter(|name| !name.starts_with("mutation/") && !name.starts_with("fuzz/")) {
        let Ok(mut bytes) = fs::read(place.project.join(name)) else { continue };
        if name == "src/lib.rs" {
            bytes.extend_from_slice(b"\n/// Chooses a mutant.\npub mod mutation_switch;\n");
        } else if name == "Cargo.toml" {
            let text = String::from_utf8(bytes).expect("a manifest is text");
            bytes = text.replace("unsafe_code = \"forbid\"\nmissing_docs = \"warn\"\n", "warnings = \"allow\"\n").into_bytes();
            bytes.extend_from_slice(b"\n[workspace]\n");
        } else if is_chosen(name, chosen) {
            let text = String::from_utf8(bytes).expect("a source is text");
            files.insert(name.to_owned(), mutants::find(text).unwrap_or_else(|error| panic!("{name}: {error}")));
            continue;
        }
        write(&place.tree().join(name), &bytes);
    }
    write(&place.tree().join("src/mutation_switch.rs"), include_bytes!("switch.rs"));
    let known: HashSet<String> = fs::read_to_string(place.broken()).unwrap_or_default().lines().map(str::to_owned).collect();
    for (name, file) in &mut files {
        for mutant in &mut file.mutants {
            mutant.broken = known.contains(&key(name, mutant));
        }
    }
    let binaries = compile(place, &mut files, suites);
    let listed = list(&files);
    let mut kept = String::new();
    for (name, file) in &binaries {
        kept.push_str(&format!("binary\t{name}\t{}\n", file.display()));
    }
    for Listed { number, file, key, broken } in &listed {
        kept.push_str(&format!("mutant\t{number}\t{broken}\t{file}\t{key}\n"));
    }
    fs::write(place.target.join("planted.tsv"), kept).expect("a file can be written");
    (listed, binaries)
}

/// What was planted and built last, whatever has become of the sources since.
pub fn as_built(place: &Place) -> (Vec<Listed>, Vec<Binary>) {
    let kept = fs::read_to_string(place.target.join("planted.tsv")).expect("something was planted before");
    let (mut mutants, mut binaries) = (Vec::new(), Vec::new());
    for line in kept.lines() {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["binary", name, file] => binaries.push((name.to_owned(), PathBuf::from(file))),
            ["mutant", number, broken, file, key] => mutants.push(Listed {
                number: number.parse().expect("a number"),
                file: file.to_owned(),
                key: key.to_owned(),
                broken: broken == "true",
            }),
            _ => panic!("not a line of planted.tsv: {line}"),
        }
    }
    (mutants, binaries)
}

/// Whether a file is one of those chosen, or in one of their folders, and no test.
pub fn is_chosen(name: &str, chosen: &[String]) -> bool {
    let test = name.contains("/tests/") || name.ends_with("tests.rs") || name.ends_with("testbook.rs");
    name.ends_with(".rs")
        && !test
        && chosen.iter().any(|part| name == part || name.starts_with(&format!("{}/", part.trim_end_matches('/'))))
}

fn key(name: &str, mutant: &mutants::Mutant) -> String {
    format!("{name}:{}:{} {}", mutant.at.0, mutant.at.1, mutant.what)
}

fn list(files: &BTreeMap<String, Planted>) -> Vec<Listed> {
    let all = files.iter().flat_map(|(name, file)| file.mutants.iter().map(move |mutant| (name, mutant)));
    let listed = |(index, (name, mutant)): (usize, (&String, &mutants::Mutant))| Listed {
        number: index + 1,
        file: name.clone(),
        key: key(name, mutant),
        broken: mutant.broken,
    };
    all.enumerate().map(listed).collect()
}

/// Builds until all mutants that are left compile.
fn compile(place: &Place, files: &mut BTreeMap<String, Planted>, suites: &[String]) -> Vec<Binary> {
    for round in 1..=40 {
        let mut marks: BTreeMap<String, Vec<Mark>> = BTreeMap::new();
        let mut first = 1;
        for (name, file) in &*files {
            let (text, of) = file.write(first);
            first += file.mutants.len();
            write(&place.tree().join(name), text.as_bytes());
            marks.insert(name.clone(), of);
        }
        let mut arguments = vec!["test", "--no-run", "--message-format=json", "--lib"];
        arguments.extend(suites.iter().flat_map(|suite| ["--test", suite]));
        let output = place.cargo().args(&arguments).output().expect("cargo runs");
        let messages: Vec<Value> =
            output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
        if output.status.success() {
            return messages.iter().filter_map(binary).collect();
        }
        let mut gone = 0;
        for message in messages.iter().map(|message| &message["message"]).filter(|message| message["level"] == "error") {
            let Some((name, mutants)) = blame(message, &marks) else {
                eprintln!("no mutant to blame: {}", message["rendered"].as_str().unwrap_or("?"));
                continue;
            };
            let file = files.get_mut(&name).expect("a planted file");
            for mutant in mutants {
                gone += usize::from(!std::mem::replace(&mut file.mutants[mutant].broken, true));
            }
        }
        let broken: Vec<String> = files
            .iter()
            .flat_map(|(name, file)| file.mutants.iter().filter(|mutant| mutant.broken).map(move |mutant| key(name, mutant)))
            .collect();
        fs::write(place.broken(), broken.join("\n")).expect("a file can be written");
        eprintln!("round {round}: {gone} mutants do not compile ({} in all of {})", broken.len(), first - 1);
        assert!(gone > 0, "the tree does not compile, and no mutant is to blame: {}", String::from_utf8_lossy(&output.stderr));
    }
    panic!("the tree does not compile after forty rounds");
}

fn binary(message: &Value) -> Option<Binary> {
    let executable = message["executable"].as_str()?;
    (message["profile"]["test"] == true)
        .then(|| (message["target"]["name"].as_str().unwrap_or("?").to_owned(), PathBuf::from(executable)))
}

/// The mutants a compiler's message is about: the smallest written part around a place it names, else the last one before it.
fn blame(message: &Value, marks: &BTreeMap<String, Vec<Mark>>) -> Option<(String, Vec<usize>)> {
    let mut spans: Vec<&Value> = message["spans"].as_array().into_iter().flatten().collect();
    spans.sort_by_key(|span| span["is_primary"] != true);
    let below =
        message["children"].as_array().into_iter().flatten().flat_map(|child| child["spans"].as_array().into_iter().flatten());
    spans.extend(below);
    let mut near = None;
    for span in spans {
        let (name, start, end) =
            (span["file_name"].as_str()?, span["byte_start"].as_u64()? as usize, span["byte_end"].as_u64()? as usize);
        let Some(of) = marks.get(name) else { continue };
        let around = of.iter().filter(|(range, _)| range.start <= start && end <= range.end).min_by_key(|(range, _)| range.len());
        if let Some((_, mutants)) = around {
            return Some((name.to_owned(), mutants.clone()));
        }
        let inside = of.iter().filter(|(range, _)| start <= range.start && range.end <= end).max_by_key(|(range, _)| range.end);
        let before = || of.iter().filter(|(range, _)| range.end <= start).max_by_key(|(range, _)| range.end);
        near = near.or_else(|| inside.or_else(before).map(|(_, mutants)| (name.to_owned(), mutants.clone())));
    }
    near
}
