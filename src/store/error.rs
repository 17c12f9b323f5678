//! Why a store did not do what it was asked.

use std::fmt;

use thiserror::Error;

use super::{Kept, Snapshot};
use crate::git::ask_helper::AskError;
use crate::git::locked_file::FileError;
use crate::model::{Entry, Problem};

/// What may have been removed, and why nobody knows.
pub struct Unsure {
    error: StoreError,
    kept: Kept,
}

impl fmt::Debug for Unsure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.error, f)
    }
}

impl StoreError {
    /// That `kept` may have been removed, although `error`.
    pub(super) fn unsure(error: impl Into<Self>, kept: Kept) -> Self {
        let error = error.into();
        Self::Unsure(Box::new(Unsure { error, kept }))
    }

    /// What puts `entry` back, where it may be gone all the same.
    #[must_use]
    pub fn into_snapshot(self, entry: &Entry) -> Option<Snapshot> {
        let Self::Unsure(unsure) = self else {
            return None;
        };
        Some(Snapshot {
            entry: entry.clone(),
            kept: unsure.kept,
        })
    }
}

/// Why a store did not do what it was asked; what to do next is part of the words.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Its keyring is locked.
    #[error("{place} is locked; unlock it and try again")]
    Locked {
        /// The keyring.
        place: String,
    },
    /// The system would ask the person first.
    #[error(
        "{place} is locked, or macOS would ask whether Git Locksmith may read this item; unlock it, or remove the item in Keychain Access"
    )]
    WouldAsk {
        /// The keychain.
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
    /// Its file was not changed.
    #[error(transparent)]
    File(#[from] FileError),
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
    /// A helper was told to forget it, and answers as before.
    #[error(
        "{helper} still answers after it was told to erase this, so it keeps its sign-ins itself: {how}"
    )]
    StillAnswers {
        /// The helper.
        helper: String,
        /// What the person can do.
        how: String,
    },
    /// It may be gone all the same, so what it was is kept.
    #[error("{}", .0.error)]
    Unsure(Box<Unsure>),
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
