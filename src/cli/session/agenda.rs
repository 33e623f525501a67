//! `session agenda`: the clients of a session in the order they are taken, and why each stands where it stands.

use clap::Args;
use serde::Serialize;

use super::Which;
use super::shape::said;
use crate::cli::call::{Call, at_most};
use crate::cli::fault::Fault;
use crate::cli::json::List;
use crate::cli::print::Table;
use crate::cli::shape::{money_in_words, segment_in_words};
use crate::domain::client::ClientId;
use crate::domain::money::Amount;
use crate::domain::session::agenda::{Reason, Rules};
use crate::domain::text::fold;
use crate::exchange::export::json::decimal;
use crate::store::{AgendaLine, AgendaRow, Store};

/// Clients read at once.
const AT_ONCE: usize = 500;

/// The clients of a session in the order they are taken, and why.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck session agenda --undecided --limit 20
  quarterdeck session agenda --owner Ana --json

Reasons are contested and proposed (once the proposals are revealed), unplaced, near (a cut),
back-and-forth (moved twice in the last four sessions), put-off (by the session before, to a day
that has come), drift (its scores propose another segment), confirm (its confirmation is due), scores (stale or missing), changed (lifecycle or goal), overdue
(a review), renewal. Those without a reason are the rest.")]
pub struct Agenda {
    #[command(flatten)]
    which: Which,
    /// Only clients nothing is decided of
    #[arg(long)]
    undecided: bool,
    /// Only the clients of this owner
    #[arg(long, value_name = "WHO")]
    owner: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
pub struct Item<'a> {
    client: &'a str,
    client_id: ClientId,
    external_id: Option<&'a str>,
    owner: Option<&'a str>,
    segment: Option<&'a str>,
    proposed_segment: Option<&'a str>,
    #[serde(serialize_with = "decimal")]
    arr: Option<Amount>,
    currency: &'a str,
    reasons: Vec<&'static str>,
    done: bool,
    kind: Option<&'static str>,
    to: Option<&'a str>,
    discussed: bool,
    note: Option<&'a str>,
}

impl<'a> Item<'a> {
    /// A client on the agenda.
    pub fn of(line: &AgendaLine, row: &'a AgendaRow, rules: &Rules) -> Self {
        let staged = row.item.as_ref().and_then(|item| item.staged.as_ref());
        Self {
            client: &row.name,
            client_id: row.client,
            external_id: row.external_id.as_deref(),
            owner: row.owner.as_deref(),
            segment: row.segment.as_deref(),
            proposed_segment: row.falls_into.as_deref(),
            arr: row.arr,
            currency: &row.currency,
            reasons: line.reasons.in_order(rules).map(Reason::word).collect(),
            done: line.done.is_some(),
            kind: line.done.map(crate::domain::session::Kind::word),
            to: staged.and_then(|staged| staged.to.as_deref()),
            discussed: line.discussed,
            note: row.item.as_ref().and_then(|item| said(&item.note)),
        }
    }
}

/// The reasons of a client as people read them.
pub fn why(line: &AgendaLine, rules: &Rules) -> String {
    line.reasons.in_order(rules).map(|reason| line.reasons.in_words(reason)).collect::<Vec<_>>().join(", ")
}

impl Agenda {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let session = self.which.find(&store)?;
        let agenda = store.agenda(&session)?;
        let mut lines = agenda.lines;
        lines.retain(|line| !self.undecided || line.done.is_none());
        let lines = match &self.owner {
            Some(owner) => of_owner(&lines, owner, |some| Ok(store.agenda_rows(&session, some)?))?,
            None => lines,
        };
        let total = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let shown = &lines[..lines.len().min(at_most(self.limit))];
        let model = store.ground().model(Some(&session.model))?;
        if self.json {
            let mut list = List::begin(&mut call.out)?;
            for some in shown.chunks(AT_ONCE) {
                let rows = rows_of(some, &session, &store)?;
                some.iter().zip(&rows).try_for_each(|(line, row)| list.item(&Item::of(line, row, &agenda.rules)))?;
            }
            return list.end(total);
        }
        if shown.is_empty() {
            return call.out.text("no client is left on the agenda");
        }
        let mut table =
            Table::new(&["client", "why", "segment", "by its scores", "decided", "owner", ">revenue", "discussed", "note"]);
        for some in shown.chunks(AT_ONCE) {
            for (line, row) in some.iter().zip(&rows_of(some, &session, &store)?) {
                let item = Item::of(line, row, &agenda.rules);
                let decided = match (item.kind, item.to) {
                    (Some("move"), to) => format!("move to {}", segment_in_words(&model, to)),
                    (kind, _) => kind.unwrap_or_default().to_owned(),
                };
                table.row([
                    item.client,
                    &why(line, &agenda.rules),
                    &segment_in_words(&model, item.segment),
                    &segment_in_words(&model, item.proposed_segment),
                    &decided,
                    item.owner.unwrap_or_default(),
                    &money_in_words(item.arr, item.currency),
                    if item.discussed { "yes" } else { "" },
                    item.note.unwrap_or_default(),
                ]);
            }
        }
        call.out.table(&table)
    }
}

/// What is shown of some lines, in their order.
pub fn rows_of(lines: &[AgendaLine], session: &crate::domain::session::Session, store: &Store) -> Result<Vec<AgendaRow>, Fault> {
    let clients: Vec<ClientId> = lines.iter().map(|line| line.client).collect();
    Ok(store.agenda_rows(session, &clients)?)
}

/// The lines of the clients of an owner, whose name is compared folded.
fn of_owner(
    lines: &[AgendaLine],
    owner: &str,
    read: impl Fn(&[ClientId]) -> Result<Vec<AgendaRow>, Fault>,
) -> Result<Vec<AgendaLine>, Fault> {
    let asked = fold(owner);
    let mut kept = Vec::new();
    for some in lines.chunks(AT_ONCE) {
        let clients: Vec<ClientId> = some.iter().map(|line| line.client).collect();
        let rows = read(&clients)?;
        let theirs = some.iter().zip(&rows).filter(|(_, row)| row.owner.as_deref().is_some_and(|owner| fold(owner) == asked));
        kept.extend(theirs.map(|(line, _)| *line));
    }
    Ok(kept)
}
