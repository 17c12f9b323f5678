//! Why a change was not made.

use std::path::Path;

use thiserror::Error;

use crate::git::config_edit::EditError;
use crate::git::locked_file::FileError;
use crate::model::Problem;
use crate::model::outside_text::display_safe;

/// Why a change was not made; everything is as it was before, unless the words say otherwise.
#[derive(Debug, Error)]
pub enum ChangeError {
    /// A repository or file cannot be read.
    #[error("{} {}", .0.subject, .0.message)]
    Unreadable(Problem),
    /// The file does not hold what was found there, or Git could not read what would be written.
    #[error("{file}: {reason}")]
    NotEdited {
        /// The file.
        file: String,
        /// Why.
        reason: EditError,
    },
    /// The file was written since the plan was made.
    #[error("{file} was changed meanwhile; look again")]
    ChangedMeanwhile {
        /// The file.
        file: String,
    },
    /// All is as it should be already.
    #[error("there is nothing to change: {0}")]
    Nothing(String),
    /// What is wished cannot be written.
    #[error("{0}")]
    Unusable(String),
    /// A secret would be lost.
    #[error("{0} holds a password or token, which would be lost; take it out of the URL first")]
    HoldsSecret(String),
    /// The system's configuration, which this person may not write.
    #[error("{file} belongs to the system; an administrator can run: {command}")]
    OfSystem {
        /// The file.
        file: String,
        /// What to run.
        command: String,
    },
    /// A repository leads to a file outside of it.
    #[error(
        "the repository takes this setting from {file}, outside of it; change it there yourself if you trust it"
    )]
    Outside {
        /// The file.
        file: String,
    },
    /// No helper is in force that would keep the secret.
    #[error(
        "no credential helper is configured that could keep the secret of {0}; configure one first, for instance by saving a new token"
    )]
    NoHelper(String),
    /// The helper in force keeps it for a while only.
    #[error(
        "the credential helper {0} forgets what it is given after a while; configure one that keeps the secret, for instance by saving a new token"
    )]
    Forgetful(String),
    /// A helper did not keep the secret.
    #[error("{0}")]
    NotKept(String),
    /// A saved sign-in is still there.
    #[error("it is still saved: {0}")]
    Stayed(String),
    /// A file was not written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Something failed, and what was done before could not all be taken back.
    #[error("{error}; {}", left.join("; "))]
    HalfDone {
        /// What failed.
        error: Box<ChangeError>,
        /// What is not as it was before.
        left: Vec<String>,
    },
}

impl ChangeError {
    pub(super) fn changed_meanwhile(file: &Path) -> Self {
        Self::ChangedMeanwhile { file: shown(file) }
    }

    pub(super) fn not_edited(file: &Path, reason: EditError) -> Self {
        Self::NotEdited {
            file: shown(file),
            reason,
        }
    }

    /// This failure, with what could not be taken back.
    pub(super) fn leaving(self, left: Vec<String>) -> Self {
        match left.is_empty() {
            true => self,
            false => Self::HalfDone {
                error: Box::new(self),
                left,
            },
        }
    }
}

pub(super) fn shown(file: &Path) -> String {
    display_safe(&file.display().to_string())
}
