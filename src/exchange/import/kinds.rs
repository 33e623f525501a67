//! What the cells of a workbook say by their kind, where text would leave it to the column.

use chrono::{Days, NaiveDate};
use csv::StringRecord;

use super::columns::{Column, Field};
use super::dates::{DateForm, Shape};
use super::numbers::Decimal;
use super::values::Fault;
use super::{Form, Mapping};
use crate::exchange::source::records::{CellKind, Records};

/// Writes the days a sheet counts as the dates they are, in columns of dates: so they are read, and so they stand in the
/// file of rejects, which knows no system of counting.
pub(super) fn settle_dates(cells: &mut StringRecord, records: &Records, mapping: &Mapping) {
    let is_date = |column: &Column| column.field.as_ref().is_some_and(Field::is_date);
    let dated = |at: usize, cell: &str| {
        let counts = records.kind(at) == CellKind::Number && mapping.columns.get(at).is_some_and(is_date);
        let Some(Ok(Shape::Serial(days))) = counts.then(|| Shape::of(cell)) else { return None };
        let first = if records.count_from_1904() { (1904, 1, 1) } else { (1899, 12, 30) };
        let first = NaiveDate::from_ymd_opt(first.0, first.1, first.2)?;
        Some(first.checked_add_days(Days::new(u64::from(days)))?.to_string())
    };
    if !records.are_of_workbook() || !cells.iter().enumerate().any(|(at, cell)| dated(at, cell).is_some()) {
        return;
    }
    let settled = cells.iter().enumerate().map(|(at, cell)| dated(at, cell).unwrap_or_else(|| cell.to_owned()));
    *cells = settled.collect();
}

/// The form a cell is read in: that of its column, unless its kind tells.
///
/// # Errors
/// A cell that holds an error of the spreadsheet, or an id the spreadsheet has rounded.
pub(super) fn form_of(kind: CellKind, cell: &str, field: &Field, form: Form) -> Result<Form, Fault> {
    match kind {
        CellKind::Error if cell.starts_with('=') => Err(Fault::new(
            "is a formula without a value",
            "open the workbook in a spreadsheet and save it, so that it is calculated",
        )),
        CellKind::Error => Err(Fault::new("is an error of the spreadsheet", "correct the cell, or clear it")),
        CellKind::Number if *field == Field::ExternalId && is_rounded(cell) => {
            let hint = "format the column as text in the spreadsheet, or export the id again from the system it comes from";
            Err(Fault::new("is a number of more than 15 digits: a spreadsheet has rounded it", hint))
        }
        CellKind::Number if field.is_decimal() => Ok(Form::Money(Some(Decimal::Point))),
        CellKind::Number | CellKind::Date if field.is_date() => Ok(Form::Date(DateForm::default())),
        CellKind::Text | CellKind::Number | CellKind::Date | CellKind::Truth => Ok(form),
    }
}

/// Whether a cell of this kind has nothing to say about the form of its column.
pub(super) fn tells_itself(kind: CellKind, dates: bool) -> bool {
    match kind {
        CellKind::Text => false,
        // Days counted are told by their column.
        CellKind::Number => !dates,
        CellKind::Date | CellKind::Truth | CellKind::Error => true,
    }
}

/// Spreadsheets keep fifteen digits and write zeros for the others; a float is exact to some more.
fn is_rounded(cell: &str) -> bool {
    const EXACT: u64 = 1 << 53;
    let digits = cell.trim_start_matches('-');
    digits.len() > 15
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits.ends_with('0') || !digits.parse().is_ok_and(|number: u64| number < EXACT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_number_is_an_id_only_where_no_digit_can_be_lost() {
        assert!(!is_rounded("123456789012"));
        assert!(!is_rounded("9007199254740991"));
        assert!(is_rounded("1234567890123450"));
        assert!(is_rounded("12345678901234567"));
        assert!(is_rounded("100000000000000000000000"));
    }
}
