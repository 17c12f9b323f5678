//! What every job works with: the person's Git, their environment, and what is remembered.

use std::sync::Arc;

use thiserror::Error;

use crate::git::Environment;
use crate::git::install::{Git, GitError};
use crate::model::ActivityLog;

/// The tools of the jobs. Cheap to clone.
#[derive(Clone)]
pub struct Workshop(Arc<Tools>);

struct Tools {
    git: Git,
}

/// Why no job can be done.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Git is missing or broken.
    #[error(transparent)]
    Git(#[from] GitError),
}

impl Workshop {
    /// Finds Git and reads what is remembered.
    ///
    /// # Errors
    ///
    /// Git is missing or does not work.
    pub fn open(environment: &Environment, activity: &ActivityLog) -> Result<Self, OpenError> {
        let git = Git::find(environment, activity)?;
        Ok(Self(Arc::new(Tools { git })))
    }

    /// The person's Git.
    pub fn git(&self) -> &Git {
        &self.0.git
    }
}
