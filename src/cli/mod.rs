//! The command line: one file per command, all on the same store as the console.

mod accept;
mod args;
mod backup;
mod board;
mod book;
mod call;
mod check;
mod clients;
mod clocks;
mod compare;
mod config;
mod confirmations;
mod debt;
mod decide;
mod demo;
mod due;
mod edit;
mod ends;
mod export;
mod facts;
mod fault;
mod figures;
mod history;
mod holidays;
mod import;
mod init;
mod insights;
mod json;
mod lens;
mod manual;
mod model;
mod movements;
mod moves;
mod pause;
mod plan;
mod print;
mod progress;
mod rescue;
mod review;
mod score;
mod session;
mod settings;
mod shape;
mod shifts;
mod show;
mod skip;
mod snooze;
mod workload;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ContextValue;

use args::{Cli, Command};
use call::Call;
use print::{say, tell};

pub use call::{Opening, Surroundings};
pub use fault::{Code, Fault};
pub use manual::reference;
pub use settings::{Keys, UserSettings};

use crate::domain::text::Shown;

/// Opens the console; given by whoever wires the two front doors.
pub type Console<'a> = &'a dyn Fn(Opening) -> Result<ExitCode, Fault>;

/// Runs one command, or the console where there is none.
#[must_use]
pub fn run(around: Surroundings, console: Console<'_>) -> ExitCode {
    let cli = match Cli::try_parse_from(args::spelled_out(around.args.clone())) {
        Ok(cli) => cli,
        Err(answer) => return spoken(answer),
    };
    let ended = Call::of(&cli.general, &around).and_then(|mut call| {
        // The console listens for itself, and restores the terminal first.
        if !(call.on_terminal && matches!(cli.command, None | Some(Command::Demo(_)))) {
            ends::listen();
        }
        if !matches!(cli.command, Some(Command::Demo(_) | Command::Init(_) | Command::Completions(_) | Command::Man(_))) {
            call.settle_day()?;
        }
        let code = answer(cli.command, &mut call, console);
        // What was printed before a fault is part of the answer.
        let flushed = call.out.flush();
        let ended = code.and_then(|code| flushed.map(|()| code).map_err(Fault::from));
        if ended.is_ok() {
            call.keep_safe();
        }
        let ended = ended.map_err(|fault| rescue::with_a_way_out(fault, &call));
        ended.or_else(|fault| fault.after(call.stands().as_deref()))
    });
    ended.unwrap_or_else(|fault| {
        tell(&Shown::block(&fault.to_string()));
        fault.exit_code().unwrap_or_else(|| ends::exit_code().unwrap_or(ExitCode::FAILURE))
    })
}

fn answer(command: Option<Command>, call: &mut Call, console: Console<'_>) -> Result<ExitCode, Fault> {
    let done = match command {
        None => return open_console(call, console),
        Some(Command::Demo(demo)) => return demo.run(call, console),
        Some(Command::Init(init)) => init.run(call),
        Some(Command::Import(import)) => import.run(call),
        Some(Command::Export(export)) => export.run(call),
        Some(Command::Clients(clients)) => clients.run(call),
        Some(Command::Show(show)) => show.run(call),
        Some(Command::Add(add)) => add.run(call),
        Some(Command::Edit(edit)) => edit.run(call),
        Some(Command::Archive(archive)) => archive.run(call),
        Some(Command::Restore(restore)) => restore.run(call),
        Some(Command::Score(score)) => score.run(call),
        Some(Command::Move(moved)) => moved.run(call),
        Some(Command::Confirm(confirm)) => confirm.run(call),
        Some(Command::Place(place)) => place.run(call),
        Some(Command::Accept(accept)) => accept.run(call),
        Some(Command::Board(board)) => board.run(call),
        Some(Command::Lens(lens)) => lens.run(call),
        Some(Command::Compare(compare)) => compare.run(call),
        Some(Command::Moves(moves)) => moves.run(call),
        Some(Command::Insights(insights)) => insights.run(call),
        Some(Command::Due(due)) => due.run(call),
        Some(Command::Review(review)) => review.run(call),
        Some(Command::Book(book)) => book.run(call),
        Some(Command::Snooze(snooze)) => snooze.run(call),
        Some(Command::Skip(skip)) => skip.run(call),
        Some(Command::Forgive(forgive)) => forgive.run(call),
        Some(Command::Pause(pause)) => pause.run(call),
        Some(Command::Resume(resume)) => resume.run(call),
        Some(Command::Plan(plan)) => plan.run(call),
        Some(Command::Figures(figures)) => figures.run(call),
        Some(Command::Workload(workload)) => workload.run(call),
        Some(Command::Debt(debt)) => debt.run(call),
        Some(Command::Confirmations(confirmations)) => confirmations.run(call),
        Some(Command::Session(session)) => session.run(call),
        Some(Command::History(history)) => history.run(call),
        Some(Command::Undo(undo)) => undo.run(call),
        Some(Command::Redo(redo)) => redo.run(call),
        Some(Command::Check(check)) => check.run(call),
        Some(Command::Backup(backup)) => backup.run(call),
        Some(Command::RestoreBackup(restore)) => restore.run(call),
        Some(Command::Rescue(rescue)) => rescue.run(call),
        Some(Command::Model(model)) => model.run(call),
        Some(Command::Holidays(holidays)) => holidays.run(call),
        Some(Command::Config(config)) => config.run(call),
        Some(Command::Completions(completions)) => completions.run(call),
        Some(Command::Man(man)) => man.run(call),
    };
    done.map(|()| ExitCode::SUCCESS)
}

fn open_console(call: &Call, console: Console<'_>) -> Result<ExitCode, Fault> {
    if !call.on_terminal {
        let fault = Fault::refused("the console needs a terminal, and this is none");
        return Err(fault.hint("give a command instead: quarterdeck --help lists them"));
    }
    console(call.opening(call.book.clone()))
}

/// Help and version go to standard output, mistakes to standard error. What was typed is quoted on one line.
fn spoken(mut answer: clap::Error) -> ExitCode {
    let quoted = answer.context().filter_map(|(kind, value)| match value {
        ContextValue::String(typed) => Some((kind, ContextValue::String(Shown::line(typed).into_string()))),
        // Names of options, numbers, text of clap's own.
        _ => None,
    });
    for (kind, value) in quoted.collect::<Vec<_>>() {
        answer.insert(kind, value);
    }
    let said = Shown::block(answer.render().to_string().trim_end_matches('\n'));
    if !answer.use_stderr() {
        say(&said);
        return ExitCode::SUCCESS;
    }
    tell(&said);
    ExitCode::from(Code::Refused as u8)
}
