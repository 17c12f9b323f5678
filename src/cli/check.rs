//! `git-locksmith check`: which remotes can fetch and push, and why not.

use std::path::PathBuf;
use std::sync::Mutex;

use clap::Args;

use super::find::find_repositories;
use super::json::CheckOutput;
use super::{Console, Exit, text};
use crate::jobs::Workshop;
use crate::jobs::check::{CheckOptions, check};
use crate::model::{RemoteReport, RepositoryReport};

/// `check [--json] [--offline] [--retry] [--ask-helpers] PATH...`
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub struct CheckArguments {
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
    /// Ask no server; show what can be told from here
    #[arg(long)]
    pub offline: bool,
    /// Send a secret once more that was rejected before
    #[arg(long)]
    pub retry: bool,
    /// Also ask credential helpers that may open a dialog
    #[arg(long)]
    pub ask_helpers: bool,
    /// Let credentials travel over plain http to this host (may be given several times)
    #[arg(long, value_name = "HOST[:PORT]")]
    pub allow_http: Vec<String>,
    /// Repositories, or folders that hold some
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// Scans, checks, prints.
pub(super) fn run(
    workshop: &Workshop,
    arguments: &CheckArguments,
    console: &mut Console<'_>,
) -> Exit {
    let (mut repositories, problems) =
        find_repositories(workshop, &arguments.paths, &console.cancel);
    if !arguments.offline {
        ask_servers(workshop, arguments, &mut repositories, console);
    }
    if console.cancel.is_cancelled() {
        console.fail(arguments.json, None, "cancelled");
        return Exit::Failed;
    }
    if arguments.json {
        console.print_json(&CheckOutput::of(&repositories, &problems));
    } else {
        for report in &repositories {
            console.print(&text::repository(report, console.environment));
            for remote in &report.remotes {
                console.print(&text::checked_remote(remote, report, console.environment));
            }
        }
        console.say_problems(&problems);
    }
    let needs_attention = repositories.iter().any(|report| {
        !report.problems.is_empty() || report.remotes.iter().any(RemoteReport::needs_attention)
    });
    match needs_attention || !problems.is_empty() {
        _ if repositories.is_empty() => Exit::Failed,
        true => Exit::NeedsAttention,
        false => Exit::Fine,
    }
}

pub(super) fn ask_servers(
    workshop: &Workshop,
    arguments: &CheckArguments,
    repositories: &mut [RepositoryReport],
    console: &mut Console<'_>,
) {
    let options = CheckOptions {
        retry: arguments.retry,
        ask_helpers: arguments.ask_helpers,
        plain_http_hosts: arguments.allow_http.clone(),
    };
    let checked = Mutex::new(Vec::new());
    let cancel = console.cancel.clone();
    let progress = Mutex::new(&mut *console);
    check(workshop, repositories, &options, &cancel, &|one| {
        let mut console = progress.lock().expect("nothing panics while it prints");
        console.say_progress(&format!("checked {} of {} remotes", one.done, one.total));
        checked
            .lock()
            .expect("nothing panics while it pushes")
            .push(one);
    });
    let checked = checked
        .into_inner()
        .expect("nothing panics while it pushes");
    if !checked.is_empty() {
        console.end_progress();
    }
    for one in checked {
        let report = repositories
            .iter_mut()
            .find(|report| report.path == one.path);
        let remotes = report.into_iter().flat_map(|report| &mut report.remotes);
        for remote in remotes.filter(|remote| remote.name == one.remote.name) {
            *remote = one.remote.clone();
        }
    }
}
