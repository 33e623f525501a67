//! The story of the sample book as acts: who does what on which day, in the order of time.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, TimeZone, Weekday};

use super::Known;
use super::script::{self, ActionLine, Client, LEAD, Line};
use crate::domain::cadence::Leaving;
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{
    ActionDraft, AddClient, ClockAct, Command, Destination, EditClient, LogReview, Move, OnClock, OwnPeriods, ScoreClient,
    StillRight,
};
use crate::domain::review::Sentiment;
use crate::domain::stamp::Stamp;

/// The factors in the order in which the script scores them: maturity, then appetite.
const FACTORS: [&str; 6] = ["standardization", "stability", "proactivity", "engagement", "feedback", "goals"];

/// One command of the story with its stamp.
pub struct Act {
    pub stamp: Stamp,
    pub deed: Deed,
}

/// What somebody does.
pub enum Deed {
    Add(Arc<Client>),
    Place { clients: Vec<(String, String)>, note: String },
    Score { client: Arc<Client>, values: [u8; 6] },
    Review { client: Arc<Client>, line: Arc<Line> },
    Move { client: Arc<Client>, line: Arc<Line>, to: String },
    Confirm { clients: Vec<String>, why: String },
    Edit { client: Arc<Client>, line: Arc<Line> },
    Archive { client: Arc<Client>, note: String },
    Clock { client: Arc<Client>, line: Arc<Line> },
    Settle { client: Arc<Client>, ago: u32, nth: usize },
    Capacity { owner: String, hours: u32 },
}

/// A deed before it has its stamp.
struct Cue {
    ago: u32,
    by: String,
    deed: Deed,
}

/// The whole story, the earliest act first.
pub fn story(today: NaiveDate, now: DateTime<FixedOffset>) -> Vec<Act> {
    let script = script::read();
    let mut cues = Vec::new();
    let cue = |ago, by: &str, deed| Cue { ago, by: by.to_owned(), deed };
    for (owner, hours) in script.book.capacity {
        cues.push(cue(script.book.begun, LEAD, Deed::Capacity { owner, hours }));
    }
    let placed = script.clients.iter().filter_map(|client| Some((client.id.clone(), client.first.clone()?))).collect();
    for client in script.clients {
        cast(client, script.book.begun, &mut cues);
    }
    cues.push(cue(script.book.placed, LEAD, Deed::Place { clients: placed, note: script.book.placing_note }));
    for told in script.book.confirmations {
        cues.push(cue(told.ago, LEAD, Deed::Confirm { clients: told.clients, why: told.why }));
    }
    stamped(cues, today, now)
}

/// A client's part of the story.
fn cast(mut client: Client, begun: u32, cues: &mut Vec<Cue>) {
    let log = std::mem::take(&mut client.log);
    let added = client.added.unwrap_or(begun);
    let client = Arc::new(client);
    let mut push = |ago, by: &str, deed| cues.push(Cue { ago, by: by.to_owned(), deed });
    let adder = if client.added.is_some() { client.owner.as_str() } else { LEAD };
    push(added, adder, Deed::Add(client.clone()));
    if let Some(values) = client.scores {
        push(added - 1, &client.owner, Deed::Score { client: client.clone(), values });
    }
    for line in log {
        let by = line.by.as_deref().unwrap_or(&client.owner).to_owned();
        let line = Arc::new(line);
        let deed = deed_of(&client, &line);
        push(line.ago, &by, deed);
        for (nth, action) in line.actions.iter().enumerate() {
            let Some(done) = action.done else { continue };
            let settle = Deed::Settle { client: client.clone(), ago: line.ago, nth };
            push(line.ago - done, &by, settle);
        }
    }
}

fn deed_of(client: &Arc<Client>, line: &Arc<Line>) -> Deed {
    let client = client.clone();
    if line.review.is_some() {
        return Deed::Review { client, line: line.clone() };
    }
    if let Some(to) = line.to.clone() {
        return Deed::Move { client, line: line.clone(), to };
    }
    if let Some(why) = line.confirm.clone() {
        return Deed::Confirm { clients: vec![client.id.clone()], why };
    }
    if let Some(note) = line.archive.clone() {
        return Deed::Archive { client, note };
    }
    let clock =
        line.book.is_some() || line.snooze.is_some() || line.skip.is_some() || line.pause.is_some() || line.period.is_some();
    if clock {
        return Deed::Clock { client, line: line.clone() };
    }
    match line.scores {
        Some(values) => Deed::Score { client, values },
        None => Deed::Edit { client, line: line.clone() },
    }
}

/// Gives every cue its day and time of day: weekends fall back to the Friday, one act follows the other within a day.
fn stamped(mut cues: Vec<Cue>, today: NaiveDate, now: DateTime<FixedOffset>) -> Vec<Act> {
    // Stable: what is written first happens first.
    cues.sort_by_key(|cue| std::cmp::Reverse(cue.ago));
    let morning = NaiveTime::from_hms_opt(8, 50, 0).expect("ten to nine is a time");
    let mut acts: Vec<Act> = Vec::with_capacity(cues.len());
    let mut nth = 0;
    for Cue { ago, by, deed } in cues {
        let day = working_day(today.checked_sub_days(Days::new(u64::from(ago))).unwrap_or(NaiveDate::MIN));
        nth = if acts.last().is_some_and(|last| last.stamp.today == day) { nth + 1 } else { 0 };
        // Even the first day, with everybody added, ends before midnight.
        let at = day.and_time(morning) + TimeDelta::minutes(if nth < 40 { 11 * nth } else { 400 + nth });
        let at = now.offset().from_local_datetime(&at).single().unwrap_or(now);
        acts.push(Act { stamp: Stamp { now: at, today: day, by }, deed });
    }
    acts
}

/// The day itself, or the Friday before a weekend.
fn working_day(day: NaiveDate) -> NaiveDate {
    let back = match day.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => 0,
    };
    day.checked_sub_days(Days::new(back)).unwrap_or(day)
}

impl Deed {
    /// The command that does it on a day.
    pub(super) fn command(&self, known: &Known, day: NaiveDate, opened: NaiveDate) -> Command {
        match self {
            Self::Add(client) => Command::Add(AddClient { fields: fields(client, opened) }),
            Self::Place { clients, note } => Command::Place {
                clients: clients.iter().map(|(id, segment)| (known.client(id), segment.clone())).collect(),
                model: None,
                note: note.clone(),
            },
            Self::Score { client, values } => {
                Command::Score(ScoreClient { clients: vec![known.client(&client.id)], model: None, values: scores(values) })
            }
            Self::Review { client, line } => Command::Review(review(known.client(&client.id), line, day)),
            Self::Move { client, line, to } => Command::Move(Move {
                clients: vec![known.client(&client.id).into()],
                model: None,
                to: Destination::To(to.clone()),
                note: line.why.clone(),
                reason: line.reason.clone(),
                authorised_by: line.authorised.clone(),
                leaving: if line.forgive { Leaving::Forgive } else { Leaving::Hold },
            }),
            Self::Confirm { clients, why } => Command::Confirm {
                clients: clients.iter().map(|id| known.client(id).into()).collect(),
                model: None,
                note: why.clone(),
            },
            Self::Edit { client, line } => {
                Command::Edit(EditClient { client: known.client(&client.id), seen: None, fields: edited(line) })
            }
            Self::Archive { client, note } => Command::Archive { client: known.client(&client.id), note: note.clone() },
            Self::Clock { client, line } => clock(known.client(&client.id), line, day),
            Self::Settle { client, ago, nth } => {
                Command::SettleAction { action: known.action(&client.id, *ago, *nth), done_on: Some(day) }
            }
            Self::Capacity { owner, hours } => Command::Set { key: format!("capacity.{owner}"), value: hours.to_string() },
        }
    }
}

fn fields(client: &Client, opened: NaiveDate) -> Vec<(Field, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let ahead = client.renews.and_then(|days| opened.checked_add_days(Days::new(u64::from(days))));
    let since = client.onboarded.and_then(|days| opened.checked_sub_days(Days::new(u64::from(days))));
    let all = [
        (Field::Name, client.name.clone()),
        (Field::ExternalId, client.id.clone()),
        (Field::Owner, client.owner.clone()),
        (Field::Arr, client.arr.to_string()),
        (Field::Currency, text(&client.currency)),
        (Field::Stage, client.stage.clone()),
        (Field::Industry, client.industry.clone()),
        (Field::Goal, text(&client.goal)),
        (Field::Champion, text(&client.champion)),
        (Field::Measures, client.measures.clone()),
        (Field::RenewalOn, ahead.map_or_else(String::new, |day| day.to_string())),
        (Field::OnboardedOn, since.map_or_else(String::new, |day| working_day(day).to_string())),
        (Field::Tags, client.tags.join("; ")),
        (Field::Notes, client.notes.clone()),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn edited(line: &Line) -> Vec<(Field, String)> {
    let field = |key: &String| Field::of(key).expect("the script edits fields that exist");
    line.edit.iter().map(|(key, value)| (field(key), value.clone())).collect()
}

fn scores(values: &[u8; 6]) -> Vec<(String, u8)> {
    let scored = FACTORS.iter().zip(values).filter(|(_, value)| **value > 0);
    scored.map(|(factor, value)| ((*factor).to_owned(), *value)).collect()
}

fn review(client: ClientId, line: &Line, held_on: NaiveDate) -> LogReview {
    let still_right = match (&line.to, &line.confirm) {
        (Some(to), _) => StillRight::Moved { to: to.clone(), note: line.why.clone(), reason: line.reason.clone() },
        (None, Some(why)) => StillRight::Confirmed { note: why.clone() },
        (None, None) => StillRight::NotAsked,
    };
    LogReview {
        kind: line.kind.clone(),
        outcome: line.review.clone().unwrap_or_default(),
        note: line.note.clone(),
        attendees: line.with.clone(),
        decisions: line.decided.clone(),
        risks: line.risks.clone(),
        sentiment: line.mood.as_deref().map(|mood| match mood {
            "good" => Sentiment::Positive,
            "bad" => Sentiment::Negative,
            _ => Sentiment::Neutral,
        }),
        actions: line.actions.iter().map(|action| draft(action, held_on)).collect(),
        scores: line.scores.as_ref().map(scores).unwrap_or_default(),
        still_right,
        ..LogReview::held(client, held_on)
    }
}

/// What somebody does about a client's clock.
fn clock(client: ClientId, line: &Line, day: NaiveDate) -> Command {
    let later = |days: u32| day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day);
    let on_clock = |act, note: &str| Command::Clock(OnClock { clients: vec![client], kind: None, act, note: note.to_owned() });
    if let Some(days) = line.book {
        return on_clock(ClockAct::Book(working_day(later(days))), &line.why);
    }
    if let Some(days) = line.snooze {
        return on_clock(ClockAct::Snooze(later(days)), &line.why);
    }
    if let Some(why) = &line.skip {
        return on_clock(ClockAct::Skip, why);
    }
    if let Some(own) = &line.period {
        let periods = vec![("Review".to_owned(), Some(own.every))];
        return Command::OwnPeriods(OwnPeriods { client, periods, until: Some(later(own.days)), note: line.why.clone() });
    }
    Command::Pause { clients: vec![client], note: line.pause.clone().unwrap_or_default() }
}

fn draft(action: &ActionLine, held_on: NaiveDate) -> ActionDraft {
    let due_on = action.due.and_then(|days| held_on.checked_add_days(Days::new(u64::from(days)))).map(working_day);
    ActionDraft { text: action.what.clone(), owner: action.who.clone(), due_on }
}
