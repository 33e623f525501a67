//! A change in words: what became of which fact, with the note that says why.

use std::collections::HashSet;

use super::sessions::{self, Names};
use crate::console::canvas::Look;
use crate::domain::change::{BookModel, Change, Fact, HolidayCalendar, Mark};
use crate::domain::client::{Client, Field};
use crate::domain::model::Model;
use crate::domain::placement::{Decision, How};
use crate::domain::review::{Review, Sentiment};

/// What stands for something hidden.
pub(super) const HIDDEN: &str = "\u{2022}\u{2022}\u{2022}";

/// What a change did, a sentence each; nothing where another change of the same entry says it already.
#[must_use]
pub fn sentences(change: &Change, model: &Model, names: &Names, look: &Look) -> Vec<String> {
    let said = match (change.before(), change.after()) {
        (Some(Fact::Client(before)), Some(Fact::Client(after))) => edited(before, after, look),
        (Some(Fact::Review(before)), Some(Fact::Review(after))) => vec![revoked(before, after, look)],
        (Some(Fact::Setting(before)), Some(Fact::Setting(after))) => {
            vec![format!("{}: {} \u{2192} {}", after.key, before.value, after.value)]
        }
        (Some(Fact::Calendar(before)), Some(Fact::Calendar(after))) => holidays(before, after, look),
        (Some(Fact::Model(before)), Some(Fact::Model(after))) => edited_model(before, after),
        (Some(Fact::Session(before)), Some(Fact::Session(after))) => sessions::session(Some(before), after, look),
        (Some(Fact::Item(before)), Some(Fact::Item(after))) => sessions::item(Some(before), after, model, names, look),
        (_, _) => plain(change.fact(), model, names, look),
    };
    // Only what made a row can be taken back so that the row is gone.
    if change.after().is_none() { said.into_iter().map(|said| format!("gone again: {said}")).collect() } else { said }
}

fn plain(fact: &Fact, model: &Model, names: &Names, look: &Look) -> Vec<String> {
    match fact {
        Fact::Client(client) => made(client, look),
        // The decision beside it says the same, and why.
        Fact::Placement(_) => Vec::new(),
        Fact::Decision(decision) => decided(decision, model, names, look),
        Fact::Score(score) => vec![format!("scored {}: {}", score.factor, score.value)],
        Fact::Review(review) => reviewed(review, look),
        Fact::Action(action) => match action.done_on {
            Some(on) => vec![format!("action done {}: {}", look.formats.date(on), action.text)],
            None => vec![format!("open action: {}", action.text)],
        },
        Fact::Mark(mark) => marked(mark, look),
        Fact::Setting(setting) => vec![format!("{}: {}", setting.key, setting.value)],
        Fact::Model(model) => vec![format!("model {}", model.key)],
        Fact::Session(session) => sessions::session(None, session, look),
        Fact::Item(item) => sessions::item(None, item, model, names, look),
        // What somebody thought before is blind until it is revealed; the summary of the entry says whose it is.
        Fact::Opinion(_) => Vec::new(),
        Fact::Calendar(calendar) => vec![format!("calendar {}: {} days off", calendar.name, calendar.days.len())],
    }
}

/// Which days off came and went, up to a handful by name.
fn holidays(before: &HolidayCalendar, after: &HolidayCalendar, look: &Look) -> Vec<String> {
    const NAMED: usize = 10;
    let named = |sign: &str, of: &HolidayCalendar, other: &HolidayCalendar| -> Vec<String> {
        let differ = of.days.iter().filter(|(day, _)| !other.days.contains_key(day));
        let mut said: Vec<String> =
            differ.clone().take(NAMED).map(|(day, name)| format!("{sign} {} {name}", look.formats.date(*day))).collect();
        let more = differ.count().saturating_sub(NAMED);
        said.extend((more > 0).then(|| format!("{sign} {more} more days off")));
        said
    };
    let mut said = vec![format!("calendar {}: {} \u{2192} {} days off", after.name, before.days.len(), after.days.len())];
    said.extend(named("+", after, before));
    said.extend(named("\u{2212}", before, after));
    said
}

/// Which lines of a model's file came and went, up to a screenful; and whether it drives the cadence.
fn edited_model(before: &BookModel, after: &BookModel) -> Vec<String> {
    const LINES: usize = 24;
    let only = |of: &str, other: &str| -> Vec<String> {
        let kept: HashSet<&str> = other.lines().map(str::trim).collect();
        of.lines().map(str::trim).filter(|line| !line.is_empty() && !kept.contains(line)).map(str::to_owned).collect()
    };
    let mut said = vec![format!("model {}", after.key)];
    match (before.driving, after.driving) {
        (false, true) => said.push("sets the cadence from now on".to_owned()),
        (true, false) => said.push("no longer sets the cadence".to_owned()),
        (false, false) | (true, true) => {}
    }
    if before.evaluated_on != after.evaluated_on {
        said.extend(after.evaluated_on.map(|on| format!("looked at whether it still fits on {on}")));
    }
    let gone = only(&before.toml, &after.toml).into_iter().map(|line| format!("\u{2212} {line}"));
    let come = only(&after.toml, &before.toml).into_iter().map(|line| format!("+ {line}"));
    let lines: Vec<String> = gone.chain(come).collect();
    let more = lines.len().saturating_sub(LINES);
    said.extend(lines.into_iter().take(LINES));
    said.extend((more > 0).then(|| format!("and {more} more lines")));
    said
}

fn value(client: &Client, field: Field, look: &Look) -> String {
    let value = client.get(field);
    match field {
        Field::Arr | Field::Mrr | Field::Notes if look.presenter && !value.is_empty() => HIDDEN.to_owned(),
        _ if value.is_empty() => "nothing".to_owned(),
        _ => value,
    }
}

fn made(client: &Client, look: &Look) -> Vec<String> {
    let given = Field::ALL.into_iter().filter(|field| !client.get(*field).is_empty());
    given.map(|field| format!("{}: {}", field.words(), value(client, field, look))).collect()
}

fn edited(before: &Client, after: &Client, look: &Look) -> Vec<String> {
    let differ = Field::ALL.into_iter().filter(|field| before.get(*field) != after.get(*field));
    let mut said: Vec<String> = differ
        .map(|field| format!("{}: {} \u{2192} {}", field.words(), value(before, field, look), value(after, field, look)))
        .collect();
    match (before.archived_on, after.archived_on) {
        (None, Some(on)) => said.push(format!("archived {}", look.formats.date(on))),
        (Some(_), None) => said.push("back from the archive".to_owned()),
        (None, None) | (Some(_), Some(_)) => {}
    }
    match (before.paused_on, after.paused_on) {
        (None, Some(on)) => said.push(format!("paused {}", look.formats.date(on))),
        (Some(_), None) => said.push("resumed".to_owned()),
        (None, None) | (Some(_), Some(_)) => {}
    }
    said
}

fn note(text: &str, look: &Look) -> Option<String> {
    (!text.is_empty()).then(|| if look.presenter { format!("note: {HIDDEN}") } else { format!("note: {text}") })
}

fn decided(decision: &Decision, model: &Model, names: &Names, look: &Look) -> Vec<String> {
    let name = |key: &Option<String>| match key.as_deref() {
        Some(key) => crate::console::screens::client::words::segment(model, key),
        None => "no segment".to_owned(),
    };
    let to = name(&decision.to);
    let what = match decision.how {
        How::Start => format!("in {to} since {}", look.formats.date(decision.on)),
        How::Move => format!("moved: {} \u{2192} {to}", name(&decision.from)),
        How::Place => format!("placed in {to}"),
        How::Confirm => format!("confirmed in {to}"),
    };
    let mut said = vec![what];
    said.extend(note(&decision.note, look));
    said.extend(decision.reason.as_ref().map(|reason| format!("reason: {reason}")));
    said.extend(decision.authorised_by.as_ref().map(|by| format!("authorised by {by}")));
    said.extend(decision.session.map(|session| format!("decided in session {}", sessions::called(session, names))));
    said
}

fn reviewed(review: &Review, look: &Look) -> Vec<String> {
    let mut said = vec![format!("{} held {}", review.kind, look.formats.date(review.held_on))];
    let texts =
        [("outcome", &review.outcome), ("note", &review.note), ("decisions", &review.decisions), ("risks", &review.risks)];
    for (label, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        said.push(format!("{label}: {}", if look.presenter { HIDDEN } else { text }));
    }
    if !review.attendees.is_empty() {
        said.push(format!("attendees: {}", review.attendees));
    }
    if let Some(sentiment) = review.sentiment {
        let mood = match sentiment {
            Sentiment::Positive => "positive",
            Sentiment::Neutral => "neutral",
            Sentiment::Negative => "negative",
        };
        said.push(format!("sentiment: {}", if look.presenter { HIDDEN } else { mood }));
    }
    said
}

fn revoked(before: &Review, after: &Review, look: &Look) -> String {
    let held = format!("{} held {}", after.kind, look.formats.date(after.held_on));
    match (&before.voided, &after.voided) {
        (_, Some(_)) if look.presenter => format!("{held} voided: {HIDDEN}"),
        (_, Some(why)) => format!("{held} voided: {why}"),
        (_, None) => format!("{held} counts again"),
    }
}

fn marked(mark: &Mark, look: &Look) -> Vec<String> {
    let mut said = vec![mark.in_words(|day| look.formats.date(day))];
    said.extend(note(&mark.note, look));
    said
}
