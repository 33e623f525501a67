//! Mutation testing with every mutant compiled once: see `mutation/README.md`.

#![expect(clippy::disallowed_methods, reason = "the product's rules about clock, arguments and environment: this is a tool")]

mod mutants;
mod tree;
mod trial;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tree::Listed;

fn main() {
    let (mut chosen, mut only, mut suites, mut among) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut again, mut built, mut jobs, mut budget) = (false, false, 2, 20_u64);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut next = || arguments.next().expect("a value follows");
        match argument.as_str() {
            "--again" => again = true,
            "--as-built" => built = true,
            "--only" => only.push(next()),
            "--among" => among.push(next()),
            "--suite" => suites.push(next()),
            "--jobs" => jobs = next().parse().expect("a number"),
            "--budget" => budget = next().parse().expect("a number of seconds"),
            _ => chosen.push(argument),
        }
    }
    if chosen.is_empty() && !built {
        eprintln!(
            "mutation/run FILE-OR-FOLDER… [--only FILE-OR-FOLDER]… [--suite store]… [--among domain::]… [--again] [--as-built] [--jobs 2] [--budget 20]"
        );
        return;
    }
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = tree::Place {
        project: home.parent().map(PathBuf::from).expect("it lies in the project"),
        target: std::env::var_os("MUTATION_TARGET").map_or_else(|| home.join("target"), PathBuf::from),
    };
    let (mutants, binaries) = if built { tree::as_built(&place) } else { tree::plant(&place, &chosen, &suites) };
    let before = trial::results(&place);
    let open = |mutant: &&Listed| match before.get(&mutant.key) {
        None => true,
        Some((state, _)) => again && (state == "survived" || state == "unreached"),
    };
    let wanted = |mutant: &&Listed| only.is_empty() || tree::is_chosen(&mutant.file, &only);
    let mut open: Vec<&Listed> = mutants.iter().filter(|mutant| !mutant.broken).filter(wanted).filter(open).collect();
    // What is done when it is stopped is a fair sample.
    open.sort_by_key(|mutant| mutant.number.wrapping_mul(2_654_435_761) % 1_000_003);
    eprintln!("{} mutants, {} to try", mutants.len(), open.len());
    if !open.is_empty() {
        let reached = trial::reach(&place, &binaries, &among, jobs);
        trial::each(&place, &binaries, &open, &reached, jobs, Duration::from_secs(budget));
    }
    report(&place, &mutants);
}

fn report(place: &tree::Place, mutants: &[Listed]) {
    let results = trial::results(place);
    let mut areas: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for mutant in mutants {
        let state = match results.get(&mutant.key) {
            _ if mutant.broken => "not compiled",
            Some((state, _)) => state.as_str(),
            None => "not tried",
        };
        let area = mutant.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        for area in [area, "all"] {
            *areas.entry(area.to_owned()).or_default().entry(state).or_default() += 1;
        }
        if state == "survived" || state == "unreached" {
            println!("{state}: {}", mutant.key);
        }
    }
    let states = ["killed", "timed out", "survived", "unreached", "not compiled", "not tried"];
    println!("| area | mutants | {} |\n|---|---|{}", states.join(" | "), "---|".repeat(states.len()));
    for (area, counts) in &areas {
        let figures: Vec<String> = states.iter().map(|state| counts.get(state).unwrap_or(&0).to_string()).collect();
        println!("| {area} | {} | {} |", counts.values().sum::<usize>(), figures.join(" | "));
    }
}
