//! `export`: what is in the book, out again, as tables, pages, pictures or calendars.

use std::cell::Cell;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::call::{Call, filter};
use super::due::{Ahead, known_kind};
use super::fault::Fault;
use super::print::WholeFile;
use super::progress::watched;
use super::rescue::rescued;
use crate::exchange::export::{self, Access, Ask, ExportError, Format, Formulas, Share, View, What};
use crate::exchange::refused::shown_path;
use crate::store::{DueRange, Store, StoreError};

/// Write out what is in the book: clients as CSV import again to the same book.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck export -o clients.csv
  quarterdeck export --where 'owner:ana segment:A' --format json
  quarterdeck export --what board -o board.xlsx
  quarterdeck export --what due --within 30d -o due.md
  quarterdeck export --what reviews --no-notes -o reviews.xlsx
  quarterdeck export --what session --no-money -o minutes.html
  quarterdeck export --rescue -o clients.csv       from a damaged book

Every form of clients, due, history, board, reviews and session: csv, xlsx, json, md, html. Besides, ics of
due and clients (their open reviews), svg of board.
No spreadsheet runs a text of the book as a formula: CSV and Markdown put a ' before it, which import takes off again.")]
pub struct Export {
    /// What is written out
    #[arg(long, default_value = "clients")]
    what: Subject,
    /// The form of the file; by the ending of FILE where not given, else CSV
    #[arg(long)]
    format: Option<Form>,
    /// Only the clients a filter lets through, and what concerns them
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    r#where: Option<String>,
    /// The model of a board, where it is not the driving one
    #[arg(long, value_name = "KEY")]
    model: Option<String>,
    /// The picture that is drawn as SVG
    #[arg(long, value_name = "VIEW")]
    view: Option<Picture>,
    /// A board as it was at the end of that day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    as_of: Option<String>,
    /// A due list: overdue, due, and what becomes due within that time: 14d, 2 weeks
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["until", "all"])]
    within: Option<Ahead>,
    /// A due list: overdue, due, and what becomes due up to that day
    #[arg(long, value_name = "DATE", conflicts_with = "all", allow_hyphen_values = true)]
    until: Option<String>,
    /// A due list: every client and kind, whatever its state
    #[arg(long)]
    all: bool,
    /// A due list: only this kind of review
    #[arg(long)]
    kind: Option<String>,
    /// Which session, by number or name; the open one where not given, else the last
    #[arg(long, value_name = "SESSION")]
    session: Option<String>,
    /// A history: only from this day on
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    since: Option<String>,
    /// Leave out revenue
    #[arg(long)]
    no_money: bool,
    /// Leave out notes, outcomes and whatever else people wrote
    #[arg(long)]
    no_notes: bool,
    /// What becomes of text that a spreadsheet would run as a formula
    #[arg(long, value_name = "HOW", default_value = "guarded")]
    formulas: Guard,
    /// The file; without it the answer goes to standard output
    #[arg(short, long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    /// Let others read the file; otherwise it is yours alone
    #[arg(long, requires = "output")]
    shared: bool,
    /// What can still be read of a damaged book, which stays as it is
    #[arg(long)]
    rescue: bool,
    /// The same as --format json
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Subject {
    /// Clients with their segment, last review and scores
    Clients,
    /// Who is due for a review, most urgent first
    Due,
    /// What was done, the latest first
    History,
    /// The segments with their figures and clients
    Board,
    /// The reviews held; as CSV they import again
    Reviews,
    /// The minutes of a session
    Session,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For spreadsheets and for import
    Csv,
    /// A workbook with typed cells
    Xlsx,
    /// For scripts
    Json,
    /// Markdown, for minutes and wikis
    Md,
    /// One page to print or send
    Html,
    /// A picture
    Svg,
    /// For calendars
    Ics,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Picture {
    /// The segments with their figures and clients
    Board,
    /// Every client a point at its scores
    Scatter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Guard {
    /// It gets a ' before it
    Guarded,
    /// Nothing: for programs that are no spreadsheets
    AsTheyAre,
}

/// Endings that promise a form there is not; others say nothing, and CSV is written.
const FOREIGN: [&str; 17] = [
    "xls", "xlsb", "xlsm", "ods", "numbers", "tsv", "tab", "pdf", "doc", "docx", "odt", "ppt", "pptx", "png", "jpg", "xml", "zip",
];

impl Export {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let ask = self.ask(call)?;
        ask.check()?;
        let access = if self.shared { Access::Everybody } else { Access::Owner };
        let store = if self.rescue { rescued(call)? } else { call.open()? };
        if let Some(kind) = &ask.kind {
            known_kind(&store, kind)?;
        }
        let Some(path) = self.output.filter(|path| path.as_os_str() != "-") else { return print(&store, &ask, call) };
        let count = watched("writing out", call, |watch| export::write_file(&store, &ask, &path, access, watch))?;
        call.aside(&format!("wrote {} to {}", in_words(ask.what, count), shown_path(&path)));
        Ok(())
    }

    fn ask(&self, call: &Call) -> Result<Ask, Fault> {
        let format = self.format()?;
        if self.view.is_some() && format != Format::Svg {
            return Err(Fault::refused("--view says which picture is drawn").hint("it goes with --format svg"));
        }
        let what = match self.what {
            Subject::Clients => What::Clients,
            Subject::Due => What::Due,
            Subject::History => What::History,
            Subject::Board => What::Board,
            Subject::Reviews => What::Reviews,
            Subject::Session => What::Session,
        };
        self.fits(what)?;
        let day = |text: &Option<String>| text.as_deref().map(|text| call.date(text)).transpose();
        let share = |left: bool| if left { Share::Left } else { Share::Shown };
        Ok(Ask {
            filter: filter(self.r#where.as_deref())?,
            model: self.model.clone(),
            view: match self.view {
                None | Some(Picture::Board) => View::Board,
                Some(Picture::Scatter) => View::Scatter,
            },
            money: share(self.no_money),
            notes: share(self.no_notes),
            formulas: match self.formulas {
                Guard::Guarded => Formulas::Guarded,
                Guard::AsTheyAre => Formulas::AsTheyAre,
            },
            range: self.range(call)?,
            kind: self.kind.clone(),
            since: day(&self.since)?,
            as_of: day(&self.as_of)?,
            session: self.session.clone(),
            ..Ask::of(what, format, call.today())
        })
    }

    /// Refuses an option that says nothing about what is written out, rather than passing over it.
    fn fits(&self, what: What) -> Result<(), Fault> {
        let options = [
            (self.model.is_some(), "--model", What::Board),
            (self.view.is_some(), "--view", What::Board),
            (self.as_of.is_some(), "--as-of", What::Board),
            (self.within.is_some(), "--within", What::Due),
            (self.until.is_some(), "--until", What::Due),
            (self.all, "--all", What::Due),
            (self.kind.is_some(), "--kind", What::Due),
            (self.since.is_some(), "--since", What::History),
            (self.session.is_some(), "--session", What::Session),
        ];
        match options.into_iter().find(|(given, _, of)| *given && *of != what) {
            Some((_, option, of)) => {
                let said = format!("{option} says nothing about {}", what.name());
                Err(Fault::refused(said).hint(format!("it goes with --what {}", of.name())))
            }
            None => Ok(()),
        }
    }

    fn format(&self) -> Result<Format, Fault> {
        match self.format {
            Some(Form::Csv) => return Ok(Format::Csv),
            Some(Form::Xlsx) => return Ok(Format::Xlsx),
            Some(Form::Json) => return Ok(Format::Json),
            Some(Form::Md) => return Ok(Format::Markdown),
            Some(Form::Html) => return Ok(Format::Html),
            Some(Form::Svg) => return Ok(Format::Svg),
            Some(Form::Ics) => return Ok(Format::Ics),
            None if self.json => return Ok(Format::Json),
            None => {}
        }
        let Some(path) = &self.output else { return Ok(Format::Csv) };
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        if FOREIGN.contains(&ending.as_str()) {
            let forms = Format::NAMED.map(|(name, _)| name).join(", ");
            return Err(Fault::refused(format!("nothing is written as .{ending}"))
                .hint(format!("end the file's name on one of {forms}, or say with --format which form it has")));
        }
        Ok(Format::of(path).unwrap_or(Format::Csv))
    }

    fn range(&self, call: &Call) -> Result<DueRange, Fault> {
        Ok(match (&self.within, &self.until) {
            (Some(within), _) => DueRange::Until(within.until(call.today())?),
            (None, Some(until)) => DueRange::Until(call.date(until)?),
            (None, None) if self.all => DueRange::All,
            (None, None) => DueRange::Now,
        })
    }
}

/// Writes to standard output; a workbook is nothing for a terminal.
fn print(store: &Store, ask: &Ask, call: &mut Call) -> Result<(), Fault> {
    if ask.format == Format::Xlsx && call.out.is_terminal() {
        return Err(Fault::refused("a workbook cannot be shown on a terminal").hint("write it to a file with -o FILE"));
    }
    let closed = Cell::new(false);
    let mut heard = Heard { out: call.out.whole_file(), closed: &closed };
    let mut watch = |_| if closed.get() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    match export::write(store, ask, &mut heard, &mut watch) {
        // Nobody reads any more: the rest need not be gone through.
        Err(ExportError::Book(StoreError::Left)) => Ok(()),
        other => {
            other?;
            Ok(heard.flush()?)
        }
    }
}

/// Standard output, and whether somebody still reads it.
struct Heard<'o> {
    out: WholeFile<'o>,
    closed: &'o Cell<bool>,
}

impl Write for Heard<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes);
        self.closed.set(self.out.is_closed());
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// How much was written: `1 client`, `the board with 12 clients`.
fn in_words(what: What, count: i64) -> String {
    let counted = |one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    match what {
        What::Clients => counted("client", "clients"),
        What::Due => counted("due date", "due dates"),
        What::History => counted("entry", "entries"),
        What::Board => format!("the board with {}", counted("client", "clients")),
        What::Reviews => counted("review", "reviews"),
        What::Session => format!("the minutes with {}", counted("client", "clients")),
    }
}

impl From<ExportError> for Fault {
    fn from(error: ExportError) -> Self {
        let said = error.to_string();
        match error {
            ExportError::Book(error) => error.into(),
            ExportError::Output(error) => error.into(),
            ExportError::File(error) => error.into(),
            ExportError::NoSuchForm { forms, .. } => Self::refused(said).hint(format!("there are {forms}")),
        }
    }
}
