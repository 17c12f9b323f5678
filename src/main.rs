//! Git Locksmith: the window, and with a subcommand the command line.

// A double-click on Windows opens the window and no console beside it.
#![cfg_attr(windows, windows_subsystem = "windows")]

use std::io::stderr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use git_locksmith::app;
use git_locksmith::cli::{self, Console, Exit};
use git_locksmith::git::{Environment, core_dump};
use git_locksmith::model::Cancel;
use signal_hook::consts::SIGINT;
use signal_hook::flag;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

fn main() -> ExitCode {
    write_to_the_console_it_was_started_from();
    core_dump::leave_none();
    start_logging();
    let environment = Environment::of_this_process();
    let arguments = std::env::args_os();
    let exit = cli::main(arguments, &environment, cancel_on_interrupt, open_window);
    ExitCode::from(exit as u8)
}

/// Windows gives the console to a program without a window only; this one takes it itself.
fn write_to_the_console_it_was_started_from() {
    #[cfg(windows)]
    {
        use windows_sys::Win32::System::Console::{ATTACH_PARENT_PROCESS, AttachConsole};
        #[expect(
            unsafe_code,
            reason = "no pointer is passed, and nothing was written yet"
        )]
        // Without a console there is nobody to write to.
        let _ = unsafe { AttachConsole(ATTACH_PARENT_PROCESS) };
    }
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

/// The first Ctrl-C cancels what is being done, so that children end and what is half done is
/// taken back; the second ends the program at once, as a shell does: with 130.
fn cancel_on_interrupt() -> Cancel {
    let wish = Arc::new(AtomicBool::new(false));
    // In this order: the first one sees what the second one sets only at the next signal. Without
    // handlers Ctrl-C ends the program, which is what it did before.
    let _ = flag::register_conditional_shutdown(SIGINT, 130, Arc::clone(&wish));
    let _ = flag::register(SIGINT, Arc::clone(&wish));
    Cancel::from(wish)
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
