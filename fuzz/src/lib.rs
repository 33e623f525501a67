//! What must hold for any bytes, one function a target; a broken promise panics.

mod cells;
mod files;
mod filters;

pub use cells::{date, number};
pub use files::csv;
pub use filters::filter;
