//! Changes the person's global configuration, through their own Git: libgit2 changes file modes
//! and refuses keys with several values.

use thiserror::Error;

use super::{Git, RunError};

/// Why a setting was not changed.
#[derive(Debug, Error)]
pub enum ConfigureError {
    /// Git did not run.
    #[error(transparent)]
    Run(#[from] RunError),
    /// Git refused, in its own words.
    #[error("git config did not change the setting: {0}")]
    Refused(String),
}

/// Adds `value` to `credential.helper` in the global configuration.
///
/// # Errors
///
/// Git could not write the file, for instance because its lock is held.
pub fn add_helper(git: &Git, value: &str) -> Result<(), ConfigureError> {
    config(git, &["--add", "credential.helper", value])
}

/// Takes `value` out of `credential.helper` in the global configuration; other values stay.
///
/// # Errors
///
/// Git could not write the file, or there is no such value.
pub fn remove_helper(git: &Git, value: &str) -> Result<(), ConfigureError> {
    config(
        git,
        &["--fixed-value", "--unset", "credential.helper", value],
    )
}

fn config(git: &Git, arguments: &[&str]) -> Result<(), ConfigureError> {
    let finished = git
        .run()
        .args(["config", "--global"])
        .args(arguments)
        .run()?;
    match finished.succeeded() {
        true => Ok(()),
        false => Err(ConfigureError::Refused(finished.complaint())),
    }
}
