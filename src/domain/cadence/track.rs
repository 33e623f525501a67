//! One clock while its client's facts are gone through: the open occurrence, its marks, and what each fact does (C2–C16).

use chrono::NaiveDate;

use super::clock::day_after;
use super::{CadenceError, Leaving, Rhythm, Settings};
use crate::domain::calendar::Period;

/// Working days a move or a pardon leaves before the effective date (C14).
pub(super) const BREATHING_SPACE: u32 = 10;

/// What is asked of a clock: by the segment, or by the client itself (C15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ask {
    pub rhythm: Rhythm,
    /// Working days of grace.
    pub grace: u32,
}

/// The date everything is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Anchor {
    pub on: NaiveDate,
    pub by: AnchorBy,
}

/// What made a date the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AnchorBy {
    Review,
    Entry,
    Resuming,
}

/// The occurrence that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Open {
    pub ask: Ask,
    pub nominal: NaiveDate,
    pub effective: NaiveDate,
    pub grace_end: NaiveDate,
    pub basis: Basis,
    /// The last pardon of this occurrence: no longer period brings it nearer than that leaves it (C14).
    pub pardon: Option<Pardon>,
    /// The day a move down held it (C14).
    pub held: Option<NaiveDate>,
}

/// A pardon, and the date it leaves at the earliest (C14).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pardon {
    pub on: NaiveDate,
    pub not_before: NaiveDate,
}

/// Where the effective date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// The nominal date, rolled (C4).
    Plain,
    /// An accepted plan (C13).
    Planned,
    /// The bound of a move on a day, later than the plain date (C14).
    Accelerated(NaiveDate),
    /// The date it had before a move on a day, earlier than the plain date (C14).
    Kept(NaiveDate),
    /// Forgiven on a day, later than the plain date (C14).
    Forgiven(NaiveDate),
}

/// The client's own period (C15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Own {
    pub period: Period,
    /// The last day it applies.
    pub until: Option<NaiveDate>,
}

impl Own {
    /// The first day it no longer applies.
    pub fn end(self) -> Option<NaiveDate> {
        self.until.map(day_after)
    }
}

/// What a person agreed or put off for the open occurrence (C8, C9); it outlives moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    pub booked_on: Option<NaiveDate>,
    pub snoozed_until: Option<NaiveDate>,
    pub snooze_count: u32,
    pub snooze_slip: i64,
}

impl Marks {
    const NONE: Self = Self { booked_on: None, snoozed_until: None, snooze_count: 0, snooze_slip: 0 };

    /// Ends a snooze early: the days it would still have hidden no longer count as slip.
    pub fn wake(&mut self, on: NaiveDate) {
        if let Some(until) = self.snoozed_until.take() {
            self.snooze_slip -= (until - on).num_days().max(0);
        }
    }
}

/// A clock while the facts are gone through.
#[derive(Debug, Clone)]
pub(super) struct Track<'m> {
    pub kind: &'m str,
    pub anchor: Option<Anchor>,
    /// Whether a review ever satisfied it.
    pub satisfied: bool,
    pub own: Option<Own>,
    pub open: Option<Open>,
    pub marks: Marks,
    /// The next nominal date lies after this day, since an occurrence was skipped (C10).
    pub skipped: Option<NaiveDate>,
}

impl<'m> Track<'m> {
    pub const fn new(kind: &'m str) -> Self {
        Self { kind, anchor: None, satisfied: false, own: None, open: None, marks: Marks::NONE, skipped: None }
    }

    /// A satisfying review: closes the open occurrence if it is later than the anchor (C0). Gives what it closed.
    pub fn review(&mut self, on: NaiveDate, ask: Option<Ask>, settings: &Settings) -> Result<Option<Open>, CadenceError> {
        self.satisfied = true;
        if self.anchor.is_some_and(|anchor| on <= anchor.on) {
            return Ok(None);
        }
        self.anchor = Some(Anchor { on, by: AnchorBy::Review });
        let closed = self.drop_marks();
        self.open_plainly(ask, settings)?;
        Ok(closed)
    }

    /// Ends the open occurrence with all its marks. Gives what it was.
    pub fn drop_marks(&mut self) -> Option<Open> {
        self.marks = Marks::NONE;
        self.skipped = None;
        self.open.take()
    }

    /// Starts again on the day the client resumes (C16): a clock that never had an anchor still has none.
    pub fn resume(&mut self, on: NaiveDate, ask: Option<Ask>, settings: &Settings) -> Result<(), CadenceError> {
        if self.anchor.is_some_and(|anchor| anchor.on < on) {
            self.anchor = Some(Anchor { on, by: AnchorBy::Resuming });
        }
        self.open_plainly(ask, settings)
    }

    /// Remembers the first day anything was asked (C13).
    pub fn first_asked(&mut self, on: NaiveDate) {
        self.anchor.get_or_insert(Anchor { on, by: AnchorBy::Entry });
    }

    /// The client's start (C14): how things have been, so the plain result, also where that is long past. What is held stays.
    pub fn start(&mut self, on: NaiveDate, ask: Option<Ask>, settings: &Settings) -> Result<(), CadenceError> {
        if ask.is_some() {
            self.first_asked(on);
        }
        if self.open.is_some_and(|open| open.held.is_some() || Some(open.ask) == ask) {
            return Ok(());
        }
        self.open_plainly(ask, settings)
    }

    /// What is asked changes, by a move or by an override that begins or ends (C14). Gives an occurrence that was dropped.
    pub fn change(
        &mut self,
        on: NaiveDate,
        ask: Option<Ask>,
        leaving: Leaving,
        settings: &Settings,
    ) -> Result<Option<Open>, CadenceError> {
        match (self.open, ask) {
            (None, None) => Ok(None),
            (None, Some(ask)) => {
                self.first_asked(on);
                self.open = Some(self.bounded(on, ask, settings)?);
                Ok(None)
            }
            (Some(open), None) => Ok(self.leave(on, open, leaving)),
            (Some(open), Some(ask)) => {
                self.open = Some(self.shifted(on, open, ask, settings)?);
                Ok(None)
            }
        }
    }

    /// Nothing is asked from a day on: what is due is held or let go, what is not yet due ends (C14).
    fn leave(&mut self, on: NaiveDate, mut open: Open, leaving: Leaving) -> Option<Open> {
        // Due by its dates: a snooze or a booking hides lateness, it does not take it away. What is held is due.
        if on < open.effective || leaving == Leaving::Forgive {
            return self.open.take();
        }
        open.held = open.held.or(Some(on));
        self.open = Some(open);
        None
    }

    /// The open occurrence under another rhythm, decided on the day of the change (C14).
    fn shifted(&self, on: NaiveDate, had: Open, ask: Ask, settings: &Settings) -> Result<Open, CadenceError> {
        let anchor = self.anchored();
        let before = had.ask.rhythm.after(anchor, 1)?;
        let after = ask.rhythm.after(anchor, 1)?;
        if had.held.is_some() && after >= before {
            return Ok(had);
        }
        if after > before && on >= had.effective {
            return Ok(Open { held: Some(on), ..had });
        }
        let plain = self.plain(ask, settings)?;
        let mut open = match after.cmp(&before) {
            std::cmp::Ordering::Less => {
                let bound = breathing_space(on, settings)?;
                let effective = had.effective.min(plain.effective.max(bound));
                let basis = match effective.cmp(&plain.effective) {
                    std::cmp::Ordering::Greater => Basis::Accelerated(on),
                    // An accepted date that the move neither brings nearer nor accelerates stays one.
                    _ if had.basis == Basis::Planned && effective == had.effective => Basis::Planned,
                    std::cmp::Ordering::Equal => Basis::Plain,
                    std::cmp::Ordering::Less => Basis::Kept(on),
                };
                Open { effective, basis, ..plain }
            }
            std::cmp::Ordering::Equal => {
                let basis = had.basis_beside(&plain, on);
                Open { effective: had.effective, basis, pardon: had.pardon, ..plain }
            }
            std::cmp::Ordering::Greater => {
                let (effective, basis) = had.outlasting(&plain);
                Open { effective, basis, pardon: had.pardon, ..plain }
            }
        };
        open.grace_end = grace_end(open.effective, ask, settings)?;
        // No move makes a client overdue by itself: neither a shorter grace nor the grid after a skip may.
        if on > open.grace_end && on <= had.grace_end {
            open.grace_end = had.grace_end;
            if open.effective < had.effective {
                open.effective = had.effective;
                open.basis = Basis::Accelerated(on);
            }
        }
        Ok(open)
    }

    /// Skips the open occurrence (C10). Gives what was skipped.
    pub fn skip(&mut self, on: NaiveDate, ask: Option<Ask>, settings: &Settings) -> Result<Option<Open>, CadenceError> {
        let Some(open) = self.open else { return Ok(None) };
        self.skipped = Some(on.max(open.nominal).max(open.effective));
        self.marks = Marks::NONE;
        self.open_plainly(ask, settings)?;
        Ok(Some(open))
    }

    /// Ends the hold of a held occurrence (C14); its snooze and booking stay. Gives an occurrence that was dropped.
    pub fn forgive(&mut self, on: NaiveDate, ask: Option<Ask>, settings: &Settings) -> Result<Option<Open>, CadenceError> {
        if self.open.is_none_or(|open| open.held.is_none()) {
            return Ok(None);
        }
        let Some(ask) = ask else { return Ok(self.open.take()) };
        let mut open = self.bounded(on, ask, settings)?;
        if let Basis::Accelerated(on) = open.basis {
            open.basis = Basis::Forgiven(on);
        }
        open.pardon = Some(Pardon { on, not_before: breathing_space(on, settings)? });
        self.open = Some(open);
        Ok(None)
    }

    /// Takes over an accepted date for a first review (C13); a clock that was satisfied, or is held, has none.
    pub fn plan(&mut self, date: NaiveDate, settings: &Settings) -> Result<(), CadenceError> {
        let Some(open) = self.open.as_mut().filter(|open| !self.satisfied && open.held.is_none()) else { return Ok(()) };
        open.grace_end = grace_end(date, open.ask, settings)?;
        open.effective = date;
        open.basis = Basis::Planned;
        Ok(())
    }

    /// Hides the open occurrence (C8): only a clock that runs is snoozed.
    pub fn snooze(&mut self, on: NaiveDate, until: NaiveDate) {
        let hidden_from = self.marks.snoozed_until.map_or(on, |earlier| earlier.max(on));
        self.marks.snooze_slip += (until - hidden_from).num_days();
        self.marks.snooze_count += 1;
        self.marks.snoozed_until = Some(until);
    }

    fn open_plainly(&mut self, ask: Option<Ask>, settings: &Settings) -> Result<(), CadenceError> {
        self.open = match ask {
            Some(ask) => Some(self.plain(ask, settings)?),
            None => None,
        };
        Ok(())
    }

    /// The plain result from a day of change on, but not before ten working days have passed (C14).
    fn bounded(&self, on: NaiveDate, ask: Ask, settings: &Settings) -> Result<Open, CadenceError> {
        let plain = self.plain(ask, settings)?;
        let bound = breathing_space(on, settings)?;
        if bound <= plain.effective {
            return Ok(plain);
        }
        let grace_end = grace_end(bound, ask, settings)?;
        Ok(Open { effective: bound, grace_end, basis: Basis::Accelerated(on), ..plain })
    }

    /// The result of anchor, rhythm and skips alone (C3–C5, C10, C13).
    fn plain(&self, ask: Ask, settings: &Settings) -> Result<Open, CadenceError> {
        let anchor = self.anchored();
        let nominal = match self.skipped {
            Some(bound) => ask.rhythm.first_after(anchor, bound)?,
            None if self.satisfied => ask.rhythm.after(anchor, 1)?,
            None => ask.rhythm.after(anchor, 1)?.min(settings.first_within.after(anchor, 1)?),
        };
        let effective = settings.calendar.roll(nominal).date;
        let grace_end = grace_end(effective, ask, settings)?;
        Ok(Open { ask, nominal, effective, grace_end, basis: Basis::Plain, pardon: None, held: None })
    }

    fn anchored(&self) -> NaiveDate {
        self.anchor.expect("a clock that was asked for has an anchor").on
    }
}

impl Open {
    /// Brought forward by a move, later than the plain result (C14).
    pub const fn accelerated(&self) -> bool {
        matches!(self.basis, Basis::Accelerated(_))
    }

    /// Where its effective date comes from when an equal period gives another nominal date: after a skip, four weeks and a
    /// month meet the same first day and part later.
    fn basis_beside(&self, plain: &Self, on: NaiveDate) -> Basis {
        match (self.basis, self.effective.cmp(&plain.effective)) {
            (Basis::Planned | Basis::Forgiven(_), _) => self.basis,
            (Basis::Accelerated(since), std::cmp::Ordering::Greater) => Basis::Accelerated(since),
            (Basis::Plain | Basis::Kept(_), std::cmp::Ordering::Greater) => Basis::Accelerated(on),
            (Basis::Kept(since), std::cmp::Ordering::Less) => Basis::Kept(since),
            (Basis::Plain | Basis::Accelerated(_), std::cmp::Ordering::Less) => Basis::Kept(on),
            (Basis::Plain | Basis::Accelerated(_) | Basis::Kept(_), std::cmp::Ordering::Equal) => Basis::Plain,
        }
    }

    /// The effective date under a longer period, and why: an accepted date stands always (C13), the bound of an earlier move
    /// or pardon where it is later than the plain one (C14).
    fn outlasting(&self, plain: &Self) -> (NaiveDate, Basis) {
        match self.basis {
            Basis::Planned => return (self.effective, self.basis),
            Basis::Accelerated(_) if self.effective > plain.effective => return (self.effective, self.basis),
            Basis::Plain | Basis::Accelerated(_) | Basis::Kept(_) | Basis::Forgiven(_) => {}
        }
        match self.pardon {
            Some(pardon) if pardon.not_before > plain.effective => (pardon.not_before, Basis::Forgiven(pardon.on)),
            Some(_) | None => (plain.effective, plain.basis),
        }
    }
}

fn breathing_space(on: NaiveDate, settings: &Settings) -> Result<NaiveDate, CadenceError> {
    working_days_after(on, BREATHING_SPACE, settings)
}

fn grace_end(effective: NaiveDate, ask: Ask, settings: &Settings) -> Result<NaiveDate, CadenceError> {
    working_days_after(effective, ask.grace, settings)
}

fn working_days_after(start: NaiveDate, n: u32, settings: &Settings) -> Result<NaiveDate, CadenceError> {
    let found = settings.calendar.add_working_days(start, n);
    found.ok_or_else(|| CadenceError::OutOfRange { start, period: format!("{n} working days") })
}
