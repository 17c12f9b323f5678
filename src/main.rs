//! Git Locksmith: the window, and with a subcommand the command line.

use std::io::{IsTerminal, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use git_locksmith::app;
use git_locksmith::cli::{self, Console, Exit};
use git_locksmith::git::Environment;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

fn main() -> ExitCode {
    start_logging();
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

/// With `GIT_LOCKSMITH_LOG=info` everything that is run or asked is told on standard error,
/// secrets masked; `debug` tells more. Only this program's own words are told: what a library
/// says of a message or a request may hold a secret.
fn start_logging() {
    let wished = std::env::var("GIT_LOCKSMITH_LOG").unwrap_or_default();
    if let Ok(level) = wished.parse::<tracing::Level>() {
        let own = Targets::new().with_target("git_locksmith", level);
        let lines = fmt::layer().with_writer(stderr).with_target(false);
        tracing_subscriber::registry()
            .with(lines.with_filter(own))
            .init();
    }
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
