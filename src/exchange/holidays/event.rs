//! One event of an iCalendar file: which whole days it takes, and on which days it begins.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use super::super::refused::shown_cell;
use super::yearly::Yearly;
use super::{Found, LENGTH_LIMIT, Stopped, is_of_our_time, name_of};

/// A date, or a date with a time, as written: whatever zone it is in, the civil date counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) date: NaiveDate,
    pub(super) time: Option<NaiveTime>,
}

impl Moment {
    /// `20261225`, `20261225T000000`, `20261225T000000Z`, also with the signs some programs put between.
    pub(super) fn of(value: &str) -> Option<Self> {
        let plain: String = value.trim().chars().filter(|c| !matches!(c, '-' | ':')).collect();
        let (date, rest) = plain.split_at_checked(8)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let date = NaiveDate::parse_from_str(date, "%Y%m%d").ok().filter(|_| digits(date))?;
        if rest.is_empty() {
            return Some(Self { date, time: None });
        }
        let clock = rest.strip_prefix(['T', 't', ' '])?.trim_end_matches(['Z', 'z']);
        let clock = clock.get(..6).or_else(|| clock.get(..4)).filter(|clock| digits(clock))?;
        let number = |from: usize| clock.get(from..from + 2).map_or(Some(0), |two| two.parse::<u32>().ok());
        let time = NaiveTime::from_hms_opt(number(0)?, number(2)?, number(4)?.min(59))?;
        Some(Self { date, time: Some(time) })
    }

    fn instant(self) -> NaiveDateTime {
        self.date.and_time(self.time.unwrap_or(NaiveTime::MIN))
    }
}

/// A `DURATION`: `P3D`, `P1W`, `PT24H`, `P1DT12H`.
pub(super) fn duration(value: &str) -> Option<TimeDelta> {
    let value = value.trim().to_ascii_uppercase();
    let mut rest = value.strip_prefix('+').unwrap_or(&value).strip_prefix('P')?;
    let mut seconds: i64 = 0;
    while !rest.is_empty() {
        rest = rest.strip_prefix('T').unwrap_or(rest);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = rest[..digits].parse::<u32>().ok()?.into();
        let unit = match rest.as_bytes().get(digits)? {
            b'W' => 7 * 86_400,
            b'D' => 86_400,
            b'H' => 3_600,
            b'M' => 60,
            b'S' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number * unit)?;
        rest = &rest[digits + 1..];
    }
    TimeDelta::try_seconds(seconds)
}

/// What an iCalendar file says about one event.
#[derive(Debug, Clone, Default)]
pub(super) struct Event {
    /// The line it begins on.
    pub(super) line: u64,
    pub(super) summary: Option<String>,
    pub(super) uid: String,
    pub(super) start: Option<Moment>,
    /// A `DTSTART` that is no date, with its line.
    pub(super) unread_start: Option<(u64, String)>,
    pub(super) end: Option<Moment>,
    pub(super) duration: Option<TimeDelta>,
    /// The values of its `RRULE`s, with their lines.
    pub(super) rules: Vec<(u64, String)>,
    /// Days it does not begin on after all.
    pub(super) except: BTreeSet<NaiveDate>,
    /// Further days it begins on.
    pub(super) more: Vec<NaiveDate>,
    /// The occurrence of another event with the same id it stands for.
    pub(super) replaces: Option<NaiveDate>,
    pub(super) cancelled: bool,
    /// Outlook says it is an all-day event, whatever its times are.
    pub(super) all_day: bool,
    /// Google says it is no public holiday.
    pub(super) observance: bool,
}

/// The whole days of an event.
struct Stretch {
    /// Days from the date it begins on to the first whole day.
    offset: u64,
    length: u64,
    /// Parts of days at its ends that are no days off.
    cut: bool,
}

impl Event {
    /// Its days off within the limits of the file.
    pub(super) fn take(&self, span: (NaiveDate, NaiveDate), found: &mut Found) -> Result<(), Stopped> {
        if self.cancelled {
            return Ok(());
        }
        let summary = self.summary.as_deref().unwrap_or_default();
        let name = name_of(summary);
        let called = if name.is_empty() { "an event without a name".to_owned() } else { format!("“{}”", shown_cell(&name)) };
        let Some(start) = self.start else {
            let (line, what) = self.unread_start.as_ref().map_or_else(
                || (self.line, format!("{called} has no date")),
                |(line, value)| (*line, format!("{called} begins on “{}”, which is no date", shown_cell(value))),
            );
            found.note(line, what, "it needs a line like DTSTART;VALUE=DATE:20261225");
            return Ok(());
        };
        let stretch = match self.stretch(start) {
            Ok(stretch) => stretch,
            Err(why) => {
                found.note(self.line, format!("{called} {why}"), "make it an all-day event in the calendar it comes from");
                return Ok(());
            }
        };
        if stretch.cut {
            let what = format!("{called} begins or ends within a day; only its whole days are taken");
            found.note(self.line, what, "make it an all-day event in the calendar it comes from");
        }
        let (starts, recurring) = self.starts(start.date, &called, span, found)?;
        for start in starts {
            let days = (stretch.offset..stretch.offset + stretch.length).filter_map(|n| start.checked_add_days(Days::new(n)));
            for day in days {
                let wanted = if recurring { (span.0..=span.1).contains(&day) } else { is_of_our_time(day) };
                if wanted {
                    found.day(day, &name)?;
                } else if !recurring {
                    found.note(self.line, format!("{called} lies on {day}"), "days off lie between 1900 and 2200");
                    break;
                }
            }
        }
        Ok(())
    }

    /// The days it begins on, and whether there can be ever more of them.
    fn starts(
        &self,
        start: NaiveDate,
        called: &str,
        span: (NaiveDate, NaiveDate),
        found: &mut Found,
    ) -> Result<(BTreeSet<NaiveDate>, bool), Stopped> {
        let mut starts: BTreeSet<NaiveDate> = self.more.iter().copied().chain([start]).collect();
        let mut recurring = false;
        for (line, rule) in &self.rules {
            if let Some(yearly) = Yearly::of(rule) {
                recurring = true;
                starts.extend(yearly.starts(start, span, found)?);
            } else {
                let what = format!("{called} repeats by a rule that is not understood ({})", shown_cell(rule));
                found.note(*line, what, "only the days it names are taken; give the others as a list of dates");
            }
        }
        starts.retain(|start| !self.except.contains(start));
        Ok((starts, recurring))
    }

    /// The whole days it takes, or why it takes none.
    fn stretch(&self, start: Moment) -> Result<Stretch, String> {
        let at_midnight = start.time.is_none_or(|time| time == NaiveTime::MIN);
        let begin = start.instant();
        let end = match (self.end, self.duration) {
            (Some(end), _) => Some(end.instant()),
            (None, Some(duration)) => begin.checked_add_signed(duration),
            (None, None) => None,
        };
        let all_day = start.time.is_none() || self.all_day;
        let Some(end) = end.filter(|end| *end != begin) else {
            if all_day || at_midnight {
                return Ok(Stretch { offset: 0, length: 1, cut: false });
            }
            return Err(format!("is at {} and not on a whole day", begin.format("%H:%M")));
        };
        if end < begin {
            return Err("ends before it begins".to_owned());
        }
        // Programs that do not know that the end is excluded write 23:59 for the end of a day.
        let to_the_last_minute = (end.hour(), end.minute()) == (23, 59);
        let last = end.date() + TimeDelta::days(i64::from(to_the_last_minute));
        let first = if all_day || at_midnight { begin.date() } else { begin.date() + TimeDelta::days(1) };
        let length = (last - first).num_days().max(i64::from(all_day));
        let length = u64::try_from(length).unwrap_or(0);
        if length > LENGTH_LIMIT {
            return Err(format!("lasts {length} days, longer than a year"));
        }
        if length == 0 {
            return Err(format!("runs from {} to {} and not over a whole day", begin.format("%F %H:%M"), end.format("%F %H:%M")));
        }
        let cut = !all_day && (first != begin.date() || (!to_the_last_minute && end.time() != NaiveTime::MIN));
        Ok(Stretch { offset: u64::from(first != begin.date()), length, cut })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("20261225", Some("2026-12-25"), None)]
    #[case("20261225T103000", Some("2026-12-25"), Some("10:30:00"))]
    #[case("20261225T230000Z", Some("2026-12-25"), Some("23:00:00"))]
    #[case("2026-12-25", Some("2026-12-25"), None)]
    #[case("2026-12-25T10:30", Some("2026-12-25"), Some("10:30:00"))]
    #[case("20261325", None, None)]
    #[case("20261225T99", None, None)]
    #[case("202612", None, None)]
    #[case("2026122ä", None, None)]
    fn a_moment_is_the_civil_date_as_written(#[case] value: &str, #[case] date: Option<&str>, #[case] time: Option<&str>) {
        let moment = Moment::of(value);
        assert_eq!(moment.map(|moment| moment.date.to_string()).as_deref(), date, "{value}");
        assert_eq!(moment.and_then(|moment| moment.time).map(|time| time.to_string()).as_deref(), time, "{value}");
    }

    #[rstest]
    #[case("P3D", Some(72))]
    #[case("P1W", Some(168))]
    #[case("PT24H", Some(24))]
    #[case("p1dt12h", Some(36))]
    #[case("P", Some(0))]
    #[case("PT", None)]
    #[case("-P1D", None)]
    #[case("P1X", None)]
    #[case("P99999999999D", None)]
    #[case("3D", None)]
    fn durations_are_read(#[case] value: &str, #[case] hours: Option<i64>) {
        assert_eq!(duration(value).map(|duration| duration.num_hours()), hours, "{value}");
    }
}
