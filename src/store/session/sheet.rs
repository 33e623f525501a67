//! The proposals sheet of an owner: the clients a file of proposals lists for somebody to fill in.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{Row, params};

use super::members::{Asked, CLIENTS};
use crate::domain::client::ClientId;
use crate::domain::money::Amount;
use crate::domain::refusal::Refusal;
use crate::domain::session::{Opinion, Session};
use crate::domain::text::fold;
use crate::store::rows::select;
use crate::store::{Store, StoreError};

/// A sheet of proposals: the clients of one owner, to be filled in by one voter.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The session.
    pub session: Session,
    /// Whose clients they are.
    pub owner: String,
    /// Who fills it in.
    pub voter: String,
    /// The clients, in the order of their names.
    pub rows: Vec<SheetRow>,
}

/// A client on a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRow {
    /// The client.
    pub client: ClientId,
    /// Its id in another system.
    pub external_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its revenue.
    pub arr: Option<Amount>,
    /// Currency of that.
    pub currency: String,
    /// Its place.
    pub segment: Option<String>,
    /// The segment its scores fall into.
    pub falls_into: Option<String>,
    /// Scores on the axes, tenths of a point.
    pub scores: (Option<i64>, Option<i64>),
    /// What its owner proposes, where the voter is somebody else and the owner's proposals are merged: what the others mark.
    pub proposal: Option<Opinion>,
    /// What the voter said before.
    pub said: Option<Opinion>,
}

impl Store {
    /// The sheet of an owner (compared folded) for a voter, the clients of the session alone.
    ///
    /// # Errors
    /// The owner has no client in the session, or the book cannot be read.
    pub fn proposal_sheet(&self, session: &Session, owner: &str, voter: &str) -> Result<Sheet, StoreError> {
        let members = self.members(session)?;
        let asked = Asked {
            columns:
                "s.client, c.external_id, c.name, s.arr, s.currency, nullif(s.segment, ''), s.proposed, s.x, s.y, s.name_key,
                s.owner",
            joins: CLIENTS,
            condition: ("fold(coalesce(s.owner, '')) = ?", &[Value::Text(fold(owner))]),
        };
        let (mut rows, mut spelled) = (Vec::new(), None);
        self.each_member(&members, &asked, |row| {
            spelled = row.get::<_, Option<String>>(10)?;
            rows.push((row.get::<_, String>(9)?, read(row)?));
            Ok(())
        })?;
        if rows.is_empty() {
            let hint = format!("no client of {} is theirs; `quarterdeck session show` names who has some", session.name);
            return Err(Refusal::NotFound { what: "owner", name: owner.to_owned(), hint }.into());
        }
        rows.sort_by(|(a, one), (b, other)| a.cmp(b).then(one.client.cmp(&other.client)));
        let mut rows: Vec<SheetRow> = rows.into_iter().map(|(_, row)| row).collect();
        self.add_opinions(session, owner, voter, &mut rows)?;
        Ok(Sheet { session: session.clone(), owner: spelled.unwrap_or_default(), voter: voter.to_owned(), rows })
    }

    /// Adds what the owner proposes, to a sheet for somebody else, and what the voter said before.
    fn add_opinions(&self, session: &Session, owner: &str, voter: &str, rows: &mut [SheetRow]) -> Result<(), StoreError> {
        let condition = "WHERE session = ? AND fold(voter) IN (?, ?)";
        let all: Vec<Opinion> = select(&self.db, condition, params![session.id, fold(owner), fold(voter)])?;
        let mut of: HashMap<ClientId, (Option<Opinion>, Option<Opinion>)> = HashMap::new();
        for opinion in all {
            let (proposal, said) = of.entry(opinion.client).or_default();
            let place = if fold(&opinion.voter) == fold(voter) { said } else { proposal };
            *place = Some(opinion);
        }
        for row in rows {
            (row.proposal, row.said) = of.remove(&row.client).unwrap_or_default();
        }
        Ok(())
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<SheetRow> {
    Ok(SheetRow {
        client: row.get(0)?,
        external_id: row.get(1)?,
        name: row.get(2)?,
        arr: row.get::<_, Option<i64>>(3)?.map(Amount::from_ten_thousandths),
        currency: row.get(4)?,
        segment: row.get(5)?,
        falls_into: row.get(6)?,
        scores: (row.get(7)?, row.get(8)?),
        proposal: None,
        said: None,
    })
}
