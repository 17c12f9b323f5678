//! The files of `git-credential-store`.

use std::path::PathBuf;

use crate::git::Environment;
use crate::model::HelperInForce;

/// The files that this configured helper reads.
pub fn files_of(_helper: &HelperInForce, _environment: &Environment) -> Vec<PathBuf> {
    todo!()
}
