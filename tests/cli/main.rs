//! The command line as scripts and people meet it: what it prints, what it refuses, and with which exit code.

mod backups;
mod bad_input;
mod book;
mod bounds;

mod calendars;
mod clocks;
mod desk;
mod docs;
mod every_write;
mod export;
mod hostile;
mod import;
mod insights;
mod lists;
mod many;
mod models;
mod overview;
#[path = "../../src/domain/text/payloads.rs"]
mod payloads;
mod plan;
mod privacy;
mod proposals;
mod refusals;
mod session;
mod settings;
mod side_files;
mod undo_walk;
mod workbooks;
mod zones;
