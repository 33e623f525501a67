//! The models of a book changed: edited, added, chosen to drive, evaluated; what that moves is seen first.

mod add;
mod drive;
mod edit;
mod evaluate;
mod fields;
mod file;
mod fit;
#[cfg(test)]
mod tests;

use self::drive::Drive;
use self::edit::Edit;
use self::fit::Fit;
use super::foresee;
use crate::console::layer::{Ctx, Layer, Message, Tone};
use crate::store::HeldModel;

pub use evaluate::open as evaluate;
pub use file::open as add_file;

/// Opens the dialog that edits a model of the book, at one of its segments where that is named.
///
/// # Errors
/// Why it cannot be opened.
pub fn edit(key: &str, segment: Option<&str>, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let held = held(key, ctx)?;
    foresee::open(Edit::of(&held, segment), ctx)
}

/// Opens the dialog that lets a model of the book drive.
///
/// # Errors
/// Why it cannot be opened.
pub fn drive(key: &str, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let held = held(key, ctx)?;
    if held.row.driving {
        let said = format!("{} is the driving model already", held.model.name);
        return Err(Message::new(Tone::Plain, &said));
    }
    foresee::open(Drive::of(&held), ctx)
}

/// Opens the dialog that cuts the quantiles of a model of the book anew.
///
/// # Errors
/// Why it cannot be opened.
pub fn fit(key: &str, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let held = held(key, ctx)?;
    foresee::open(Fit::of(&held), ctx)
}

/// A model of the book.
fn held(key: &str, ctx: &Ctx<'_>) -> Result<HeldModel, Message> {
    let found = ctx.store.ground().models.iter().find(|held| held.row.key == key).cloned();
    found.ok_or_else(|| Message::new(Tone::Plain, "this model is not in the book yet").hint("n adds it; then it can be changed"))
}
