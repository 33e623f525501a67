//! Filters: what reads prints to what reads the same.

use quarterdeck::domain::filter::Filter;

/// A filter printed and read again is the same filter; a refusal says something.
///
/// # Panics
/// It is not so.
pub fn filter(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    match Filter::parse(text) {
        Ok(filter) => {
            let printed = filter.to_string();
            assert_eq!(Filter::parse(&printed), Ok(filter), "{text:?} prints as {printed:?}");
        }
        Err(refused) => assert!(!refused.to_string().is_empty(), "{text:?}"),
    }
}
