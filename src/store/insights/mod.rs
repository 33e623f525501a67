//! How the book is spread: over segments day by day, over owners against guideline and hours, over segments against targets.

mod distribution;
mod owners;
mod shares;
#[cfg(test)]
mod tests;

pub use distribution::{DayOf, Distribution, DistributionQuery};
pub use owners::{OwnerBook, OwnerBooks, SignCounts};
pub use shares::{SegmentShare, Shares};
