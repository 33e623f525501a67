//! What must hold for any bytes, one function a target; a broken promise panics.

mod cells;
mod files;
mod filters;
mod readers;

pub use cells::{date, number};
pub use files::{csv, workbook};
pub use filters::filter;
pub use readers::{book, holiday, model, sheet};

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn seeds(of: &str, check: fn(&[u8])) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(of);
        let mut found = 0;
        for entry in std::fs::read_dir(folder).expect("there are seeds") {
            check(&std::fs::read(entry.expect("an entry").path()).expect("a seed"));
            found += 1;
        }
        assert!(found > 0);
    }

    #[test]
    fn every_seed_goes_through_its_target() {
        seeds("csv", csv);
        seeds("workbook", workbook);
        seeds("date", date);
        seeds("number", number);
        seeds("filter", filter);
        seeds("holiday", holiday);
        seeds("model", model);
        seeds("sheet", sheet);
        seeds("book", book);
    }
}
