//! Dialogs: each opens on a client or several, keeps what is typed until it is saved, and ends in one command.

pub mod about;
pub mod archive;
pub mod asof;
pub mod clock;
pub mod confirm;
pub mod conflict;
pub mod export;
pub mod facts;
pub mod filter;
mod foresee;
pub mod load;
pub mod model;
pub mod moving;
pub mod pause;
pub mod period;
mod placard;
pub mod plan;
pub mod rescue;
pub mod restore;
pub mod review;
pub mod score;
pub mod session;
pub mod settings;
pub mod sheet;
#[cfg(test)]
pub(crate) mod trial;
pub mod void;
pub mod why;

/// A dialog that was asked for, or why it cannot be opened.
pub type Opened = Result<Box<dyn super::layer::Layer>, super::layer::Message>;
