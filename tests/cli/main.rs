//! The command line as scripts and people meet it: what it prints, what it refuses, and with which exit code.

mod backups;
mod bad_input;
mod book;
mod bounds;

mod calendars;
mod clocks;
mod desk;
mod docs;
mod export;
mod import;
mod insights;
mod lists;
mod models;
mod overview;
mod plan;
mod proposals;
mod refusals;
mod session;
mod settings;
mod workbooks;
