//! The command line: the same jobs and the same values as the window, for scripts, SSH sessions
//! and machines without a display.
//!
//! Results go to standard output, progress and problems to standard error. A secret appears in
//! neither. Exit codes: [`Exit`].

pub mod check;
pub mod clear;
mod console;
mod find;
pub mod fix;
pub mod helper;
pub mod json;
pub mod report;
pub mod save;
pub mod sources;
mod text;
pub mod url;

use std::ffi::OsString;
use std::io::{IsTerminal, stderr, stdout};
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::git::Environment;
use crate::jobs::Workshop;
use crate::model::{Activity, ActivityLog, Cancel};

pub use console::Console;
pub use find::RemoteArguments;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Every checked remote can fetch and push, or was not to be checked.
    Fine = 0,
    /// Something needs attention.
    NeedsAttention = 1,
    /// The command line was wrong.
    WrongUsage = 2,
    /// The work itself failed.
    Failed = 3,
}

/// Which sign-in Git uses, why the server refuses it, and how to replace it
#[derive(Debug, Parser)]
#[command(
    name = "git-locksmith",
    version,
    args_conflicts_with_subcommands = true
)]
pub struct Arguments {
    /// What to do; without one, the window opens
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Folders to open in the window
    #[arg(value_name = "PATH")]
    pub folders: Vec<PathBuf>,
}

/// What the command line can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ask the servers whether the saved sign-ins let Git fetch and push
    Check(check::CheckArguments),
    /// Remove saved sign-ins everywhere Git looks
    Clear(clear::ClearArguments),
    /// Make the change that ends a finding, after showing it with --dry-run
    Fix(fix::FixArguments),
    /// Print a report to hand to a colleague, with secrets and user names masked
    Report(report::ReportArguments),
    /// Save a new token, read from standard input or a hidden prompt, after trying it
    Save(save::SaveArguments),
    /// Configure Git Locksmith's own credential helper, which keeps sign-ins in the keyring
    Helper(helper::HelperArguments),
    /// Show what Git would sign in with, in Git's order, and who set it up
    Sources(sources::SourcesArguments),
    /// Point a remote elsewhere: over ssh or https, or to push apart from fetching
    Url(url::UrlArguments),
}

impl Command {
    fn wants_json(&self) -> bool {
        match self {
            Self::Check(arguments) => arguments.json,
            Self::Clear(arguments) => arguments.json,
            Self::Fix(arguments) => arguments.json,
            Self::Report(_) => false,
            Self::Save(arguments) => arguments.json,
            Self::Sources(arguments) => arguments.json,
            Self::Helper(arguments) => arguments.json,
            Self::Url(arguments) => arguments.json,
        }
    }
}

/// The whole command line of a program, on its standard streams: reads `arguments`, the program's
/// name first, and runs the command. `on_interrupt` says how a command is cancelled;
/// `open_window` is called where no command was given.
pub fn main(
    arguments: impl IntoIterator<Item = OsString>,
    environment: &Environment,
    on_interrupt: impl FnOnce() -> Cancel,
    open_window: impl FnOnce(Vec<PathBuf>, &mut Console<'_>) -> Exit,
) -> Exit {
    let (mut out, mut err) = (stdout(), stderr());
    let mut console = Console {
        out: &mut out,
        err: &mut err,
        shows_progress: stderr().is_terminal(),
        cancel: Cancel::default(),
        environment,
    };
    let arguments = match parse(arguments, &mut console) {
        Ok(arguments) => arguments,
        Err(exit) => return exit,
    };
    match arguments.command {
        Some(command) => {
            console.cancel = on_interrupt();
            run(&command, &mut console)
        }
        None => open_window(arguments.folders, &mut console),
    }
}

/// Reads a command line. What is wrong with it is said on the console.
///
/// # Errors
///
/// The exit to end with: wrong usage, or help and version, which are fine.
fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    console: &mut Console<'_>,
) -> Result<Arguments, Exit> {
    Arguments::try_parse_from(arguments).map_err(|error| {
        let is_wrong = error.use_stderr();
        let text = error.render().to_string();
        match is_wrong {
            true => console.say(&text),
            false => console.print(&text),
        }
        if is_wrong {
            Exit::WrongUsage
        } else {
            Exit::Fine
        }
    })
}

/// Runs one command to its end.
pub fn run(command: &Command, console: &mut Console<'_>) -> Exit {
    let activity =
        ActivityLog::to(|Activity { what, outcome }| tracing::info!("{what}: {outcome}"));
    let workshop = match Workshop::open(console.environment, &activity) {
        Ok(workshop) => workshop,
        Err(error) => {
            console.fail(command.wants_json(), None, &error.to_string());
            return Exit::Failed;
        }
    };
    match command {
        Command::Check(arguments) => check::run(&workshop, arguments, console),
        Command::Clear(arguments) => clear::run(&workshop, arguments, console),
        Command::Fix(arguments) => fix::run(&workshop, arguments, console),
        Command::Report(arguments) => report::run(&workshop, arguments, console),
        Command::Save(arguments) => save::run(&workshop, arguments, console),
        Command::Sources(arguments) => sources::run(&workshop, arguments, console),
        Command::Helper(arguments) => helper::run(&workshop, arguments, console),
        Command::Url(arguments) => url::run(&workshop, arguments, console),
    }
}

/// Stands in for the window where it cannot open: what `check` prints for `folders`, and how to
/// go on. `why_not` is the reason in words.
pub fn without_window(why_not: &str, folders: Vec<PathBuf>, console: &mut Console<'_>) -> Exit {
    console.say(&format!("The window cannot open: {why_not}.\n"));
    if folders.is_empty() {
        console.say(
            "Go on with: git-locksmith check PATH...   (git-locksmith --help shows all commands)\n",
        );
        return Exit::WrongUsage;
    }
    let command = Command::Check(check::CheckArguments {
        json: false,
        offline: false,
        retry: false,
        ask_helpers: false,
        allow_http: Vec::new(),
        paths: folders,
    });
    let exit = run(&command, console);
    console.say(
        "Go on with: git-locksmith clear PATH, git-locksmith save PATH, and git-locksmith check PATH again\n",
    );
    exit
}
