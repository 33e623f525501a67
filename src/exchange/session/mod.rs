//! Files of a session: sheets of proposals out and in, minutes and hand-outs.

pub mod proposals;
pub mod report;
