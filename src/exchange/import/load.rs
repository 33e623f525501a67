//! A file into the book: rows understood become clients, each ends in one fate, and all of it is one step that can be undone.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::columns::Field as Column;
use super::incoming::{incoming, incoming_review, problem_of, problem_of_review};
use super::loaded::rejected;
pub use super::loaded::{DOUBLES_KEPT, Loaded, PROBLEMS_KEPT};
use super::refused_rows::RefusedRows;
use super::rows::{Outcome, rows};
use super::saved::Saved;
use super::told::{Decision, Fate, Told};
use super::{Options, Origin, Profile, Subject, open, profile};
use crate::domain::command::{OtherKinds, model_of};
use crate::domain::model::Model;
use crate::domain::stamp::Stamp;
use crate::exchange::files::NotWritten;
use crate::exchange::refused::{Refused, shown_cell, shown_path};
use crate::exchange::source::Source;
use crate::store::{Import, ImportPolicy, Progress, Store, StoreError, Tell, Watch};

/// The note of clients placed by an import.
pub const PLACED: &str = "Accepted the proposal of the imported scores";
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
    /// Nothing goes in while there are probable duplicates nobody decided about.
    pub refuse_doubles: bool,
    /// In a file of reviews, the kind of rows that name none the model knows.
    pub kind: Option<String>,
    /// Rows of which the fate is told one by one, at most.
    pub tell: usize,
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

    /// What was said about the file and understood of it, to be kept under a name.
    ///
    /// # Errors
    /// The name is none a file can have.
    pub fn understood(&self, name: &str) -> Result<Saved, Refused> {
        Saved::of(name, &self.profile, &self.orders.options)
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
        if let Some(question) = self.profile.scale_questions(|name| top_of(store, &model, name)).into_iter().next() {
            if made == Made::ForThis {
                store.import(self.orders.policy, stamp)?.unmake()?;
            }
            return Err(Refused::Ambiguous(Box::new(question)).into());
        }
        leave_out_foreign_segments(&mut self.profile, &model, &self.orders);
        let others = match &self.orders.kind {
            Some(kind) => OtherKinds::As(kind.clone()).of(&model).map_err(StoreError::from)?,
            None if self.profile.is_ours() => OtherKinds::Kept,
            None => OtherKinds::OnlyOne,
        };
        // What fails there blocks nothing, and is told with the answer.
        let safe = !self.orders.rehearse && made == Made::Before && !store.is_empty()?;
        let precaution = safe.then(|| store.precaution("import", stamp));
        let mut import = store.import(self.orders.policy, stamp)?;
        import.decide(self.orders.doubles, self.orders.decided.iter().copied());
        if self.profile.is_ours() {
            import.each_is_one();
        }
        let filled = self.fill(store, &mut import, &model, &others, watch);
        let whole = |loaded: &Loaded| !(self.orders.strict && loaded.rejected > 0);
        let decided = |loaded: &Loaded| !(self.orders.refuse_doubles && loaded.undecided > 0);
        match filled {
            Ok(mut loaded) if !loaded.dry_run && whole(&loaded) && decided(&loaded) && import.changes_something() => {
                let (summary, detail) = self.caption(&loaded);
                loaded.seq = import.finish(&summary, &detail)?.map(|receipt| receipt.seq);
                loaded.backup_failed = precaution.and_then(|precaution| precaution.failure().map(str::to_owned));
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

    fn fill(
        &self,
        store: &Store,
        import: &mut Import<'_>,
        model: &Model,
        others: &OtherKinds,
        watch: Watch<'_>,
    ) -> Result<Loaded, LoadError> {
        let profile = &self.profile;
        let mut loaded = self.begun();
        let mut refused = RefusedRows::new(self.orders.rejects.as_deref(), &profile.dialect.header);
        let top = |name: &str| top_of(store, model, name);
        for outcome in rows(&self.source, profile, top)? {
            loaded.rows += 1;
            if loaded.rows.is_multiple_of(TOLD_EVERY) && watch(far(loaded.rows, profile.rows)).is_break() {
                return Err(StoreError::Left.into());
            }
            let telling = loaded.told.len() < self.orders.tell;
            import.tell(if telling { Tell::Changes } else { Tell::Fates });
            let told = match outcome? {
                Outcome::Skipped(row) => {
                    loaded.skip(row.line, row.reason);
                    Told::left(row.line, self.name_in(&row.raw), row.reason.to_owned())
                }
                Outcome::Rejected(row) => {
                    let told = Told::refused(row.line, self.name_in(&row.raw), &row.problems);
                    refused.add(&mut loaded, &row.raw, row.problems)?;
                    told
                }
                Outcome::Row(row) => {
                    let taken = import.take(row.line, &incoming(&row, others))?;
                    loaded.double(row.line, &row.name, row.external_id.as_deref(), &taken, &self.orders);
                    let problem = rejected(&taken).map(|refusal| problem_of(refusal, &row, profile));
                    loaded.ended(row.line, taken, problem, &row.raw, &mut refused)?
                }
                Outcome::Activity(activity) => {
                    let taken = import.review(activity.line, &incoming_review(&activity), others)?;
                    let problem = rejected(&taken).map(|refusal| problem_of_review(refusal, &activity, profile));
                    loaded.ended(activity.line, taken, problem, &activity.raw, &mut refused)?
                }
            };
            if telling && told.fate != Fate::Unchanged {
                loaded.told.push(told);
            }
        }
        if let Some(note) = &self.orders.place {
            loaded.placed = import.place(note)? as u64;
        }
        if self.orders.plan {
            loaded.planned = import.plan_first()? as u64;
        }
        loaded.conclude();
        refused.finish()?;
        Ok(loaded)
    }

    fn begun(&self) -> Loaded {
        let profile = &self.profile;
        Loaded {
            source: match profile.source {
                Origin::Auto | Origin::Quarterdeck => Origin::Generic.name(),
                known => known.name(),
            },
            mapping: profile.mapped().map(|(header, field)| (header.to_owned(), field.to_string())).collect(),
            notes: profile.notes.clone(),
            dry_run: self.orders.rehearse,
            counted_as: if self.source.sheet().is_some() { "row" } else { "line" },
            what: match profile.subject {
                Subject::Clients => "clients",
                Subject::Reviews => "reviews",
            },
            ..Loaded::default()
        }
    }

    /// The name a row gives, as far as it has one.
    fn name_in(&self, cells: &csv::StringRecord) -> String {
        let at = self.profile.mapping.index_of(&Column::Name).or(self.profile.mapping.index_of(&Column::ExternalId));
        at.and_then(|at| cells.get(at)).map(shown_cell).unwrap_or_default()
    }

    fn caption(&self, loaded: &Loaded) -> (String, String) {
        let path = self.source.path();
        let name = shown_path(path.file_name().map_or(path, Path::new));
        let detail = serde_json::json!({
            "file": name, "rows": loaded.rows, "created": loaded.created, "updated": loaded.updated,
            "unchanged": loaded.unchanged, "skipped": loaded.skipped, "rejected": loaded.rejected, "placed": loaded.placed,
            "planned": loaded.planned,
        });
        let what = if self.profile.subject == Subject::Reviews { "reviews of " } else { "" };
        (format!("imported {what}{name}: {}", loaded.in_words()), detail.to_string())
    }
}

/// Refused rows are not written over the file they come from.
fn refuse_to_replace(file: &Path, rejects: Option<&Path>) -> Result<(), Refused> {
    let real = |path: &Path| path.canonicalize().ok();
    let same = rejects.is_some_and(|rejects| real(file).is_some_and(|file| real(rejects) == Some(file)));
    if same { Err(Refused::Itself(shown_path(file))) } else { Ok(()) }
}

/// The highest score of a factor of the driving model, or of another one as `MODEL.FACTOR`.
#[must_use]
pub fn top_of(store: &Store, driving: &Model, name: &str) -> Option<u8> {
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
