//! How fast a session goes: time used and time left at the present pace, from the instants of its decisions alone.

use chrono::{DateTime, FixedOffset, TimeDelta};

/// A gap longer than this is a break, and no time used.
pub const BREAK: TimeDelta = TimeDelta::minutes(20);

/// How far a session is and how fast it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pace {
    /// Time used so far, breaks left out.
    pub used: TimeDelta,
    /// Time left at the present pace; none before there is one.
    pub left: Option<TimeDelta>,
}

impl Pace {
    /// The pace from the instants at which clients were decided on, in any order, for so many that are left. Those decided in
    /// one step (the uncontested rest) share an instant and count as one.
    ///
    /// There is a pace once two instants lie no break apart: the mean of such gaps, once for each client left.
    #[must_use]
    pub fn of(decided: &[DateTime<FixedOffset>], left: usize) -> Self {
        let mut instants: Vec<i64> = decided.iter().map(DateTime::timestamp_millis).collect();
        instants.sort_unstable();
        instants.dedup();
        let gaps = instants.windows(2).map(|pair| pair[1].saturating_sub(pair[0]));
        let (mut used, mut steps) = (0_i128, 0_i128);
        for gap in gaps.filter(|gap| *gap <= BREAK.num_milliseconds()) {
            used += i128::from(gap);
            steps += 1;
        }
        let clients = i128::try_from(left).unwrap_or(i128::from(i64::MAX));
        Self { used: delta(used), left: (steps > 0).then(|| delta(used.saturating_mul(clients) / steps.max(1))) }
    }
}

/// A span of milliseconds, the longest there is where it is longer.
fn delta(milliseconds: i128) -> TimeDelta {
    i64::try_from(milliseconds).ok().and_then(TimeDelta::try_milliseconds).unwrap_or(TimeDelta::MAX)
}

/// A span in words, to the nearest minute: `1 h 20 min`, `4 min`, `under a minute`.
#[must_use]
pub fn in_words(span: TimeDelta) -> String {
    if span < TimeDelta::minutes(1) {
        return "under a minute".to_owned();
    }
    let minutes = span.num_seconds().saturating_add(30) / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minutes: &[i64]) -> Vec<DateTime<FixedOffset>> {
        let start: DateTime<FixedOffset> = "2026-06-15T09:00:00+02:00".parse().expect("an instant");
        minutes.iter().map(|minutes| start + TimeDelta::minutes(*minutes)).collect()
    }

    fn pace(minutes: &[i64], left: usize) -> (i64, Option<i64>) {
        let pace = Pace::of(&at(minutes), left);
        (pace.used.num_minutes(), pace.left.map(|left| left.num_minutes()))
    }

    #[test]
    fn the_mean_of_the_gaps_counts_for_each_client_left() {
        assert_eq!(pace(&[0, 4, 10], 6), (10, Some(30)));
        assert_eq!(pace(&[10, 0, 4], 0), (10, Some(0)));
    }

    #[test]
    fn breaks_count_nothing_and_a_step_of_many_counts_once() {
        assert_eq!(pace(&[0, 4, 24, 45, 51], 1), (30, Some(10)));
        assert_eq!(pace(&[0, 0, 0, 4, 4, 8], 2), (8, Some(8)));
    }

    #[test]
    fn there_is_no_pace_before_the_second_decision_nor_over_a_break() {
        for minutes in [&[][..], &[3], &[3, 3, 3], &[0, 21], &[0, 1440]] {
            assert_eq!(pace(minutes, 5), (0, None), "{minutes:?}");
        }
    }

    #[test]
    fn spans_are_told_in_words() {
        for (seconds, words) in [
            (-90, "under a minute"),
            (0, "under a minute"),
            (59, "under a minute"),
            (60, "1 min"),
            (89, "1 min"),
            (240, "4 min"),
            (3_569, "59 min"),
            (3_570, "1 h"),
            (4_800, "1 h 20 min"),
            (90_000, "25 h"),
        ] {
            assert_eq!(in_words(TimeDelta::seconds(seconds)), words, "{seconds}");
        }
        assert!(in_words(TimeDelta::MAX).ends_with("min"));
    }

    proptest! {
        #[test]
        fn the_order_and_doubles_do_not_matter(minutes in prop::collection::vec(0i64..300, 0..20), left in 0usize..5000) {
            let mut other: Vec<i64> = minutes.iter().rev().chain(&minutes).copied().collect();
            other.rotate_left(minutes.len() / 2);
            prop_assert_eq!(Pace::of(&at(&minutes), left), Pace::of(&at(&other), left));
        }

        #[test]
        fn time_used_is_within_the_time_passed_and_time_left_within_a_break_each(
            minutes in prop::collection::vec(0i64..300, 0..20),
            left in 0usize..5000,
        ) {
            let pace = Pace::of(&at(&minutes), left);
            let passed = minutes.iter().max().zip(minutes.iter().min()).map_or(0, |(last, first)| last - first);
            prop_assert!(TimeDelta::zero() <= pace.used && pace.used <= TimeDelta::minutes(passed));
            prop_assert!(pace.left.is_none_or(|time| time <= BREAK * i32::try_from(left).expect("few")));
            prop_assert!(Pace::of(&at(&minutes), usize::MAX).left.is_none_or(|time| time >= pace.left.unwrap_or_default()));
        }
    }
}
