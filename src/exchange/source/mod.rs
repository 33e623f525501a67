//! Bytes of a file as UTF-8 text: says what the file is, refuses what is no text, decodes the rest piece by piece.

mod at;
pub mod records;
mod steady;
pub mod workbook;

use std::fs::{File, Metadata};
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

use self::steady::{Look, Steady};
use self::workbook::{Judge, Workbook};
use crate::exchange::refused::{Refused, shown_path};

/// Bytes looked at to tell what a file is.
const HEAD: usize = 64 * 1024;
/// Bytes decoded at a time.
const PIECE: usize = 64 * 1024;

/// A file that looks like text and how it is to be decoded, or a sheet of a workbook.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    look: Look,
    encoding: Encoding,
    mark: u64,
    /// The sheet that was read; none for text.
    workbook: Option<Workbook>,
}

/// How the bytes of a file stand for characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8; bytes that are not are read as Windows-1252.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

impl Source {
    /// Looks at a file without reading it all.
    ///
    /// # Errors
    /// What is not there, not readable, not a plain file, empty, or recognisably something else than text.
    pub fn open(path: &Path) -> Result<Self, Refused> {
        let unreadable = |cause| Refused::unreadable(path, cause);
        let about = std::fs::metadata(path).map_err(unreadable)?;
        if !about.is_file() {
            return Err(Refused::NotAFile { path: shown_path(path), what: kind_of(&about) });
        }
        let mut head = Vec::with_capacity(HEAD);
        File::open(path).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head)).map_err(unreadable)?;
        let (encoding, mark) = encoding_of(&head).map_err(|(what, hint)| foreign(path, what, hint))?;
        if let Some((what, hint)) = signature(&head[mark..]) {
            return Err(foreign(path, what, hint));
        }
        if about.len() <= mark as u64 {
            return Err(Refused::Empty(shown_path(path)));
        }
        Ok(Self { path: path.to_owned(), look: Look::at(&about), encoding, mark: mark as u64, workbook: None })
    }

    /// Looks at a table: text with separated cells, or a sheet of a workbook: the one named, else the only one with
    /// something in it.
    ///
    /// # Errors
    /// As [`Source::open`]; and no such sheet, several that may be meant, a workbook that cannot be read.
    pub fn open_table(path: &Path, sheet: Option<&str>) -> Result<Self, Refused> {
        Self::open_table_that(path, sheet, &|_| false)
    }

    /// As [`Source::open_table`]; among several sheets the only one is taken whose first rows `judge` wants.
    ///
    /// # Errors
    /// As [`Source::open_table`].
    pub fn open_table_that(path: &Path, sheet: Option<&str>, judge: Judge<'_>) -> Result<Self, Refused> {
        if !is_workbook(path) {
            let source = Self::open(path)?;
            let no_sheets = |_| Refused::Workbook {
                path: shown_path(path),
                what: "is no workbook: it has no sheets".to_owned(),
                hint: Some("leave --sheet out".to_owned()),
            };
            return sheet.map_or(Ok(source), |sheet| Err(no_sheets(sheet)));
        }
        let look = || std::fs::metadata(path).map(|about| Look::at(&about)).map_err(|cause| Refused::unreadable(path, cause));
        let before = look()?;
        let workbook = Workbook::open(path, sheet, judge)?;
        if look()? != before {
            return Err(Refused::Changed(shown_path(path)));
        }
        Ok(Self { path: path.to_owned(), look: before, encoding: Encoding::Utf8, mark: 0, workbook: Some(workbook) })
    }

    /// The visible sheets of a workbook, in its order; none for text.
    #[must_use]
    pub fn sheets(&self) -> &[String] {
        self.workbook.as_ref().map_or(&[], |workbook| &workbook.sheets)
    }

    /// The sheet of a workbook that is read; none for text.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.workbook.as_ref().map(|workbook| workbook.sheet.as_str())
    }

    /// The cells of the widest row of a sheet; 0 for text, of which that is not known.
    #[must_use]
    pub fn width(&self) -> usize {
        self.workbook.as_ref().map_or(0, |workbook| workbook.width)
    }

    /// What somebody should know about how a workbook was read.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        self.workbook.as_ref().map_or(&[], |workbook| &workbook.notes)
    }

    /// Whether the days of a workbook count from 1904, not from 1900.
    #[must_use]
    pub fn counts_from_1904(&self) -> bool {
        self.workbook.as_ref().is_some_and(|workbook| workbook.from_1904)
    }

    /// The path as it may be shown.
    #[must_use]
    pub fn shown(&self) -> String {
        shown_path(&self.path)
    }

    /// The path given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How its bytes are decoded.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The text from its beginning, without a byte order mark; of a workbook the records of its sheet.
    ///
    /// # Errors
    /// The file went away, or is not the one that was looked at.
    pub fn text(&self) -> Result<Text, Refused> {
        if let Some(workbook) = &self.workbook {
            return Ok(Text::of(Box::new(workbook.rows()), None));
        }
        let unreadable = |cause| Refused::unreadable(&self.path, cause);
        let mut file = File::open(&self.path).map_err(unreadable)?;
        let about = file.metadata().map_err(unreadable)?;
        if Look::at(&about) != self.look {
            return Err(Refused::Changed(self.shown()));
        }
        file.seek(SeekFrom::Start(self.mark)).map_err(unreadable)?;
        let decoder = match self.encoding {
            Encoding::Utf8 => None,
            Encoding::Utf16Le => Some(UTF_16LE.new_decoder_without_bom_handling()),
            Encoding::Utf16Be => Some(UTF_16BE.new_decoder_without_bom_handling()),
        };
        Ok(Text::of(Box::new(Steady::new(file, self.look)), decoder))
    }
}

/// Whether a file begins like a workbook; what cannot be read is none.
fn is_workbook(path: &Path) -> bool {
    let mut head = Vec::new();
    let plain = std::fs::metadata(path).is_ok_and(|about| about.is_file());
    // A pipe would wait for somebody to write.
    let read = plain && File::open(path).and_then(|file| file.take(4).read_to_end(&mut head)).is_ok();
    read && (head == b"PK\x03\x04" || head == b"\xD0\xCF\x11\xE0")
}

/// The text of a file as a stream of UTF-8.
pub struct Text {
    from: Box<dyn Read + Send>,
    /// The decoder of UTF-16; none for UTF-8.
    decoder: Option<Decoder>,
    /// Bytes read and not decoded yet: the beginning of a character whose rest comes with the next piece.
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    ended: bool,
    foreign: u64,
}

impl Text {
    fn of(from: Box<dyn Read + Send>, decoder: Option<Decoder>) -> Self {
        Self { from, decoder, raw: Vec::with_capacity(PIECE + 16), text: Vec::new(), at: 0, ended: false, foreign: 0 }
    }

    /// Bytes so far that were no UTF-8 and were read as Windows-1252; of UTF-16 the pieces that held broken characters.
    #[must_use]
    pub fn foreign_bytes(&self) -> u64 {
        self.foreign
    }

    fn refill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.at = 0;
        while self.text.is_empty() && !self.ended {
            self.ended = (&mut self.from).take(PIECE as u64).read_to_end(&mut self.raw)? == 0;
            match self.decoder.take() {
                None => self.decode_utf8(),
                Some(mut decoder) => {
                    self.decode_utf16(&mut decoder);
                    self.decoder = Some(decoder);
                }
            }
        }
        Ok(())
    }

    /// What is valid UTF-8 stays; each byte that is not is a character of Windows-1252, as in files put together from several.
    fn decode_utf8(&mut self) {
        let mut rest = self.raw.as_slice();
        loop {
            let fault = match std::str::from_utf8(rest) {
                Ok(_) => {
                    self.text.extend_from_slice(rest);
                    rest = &[];
                    break;
                }
                Err(fault) => fault,
            };
            let (valid, after) = rest.split_at(fault.valid_up_to());
            self.text.extend_from_slice(valid);
            rest = after;
            let wrong = match fault.error_len() {
                Some(length) => length,
                None if self.ended => rest.len(),
                None => break,
            };
            let (wrong, after) = rest.split_at(wrong);
            let (read, _) = WINDOWS_1252.decode_without_bom_handling(wrong);
            self.text.extend_from_slice(read.as_bytes());
            self.foreign += wrong.len() as u64;
            rest = after;
        }
        let kept = rest.len();
        let from = self.raw.len() - kept;
        self.raw.copy_within(from.., 0);
        self.raw.truncate(kept);
    }

    fn decode_utf16(&mut self, decoder: &mut Decoder) {
        let room = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(4 * PIECE + 16);
        self.text.resize(room, 0);
        let (_, _, written, broken) = decoder.decode_to_utf8(&self.raw, &mut self.text, self.ended);
        // What comes after the last byte is half a character, and nobody's text.
        self.text.truncate(if self.ended { 0 } else { written });
        self.foreign += u64::from(broken);
        self.raw.clear();
    }
}

impl Read for Text {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Text {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.text.len() {
            self.refill()?;
        }
        Ok(&self.text[self.at..])
    }

    fn consume(&mut self, bytes: usize) {
        self.at += bytes;
    }
}

fn foreign(path: &Path, what: &'static str, hint: &'static str) -> Refused {
    Refused::Foreign { path: shown_path(path), what, hint }
}

#[cfg(unix)]
fn kind_of(about: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = about.file_type();
    if kind.is_dir() {
        "folder"
    } else if kind.is_fifo() {
        "pipe"
    } else if kind.is_socket() {
        "socket"
    } else {
        "device"
    }
}

#[cfg(not(unix))]
fn kind_of(about: &Metadata) -> &'static str {
    if about.is_dir() { "folder" } else { "device" }
}

/// The encoding and the length of the byte order mark, or what the file is instead of text.
fn encoding_of(head: &[u8]) -> Result<(Encoding, usize), (&'static str, &'static str)> {
    const UTF_32: (&str, &str) = ("text in UTF-32", "save it as UTF-8 and try again");
    if head.starts_with(&[0xFF, 0xFE, 0, 0]) || head.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err(UTF_32);
    }
    let (marked, mark) = match head {
        [0xEF, 0xBB, 0xBF, ..] => return Ok((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => (Some(Encoding::Utf16Le), 2),
        [0xFE, 0xFF, ..] => (Some(Encoding::Utf16Be), 2),
        _ => (None, 0),
    };
    // Latin text in UTF-16 has a zero in every second byte, in UTF-32 in three of four.
    let body = &head[mark..];
    let zeros = |at: usize| body.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), (body.len() / 2).max(1));
    if body.len() >= 8 && (even + odd) * 3 >= body.len() * 2 && !(even == half && odd == half) {
        return Err(UTF_32);
    }
    if let Some(encoding) = marked {
        return Ok((encoding, mark));
    }
    if body.len() >= 4 && odd * 2 > half && even * 10 < half {
        return Ok((Encoding::Utf16Le, 0));
    }
    if body.len() >= 4 && even * 2 > half && odd * 10 < half {
        return Ok((Encoding::Utf16Be, 0));
    }
    Ok((Encoding::Utf8, 0))
}

/// What a file is by its first bytes, where that is not a table in text, and how to make one of it.
fn signature(head: &[u8]) -> Option<(&'static str, &'static str)> {
    const WORKBOOK: &str = "save it as CSV in UTF-8";
    const UNPACK: &str = "unpack it and import the CSV inside";
    const TABLE: &str = "give a CSV or TSV file";
    let known: [(&[u8], &str, &str); 12] = [
        (b"PK\x03\x04", "an Excel or OpenDocument workbook, or another ZIP archive", WORKBOOK),
        (b"PK\x05\x06", "an empty ZIP archive", TABLE),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook, or one with a password", WORKBOOK),
        (b"\x89PNG", "a picture", TABLE),
        (b"\xFF\xD8\xFF", "a picture", TABLE),
        (b"GIF8", "a picture", TABLE),
        (b"RIFF", "a picture or a recording", TABLE),
        (b"%PDF-", "a PDF document", TABLE),
        (b"\x1F\x8B", "a gzip archive", UNPACK),
        (b"7z\xBC\xAF", "a 7-Zip archive", UNPACK),
        (b"SQLite format 3\0", "a database", "a book is opened with --book FILE; to import, give a CSV file"),
        (b"{\\rtf", "a text document", TABLE),
    ];
    if let Some((_, what, hint)) = known.iter().find(|(magic, _, _)| head.starts_with(magic)) {
        return Some((what, hint));
    }
    let start = head.trim_ascii_start();
    let begins = |word: &str| start.get(..word.len()).is_some_and(|s| s.eq_ignore_ascii_case(word.as_bytes()));
    if ["<html", "<!doctype", "<table", "<?xml", "<head", "<body", "<meta", "<!--"].iter().any(|word| begins(word)) {
        return Some(("a page of HTML or XML", "open it in a spreadsheet and save it as CSV"));
    }
    let json = begins("{\"") || begins("{\n") || begins("[{") || begins("[\n");
    json.then_some(("a JSON document", "export it as CSV"))
}
