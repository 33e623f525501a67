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
    use super::*;

    fn daily(days: i64) -> Vec<DateTime<Utc>> {
        let newest = DateTime::from_timestamp(1_800_000_000, 0).expect("an instant");
        (0..days).map(|day| newest - TimeDelta::days(day)).collect()
    }

    #[test]
    fn four_hundred_daily_backups_thin_to_days_weeks_and_months() {
        let kept = ranked(&daily(400)).into_iter().filter(|keep| *keep).count();
        assert!((30..=36).contains(&kept), "{kept}");
    }

    #[test]
    fn the_last_three_are_kept_whatever_their_age() {
        let mut instants = daily(3);
        instants.insert(0, instants[0] + TimeDelta::days(4_000));
        assert!(ranked(&instants)[..3].iter().all(|keep| *keep));
    }
}
