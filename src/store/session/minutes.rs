//! The minutes of a session, gathered: of a final one from what was kept, of an open one as a draft of what it would come to.

use std::sync::Arc;

use rusqlite::OptionalExtension;

use super::close::model_kept;
use super::outcome::{Outcomes, rounded, stands_in_minutes};
use super::voters;
use crate::domain::client::ClientId;
use crate::domain::command::{Finalise, PlanError};
use crate::domain::session::minutes::{Minutes, MinutesLine, arrange};
use crate::domain::session::record::{Kept, Record};
use crate::domain::session::{Item, Phase, Session, State};
use crate::domain::stamp::Stamp;
use crate::store::writer::Writer;
use crate::store::{Store, StoreError, hex};

impl Store {
    /// The minutes. Those of a final session stay the same whatever becomes of the book; those of an open one rehearse what is
    /// staged.
    ///
    /// # Errors
    /// The book is busy (of an open session only), or cannot be read.
    pub fn session_minutes(&self, session: &Session, stamp: &Stamp) -> Result<Minutes, StoreError> {
        let items = self.session_items(session)?;
        let kept = session.record.as_ref().and_then(|record| record.kept.as_deref());
        match (session.state, kept) {
            (State::Final, Some(kept)) => self.final_minutes(session, items, kept),
            (State::Final | State::Void, _) => self.gathered(session, items, None),
            (State::Open, _) => self.gathered(session, items, Some(stamp)),
        }
    }

    /// From what was kept alone.
    fn final_minutes(&self, session: &Session, items: Vec<Item>, kept: &Kept) -> Result<Minutes, StoreError> {
        // What was said of a move since belongs into the next session's minutes.
        let items: Vec<Item> = items.into_iter().map(|item| Item { judged: None, rev: 0, ..item }).collect();
        let outcomes = items.iter().filter_map(|item| Some((item.client, item.record.clone()?))).collect();
        Ok(Minutes {
            model: Arc::new(model_kept(kept, session)?),
            last: kept.last.clone(),
            record: session.record.clone().unwrap_or_default(),
            matrix: kept.matrix.iter().map(|(from, to, n)| ((from.clone(), to.clone()), *n)).collect(),
            replay: kept.replay.clone(),
            ..self.begun(session, items, outcomes)?
        })
    }

    /// From the book as it stands; with a stamp what is staged is rehearsed.
    fn gathered(&self, session: &Session, items: Vec<Item>, stamp: Option<&Stamp>) -> Result<Minutes, StoreError> {
        let model = self.session_model(session)?;
        let mut outcomes = self.outcomes(session, &items, &model)?;
        if let Some(stamp) = stamp {
            self.rehearse_final(session, &items, &mut outcomes, stamp)?;
        }
        let matrix = self.session_matrix(session, &items)?;
        Ok(Minutes {
            last: self.closed_before(session)?.map(|last| (last.name, last.closed_on)),
            record: Record { open: self.left_open(session)?, ..rounded(self.session_balance(session)?.record) },
            matrix,
            replay: self.replay(session, session.as_of)?,
            ..self.begun(session, items, outcomes)?
        })
    }

    /// Adds what would be due if it were finalised now; where that would be refused it stays as it is.
    fn rehearse_final(
        &self,
        session: &Session,
        items: &[Item],
        outcomes: &mut Outcomes,
        stamp: &Stamp,
    ) -> Result<(), StoreError> {
        let accept: Vec<ClientId> = items.iter().map(|item| item.client).collect();
        let writer = Writer::begin(self, stamp)?;
        let changes = match (Finalise { session: session.id, note: String::new(), accept }).plan(&writer, stamp) {
            Ok(plan) => plan.changes,
            Err(PlanError::Refused(_)) => return Ok(()),
            Err(unread @ PlanError::Unread(_)) => return Err(unread.into()),
        };
        writer.rehearse(&changes, |book| book.add_due_after(outcomes))
    }

    /// What all minutes say: lines, opinions where they are revealed, whose proposals came in.
    fn begun(&self, session: &Session, items: Vec<Item>, mut outcomes: Outcomes) -> Result<Minutes, StoreError> {
        let proposers = voters(&self.db, session.id)?;
        let phase = Phase::of(session.state, items.len(), proposers.len());
        let mut lines = Vec::with_capacity(items.len());
        for item in items.into_iter().filter(stands_in_minutes) {
            let Some(record) = outcomes.remove(&item.client) else { continue };
            let opinions = self.session_opinions(session, item.client, None)?;
            lines.push(MinutesLine { item, record, opinions });
        }
        arrange(&mut lines);
        Ok(Minutes {
            session: session.clone(),
            phase,
            model: self.session_model(session)?,
            last: None,
            record: Default::default(),
            matrix: Default::default(),
            lines,
            replay: Vec::new(),
            proposers,
            entry: self.stands_on(session)?,
        })
    }

    /// The entry that made a session final; of one that is not, and of a book without a journal of its own, the last.
    fn stands_on(&self, session: &Session) -> Result<(i64, String), StoreError> {
        if session.state != State::Final {
            return self.head();
        }
        let sql = "SELECT seq, hash FROM entries WHERE kind = 'session finalise' AND json_extract(detail, '$.session') = ?
                    ORDER BY seq DESC LIMIT 1";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, hex(&row.get::<_, [u8; 32]>(1)?)));
        let found = self.db.prepare_cached(sql)?.query_row([session.id], read).optional()?;
        found.map_or_else(|| self.head(), Ok)
    }
}
