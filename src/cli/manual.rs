//! `completions` and `man`, and the reference in `docs/CLI.md`: all printed from the one definition of the commands.

use std::fmt::Write as _;
use std::io::Write;

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;

use super::args::Cli;
use super::call::Call;
use super::fault::Fault;

/// Print completions for your shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck completions bash > ~/.local/share/bash-completion/completions/quarterdeck")]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        // The generator panics where its output fails: it gets memory.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "quarterdeck", &mut script);
        let mut file = call.out.whole_file();
        Ok(file.write_all(&script).and_then(|()| file.flush())?)
    }
}

/// Print the manual page.
#[derive(Debug, Args)]
pub struct Man {}

impl Man {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let mut root = Cli::command();
        root.build();
        let mut file = call.out.whole_file();
        clap_mangen::Man::new(root.clone()).render(&mut file)?;
        for command in root.get_subcommands() {
            clap_mangen::Man::new(command.clone()).render(&mut file)?;
        }
        Ok(file.flush()?)
    }
}

/// The reference of all commands, as `docs/CLI.md` holds it.
#[must_use]
pub fn reference() -> String {
    let mut root = Cli::command().term_width(100);
    root.build();
    let mut text = String::from("# The command line\n\nPrinted from the program; `UPDATE_DOCS=1 cargo test` writes it again.\n");
    describe(&root, "quarterdeck", 2, &mut text);
    text
}

fn describe(command: &Command, name: &str, depth: usize, text: &mut String) {
    let help = command.clone().term_width(100).render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    let written = write!(text, "\n{} {name}\n\n```text\n{}\n```\n", "#".repeat(depth), lines.join("\n").trim_end());
    written.expect("a string takes any text");
    for sub in command.get_subcommands() {
        describe(sub, &format!("{name} {}", sub.get_name()), (depth + 1).min(4), text);
    }
}
