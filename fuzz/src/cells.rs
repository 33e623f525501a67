//! Cells of dates and amounts, a column of them at a time: one cell a line.

use quarterdeck::exchange::import::dates::{self, DateForm, DateOrder, Evidence};
use quarterdeck::exchange::import::numbers::{self, Decimal, Hint};

/// A date read is a day of the calendar that reads as itself; a column that needs no order reads its cells without one.
///
/// # Panics
/// It is not so.
pub fn date(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let mut evidence = Evidence::default();
    for (at, cell) in text.lines().enumerate() {
        evidence.add(cell, at as u64 + 2);
    }
    let decided = evidence.decide(None);
    for cell in text.lines() {
        for order in [None, Some(DateOrder::Dmy), Some(DateOrder::Mdy), Some(DateOrder::Ymd)] {
            for serials in [false, true] {
                check_date(cell, DateForm { order, serials });
            }
        }
        if let Ok(form) = decided {
            check_date(cell, form);
            let two_ways = dates::read(cell, &form).is_err_and(|fault| fault.problem.contains("two ways"));
            assert!(!two_ways, "{cell:?}: the column decided, the cell is still open");
        }
    }
}

fn check_date(cell: &str, form: DateForm) {
    match dates::read(cell, &form) {
        Ok(day) => {
            let written = day.to_string();
            assert_eq!(dates::read(&written, &DateForm::default()), Ok(day), "{cell:?} reads as {written}");
        }
        Err(fault) => assert!(!fault.problem.is_empty()),
    }
}

/// An amount read is one that reads as itself; a cell that says nothing about the decimal sign reads the same by either.
///
/// # Panics
/// It is not so.
pub fn number(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    for cell in text.lines() {
        let read = |decimal| numbers::read(cell, decimal);
        for decimal in [None, Some(Decimal::Point), Some(Decimal::Comma)] {
            match read(decimal) {
                Ok(money) => {
                    let written = money.amount.to_string();
                    let again = numbers::read(&written, Some(Decimal::Point)).map(|money| money.amount);
                    assert_eq!(again, Ok(money.amount), "{cell:?} reads as {written}");
                }
                Err(fault) => assert!(!fault.problem.is_empty()),
            }
        }
        let (point, comma) = (read(Some(Decimal::Point)), read(Some(Decimal::Comma)));
        let amounts = |a: &Result<numbers::Money, _>, b: &Result<numbers::Money, _>| match (a, b) {
            (Ok(a), Ok(b)) => a.amount == b.amount,
            (Ok(_), Err(_)) | (Err(_), Ok(_)) | (Err(_), Err(_)) => true,
        };
        match numbers::hint(cell) {
            Hint::Nothing => assert!(amounts(&point, &comma), "{cell:?} says nothing, and reads as {point:?} or {comma:?}"),
            Hint::Only(decimal) => assert!(read(Some(decimal)).is_ok(), "{cell:?} can only be read with {decimal:?}, and cannot"),
            Hint::Either => assert!(point.is_ok() && comma.is_ok(), "{cell:?} reads as {point:?} or {comma:?}"),
        }
    }
}
