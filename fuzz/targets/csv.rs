//! libFuzzer's door to `quarterdeck_fuzz::csv`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| quarterdeck_fuzz::csv(bytes));
