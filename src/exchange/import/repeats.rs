//! Files with one deal, contact or month a row: the client stands in several rows, and only what is the same in all counts.

use std::collections::HashMap;

use csv::StringRecord;

use super::claims::{are_deals, is_own};
use super::columns::{Field, Mapping, folded};
use super::content::hash_of;
use crate::exchange::refused::shown_cell;

/// Different names remembered; a file with more is one of clients.
const NAMES: usize = 20_000;
/// Rows with a name a file needs before it is judged.
const ROWS: u64 = 10;

/// Which values stay the same from row to row of one name.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    name: Option<usize>,
    watched: Vec<usize>,
    first: HashMap<u64, Vec<u64>>,
    varies: Vec<bool>,
    named: u64,
}

impl Repeats {
    pub(super) fn of(mapping: &Mapping) -> Self {
        let watched: Vec<usize> = (0..mapping.columns.len())
            .filter(|at| mapping.columns[*at].field.as_ref().is_some_and(|f| *f != Field::Name))
            .collect();
        let varies = vec![false; watched.len()];
        Self { name: mapping.index_of(&Field::Name), watched, varies, ..Self::default() }
    }

    /// The column whose cells are the names.
    pub(super) fn name(&self) -> Option<usize> {
        self.name
    }

    pub(super) fn add(&mut self, cells: &StringRecord) {
        let Some(name) = self.name.and_then(|at| cells.get(at)).map(str::trim).filter(|name| !name.is_empty()) else { return };
        self.named += 1;
        let value = |at: &usize| hash_of(cells.get(*at).map_or("", str::trim));
        match self.first.get(&hash_of(name)) {
            Some(first) => {
                for (at, (column, first)) in self.watched.iter().zip(first).enumerate() {
                    self.varies[at] |= value(column) != *first;
                }
            }
            None if self.first.len() < NAMES => {
                self.first.insert(hash_of(name), self.watched.iter().map(value).collect());
            }
            None => *self = Self::default(),
        }
    }

    /// Where the rows are deals or the like: leaves out what differs between rows of a client, and says so. Answers whether
    /// each client is to be taken once.
    pub(super) fn settle(&self, header: &[String], mapping: &mut Mapping, said: impl Fn(usize) -> bool) -> bool {
        let names = self.first.len() as u64;
        let has = |words: &[&str]| header.iter().any(|header| words.contains(&folded(header).as_str()));
        // Where somebody said that each deal is a client, there is nothing to take together.
        let deals = are_deals(header) && !self.name.is_some_and(|at| is_own(&header[at]));
        let what = match (deals, has(&["firstname", "vorname"]) && has(&["lastname", "nachname", "surname"])) {
            (true, _) => Some("deal"),
            (false, true) => Some("contact"),
            (false, false) => None,
        };
        let enough = if what.is_some() { names < self.named } else { self.named >= ROWS && names * 2 <= self.named };
        if self.name.is_none() || self.name != mapping.index_of(&Field::Name) || !enough {
            return false;
        }
        let varying: Vec<usize> =
            self.watched.iter().zip(&self.varies).filter(|(_, varies)| **varies).map(|(at, _)| *at).collect();
        let varying: Vec<usize> = varying.into_iter().filter(|at| mapping.columns[*at].field.is_some()).collect();
        // Ids that differ are different clients, unless they are those of deals or contacts; days that differ are reviews;
        // what was said is not overruled.
        let tells = |at: usize| match mapping.columns[at].field {
            Some(Field::ExternalId) => what.is_none() || !is_own(&mapping.columns[at].header),
            Some(Field::LastReviewOn) => true,
            Some(_) | None => false,
        };
        if varying.iter().any(|at| tells(*at) || said(*at)) {
            return false;
        }
        let each = what.map_or_else(String::new, |what| format!(", a {what} each"));
        let mut note = format!("{names} clients stand in {} rows{each}: each client is taken once", self.named);
        if !varying.is_empty() {
            let left: Vec<String> = varying.iter().map(|at| format!("“{}”", shown_cell(&mapping.columns[*at].header))).collect();
            note.push_str(&format!(", without what differs from row to row ({})", left.join(", ")));
        }
        mapping.notes.push(note);
        for at in varying {
            mapping.columns[at].field = None;
        }
        true
    }
}
