//! The saved sign-ins of the realms at hand, each realm listed once a job.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::model::surroundings::OtherServer;
use crate::model::{Entry, Problem, Realm, StoreKind, TokenKind};
use crate::store::{Listing, StoreError, Stores};

/// Lists stores by realm and keeps what they said until the job ends.
pub(super) struct SavedSignIns<'a> {
    stores: &'a Stores,
    by_realm: Mutex<HashMap<Realm, Vec<Entry>>>,
    problems: Mutex<Vec<Problem>>,
    has_keyring: OnceLock<bool>,
    tries_keys: bool,
}

impl<'a> SavedSignIns<'a> {
    pub(super) fn new(stores: &'a Stores) -> Self {
        Self {
            stores,
            by_realm: Mutex::default(),
            problems: Mutex::default(),
            has_keyring: OnceLock::new(),
            tries_keys: false,
        }
    }

    /// These, and of each file that is encrypted whether it can be read without asking anybody:
    /// that is no part of looking, as it runs `gpg`.
    pub(super) fn trying_keys(self) -> Self {
        Self {
            tries_keys: true,
            ..self
        }
    }

    /// What is saved for `realms`, each entry once.
    pub(super) fn of(&self, realms: &[Realm]) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for realm in realms {
            for entry in self.of_realm(realm) {
                if !entries.contains(&entry) {
                    entries.push(entry);
                }
            }
        }
        entries
    }

    /// Says of each server what is saved for it.
    pub(super) fn add_to(&self, servers: &mut [OtherServer]) {
        for server in servers {
            server.saved = self.of(std::slice::from_ref(&server.realm));
        }
    }

    /// Whether a keyring answers; asked once.
    pub(super) fn has_keyring(&self) -> bool {
        *self.has_keyring.get_or_init(|| self.stores.has_keyring())
    }

    /// Stores that could not be looked at, each once.
    pub(super) fn problems(self) -> Vec<Problem> {
        self.problems
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The lock is held while the stores answer, so that no realm is listed twice.
    fn of_realm(&self, realm: &Realm) -> Vec<Entry> {
        let server = realm.clone().without_path();
        let mut by_realm = self.by_realm.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entries) = by_realm.get(&server) {
            return entries.clone();
        }
        let Listing {
            mut entries,
            problems,
        } = self.stores.list(std::slice::from_ref(&server));
        let encrypted = |entry: &&mut Entry| entry.store == StoreKind::ManagerGpg;
        for entry in entries
            .iter_mut()
            .filter(encrypted)
            .filter(|_| self.tries_keys)
        {
            match self.stores.read(entry) {
                Ok(read) => entry.kind = Some(TokenKind::of_secret(&read.secret)),
                Err(error) => entry.locked = matches!(error, StoreError::Locked { .. }),
            }
        }
        let mut known = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        for problem in problems {
            if !known.contains(&problem) {
                known.push(problem);
            }
        }
        by_realm.insert(server, entries.clone());
        entries
    }
}
