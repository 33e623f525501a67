//! What a change of settings, holidays or models moves: shown beforehand with `--dry-run`, counted in the answer without.

mod of_models;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};

use self::of_models::OfModels;
use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::cli::print::Table;
use crate::cli::progress::watched;
use crate::cli::shape::day;
use crate::domain::cadence::State;
use crate::domain::client::ClientId;
use crate::domain::command::Command;
use crate::domain::refusal::Refusal;
use crate::store::{Receipt, Shift, Shifts, Store, StoreError};

/// Rows shown to people.
const SHOWN: usize = 20;
/// Whether a change is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Going {
    /// It is done.
    Ahead,
    /// It is only shown.
    Dry,
}

impl Going {
    /// By the flag `--dry-run`.
    #[must_use]
    pub fn by(dry_run: bool) -> Self {
        if dry_run { Self::Dry } else { Self::Ahead }
    }
}

/// What a change moved, or would move.
#[derive(Debug)]
pub struct Moved {
    /// The entry that says it; none where nothing was written.
    pub receipt: Option<Receipt>,
    shifts: Shifts,
    going: Going,
    /// Why nothing had to be done, where everything is so already.
    nothing: Option<String>,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    about: &'a Map<String, Value>,
    dry_run: bool,
    summary: Option<&'a str>,
    seq: Option<i64>,
    dates: i64,
    states: i64,
    become_overdue: i64,
    states_before: BTreeMap<&'static str, i64>,
    states_after: BTreeMap<&'static str, i64>,
    items: Vec<Item<'a>>,
    /// Clocks moved in all; `items` are the first of them.
    total: i64,
    #[serde(flatten)]
    models: OfModels<'a>,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    client: &'a str,
    client_id: ClientId,
    owner: Option<&'a str>,
    kind: &'a str,
    due_before: Option<NaiveDate>,
    due_after: Option<NaiveDate>,
    state_before: Option<&'static str>,
    state_after: Option<&'static str>,
}

impl<'a> Item<'a> {
    fn of(shift: &'a Shift) -> Self {
        let date = |side: Option<(Option<NaiveDate>, State)>| side.and_then(|(date, _)| date);
        let state = |side: Option<(Option<NaiveDate>, State)>| side.map(|(_, state)| state.key());
        Self {
            client: &shift.name,
            client_id: shift.client,
            owner: shift.owner.as_deref(),
            kind: &shift.kind,
            due_before: date(shift.before),
            due_after: date(shift.after),
            state_before: state(shift.before),
            state_after: state(shift.after),
        }
    }
}

/// Does a change, or rehearses it, and says on a terminal how far that has come where it takes long.
pub fn carry_out(store: &Store, command: &Command, going: Going, call: &Call) -> Result<Moved, Fault> {
    Ok(tried(store, command, going, call)?)
}

/// As [`carry_out`]; that everything is so already is an answer, no mistake.
pub fn bring_about(store: &Store, command: &Command, going: Going, call: &Call) -> Result<Moved, Fault> {
    match tried(store, command, going, call) {
        Err(StoreError::Refused(Refusal::Nothing(why))) => {
            Ok(Moved { receipt: None, shifts: Shifts::default(), going, nothing: Some(format!("nothing changed: {why}")) })
        }
        done => Ok(done?),
    }
}

fn tried(store: &Store, command: &Command, going: Going, call: &Call) -> Result<Moved, StoreError> {
    let (receipt, shifts) = watched("recomputing", call, |watch| match going {
        Going::Dry => store.shifts(command, &call.stamp, watch).map(|shifts| (None, shifts)),
        Going::Ahead => store.execute_moving(command, &call.stamp, watch).map(|(receipt, shifts)| (Some(receipt), shifts)),
    })?;
    if going == Going::Ahead {
        for fault in store.ground().calendar_faults() {
            call.aside(&format!("warning: {fault}; dates there stay where they fall"));
        }
    }
    Ok(Moved { receipt, shifts, going, nothing: None })
}

impl Moved {
    /// Says what was done and what moved; `about` are further fields of the JSON document.
    pub fn answer(&self, about: &Map<String, Value>, json: bool, call: &mut Call) -> Result<(), Fault> {
        let summary = self.receipt.as_ref().map(|receipt| &receipt.summary).or(self.nothing.as_ref()).map(String::as_str);
        let shifts = &self.shifts;
        if json {
            return call.out.json(&Document {
                about,
                dry_run: self.going == Going::Dry,
                summary,
                seq: self.receipt.as_ref().map(|receipt| receipt.seq),
                dates: shifts.dates,
                states: shifts.states,
                become_overdue: shifts.become_overdue,
                states_before: keyed(&shifts.before),
                states_after: keyed(&shifts.after),
                items: shifts.first.iter().map(Item::of).collect(),
                total: shifts.clocks,
                models: OfModels::of(shifts),
            });
        }
        if let Some(nothing) = &self.nothing {
            return call.out.text(nothing);
        }
        let Some(summary) = summary else { return self.preview(call) };
        call.out.text(&format!("{summary}; {}", counted(shifts, "moved", "changed")))?;
        of_models::summary(shifts, self.going, call)
    }

    fn preview(&self, call: &mut Call) -> Result<(), Fault> {
        let shifts = &self.shifts;
        call.out.text(&format!("nothing was written; {}", counted(shifts, "would move", "would change")))?;
        of_models::summary(shifts, self.going, call)?;
        if shifts.states > 0 {
            call.out.text(&format!("  their states before: {}", states_in_words(&shifts.before)))?;
            call.out.text(&format!("  their states after: {}", states_in_words(&shifts.after)))?;
        }
        of_models::tables(shifts, call)?;
        if shifts.first.is_empty() {
            return Ok(());
        }
        if shifts.proposals.changed > 0 || !shifts.hours.is_empty() {
            call.out.heading("Reviews that move")?;
        }
        let mut table = Table::new(&["client", "kind", "due before", "due after", "state before", "state after", "owner"]);
        for item in shifts.first.iter().take(SHOWN).map(Item::of) {
            let state = |state: Option<&str>| state.map_or_else(|| "none".to_owned(), |state| state.replace('_', " "));
            table.row([
                item.client,
                item.kind,
                &day(item.due_before),
                &day(item.due_after),
                &state(item.state_before),
                &state(item.state_after),
                item.owner.unwrap_or_default(),
            ]);
        }
        call.out.table(&table)?;
        if shifts.first.len() > SHOWN {
            call.aside("more with --json");
        }
        Ok(())
    }
}

fn keyed(states: &BTreeMap<State, i64>) -> BTreeMap<&'static str, i64> {
    states.iter().map(|(state, n)| (state.key(), *n)).collect()
}

fn states_in_words(states: &BTreeMap<State, i64>) -> String {
    let said: Vec<String> =
        states.iter().map(|(state, n)| format!("{} {}", grouped(*n), state.key().replace('_', " "))).collect();
    if said.is_empty() { "none".to_owned() } else { said.join(", ") }
}

/// `12 due dates moved; 5 reviews changed their state, 3 of them to overdue`
fn counted(shifts: &Shifts, moved: &str, changed: &str) -> String {
    let dates = match shifts.dates {
        0 => format!("no due date {moved}"),
        1 => format!("1 due date {moved}"),
        n => format!("{} due dates {moved}", grouped(n)),
    };
    let states = match shifts.states {
        0 => return dates,
        1 => format!("1 review {changed} its state"),
        n => format!("{} reviews {changed} their state", grouped(n)),
    };
    let overdue = match shifts.become_overdue {
        0 => "none of them to overdue".to_owned(),
        n => format!("{} of them to overdue", grouped(n)),
    };
    format!("{dates}; {states}, {overdue}")
}

/// A count with commas between thousands.
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut said = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        said.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_in_groups_of_three() {
        for (n, said) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (100_000, "100,000"), (1_234_567, "1,234,567"), (-1_000, "-1,000")]
        {
            assert_eq!(grouped(n), said);
        }
    }

    #[test]
    fn the_answer_counts_dates_states_and_what_becomes_overdue() {
        let shifts = Shifts { dates: 1_200, states: 5, become_overdue: 3, ..Shifts::default() };
        assert_eq!(
            counted(&shifts, "moved", "changed"),
            "1,200 due dates moved; 5 reviews changed their state, 3 of them to overdue"
        );
        assert_eq!(counted(&Shifts::default(), "would move", "would change"), "no due date would move");
    }
}
