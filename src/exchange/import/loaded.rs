//! What became of a file: every row in exactly one fate, and what somebody should know.

use std::collections::BTreeMap;

use csv::StringRecord;
use serde::Serialize;

use super::load::Orders;
use super::refused_rows::RefusedRows;
use super::rows::Problem;
use super::told::{Double, Fate, Told};
use crate::domain::refusal::Refusal;
use crate::exchange::files::NotWritten;
use crate::store::{RowEnd, Taken};

/// Problems kept for the report; the file of rejects has them all.
pub const PROBLEMS_KEPT: usize = 50_000;
/// Probable duplicates kept for the report.
pub const DOUBLES_KEPT: usize = 10_000;
/// Skipped rows named one by one.
const SKIPPED_NAMED: u64 = 20;

/// What became of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Loaded {
    /// Rows that are not blank.
    pub rows: u64,
    /// Clients made.
    pub created: u64,
    /// Clients changed.
    pub updated: u64,
    /// Clients the book had just so.
    pub unchanged: u64,
    /// Rows left alone.
    pub skipped: u64,
    /// Rows refused.
    pub rejected: u64,
    /// Clients placed by their scores.
    pub placed: u64,
    /// First reviews that got a date of a plan.
    pub planned: u64,
    /// Rows that would make, or made, a probable duplicate and about which nobody decided.
    pub undecided: u64,
    /// Whether nothing was to be written.
    pub dry_run: bool,
    /// What the rows are: `clients` or `reviews`.
    pub what: &'static str,
    /// The system the file comes from.
    pub source: &'static str,
    /// Header → field, for the columns that fill one.
    pub mapping: BTreeMap<String, String>,
    /// What is wrong with refused rows, at most [`PROBLEMS_KEPT`].
    pub problems: Vec<Problem>,
    /// What became of the rows one by one, as many as were asked for, those that change nothing left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
    /// New clients that may be some the book has.
    pub doubles: Vec<Double>,
    /// What somebody should know.
    pub notes: Vec<String>,
    /// The entry of the history; none where nothing was written.
    pub seq: Option<i64>,
    /// Why there is no backup of the book before it, where there is none.
    #[serde(skip)]
    pub backup_failed: Option<String>,
    /// Probable duplicates, those not listed too.
    #[serde(skip)]
    pub probable: u64,
    /// Clients that got the id of a row of their name.
    #[serde(skip)]
    pub ids: u64,
    /// Rows that name another segment than the book has, which stays.
    #[serde(skip)]
    pub other_segments: u64,
    /// What a record of the file is counted as: `line`, in a workbook `row`.
    #[serde(skip)]
    pub counted_as: &'static str,
}

/// Why the book refused a row.
pub(super) fn rejected(taken: &Taken) -> Option<&Refusal> {
    match &taken.end {
        RowEnd::Rejected(refusal) => Some(refusal),
        RowEnd::Created(_) | RowEnd::Updated(_) | RowEnd::Unchanged(_) | RowEnd::Skipped(..) => None,
    }
}

impl Loaded {
    /// Counts a row by its end, once.
    pub(super) fn ended(
        &mut self,
        line: u64,
        taken: Taken,
        problem: Option<Problem>,
        raw: &StringRecord,
        refused: &mut RefusedRows<'_>,
    ) -> Result<Told, NotWritten> {
        self.ids += u64::from(taken.filled_id);
        self.other_segments += u64::from(taken.other_segment);
        let Taken { end, name, changes, .. } = taken;
        let told = |fate| Told { row: line, client: name.clone(), fate, changes, why: None };
        Ok(match end {
            RowEnd::Created(_) => {
                self.created += 1;
                told(Fate::Created)
            }
            RowEnd::Updated(_) => {
                self.updated += 1;
                told(Fate::Updated)
            }
            RowEnd::Unchanged(_) => {
                self.unchanged += 1;
                told(Fate::Unchanged)
            }
            RowEnd::Skipped(_, why) => {
                self.skip(line, &why);
                Told::left(line, name, why)
            }
            RowEnd::Rejected(_) => {
                let problems: Vec<Problem> = problem.into_iter().collect();
                let told = Told::refused(line, name, &problems);
                refused.add(self, raw, problems)?;
                told
            }
        })
    }

    /// Notes a probable duplicate.
    pub(super) fn double(&mut self, line: u64, name: &str, id: Option<&str>, taken: &Taken, orders: &Orders) {
        let Some(twin) = &taken.double else { return };
        self.undecided += u64::from(!orders.decided.iter().any(|(decided, _)| *decided == line));
        self.probable += 1;
        if self.doubles.len() < DOUBLES_KEPT {
            self.doubles.push(Double {
                row: line,
                name: name.to_owned(),
                external_id: id.map(str::to_owned),
                client: twin.name.clone(),
                client_id: twin.client,
                client_external_id: twin.external_id.clone(),
                why: twin.why,
                decision: twin.decision,
            });
        }
    }

    /// Notes what was only counted.
    pub(super) fn conclude(&mut self) {
        let mut notes = Vec::new();
        if self.ids > 0 {
            let clients = if self.ids == 1 {
                "one client without an id gets".to_owned()
            } else {
                format!("{} clients without an id get", self.ids)
            };
            notes.push(format!("{clients} the id of the row of the same name"));
        }
        if self.other_segments > 0 {
            let rows = if self.other_segments == 1 {
                "one row names another segment".to_owned()
            } else {
                format!("{} rows name another segment", self.other_segments)
            };
            notes.push(format!("{rows} than the book has, which stays: clients are moved by a decision with its note"));
        }
        if self.skipped > SKIPPED_NAMED {
            notes.push(format!("{} more rows are skipped", self.skipped - SKIPPED_NAMED));
        }
        let listed = self.doubles.len() as u64;
        if self.probable > listed {
            notes.push(format!("only the first {listed} of {} probable duplicates are listed", self.probable));
        }
        let known = self.problems.len();
        if known == PROBLEMS_KEPT {
            notes.push(format!("only the first {known} problems are listed; the file of rejects has them all"));
        }
        self.notes.extend(notes);
    }

    pub(super) fn skip(&mut self, line: u64, why: &str) {
        self.skipped += 1;
        if self.skipped <= SKIPPED_NAMED {
            self.notes.push(format!("{} {line} is skipped: {why}", self.counted_as));
        }
    }

    /// Whether every row was refused.
    #[must_use]
    pub fn all_refused(&self) -> bool {
        self.rejected > 0 && self.created + self.updated + self.unchanged + self.skipped == 0
    }

    /// `3 created, 2 updated`; the fates that occurred.
    #[must_use]
    pub fn in_words(&self) -> String {
        self.in_words_with(|n| n.to_string())
    }

    /// As [`Loaded::in_words`], with the numbers written by `number`.
    #[must_use]
    pub fn in_words_with(&self, number: impl Fn(u64) -> String) -> String {
        let fates = [
            (self.created, "created"),
            (self.updated, "updated"),
            (self.unchanged, "unchanged"),
            (self.skipped, "skipped"),
            (self.rejected, "rejected"),
            (self.placed, "placed"),
            (self.planned, if self.planned == 1 { "first review planned" } else { "first reviews planned" }),
        ];
        let said: Vec<String> = fates.iter().filter(|(n, _)| *n > 0).map(|(n, fate)| format!("{} {fate}", number(*n))).collect();
        if said.is_empty() { "no rows".to_owned() } else { said.join(", ") }
    }
}
