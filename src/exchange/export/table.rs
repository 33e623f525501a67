//! A table on its way out: columns with their kinds, rows of typed cells; each form writes the same table its own way.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};

use super::ExportError;
use crate::domain::money::Amount;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    Text,
    /// Words of people: long, of several lines, left out with the notes.
    Note,
    /// A whole number.
    Whole,
    /// A number with decimals.
    Decimal,
    /// An amount of money; its currency is a column of its own. Left out with the money.
    Money,
    /// A day.
    Date,
    /// A moment.
    Instant,
    /// Yes or no.
    Truth,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in CSV and JSON: the field's name.
    pub key: Cow<'static, str>,
    /// Its heading where people read it.
    pub title: Cow<'static, str>,
    /// What its cells are.
    pub kind: Kind,
}

impl Column {
    /// A column with fixed words.
    #[must_use]
    pub const fn new(key: &'static str, title: &'static str, kind: Kind) -> Self {
        Self { key: Cow::Borrowed(key), title: Cow::Borrowed(title), kind }
    }
}

/// What the content of a column is about, where it may have to be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Something that always goes out.
    Facts,
    /// Revenue.
    Money,
    /// The words of people.
    Notes,
}

impl Column {
    /// What its content is about. A column called `currency` says what the amounts beside it are and goes with them.
    #[must_use]
    pub fn about(&self) -> About {
        match self.kind {
            Kind::Money => About::Money,
            Kind::Note => About::Notes,
            Kind::Text if self.key == "currency" => About::Money,
            Kind::Text | Kind::Whole | Kind::Decimal | Kind::Date | Kind::Instant | Kind::Truth => About::Facts,
        }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, as recorded; each form cleans and guards it its own way.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(i64),
    /// A number with decimals, as exactly as recorded.
    Decimal(Amount),
    /// An amount of money.
    Money(Amount),
    /// A day.
    Date(NaiveDate),
    /// A moment.
    Instant(DateTime<FixedOffset>),
    /// Yes or no.
    Truth(bool),
}

impl<'a> Cell<'a> {
    /// Text that may be missing; nothing where it is empty.
    #[must_use]
    pub fn text(text: Option<&'a str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Empty, |text| Self::Text(Cow::Borrowed(text)))
    }

    /// Text of its own; nothing where it is empty.
    #[must_use]
    pub fn owned(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Cow::Owned(text)) }
    }

    /// A day that may be missing.
    #[must_use]
    pub fn date(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }

    /// An amount that may be missing.
    #[must_use]
    pub fn money(amount: Option<Amount>) -> Self {
        amount.map_or(Self::Empty, Self::Money)
    }
}

impl Cell<'_> {
    /// The cell as plain text: numbers with a point and without grouping, days as `YYYY-MM-DD`, text as recorded.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Whole(number) => Cow::Owned(number.to_string()),
            Self::Decimal(number) => Cow::Owned(bare(*number)),
            Self::Money(amount) => Cow::Owned(amount.to_string()),
            Self::Date(day) => Cow::Owned(day.to_string()),
            Self::Instant(at) => Cow::Owned(at.to_rfc3339_opts(SecondsFormat::Secs, true)),
            Self::Truth(true) => Cow::Borrowed("true"),
            Self::Truth(false) => Cow::Borrowed("false"),
        }
    }
}

/// A number without zeros at its end: `12`, `12.5`.
fn bare(number: Amount) -> String {
    let text = number.to_string();
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Who takes a table in: a form of file.
pub trait Sheet {
    /// Begins a table. `title` names it (the tab of a workbook, a heading).
    ///
    /// # Errors
    /// The output fails.
    fn begin(&mut self, title: &str, columns: &[Column]) -> Result<(), ExportError>;

    /// Takes a row: a cell for each column.
    ///
    /// # Errors
    /// The output fails.
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError>;

    /// Ends the table.
    ///
    /// # Errors
    /// The output fails.
    fn end(&mut self) -> Result<(), ExportError>;
}
