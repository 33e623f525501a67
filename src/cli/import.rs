//! `import`: a file of clients into the book, as one step that can be undone.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::call::Call;
use super::fault::Fault;
use super::print::Table;
use crate::domain::command::OnExisting;
use crate::exchange::import::columns::ColumnChoice;
use crate::exchange::import::dates::DateOrder;
use crate::exchange::import::load::{Loaded, Loading, Made, Orders, PLACED};
use crate::exchange::import::numbers::Decimal;
use crate::exchange::import::{Options, Origin};
use crate::exchange::refused::shown_path;
use crate::store::{Crowd, HANDFUL, ImportPolicy, Matching, Store, StoreError};

/// Bring clients in from a CSV or TSV file or a workbook (XLSX, XLS, XLSB, ODS), as one step that undo takes back. The same file twice changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck import clients.csv --dry-run         see first what would happen
  quarterdeck import clients.csv --map 'Account Name=name' --map 'Yearly fee=arr'
  quarterdeck import clients.csv --rejects refused.csv
  quarterdeck import clients.csv --place --plan    placed by their scores, first reviews spread over the weeks

Fields: external_id, name, owner, arr or mrr, currency, stage, industry, goal, champion, champion_lost_on, renewal_on,
onboarded_on, segment, segment_since, last_review_on, last_review_kind, tags, notes, archived, measure.NAME,
score.FACTOR of the driving model, score.MODEL.FACTOR of another one of the book; `ignore` leaves a column out.
Blank cells never erase what the book knows.")]
pub struct Import {
    /// The file
    file: PathBuf,
    /// Which column is which field; may be given several times
    #[arg(long, value_name = "COLUMN=FIELD")]
    map: Vec<ColumnChoice>,
    /// The system the file comes from
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
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

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
        let name = shown_path(&self.file);
        let asked_for_rejects = self.rejects.is_some();
        let file = self.file.clone();
        let loading = Loading::look(&file, self.orders())?;
        let (loaded, crowd) = load(loading, call)?;
        if json {
            call.out.json(&loaded)?;
        } else {
            report(&loaded, &name, strict, call)?;
        }
        let refused = loaded.rejected;
        let all = loaded.rows;
        let loaded_something = loaded.seq.is_some();
        if refused > 0 && (strict || loaded.all_refused()) {
            let fault = Fault::refused(format!("{refused} of {all} rows were refused; nothing was changed"));
            return Err(fault.hint("correct them and import the file again"));
        }
        if refused > 0 && !asked_for_rejects {
            call.aside(&format!("hint: {refused} rows were refused; --rejects FILE writes them to a file you can correct"));
        }
        if let Some(Crowd { reviews, on }) = crowd.filter(|_| loaded_something) {
            let fall = if on == call.today() { "are due today or before".to_owned() } else { format!("fall on {on}") };
            call.aside(&format!("hint: {reviews} first reviews {fall}; quarterdeck plan spreads them"));
        }
        Ok(())
    }

    fn orders(self) -> Orders {
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
                sheet: self.sheet,
                ..Options::default()
            },
            policy: ImportPolicy { matching, on_existing },
            place: self.place.then(|| PLACED.to_owned()),
            plan: self.plan,
            strict: self.strict,
            rehearse: self.dry_run,
            rejects: self.rejects,
            ..Orders::default()
        }
    }
}

/// Into the book; into a new one where there is none, which stays only where something was brought in.
fn load(loading: Loading, call: &Call) -> Result<(Loaded, Option<Crowd>), Fault> {
    match Store::open(&call.book, call.today()) {
        Ok(store) => {
            if !loading.is_rehearsal() && !store.is_empty()? {
                store.backup(None, "import", &call.stamp)?;
            }
            let loaded = loading.into_book(&store, Made::Before, &call.stamp)?;
            Ok((loaded, crowd(&store, call)?))
        }
        Err(StoreError::Missing(_)) if loading.is_rehearsal() => {
            let folder =
                tempfile::tempdir().map_err(|error| Fault::failed(format!("no temporary folder can be made: {error}")))?;
            let store = call.make(&folder.path().join("rehearsal.db"))?;
            Ok((loading.into_book(&store, Made::Before, &call.stamp)?, None))
        }
        Err(StoreError::Missing(_)) => {
            let store = call.make(&call.book)?;
            let loaded = loading.into_book(&store, Made::ForThis, &call.stamp)?;
            if loaded.seq.is_none() {
                return Ok((loaded, None));
            }
            call.aside(&format!("made a new book at {}", call.book.display()));
            Ok((loaded, crowd(&store, call)?))
        }
        Err(error) => Err(error.into()),
    }
}

/// More than a handful of first reviews that wait on one day.
fn crowd(store: &Store, call: &Call) -> Result<Option<Crowd>, Fault> {
    Ok(store.first_crowd(call.today())?.filter(|crowd| crowd.reviews > HANDFUL))
}

fn report(loaded: &Loaded, name: &str, strict: bool, call: &mut Call) -> Result<(), Fault> {
    let nothing = loaded.dry_run || strict && loaded.rejected > 0;
    let verb = if nothing { "would import" } else { "imported" };
    call.out.text(&format!("{verb} {name}, {} rows: {}", loaded.rows, loaded.in_words()))?;
    let taken = |(column, field): (&String, &String)| {
        if column == field { field.clone() } else { format!("{column} → {field}") }
    };
    let mapping: Vec<String> = loaded.mapping.iter().map(taken).collect();
    call.out.text(&format!("columns: {}", mapping.join(", ")))?;
    for note in &loaded.notes {
        call.out.text(&format!("note: {note}"))?;
    }
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
