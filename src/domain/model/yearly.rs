//! What a segment costs in a year: reviews and hours.

use super::{Model, Segment, Touchpoint};
use crate::domain::calendar::{Period, Unit};

/// How often a period fits into a year of 12 months, 52 weeks or 365 days.
#[must_use]
fn times_a_year(period: Period) -> f64 {
    let in_a_year = match period.unit {
        Unit::Day => 365.0,
        Unit::Week => 52.0,
        Unit::Month => 12.0,
        Unit::Year => 1.0,
    };
    in_a_year / f64::from(period.n)
}

impl Touchpoint {
    /// Reviews of this kind in a year.
    #[must_use]
    pub fn reviews_per_year(&self) -> f64 {
        times_a_year(self.every)
    }

    /// Hours in a year, preparing and holding.
    #[must_use]
    pub fn hours_per_year(&self) -> f64 {
        (self.prepare_hours + self.hold_hours) * self.reviews_per_year()
    }
}

impl Model {
    /// Hours to prepare and hold one review of a kind for a client of a segment. Where the segment asks for no such kind (a
    /// held clock, a client's own period), the first segment that does tells.
    #[must_use]
    pub fn hours_of(&self, segment: &str, kind: &str) -> f64 {
        let hours = |touchpoint: &Touchpoint| touchpoint.prepare_hours + touchpoint.hold_hours;
        let own = self.standing_in(segment).and_then(|segment| segment.touchpoint(kind).map(hours));
        let any = || self.segments.iter().find_map(|segment| segment.touchpoint(kind)).map(hours);
        own.or_else(any).unwrap_or(0.0)
    }

    /// Hours a year of a client in a place, as a placement holds it; 0 in none.
    #[must_use]
    pub fn hours_per_year_in(&self, place: &str) -> f64 {
        self.standing_in(place).map_or(0.0, |asked| asked.hours_per_year())
    }

    /// Reviews a year of a client in a place, as a placement holds it; 0 in none.
    #[must_use]
    pub fn reviews_per_year_in(&self, place: &str) -> f64 {
        self.standing_in(place).map_or(0.0, |asked| asked.reviews_per_year())
    }
}

impl Segment {
    /// Reviews a client of this segment gets in a year, all kinds together; 0 where it is as needed.
    #[must_use]
    pub fn reviews_per_year(&self) -> f64 {
        // An empty sum of floats is −0; adding to 0 keeps it from showing.
        self.touchpoints.iter().fold(0.0, |sum, touchpoint| sum + touchpoint.reviews_per_year())
    }

    /// Hours a client of this segment takes in a year.
    #[must_use]
    pub fn hours_per_year(&self) -> f64 {
        self.touchpoints.iter().fold(0.0, |sum, touchpoint| sum + touchpoint.hours_per_year())
    }

    /// The touchpoint of this kind.
    #[must_use]
    pub fn touchpoint(&self, kind: &str) -> Option<&Touchpoint> {
        self.touchpoints.iter().find(|touchpoint| touchpoint.kind == kind)
    }
}
