//! What a reader gets of the minutes: without what is to be left out, and of a hand-out what concerns its owner alone.

use crate::domain::filter::Filter;
use crate::domain::model::Model;
use crate::domain::money::Amount;
use crate::domain::session::conflict::Seen;
use crate::domain::session::expect::Expectation;
use crate::domain::session::minutes::{Minutes, MinutesLine, Part, ReplayRow};
use crate::domain::session::record::Count;
use crate::domain::session::{Item, Staged};
use crate::domain::text::fold;

use super::Without;

/// What stands for a text that names revenue where that is left out.
const NAMES_REVENUE: &str = "(names revenue)";

/// The minutes as the reader gets them.
pub(super) fn of(minutes: &Minutes, part: &Part, without: Without) -> Minutes {
    let mut minutes = minutes.clone();
    minutes.session.record = None;
    // Only what was staged counts; what it stood on is not told.
    for line in &mut minutes.lines {
        line.item.record = None;
        if let Some(staged) = &mut line.item.staged {
            staged.seen = Seen::default();
        }
    }
    if let Some(owner) = &part.owner {
        only(&mut minutes, owner);
    }
    if without.money {
        leave_money(&mut minutes);
    }
    if without.notes {
        leave_notes(&mut minutes);
    }
    minutes
}

/// Keeps what concerns the clients of an owner.
fn only(minutes: &mut Minutes, owner: &str) {
    let is_of =
        |name: Option<&str>| name.is_some_and(|name| fold(name) == fold(owner)) || (name.is_none() && owner.trim().is_empty());
    minutes.lines.retain(|line| is_of(line.record.owner.as_deref()));
    minutes.replay.retain(|row| is_of(row.owner.as_deref()));
    minutes.record.owners.retain(|shift| is_of(shift.owner.as_deref()));
    minutes.record.open.retain(|open| is_of(open.owner.as_deref()));
    minutes.record.distribution.clear();
    minutes.matrix.clear();
}

fn leave_money(minutes: &mut Minutes) {
    let model = std::sync::Arc::clone(&minutes.model);
    if Filter::parse(&minutes.session.scope).is_ok_and(|filter| names_revenue(&filter)) {
        minutes.session.scope = NAMES_REVENUE.to_owned();
    }
    for shift in &mut minutes.record.distribution {
        shift.before = Count { clients: shift.before.clients, ..Count::default() };
        shift.after = Count { clients: shift.after.clients, ..Count::default() };
    }
    for MinutesLine { item, record, opinions: _ } in &mut minutes.lines {
        record.arr = None::<Amount>;
        record.currency.clear();
        if let Item { staged: Some(Staged { expect, on, .. }), .. } = item
            && expects_revenue(expect, &model, *on)
        {
            NAMES_REVENUE.clone_into(expect);
        }
    }
    let day = minutes.session.started_on;
    for ReplayRow { expect, why, .. } in &mut minutes.replay {
        if expects_revenue(expect, &model, day) {
            NAMES_REVENUE.clone_into(expect);
            why.clear();
        }
    }
}

fn names_revenue(filter: &Filter) -> bool {
    filter.mentions(&|part: &Filter| matches!(part, Filter::Arr(_)))
}

/// Whether an expectation tests revenue: as it is computed, or in any of its words.
fn expects_revenue(expect: &str, model: &Model, on: chrono::NaiveDate) -> bool {
    let computed = match Expectation::read(expect, model, on).0 {
        Expectation::Filter(filter) => names_revenue(&filter),
        Expectation::Compared { .. } | Expectation::Words => false,
    };
    computed || expect.split_whitespace().any(|word| Filter::parse(word).is_ok_and(|filter| names_revenue(&filter)))
}

/// Takes away whatever people wrote: notes, reasons in words, and what moves expect.
fn leave_notes(minutes: &mut Minutes) {
    for act in minutes.session.revealed.iter_mut().chain(&mut minutes.session.closed) {
        act.note.clear();
    }
    for MinutesLine { item, record: _, opinions } in &mut minutes.lines {
        item.note.clear();
        if let Some(staged) = &mut item.staged {
            staged.note.clear();
            staged.expect.clear();
        }
        item.judged = None;
        opinions.iter_mut().for_each(|opinion| opinion.note.clear());
    }
    for row in &mut minutes.replay {
        row.note.clear();
        row.expect.clear();
        row.why.clear();
    }
}
