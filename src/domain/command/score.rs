//! Scoring factors of a client.

use super::{Facts, Plan, PlanError};
use crate::domain::change::{Change, Fact};
use crate::domain::client::{Client, ClientId};
use crate::domain::model::Model;
use crate::domain::refusal::Refusal;
use crate::domain::score::Score;
use crate::domain::stamp::Stamp;

/// Values of factors recorded today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreClient {
    /// The client.
    pub client: ClientId,
    /// The model; the driving one where none is named.
    pub model: Option<String>,
    /// Factor key and value on its scale.
    pub values: Vec<(String, u8)>,
}

impl ScoreClient {
    pub(super) fn plan(&self, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
        let client = facts.client(self.client)?;
        if let Some(since) = client.archived_on {
            return Err(Refusal::Archived { client: client.name, since }.into());
        }
        let model = facts.model(self.model.as_deref())?;
        let changes = scored(&client, &model, &self.values, facts, stamp)?;
        if changes.is_empty() {
            return Err(Refusal::Nothing("no factor was scored".to_owned()).into());
        }
        let values: Vec<String> = self.values.iter().map(|(factor, value)| format!("{factor} {value}")).collect();
        Ok(Plan { kind: "score", summary: format!("scored {}: {}", client.name, values.join(", ")), changes })
    }
}

/// The changes that record values of factors.
pub(super) fn scored(
    client: &Client,
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
            client: client.id,
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
