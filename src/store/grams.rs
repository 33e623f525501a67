//! Which clients have two or three characters one after the other in their searched text: a word is found by those it consists
//! of, without reading the book.
//!
//! The rows of clients lie in blocks of 16,384; for each block and each run of characters the places of the clients are kept. A
//! word found by its runs need not be there, since they may stand apart: whoever asks looks at the text.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, params};

use super::error::StoreError;
use crate::domain::client::ClientId;

/// Bits of a row's number that tell its place in a block.
const PLACE: u32 = 14;
/// So many runs of a word are asked at the most: one left out may be the one that tells.
const ASKED: usize = 24;

/// Runs of characters that clients got or lost, gathered to be written together.
#[derive(Debug, Default)]
pub(super) struct Grams(BTreeMap<i64, HashMap<i64, Vec<(u16, Turn)>>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Got,
    Lost,
}

impl Grams {
    /// A client's text was one and is another now; empty where there was or is none.
    pub fn turn(&mut self, client: ClientId, before: &str, after: &str) {
        if before == after {
            return;
        }
        let (had, has) = (runs(before), runs(after));
        let (block, place) = split(client);
        let runs = self.0.entry(block).or_default();
        for gram in has.difference(&had) {
            runs.entry(*gram).or_default().push((place, Turn::Got));
        }
        for gram in had.difference(&has) {
            runs.entry(*gram).or_default().push((place, Turn::Lost));
        }
    }

    /// Writes all of it.
    pub fn flush(&mut self, db: &Connection) -> Result<(), StoreError> {
        std::mem::take(&mut self.0).into_iter().try_for_each(|(block, runs)| write(db, block, runs))
    }

    /// Writes the blocks that are complete where clients come in the order of their rows: all but the last.
    pub fn flush_complete(&mut self, db: &Connection) -> Result<(), StoreError> {
        while self.0.len() > 1 {
            let Some((block, runs)) = self.0.pop_first() else { break };
            write(db, block, runs)?;
        }
        Ok(())
    }
}

/// Compares what is kept with the texts of all clients, told in the order of their rows.
#[derive(Debug, Default)]
pub(super) struct Comparing {
    gathered: Grams,
    /// Rows that are meant to be kept.
    meant: usize,
    differs: bool,
}

impl Comparing {
    /// A client has this text.
    pub fn client(&mut self, db: &Connection, client: ClientId, text: &str) -> Result<(), StoreError> {
        self.gathered.turn(client, "", text);
        if self.gathered.0.len() > 1 { self.first_block(db) } else { Ok(()) }
    }

    /// There are no more clients: what differs, in words.
    pub fn differences(mut self, db: &Connection) -> Result<Vec<String>, StoreError> {
        while !self.gathered.0.is_empty() {
            self.first_block(db)?;
        }
        let kept: i64 = db.query_row("SELECT count(*) FROM grams", [], |row| row.get(0))?;
        let differs = self.differs || usize::try_from(kept) != Ok(self.meant);
        Ok(differs.then(|| "what clients are searched by is not what their texts say".to_owned()).into_iter().collect())
    }

    fn first_block(&mut self, db: &Connection) -> Result<(), StoreError> {
        let Some((block, runs)) = self.gathered.0.pop_first() else { return Ok(()) };
        self.meant += runs.len();
        let mut asked = db.prepare_cached("SELECT gram, clients FROM grams WHERE block = ?")?;
        let mut rows = asked.query([block])?;
        while let Some(row) = rows.next()? {
            let is = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            let meant = runs.get(&row.get::<_, i64>(0)?).map(|turns| bytes(&changed(Vec::new(), turns)));
            self.differs |= meant.as_deref() != Some(is);
        }
        Ok(())
    }
}

/// The clients whose texts have every run of the words, block by block, those with the highest rows last; `each` hears them and says
/// whether to go on.
///
/// None of it was done where no word is long enough to have a run.
pub(super) fn holding(
    db: &Connection,
    words: &[&str],
    mut each: impl FnMut(Vec<i64>) -> Result<bool, StoreError>,
) -> Result<bool, StoreError> {
    let asked: BTreeSet<i64> = words.iter().flat_map(|word| telling(word)).collect();
    if asked.is_empty() {
        return Ok(false);
    }
    let last: Option<i64> = db.prepare_cached("SELECT max(block) FROM grams")?.query_row([], |row| row.get(0))?;
    let first: Option<i64> = db.prepare_cached("SELECT min(block) FROM grams")?.query_row([], |row| row.get(0))?;
    let (Some(first), Some(last)) = (first, last) else { return Ok(true) };
    let mut places = db.prepare_cached("SELECT clients FROM grams WHERE block = ? AND gram = ?")?;
    for block in first..=last {
        let mut found: Option<Vec<u16>> = None;
        for gram in &asked {
            let here: Option<Vec<u8>> = places.query_row(params![block, gram], |row| row.get(0)).optional()?;
            let here = here.map(|bytes| parsed(&bytes)).unwrap_or_default();
            let both = found.map_or_else(|| here.clone(), |found| in_both(&found, &here));
            let none = both.is_empty();
            found = Some(both);
            if none {
                break;
            }
        }
        let clients: Vec<i64> = found.unwrap_or_default().into_iter().map(|place| (block << PLACE) | i64::from(place)).collect();
        if !clients.is_empty() && !each(clients)? {
            break;
        }
    }
    Ok(true)
}

fn split(client: ClientId) -> (i64, u16) {
    let place = client.0 & ((1 << PLACE) - 1);
    (client.0 >> PLACE, u16::try_from(place).expect("fourteen bits"))
}

fn packed(characters: &[char]) -> i64 {
    let at = |n: usize| i64::from(characters.get(n).map_or(0, |c| u32::from(*c)));
    (at(0) << 42) | (at(1) << 21) | at(2)
}

/// Every run of two and three characters of a text, each once; none over the end of a line.
fn runs(text: &str) -> BTreeSet<i64> {
    let characters: Vec<char> = text.chars().collect();
    let within = |run: &&[char]| !run.contains(&'\n');
    [2, 3].into_iter().flat_map(|n| characters.windows(n).filter(within).map(packed)).collect()
}

/// The longest runs of a word, from all over it; its end, which was typed last, among them.
fn telling(word: &str) -> Vec<i64> {
    let characters: Vec<char> = word.chars().collect();
    if characters.len() < 2 {
        return Vec::new();
    }
    let all: Vec<i64> = characters.windows(characters.len().min(3)).map(packed).collect();
    let step = all.len().div_ceil(ASKED);
    all.into_iter().rev().step_by(step).collect()
}

fn write(db: &Connection, block: i64, runs: HashMap<i64, Vec<(u16, Turn)>>) -> Result<(), StoreError> {
    let mut runs: Vec<_> = runs.into_iter().collect();
    runs.sort_unstable_by_key(|(gram, _)| *gram);
    let mut known = db.prepare_cached("SELECT clients FROM grams WHERE block = ? AND gram = ?")?;
    let mut put = db.prepare_cached("INSERT OR REPLACE INTO grams (block, gram, clients) VALUES (?, ?, ?)")?;
    let mut gone = db.prepare_cached("DELETE FROM grams WHERE block = ? AND gram = ?")?;
    for (gram, turns) in runs {
        let before: Option<Vec<u8>> = known.query_row(params![block, gram], |row| row.get(0)).optional()?;
        let after = changed(before.as_deref().map(parsed).unwrap_or_default(), &turns);
        if after.is_empty() {
            gone.execute(params![block, gram])?;
        } else {
            put.execute(params![block, gram, bytes(&after)])?;
        }
    }
    Ok(())
}

/// The places after some were added and others taken away, in the order in which that came about.
fn changed(mut places: Vec<u16>, turns: &[(u16, Turn)]) -> Vec<u16> {
    for (place, turn) in turns {
        match (places.binary_search(place), turn) {
            (Err(at), Turn::Got) => places.insert(at, *place),
            (Ok(at), Turn::Lost) => drop(places.remove(at)),
            (Ok(_), Turn::Got) | (Err(_), Turn::Lost) => {}
        }
    }
    places
}

fn in_both(one: &[u16], other: &[u16]) -> Vec<u16> {
    one.iter().copied().filter(|place| other.binary_search(place).is_ok()).collect()
}

fn bytes(places: &[u16]) -> Vec<u8> {
    places.iter().flat_map(|place| place.to_be_bytes()).collect()
}

fn parsed(bytes: &[u8]) -> Vec<u16> {
    bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table() -> Connection {
        let db = Connection::open_in_memory().expect("a database");
        db.execute_batch("CREATE TABLE grams (block, gram, clients, PRIMARY KEY (block, gram)) WITHOUT ROWID").expect("made");
        db
    }

    fn found(db: &Connection, words: &[&str]) -> Option<Vec<i64>> {
        let mut all = Vec::new();
        let asked = holding(db, words, |some| {
            all.extend(some);
            Ok(true)
        });
        asked.expect("read").then_some(all)
    }

    #[test]
    fn a_word_finds_every_client_that_has_it_in_any_block() {
        let (db, mut grams) = (table(), Grams::default());
        for (client, text) in [(1, "grün foundry"), (2, "grub"), (40_000, "die grünen"), (40_001, "株式会社")] {
            grams.turn(ClientId(client), "", text);
        }
        grams.flush(&db).expect("written");
        assert_eq!(found(&db, &["grün"]), Some(vec![1, 40_000]));
        assert_eq!(found(&db, &["gr"]), Some(vec![1, 2, 40_000]));
        assert_eq!(found(&db, &["gr", "dry"]), Some(vec![1]));
        assert_eq!(found(&db, &["式会"]), Some(vec![40_001]));
        assert_eq!(found(&db, &["nobody"]), Some(vec![]));
        assert_eq!(found(&db, &["g"]), None, "one character has no run");
    }

    #[test]
    fn what_is_kept_and_should_not_be_differs_and_so_does_what_is_missing() {
        for spoil in [
            "UPDATE grams SET clients = x'0002' WHERE gram IN (SELECT min(gram) FROM grams)",
            "DELETE FROM grams WHERE gram IN (SELECT min(gram) FROM grams)",
            "INSERT INTO grams VALUES (7, 7, x'0001')",
        ] {
            let (db, mut grams) = (table(), Grams::default());
            grams.turn(ClientId(1), "", "acme");
            grams.flush(&db).expect("written");
            assert_eq!(db.execute(spoil, []).expect("spoilt"), 1);
            let mut comparing = Comparing::default();
            comparing.client(&db, ClientId(1), "acme").expect("read");
            assert_eq!(comparing.differences(&db).expect("read").len(), 1, "{spoil}");
        }
    }

    proptest! {
        #[test]
        fn whoever_has_a_word_is_found_after_any_changes(
            texts in proptest::collection::vec(("[ab\n]{0,6}", "[ab\n]{0,6}", 0_i64..40_000), 1..12),
            word in "[ab]{2,5}",
        ) {
            let (db, mut grams) = (table(), Grams::default());
            let mut now: BTreeMap<i64, String> = BTreeMap::new();
            for (first, second, client) in &texts {
                for text in [first, second] {
                    let before = now.insert(*client, text.clone()).unwrap_or_default();
                    grams.turn(ClientId(*client), &before, text);
                }
                grams.flush_complete(&db).expect("written");
            }
            grams.flush(&db).expect("written");
            let found = found(&db, &[&word]).expect("long enough");
            for (client, text) in &now {
                prop_assert!(!text.contains(&word) || found.contains(client), "{text:?} has {word}");
            }
            let mut comparing = Comparing::default();
            for (client, text) in &now {
                comparing.client(&db, ClientId(*client), text).expect("read");
            }
            prop_assert_eq!(comparing.differences(&db).expect("read"), Vec::<String>::new());
        }
    }
}
