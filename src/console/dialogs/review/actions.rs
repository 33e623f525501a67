//! Actions agreed in a review, one a line: `Send the roadmap @ana next fri`.

use chrono::NaiveDate;

use super::super::sheet::{ahead, line};
use crate::console::canvas::Look;
use crate::console::formats::until;
use crate::console::theme::Role;
use crate::domain::calendar::WordsError;
use crate::domain::command::ActionDraft;
use crate::domain::text::Shown;

/// The actions of a text: each line is what is to be done, then `@`, who does it and by when; either may be left out.
///
/// # Errors
/// A date that is not understood.
pub fn read(text: &str, today: NaiveDate) -> Result<Vec<ActionDraft>, String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| action(line, today)).collect()
}

/// The actions as understood, for reading back; an explanation while there are none.
#[must_use]
pub fn shown(text: &str, today: NaiveDate, look: &Look) -> Vec<(Role, Shown)> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return vec![line(Role::Dim, "one a line: Send the roadmap @ana next fri")];
    }
    let arrow = look.glyphs.arrow();
    let read_back = |text: &&str| match action(text, today) {
        Ok(ActionDraft { text, owner, due_on }) => {
            let owner = owner.unwrap_or_else(|| "nobody yet".to_owned());
            let due = due_on.map_or_else(
                || "no date".to_owned(),
                |due| format!("{} {} ({})", due.format("%a"), look.formats.date(due), until(due, today)),
            );
            line(Role::Dim, &format!("{arrow} {text}: {owner}, {due}"))
        }
        Err(why) => line(Role::Bad, &format!("! {why}")),
    };
    lines.iter().map(read_back).collect()
}

fn action(line: &str, today: NaiveDate) -> Result<ActionDraft, String> {
    let Some((text, after)) = at_sign(line) else {
        return Ok(ActionDraft { text: line.to_owned(), ..ActionDraft::default() });
    };
    let words: Vec<&str> = after.split_whitespace().collect();
    for first in 0..words.len() {
        match ahead(&words[first..].join(" "), today) {
            Ok(due) => return Ok(draft(text, &words[..first], Some(due))),
            Err(WordsError::Unknown(_)) => {}
            Err(why @ (WordsError::Ambiguous { .. } | WordsError::NoSuchDay(_))) => return Err(why.to_string()),
        }
    }
    if let Some(odd) = words.iter().find(|word| word.chars().any(|c| c.is_ascii_digit())) {
        return Err(format!("“{odd}” is not understood as a date; write @owner 2026-11-05, +2w or next fri"));
    }
    Ok(draft(text, &words, None))
}

fn draft(text: &str, owner: &[&str], due_on: Option<NaiveDate>) -> ActionDraft {
    let owner = owner.join(" ");
    ActionDraft { text: text.to_owned(), owner: (!owner.is_empty()).then_some(owner), due_on }
}

/// What stands before and after the last `@` that begins a word; none where nothing is before it.
fn at_sign(line: &str) -> Option<(&str, &str)> {
    let begins = |at: usize| line[..at].ends_with(char::is_whitespace);
    let at = line.match_indices('@').map(|(at, _)| at).rfind(|at| begins(*at))?;
    let text = line[..at].trim();
    (!text.is_empty()).then(|| (text, line[at + 1..].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(line: &str) -> Result<(String, Option<String>, Option<String>), String> {
        let today = "2026-06-15".parse().unwrap();
        let action = read(line, today)?.remove(0);
        Ok((action.text, action.owner, action.due_on.map(|due| due.to_string())))
    }

    fn expect(text: &str, owner: &str, due: &str) -> Result<(String, Option<String>, Option<String>), String> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok((text.to_owned(), some(owner), some(due)))
    }

    #[test]
    fn owner_and_date_stand_after_the_at_sign() {
        assert_eq!(one("Send the roadmap @ana next fri"), expect("Send the roadmap", "ana", "2026-06-19"));
        assert_eq!(one("Send it @Ana Silva +2w"), expect("Send it", "Ana Silva", "2026-06-29"));
        assert_eq!(one("Send it @ana"), expect("Send it", "ana", ""));
        assert_eq!(one("Send it @ 2026-07-01"), expect("Send it", "", "2026-07-01"));
        assert_eq!(one("Mail bob@example.com by friday"), expect("Mail bob@example.com by friday", "", ""));
        assert_eq!(one("@ana"), expect("@ana", "", ""));
    }

    #[test]
    fn a_weekday_lies_ahead_and_a_date_that_could_be_two_days_is_asked_about() {
        assert_eq!(one("Send it @ana fri"), expect("Send it", "ana", "2026-06-19"));
        assert_eq!(one("Send it @ana 3d"), expect("Send it", "ana", "2026-06-18"));
        assert!(one("Send it @ana 5/11").unwrap_err().contains("more than one way"));
        assert!(one("Send it @ana 31.2.").is_err());
    }

    #[test]
    fn empty_lines_are_no_actions() {
        assert_eq!(read("\n  \r\n", "2026-06-15".parse().unwrap()), Ok(Vec::new()));
    }
}
