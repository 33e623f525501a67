//! Where a client stands in one model: its placement, and what its factors say, each dimension alone and all together.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::derived::{NO_AMOUNT, NO_DATE, OffAxis, Standing, StoredClock};
use super::error::StoreError;
use super::ground::{Ground, HeldModel};
use super::recorded::{Recorded, recorded, scores_in_force};
use super::records::name_key;
use crate::domain::cadence::confirm_due;
use crate::domain::client::{Client, ClientId};
use crate::domain::fields::{Held, derive};
use crate::domain::model::{FactorValues, Model};
use crate::domain::refusal::Refusal;
use crate::domain::score::propose;

/// Shares of weight are kept per mille.
fn per_mille(share: f64) -> i64 {
    (share * 1000.0).round() as i64
}

/// Where a client stands in one model. What is due is the same in every row: it comes from the driving model.
pub(super) fn stand(
    ground: &Ground,
    held: &HeldModel,
    recorded: &Recorded,
    (values, holds): (&FactorValues, Held),
    clocks: &[StoredClock],
) -> Result<Standing, StoreError> {
    let client = &recorded.client;
    let model = &held.model;
    let placement = recorded.placements.iter().find(|placement| placement.model == model.key);
    let placed = placement.and_then(|placement| Some((placement, placement.segment.as_deref()?)));
    let proposal = propose(model, values, placed.map(|(placement, segment)| (segment, placement.confirmed_on)));
    let earliest = |of: fn(&StoredClock) -> Option<NaiveDate>| clocks.iter().filter(|clock| clock.mode == 0).filter_map(of).min();
    let next_due_on = earliest(|clock| clock.effective);
    Ok(Standing {
        model: model.key.clone(),
        client: client.id,
        live: client.archived_on.is_none(),
        segment: placed.map_or_else(String::new, |(_, segment)| segment.to_owned()),
        decision: placement.map_or(0, |placement| placement.decision),
        since: placed.map(|(placement, _)| placement.since),
        confirm_due: match placed {
            Some((placement, _)) => {
                let last = placement.confirmed_on.unwrap_or(placement.since);
                Some(confirm_due(last, placement.recheck_since, model.confirm_every).map_err(Refusal::from)?)
            }
            None => None,
        },
        x: proposal.x.map(|score| i64::from(score.tenths)),
        y: proposal.y.map(|score| i64::from(score.tenths)),
        x_confidence: proposal.x.map(|score| per_mille(score.confidence)),
        y_confidence: proposal.y.map(|score| per_mille(score.confidence)),
        stale_from: proposal.stale_from,
        x_stale_from: proposal.x.and_then(|score| score.stale_from(model.score_valid)),
        y_stale_from: proposal.y.and_then(|score| score.stale_from(model.score_valid)),
        holds_from: holds.from,
        holds_until: holds.until,
        proposed: proposal.segment.map(str::to_owned),
        near: proposal.near_cut,
        drift: proposal.drift,
        dwell_until: proposal.dwell_until,
        last_review_on: recorded.last_review_on,
        next_due_on,
        upcoming_from: earliest(|clock| clock.upcoming_from),
        due_from: earliest(|clock| clock.due_from),
        overdue_from: earliest(|clock| clock.overdue_from),
        silent_from: None,
        due_sort: next_due_on.map_or_else(|| NO_DATE.to_owned(), |day| day.to_string()),
        arr_sort: arr_sort(client),
        name_key: name_key(client),
        owner: client.owner.clone(),
        currency: client.currency.clone().unwrap_or_else(|| ground.currency.clone()),
        arr: client.arr.map(|arr| arr.ten_thousandths()),
    })
}

/// The scores of the dimensions that are on neither axis of a model.
pub(super) fn off_axis(client: &Client, model: &Model, values: &FactorValues) -> Vec<OffAxis> {
    let off = model.dimensions.iter().filter(|dimension| dimension.key != model.x && Some(&dimension.key) != model.y.as_ref());
    let scored = off.filter_map(|dimension| Some((dimension, dimension.score(values)?)));
    let row = scored.map(|(dimension, score)| OffAxis {
        client: client.id,
        model: model.key.clone(),
        dimension: dimension.key.clone(),
        tenths: i64::from(score.tenths),
        confidence: per_mille(score.confidence),
        stale_from: score.stale_from(model.score_valid),
    });
    row.collect()
}

/// The values of a client's factors in a model on a day, those scored as they are in force and those derived from its fields,
/// and for which days they hold.
pub(super) fn factor_values(
    db: &Connection,
    model: &Model,
    recorded: &Recorded,
    today: NaiveDate,
) -> Result<(FactorValues, Held), StoreError> {
    let client = &recorded.client;
    let placement = recorded.placements.iter().find(|placement| placement.model == model.key);
    let mut values: FactorValues =
        scores_in_force(db, client.id, &model.key)?.into_iter().map(|score| (score.factor, (score.value, score.on))).collect();
    let since = client.onboarded_on.or(placement.map(|placement| placement.since)).unwrap_or_default();
    let holds = derive(model, &mut values, since, &recorded.fields(today));
    Ok((values, holds))
}

pub(super) fn arr_sort(client: &Client) -> i64 {
    client.arr.map_or(NO_AMOUNT, |arr| -arr.ten_thousandths())
}

/// The numbers behind a field of the live clients that have it.
pub(super) fn field_values(db: &Connection, ground: &Ground, field: &str, today: NaiveDate) -> Result<Vec<f64>, StoreError> {
    let mut statement = db.prepare_cached("SELECT id FROM clients WHERE archived_on IS NULL")?;
    let ids = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<ClientId>>>()?;
    let mut values = Vec::new();
    for id in ids {
        let found = recorded(db, &ground.driving().key, id)?;
        values.extend(found.and_then(|found| found.fields(today).value(field)));
    }
    Ok(values)
}
