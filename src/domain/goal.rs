//! Goals: what a relationship is to achieve, in the five spellings of the touch-tier source or in words of one's own.

use super::text::fold;

/// The goals of the source of the touch-tier model (models.md, 4); a client may have any other goal in its own words.
pub const GOALS: [&str; 5] = ["risk mitigation", "adoption", "retention", "key-contact turnover", "expansion"];

/// A goal as it is kept: one of [`GOALS`] in its spelling, whatever its case, hyphens and spaces; any other text as it is.
#[must_use]
pub fn spelled(goal: &str) -> &str {
    let wanted = letters(goal);
    GOALS.into_iter().find(|known| letters(known) == wanted).unwrap_or(goal)
}

fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_of_the_list_is_kept_in_its_own_spelling() {
        for given in ["Key contact turnover", "KEY-CONTACT-TURNOVER", "key_contact  turnover", "key-contact turnover"] {
            assert_eq!(spelled(given), "key-contact turnover", "{given}");
        }
        assert_eq!(spelled("Risk-Mitigation"), "risk mitigation");
        for own in ["Double the seats", "risk", "", "adoption of the portal"] {
            assert_eq!(spelled(own), own);
        }
    }
}
