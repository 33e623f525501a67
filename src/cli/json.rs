//! JSON of the commands: the writer of exports, and lists item by item.

pub use super::print::List;
pub use crate::exchange::export::json::{SCHEMA, document, value};
