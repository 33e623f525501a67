//! The rules of account review: pure, without clock, files, terminal or SQL.

pub mod cadence;
pub mod calendar;
pub mod change;
pub mod client;
pub mod command;
pub mod consequence;
pub mod fields;
pub mod figures;
pub mod filter;
pub mod goal;
pub mod measure;
pub mod model;
pub mod money;
pub mod nearest;
pub mod placement;
pub mod reckoning;
pub mod refusal;
pub mod review;
pub mod ruler;
pub mod score;
pub mod session;
pub mod spread;
pub mod stamp;
pub mod text;
pub mod verdict;
pub mod workload;
