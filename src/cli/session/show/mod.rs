//! `session show`: a session whole, with what is staged and what that comes to.

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::Which;
use super::shape::{
    ActItem, ConflictItem, OwnerItem, ProgressItem, SegmentItem, StagedItem, distribution, record_of, said, workload,
};
use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::domain::client::ClientId;
use crate::domain::session::agenda::{Reason, Rules};
use crate::domain::session::record::Record;
use crate::domain::session::{Session, State};
use crate::domain::text::fold;
use crate::store::{AgendaRow, Conflict, SessionProgress, SessionRow, Store};

mod text;

pub use text::{balance, outline};

/// Show a session: what is staged, and what that comes to. The distribution is that of the scope.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck session show                         the one that is open
  quarterdeck session show \"2026 Q3\" --json")]
pub struct Show {
    #[command(flatten)]
    which: Which,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// A session with everything that is shown of it.
pub struct Shown {
    row: SessionRow,
    rules: Rules,
    rows: Vec<AgendaRow>,
    record: Record,
    progress: SessionProgress,
    conflicts: Vec<Conflict>,
}

impl Shown {
    /// Reads it.
    pub fn of(store: &Store, session: Session, call: &Call) -> Result<Self, Fault> {
        let row = store.session_row(session)?;
        let session = &row.session;
        let conflicts = match session.state {
            State::Open => store.session_conflicts(session)?,
            State::Final | State::Void => Vec::new(),
        };
        let mut progress = store.session_progress(session, call.stamp.now)?;
        let record = record_of(session, store)?;
        if session.record.is_some() {
            (progress.done, progress.total) = (record.done, record.total);
        }
        if session.state != State::Open {
            progress.pace.left = None;
        }
        let (rules, rows) = (Rules::parse(&session.agenda)?, store.staged(session)?);
        Ok(Self { rules, rows, record, progress, conflicts, row })
    }

    /// Whose proposals are awaited.
    fn awaited(&self) -> Vec<&str> {
        let given = |person: &&String| self.row.voters.iter().any(|voter| fold(voter) == fold(person));
        self.row.session.participants.iter().filter(|person| !given(person)).map(String::as_str).collect()
    }
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    id: i64,
    name: &'a str,
    model: &'a str,
    state: &'static str,
    phase: &'static str,
    scope: Option<&'a str>,
    as_of: NaiveDate,
    facilitator: &'a str,
    co_facilitators: &'a [String],
    participants: &'a [String],
    agenda: RulesItem,
    started_on: NaiveDate,
    started_by: &'a str,
    revealed: Option<ActItem<'a>>,
    closed: Option<ActItem<'a>>,
    proposals: Proposals<'a>,
    staged: Vec<StagedItem<'a>>,
    discussed: Vec<TalkedItem<'a>>,
    distribution: Vec<SegmentItem<'a>>,
    workload: Vec<OwnerItem<'a>>,
    progress: ProgressItem<'a>,
    moves: i64,
    confirmed: i64,
    deferred: i64,
    conflicts: Vec<ConflictItem<'a>>,
}

#[derive(Debug, Serialize)]
struct RulesItem {
    order: Vec<&'static str>,
    renewal_days: i64,
}

#[derive(Debug, Serialize)]
struct Proposals<'a> {
    r#in: &'a [String],
    awaited: Vec<&'a str>,
}

/// A client that was talked about, or of which the minutes are to say something.
#[derive(Debug, Serialize)]
struct TalkedItem<'a> {
    client: &'a str,
    client_id: ClientId,
    external_id: Option<&'a str>,
    discussed: bool,
    note: Option<&'a str>,
}

impl Show {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let session = self.which.find(&store)?;
        if self.json {
            return json(&store, session, call);
        }
        text::whole(&store, session, call)
    }
}

/// A session as scripts read it.
pub fn json(store: &Store, session: Session, call: &mut Call) -> Result<(), Fault> {
    let shown = Shown::of(store, session, call)?;
    let model = store.ground().model(Some(&shown.row.session.model))?;
    let SessionRow { session, phase, moves, confirmed, deferred, voters, total: _ } = &shown.row;
    let talked = |row: &'_ AgendaRow| row.item.as_ref().is_some_and(|item| item.discussed || !item.note.is_empty());
    call.out.json(&Document {
        id: session.id,
        name: &session.name,
        model: &session.model,
        state: phase.state(),
        phase: phase.word(),
        scope: said(&session.scope),
        as_of: session.as_of,
        facilitator: &session.facilitator,
        co_facilitators: &session.co_facilitators,
        participants: &session.participants,
        agenda: RulesItem {
            order: shown.rules.order.iter().copied().map(Reason::word).collect(),
            renewal_days: shown.rules.renewal_days,
        },
        started_on: session.started_on,
        started_by: &session.started_by,
        revealed: session.revealed.as_ref().map(ActItem::from),
        closed: session.closed.as_ref().map(ActItem::from),
        proposals: Proposals { r#in: voters, awaited: shown.awaited() },
        staged: shown.rows.iter().filter_map(StagedItem::of).collect(),
        discussed: shown.rows.iter().filter(|row| talked(row)).map(TalkedItem::of).collect(),
        distribution: distribution(&shown.record, &model),
        workload: workload(&shown.record),
        progress: ProgressItem::from(&shown.progress),
        moves: *moves,
        confirmed: *confirmed,
        deferred: *deferred,
        conflicts: shown.conflicts.iter().map(ConflictItem::from).collect(),
    })
}

impl<'a> TalkedItem<'a> {
    fn of(row: &'a AgendaRow) -> Self {
        let (discussed, note) = row.item.as_ref().map_or((false, ""), |item| (item.discussed, item.note.as_str()));
        let external_id = row.external_id.as_deref();
        Self { client: &row.name, client_id: row.client, external_id, discussed, note: said(note) }
    }
}
