//! Minutes as JSON: schema 1, with the field names of `session show`, without instants.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::Without;
use super::numbers::hundredths;
use crate::domain::client::ClientId;
use crate::domain::money::Amount;
use crate::domain::session::minutes::{Minutes, MinutesLine, Part, ReplayRow};
use crate::domain::session::record::{Count, OwnerShift, SegmentShift};
use crate::domain::session::{Act, Kind, Opinion};
use crate::exchange::export::json::{decimal, document};

#[derive(Serialize)]
struct Document<'a> {
    id: i64,
    name: &'a str,
    model: &'a str,
    state: &'static str,
    phase: &'static str,
    draft: bool,
    scope: Option<&'a str>,
    as_of: NaiveDate,
    facilitator: &'a str,
    co_facilitators: &'a [String],
    participants: &'a [String],
    proposals_in: &'a [String],
    started_on: NaiveDate,
    started_by: &'a str,
    revealed: Option<Acted<'a>>,
    closed: Option<Acted<'a>>,
    last: Option<Last<'a>>,
    owner: Option<&'a str>,
    left_out: Vec<&'static str>,
    progress: Progress,
    staged: Vec<Line<'a>>,
    undecided: Vec<Line<'a>>,
    untouched: Vec<Untouched<'a>>,
    distribution: Vec<Segment<'a>>,
    matrix: Vec<Way<'a>>,
    workload: Vec<Owner<'a>>,
    replay: Vec<Replayed<'a>>,
    entry: Entry<'a>,
}

/// The entry of the journal the minutes stand on.
#[derive(Serialize)]
struct Entry<'a> {
    seq: i64,
    hash: &'a str,
}

/// A client nobody took up; where they are many, none is named.
#[derive(Serialize)]
struct Untouched<'a> {
    client: &'a str,
    owner: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Acted<'a> {
    on: NaiveDate,
    by: &'a str,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct Last<'a> {
    name: &'a str,
    on: NaiveDate,
}

#[derive(Serialize)]
struct Progress {
    done: i64,
    total: i64,
    moves: usize,
    confirmed: usize,
    deferred: usize,
}

#[derive(Serialize)]
struct Line<'a> {
    client: &'a str,
    client_id: ClientId,
    external_id: Option<&'a str>,
    owner: Option<&'a str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
    kind: Option<&'static str>,
    note: Option<&'a str>,
    reason: Option<&'a str>,
    authorised_by: Option<&'a str>,
    until: Option<NaiveDate>,
    expect: Option<&'a str>,
    revisit_on: Option<NaiveDate>,
    by: Option<&'a str>,
    on: Option<NaiveDate>,
    discussed: bool,
    minutes_note: Option<&'a str>,
    champion: Option<&'a str>,
    next_due_before: Option<NaiveDate>,
    next_due_after: Option<NaiveDate>,
    reviews_before: f64,
    reviews_after: f64,
    hours_before: f64,
    hours_after: f64,
    roles_before: &'a [String],
    roles_after: &'a [String],
    playbook: &'a [String],
    #[serde(flatten)]
    revenue: Option<Revenue<'a>>,
    opinions: Vec<Said<'a>>,
}

/// Not there at all where money is left out.
#[derive(Serialize)]
struct Revenue<'a> {
    #[serde(serialize_with = "decimal")]
    arr: Option<Amount>,
    currency: Option<&'a str>,
}

#[derive(Serialize)]
struct Said<'a> {
    voter: &'a str,
    view: &'static str,
    to: Option<&'a str>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Segment<'a> {
    segment: Option<&'a str>,
    before: i64,
    after: i64,
    target: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arr_before: Option<BTreeMap<&'a str, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arr_after: Option<BTreeMap<&'a str, String>>,
}

#[derive(Serialize)]
struct Way<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
    clients: i64,
}

#[derive(Serialize)]
struct Owner<'a> {
    owner: Option<&'a str>,
    hours_before: f64,
    hours_after: f64,
    capacity: Option<f64>,
    over: bool,
    reviews_before: f64,
    reviews_after: f64,
}

/// A move of the session before and what became of it, as scripts read it.
#[derive(Serialize)]
pub struct Replayed<'a> {
    client: &'a str,
    client_id: ClientId,
    owner: Option<&'a str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
    note: Option<&'a str>,
    expect: Option<&'a str>,
    by_day: Option<NaiveDate>,
    verdict: &'static str,
    why: Option<&'a str>,
    judged: bool,
    /// Where the client stands now.
    segment: Option<&'a str>,
    gone: bool,
}

/// The minutes as a document.
pub(super) fn written(minutes: &Minutes, part: &Part, without: Without) -> Vec<u8> {
    let session = &minutes.session;
    let of = |kind| minutes.lines.iter().filter(|line| super::decided::kind(line) == Some(kind)).count();
    let line = |line| Line::of(line, without);
    let (staged, undecided): (Vec<_>, Vec<_>) = minutes.lines.iter().partition(|line| line.item.staged.is_some());
    let left = [(without.money, "money"), (without.notes, "notes")];
    let document = Document {
        id: session.id,
        name: &session.name,
        model: &session.model,
        state: minutes.phase.state(),
        phase: minutes.phase.word(),
        draft: matches!(session.state, crate::domain::session::State::Open),
        scope: said(&session.scope),
        as_of: session.as_of,
        facilitator: &session.facilitator,
        co_facilitators: &session.co_facilitators,
        participants: &session.participants,
        proposals_in: &minutes.proposers,
        started_on: session.started_on,
        started_by: &session.started_by,
        revealed: session.revealed.as_ref().map(Acted::of),
        closed: session.closed.as_ref().map(Acted::of),
        last: minutes.last.as_ref().map(|(name, on)| Last { name, on: *on }),
        owner: part.owner.as_deref(),
        left_out: left.into_iter().filter(|(is_left, _)| *is_left).map(|(_, what)| what).collect(),
        progress: Progress {
            done: minutes.record.done,
            total: minutes.record.total,
            moves: of(Kind::Move),
            confirmed: of(Kind::Confirm),
            deferred: of(Kind::Defer),
        },
        staged: staged.into_iter().map(line).collect(),
        undecided: undecided.into_iter().map(line).collect(),
        untouched: minutes
            .record
            .open
            .iter()
            .map(|open| Untouched { client: &open.name, owner: open.owner.as_deref() })
            .collect(),
        distribution: minutes.record.distribution.iter().map(|shift| Segment::of(shift, without)).collect(),
        matrix: minutes
            .matrix
            .iter()
            .map(|((from, to), n)| Way { from: from.as_deref(), to: to.as_deref(), clients: *n })
            .collect(),
        workload: minutes.record.owners.iter().map(Owner::of).collect(),
        replay: minutes.replay.iter().map(Replayed::of).collect(),
        entry: Entry { seq: minutes.entry.0, hash: &minutes.entry.1 },
    };
    bytes(&document)
}

/// A document with its schema and a line end after it; its texts cannot control a terminal.
pub(super) fn bytes(body: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    document(&mut bytes, body).expect("keys are texts and numbers are finite");
    if !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    bytes
}

fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

impl<'a> Acted<'a> {
    pub(super) fn of(act: &'a Act) -> Self {
        Self { on: act.on, by: &act.by, note: said(&act.note) }
    }
}

impl<'a> Line<'a> {
    fn of(line: &'a MinutesLine, without: Without) -> Self {
        let MinutesLine { item, record, opinions } = line;
        let staged = item.staged.as_ref();
        let currency = said(&record.currency).filter(|_| record.arr.is_some());
        Self {
            client: &record.name,
            client_id: item.client,
            external_id: record.external_id.as_deref(),
            owner: record.owner.as_deref(),
            from: staged.and_then(|staged| staged.from.as_deref()),
            to: staged.and_then(|staged| staged.to.as_deref()),
            kind: staged.map(|staged| staged.kind.word()),
            note: staged.and_then(|staged| said(&staged.note)),
            reason: staged.and_then(|staged| staged.reason.as_deref()),
            authorised_by: staged.and_then(|staged| staged.authorised_by.as_deref()),
            until: staged.and_then(|staged| staged.until),
            expect: staged.and_then(|staged| said(&staged.expect)),
            revisit_on: staged.and_then(|staged| staged.revisit_on),
            by: staged.map(|staged| staged.by.as_str()),
            on: staged.map(|staged| staged.on),
            discussed: item.discussed,
            minutes_note: said(&item.note),
            champion: record.champion.as_deref(),
            next_due_before: record.next_due_before,
            next_due_after: record.next_due_after,
            reviews_before: hundredths(record.reviews_before),
            reviews_after: hundredths(record.reviews_after),
            hours_before: hundredths(record.hours_before),
            hours_after: hundredths(record.hours_after),
            roles_before: &record.roles_before,
            roles_after: &record.roles_after,
            playbook: &record.playbook,
            revenue: (!without.money).then_some(Revenue { arr: record.arr, currency }),
            opinions: opinions.iter().map(Said::of).collect(),
        }
    }
}

impl<'a> Said<'a> {
    fn of(opinion: &'a Opinion) -> Self {
        Self { voter: &opinion.voter, view: opinion.view.word(), to: opinion.to.as_deref(), note: said(&opinion.note) }
    }
}

impl<'a> Segment<'a> {
    pub(super) fn of(shift: &'a SegmentShift, without: Without) -> Self {
        let arr = |count: &'a Count| -> Option<BTreeMap<&'a str, String>> {
            let sums = count.arr.iter().map(|(currency, sum)| (currency.as_str(), sum.to_string()));
            (!without.money).then(|| sums.collect())
        };
        Self {
            segment: shift.segment.as_deref(),
            before: shift.before.clients,
            after: shift.after.clients,
            target: shift.target.map(|share| f64::from(share) / 1000.0),
            arr_before: arr(&shift.before),
            arr_after: arr(&shift.after),
        }
    }
}

impl<'a> Owner<'a> {
    fn of(shift: &'a OwnerShift) -> Self {
        Self {
            owner: shift.owner.as_deref(),
            hours_before: hundredths(shift.hours_before),
            hours_after: hundredths(shift.hours_after),
            capacity: shift.capacity.map(hundredths),
            over: shift.capacity.is_some_and(|capacity| shift.hours_after > capacity),
            reviews_before: hundredths(shift.reviews_before),
            reviews_after: hundredths(shift.reviews_after),
        }
    }
}

impl<'a> Replayed<'a> {
    /// The row as scripts read it.
    #[must_use]
    pub fn of(row: &'a ReplayRow) -> Self {
        Self {
            client: &row.name,
            client_id: row.client,
            owner: row.owner.as_deref(),
            from: row.from.as_deref(),
            to: row.to.as_deref(),
            note: said(&row.note),
            expect: said(&row.expect),
            by_day: row.by_day,
            verdict: row.verdict.words(),
            why: said(&row.why),
            judged: row.judged,
            segment: row.now.as_deref(),
            gone: row.gone,
        }
    }
}
