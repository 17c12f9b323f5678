//! The proof of a saved token: the person's own Git, with their own helpers, signs in with it.

use std::time::Duration;

use crate::git::Git;
use crate::model::{Cancel, RemoteUrl};

/// Runs `git ls-remote` on `url` outside any repository, with the system's and the person's own
/// configuration.
///
/// Git forgets a credential that is refused. That is why the token was tried before.
///
/// # Errors
///
/// Git was refused, in Git's own words.
pub(super) fn ls_remote(git: &Git, url: &RemoteUrl, cancel: &Cancel) -> Result<(), String> {
    let finished = git
        .run()
        .args(["ls-remote", "--quiet", "--", &url.without_secret()])
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
