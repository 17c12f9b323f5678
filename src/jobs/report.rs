//! A report to hand to a colleague: what is set up, what was asked and answered, what was found;
//! without secrets, and with user names masked.

mod masked;

use std::fmt::Write;

use self::masked::Masked;
use super::Workshop;
use crate::model::masked::shown_name;
use crate::model::outside_text::display_safe;
use crate::model::{
    Access, Entry, Forge, HelperInForce, Machine, Origin, Problem, RemoteReport, RepositoryReport,
};

/// What is known about `repositories`, as plain text. Asks and reads nothing.
///
/// A helper's arguments and snippets are left out, as they may hold secrets; user names become
/// `user-1`, `user-2`, …, the same one always the same; the home folder is `~`.
#[must_use]
pub fn report(
    workshop: &Workshop,
    repositories: &[RepositoryReport],
    problems: &[Problem],
) -> String {
    let mut text = head(&workshop.machine());
    for repository in repositories {
        of_repository(&mut text, repository);
    }
    for problem in problems {
        line(&mut text, 0, &format!("problem: {problem}"));
    }
    Masked::of(workshop.git().environment(), repositories).apply(text)
}

fn head(machine: &Machine) -> String {
    let mut text = String::from("Git Locksmith report\n");
    let (ours, system) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    line(&mut text, 0, &format!("git-locksmith {ours}"));
    line(&mut text, 0, &format!("git {}", machine.git_words));
    let wsl = if machine.is_wsl { " (WSL)" } else { "" };
    let architecture = std::env::consts::ARCH;
    line(&mut text, 0, &format!("{system} {architecture}{wsl}"));
    for missing in &machine.missing_ask_pass {
        let (name, program) = (&missing.named_by, &missing.program);
        line(
            &mut text,
            0,
            &format!("{name} names {program}, which is gone"),
        );
    }
    for name in &machine.token_variables {
        line(&mut text, 0, &format!("{name} is set"));
    }
    text
}

fn of_repository(text: &mut String, report: &RepositoryReport) {
    line(text, 0, "");
    line(
        text,
        0,
        &format!(
            "repository {}",
            display_safe(&report.path.display().to_string())
        ),
    );
    for setting in &report.overrides {
        let (key, origin) = (&setting.key, &setting.origin);
        line(text, 1, &format!("sets {key} itself ({origin})"));
    }
    for problem in &report.problems {
        line(text, 1, &format!("problem: {problem}"));
    }
    for remote in &report.remotes {
        of_remote(text, remote);
    }
}

fn of_remote(text: &mut String, remote: &RemoteReport) {
    line(text, 1, &format!("remote {}", display_safe(&remote.name)));
    if let Some(url) = &remote.fetch_url {
        line(text, 2, &format!("fetches from {url}"));
    }
    for url in &remote.push_urls {
        line(text, 2, &format!("pushes to {url}"));
    }
    line(
        text,
        2,
        &format!("kind of server: {}", kind_of_server(remote.forge)),
    );
    for helper in &remote.settings.helpers {
        line(
            text,
            2,
            &format!("helper {} ({})", shown(helper), helper.origin),
        );
    }
    for helper in &remote.settings.switched_off {
        let origin = &helper.origin;
        line(
            text,
            2,
            &format!(
                "helper {}, switched off by the repository ({origin})",
                shown(helper)
            ),
        );
    }
    if let Some(username) = &remote.settings.username {
        line(
            text,
            2,
            &format!("credential.username = {}", display_safe(username)),
        );
    }
    if remote.settings.use_http_path {
        line(text, 2, "credential.useHttpPath is true");
    }
    for place in &remote.surroundings.authorization_headers {
        setting(text, &place.key, &place.origin);
    }
    for place in &remote.surroundings.secret_rewrites {
        setting(text, &place.key, &place.origin);
    }
    for entry in &remote.saved {
        line(text, 2, &saved(entry));
    }
    line(text, 2, &answer("fetch", &remote.fetch));
    line(text, 2, &answer("push", &remote.push));
    for finding in &remote.findings {
        line(
            text,
            2,
            &format!("found {}: {}", finding.rule, finding.title),
        );
        line(text, 3, &finding.explanation);
        for evidence in &finding.evidence {
            line(text, 3, &format!("- {evidence}"));
        }
    }
}

/// A helper without its arguments; a snippet may hold a password.
fn shown(helper: &HelperInForce) -> String {
    let name = display_safe(helper.name());
    match helper.value.starts_with('!') {
        true => format!("{} (for the shell)", first_plain_word(&name)),
        false => name,
    }
}

fn first_plain_word(name: &str) -> &str {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    match name.chars().all(is_plain) {
        true => name,
        false => "a snippet",
    }
}

fn setting(text: &mut String, key: &str, origin: &Origin) {
    line(text, 2, &format!("{key} = ••• ({origin})"));
}

fn saved(entry: &Entry) -> String {
    let kind = match entry.kind {
        _ if entry.locked => "locked",
        _ if entry.renews => "refresh token",
        Some(kind) => kind.words(),
        None => "secret not read",
    };
    let who = entry
        .username
        .as_deref()
        .map_or(String::new(), |name| format!(" for {}", shown_name(name)));
    let by = entry
        .written_by
        .map_or(String::new(), |name| format!(", by {name}"));
    format!(
        "saved{who} at {}: {kind} in {} ({}{by})",
        display_safe(&entry.host),
        entry.location,
        entry.store.words()
    )
}

fn answer(operation: &str, access: &Access) -> String {
    let mut text = format!("{operation}: {}", state(access));
    if let Some(username) = &access.username {
        let _ = write!(text, ", asked as {}", shown_name(username));
    }
    if let Some(status) = access.http_status {
        let _ = write!(text, ", HTTP {status}");
    }
    if let Some(message) = &access.server_message {
        let _ = write!(text, ", “{message}”");
    }
    text
}

/// The state's name as `--json` has it.
fn state(access: &Access) -> String {
    let name = serde_json::to_value(access.state).unwrap_or_default();
    name.as_str().unwrap_or_default().to_owned()
}

fn kind_of_server(forge: Forge) -> &'static str {
    match forge {
        Forge::Plain => "not known",
        forge => forge.facts().name,
    }
}

fn line(text: &mut String, depth: usize, words: &str) {
    let _ = writeln!(text, "{}{}", "  ".repeat(depth), words.trim_end());
}
