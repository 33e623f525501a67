//! Scoring factors of clients.

use std::collections::HashSet;

use super::{Facts, Plan, PlanError, clients_in_words};
use crate::domain::change::{Change, Fact};
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::refusal::Refusal;
use crate::domain::score::Score;
use crate::domain::stamp::Stamp;

/// Values of factors recorded today, the same for every client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreClient {
    /// The clients.
    pub clients: Vec<ClientId>,
    /// The model; the driving one where none is named.
    pub model: Option<String>,
    /// Factor key and value on its scale.
    pub values: Vec<(String, u8)>,
}

impl ScoreClient {
    pub(super) fn plan(&self, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
        let model = facts.model(self.model.as_deref())?;
        let mut seen = HashSet::new();
        let mut changes = Vec::with_capacity(self.clients.len() * self.values.len());
        let mut only = String::new();
        for id in self.clients.iter().filter(|id| seen.insert(**id)) {
            let client = facts.client(*id)?;
            if let Some(since) = client.archived_on {
                return Err(Refusal::Archived { client: client.name, since }.into());
            }
            changes.extend(scored(*id, &model, &self.values, facts, stamp)?);
            only = client.name;
        }
        if changes.is_empty() {
            let nothing = if seen.is_empty() { "no client was named" } else { "no factor was scored" };
            return Err(Refusal::Nothing(nothing.to_owned()).into());
        }
        let values: Vec<String> = self.values.iter().map(|(factor, value)| format!("{factor} {value}")).collect();
        let who = if seen.len() == 1 { only } else { clients_in_words(seen.len()) };
        Ok(Plan { kind: "score", summary: format!("scored {who}: {}", values.join(", ")), changes })
    }
}

/// The changes that record values of factors.
pub(super) fn scored(
    client: ClientId,
    model: &Model,
    values: &[(String, u8)],
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Vec<Change>, PlanError> {
    let mut changes = Vec::with_capacity(values.len());
    for (factor, value) in values {
        let factor = factor_value(model, factor, *value)?;
        let score = Score {
            id: facts.new_id(),
            client,
            model: model.key.clone(),
            factor: factor.to_owned(),
            value: *value,
            on: stamp.today,
            by: stamp.by.clone(),
        };
        changes.push(Change::make(Fact::Score(score)));
    }
    Ok(changes)
}

/// The key of a factor that is asked, for which the value is on the scale.
///
/// # Errors
/// Not found, derived from a field, or off the scale.
pub fn factor_value<'a>(model: &'a Model, asked: &str, value: u8) -> Result<&'a str, Refusal> {
    let Some((_, factor)) = model.factor(asked) else {
        let keys: Vec<&str> =
            model.dimensions.iter().flat_map(|dimension| &dimension.factors).map(|factor| factor.key.as_str()).collect();
        let hint = format!("{} has {}", model.name, keys.join(", "));
        return Err(Refusal::NotFound { what: "factor", name: asked.to_owned(), hint });
    };
    if let Some(derived) = &factor.derived {
        let what = format!("{} is derived from {}, not asked", factor.key, derived.from);
        return Err(Refusal::Barred { what, hint: format!("edit {} of the client", derived.from) });
    }
    if value < 1 || usize::from(value) > factor.levels.len() {
        return Err(Refusal::BadValue {
            what: format!("value for {}", factor.key),
            value: value.to_string(),
            hint: format!("the scale runs from 1 to {}", factor.levels.len()),
        });
    }
    Ok(&factor.key)
}
