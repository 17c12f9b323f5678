//! The words and marks of the command line's plain output.

use std::path::Path;

use crate::git::Environment;
use crate::git::machine::since_1970;
use crate::model::masked::shown_name;
use crate::model::outside_text::display_safe;
use crate::model::{
    Access, AccessState, Change, Entry, Finding, Fix, RemoteReport, RepositoryReport, StoreKind,
};

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

/// A remote of the repository `of`, what its servers say, and which command does what about it.
pub(super) fn checked_remote(
    remote: &RemoteReport,
    of: &RepositoryReport,
    environment: &Environment,
) -> String {
    let mut text = headline(remote);
    text.push_str(&format!("    {}\n", access("fetch", &remote.fetch)));
    text.push_str(&format!("    {}\n", access("push", &remote.push)));
    if let Some(doubt) = remote.push_doubt() {
        text.push_str(&format!("      {doubt}\n"));
    }
    let path = argument(&of.path, environment);
    let one = match of.remotes.len() {
        ..=1 => path.clone(),
        _ => format!("{path} --remote {}", quoted(&remote.name)),
    };
    for found in &remote.findings {
        text.push_str(&finding(found, &path, &one));
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
        AccessState::Gone => "this kind of sign-in is no longer accepted",
        AccessState::RateLimited => "asked to wait",
        AccessState::Unreachable => "cannot be reached",
        AccessState::NotGit => "no Git server answered",
        AccessState::NotChecked => "not checked",
        AccessState::Unsupported => "not supported",
    }
}

/// `path` names the repository, `one` this remote of it.
fn finding(finding: &Finding, path: &str, one: &str) -> String {
    let mut text = format!(
        "    → {}\n      {}\n",
        finding.title,
        finding.explanation.replace('`', "")
    );
    // `fix` makes the first change of a rule; where that is not enough, it is found again.
    let mut changes = 0;
    for fix in &finding.fixes {
        changes += usize::from(matches!(fix, Fix::Change { .. }));
        let line = match fix {
            Fix::PasteNewToken => format!("new token:   git-locksmith save {one}"),
            Fix::ClearSavedSignIn => format!("clear:       git-locksmith clear {one}"),
            Fix::CheckAgain => format!("check again: git-locksmith check --retry {path}"),
            Fix::AllowPlainHttp { host } => {
                format!("allow http:  git-locksmith check --allow-http {host} {path}")
            }
            Fix::OpenTokenPage { url } => format!("token page:  {url}"),
            Fix::OpenPage { words, url } => format!("{words}: {url}"),
            Fix::Change {
                change: Change::ClearEntry { entry },
                ..
            } if entry.store == StoreKind::OtherHelper => format!(
                "clear:       git-locksmith clear --helper {} {one}",
                quoted(&entry.location)
            ),
            Fix::Change { .. } if changes > 1 => continue,
            Fix::Change { words, .. } => {
                format!("{words}: git-locksmith fix {one} {}", finding.rule)
            }
            Fix::Advice { text: advice } => advice.clone(),
        };
        text.push_str(&format!("      {line}\n"));
    }
    text
}

/// A path as a shell takes it.
fn argument(path: &Path, environment: &Environment) -> String {
    let short = environment.shorten(path);
    // No shell of Windows puts the home folder in the place of `~`.
    match is_plain_word(&short) && !cfg!(windows) {
        true => short,
        false => quoted(&path.display().to_string()),
    }
}

/// Text as one word of a shell, safe to show.
fn quoted(text: &str) -> String {
    let text = display_safe(text);
    match is_plain_word(&text) {
        true => text,
        false if cfg!(windows) => quoted_on_windows(&text),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

fn is_plain_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "/._-~+@,:".contains(c))
}

/// Double quotes serve all three shells there, but two of them look for variables and commands
/// inside; what holds such marks is for PowerShell, which takes single quotes by the letter.
fn quoted_on_windows(text: &str) -> String {
    match text.contains(['"', '$', '`', '%', '!']) {
        true => format!("'{}'", text.replace('\'', "''")),
        false => format!("\"{text}\""),
    }
}

/// A saved sign-in in one line.
pub(super) fn entry(entry: &Entry) -> String {
    let who = account(entry);
    let kind = match entry.kind {
        _ if entry.renews => "refresh token",
        Some(kind) => kind.words(),
        None => "secret not read",
    };
    let plain = if entry.is_plain_text() {
        ", plain text"
    } else {
        ""
    };
    let expired = match entry.is_expired(since_1970().as_secs()) {
        true => ", expired, so Git does not use it",
        false => "",
    };
    // Several programs keep their own in one keyring.
    let by = match (entry.store, entry.written_by) {
        (StoreKind::SecretService | StoreKind::Keychain, Some(program)) => format!(" ({program})"),
        _ => String::new(),
    };
    format!(
        "{who} at {}: {kind} in {}{by}{plain}{expired}",
        display_safe(&entry.host),
        entry.location
    )
}

/// A saved sign-in of `remote` in one line, which also says where Git does not come upon it.
pub(super) fn saved(remote: &RemoteReport, of: &Entry) -> String {
    let is_read = of.store == StoreKind::Netrc || remote.reader_of(of).is_some();
    let unread = if is_read {
        ""
    } else {
        "; no helper reads this"
    };
    format!("{}{unread}", entry(of))
}

/// The account of a saved sign-in.
pub(super) fn account(entry: &Entry) -> String {
    match (&entry.username, entry.locked) {
        (_, true) => "(locked)".to_owned(),
        (Some(username), _) => shown_name(username),
        (None, _) => "(no user name)".to_owned(),
    }
}
