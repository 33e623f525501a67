//! Commands: what a person wants done, planned into changes by pure rules.
