//! Finalising a session, giving one up, and judging what its moves expected.

use super::{ClientId, Facts, Plan, PlanError, SessionId, Stamp};
use crate::domain::refusal::Refusal;

/// A session to be finalised: everything staged becomes decisions, in one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finalise {
    /// The session.
    pub session: SessionId,
    /// What is to be said of it; may be empty.
    pub note: String,
    /// Clients that changed since they were decided on, and whose decisions hold nevertheless.
    pub accept: Vec<ClientId>,
}

impl Finalise {
    /// The decisions and placements it writes. The store adds what it came to, and closes the session, in the same entry.
    ///
    /// # Errors
    /// The session is not open; nothing is staged; clients changed since and are not accepted, each named with what changed.
    pub fn plan(&self, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
        let _ = (facts, stamp);
        Err(Refusal::Nothing("not yet".to_owned()).into())
    }
}

pub(super) fn void(session: SessionId, note: &str, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let _ = (session, note, facts, stamp);
    Err(Refusal::Nothing("not yet".to_owned()).into())
}

pub(super) fn judge(
    session: SessionId,
    client: ClientId,
    held: bool,
    note: &str,
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Plan, PlanError> {
    let _ = (session, client, held, note, facts, stamp);
    Err(Refusal::Nothing("not yet".to_owned()).into())
}
