//! How a file parts its cells, and which of its rows is the header.

use csv::StringRecord;

use super::claims::claim;
use super::columns::{ColumnChoice, Field, spoken_of};
use super::{Subject, activities};
use crate::domain::text::fold;
use crate::exchange::refused::Refused;
use crate::exchange::source::Source;
use crate::exchange::source::records::{Records, SHEET_SEPARATOR};

/// Separators looked for, the usual ones first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Records looked at.
const SAMPLE: usize = 200;
/// Bytes of them after which no further one is looked at.
const SAMPLE_BYTES: usize = 4 * 1024 * 1024;
/// Records above the header at most.
const TITLES: usize = 30;

/// How a file is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// The byte between cells.
    pub separator: u8,
    /// The line of the file the header starts on, from 1.
    pub header_line: u64,
    /// The header, cell by cell as written.
    pub header: Vec<String>,
    /// How many rows stand above the header (titles, a `sep=` line).
    pub above: usize,
}

impl Dialect {
    /// Finds the separator and the header from the beginning of a file.
    ///
    /// # Errors
    /// A file without a row, or one that cannot be read.
    pub fn of(source: &Source, choices: &[ColumnChoice]) -> Result<Self, Refused> {
        if source.sheet().is_some() {
            return Self::of_sheet(source, choices);
        }
        let declared = declared(source)?;
        let candidates = declared.map_or(SEPARATORS.to_vec(), |separator| vec![separator]);
        let mut best: Option<(f64, Self)> = None;
        let mut fault = None;
        for separator in candidates {
            let sample = match sample(source, separator) {
                Ok(sample) => sample,
                Err(refused) => {
                    fault.get_or_insert(refused);
                    continue;
                }
            };
            // Separators alone: read with another one, they would be texts.
            if declared.is_none() && !sample.is_empty() && sample.iter().all(|row| row.filled() == 0) {
                return Err(Refused::Empty(source.shown()));
            }
            let Some((fit, dialect)) = read_as(separator, &sample, declared.is_some(), choices) else { continue };
            if best.as_ref().is_none_or(|(earlier, _)| fit > *earlier) {
                best = Some((fit, dialect));
            }
        }
        match (best, fault) {
            // One cell wide, while another separator found a first row out of bounds: that was the right one.
            (Some((_, dialect)), Some(fault)) if dialect.header.len() == 1 => Err(fault),
            (Some((_, dialect)), _) => Ok(dialect),
            (None, Some(fault)) => Err(fault),
            (None, None) => Err(Refused::Empty(source.shown())),
        }
    }
}

impl Dialect {
    /// The header of a sheet, as wide as its widest row: nothing stands beside its table.
    fn of_sheet(source: &Source, choices: &[ColumnChoice]) -> Result<Self, Refused> {
        let sample = sample(source, SHEET_SEPARATOR)?;
        let rows: Vec<&Sampled> = sample.iter().filter(|row| row.filled() > 0).collect();
        // A row ends with its last filled cell: how many are filled says more than how far they reach.
        let (width, _) = usual(rows.iter().map(|row| row.filled())).ok_or_else(|| Refused::Empty(source.shown()))?;
        let at = header_among(&rows, width, choices);
        let (header_line, mut header) = (rows[at].line, rows[at].cells.clone());
        header.resize(source.width().max(header.len()), String::new());
        let above = sample.iter().position(|row| row.line == header_line).unwrap_or(0);
        Ok(Self { separator: SHEET_SEPARATOR, header_line, header, above })
    }
}

/// Whether the first rows of a sheet have a header that names clients, or a column that was chosen.
pub(super) fn names_clients(rows: &[Vec<String>], choices: &[ColumnChoice]) -> bool {
    let rows: Vec<Sampled> = rows.iter().zip(1..).map(|(cells, line)| Sampled { line, cells: cells.clone() }).collect();
    let known = |row: &Sampled| row.cells.iter().filter(|cell| claim(cell).is_some()).count();
    let spoken_of = spoken_of(choices);
    let chosen = |row: &Sampled| row.cells.iter().any(|cell| spoken_of.contains(fold(cell).as_str()));
    let telling = |(at, row): (usize, &Sampled)| chosen(row) || row.means(&Field::Name) && (known(row) > 1 || at == 0);
    rows.iter().take(TITLES).enumerate().any(telling)
}

/// The separator of a first line `sep=;`, as Excel writes and reads it.
fn declared(source: &Source) -> Result<Option<u8>, Refused> {
    let mut cells = StringRecord::new();
    // Read with a separator no text has, the first line is one cell. What is wrong with the file comes up later.
    let Ok(Some(_)) = Records::of(source, 0x1F)?.next_into(&mut cells) else { return Ok(None) };
    let declared = cells.get(0).and_then(|line| line.trim().strip_prefix("sep=")).map(str::as_bytes);
    Ok(declared.and_then(|rest| match rest {
        [separator] if separator.is_ascii() && !matches!(separator, b'"' | b'\r' | b'\n') => Some(*separator),
        [] => Some(b'\t'),
        [..] => None,
    }))
}

struct Sampled {
    line: u64,
    cells: Vec<String>,
}

impl Sampled {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// Whether the cells, as headers, include this field.
    fn means(&self, field: &Field) -> bool {
        self.cells.iter().filter_map(|cell| claim(cell)).any(|claim| claim.field == *field)
    }

    /// How many cells mean something, and whether they say whose row it is: as a list of clients, or as one of reviews.
    fn meaning(&self) -> (usize, bool) {
        let clients = self.cells.iter().filter(|cell| claim(cell).is_some()).count();
        if activities::subject_of(&self.cells) == Subject::Clients {
            return (clients, self.means(&Field::Name));
        }
        (self.cells.iter().filter(|cell| activities::claim(cell).is_some()).count(), true)
    }
}

/// The first records; where the file stops being readable, those before.
fn sample(source: &Source, separator: u8) -> Result<Vec<Sampled>, Refused> {
    let mut records = Records::of(source, separator)?;
    let (mut sample, mut cells, mut bytes) = (Vec::new(), StringRecord::new(), 0);
    while sample.len() < SAMPLE && bytes < SAMPLE_BYTES {
        match records.next_into(&mut cells) {
            Ok(Some(place)) => {
                bytes += cells.as_slice().len();
                sample.push(Sampled { line: place.line, cells: cells.iter().map(str::to_owned).collect() });
            }
            Ok(None) => break,
            Err(refused) if sample.is_empty() => return Err(refused),
            Err(_) => break,
        }
    }
    Ok(sample)
}

/// The layout if this is the separator, and how well it fits: rows as wide as each other, and a header that makes sense.
fn read_as(separator: u8, sample: &[Sampled], declared: bool, choices: &[ColumnChoice]) -> Option<(f64, Dialect)> {
    let rows = &sample[usize::from(declared)..];
    let rows: Vec<&Sampled> = rows.iter().filter(|row| row.filled() > 0).collect();
    let (width, agreeing) = usual(rows.iter().map(|row| row.cells.len()))?;
    let at = header_among(&rows, width, choices);
    let header = rows[at];
    let (known, _) = header.meaning();
    let spoken_of = spoken_of(choices);
    let chosen = header.cells.iter().filter(|cell| spoken_of.contains(fold(cell).as_str())).count();
    // Counts in a sample are far below what a float holds exactly.
    let (agreeing, all, wide) = (agreeing as f64, rows.len() as f64, width as f64);
    let sense = known.min(4) as f64 * 0.5 + chosen as f64;
    let fit = agreeing / all * (1.0 + wide.ln()) + sense;
    let above = sample.iter().position(|row| row.line == header.line).unwrap_or(0);
    let header = Dialect { separator, header_line: header.line, header: header.cells.clone(), above };
    Some((fit, header))
}

/// The width most rows have, and how many rows have it; the wider one where two are equally frequent.
fn usual(widths: impl Iterator<Item = usize>) -> Option<(usize, usize)> {
    let mut widths: Vec<usize> = widths.collect();
    widths.sort_unstable();
    let runs = widths.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0]));
    runs.max().map(|(count, width)| (width, count))
}

/// The header: the first row that names a chosen column or a client's name, else the first that is filled like a table.
fn header_among(rows: &[&Sampled], width: usize, choices: &[ColumnChoice]) -> usize {
    let wide = |row: &Sampled| row.filled() * 2 >= width && (row.filled() > 1 || width == 1);
    let first = rows.iter().take(TITLES).position(|row| wide(row)).unwrap_or(0);
    let spoken_of = spoken_of(choices);
    let chosen = |row: &Sampled| row.cells.iter().any(|cell| spoken_of.contains(fold(cell).as_str()));
    // One telling word alone can be data (`Customer` as a type); below the first row of a table it takes two.
    let telling = |row: &Sampled| matches!(row.meaning(), (2.., true));
    let is_header =
        |(at, row): (usize, &&Sampled)| wide(row) && (chosen(row) || telling(row) || (at == first && row.meaning().1));
    rows.iter().take(TITLES).enumerate().position(is_header).unwrap_or(first)
}
