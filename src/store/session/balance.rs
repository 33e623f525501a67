//! What the staged moves come to: segments and revenue, reviews and hours per owner, and the weeks that would overflow.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row};

use super::members::{Asked, Members};
use crate::domain::cadence::Leaving;
use crate::domain::client::ClientId;
use crate::domain::command::{Command, Destination, Move};
use crate::domain::model::Model;
use crate::domain::model::place::{holds, keys};
use crate::domain::money::{Amount, Sums};
use crate::domain::session::record::{Count, OwnerShift, Record, SegmentShift};
use crate::domain::session::{Item, Kind, Session};
use crate::domain::stamp::Stamp;
use crate::domain::text::fold;
use crate::domain::workload::Week;
use crate::store::consequences::WEEKS;
use crate::store::rows::select;
use crate::store::{Ground, Store, StoreError, Watch, Whose};

/// The consequences of everything staged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Balance {
    /// Segments and owners, before and after.
    pub record: Record,
    /// Whether the session's model drives: else no review moves.
    pub drives: bool,
}

/// A week of an owner in which the reviews ask for more than there is, after, or before, or both.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekShift {
    /// The owner.
    pub owner: String,
    /// The Monday.
    pub monday: NaiveDate,
    /// Hours as the book stands.
    pub before: f64,
    /// Hours with what is staged.
    pub after: f64,
    /// Hours there are.
    pub capacity: f64,
}

/// Clients of a place and what they pay.
#[derive(Default)]
struct Lot {
    clients: i64,
    arr: Sums,
}

/// Clients by owner and place; the empty texts are no owner and no segment.
type Books = BTreeMap<String, BTreeMap<String, i64>>;

/// What is gathered of the members.
#[derive(Default)]
struct Gathering {
    total: i64,
    before: BTreeMap<String, Lot>,
    after: BTreeMap<String, Lot>,
    /// The owners who have members.
    owners: BTreeSet<String>,
    /// By how many clients the books of owners change.
    moved: Books,
}

impl Gathering {
    /// Counts a member: client, segment, currency, revenue, owner, whether it is live.
    fn count(&mut self, row: &Row<'_>, moves: &HashMap<ClientId, String>) -> rusqlite::Result<()> {
        let (from, currency): (String, String) = (row.get(1)?, row.get(2)?);
        let arr = row.get::<_, Option<i64>>(3)?.map(Amount::from_ten_thousandths);
        let owner = row.get::<_, Option<String>>(4)?.unwrap_or_default();
        let to = moves.get(&row.get(0)?).filter(|_| row.get(5) == Ok(true)).unwrap_or(&from);
        self.total += 1;
        for (places, place) in [(&mut self.before, &from), (&mut self.after, to)] {
            if !places.contains_key(place) {
                places.insert(place.clone(), Lot::default());
            }
            let lot = places.get_mut(place).expect("it was put there");
            lot.clients += 1;
            if let Some(arr) = arr {
                lot.arr.add(&currency, arr);
            }
        }
        if *to != from {
            let book = self.moved.entry(owner.clone()).or_default();
            *book.entry(to.clone()).or_default() += 1;
            *book.entry(from).or_default() -= 1;
        }
        if !self.owners.contains(&owner) {
            self.owners.insert(owner);
        }
        Ok(())
    }

    /// The segments in the model's order, then none.
    fn distribution(&self, session: &Session, model: &Model) -> Vec<SegmentShift> {
        let known = |place: &str| model.segments.iter().any(|segment| holds(place, &segment.key));
        let mut shifts: Vec<SegmentShift> = model
            .segments
            .iter()
            .map(|segment| SegmentShift {
                segment: Some(segment.key.clone()),
                before: sum(&self.before, |place| holds(place, &segment.key)),
                after: sum(&self.after, |place| holds(place, &segment.key)),
                target: session.targets.get(&segment.key).copied().or_else(|| per_mille(segment.target_share?)),
            })
            .collect();
        let unplaced = |places| sum(places, |place| !known(place));
        shifts.push(SegmentShift { segment: None, before: unplaced(&self.before), after: unplaced(&self.after), target: None });
        shifts
    }

    /// What the whole books of the owners who have members ask for; `books` is empty where the model does not drive.
    fn owner_shifts(&self, books: Option<Books>, ground: &Ground) -> Vec<OwnerShift> {
        let model = ground.driving();
        let mut owners: Vec<&String> = self.owners.iter().collect();
        owners.sort_by_cached_key(|owner| (owner.is_empty(), fold(owner), (*owner).clone()));
        let shift = |owner: &String| {
            let asks = |book: &BTreeMap<String, i64>, of: &dyn Fn(&str) -> f64| -> f64 {
                // An empty sum of floats is −0; adding to 0 keeps it from showing.
                book.iter().fold(0.0, |sum, (place, clients)| sum + of(place) * *clients as f64)
            };
            let before = books.as_ref().and_then(|books| books.get(owner)).cloned().unwrap_or_default();
            let mut after = before.clone();
            for (place, clients) in self.moved.get(owner).filter(|_| books.is_some()).into_iter().flatten() {
                *after.entry(place.clone()).or_default() += clients;
            }
            let reviews = |place: &str| model.reviews_per_year_in(place);
            let hours = |place: &str| model.hours_per_year_in(place);
            OwnerShift {
                owner: Some(owner.clone()).filter(|owner| !owner.is_empty()),
                reviews_before: asks(&before, &reviews),
                reviews_after: asks(&after, &reviews),
                hours_before: asks(&before, &hours) / WEEKS,
                hours_after: asks(&after, &hours) / WEEKS,
                capacity: ground.capacity(owner).filter(|_| !owner.is_empty()),
            }
        };
        owners.into_iter().map(shift).collect()
    }
}

fn sum(places: &BTreeMap<String, Lot>, counts: impl Fn(&str) -> bool) -> Count {
    let (mut clients, mut arr) = (0, Sums::default());
    for (_, lot) in places.iter().filter(|(place, _)| counts(place)) {
        clients += lot.clients;
        arr.merge(&lot.arr);
    }
    Count { clients, arr: arr.iter().map(|(currency, sum)| (currency.to_owned(), sum)).collect() }
}

/// A share as it is kept for a session.
fn per_mille(share: f64) -> Option<u16> {
    format!("{:.0}", share * 1000.0).parse().ok()
}

impl Store {
    /// What everything staged comes to, from kept sums and the items alone: its cost is that of the session.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_balance(&self, session: &Session) -> Result<Balance, StoreError> {
        let ground = self.ground();
        let drives = session.model == ground.driving().key;
        if let Some(record) = &session.record {
            return Ok(Balance { record: record.clone(), drives });
        }
        let members = self.members(session)?;
        let (moves, done) = self.staged_moves(session)?;
        let gathered = self.gather(&members, &moves)?;
        let books = drives.then(|| self.books(&session.model)).transpose()?;
        let record = Record {
            total: gathered.total,
            done,
            distribution: gathered.distribution(session, &members.model),
            owners: gathered.owner_shifts(books, &ground),
            ..Record::default()
        };
        Ok(Balance { record, drives })
    }

    fn gather(&self, members: &Members, moves: &HashMap<ClientId, String>) -> Result<Gathering, StoreError> {
        let mut gathered = Gathering::default();
        let asked =
            Asked { columns: "s.client, s.segment, s.currency, s.arr, s.owner, s.live = 1", joins: "", condition: ("1", &[]) };
        self.each_member(members, &asked, |row| gathered.count(row, moves))?;
        Ok(gathered)
    }

    /// Where the clients with a staged move are to go, and on how many clients something is decided.
    fn staged_moves(&self, session: &Session) -> Result<(HashMap<ClientId, String>, i64), StoreError> {
        let sql = "SELECT client, kind = 'move', to_segment FROM session_items WHERE session = ? AND kind IS NOT NULL";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([session.id])?;
        let (mut moves, mut done) = (HashMap::new(), 0);
        while let Some(row) = rows.next()? {
            done += 1;
            if row.get(1)? {
                moves.insert(row.get(0)?, row.get::<_, Option<String>>(2)?.unwrap_or_default());
            }
        }
        Ok((moves, done))
    }

    /// The books of all owners in a model, from kept sums.
    fn books(&self, model: &str) -> Result<Books, StoreError> {
        let sql = "SELECT owner, segment, sum(clients) FROM totals WHERE model = ? GROUP BY owner, segment";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([model])?;
        let mut books = Books::new();
        while let Some(row) = rows.next()? {
            books.entry(row.get(0)?).or_default().insert(row.get(1)?, row.get(2)?);
        }
        Ok(books)
    }

    /// The weeks in which somebody's reviews ask for more than there is, among so many from this one on. Rehearses what is
    /// staged, so it takes the write lock meanwhile: work for a thread of its own. Left, it gives the lock back at once.
    ///
    /// # Errors
    /// The book is busy, or cannot be read; [`StoreError::Left`] where `watch` wants no more.
    pub fn session_weeks(
        &self,
        session: &Session,
        weeks: u32,
        stamp: &Stamp,
        watch: Watch<'_>,
    ) -> Result<Vec<WeekShift>, StoreError> {
        let whose = Whose::default();
        let before = self.workload(&whose, stamp.today, weeks)?;
        let moves = self.moves_to_rehearse(session)?;
        let after = match moves.as_slice() {
            [] => before.clone(),
            [..] => self.rehearse_all(&moves, stamp, watch, |book| book.workload(&whose, stamp.today, weeks))?,
        };
        let owners = self.gather(&self.members(session)?, &HashMap::new())?.owners;
        let ground = self.ground();
        let mut shifts = Vec::new();
        for owner in owners.into_iter().filter(|owner| !owner.is_empty()) {
            let Some(capacity) = ground.capacity(&owner) else { continue };
            let key = Some(owner.clone());
            let hours = |weeks: &BTreeMap<Option<String>, Vec<Week>>| -> BTreeMap<NaiveDate, f64> {
                weeks.get(&key).into_iter().flatten().map(|week| (week.monday, week.hours)).collect()
            };
            let (before, after) = (hours(&before), hours(&after));
            let mondays: BTreeSet<NaiveDate> = before.keys().chain(after.keys()).copied().collect();
            let of = |weeks: &BTreeMap<NaiveDate, f64>, monday| weeks.get(monday).copied().unwrap_or(0.0);
            let all = mondays.iter().map(|monday| WeekShift {
                owner: owner.clone(),
                monday: *monday,
                before: of(&before, monday),
                after: of(&after, monday),
                capacity,
            });
            shifts.extend(all.filter(|week| week.before.max(week.after) > capacity));
        }
        shifts.sort_by_cached_key(|week| (fold(&week.owner), week.owner.clone(), week.monday));
        Ok(shifts)
    }

    /// The staged moves as commands, one for each way of leaving; those that could no longer be made are left out, and those
    /// that move no review.
    fn moves_to_rehearse(&self, session: &Session) -> Result<Vec<Command>, StoreError> {
        let model = self.session_model(session)?;
        if model.key != self.ground().driving().key {
            return Ok(Vec::new());
        }
        let items: Vec<Item> = select(&self.db, "WHERE session = ? AND kind = 'move' ORDER BY client", [session.id])?;
        let sql = "SELECT segment FROM standing WHERE model = ? AND client = ? AND live = 1";
        let mut standing = self.db.prepare_cached(sql)?;
        let mut commands = Vec::new();
        for leaving in [Leaving::Hold, Leaving::Forgive] {
            let (mut clients, mut places) = (Vec::new(), Vec::new());
            for item in &items {
                let Some(staged) = item.staged.as_ref().filter(|staged| staged.kind == Kind::Move) else { continue };
                let to = staged.to.as_deref().unwrap_or_default();
                let now: Option<String> = standing.query_row((&model.key, item.client), |row| row.get(0)).optional()?;
                let known = keys(to).all(|key| model.segment(key).is_some()) && !to.is_empty();
                if staged.leaving == leaving && known && now.is_some_and(|now| now != to) {
                    clients.push(item.client.into());
                    places.push(to.to_owned());
                }
            }
            if !clients.is_empty() {
                let (to, note) = (Destination::Each(places), "as the session has staged it".to_owned());
                let model = Some(model.key.clone());
                commands.push(Command::Move(Move { clients, model, to, note, reason: None, authorised_by: None, leaving }));
            }
        }
        Ok(commands)
    }
}
