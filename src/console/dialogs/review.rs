//! Logging a review, with what was scored, agreed and decided in it.

use crate::console::layer::{Ctx, Layer, Message, Tone};
use crate::domain::client::ClientId;

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(client: ClientId, kind: Option<&str>, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let _ = (client, kind, ctx.stamp);
    Err(Message::new(Tone::Plain, "not built yet"))
}
