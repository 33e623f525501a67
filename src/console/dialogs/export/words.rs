//! What forms of files are called and good for, and how a file is named.

use chrono::NaiveDate;

use crate::console::parts::choice::Choice;
use crate::domain::text::Shown;
use crate::exchange::export::{Format, What};

/// A choice of words.
pub fn choice(words: impl IntoIterator<Item = &'static str>, at: usize) -> Choice {
    Choice::new(words.into_iter().map(Shown::line).collect(), at)
}

/// The form taken where none was chosen before: what a meeting needs.
pub const fn usual(what: What) -> Format {
    match what {
        What::Board | What::Session => Format::Html,
        What::Clients | What::Due | What::History | What::Reviews => Format::Xlsx,
    }
}

/// What a form is called.
pub const fn named(format: Format) -> &'static str {
    match format {
        Format::Csv => "CSV",
        Format::Xlsx => "Excel",
        Format::Json => "JSON",
        Format::Markdown => "Markdown",
        Format::Html => "HTML",
        Format::Svg => "SVG",
        Format::Ics => "calendar",
    }
}

/// What a form of it is good for.
pub const fn about(what: What, format: Format) -> &'static str {
    match (format, what) {
        (Format::Csv, What::Clients | What::Reviews) => "for any spreadsheet; can be imported again",
        (Format::Csv, What::Due | What::History | What::Board | What::Session) => "for any spreadsheet",
        (Format::Xlsx, _) => "a workbook (.xlsx): typed cells, filters, a header that stays",
        (Format::Json, _) => "for scripts: the fields of the commands' --json",
        (Format::Markdown, What::Session) => "the minutes, for mails and wikis",
        (Format::Markdown, _) => "a table for minutes and wikis",
        (Format::Html, What::Session) => "the minutes as one page to print or send, with charts",
        (Format::Html, What::Board) => "one page to print or send, with the board and its charts",
        (Format::Html, What::Clients | What::Due | What::History | What::Reviews) => "one page to print or send",
        (Format::Svg, _) => "a picture of the board, for slides and documents",
        (Format::Ics, _) => "an .ics file of due and booked reviews; importing it again updates them",
    }
}

/// The name proposed for a file: `quarterdeck-due-2026-06-15.xlsx`.
pub fn proposed(what: What, format: Format, today: NaiveDate) -> String {
    format!("quarterdeck-{}-{today}.{}", what.name(), format.name())
}

/// What was written, counted: `34 due dates`; the board without a number.
pub fn in_words(what: What, format: Format, many: i64, number: &str) -> String {
    let (one, several) = match (what, format) {
        (What::Board, _) => return "the board".to_owned(),
        (What::Session, _) => return "the minutes".to_owned(),
        (_, Format::Ics) => ("event", "events"),
        (What::Clients, _) => ("client", "clients"),
        (What::Due, _) => ("due date", "due dates"),
        (What::History, _) => ("entry", "entries"),
        (What::Reviews, _) => ("review", "reviews"),
    };
    format!("{number} {}", if many == 1 { one } else { several })
}
