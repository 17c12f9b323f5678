//! Put back what a clear or a save removed.

use std::sync::Arc;

use super::Workshop;
use crate::model::Entry;
use crate::store::Snapshot;

/// What can be put back. It lives in memory that is wiped, and nowhere else; cheap to clone.
#[derive(Clone, Default)]
pub struct Undo(Arc<Vec<Snapshot>>);

/// What an undo did.
pub struct Undone {
    /// What is back.
    pub restored: Vec<Entry>,
    /// What could not be put back, and why.
    pub failed: Vec<(Entry, String)>,
}

impl Undo {
    pub(super) fn new(snapshots: Vec<Snapshot>) -> Self {
        Self(Arc::new(snapshots))
    }

    /// Whether there is nothing to put back.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many sign-ins can be put back.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// Puts back everything that `undo` holds, byte for byte, the last removed first.
pub fn undo(workshop: &Workshop, undo: &Undo) -> Undone {
    let stores = workshop.stores();
    let mut undone = Undone {
        restored: Vec::new(),
        failed: Vec::new(),
    };
    for snapshot in undo.0.iter().rev() {
        match stores.restore(snapshot) {
            Ok(()) => undone.restored.push(snapshot.entry.clone()),
            Err(error) => undone
                .failed
                .push((snapshot.entry.clone(), error.to_string())),
        }
    }
    undone
}
