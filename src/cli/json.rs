//! JSON of the commands: the writer of exports, and lists item by item.

use std::io::Write;

use serde::Serialize;

use super::fault::Fault;
use super::print::Out;

pub use crate::exchange::export::json::{SCHEMA, document, value};

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
        write!(self.out, "],\"total\":{total}")?;
        if let Some(why) = self.out.backup_failed() {
            write!(self.out, ",\"backup_failed\":")?;
            value(self.out, &why)?;
        }
        Ok(writeln!(self.out, "}}")?)
    }
}
