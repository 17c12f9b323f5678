//! Git Locksmith: the window, and with a subcommand the command line.

use std::io::{IsTerminal, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use git_locksmith::app;
use git_locksmith::cli::{self, Console, Exit};
use git_locksmith::git::Environment;

fn main() -> ExitCode {
    let environment = Environment::of_this_process();
    let (mut out, mut err) = (stdout(), stderr());
    let mut console = Console {
        out: &mut out,
        err: &mut err,
        shows_progress: std::io::stderr().is_terminal(),
        environment: &environment,
    };
    let exit = match cli::parse(std::env::args_os(), &mut console) {
        Err(exit) => exit,
        Ok(arguments) => match arguments.command {
            Some(command) => cli::run(&command, &mut console),
            None => open_window(arguments.folders, &mut console),
        },
    };
    ExitCode::from(exit as u8)
}

/// Without a display, or where none of the window's renderers start, the person gets what
/// `check` prints, and is told how to go on.
fn open_window(folders: Vec<PathBuf>, console: &mut Console<'_>) -> Exit {
    let environment = console.environment;
    let why_not = if environment.has_display() {
        match app::run(environment.clone(), folders.clone()) {
            Ok(()) => return Exit::Fine,
            Err(error) => error.to_string(),
        }
    } else {
        "there is no display".to_owned()
    };
    cli::without_window(&why_not, folders, console)
}
