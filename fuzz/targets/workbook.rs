//! libFuzzer's door to `quarterdeck_fuzz::workbook`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| quarterdeck_fuzz::workbook(bytes));
