//! The words of the command line: the program, what goes for every command, and the list of commands.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::{
    accept, backup, board, book, check, clients, config, decide, demo, due, edit, export, facts, history, holidays, import, init,
};
use super::{compare, confirmations, debt, figures, insights, plan, workload};
use super::{lens, manual, model, movements, moves, pause, rescue, review, score, session, show, skip, snooze};

/// Who needs what from you, and when: the account-review console for the terminal.
#[derive(Debug, Parser)]
#[command(name = "quarterdeck", version, max_term_width = 100, after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub general: General,
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXAMPLES: &str = "\
Without a command the console opens.

Examples:
  quarterdeck demo                                 look around in a sample book
  quarterdeck import clients.csv                   bring your clients in
  quarterdeck due --within 14d                     who needs a review soon
  quarterdeck move acme --to B --note \"they asked for a modernisation plan\"
  quarterdeck review acme --outcome \"budget approved\"
  quarterdeck undo                                 take the last step back

CLIENT is an id, an external id, or a name; the beginning of a name is enough where it is clear.";

/// What goes for every command.
#[derive(Debug, Args)]
pub struct General {
    /// The book to work on
    #[arg(long, global = true, overrides_with = "book", value_name = "FILE")]
    pub book: Option<PathBuf>,
    /// Go by another day than today: 2026-11-05, yesterday, -3d
    #[arg(long, global = true, overrides_with = "today", value_name = "DATE", allow_hyphen_values = true)]
    pub today: Option<String>,
    /// Act under this name
    #[arg(long, global = true, overrides_with = "user", value_name = "NAME")]
    pub user: Option<String>,
    /// Read your settings from another file
    #[arg(long, global = true, overrides_with = "config", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Colours in tables
    #[arg(long, global = true, overrides_with = "color", value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// When tables are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Look around in a sample book
    Demo(demo::Demo),
    /// Make an empty book
    Init(init::Init),
    /// Bring clients in from a CSV or TSV file, or a workbook
    Import(import::Import),
    /// Write clients out
    Export(export::Export),
    /// List clients
    Clients(clients::Clients),
    /// Show one client: facts, scores, due dates and why, history
    Show(show::Show),
    /// Add a client
    Add(facts::Add),
    /// Change facts of a client, or give it periods of its own
    Edit(edit::Edit),
    /// Take a client out of the book, with its history kept
    Archive(facts::Archive),
    /// Bring an archived client back
    Restore(facts::Restore),
    /// Record scores of clients, and see where they put them
    Score(score::Score),
    /// Move clients to another segment, with the reason
    Move(moves::Move),
    /// Confirm that clients are in the right segment
    Confirm(decide::Confirm),
    /// Place clients without a segment where their scores put them
    Place(decide::Place),
    /// Move clients where their scores propose, with the reason
    Accept(accept::Accept),
    /// The segments with their clients and revenue
    Board(board::Board),
    /// Where clients would be by their scores: on any two dimensions, or in a model
    Lens(lens::Lens),
    /// Two models side by side, and where they contradict each other
    Compare(compare::Compare),
    /// From where to where clients went between two days, and why
    Moves(movements::Moves),
    /// How the book is spread over segments and owners, and how that changes
    Insights(insights::Insights),
    /// Who is due for a review
    Due(due::Due),
    /// Log a review that was held
    Review(review::Review),
    /// Record the date agreed for the next rescue, review, or call it off
    Book(book::Book),
    /// Hide a review until a day, with the reason
    Snooze(snooze::Snooze),
    /// Close the open review without holding it, with the reason
    Skip(skip::Skip),
    /// Let go of a review that a move keeps open
    Forgive(skip::Forgive),
    /// Stop the clocks of a client
    Pause(pause::Pause),
    /// Let the clocks of a paused client run again
    Resume(pause::Resume),
    /// Spread first reviews over working days, within the hours of their owners
    Plan(plan::Plan),
    /// How often reviews were on time, late, skipped or open
    Figures(figures::Figures),
    /// Hours of reviews a week for each owner
    Workload(workload::Workload),
    /// What was put off: snoozes and skips
    Debt(debt::Debt),
    /// Whose segment is to be confirmed
    Confirmations(confirmations::Confirmations),
    /// The quarterly session: decide client by client who belongs where
    Session(session::Session),
    /// What was done, by whom, and why
    History(history::History),
    /// Take back your last step
    Undo(history::Undo),
    /// Do again what you took back
    Redo(history::Redo),
    /// Look whether the book is whole
    Check(check::Check),
    /// Copy the book to a safe place
    Backup(backup::Backup),
    /// Go back to a backup; the book as it is now is kept
    RestoreBackup(backup::RestoreBackup),
    /// Look what can still be read of a damaged book
    Rescue(rescue::Rescue),
    /// The segmentation models of the book
    Model(model::Model),
    /// Days off that due dates keep clear of
    Holidays(holidays::Holidays),
    /// Settings of the book and your own
    Config(config::Config),
    /// Print completions for your shell
    Completions(manual::Completions),
    /// Print the manual page
    Man(manual::Man),
}

/// `-h` as `--help`, before an id that begins with `-` could be meant; what follows `--` stays as it is.
pub fn spelled_out(args: Vec<OsString>) -> Vec<OsString> {
    let mut literal = false;
    let spell = |arg: OsString| {
        literal |= arg == "--";
        if !literal && arg == "-h" { OsString::from("--help") } else { arg }
    };
    args.into_iter().map(spell).collect()
}
