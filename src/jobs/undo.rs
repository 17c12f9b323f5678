//! Put back what a clear or a save removed.

use std::sync::Arc;

use super::Workshop;
use crate::model::Entry;

/// What can be put back. It lives in memory that is wiped, and nowhere else; cheap to clone.
#[derive(Clone, Default)]
pub struct Undo(#[expect(dead_code, reason = "in work")] Arc<Vec<()>>);

/// What an undo did.
pub struct Undone {
    /// What is back.
    pub restored: Vec<Entry>,
    /// What could not be put back, and why.
    pub failed: Vec<(Entry, String)>,
}

impl Undo {
    /// Whether there is nothing to put back.
    pub fn is_empty(&self) -> bool {
        todo!()
    }
}

/// Puts back everything that `undo` holds, byte for byte.
pub fn undo(_workshop: &Workshop, _undo: &Undo) -> Undone {
    todo!()
}
