//! cadence.md read twice: the product beside an oracle that shares nothing with it but the types of its input.

#[path = "oracle/books.rs"]
mod books;
#[path = "oracle/chance.rs"]
mod chance;
#[path = "oracle/days.rs"]
mod days;
#[path = "oracle/differences.rs"]
mod differences;
#[path = "oracle/histories.rs"]
mod histories;
#[path = "oracle/program.rs"]
mod program;
#[path = "oracle/rules.rs"]
mod rules;

#[expect(clippy::disallowed_methods, reason = "how far a test looks is no setting of the program")]
fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// `ORACLE_HISTORIES=100000 ORACLE_SEED=1 cargo test --test oracle` looks further.
#[test]
fn the_product_says_of_every_clock_what_a_second_reading_of_the_rules_says() {
    let (first, count) = (number("ORACLE_SEED", 0), number("ORACLE_HISTORIES", 300));
    let shown = usize::try_from(number("ORACLE_SHOWN", 3)).expect("few");
    let all: Vec<String> = (first..first + count).filter_map(differences::compare).collect();
    let mut shortest: Vec<&String> = all.iter().collect();
    shortest.sort_by_key(|said| said.lines().count());
    let mut told: Vec<Vec<&str>> = Vec::new();
    for said in shortest {
        // One example of each set of fields that differ.
        let signs: Vec<&str> = said.split(" [").skip(1).filter_map(|sign| sign.split(':').next()).collect();
        if told.len() < shown && !told.contains(&signs) {
            println!("{said}\n");
            told.push(signs);
        }
    }
    assert!(all.is_empty(), "{} of {count} histories differ", all.len());
}

#[test]
fn the_random_histories_reach_every_state_and_every_mark() {
    let seen: std::collections::BTreeSet<String> = (0..150).flat_map(differences::reached).collect();
    let missing: Vec<&str> = differences::WORDS.into_iter().filter(|word| !seen.contains(*word)).collect();
    assert!(missing.is_empty(), "never seen: {missing:?}");
}

/// `ORACLE_BOOKS=1000` looks further.
#[test]
fn the_due_list_of_the_program_is_the_list_of_a_second_reading_of_the_rules() {
    let first = number("ORACLE_SEED", 0);
    (first..first + number("ORACLE_BOOKS", 4)).for_each(program::compare);
}
