//! A session as people read it.

use chrono::TimeDelta;

use super::Shown;
use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::cli::print::Table;
use crate::cli::session::shape::share_of;
use crate::cli::shape::{day, hours_in_words, segment_in_words};
use crate::domain::model::Model;
use crate::domain::session::pace::{Pace, in_words};
use crate::domain::session::record::{Count, Record};
use crate::domain::session::{Act, Session};
use crate::store::{AgendaRow, SessionProgress, Store};

/// The lines that say what a session is, and how far.
pub fn outline(store: &Store, session: Session, call: &mut Call) -> Result<(), Fault> {
    let shown = Shown::of(store, session, call)?;
    let model = store.ground().model(Some(&shown.row.session.model))?;
    head(&shown, &model, call)
}

/// Everything: what it is, what is staged, what that comes to, and which clients changed since.
pub fn whole(store: &Store, session: Session, call: &mut Call) -> Result<(), Fault> {
    let shown = Shown::of(store, session, call)?;
    let model = store.ground().model(Some(&shown.row.session.model))?;
    head(&shown, &model, call)?;
    if shown.rows.iter().any(|row| row.item.as_ref().is_some_and(|item| item.staged.is_some())) {
        call.out.heading("Decided")?;
        call.out.table(&decided(&shown.rows, &model))?;
    }
    balance(&shown.record, &model, call)?;
    if !shown.conflicts.is_empty() {
        call.out.heading("Changed since they were decided on")?;
        let mut table = Table::new(&["client", "what changed"]);
        for conflict in &shown.conflicts {
            table.row([conflict.name.as_str(), &conflict.changed.join("; ")]);
        }
        call.out.table(&table)?;
    }
    Ok(())
}

fn head(shown: &Shown, model: &Model, call: &mut Call) -> Result<(), Fault> {
    let session = &shown.row.session;
    let mut lines = vec![format!("{} · {} · as of {}", session.name, shown.row.phase.word(), session.as_of)];
    let scope = if session.scope.is_empty() { "the whole book" } else { &session.scope };
    lines.push(format!("{}: {scope}, {} clients", model.name, shown.record.total));
    let with = match session.co_facilitators.as_slice() {
        [] => String::new(),
        people => format!(" with {}", people.join(", ")),
    };
    let part = match session.participants.as_slice() {
        [] => String::new(),
        people => format!("; taking part: {}", people.join(", ")),
    };
    lines.push(format!("led by {}{with}{part}", session.facilitator));
    lines.extend(proposals(shown));
    lines.push(progress(&shown.progress));
    lines.extend(session.closed.as_ref().map(|act| format!("{} {}", shown.row.phase.word(), done(act))));
    call.out.text(&lines.join("\n"))
}

fn proposals(shown: &Shown) -> Option<String> {
    let (given, awaited) = (&shown.row.voters, shown.awaited());
    if given.is_empty() && awaited.is_empty() {
        return None;
    }
    let list = |names: String| if names.is_empty() { "nobody".to_owned() } else { names };
    let awaited = if awaited.is_empty() { String::new() } else { format!(", awaited from {}", awaited.join(", ")) };
    let revealed = shown.row.session.revealed.as_ref();
    let revealed = revealed.map_or_else(|| "not revealed".to_owned(), |act| format!("revealed {}", done(act)));
    Some(format!("proposals in from {}{awaited}; {revealed}", list(given.join(", "))))
}

fn done(act: &Act) -> String {
    let note = if act.note.is_empty() { String::new() } else { format!(": {}", act.note) };
    format!("on {} by {}{note}", act.on, act.by)
}

fn progress(progress: &SessionProgress) -> String {
    let owners = progress.owners.iter().map(|owner| {
        let name = owner.owner.as_deref().unwrap_or("no owner");
        format!("{name} {} of {}", owner.done, owner.total)
    });
    let owners: Vec<String> = owners.collect();
    let owners = if owners.is_empty() { String::new() } else { format!(" ({})", owners.join(", ")) };
    format!("{} of {} decided{owners}{}", progress.done, progress.total, pace(progress))
}

/// Time used and left, once a minute was used: decisions within a moment of each other, as a script makes them, are no pace.
fn pace(progress: &SessionProgress) -> String {
    let Pace { used, left } = progress.pace;
    if used < TimeDelta::minutes(1) {
        return String::new();
    }
    let left = left.filter(|_| progress.done < progress.total);
    let left = left.map_or_else(String::new, |left| format!(", about {} left at this pace", in_words(left)));
    format!("; {} used{left}", in_words(used))
}

fn decided(rows: &[AgendaRow], model: &Model) -> Table {
    let mut table = Table::new(&[
        "client",
        "decision",
        "from",
        "to",
        "until",
        "note",
        "by",
        "owner",
        "reason",
        "authorised by",
        "expects",
        "revisit",
    ]);
    for row in rows {
        let Some(staged) = row.item.as_ref().and_then(|item| item.staged.as_ref()) else { continue };
        let place = |key: &Option<String>| segment_in_words(model, key.as_deref());
        table.row([
            row.name.as_str(),
            staged.kind.word(),
            &place(&staged.from),
            &place(&staged.to),
            &day(staged.until),
            &staged.note,
            &staged.by,
            row.owner.as_deref().unwrap_or_default(),
            staged.reason.as_deref().unwrap_or_default(),
            staged.authorised_by.as_deref().unwrap_or_default(),
            &staged.expect,
            &day(staged.revisit_on),
        ]);
    }
    table
}

/// What a record says: segments with their shares and revenue, and owners with their hours.
pub fn balance(record: &Record, model: &Model, call: &mut Call) -> Result<(), Fault> {
    if record.distribution.is_empty() {
        return Ok(());
    }
    call.out.heading("Distribution")?;
    let mut table = Table::new(&["segment", ">before", ">after", ">share", ">target", ">revenue before", ">revenue after"]);
    for shift in &record.distribution {
        let none = || "no segment".to_owned();
        let segment = shift.segment.as_deref().map_or_else(none, |key| segment_in_words(model, Some(key)));
        let share = if record.total > 0 { percent(shift.after.clients as f64 / record.total as f64) } else { String::new() };
        let target = shift.target.map_or_else(String::new, |target| percent(share_of(target)));
        let (before, after) = (shift.before.clients.to_string(), shift.after.clients.to_string());
        table.row([segment, before, after, share, target, revenue(&shift.before), revenue(&shift.after)]);
    }
    call.out.table(&table)?;
    if record.owners.is_empty() {
        return Ok(());
    }
    call.out.heading("Workload of the owners' whole books")?;
    let mut table =
        Table::new(&["owner", ">hours a week before", ">after", ">of", "", ">reviews a year before", ">reviews a year after"]);
    for owner in &record.owners {
        let over = owner.capacity.is_some_and(|capacity| owner.hours_after > capacity);
        table.row([
            owner.owner.as_deref().unwrap_or("(no owner)"),
            &hours_in_words(owner.hours_before),
            &hours_in_words(owner.hours_after),
            &owner.capacity.map_or_else(String::new, hours_in_words),
            if over { "over" } else { "" },
            &hours_in_words(owner.reviews_before),
            &hours_in_words(owner.reviews_after),
        ]);
    }
    call.out.table(&table)
}

fn percent(share: f64) -> String {
    format!("{} %", hours_in_words(share * 100.0))
}

fn revenue(count: &Count) -> String {
    count.arr.iter().map(|(currency, sum)| format!("{sum} {currency}")).collect::<Vec<_>>().join(", ")
}
