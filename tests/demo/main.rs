//! The main job in a sandbox: `cargo run --release --example demo`.
//!
//! A temporary home with three repositories on a small Git server of this example's own on the
//! loopback. The window opens on it; without a display the same story runs in the terminal. It
//! touches nothing of the person's own, and removes what it made.

mod sandbox;
mod server;
mod story;

use std::process::ExitCode;

use anyhow::Result;
use git_locksmith::app;
use git_locksmith::cli::{self, Exit};
use git_locksmith::git::Environment;
use git_locksmith::model::Cancel;

use sandbox::Sandbox;

/// The first argument with which this program is its own `git-locksmith`: an example cannot know
/// whether that has been built.
const AS_GIT_LOCKSMITH: &str = "as-git-locksmith";

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(AS_GIT_LOCKSMITH) {
        return ExitCode::from(git_locksmith() as u8);
    }
    match demo() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The demo failed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn demo() -> Result<()> {
    let sandbox = Sandbox::set_up()?;
    println!("{}", introduction(&sandbox));
    if !Environment::of_this_process().has_display() {
        println!("There is no display, so the story runs here in the terminal.");
        return story::tell(&sandbox);
    }
    println!("{}", instructions(&sandbox));
    match app::run(sandbox.environment(), vec![sandbox.work()]) {
        Ok(()) => Ok(()),
        Err(error) => {
            println!("The window cannot open ({error:#}), so the story runs here.");
            story::tell(&sandbox)
        }
    }
}

/// The command line, in the environment that the story gave to this process.
fn git_locksmith() -> Exit {
    cli::main(
        std::env::args_os().skip(1),
        &Environment::of_this_process(),
        Cancel::default,
        |_, _| Exit::WrongUsage,
    )
}

fn introduction(sandbox: &Sandbox) -> String {
    let mut text = format!(
        "\nGit Locksmith, in a sandbox\n\n\
         A home of its own, removed at the end: {}\n\
         Nothing of yours is read or changed. A small Git server on this machine holds\n\n",
        sandbox.home().display()
    );
    for repository in &sandbox.server.repositories {
        text.push_str(&format!(
            "  ~/work/{:<12} {}\n",
            repository.name, repository.story
        ));
    }
    text
}

fn instructions(sandbox: &Sandbox) -> String {
    format!(
        "In the window\n\n\
         \x20 1. press “Check all” (F5), and choose billing-api to see why it fails\n\
         \x20 2. press “Clear saved sign-in”, and “Undo” if you like\n\
         \x20 3. press “Paste new token…”, and paste this one, which opens doors on this server only:\n\n\
         \x20    {}\n\n\
         “Repair sign-in…” leads through all of it, step by step.\n\
         Close the window to end; the sandbox goes with it.\n",
        sandbox.server.new_token
    )
}
