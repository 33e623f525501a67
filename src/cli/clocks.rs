//! The clocks of a client as the verbs answer with them: the next date, what marks it, and why.

use chrono::NaiveDate;
use serde::Serialize;

use super::call::Call;
use super::fault::Fault;
use super::shape::ClockItem;
use crate::domain::cadence::State;
use crate::domain::client::ClientId;
use crate::domain::command::{ClockAct, Command, OnClock};
use crate::domain::review::ReviewId;
use crate::store::{ClientPage, ClockOn, ClockRow, Receipt, Store};

/// What a verb answers in JSON.
#[derive(Debug, Serialize)]
struct Document<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    review_id: Option<ReviewId>,
    client: &'a str,
    client_id: ClientId,
    summary: &'a str,
    seq: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<NaiveDate>,
    clocks: Vec<ClockItem<'a>>,
}

/// What was done to a client, for the answer.
#[derive(Debug, Clone, Copy)]
pub struct Done<'a> {
    /// The client.
    pub client: ClientId,
    /// The entry that says it.
    pub receipt: &'a Receipt,
    /// The review it is about, if any.
    pub review: Option<ReviewId>,
    /// The date that was understood, if one was given.
    pub date: Option<NaiveDate>,
}

impl Done<'_> {
    /// Says what was done and where the client's clocks stand now.
    pub fn answer(&self, store: &Store, json: bool, call: &mut Call) -> Result<(), Fault> {
        let page = store.page(self.client, call.today())?;
        let summary = self.receipt.summary.as_str();
        if json {
            return call.out.json(&Document {
                review_id: self.review,
                client: &page.client.name,
                client_id: self.client,
                summary,
                seq: self.receipt.seq,
                date: self.date,
                clocks: items(&page, call.today()),
            });
        }
        match self.review {
            Some(id) => call.out.text(&format!("{summary} (review {id})"))?,
            None => call.out.text(summary)?,
        }
        if let Some(date) = self.date {
            let working = store.ground().settings_for(page.client.owner.as_deref()).calendar.is_working(date);
            call.out.text(&format!("  {}", date_in_words(date, call.today(), working)))?;
        }
        print(&page, call)
    }
}

/// One act on a clock of one client, as given on the command line.
#[derive(Debug)]
pub struct Verb {
    /// The client as named.
    pub client: String,
    /// The kind of review as named.
    pub kind: Option<String>,
    /// What is done.
    pub act: ClockAct,
    /// Why.
    pub note: String,
    /// Whether the answer is JSON.
    pub json: bool,
}

impl Verb {
    /// Does it and answers.
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let client = store.find(&self.client)?;
        let command = Command::Clock(OnClock { clients: vec![client], kind: self.kind, act: self.act, note: self.note });
        let receipt = store.execute(&command, &call.stamp)?;
        let date = match self.act {
            ClockAct::Book(date) | ClockAct::Snooze(date) => Some(date),
            ClockAct::Unbook | ClockAct::Wake | ClockAct::Skip | ClockAct::Forgive => None,
        };
        Done { client, receipt: &receipt, review: None, date }.answer(&store, self.json, call)
    }
}

/// The clocks of a client in JSON.
#[must_use]
pub fn items(page: &ClientPage, today: NaiveDate) -> Vec<ClockItem<'_>> {
    page.clocks.iter().map(|clock| ClockItem::of(&clock.row, clock.why.clone(), today)).collect()
}

/// The clocks of a client, one a line.
pub fn print(page: &ClientPage, call: &mut Call) -> Result<(), Fault> {
    page.clocks.iter().try_for_each(|clock| call.out.text(&format!("  {}", in_words(clock, call.today()))))
}

/// `QBR: next due 2026-07-14, snoozed until 2026-07-01. held 2026-04-14 + 3 months …`
#[must_use]
pub fn in_words(clock: &ClockRow, today: NaiveDate) -> String {
    let at = &clock.row.clock;
    let state = at.state.key().replace('_', " ");
    let due = match at.clock.effective {
        Some(day) if at.state == State::Overdue => format!("due since {day}, {state}"),
        Some(day) if at.state == State::Upcoming => format!("next due {day}, {state}"),
        Some(day) if day <= today => format!("due since {day}"),
        Some(day) => format!("next due {day}"),
        None => state,
    };
    let mut said = vec![due];
    said.extend(notes(at, today));
    format!("{}: {}. {}", at.clock.kind, said.join(", "), clock.why)
}

/// What marks a clock: booked and snoozed, first, held, accelerated, periods missed.
#[must_use]
pub fn notes(at: &ClockOn, today: NaiveDate) -> Vec<String> {
    let clock = &at.clock;
    let mut notes = Vec::new();
    if clock.first_review && at.state != State::AsNeeded {
        notes.push("first review".to_owned());
    }
    match clock.booked_on {
        Some(_) if clock.missed_booking(today) => notes.push("missed booking".to_owned()),
        Some(on) => notes.push(format!("booked {on}")),
        None => {}
    }
    if clock.booked_late() {
        notes.push("booked late".to_owned());
    }
    match (clock.snoozed_until.filter(|until| today < *until), clock.snooze_count) {
        (Some(until), 0 | 1) => notes.push(format!("snoozed until {until}")),
        (Some(until), count) => notes.push(format!("snoozed {count}× until {until}")),
        (None, 0) => {}
        (None, count) => notes.push(format!("snoozed {count}×")),
    }
    if clock.accelerated {
        notes.push("accelerated".to_owned());
    }
    if clock.held {
        notes.push("held".to_owned());
    }
    match at.periods_missed {
        0 => {}
        1 => notes.push("1 period missed".to_owned()),
        missed => notes.push(format!("{missed} periods missed")),
    }
    notes
}

/// `2026-12-01 is a Tuesday, in 169 days`
fn date_in_words(date: NaiveDate, today: NaiveDate, working: bool) -> String {
    let away = match (date - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    };
    let off = if working { "" } else { ", not a working day" };
    format!("{date} is a {}, {away}{off}", date.format("%A"))
}
