//! Starting a session and editing it while it is open.

use super::{EditSession, Facts, Plan, PlanError, Stamp, StartSession};
use crate::domain::refusal::Refusal;

pub(super) fn start(start: &StartSession, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
    let _ = (start, facts, stamp);
    Err(Refusal::Nothing("not yet".to_owned()).into())
}

pub(super) fn edit(edit: &EditSession, facts: &dyn Facts) -> Result<Plan, PlanError> {
    let _ = (edit, facts);
    Err(Refusal::Nothing("not yet".to_owned()).into())
}
