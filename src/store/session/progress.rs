//! How far a session is: clients decided on, all together and by owner, and the pace.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset, TimeDelta};
use rusqlite::params;

use super::members::Asked;
use crate::domain::session::pace::{BREAK, Pace};
use crate::domain::session::{Session, State};
use crate::domain::text::fold;
use crate::store::{Store, StoreError};

/// How far a session is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    /// Clients decided on, put off ones among them.
    pub done: i64,
    /// Clients in the session.
    pub total: i64,
    /// The same by owner, by name; those without one last.
    pub owners: Vec<OwnerProgress>,
    /// How fast it goes.
    pub pace: Pace,
}

/// How far a session is with the clients of an owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerProgress {
    /// The owner.
    pub owner: Option<String>,
    /// Its clients decided on.
    pub done: i64,
    /// Its clients in the session.
    pub total: i64,
}

impl Store {
    /// How far a session is; while it is open, the time since the last decision counts as used up to `now`, breaks left out.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn session_progress(&self, session: &Session, now: DateTime<FixedOffset>) -> Result<Progress, StoreError> {
        let members = self.members(session)?;
        let mut owners: HashMap<Option<String>, (i64, i64)> = HashMap::new();
        let everybody = Asked { columns: "s.owner", joins: "", condition: ("1", &[]) };
        self.each_member(&members, &everybody, |row| {
            // Most rows name an owner that is known by now.
            match owners.get_mut(&row.get::<_, Option<String>>(0)?) {
                Some((_, total)) => *total += 1,
                None => drop(owners.insert(row.get(0)?, (0, 1))),
            }
            Ok(())
        })?;
        let mut decided = Vec::new();
        let mut statement = self.db.prepare_cached(
            "SELECT s.owner, json_extract(t.staged, '$.at') FROM session_items t
              CROSS JOIN standing s ON s.model = ?1 AND s.client = t.client
              WHERE t.session = ?2 AND t.kind IS NOT NULL",
        )?;
        let mut rows = statement.query(params![session.model, session.id])?;
        while let Some(row) = rows.next()? {
            owners.entry(row.get(0)?).or_default().0 += 1;
            decided.extend(DateTime::parse_from_rfc3339(row.get_ref(1)?.as_str().unwrap_or_default()));
        }
        let (done, total) = owners.values().fold((0, 0), |(done, total), owner| (done + owner.0, total + owner.1));
        let mut owners: Vec<OwnerProgress> =
            owners.into_iter().map(|(owner, (done, total))| OwnerProgress { owner, done, total }).collect();
        owners.sort_by_cached_key(|row| (row.owner.is_none(), row.owner.as_deref().map(fold), row.owner.clone()));
        let mut pace = Pace::of(&decided, usize::try_from(total - done).unwrap_or(0));
        if session.state == State::Open
            && let Some(gap) =
                decided.iter().max().map(|last| now - *last).filter(|gap| (TimeDelta::zero()..=BREAK).contains(gap))
        {
            pace.used = pace.used.checked_add(&gap).unwrap_or(pace.used);
        }
        Ok(Progress { done, total, owners, pace })
    }

    /// Whose proposals are in: who said something, and that of a client of their own where they look after some in the session.
    /// To mark what somebody else proposes is no proposal.
    pub(in crate::store) fn proposers(&self, session: &Session) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT o.voter, max(fold(coalesce(c.owner, '')) = fold(o.voter)) FROM session_opinions o
                    CROSS JOIN clients c ON c.id = o.client WHERE o.session = ? GROUP BY o.voter ORDER BY o.voter";
        let mut statement = self.db.prepare_cached(sql)?;
        let heard: Vec<(String, bool)> =
            statement.query_map([session.id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        let owners = if heard.iter().all(|(_, of_their_own)| *of_their_own) { HashSet::new() } else { self.owners_in(session)? };
        Ok(heard.into_iter().filter(|(voter, own)| *own || !owners.contains(&fold(voter))).map(|(voter, _)| voter).collect())
    }

    /// Who looks after clients of a session, folded; nobody where its scope no longer reads.
    pub(in crate::store) fn owners_in(&self, session: &Session) -> Result<HashSet<String>, StoreError> {
        let members = match self.members(session) {
            Err(StoreError::Refused(_)) => return Ok(HashSet::new()),
            members => members?,
        };
        let mut owners: HashSet<String> = HashSet::new();
        let asked = Asked { columns: "DISTINCT s.owner", joins: "", condition: ("s.owner IS NOT NULL", &[]) };
        self.each_member(&members, &asked, |row| {
            owners.insert(fold(&row.get::<_, String>(0)?));
            Ok(())
        })?;
        Ok(owners)
    }

    /// How many clients are in a session now.
    ///
    /// # Errors
    /// The book cannot be read.
    pub(super) fn count_in_session(&self, session: &Session) -> Result<i64, StoreError> {
        let members = self.members(session)?;
        let mut total = 0;
        let counted = Asked { columns: "count(*)", joins: "", condition: ("1", &[]) };
        self.each_member(&members, &counted, |row| {
            total += row.get::<_, i64>(0)?;
            Ok(())
        })?;
        Ok(total)
    }
}
