//! The minutes of a session as an export: a report, or a table with a row per client that was taken up.

use std::collections::BTreeSet;
use std::io::Write;

use chrono::NaiveTime;

use super::table::Sheet;
use super::tables::Pace;
use super::{Ask, ExportError, Share, clients};
use crate::domain::client::ClientId;
use crate::domain::session::Session;
use crate::domain::session::minutes::{Minutes, Part};
use crate::domain::stamp::Stamp;
use crate::exchange::session::report::{self, Form, Without};
use crate::store::{Store, StoreError, Watch};

/// Writes the minutes as a report; answers how many clients stand in it.
pub(super) fn report(store: &Store, ask: &Ask, form: Form, to: &mut dyn Write, watch: Watch<'_>) -> Result<i64, ExportError> {
    let minutes = minutes(store, ask, &mut *watch)?;
    let clients = Pace::new(watch, counted(&minutes)).step(minutes.lines.len())?;
    to.write_all(&report::report(&minutes, &Part::default(), form, without(ask)))?;
    to.flush()?;
    Ok(clients)
}

/// Gives a sheet the clients that were taken up, with what was decided and what that did.
pub(super) fn feed(store: &Store, ask: &Ask, sheet: &mut dyn Sheet, watch: Watch<'_>) -> Result<i64, ExportError> {
    let minutes = report::extract(&minutes(store, ask, &mut *watch)?, &Part::default(), without(ask));
    sheet.begin("Session", &report::COLUMNS)?;
    minutes.lines.iter().try_for_each(|line| sheet.row(&report::cells(&minutes, line)))?;
    sheet.end()?;
    Ok(Pace::new(watch, counted(&minutes)).step(minutes.lines.len())?)
}

fn counted(minutes: &Minutes) -> i64 {
    i64::try_from(minutes.lines.len()).unwrap_or(i64::MAX)
}

fn without(ask: &Ask) -> Without {
    Without { money: ask.money == Share::Left, notes: ask.notes == Share::Left }
}

/// The minutes of the session asked for; with a filter only what concerns the clients it lets through.
fn minutes(store: &Store, ask: &Ask, watch: Watch<'_>) -> Result<Minutes, ExportError> {
    let session = session(store, ask)?;
    // What an open session would come to is rehearsed and never written: its instant is seen by nobody.
    let now = ask.today.and_time(NaiveTime::MIN).and_utc().fixed_offset();
    let stamp = Stamp { now, today: ask.today, by: session.facilitator.clone() };
    let mut minutes = store.session_minutes(&session, &stamp)?;
    if ask.filter.is_some() {
        let mut let_through: BTreeSet<ClientId> = BTreeSet::new();
        clients::each(store, ask, watch, |row| {
            let_through.insert(row.client.id);
            Ok(())
        })?;
        minutes.lines.retain(|line| let_through.contains(&line.item.client));
        minutes.replay.retain(|row| let_through.contains(&row.client));
        minutes.record.distribution.clear();
        minutes.matrix.clear();
        let is_left = |owner: &Option<String>| minutes.lines.iter().any(|line| line.record.owner == *owner);
        minutes.record.owners.retain(|shift| is_left(&shift.owner));
    }
    Ok(minutes)
}

/// The session asked for; else the open one, else the last that was finalised.
fn session(store: &Store, ask: &Ask) -> Result<Session, StoreError> {
    if ask.session.is_none()
        && store.open_sessions()?.is_empty()
        && let Some(last) = store.last_final_session()?
    {
        return Ok(last);
    }
    store.find_session(ask.session.as_deref())
}
