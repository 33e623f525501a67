//! Proposals merged and revealed.

use super::{Facts, Plan, PlanError, Said, SessionId, Stamp};
use crate::domain::refusal::Refusal;

pub(super) fn merge(
    session: SessionId,
    voter: &str,
    opinions: &[Said],
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Plan, PlanError> {
    let _ = (session, voter, opinions, facts, stamp);
    Err(Refusal::Nothing("not yet".to_owned()).into())
}

pub(super) fn reveal(session: SessionId, note: &str, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let _ = (session, note, facts, stamp);
    Err(Refusal::Nothing("not yet".to_owned()).into())
}
