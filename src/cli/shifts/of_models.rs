//! What a change of models does to proposals and to owners' hours, in words, tables and JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Going, SHOWN, grouped};
use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::cli::print::Table;
use crate::domain::client::ClientId;
use crate::store::{HoursShift, ProposalShift, Shifts};

/// The part of the JSON document that is about models.
#[derive(Debug, Serialize)]
pub(super) struct OfModels<'a> {
    proposals: Proposals<'a>,
    /// One row an owner; none where what drives stays as it is.
    hours_per_quarter: Vec<Hours<'a>>,
    unplaced_before: i64,
    unplaced_after: i64,
    /// Factors a model loses whose scores stay recorded and count no more.
    scores_unused: Vec<Unused<'a>>,
}

#[derive(Debug, Serialize)]
struct Proposals<'a> {
    model: Option<&'a str>,
    changed: i64,
    drift_before: i64,
    drift_after: i64,
    clients: Vec<Elsewhere<'a>>,
    /// For a model that joins: clients by the segment their scores put them in.
    spread: &'a BTreeMap<String, i64>,
}

#[derive(Debug, Serialize)]
struct Elsewhere<'a> {
    client: &'a str,
    client_id: ClientId,
    owner: Option<&'a str>,
    segment: Option<&'a str>,
    proposed_before: Option<&'a str>,
    proposed_after: Option<&'a str>,
    drift: bool,
}

#[derive(Debug, Serialize)]
struct Hours<'a> {
    owner: Option<&'a str>,
    before: f64,
    after: f64,
    after_if_accepted: f64,
}

#[derive(Debug, Serialize)]
struct Unused<'a> {
    factor: &'a str,
    clients: i64,
}

impl<'a> OfModels<'a> {
    pub(super) fn of(shifts: &'a Shifts) -> Self {
        let proposals = &shifts.proposals;
        Self {
            proposals: Proposals {
                model: Some(proposals.model.as_str()).filter(|model| !model.is_empty()),
                changed: proposals.changed,
                drift_before: proposals.drift_before,
                drift_after: proposals.drift_after,
                clients: proposals.first.iter().map(Elsewhere::of).collect(),
                spread: &proposals.spread,
            },
            hours_per_quarter: shifts.hours.iter().map(|(owner, hours)| Hours::of(owner, hours)).collect(),
            unplaced_before: shifts.unplaced.0,
            unplaced_after: shifts.unplaced.1,
            scores_unused: shifts.unused_scores.iter().map(|(factor, clients)| Unused { factor, clients: *clients }).collect(),
        }
    }
}

impl<'a> Elsewhere<'a> {
    fn of(shift: &'a ProposalShift) -> Self {
        Self {
            client: &shift.name,
            client_id: shift.client,
            owner: shift.owner.as_deref(),
            segment: shift.segment.as_deref(),
            proposed_before: shift.before.as_deref(),
            proposed_after: shift.after.as_deref(),
            drift: shift.drifts,
        }
    }
}

impl<'a> Hours<'a> {
    fn of(owner: &'a str, hours: &HoursShift) -> Self {
        let rounded = |hours: f64| (hours * 100.0).round() / 100.0;
        Self {
            owner: Some(owner).filter(|owner| !owner.is_empty()),
            before: rounded(hours.before),
            after: rounded(hours.after),
            after_if_accepted: rounded(hours.if_accepted),
        }
    }
}

/// What changed in a line each: proposals, hours, clients without a segment, scores that count no more.
pub(super) fn summary(shifts: &Shifts, going: Going, call: &mut Call) -> Result<(), Fault> {
    let (is, are, stay) = match going {
        Going::Ahead => ("is", "are", "stay"),
        Going::Dry => ("would be", "would be", "would stay"),
    };
    let proposals = &shifts.proposals;
    if proposals.changed > 0 || proposals.drift_before != proposals.drift_after {
        let (before, after) = (grouped(proposals.drift_before), grouped(proposals.drift_after));
        let elsewhere = match proposals.changed {
            1 => format!("1 client {is}"),
            n => format!("{} clients {are}", grouped(n)),
        };
        call.out.text(&format!("{elsewhere} proposed elsewhere; drift: {before} before, {after} after"))?;
    }
    if !proposals.spread.is_empty() {
        let spread: Vec<String> = proposals.spread.iter().map(|(segment, n)| format!("{segment} {}", grouped(*n))).collect();
        call.out.text(&format!("by their scores the clients {are} in: {}", spread.join(", ")))?;
    }
    let sum = |of: fn(&HoursShift) -> f64| shifts.hours.values().map(of).sum::<f64>();
    let (before, after, accepted) = (sum(|shift| shift.before), sum(|shift| shift.after), sum(|shift| shift.if_accepted));
    if differ(before, after) {
        call.out.text(&format!(
            "hours a quarter: {before:.1} before, {after:.1} after, {accepted:.1} if every proposal were accepted"
        ))?;
    }
    if shifts.unplaced.0 != shifts.unplaced.1 {
        let (before, after) = (grouped(shifts.unplaced.0), grouped(shifts.unplaced.1));
        call.out.text(&format!("clients without a segment in the driving model: {before} before, {after} after"))?;
    }
    for (factor, clients) in &shifts.unused_scores {
        call.out.text(&format!("the scores of {factor} ({} clients) {stay} recorded and count no more", grouped(*clients)))?;
    }
    Ok(())
}

/// Whether two figures of hours differ in what is shown of them.
fn differ(one: f64, other: f64) -> bool {
    (one - other).abs() >= 0.05
}

/// Who would be proposed elsewhere, and the hours of each owner that change.
pub(super) fn tables(shifts: &Shifts, call: &mut Call) -> Result<(), Fault> {
    if !shifts.proposals.first.is_empty() {
        let mut table = Table::new(&["client", "owner", "segment", "proposed before", "proposed after", "drift"]);
        for item in shifts.proposals.first.iter().take(SHOWN).map(Elsewhere::of) {
            let none = |text: Option<&'_ str>| text.unwrap_or("none").to_owned();
            table.row([
                item.client.to_owned(),
                item.owner.unwrap_or_default().to_owned(),
                none(item.segment),
                none(item.proposed_before),
                none(item.proposed_after),
                if item.drift { "yes" } else { "" }.to_owned(),
            ]);
        }
        call.out.heading("Proposed elsewhere")?;
        call.out.table(&table)?;
        if shifts.proposals.first.len() > SHOWN {
            call.aside("more with --json");
        }
    }
    let moving = |hours: &HoursShift| differ(hours.before, hours.after) || differ(hours.after, hours.if_accepted);
    if shifts.hours.values().any(moving) {
        let mut table = Table::new(&["owner", "before", "after", "if proposals were accepted"]);
        for (owner, hours) in &shifts.hours {
            let owner = if owner.is_empty() { "nobody" } else { owner.as_str() };
            let figures = [hours.before, hours.after, hours.if_accepted].map(|hours| format!("{hours:.1}"));
            table.row([owner, &figures[0], &figures[1], &figures[2]]);
        }
        call.out.heading("Hours a quarter")?;
        call.out.table(&table)?;
    }
    Ok(())
}
