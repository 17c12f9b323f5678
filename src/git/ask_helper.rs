//! Asks one credential helper through Git, alone and with every off switch set.
//!
//! An exit code of 0 proves nothing: `approve` and `reject` end with 0 whatever the helper did.
//! What is true is what listing the store shows afterwards.

use std::time::Duration;

use thiserror::Error;

use super::credential_protocol::{ProtocolError, Request};
use super::{Git, Run, RunError};
use crate::model::{Credential, HelperInForce, Realm};

/// A helper that needs longer than this waits for a person.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// A keyring that is locked asks the person for its password before it keeps something.
const TO_UNLOCK: Duration = Duration::from_mins(1);

/// Tells our own helper that the person has asked for something that a locked keyring stands in the
/// way of, so that it may open the dialog that unlocks although every prompt is switched off.
pub const MAY_UNLOCK: &str = "GIT_LOCKSMITH_MAY_UNLOCK";

/// Why a helper gave no answer.
#[derive(Debug, Error)]
pub enum AskError {
    /// Git or the helper did not run.
    #[error(transparent)]
    Run(#[from] RunError),
    /// What would be sent, or what was answered, is not safe.
    #[error(transparent)]
    Protocol(#[from] ProtocolError),
    /// A helper that a repository brought is shown and never run.
    #[error("{0} was set by the repository itself and is not run")]
    FromRepository(String),
}

/// Whether `helper` is known to answer without a dialog: it has no window
/// and asks no keyring that may be locked. Git Credential Manager is none of these: it asks the
/// keyring to unlock even when it is told not to interact. Our own heeds what it is told.
#[must_use]
pub fn answers_without_dialog(helper: &HelperInForce) -> bool {
    !helper.is_from_repository()
        && !helper.value.starts_with('!')
        && matches!(helper.name(), "store" | "cache" | "locksmith")
}

/// Whether `helper` is known to keep what it is given. Helpers that only make or look up
/// credentials (`oauth`, `netrc`, `gh`, `glab`, …) ignore what they are told to store.
#[must_use]
pub fn keeps_secrets(helper: &HelperInForce) -> bool {
    !helper.value.starts_with('!')
        && matches!(
            helper.name(),
            "store"
                | "cache"
                | "libsecret"
                | "manager"
                | "manager-core"
                | "osxkeychain"
                | "wincred"
                | "gnome-keyring"
                | "locksmith"
        )
}

/// What `helper` alone answers for `realm`, for `username` where one is wanted. `host_field` is
/// the host as the remote's URL spells it.
///
/// # Errors
///
/// It was not run, took too long, or answered for another host.
pub fn fill(
    git: &Git,
    helper: &HelperInForce,
    realm: &Realm,
    host_field: &str,
    username: Option<&str>,
) -> Result<Option<Credential>, AskError> {
    let request = Request {
        realm,
        host_field: Some(host_field),
        username,
        secret: None,
    };
    let run = run(git, helper, realm)?.args(["credential", "fill"]);
    let finished = run.input(request.write()?).run()?;
    if !finished.succeeded() {
        return Ok(None);
    }
    Ok(request.read_answer(&finished.stdout)?)
}

/// Asks `helper` alone, so that it has its keyring unlocked, and waits while the person types.
///
/// # Errors
///
/// As [`fill`].
pub fn let_unlock(
    git: &Git,
    helper: &HelperInForce,
    realm: &Realm,
    host_field: &str,
) -> Result<(), AskError> {
    let request = Request {
        realm,
        host_field: Some(host_field),
        username: None,
        secret: None,
    };
    let run = run(git, helper, realm)?.args(["credential", "fill"]);
    let run = run.time_limit(TO_UNLOCK).env(MAY_UNLOCK, "1");
    run.input(request.write()?).run()?;
    Ok(())
}

/// Hands `credential` to `helper` alone. `host_field` is the host as the remote's URL spells it.
///
/// # Errors
///
/// It was not run, took too long, or a field holds a control character. That it ends well says
/// nothing about whether the credential was kept.
pub fn approve(
    git: &Git,
    helper: &HelperInForce,
    realm: &Realm,
    host_field: &str,
    credential: &Credential,
) -> Result<(), AskError> {
    let request = Request {
        realm,
        host_field: Some(host_field),
        username: Some(&credential.username),
        secret: Some(&credential.secret),
    };
    let run = run(git, helper, realm)?.args(["credential", "approve"]);
    let run = run.time_limit(TO_UNLOCK).env(MAY_UNLOCK, "1");
    run.input(request.write()?).run()?;
    Ok(())
}

/// Tells `helper` alone to forget what it keeps for `username`. The password is not sent: some
/// helpers would then compare it, and one of them dies of it.
///
/// # Errors
///
/// As [`approve`].
pub fn reject(
    git: &Git,
    helper: &HelperInForce,
    realm: &Realm,
    host_field: &str,
    username: &str,
) -> Result<(), AskError> {
    let request = Request {
        realm,
        host_field: Some(host_field),
        username: Some(username),
        secret: None,
    };
    let run = run(git, helper, realm)?.args(["credential", "reject"]);
    run.input(request.write()?).run()?;
    Ok(())
}

/// Git with this helper and no other: an empty value forgets all that were configured, for any
/// URL.
fn run<'a>(git: &'a Git, helper: &HelperInForce, realm: &Realm) -> Result<Run<'a>, AskError> {
    if helper.is_from_repository() {
        let name = helper.name().to_owned();
        return Err(AskError::FromRepository(name));
    }
    // Git drops the path unless this is set, whatever is asked.
    let with_path = match &realm.path {
        Some(_) => "credential.useHttpPath=true",
        None => "credential.useHttpPath=false",
    };
    Ok(git
        .run()
        .args(["-c", "credential.helper="])
        .arg("-c")
        .arg(format!("credential.helper={}", helper.value))
        .args(["-c", with_path])
        .time_limit(TIME_LIMIT))
}
