//! When the segment of a client is to be confirmed again (cadence.md C17).

use chrono::NaiveDate;

use super::CadenceError;
use crate::domain::calendar::Period;

/// The day a placement's confirmation is due: the last move or confirmation plus the model's `confirm_every`, or the day a
/// change of stage asked for it, if that is earlier.
///
/// A `recheck_since` before the last confirmation is answered by it and does not count.
///
/// # Errors
/// A date outside the calendar.
pub fn confirm_due(
    confirmed_on: NaiveDate,
    recheck_since: Option<NaiveDate>,
    confirm_every: Period,
) -> Result<NaiveDate, CadenceError> {
    let due = confirm_every.after(confirmed_on, 1)?;
    Ok(recheck_since.filter(|since| *since >= confirmed_on).map_or(due, |since| due.min(since)))
}

/// Whether a confirmation is overdue: on the day itself it is due, from the day after overdue. There is no grace.
#[must_use]
pub fn is_confirm_overdue(due: NaiveDate, today: NaiveDate) -> bool {
    today > due
}
