//! The screens: each shows a window of the book and keeps its selection by the client's id.

pub mod backups;
pub mod board;
pub mod client;
pub mod clients;
pub mod compare;
pub mod doors;
pub mod drift;
pub mod due;
pub mod elsewhere;
pub mod history;
pub mod insights;
pub mod models;
pub mod prose;
pub mod reading;
pub mod reply;
pub mod session;
pub mod signs;
pub mod table;
