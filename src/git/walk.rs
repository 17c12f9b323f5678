//! Walks folders in parallel and finds repositories.

use std::path::Path;

use super::discover::Place;
use crate::model::{Cancel, Problem};

/// What a walk saw.
#[derive(Debug, Default)]
pub struct Walked {
    /// How many folders were looked at.
    pub folders: u64,
    /// Folders that could not be read.
    pub problems: Vec<Problem>,
}

/// Tells of every repository below `folder`; looks inside repositories only if `nested`.
pub fn walk(
    _folder: &Path,
    _nested: bool,
    _cancel: &Cancel,
    _tell: &(dyn Fn(Place) + Sync),
) -> Walked {
    todo!()
}
