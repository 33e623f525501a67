//! libFuzzer's door to `quarterdeck_fuzz::model`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| quarterdeck_fuzz::model(bytes));
