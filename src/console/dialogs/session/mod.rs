//! The dialogs of a session: each function answers the step that opens one, or says why it cannot be opened.

mod ask;
mod decide;
pub mod earlier;
mod finalise;
pub mod papers;
mod report;
mod rest;
mod setup;
mod sheets;
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

/// Sets up a new session.
pub fn start(ctx: &Ctx<'_>) -> Step {
    pushed(setup::start(ctx))
}

/// Edits scope, roster, targets and agenda of an open session.
pub fn edit(ctx: &Ctx<'_>, session: SessionId) -> Step {
    pushed(open_session(ctx, session).and_then(|session| setup::edit(session, ctx)))
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
pub fn rest(ctx: &Ctx<'_>, session: SessionId) -> Step {
    pushed(open_session(ctx, session).and_then(|session| rest::open(session, ctx)))
}

/// Shows the proposals to all.
pub fn reveal(ctx: &Ctx<'_>, session: SessionId) -> Step {
    pushed(open_session(ctx, session).and_then(|session| ask::reveal(session, ctx)))
}

/// Writes a file of proposals for an owner.
pub fn proposals_out(ctx: &Ctx<'_>, session: SessionId) -> Step {
    pushed(open_session(ctx, session).and_then(|session| sheets::out(session, ctx)))
}

/// Merges a file of proposals.
pub fn proposals_in(ctx: &Ctx<'_>, session: SessionId) -> Step {
    pushed(open_session(ctx, session).and_then(|session| sheets::back(session, ctx)))
}

/// Finalises the session; clients that changed meanwhile are named and asked about.
pub fn finalise(ctx: &Ctx<'_>, session: SessionId) -> Step {
    pushed(open_session(ctx, session).and_then(|session| finalise::open(session, ctx)))
}

/// Gives the session up.
pub fn void(ctx: &Ctx<'_>, session: SessionId) -> Step {
    pushed(open_session(ctx, session).and_then(|session| ask::void(session, ctx)))
}

/// Writes minutes or hand-outs to a file.
pub fn report(ctx: &Ctx<'_>, session: SessionId) -> Step {
    let session = ctx.store.session(session).map_err(|error| complaint(&error));
    pushed(session.and_then(|session| report::open(session, ctx)))
}

/// Says whether what a move of a finalised session expected came true.
pub fn judge(ctx: &Ctx<'_>, session: SessionId, client: ClientId) -> Step {
    let session = ctx.store.session(session).map_err(|error| complaint(&error));
    pushed(session.and_then(|session| ask::judge(session, client, ctx)))
}
