//! Markdown: a heading and a table, for minutes and wikis; no text of the book can become markup.

use std::io::Write;

use super::json::Book;
use super::table::{Cell, Column, Kind, Sheet};
use super::{Ask, ExportError, Formulas, What, session, tables};
use crate::domain::text::Shown;
use crate::exchange::guard::guarded;
use crate::exchange::session::report::Form;
use crate::store::{Store, Watch};

/// Writes an export as Markdown: its tables, and at the end which state of the book it was.
///
/// # Errors
/// The book or the output fails.
pub(super) fn write(store: &Store, ask: &Ask, to: &mut dyn Write, watch: Watch<'_>) -> Result<i64, ExportError> {
    if ask.what == What::Session {
        return session::report(store, ask, Form::Markdown, to);
    }
    let book = Book::of(store)?;
    let mut pages = Pages { to, day: ask.today.to_string(), formulas: ask.formulas, kinds: Vec::new() };
    let count = tables::feed(store, ask, &mut pages, watch)?;
    writeln!(pages.to, "Entry {} of the book, hash {}", book.entries, book.hash)?;
    pages.to.flush()?;
    Ok(count)
}

/// Tables one below the other.
struct Pages<'o> {
    to: &'o mut dyn Write,
    day: String,
    formulas: Formulas,
    kinds: Vec<Kind>,
}

impl Sheet for Pages<'_> {
    fn begin(&mut self, title: &str, columns: &[Column]) -> Result<(), ExportError> {
        self.kinds = columns.iter().map(|column| column.kind).collect();
        writeln!(self.to, "# {} on {}\n", escaped(title), self.day)?;
        self.line(columns.iter().map(|column| escaped(&column.title)))?;
        self.line(columns.iter().map(|column| if is_figure(column.kind) { "---:" } else { "---" }.to_owned()))
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        self.line(cells.iter().map(|cell| self.written(cell)).collect::<Vec<_>>().into_iter())
    }

    fn end(&mut self) -> Result<(), ExportError> {
        Ok(self.to.write_all(b"\n")?)
    }
}

impl Pages<'_> {
    fn line(&mut self, cells: impl Iterator<Item = String>) -> Result<(), ExportError> {
        for cell in cells {
            write!(self.to, "| {cell} ")?;
        }
        Ok(self.to.write_all(b"|\n")?)
    }

    fn written(&self, cell: &Cell<'_>) -> String {
        match cell {
            Cell::Text(text) => {
                let clean = Shown::block(text);
                match self.formulas {
                    Formulas::Guarded => escaped(&guarded(clean.as_str())),
                    Formulas::AsTheyAre => escaped(clean.as_str()),
                }
            }
            Cell::Truth(true) => "yes".to_owned(),
            Cell::Truth(false) => "no".to_owned(),
            Cell::Empty | Cell::Whole(_) | Cell::Decimal(_) | Cell::Money(_) | Cell::Date(_) | Cell::Instant(_) => {
                cell.plain().into_owned()
            }
        }
    }
}

/// Whether cells of a kind stand to the right.
fn is_figure(kind: Kind) -> bool {
    match kind {
        Kind::Whole | Kind::Decimal | Kind::Money => true,
        Kind::Text | Kind::Note | Kind::Date | Kind::Instant | Kind::Truth => false,
    }
}

/// Text that stays text in a cell of a table: what would begin markup is escaped, a line end becomes `<br>`.
pub(in crate::exchange) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '$' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("<br>"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_end_its_cell_or_become_markup() {
        assert_eq!(escaped("a|b\nc"), "a\\|b<br>c");
        assert_eq!(escaped("<img src=x> `x` [y](z) & \\"), "&lt;img src=x&gt; \\`x\\` \\[y\\](z) &amp; \\\\");
        assert_eq!(escaped("![a](b)\\|"), "!\\[a\\](b)\\\\\\|");
    }
}
