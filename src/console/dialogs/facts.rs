//! The facts of a client: adding one, editing one.

use crate::console::layer::{Ctx, Layer, Message, Tone};
use crate::domain::client::ClientId;

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn edit(client: ClientId, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let _ = (client, ctx.stamp);
    Err(Message::new(Tone::Plain, "not built yet"))
}

/// Opens the dialog for a new client.
///
/// # Errors
/// Why it cannot be opened.
pub fn add(ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let _ = ctx.stamp;
    Err(Message::new(Tone::Plain, "not built yet"))
}
