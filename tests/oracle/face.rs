//! What the oracle shows of a clock on a day: its state (C6), lateness (C7), missed periods (C11) and marks (C8, C9).

use chrono::NaiveDate;
use quarterdeck::domain::cadence::State;

use super::super::days::{Every, grid, grid_after, plus};
use super::Oracle;

/// What a clock says on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    pub kind: String,
    pub state: State,
    pub anchor: Option<NaiveDate>,
    pub nominal: Option<NaiveDate>,
    pub effective: Option<NaiveDate>,
    pub grace_end: Option<NaiveDate>,
    pub every: Option<Every>,
    pub days_late: i64,
    pub periods_missed: u32,
    pub first_review: bool,
    pub accelerated: bool,
    pub held: bool,
    pub booked_on: Option<NaiveDate>,
    pub missed_booking: bool,
    pub booked_late: bool,
    pub snoozed_until: Option<NaiveDate>,
    pub snooze_count: u32,
    pub snooze_slip: i64,
    pub latest_snooze: Option<NaiveDate>,
}

impl Oracle<'_> {
    pub fn faces(&self) -> Vec<Face> {
        (0..self.tracks.len()).map(|at| self.face(at)).collect()
    }

    pub fn segment(&self) -> Option<&str> {
        self.segment.map(|segment| segment.key.as_str())
    }

    pub fn is_paused(&self) -> bool {
        self.paused
    }

    pub fn is_archived(&self) -> bool {
        self.archived
    }

    pub fn has_own(&self, kind: &str) -> bool {
        self.tracks[self.at(kind)].own.is_some()
    }

    fn face(&self, at: usize) -> Face {
        let track = &self.tracks[at];
        let open = track.open.as_ref().filter(|_| self.runs(at));
        let today = self.today;
        let anchor = track.anchor;
        let missed = open.map_or(0, |open| {
            let dates = (1..).map(|k| grid(anchor.expect("an anchor"), open.every, k));
            let further = dates.take_while(|&date| date <= today).filter(|&date| date > open.nominal);
            u32::try_from(further.count()).expect("few periods")
        });
        let latest_snooze = open.map(|open| grid_after(anchor.expect("an anchor"), open.every, today.max(open.nominal)));
        Face {
            kind: track.kind.clone(),
            state: self.state(at),
            anchor,
            nominal: open.map(|open| open.nominal),
            effective: open.map(|open| open.effective),
            grace_end: open.map(|open| open.grace_end),
            every: open.map(|open| open.every).or(self.asked(at)),
            days_late: open.map_or(0, |open| (today - open.effective).num_days().max(0)),
            periods_missed: missed,
            first_review: !track.satisfied,
            accelerated: open.is_some_and(|open| open.accelerated),
            held: open.is_some_and(|open| open.held),
            booked_on: track.booked,
            missed_booking: open.is_some() && track.booked.is_some_and(|date| date < today),
            booked_late: open.is_some_and(|open| track.booked.is_some_and(|date| date > open.grace_end)),
            snoozed_until: track.snoozed,
            snooze_count: track.snoozes,
            snooze_slip: i64::try_from(track.hidden.len()).expect("few days"),
            latest_snooze,
        }
    }

    /// C6.
    fn state(&self, at: usize) -> State {
        let (track, today) = (&self.tracks[at], self.today);
        if self.stopped() {
            return State::Paused;
        }
        let Some(open) = track.open.as_ref().filter(|_| self.segment.is_some()) else { return State::AsNeeded };
        if track.booked.is_some_and(|date| today <= date) {
            State::Booked
        } else if track.snoozed.is_some_and(|until| today < until) {
            State::Snoozed
        } else if today > open.grace_end {
            State::Overdue
        } else if open.effective <= today {
            State::Due
        } else if plus(open.effective, -i64::from(self.settings.lead)) <= today {
            State::Upcoming
        } else {
            State::NotDue
        }
    }
}
