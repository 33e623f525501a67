//! Bringing in a file: its path, what it would do, then one step.

use crate::console::layer::{Ctx, Layer, Message, Tone};

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let _ = ctx.stamp;
    Err(Message::new(Tone::Plain, "not built yet"))
}
