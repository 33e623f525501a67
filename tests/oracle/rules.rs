//! The oracle: cadence.md read a second time, day by day and without cleverness. It shares nothing with the product but
//! the types of its input.

#[path = "face.rs"]
mod face;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use quarterdeck::domain::cadence::{Event, Leaving, Settings, What};
use quarterdeck::domain::model::{Model, Segment};

pub use face::Face;

use super::days::{Every, grid, grid_after, plus, rolled, working};

/// The dates of the open occurrence.
#[derive(Debug, Clone)]
struct Open {
    every: Every,
    nominal: NaiveDate,
    effective: NaiveDate,
    grace_end: NaiveDate,
    grace: u32,
    accelerated: bool,
    held: bool,
    /// An accepted plan set the effective date (C13).
    planned: bool,
    /// The least effective date since a forgiving (C14).
    forgiven: Option<NaiveDate>,
}

/// One clock while the days go by.
#[derive(Debug, Clone, Default)]
struct Track {
    kind: String,
    anchor: Option<NaiveDate>,
    satisfied: bool,
    own: Option<(Every, Option<NaiveDate>)>,
    skipped: Option<NaiveDate>,
    open: Option<Open>,
    booked: Option<NaiveDate>,
    snoozed: Option<NaiveDate>,
    snoozes: u32,
    hidden: Vec<NaiveDate>,
}

/// A client on a day, after the facts of that day.
pub struct Oracle<'a> {
    model: &'a Model,
    settings: &'a Settings,
    today: NaiveDate,
    segment: Option<&'a Segment>,
    paused: bool,
    archived: bool,
    tracks: Vec<Track>,
}

impl<'a> Oracle<'a> {
    /// C0: the facts in the order of their days; on one day reviews first, then the order of entry.
    pub fn on(model: &'a Model, settings: &'a Settings, facts: &[Event], today: NaiveDate) -> Self {
        let mut kinds: Vec<&str> = Vec::new();
        for touchpoint in model.segments.iter().flat_map(|s| &s.touchpoints) {
            if !kinds.contains(&touchpoint.kind.as_str()) {
                kinds.push(&touchpoint.kind);
            }
        }
        let tracks = kinds.into_iter().map(|kind| Track { kind: kind.to_owned(), ..Track::default() }).collect();
        let mut oracle = Self { model, settings, today, segment: None, paused: false, archived: false, tracks };
        let mut days: BTreeMap<NaiveDate, Vec<&Event>> = BTreeMap::new();
        for fact in facts.iter().filter(|fact| fact.on <= today) {
            days.entry(fact.on).or_default().push(fact);
        }
        let Some(&first) = days.keys().next() else { return oracle };
        let mut day = first;
        while day <= today {
            let mut facts = days.remove(&day).unwrap_or_default();
            facts.sort_by_key(|fact| fact.order);
            oracle.day(day, &facts);
            day = plus(day, 1);
        }
        oracle
    }

    fn day(&mut self, day: NaiveDate, facts: &[&Event]) {
        for fact in facts {
            if let What::Review { kind } = &fact.what {
                self.review(day, kind);
            }
        }
        for at in 0..self.tracks.len() {
            // C15: the day after the last one it applies.
            if self.tracks[at].own.is_some_and(|(_, until)| until.is_some_and(|until| plus(until, 1) == day)) {
                self.tracks[at].own = None;
                self.change(day, at, Leaving::Hold);
            }
        }
        let last = facts.iter().rev().find_map(|fact| match &fact.what {
            What::Move { to, leaving } => Some((to.as_deref(), *leaving)),
            _ => None,
        });
        let mut moved = false;
        for fact in facts {
            match &fact.what {
                What::Review { .. } => {}
                What::Move { .. } if moved => {}
                What::Move { .. } => {
                    // C0: all moves of one day count as one.
                    moved = true;
                    let (to, leaving) = last.expect("there is a move");
                    self.moved(day, to, leaving);
                }
                What::Start { segment } => self.start(day, segment),
                What::Pause => self.stop(|client| client.paused = true),
                What::Archive => self.stop(|client| client.archived = true),
                What::Resume => self.go(day, |client| client.paused = false),
                What::Restore => self.go(day, |client| client.archived = false),
                What::Snooze { kind, until } => self.snooze(day, kind, *until),
                What::Book { kind, date } => {
                    let at = self.at(kind);
                    if !self.stopped() {
                        self.tracks[at].booked = Some(*date);
                    }
                }
                What::Unbook { kind } => {
                    let at = self.at(kind);
                    self.tracks[at].booked = None;
                }
                What::Wake { kind } => {
                    let at = self.at(kind);
                    self.tracks[at].snoozed = None;
                    self.tracks[at].hidden.retain(|hidden| *hidden < day);
                }
                What::Skip { kind } => self.skip(day, kind),
                What::Forgive { kind } => self.forgive(day, kind),
                What::Plan { kind, date } => self.plan(kind, *date),
                What::Override { kind, every, until } => {
                    let at = self.at(kind);
                    self.tracks[at].own = every.map(|period| ((period, false), *until));
                    self.change(day, at, Leaving::Hold);
                }
            }
        }
    }

    fn at(&self, kind: &str) -> usize {
        self.tracks.iter().position(|track| track.kind == kind).expect("a kind of the model")
    }

    fn stopped(&self) -> bool {
        self.paused || self.archived
    }

    /// Whether a clock has an open occurrence that shows.
    fn runs(&self, at: usize) -> bool {
        !self.stopped() && self.segment.is_some() && self.tracks[at].open.is_some()
    }

    /// C15: what the client asks for itself, then what its segment does.
    fn asked(&self, at: usize) -> Option<Every> {
        let segment = self.segment?;
        let track = &self.tracks[at];
        if let Some((own, _)) = track.own {
            return Some(own);
        }
        let touchpoint = segment.touchpoints.iter().find(|t| t.kind == track.kind)?;
        Some((touchpoint.every, touchpoint.end_of_month))
    }

    fn grace(&self) -> u32 {
        self.segment.map_or(0, |segment| segment.grace)
    }

    fn grace_end(&self, effective: NaiveDate) -> NaiveDate {
        working(self.settings, effective, self.grace())
    }

    /// C3, C10, C13: the nominal date of the open occurrence.
    fn nominal(&self, at: usize, every: Every) -> NaiveDate {
        let track = &self.tracks[at];
        let anchor = track.anchor.expect("a clock that is asked for has an anchor");
        match track.skipped {
            Some(bound) => grid_after(anchor, every, bound),
            None if track.satisfied => grid(anchor, every, 1),
            None => grid(anchor, every, 1).min(grid(anchor, (self.settings.first_within, false), 1)),
        }
    }

    fn plain(&self, at: usize, every: Every) -> Open {
        let nominal = self.nominal(at, every);
        let effective = rolled(self.settings, nominal);
        let grace_end = self.grace_end(effective);
        let grace = self.grace();
        Open { every, nominal, effective, grace_end, grace, accelerated: false, held: false, planned: false, forgiven: None }
    }

    /// A plain occurrence where one is asked for, without any mark.
    fn renew(&mut self, at: usize) {
        let asked = if self.stopped() { None } else { self.asked(at) };
        self.tracks[at].open = asked.map(|every| self.plain(at, every));
        self.drop_marks(at);
    }

    fn drop_marks(&mut self, at: usize) {
        let track = &mut self.tracks[at];
        (track.booked, track.snoozed, track.snoozes) = (None, None, 0);
        track.hidden.clear();
    }

    fn satisfies(&self, review: &str, kind: &str) -> bool {
        let mut touchpoints = self.model.segments.iter().flat_map(|segment| &segment.touchpoints);
        review == kind || touchpoints.any(|t| t.kind == kind && t.satisfied_by.iter().any(|by| by == review))
    }

    /// C2.
    fn review(&mut self, day: NaiveDate, kind: &str) {
        for at in 0..self.tracks.len() {
            let is_later = self.tracks[at].anchor.is_none_or(|anchor| anchor < day);
            if !self.satisfies(kind, &self.tracks[at].kind) || (self.tracks[at].satisfied && !is_later) {
                continue;
            }
            let track = &mut self.tracks[at];
            (track.anchor, track.satisfied, track.skipped) = (Some(day), true, None);
            self.renew(at);
        }
    }

    /// C13, C14: how things have been; no bound.
    fn start(&mut self, day: NaiveDate, segment: &str) {
        self.segment = self.model.segments.iter().find(|s| s.key == segment);
        for at in 0..self.tracks.len() {
            self.enter(day, at);
            let asked = if self.stopped() { None } else { self.asked(at) };
            self.tracks[at].open = asked.map(|every| self.plain(at, every));
        }
    }

    /// C13: the day it was first asked for, unless something was held before.
    fn enter(&mut self, day: NaiveDate, at: usize) {
        if self.asked(at).is_some() {
            self.tracks[at].anchor.get_or_insert(day);
        }
    }

    fn moved(&mut self, day: NaiveDate, to: Option<&str>, leaving: Leaving) {
        if to == self.segment.map(|segment| segment.key.as_str()) {
            return;
        }
        self.segment = to.and_then(|to| self.model.segments.iter().find(|s| s.key == to));
        for at in 0..self.tracks.len() {
            self.change(day, at, leaving);
        }
    }

    /// C14: from what the open occurrence runs by to what is asked for now.
    fn change(&mut self, day: NaiveDate, at: usize, leaving: Leaving) {
        self.enter(day, at);
        if self.stopped() {
            return;
        }
        let had = self.tracks[at].open.clone();
        let is_due = had.as_ref().is_some_and(|open| open.effective <= day);
        self.tracks[at].open = match (had, self.asked(at)) {
            (Some(had), None) if is_due && leaving == Leaving::Hold => Some(Open { held: true, ..had }),
            (_, None) => None,
            (None, Some(every)) => {
                let plain = self.plain(at, every);
                let effective = plain.effective.max(working(self.settings, day, 10));
                Some(self.bounded(plain, effective))
            }
            (Some(had), Some(every)) => Some(self.rhythm_changes(day, at, had, every)),
        };
    }

    /// A plain occurrence with another effective date: accelerated where that is later than the plain result.
    fn bounded(&self, plain: Open, effective: NaiveDate) -> Open {
        let accelerated = effective > plain.effective;
        Open { effective, grace_end: self.grace_end(effective), accelerated, ..plain }
    }

    fn rhythm_changes(&self, day: NaiveDate, at: usize, had: Open, every: Every) -> Open {
        let anchor = self.tracks[at].anchor.expect("a clock with an occurrence has an anchor");
        let (before, after) = (grid(anchor, had.every, 1), grid(anchor, every, 1));
        if (had.every, had.grace) == (every, self.grace()) {
            return had;
        }
        let plain = self.plain(at, every);
        let plain_effective = plain.effective;
        let open = if after < before {
            let effective = had.effective.min(plain.effective.max(working(self.settings, day, 10)));
            // C13: an accepted date stays one as long as the move neither brought it nearer nor accelerated it.
            let open = self.bounded(plain, effective);
            Open { planned: had.planned && effective == had.effective && !open.accelerated, ..open }
        } else if had.held {
            return had;
        } else if after == before {
            // The same dates; only what is asked for is told by the new period.
            let grace_end = self.grace_end(had.effective);
            let is_given = had.planned || had.forgiven == Some(had.effective);
            let accelerated = had.effective > plain.effective && (had.accelerated || !is_given);
            Open { every, nominal: plain.nominal, grace_end, grace: plain.grace, accelerated, ..had.clone() }
        } else if had.effective <= day {
            return Open { held: true, ..had };
        } else if had.planned {
            let grace_end = self.grace_end(had.effective);
            Open { every, nominal: plain.nominal, grace_end, grace: plain.grace, ..had.clone() }
        } else {
            let mut effective = plain.effective;
            if had.accelerated {
                effective = effective.max(had.effective);
            }
            if let Some(bound) = had.forgiven {
                effective = effective.max(bound);
            }
            let open = self.bounded(plain, effective);
            Open { forgiven: had.forgiven, accelerated: had.accelerated && open.accelerated, ..open }
        };
        // No move makes a client overdue by itself.
        if open.grace_end < day && day <= had.grace_end {
            let accelerated = if after == before { open.accelerated } else { had.effective > plain_effective };
            return Open { effective: had.effective, grace_end: had.grace_end, accelerated, ..open };
        }
        open
    }

    /// C16: a pause drops the marks of the open occurrence.
    fn stop(&mut self, set: impl Fn(&mut Self)) {
        set(self);
        for at in 0..self.tracks.len() {
            self.tracks[at].skipped = None;
            self.renew(at);
        }
    }

    /// C16: the anchor is the day of resuming.
    fn go(&mut self, day: NaiveDate, set: impl Fn(&mut Self)) {
        let stood = self.stopped();
        set(self);
        if !stood || self.stopped() {
            return;
        }
        for at in 0..self.tracks.len() {
            if self.tracks[at].anchor.is_some() {
                self.tracks[at].anchor = Some(day);
            }
            self.renew(at);
        }
    }

    /// C8.
    fn snooze(&mut self, day: NaiveDate, kind: &str, until: NaiveDate) {
        let at = self.at(kind);
        if !self.runs(at) {
            return;
        }
        let track = &mut self.tracks[at];
        track.snoozed = Some(until);
        track.snoozes += 1;
        track.hidden.retain(|&hidden| hidden < day);
        let mut hidden = day;
        while hidden < until {
            track.hidden.push(hidden);
            hidden = plus(hidden, 1);
        }
    }

    /// C10.
    fn skip(&mut self, day: NaiveDate, kind: &str) {
        let at = self.at(kind);
        if !self.runs(at) {
            return;
        }
        let open = self.tracks[at].open.as_ref().expect("it runs");
        let bound = day.max(open.nominal).max(open.effective);
        self.tracks[at].skipped = Some(bound);
        self.renew(at);
    }

    /// C14.
    fn forgive(&mut self, day: NaiveDate, kind: &str) {
        let at = self.at(kind);
        if !self.runs(at) || !self.tracks[at].open.as_ref().is_some_and(|open| open.held) {
            return;
        }
        self.tracks[at].open = self.asked(at).map(|every| {
            let bound = working(self.settings, day, 10);
            let plain = self.plain(at, every);
            let effective = plain.effective.max(bound);
            let grace_end = self.grace_end(effective);
            Open { effective, grace_end, forgiven: Some(bound), ..plain }
        });
    }

    /// C13.
    fn plan(&mut self, kind: &str, date: NaiveDate) {
        let at = self.at(kind);
        let grace_end = self.grace_end(date);
        if !self.runs(at) || self.tracks[at].satisfied {
            return;
        }
        if let Some(open) = self.tracks[at].open.as_mut().filter(|open| !open.held) {
            (open.effective, open.grace_end, open.planned, open.accelerated) = (date, grace_end, true, false);
        }
    }
}
