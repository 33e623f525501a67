//! The fields scripts rely on: what a staged decision, a segment, an owner and the progress of a session look like in JSON.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::fault::Fault;
use crate::domain::cadence::Leaving;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::session::record::{Count, OwnerShift, Record, SegmentShift};
use crate::domain::session::{Act, Item, Session};
use crate::store::{AgendaRow, Conflict, SessionProgress, Store};

/// A decision that is staged, or was written.
#[derive(Debug, Serialize)]
pub struct StagedItem<'a> {
    pub client: &'a str,
    pub client_id: ClientId,
    pub external_id: Option<&'a str>,
    pub owner: Option<&'a str>,
    pub from: Option<&'a str>,
    pub to: Option<&'a str>,
    pub kind: &'static str,
    pub note: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub authorised_by: Option<&'a str>,
    pub leaving: Leaving,
    pub until: Option<NaiveDate>,
    pub expect: Option<&'a str>,
    pub revisit_on: Option<NaiveDate>,
    pub by: &'a str,
    pub at: &'a str,
    pub on: NaiveDate,
    pub discussed: bool,
    pub minutes_note: Option<&'a str>,
}

impl<'a> StagedItem<'a> {
    /// What is staged for a client; nothing where nothing is.
    pub fn of(row: &'a AgendaRow) -> Option<Self> {
        let item: &Item = row.item.as_ref()?;
        let staged = item.staged.as_ref()?;
        Some(Self {
            client: &row.name,
            client_id: row.client,
            external_id: row.external_id.as_deref(),
            owner: row.owner.as_deref(),
            from: staged.from.as_deref(),
            to: staged.to.as_deref(),
            kind: staged.kind.word(),
            note: said(&staged.note),
            reason: staged.reason.as_deref(),
            authorised_by: staged.authorised_by.as_deref(),
            leaving: staged.leaving,
            until: staged.until,
            expect: said(&staged.expect),
            revisit_on: staged.revisit_on,
            by: &staged.by,
            at: &staged.at,
            on: staged.on,
            discussed: item.discussed,
            minutes_note: said(&item.note),
        })
    }
}

/// A text that says something.
pub fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// A segment of the scope before and after, in clients; a share lies between 0 and 1.
#[derive(Debug, Serialize)]
pub struct SegmentItem<'a> {
    segment: Option<&'a str>,
    letter: Option<&'a str>,
    name: Option<&'a str>,
    before: i64,
    after: i64,
    target: Option<f64>,
    share_before: Option<f64>,
    share_after: Option<f64>,
    arr_before: BTreeMap<&'a str, String>,
    arr_after: BTreeMap<&'a str, String>,
}

/// The distribution of a record.
pub fn distribution<'a>(record: &'a Record, model: &'a Model) -> Vec<SegmentItem<'a>> {
    let share = |count: &Count| (record.total > 0).then(|| rounded(count.clients as f64 / record.total as f64, 10_000.0));
    let item = |shift: &'a SegmentShift| {
        let segment = shift.segment.as_deref().and_then(|key| model.segment(key));
        SegmentItem {
            segment: shift.segment.as_deref(),
            letter: segment.map(|segment| segment.letter.as_str()),
            name: segment.map(|segment| segment.name.as_str()),
            before: shift.before.clients,
            after: shift.after.clients,
            target: shift.target.map(share_of),
            share_before: share(&shift.before),
            share_after: share(&shift.after),
            arr_before: revenue(&shift.before),
            arr_after: revenue(&shift.after),
        }
    };
    record.distribution.iter().map(item).collect()
}

fn revenue(count: &Count) -> BTreeMap<&str, String> {
    count.arr.iter().map(|(currency, sum)| (currency.as_str(), sum.to_string())).collect()
}

/// A share between 0 and 1 from one per mille.
pub fn share_of(per_mille: u16) -> f64 {
    f64::from(per_mille) / 1000.0
}

/// An owner before and after: reviews a year, hours a week.
#[derive(Debug, Serialize)]
pub struct OwnerItem<'a> {
    owner: Option<&'a str>,
    hours_before: f64,
    hours_after: f64,
    capacity: Option<f64>,
    over: bool,
    reviews_before: f64,
    reviews_after: f64,
}

/// The workload of a record.
pub fn workload(record: &Record) -> Vec<OwnerItem<'_>> {
    record.owners.iter().map(OwnerItem::from).collect()
}

impl<'a> From<&'a OwnerShift> for OwnerItem<'a> {
    fn from(shift: &'a OwnerShift) -> Self {
        Self {
            owner: shift.owner.as_deref(),
            hours_before: hundredths(shift.hours_before),
            hours_after: hundredths(shift.hours_after),
            capacity: shift.capacity,
            over: shift.capacity.is_some_and(|capacity| shift.hours_after > capacity),
            reviews_before: hundredths(shift.reviews_before),
            reviews_after: hundredths(shift.reviews_after),
        }
    }
}

/// A number rounded to hundredths.
pub fn hundredths(number: f64) -> f64 {
    rounded(number, 100.0)
}

fn rounded(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}

/// How far a session is; time in seconds.
#[derive(Debug, Serialize)]
pub struct ProgressItem<'a> {
    done: i64,
    total: i64,
    owners: Vec<OwnerDone<'a>>,
    used_seconds: i64,
    left_seconds: Option<i64>,
}

#[derive(Debug, Serialize)]
struct OwnerDone<'a> {
    owner: Option<&'a str>,
    done: i64,
    total: i64,
}

impl<'a> From<&'a SessionProgress> for ProgressItem<'a> {
    fn from(progress: &'a SessionProgress) -> Self {
        let owner = |owner: &'a crate::store::OwnerProgress| OwnerDone {
            owner: owner.owner.as_deref(),
            done: owner.done,
            total: owner.total,
        };
        Self {
            done: progress.done,
            total: progress.total,
            owners: progress.owners.iter().map(owner).collect(),
            used_seconds: progress.pace.used.num_seconds(),
            left_seconds: progress.pace.left.map(|left| left.num_seconds()),
        }
    }
}

/// Who did something to a session, when, and why.
#[derive(Debug, Serialize)]
pub struct ActItem<'a> {
    on: NaiveDate,
    by: &'a str,
    note: Option<&'a str>,
}

impl<'a> From<&'a Act> for ActItem<'a> {
    fn from(act: &'a Act) -> Self {
        Self { on: act.on, by: &act.by, note: said(&act.note) }
    }
}

/// A client that changed since it was decided on.
#[derive(Debug, Serialize)]
pub struct ConflictItem<'a> {
    pub client: &'a str,
    pub client_id: ClientId,
    pub changed: &'a [String],
}

impl<'a> From<&'a Conflict> for ConflictItem<'a> {
    fn from(conflict: &'a Conflict) -> Self {
        Self { client: &conflict.name, client_id: conflict.client, changed: &conflict.changed }
    }
}

/// What a session came to, or would come to now.
pub fn record_of(session: &Session, store: &Store) -> Result<Record, Fault> {
    match &session.record {
        Some(record) => Ok(record.clone()),
        None => Ok(store.session_balance(session)?.record),
    }
}
