//! Facts about cadence: a book of four segments and short words for its events.

mod corners;
mod marks;
mod moves;
mod properties;
mod seams;
mod states;
mod stops;

use chrono::NaiveDate;

use super::*;
use crate::domain::calendar::Period;
use crate::domain::model::{Guard, Membership, Segment, Touch, Touchpoint};

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub(super) fn every(text: &str) -> Period {
    text.parse().expect("a period")
}

fn touchpoint(kind: &str, period: &str, satisfied_by: &[&str]) -> Touchpoint {
    Touchpoint {
        kind: kind.to_owned(),
        every: every(period),
        end_of_month: false,
        prepare_hours: 2.0,
        hold_hours: 1.0,
        satisfied_by: satisfied_by.iter().map(|kind| (*kind).to_owned()).collect(),
    }
}

fn segment(key: &str, touchpoints: Vec<Touchpoint>) -> Segment {
    Segment {
        key: key.to_owned(),
        letter: key[..1].to_uppercase(),
        name: key.to_owned(),
        stance: String::new(),
        cells: Vec::new(),
        initiatives: Vec::new(),
        owners: Vec::new(),
        touch: Touch::Low,
        touch_is_said: true,
        grace: 5,
        floor: every("12 months"),
        target_share: None,
        playbook: Vec::new(),
        touchpoints,
        offers: Vec::new(),
        accounts_per_owner: None,
    }
}

/// Monthly, three-monthly, four-monthly with a call every two weeks, and as needed.
pub(super) fn model() -> Model {
    let review = |period| touchpoint("Review", period, &["QBR", "EBR"]);
    Model {
        key: "test".to_owned(),
        name: String::new(),
        description: String::new(),
        source: String::new(),
        membership: Membership::One,
        x: "x".to_owned(),
        y: None,
        score_valid: every("6 months"),
        confirm_every: every("3 months"),
        evaluate_every: every("12 months"),
        guard: Guard { margin: 50, dwell: every("3 months") },
        dimensions: Vec::new(),
        segments: vec![
            segment("monthly", vec![review("1 month")]),
            segment("quarterly", vec![review("3 months")]),
            segment("calls", vec![review("4 months"), touchpoint("Call", "2 weeks", &[])]),
            segment("needed", Vec::new()),
        ],
    }
}

/// A history being told, each event entered after the one before.
#[derive(Default, Clone)]
pub(super) struct Told(pub Vec<Event>);

impl Told {
    pub(super) fn then(mut self, on: &str, what: What) -> Self {
        let order = i64::try_from(self.0.len()).expect("few events");
        self.0.push(Event { on: day(on), order, what });
        self
    }

    pub(super) fn start(self, on: &str, segment: &str) -> Self {
        self.then(on, What::Start { segment: segment.to_owned() })
    }

    pub(super) fn moved(self, on: &str, to: &str) -> Self {
        self.then(on, What::Move { to: Some(to.to_owned()), leaving: Leaving::Hold })
    }

    pub(super) fn held(self, on: &str, kind: &str) -> Self {
        self.then(on, What::Review { kind: kind.to_owned() })
    }

    pub(super) fn skip(self, on: &str) -> Self {
        self.then(on, What::Skip { kind: review() })
    }

    pub(super) fn forgive(self, on: &str) -> Self {
        self.then(on, What::Forgive { kind: review() })
    }

    pub(super) fn snooze(self, on: &str, until: &str) -> Self {
        self.then(on, What::Snooze { kind: review(), until: day(until) })
    }

    pub(super) fn book(self, on: &str, date: &str) -> Self {
        self.then(on, What::Book { kind: review(), date: day(date) })
    }

    pub(super) fn own(self, on: &str, period: &str, until: Option<&str>) -> Self {
        self.then(on, What::Override { kind: review(), every: Some(every(period)), until: until.map(day) })
    }

    /// All clocks under given rules.
    pub(super) fn clocks(&self, today: &str) -> Vec<Clock> {
        let (model, settings) = (model(), Settings::default());
        Rules { model: &model, settings: &settings }.clocks(&self.0, day(today)).expect("dates in range")
    }

    /// The Review clock.
    pub(super) fn on(&self, today: &str) -> Clock {
        self.clocks(today).into_iter().find(|clock| clock.kind == "Review").expect("a Review clock")
    }

    pub(super) fn state(&self, today: &str) -> State {
        self.on(today).state(day(today), 14)
    }

    pub(super) fn effective(&self, today: &str) -> Option<String> {
        self.on(today).effective.map(|date| date.to_string())
    }

    pub(super) fn why(&self, today: &str) -> String {
        let (model, settings) = (model(), Settings::default());
        let rules = Rules { model: &model, settings: &settings };
        rules.why(&self.0, "Review", day(today)).expect("dates in range").expect("a Review clock")
    }
}

pub(super) fn review() -> String {
    "Review".to_owned()
}

pub(super) fn told() -> Told {
    Told::default()
}

pub(super) fn is(date: &str) -> Option<String> {
    Some(date.to_owned())
}
