//! What Git and ssh say when they are asked, and what it means. They are run with `LC_ALL=C`, so
//! the words are those of their sources: `http.c`, `remote-curl.c` and `connect.c` of Git 2.39 to
//! 2.47, OpenSSH 9, and those of the hosts in `tests/recorded`.

use super::answer::{self, Asked, Reply, SignedIn};
use super::question::Service;
use crate::model::outside_text::display_safe;
use crate::model::{Access, AccessState, Forge};

/// What Git said about an http server, traced packets included.
#[must_use]
pub fn of_http(
    exit_code: Option<i32>,
    said: &[u8],
    service: Service,
    signed_in: SignedIn,
) -> Access {
    let said = Said::read(said);
    let asked = Asked {
        service,
        signed_in,
        forge: Forge::Plain,
    };
    if said.heard_git && matches!(exit_code, Some(0 | 2)) {
        return Access {
            state: signed_in.let_in(),
            http_status: Some(200),
            ..Access::default()
        };
    }
    if let Some(words) = said.after("remote error: ") {
        return Access::because(signed_in.refused_with(words), words);
    }
    let status = said
        .after("The requested URL returned error: ")
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    let status = status.or_else(|| {
        let wants_sign_in = said.has("Authentication failed for")
            || said.has("could not read Username for")
            || said.has("could not read Password for")
            // `credential.interactive=false`, since Git 2.47
            || said.has("unable to get password from user");
        let is_missing = said.has("fatal: repository '") && said.has("' not found");
        wants_sign_in
            .then_some(401)
            .or_else(|| is_missing.then_some(404))
    });
    if let Some(status) = status {
        return said.explain(answer::access(
            asked,
            &Reply {
                status,
                ..Reply::default()
            },
        ));
    }
    if said.has("Received HTTP code 407") {
        return Access::because(
            AccessState::Unreachable,
            "the proxy wants a sign-in of its own",
        );
    }
    let is_page = said.has("unable to update url base from redirection")
        || said.has("not valid: ")
        || matches!(exit_code, Some(0 | 2));
    if is_page {
        return Access::because(
            AccessState::NotGit,
            "a web page answered instead of a Git server",
        );
    }
    said.unreachable()
}

/// What Git and ssh said about an ssh server.
#[must_use]
pub fn of_ssh(exit_code: Option<i32>, said: &[u8]) -> Access {
    if exit_code == Some(0) {
        return Access {
            state: AccessState::Works,
            ..Access::default()
        };
    }
    let said = Said::read(said);
    if said.has("Permission denied (") || said.has("Too many authentication failures") {
        return said.explain(Access::because(
            AccessState::Rejected,
            "the server accepts none of the ssh keys that were offered",
        ));
    }
    if said.has("REMOTE HOST IDENTIFICATION HAS CHANGED") {
        return Access::because(
            AccessState::Unreachable,
            "the host's key is not the one that ssh knows; somebody may be in between",
        );
    }
    if said.has("Host key verification failed") {
        return Access::because(
            AccessState::Unreachable,
            "ssh does not know this host's key yet; connect once with ssh to compare it",
        );
    }
    if said.has("protocol error") {
        return said.explain(Access::because(
            AccessState::NotGit,
            "something answered that is no Git server",
        ));
    }
    let refusals = [
        "not found",
        "does not exist",
        "could not be found",
        "does not appear to be a git repository",
        "denied to",
        "not allowed",
        "Unauthorized",
        "deploy key",
        "read only",
        "read-only",
        "access denied",
        "TF401019",
        "TF401027",
        "DENIED by",
    ];
    for line in &said.lines {
        let is_refusal = refusals.iter().any(|words| {
            line.to_ascii_lowercase()
                .contains(&words.to_ascii_lowercase())
        });
        if is_refusal && !line.contains("ssh: ") && !line.contains("command not found") {
            let words = strip(line);
            return Access::because(answer::judge_words(words), words);
        }
    }
    said.unreachable()
}

/// What Git said about a `git://` daemon.
#[must_use]
pub fn of_daemon(exit_code: Option<i32>, said: &[u8]) -> Access {
    if exit_code == Some(0) {
        return Access {
            state: AccessState::WorksWithoutSignIn,
            ..Access::default()
        };
    }
    let said = Said::read(said);
    match said.after("remote error: ") {
        // The daemon says the same of a missing repository and of a service that is off.
        Some(words) if words.contains("access denied or repository not exported") => {
            Access::because(AccessState::NotFound, words)
        }
        Some(words) => Access::because(answer::judge_words(words), words),
        None => said.unreachable(),
    }
}

struct Said {
    lines: Vec<String>,
    /// A packet came in that only a Git server sends.
    heard_git: bool,
}

impl Said {
    fn read(said: &[u8]) -> Self {
        let text = String::from_utf8_lossy(said);
        let mut lines = Vec::new();
        let mut heard_git = false;
        for line in text.lines() {
            if let Some((_, packet)) = line.split_once(" packet: ") {
                let content = packet.split_once("< ").map(|(_, content)| content);
                heard_git |= content.is_some_and(|content| {
                    content.starts_with("# service=git-") || content == "version 2"
                });
            } else if !line.trim().is_empty() {
                lines.push(line.trim_end().to_owned());
            }
        }
        Self { lines, heard_git }
    }

    fn has(&self, words: &str) -> bool {
        self.lines.iter().any(|line| line.contains(words))
    }

    fn after(&self, words: &str) -> Option<&str> {
        self.lines
            .iter()
            .find_map(|line| line.split_once(words).map(|(_, rest)| rest))
    }

    /// `access` with the server's own words, where Git passed any on.
    fn explain(&self, mut access: Access) -> Access {
        let mut words = Vec::new();
        for line in &self.lines {
            let remote = line.strip_prefix("remote: ");
            words.extend(remote.or_else(|| {
                let is_ssh = line.contains("Permission denied (");
                is_ssh.then_some(line.as_str())
            }));
        }
        if !words.is_empty() {
            access.server_message = Some(display_safe(&words.join(" ")));
        }
        access
    }

    /// The line that says why, without Git's usual beginnings and endings.
    fn unreachable(&self) -> Access {
        let says_nothing = |line: &&String| {
            line.starts_with("fatal: Could not read from remote repository")
                || line.starts_with("Please make sure you have the correct access rights")
                || line.starts_with("and the repository exists")
                || line.starts_with("warning: ")
                || line.starts_with("Warning: ")
        };
        let mut telling = self.lines.iter().filter(|line| !says_nothing(line));
        let line = telling
            .find(|line| line.starts_with("fatal: ") || line.starts_with("ssh: "))
            .or_else(|| self.lines.iter().find(|line| !says_nothing(line)));
        let words = line.map_or("Git gave no reason", |line| strip(line));
        // `unable to access 'URL': WHY`
        let words = words.split_once("': ").map_or(words, |(_, why)| why);
        Access::because(AccessState::Unreachable, words)
    }
}

fn strip(line: &str) -> &str {
    ["fatal: ", "remote: ", "ERROR: ", "error: ", "ssh: "]
        .iter()
        .fold(line, |line, start| line.strip_prefix(start).unwrap_or(line))
}
