//! Yearly recurrence rules, the only ones calendars of holidays use (RFC 5545, 3.3.10).

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::event::Moment;
use super::{Found, Stopped, YEAR_COST};

/// `FREQ=YEARLY` and what narrows it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Yearly {
    interval: u16,
    count: Option<u32>,
    until: Option<NaiveDate>,
    months: Vec<u32>,
    month_days: Vec<i32>,
    /// Weekdays, with which of them: the fourth, the last (-1), or every one (0).
    weekdays: Vec<(i32, Weekday)>,
    positions: Vec<i32>,
}

impl Yearly {
    /// Takes the value of an `RRULE` apart; `None` where it says anything beside the yearly forms.
    pub(super) fn of(rule: &str) -> Option<Self> {
        let mut yearly = Self {
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            positions: Vec::new(),
        };
        let mut is_yearly = false;
        for part in rule.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=')?;
            match key.to_ascii_uppercase().as_str() {
                "FREQ" => is_yearly = value.eq_ignore_ascii_case("YEARLY"),
                "INTERVAL" => yearly.interval = value.parse().ok().filter(|interval| *interval > 0)?,
                "COUNT" => yearly.count = Some(value.parse().ok()?),
                "UNTIL" => yearly.until = Some(Moment::of(value)?.date),
                "BYMONTH" => yearly.months = numbers(value, 1, 12)?.into_iter().map(i32::unsigned_abs).collect(),
                "BYMONTHDAY" => yearly.month_days = numbers(value, -31, 31)?,
                "BYSETPOS" => yearly.positions = numbers(value, -366, 366)?,
                "BYDAY" => yearly.weekdays = value.split(',').map(weekday).collect::<Option<_>>()?,
                // The first day of the week matters only where weeks are counted.
                "WKST" => {}
                _ => return None,
            }
        }
        let counted = yearly.weekdays.iter().any(|(which, _)| *which != 0);
        // Counted in the month or in the year: the standard leaves it open.
        let open = counted && !yearly.month_days.is_empty() && yearly.months.is_empty();
        (is_yearly && !open).then_some(yearly)
    }

    /// The first days of an event that begins on `start` and goes on until `last`; those long before `first` may be left out.
    pub(super) fn starts(
        &self,
        start: NaiveDate,
        (first, last): (NaiveDate, NaiveDate),
        found: &mut Found,
    ) -> Result<Vec<NaiveDate>, Stopped> {
        let mut starts = Vec::new();
        let mut left = self.count.unwrap_or(u32::MAX);
        // What the event itself says is its first occurrence, whether the rule gives it or not.
        if !self.in_year(start.year(), start).contains(&start) {
            left = left.saturating_sub(1);
        }
        let last = self.until.map_or(last, |until| until.min(last));
        let interval = i32::from(self.interval);
        // An event is a year long at most: what began two years before is over.
        let skipped = if self.count.is_some() { 0 } else { (first.year() - 2 - start.year()).max(0) / interval };
        let years = (start.year() + skipped * interval..=last.year()).step_by(usize::from(self.interval));
        for year in years {
            let days = self.in_year(year, start);
            found.spend(YEAR_COST + days.len() as u64)?;
            for day in days.into_iter().filter(|day| *day >= start) {
                if left == 0 || day > last {
                    return Ok(starts);
                }
                left -= 1;
                starts.push(day);
            }
        }
        Ok(starts)
    }

    /// The days of one year in their order.
    fn in_year(&self, year: i32, start: NaiveDate) -> Vec<NaiveDate> {
        let free = self.month_days.is_empty() && self.weekdays.is_empty();
        let months = match self.months.as_slice() {
            [] if free => vec![start.month()],
            [] => (1..=12).collect(),
            months => months.to_vec(),
        };
        let by_year = self.months.is_empty() && self.month_days.is_empty();
        let mut days: Vec<NaiveDate> = Vec::new();
        for scope in months.iter().filter_map(|month| month_of(year, *month)) {
            let counted_in = if by_year { year_of(year).unwrap_or(scope) } else { scope };
            let month_days: Vec<i32> = match self.month_days.as_slice() {
                [] if self.weekdays.is_empty() => vec![i32::try_from(start.day()).unwrap_or(0)],
                [] => (1..=31).collect(),
                days => days.to_vec(),
            };
            let in_month = month_days.iter().filter_map(|day| day_of(scope, *day));
            days.extend(in_month.filter(|day| self.weekdays.is_empty() || self.is_wanted(*day, counted_in)));
        }
        days.sort_unstable();
        days.dedup();
        if self.positions.is_empty() {
            return days;
        }
        let mut chosen: Vec<NaiveDate> = self.positions.iter().filter_map(|at| position(&days, *at)).collect();
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }

    /// Whether it is one of the weekdays, counted in a month or year.
    fn is_wanted(&self, day: NaiveDate, (first, last): (NaiveDate, NaiveDate)) -> bool {
        let which = |which: i32| match which {
            0 => true,
            1.. => (day - first).num_days() / 7 + 1 == i64::from(which),
            _ => (last - day).num_days() / 7 + 1 == -i64::from(which),
        };
        self.weekdays.iter().any(|(number, weekday)| *weekday == day.weekday() && which(*number))
    }
}

/// First and last day of a month.
fn month_of(year: i32, month: u32) -> Option<(NaiveDate, NaiveDate)> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let days = u64::from(first.num_days_in_month());
    Some((first, first.checked_add_days(Days::new(days - 1))?))
}

/// First and last day of a year.
fn year_of(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
}

/// A day of a month, counted from its end where negative.
fn day_of((first, last): (NaiveDate, NaiveDate), day: i32) -> Option<NaiveDate> {
    let back = u32::try_from(-day).ok().filter(|back| *back > 0);
    let day = back.map_or(u32::try_from(day).ok(), |back| (last.day() + 1).checked_sub(back))?;
    first.with_day(day)
}

fn position(days: &[NaiveDate], at: i32) -> Option<NaiveDate> {
    let back = usize::try_from(-at).ok().filter(|back| *back > 0);
    let at = back.map_or(usize::try_from(at - 1).ok(), |back| days.len().checked_sub(back))?;
    days.get(at).copied()
}

/// Numbers between commas, none of them zero.
fn numbers(list: &str, least: i32, most: i32) -> Option<Vec<i32>> {
    let number = |text: &str| text.trim().parse().ok().filter(|n: &i32| *n != 0 && (least..=most).contains(n));
    list.split(',').map(number).collect()
}

/// `TH`, `4TH`, `-1MO`.
fn weekday(text: &str) -> Option<(i32, Weekday)> {
    let text = text.trim();
    let (number, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let number = if number.is_empty() { 0 } else { number.parse().ok().filter(|n| *n != 0 && (-53..=53).contains(n))? };
    let weekday = match name.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    Some((number, weekday))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn starts(rule: &str, start: &str) -> Vec<String> {
        let yearly = Yearly::of(rule).expect("a yearly rule");
        let span = (day("2026-01-01"), day("2029-12-31"));
        let starts = yearly.starts(day(start), span, &mut Found::default()).expect("little work");
        starts.into_iter().filter(|start| *start >= span.0).map(|start| start.to_string()).collect()
    }

    #[rstest]
    #[case::plain("FREQ=YEARLY", "2001-12-25", &["2026-12-25", "2027-12-25", "2028-12-25", "2029-12-25"])]
    #[case::not_before_it_began("FREQ=YEARLY", "2028-05-01", &["2028-05-01", "2029-05-01"])]
    #[case::every_other("FREQ=YEARLY;INTERVAL=2", "2001-12-25", &["2027-12-25", "2029-12-25"])]
    #[case::counted("FREQ=YEARLY;COUNT=3", "2025-12-25", &["2026-12-25", "2027-12-25"])]
    #[case::until("FREQ=YEARLY;UNTIL=20271225T000000Z", "2020-12-25", &["2026-12-25", "2027-12-25"])]
    #[case::leap_day("FREQ=YEARLY", "2024-02-29", &["2028-02-29"])]
    #[case::thanksgiving("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2010-11-25", &["2026-11-26", "2027-11-25", "2028-11-23", "2029-11-22"])]
    #[case::memorial_day("FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "2010-05-31", &["2026-05-25", "2027-05-31", "2028-05-29", "2029-05-28"])]
    #[case::the_same_of_outlook("FREQ=YEARLY;BYDAY=MO;BYMONTH=5;BYSETPOS=-1", "2010-05-31", &["2026-05-25", "2027-05-31", "2028-05-29", "2029-05-28"])]
    #[case::month_and_day("freq=yearly;bymonth=7;bymonthday=4;wkst=su", "1990-07-04", &["2026-07-04", "2027-07-04", "2028-07-04", "2029-07-04"])]
    #[case::last_of_the_month("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "2024-02-29", &["2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"])]
    #[case::election_day("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "2008-11-04", &["2028-11-07"])]
    #[case::monday_before_25_may("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=18,19,20,21,22,23,24;BYDAY=MO", "2020-05-18", &["2026-05-18", "2027-05-24", "2028-05-22", "2029-05-21"])]
    #[case::last_friday_of_the_year("FREQ=YEARLY;BYDAY=-1FR;COUNT=3", "2026-12-25", &["2026-12-25", "2027-12-31", "2028-12-29"])]
    #[case::two_months("FREQ=YEARLY;BYMONTH=1,7;UNTIL=2027-01-31", "2026-01-01", &["2026-01-01", "2026-07-01", "2027-01-01"])]
    fn yearly_rules_give_their_days(#[case] rule: &str, #[case] start: &str, #[case] expected: &[&str]) {
        assert_eq!(starts(rule, start), expected, "{rule}");
    }

    #[rstest]
    #[case("FREQ=MONTHLY")]
    #[case("FREQ=WEEKLY;BYDAY=FR")]
    #[case("FREQ=YEARLY;BYEASTER=0")]
    #[case("FREQ=YEARLY;BYWEEKNO=20")]
    #[case("FREQ=YEARLY;INTERVAL=0")]
    #[case("FREQ=YEARLY;BYDAY=5XX")]
    #[case("FREQ=YEARLY;BYDAY=ä")]
    #[case("FREQ=YEARLY;BYMONTH=13")]
    #[case("FREQ=YEARLY;BYMONTHDAY=1;BYDAY=1MO")]
    #[case("BYMONTH=12")]
    #[case("rubbish")]
    #[case("")]
    fn other_rules_are_not_understood(#[case] rule: &str) {
        assert_eq!(Yearly::of(rule), None);
    }
}
