//! The one way out to standard output: tables for people, plain rows for pipes, JSON for scripts.

use std::io::{self, BufWriter, Stdout, Write};

use comfy_table::{Cell, CellAlignment, ContentArrangement, presets};
use serde::Serialize;

use super::fault::Fault;
use super::json;
use crate::domain::text::Shown;

/// Standard output. A closed pipe is no error: what is written after it goes nowhere.
pub struct Out {
    to: BufWriter<Stdout>,
    closed: bool,
    look: Look,
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
        Self { to: BufWriter::new(io::stdout()), closed: false, look }
    }

    /// Whether nobody reads any more: long lists may end early.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Lines of text.
    pub fn text(&mut self, text: &str) -> Result<(), Fault> {
        Ok(writeln!(self, "{}", Shown::block(text))?)
    }

    /// A document: the fields of `body` and the schema.
    pub fn json<T: Serialize>(&mut self, body: &T) -> Result<(), Fault> {
        json::document(self, body)?;
        Ok(self.write_all(b"\n")?)
    }

    /// A table: framed by space and fitted on a terminal; one line a row, tabs between, nothing cut, elsewhere.
    pub fn table(&mut self, table: &Table) -> Result<(), Fault> {
        if self.look.terminal {
            let text = table.fitted(self.look.width);
            let text = if self.look.colours { coloured(&text) } else { text };
            return Ok(writeln!(self, "{text}")?);
        }
        writeln!(self, "{}", table.names().collect::<Vec<_>>().join("\t"))?;
        for row in &table.rows {
            writeln!(self, "{}", row.join("\t"))?;
        }
        Ok(())
    }

    /// A heading over what follows.
    pub fn heading(&mut self, text: &str) -> Result<(), Fault> {
        let text = Shown::line(text);
        if self.look.colours {
            return Ok(writeln!(self, "\n{BOLD}{text}{PLAIN}")?);
        }
        Ok(writeln!(self, "\n{text}")?)
    }
}

impl Write for Out {
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
    names: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(names: &[&'static str]) -> Self {
        Self { names: names.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; its texts are cleaned here.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(|cell| Shown::line(cell.as_ref()).into_string()).collect());
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.names.iter().map(|name| name.trim_start_matches('>'))
    }

    fn fitted(&self, width: u16) -> String {
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        table.set_header(self.names());
        for row in &self.rows {
            table.add_row(row.iter().enumerate().map(|(at, cell)| {
                let figures = self.names.get(at).is_some_and(|name| name.starts_with('>'));
                Cell::new(cell).set_alignment(if figures { CellAlignment::Right } else { CellAlignment::Left })
            }));
        }
        table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }
}

const BOLD: &str = "\x1b[1m";
const PLAIN: &str = "\x1b[0m";

/// The header bold, the states that ask for something in their colours.
fn coloured(text: &str) -> String {
    let (head, rows) = text.split_once('\n').unwrap_or((text, ""));
    let rows = rows.replace("overdue", &format!("\x1b[31moverdue{PLAIN}")).replace(" due ", &format!(" \x1b[33mdue{PLAIN} "));
    format!("{BOLD}{head}{PLAIN}\n{rows}")
}
