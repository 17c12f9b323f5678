//! The proof of a saved token: the person's own Git, with their own helpers, signs in with it.

use std::time::Duration;

use crate::git::remotes::rewritten_no_more;
use crate::git::{Git, Run};
use crate::model::{Cancel, RemoteUrl, Secret, Transport};

/// Runs `git ls-remote` on `url` outside any repository, with the system's and the person's own
/// configuration.
///
/// Git forgets a credential that is refused. That is why the token was tried before.
///
/// # Errors
///
/// Git was refused, in Git's own words.
pub(super) fn ls_remote(git: &Git, url: &RemoteUrl, cancel: &Cancel) -> Result<(), String> {
    let address = url.without_secret();
    let mut run = git.run();
    if let Some(setting) = rewritten_no_more(&address) {
        run = run.args(["-c", &setting]);
    }
    conclude(run.args(["ls-remote", "--quiet", "--", &address]), cancel)
}

/// As [`ls_remote`], but asks what every push over http begins with, which needs a sign-in where
/// fetching needs none: the remote helper's `list for-push` (`gitremote-helpers(7)`).
///
/// # Errors
///
/// As [`ls_remote`].
pub(super) fn list_for_push(git: &Git, url: &RemoteUrl, cancel: &Cancel) -> Result<(), String> {
    let address = url.without_secret();
    let helper = match url.transport {
        Transport::Http => "remote-http",
        _ => "remote-https",
    };
    let run = git.run().args([helper, &address, &address]);
    conclude(run.input(Secret::new(*b"list for-push\n\n")), cancel)
}

fn conclude(run: Run<'_>, cancel: &Cancel) -> Result<(), String> {
    let finished = run
        .time_limit(Duration::from_secs(30))
        .cancel(cancel)
        .run()
        .map_err(|error| error.to_string())?;
    match finished.succeeded() {
        true => Ok(()),
        false => Err(format!(
            "your own Git did not get in: {}",
            finished.complaint()
        )),
    }
}
