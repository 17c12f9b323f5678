//! Asks through the person's own Git: ssh, and what our client cannot speak.
//!
//! Git runs in a neutral folder, so that nothing of a repository counts; all its helpers are
//! replaced by one that answers for this server alone, once, from a pipe, and forgets nothing
//! (`git ls-remote` as it is would erase a refused credential and copy a
//! good one into every helper). What is asked is only what Git says first in either direction:
//!
//! - to fetch: `git ls-remote -- URL HEAD`;
//! - to push over http: the remote helper's `list for-push` (`gitremote-helpers(7)`), with which
//!   every push begins;
//! - to push over ssh: `git ls-remote --upload-pack=git-receive-pack`. It starts
//!   `git-receive-pack` there, reads what it may write to, and hangs up before it says anything.

use std::ffi::OsString;
use std::time::Duration;

use super::answer::SignedIn;
use super::git_words;
use super::question::{Question, Service};
use crate::git::remotes::rewritten_no_more;
use crate::git::{Config, Finished, Git, Run, RunError};
use crate::model::{Access, AccessState, Cancel, Credential, RemoteUrl, Secret, Transport};

/// Longer than our own client takes: ssh may have two hosts to go through.
const PATIENCE: Duration = Duration::from_secs(15);

/// Asks, with all helpers replaced by one that only answers with `credential`.
#[must_use]
pub fn ask(
    git: &Git,
    url: &RemoteUrl,
    service: Service,
    credential: Option<&Credential>,
    cancel: &Cancel,
) -> Access {
    match url.transport {
        Transport::Ssh => ask_ssh(git, url, service, cancel),
        Transport::Git => ask_daemon(git, url, service, cancel),
        Transport::Https | Transport::Http => {
            let signed_in = match credential {
                Some(_) => SignedIn::WithCredential,
                None => SignedIn::Nobody,
            };
            over_http(git, url, service, credential, signed_in, cancel)
        }
        Transport::File | Transport::Other | Transport::Unusual => Access::because(
            AccessState::Unsupported,
            "this transport is not asked through Git",
        ),
    }
}

/// Asks what our own client cannot.
pub(super) fn ask_http(
    git: &Git,
    question: &Question<'_>,
    signed_in: SignedIn,
    cancel: &Cancel,
) -> Access {
    // A header goes before any credential, so none is handed out.
    let credential = question
        .credential
        .filter(|_| signed_in == SignedIn::WithCredential);
    over_http(
        git,
        question.url,
        question.service,
        credential,
        signed_in,
        cancel,
    )
}

fn over_http(
    git: &Git,
    url: &RemoteUrl,
    service: Service,
    credential: Option<&Credential>,
    signed_in: SignedIn,
    cancel: &Cancel,
) -> Access {
    let address = url.without_secret();
    let mut run = git
        .run()
        .args(["-c", "credential.helper="])
        .args(settings_for(&address, url))
        .env("GIT_ALLOW_PROTOCOL", "http:https")
        // Tells a Git server from a login page, which ends with success as well (F02).
        .env("GIT_TRACE_PACKET", "2")
        .time_limit(PATIENCE)
        .cancel(cancel);
    if let Some(credential) = credential {
        let Some(answer) = answer(credential) else {
            return Access::because(
                AccessState::NotChecked,
                "the sign-in holds a line break, which Git cannot send",
            );
        };
        run = run
            .args([OsString::from("-c"), only_helper(url)])
            .answer(answer);
    }
    let run = match service {
        Service::Fetch => run.args(["ls-remote", "--exit-code", "--", &address, "HEAD"]),
        Service::Push => run
            .args([remote_helper(url), &address, &address])
            .input(Secret::new(*b"list for-push\n\n")),
    };
    conclude(run, |finished| {
        git_words::of_http(finished.exit_code, &finished.stderr, service, signed_in)
    })
}

fn remote_helper(url: &RemoteUrl) -> &'static str {
    match url.transport {
        Transport::Http => "remote-http",
        _ => "remote-https",
    }
}

/// A helper for exactly this scheme, host and port: a proxy that wants a sign-in is another.
fn only_helper(url: &RemoteUrl) -> OsString {
    let scheme = if url.transport == Transport::Http {
        "http"
    } else {
        "https"
    };
    let server = format!("{scheme}://{}", url.host_field());
    format!("credential.{server}.helper=!f() {{ test \"$1\" = get && cat <&3; }}; f").into()
}

/// Git reads lines, so none may hold one.
fn answer(credential: &Credential) -> Option<Secret> {
    let secret = credential.secret.expose();
    let is_line = |bytes: &[u8]| !bytes.iter().any(|byte| matches!(byte, b'\n' | b'\r' | 0));
    if !is_line(secret) || !is_line(credential.username.as_bytes()) {
        return None;
    }
    let name = credential.username.as_bytes();
    let mut answer = Vec::with_capacity(secret.len() + name.len() + 32);
    for part in [b"username=", name, b"\npassword=", secret, b"\n"] {
        answer.extend_from_slice(part);
    }
    Some(Secret::new(answer))
}

/// No redirects, no cookies written, no second rewriting of a URL that was rewritten already.
/// Set for the whole URL, so that no section of the person's is more to the point.
fn settings_for(address: &str, url: &RemoteUrl) -> Vec<String> {
    let plain = url.without_user_info();
    let mut settings = vec![
        "http.followRedirects=false".to_owned(),
        "http.saveCookies=false".to_owned(),
    ];
    // `-c` cuts at the first equals sign.
    if !address.contains('=') {
        settings.push(format!("http.{plain}.followRedirects=false"));
        settings.push(format!("http.{plain}.saveCookies=false"));
    }
    settings.extend(rewritten_no_more(address));
    settings
        .into_iter()
        .flat_map(|setting| ["-c".to_owned(), setting])
        .collect()
}

fn ask_ssh(git: &Git, url: &RemoteUrl, service: Service, cancel: &Cancel) -> Access {
    let address = url.without_user_info();
    let run = ls_remote(git, &address, service)
        .env("GIT_ALLOW_PROTOCOL", "ssh")
        .env("SSH_ASKPASS_REQUIRE", "never")
        .cancel(cancel);
    let run = match ssh_command(git) {
        Some(command) => run.env("GIT_SSH_COMMAND", command),
        None => run,
    };
    conclude(run, |finished| {
        git_words::of_ssh(finished.exit_code, &finished.stderr)
    })
}

/// The daemon asks nobody who they are.
fn ask_daemon(git: &Git, url: &RemoteUrl, service: Service, cancel: &Cancel) -> Access {
    let address = url.without_user_info();
    let run = ls_remote(git, &address, service)
        .env("GIT_ALLOW_PROTOCOL", "git")
        .cancel(cancel);
    conclude(run, |finished| {
        git_words::of_daemon(finished.exit_code, &finished.stderr)
    })
}

fn ls_remote<'a>(git: &'a Git, address: &str, service: Service) -> Run<'a> {
    let mut run = git.run();
    if let Some(setting) = rewritten_no_more(address) {
        run = run.args(["-c", &setting]);
    }
    run = run.arg("ls-remote");
    if service == Service::Push {
        run = run.arg("--upload-pack=git-receive-pack");
    }
    run.args(["--", address, "HEAD"]).time_limit(PATIENCE)
}

/// The person's own ssh, told to ask nothing and to write nothing down: a host that is not known
/// stays unknown. `None` where it is a program that may not know these options.
fn ssh_command(git: &Git) -> Option<OsString> {
    let environment = git.environment();
    let personal = Config::personal(git);
    let configured = |section, name| {
        personal
            .last(section, None, name)
            .map(|variable| variable.text().into_owned())
            .filter(|value| !value.is_empty())
    };
    let variable = |name: &str| {
        environment
            .get(name)
            .map(|value| value.to_string_lossy().into_owned())
    };
    let command = variable("GIT_SSH_COMMAND")
        .or_else(|| configured("core", "sshcommand"))
        .or_else(|| {
            variable("GIT_SSH").map(|program| format!("'{}'", program.replace('\'', "'\\''")))
        })
        .unwrap_or_else(|| "ssh".to_owned());
    let program = command.split_whitespace().next()?.trim_matches(['\'', '"']);
    let program = program.rsplit(['/', '\\']).next()?;
    let program = program.strip_suffix(".exe").unwrap_or(program);
    let variant = variable("GIT_SSH_VARIANT").or_else(|| configured("ssh", "variant"));
    let variant = variant.filter(|variant| variant != "auto");
    let options = match variant.as_deref().unwrap_or(program) {
        "ssh" => "-o BatchMode=yes -o ConnectTimeout=10 -o UpdateHostKeys=no",
        "plink" | "putty" | "tortoiseplink" => "-batch",
        _ => return None,
    };
    Some(format!("{command} {options}").into())
}

fn conclude(run: Run<'_>, judge: impl FnOnce(Finished) -> Access) -> Access {
    match run.run() {
        Ok(finished) => judge(finished),
        Err(RunError::Cancelled) => Access::because(AccessState::NotChecked, "cancelled"),
        Err(error @ (RunError::TimedOut { .. } | RunError::NotStarted { .. })) => {
            Access::because(AccessState::Unreachable, error.to_string())
        }
    }
}
