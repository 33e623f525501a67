//! A workbook opened by what it is, whatever its name says: its sheets, and the cells of one of them in order.

use std::io::{BufReader, Read, Seek};
use std::ops::ControlFlow;

use calamine::{
    Data, DataRef, Ods, OdsError, Range, Reader, Sheet as About, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError, Xlsx,
    XlsxError, XlsxFormulaMetadata,
};
use zip::ZipArchive;

use super::cell::Value;
use super::rows::Sink;
use super::{At, Fault, SAVE_AGAIN};

type Input = BufReader<At>;

/// An open workbook.
pub(super) struct Book {
    parsed: Parsed,
    file: At,
    sheets: Vec<Sheet>,
}

enum Parsed {
    Xlsx(Xlsx<Input>),
    Xlsb(Xlsb<Input>),
    Xls(Xls<Input>),
    Ods(Ods<Input>),
}

/// A sheet of cells.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
}

impl Book {
    pub(super) fn open(file: &At) -> Result<Self, Fault> {
        let input = || BufReader::with_capacity(64 * 1024, file.again());
        let kind = kind_of(input())?;
        match kind {
            Kind::Xlsx | Kind::Xlsb | Kind::Ods => verify(input())?,
            Kind::Ole => {}
        }
        let parsed = match kind {
            Kind::Xlsx => Parsed::Xlsx(Xlsx::new(input()).map_err(|error| of_xlsx(&error))?),
            Kind::Xlsb => Parsed::Xlsb(Xlsb::new(input()).map_err(|error| of_xlsb(&error))?),
            Kind::Ods => Parsed::Ods(Ods::new(input()).map_err(|error| of_ods(&error))?),
            Kind::Ole => match Xls::new(input()) {
                Ok(book) => Parsed::Xls(book),
                Err(XlsError::Password) => return Err(with_password()),
                // A new workbook with a password is wrapped like an old one.
                Err(_) if matches!(Xlsx::new(input()), Err(XlsxError::Password)) => return Err(with_password()),
                Err(error) => return Err(of_xls(&error)),
            },
        };
        let about = match &parsed {
            Parsed::Xlsx(book) => book.sheets_metadata(),
            Parsed::Xlsb(book) => book.sheets_metadata(),
            Parsed::Xls(book) => book.sheets_metadata(),
            Parsed::Ods(book) => book.sheets_metadata(),
        };
        let of_cells = about.iter().filter(|sheet| matches!(sheet.typ, SheetType::WorkSheet));
        let sheet = |sheet: &About| Sheet {
            name: sheet.name.clone(),
            hidden: match sheet.visible {
                SheetVisible::Visible => false,
                SheetVisible::Hidden | SheetVisible::VeryHidden => true,
            },
        };
        let sheets = of_cells.map(sheet).collect();
        Ok(Self { parsed, file: file.again(), sheets })
    }

    /// Its sheets of cells, in their order.
    pub(super) fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// Whether its days count from 1904. The other kinds of workbooks have dates of their own, or only dates told as such.
    pub(super) fn counts_from_1904(&self) -> bool {
        match &self.parsed {
            Parsed::Xlsx(book) => book.has_1904_epoch(),
            Parsed::Xlsb(book) => book.has_1904_epoch(),
            Parsed::Xls(book) => book.has_1904_epoch(),
            Parsed::Ods(_) => false,
        }
    }

    /// Gives the cells of a sheet to `sink`, row by row from the left.
    pub(super) fn cells(&mut self, sheet: &str, sink: &mut dyn Sink) -> Result<(), Fault> {
        match &mut self.parsed {
            Parsed::Xlsx(book) => xlsx(book, &self.file, sheet, sink),
            Parsed::Xlsb(book) => xlsb(book, sheet, sink),
            Parsed::Xls(book) => spread(&book.worksheet_range(sheet).map_err(|error| of_xls(&error))?, sink),
            Parsed::Ods(book) => spread(&book.worksheet_range(sheet).map_err(|error| of_ods(&error))?, sink),
        }
    }
}

fn xlsx(book: &mut Xlsx<Input>, file: &At, sheet: &str, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| of_xlsx(&error))?;
    let mut places: Option<Vec<(u32, u32)>> = None;
    for count in 0.. {
        let flow = match cells.next_cell_with_formula_metadata() {
            Ok(None) => break,
            Ok(Some(cell)) => {
                // Behind a cell it broke off at, the parser counts wrong where the file gives no addresses.
                let place = places.as_ref().and_then(|places| places.get(count).copied());
                let (row, column) = place.unwrap_or(cell.pos);
                match (&cell.value, &cell.formula) {
                    (DataRef::Empty, None) => ControlFlow::Continue(()),
                    (DataRef::Empty, Some(formula)) => sink.cell(row, column, &Value::Formula(text_of(formula)))?,
                    (value, _) => sink.cell(row, column, &Value::of(value))?,
                }
            }
            // Newer spreadsheets have errors the parser does not know (#SPILL!, #CALC!), and it does not say where.
            Err(XlsxError::CellError(name)) => {
                if places.is_none() {
                    places = Some(places_of(file, sheet)?);
                }
                let lost = || Fault::damaged(&"the cells of a sheet cannot be told apart");
                let (row, column) = places.as_ref().and_then(|places| places.get(count).copied()).ok_or_else(lost)?;
                sink.cell(row, column, &Value::OtherError(&name))?
            }
            Err(error) => return Err(of_xlsx(&error)),
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

fn text_of(formula: &XlsxFormulaMetadata) -> Option<&str> {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => Some(formula),
        // What goes with a shared formula, and what the parser may tell apart some day.
        _ => None,
    }
}

/// Where the cells of a sheet stand, in the order of the file: a second pass that reads no values.
fn places_of(file: &At, sheet: &str) -> Result<Vec<(u32, u32)>, Fault> {
    let input = BufReader::with_capacity(64 * 1024, file.again());
    let mut book: Xlsx<Input> = Xlsx::new(input).map_err(|error| of_xlsx(&error))?;
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| of_xlsx(&error))?;
    let mut places = Vec::new();
    while let Some(cell) = cells.next_formula().map_err(|error| of_xlsx(&error))? {
        places.push(cell.get_position());
    }
    Ok(places)
}

fn xlsb(book: &mut Xlsb<Input>, sheet: &str, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| of_xlsb(&error))?;
    while let Some(cell) = cells.next_cell().map_err(|error| of_xlsb(&error))? {
        let (row, column) = cell.get_position();
        if sink.cell(row, column, &Value::of(cell.get_value()))?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The cells of a sheet the parser has spread out in memory.
fn spread(cells: &Range<Data>, sink: &mut dyn Sink) -> Result<(), Fault> {
    let Some((top, left)) = cells.start() else { return Ok(()) };
    let overflow = || Fault::damaged(&"a cell lies beyond all rows");
    for (row, column, data) in cells.used_cells() {
        let row = u32::try_from(row).ok().and_then(|row| top.checked_add(row)).ok_or_else(overflow)?;
        let column = u32::try_from(column).ok().and_then(|column| left.checked_add(column)).ok_or_else(overflow)?;
        if sink.cell(row, column, &Value::of_owned(data))?.is_break() {
            break;
        }
    }
    Ok(())
}

/// What a workbook is by its content.
enum Kind {
    Xlsx,
    Xlsb,
    Ods,
    /// The container of old workbooks, and of new ones with a password.
    Ole,
}

fn kind_of(mut input: impl Read + Seek) -> Result<Kind, Fault> {
    let mut magic = [0; 8];
    input.read_exact(&mut magic).map_err(|_| Fault::damaged(&"it is too short"))?;
    if magic == *b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" {
        return Ok(Kind::Ole);
    }
    if magic.starts_with(b"\xD0\xCF") {
        return Err(Fault::damaged(&"it begins like an old Excel workbook and goes on as something else"));
    }
    let archive = ZipArchive::new(input).map_err(|error| Fault::damaged(&error))?;
    let names = || archive.file_names_raw();
    let has = |name: &[u8]| names().any(|other| other.trim_ascii_start().eq_ignore_ascii_case(name));
    let within = |folder: &[u8]| names().any(|name| name.starts_with(folder));
    let no_table = |what: &str| Fault::new(format!("is {what}, not a workbook"), "give the workbook, or a CSV file");
    match () {
        () if has(b"xl/workbook.bin") => Ok(Kind::Xlsb),
        () if has(b"content.xml") && has(b"mimetype") => Ok(Kind::Ods),
        () if within(b"word/") => Err(no_table("a text document")),
        () if within(b"ppt/") => Err(no_table("a presentation")),
        () if has(b"Index/Document.iwa") => Err(Fault::new("is a document of Numbers or Pages", "export it as Excel or CSV")),
        () if has(b"_rels/.rels") => Ok(Kind::Xlsx),
        () => Err(Fault::new("is a ZIP archive, not a workbook", "unpack it and import the table inside")),
    }
}

/// Reads the parts that hold tables to their ends, where their checksums stand: the parser stops before, and a damaged byte
/// would be another figure.
fn verify(input: impl Read + Seek) -> Result<(), Fault> {
    const ASIDE: [&str; 6] = ["xl/media/", "xl/embeddings/", "xl/drawings/", "docProps/", "Pictures/", "Thumbnails/"];
    let mut archive = ZipArchive::new(input).map_err(|error| Fault::damaged(&error))?;
    let holds = |name: &str| {
        let table = [".xml", ".bin", ".rels"].iter().any(|end| name.ends_with(end));
        table && !ASIDE.iter().any(|folder| name.starts_with(folder))
    };
    let parts: Vec<usize> = (0..archive.len())
        .filter(|at| archive.name_for_index(*at).is_some_and(|name| name.is_ok_and(|name| holds(&name))))
        .collect();
    for at in parts {
        let mut part = match archive.by_index(at) {
            // What the parser makes of it says more.
            Err(_) => continue,
            Ok(part) => part,
        };
        std::io::copy(&mut part, &mut std::io::sink()).map_err(|error| Fault::damaged(&error))?;
    }
    Ok(())
}

fn with_password() -> Fault {
    Fault::new("is protected by a password", "open it in a spreadsheet, save a copy without the password, and import that")
}

fn of_xlsx(error: &XlsxError) -> Fault {
    match error {
        XlsxError::Password => with_password(),
        other => Fault::damaged(other),
    }
}

fn of_xlsb(error: &XlsbError) -> Fault {
    if matches!(error, XlsbError::Password) { with_password() } else { Fault::damaged(error) }
}

fn of_xls(error: &XlsError) -> Fault {
    if matches!(error, XlsError::Password) {
        return with_password();
    }
    Fault::new(format!("is no old Excel workbook that can be read: {error}"), SAVE_AGAIN)
}

fn of_ods(error: &OdsError) -> Fault {
    match error {
        OdsError::Password => with_password(),
        OdsError::CellLimitExceeded { .. } => Fault::new(
            "spreads over more cells than can be read: one stands far below or beside the others",
            "delete the cell that stands alone, or save the table as CSV in UTF-8",
        ),
        OdsError::InvalidMime(_) => {
            Fault::new("is an OpenDocument file, but no spreadsheet", "give the spreadsheet, or a CSV file")
        }
        other => Fault::damaged(other),
    }
}
