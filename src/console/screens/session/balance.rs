//! What is staged and what it comes to: segments, revenue, reviews and hours per owner before and after, weeks that overflow.

use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::domain::session::SessionId;

/// Opens the consequences of a session.
pub fn open(_ctx: &Ctx<'_>, _session: SessionId) -> Step {
    Step::Say(Message::new(Tone::Plain, "consequences"))
}
