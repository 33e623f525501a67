//! The program: everything is in the library; this file only turns its answer into an exit code.

fn main() -> std::process::ExitCode {
    quarterdeck::main()
}
