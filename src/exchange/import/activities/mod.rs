//! Files of reviews, one activity a row: which column says what, and a row as a review of a client.

mod fields;
mod read;
#[cfg(test)]
mod tests;
mod words;

pub use fields::ReviewField;
pub(super) use fields::{claim, subject_of};
pub use read::Activity;
pub(super) use read::{NotHeld, typed};
