//! The dialogs of a session: each function answers the step that opens one, or says why it cannot be opened.

mod decide;
pub mod earlier;
#[cfg(test)]
mod tests;

use decide::What;

use crate::console::desk::complaint;
use crate::console::dialogs::{Opened, moving};
use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::domain::client::ClientId;
use crate::domain::session::{Session, SessionId, State};

/// The step that opens a dialog, or says why it cannot be opened.
fn pushed(opened: Opened) -> Step {
    opened.map_or_else(Step::Say, Step::Push)
}

/// A session that can be worked on.
fn open_session(ctx: &Ctx<'_>, session: SessionId) -> Result<Session, Message> {
    let session = ctx.store.session(session).map_err(|error| complaint(&error))?;
    let said = match session.state {
        State::Open => return Ok(session),
        State::Final => "is finalised",
        State::Void => "was given up",
    };
    Err(Message::new(Tone::Plain, &format!("{} {said}: nothing more is decided in it", session.name)))
}

fn later(what: &str) -> Step {
    Step::Say(Message::new(Tone::Plain, what))
}

/// Sets up a new session.
pub fn start(_ctx: &Ctx<'_>) -> Step {
    later("start")
}

/// Edits scope, roster, targets and agenda of an open session.
pub fn edit(_ctx: &Ctx<'_>, _session: SessionId) -> Step {
    later("edit")
}

/// Stages a move of clients, with its consequences.
pub fn stage_move(ctx: &Ctx<'_>, session: SessionId, clients: &[ClientId]) -> Step {
    pushed(open_session(ctx, session).and_then(|session| moving::stage(clients, session, ctx)))
}

/// Confirms clients where they are.
pub fn confirm(ctx: &Ctx<'_>, session: SessionId, clients: &[ClientId]) -> Step {
    pushed(open_session(ctx, session).and_then(|session| decide::open(What::Confirm, clients, session, ctx)))
}

/// Puts the decision about clients off.
pub fn defer(ctx: &Ctx<'_>, session: SessionId, clients: &[ClientId]) -> Step {
    pushed(open_session(ctx, session).and_then(|session| decide::open(What::Defer, clients, session, ctx)))
}

/// Writes a note about a client to the minutes.
pub fn note(ctx: &Ctx<'_>, session: SessionId, client: ClientId) -> Step {
    pushed(open_session(ctx, session).and_then(|session| decide::open(What::Note, &[client], session, ctx)))
}

/// Confirms the uncontested rest, every name listed first.
pub fn rest(_ctx: &Ctx<'_>, _session: SessionId) -> Step {
    later("rest")
}

/// Shows the proposals to all.
pub fn reveal(_ctx: &Ctx<'_>, _session: SessionId) -> Step {
    later("reveal")
}

/// Writes a file of proposals for an owner.
pub fn proposals_out(_ctx: &Ctx<'_>, _session: SessionId) -> Step {
    later("proposals out")
}

/// Merges a file of proposals.
pub fn proposals_in(_ctx: &Ctx<'_>, _session: SessionId) -> Step {
    later("proposals in")
}

/// Finalises the session; clients that changed meanwhile are named and asked about.
pub fn finalise(_ctx: &Ctx<'_>, _session: SessionId) -> Step {
    later("finalise")
}

/// Gives the session up.
pub fn void(_ctx: &Ctx<'_>, _session: SessionId) -> Step {
    later("void")
}

/// Writes minutes or hand-outs to a file.
pub fn report(_ctx: &Ctx<'_>, _session: SessionId) -> Step {
    later("report")
}

/// Says whether what a move of a finalised session expected came true.
pub fn judge(_ctx: &Ctx<'_>, _session: SessionId, _client: ClientId) -> Step {
    later("judge")
}
