//! Keeps the derived rows true: folds a client's recorded facts by the rules and writes what differs.

use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use super::derived::{NO_DATE, OffAxis, Standing, StoredClock};
use super::error::StoreError;
use super::grams::{Comparing, Grams};
use super::ground::{Concerned, Ground};
use super::recorded::{Recorded, recorded};
use super::records::{name_key, search_text};
use super::rows::{put, select};
use super::schema::DERIVED;
use super::shifts::{Progress, Shifts, Watch};
use super::stand::{self, arr_sort, factor_values, stand};
use super::tallies::Sums;
use crate::domain::cadence::{Clock, Mode, silent_from, silent_since};
use crate::domain::client::{Client, ClientId};
use crate::domain::refusal::Refusal;

/// Clients read at a time when everybody is refreshed.
const PAGE: i64 = 1_000;

/// Refreshes derived rows and gathers what that does to the kept sums.
#[derive(Default)]
pub(super) struct Deriver {
    sums: Sums,
    grams: Grams,
    /// What the derived rows went by so far, where that was other models or settings.
    before: Option<Arc<Ground>>,
    /// What moves, where somebody asked.
    shifts: Option<Shifts>,
}

impl Deriver {
    /// A client's searched text was one and is another now.
    pub fn searched(&mut self, before: Option<&Client>, after: Option<&Client>) {
        let Some(client) = after.or(before).map(|client| client.id) else { return };
        let text = |client: Option<&Client>| client.map(search_text).unwrap_or_default();
        self.grams.turn(client, &text(before), &text(after));
    }

    /// From here on it is noted what moves.
    pub fn note_shifts(&mut self) {
        self.shifts = Some(Shifts::default());
    }

    /// What has moved since [`Deriver::note_shifts`].
    pub fn take_shifts(&mut self) -> Shifts {
        self.shifts.take().unwrap_or_default()
    }

    /// Brings the derived rows of a client up to date; takes them away where the client is gone.
    pub fn refresh(&mut self, db: &Connection, ground: &Ground, client: ClientId, today: NaiveDate) -> Result<(), StoreError> {
        let driving = ground.driving().key.as_str();
        let before = self.before.clone();
        let drove = before.as_ref().map_or(driving, |before| before.driving().key.as_str());
        let old_standing: Vec<Standing> = select(db, "WHERE client = ? ORDER BY model", [client])?;
        let old_clocks: Vec<StoredClock> = select(db, "WHERE client = ? ORDER BY kind", [client])?;
        let recorded = recorded(db, driving, client)?;
        let Folded { standing, clocks, off_axis } = match &recorded {
            Some(recorded) => derived(db, ground, recorded, today)?,
            None => Folded::default(),
        };
        if ground.scores_off_axes() || before.as_ref().is_some_and(|before| before.scores_off_axes()) {
            renew_off_axis(db, client, &off_axis)?;
        }
        if let (Some(shifts), Some(recorded)) = (&mut self.shifts, &recorded) {
            shifts.propose(&recorded.client, &old_standing, &standing, today);
            let leads = (before.as_ref().map_or(ground.settings.lead, |before| before.settings.lead), ground.settings.lead);
            for old in &old_clocks {
                shifts.add(&recorded.client, Some(old), clocks.iter().find(|new| new.kind == old.kind), today, leads);
            }
            for new in clocks.iter().filter(|new| !old_clocks.iter().any(|old| old.kind == new.kind)) {
                shifts.add(&recorded.client, None, Some(new), today, leads);
            }
        }
        for old in &old_standing {
            self.sums.standing(old, drove, -1);
            if !standing.iter().any(|new| new.model == old.model) {
                put(db, Some(old), None)?;
            }
        }
        for new in &standing {
            self.sums.standing(new, driving, 1);
            put(db, old_standing.iter().find(|old| old.model == new.model), Some(new))?;
        }
        for old in &old_clocks {
            self.sums.clock(old, owner_in(&old_standing), -1);
            if !clocks.iter().any(|new| new.kind == old.kind) {
                put(db, Some(old), None)?;
            }
        }
        for new in &clocks {
            self.sums.clock(new, owner_in(&standing), 1);
            put(db, old_clocks.iter().find(|old| old.kind == new.kind), Some(new))?;
        }
        Ok(())
    }

    /// Brings the derived rows up to date of those whom a turn from one ground to another concerns, a page at a time.
    pub fn turn(
        &mut self,
        db: &Connection,
        from: Arc<Ground>,
        ground: &Ground,
        today: NaiveDate,
        watch: Watch<'_>,
    ) -> Result<(), StoreError> {
        let concerned = from.concerns(ground);
        self.before = Some(from);
        let turned = self.refresh_concerned(db, ground, &concerned, today, watch);
        self.before = None;
        turned
    }

    fn refresh_concerned(
        &mut self,
        db: &Connection,
        ground: &Ground,
        concerned: &Concerned,
        today: NaiveDate,
        watch: Watch<'_>,
    ) -> Result<(), StoreError> {
        match concerned {
            Concerned::Everybody => self.refresh_everybody(db, ground, today, watch),
            Concerned::Some { segments, owners } => {
                let clients = concerned_clients(db, &ground.driving().key, segments, owners)?;
                let of = i64::try_from(clients.len()).unwrap_or(i64::MAX);
                for (done, client) in clients.into_iter().enumerate() {
                    self.refresh(db, ground, client, today)?;
                    tell(watch, i64::try_from(done).unwrap_or(i64::MAX) + 1, of)?;
                }
                self.flush(db)
            }
        }
    }

    /// Brings every client's derived rows up to date, a page at a time.
    fn refresh_everybody(
        &mut self,
        db: &Connection,
        ground: &Ground,
        today: NaiveDate,
        watch: Watch<'_>,
    ) -> Result<(), StoreError> {
        let of: i64 = db.query_row("SELECT count(*) FROM clients", [], |row| row.get(0))?;
        let (mut after, mut done) = (i64::MIN, 0);
        loop {
            let page = ids(db, "SELECT id FROM clients WHERE id > ? ORDER BY id LIMIT ?", params![after, PAGE])?;
            let Some(last) = page.last() else { return self.flush(db) };
            after = last.0;
            for client in page {
                self.refresh(db, ground, client, today)?;
                done += 1;
                tell(watch, done, of)?;
            }
        }
    }

    /// Makes every derived row anew, whatever is there.
    pub fn make_anew(&mut self, db: &Connection, ground: &Ground, today: NaiveDate, watch: Watch<'_>) -> Result<(), StoreError> {
        (self.sums, self.grams) = (Sums::default(), Grams::default());
        db.execute_batch(
            "DELETE FROM standing; DELETE FROM off_axis; DELETE FROM clocks; DELETE FROM totals; DELETE FROM tallies;
             DELETE FROM loads; DELETE FROM grams;",
        )?;
        self.search_anew(db)?;
        self.refresh_everybody(db, ground, today, watch)
    }

    /// Gathers what every client is searched by.
    fn search_anew(&mut self, db: &Connection) -> Result<(), StoreError> {
        let mut after = i64::MIN;
        loop {
            let page: Vec<Client> = select(db, "WHERE id > ? ORDER BY id LIMIT ?", params![after, PAGE])?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id.0;
            page.iter().for_each(|client| self.searched(None, Some(client)));
            self.grams.flush_complete(db)?;
        }
    }

    /// Writes what was gathered into the kept sums, and what clients are searched by.
    pub fn flush(&mut self, db: &Connection) -> Result<(), StoreError> {
        self.grams.flush(db)?;
        self.sums.flush(db)
    }

    /// Writes what can be written of long work that goes through clients in the order of their rows.
    pub fn flush_complete(&mut self, db: &Connection) -> Result<(), StoreError> {
        self.grams.flush_complete(db)
    }
}

/// Every so many clients somebody hears how far the work has come.
const TOLD_EVERY: i64 = 200;

fn tell(watch: Watch<'_>, done: i64, of: i64) -> Result<(), StoreError> {
    if (done % TOLD_EVERY == 0 || done == of) && watch(Progress { done, of }).is_break() {
        return Err(StoreError::Left);
    }
    Ok(())
}

/// The owner of a client, from where it stands.
fn owner_in(standing: &[Standing]) -> Option<&str> {
    standing.first().and_then(|row| row.owner.as_deref())
}

/// The clients that are or ever were in one of these segments, and those of these owners (folded), in the order of their ids.
fn concerned_clients(db: &Connection, model: &str, segments: &[String], owners: &[String]) -> Result<Vec<ClientId>, StoreError> {
    let mut clients = Vec::new();
    for segment in segments {
        let sql = "SELECT client FROM decisions WHERE model = ?1 AND (to_segment = ?2 OR from_segment = ?2)";
        clients.extend(ids(db, sql, params![model, segment])?);
    }
    for owner in owners {
        clients.extend(ids(db, "SELECT id FROM clients WHERE fold(owner) = ?", [owner])?);
    }
    clients.sort_unstable();
    clients.dedup();
    Ok(clients)
}

fn ids(db: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<Vec<ClientId>, StoreError> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether the derived rows have the form this program keeps.
pub(super) fn are_made(db: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT value FROM book WHERE key = 'derived'";
    let made: Option<String> = db.query_row(sql, [], |row| row.get(0)).optional()?;
    Ok(made.as_deref() == Some(DERIVED))
}

/// Notes that the derived rows have that form.
pub(super) fn mark_made(db: &Connection) -> Result<(), StoreError> {
    let sql = "INSERT INTO book (key, value) VALUES ('derived', ?1) ON CONFLICT DO UPDATE SET value = ?1";
    db.execute(sql, [DERIVED])?;
    Ok(())
}

/// Whether any stored clock or score does not hold on a day.
pub(super) fn any_outside(db: &Connection, today: NaiveDate) -> Result<bool, StoreError> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM clocks WHERE valid_from > ?1) OR EXISTS (SELECT 1 FROM clocks WHERE valid_until <= ?1)
             OR EXISTS (SELECT 1 FROM standing WHERE holds_from > ?1) OR EXISTS (SELECT 1 FROM standing WHERE holds_until <= ?1)";
    Ok(db.prepare_cached(sql)?.query_row([today], |row| row.get(0))?)
}

/// Folds again the clients whose clocks or scores do not hold on a day.
pub(super) fn refresh_outside(db: &Connection, ground: &Ground, today: NaiveDate) -> Result<(), StoreError> {
    let sql = "SELECT client FROM clocks WHERE valid_from > ?1 UNION SELECT client FROM clocks WHERE valid_until <= ?1
               UNION SELECT client FROM standing WHERE holds_from > ?1 UNION SELECT client FROM standing WHERE holds_until <= ?1";
    let mut deriver = Deriver::default();
    for client in ids(db, sql, [today])? {
        deriver.refresh(db, ground, client, today)?;
    }
    deriver.flush(db)
}

/// Every derived row of a client.
#[derive(Default)]
struct Folded {
    standing: Vec<Standing>,
    clocks: Vec<StoredClock>,
    off_axis: Vec<OffAxis>,
}

fn derived(db: &Connection, ground: &Ground, recorded: &Recorded, today: NaiveDate) -> Result<Folded, StoreError> {
    let clocks = ground.rules(recorded.client.owner.as_deref()).clocks(&recorded.events, today).map_err(Refusal::from)?;
    let driving = ground.driving();
    let segment = segment_in(recorded, &driving.key);
    let then = recorded.segment_on(today).unwrap_or_default();
    let stored: Vec<StoredClock> = clocks.iter().map(|clock| stored(clock, recorded, then, ground.settings.lead)).collect();
    let mut standing = Vec::with_capacity(ground.models.len());
    let mut off_axis = Vec::new();
    for held in &ground.models {
        let (values, holds) = factor_values(db, &held.model, recorded, today)?;
        standing.push(stand(ground, held, recorded, (&values, holds), &stored)?);
        off_axis.extend(stand::off_axis(&recorded.client, &held.model, &values));
    }
    if let Some(asked) = driving.standing_in(segment) {
        let since = silent_since(&recorded.events, today);
        let silent = silent_from(&clocks, since, asked.floor).map_err(Refusal::from)?;
        for row in &mut standing {
            row.silent_from = silent;
        }
    }
    Ok(Folded { standing, clocks: stored, off_axis })
}

/// Writes what differs of a client's scores off the axes.
fn renew_off_axis(db: &Connection, client: ClientId, rows: &[OffAxis]) -> Result<(), StoreError> {
    let before: Vec<OffAxis> = select(db, "WHERE client = ? ORDER BY model, dimension", [client])?;
    let same = |a: &OffAxis, b: &OffAxis| (&a.model, &a.dimension) == (&b.model, &b.dimension);
    for old in before.iter().filter(|old| !rows.iter().any(|new| same(old, new))) {
        put(db, Some(old), None)?;
    }
    for new in rows {
        put(db, before.iter().find(|old| same(old, new)), Some(new))?;
    }
    Ok(())
}

fn segment_in<'r>(recorded: &'r Recorded, model: &str) -> &'r str {
    let placement = recorded.placements.iter().find(|placement| placement.model == model);
    placement.and_then(|placement| placement.segment.as_deref()).unwrap_or_default()
}

fn stored(clock: &Clock, recorded: &Recorded, segment: &str, lead: u32) -> StoredClock {
    let client = &recorded.client;
    let running = clock.mode == Mode::Running;
    StoredClock {
        client: client.id,
        kind: clock.kind.clone(),
        mode: match clock.mode {
            Mode::Running => 0,
            Mode::AsNeeded => 1,
            Mode::Paused => 2,
        },
        anchor: clock.anchor,
        nominal: clock.nominal,
        effective: clock.effective,
        grace_end: clock.grace_end,
        period: clock.period.map(|period| period.to_string()),
        rank: clock.period.map_or(0, |period| i64::from(period.ranking_days())),
        end_of_month: clock.end_of_month,
        first_review: clock.first_review,
        accelerated: clock.accelerated,
        held: clock.held,
        booked_on: clock.booked_on,
        snoozed_until: clock.snoozed_until,
        snooze_count: i64::from(clock.snooze_count),
        snooze_slip: clock.snooze_slip,
        valid_from: clock.from,
        valid_until: clock.until,
        span: match (clock.effective, clock.grace_end) {
            (Some(effective), Some(end)) => (end - effective).num_days(),
            (None, _) | (_, None) => 0,
        },
        upcoming_from: if running { clock.upcoming_from(lead) } else { None },
        due_from: if running { clock.due_from() } else { None },
        overdue_from: if running { clock.overdue_from() } else { None },
        segment: segment.to_owned(),
        renewal_sort: client.renewal_on.map_or_else(|| NO_DATE.to_owned(), |day| day.to_string()),
        arr_sort: arr_sort(client),
        name_key: name_key(client),
    }
}

/// Derived rows that differ from their recomputation, in words; kept sums that differ from the rows they sum.
pub(super) fn differences(db: &Connection, ground: &Ground, today: NaiveDate) -> Result<Vec<String>, StoreError> {
    let driving = ground.driving().key.as_str();
    let mut whats = Vec::new();
    let (mut sums, mut searched) = (Sums::default(), Comparing::default());
    let mut after = i64::MIN;
    loop {
        let page = ids(db, "SELECT id FROM clients WHERE id > ? ORDER BY id LIMIT ?", params![after, PAGE])?;
        let Some(last) = page.last() else { break };
        after = last.0;
        for client in page {
            let Some(recorded) = recorded(db, driving, client)? else { continue };
            let Folded { mut standing, mut clocks, mut off_axis } = derived(db, ground, &recorded, today)?;
            off_axis.sort_by(|a, b| (&a.model, &a.dimension).cmp(&(&b.model, &b.dimension)));
            let kept: Vec<OffAxis> = select(db, "WHERE client = ? ORDER BY model, dimension", [client])?;
            if kept != off_axis {
                whats.push(format!("a score of {} (id {client}) is not what its facts say", recorded.client.name));
            }
            standing.sort_by(|a, b| a.model.cmp(&b.model));
            clocks.sort_by(|a, b| a.kind.cmp(&b.kind));
            let kept: Vec<Standing> = select(db, "WHERE client = ? ORDER BY model", [client])?;
            if kept != standing {
                whats.push(format!("where {} (id {client}) stands is not what its facts say", recorded.client.name));
            }
            let kept: Vec<StoredClock> = select(db, "WHERE client = ? ORDER BY kind", [client])?;
            if kept != clocks {
                whats.push(format!("the due dates of {} (id {client}) are not what its facts say", recorded.client.name));
            }
            let keys: (String, String) = db
                .prepare_cached("SELECT name_key, search FROM clients WHERE id = ?")?
                .query_row([client], |row| Ok((row.get(0)?, row.get(1)?)))?;
            if keys != (name_key(&recorded.client), search_text(&recorded.client)) {
                whats.push(format!("the search text of {} (id {client}) is not its own", recorded.client.name));
            }
            searched.client(db, client, &search_text(&recorded.client))?;
            standing.iter().for_each(|row| sums.standing(row, driving, 1));
            clocks.iter().for_each(|clock| sums.clock(clock, owner_in(&standing), 1));
        }
    }
    for (table, what) in [("standing", "where a client stands"), ("off_axis", "a score"), ("clocks", "a due date")] {
        let sql = format!("SELECT count(*) FROM {table} WHERE client NOT IN (SELECT id FROM clients)");
        let strays: i64 = db.query_row(&sql, [], |row| row.get(0))?;
        if strays > 0 {
            whats.push(format!("{what} is kept for {strays} clients that are not in the book"));
        }
    }
    whats.extend(sums.differences(db)?);
    whats.extend(searched.differences(db)?);
    Ok(whats)
}

/// Computes the folded texts of every client again.
pub(super) fn search_keys(db: &Connection) -> Result<(), StoreError> {
    let mut after = i64::MIN;
    loop {
        let page: Vec<Client> = select(db, "WHERE id > ? ORDER BY id LIMIT ?", params![after, PAGE])?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id.0;
        let mut update = db.prepare_cached("UPDATE clients SET name_key = ?, search = ? WHERE id = ?")?;
        for client in &page {
            update.execute(params![name_key(client), search_text(client), client.id])?;
        }
    }
}
