//! The moves of the session before, and whether what they expected came true.

use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::domain::session::SessionId;

/// Opens the replay with which a session begins.
pub fn open(_ctx: &Ctx<'_>, _session: SessionId) -> Step {
    Step::Say(Message::new(Tone::Plain, "replay"))
}
