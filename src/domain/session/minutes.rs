//! The minutes of a session: everything that reports, hand-outs and tables of it say, in one value.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::expect::Verdict;
use super::record::{ItemRecord, Record};
use super::{Item, Opinion, Phase, Session};
use crate::domain::client::ClientId;
use crate::domain::model::Model;

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
    pub matrix: BTreeMap<(Option<String>, Option<String>), i64>,
    /// What was decided, noted or discussed, by kind of decision, then by name.
    pub lines: Vec<MinutesLine>,
    /// Last session's moves and what became of them.
    pub replay: Vec<ReplayRow>,
    /// Whose proposals came in.
    pub proposers: Vec<String>,
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
