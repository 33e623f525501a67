//! Pictures as SVG: the board of any model, the scatter of its scores, and the charts of reports.

mod bars;
mod board;
mod cell;
pub mod clean;
mod grid;
pub mod heading;
mod labels;
mod page;
mod pairs;
mod scatter;
pub mod svg;
#[cfg(test)]
pub(super) mod tests;

use std::io;

use self::heading::Heading;
use super::{Ask, ExportError, View};
use crate::store::{Store, StoreError, Watch};

pub use bars::{Bar, across, upward};
pub use board::board;
pub(super) use board::{how_many, together};
pub use pairs::{Pair, pairs};
pub use scatter::scatter;

/// Writes the picture asked for: a page of A4 across; answers how many clients it shows or counts.
///
/// # Errors
/// No such model, the book or the output; [`StoreError::Left`] where `watch` wants no more.
pub fn write(store: &Store, ask: &Ask, to: &mut dyn io::Write, watch: Watch<'_>) -> Result<i64, ExportError> {
    let heading = Heading::of(store, ask)?;
    let (drawing, clients) = match ask.view {
        View::Board => board(store, ask, &heading, watch)?,
        View::Scatter => scatter(store, ask, &heading, watch)?,
    };
    to.write_all(drawing.document().as_bytes())?;
    to.flush()?;
    Ok(clients)
}

/// Tells how far it has come.
fn tell(watch: Watch<'_>, done: i64, of: i64) -> Result<(), ExportError> {
    match watch(crate::store::Progress { done, of }) {
        std::ops::ControlFlow::Continue(()) => Ok(()),
        std::ops::ControlFlow::Break(()) => Err(StoreError::Left.into()),
    }
}
