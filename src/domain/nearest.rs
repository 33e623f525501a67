//! The nearest known word to a mistaken one, for hints.

/// The candidate that a person who wrote `word` most likely meant; none where nothing is close.
///
/// Close is: the beginning of a candidate, or at most one change in a word of up to four letters, two in a longer one
/// (a letter more, less, other, or two swapped).
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().take(64).collect();
    let allowed = if word.len() <= 4 { 1 } else { 2 };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.to_lowercase().chars().take(64).collect();
        let begins = word.len() >= 2 && letters.starts_with(&word);
        let steps = if begins { 1 } else { distance(&word, &letters) };
        if steps <= allowed && steps < letters.len() && best.is_none_or(|(least, _)| steps < least) {
            best = Some((steps, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Changes between two words; a swap of neighbours is one.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let other = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = other.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_word_may_have_two_slips_and_the_closest_wins() {
        for (word, candidates, found) in [
            ("ownr", ["owner", "arr"], Some("owner")),
            ("ewnr", ["owner", "arr"], None),
            ("renwla", ["renewal", "due"], Some("renewal")),
            ("rnwla", ["renewal", "due"], None),
            ("segmen", ["sediment", "segment"], Some("segment")),
            ("segmet", ["segments", "segment"], Some("segment")),
            ("o", ["owner", "on"], Some("on")),
            ("ow", ["owner", "arr"], Some("owner")),
            ("x", ["y", "z"], None),
            ("ren", ["rex", "renewal"], Some("rex")),
            ("wons", ["owns", "arr"], Some("owns")),
            ("cb", ["ac", "arr"], None),
            ("bc", ["ca", "arr"], None),
        ] {
            assert_eq!(nearest(word, candidates), found, "{word}");
        }
    }

    #[test]
    fn a_slip_finds_its_word_and_nonsense_none() {
        let fields = ["owner", "arr", "due", "renewal"];
        for (word, found) in [
            ("ower", Some("owner")),
            ("onwer", Some("owner")),
            ("OWNER", Some("owner")),
            ("ren", Some("renewal")),
            ("dua", Some("due")),
            ("zebra", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, fields), found, "{word}");
        }
    }
}
