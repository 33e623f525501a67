//! Where a person is in a session: the client last shown, kept with the drafts, so that the session goes on there.

use crate::console::layer::Ctx;
use crate::domain::client::ClientId;
use crate::domain::session::SessionId;

fn key(session: SessionId, who: &str) -> String {
    format!("session/{session}/at/{who}")
}

/// The client last shown to this person in a session.
pub fn kept(session: SessionId, ctx: &Ctx<'_>) -> Option<ClientId> {
    ctx.desk.drafts.note(&key(session, &ctx.stamp.by)).parse().ok().map(ClientId)
}

/// Keeps the client that is shown; none forgets it.
pub fn keep(session: SessionId, client: Option<ClientId>, ctx: &mut Ctx<'_>) {
    let text = client.map(|client| client.to_string()).unwrap_or_default();
    ctx.desk.drafts.keep(&key(session, &ctx.stamp.by), &text);
}
