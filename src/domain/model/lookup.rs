//! Finding one's way in a model: bands, cells, segments, dimensions, factors, kinds, and places on the board.

use super::{Derived, Dimension, Factor, Model, Segment};
use crate::domain::text::fold;

/// A place on the board as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Square {
    /// Row from 0: the highest band of y on top.
    pub row: u8,
    /// Column from 0: the lowest band of x at the left.
    pub column: u8,
}

impl Dimension {
    /// The band of a score in tenths, from 1. A score equal to a cut is in the upper band.
    #[must_use]
    pub fn band(&self, tenths: u16) -> u8 {
        let above = self.cuts.iter().filter(|cut| **cut <= tenths).count();
        u8::try_from(above + 1).expect("a dimension has at most nine bands")
    }

    /// How many bands its cuts make.
    #[must_use]
    pub fn bands(&self) -> u8 {
        u8::try_from(self.cuts.len() + 1).expect("a dimension has at most nine bands")
    }

    /// Tenths from a score to the nearest cut; none without cuts.
    #[must_use]
    pub fn distance(&self, tenths: u16) -> Option<u16> {
        self.cuts.iter().map(|cut| cut.abs_diff(tenths)).min()
    }
}

impl Model {
    /// The dimension with this key.
    #[must_use]
    pub fn dimension(&self, key: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.key == key)
    }

    /// The dimension of the x axis.
    #[must_use]
    pub fn x_axis(&self) -> &Dimension {
        self.dimension(&self.x).expect("a checked model has the dimension of its x axis")
    }

    /// The dimension of the y axis; none in a ladder.
    #[must_use]
    pub fn y_axis(&self) -> Option<&Dimension> {
        let key = self.y.as_ref()?;
        Some(self.dimension(key).expect("a checked model has the dimension of its y axis"))
    }

    /// The band of a score in tenths on a dimension, from 1 (the upper one on a cut); none for an unknown dimension.
    #[must_use]
    pub fn band(&self, dimension: &str, tenths: u16) -> Option<u8> {
        Some(self.dimension(dimension)?.band(tenths))
    }

    /// Bands of x and of y; y has one in a ladder.
    #[must_use]
    pub fn grid(&self) -> (u8, u8) {
        (self.x_axis().bands(), self.y_axis().map_or(1, Dimension::bands))
    }

    /// The segment of a cell, bands from 1. None only off the grid, or where membership is many and no segment claims it.
    #[must_use]
    pub fn cell(&self, x_band: u8, y_band: u8) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.cells.contains(&(x_band, y_band)))
    }

    /// The segment that scores in tenths fall into: `y` counts where the model has a y axis.
    #[must_use]
    pub fn at(&self, x: u16, y: Option<u16>) -> Option<&Segment> {
        let y_band = match self.y_axis() {
            Some(axis) => axis.band(y?),
            None => 1,
        };
        self.cell(self.x_axis().band(x), y_band)
    }

    /// The segment with this key.
    #[must_use]
    pub fn segment(&self, key: &str) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.key == key)
    }

    /// The segment a person names by key, letter or name, compared folded.
    #[must_use]
    pub fn segment_named(&self, asked: &str) -> Option<&Segment> {
        let asked = fold(asked);
        let named = |segment: &&Segment| [&segment.key, &segment.letter, &segment.name].iter().any(|name| fold(name) == asked);
        self.segments.iter().find(named)
    }

    /// The factor named `factor` or `dimension.factor`, with its dimension.
    #[must_use]
    pub fn factor(&self, name: &str) -> Option<(&Dimension, &Factor)> {
        let (of, key) = name.split_once('.').map_or((None, name), |(of, key)| (Some(of), key));
        let mut asked = self.dimensions.iter().filter(|dimension| of.is_none_or(|of| of == dimension.key));
        asked.find_map(|dimension| Some((dimension, dimension.factors.iter().find(|factor| factor.key == key)?)))
    }

    /// Whether a factor is to be cut by quantiles of a book, and was not yet.
    #[must_use]
    pub fn is_unfitted(&self) -> bool {
        self.quantiled().any(|(_, derived)| derived.fitted.is_none())
    }

    /// The factors that are cut by quantiles of a book, with how.
    pub fn quantiled(&self) -> impl Iterator<Item = (&Factor, &Derived)> {
        let factors = self.dimensions.iter().flat_map(|dimension| &dimension.factors);
        factors.filter_map(|factor| Some((factor, factor.derived.as_ref().filter(|derived| derived.quantiles.is_some())?)))
    }

    /// Whether a factor's bands are bare amounts of annual revenue, whatever the currency of a client.
    #[must_use]
    pub fn compares_amounts(&self) -> bool {
        let factors = self.dimensions.iter().flat_map(|dimension| &dimension.factors);
        factors.filter_map(|factor| factor.derived.as_ref()).any(|derived| derived.from == "arr")
    }

    /// Every touchpoint kind any segment asks for, in the order of first appearance.
    #[must_use]
    pub fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = Vec::new();
        for touchpoint in self.segments.iter().flat_map(|segment| &segment.touchpoints) {
            if !kinds.contains(&touchpoint.kind.as_str()) {
                kinds.push(&touchpoint.kind);
            }
        }
        kinds
    }

    /// The keys of the segments that read differently in another version of this model; none where more than that differs, so
    /// that every client may be touched: dimensions, cells, guards, or which kinds there are and what satisfies them.
    #[must_use]
    pub fn segments_changed(&self, other: &Self) -> Option<Vec<String>> {
        let bare = |model: &Self| Self {
            name: String::new(),
            description: String::new(),
            source: String::new(),
            evaluate_every: self.evaluate_every,
            segments: Vec::new(),
            ..model.clone()
        };
        let frame = |model: &Self| -> Vec<_> {
            let touchpoints = |segment: &Segment| -> Vec<_> {
                segment.touchpoints.iter().map(|touchpoint| (touchpoint.kind.clone(), touchpoint.satisfied_by.clone())).collect()
            };
            model.segments.iter().map(|segment| (segment.key.clone(), segment.cells.clone(), touchpoints(segment))).collect()
        };
        if bare(self) != bare(other) || frame(self) != frame(other) {
            return None;
        }
        let pairs = self.segments.iter().zip(&other.segments);
        Some(pairs.filter(|(one, other)| one != other).map(|(one, _)| one.key.clone()).collect())
    }

    /// Where a segment stands on the board: its cells as drawn, top row first.
    #[must_use]
    pub fn squares(&self, segment: &Segment) -> Vec<Square> {
        let (_, rows) = self.grid();
        let mut squares: Vec<Square> =
            segment.cells.iter().map(|(x, y)| Square { row: rows.saturating_sub(*y), column: x.saturating_sub(1) }).collect();
        squares.sort_unstable();
        squares
    }

    /// Tenths from scores to the nearest cut of either axis; none where there is no cut.
    #[must_use]
    pub fn distance(&self, x: Option<u16>, y: Option<u16>) -> Option<u16> {
        let on_x = x.and_then(|tenths| self.x_axis().distance(tenths));
        let on_y = y.zip(self.y_axis()).and_then(|(tenths, axis)| axis.distance(tenths));
        on_x.into_iter().chain(on_y).min()
    }
}

impl Factor {
    /// The highest value of its scale.
    #[must_use]
    pub fn top(&self) -> u8 {
        u8::try_from(self.levels.len()).expect("a scale has at most twenty steps")
    }
}

impl Derived {
    /// In what parts its quantiles cut the book: `quarters of the book`; none where its bands are fixed.
    #[must_use]
    pub fn parts_in_words(&self) -> Option<String> {
        Some(match self.quantiles? {
            2 => "halves of the book".to_owned(),
            3 => "thirds of the book".to_owned(),
            4 => "quarters of the book".to_owned(),
            5 => "fifths of the book".to_owned(),
            10 => "tenths of the book".to_owned(),
            parts => format!("{parts} equal parts of the book"),
        })
    }
}
