//! The session: the agenda of the one that is open, or the list of all; one client at a time; consequences; replay.

pub mod balance;
pub mod replay;
