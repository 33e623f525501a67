//! `session report`: the minutes, or the hand-out for an owner.

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::Which;
use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::domain::refusal::Refusal;
use crate::domain::session::Session;
use crate::domain::session::minutes::{Minutes, Part};
use crate::domain::text::fold;
use crate::exchange::files::write_beside;
use crate::exchange::refused::shown_path;
use crate::exchange::session::report::{Form, Without, report};
use crate::store::Store;

/// Write the minutes of a session: who took part, what was decided and why, before and after, clients to inform, playbooks to start.
/// Those of an open session are a draft. The same session gives the same bytes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck session report \"2026 Q4\" --format html -o minutes.html
  quarterdeck session report \"2026 Q4\" --owner Ana -o ana.md          the hand-out for Ana
  quarterdeck session report --no-money --no-notes                    to be passed on

A file is yours alone to read. Where no session is open, the one finalised last is meant.")]
pub struct Report {
    #[command(flatten)]
    which: Which,
    /// The form; by the ending of FILE where not given, else Markdown
    #[arg(long)]
    format: Option<Written>,
    /// Only what concerns the clients of this owner: a hand-out
    #[arg(long, value_name = "WHO")]
    owner: Option<String>,
    /// Leave out revenue
    #[arg(long)]
    no_money: bool,
    /// Leave out notes and whatever else people wrote
    #[arg(long)]
    no_notes: bool,
    /// The file; without it the answer goes to standard output
    #[arg(short, long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    /// Answer in JSON: the minutes themselves, or where FILE or another form is asked for, what was written
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Written {
    /// Markdown, for mails and wikis
    Md,
    /// One page with charts, to print or send
    Html,
    /// A row per client, for spreadsheets
    Csv,
    /// For scripts
    Json,
}

/// What was written, and where; the text itself where it went to no file.
#[derive(Debug, Serialize)]
struct Document<'a> {
    session: &'a str,
    session_id: i64,
    owner: Option<&'a str>,
    format: &'static str,
    file: Option<String>,
    text: Option<Cow<'a, str>>,
}

const fn ending_of(form: Form) -> &'static str {
    match form {
        Form::Markdown => "md",
        Form::Html => "html",
        Form::Csv => "csv",
        Form::Json => "json",
    }
}

impl Report {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let form = self.form()?;
        let store = call.open()?;
        let session = self.find(&store, call)?;
        let minutes = store.session_minutes(&session, &call.stamp)?;
        if let Some(owner) = &self.owner {
            known(owner, &minutes)?;
        }
        let part = Part { owner: self.owner };
        let bytes = report(&minutes, &part, form, Without { money: self.no_money, notes: self.no_notes });
        let what = match &part.owner {
            Some(owner) => format!("the hand-out of {} for {owner}", session.name),
            None => format!("the minutes of {}", session.name),
        };
        let file = self.output.filter(|path| path.as_os_str() != "-");
        if !self.json || (file.is_none() && form == Form::Json) {
            return write_out(&bytes, file.as_deref(), &what, call);
        }
        if file.is_some() {
            write_out(&bytes, file.as_deref(), &what, call)?;
        }
        call.out.json(&Document {
            session: &session.name,
            session_id: session.id,
            owner: part.owner.as_deref(),
            format: ending_of(form),
            file: file.as_deref().map(shown_path),
            text: file.is_none().then(|| String::from_utf8_lossy(&bytes)),
        })
    }

    /// The session named, the open one, or else the one that was finalised last, which is said.
    fn find(&self, store: &Store, call: &Call) -> Result<Session, Fault> {
        if self.which.session.is_none()
            && store.open_sessions()?.is_empty()
            && let Some(last) = store.last_final_session()?
        {
            call.aside(&format!("no session is open; this is the one finalised last: {}", last.name));
            return Ok(last);
        }
        self.which.find(store)
    }

    fn form(&self) -> Result<Form, Fault> {
        let ending = self.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str()).map(str::to_lowercase);
        Ok(match (self.format, ending.as_deref()) {
            (Some(Written::Md), _) | (None, Some("md" | "markdown" | "txt")) => Form::Markdown,
            (Some(Written::Html), _) | (None, Some("html" | "htm")) => Form::Html,
            (Some(Written::Csv), _) | (None, Some("csv")) => Form::Csv,
            (Some(Written::Json), _) | (None, Some("json")) => Form::Json,
            (None, None) if self.json => Form::Json,
            (None, None) => Form::Markdown,
            (None, Some(other)) => {
                let fault = Fault::refused(format!("minutes are not written as .{other}"));
                return Err(fault.hint("there are md, html, csv and json; choose one with --format"));
            }
        })
    }
}

/// Refuses an owner who has no client in the session.
fn known(asked: &str, minutes: &Minutes) -> Result<(), Refusal> {
    let owners: Vec<&str> = minutes.record.owners.iter().filter_map(|owner| owner.owner.as_deref()).collect();
    if owners.iter().any(|owner| fold(owner) == fold(asked)) {
        return Ok(());
    }
    let hint =
        if owners.is_empty() { "no owner has clients in it".to_owned() } else { format!("there are {}", owners.join(", ")) };
    Err(Refusal::NotFound { what: "owner in this session", name: asked.to_owned(), hint })
}

/// Writes to a file that is its owner's alone, or to standard output.
pub fn write_out(bytes: &[u8], file: Option<&Path>, what: &str, call: &mut Call) -> Result<(), Fault> {
    let Some(path) = file else {
        let mut to = call.out.whole_file();
        return Ok(to.write_all(bytes).and_then(|()| to.flush())?);
    };
    write_beside(path, |to| to.write_all(bytes))?;
    call.aside(&format!("wrote {what} to {}", shown_path(path)));
    Ok(())
}
