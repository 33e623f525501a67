//! Minutes as a table: a row per client that was taken up, for spreadsheets and scripts.

use chrono::NaiveDate;

use super::{Without, numbers};
use crate::domain::session::minutes::{Minutes, MinutesLine};
use crate::domain::text::Shown;
use crate::exchange::export::csv::{Cell as CsvCell, Writer};
use crate::exchange::export::table::{Cell, Column, Kind};

/// The columns; notes and money are left out as in every other table.
pub(in crate::exchange) static COLUMNS: [Column; 26] = [
    Column::new("client", "Client", Kind::Text),
    Column::new("external_id", "External id", Kind::Text),
    Column::new("owner", "Owner", Kind::Text),
    Column::new("kind", "Decision", Kind::Text),
    Column::new("from", "From", Kind::Text),
    Column::new("to", "To", Kind::Text),
    Column::new("note", "Note", Kind::Note),
    Column::new("reason", "Reason", Kind::Text),
    Column::new("authorised_by", "Authorised by", Kind::Text),
    Column::new("decided_by", "Decided by", Kind::Text),
    Column::new("decided_on", "Decided on", Kind::Date),
    Column::new("until", "Put off until", Kind::Date),
    Column::new("expect", "Expected", Kind::Note),
    Column::new("revisit_on", "Revisit", Kind::Date),
    Column::new("minutes_note", "For the minutes", Kind::Note),
    Column::new("discussed", "Discussed", Kind::Truth),
    Column::new("next_due_before", "Next due before", Kind::Date),
    Column::new("next_due_after", "Next due after", Kind::Date),
    Column::new("reviews_before", "Reviews a year before", Kind::Decimal),
    Column::new("reviews_after", "Reviews a year after", Kind::Decimal),
    Column::new("hours_before", "Hours a year before", Kind::Decimal),
    Column::new("hours_after", "Hours a year after", Kind::Decimal),
    Column::new("arr", "Revenue", Kind::Money),
    Column::new("currency", "Currency", Kind::Text),
    Column::new("state", "State of the session", Kind::Text),
    Column::new("session", "Session", Kind::Text),
];

/// The cells of a client.
pub(in crate::exchange) fn cells<'a>(minutes: &'a Minutes, line: &'a MinutesLine) -> [Cell<'a>; 26] {
    let MinutesLine { item, record, .. } = line;
    let staged = item.staged.as_ref();
    let text = |text: Option<&'a str>| Cell::text(text);
    let day = |day: Option<NaiveDate>| Cell::date(day);
    [
        text(Some(&record.name)),
        text(record.external_id.as_deref()),
        text(record.owner.as_deref()),
        text(staged.map(|staged| staged.kind.word())),
        text(staged.and_then(|staged| staged.from.as_deref())),
        text(staged.and_then(|staged| staged.to.as_deref())),
        text(staged.map(|staged| staged.note.as_str())),
        text(staged.and_then(|staged| staged.reason.as_deref())),
        text(staged.and_then(|staged| staged.authorised_by.as_deref())),
        text(staged.map(|staged| staged.by.as_str())),
        day(staged.map(|staged| staged.on)),
        day(staged.and_then(|staged| staged.until)),
        text(staged.map(|staged| staged.expect.as_str())),
        day(staged.and_then(|staged| staged.revisit_on)),
        text(Some(&item.note)),
        Cell::Truth(item.discussed),
        day(record.next_due_before),
        day(record.next_due_after),
        figure(record.reviews_before),
        figure(record.reviews_after),
        figure(record.hours_before),
        figure(record.hours_after),
        Cell::money(record.arr),
        text(Some(record.currency.as_str()).filter(|_| record.arr.is_some())),
        text(Some(minutes.phase.state())),
        text(Some(&minutes.session.name)),
    ]
}

fn figure<'a>(value: f64) -> Cell<'a> {
    crate::domain::money::Amount::parse(&numbers::decimal(value)).map_or(Cell::Empty, Cell::Decimal)
}

/// Whether a column goes out.
pub(super) fn goes_out(column: &Column, without: Without) -> bool {
    use crate::exchange::export::table::About;
    match column.about() {
        About::Facts => true,
        About::Money => !without.money,
        About::Notes => !without.notes,
    }
}

/// The table as CSV: text that a spreadsheet would run as a formula is guarded.
pub(super) fn written(minutes: &Minutes, without: Without) -> Vec<u8> {
    const IN_MEMORY: &str = "writing to memory never fails";
    let kept: Vec<usize> = (0..COLUMNS.len()).filter(|at| goes_out(&COLUMNS[*at], without)).collect();
    let mut writer = Writer::new(Vec::new());
    writer.row(kept.iter().map(|at| CsvCell::Plain(&COLUMNS[*at].key))).expect(IN_MEMORY);
    for line in &minutes.lines {
        let cells = cells(minutes, line);
        let texts: Vec<(bool, String)> = kept
            .iter()
            .map(|at| match &cells[*at] {
                Cell::Text(text) => (true, Shown::block(text).into_string()),
                other => (false, other.plain().into_owned()),
            })
            .collect();
        writer
            .row(texts.iter().map(|(is_text, text)| if *is_text { CsvCell::Text(text) } else { CsvCell::Plain(text) }))
            .expect(IN_MEMORY);
    }
    writer.finish().expect(IN_MEMORY)
}
