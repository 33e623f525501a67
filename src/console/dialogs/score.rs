//! Scoring a client on the factors of the model.

use crate::console::layer::{Ctx, Layer, Message, Tone};
use crate::domain::client::ClientId;

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(client: ClientId, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let _ = (client, ctx.stamp);
    Err(Message::new(Tone::Plain, "not built yet"))
}
