//! Decisions staged, taken back, discussed and noted.

use super::{ClientId, Facts, Plan, PlanError, SessionId, Stage, Stamp};
use crate::domain::refusal::Refusal;

pub(super) fn stage(stage: &Stage, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let _ = (stage, facts, stamp);
    Err(Refusal::Nothing("not yet".to_owned()).into())
}

pub(super) fn unstage(session: SessionId, clients: &[ClientId], facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let _ = (session, clients, facts, stamp);
    Err(Refusal::Nothing("not yet".to_owned()).into())
}

pub(super) fn discuss(
    session: SessionId,
    clients: &[ClientId],
    discussed: bool,
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Plan, PlanError> {
    let _ = (session, clients, discussed, facts, stamp);
    Err(Refusal::Nothing("not yet".to_owned()).into())
}

pub(super) fn note(
    session: SessionId,
    client: ClientId,
    note: &str,
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Plan, PlanError> {
    let _ = (session, client, note, facts, stamp);
    Err(Refusal::Nothing("not yet".to_owned()).into())
}
