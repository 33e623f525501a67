//! The program when the ground gives way: system calls that fail, full disks, kills, cuts of power.
//!
//! Quick versions run with `cargo test --test faults`; the long ones, with the figures of docs/TRUST.md, by
//! `cargo test --release --test faults -- --ignored --nocapture --test-threads=2`. `QUARTERDECK_TEST_PROGRAM` names another
//! binary to try than the one just built.
#![cfg(target_os = "linux")]

mod calls;
mod fates;
mod full;
mod kills;
mod layer;
mod locks;
mod power;
mod reads;
mod stage;
mod sweep;
