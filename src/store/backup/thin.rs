//! Which backups stay: all of 48 hours, then days, weeks and months by rank, so that no clock takes any away.

use std::fs;
use std::path::Path;

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::names::backups;
use crate::store::error::StoreError;

/// Never thinned.
const ALWAYS: usize = 3;
/// All made within this time of the newest stay.
const ALL_WITHIN: TimeDelta = TimeDelta::hours(48);

/// Takes away the backups that are no longer needed. `made` was made at `now` and stays. What was kept once and for all (a book
/// that was replaced, or as it was before an upgrade) is not counted and never taken away.
pub(super) fn thin(book: &Path, now: DateTime<Utc>, made: &Path) -> Result<(), StoreError> {
    let thinned: Vec<_> = backups(book)?.into_iter().filter(|backup| !backup.is_kept()).collect();
    let instants: Vec<DateTime<Utc>> = thinned.iter().map(|backup| backup.at).collect();
    for (backup, stays) in thinned.iter().zip(staying(&instants, now)) {
        if !stays && backup.path != made {
            fs::remove_file(&backup.path)
                .map_err(|source| StoreError::File { what: format!("{} cannot be taken away", backup.path.display()), source })?;
        }
    }
    Ok(())
}

/// Which of the backups, newest first, stay. Those whose names lie ahead of `now` were made under another clock, which may have
/// been the right one: they are ranked among themselves, and so are the others.
fn staying(newest_first: &[DateTime<Utc>], now: DateTime<Utc>) -> Vec<bool> {
    let ahead = newest_first.partition_point(|instant| *instant > now);
    let (ahead, others) = newest_first.split_at(ahead);
    ranked(ahead).into_iter().chain(ranked(others)).collect()
}

/// All within 48 hours of the newest, and of the newest before the first longer pause (a clock that was set forward looks like
/// one); then the newest of 14 days, 10 weeks and 12 months that have any; and always the last three.
fn ranked(newest_first: &[DateTime<Utc>]) -> Vec<bool> {
    let Some(newest) = newest_first.first() else { return Vec::new() };
    let mut pairs = newest_first.windows(2);
    let before_pause = pairs.find(|pair| pair[0] - pair[1] > ALL_WITHIN).map_or(newest, |pair| &pair[1]);
    let near = |instant: &DateTime<Utc>, of: &DateTime<Utc>| instant <= of && *of - *instant <= ALL_WITHIN;
    let mut keep: Vec<bool> = newest_first
        .iter()
        .enumerate()
        .map(|(rank, instant)| rank < ALWAYS || near(instant, newest) || near(instant, before_pause))
        .collect();
    type Bucket = fn(&DateTime<Utc>) -> (i32, u32);
    let buckets: [(usize, Bucket); 3] = [
        (14, |instant| (instant.year(), instant.ordinal())),
        (10, |instant| (instant.iso_week().year(), instant.iso_week().week())),
        (12, |instant| (instant.year(), instant.month())),
    ];
    for (most, bucket) in buckets {
        let mut seen = Vec::new();
        for (at, instant) in newest_first.iter().enumerate() {
            let of = bucket(instant);
            if seen.len() < most && !seen.contains(&of) {
                seen.push(of);
                keep[at] = true;
            }
        }
    }
    keep
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn daily(days: i64) -> Vec<DateTime<Utc>> {
        let newest = DateTime::from_timestamp(1_800_000_000, 0).expect("an instant");
        (0..days).map(|day| newest - TimeDelta::days(day)).collect()
    }

    /// Makes backups at instants of a clock, thinning after each as the program does. Answers what is left, newest first.
    fn course(made_at: impl IntoIterator<Item = DateTime<Utc>>) -> Vec<DateTime<Utc>> {
        made_at.into_iter().fold(Vec::new(), made)
    }

    fn made(mut left: Vec<DateTime<Utc>>, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let at = left.partition_point(|instant| *instant > now);
        left.insert(at, now);
        let stays = staying(&left, now);
        let kept = |(instant, stays): (&DateTime<Utc>, bool)| (stays || *instant == now).then_some(*instant);
        left.iter().zip(stays).filter_map(kept).collect()
    }

    fn half_hours(days: i64) -> Vec<DateTime<Utc>> {
        let first = DateTime::from_timestamp(1_800_000_000, 0).expect("an instant");
        (0..days).flat_map(|day| (0..16).map(move |n| first + TimeDelta::days(day) + TimeDelta::minutes(30 * n))).collect()
    }

    #[test]
    fn four_hundred_daily_backups_thin_to_days_weeks_and_months() {
        let kept = ranked(&daily(400)).into_iter().filter(|keep| *keep).count();
        assert!((30..=36).contains(&kept), "{kept}");
    }

    #[test]
    fn four_hundred_days_of_work_keep_two_days_whole_and_then_days_weeks_and_months() {
        let made = half_hours(400);
        let left = course(made.iter().copied());
        let newest = *left.first().expect("some are left");
        let within = |from: i64, to: i64| {
            let age = |instant: &&DateTime<Utc>| (TimeDelta::hours(from)..=TimeDelta::hours(to)).contains(&(newest - **instant));
            (left.iter().filter(age).count(), made.iter().filter(age).count())
        };
        assert_eq!(within(0, 48).0, within(0, 48).1, "all of 48 hours");
        let days: std::collections::BTreeSet<_> = left.iter().map(|instant| instant.date_naive()).collect();
        assert!(days.len() >= 14 + 8 + 9, "{} days are left", days.len());
        assert!(left.len() <= within(0, 48).0 + 14 + 10 + 12, "{} are left", left.len());
        assert!(newest - *left.last().expect("some are left") >= TimeDelta::days(300), "about a year back");
    }

    #[test]
    fn a_clock_set_forward_and_back_takes_nothing_away_that_a_right_one_would_have_left() {
        let work = half_hours(60);
        for days_ahead in [1, 3, 40, 400, 4_000] {
            for wrong_for in [1, 5, 40] {
                let mut left = course(work.iter().copied());
                let right = left.clone();
                let last = *work.last().expect("an instant");
                for n in 0..wrong_for {
                    left = made(left, last + TimeDelta::days(days_ahead) + TimeDelta::minutes(30 * n));
                }
                // Only what a day, a week, or a month later than itself displaces may go: never one of the last 48 hours.
                let recent = right.iter().filter(|instant| last - **instant <= TimeDelta::hours(48));
                for instant in recent {
                    assert!(
                        days_ahead <= 2 || left.contains(instant),
                        "{days_ahead} days ahead for {wrong_for}: {instant} is gone"
                    );
                }
                // Put right again, work goes on: what is made now stays, and so do the last two days.
                let after = made(left.clone(), last + TimeDelta::minutes(30));
                assert!(after.contains(&(last + TimeDelta::minutes(30))) && after.len() + 3 >= left.len());
            }
        }
    }

    #[test]
    fn a_clock_set_back_takes_away_none_of_those_made_before() {
        let mut left = course(half_hours(60));
        let before = left.clone();
        let wrong = before[0] - TimeDelta::days(2_000);
        for n in 0..200 {
            left = made(left, wrong + TimeDelta::minutes(30 * n));
            assert!(left.contains(&(wrong + TimeDelta::minutes(30 * n))), "the one just made");
        }
        assert!(before.iter().all(|instant| left.contains(instant)));
    }

    proptest! {
        #[test]
        fn the_last_three_and_yesterday_stay_and_there_is_a_bound(minutes in prop::collection::vec(1_i64..100_000, 1..300)) {
            let first = DateTime::from_timestamp(1_700_000_000, 0).expect("an instant");
            let mut now = first;
            let made_at: Vec<_> = minutes.iter().map(|step| { now += TimeDelta::minutes(*step); now }).collect();
            let left = course(made_at.iter().copied());
            let last: Vec<_> = made_at.iter().rev().take(3).collect();
            prop_assert!(last.iter().all(|instant| left.contains(instant)));
            let pause = left.windows(2).find(|pair| pair[0] - pair[1] > ALL_WITHIN).map_or(now, |pair| pair[1]);
            let near = left.iter().filter(|at| now - **at <= ALL_WITHIN || (**at <= pause && pause - **at <= ALL_WITHIN)).count();
            prop_assert!(left.len() <= near + 14 + 10 + 12 + 3 + 97);
            for days in [1, 7, 14] {
                let of_day = |at: &&DateTime<Utc>| at.date_naive() == (now - TimeDelta::days(days)).date_naive();
                prop_assert!(made_at.iter().find(of_day).is_none() || left.iter().any(|at| of_day(&at)) || days == 14);
            }
        }
    }

    #[test]
    fn the_last_three_are_kept_whatever_their_age() {
        let mut instants = daily(3);
        instants.insert(0, instants[0] + TimeDelta::days(4_000));
        assert!(ranked(&instants)[..3].iter().all(|keep| *keep));
    }
}
