//! A workbook: typed cells, the header frozen and filtered, columns as wide as what is in them.

use std::borrow::Cow;
use std::io::{self, Seek, SeekFrom, Write};

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::json::Book;
use super::table::{Cell, Column, Kind, Sheet};
use super::{Ask, ExportError, tables};
use crate::domain::money::Amount;
use crate::domain::text::Shown;
use crate::store::{Store, Watch};

/// Rows below the header that a sheet has room for; what follows goes on a further sheet.
const ROWS: u32 = 1_048_575;
/// The longest text a cell holds, in UTF-16 units.
const TEXT: usize = 32_767;
/// What stands at the end of a text that was cut.
const CUT: &str = " … (cut)";
/// Rows of a table that are looked at for the widths of its columns.
const SAMPLE: u32 = 1_000;
/// The widest a column begins, in characters.
const WIDEST: usize = 60;
/// Digits that a number in a workbook keeps; longer ones are written as text.
const DIGITS: u32 = 15;

/// Writes an export as a workbook, a sheet a table; the rows wait on disk, not in memory.
///
/// # Errors
/// The book or the output fails.
pub(super) fn write(store: &Store, ask: &Ask, to: &mut dyn Write, watch: Watch<'_>) -> Result<i64, ExportError> {
    let book = Book::of(store)?;
    let mut tabs = Tabs::new(ROWS);
    tabs.workbook.set_properties(&properties(&book, ask));
    let count = tables::feed(store, ask, &mut tabs, watch)?;
    let mut whole = io::BufWriter::new(tempfile::tempfile()?);
    tabs.workbook.save_to_writer(&mut whole).map_err(fault)?;
    let mut whole = whole.into_inner().map_err(io::IntoInnerError::into_error)?;
    whole.seek(SeekFrom::Start(0))?;
    io::copy(&mut whole, to)?;
    to.flush()?;
    Ok(count)
}

/// What the file says of itself: nothing that would be another at another hour.
fn properties(book: &Book, ask: &Ask) -> DocProperties {
    DocProperties::new()
        .set_title(format!("Quarterdeck: {} on {}", ask.what.name(), ask.today))
        .set_comment(format!("Entry {} of the book, hash {}", book.entries, book.hash))
        .set_creation_datetime(&ask.today)
}

fn fault(error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(cause) => ExportError::Output(cause),
        other => ExportError::Output(io::Error::other(other)),
    }
}

/// Tables as the sheets of a workbook.
struct Tabs {
    workbook: Workbook,
    looks: Looks,
    /// Rows a sheet has room for.
    room: u32,
    /// The table being written.
    table: Option<Table>,
}

/// A table being written.
struct Table {
    title: String,
    columns: Vec<Column>,
    /// The sheet it is on by now, among those of the workbook.
    sheet: usize,
    /// How many sheets it has filled before this one.
    before: u32,
    /// Rows on the present sheet, the header apart.
    rows: u32,
    widths: Vec<usize>,
}

/// How cells look.
struct Looks {
    header: Format,
    date: Format,
    instant: Format,
    money: Format,
    fine: Format,
    decimal: Format,
}

impl Looks {
    fn new() -> Self {
        let like = |pattern: &str| Format::new().set_num_format(pattern);
        Self {
            header: Format::new().set_bold().set_align(FormatAlign::Top),
            date: like("yyyy-mm-dd"),
            instant: like("yyyy-mm-dd hh:mm:ss"),
            money: like("#,##0.00"),
            fine: like("#,##0.00##"),
            decimal: like("0.####"),
        }
    }
}

impl Tabs {
    fn new(room: u32) -> Self {
        Self { workbook: Workbook::new(), looks: Looks::new(), room, table: None }
    }

    /// Begins a sheet with the header.
    fn open(&mut self, title: &str, columns: &[Column]) -> Result<usize, ExportError> {
        let at = self.workbook.worksheets().len();
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(fault)?;
        sheet.set_name(title).map_err(fault)?;
        sheet.set_freeze_panes(1, 0).map_err(fault)?;
        for (column, at) in columns.iter().zip(0_u16..) {
            sheet.write_string_with_format(0, at, fitting(&column.title), &self.looks.header).map_err(fault)?;
        }
        Ok(at)
    }

    /// Filters and widths, which wait until the rows are known.
    fn finish(&mut self, table: &Table) -> Result<(), ExportError> {
        let sheet = self.workbook.worksheet_from_index(table.sheet).map_err(fault)?;
        let Some(last) = u16::try_from(table.columns.len()).ok().and_then(|columns| columns.checked_sub(1)) else {
            return Ok(());
        };
        sheet.autofilter(0, 0, table.rows, last).map_err(fault)?;
        for (width, at) in table.widths.iter().zip(0_u16..) {
            // Room for the filter's button beside the title, and a little air.
            sheet.set_column_width(at, (*width).min(WIDEST) as f64 + 2.0).map_err(fault)?;
        }
        Ok(())
    }
}

impl Sheet for Tabs {
    fn begin(&mut self, title: &str, columns: &[Column]) -> Result<(), ExportError> {
        let sheet = self.open(title, columns)?;
        let widths = columns.iter().map(|column| (column.title.width() + 2).max(least(column.kind))).collect();
        self.table = Some(Table { title: title.to_owned(), columns: columns.to_vec(), sheet, before: 0, rows: 0, widths });
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        let mut table = self.table.take().expect("a row comes after the beginning of its table");
        if table.rows == self.room {
            self.finish(&table)?;
            table.before += 1;
            table.sheet = self.open(&format!("{} {}", table.title, table.before + 1), &table.columns)?;
            table.rows = 0;
        }
        table.rows += 1;
        let sheet = self.workbook.worksheet_from_index(table.sheet).map_err(fault)?;
        for ((cell, width), at) in cells.iter().zip(&mut table.widths).zip(0_u16..) {
            put(sheet, table.rows, at, cell, &self.looks).map_err(fault)?;
            if table.before == 0 && table.rows <= SAMPLE {
                *width = (*width).max(shown_width(cell));
            }
        }
        self.table = Some(table);
        Ok(())
    }

    fn end(&mut self) -> Result<(), ExportError> {
        let table = self.table.take().expect("a table ends after its beginning");
        self.finish(&table)
    }
}

/// Columns of a kind are at least so wide.
fn least(kind: Kind) -> usize {
    match kind {
        Kind::Date => 10,
        Kind::Instant => 19,
        Kind::Note => 30,
        Kind::Text | Kind::Whole | Kind::Decimal | Kind::Money | Kind::Truth => 6,
    }
}

/// Characters a cell takes where it is shown.
fn shown_width(cell: &Cell<'_>) -> usize {
    match cell {
        Cell::Text(text) => text.lines().map(|line| line.get(..4 * WIDEST).unwrap_or(line).width()).max().unwrap_or(0),
        // A sign every three digits, and two decimals.
        Cell::Money(amount) => amount.to_string().len() * 4 / 3 + 3,
        Cell::Instant(_) => 19,
        Cell::Empty | Cell::Whole(_) | Cell::Decimal(_) | Cell::Date(_) | Cell::Truth(_) => cell.plain().len(),
    }
}

fn put(sheet: &mut Worksheet, row: u32, at: u16, cell: &Cell<'_>, looks: &Looks) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        // Text is text, also where it looks like a formula, a number or a link.
        Cell::Text(text) => sheet.write_string(row, at, fitting(text))?,
        // Workbooks count in binary numbers with 15 digits: none of ours is whole and longer.
        Cell::Whole(number) => sheet.write_number(row, at, *number as f64)?,
        Cell::Truth(truth) => sheet.write_boolean(row, at, *truth)?,
        Cell::Decimal(number) => put_amount(sheet, row, at, *number, &looks.decimal)?,
        Cell::Money(amount) => {
            let cents = amount.ten_thousandths() % (Amount::SCALE / 100) == 0;
            put_amount(sheet, row, at, *amount, if cents { &looks.money } else { &looks.fine })?
        }
        Cell::Date(day) if in_range(*day) => sheet.write_date_with_format(row, at, day, &looks.date)?,
        Cell::Instant(instant) if in_range(instant.date_naive()) => {
            sheet.write_datetime_with_format(row, at, instant.naive_local(), &looks.instant)?
        }
        Cell::Date(_) | Cell::Instant(_) => sheet.write_string(row, at, cell.plain())?,
    };
    Ok(())
}

/// A number, or text where a workbook would round it.
fn put_amount<'s>(
    sheet: &'s mut Worksheet,
    row: u32,
    at: u16,
    amount: Amount,
    look: &Format,
) -> Result<&'s mut Worksheet, XlsxError> {
    if is_exact(amount) {
        let number = amount.ten_thousandths() as f64 / Amount::SCALE as f64;
        return sheet.write_number_with_format(row, at, number, look);
    }
    sheet.write_string(row, at, amount.to_string())
}

/// Whether the digits of an amount are few enough for a workbook.
fn is_exact(amount: Amount) -> bool {
    let mut digits = amount.ten_thousandths().unsigned_abs();
    while digits != 0 && digits.is_multiple_of(10) {
        digits /= 10;
    }
    digits < 10_u64.pow(DIGITS)
}

/// Whether spreadsheets know such a day: their calendar begins, without its invented leap day, in March 1900.
fn in_range(day: NaiveDate) -> bool {
    (day.year() > 1900 || (day.year() == 1900 && day.month() >= 3)) && day.year() <= 9999
}

/// Text as a cell holds it: cleaned, and cut with a mark where it is too long.
pub(in crate::exchange) fn fitting(text: &str) -> String {
    let clean = Shown::block(text).into_string();
    // No XML may hold these two.
    let clean = if clean.contains(['\u{fffe}', '\u{ffff}']) {
        Cow::Owned(clean.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}"))
    } else {
        Cow::Borrowed(clean.as_str())
    };
    if clean.len() <= TEXT || clean.encode_utf16().count() <= TEXT {
        return clean.into_owned();
    }
    let mut room = TEXT - CUT.encode_utf16().count();
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    clean.chars().take_while(fits).chain(CUT.chars()).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};
    use chrono::DateTime;

    use super::*;

    const COLUMNS: [Column; 3] = [
        Column::new("text", "Text", Kind::Text),
        Column::new("arr", "Revenue", Kind::Money),
        Column::new("day", "Day", Kind::Date),
    ];

    fn read_back(mut tabs: Tabs) -> Xlsx<Cursor<Vec<u8>>> {
        let bytes = tabs.workbook.save_to_buffer().expect("a workbook");
        Xlsx::new(Cursor::new(bytes)).expect("it reads")
    }

    fn written(room: u32, rows: &[[Cell<'_>; 3]]) -> Xlsx<Cursor<Vec<u8>>> {
        let mut tabs = Tabs::new(room);
        tabs.begin("Table", &COLUMNS).expect("begun");
        rows.iter().for_each(|row| tabs.row(row).expect("a row"));
        tabs.end().expect("ended");
        read_back(tabs)
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn rows_a_sheet_has_no_room_for_go_on_the_next_under_the_same_header() {
        let rows: Vec<[Cell<'_>; 3]> = (0..7).map(|at| [Cell::owned(format!("row {at}")), Cell::Empty, Cell::Empty]).collect();
        let mut book = written(3, &rows);
        assert_eq!(book.sheet_names(), ["Table", "Table 2", "Table 3"]);
        let mut texts = Vec::new();
        for (_, range) in book.worksheets() {
            let mut rows = range.rows();
            assert_eq!(rows.next().map(|row| row[0].to_string()), Some("Text".to_owned()));
            texts.extend(rows.map(|row| row[0].to_string()));
        }
        assert_eq!(texts, (0..7).map(|at| format!("row {at}")).collect::<Vec<_>>());
    }

    #[test]
    fn a_table_without_rows_is_a_header() {
        let mut book = written(ROWS, &[]);
        assert_eq!(book.worksheet_range("Table").expect("a sheet").height(), 1);
    }

    #[test]
    fn numbers_and_days_a_workbook_would_change_are_text() {
        let fine = Amount::parse("123456789012.3456").expect("an amount");
        let cents = Amount::parse("12345678901.25").expect("an amount");
        let rows = [
            [Cell::text(Some("=1+1")), Cell::Money(fine), Cell::Date(day("1899-12-31"))],
            [Cell::text(Some("0049")), Cell::Money(cents), Cell::Date(day("2026-06-15"))],
        ];
        let range = written(ROWS, &rows).worksheet_range("Table").expect("a sheet");
        let cell = |row, at| range.get_value((row, at)).expect("a cell").clone();
        assert_eq!(cell(1, 0), Data::String("=1+1".to_owned()));
        assert_eq!(cell(1, 1), Data::String("123456789012.3456".to_owned()));
        assert_eq!(cell(1, 2), Data::String("1899-12-31".to_owned()));
        assert_eq!(cell(2, 0), Data::String("0049".to_owned()), "no zero is lost");
        assert_eq!(cell(2, 1), Data::Float(12_345_678_901.25));
        let Data::DateTime(date) = cell(2, 2) else { panic!("{:?}", cell(2, 2)) };
        assert_eq!(date.as_datetime().map(|at| at.date()), Some(day("2026-06-15")));
    }

    #[test]
    fn an_instant_is_a_moment_of_its_own_clock() {
        let at = DateTime::parse_from_rfc3339("2026-06-15T23:30:00+02:00").expect("an instant");
        let range = written(ROWS, &[[Cell::Instant(at), Cell::Empty, Cell::Empty]]).worksheet_range("Table").expect("a sheet");
        let Some(Data::DateTime(read)) = range.get_value((1, 0)) else { panic!("{range:?}") };
        assert_eq!(read.as_datetime(), Some(at.naive_local()));
    }

    #[test]
    fn text_longer_than_a_cell_is_cut_with_a_mark() {
        for text in ["x".repeat(40_000), "𝄞".repeat(20_000)] {
            let cell = fitting(&text);
            assert!(cell.ends_with(CUT));
            assert!((TEXT - 1..=TEXT).contains(&cell.encode_utf16().count()), "{}", cell.encode_utf16().count());
        }
        let whole = "x".repeat(TEXT);
        assert_eq!(fitting(&whole), whole);
        let range = written(ROWS, &[[Cell::owned("y".repeat(99_999)), Cell::Empty, Cell::Empty]]).worksheet_range("Table");
        assert_eq!(range.expect("a sheet").get_value((1, 0)).map(|cell| cell.to_string().chars().count()), Some(TEXT));
    }

    #[test]
    fn text_that_controls_or_is_no_xml_is_cleaned() {
        assert_eq!(fitting("a\u{0}b\u{fffe}c\u{202e}d"), "a\u{fffd}b\u{fffd}c\u{fffd}d");
        let range = written(ROWS, &[[Cell::text(Some("_x0041_ & <b>")), Cell::Empty, Cell::Empty]]).worksheet_range("Table");
        assert_eq!(range.expect("a sheet").get_value((1, 0)), Some(&Data::String("_x0041_ & <b>".to_owned())));
    }

    #[test]
    fn columns_are_as_wide_as_what_is_in_them_up_to_a_measure() {
        assert!(shown_width(&Cell::Money(Amount::whole(1_234_567))) >= "1,234,567.00".len());
        assert_eq!(shown_width(&Cell::text(Some("日本"))), 4);
        assert_eq!(shown_width(&Cell::text(Some("one\nthree"))), 5);
        assert!(shown_width(&Cell::owned("é".repeat(1_000))) > WIDEST);
    }
}
