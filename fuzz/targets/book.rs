//! libFuzzer's door to `quarterdeck_fuzz::book`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| quarterdeck_fuzz::book(bytes));
