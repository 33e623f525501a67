//! The table of a sheet: a row per client with what it is filled in from, and the cells to fill in.

use crate::domain::model::Model;
use crate::domain::session::{Opinion, View};
use crate::domain::text::fold;
use crate::exchange::export::csv::{Cell as CsvCell, Writer};
use crate::store::{Sheet, SheetRow};

/// A sheet as a table.
pub(super) struct Grid {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows: a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Words of the book or of people.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Tenths of a point.
    Tenths(i64),
    /// Nothing.
    Empty,
}

/// The columns to be filled in.
pub(super) const TO_FILL_IN: [&str; 3] = ["to", "view", "note"];

/// The table of a sheet in a model, for the book with this mark.
pub(super) fn table(sheet: &Sheet, model: &Model, mark: &str) -> Grid {
    let of_another = fold(&sheet.owner) != fold(&sheet.voter);
    let named = |name: &str| name.to_owned();
    let mut columns: Vec<String> =
        ["session", "session_name", "owner", "voter", "client_id", "external_id", "client", "segment", "scores_propose"]
            .map(named)
            .to_vec();
    columns.push(format!("score_{}", model.x_axis().key));
    columns.extend(model.y_axis().map(|axis| format!("score_{}", axis.key)));
    if of_another {
        columns.extend(["proposed_by_owner", "note_by_owner"].map(named));
    }
    columns.extend(TO_FILL_IN.map(named));
    columns.push(named("book"));
    let rows = sheet.rows.iter().map(|row| cells(sheet, row, model, of_another, mark)).collect();
    Grid { columns, rows }
}

fn cells(sheet: &Sheet, row: &SheetRow, model: &Model, of_another: bool, mark: &str) -> Vec<Cell> {
    let place = |place: Option<&str>| place.map_or(Cell::Empty, |place| Cell::Text(model.place_in_words(place)));
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let tenths = |score: Option<i64>| score.map_or(Cell::Empty, Cell::Tenths);
    let mut cells = vec![
        Cell::Number(sheet.session.id),
        text(&sheet.session.name),
        text(&sheet.owner),
        text(&sheet.voter),
        Cell::Number(row.client.0),
        text(row.external_id.as_deref().unwrap_or_default()),
        text(&row.name),
        place(row.segment.as_deref()),
        place(row.falls_into.as_deref()),
        tenths(row.scores.0),
    ];
    if model.y_axis().is_some() {
        cells.push(tenths(row.scores.1));
    }
    if of_another {
        let proposal = row.proposal.as_ref();
        cells.push(place(proposal.and_then(|proposal| proposal.to.as_deref())));
        cells.push(text(proposal.map_or("", |proposal| &proposal.note)));
    }
    let said = row.said.as_ref();
    cells.push(place(said.and_then(|said| said.to.as_deref())));
    cells.push(text(said.map_or("", view)));
    cells.push(text(said.map_or("", |said| &said.note)));
    cells.push(text(mark));
    cells
}

/// What stands under `view`: a segment that is named says by itself that it is proposed.
fn view(said: &Opinion) -> &'static str {
    match said.view {
        View::Agree | View::Question => said.view.word(),
        View::Propose | View::NoView => "",
    }
}

/// The table as CSV.
pub(super) fn csv(table: &Grid) -> String {
    const IN_MEMORY: &str = "writing to memory never fails";
    let mut writer = Writer::new(Vec::from(*b"\xEF\xBB\xBF"));
    writer.row(table.columns.iter().map(|name| CsvCell::Plain(name))).expect(IN_MEMORY);
    for row in &table.rows {
        let texts: Vec<String> = row.iter().map(Cell::plain).collect();
        let cell = |(cell, text): (&Cell, _)| match *cell {
            Cell::Text(_) => CsvCell::Text(text),
            Cell::Number(_) | Cell::Tenths(_) | Cell::Empty => CsvCell::Plain(text),
        };
        writer.row(row.iter().zip(texts.iter().map(String::as_str)).map(cell)).expect(IN_MEMORY);
    }
    String::from_utf8(writer.finish().expect(IN_MEMORY)).expect("texts are UTF-8")
}

impl Cell {
    fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Tenths(tenths) => format!("{}.{}", tenths / 10, (tenths % 10).abs()),
            Self::Empty => String::new(),
        }
    }
}
