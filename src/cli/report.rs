//! `git-locksmith report`: what is set up, asked, answered and found, to hand to a colleague.

use std::path::PathBuf;

use clap::Args;

use super::check::{CheckArguments, ask_servers};
use super::find::find_repositories;
use super::{Console, Exit};
use crate::jobs::Workshop;
use crate::jobs::report::report;

/// `report [--offline] [PATH]...`
#[derive(Debug, Args)]
pub struct ReportArguments {
    /// Ask no server; tell what can be told from here
    #[arg(long)]
    pub offline: bool,
    /// Repositories, or folders that hold some
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// Scans, checks, prints. That something needs attention is no failure of a report.
pub(super) fn run(
    workshop: &Workshop,
    arguments: &ReportArguments,
    console: &mut Console<'_>,
) -> Exit {
    let (mut repositories, problems) =
        find_repositories(workshop, &arguments.paths, &console.cancel);
    if !arguments.offline {
        let check = CheckArguments {
            json: false,
            offline: false,
            retry: false,
            ask_helpers: false,
            allow_http: Vec::new(),
            paths: Vec::new(),
        };
        ask_servers(workshop, &check, &mut repositories, console);
    }
    if console.cancel.is_cancelled() {
        console.fail(false, None, "cancelled");
        return Exit::Failed;
    }
    console.print(&report(workshop, &repositories, &problems));
    match repositories.is_empty() {
        true => Exit::Failed,
        false => Exit::Fine,
    }
}
