//! Where credentials lie: one file a store behind one small trait.

pub mod git_credential_store;

use thiserror::Error;

use crate::git::{Config, Git};
use crate::model::{Credential, Entry, Problem, Realm};

/// All stores of this machine.
pub struct Stores {}

/// What is saved, and what could not be looked at.
#[derive(Debug, Default)]
pub struct Listing {
    /// Saved sign-ins.
    pub entries: Vec<Entry>,
    /// Stores that could not be looked at.
    pub problems: Vec<Problem>,
}

/// All that is needed to put an entry back, byte for byte; wiped when dropped.
pub struct Snapshot {
    /// What was removed.
    pub entry: Entry,
}

/// Why a store did not do what it was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Its keyring is locked.
    #[error("{place} is locked; unlock it and try again")]
    Locked {
        /// The keyring.
        place: String,
    },
}

impl Stores {
    /// The stores that configuration names, and those that every machine has.
    pub fn of(_git: &Git, _personal: &Config) -> Self {
        todo!()
    }

    /// What is saved for `realms`.
    pub fn list(&self, _realms: &[Realm]) -> Listing {
        todo!()
    }

    /// The credential of `entry`.
    pub fn read(&self, _entry: &Entry) -> Result<Credential, StoreError> {
        todo!()
    }

    /// What [`Self::remove`] would keep.
    pub fn snapshot(&self, _entry: &Entry) -> Result<Snapshot, StoreError> {
        todo!()
    }

    /// Removes exactly this entry.
    pub fn remove(&self, _entry: &Entry) -> Result<Snapshot, StoreError> {
        todo!()
    }

    /// Puts back what was removed, byte for byte.
    pub fn restore(&self, _snapshot: &Snapshot) -> Result<(), StoreError> {
        todo!()
    }
}
