//! Confirming that clients are in the right segment.

use crate::console::layer::{Ctx, Layer, Message, Tone};
use crate::domain::client::ClientId;

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(clients: &[ClientId], ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let _ = (clients, ctx.stamp);
    Err(Message::new(Tone::Plain, "not built yet"))
}
