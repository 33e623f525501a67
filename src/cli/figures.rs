//! `figures`: how often reviews were held on time, late, skipped or are open in a span, by segment or by owner (C18).

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::call::Call;
use super::fault::Fault;
use super::print::Table;
use super::progress::watched;
use super::shape::segment_in_words;
use crate::domain::calendar::Span;
use crate::domain::figures::Figures as Counts;
use crate::domain::model::Model;
use crate::store::{FiguresBy, FiguresOf, Store};

/// How often reviews were held on time, late or skipped, or are open, among those due in a span.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck figures                              this fiscal quarter, by segment
  quarterdeck figures --period 'last quarter' --by owner
  quarterdeck figures --from 2026-01-01 --to 2026-06-30 --json

A review counts in the span its due date lies in. On time is held by the end of the grace days. On
time, late, skipped and open add up to the total; the share on time is that of the total. As needed
counts what asks for no review, in no total.

A period is: this or last month, quarter or year; 2026-Q3, FY2026, 2026-11. Quarters and years are
fiscal ones (quarterdeck config set fiscal_start 7).")]
pub struct Figures {
    /// The first day
    #[arg(long, value_name = "DATE", requires = "to", conflicts_with = "period", allow_hyphen_values = true)]
    from: Option<String>,
    /// The last day
    #[arg(long, value_name = "DATE", requires = "from", allow_hyphen_values = true)]
    to: Option<String>,
    /// The span in words: last quarter, 2026-Q3, FY2026, 2026-11
    #[arg(long, value_name = "WORDS")]
    period: Option<String>,
    /// What the figures are told apart by
    #[arg(long, value_name = "WHAT", default_value = "segment")]
    by: By,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// The segment the client was in
    Segment,
    /// The owner of the client
    Owner,
}

impl By {
    const fn name(self) -> &'static str {
        match self {
            Self::Segment => "segment",
            Self::Owner => "owner",
        }
    }
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    from: NaiveDate,
    to: NaiveDate,
    label: String,
    #[serde(flatten)]
    all: Line,
    by: &'static str,
    items: Vec<Item<'a>>,
}

/// The figures of a segment, or of an owner: the field of the other is left out.
#[derive(Debug, Serialize)]
struct Item<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    segment: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<Option<&'a str>>,
    #[serde(flatten)]
    figures: Line,
}

/// Figures as scripts read them.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    on_time: u64,
    late: u64,
    skipped: u64,
    open: u64,
    total: u64,
    as_needed: u64,
    share_on_time: Option<f64>,
}

impl From<Counts> for Line {
    fn from(figures: Counts) -> Self {
        let Counts { on_time, late, skipped, open, as_needed } = figures;
        // Four decimals: a share, not a measurement.
        let share_on_time = figures.share_on_time().map(|share| (share * 10_000.0).round() / 10_000.0);
        Self { on_time, late, skipped, open, total: figures.total(), as_needed, share_on_time }
    }
}

impl Figures {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let span = self.span(&store, call)?;
        let by = match self.by {
            By::Segment => FiguresBy::Segment,
            By::Owner => FiguresBy::Owner,
        };
        let today = call.today();
        let figures = watched("counting the reviews of", call, |watch| store.figures(span.from, span.to, by, today, watch))?;
        let ground = store.ground();
        let parts = ordered(&figures, by, ground.driving());
        if self.json {
            let items = parts.iter().map(|(key, part)| Item::of(by, key.as_deref(), *part)).collect();
            let Span { from, to, label } = span;
            return call.out.json(&Document { from, to, label, all: figures.all.into(), by: self.by.name(), items });
        }
        call.out.text(&heading(&span))?;
        let mut table = Table::new(&[self.by.name(), ">on time", ">late", ">skipped", ">open", ">total", ">share", ">as needed"]);
        for (key, part) in &parts {
            let named = match (self.by, key) {
                (By::Segment, Some(_)) => segment_in_words(ground.driving(), key.as_deref()),
                (By::Owner, Some(owner)) => owner.clone(),
                (By::Segment, None) => "(no segment)".to_owned(),
                (By::Owner, None) => "(no owner)".to_owned(),
            };
            table.row(row(named, *part));
        }
        table.row(row("all".to_owned(), figures.all));
        call.out.table(&table)
    }

    fn span(&self, store: &Store, call: &Call) -> Result<Span, Fault> {
        let fiscal = store.ground().fiscal();
        if let Some(words) = &self.period {
            return fiscal.understand(words, call.today()).map_err(|error| Fault::refused(error.to_string()));
        }
        let (Some(from), Some(to)) = (&self.from, &self.to) else { return Ok(fiscal.quarter_of(call.today())) };
        let (from, to) = (call.date(from)?, call.date(to)?);
        if from > to {
            let fault = Fault::refused(format!("the span ends on {to}, before it begins on {from}"));
            return Err(fault.hint("give the earlier day to --from and the later one to --to"));
        }
        Ok(Span { from, to, label: format!("{from} to {to}") })
    }
}

/// The parts in the order shown: segments as the model has them, owners by name, those without one last.
pub(super) fn ordered(figures: &FiguresOf, by: FiguresBy, model: &Model) -> Vec<(Option<String>, Counts)> {
    let mut parts: Vec<(Option<String>, Counts)> = figures.parts.iter().map(|(key, part)| (key.clone(), *part)).collect();
    let place = |key: &Option<String>| match (by, key) {
        (FiguresBy::Segment, Some(key)) => {
            model.segments.iter().position(|segment| segment.key == *key).unwrap_or(usize::MAX - 1)
        }
        (FiguresBy::Owner, Some(_)) => 0,
        (FiguresBy::Segment | FiguresBy::Owner, None) => usize::MAX,
    };
    parts.sort_by_cached_key(|(key, _)| (place(key), key.clone()));
    parts
}

impl<'a> Item<'a> {
    fn of(by: FiguresBy, key: Option<&'a str>, part: Counts) -> Self {
        let (segment, owner) = match by {
            FiguresBy::Segment => (Some(key), None),
            FiguresBy::Owner => (None, Some(key)),
        };
        Self { segment, owner, figures: part.into() }
    }
}

fn heading(span: &Span) -> String {
    let days = format!("{} to {}", span.from, span.to);
    if span.label == days { days } else { format!("{}: {days}", span.label) }
}

pub(super) fn row(named: String, part: Counts) -> [String; 8] {
    let share = part.share_on_time().map_or_else(String::new, |share| format!("{:.0} %", share * 100.0));
    let Counts { on_time, late, skipped, open, as_needed } = part;
    let [on_time, late, skipped, open, total] = [on_time, late, skipped, open, part.total()].map(|n| n.to_string());
    [named, on_time, late, skipped, open, total, share, as_needed.to_string()]
}
