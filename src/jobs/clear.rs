//! Clear saved sign-ins: everywhere for a realm, or one of them.

use super::Workshop;
use super::undo::Undo;
use crate::model::{Entry, Problem, Realm};

/// What is to be cleared.
#[derive(Debug, Clone)]
pub enum ClearTarget {
    /// All that is saved for a server, or for one user of it.
    Realm {
        /// The server.
        realm: Realm,
        /// Only this user's.
        username: Option<String>,
    },
    /// One saved sign-in.
    Entry(Entry),
}

/// What a clear did, told by listing again and not by exit codes.
pub struct Cleared {
    /// What is gone.
    pub removed: Vec<Entry>,
    /// What is still there, and why.
    pub stayed: Vec<(Entry, String)>,
    /// Stores that could not be looked at.
    pub problems: Vec<Problem>,
    /// Puts back what is gone.
    pub undo: Undo,
}

/// What [`clear`] would remove.
pub fn preview(_workshop: &Workshop, _target: &ClearTarget) -> (Vec<Entry>, Vec<Problem>) {
    todo!()
}

/// Lists, snapshots, removes through the owner of each entry, lists again.
pub fn clear(_workshop: &Workshop, _target: &ClearTarget) -> Cleared {
    todo!()
}
