//! The figures of a span: reviews held on time, held late, skipped and open (cadence.md C18).

use std::iter::Sum;
use std::ops::AddAssign;

use chrono::NaiveDate;
use serde::Serialize;

use super::cadence::{Closed, Occurrence};

/// How often reviews were asked for in a span, by what became of it.
///
/// An occurrence counts in the span its effective date lies in. One that a pause, the archive or a move to as needed ended
/// counts nowhere: the question was taken back, so nobody owes an answer, and no figure may get better or worse by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Figures {
    /// Held by the grace end.
    pub on_time: u64,
    /// Held after it.
    pub late: u64,
    /// Skipped with a reason.
    pub skipped: u64,
    /// Neither held nor skipped yet.
    pub open: u64,
    /// Clocks that ask for nothing: reported apart, in no total (C12). No occurrence tells of them: who counts the clocks
    /// sets it.
    pub as_needed: u64,
}

impl Figures {
    /// The figures of those occurrences whose effective date lies in `from..=to`.
    pub fn count<'o>(occurrences: impl IntoIterator<Item = &'o Occurrence>, from: NaiveDate, to: NaiveDate) -> Self {
        let mut figures = Self::default();
        for occurrence in occurrences.into_iter().filter(|occurrence| (from..=to).contains(&occurrence.effective)) {
            figures.add(occurrence);
        }
        figures
    }

    /// Counts one occurrence, whatever its date.
    pub fn add(&mut self, occurrence: &Occurrence) {
        match occurrence.closed {
            Closed::ByReview(held_on) if held_on <= occurrence.grace_end => self.on_time += 1,
            Closed::ByReview(_) => self.late += 1,
            Closed::BySkip(_) => self.skipped += 1,
            Closed::Open => self.open += 1,
            Closed::Dropped(_) => {}
        }
    }

    /// How often a review was asked for: on time, late, skipped and open together.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.on_time + self.late + self.skipped + self.open
    }

    /// The part of all reviews asked for that were held on time, 0 to 1; none where nothing was asked for.
    ///
    /// Over the total, not over those held alone: a team that skips its reviews or leaves them open is not on time. Open
    /// reviews of a span that still runs may yet be on time, so its share only says how far things are; skipped and open
    /// stand beside it.
    #[must_use]
    pub fn share_on_time(self) -> Option<f64> {
        (self.total() > 0).then(|| self.on_time as f64 / self.total() as f64)
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.on_time += other.on_time;
        self.late += other.late;
        self.skipped += other.skipped;
        self.open += other.open;
        self.as_needed += other.as_needed;
    }
}

impl Sum for Figures {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, figures| {
            sum += figures;
            sum
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::Period;

    const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");

    fn on(days: u64) -> NaiveDate {
        FIRST + Days::new(days)
    }

    /// Due on a day, with seven days of grace.
    fn occurrence(due: u64, closed: Closed) -> Occurrence {
        Occurrence {
            kind: "Review".to_owned(),
            segment: Some("grow".to_owned()),
            anchor: FIRST - Days::new(90),
            nominal: on(due),
            effective: on(due),
            grace_end: on(due + 7),
            period: Period::months(3),
            closed,
        }
    }

    #[test]
    fn the_last_day_of_grace_is_on_time_and_the_next_is_late() {
        let all = [5, 17, 18].map(|held| occurrence(10, Closed::ByReview(on(held))));
        let figures = Figures::count(&all, on(0), on(30));
        assert_eq!(figures, Figures { on_time: 2, late: 1, ..Figures::default() });
    }

    #[test]
    fn the_effective_date_says_in_which_span_an_occurrence_counts() {
        let all = [9, 10, 20, 21].map(|due| occurrence(due, Closed::Open));
        assert_eq!(Figures::count(&all, on(10), on(20)).open, 2);
        let held_in_the_span = [occurrence(9, Closed::ByReview(on(12)))];
        assert_eq!(Figures::count(&held_in_the_span, on(10), on(20)), Figures::default());
    }

    #[test]
    fn what_a_pause_the_archive_or_a_move_ended_counts_nowhere() {
        let all = [occurrence(10, Closed::Dropped(on(10))), occurrence(10, Closed::BySkip(on(3)))];
        let figures = Figures::count(&all, on(0), on(30));
        assert_eq!(figures, Figures { skipped: 1, ..Figures::default() });
        assert_eq!(figures.total(), 1);
    }

    #[test]
    fn skipped_and_open_reviews_are_not_on_time() {
        let figures = Figures { on_time: 3, late: 1, skipped: 1, open: 1, as_needed: 9 };
        assert_eq!(figures.share_on_time(), Some(0.5));
        assert_eq!(Figures { as_needed: 9, ..Figures::default() }.share_on_time(), None);
    }

    fn an_occurrence() -> impl Strategy<Value = Occurrence> {
        let closed = (0u64..100).prop_flat_map(|day| {
            let day = on(day);
            prop::sample::select(vec![Closed::ByReview(day), Closed::BySkip(day), Closed::Dropped(day), Closed::Open])
        });
        (0u64..100, closed).prop_map(|(due, closed)| occurrence(due, closed))
    }

    proptest! {
        #[test]
        fn the_total_is_the_occurrences_of_the_span_that_were_not_dropped(
            all in prop::collection::vec(an_occurrence(), 0..30), from in 0u64..100, length in 0u64..60
        ) {
            let (from, to) = (on(from), on(from + length));
            let in_span = all.iter().filter(|o| from <= o.effective && o.effective <= to);
            let counted = in_span.filter(|o| !matches!(o.closed, Closed::Dropped(_))).count();
            let figures = Figures::count(&all, from, to);
            prop_assert_eq!(figures.total(), counted as u64);
            prop_assert!(figures.share_on_time().is_none_or(|share| (0.0..=1.0).contains(&share)));
        }

        #[test]
        fn the_figures_of_spans_that_follow_each_other_add_up(
            all in prop::collection::vec(an_occurrence(), 0..30), cut in 0u64..99
        ) {
            let parts = [Figures::count(&all, on(0), on(cut)), Figures::count(&all, on(cut + 1), on(99))];
            prop_assert_eq!(parts.into_iter().sum::<Figures>(), Figures::count(&all, on(0), on(99)));
        }
    }
}
