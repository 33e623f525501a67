//! Where clients stood at the end of two days, and the decisions in between: the from/to matrix.

mod newcomers;
#[cfg(test)]
pub(super) mod tests;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use self::newcomers::{Newcomer, Trace};
use super::Store;
use super::course::{Counted, Course, Gathered, Lot, PLACING, Recorded, Stood};
use super::error::StoreError;
use super::later::Asked;
use super::room::Room;
use super::shifts::{Progress, Watch};
use crate::domain::client::{Client, ClientId};
use crate::domain::model::Model;
use crate::domain::placement::{Decision, How};
use crate::domain::text::fold;

/// Which moves are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovesQuery {
    /// The model; the driving one where none is named.
    pub model: Option<String>,
    /// The day at whose end the comparison begins.
    pub from: NaiveDate,
    /// The day at whose end it ends.
    pub to: NaiveDate,
    /// Only the clients this owner has now.
    pub owner: Option<String>,
    /// What is listed besides the matrix.
    pub listed: Listed,
}

/// What is listed besides the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Decisions and movers, each with its names.
    All,
    /// Nothing: what is held does not grow with what happened.
    Nothing,
}

/// Clients whose entries are read at a time.
const PAGE: usize = 1_000;

/// A decision that moved a client.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveRow {
    /// The client's present name.
    pub name: String,
    /// Its id in another system.
    pub external_id: Option<String>,
    /// Its present owner.
    pub owner: Option<String>,
    /// What was decided.
    pub decision: Decision,
    /// The entry it was recorded with.
    pub seq: i64,
    /// The instant of that entry, RFC 3339 with offset.
    pub at: String,
    /// The civil day it was recorded under.
    pub day: NaiveDate,
    /// Whether it was taken back after the last day: then it counts in these days, and no longer today.
    pub undone: bool,
}

/// The from/to matrix of a model between the ends of two days, and the decisions behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Moves {
    /// The model's key.
    pub model: String,
    /// From where to where, for the cells that have clients, with their revenue as it was at the end of the last day (of the
    /// first for those gone from the file). Clients absent on both days are left out.
    pub matrix: BTreeMap<(Stood, Stood), Counted>,
    /// How many decisions are behind it.
    pub decided: usize,
    /// The decisions that stood at the end of the last day and not at the end of the first, in the order of the journal.
    pub rows: Vec<MoveRow>,
    /// The clients behind the cells that stand elsewhere than at first, or were decided upon in between, by name.
    pub movers: Vec<Mover>,
}

/// A client in a cell of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mover {
    /// The client.
    pub client: ClientId,
    /// Its present name.
    pub name: String,
    /// Its present owner.
    pub owner: Option<String>,
    /// Where it stood at the end of the first day and of the last.
    pub at: (Stood, Stood),
}

impl Moves {
    /// The places of one side of the matrix: every segment of the model in its order, then whatever else has clients there.
    #[must_use]
    pub fn places(&self, model: &Model, side: fn(&(Stood, Stood)) -> &Stood) -> Vec<Stood> {
        let of_model = model.segments.iter().map(|segment| Stood::In(segment.key.clone()));
        let mut places: Vec<Stood> = of_model.chain(self.matrix.keys().map(|at| side(at).clone())).collect();
        places.sort_by_cached_key(|stood| stood.place(model));
        places.dedup();
        places
    }
}

/// What became of a client between two days.
struct Moved {
    /// The latest that is known of it.
    known: Client,
    at: (Stood, Stood),
    /// What it was at the end of the last day, or of the first for one gone from the file.
    then: Option<Client>,
    decisions: BTreeMap<i64, Recorded>,
}

impl Stood {
    /// The order in which places are shown: segments as the model has them, then those it has no longer and sets of several,
    /// then none.
    #[must_use]
    pub fn place(&self, model: &Model) -> (usize, Self) {
        let at = self.segment().and_then(|key| model.segments.iter().position(|segment| segment.key == *key));
        (at.unwrap_or(usize::MAX), self.clone())
    }
}

impl Store {
    /// How many clients were touched after a day: what [`Store::moves`] from that day costs.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn touched_clients(&self, day: NaiveDate) -> Result<i64, StoreError> {
        let count = || Ok(i64::try_from(self.touched_after(day)?.len()).unwrap_or(i64::MAX));
        self.or_later(Asked::Touched(day), None, day, count)
    }

    /// Where the clients stood in a model at the end of two days, and the decisions in between; days are those entries were
    /// recorded under, so that the sums of the matrix are the boards [`Store::as_of`] those days.
    ///
    /// Nothing is folded for the whole book: who was not touched after the first day stands as the kept totals have it, and
    /// only the others' own entries are read. So the cost is that of what happened since the first day. A decision that was
    /// taken back by the end of the last day does not count; one taken back later does, and says so. Revenue without a
    /// currency of its own counts in the book's present one.
    ///
    /// # Errors
    /// No such model, or the book cannot be read; [`StoreError::Left`] where `watch` wants no more.
    pub fn moves(&self, query: &MovesQuery, watch: Watch<'_>) -> Result<Moves, StoreError> {
        self.or_later(Asked::Moves(query.clone()), None, query.to, || self.moves_now(query, watch))
    }

    fn moves_now(&self, query: &MovesQuery, watch: Watch<'_>) -> Result<Moves, StoreError> {
        let ground = self.ground();
        let model = ground.model(query.model.as_deref())?.key.clone();
        let owner = query.owner.as_deref().map(fold);
        let wanted = |of: &str| owner.as_ref().is_none_or(|owner| fold(of) == *owner);
        let mut cells: BTreeMap<(Stood, Stood), Gathered> = BTreeMap::new();
        self.present_totals(&model, |segment, owner, lot| {
            if wanted(owner) {
                cells.entry(staying(segment.to_owned())).or_default().count(lot);
            }
        })?;
        let _room = Room::some(self)?;
        let touched = self.touched_after(query.from)?;
        let of = i64::try_from(touched.len()).unwrap_or(i64::MAX);
        let (mut rows, mut movers, mut decided) = (Vec::new(), Vec::new(), 0);
        let pages = touched.chunks(PAGE).map(|page| self.traces(&model, query.from, page));
        let traces = pages.flat_map(|page| match page {
            Ok(traces) => traces.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        });
        for (traced, done) in traces.zip(1..) {
            let (client, trace) = traced?;
            self.take_out_present(&model, client, wanted, &mut cells)?;
            let Some(moved) = self.moved(client, trace, (&model, query))? else { continue };
            let Moved { known, at, then, decisions } = moved;
            if !wanted(known.owner.as_deref().unwrap_or_default()) {
                continue;
            }
            if at != (Stood::Absent, Stood::Absent)
                && let Some(then) = &then
            {
                cells.entry(at.clone()).or_default().count(then.lot(&ground.currency));
            }
            let before = rows.len();
            decided += decisions.len();
            let listed = if query.listed == Listed::All { decisions } else { BTreeMap::new() };
            for (id, recorded) in listed {
                rows.push(row(&known, recorded, !self.stands(id)?));
            }
            if query.listed == Listed::All && (at.0 != at.1 || rows.len() > before) {
                let Client { name, owner, .. } = known;
                movers.push(Mover { client, name, owner, at });
            }
            if done % 200 == 0
                && let ControlFlow::Break(()) = watch(Progress { done, of })
            {
                return Err(StoreError::Left);
            }
        }
        rows.sort_by_key(|row| (row.seq, row.decision.id));
        movers.sort_by_cached_key(|mover| (fold(&mover.name), mover.client));
        let matrix = cells.into_iter().filter(|(_, gathered)| gathered.clients > 0).map(|(at, found)| (at, found.counted()));
        Ok(Moves { model, matrix: matrix.collect(), decided, rows, movers })
    }

    /// Where a client stood on both days, and the decisions in between.
    fn moved(&self, client: ClientId, trace: Trace, (model, query): (&str, &MovesQuery)) -> Result<Option<Moved>, StoreError> {
        let is_move = |recorded: &Recorded| recorded.decision.how != How::Confirm;
        if let Some(Newcomer { known, stood, mut decisions }) = self.newcomer(client, trace, (model, query))? {
            decisions.retain(|_, recorded| is_move(recorded));
            let then = Some(known.clone());
            return Ok(Some(Moved { known, at: (Stood::Absent, stood), then, decisions }));
        }
        let Course { thens, known } = self.course(client, model, &[query.from, query.to])?;
        let mut thens = thens.into_iter();
        let (Some(first), Some(last), Some(known)) = (thens.next(), thens.next(), known) else { return Ok(None) };
        let at = (first.stood(), last.stood());
        let mut decisions = last.decisions;
        decisions.retain(|id, recorded| !first.decisions.contains_key(id) && is_move(recorded));
        Ok(Some(Moved { known, at, then: last.client.or(first.client), decisions }))
    }

    /// Takes a client out again of where the present totals have it.
    fn take_out_present(
        &self,
        model: &str,
        client: ClientId,
        wanted: impl Fn(&str) -> bool,
        cells: &mut BTreeMap<(Stood, Stood), Gathered>,
    ) -> Result<(), StoreError> {
        let sql = "SELECT segment, coalesce(owner, ''), currency, arr FROM standing WHERE model = ? AND client = ? AND live = 1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut kept = statement.query(params![model, client])?;
        while let Some(row) = kept.next()? {
            if wanted(&row.get::<_, String>(1)?) {
                let currency: String = row.get(2)?;
                cells.entry(staying(row.get(0)?)).or_default().count(Lot::one(&currency, row.get(3)?).gone());
            }
        }
        Ok(())
    }

    /// The clients whose facts or placements an entry of a later day changed.
    pub(super) fn touched_after(&self, day: NaiveDate) -> Result<Vec<ClientId>, StoreError> {
        let sql = format!(
            "SELECT c.client FROM entries e CROSS JOIN changes c ON c.seq = e.seq
                    WHERE e.day > ? AND c.client IS NOT NULL
                      AND {PLACING}"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([day])?;
        let (mut clients, mut distinct) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            clients.push(row.get(0)?);
            // An import names each client several times: what is held grows with the clients, not with their rows.
            if clients.len() > 2 * distinct + PAGE {
                clients.sort_unstable();
                clients.dedup();
                distinct = clients.len();
            }
        }
        clients.sort_unstable();
        clients.dedup();
        clients.shrink_to_fit();
        Ok(clients)
    }

    /// Whether a decision holds today.
    fn stands(&self, decision: i64) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM decisions WHERE id = ?";
        Ok(self.db.prepare_cached(sql)?.query_row([decision], |_| Ok(())).optional()?.is_some())
    }
}

fn row(known: &Client, recorded: Recorded, undone: bool) -> MoveRow {
    let Recorded { decision, seq, at, day } = recorded;
    let (name, external_id, owner) = (known.name.clone(), known.external_id.clone(), known.owner.clone());
    MoveRow { name, external_id, owner, decision, seq, at, day, undone }
}

fn staying(segment: String) -> (Stood, Stood) {
    let stood = Stood::kept(segment);
    (stood.clone(), stood)
}
