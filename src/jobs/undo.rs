//! Put back what a clear or a save removed.

use std::sync::Arc;

use super::Workshop;
use crate::model::Entry;
use crate::store::Snapshot;

/// What can be put back. It lives in memory that is wiped, and nowhere else; cheap to clone.
#[derive(Clone, Default)]
pub struct Undo(Arc<Steps>);

#[derive(Default)]
struct Steps {
    /// What was saved and goes first, as it has taken the place of what comes back.
    remove: Vec<Entry>,
    /// What comes back, in the order of its removal.
    restore: Vec<Snapshot>,
}

/// What an undo did.
pub struct Undone {
    /// What is back.
    pub restored: Vec<Entry>,
    /// What could not be put back, and why.
    pub failed: Vec<(Entry, String)>,
}

impl Undo {
    pub(super) fn new(snapshots: Vec<Snapshot>) -> Self {
        Self(Arc::new(Steps {
            remove: Vec::new(),
            restore: snapshots,
        }))
    }

    /// This undo, which first takes away what was `saved`.
    pub(super) fn removing(self, saved: Vec<Entry>) -> Self {
        Self(Arc::new(Steps {
            remove: saved,
            restore: Arc::into_inner(self.0).unwrap_or_default().restore,
        }))
    }

    /// Whether there is nothing to put back.
    pub fn is_empty(&self) -> bool {
        self.0.restore.is_empty()
    }

    /// How many sign-ins can be put back.
    pub fn len(&self) -> usize {
        self.0.restore.len()
    }
}

/// Puts back everything that `undo` holds, byte for byte, the last removed first. Where there is
/// nothing to put back, what was saved stays.
pub fn undo(workshop: &Workshop, undo: &Undo) -> Undone {
    let stores = workshop.stores();
    let mut undone = Undone {
        restored: Vec::new(),
        failed: Vec::new(),
    };
    if !undo.is_empty() {
        for saved in undo.0.remove.iter().rev() {
            if let Err(error) = stores.remove(saved) {
                undone.failed.push((saved.clone(), error.to_string()));
            }
        }
    }
    for snapshot in undo.0.restore.iter().rev() {
        match stores.restore(snapshot) {
            Ok(()) => undone.restored.push(snapshot.entry.clone()),
            Err(error) => undone
                .failed
                .push((snapshot.entry.clone(), error.to_string())),
        }
    }
    undone
}
