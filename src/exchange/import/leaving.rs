//! Rows of an export that are no clients: deleted ones, one's own company, further rows of a client.

use std::collections::HashSet;

use csv::StringRecord;

use super::Origin;
use super::columns::{Field, Mapping, folded};
use super::content::hash_of;
use super::origins::deleted;
use super::values::{Archived, archived};
use crate::domain::text::fold;

/// What makes a row none of a client.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Leaving {
    /// The column that says a record is deleted, and what is said then.
    deleted: Option<(usize, &'static str)>,
    /// The id column, where record 0 is one's own company.
    own: Option<usize>,
    /// The name column, where each client is taken once.
    pub(super) once: Option<usize>,
}

impl Leaving {
    pub(super) fn of(header: &[String], mapping: &Mapping, origin: Origin) -> Self {
        const DELETED: &[&str] = &["isdeleted", "deletedflag", "deleted", "isdeletedc"];
        let free = |at: &usize| mapping.columns[*at].field.is_none();
        let at = header.iter().position(|header| DELETED.contains(&folded(header).as_str())).filter(free);
        let ours = origin == Origin::Quarterdeck;
        Self {
            deleted: at.filter(|_| !ours).map(|at| (at, deleted(origin))),
            own: (origin == Origin::Autotask).then(|| mapping.index_of(&Field::ExternalId)).flatten(),
            once: None,
        }
    }

    /// Whether a column decides about rows without filling a field.
    pub(super) fn reads(&self, at: usize) -> bool {
        self.deleted.is_some_and(|(deleted, _)| deleted == at)
    }

    /// Why a row is left out; `met` are the clients of earlier rows that were taken.
    pub(super) fn reason(&self, cells: &StringRecord, met: &HashSet<u64>) -> Option<&'static str> {
        let cell = |at: usize| cells.get(at).map_or("", str::trim);
        if let Some((at, reason)) = self.deleted
            && matches!(archived(cell(at)), Ok(Some(Archived::Yes | Archived::Since(_))))
        {
            return Some(reason);
        }
        if self.own.is_some_and(|at| cell(at) == "0") {
            return Some("one's own company, record 0 of Autotask");
        }
        match self.once.map(cell) {
            Some("") => Some("a row without a client"),
            Some(name) if met.contains(&hash_of(name)) => Some("a further row of the same client"),
            Some(_) | None => None,
        }
    }

    /// A row was taken: further ones of its client are not. One that is refused leaves that to the next.
    pub(super) fn taken(&self, cells: &StringRecord, met: &mut HashSet<u64>) {
        let name = self.once.and_then(|at| cells.get(at));
        met.extend(name.map(|name| hash_of(name.trim())));
    }
}

/// Whether a cell is the label of a row of totals, with or without a colon or a count behind it (`Grand Total (13 records)`,
/// `Total: 13`).
pub(super) fn is_label_of_total(label: &str) -> bool {
    const LABELS: [&str; 14] = [
        "total",
        "totals",
        "grand total",
        "sum",
        "subtotal",
        "sub total",
        "summe",
        "gesamt",
        "gesamtsumme",
        "insgesamt",
        "total general",
        "totaal",
        "totale",
        "eindtotaal",
    ];
    let label = fold(label);
    let counts = |rest: &str| rest.contains(|c: char| c.is_ascii_digit());
    let counted = label.split_once(['(', ':']).filter(|(_, rest)| counts(rest)).map(|(label, _)| label);
    LABELS.contains(&counted.unwrap_or(&label).trim_end_matches([':', ' ']))
}
