//! Files in and out: what a file holds is understood here, what it means for the book is decided by the callers.
//!
//! Reading goes in two passes over the file, neither holding more than one record: [`import::survey()`] finds the encoding,
//! the separator, the header, which column is which field and how each column writes its dates and numbers;
//! [`import::rows::rows`] then gives every row as typed fields, as a refusal with its reasons, or as skipped.

pub mod export;
pub mod files;
pub mod guard;
pub mod holidays;
pub mod import;
pub mod models;
pub mod refused;
pub mod sample;
pub mod session;
pub mod source;
