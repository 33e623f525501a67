//! What speaks for talking about a client: gathered in one pass over the members of a session.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Row, params};

use super::members::{Asked, Members};
use crate::domain::client::ClientId;
use crate::domain::model::Membership;
use crate::domain::session::agenda::{Evidence, Line, Reasons, Rules};
use crate::domain::session::{Session, View};
use crate::store::records::read_word;
use crate::store::{Store, StoreError};

/// So many finalised sessions of the model before this one are looked at for moves to and fro.
const LOOKED_BACK: i64 = 4;

const COLUMNS: &str =
    "s.client, s.segment, s.near, s.drift, s.dwell_until, s.confirm_due, s.x IS NULL, s.y IS NULL, s.stale_from,
    s.overdue_from, c.renewal_on, p.recheck_since IS NOT NULL, s.arr, s.name_key";
const JOINS: &str = "CROSS JOIN clients c ON c.id = s.client LEFT JOIN placements p ON p.client = s.client AND p.model = s.model";

/// What is known of clients besides where they stand.
#[derive(Default)]
struct Besides {
    /// Moves in the sessions looked back at.
    moves: HashMap<ClientId, u32>,
    /// What people said; nothing while it is blind.
    said: HashMap<ClientId, Vec<(View, Option<String>)>>,
}

impl Store {
    /// The members of a session with their reasons, in no order; one of them alone where it is named.
    pub(super) fn agenda_lines(
        &self,
        session: &Session,
        members: &Members,
        rules: &Rules,
        only: Option<ClientId>,
    ) -> Result<Vec<Line>, StoreError> {
        let besides = self.besides(session, only)?;
        let mut lines = Vec::new();
        let given: Vec<Value> = only.iter().map(|client| Value::Integer(client.0)).collect();
        let condition = if only.is_some() { "s.client = ?" } else { "1" };
        let asked = Asked { columns: COLUMNS, joins: JOINS, condition: (condition, &given) };
        self.each_member(members, &asked, |row| {
            let client = row.get(0)?;
            let evidence = besides.evidence(row, client, members, session.as_of)?;
            let reasons = Reasons::of(&evidence, rules, session.as_of);
            lines.push(Line { client, reasons, arr: row.get(12)?, name_key: row.get(13)? });
            Ok(())
        })?;
        Ok(lines)
    }

    fn besides(&self, session: &Session, only: Option<ClientId>) -> Result<Besides, StoreError> {
        let mut besides = Besides::default();
        let closed = session.closed.as_ref().map_or(NaiveDate::MAX, |act| act.on).to_string();
        let mut moved = self.db.prepare_cached(
            "SELECT d.client, count(*) FROM decisions d
              WHERE d.session IN (SELECT id FROM sessions WHERE model = ?1 AND state = 'final' AND id <> ?2
                                     AND (closed_on < ?3 OR closed_on = ?3 AND id < ?2)
                                   ORDER BY closed_on DESC, id DESC LIMIT ?4)
                AND d.how = 'move' AND (?5 IS NULL OR d.client = ?5)
              GROUP BY d.client",
        )?;
        let mut rows = moved.query(params![session.model, session.id, closed, LOOKED_BACK, only])?;
        while let Some(row) = rows.next()? {
            besides.moves.insert(row.get(0)?, row.get(1)?);
        }
        if session.revealed.is_none() {
            return Ok(besides);
        }
        let sql = match only {
            Some(_) => "SELECT client, view, to_segment FROM session_opinions WHERE session = ?1 AND client = ?2",
            None => "SELECT client, view, to_segment FROM session_opinions WHERE session = ?1 AND ?2 IS NULL",
        };
        let mut said = self.db.prepare_cached(sql)?;
        let mut rows = said.query(params![session.id, only])?;
        while let Some(row) = rows.next()? {
            besides.said.entry(row.get(0)?).or_default().push((read_word(row, 1)?, row.get(2)?));
        }
        Ok(besides)
    }
}

impl Besides {
    fn evidence(&self, row: &Row<'_>, client: ClientId, members: &Members, on: NaiveDate) -> rusqlite::Result<Evidence> {
        let segment: String = row.get(1)?;
        let dwells = row.get::<_, Option<NaiveDate>>(4)?.is_some_and(|until| until > on);
        let said = self.said.get(&client).map_or(&[][..], Vec::as_slice);
        Ok(Evidence {
            near: row.get(2)?,
            drifts: members.model.membership == Membership::One && row.get(3)? && !dwells,
            moves: self.moves.get(&client).copied().unwrap_or(0),
            confirm_due: row.get(5)?,
            unscored: row.get(6)? || (members.model.y.is_some() && row.get(7)?),
            stale_from: row.get(8)?,
            overdue_from: row.get(9)?,
            renewal_on: row.get(10)?,
            changed: row.get(11)?,
            contested: is_contested(said),
            proposed: said.iter().any(|(_, to)| to.as_ref().is_some_and(|to| *to != segment)),
            placed: !segment.is_empty(),
        })
    }
}

/// Whether somebody questions what is proposed, or two places are named.
fn is_contested(said: &[(View, Option<String>)]) -> bool {
    let mut named = said.iter().filter_map(|(_, to)| to.as_ref());
    let first = named.next();
    said.iter().any(|(view, _)| *view == View::Question) || named.any(|to| Some(to) != first)
}
