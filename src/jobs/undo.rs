//! Put back what a clear, a save or a change did.

use std::path::PathBuf;
use std::sync::Arc;

use super::Workshop;
use super::change::{FileEdit, Work};
use crate::model::Entry;
use crate::store::Snapshot;

/// What can be put back. It lives in memory that is wiped, and nowhere else; cheap to clone.
#[derive(Clone, Default)]
pub struct Undo(Arc<Steps>);

#[derive(Default)]
struct Steps {
    /// The files that were changed; they come first, as a secret that was moved out of one must
    /// be back in it before its store lets it go.
    files: Option<Arc<Work>>,
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
    /// The files that are as they were before.
    pub restored_files: Vec<PathBuf>,
    /// The files that are not, and why.
    pub failed_files: Vec<(PathBuf, String)>,
}

impl Undo {
    pub(super) fn new(snapshots: Vec<Snapshot>) -> Self {
        Self(Arc::new(Steps {
            restore: snapshots,
            ..Steps::default()
        }))
    }

    /// This undo, which first takes away what was `saved`.
    pub(super) fn removing(self, saved: Vec<Entry>) -> Self {
        Self(Arc::new(Steps {
            remove: saved,
            ..Arc::into_inner(self.0).unwrap_or_default()
        }))
    }

    /// This undo, which first puts back the files of `work`.
    pub(super) fn with_files(self, work: Arc<Work>) -> Self {
        Self(Arc::new(Steps {
            files: Some(work),
            ..Arc::into_inner(self.0).unwrap_or_default()
        }))
    }

    /// Both at once.
    pub(super) fn and(self, other: Self) -> Self {
        let mut steps = Arc::into_inner(self.0).unwrap_or_default();
        let other = Arc::into_inner(other.0).unwrap_or_default();
        steps.remove.extend(other.remove);
        steps.restore.extend(other.restore);
        Self(Arc::new(steps))
    }

    /// Whether there is nothing to put back.
    pub fn is_empty(&self) -> bool {
        self.0.restore.is_empty() && self.files().is_empty()
    }

    fn files(&self) -> &[FileEdit] {
        let files = self.0.files.as_ref();
        files.map_or(&[], |work| work.files.as_slice())
    }

    /// How many sign-ins can be put back.
    pub fn len(&self) -> usize {
        self.0.restore.len()
    }
}

/// Puts back everything that `undo` holds, byte for byte, the last removed first. Where there is
/// nothing to put back, what was saved stays; a file that was changed since is left alone.
pub fn undo(workshop: &Workshop, undo: &Undo) -> Undone {
    let stores = workshop.stores();
    let mut undone = Undone {
        restored: Vec::new(),
        failed: Vec::new(),
        restored_files: Vec::new(),
        failed_files: Vec::new(),
    };
    for file in undo.files().iter().rev() {
        match file.put_back() {
            Ok(()) => undone.restored_files.push(file.path.clone()),
            Err(why) => undone.failed_files.push((file.path.clone(), why)),
        }
    }
    if !undone.failed_files.is_empty() {
        // What was saved may be the only copy of a secret.
        return undone;
    }
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
