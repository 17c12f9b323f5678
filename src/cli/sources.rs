//! `git-locksmith sources`: what Git would sign in with, in its order, and who set it up.

use clap::Args;

use super::find::find_remotes;
use super::json::CheckOutput;
use super::{Console, Exit, RemoteArguments, text};
use crate::jobs::Workshop;
use crate::jobs::clear::{ClearTarget, preview};
use crate::model::{Problem, RemoteReport, RemoteUrl, StoreKind, Transport};

/// `sources [--json] [--ask-helpers] PATH [--remote NAME]`
#[derive(Debug, Args)]
pub struct SourcesArguments {
    /// Print one JSON document, in the form of `check --offline --json`
    #[arg(long)]
    pub json: bool,
    /// Also ask, one by one, the helpers whose sign-ins are not listed; one may open a dialog
    #[arg(long)]
    pub ask_helpers: bool,
    /// The repository, and one of its remotes
    #[command(flatten)]
    pub of: RemoteArguments,
}

/// Reads and prints; asks no server, and runs no helper unless it is told to.
pub(super) fn run(
    workshop: &Workshop,
    arguments: &SourcesArguments,
    console: &mut Console<'_>,
) -> Exit {
    let (mut repository, mut problems) =
        match find_remotes(workshop, &arguments.of, &console.cancel) {
            Ok(found) => found,
            Err(problem) => {
                console.fail(arguments.json, None, &problem.to_string());
                return Exit::Failed;
            }
        };
    if arguments.ask_helpers {
        for remote in &mut repository.remotes {
            problems.extend(ask_helpers(workshop, remote));
        }
    }
    if arguments.json {
        console.print_json(&CheckOutput::of(
            std::slice::from_ref(&repository),
            &problems,
        ));
        return Exit::Fine;
    }
    console.print(&text::repository(&repository, console.environment));
    for remote in &repository.remotes {
        console.print(&text::headline(remote));
        for (number, line) in in_gits_order(remote, console).iter().enumerate() {
            console.print(&format!("    {}. {line}\n", number + 1));
        }
        if let Some((entry, because)) = remote.in_use() {
            let who = text::account(entry);
            console.print(&format!("    uses {who}: {}\n", because.words()));
        }
        for entry in &remote.saved {
            console.print(&format!("    saved: {}\n", text::saved(remote, entry)));
        }
    }
    console.say_problems(&problems);
    Exit::Fine
}

/// Adds what the helpers answer that are not read. Returns why one gave no answer.
fn ask_helpers(workshop: &Workshop, remote: &mut RemoteReport) -> Vec<Problem> {
    let Some(url) = remote.main_url() else {
        return Vec::new();
    };
    let unread = remote
        .settings
        .own_helpers()
        .filter(|helper| !helper.is_built_in());
    let user = url.user.as_deref().or(remote.settings.username.as_deref());
    let targets: Vec<_> = unread
        .filter_map(|helper| ClearTarget::answers_of(helper, url, &remote.settings, user))
        .collect();
    let mut problems = Vec::new();
    for target in targets {
        let (entries, trouble) = preview(workshop, &target);
        remote.saved.extend(entries);
        problems.extend(trouble);
    }
    problems
}

/// What Git tries for a remote, one line each.
fn in_gits_order(remote: &RemoteReport, console: &Console<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut urls = remote.urls().peekable();
    if urls.peek().is_some() && urls.all(|url| url.transport == Transport::Ssh) {
        return vec!["ssh and its keys; Git asks no helper".to_owned()];
    }
    // What is refused then is not followed by anything else (Git 2.47, http.c, `handle_curl_result`).
    if remote.urls().all(RemoteUrl::holds_secret) && remote.main_url().is_some() {
        return vec!["the password in the URL, and nothing else".to_owned()];
    }
    if remote.urls().any(RemoteUrl::holds_secret) {
        lines.push("the password in the URL that holds one, and nothing else there".to_owned());
    }
    if remote
        .saved
        .iter()
        .any(|entry| entry.store == StoreKind::Netrc)
    {
        lines.push("netrc".to_owned());
    }
    for helper in &remote.settings.helpers {
        let place = console.environment.shorten(&helper.origin.file);
        let not_run = match helper.is_from_repository() {
            true => "; set by the repository itself, so Git Locksmith does not run it",
            false => "",
        };
        let in_browser = match helper.keeps_nothing() {
            true => {
                "; keeps nothing itself, and asks you in the browser when nothing before it answers"
            }
            false => "",
        };
        let is_unread = !helper.is_built_in()
            && !helper.is_from_repository()
            && !helper.keeps_nothing()
            && !remote
                .saved
                .iter()
                .any(|entry| entry.is_read_by(helper, None));
        let not_read = match is_unread {
            true => "; not read; --ask-helpers asks it",
            false => "",
        };
        lines.push(format!(
            "{}, set by {place}, line {}{not_run}{not_read}{in_browser}",
            helper.shown(),
            helper.origin.line
        ));
    }
    lines.push("asks you".to_owned());
    lines
}
