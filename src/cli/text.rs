//! The words and marks of the command line's plain output.

use crate::git::Environment;
use crate::model::outside_text::display_safe;
use crate::model::{Access, AccessState, Entry, Finding, Fix, RemoteReport, RepositoryReport};

/// A repository with its remotes, as `check` and `sources` print it.
pub(super) fn repository(report: &RepositoryReport, environment: &Environment) -> String {
    let mut text = format!("{}\n", environment.shorten(&report.path));
    if report.remotes.is_empty() {
        text.push_str("  no remotes\n");
    }
    for problem in &report.problems {
        text.push_str(&format!("  {}: {}\n", problem.subject, problem.message));
    }
    text
}

/// A remote and what its servers say.
pub(super) fn checked_remote(remote: &RemoteReport) -> String {
    let mut text = headline(remote);
    text.push_str(&format!("    {}\n", access("fetch", &remote.fetch)));
    text.push_str(&format!("    {}\n", access("push", &remote.push)));
    for found in &remote.findings {
        text.push_str(&finding(found));
    }
    text
}

/// The name and the URL of a remote.
pub(super) fn headline(remote: &RemoteReport) -> String {
    let url = remote
        .main_url()
        .map_or("no URL".to_owned(), ToString::to_string);
    format!("  {}  {url}\n", display_safe(&remote.name))
}

fn access(operation: &str, access: &Access) -> String {
    let mark = match access.state {
        AccessState::Works | AccessState::WorksWithoutSignIn => "✓",
        AccessState::NotChecked | AccessState::Unsupported => "–",
        _ => "✗",
    };
    let mut text = format!("{mark} {operation:<5}  {}", state(access.state));
    if access.inferred {
        text.push_str(" (not sent again)");
    }
    match (access.http_status, &access.server_message) {
        (Some(status @ 300..), Some(message)) => text.push_str(&format!(": {status}, “{message}”")),
        (Some(status @ 300..), None) => text.push_str(&format!(": {status}")),
        (_, Some(message)) => text.push_str(&format!(": {message}")),
        _ => (),
    }
    text
}

fn state(state: AccessState) -> &'static str {
    match state {
        AccessState::Works => "works",
        AccessState::WorksWithoutSignIn => "works without sign-in",
        AccessState::SignInNeeded => "sign-in needed",
        AccessState::Rejected => "sign-in rejected",
        AccessState::Forbidden => "not allowed",
        AccessState::NotFound => "not found",
        AccessState::Gone => "this kind of sign-in was abolished",
        AccessState::RateLimited => "asked to wait",
        AccessState::Unreachable => "cannot be reached",
        AccessState::NotGit => "no Git server answered",
        AccessState::NotChecked => "not checked",
        AccessState::Unsupported => "not supported",
    }
}

fn finding(finding: &Finding) -> String {
    let mut text = format!(
        "    → {}\n      {}\n",
        finding.title,
        finding.explanation.replace('`', "")
    );
    for fix in &finding.fixes {
        match fix {
            Fix::OpenTokenPage { url } => text.push_str(&format!("      token page: {url}\n")),
            Fix::Advice { text: advice } => text.push_str(&format!("      {advice}\n")),
            _ => (),
        }
    }
    text
}

/// A saved sign-in in one line.
pub(super) fn entry(entry: &Entry) -> String {
    let who = match (&entry.username, entry.locked) {
        (_, true) => "(locked)".to_owned(),
        (Some(username), _) => display_safe(username),
        (None, _) => "(no user name)".to_owned(),
    };
    let kind = entry
        .kind
        .map_or("secret not read", crate::model::TokenKind::words);
    let plain = if entry.is_plain_text() {
        ", plain text"
    } else {
        ""
    };
    format!(
        "{who} at {}: {kind} in {}{plain}",
        display_safe(&entry.host),
        entry.location
    )
}
