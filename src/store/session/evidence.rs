//! What speaks for talking about a client: gathered in one pass over the members of a session.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Row, params};

use super::members::{Asked, Members};
use crate::domain::client::ClientId;
use crate::domain::model::Membership;
use crate::domain::session::agenda::{Evidence, Line, Reasons, Rules};
use crate::domain::session::opinions::Weighed;
use crate::domain::session::{Opinion, Session, View};
use crate::store::derived::NO_DATE;
use crate::store::{Store, StoreError};

/// So many finalised sessions of the model before this one are looked at for moves to and fro.
const LOOKED_BACK: i64 = 4;

const COLUMNS: &str =
    "s.client, s.segment, s.near, s.drift, s.dwell_until, s.confirm_due, s.x IS NULL, s.y IS NULL, s.stale_from,
    s.overdue_from, c.renewal_on, p.recheck_since >= coalesce(p.confirmed_on, p.since), s.arr, s.name_key";
const JOINS: &str = "CROSS JOIN clients c ON c.id = s.client LEFT JOIN placements p ON p.client = s.client AND p.model = s.model";

/// What is known of clients besides where they stand.
#[derive(Default)]
struct Besides {
    /// Moves in the sessions looked back at.
    moves: HashMap<ClientId, u32>,
    /// Until when the session before put them off, where nothing was decided since.
    put_off: HashMap<ClientId, NaiveDate>,
    /// What people said; nothing while it is blind.
    said: HashMap<ClientId, Vec<Opinion>>,
}

impl Store {
    /// The members of a session with their reasons, in no order.
    pub(super) fn agenda_lines(&self, session: &Session, members: &Members, rules: &Rules) -> Result<Vec<Line>, StoreError> {
        let mut lines = Vec::new();
        self.each_evidence(session, members, None, |client, evidence, row| {
            let reasons = Reasons::of(&evidence, rules, session.as_of);
            lines.push(Line { client, reasons, arr: row.get(12)?, name_key: row.get(13)? });
            Ok(())
        })?;
        Ok(lines)
    }

    /// What speaks for talking about a client; nothing does of one that is not in the session.
    pub(super) fn evidence_of(&self, session: &Session, client: ClientId) -> Result<Evidence, StoreError> {
        let mut found = Evidence::default();
        self.each_evidence(session, &self.members(session)?, Some(client), |_, evidence, _| {
            found = evidence;
            Ok(())
        })?;
        Ok(found)
    }

    /// Hands out what is known of each member, or of one of them.
    fn each_evidence(
        &self,
        session: &Session,
        members: &Members,
        only: Option<ClientId>,
        mut each: impl FnMut(ClientId, Evidence, &Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let besides = self.besides(session, only)?;
        let given: Vec<Value> = only.iter().map(|client| Value::Integer(client.0)).collect();
        let condition = if only.is_some() { "s.client = ?" } else { "1" };
        let asked = Asked { columns: COLUMNS, joins: JOINS, condition: (condition, &given) };
        self.each_member(members, &asked, |row| {
            let client = row.get(0)?;
            each(client, besides.evidence(row, client, members, session.as_of)?, row)
        })
    }

    fn besides(&self, session: &Session, only: Option<ClientId>) -> Result<Besides, StoreError> {
        let mut besides = Besides::default();
        // An open one has all of them before it.
        let closed = session.closed.as_ref().map_or_else(|| NO_DATE.to_owned(), |act| act.on.to_string());
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
        if let Some(last) = self.closed_before(session)? {
            let mut put_off = self.db.prepare_cached(
                "SELECT i.client, json_extract(i.staged, '$.until') FROM session_items i
                  WHERE i.session = ?1 AND i.kind = 'defer' AND (?4 IS NULL OR i.client = ?4)
                    AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.client = i.client AND d.model = ?2 AND d.day >= ?3)",
            )?;
            let mut rows = put_off.query(params![last.id, session.model, last.closed_on, only])?;
            while let Some(row) = rows.next()? {
                besides.put_off.extend(
                    row.get::<_, Option<NaiveDate>>(1)?
                        .map(|until| Ok::<_, rusqlite::Error>((row.get(0)?, until)))
                        .transpose()?,
                );
            }
        }
        if session.revealed.is_none() {
            return Ok(besides);
        }
        let mut said = self.db.prepare_cached(&format!(
            "SELECT client, view = 'question', to_segment FROM session_opinions
              WHERE session = ?1 AND (view = 'question' OR view <> 'no-view' AND to_segment IS NOT NULL) AND {}",
            if only.is_some() { "client = ?2" } else { "?2 IS NULL" }
        ))?;
        let mut rows = said.query(params![session.id, only])?;
        while let Some(row) = rows.next()? {
            let client = row.get(0)?;
            let view = if row.get(1)? { View::Question } else { View::Propose };
            besides.said.entry(client).or_default().push(bare(session, client, view, row.get(2)?));
        }
        Ok(besides)
    }
}

impl Besides {
    fn evidence(&self, row: &Row<'_>, client: ClientId, members: &Members, on: NaiveDate) -> rusqlite::Result<Evidence> {
        let segment: String = row.get(1)?;
        let dwells = row.get::<_, Option<NaiveDate>>(4)?.is_some_and(|until| until > on);
        let said = self.said.get(&client).into_iter().flatten();
        let weighed = Weighed::of(said, (!segment.is_empty()).then_some(segment.as_str()));
        Ok(Evidence {
            near: row.get(2)?,
            drifts: members.model.membership == Membership::One && row.get(3)? && !dwells,
            put_off: self.put_off.get(&client).copied(),
            moves: self.moves.get(&client).copied().unwrap_or(0),
            confirm_due: row.get(5)?,
            unscored: row.get(6)? || (members.model.y.is_some() && row.get(7)?),
            stale_from: row.get(8)?,
            overdue_from: row.get(9)?,
            renewal_on: row.get(10)?,
            changed: row.get::<_, Option<bool>>(11)? == Some(true),
            contested: weighed.contested,
            proposed: weighed.proposed,
            placed: !segment.is_empty(),
        })
    }
}

/// An opinion with nothing but what is weighed.
fn bare(session: &Session, client: ClientId, view: View, to: Option<String>) -> Opinion {
    let (voter, note, by) = Default::default();
    Opinion { session: session.id, client, voter, rev: 1, view, to, note, on: session.as_of, by }
}
