//! Sessions over the quarters side by side: how much was decided in each, and where each led.

use chrono::NaiveDate;
use serde::Serialize;

use super::json::{Acted, Segment, bytes};
use super::paper::{Block, Column, Kind, Paper, Section, Table};
use super::{Without, numbers};
use crate::domain::model::Model;
use crate::domain::session::State;
use crate::domain::session::record::SegmentShift;
use crate::domain::text::Shown;
use crate::exchange::export::csv::{Cell, Writer};
use crate::exchange::export::picture::svg::Ink;
use crate::exchange::export::picture::{Bar, upward};
use crate::store::SessionRow;

/// So many sessions have a bar each: those further back are in the table alone.
const BARS: usize = 12;

/// The paper of a comparison.
pub(super) fn paper(sessions: &[SessionRow]) -> Paper {
    let mut table = Table::of(&[
        ("Session", Kind::Text),
        ("State", Kind::Text),
        ("As of", Kind::Day),
        ("Closed", Kind::Day),
        ("Facilitator", Kind::Text),
        ("Clients", Kind::Figure),
        ("Decided", Kind::Figure),
        ("Moves", Kind::Figure),
        ("Confirmed", Kind::Figure),
        ("Put off", Kind::Figure),
        ("Undecided", Kind::Figure),
        ("Proposals from", Kind::Text),
    ]);
    for row in sessions {
        let session = &row.session;
        table.rows.push(vec![
            session.name.clone(),
            row.phase.word().to_owned(),
            session.as_of.to_string(),
            session.closed.as_ref().map_or_else(String::new, |act| act.on.to_string()),
            session.facilitator.clone(),
            numbers::number(row.total),
            numbers::number(done(row)),
            numbers::number(row.moves),
            numbers::number(row.confirmed),
            numbers::number(row.deferred),
            numbers::number((row.total - done(row)).max(0)),
            row.voters.join(", "),
        ]);
    }
    let bars = sessions.iter().filter(|row| !is_void(row)).take(BARS).map(|row| Bar {
        name: row.session.name.clone(),
        value: row.moves as f64,
        said: numbers::number(row.moves),
        ink: Ink::Plain,
    });
    let mut bars: Vec<Bar> = bars.collect();
    bars.reverse();
    let mut sections = Vec::new();
    if sessions.is_empty() {
        sections.push(Section::new("Sessions", vec![Block::Says("There is no session yet.".to_owned())]));
    } else {
        let charts = Block::Charts(vec![upward("Moves by session", &bars)]);
        sections.push(Section::new("Sessions", vec![charts, Block::Table(table.without_empty_columns())]));
    }
    sections.extend(distributions(sessions));
    let many = i64::try_from(sessions.len()).unwrap_or(i64::MAX);
    Paper {
        title: "Sessions over the quarters".to_owned(),
        warning: None,
        facts: Vec::new(),
        figures: vec![(numbers::number(many), if many == 1 { "session" } else { "sessions" }.to_owned())],
        sections,
        foot: vec!["Made by Quarterdeck.".to_owned()],
    }
}

fn is_void(row: &SessionRow) -> bool {
    match row.session.state {
        State::Void => true,
        State::Open | State::Final => false,
    }
}

fn done(row: &SessionRow) -> i64 {
    row.moves + row.confirmed + row.deferred
}

/// Of each model the clients of its segments after each finalised session, the oldest session first.
fn distributions(sessions: &[SessionRow]) -> Vec<Section> {
    let mut models: Vec<&str> =
        sessions.iter().filter(|row| row.session.record.is_some()).map(|row| row.session.model.as_str()).collect();
    models.sort_unstable();
    models.dedup();
    models.into_iter().map(|model| distribution(sessions, model)).collect()
}

fn distribution(sessions: &[SessionRow], key: &str) -> Section {
    let led = |row: &'_ SessionRow| row.session.model == key && row.session.record.is_some();
    let of_model: Vec<&SessionRow> = sessions.iter().rev().filter(|row| led(row)).collect();
    let shifts = |row: &'_ SessionRow| row.session.record.as_ref().map(|record| record.distribution.clone()).unwrap_or_default();
    // The model as the latest of them kept it names the segments.
    let kept = of_model.iter().rev().find_map(|row| row.session.record.as_ref()?.kept.as_ref());
    let model = kept.and_then(|kept| Model::parse(&kept.model, key).ok());
    let mut segments: Vec<Option<String>> = Vec::new();
    for shift in of_model.iter().rev().flat_map(|row| shifts(row)) {
        if !segments.contains(&shift.segment) {
            segments.push(shift.segment);
        }
    }
    segments.sort_by_key(Option::is_none);
    let mut table = Table::of(&[("Segment", Kind::Text)]);
    let before = of_model.first().map(|row| format!("Before {}", row.session.name));
    let after = of_model.iter().map(|row| format!("After {}", row.session.name));
    table.columns.extend(before.into_iter().chain(after).map(|title| Column { title, kind: Kind::Figure }));
    for segment in segments {
        let found = |row: &SessionRow| shifts(row).into_iter().find(|shift| shift.segment == segment);
        let said = |row: &SessionRow, count: fn(&SegmentShift) -> i64| match found(row) {
            Some(shift) => format!("{} ({})", numbers::number(count(&shift)), numbers::share(count(&shift), row.total)),
            None => String::new(),
        };
        let named = match (&segment, &model) {
            (Some(key), Some(model)) => model.place_in_words(key),
            (Some(key), None) => key.clone(),
            (None, _) => "no segment".to_owned(),
        };
        let mut cells = vec![named];
        cells.extend(of_model.first().map(|row| said(row, |shift| shift.before.clients)));
        cells.extend(of_model.iter().map(|row| said(row, |shift| shift.after.clients)));
        table.rows.push(cells);
    }
    let name = model.map_or_else(|| key.to_owned(), |model| model.name);
    Section { title: format!("Clients by segment: {name}"), blocks: vec![Block::Table(table)] }
}

/// A row per session and segment, for spreadsheets.
pub(super) fn csv(sessions: &[SessionRow]) -> Vec<u8> {
    const IN_MEMORY: &str = "writing to memory never fails";
    const COLUMNS: [&str; 16] = [
        "session",
        "id",
        "model",
        "state",
        "as_of",
        "closed_on",
        "facilitator",
        "clients",
        "decided",
        "moves",
        "confirmed",
        "deferred",
        "segment",
        "before",
        "after",
        "target",
    ];
    let mut writer = Writer::new(Vec::new());
    writer.row(COLUMNS.map(Cell::Plain)).expect(IN_MEMORY);
    for row in sessions {
        let session = &row.session;
        let texts = [&session.name, &session.model, &session.facilitator].map(|text| Shown::line(text).into_string());
        let closed = session.closed.as_ref().map_or_else(String::new, |act| act.on.to_string());
        let figures = [row.total, done(row), row.moves, row.confirmed, row.deferred].map(|figure| figure.to_string());
        let (id, as_of) = (session.id.to_string(), session.as_of.to_string());
        let segments = session.record.as_ref().map(|record| record.distribution.as_slice()).unwrap_or_default();
        let shares = segments.iter().map(|shift| {
            let target = shift.target.map_or_else(String::new, |share| (f64::from(share) / 1000.0).to_string());
            let segment = Shown::line(shift.segment.as_deref().unwrap_or_default()).into_string();
            [segment, shift.before.clients.to_string(), shift.after.clients.to_string(), target]
        });
        let mut shares: Vec<[String; 4]> = shares.collect();
        if shares.is_empty() {
            shares.push(Default::default());
        }
        for [segment, before, after, target] in &shares {
            let start = [Cell::Text(&texts[0]), Cell::Plain(&id), Cell::Text(&texts[1]), Cell::Plain(row.phase.state())];
            let middle = [Cell::Plain(&as_of), Cell::Plain(&closed), Cell::Text(&texts[2])];
            let figures = figures.iter().map(|figure| Cell::Plain(figure));
            let end = [Cell::Text(segment), Cell::Plain(before), Cell::Plain(after), Cell::Plain(target)];
            writer.row(start.into_iter().chain(middle).chain(figures).chain(end)).expect(IN_MEMORY);
        }
    }
    writer.finish().expect(IN_MEMORY)
}

#[derive(Serialize)]
struct Document<'a> {
    items: Vec<Item<'a>>,
    total: usize,
}

#[derive(Serialize)]
struct Item<'a> {
    id: i64,
    name: &'a str,
    model: &'a str,
    state: &'static str,
    phase: &'static str,
    as_of: NaiveDate,
    facilitator: &'a str,
    participants: &'a [String],
    proposals_in: &'a [String],
    closed: Option<Acted<'a>>,
    total: i64,
    done: i64,
    moves: i64,
    confirmed: i64,
    deferred: i64,
    distribution: Vec<Segment<'a>>,
}

/// The sessions for scripts.
pub(super) fn json(sessions: &[SessionRow]) -> Vec<u8> {
    bytes(&Document { items: sessions.iter().map(Item::of).collect(), total: sessions.len() })
}

impl<'a> Item<'a> {
    fn of(row: &'a SessionRow) -> Self {
        let session = &row.session;
        let record = session.record.as_ref();
        let without = Without { money: true, notes: false };
        Self {
            id: session.id,
            name: &session.name,
            model: &session.model,
            state: row.phase.state(),
            phase: row.phase.word(),
            as_of: session.as_of,
            facilitator: &session.facilitator,
            participants: &session.participants,
            proposals_in: &row.voters,
            closed: session.closed.as_ref().map(Acted::of),
            total: row.total,
            done: done(row),
            moves: row.moves,
            confirmed: row.confirmed,
            deferred: row.deferred,
            distribution: record
                .map(|record| record.distribution.iter().map(|shift| Segment::of(shift, without)).collect())
                .unwrap_or_default(),
        }
    }
}
