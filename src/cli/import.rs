//! `import`: a file of clients into the book, as one step that can be undone.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::call::Call;
use super::ends::Listening;
use super::fault::Fault;
use super::print::Table;
use crate::domain::command::OnExisting;
use crate::exchange::import::columns::ColumnChoice;
use crate::exchange::import::dates::DateOrder;
use crate::exchange::import::load::{Loaded, Loading, Made, Orders, PLACED};
use crate::exchange::import::numbers::Decimal;
use crate::exchange::import::saved::{Kept, Saved, all, save};
use crate::exchange::import::scale::ScaleChoice;
use crate::exchange::import::told::{Decision, Fate};
use crate::exchange::import::{Options, Origin, Subject};
use crate::exchange::refused::shown_path;
use crate::exchange::source::records::COLUMN_LIMIT;
use crate::store::fleeting::{FleetingFolder, sweep_old_folders};
use crate::store::{Crowd, HANDFUL, ImportPolicy, Matching, Store, StoreError};

/// Bring clients, or reviews of clients, in from a CSV or TSV file or a workbook (XLSX, XLS, XLSB, ODS), as one step that undo
/// takes back. The same file twice changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck import clients.csv --dry-run         see first what would happen
  quarterdeck import clients.csv --map 'Account Name=name' --map 'Yearly fee=arr'
  quarterdeck import clients.csv --rejects refused.csv
  quarterdeck import health.csv --map 'NPS=score.advocacy' --scale 'NPS=-100..100'
  quarterdeck import health.csv --scale score.engagement=red=1,yellow=3,green=5 --save-mapping health
  quarterdeck import clients.csv --place --plan    placed by their scores, first reviews spread over the weeks
  quarterdeck import activities.csv --as reviews   one review of a client a row

Fields: external_id, name, owner, arr or mrr, currency, stage, industry, goal, champion, champion_lost_on, renewal_on,
onboarded_on, segment, segment_since, last_review_on, last_review_kind, tags, notes, archived, measure.NAME,
score.FACTOR of the driving model, score.MODEL.FACTOR of another one of the book, segment.MODEL and segment_since.MODEL;
`ignore` leaves a column out. Blank cells never erase what the book knows.
Fields of a review: external_id or name of the client, held_on, kind, outcome, note, attendees, decisions, risks, sentiment, by.
A review of a client, day and kind that the book has already stays as it is.
A scale LOW..HIGH maps in a straight line onto 1 to the top of the factor, LOW the worst, rounded half up; words map onto
the score given for each. Several columns may feed one factor: the mean of those that say something counts.")]
pub struct Import {
    /// The file
    file: PathBuf,
    /// Which column is which field; may be given several times
    #[arg(long, value_name = "COLUMN=FIELD")]
    map: Vec<ColumnChoice>,
    /// What the figures or words of a score column stand for: LOW..HIGH, or word=score,word=score; may be given several times
    #[arg(long, value_name = "COLUMN|FIELD=SCALE")]
    scale: Vec<ScaleChoice>,
    /// Use a mapping saved before; without it, the one saved for the same header is used
    #[arg(long, value_name = "NAME")]
    mapping: Option<String>,
    /// Save what was said and understood about the file under this name
    #[arg(long, value_name = "NAME")]
    save_mapping: Option<String>,
    /// The system the file comes from: auto, generic, salesforce, hubspot, dynamics, zoho, pipedrive, connectwise, autotask,
    /// halopsa, gainsight, freshsales or quarterdeck
    #[arg(long, value_name = "SYSTEM", default_value = "auto")]
    source: Origin,
    /// The sheet of a workbook; without it the only one that looks like clients
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The order of day (d), month (m) and year (y) in dates: dmy, mdy or ymd
    #[arg(long, value_name = "ORDER")]
    date_order: Option<DateOrder>,
    /// The decimal sign of amounts: . or ,
    #[arg(long, value_name = "SIGN")]
    decimal: Option<Decimal>,
    /// What tells which client a row is about
    #[arg(long, value_name = "BY", default_value = "id")]
    r#match: Match,
    /// What happens to clients that are in the book already
    #[arg(long, value_name = "WHAT", default_value = "update")]
    on_existing: Existing,
    /// What the rows are, where the columns do not tell
    #[arg(long = "as", value_name = "WHAT")]
    subject: Option<Rows>,
    /// In a file of reviews, the kind of rows that name none the model knows
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// What happens to new clients that may be some the book has
    #[arg(long, value_name = "WHAT", default_value = "apart")]
    duplicates: Duplicates,
    /// The same for one line of the file: LINE=apart, LINE=same or LINE=skip; may be given several times
    #[arg(long, value_name = "LINE=WHAT", value_parser = decided)]
    duplicate: Vec<(u64, Decision)>,
    /// Place clients without a segment where their scores put them
    #[arg(long)]
    place: bool,
    /// Spread the first reviews over working days, within the hours of their owners
    #[arg(long)]
    plan: bool,
    /// Bring in all rows, or none where one is refused
    #[arg(long)]
    strict: bool,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Write refused rows, with the reason, to this file: corrected, it can be imported
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Tell of so many rows what becomes of them, field by field; of a dry run 20, in JSON 1000
    #[arg(long, value_name = "N")]
    tell: Option<usize>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rows {
    /// A client a row
    Clients,
    /// A review or touchpoint of a client a row
    Reviews,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Duplicates {
    /// They are clients of their own, and listed
    Apart,
    /// They are the clients of the book
    Same,
    /// Their rows are left out
    Skip,
    /// Nothing is imported while there are any
    Refuse,
}

/// Reads `12=same`.
fn decided(text: &str) -> Result<(u64, Decision), String> {
    let bad = || format!("“{text}” is no decision; write LINE=apart, LINE=same or LINE=skip, like 12=same");
    let (line, what) = text.split_once('=').ok_or_else(bad)?;
    let what = match what.trim() {
        "apart" => Decision::Apart,
        "same" => Decision::Same,
        "skip" => Decision::Skip,
        _ => return Err(bad()),
    };
    Ok((line.trim().parse().map_err(|_| bad())?, what))
}

/// Rows told of in a dry run.
const TOLD: usize = 20;
/// Rows told of in a dry run that answers in JSON.
const TOLD_IN_JSON: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Match {
    /// Its external id; its name where the file has none
    Id,
    /// Its name
    Name,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Existing {
    /// Cells that say something replace what the book says
    Update,
    /// They are left as they are
    Skip,
    /// Only what the book lacks is filled in
    Fill,
}

impl Import {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let json = self.json;
        let strict = self.strict;
        bounded("--map", self.map.len())?;
        bounded("--scale", self.scale.len())?;
        let refuse_doubles = self.duplicates == Duplicates::Refuse;
        let name = shown_path(&self.file);
        let asked_for_rejects = self.rejects.is_some();
        let file = self.file.clone();
        let save_as = self.save_mapping.clone();
        let saved = saved(self.mapping.as_deref(), call)?;
        let loading = Loading::look(&file, self.orders(saved))?;
        let kept = save_as.map(|name| loading.understood(&name)).transpose()?.filter(|_| !loading.is_rehearsal());
        let (loaded, crowd) = load(loading, call)?;
        if let Some(kept) = kept {
            keep(&kept, call)?;
        }
        if json {
            call.out.json(&loaded)?;
        } else {
            report(&loaded, &name, call)?;
        }
        let refused = loaded.rejected;
        let all = loaded.rows;
        if refused > 0 && (strict || loaded.all_refused()) {
            let fault = Fault::refused(format!("{refused} of {all} rows were refused; nothing was changed"));
            return Err(fault.hint("correct them and import the file again"));
        }
        if refuse_doubles && loaded.undecided > 0 {
            let them = if loaded.undecided == 1 { "one row".to_owned() } else { format!("{} rows", loaded.undecided) };
            let fault = Fault::refused(format!("{them} may be clients the book has; nothing was changed"));
            return Err(
                fault.hint("decide line by line with --duplicate LINE=same, or for all with --duplicates apart, same or skip")
            );
        }
        if refused > 0 && !asked_for_rejects {
            call.aside(&format!("hint: {refused} rows were refused; --rejects FILE writes them to a file you can correct"));
        }
        if let Some(Crowd { reviews, on }) = crowd.filter(|_| loaded.seq.is_some()) {
            let fall = if on == call.today() { "are due today or before".to_owned() } else { format!("fall on {on}") };
            call.aside(&format!("hint: {reviews} first reviews {fall}; quarterdeck plan spreads them"));
        }
        Ok(())
    }

    fn orders(self, saved: Vec<Saved>) -> Orders {
        let matching = match self.r#match {
            Match::Id => Matching::Id,
            Match::Name => Matching::Name,
        };
        let on_existing = match self.on_existing {
            Existing::Update => OnExisting::Update,
            Existing::Skip => OnExisting::Skip,
            Existing::Fill => OnExisting::Fill,
        };
        Orders {
            options: Options {
                map: self.map,
                date_order: self.date_order,
                decimal: self.decimal,
                source: self.source,
                subject: self.subject.map(|subject| match subject {
                    Rows::Clients => Subject::Clients,
                    Rows::Reviews => Subject::Reviews,
                }),
                sheet: self.sheet,
                scales: self.scale,
                saved,
                mapping: self.mapping,
            },
            policy: ImportPolicy { matching, on_existing },
            place: self.place.then(|| PLACED.to_owned()),
            plan: self.plan,
            strict: self.strict,
            rehearse: self.dry_run,
            rejects: self.rejects,
            doubles: match self.duplicates {
                Duplicates::Apart | Duplicates::Refuse => Decision::Apart,
                Duplicates::Same => Decision::Same,
                Duplicates::Skip => Decision::Skip,
            },
            decided: self.duplicate,
            refuse_doubles: self.duplicates == Duplicates::Refuse,
            kind: self.kind,
            tell: self.tell.unwrap_or(match (self.dry_run, self.json) {
                (false, _) => 0,
                (true, false) => TOLD,
                (true, true) => TOLD_IN_JSON,
            }),
        }
    }
}

/// More than a file has columns are none that a file has.
fn bounded(flag: &str, given: usize) -> Result<(), Fault> {
    if given <= COLUMN_LIMIT {
        return Ok(());
    }
    let fault = Fault::refused(format!("{flag} is given {given} times; a file has {COLUMN_LIMIT} columns at most"));
    Err(fault.hint("say it of each column once"))
}

/// The mappings saved in the folder of settings. One that does not read is told, and refused only where it is the one asked for.
fn saved(asked: Option<&str>, call: &Call) -> Result<Vec<Saved>, Fault> {
    let Kept { saved, unread } = call.mappings.as_deref().map(all).unwrap_or_default();
    for (name, refused) in unread {
        if asked == Some(name.as_str()) {
            return Err(refused.into());
        }
        call.aside(&format!("note: {refused}; it is left out"));
    }
    Ok(saved)
}

/// Writes a mapping into the folder of settings.
fn keep(kept: &Saved, call: &Call) -> Result<(), Fault> {
    let folder =
        call.mappings.as_deref().ok_or_else(|| Fault::failed("there is no folder of settings to save the mapping in"))?;
    let path = save(folder, kept)?;
    call.aside(&format!("saved the mapping as {}: files with this header use it from now on", shown_path(&path)));
    Ok(())
}

/// Into the book; into a new one where there is none, which stays only where something was brought in. A signal that ends the
/// program leaves the book as it was.
fn load(loading: Loading, call: &Call) -> Result<(Loaded, Option<Crowd>), Fault> {
    let listening = Listening::begin();
    let mut watch = |_| listening.wanted();
    match Store::open(&call.book, call.today()) {
        Ok(store) => {
            let store = call.opened(store);
            store.sweep_old_files();
            let loaded = loading.into_book_watched(&store, Made::Before, &call.stamp, &mut watch)?;
            Ok((loaded, crowd(&store, call)?))
        }
        Err(StoreError::Missing(_)) if loading.is_rehearsal() => {
            sweep_old_folders();
            let folder =
                FleetingFolder::make().map_err(|error| Fault::failed(format!("no temporary folder can be made: {error}")))?;
            let store = call.make(&folder.path().join("rehearsal.db"))?;
            Ok((loading.into_book_watched(&store, Made::Before, &call.stamp, &mut watch)?, None))
        }
        Err(StoreError::Missing(_)) => {
            let store = call.make(&call.book)?;
            let loaded = loading.into_book_watched(&store, Made::ForThis, &call.stamp, &mut watch)?;
            if loaded.seq.is_none() {
                return Ok((loaded, None));
            }
            call.aside(&format!("made a new book at {}", shown_path(&call.book)));
            Ok((loaded, crowd(&store, call)?))
        }
        Err(error) => Err(error.into()),
    }
}

/// More than a handful of first reviews that wait on one day.
fn crowd(store: &Store, call: &Call) -> Result<Option<Crowd>, Fault> {
    Ok(store.first_crowd(call.today())?.filter(|crowd| crowd.reviews > HANDFUL))
}

fn report(loaded: &Loaded, name: &str, call: &mut Call) -> Result<(), Fault> {
    let what = if loaded.what == "reviews" { "reviews of " } else { "" };
    let said = match (loaded.dry_run, loaded.seq) {
        (true, _) => format!("would import {what}{name}"),
        (false, Some(_)) => format!("imported {what}{name}"),
        (false, None) => format!("nothing was imported from {name}"),
    };
    let held_back = !loaded.dry_run && loaded.seq.is_none() && loaded.created + loaded.updated > 0;
    let come_to = if held_back { "; it would have come to" } else { "" };
    call.out.text(&format!("{said}, {} rows{come_to}: {}", loaded.rows, loaded.in_words()))?;
    let taken = |(column, field): (&String, &String)| {
        if column == field { field.clone() } else { format!("{column} → {field}") }
    };
    let mapping: Vec<String> = loaded.mapping.iter().map(taken).collect();
    call.out.text(&format!("columns: {}", mapping.join(", ")))?;
    for note in &loaded.notes {
        call.out.text(&format!("note: {note}"))?;
    }
    told(loaded, call)?;
    doubles(loaded, call)?;
    if loaded.problems.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&[">line", "column", "value", "problem", "hint"]);
    for problem in &loaded.problems {
        let column = problem.column.clone().unwrap_or_default();
        let hint = problem.hint.clone().unwrap_or_default();
        table.row([&problem.row.to_string(), &column, &problem.value, &problem.problem, &hint]);
    }
    call.out.heading("refused")?;
    call.out.table(&table)
}

/// Row by row what changes; refused rows have a table of their own.
fn told(loaded: &Loaded, call: &mut Call) -> Result<(), Fault> {
    let mut table = Table::new(&[">line", "client", "fate", "field", "before", "after"]);
    let (mut shown, mut any) = (0_u64, false);
    for row in loaded.told.iter().filter(|row| row.fate != Fate::Rejected) {
        shown += 1;
        let (line, fate) = (row.row.to_string(), row.fate.name());
        for change in &row.changes {
            let of = |text: &Option<String>| text.clone().unwrap_or_default();
            table.row([&line, &row.client, fate, &change.field, &of(&change.before), &of(&change.after)]);
        }
        if let Some(why) = &row.why {
            table.row([&line, &row.client, fate, "", "", why]);
        }
        any |= row.why.is_some() || !row.changes.is_empty();
    }
    if !any {
        return Ok(());
    }
    let all = loaded.created + loaded.updated + loaded.skipped;
    let some = if shown < all { format!("what changes, the first {shown} of {all} rows") } else { "what changes".to_owned() };
    call.out.heading(&some)?;
    call.out.table(&table)
}

/// New clients that may be some the book has.
fn doubles(loaded: &Loaded, call: &mut Call) -> Result<(), Fault> {
    if loaded.doubles.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&[">line", "client", "id", "may be", "its id", "why", "taken as"]);
    for twin in &loaded.doubles {
        let id = |id: &Option<String>| id.clone().unwrap_or_default();
        let taken = match twin.decision {
            Decision::Apart => "two clients",
            Decision::Same => "the same",
            Decision::Skip => "left out",
        };
        let (mine, theirs) = (id(&twin.external_id), id(&twin.client_external_id));
        table.row([&twin.row.to_string(), &twin.name, &mine, &twin.client, &theirs, twin.why, taken]);
    }
    call.out.heading("probable duplicates")?;
    call.out.table(&table)
}
