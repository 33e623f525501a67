//! `model`: the segmentation models of the book.

mod change;
mod list;
mod show;
mod whole;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::call::Call;
use super::fault::Fault;
use super::shifts::Going;
use show::Shape;

/// The segmentation models: what they ask, where their cuts are, and which reviews their segments get.
#[derive(Debug, Args)]
#[command(after_help = "\
One model of the book drives: its segments say when reviews are due. The others are lenses and move
no date.")]
pub struct Model {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the models of the book and those built in
    List {
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a model whole; the driving one where none is named
    #[command(after_help = "\
Examples:
  quarterdeck model show
  quarterdeck model show maturity-appetite --toml > mine.toml")]
    Show {
        /// Its key
        key: Option<String>,
        /// Print its file, to be changed and given back with `model edit KEY --file FILE`
        #[arg(long, conflicts_with = "json")]
        toml: bool,
        /// Answer in JSON, with the names of a model file
        #[arg(long)]
        json: bool,
    },
    /// Add a model to the book as a lens
    #[command(after_help = "\
Examples:
  quarterdeck model add ours.toml                  from a file
  quarterdeck model add maturity-appetite          one that is built in, by its key
  quarterdeck model add touch-tier --dry-run       see first where the scores would put everybody")]
    Add {
        /// The model file, or the key of a built-in model
        file: PathBuf,
        /// Only show where the scores would put everybody
        #[arg(long)]
        dry_run: bool,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Let a model of the book, or a built-in one, drive: from then on its segments say when reviews are due
    #[command(after_help = "\
Example:
  quarterdeck model use ours --dry-run             see first which due dates and hours move")]
    Use {
        /// Its key
        key: String,
        /// Only show what would move: due dates, hours a quarter, proposals
        #[arg(long)]
        dry_run: bool,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Change a model of the book, as one step that undo takes back
    #[command(after_help = "\
Examples:
  quarterdeck model edit maturity-appetite transform.grace=3 --dry-run
  quarterdeck model edit maturity-appetite transform.touchpoints.Review.every=\"2 weeks\"
  quarterdeck model edit maturity-appetite transform.touchpoints.Call='{ every = \"2 weeks\" }'
  quarterdeck model edit maturity-appetite maturity.cuts=40 confirm_every=\"2 months\"
  quarterdeck model edit maturity-appetite --file mine.toml

PATH is a key of the model file: confirm_every, guard.margin, SEGMENT.grace,
SEGMENT.touchpoints.KIND.every, DIMENSION.cuts, DIMENSION.factors.FACTOR.weight. A segment goes by
key, letter or name. A list needs no brackets: DIMENSION.cuts=35,85. An empty value takes the key
out, so that its default applies; comments in the file stay. A touchpoint that is a table of its
values is added; an empty value takes it away.
`model show KEY --toml` prints the file.")]
    Edit {
        /// Its key
        key: String,
        /// What is to be different
        #[arg(value_name = "PATH=VALUE", required_unless_present = "file", conflicts_with = "file")]
        changes: Vec<String>,
        /// Put this file in its place
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        /// Only show what would move: due dates, hours a quarter, who would be proposed elsewhere
        #[arg(long)]
        dry_run: bool,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Cut the quantiles of a model anew, so that its bands part the book as it is now into equal parts
    #[command(after_help = "\
Example:
  quarterdeck model fit service-tiers --dry-run    see first who would be proposed elsewhere")]
    Fit {
        /// Its key
        key: String,
        /// Only show what it would bring
        #[arg(long)]
        dry_run: bool,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Look whether a model file reads; no book is needed
    #[command(after_help = "\
Example:
  quarterdeck model check ours.toml")]
    Check {
        /// The model file
        file: PathBuf,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Record that somebody looked whether a model itself still fits
    #[command(after_help = "\
Example:
  quarterdeck model evaluate maturity-appetite --note \"the cuts still part the book well\"")]
    Evaluate {
        /// Its key
        key: String,
        /// What came of it
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
        note: String,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
}

impl Model {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        match self.command {
            Command::List { json } => list::list(&call.open()?, json, call),
            Command::Show { key, toml, json } => {
                let shape = match (toml, json) {
                    (true, _) => Shape::File,
                    (false, true) => Shape::Json,
                    (false, false) => Shape::Table,
                };
                show::show(&call.open()?, key.as_deref(), shape, call)
            }
            Command::Add { file, dry_run, json } => change::add(&file, Going::by(dry_run), json, call),
            Command::Use { key, dry_run, json } => change::use_(key, Going::by(dry_run), json, call),
            Command::Edit { key, changes, file, dry_run, json } => {
                change::edit(key, &changes, file.as_deref(), Going::by(dry_run), json, call)
            }
            Command::Fit { key, dry_run, json } => change::fit(key, Going::by(dry_run), json, call),
            Command::Check { file, json } => change::check(&file, json, call),
            Command::Evaluate { key, note, json } => change::evaluate(key, note, json, call),
        }
    }
}
