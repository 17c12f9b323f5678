//! A secret leaves the URL and is saved where Git keeps others.

use super::draft::Draft;
use super::{ChangeError, Undo};
use crate::jobs::Workshop;

/// A secret that moves.
pub(super) struct Move {}

/// The secrets that were saved.
pub(super) struct Moved {}

pub(super) fn keep_all(_workshop: &Workshop, _moves: &[Move]) -> Result<Moved, ChangeError> {
    Ok(Moved {})
}

impl Moved {
    pub(super) fn take_back(self, _workshop: &Workshop, error: ChangeError) -> ChangeError {
        error
    }

    pub(super) fn undo(self, _workshop: &Workshop) -> Undo {
        Undo::default()
    }
}

impl Draft<'_> {
    pub(super) fn move_secret(&mut self) -> Result<(), ChangeError> {
        Err(ChangeError::Unusable("this is not possible yet".to_owned()))
    }
}
