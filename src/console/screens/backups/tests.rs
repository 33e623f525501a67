//! Tests of the backups screen.
