//! `session replay` and `judge`: the moves of the session before, and whether what they expected came true.

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::shape::said;
use super::{Which, Within};
use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::cli::print::Table;
use crate::cli::shape::{day, segment_in_words, text};
use crate::domain::client::ClientId;
use crate::domain::command::{Command, SessionAct};
use crate::domain::refusal::Refusal;
use crate::domain::session::{Session, State};
use crate::exchange::session::report::Replayed;
use crate::store::Store;

/// The moves of the session before this one, and whether what they expected came true: held, not held, or unknown. Judged on the day
/// of this session.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck session replay
  quarterdeck session replay \"2026 Q4\" --json")]
pub struct Replay {
    #[command(flatten)]
    which: Which,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    session: &'a str,
    session_id: i64,
    before: Option<Before<'a>>,
    items: Vec<Replayed<'a>>,
    total: usize,
}

#[derive(Serialize)]
struct Before<'a> {
    id: i64,
    name: &'a str,
    finalised_on: Option<NaiveDate>,
}

impl Replay {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let session = self.which.find(&store)?;
        let before = store.session_before(&session)?;
        let rows = store.replay(&session, session.as_of)?;
        if self.json {
            let before = before.as_ref().map(|before| Before {
                id: before.id,
                name: &before.name,
                finalised_on: before.closed.as_ref().map(|act| act.on),
            });
            let items: Vec<Replayed<'_>> = rows.iter().map(Replayed::of).collect();
            let total = items.len();
            return call.out.json(&Document { session: &session.name, session_id: session.id, before, items, total });
        }
        let Some(before) = before else { return call.out.text(&format!("{} is the first session of its model", session.name)) };
        if rows.is_empty() {
            return call.out.text(&format!("{} moved nobody", before.name));
        }
        let finalised = day(before.closed.as_ref().map(|act| act.on));
        call.out.text(&format!("the moves of {}, finalised on {finalised}, as of {}", before.name, session.as_of))?;
        let model = store.ground().model(Some(&session.model))?;
        let mut table =
            Table::new(&["client", "came true", "why", "expected", "by", "from", "to", "is in", "owner", "note", "judged"]);
        for row in &rows {
            let place = |key: &Option<String>| segment_in_words(&model, key.as_deref());
            table.row([
                row.name.as_str(),
                row.verdict.words(),
                &row.why,
                &row.expect,
                &day(row.by_day),
                &place(&row.from),
                &place(&row.to),
                &if row.gone { "(archived)".to_owned() } else { place(&row.now) },
                text(row.owner.as_deref()),
                &row.note,
                if row.judged { "by a person" } else { "" },
            ]);
        }
        call.out.table(&table)
    }
}

/// Say whether what a move of the last session expected came true, where that cannot be computed or looks otherwise to a person.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("verdict").args(["held", "not_held"]).required(true))]
#[command(after_help = "\
Examples:
  quarterdeck session judge acme --held --note \"they signed the framework agreement\"
  quarterdeck session judge globex --not-held --session \"2026 Q3\"")]
pub struct Judge {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// It came true
    #[arg(long)]
    held: bool,
    /// It did not
    #[arg(long)]
    not_held: bool,
    /// What speaks for that
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    #[command(flatten)]
    within: Of,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// The session a move was of.
#[derive(Debug, Args)]
struct Of {
    /// The session the move was of, or the open one after it; left out, the last that was finalised
    #[arg(long, value_name = "SESSION")]
    session: Option<String>,
}

#[derive(Debug, Serialize)]
struct Verdict<'a> {
    session: &'a str,
    session_id: i64,
    client: &'a str,
    client_id: ClientId,
    held: bool,
    note: Option<&'a str>,
    on: NaiveDate,
    by: &'a str,
}

impl Judge {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let client = store.find(&self.client)?;
        let session = self.within.find(&store)?;
        let act = SessionAct::Judge { session: session.id, client, held: self.held, note: self.note.clone() };
        let receipt = store.execute(&Command::Session(act), &call.stamp)?;
        if !self.json {
            return call.out.text(&receipt.summary);
        }
        let name = store.page(client, call.today())?.client.name;
        call.out.json(&Verdict {
            session: &session.name,
            session_id: session.id,
            client: &name,
            client_id: client,
            held: self.held,
            note: said(self.note.trim()),
            on: call.today(),
            by: &call.stamp.by,
        })
    }
}

impl Of {
    fn find(&self, store: &Store) -> Result<Session, Fault> {
        let named = match &self.session {
            Some(_) => Some(Within { session: self.session.clone() }.find(store)?),
            None => None,
        };
        let found = match named {
            Some(session) if session.state == State::Final => Some(session),
            Some(session) => store.session_before(&session)?,
            None => latest(store)?,
        };
        found.ok_or_else(|| {
            let hint = "moves are judged after the session that decided on them is finalised".to_owned();
            Refusal::NotFound { what: "finalised session before", name: self.session.clone().unwrap_or_default(), hint }.into()
        })
    }
}

/// The session before the only open one, else the last that was finalised.
fn latest(store: &Store) -> Result<Option<Session>, Fault> {
    let sessions = store.sessions()?;
    let open: Vec<&Session> = sessions.iter().map(|row| &row.session).filter(|session| session.state == State::Open).collect();
    if let [only] = open.as_slice()
        && let Some(before) = store.session_before(only)?
    {
        return Ok(Some(before));
    }
    Ok(sessions.iter().map(|row| &row.session).find(|session| session.state == State::Final).cloned())
}
