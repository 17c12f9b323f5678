//! The command line: the same jobs and the same values as the window, for scripts, SSH sessions
//! and machines without a display.
//!
//! Results go to standard output, progress and problems to standard error. A secret appears in
//! neither. Exit codes: [`Exit`].

pub mod check;
pub mod clear;
pub mod json;
pub mod save;
pub mod sources;
mod text;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::git::Environment;
use crate::jobs::{Workshop, scan};
use crate::model::{ActivityLog, Cancel, Problem, RepositoryReport};

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
    /// Save a new token, read from standard input or a hidden prompt, after trying it
    Save(save::SaveArguments),
    /// Show what Git would sign in with, in Git's order, and who set it up
    Sources(sources::SourcesArguments),
}

/// A repository, and one of its remotes.
#[derive(Debug, Args)]
pub struct RemoteArguments {
    /// A repository, or a folder inside one
    pub path: PathBuf,
    /// Only this remote
    #[arg(long, value_name = "NAME")]
    pub remote: Option<String>,
}

/// Where a command writes and what it reads.
pub struct Console<'a> {
    /// Results.
    pub out: &'a mut (dyn Write + Send),
    /// Progress and problems.
    pub err: &'a mut (dyn Write + Send),
    /// The home folder is shown as `~`.
    pub environment: &'a Environment,
}

/// Reads a command line. What is wrong with it is said on the console.
///
/// # Errors
///
/// The exit to end with: wrong usage, or help and version, which are fine.
pub fn parse(
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
    let workshop = match Workshop::open(console.environment, &ActivityLog::default()) {
        Ok(workshop) => workshop,
        Err(error) => {
            console.say(&format!("{error}\n"));
            return Exit::Failed;
        }
    };
    match command {
        Command::Check(arguments) => check::run(&workshop, arguments, console),
        Command::Clear(arguments) => clear::run(&workshop, arguments, console),
        Command::Save(arguments) => save::run(&workshop, arguments, console),
        Command::Sources(arguments) => sources::run(&workshop, arguments, console),
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

impl Console<'_> {
    /// A reader that went away (`| head`) is no failure of ours.
    fn print(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
        let _ = self.out.flush();
    }

    fn say(&mut self, text: &str) {
        let _ = self.err.write_all(text.as_bytes());
    }

    fn print_json(&mut self, value: &impl serde::Serialize) {
        let text = serde_json::to_string_pretty(value)
            .expect("the output types hold nothing that JSON cannot");
        self.print(&text);
        self.print("\n");
    }

    fn say_problems(&mut self, problems: &[Problem]) {
        for Problem { subject, message } in problems {
            self.say(&format!("{subject}: {message}\n"));
        }
    }
}

/// Scans `paths`, and sorts what was found by path. A path without any repository is a problem.
fn find_repositories(
    workshop: &Workshop,
    paths: &[PathBuf],
) -> (Vec<RepositoryReport>, Vec<Problem>) {
    let mut repositories = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let found = std::sync::Mutex::new(Vec::new());
        problems.extend(scan::scan(
            workshop,
            &[path.clone()],
            false,
            &Cancel::default(),
            &|scanned| {
                if let scan::Scanned::Repository(report) = scanned {
                    found
                        .lock()
                        .expect("no scan panics while it tells")
                        .push(*report);
                }
            },
        ));
        let mut found = found.into_inner().expect("no scan panics while it tells");
        let subject = path.display().to_string();
        if found.is_empty() && !problems.iter().any(|problem| problem.subject == subject) {
            problems.push(Problem::new(subject, "there is no Git repository here"));
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        for report in found {
            if !repositories
                .iter()
                .any(|known: &RepositoryReport| known.path == report.path)
            {
                repositories.push(report);
            }
        }
    }
    (repositories, problems)
}

/// The remotes that `arguments` name.
fn find_remotes(
    workshop: &Workshop,
    arguments: &RemoteArguments,
) -> Result<(RepositoryReport, Vec<Problem>), Problem> {
    let (mut repositories, mut problems) =
        find_repositories(workshop, std::slice::from_ref(&arguments.path));
    let subject = arguments.path.display().to_string();
    if repositories.len() > 1 {
        return Err(Problem::new(
            subject,
            "there are several repositories here; name one of them",
        ));
    }
    let Some(mut repository) = repositories.pop() else {
        return Err(problems
            .pop()
            .unwrap_or_else(|| Problem::new(subject, "there is no Git repository here")));
    };
    if let Some(name) = &arguments.remote {
        let names: Vec<String> = repository
            .remotes
            .iter()
            .map(|remote| remote.name.clone())
            .collect();
        repository.remotes.retain(|remote| remote.name == *name);
        if repository.remotes.is_empty() {
            let known = if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(", ")
            };
            return Err(Problem::new(
                subject,
                format!("there is no remote {name}; its remotes: {known}"),
            ));
        }
    }
    Ok((repository, problems))
}
