//! The one way out to standard output: tables for people, plain rows for pipes, JSON for scripts.

use std::cell::RefCell;
use std::io::{self, BufWriter, Stdout, Write};

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, presets};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::fault::Fault;
use super::json::{self, SCHEMA};
use crate::domain::text::Shown;
use crate::store::LastPrecaution;

/// Standard output. It takes no bytes: text goes out as [`Shown`], JSON through the writer that escapes, and files ready made
/// through [`Out::whole_file`].
pub struct Out {
    to: Pipe,
    look: Look,
    precaution: RefCell<LastPrecaution>,
}

/// What standard output is.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// A person reads it on a terminal.
    pub terminal: bool,
    /// Columns of the terminal.
    pub width: u16,
    /// Colours are wanted.
    pub colours: bool,
}

impl Out {
    /// Standard output with a look.
    #[must_use]
    pub fn new(look: Look) -> Self {
        let to = Pipe { to: BufWriter::new(io::stdout()), closed: false };
        Self { to, look, precaution: RefCell::default() }
    }

    /// Whether nobody reads any more: long lists may end early.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.to.closed
    }

    /// Whether a person reads it on a terminal.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        self.look.terminal
    }

    /// Lines of text.
    pub fn text(&mut self, text: &str) -> Result<(), Fault> {
        self.put(&Shown::block(text))
    }

    /// The only way out for text.
    fn put(&mut self, text: &Shown) -> Result<(), Fault> {
        Ok(writeln!(self.to, "{text}")?)
    }

    /// Where a file that is made already goes: as it is into a pipe, as text that may be shown to a terminal.
    pub fn whole_file(&mut self) -> WholeFile<'_> {
        WholeFile { to: &mut self.to, terminal: self.look.terminal, held: Vec::new() }
    }

    /// Sends on what is held back.
    pub fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }

    /// From here on, JSON says where the backup before an act failed.
    pub fn tell_of(&self, precaution: LastPrecaution) {
        *self.precaution.borrow_mut() = precaution;
    }

    /// Why there is no backup before what was done, where there should be one.
    #[must_use]
    pub fn backup_failed(&self) -> Option<String> {
        self.precaution.borrow().get().and_then(|precaution| precaution.failure().map(str::to_owned))
    }

    /// A document: the fields of `body`, the schema, and `backup_failed` where a backup did.
    pub fn json<T: Serialize>(&mut self, body: &T) -> Result<(), Fault> {
        match self.backup_failed() {
            Some(backup_failed) => self.json_of(&Unguarded { body, backup_failed }),
            None => self.json_of(body),
        }
    }

    /// A document that says all there is to say.
    pub fn json_of<T: Serialize>(&mut self, body: &T) -> Result<(), Fault> {
        json::document(&mut self.to, body)?;
        Ok(self.to.write_all(b"\n")?)
    }

    /// A table: framed by space and fitted on a terminal; one line a row, tabs between, nothing cut, elsewhere.
    pub fn table(&mut self, table: &Table) -> Result<(), Fault> {
        if self.look.terminal {
            let text = table.fitted(self.look.width);
            let text = if self.look.colours { coloured(&text) } else { text };
            return Ok(writeln!(self.to, "{text}")?);
        }
        writeln!(self.to, "{}", table.names().collect::<Vec<_>>().join("\t"))?;
        for row in &table.rows {
            for (at, cell) in row.iter().enumerate() {
                write!(self.to, "{}{cell}", if at == 0 { "" } else { "\t" })?;
            }
            writeln!(self.to)?;
        }
        Ok(())
    }

    /// A heading over what follows.
    pub fn heading(&mut self, text: &str) -> Result<(), Fault> {
        let text = Shown::line(text);
        if self.look.colours {
            return Ok(writeln!(self.to, "\n{BOLD}{text}{PLAIN}")?);
        }
        Ok(writeln!(self.to, "\n{text}")?)
    }
}

/// What was done without a backup before it.
#[derive(Serialize)]
struct Unguarded<'a, T> {
    #[serde(flatten)]
    body: &'a T,
    backup_failed: String,
}

/// A line on standard error. Nobody may be listening there: that changes nothing about what was done.
pub fn tell(text: &Shown) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// A line on standard error that is written over the last one and stays open.
pub fn tell_over(line: &Shown) {
    let mut to = io::stderr();
    // As with `tell`.
    let _ = write!(to, "\r\x1b[K{line}").and_then(|()| to.flush());
}

/// Lines on standard output where there is no call: help and the version. A closed pipe is no error.
pub fn say(text: &Shown) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// A list document, written item by item: `{"schema":1,"items":[…],"total":N}`.
pub struct List<'o> {
    out: &'o mut Out,
    any: bool,
}

impl<'o> List<'o> {
    /// Begins the document.
    pub fn begin(out: &'o mut Out) -> Result<Self, Fault> {
        write!(out.to, "{{\"schema\":{SCHEMA},\"items\":[")?;
        Ok(Self { out, any: false })
    }

    /// Adds an item.
    pub fn item<T: Serialize>(&mut self, item: &T) -> Result<(), Fault> {
        if self.out.is_closed() {
            return Ok(());
        }
        self.out.to.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        Ok(json::value(&mut self.out.to, item)?)
    }

    /// Ends the document; `total` counts all that match, also those a limit left out.
    pub fn end(self, total: i64) -> Result<(), Fault> {
        write!(self.out.to, "],\"total\":{total}")?;
        if let Some(why) = self.out.backup_failed() {
            write!(self.out.to, ",\"backup_failed\":")?;
            json::value(&mut self.out.to, &why)?;
        }
        Ok(writeln!(self.out.to, "}}")?)
    }
}

/// Standard output for a file that is made already. A terminal gets it line by line, each cleaned; flush it at the end.
pub struct WholeFile<'o> {
    to: &'o mut Pipe,
    terminal: bool,
    held: Vec<u8>,
}

/// Bytes of a line that are held until its end comes.
const HELD: usize = 64 * 1024;

impl WholeFile<'_> {
    /// Whether nobody reads any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.to.closed
    }

    /// Shows the first bytes of what is held.
    fn show(&mut self, many: usize) -> io::Result<()> {
        let shown = Shown::block(&String::from_utf8_lossy(&self.held[..many]));
        self.held.drain(..many);
        write!(self.to, "{shown}")
    }
}

impl Write for WholeFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.terminal {
            return self.to.write(bytes);
        }
        self.held.extend_from_slice(bytes);
        let lines = self.held.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        if lines > 0 {
            self.show(lines)?;
        }
        if self.held.len() > HELD {
            // Not within a character.
            let whole = self.held.iter().rposition(|byte| byte & 0xC0 != 0x80).unwrap_or(0);
            self.show(whole)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.show(self.held.len())?;
        self.to.flush()
    }
}

/// The bytes of standard output; a closed pipe is no error: what is written after it goes nowhere.
struct Pipe {
    to: BufWriter<Stdout>,
    closed: bool,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        match self.to.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(bytes.len())
            }
            other => other,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        match self.to.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            other => other,
        }
    }
}

/// A table of text. A name that begins with `>` heads a column of figures.
pub struct Table {
    names: Vec<Shown>,
    rows: Vec<Vec<Shown>>,
}

impl Table {
    /// A table without rows; its names are cleaned here.
    #[must_use]
    pub fn new<T: AsRef<str>>(names: &[T]) -> Self {
        Self { names: names.iter().map(|name| Shown::line(name.as_ref())).collect(), rows: Vec::new() }
    }

    /// Adds a row; its texts are cleaned here.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(|cell| Shown::line(cell.as_ref())).collect());
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| name.as_str().trim_start_matches('>'))
    }

    /// The table within a width: short cells (dates, figures, keys) are never broken, long ones are, and columns without content
    /// or, from the right, without room are left out.
    fn fitted(&self, width: u16) -> String {
        let kept = self.kept(usize::from(width));
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        let names: Vec<&str> = self.names().collect();
        table.set_header(kept.iter().map(|at| names[*at]));
        for row in &self.rows {
            table.add_row(kept.iter().map(|at| {
                let alignment =
                    if self.names[*at].as_str().starts_with('>') { CellAlignment::Right } else { CellAlignment::Left };
                Cell::new(row.get(*at).map_or("", Shown::as_str)).set_alignment(alignment)
            }));
        }
        for (place, at) in kept.iter().enumerate() {
            if let (true, Some(column)) = (self.widest(*at) <= UNBROKEN, table.column_mut(place)) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }

    /// The columns shown, in their order.
    fn kept(&self, width: usize) -> Vec<usize> {
        let filled =
            |at: &usize| self.rows.is_empty() || self.rows.iter().any(|row| row.get(*at).is_some_and(|c| !c.as_str().is_empty()));
        let mut room = width;
        let needs = |at: &usize| self.widest(*at).min(UNBROKEN) + 2;
        let columns: Vec<usize> = (0..self.names.len()).filter(filled).collect();
        let fits = |at: &usize| {
            room = room.checked_sub(needs(at))?;
            Some(*at)
        };
        let kept: Vec<usize> = columns.iter().map_while(fits).collect();
        if kept.is_empty() { columns.into_iter().take(1).collect() } else { kept }
    }

    /// Columns of the terminal that the widest cell of a column takes, its name included.
    fn widest(&self, at: usize) -> usize {
        let name = self.names[at].as_str().trim_start_matches('>').width();
        self.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.as_str().width()).fold(name, usize::max)
    }
}

/// Cells up to this width are never broken.
const UNBROKEN: usize = 14;

const BOLD: &str = "\x1b[1m";
const PLAIN: &str = "\x1b[0m";

/// The header bold, the states that ask for something in their colours.
fn coloured(text: &str) -> String {
    let (head, rows) = text.split_once('\n').unwrap_or((text, ""));
    let (due, not_due) = (format!(" \x1b[33mdue{PLAIN} "), format!("not \x1b[33mdue{PLAIN} "));
    let rows = rows.replace("overdue", &format!("\x1b[31moverdue{PLAIN}")).replace(" due ", &due).replace(&not_due, "not due ");
    format!("{BOLD}{head}{PLAIN}\n{rows}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["state", "client", ">revenue", "empty", "renewal", "note"]);
        table.row(["overdue", "日本のお客様 with a rather long name", "12000.50 EUR", "", "2027-01-31", "x\u{1b}[2J"]);
        table.row(["not due", "Acme", "1 EUR", "", "2027-02-28", ""]);
        table
    }

    #[test]
    fn a_table_fits_its_terminal_and_breaks_no_date() {
        for width in [20, 40, 60, 80, 200] {
            let text = table().fitted(width);
            assert!(text.lines().all(|line| line.width() <= usize::from(width)), "{width}:\n{text}");
            assert!(!text.contains("empty") && !text.contains('\x1b'), "{text}");
            assert!(width < 60 || text.contains("2027-01-31"), "{width}:\n{text}");
        }
    }

    #[test]
    fn only_what_asks_for_something_is_coloured() {
        let text = coloured(&table().fitted(200));
        assert!(text.contains("\x1b[31moverdue") && !text.contains("\x1b[33m"), "{text}");
    }
}
