//! What the scores propose for the clients of the dialog, and who among them is left out and why.

use crate::console::canvas::Look;
use crate::console::dialogs::sheet::{self, line};
use crate::console::layer::{Message, Tone};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::verdict::Verdict;
use crate::store::ProposalRow;

use super::shown::Lines;

/// The option that sends each client where its scores propose.
pub const OPTION: &str = "what the scores propose";
/// The most clients left out that are named one by one.
const FEW: usize = 4;

/// What the scores of the clients propose.
pub struct Proposals {
    /// The clients with what their scores come to.
    pub rows: Vec<ProposalRow>,
    places: bool,
}

impl Proposals {
    /// The proposals to be accepted: the moves, or, where there are none, the first places of those without a segment.
    ///
    /// # Errors
    /// Nothing is proposed for any of them: the clients, to say why.
    pub fn of(rows: Vec<ProposalRow>) -> Result<Self, Vec<ProposalRow>> {
        let moves = Self { rows, places: false };
        if moves.any() {
            return Ok(moves);
        }
        let places = Self { places: true, ..moves };
        if places.any() { Ok(places) } else { Err(places.rows) }
    }

    /// Whether clients without a segment are placed, and nobody is moved.
    pub fn places(&self) -> bool {
        self.places
    }

    fn any(&self) -> bool {
        self.rows.iter().any(|row| self.to(row).is_some())
    }

    fn to<'r>(&self, row: &'r ProposalRow) -> Option<&'r str> {
        if row.archived_on.is_some() {
            return None;
        }
        match &row.verdict {
            Verdict::Drifts(to) if !self.places => Some(to),
            Verdict::Unplaced(to) if self.places => Some(to),
            Verdict::Drifts(_)
            | Verdict::Unplaced(_)
            | Verdict::Unscored
            | Verdict::Agrees
            | Verdict::Besides(_)
            | Verdict::Near(..)
            | Verdict::Dwells(..) => None,
        }
    }

    /// The segment proposed for a client.
    pub fn of_client(&self, client: ClientId) -> Option<String> {
        let row = self.rows.iter().find(|row| row.client == client)?;
        self.to(row).map(str::to_owned)
    }

    /// Who is left out, and why: by name where they are few, else counted by reason.
    pub fn left_out(&self, model: &Model, look: &Look) -> Lines {
        let out: Vec<&ProposalRow> = self.rows.iter().filter(|row| self.to(row).is_none()).collect();
        if out.len() <= FEW {
            return out.iter().map(|row| line(Role::Dim, &format!("left out: {}", why(row, model, look)))).collect();
        }
        let counted = counted(&out).into_iter().map(|(many, words)| format!("{} {words}", sheet::counted(look, many, "client")));
        counted.map(|said| line(Role::Dim, &format!("left out: {said}"))).collect()
    }
}

fn why(row: &ProposalRow, model: &Model, look: &Look) -> String {
    let day = |day| look.formats.date(day);
    let archived = row.archived_on.map(|since| format!("archived since {}", day(since)));
    // A client for which a move is proposed is left out only where others are placed.
    let reason = archived.or_else(|| row.verdict.why_not(model, day)).unwrap_or_else(|| "its scores propose a move".to_owned());
    format!("{}: {reason}", row.name)
}

/// How many there are for each reason, the commonest reasons of the guard first.
fn counted(rows: &[&ProposalRow]) -> Vec<(usize, &'static str)> {
    let reason = |row: &ProposalRow| match &row.verdict {
        _ if row.archived_on.is_some() => "archived",
        Verdict::Near(..) => "near a cut",
        Verdict::Dwells(..) => "decided on lately",
        Verdict::Unplaced(_) => "without a segment",
        Verdict::Agrees => "where the scores say",
        Verdict::Unscored => "not scored on every axis",
        Verdict::Besides(_) => "in another segment, which is no contradiction here",
        Verdict::Drifts(_) => "with a move proposed",
    };
    let mut counts: Vec<(usize, &'static str)> = Vec::new();
    for row in rows {
        let words = reason(row);
        match counts.iter_mut().find(|(_, known)| *known == words) {
            Some((many, _)) => *many += 1,
            None => counts.push((1, words)),
        }
    }
    counts
}

/// Why nothing can be accepted. Of one client the reason alone: its row is selected, and the line is short.
pub fn nothing(rows: &[ProposalRow], model: &Model, look: &Look) -> Message {
    let said = match rows {
        [] => "no client is selected".to_owned(),
        [only] => {
            let archived = only.archived_on.map(|since| format!("archived since {}", look.formats.date(since)));
            archived.or_else(|| only.verdict.why_not(model, |day| look.formats.date(day))).unwrap_or_default()
        }
        several => {
            let all: Vec<&ProposalRow> = several.iter().collect();
            let reasons: Vec<String> = counted(&all).into_iter().map(|(many, words)| format!("{many} {words}")).collect();
            format!("no move is proposed: {}", reasons.join(", "))
        }
    };
    let message = Message::new(Tone::Plain, &said);
    let unscored = !rows.is_empty() && rows.iter().all(|row| row.verdict == Verdict::Unscored);
    if unscored { message.hint("e scores it") } else { message }
}
