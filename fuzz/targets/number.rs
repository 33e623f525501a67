//! libFuzzer's door to `quarterdeck_fuzz::number`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| quarterdeck_fuzz::number(bytes));
