//! A client's standing in words: state of a clock, segment and its confirmation, what the scores propose.

use chrono::NaiveDate;

use crate::console::canvas::Look;
use crate::console::formats::{ago, until};
use crate::domain::cadence::{Mode, State};
use crate::domain::calendar::Period;
use crate::domain::client::Client;
use crate::domain::measure::Measure;
use crate::domain::model::Model;
use crate::domain::reckoning::{Given, ReckonedFactor, Words, plainly};
use crate::domain::verdict::Verdict;
use crate::store::{ClientPage, ClockOn, ClockRow, StandsIn};

/// A state of a clock in words.
#[must_use]
pub const fn state(state: State) -> &'static str {
    match state {
        State::Overdue => "overdue",
        State::Due => "due",
        State::Upcoming => "upcoming",
        State::NotDue => "not due yet",
        State::Booked => "booked",
        State::Snoozed => "snoozed",
        State::AsNeeded => "as needed",
        State::Paused => "paused",
    }
}

/// Periods missed, of a clock that is late. One that a move gave a date ahead has missed nothing yet, whatever its anchor.
#[must_use]
pub const fn missed(on: &ClockOn) -> u32 {
    if on.days_late == 0 { 0 } else { on.periods_missed }
}

/// What else is to be said of a clock, in a few words each: missed periods, marks, snoozes, the booking.
#[must_use]
pub fn remarks(on: &ClockOn, look: &Look) -> Vec<String> {
    let clock = &on.clock;
    let date = |day: NaiveDate| look.formats.date(day);
    let mut words = Vec::new();
    if let Some(booked) = clock.booked_on {
        words.push(match (clock.missed_booking(look.today), clock.booked_late()) {
            (true, _) => format!("missed booking of {}", date(booked)),
            (false, true) => format!("booked late on {}", date(booked)),
            (false, false) => format!("booked on {}", date(booked)),
        });
    }
    if let Some(until) = clock.snoozed_until.filter(|until| *until > look.today) {
        words.push(format!("snoozed until {}", date(until)));
    }
    if clock.snooze_count > 0 {
        let days = if clock.snooze_slip == 1 { "day" } else { "days" };
        words.push(format!("put off {}\u{d7}, {} {days} in all", clock.snooze_count, clock.snooze_slip));
    }
    if clock.held {
        words.push("held after a change of period".to_owned());
    }
    if clock.accelerated {
        words.push("accelerated by a change of period".to_owned());
    }
    match missed(on) {
        0 => {}
        1 => words.push("1 period missed".to_owned()),
        missed => words.push(format!("{missed} periods missed")),
    }
    if clock.first_review && clock.mode == Mode::Running {
        words.push("first review".to_owned());
    }
    words
}

/// What is to be said besides the derivation, which names bookings and snoozes itself.
#[must_use]
pub fn besides(on: &ClockOn, why: &str, look: &Look) -> Vec<String> {
    remarks(on, look).into_iter().filter(|remark| !why.contains(remark.as_str())).collect()
}

/// The clocks of a client, those that ask for nothing last.
#[must_use]
pub fn in_order(page: &ClientPage) -> Vec<&ClockRow> {
    let mut clocks: Vec<&ClockRow> = page.clocks.iter().collect();
    clocks.sort_by_key(|clock| clock.row.clock.state == State::AsNeeded);
    clocks
}

/// A state with its due date: `overdue 2026-05-20 (26 days late)`, `booked, due 2026-05-20 (26 days late)`.
#[must_use]
pub fn state_and_date(on: &ClockOn, look: &Look) -> String {
    let said = state(on.state);
    let between = match on.state {
        State::Overdue | State::Due | State::Upcoming => "",
        State::NotDue | State::Booked | State::Snoozed | State::AsNeeded | State::Paused => ", due",
    };
    match on.clock.effective {
        Some(due) => format!("{said}{between} {} ({})", look.formats.date(due), until(due, look.today)),
        None => said.to_owned(),
    }
}

/// A client's own period for a kind of review and its last day, where it has one.
#[must_use]
pub fn own(page: &ClientPage, kind: &str) -> Option<(Period, Option<NaiveDate>)> {
    let mark = page.own_periods.iter().find(|mark| mark.kind.as_deref() == Some(kind))?;
    Some((mark.every?, mark.date))
}

/// `its own: every 2 weeks until 2026-09-30`.
#[must_use]
pub fn own_period(every: Period, until: Option<NaiveDate>, look: &Look) -> String {
    let until = until.map(|until| format!(" until {}", look.formats.date(until))).unwrap_or_default();
    format!("its own: every {every}{until}")
}

/// A segment with its letter: `B Modernize`.
#[must_use]
pub fn segment(model: &Model, key: &str) -> String {
    model.place_in_words(key)
}

/// A score in tenths as points: `62.5`.
#[must_use]
pub fn points(tenths: i64) -> String {
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// Segment, since when, and by when it is to be confirmed.
#[must_use]
pub fn standing(page: &ClientPage, model: &Model, look: &Look) -> String {
    let Some((placement, key)) = page.placement.as_ref().and_then(|placement| Some((placement, placement.segment.as_deref()?)))
    else {
        return "In no segment yet: no review is asked for until it is moved into one.".to_owned();
    };
    let mut said = format!("In {} since {}", segment(model, key), look.formats.date(placement.since));
    if let Some(due) = page.confirm_due {
        let when = if page.signs.confirm {
            format!("since {}", look.formats.date(due))
        } else {
            format!("by {}", look.formats.date(due))
        };
        said.push_str(&format!(", to be confirmed {when}"));
    }
    said.extend(page.rechecked(|day| look.formats.date(day)).map(|why| format!(" ({why})")));
    said.push('.');
    said
}

/// Measures as they are written: `seats 40, tickets 12.5`.
#[must_use]
pub fn measures(client: &Client, look: &Look) -> String {
    let decimal = look.formats.decimal.to_string();
    let said = |(name, value): (&String, &Measure)| format!("{name} {}", value.to_string().replace('.', &decimal));
    client.measures.iter().map(said).collect::<Vec<_>>().join(", ")
}

/// By when the segment is to be confirmed.
#[must_use]
pub fn confirm_by(page: &ClientPage, look: &Look) -> Option<String> {
    let due = page.confirm_due?;
    let far = if due <= look.today && page.signs.confirm { ago(due, look.today) } else { until(due, look.today) };
    let why = page.rechecked(|day| look.formats.date(day)).map_or_else(String::new, |why| format!(": {why}"));
    Some(format!("{} ({far}){why}", look.formats.date(due)))
}

/// Says things about scores in the way of the screen; a shared screen hides revenue.
pub fn saying<T>(look: &Look, then: impl FnOnce(&Words<'_>) -> T) -> T {
    let number = |field: &str, number: f64| match (field, look.presenter) {
        ("arr", true) => "\u{2022}\u{2022}\u{2022}".to_owned(),
        _ if number.fract() == 0.0 => look.formats.number(number as i64),
        _ => plainly(number).replace('.', &look.formats.decimal.to_string()),
    };
    then(&Words { day: &|day| look.formats.date(day), number: &number, today: look.today })
}

/// What the scores come to, a sentence each: the segment they fall into, why no move is proposed, and what is stale.
#[must_use]
pub fn proposal(page: &ClientPage, model: &Model, look: &Look) -> Vec<String> {
    if page.reckoning.iter().all(|dimension| dimension.score.is_none()) {
        return vec!["Not scored yet; with scores the model proposes a segment.".to_owned()];
    }
    let mut said = vec![match &page.verdict {
        Verdict::Drifts(to) => format!("The scores propose {}: the client has drifted.", segment(model, to)),
        Verdict::Unscored => "An axis without a score: nothing is proposed.".to_owned(),
        verdict @ (Verdict::Unplaced(_) | Verdict::Agrees | Verdict::Besides(_) | Verdict::Near(..) | Verdict::Dwells(..)) => {
            sentence(&verdict.why_not(model, |day| look.formats.date(day)).unwrap_or_default())
        }
    }];
    if page.signs.near && !matches!(page.verdict, Verdict::Near(..)) {
        said.push("A score is close to a cut.".to_owned());
    }
    if page.signs.stale {
        said.push(format!("A score is older than {}: time to score again.", model.score_valid));
    }
    said
}

/// A half sentence as a sentence.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// How long ago a factor was scored, by whom, and from when on that is stale: `3 months ago by ana, stale from 2026-09-01`.
#[must_use]
pub fn age(factor: &ReckonedFactor, look: &Look) -> Option<String> {
    match &factor.given {
        Given::Never => None,
        Given::Scored { on, by, stale_from } => {
            let stale = stale_from.map_or_else(String::new, |from| {
                let word = if from <= look.today { "since" } else { "from" };
                format!(", stale {word} {}", look.formats.date(from))
            });
            Some(format!("scored {} by {by}{stale}", ago(*on, look.today)))
        }
        Given::Derived { .. } => saying(look, |words| factor.given_in_words(words)),
    }
}

/// A client's standing in another model: `D Protect; Growth 62.5, Risk 25: its scores say A Grow`.
#[must_use]
pub fn elsewhere(one: &StandsIn) -> String {
    let here = one.segment.as_deref().map_or_else(|| "no segment".to_owned(), |key| segment(&one.model, key));
    let axes = [Some(one.model.x_axis()), one.model.y_axis()];
    let scores = [one.scores.0, one.scores.1];
    let known: Vec<String> =
        axes.iter().zip(scores).filter_map(|(axis, score)| Some(format!("{} {}", axis.as_ref()?.name, points(score?)))).collect();
    if known.is_empty() {
        return format!("{here}; not scored");
    }
    let mut said = format!("{here}; {}", known.join(", "));
    if let Some(proposed) = one.proposed.as_deref().filter(|key| Some(*key) != one.segment.as_deref()) {
        said.push_str(&format!(": its scores say {}", segment(&one.model, proposed)));
    }
    if one.signs.stale {
        said.push_str(" (stale)");
    }
    said
}
