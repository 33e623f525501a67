//! What part of the book each segment has, against what its model wants.

use std::collections::BTreeMap;

use crate::domain::model::place::keys;
use crate::domain::money::{Amount, Sums};
use crate::domain::text::fold;
use crate::store::course::{Counted, Gathered};
use crate::store::{Store, StoreError};

/// The part of the book each segment of a model has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shares {
    /// The model's key.
    pub model: String,
    /// Clients in any segment, each once: what shares are of.
    pub placed: Counted,
    /// Clients in no segment: they count in no share.
    pub unplaced: Counted,
    /// The currency shares of the revenue are counted in: the book's.
    pub currency: String,
    /// Other currencies that clients in segments have: their revenue counts in no share.
    pub other_currencies: Vec<String>,
    /// The segments in the model's order.
    pub segments: Vec<SegmentShare>,
}

/// The part of the book a segment has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SegmentShare {
    /// The segment's key.
    pub key: String,
    /// Its clients and their revenue.
    pub counted: Counted,
    /// Its part of the clients in any segment, 0 to 1; none where there are none.
    pub share: Option<f64>,
    /// The part the model wants it to have, 0 to 1.
    pub target: Option<f64>,
    /// Its part of the revenue in the book's currency; none where there is none.
    pub arr_share: Option<f64>,
}

impl SegmentShare {
    /// How far the share is over the target, in points of a hundred; below it is negative.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        Some((self.share? - self.target?) * 100.0)
    }
}

impl Store {
    /// What part of the clients and of the revenue each segment of a model has, of all clients or of one owner's (compared
    /// folded; empty: those without one). From kept sums: the cost does not grow with the book.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn shares(&self, model: Option<&str>, owner: Option<&str>) -> Result<Shares, StoreError> {
        let ground = self.ground();
        let model = ground.model(model)?;
        let asked = owner.map(fold);
        let (mut placed, mut unplaced) = (Gathered::default(), Gathered::default());
        let mut segments: BTreeMap<String, Gathered> = BTreeMap::new();
        self.present_totals(&model.key, |segment, owner, lot| {
            if asked.as_ref().is_some_and(|asked| fold(owner) != *asked) {
                return;
            }
            if segment.is_empty() {
                unplaced.count(lot)
            } else {
                placed.count(lot)
            }
            keys(segment).for_each(|key| segments.entry(key.to_owned()).or_default().count(lot));
        })?;
        let placed = placed.counted();
        let in_currency = |arr: &Sums| arr.iter().find(|(known, _)| *known == ground.currency).map(|(_, sum)| sum);
        let revenue = in_currency(&placed.arr).map_or(0, Amount::ten_thousandths);
        let share = |segment: &crate::domain::model::Segment| {
            let counted = segments.remove(&segment.key).unwrap_or_default().counted();
            let own = in_currency(&counted.arr).map_or(0, Amount::ten_thousandths);
            SegmentShare {
                key: segment.key.clone(),
                share: (placed.clients > 0).then(|| counted.clients as f64 / placed.clients as f64),
                target: segment.target_share,
                arr_share: (revenue > 0).then(|| own as f64 / revenue as f64),
                counted,
            }
        };
        let segments = model.segments.iter().map(share).collect();
        let others = placed.arr.iter().map(|(currency, _)| currency.to_owned()).filter(|known| *known != ground.currency);
        Ok(Shares {
            model: model.key.clone(),
            other_currencies: others.collect(),
            unplaced: unplaced.counted(),
            currency: ground.currency.clone(),
            segments,
            placed,
        })
    }
}
