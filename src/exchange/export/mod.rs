//! Files out.

pub mod clients;
pub mod csv;
