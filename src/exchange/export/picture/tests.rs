//! Pictures of real books: every shape of model, hostile names, what is left out, the same bytes.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::svg::Area;
use super::{clean, write};
use crate::domain::command::Command;
use crate::domain::filter::Filter;
use crate::domain::model::builtin;
use crate::domain::stamp::Stamp;
use crate::exchange::export::{Ask, Format, Formulas, Share, View, What};
use crate::exchange::sample;
use crate::store::Store;

pub(in crate::exchange::export) fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 15).expect("a day")
}

pub(in crate::exchange::export) fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-06-15T09:00:00+02:00").expect("an instant")
}

pub(in crate::exchange::export) fn stamp() -> Stamp {
    Stamp { now: now(), today: day(), by: "tester".to_owned() }
}

/// The sample book.
pub(in crate::exchange::export) fn sample_book(folder: &Path) -> Store {
    sample::make(&folder.join("sample.db"), day(), now()).expect("made")
}

pub(in crate::exchange::export) fn ask(what: What, format: Format) -> Ask {
    Ask {
        what,
        format,
        view: View::Board,
        filter: None,
        model: None,
        money: Share::Shown,
        notes: Share::Shown,
        formulas: Formulas::Guarded,
        today: day(),
    }
}

#[test]
#[ignore]
fn dump() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = sample_book(folder.path());
    for view in [View::Board, View::Scatter] {
        let mut out = Vec::new();
        write(&store, &Ask { view, ..ask(What::Board, Format::Svg) }, &mut out, &mut |_| ControlFlow::Continue(())).expect("drawn");
        std::fs::write(format!("/tmp/pics/{view:?}.svg"), out).expect("written");
    }
}
