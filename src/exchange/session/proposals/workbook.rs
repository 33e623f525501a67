//! A sheet of proposals as a workbook: what may be written stands in lists to choose from, explained on a second sheet.

use std::io;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, Format, FormatAlign, FormatBorder, Formula, Workbook,
    Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::sheet::{Cell, Grid, TO_FILL_IN};
use crate::domain::model::Model;
use crate::domain::session::{Session, View};
use crate::exchange::export::ExportError;
use crate::exchange::export::xlsx::fitting;
use crate::exchange::guard::{guarded, without_guard};

/// The widest a column begins, in characters.
const WIDEST: usize = 44;
/// The name of the second sheet.
const HOW: &str = "How to";
/// The views that are chosen from.
const VIEWS: [View; 3] = [View::Agree, View::Question, View::NoView];

/// The workbook. The same sheet gives the same bytes.
pub(super) fn written(table: &Grid, session: &Session, model: &Model) -> Result<Vec<u8>, ExportError> {
    build(table, session, model).map_err(|fault| ExportError::Output(io::Error::other(fault)))
}

fn build(table: &Grid, session: &Session, model: &Model) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let about = DocProperties::new().set_title(format!("Proposals for {}", fitting(&session.name)));
    workbook.set_properties(&about.set_creation_datetime(&session.started_on));
    rows(workbook.add_worksheet().set_name("Proposals")?, table, model)?;
    explanation(workbook.add_worksheet().set_name(HOW)?, session, model)?;
    workbook.save_to_buffer()
}

fn rows(sheet: &mut Worksheet, table: &Grid, model: &Model) -> Result<(), XlsxError> {
    let plain = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let header = Format::new().set_bold().set_align(FormatAlign::Top);
    let open = plain.clone().set_background_color(Color::RGB(0xFF_F6_D5)).set_border(FormatBorder::Hair);
    let is_open = |name: &String| TO_FILL_IN.contains(&name.as_str());
    for (name, at) in table.columns.iter().zip(0_u16..) {
        let look = if is_open(name) { &header.clone().set_background_color(Color::RGB(0xFF_E3_8F)) } else { &header };
        sheet.write_string_with_format(0, at, fitting(name), look)?;
        let cells = table.rows.iter().map(|row| width(&row[usize::from(at)]));
        let least = if name == "note" { WIDEST } else { name.width() + 2 };
        sheet.set_column_width(at, cells.fold(least, usize::max).min(WIDEST) as f64 + 1.0)?;
    }
    for (row, line) in table.rows.iter().zip(1_u32..) {
        for ((cell, name), at) in row.iter().zip(&table.columns).zip(0_u16..) {
            let look = if is_open(name) { &open } else { &plain };
            match cell {
                Cell::Text(text) => sheet.write_string_with_format(line, at, fitting(&unmistakable(text)), look)?,
                Cell::Number(number) => sheet.write_number_with_format(line, at, *number as f64, look)?,
                Cell::Tenths(tenths) => sheet.write_number_with_format(line, at, *tenths as f64 / 10.0, look)?,
                Cell::Empty => sheet.write_blank(line, at, look)?,
            };
        }
    }
    let column = |name: &str| table.columns.iter().position(|known| known == name).and_then(|at| u16::try_from(at).ok());
    let last = u32::try_from(table.rows.len()).unwrap_or(1).max(1);
    if let Some(at) = column("to") {
        let list = Formula::new(format!("='{HOW}'!$A$2:$A${}", model.segments.len() + 1));
        let rule = DataValidation::new().allow_list_formula(list).set_error_style(DataValidationErrorStyle::Warning);
        sheet.add_data_validation(1, at, last, at, &rule.set_error_message("This is no segment of the model.")?)?;
    }
    if let Some(at) = column("view") {
        let rule = DataValidation::new().allow_list_strings(&VIEWS.map(View::word))?;
        sheet.add_data_validation(
            1,
            at,
            last,
            at,
            &rule.set_error_message("Choose agree, question or no view, or leave it empty.")?,
        )?;
    }
    // The names of the clients stay in sight.
    sheet.set_freeze_panes(1, column("client").map_or(0, |at| at + 1))?;
    Ok(())
}

/// What may be written, and how: the segments stand first, for the lists.
fn explanation(sheet: &mut Worksheet, session: &Session, model: &Model) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.write_string_with_format(0, 0, "Segments", &bold)?;
    for (segment, row) in model.segments.iter().zip(1_u32..) {
        sheet.write_string(row, 0, fitting(&format!("{} {}", segment.letter, segment.name)))?;
        sheet.write_string(row, 1, fitting(&segment.stance))?;
    }
    let from = u32::try_from(model.segments.len()).unwrap_or(0) + 3;
    sheet.write_string_with_format(from - 1, 0, fitting(&format!("How to fill in the proposals for {}", session.name)), &bold)?;
    let lines = [
        "to: the segment you propose. Leave it empty to propose nothing; write the present segment to propose that it stays.",
        "view: what you make of what its owner proposes (else of where it is): agree, question or no view.",
        "note: why. Whoever decides reads it.",
        "Leave the other columns as they are, and send the file back. What you wrote before stands in it already.",
    ];
    for (line, row) in lines.iter().zip(from..) {
        sheet.write_string(row, 0, *line)?;
    }
    sheet.set_column_width(0, 34)?;
    Ok(())
}

/// Text as a cell that gives the same text when it is read: one that looks guarded already is guarded once more.
fn unmistakable(text: &str) -> std::borrow::Cow<'_, str> {
    if without_guard(text) == text { text.into() } else { guarded(text) }
}

fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.lines().map(|line| line.get(..4 * WIDEST).unwrap_or(line).width()).max().unwrap_or(0),
        Cell::Number(_) | Cell::Tenths(_) => 6,
        Cell::Empty => 0,
    }
}
