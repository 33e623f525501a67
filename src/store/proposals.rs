//! What the scores propose: who would go where, who is held back by the guard, and who has a proposal and no segment.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use super::Store;
use super::conditions::compile;
use super::error::StoreError;
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::model::{Membership, Model};
use crate::domain::money::Amount;
use crate::domain::verdict::{Scored, Verdict};

/// A part of what the scores propose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProposalPart {
    /// Clients for which a move is proposed.
    Drifting,
    /// Clients whose scores say another segment and who are held back: near a cut, or decided on lately.
    Withheld,
    /// Clients without a segment for which the scores propose one.
    Unplaced,
}

/// Whose proposals are asked for.
#[derive(Debug, Clone, Copy)]
pub struct ProposalsOf<'a> {
    /// The model; the driving one where none is named.
    pub model: Option<&'a str>,
    /// The part.
    pub part: ProposalPart,
    /// Only clients a filter lets through.
    pub filter: Option<&'a Filter>,
}

/// A client with what its scores come to.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalRow {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Annual revenue.
    pub arr: Option<Amount>,
    /// Its currency.
    pub currency: String,
    /// Its place; none where it is in no segment.
    pub segment: Option<String>,
    /// The decision that put it there; 0 where it was never placed.
    pub decision: i64,
    /// Scores on the axes, tenths of a point.
    pub scores: (Option<u16>, Option<u16>),
    /// Confidence of these scores, per mille.
    pub confidence: (Option<i64>, Option<i64>),
    /// What the scores come to.
    pub verdict: Verdict,
    /// The day of its last decision; none without one.
    pub decided_on: Option<NaiveDate>,
    /// The day of its newest score; none where all factors are derived.
    pub scored_on: Option<NaiveDate>,
    /// The day it left the book.
    pub archived_on: Option<NaiveDate>,
    /// The key to read on from here.
    pub key: ProposalKey,
}

/// A place in the order of proposals: the most revenue first, then by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalKey {
    arr_sort: i64,
    name_key: String,
    client: ClientId,
}

const COLUMNS: &str = "s.client, c.name, s.owner, s.arr, s.currency, nullif(s.segment, ''), s.decision, s.x, s.y, s.x_confidence,
    s.y_confidence, s.proposed, s.dwell_until, d.day, c.archived_on, s.arr_sort, s.name_key,
    (SELECT max(f.day) FROM scores f WHERE f.client = s.client AND f.model = s.model)";
const TABLES: &str = "standing s JOIN clients c ON c.id = s.client LEFT JOIN decisions d ON d.id = nullif(s.decision, 0)";

impl Store {
    /// A window of proposals, the most revenue first, at most `limit` of them after the key.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn proposals(
        &self,
        of: &ProposalsOf<'_>,
        from: Option<&ProposalKey>,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<ProposalRow>, StoreError> {
        let model = self.ground().model(of.model)?;
        let clause = compile(of.filter, &model, today);
        let mut values = Vec::new();
        let mut windows = Vec::new();
        for condition in conditions(of.part, model.membership) {
            values.push(Value::Text(model.key.clone()));
            values.extend(condition.day.then(|| Value::Text(today.to_string())));
            let mut place = "";
            if let Some(key) = from {
                place = "AND (s.arr_sort, s.name_key, s.client) > (?, ?, ?)";
                values.extend([key.arr_sort.into(), key.name_key.clone().into(), key.client.0.into()]);
            }
            values.extend(clause.values.iter().cloned());
            // Each window by the order of its own index; SQLite merges two of them row by row.
            windows.push(format!(
                "SELECT {COLUMNS} FROM {TABLES} WHERE s.model = ? AND s.live = 1 AND {} {place} AND {}",
                condition.sql, clause.sql
            ));
        }
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        // The columns of the order by their places: what a compound statement is ordered by has no table.
        let sql = format!("{} ORDER BY 16, 17, 1 LIMIT ?", windows.join(" UNION ALL "));
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| read(row, &model, today))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many proposals there are in a part.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn count_proposals(&self, of: &ProposalsOf<'_>, today: NaiveDate) -> Result<i64, StoreError> {
        let model = self.ground().model(of.model)?;
        let clause = compile(of.filter, &model, today);
        let mut count = 0;
        for condition in conditions(of.part, model.membership) {
            let mut values = vec![Value::Text(model.key.clone())];
            values.extend(condition.day.then(|| Value::Text(today.to_string())));
            values.extend(clause.values.iter().cloned());
            let sql = format!(
                "SELECT count(*) FROM standing s {} WHERE s.model = ? AND s.live = 1 AND {} AND {}",
                clause.join_client(),
                condition.sql,
                clause.sql
            );
            count += self.db.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get::<_, i64>(0))?;
        }
        Ok(count)
    }

    /// What the scores of these clients come to, in the order asked for; those that are not in the book are left out.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn proposals_of(
        &self,
        model: Option<&str>,
        clients: &[ClientId],
        today: NaiveDate,
    ) -> Result<Vec<ProposalRow>, StoreError> {
        let model = self.ground().model(model)?;
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE s.model = ? AND s.client = ?");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut found = Vec::with_capacity(clients.len());
        for client in clients {
            found.extend(statement.query_row(params![model.key, client], |row| read(row, &model, today)).optional()?);
        }
        Ok(found)
    }
}

/// A condition that an index of its own serves.
struct Condition {
    sql: &'static str,
    /// Whether it asks for today.
    day: bool,
}

fn conditions(part: ProposalPart, membership: Membership) -> Vec<Condition> {
    match (part, membership) {
        (ProposalPart::Drifting, _) => {
            vec![Condition { sql: "s.drift = 1 AND (s.dwell_until IS NULL OR s.dwell_until <= ?)", day: true }]
        }
        // Standing in one segment more is no contradiction: nothing is held back.
        (ProposalPart::Withheld, Membership::Many) => vec![Condition { sql: "0", day: false }],
        (ProposalPart::Withheld, Membership::One) => vec![
            Condition { sql: "s.drift = 1 AND s.dwell_until > ?", day: true },
            Condition { sql: "s.near = 1 AND s.segment <> '' AND s.proposed <> s.segment", day: false },
        ],
        (ProposalPart::Unplaced, _) => vec![Condition { sql: "s.segment = '' AND s.proposed IS NOT NULL", day: false }],
    }
}

fn read(row: &Row<'_>, model: &Model, today: NaiveDate) -> rusqlite::Result<ProposalRow> {
    let segment: Option<String> = row.get(5)?;
    let proposed: Option<String> = row.get(11)?;
    let scores = (row.get(7)?, row.get(8)?);
    let scored = Scored { segment: segment.as_deref(), falls_into: proposed.as_deref(), scores, dwell_until: row.get(12)? };
    let client = row.get(0)?;
    Ok(ProposalRow {
        client,
        name: row.get(1)?,
        owner: row.get(2)?,
        arr: row.get::<_, Option<i64>>(3)?.map(Amount::from_ten_thousandths),
        currency: row.get(4)?,
        verdict: Verdict::of(model, scored, today),
        segment,
        decision: row.get(6)?,
        scores,
        confidence: (row.get(9)?, row.get(10)?),
        decided_on: row.get(13)?,
        scored_on: row.get(17)?,
        archived_on: row.get(14)?,
        key: ProposalKey { arr_sort: row.get(15)?, name_key: row.get(16)?, client },
    })
}
