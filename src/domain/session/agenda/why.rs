//! The words of the reasons: for scripts, for lists, and the sentence that says why.

use chrono::NaiveDate;

use super::{Evidence, Reason};

impl Reason {
    /// Its word in rules and for scripts: `near`, `back-and-forth`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Contested => "contested",
            Self::Proposed => "proposed",
            Self::Unplaced => "unplaced",
            Self::Near => "near",
            Self::BackAndForth => "back-and-forth",
            Self::PutOff => "put-off",
            Self::Drift => "drift",
            Self::Confirm => "confirm",
            Self::Scores => "scores",
            Self::Changed => "changed",
            Self::Overdue => "overdue",
            Self::Renewal => "renewal",
        }
    }

    /// The reason of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }

    /// Short, for a list: `near a cut`.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Contested => "contested",
            Self::Proposed => "move proposed",
            Self::Unplaced => "in no segment",
            Self::Near => "near a cut",
            Self::BackAndForth => "moved to and fro",
            Self::PutOff => "was put off",
            Self::Drift => "drifts",
            Self::Confirm => "confirmation due",
            Self::Scores => "scores stale",
            Self::Changed => "stage or goal changed",
            Self::Overdue => "review overdue",
            Self::Renewal => "renews soon",
        }
    }

    /// Why, on the session's day, with what the evidence says of it: `renews in 34 days`. `day` writes a date.
    #[must_use]
    pub fn why(self, evidence: &Evidence, on: NaiveDate, day: impl Fn(NaiveDate) -> String) -> String {
        let since = |what: &str, from: Option<NaiveDate>| match from {
            Some(from) => format!("{what} since {}", day(from)),
            None => what.to_owned(),
        };
        match self {
            Self::Contested => "opinions about it differ, or somebody questions them".to_owned(),
            Self::Proposed => "a move is proposed".to_owned(),
            Self::Unplaced => "it is in no segment".to_owned(),
            Self::Near => "a score is near a cut".to_owned(),
            Self::BackAndForth => format!("moved {} times in the last 4 sessions", evidence.moves),
            Self::PutOff => match evidence.put_off {
                Some(until) => format!("the session before put it off until {}", day(until)),
                None => "the session before put it off".to_owned(),
            },
            Self::Drift => "its scores propose another segment".to_owned(),
            Self::Confirm => since("confirmation due", evidence.confirm_due),
            Self::Scores => match (evidence.unscored, evidence.stale_from.filter(|from| *from <= on)) {
                (true, None) => "a score is missing".to_owned(),
                (true, stale) => format!("a score is missing, and {}", since("one is stale", stale)),
                (false, stale) => since("a score is stale", stale),
            },
            Self::Changed => "stage or goal changed since the last decision".to_owned(),
            Self::Overdue => since("a review is overdue", evidence.overdue_from),
            Self::Renewal => match evidence.renewal_on.map(|renewal| (renewal - on).num_days()) {
                Some(0) => "renews today".to_owned(),
                Some(1) => "renews tomorrow".to_owned(),
                Some(days) => format!("renews in {days} days"),
                None => "renews soon".to_owned(),
            },
        }
    }
}
