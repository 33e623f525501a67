//! The fold of C0: a client's facts, gone through in the order of their days, give its clocks.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::track::{Ask, Marks, Open, Own, Track};
use super::{CadenceError, Clock, Closed, Event, Leaving, Mode, Occurrence, Rhythm, Rules, What};
use crate::domain::calendar::FIRST;
use crate::domain::model::Segment;

/// Grace where the segment of an override is no longer in the model (C5).
const DEFAULT_GRACE: u32 = 5;

/// What a fold is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// The clocks only: nothing is allocated for the past.
    Clocks,
    /// The closed occurrences too.
    Occurrences,
}

/// A client's facts gone through up to a day.
pub(super) struct Fold<'a> {
    pub rules: Rules<'a>,
    pub tracks: Vec<Track<'a>>,
    pub stage: Stage<'a>,
    /// The last day anything happened.
    pub from: NaiveDate,
    /// The first later day anything will.
    pub until: Option<NaiveDate>,
    keep: Keep,
    closed: Vec<Occurrence>,
}

/// Where the client stands, for all its clocks.
#[derive(Debug, Clone, Default)]
pub(super) struct Stage<'a> {
    /// Whether it is in a segment, be it one the model no longer has.
    pub placed: bool,
    /// The segment, or several as one where membership is many.
    pub segment: Option<Cow<'a, Segment>>,
    pub paused: bool,
    pub archived: bool,
}

impl Stage<'_> {
    pub fn stopped(&self) -> bool {
        self.paused || self.archived
    }

    /// What is asked of a clock now: by the client, else by the segment; nothing while there is no segment (C6, C15).
    pub fn ask(&self, track: &Track<'_>) -> Option<Ask> {
        if !self.placed {
            return None;
        }
        if let Some(own) = track.own {
            let grace = self.segment.as_ref().map_or(DEFAULT_GRACE, |segment| segment.grace);
            return Some(Ask { rhythm: Rhythm { period: own.period, end_of_month: false }, grace });
        }
        let segment = self.segment.as_ref()?;
        let touchpoint = segment.touchpoints.iter().find(|touchpoint| touchpoint.kind == track.kind)?;
        let rhythm = Rhythm { period: touchpoint.every, end_of_month: touchpoint.end_of_month };
        Some(Ask { rhythm, grace: segment.grace })
    }
}

impl<'a> Fold<'a> {
    /// Goes through the facts up to a day.
    pub fn over(rules: Rules<'a>, events: &[Event], today: NaiveDate, keep: Keep) -> Result<Self, CadenceError> {
        let mut past: Vec<&Event> = events.iter().filter(|event| event.on <= today).collect();
        // On one day reviews come first, then the order of entry (C0).
        past.sort_by_key(|event| (event.on, !is_review(event), event.order));
        let mut fold = Self {
            rules,
            tracks: rules.kinds().map(Track::new).collect(),
            stage: Stage::default(),
            from: past.last().map_or(FIRST, |event| event.on),
            until: events.iter().filter(|event| event.on > today).map(|event| event.on).min(),
            keep,
            closed: Vec::new(),
        };
        let mut moved_on = None;
        for (at, event) in past.iter().enumerate() {
            // The end of an override is older than anything entered that day, but no review (C0, C15).
            let ended = if is_review(event) { event.on.pred_opt().unwrap_or(FIRST) } else { event.on };
            fold.end_overrides(ended)?;
            if matches!(event.what, What::Move { .. }) {
                if moved_on != Some(event.on) {
                    moved_on = Some(event.on);
                    fold.move_of_day(&past[at..])?;
                }
                continue;
            }
            fold.apply(event)?;
        }
        fold.end_overrides(today)?;
        let ends = fold.tracks.iter().filter_map(|track| track.own.and_then(Own::end));
        fold.until = ends.chain(fold.until).filter(|end| *end > today).min();
        Ok(fold)
    }

    /// All moves of one day count as one, to the segment at its end, in the place of the first (C0).
    fn move_of_day(&mut self, rest: &[&Event]) -> Result<(), CadenceError> {
        let on = rest.first().map_or(self.from, |event| event.on);
        let moves = rest.iter().take_while(|event| event.on == on).filter_map(|event| match &event.what {
            What::Move { to, leaving } => Some((to.as_deref(), *leaving)),
            What::Start { .. }
            | What::Review { .. }
            | What::Pause
            | What::Resume
            | What::Archive
            | What::Restore
            | What::Snooze { .. }
            | What::Book { .. }
            | What::Unbook { .. }
            | What::Wake { .. }
            | What::Skip { .. }
            | What::Forgive { .. }
            | What::Plan { .. }
            | What::Override { .. } => None,
        });
        let Some((to, leaving)) = moves.last() else { return Ok(()) };
        let back_where_it_was = self.stage.placed == to.is_some() && self.stage.segment.as_ref().map(|s| s.key.as_str()) == to;
        if back_where_it_was {
            return Ok(());
        }
        self.enter(to);
        self.each(|fold, track| fold.asked_anew(track, on, leaving))
    }

    fn apply(&mut self, event: &Event) -> Result<(), CadenceError> {
        let on = event.on;
        match &event.what {
            What::Start { segment } => {
                self.enter(Some(segment));
                self.each(|fold, track| fold.started(track, on))
            }
            What::Review { kind } => self.each(|fold, track| fold.reviewed(track, on, kind)),
            What::Pause => self.stop(on, |stage| stage.paused = true),
            What::Archive => self.stop(on, |stage| stage.archived = true),
            What::Resume => self.go_on(on, |stage| stage.paused = false),
            What::Restore => self.go_on(on, |stage| stage.archived = false),
            What::Snooze { kind, until } => self.on_kind(kind, |fold, track| {
                if fold.runs(track) {
                    track.snooze(on, *until);
                }
                Ok(())
            }),
            What::Book { kind, date } => self.on_kind(kind, |fold, track| {
                if !fold.stage.stopped() {
                    track.marks.booked_on = Some(*date);
                }
                Ok(())
            }),
            What::Unbook { kind } => self.on_kind(kind, |_, track| {
                track.marks.booked_on = None;
                Ok(())
            }),
            What::Wake { kind } => self.on_kind(kind, |_, track| {
                track.marks.wake(on);
                Ok(())
            }),
            What::Skip { kind } => self.on_kind(kind, |fold, track| fold.skipped(track, on)),
            What::Forgive { kind } => self.on_kind(kind, |fold, track| fold.forgiven(track, on)),
            What::Plan { kind, date } => self.on_kind(kind, |fold, track| track.plan(*date, fold.rules.settings)),
            What::Override { kind, every, until } => {
                let until = *until;
                let own = every.filter(|_| until.is_none_or(|last| last >= on)).map(|period| Own { period, until });
                self.on_kind(kind, |fold, track| {
                    track.own = own;
                    fold.asked_anew(track, on, Leaving::Hold)
                })
            }
            // Taken together, day by day, by `move_of_day`.
            What::Move { .. } => Ok(()),
        }
    }

    fn enter(&mut self, segment: Option<&str>) {
        self.stage.placed = segment.is_some();
        self.stage.segment = segment.and_then(|place| self.rules.model.standing_in(place));
    }

    /// Ends the overrides whose last day lies before a day (C15).
    fn end_overrides(&mut self, day: NaiveDate) -> Result<(), CadenceError> {
        for at in 0..self.tracks.len() {
            let Some(end) = self.tracks[at].own.and_then(Own::end).filter(|end| *end <= day) else { continue };
            self.from = self.from.max(end);
            self.with(at, |fold, track| {
                track.own = None;
                fold.asked_anew(track, end, Leaving::Hold)
            })?;
        }
        Ok(())
    }

    fn asked_anew(&mut self, track: &mut Track<'a>, on: NaiveDate, leaving: Leaving) -> Result<(), CadenceError> {
        let ask = self.stage.ask(track);
        if self.stage.stopped() {
            if ask.is_some() {
                track.first_asked(on);
            }
            return Ok(());
        }
        if track.open.map(|open| open.ask) == ask {
            return Ok(());
        }
        let dropped = track.change(on, ask, leaving, self.rules.settings)?;
        self.record(track, dropped, Closed::Dropped(on));
        Ok(())
    }

    fn started(&mut self, track: &mut Track<'a>, on: NaiveDate) -> Result<(), CadenceError> {
        let ask = self.stage.ask(track);
        if !self.stage.stopped() {
            return track.start(on, ask, self.rules.settings);
        }
        if ask.is_some() {
            track.first_asked(on);
        }
        Ok(())
    }

    fn reviewed(&mut self, track: &mut Track<'a>, on: NaiveDate, kind: &str) -> Result<(), CadenceError> {
        if !self.rules.satisfies(kind, track.kind) {
            return Ok(());
        }
        let ask = if self.stage.stopped() { None } else { self.stage.ask(track) };
        let before = track.anchor;
        let closed = track.review(on, ask, self.rules.settings)?;
        if let (Some(open), Some(anchor)) = (closed, before) {
            self.record_from(track.kind, anchor.on, open, Closed::ByReview(on));
        }
        Ok(())
    }

    fn skipped(&mut self, track: &mut Track<'a>, on: NaiveDate) -> Result<(), CadenceError> {
        if !self.runs(track) {
            return Ok(());
        }
        let skipped = track.skip(on, self.stage.ask(track), self.rules.settings)?;
        self.record(track, skipped, Closed::BySkip(on));
        Ok(())
    }

    fn forgiven(&mut self, track: &mut Track<'a>, on: NaiveDate) -> Result<(), CadenceError> {
        if !self.runs(track) {
            return Ok(());
        }
        let dropped = track.forgive(on, self.stage.ask(track), self.rules.settings)?;
        self.record(track, dropped, Closed::Dropped(on));
        Ok(())
    }

    /// Pauses or archives: the marks of the open occurrences are dropped (C16).
    fn stop(&mut self, on: NaiveDate, how: impl Fn(&mut Stage<'a>)) -> Result<(), CadenceError> {
        how(&mut self.stage);
        self.each(|fold, track| {
            let dropped = track.drop_marks();
            fold.record(track, dropped, Closed::Dropped(on));
            Ok(())
        })
    }

    /// Resumes or restores: the clocks start again when neither a pause nor the archive stops them (C16).
    fn go_on(&mut self, on: NaiveDate, how: impl Fn(&mut Stage<'a>)) -> Result<(), CadenceError> {
        let stood = self.stage.stopped();
        how(&mut self.stage);
        if !stood || self.stage.stopped() {
            return Ok(());
        }
        self.each(|fold, track| {
            let ask = fold.stage.ask(track);
            track.resume(on, ask, fold.rules.settings)
        })
    }

    /// Whether a clock asks for something: not stopped, in a segment, with an open occurrence (C6).
    fn runs(&self, track: &Track<'_>) -> bool {
        self.mode(track) == Mode::Running
    }

    pub fn mode(&self, track: &Track<'_>) -> Mode {
        if self.stage.stopped() {
            Mode::Paused
        } else if self.stage.placed && track.open.is_some() {
            Mode::Running
        } else {
            Mode::AsNeeded
        }
    }

    fn on_kind<F>(&mut self, kind: &str, act: F) -> Result<(), CadenceError>
    where
        F: FnOnce(&mut Self, &mut Track<'a>) -> Result<(), CadenceError>,
    {
        match self.tracks.iter().position(|track| track.kind == kind) {
            Some(at) => self.with(at, act),
            None => Ok(()),
        }
    }

    fn each<F>(&mut self, mut act: F) -> Result<(), CadenceError>
    where
        F: FnMut(&mut Self, &mut Track<'a>) -> Result<(), CadenceError>,
    {
        (0..self.tracks.len()).try_for_each(|at| self.with(at, &mut act))
    }

    fn with<F>(&mut self, at: usize, act: F) -> Result<(), CadenceError>
    where
        F: FnOnce(&mut Self, &mut Track<'a>) -> Result<(), CadenceError>,
    {
        let mut track = std::mem::replace(&mut self.tracks[at], Track::new(""));
        let done = act(self, &mut track);
        self.tracks[at] = track;
        done
    }

    fn record(&mut self, track: &Track<'_>, open: Option<Open>, closed: Closed) {
        if let (Some(open), Some(anchor)) = (open, track.anchor) {
            self.record_from(track.kind, anchor.on, open, closed);
        }
    }

    fn record_from(&mut self, kind: &str, anchor: NaiveDate, open: Open, closed: Closed) {
        match self.keep {
            Keep::Clocks => {}
            Keep::Occurrences => self.closed.push(self.occurrence(kind, anchor, open, closed)),
        }
    }

    fn occurrence(&self, kind: &str, anchor: NaiveDate, open: Open, closed: Closed) -> Occurrence {
        Occurrence {
            kind: kind.to_owned(),
            segment: self.stage.segment.as_ref().map(|segment| segment.key.clone()),
            anchor,
            nominal: open.nominal,
            effective: open.effective,
            grace_end: open.grace_end,
            period: open.ask.rhythm.period,
            closed,
        }
    }

    /// The occurrences, those of one kind together.
    pub fn occurrences(mut self) -> Vec<Occurrence> {
        let mut all = std::mem::take(&mut self.closed);
        for track in self.tracks.iter().filter(|track| self.runs(track)) {
            if let (Some(open), Some(anchor)) = (track.open, track.anchor) {
                all.push(self.occurrence(track.kind, anchor.on, open, Closed::Open));
            }
        }
        let place = |kind: &str| self.tracks.iter().position(|track| track.kind == kind);
        all.sort_by_key(|occurrence| place(&occurrence.kind));
        all
    }

    pub fn clocks(&self) -> Vec<Clock> {
        self.tracks.iter().map(|track| self.clock(track)).collect()
    }

    fn clock(&self, track: &Track<'_>) -> Clock {
        let mode = self.mode(track);
        let open = track.open.filter(|_| mode == Mode::Running);
        let rhythm = match mode {
            Mode::Running => open.map(|open| open.ask.rhythm),
            Mode::Paused => self.stage.ask(track).map(|ask| ask.rhythm),
            Mode::AsNeeded => None,
        };
        let Marks { booked_on, snoozed_until, snooze_count, snooze_slip } = track.marks;
        Clock {
            kind: track.kind.to_owned(),
            mode,
            anchor: track.anchor.map(|anchor| anchor.on),
            nominal: open.map(|open| open.nominal),
            effective: open.map(|open| open.effective),
            grace_end: open.map(|open| open.grace_end),
            period: rhythm.map(|rhythm| rhythm.period),
            end_of_month: rhythm.is_some_and(|rhythm| rhythm.end_of_month),
            first_review: !track.satisfied,
            accelerated: open.is_some_and(|open| open.accelerated()),
            held: open.is_some_and(|open| open.held.is_some()),
            booked_on,
            snoozed_until,
            snooze_count,
            snooze_slip,
            from: self.from,
            until: self.until,
        }
    }
}

fn is_review(event: &Event) -> bool {
    matches!(event.what, What::Review { .. })
}
