//! The minutes of a session: everything that reports, hand-outs and tables of it say, in one value.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::expect::Verdict;
use super::record::{ItemRecord, Record};
use super::{Item, Kind, Opinion, Phase, Session};
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::text::fold;

#[cfg(test)]
mod tests;

/// The minutes. A session that is not final gives a draft: what it would come to now.
#[derive(Debug, Clone, PartialEq)]
pub struct Minutes {
    /// The session.
    pub session: Session,
    /// How far it is.
    pub phase: Phase,
    /// Its model.
    pub model: std::sync::Arc<Model>,
    /// The session before it, where there was one: its name and the day it was finalised.
    pub last: Option<(String, NaiveDate)>,
    /// What it came to.
    pub record: Record,
    /// How many clients went from which place to which; none is no segment. Those that stayed are on the diagonal.
    pub matrix: Matrix,
    /// What was decided, noted or discussed, by kind of decision, then by name.
    pub lines: Vec<MinutesLine>,
    /// Last session's moves and what became of them.
    pub replay: Vec<ReplayRow>,
    /// Whose proposals came in.
    pub proposers: Vec<String>,
    /// The entry of the journal it stands on, its number and its hash: of a final session the one that made it final, else the
    /// last there is.
    pub entry: (i64, String),
}

/// A client in the minutes.
#[derive(Debug, Clone, PartialEq)]
pub struct MinutesLine {
    /// What was decided and said.
    pub item: Item,
    /// What it did, or would do.
    pub record: ItemRecord,
    /// What people had said before; empty while blind.
    pub opinions: Vec<Opinion>,
}

/// A move of the last session and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplayRow {
    /// The client.
    pub client: ClientId,
    /// Its present name.
    pub name: String,
    /// Its present owner.
    pub owner: Option<String>,
    /// From where it was moved.
    pub from: Option<String>,
    /// To where.
    pub to: Option<String>,
    /// Why.
    pub note: String,
    /// What was expected, as it was written; empty where nothing was.
    pub expect: String,
    /// By when: the revisit date, else the day the text names.
    pub by_day: Option<NaiveDate>,
    /// What became of it: what a person said, else what can be computed.
    pub verdict: Verdict,
    /// What speaks for the verdict: `appetite is 66.7`, or what the person said.
    pub why: String,
    /// Whether a person judged it.
    pub judged: bool,
    /// The client's place now.
    pub now: Option<String>,
    /// Whether it left the book since.
    pub gone: bool,
}

/// Which part of the minutes is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Only what concerns the clients of one owner (compared folded): a hand-out.
    pub owner: Option<String>,
}

/// How many clients went from which place to which; none is no segment.
pub type Matrix = BTreeMap<(Option<String>, Option<String>), i64>;

/// The matrix of clients decided on, and of those not decided on, by place. What is put off stays where it is.
#[must_use]
pub fn matrix(lines: &[MinutesLine], undecided: &BTreeMap<Option<String>, i64>) -> Matrix {
    let mut matrix: Matrix = undecided.iter().map(|(place, count)| ((place.clone(), place.clone()), *count)).collect();
    matrix.retain(|_, count| *count != 0);
    for staged in lines.iter().filter_map(|line| line.item.staged.as_ref()) {
        let to = match staged.kind {
            Kind::Move => &staged.to,
            Kind::Confirm | Kind::Defer => &staged.from,
        };
        *matrix.entry((staged.from.clone(), to.clone())).or_default() += 1;
    }
    matrix
}

/// Puts lines into the order of the minutes: moves, confirmations, what was put off, what was only noted or discussed; each by
/// name, namesakes by their rows.
pub fn arrange(lines: &mut [MinutesLine]) {
    lines.sort_by_cached_key(|line| (line.kind().map_or(3, |kind| kind as u8), fold(&line.record.name), line.item.client));
}

impl MinutesLine {
    /// What kind of decision was taken; none where it was only noted or discussed.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.item.staged.as_ref().map(|staged| staged.kind)
    }
}

impl Minutes {
    /// The moves, in the order of the lines.
    pub fn moves(&self) -> impl Iterator<Item = &MinutesLine> {
        self.decided(Kind::Move)
    }

    /// The confirmations.
    pub fn confirmed(&self) -> impl Iterator<Item = &MinutesLine> {
        self.decided(Kind::Confirm)
    }

    /// What was put off.
    pub fn deferred(&self) -> impl Iterator<Item = &MinutesLine> {
        self.decided(Kind::Defer)
    }

    /// What was noted or discussed and not decided on.
    pub fn undecided(&self) -> impl Iterator<Item = &MinutesLine> {
        self.lines.iter().filter(|line| line.kind().is_none())
    }

    /// The clients to inform: those that move, as what we ask of them and who looks after them changes.
    pub fn to_inform(&self) -> impl Iterator<Item = &MinutesLine> {
        self.moves()
    }

    /// The clients whose move starts a playbook.
    pub fn playbooks(&self) -> impl Iterator<Item = &MinutesLine> {
        self.moves().filter(|line| !line.record.playbook.is_empty())
    }

    /// Those whose clients the minutes speak of, by name; spelled as first met, none last.
    #[must_use]
    pub fn owners(&self) -> Vec<Option<&str>> {
        let mut owners: BTreeMap<(bool, String), Option<&str>> = BTreeMap::new();
        let of_lines = self.lines.iter().map(|line| line.record.owner.as_deref());
        for owner in of_lines.chain(self.replay.iter().map(|row| row.owner.as_deref())) {
            owners.entry((owner.is_none(), fold(owner.unwrap_or_default()))).or_insert(owner);
        }
        owners.into_values().collect()
    }

    /// The lines of the clients of an owner, compared folded.
    pub fn of_owner(&self, owner: &str) -> impl Iterator<Item = &MinutesLine> {
        let owner = Part { owner: Some(owner.to_owned()) };
        self.lines.iter().filter(move |line| owner.has(line.record.owner.as_deref()))
    }

    /// The minutes of a part: its lines, last session's moves of its clients, and the workload of its owner. What the session
    /// came to as a whole stays: distribution and matrix.
    #[must_use]
    pub fn part(&self, part: &Part) -> Self {
        let mut minutes = self.clone();
        minutes.lines.retain(|line| part.has(line.record.owner.as_deref()));
        minutes.replay.retain(|row| part.has(row.owner.as_deref()));
        minutes.record.owners.retain(|shift| part.has(shift.owner.as_deref()));
        minutes.record.open.retain(|open| part.has(open.owner.as_deref()));
        minutes
    }

    fn decided(&self, kind: Kind) -> impl Iterator<Item = &MinutesLine> {
        self.lines.iter().filter(move |line| line.kind() == Some(kind))
    }
}

impl Part {
    /// Whether a client of this owner belongs to it. One without owner belongs to the whole only.
    #[must_use]
    pub fn has(&self, owner: Option<&str>) -> bool {
        let Some(asked) = &self.owner else { return true };
        owner.is_some_and(|owner| fold(owner) == fold(asked))
    }
}
