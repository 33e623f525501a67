//! libFuzzer's door to `quarterdeck_fuzz::sheet`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| quarterdeck_fuzz::sheet(bytes));
