//! What a person does to clocks: book, snooze, skip, forgive, an own period, the dates of a plan (cadence.md C8–C10, C13–C15).

use chrono::NaiveDate;

use super::client::mark;
use super::review::clock_kind;
use super::{Facts, Plan, PlanError, clients_in_words, optional_note, refuse_nothing, required_note};
use crate::domain::cadence::{Clock, Mode};
use crate::domain::calendar::Period;
use crate::domain::change::{Change, Fact, Mark, MarkKind};
use crate::domain::client::{Client, ClientId};
use crate::domain::refusal::Refusal;
use crate::domain::spread::{FirstReview, Planned, Spread};
use crate::domain::stamp::Stamp;

/// One act on the clocks of a kind, for one client or several: one note, one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnClock {
    /// The clients.
    pub clients: Vec<ClientId>,
    /// The touchpoint kind; may be left out where the model has one.
    pub kind: Option<String>,
    /// What is done.
    pub act: ClockAct,
    /// Why; required for a snooze, a skip and a pardon.
    pub note: String,
}

/// What is done to a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockAct {
    /// A date is agreed with the client (C9).
    Book(NaiveDate),
    /// The agreed date is called off.
    Unbook,
    /// The clock is hidden until a date (C8).
    Snooze(NaiveDate),
    /// The snooze ends now.
    Wake,
    /// The open occurrence is closed without a review (C10).
    Skip,
    /// A held occurrence is let go (C14).
    Forgive,
}

/// A client's own periods (C15): for each kind the period that applies to it, or none to go by the segment again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPeriods {
    /// The client.
    pub client: ClientId,
    /// Kind and period.
    pub periods: Vec<(String, Option<Period>)>,
    /// The last day they apply; for good where none.
    pub until: Option<NaiveDate>,
    /// Why; required where a period is set.
    pub note: String,
}

/// First reviews with the dates of an accepted plan (C13).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlanFirst {
    /// Client, kind and date.
    pub dates: Vec<(ClientId, String, NaiveDate)>,
}

impl ClockAct {
    /// The word for it, as the command line has it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Book(_) | Self::Unbook => "book",
            Self::Snooze(_) | Self::Wake => "snooze",
            Self::Skip => "skip",
            Self::Forgive => "forgive",
        }
    }

    const fn needs_note(self) -> bool {
        match self {
            Self::Snooze(_) | Self::Skip | Self::Forgive => true,
            Self::Book(_) | Self::Unbook | Self::Wake => false,
        }
    }

    const fn mark(self) -> (MarkKind, Option<NaiveDate>) {
        match self {
            Self::Book(date) => (MarkKind::Book, Some(date)),
            Self::Unbook => (MarkKind::Book, None),
            Self::Snooze(until) => (MarkKind::Snooze, Some(until)),
            Self::Wake => (MarkKind::Snooze, None),
            Self::Skip => (MarkKind::Skip, None),
            Self::Forgive => (MarkKind::Forgive, None),
        }
    }

    /// Whether it may be done to a clock today.
    fn may(self, clock: &Clock, today: NaiveDate) -> Result<(), Refusal> {
        match self {
            Self::Book(date) => clock.may_book(today, date),
            Self::Unbook if clock.booked_on.is_none() => Err(Refusal::Nothing(format!("{} is not booked", clock.kind))),
            Self::Snooze(until) => clock.may_snooze(today, until),
            Self::Wake if clock.snoozed_until.is_none_or(|until| until <= today) => {
                Err(Refusal::Nothing(format!("{} is not snoozed", clock.kind)))
            }
            Self::Unbook | Self::Wake => Ok(()),
            Self::Skip => clock.may_skip(),
            Self::Forgive => clock.may_forgive(),
        }
    }

    /// What was done, in words.
    fn summary(self, kind: &str, whom: &str) -> String {
        match self {
            Self::Book(date) => format!("booked {kind} of {whom} on {date}"),
            Self::Unbook => format!("called off the booking of {kind} of {whom}"),
            Self::Snooze(until) => format!("snoozed {kind} of {whom} until {until}"),
            Self::Wake => format!("ended the snooze of {kind} of {whom}"),
            Self::Skip => format!("skipped {kind} of {whom}"),
            Self::Forgive => format!("forgave {kind} of {whom}"),
        }
    }
}

impl OnClock {
    pub(super) fn plan(&self, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
        let note = if self.act.needs_note() { required_note(&self.note)? } else { optional_note(&self.note)? };
        let kind = clock_kind(&*facts.model(None)?, self.kind.as_deref())?;
        let mut changes = Vec::with_capacity(self.clients.len());
        let mut only = String::new();
        for client in &self.clients {
            let found = not_archived(facts.client(*client)?)?;
            let clock = clock_of(facts, *client, &kind, stamp.today)?;
            self.act.may(&clock, stamp.today).map_err(|refusal| named(refusal, &found, self.clients.len()))?;
            only = found.name;
            let (what, date) = self.act.mark();
            let made = mark(facts.new_id(), *client, what, note.clone(), stamp);
            changes.push(Change::make(Fact::Mark(Mark { kind: Some(kind.clone()), date, ..made })));
        }
        let whom = if self.clients.len() == 1 { only } else { clients_in_words(self.clients.len()) };
        refuse_nothing(Plan { kind: self.act.word(), summary: self.act.summary(&kind, &whom), changes })
    }
}

/// The mark of a next date agreed in a review that is logged in the same step.
pub(super) fn booked_in_review(
    client: ClientId,
    kind: &str,
    date: NaiveDate,
    facts: &dyn Facts,
    stamp: &Stamp,
) -> Result<Change, PlanError> {
    clock_of(facts, client, kind, stamp.today)?.may_book(stamp.today, date)?;
    let made = mark(facts.new_id(), client, MarkKind::Book, String::new(), stamp);
    Ok(Change::make(Fact::Mark(Mark { kind: Some(kind.to_owned()), date: Some(date), ..made })))
}

impl OwnPeriods {
    pub(super) fn plan(&self, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
        let sets = self.periods.iter().any(|(_, every)| every.is_some());
        let note = if sets { required_note(&self.note)? } else { optional_note(&self.note)? };
        if let Some(until) = self.until.filter(|until| *until < stamp.today) {
            let (why, hint) = ("lies in the past", "name the last day the period applies, or leave it out");
            return Err(Refusal::WrongDate { date: until, why, hint }.into());
        }
        let client = not_archived(facts.client(self.client)?)?;
        let model = facts.model(None)?;
        let mut changes = Vec::with_capacity(self.periods.len());
        let mut said = Vec::with_capacity(self.periods.len());
        for (kind, every) in &self.periods {
            let kind = clock_kind(&model, Some(kind))?;
            if every.is_none() && !facts.has_own_period(client.id, &kind, stamp.today)? {
                return Err(Refusal::Nothing(format!("{kind} of {} goes by its segment already", client.name)).into());
            }
            said.push(match (every, self.until) {
                (Some(every), Some(until)) => format!("{kind} every {every} until {until}"),
                (Some(every), None) => format!("{kind} every {every}"),
                (None, _) => format!("{kind} by its segment again"),
            });
            let made = mark(facts.new_id(), self.client, MarkKind::Override, note.clone(), stamp);
            let date = self.until.filter(|_| every.is_some());
            changes.push(Change::make(Fact::Mark(Mark { kind: Some(kind), every: *every, date, ..made })));
        }
        if changes.is_empty() {
            return Err(Refusal::Nothing("no period was named".to_owned()).into());
        }
        let summary = format!("{}: {}", client.name, said.join(", "));
        Ok(Plan { kind: "period", summary, changes })
    }
}

impl PlanFirst {
    /// The dates of a plan for the reviews it was made of.
    #[must_use]
    pub fn of(reviews: &[FirstReview], spread: &Spread) -> Self {
        let date = |planned: &Planned| {
            let review = &reviews[planned.review];
            (review.client, review.kind.clone(), planned.on)
        };
        Self { dates: spread.planned.iter().map(date).collect() }
    }

    pub(super) fn plan(&self, facts: &dyn Facts, stamp: &Stamp) -> Result<Plan, PlanError> {
        let mut changes = Vec::with_capacity(self.dates.len());
        let mut clients: Vec<ClientId> = Vec::with_capacity(self.dates.len());
        for (client, kind, date) in &self.dates {
            if *date < stamp.today {
                let hint = "plan again";
                return Err(Refusal::WrongDate { date: *date, why: "lies in the past", hint }.into());
            }
            let found = not_archived(facts.client(*client)?)?;
            let clock = clock_of(facts, *client, kind, stamp.today)?;
            if clock.mode != Mode::Running || !clock.first_review || clock.held {
                let what = format!("{kind} of {} is no first review that waits for a date", found.name);
                return Err(Refusal::Barred { what, hint: "plan again".to_owned() }.into());
            }
            if facts.is_planned(*client, kind, stamp.today)? {
                let what = format!("{kind} of {} has its date from an earlier plan or a skip", found.name);
                return Err(Refusal::Barred { what, hint: "plan again: it is left out".to_owned() }.into());
            }
            clients.push(*client);
            let made = mark(facts.new_id(), *client, MarkKind::Plan, String::new(), stamp);
            changes.push(Change::make(Fact::Mark(Mark { kind: Some(kind.clone()), date: Some(*date), ..made })));
        }
        if changes.is_empty() {
            return Err(Refusal::Nothing("there is no first review to plan".to_owned()).into());
        }
        clients.sort_unstable();
        clients.dedup();
        let reviews = if changes.len() == 1 { "1 first review".to_owned() } else { format!("{} first reviews", changes.len()) };
        let summary = format!("planned {reviews} of {}", clients_in_words(clients.len()));
        Ok(Plan { kind: "plan", summary, changes })
    }
}

/// The clock of one kind; refused where the driving model asks for no such kind.
fn clock_of(facts: &dyn Facts, client: ClientId, kind: &str, today: NaiveDate) -> Result<Clock, PlanError> {
    let clocks = facts.clocks(client, today)?;
    let found = clocks.into_iter().find(|clock| clock.kind == kind);
    let hint = "no segment of the driving model asks for it";
    found.ok_or_else(|| Refusal::NotFound { what: "kind of review", name: kind.to_owned(), hint: hint.to_owned() }.into())
}

fn not_archived(client: Client) -> Result<Client, Refusal> {
    match client.archived_on {
        Some(since) => Err(Refusal::Archived { client: client.name, since }),
        None => Ok(client),
    }
}

/// Says whose clock refused, where several clients were named.
fn named(refusal: Refusal, client: &Client, of: usize) -> Refusal {
    if of == 1 {
        return refusal;
    }
    let hint = refusal.hint().unwrap_or_default();
    Refusal::Barred { what: format!("{}: {refusal}", client.name), hint }
}
