//! Find the repositories in folders and read each: kinds, remotes, helpers in force, saved
//! sign-ins, and the findings that need no network.

use std::path::PathBuf;

use super::Workshop;
use crate::model::{Cancel, Problem, RepositoryReport};

/// What a scan tells as it goes.
pub enum Scanned {
    /// A repository, read; nothing was asked of a server.
    Repository(Box<RepositoryReport>),
    /// How many folders were looked at so far.
    Folders(u64),
}

/// Scans `folders` (repositories, folders inside one, or folders that hold many).
///
/// Returns what could not be looked at.
pub fn scan(
    _workshop: &Workshop,
    _folders: &[PathBuf],
    _nested: bool,
    _cancel: &Cancel,
    _tell: &(dyn Fn(Scanned) + Sync),
) -> Vec<Problem> {
    todo!()
}
