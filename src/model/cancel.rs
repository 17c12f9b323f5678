//! A wish to stop, shared between the one who has it and the work that heeds it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Cheap to clone; all clones are the same wish.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl From<Arc<AtomicBool>> for Cancel {
    /// A wish that something else may set, for instance the handler of a signal.
    fn from(wish: Arc<AtomicBool>) -> Self {
        Self(wish)
    }
}

impl Cancel {
    /// Wishes to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
