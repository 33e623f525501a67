//! The tables of a page, written row by row: headers repeat on every sheet of paper, each segment of a board has its own table.

use std::io::{self, Write};

use super::super::ExportError;
use super::super::picture::clean::{block, escaped, line};
use super::super::picture::heading::{money, number};
use super::super::table::{Cell, Column, Kind, Sheet};
use crate::domain::model::Model;

/// Columns for programs, which only take room from people; those of measures and scores go by their beginnings.
const LEFT: [&str; 19] = [
    "key",
    "external_id",
    "nominal",
    "anchor",
    "grace_end",
    "periods_missed",
    "first_review",
    "accelerated",
    "snooze_count",
    "period",
    "goal",
    "champion",
    "champion_lost_on",
    "onboarded_on",
    "segment_since",
    "last_review_kind",
    "review_id",
    "detail",
    "currency",
];

/// Writes tables as HTML.
pub(super) struct Page<'a> {
    to: &'a mut dyn Write,
    model: &'a Model,
    columns: Vec<Column>,
    /// Where the currency of the amounts stands.
    currency: Option<usize>,
    /// The column that parts the table, and the value the last row had.
    parted: Option<(usize, Option<String>)>,
    /// Rows of the table that is open; none where none is.
    rows: Option<i64>,
}

impl<'a> Page<'a> {
    /// Nothing written yet.
    pub fn new(to: &'a mut dyn Write, model: &'a Model) -> Self {
        Self { to, model, columns: Vec::new(), currency: None, parted: None, rows: None }
    }

    fn is_shown(&self, at: usize) -> bool {
        let Some(column) = self.columns.get(at) else { return false };
        let key: &str = &column.key;
        let parts = self.parted.as_ref().is_some_and(|(parting, _)| *parting == at);
        !(parts || LEFT.contains(&key) || key.starts_with("measure.") || key.starts_with("score."))
    }

    /// The heading of a column; scores are called what they measure.
    fn title(&self, at: usize) -> &str {
        let column = &self.columns[at];
        let axis = match &*column.key {
            "x_score" => Some(self.model.x_axis()),
            "y_score" => self.model.y_axis(),
            _ => None,
        };
        axis.map_or(&column.title, |dimension| &dimension.name)
    }

    fn open(&mut self) -> io::Result<()> {
        self.rows = Some(0);
        self.to.write_all(b"<table>\n<thead><tr>")?;
        for at in 0..self.columns.len() {
            if self.is_shown(at) {
                let class = if is_number(self.columns[at].kind) { r#" class="n""# } else { "" };
                let title = escaped(&line(self.title(at)));
                write!(self.to, r#"<th scope="col"{class}>{title}</th>"#)?;
            }
        }
        self.to.write_all(b"</tr></thead>\n<tbody>\n")
    }

    fn close(&mut self) -> io::Result<()> {
        match self.rows.take() {
            Some(0) => self.to.write_all(b"</tbody>\n</table>\n<p class=\"none\">Nothing here.</p>\n"),
            Some(_) => self.to.write_all(b"</tbody>\n</table>\n"),
            None => Ok(()),
        }
    }

    /// Begins a table of its own where the value that parts them changes.
    fn part(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let Some((at, last)) = &self.parted else { return Ok(()) };
        let value = match cells.get(*at) {
            Some(Cell::Text(text)) => line(text),
            Some(_) | None => String::new(),
        };
        if last.as_ref() == Some(&value) {
            return Ok(());
        }
        let at = *at;
        self.close()?;
        writeln!(self.to, "<h3>{}</h3>", escaped(&value))?;
        self.parted = Some((at, Some(value)));
        self.open()
    }

    fn cell(&mut self, at: usize, cells: &[Cell<'_>]) -> io::Result<()> {
        let (key, kind): (&str, Kind) = (&self.columns[at].key, self.columns[at].kind);
        let said = match &cells[at] {
            Cell::Empty | Cell::Truth(false) => String::new(),
            Cell::Text(text) if kind == Kind::Note => block(text),
            Cell::Text(text) if key == "proposed_segment" && self.is_part(text) => String::new(),
            Cell::Text(text) if key == "segment" || key == "proposed_segment" => line(&self.model.place_in_words(text)),
            Cell::Text(text) if key == "state" => line(text).replace('_', " "),
            Cell::Text(text) => line(text),
            Cell::Whole(n) if key == "seq" || key == "undone_by" => n.to_string(),
            Cell::Whole(0) if key == "days_late" => String::new(),
            Cell::Whole(n) => number(*n),
            Cell::Decimal(amount) => match amount.to_string() {
                whole if !whole.contains('.') => whole,
                decimal => decimal.trim_end_matches('0').to_owned(),
            },
            Cell::Money(amount) => money(*amount, &self.currency_of(key, cells)),
            Cell::Date(day) => day.to_string(),
            Cell::Instant(at) => at.format("%Y-%m-%d %H:%M").to_string(),
            Cell::Truth(true) => "yes".to_owned(),
        };
        let class = match (kind, key) {
            (Kind::Text, "state") if said.starts_with("overdue") => r#" class="late""#,
            (Kind::Text, "state") if said.starts_with("due") => r#" class="due""#,
            (Kind::Note, _) => r#" class="note""#,
            (Kind::Date | Kind::Instant, _) => r#" class="d""#,
            (kind, _) if is_number(kind) => r#" class="n""#,
            (_, _) => "",
        };
        write!(self.to, "<td{class}>{}</td>", escaped(&said))
    }

    /// Whether a segment is the one the rows that come now are in.
    fn is_part(&self, segment: &str) -> bool {
        let part = self.parted.as_ref().and_then(|(_, part)| part.as_deref());
        part.is_some_and(|part| part == line(&self.model.place_named(segment)))
    }

    /// The currency of an amount: of its own column, or named by it (`arr.EUR`).
    fn currency_of(&self, key: &str, cells: &[Cell<'_>]) -> String {
        if key.contains('.') {
            return String::new();
        }
        match self.currency.and_then(|at| cells.get(at)) {
            Some(Cell::Text(currency)) => line(currency),
            Some(_) | None => String::new(),
        }
    }
}

fn is_number(kind: Kind) -> bool {
    match kind {
        Kind::Whole | Kind::Decimal | Kind::Money => true,
        Kind::Text | Kind::Note | Kind::Date | Kind::Instant | Kind::Truth => false,
    }
}

impl Sheet for Page<'_> {
    fn begin(&mut self, title: &str, columns: &[Column]) -> Result<(), ExportError> {
        self.columns = columns.to_vec();
        self.currency = columns.iter().position(|column| column.key == "currency");
        let first = columns.first().is_some_and(|column| column.key == "segment");
        self.parted = first.then_some((0, None));
        writeln!(self.to, "<section>\n<h2>{}</h2>", escaped(&line(title)))?;
        if self.parted.is_none() {
            self.open()?;
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        self.part(cells)?;
        self.to.write_all(b"<tr>")?;
        for at in 0..self.columns.len().min(cells.len()) {
            if self.is_shown(at) {
                self.cell(at, cells)?;
            }
        }
        self.rows = self.rows.map(|rows| rows + 1);
        Ok(self.to.write_all(b"</tr>\n")?)
    }

    fn end(&mut self) -> Result<(), ExportError> {
        if self.rows.is_none() {
            self.to.write_all(b"<p class=\"none\">Nothing here.</p>\n")?;
        }
        self.close()?;
        Ok(self.to.write_all(b"</section>\n")?)
    }
}
