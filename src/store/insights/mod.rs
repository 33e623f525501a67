//! How the book is spread: over segments day by day, over owners against guideline and hours, over segments against targets.

mod distribution;
mod owners;
mod shares;
#[cfg(test)]
mod tests;

pub use distribution::{DayOf, Distribution, DistributionQuery};
pub use owners::{OwnerBook, OwnerBooks, SignCounts};
pub use shares::{SegmentShare, Shares};

/// The keys of the segments that a kept column names; none for the empty text.
fn keys(segment: &str) -> impl Iterator<Item = &str> {
    segment.split(',').filter(|key| !key.is_empty())
}
