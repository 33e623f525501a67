//! JSON as scripts get it: one document, fields in a fixed order, text that cannot control a terminal.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::clients::ExportedClient;
use super::{Ask, ExportError, What, board, clients, due, history, reviews, session};
use crate::domain::money::Amount;
use crate::domain::text::Shown;
use crate::exchange::session::report::Form;
use crate::store::{Store, StoreError, Watch};

/// The version of the field names.
pub const SCHEMA: u8 = 1;

/// Revenue with its currency, beside the other fields of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revenue<'a> {
    /// Annual revenue, a decimal string.
    #[serde(serialize_with = "decimal")]
    pub arr: Option<Amount>,
    /// Its currency.
    pub currency: Cow<'a, str>,
}

/// An amount as a decimal string.
///
/// # Errors
/// What the serializer says.
pub fn decimal<S: serde::Serializer>(amount: &Option<Amount>, serializer: S) -> Result<S::Ok, S::Error> {
    match amount {
        Some(amount) => serializer.collect_str(amount),
        None => serializer.serialize_none(),
    }
}

/// The state of the history an export was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Book {
    /// How many entries it has.
    pub entries: i64,
    /// The hash of the last one, in hexadecimal.
    pub hash: String,
}

impl Book {
    /// The book as it is now.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn of(store: &Store) -> Result<Self, StoreError> {
        let (entries, hash) = store.head()?;
        Ok(Self { entries, hash })
    }
}

/// Writes an export as JSON: the fields of the command of that name, and which state of the book it was.
///
/// # Errors
/// The book or the output fails.
pub(super) fn write(store: &Store, ask: &Ask, to: &mut dyn Write, watch: Watch<'_>) -> Result<i64, ExportError> {
    let book = Book::of(store)?;
    let mut list = List { to, between: b"\n" };
    let total = match ask.what {
        What::Clients => {
            let ground = store.ground();
            list.begin()?;
            clients::each(store, ask, watch, |row| list.item(&ExportedClient::of(row, &ground.currency, ask)))?
        }
        What::Due => {
            list.begin()?;
            due::each(store, ask, watch, |item| list.item(&item))?
        }
        What::History => {
            list.begin()?;
            history::each(store, ask, watch, |entry| list.item(entry))?
        }
        What::Reviews => {
            list.begin()?;
            reviews::each(store, ask, watch, |item| list.item(&item))?
        }
        What::Board => return board::json(store, ask, book, list.to, watch),
        What::Session => return session::report(store, ask, Form::Json, list.to, watch),
    };
    list.end(total, &book)?;
    Ok(total)
}

/// A list document, written item by item.
struct List<'o> {
    to: &'o mut dyn Write,
    between: &'static [u8],
}

impl List<'_> {
    fn begin(&mut self) -> io::Result<()> {
        write!(self.to, "{{\"schema\":{SCHEMA},\"items\":[")
    }

    fn item<T: Serialize>(&mut self, item: &T) -> Result<(), ExportError> {
        self.to.write_all(self.between)?;
        self.between = b",\n";
        Ok(value(&mut *self.to, item)?)
    }

    fn end(&mut self, total: i64, book: &Book) -> io::Result<()> {
        write!(self.to, "],\"total\":{total},\"book\":")?;
        value(&mut *self.to, book)?;
        self.to.write_all(b"}\n")?;
        self.to.flush()
    }
}

#[derive(Serialize)]
struct Document<'a, T> {
    schema: u8,
    #[serde(flatten)]
    body: &'a T,
}

/// Writes a document: the fields of `body` and the schema.
///
/// # Errors
/// The output, or what `body` says of itself.
pub fn document<T: Serialize>(to: &mut (impl Write + ?Sized), body: &T) -> io::Result<()> {
    value(to, &Document { schema: SCHEMA, body })
}

/// Writes one value.
///
/// # Errors
/// The output, or what the value says of itself.
pub fn value<T: Serialize>(to: &mut (impl Write + ?Sized), value: &T) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(to, Safe))?)
}

/// Writes what hides, reorders or controls as escapes: the text is the same to whoever reads the JSON.
struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        let harmless = |byte: u8| (0x20..0x7f).contains(&byte);
        if fragment.bytes().all(harmless) {
            return to.write_all(fragment.as_bytes());
        }
        let mut buffer = [0_u8; 4];
        for c in fragment.chars() {
            let text = c.encode_utf8(&mut buffer);
            if Shown::is_plain(c) {
                to.write_all(text.as_bytes())?;
                continue;
            }
            let mut units = [0_u16; 2];
            for unit in c.encode_utf16(&mut units) {
                write!(to, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back_whole_and_controls_nothing() {
        let text = "a\u{9b}31m\u{202e}\u{7f}\x1b[0m é 日本 \u{e0041}\"\\";
        let mut written = Vec::new();
        value(&mut written, &text).expect("written");
        let written = String::from_utf8(written).expect("UTF-8");
        assert!(written.chars().all(|c| Shown::line(&c.to_string()).as_str() == c.to_string()), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).expect("JSON"), text);
    }
}
