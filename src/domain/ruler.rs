//! An axis of scores shared out to places on a screen, so that no place reaches over a cut.

use std::ops::RangeInclusive;

/// The highest score, in tenths of a point.
const TOP: u16 = 1000;

/// The places of an axis: every score from 0 to 1000 tenths is in exactly one, and all scores of a place are in one band.
///
/// Between the places of two bands there is room for a line, the cut. A score equal to a cut stands after it: in the upper band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruler {
    /// The lowest score of each place, ascending from 0.
    starts: Vec<u16>,
    /// Each cut with the first place after it.
    lines: Vec<(u16, u16)>,
}

impl Ruler {
    /// The ruler that takes `room` places, lines and all, with these cuts (tenths, ascending); none where a band would have no
    /// place.
    #[must_use]
    pub fn within(room: u16, cuts: &[u16]) -> Option<Self> {
        let cuts: Vec<u16> = cuts.iter().copied().filter(|cut| (1..=TOP).contains(cut)).collect();
        let bands = cuts.len() + 1;
        let places = usize::from(room.min(TOP + 1)).checked_sub(cuts.len())?;
        if places < bands {
            return None;
        }
        let bounds: Vec<usize> =
            [0].into_iter().chain(cuts.iter().map(|cut| usize::from(*cut))).chain([usize::from(TOP) + 1]).collect();
        let edges = shared_out(places, &bounds);
        let mut starts = Vec::with_capacity(places);
        for (bound, edge) in bounds.windows(2).zip(edges.windows(2)) {
            let (long, many) = (bound[1] - bound[0], edge[1] - edge[0]);
            starts.extend((0..many).map(|at| small(bound[0] + (at * long).div_ceil(many))));
        }
        let lines = edges[1..bands].iter().map(|edge| small(*edge)).zip(cuts).collect();
        Some(Self { starts, lines })
    }

    /// How many places there are.
    #[must_use]
    pub fn places(&self) -> u16 {
        small(self.starts.len())
    }

    /// How much room places and lines take.
    #[must_use]
    pub fn room(&self) -> u16 {
        small(self.starts.len() + self.lines.len())
    }

    /// The place of a score in tenths, from 0; more than 1000 counts as 1000.
    #[must_use]
    pub fn at(&self, tenths: u16) -> u16 {
        let after = self.starts.partition_point(|start| *start <= tenths.min(TOP));
        small(after.saturating_sub(1))
    }

    /// The scores of a place, in tenths; an empty range where there is no such place.
    #[must_use]
    pub fn span(&self, place: u16) -> RangeInclusive<u16> {
        let place = usize::from(place);
        match (self.starts.get(place), self.starts.get(place + 1)) {
            (Some(start), Some(next)) => *start..=next.saturating_sub(1),
            (Some(start), None) => *start..=TOP,
            (None, _) => RangeInclusive::new(TOP + 1, TOP),
        }
    }

    /// Where a place stands once the lines have their room.
    #[must_use]
    pub fn drawn(&self, place: u16) -> u16 {
        place + small(self.lines.iter().filter(|(first, _)| *first <= place).count())
    }

    /// Each cut in tenths, with where its line stands.
    pub fn lines(&self) -> impl Iterator<Item = (u16, u16)> {
        (0..).zip(&self.lines).map(|(before, (first, cut))| (first + before, *cut))
    }

    /// The band of a place, from 1.
    #[must_use]
    pub fn band(&self, place: u16) -> u8 {
        let below = self.lines.iter().filter(|(first, _)| *first <= place).count();
        u8::try_from(below + 1).unwrap_or(u8::MAX)
    }
}

/// Where the places of each band begin and end: as wide as the band, but one place at least.
fn shared_out(places: usize, bounds: &[usize]) -> Vec<usize> {
    let (last, whole) = (bounds.len() - 1, usize::from(TOP) + 1);
    let mut edges: Vec<usize> = bounds.iter().map(|bound| (places * bound + whole / 2) / whole).collect();
    edges[last] = places;
    for at in 1..last {
        edges[at] = edges[at].max(edges[at - 1] + 1);
    }
    for at in (1..last).rev() {
        edges[at] = edges[at].min(edges[at + 1] - 1);
    }
    edges
}

fn small(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ends_and_a_cut_have_their_places() {
        let ruler = Ruler::within(61, &[500]).unwrap();
        assert_eq!((ruler.places(), ruler.room()), (60, 61));
        assert_eq!([0, 499, 500, 1000].map(|tenths| ruler.at(tenths)), [0, 29, 30, 59]);
        assert_eq!([0, 29, 30, 59].map(|place| ruler.drawn(place)), [0, 29, 31, 60]);
        assert_eq!(ruler.lines().collect::<Vec<_>>(), [(30, 500)]);
        assert_eq!(ruler.span(29).end(), &499);
        assert_eq!(ruler.span(59).end(), &1000);
        assert!(ruler.span(60).is_empty());
    }

    #[test]
    fn a_cut_at_the_very_top_has_a_place_above_it() {
        let ruler = Ruler::within(10, &[990, 1000]).unwrap();
        assert_eq!([989, 990, 999, 1000].map(|tenths| ruler.at(tenths)), [5, 6, 6, 7]);
        assert_eq!(ruler.lines().collect::<Vec<_>>(), [(6, 990), (8, 1000)]);
    }

    #[test]
    fn too_little_room_is_no_ruler() {
        assert_eq!(Ruler::within(0, &[]), None);
        assert_eq!(Ruler::within(2, &[500]), None);
        assert!(Ruler::within(3, &[500]).is_some());
    }

    proptest! {
        #[test]
        fn every_score_has_one_place_and_a_place_lies_in_one_band(
            room in 1u16..300,
            cuts in prop::collection::btree_set(1u16..=1000, 0..8),
        ) {
            let cuts: Vec<u16> = cuts.into_iter().collect();
            let Some(ruler) = Ruler::within(room, &cuts) else {
                prop_assert!(usize::from(room) < 2 * cuts.len() + 1);
                return Ok(());
            };
            prop_assert_eq!(ruler.room(), room);
            let band = |tenths: u16| cuts.iter().filter(|cut| **cut <= tenths).count() + 1;
            for tenths in 0..=1000 {
                let place = ruler.at(tenths);
                prop_assert!(ruler.span(place).contains(&tenths));
                prop_assert_eq!(usize::from(ruler.band(place)), band(tenths));
            }
            let held: usize = (0..ruler.places()).map(|place| ruler.span(place).count()).sum();
            prop_assert_eq!(held, 1001, "and no place holds a score of another");
            let drawn: BTreeSet<u16> =
                (0..ruler.places()).map(|place| ruler.drawn(place)).chain(ruler.lines().map(|(at, _)| at)).collect();
            prop_assert_eq!(drawn, (0..room).collect::<BTreeSet<_>>());
        }
    }
}
