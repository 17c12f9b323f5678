//! Why a store did not do what it was asked.

use std::path::Path;

use thiserror::Error;

use crate::git::ask_helper::AskError;
use crate::model::Problem;
use crate::model::outside_text::display_safe;

/// Why a store did not do what it was asked; what to do next is part of the words.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Its keyring is locked.
    #[error("{place} is locked; unlock it and try again")]
    Locked {
        /// The keyring.
        place: String,
    },
    /// Another program removed or changed it meanwhile.
    #[error("it is no longer in {place}; look again")]
    Gone {
        /// The file or the keyring.
        place: String,
    },
    /// Another secret for the same account took its place meanwhile.
    #[error("another sign-in for this account was saved in {place} meanwhile, and was left alone")]
    Taken {
        /// The file or the keyring.
        place: String,
    },
    /// Another program holds Git's lock.
    #[error(
        "another program is changing the file; if none is running, remove {lock} and try again"
    )]
    LockHeld {
        /// The lock file.
        lock: String,
    },
    /// The person, or their administrator, made the file read-only.
    #[error("{file} is write-protected; allow writing and try again")]
    WriteProtected {
        /// The file.
        file: String,
    },
    /// The file could not be replaced.
    #[error("{file} could not be written and is as it was: {reason}")]
    NotWritten {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// It cannot be read.
    #[error("{} {}", .0.subject, .0.message)]
    Unreadable(Problem),
    /// The store is only read.
    #[error("{how}")]
    ReadOnly {
        /// How the person can remove it.
        how: String,
    },
    /// Asking its helper failed.
    #[error(transparent)]
    Helper(#[from] AskError),
    /// The store answered, but not as it should.
    #[error("{place} did not do it: {reason}")]
    Refused {
        /// The keyring or the daemon.
        place: String,
        /// In its own words.
        reason: String,
    },
    /// No answer in time.
    #[error("{place} does not answer; start it again and try once more")]
    Silent {
        /// The keyring or the daemon.
        place: String,
    },
}

impl StoreError {
    pub(super) fn not_written(file: &Path, reason: &std::io::Error) -> Self {
        Self::NotWritten {
            file: file.display().to_string(),
            reason: display_safe(&reason.to_string()),
        }
    }
}
