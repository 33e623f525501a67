//! JSON as scripts get it: one document, fields in a fixed order, text that cannot control a terminal.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::fault::Fault;
use super::print::Out;
use crate::domain::text::Shown;

/// The version of the field names.
pub const SCHEMA: u8 = 1;

#[derive(Serialize)]
struct Document<'a, T> {
    schema: u8,
    #[serde(flatten)]
    body: &'a T,
}

/// Writes a document.
pub fn document<T: Serialize>(to: &mut impl Write, body: &T) -> io::Result<()> {
    value(to, &Document { schema: SCHEMA, body })
}

/// Writes one value.
pub fn value<T: Serialize>(to: &mut impl Write, value: &T) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(to, Safe))?)
}

/// A list document, written item by item: `{"schema":1,"items":[…],"total":N}`.
pub struct List<'o> {
    out: &'o mut Out,
    any: bool,
}

impl<'o> List<'o> {
    /// Begins the document.
    pub fn begin(out: &'o mut Out) -> Result<Self, Fault> {
        write!(out, "{{\"schema\":{SCHEMA},\"items\":[")?;
        Ok(Self { out, any: false })
    }

    /// Adds an item.
    pub fn item<T: Serialize>(&mut self, item: &T) -> Result<(), Fault> {
        if self.out.is_closed() {
            return Ok(());
        }
        self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        Ok(value(self.out, item)?)
    }

    /// Ends the document; `total` counts all that match, also those a limit left out.
    pub fn end(self, total: i64) -> Result<(), Fault> {
        Ok(writeln!(self.out, "],\"total\":{total}}}")?)
    }
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
            if c.is_ascii() && !c.is_control() || !c.is_control() && Shown::line(text).as_str() == text {
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
