//! A file into the book: rows understood become clients, each ends in one fate, and all of it is one step that can be undone.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use csv::StringRecord;
use serde::Serialize;
use thiserror::Error;

use super::columns::Field as Column;
use super::rejects::Rejects;
use super::rows::{Outcome, Problem, Row, rows};
use super::told::{Decision, Double, Told};
use super::values::{Archived, Fault};
use super::{Options, Origin, Profile, open, profile};
use crate::domain::client::Field;
use crate::domain::command::{Incoming, model_of};
use crate::domain::model::Model;
use crate::domain::refusal::Refusal;
use crate::domain::stamp::Stamp;
use crate::exchange::files::{Beside, NotWritten};
use crate::exchange::refused::{Refused, shown_cell, shown_path};
use crate::exchange::source::Source;
use crate::store::{Import, ImportPolicy, Progress, RowEnd, Store, StoreError, Watch};

/// The note of clients placed by an import.
pub const PLACED: &str = "Accepted the proposal of the imported scores";
/// Problems kept for the report; the file of rejects has them all.
pub const PROBLEMS_KEPT: usize = 50_000;
/// Skipped rows named one by one.
const SKIPPED_NAMED: u64 = 20;
/// Every so many rows somebody hears how far the import has come.
const TOLD_EVERY: u64 = 100;
/// Rows a segment column needs before it is judged as a whole.
const ROWS_TO_JUDGE: u64 = 5;

/// How a file goes into the book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Orders {
    /// What is said about the file.
    pub options: Options,
    /// How rows meet the clients of the book.
    pub policy: ImportPolicy,
    /// Accept the proposals of the clients met, with this note.
    pub place: Option<String>,
    /// Spread the first reviews of the clients met.
    pub plan: bool,
    /// All rows or none.
    pub strict: bool,
    /// Only say what would happen.
    pub rehearse: bool,
    /// Where refused rows are written.
    pub rejects: Option<PathBuf>,
    /// What is done about probable duplicates.
    pub doubles: Decision,
    /// What was decided about single ones, by their line.
    pub decided: Vec<(u64, Decision)>,
    /// Rows of which the fate is told one by one, at most.
    pub tell: usize,
}

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
    /// Whether nothing was to be written.
    pub dry_run: bool,
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
}

impl Loaded {
    fn skip(&mut self, line: u64, why: &str) {
        self.skipped += 1;
        if self.skipped <= SKIPPED_NAMED {
            self.notes.push(format!("line {line} is skipped: {why}"));
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
        let fates = [
            (self.created, "created"),
            (self.updated, "updated"),
            (self.unchanged, "unchanged"),
            (self.skipped, "skipped"),
            (self.rejected, "rejected"),
            (self.placed, "placed"),
            (self.planned, if self.planned == 1 { "first review planned" } else { "first reviews planned" }),
        ];
        let said: Vec<String> = fates.iter().filter(|(n, _)| *n > 0).map(|(n, fate)| format!("{n} {fate}")).collect();
        if said.is_empty() { "no rows".to_owned() } else { said.join(", ") }
    }
}

/// Why a file did not go in; the book is as it was.
#[derive(Debug, Error)]
pub enum LoadError {
    /// The file is refused.
    #[error(transparent)]
    File(#[from] Refused),
    /// The book failed.
    #[error(transparent)]
    Book(#[from] StoreError),
    /// The refused rows could not be written.
    #[error(transparent)]
    Rejects(#[from] NotWritten),
}

/// A file looked at, ready to go in.
#[derive(Debug)]
pub struct Loading {
    source: Source,
    profile: Profile,
    orders: Orders,
}

impl Loading {
    /// Looks at a file: no book is needed yet.
    ///
    /// # Errors
    /// The file is refused.
    pub fn look(file: &Path, orders: Orders) -> Result<Self, Refused> {
        Self::of(open(file, &orders.options)?, orders)
    }

    /// As [`Loading::look`], of a file that is open already.
    ///
    /// # Errors
    /// The file is refused.
    pub fn of(source: Source, orders: Orders) -> Result<Self, Refused> {
        refuse_to_replace(source.path(), orders.rejects.as_deref())?;
        let profile = profile(&source, &orders.options)?;
        Ok(Self { source, profile, orders })
    }

    /// Whether nothing is to be written.
    #[must_use]
    pub fn is_rehearsal(&self) -> bool {
        self.orders.rehearse
    }

    /// Brings the rows in. `made` says that the book was made for this: it goes away again where nothing is kept.
    ///
    /// # Errors
    /// The book, the file or the file of rejects fails; then nothing was written.
    pub fn into_book(self, store: &Store, made: Made, stamp: &Stamp) -> Result<Loaded, LoadError> {
        self.into_book_watched(store, made, stamp, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`Loading::into_book`]; `watch` hears of rows instead of clients.
    ///
    /// # Errors
    /// As [`Loading::into_book`]; [`StoreError::Left`] where `watch` wants no more.
    pub fn into_book_watched(mut self, store: &Store, made: Made, stamp: &Stamp, watch: Watch<'_>) -> Result<Loaded, LoadError> {
        let model = std::sync::Arc::clone(store.ground().driving());
        leave_out_foreign_segments(&mut self.profile, &model, &self.orders);
        let mut import = store.import(self.orders.policy, stamp)?;
        let filled = self.fill(store, &mut import, &model, watch);
        let keep = |loaded: &Loaded| !(loaded.dry_run || self.orders.strict && loaded.rejected > 0);
        match filled {
            Ok(mut loaded) if keep(&loaded) && import.changes_something() => {
                let (summary, detail) = self.caption(&loaded);
                loaded.seq = import.finish(&summary, &detail)?.map(|receipt| receipt.seq);
                Ok(loaded)
            }
            other => {
                if made == Made::ForThis {
                    import.unmake()?;
                }
                other
            }
        }
    }

    fn fill(&self, store: &Store, import: &mut Import<'_>, model: &Model, watch: Watch<'_>) -> Result<Loaded, LoadError> {
        let profile = &self.profile;
        let mapping = profile.mapped().map(|(header, field)| (header.to_owned(), field.to_string())).collect();
        let mut loaded = Loaded {
            source: match profile.source {
                Origin::Auto | Origin::Quarterdeck => Origin::Generic.name(),
                known => known.name(),
            },
            mapping,
            notes: profile.notes.clone(),
            dry_run: self.orders.rehearse,
            ..Loaded::default()
        };
        let mut refused = RefusedRows { to: None, path: self.orders.rejects.as_deref(), header: &profile.dialect.header };
        let top = |name: &str| top_of(store, model, name);
        for outcome in rows(&self.source, profile, top)? {
            loaded.rows += 1;
            if loaded.rows.is_multiple_of(TOLD_EVERY) && watch(far(loaded.rows, profile.rows)).is_break() {
                return Err(StoreError::Left.into());
            }
            match outcome? {
                Outcome::Skipped(row) => loaded.skip(row.line, row.reason),
                Outcome::Rejected(row) => refused.add(&mut loaded, &row.raw, row.problems)?,
                Outcome::Row(row) => match import.row(row.line, &incoming(&row))? {
                    RowEnd::Created(_) => loaded.created += 1,
                    RowEnd::Updated(_) => loaded.updated += 1,
                    RowEnd::Unchanged(_) => loaded.unchanged += 1,
                    RowEnd::Skipped(_, why) => loaded.skip(row.line, &why),
                    RowEnd::Rejected(refusal) => {
                        let problem = problem_of(&refusal, &row, profile);
                        refused.add(&mut loaded, &row.raw, vec![problem])?;
                    }
                },
            }
        }
        if let Some(note) = &self.orders.place {
            loaded.placed = import.place(note)? as u64;
        }
        if self.orders.plan {
            loaded.planned = import.plan_first()? as u64;
        }
        if loaded.skipped > SKIPPED_NAMED {
            loaded.notes.push(format!("{} more rows are skipped", loaded.skipped - SKIPPED_NAMED));
        }
        let known = loaded.problems.len();
        if known == PROBLEMS_KEPT {
            loaded.notes.push(format!("only the first {known} problems are listed; the file of rejects has them all"));
        }
        refused.finish()?;
        Ok(loaded)
    }

    fn caption(&self, loaded: &Loaded) -> (String, String) {
        let path = self.source.path();
        let name = shown_path(path.file_name().map_or(path, Path::new));
        let detail = serde_json::json!({
            "file": name, "rows": loaded.rows, "created": loaded.created, "updated": loaded.updated,
            "unchanged": loaded.unchanged, "skipped": loaded.skipped, "rejected": loaded.rejected, "placed": loaded.placed,
            "planned": loaded.planned,
        });
        (format!("imported {name}: {}", loaded.in_words()), detail.to_string())
    }
}

/// Refused rows are not written over the file they come from.
fn refuse_to_replace(file: &Path, rejects: Option<&Path>) -> Result<(), Refused> {
    let real = |path: &Path| path.canonicalize().ok();
    let same = rejects.is_some_and(|rejects| real(file).is_some_and(|file| real(rejects) == Some(file)));
    if same { Err(Refused::Itself(shown_path(file))) } else { Ok(()) }
}

/// The highest score of a factor of the driving model, or of another one as `MODEL.FACTOR`.
fn top_of(store: &Store, driving: &Model, name: &str) -> Option<u8> {
    let other = model_of(name).and_then(|(key, factor)| Some((store.ground().model(Some(key)).ok()?, factor)));
    let (model, factor) = other.as_ref().map_or((driving, name), |(model, factor)| (&**model, *factor));
    model.factor(factor).map(|(_, factor)| factor.top())
}

/// Rows done of those there are, which were counted when the file was looked at.
fn far(rows: u64, of: u64) -> Progress {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    Progress { done: count(rows), of: count(of.max(rows)) }
}

/// Whether the book was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// It was.
    Before,
    /// It was made for this import.
    ForThis,
}

/// A column that only sounds like our segments (Enterprise, SMB) is left out, unless somebody said it is the one.
fn leave_out_foreign_segments(profile: &mut Profile, model: &Model, orders: &Orders) {
    let Some(at) = profile.mapping.index_of(&Column::Segment) else { return };
    let header = profile.mapping.columns[at].header.clone();
    let said = orders.options.map.iter().any(|choice| choice.names(&header) || choice.names(&format!("#{}", at + 1)));
    let known = profile.segments.iter().any(|value| model.segments_named(value).is_ok());
    let ours = profile.source == Origin::Quarterdeck;
    if said || known || ours || profile.rows < ROWS_TO_JUDGE || profile.segments.is_empty() {
        return;
    }
    profile.mapping.columns[at].field = None;
    let (shown, example) = (shown_cell(&header), &profile.segments[0]);
    let keys: Vec<&str> = model.segments.iter().map(|segment| segment.key.as_str()).collect();
    profile.notes.push(format!(
        "column “{shown}” is left out: it holds “{example}” and no segment of {} ({}); where it should count, correct its cells \
         or say so with --map '{shown}=segment'",
        model.name,
        keys.join(", ")
    ));
}

/// A row in the book's terms.
fn incoming(row: &Row) -> Incoming {
    let day = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
    let fields = [
        (Field::Name, Some(row.name.clone())),
        (Field::ExternalId, row.external_id.clone()),
        (Field::Owner, row.owner.clone()),
        (Field::Arr, row.arr.map(|arr| arr.to_string())),
        (Field::Currency, row.currency.clone()),
        (Field::Stage, row.stage.clone()),
        (Field::Industry, row.industry.clone()),
        (Field::Goal, row.goal.clone()),
        (Field::Champion, row.champion.clone()),
        // Who is there now says more than who was lost.
        (Field::ChampionLostOn, day(row.champion_lost_on.filter(|_| row.champion.is_none()))),
        (Field::RenewalOn, day(row.renewal_on)),
        (Field::OnboardedOn, day(row.onboarded_on)),
        (Field::Tags, row.tags.as_ref().map(|tags| tags.join("; "))),
        (Field::Notes, row.notes.clone()),
    ];
    let measures = row.measures.iter().map(|(name, value)| (Field::Measures, format!("{name}={value}")));
    Incoming {
        fields: fields.into_iter().filter_map(|(field, value)| Some((field, value?))).chain(measures).collect(),
        segment: row.segment.clone(),
        segment_since: row.segment_since,
        last_review_on: row.last_review_on,
        last_review_kind: row.last_review_kind.clone(),
        archived: row.archived.map(|archived| match archived {
            Archived::No => false,
            Archived::Yes | Archived::Since(_) => true,
        }),
        scores: row.scores.clone(),
    }
}

/// A refusal of the book as a problem of the row, in the column it is about as far as that can be told.
fn problem_of(refusal: &Refusal, row: &Row, profile: &Profile) -> Problem {
    let (column, value) = match refusal {
        Refusal::NotFound { what: "segment", name, .. } => (Some(Column::Segment), name.clone()),
        Refusal::NotFound { what: "kind of review", name, .. } => (Some(Column::LastReviewKind), name.clone()),
        Refusal::NotFound { what: "factor", name, .. } => (Some(Column::Score(name.clone())), String::new()),
        Refusal::WrongDate { date, .. } if row.last_review_on == Some(*date) => (Some(Column::LastReviewOn), date.to_string()),
        Refusal::WrongDate { date, .. } => (Some(Column::SegmentSince), date.to_string()),
        Refusal::BadValue { what, value, .. } => (what.strip_prefix("value for ").and_then(|n| n.parse().ok()), value.clone()),
        Refusal::TextTooLong { what, .. } => (what.parse().ok(), String::new()),
        Refusal::Barred { what, .. } if what.starts_with("the external id") => {
            (Some(Column::ExternalId), row.external_id.clone().unwrap_or_default())
        }
        Refusal::NotFound { .. }
        | Refusal::NoteTooShort { .. }
        | Refusal::Ambiguous { .. }
        | Refusal::AlreadyThere { .. }
        | Refusal::Stale { .. }
        | Refusal::Archived { .. }
        | Refusal::Nothing(_)
        | Refusal::Barred { .. }
        | Refusal::Cadence(_) => (None, String::new()),
    };
    let fault = Fault { problem: refusal.to_string(), hint: refusal.hint() };
    let header = column.and_then(|field| Some(profile.mapping.columns[profile.mapping.index_of(&field)?].header.as_str()));
    let problem = Problem::of_cell(row.line, header.unwrap_or_default(), &value, fault);
    Problem { column: problem.column.filter(|_| header.is_some()), ..problem }
}

/// The refused rows: counted, kept for the report, and written where asked; the file is begun with the first of them.
struct RefusedRows<'a> {
    to: Option<Rejects<Beside>>,
    path: Option<&'a Path>,
    header: &'a [String],
}

impl RefusedRows<'_> {
    fn add(&mut self, loaded: &mut Loaded, raw: &StringRecord, problems: Vec<Problem>) -> Result<(), NotWritten> {
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

    fn finish(self) -> Result<(), NotWritten> {
        match (self.to, self.path) {
            (Some(to), Some(path)) => to.finish().map_err(|cause| NotWritten::of(path, cause))?.commit(),
            (Some(_), None) | (None, _) => Ok(()),
        }
    }
}
