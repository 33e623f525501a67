//! Clients and revenue per segment at the ends of several days.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use rusqlite::params;

use crate::domain::client::ClientId;
use crate::domain::model::place::keys;
use crate::domain::text::fold;
use crate::store::course::{Counted, Gathered, Lot, PLACING, Stood};
use crate::store::later::Asked;
use crate::store::narrow::json_of;
use crate::store::room::Room;
use crate::store::{Progress, Store, StoreError, Watch};

/// Which days are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistributionQuery {
    /// The model; the driving one where none is named.
    pub model: Option<String>,
    /// The days; what counts is how things stood at their ends.
    pub days: Vec<NaiveDate>,
    /// Only the clients this owner has now (compared folded); empty: those without one.
    pub owner: Option<String>,
}

/// How the clients were spread over the segments of a model, day by day.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// The model's key.
    pub model: String,
    /// The days, in the order asked for.
    pub days: Vec<DayOf>,
}

/// The book at the end of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct DayOf {
    /// The day.
    pub on: NaiveDate,
    /// All clients of the book, each once: where membership is many, the segments together may have more.
    pub all: Counted,
    /// Those in each segment, by its key; only segments that have clients, also ones the model no longer has.
    pub segments: BTreeMap<String, Counted>,
    /// Those in no segment.
    pub unplaced: Counted,
}

/// Clients whose entries are read at a time.
const PAGE: usize = 1_000;

/// A client that an entry after the first day touched.
struct Touched {
    client: ClientId,
    /// The day of its first entry: it was not there before. Of those that may be older than the first day asked for, that day.
    first: NaiveDate,
    /// The last day that touched it: from then on it stands as it does now.
    last: NaiveDate,
    /// Where it stands now; none where it is not in the book.
    now: Option<Kept>,
}

/// What the derived row says.
struct Kept {
    segment: String,
    owner: String,
    currency: String,
    arr: Option<i64>,
}

/// What is gathered for a day: by segment, and all together under none.
#[derive(Clone, Default)]
struct Gathering {
    all: Gathered,
    segments: BTreeMap<String, Gathered>,
    unplaced: Gathered,
}

impl Gathering {
    fn count(&mut self, segment: &str, lot: Lot<'_>) {
        self.all.count(lot);
        if segment.is_empty() {
            self.unplaced.count(lot);
        }
        for key in keys(segment) {
            match self.segments.get_mut(key) {
                Some(gathered) => gathered.count(lot),
                None => self.segments.entry(key.to_owned()).or_default().count(lot),
            }
        }
    }

    fn day(self, on: NaiveDate) -> DayOf {
        let segments = self.segments.into_iter().filter(|(_, gathered)| gathered.clients > 0);
        DayOf {
            on,
            all: self.all.counted(),
            segments: segments.map(|(key, gathered)| (key, gathered.counted())).collect(),
            unplaced: self.unplaced.counted(),
        }
    }
}

impl Store {
    /// Clients and revenue per segment at the ends of several days; as the boards [`Store::as_of`] those days have them.
    ///
    /// Nothing is folded for the whole book: who was not touched after the first day stands as the kept totals have it, and of
    /// the others only those are folded that were touched on both sides of a day. Revenue without a currency of its own counts
    /// in the book's present one.
    ///
    /// # Errors
    /// No such model, or the book cannot be read; [`StoreError::Left`] where `watch` wants no more.
    pub fn distribution(&self, query: &DistributionQuery, watch: Watch<'_>) -> Result<Distribution, StoreError> {
        // The days asked for say it all: today is none of them by itself.
        self.or_later(Asked::Distribution(query.clone()), None, NaiveDate::MIN, || self.distribution_now(query, watch))
    }

    fn distribution_now(&self, query: &DistributionQuery, watch: Watch<'_>) -> Result<Distribution, StoreError> {
        let ground = self.ground();
        let model = ground.model(query.model.as_deref())?.key.clone();
        let asked = query.owner.as_deref().map(fold);
        let wanted = |owner: &str| asked.as_ref().is_none_or(|asked| fold(owner) == *asked);
        let mut now = Gathering::default();
        self.present_totals(&model, |segment, owner, lot| {
            if wanted(owner) {
                now.count(segment, lot);
            }
        })?;
        let mut days: Vec<(NaiveDate, Gathering)> = query.days.iter().map(|day| (*day, now.clone())).collect();
        let Some(first) = query.days.iter().min() else { return Ok(Distribution { model, days: Vec::new() }) };
        let _room = Room::some(self)?;
        let clients = self.touched_after(*first)?;
        let of = i64::try_from(clients.len()).unwrap_or(i64::MAX);
        let pages = clients.chunks(PAGE).map(|page| self.touched(&model, *first, page));
        let touched = pages.flat_map(|page| match page {
            Ok(touched) => touched.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        });
        for (client, done) in touched.zip(1..) {
            let client = client?;
            if let Some(kept) = client.now.as_ref().filter(|kept| wanted(&kept.owner)) {
                let lot = Lot::one(&kept.currency, kept.arr).gone();
                let earlier = days.iter_mut().filter(|(day, _)| *day < client.last);
                earlier.for_each(|(_, gathering)| gathering.count(&kept.segment, lot));
            }
            let between: Vec<usize> = (0..days.len()).filter(|at| (client.first..client.last).contains(&days[*at].0)).collect();
            if !between.is_empty() {
                let ends: Vec<NaiveDate> = between.iter().map(|at| days[*at].0).collect();
                let course = self.course(client.client, &model, &ends)?;
                let owner = course.known.as_ref().and_then(|known| known.owner.as_deref()).unwrap_or_default();
                for (at, then) in between.into_iter().zip(&course.thens).filter(|_| wanted(owner)) {
                    let Some(lot) = then.client.as_ref().map(|then| then.lot(&ground.currency)) else { continue };
                    match then.stood() {
                        Stood::In(segment) => days[at].1.count(&segment, lot),
                        Stood::Unplaced => days[at].1.count("", lot),
                        Stood::Absent => {}
                    }
                }
            }
            if done % 200 == 0
                && let ControlFlow::Break(()) = watch(Progress { done, of })
            {
                return Err(StoreError::Left);
            }
        }
        Ok(Distribution { model, days: days.into_iter().map(|(on, gathering)| gathering.day(on)).collect() })
    }

    /// When entries after a day touched the facts or placements of some clients, and where these stand now.
    fn touched(&self, model: &str, day: NaiveDate, clients: &[ClientId]) -> Result<Vec<Touched>, StoreError> {
        let sql = format!(
            "WITH touched AS (
                       SELECT c.client AS client, min(e.day) AS first, max(e.day) AS last
                         FROM json_each(?3) j CROSS JOIN changes c ON c.client = j.value CROSS JOIN entries e ON e.seq = c.seq
                        WHERE e.day > ?2 AND c.client IS NOT NULL
                          AND {PLACING}
                        GROUP BY c.client)
                   SELECT t.client, t.last,
                          CASE WHEN (SELECT min(c.seq) FROM changes c WHERE c.client = t.client)
                                 <= (SELECT max(e.seq) FROM entries e WHERE e.day <= ?2) THEN ?2 ELSE t.first END,
                          s.segment, coalesce(s.owner, ''), s.currency, s.arr
                     FROM touched t LEFT JOIN standing s ON s.model = ?1 AND s.client = t.client AND s.live = 1"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let clients = statement.query_map(params![model, day, json_of(clients.iter().map(|client| client.0))], |row| {
            let now = match row.get::<_, Option<String>>(3)? {
                Some(segment) => Some(Kept { segment, owner: row.get(4)?, currency: row.get(5)?, arr: row.get(6)? }),
                None => None,
            };
            Ok(Touched { client: row.get(0)?, last: row.get(1)?, first: row.get(2)?, now })
        })?;
        Ok(clients.collect::<rusqlite::Result<_>>()?)
    }
}
