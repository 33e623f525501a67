//! The refused rows of an import: counted, kept for the report, and written where asked.

use std::path::Path;

use csv::StringRecord;

use super::load::{Loaded, PROBLEMS_KEPT};
use super::rejects::Rejects;
use super::rows::Problem;
use crate::exchange::files::{Beside, NotWritten};

/// The refused rows: counted, kept for the report, and written where asked; the file is begun with the first of them.
pub(super) struct RefusedRows<'a> {
    to: Option<Rejects<Beside>>,
    path: Option<&'a Path>,
    header: &'a [String],
}

impl<'a> RefusedRows<'a> {
    pub(super) fn new(path: Option<&'a Path>, header: &'a [String]) -> Self {
        Self { to: None, path, header }
    }

    pub(super) fn add(&mut self, loaded: &mut Loaded, raw: &StringRecord, problems: Vec<Problem>) -> Result<(), NotWritten> {
        loaded.rejected += 1;
        if let Some(path) = self.path {
            if self.to.is_none() {
                let begun = Rejects::new(Beside::create(path)?, self.header);
                self.to = Some(begun.map_err(|cause| NotWritten::of(path, cause))?);
            }
            if let Some(to) = &mut self.to {
                to.add(raw, &problems).map_err(|cause| NotWritten::of(path, cause))?;
            }
        }
        let room = PROBLEMS_KEPT.saturating_sub(loaded.problems.len());
        loaded.problems.extend(problems.into_iter().take(room));
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), NotWritten> {
        match (self.to, self.path) {
            (Some(to), Some(path)) => to.finish().map_err(|cause| NotWritten::of(path, cause))?.commit(),
            (Some(_), None) | (None, _) => Ok(()),
        }
    }
}
