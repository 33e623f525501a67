//! A report before it has a form: sections of facts, tables, lists and charts. Texts stand in it as recorded; each form cleans and
//! escapes them its own way.

use crate::exchange::export::picture::svg::Drawing;

/// A report.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paper {
    /// Its title.
    pub title: String,
    /// What must be known before anything else is read: that it is a draft, or was given up.
    pub warning: Option<Warning>,
    /// What it is about.
    pub facts: Facts,
    /// Figures to begin with: how many, of what.
    pub figures: Vec<(String, String)>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// What is said at the end.
    pub foot: Vec<String>,
}

/// A word and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Warning {
    /// `DRAFT`, `VOID`.
    pub word: &'static str,
    /// What that means here.
    pub said: String,
}

/// Names and what is said under them, in their order.
pub(super) type Facts = Vec<(&'static str, String)>;

/// A section.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Section {
    /// Its title.
    pub title: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

impl Section {
    /// A section with what stands in it.
    pub fn new(title: &str, blocks: Vec<Block>) -> Self {
        Self { title: title.to_owned(), blocks }
    }
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// A heading below that of the section.
    Heading(String),
    /// A sentence.
    Says(String),
    /// Facts, one below the other.
    Facts(Facts),
    /// A table.
    Table(Table),
    /// A list.
    List(Vec<String>),
    /// Things to be ticked off.
    Checklist(Vec<String>),
    /// Pictures, in forms that have them.
    Charts(Vec<Drawing>),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows: a text for each column.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// Its heading.
    pub title: String,
    /// What stands in it.
    pub kind: Kind,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A line of text.
    Text,
    /// Words of people, of several lines.
    Note,
    /// A number.
    Figure,
    /// A day.
    Day,
}

impl Table {
    /// A table without rows.
    pub fn of(columns: &[(&str, Kind)]) -> Self {
        let column = |(title, kind): &(&str, Kind)| Column { title: (*title).to_owned(), kind: *kind };
        Self { columns: columns.iter().map(column).collect(), rows: Vec::new() }
    }

    /// The same without the columns in which nothing stands anywhere.
    pub fn without_empty_columns(mut self) -> Self {
        let kept: Vec<bool> = (0..self.columns.len()).map(|at| self.rows.iter().any(|row| !row[at].is_empty())).collect();
        let mut at = kept.iter();
        self.columns.retain(|_| *at.next().expect("a sign for each column"));
        for row in &mut self.rows {
            let mut at = kept.iter();
            row.retain(|_| *at.next().expect("a cell for each column"));
        }
        self
    }
}
