//! libFuzzer's door to `quarterdeck_fuzz::holiday`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| quarterdeck_fuzz::holiday(bytes));
