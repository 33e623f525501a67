//! Pages as HTML: one file that needs nothing else, to be printed or sent.

mod ahead;
mod page;
mod parts;
mod sheet;
mod tally;
#[cfg(test)]
mod tests;

use std::io;

pub(in crate::exchange) use self::page::STYLE;
use self::page::{begin, end};
use self::parts::Part;
use self::sheet::Page;
use super::picture::heading::Heading;
use super::{Ask, ExportError, What, session, tables};
use crate::exchange::session::report::Form;
use crate::store::{Store, Watch};

/// Writes the page of an export; answers how many rows it has (clients, clocks, entries, reviews).
///
/// # Errors
/// No such model, the book or the output; [`crate::store::StoreError::Left`] where `watch` wants no more.
pub fn write(store: &Store, ask: &Ask, to: &mut dyn io::Write, watch: Watch<'_>) -> Result<i64, ExportError> {
    if ask.what == What::Session {
        return session::report(store, ask, Form::Html, to);
    }
    let heading = Heading::of(store, ask)?;
    begin(&heading, ask, to)?;
    let parts = Part { store, ask, heading: &heading };
    match ask.what {
        What::Board => parts.board(to, &mut *watch)?,
        What::Due => parts.due(to, &mut *watch)?,
        What::Clients => parts.clients(to)?,
        What::Reviews => parts.reviews(to, &mut *watch)?,
        What::History => parts.history(to, &mut *watch)?,
        // Its report has pictures of its own.
        What::Session => {}
    }
    let model = store.ground().model(ask.model.as_deref())?;
    let count = tables::feed(store, ask, &mut Page::new(to, &model), watch)?;
    end(&heading, ask, to)?;
    to.flush()?;
    Ok(count)
}
