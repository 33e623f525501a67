//! `export`: the clients of the book, out again.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::call::{Call, filter};
use super::fault::Fault;
use super::json;
use crate::domain::filter::Filter;
use crate::exchange::export::ExportError;
use crate::exchange::export::clients::{ExportedClient, clients_csv, each_client};
use crate::exchange::files::{Beside, NotWritten};
use crate::store::Store;

/// Write clients out: the CSV imports again to the same book.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck export -o clients.csv
  quarterdeck export --where 'owner:ana segment:A' --format json")]
pub struct Export {
    /// What is written out
    #[arg(long, default_value = "clients")]
    what: What,
    /// The form of the file; by the ending of FILE where not given, else CSV
    #[arg(long)]
    format: Option<Format>,
    /// Only the clients a filter lets through
    #[arg(long, value_name = "FILTER")]
    r#where: Option<String>,
    /// The file; without it the answer goes to standard output
    #[arg(short, long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    /// The same as --format json
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Clients with their segment, last review and scores
    Clients,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For spreadsheets and for import
    Csv,
    /// For scripts
    Json,
}

impl Export {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let what = match self.what {
            What::Clients => "clients",
        };
        let filter = filter(self.r#where.as_deref())?;
        let ends_in_json = self.output.as_ref().is_some_and(|path| path.extension().is_some_and(|end| end == "json"));
        let format = self.format.unwrap_or(if self.json || ends_in_json { Format::Json } else { Format::Csv });
        let store = call.open()?;
        let Some(path) = self.output.filter(|path| path.as_os_str() != "-") else {
            write_out(&store, format, filter.as_ref(), call.today(), &mut call.out)?;
            return Ok(());
        };
        let mut beside = Beside::create(&path)?;
        let count = write_out(&store, format, filter.as_ref(), call.today(), &mut beside).map_err(|error| match error {
            ExportError::Output(cause) => NotWritten::of(&path, cause).into(),
            other => Fault::from(other),
        })?;
        beside.commit()?;
        call.aside(&format!("wrote {count} {what} to {}", path.display()));
        Ok(())
    }
}

fn write_out(
    store: &Store,
    format: Format,
    filter: Option<&Filter>,
    today: chrono::NaiveDate,
    to: &mut impl Write,
) -> Result<i64, ExportError> {
    match format {
        Format::Csv => clients_csv(store, filter, today, to),
        Format::Json => {
            let ground = store.ground();
            write!(to, "{{\"schema\":{},\"items\":[", json::SCHEMA)?;
            let mut between: &[u8] = b"\n";
            let total = each_client(store, filter, today, |row| -> Result<(), ExportError> {
                to.write_all(between)?;
                between = b",\n";
                Ok(json::value(to, &ExportedClient::of(row, &ground.currency))?)
            })?;
            writeln!(to, "],\"total\":{total}}}")?;
            Ok(total)
        }
    }
}

impl From<ExportError> for Fault {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Book(error) => error.into(),
            ExportError::Output(error) => error.into(),
            ExportError::File(error) => error.into(),
            ExportError::NoSuchForm { forms, .. } => Self::refused(error.to_string()).hint(format!("give one of: {forms}")),
        }
    }
}
