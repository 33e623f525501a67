//! The board as a person sees and uses it.

mod book;
mod follow;
mod pictures;
mod places;
mod scatter;
mod shapes;
mod shipped;
pub mod sights;
mod staged;
mod stories;
