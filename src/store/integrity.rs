//! What SQLite itself finds wrong in a file, in words and without its noise.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::error::StoreError;

/// Pages named at most; the rest are counted.
const NAMED: usize = 8;

/// What is wrong in a file, after at most so many of SQLite's findings; nothing where it is whole. That it cannot be looked
/// through to the end is a finding too.
///
/// # Errors
/// Another program holds the file, or the disk did not answer: then nothing is known of it.
pub(super) fn integrity(db: &Connection, most: usize) -> Result<Vec<String>, StoreError> {
    let asked = db.prepare(&format!("PRAGMA integrity_check({most})"));
    let found = asked.and_then(|mut asked| {
        let rows = asked.query_map([], |row| row.get::<_, String>(0))?;
        Ok(rows.take(most).map(|line| line.map_err(StoreError::from)).collect::<Vec<_>>())
    });
    let mut lines = Vec::new();
    for line in found.unwrap_or_else(|error| vec![Err(error.into())]) {
        match line {
            Ok(line) if line.lines().any(is_of_the_disk) => {
                let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_READ);
                return Err(rusqlite::Error::SqliteFailure(code, Some(line)).into());
            }
            Ok(line) => lines.push(line),
            Err(error) if error.may_pass() => return Err(error),
            Err(error) => lines.push(error.to_string()),
        }
    }
    Ok(in_words(&lines))
}

/// Whether a finding is that a page could not be read at all: SQLite lists that beside what it read and found wrong.
fn is_of_the_disk(line: &str) -> bool {
    let code = line.rsplit_once("error code").map(|(_, code)| code.trim_start_matches(['=', ' ']).trim());
    // The low byte tells the kind: `SQLITE_IOERR`.
    code.and_then(|code| code.parse::<i32>().ok()).is_some_and(|code| code & 0xff == rusqlite::ffi::SQLITE_IOERR)
}

/// One finding has many lines: pages that do not read, pages that belong to nothing since then, rows and indexes that differ.
fn in_words(found: &[String]) -> Vec<String> {
    let mut pages = BTreeSet::new();
    let (mut idle, mut others) = (0, Vec::new());
    for line in found.iter().flat_map(|finding| finding.lines()).map(str::trim) {
        if line.is_empty() || line == "ok" || line.starts_with("***") {
            continue;
        }
        if line.ends_with(": never used") {
            idle += 1;
        } else if let Some(page) = page_of(line) {
            pages.insert(page);
        } else if !others.iter().any(|other| other == line) {
            others.push(line.to_owned());
        }
    }
    let mut words = Vec::new();
    if !pages.is_empty() {
        let named: Vec<String> = pages.iter().take(NAMED).map(u32::to_string).collect();
        let more = if pages.len() > NAMED { ", …" } else { "" };
        let are = if pages.len() == 1 { "1 page of it is".to_owned() } else { format!("{} pages of it are", pages.len()) };
        words.push(format!("the file is damaged: {are} not what was written ({}{more})", named.join(", ")));
    }
    words.extend(others.into_iter().map(|line| format!("the file is damaged: {line}")));
    // Pages that hang on a damaged one belong to nothing: that alone is no news.
    if words.is_empty() && idle > 0 {
        words.push(format!("the file is damaged: {idle} of its pages belong to nothing"));
    }
    words
}

/// The page of `Tree 21 page 21: btreeInitPage() returns error code 11` and of `Tree 5 page 7 cell 3: …`.
fn page_of(line: &str) -> Option<u32> {
    let rest = line.strip_prefix("Tree ")?.split_once(" page ")?.1;
    rest.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(found: &[&str]) -> Vec<String> {
        in_words(&found.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_whole_file_has_nothing_wrong() {
        assert!(words(&["ok"]).is_empty() && words(&[]).is_empty());
    }

    #[test]
    fn pages_are_named_once_and_what_hangs_on_them_is_no_news() {
        let found = "*** in database main ***\nTree 21 page 22: btreeInitPage() returns error code 11\n\
                     Tree 5 page 7 cell 3: invalid page number 9\nTree 21 page 22: x\nPage 255: never used\nPage 256: never used";
        assert_eq!(words(&[found]), ["the file is damaged: 2 pages of it are not what was written (7, 22)"]);
        let many: String = (10..30).map(|page| format!("Tree 2 page {page}: x\n")).collect();
        assert_eq!(
            words(&[&many]),
            ["the file is damaged: 20 pages of it are not what was written (10, 11, 12, 13, 14, 15, 16, 17, …)"]
        );
    }

    #[test]
    fn a_page_the_disk_did_not_give_is_told_from_one_that_is_wrong() {
        assert!(is_of_the_disk("Tree 5 page 7: unable to get the page. error code=266"));
        assert!(is_of_the_disk("Tree 21 page 22: btreeInitPage() returns error code 10"));
        for damage in
            ["Tree 21 page 22: btreeInitPage() returns error code 11", "Tree 5 page 7: unable to get the page. error code=11"]
        {
            assert!(!is_of_the_disk(damage), "{damage}");
        }
    }

    #[test]
    fn what_is_no_page_is_told_as_it_is() {
        let wrong = "wrong # of entries in index clocks_span";
        assert_eq!(words(&[wrong, wrong]), [format!("the file is damaged: {wrong}")]);
        assert_eq!(words(&["Page 9: never used"]), ["the file is damaged: 1 of its pages belong to nothing"]);
    }
}
