//! Asks one credential helper through Git's protocol, alone and with every off switch set.

use thiserror::Error;

use super::{Git, RunError};
use crate::model::{Credential, HelperInForce, Realm};

/// Why a helper gave no answer.
#[derive(Debug, Error)]
pub enum AskError {
    /// Git or the helper did not run.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// Whether `helper` is known to answer without a dialog.
pub fn answers_without_dialog(_helper: &HelperInForce) -> bool {
    todo!()
}

/// Whether `helper` is known to keep what it is given.
pub fn keeps_secrets(_helper: &HelperInForce) -> bool {
    todo!()
}

/// What `helper` alone answers for `realm`, for `username` where one is wanted.
pub fn fill(
    _git: &Git,
    _helper: &HelperInForce,
    _realm: &Realm,
    _username: Option<&str>,
) -> Result<Option<Credential>, AskError> {
    todo!()
}

/// Hands `credential` to `helper` alone. `host_field` is the host as the remote's URL spells it.
pub fn approve(
    _git: &Git,
    _helper: &HelperInForce,
    _realm: &Realm,
    _host_field: &str,
    _credential: &Credential,
) -> Result<(), AskError> {
    todo!()
}
