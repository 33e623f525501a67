//! How long nobody has spoken with a client who is seen as needed (cadence.md C12).

use chrono::NaiveDate;

use super::{CadenceError, Clock, Event, Mode, What};
use crate::domain::calendar::Period;

/// The day a client's silence is counted from: the last review of any kind up to today, else the first entry into a segment.
#[must_use]
pub fn silent_since(events: &[Event], today: NaiveDate) -> Option<NaiveDate> {
    let past = || events.iter().filter(|event| event.on <= today);
    let reviews = past().filter(|event| matches!(event.what, What::Review { .. })).map(|event| event.on);
    let entries = past().filter(|event| matches!(event.what, What::Start { .. } | What::Move { to: Some(_), .. }));
    reviews.max().or_else(|| entries.map(|event| event.on).min())
}

/// The first day a client stands in the Silent list: its silence plus the segment's floor, that day included.
///
/// None for a client with a running or paused clock: only as-needed clients can be silent. The caller leaves out
/// clients without a segment.
///
/// # Errors
/// A date outside the calendar.
pub fn silent_from(clocks: &[Clock], since: Option<NaiveDate>, floor: Period) -> Result<Option<NaiveDate>, CadenceError> {
    if clocks.iter().any(|clock| clock.mode != Mode::AsNeeded) {
        return Ok(None);
    }
    since.map(|since| floor.after(since, 1)).transpose()
}
