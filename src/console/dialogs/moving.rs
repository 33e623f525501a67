//! Moving clients to another segment, with a note and with the consequences in view.

use crate::console::layer::{Ctx, Layer, Message, Tone};
use crate::domain::client::ClientId;

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(clients: &[ClientId], to: Option<&str>, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let _ = (clients, to, ctx.stamp);
    Err(Message::new(Tone::Plain, "not built yet"))
}
