//! Where credentials lie: one file a store behind one small trait.
//!
//! Listing never unlocks, prompts or asks a server. Each entry is removed through the store that
//! holds it, and nothing beside it.

mod asked_helper;
mod cache_daemon;
mod credential_file;
#[cfg(windows)]
pub(crate) mod credential_manager;
pub mod described;
mod error;
mod forge_programs;
pub mod git_credential_store;
mod helper_words;
pub mod keychain;
pub mod manager;
pub mod manager_namespaces;
pub mod manager_service;
pub mod netrc;
pub mod other_programs;
pub mod own_place;
pub mod own_sign_in;
#[cfg(target_os = "linux")]
pub(crate) mod secret_service;
pub mod windows_entry;

pub use asked_helper::HelperQuestion;
pub use error::StoreError;

use asked_helper::{Answered, AskedHelper};
use cache_daemon::{CacheDaemon, KeptInCache};
#[cfg(windows)]
use credential_manager::{CredentialManager, KeptCredentials};
use forge_programs::ForgeProgram;
use git_credential_store::{GitCredentialStore, KeptLine};
use keychain::{Items, KeptKeychainItem, Keychain};
use manager::ManagerSettings;
use manager::files::{KeptFile, ManagerFiles};
use netrc::Netrc;
#[cfg(target_os = "linux")]
use secret_service::{KeptItem, SecretService};

use crate::git::{Config, Git};
use crate::model::surroundings::OtherProgram;
use crate::model::{Credential, Entry, HelperInForce, Problem, Realm, StoreKind};

/// What the Secret Service is called, and a keyring in it that has no name of its own.
pub const KEYRING: &str = "the keyring (Secret Service)";

/// All stores of this machine.
pub struct Stores(Vec<Box<dyn Store>>);

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
    kept: Kept,
}

/// A place where credentials lie.
trait Store: Send + Sync {
    /// Which kind of place.
    fn kind(&self) -> StoreKind;
    /// Whether it is a keyring that answers.
    fn is_keyring(&self) -> bool {
        false
    }
    /// Other programs that keep sign-ins of their own in it, which are told and never cleared.
    fn other_programs(&self) -> Vec<OtherProgram> {
        Vec::new()
    }
    /// What is saved for `realms`, told without a dialog.
    fn list(&self, realms: &[Realm]) -> Listing;
    /// What is saved for `realm` that may be `username`'s, where only some users are listed.
    fn list_user(&self, realm: &Realm, _username: &str) -> Listing {
        self.list(std::slice::from_ref(realm))
    }
    /// What a helper answers, for the store that asks helpers.
    fn ask(&self, _question: &HelperQuestion) -> Listing {
        Listing::default()
    }
    /// The credential of an entry that this store listed.
    fn read(&self, entry: &Entry) -> Result<Credential, StoreError>;
    /// All that [`Self::restore`] needs.
    fn snapshot(&self, entry: &Entry) -> Result<Kept, StoreError>;
    /// Removes exactly this entry; what it removed is kept.
    fn remove(&self, entry: &Entry) -> Result<Kept, StoreError>;
    /// Puts back what was kept.
    fn restore(&self, kept: &Kept) -> Result<(), StoreError>;
}

/// What the store of an entry needs to put it back.
enum Kept {
    Line(KeptLine),
    InCache(KeptInCache),
    File(KeptFile),
    Answer(Answered),
    #[cfg(target_os = "linux")]
    Item(std::sync::Arc<KeptItem>),
    KeychainItem(Box<KeptKeychainItem>),
    #[cfg(windows)]
    Credentials(KeptCredentials),
}

impl Snapshot {
    /// Whether `now` is known to hold the same, where a whole file was kept.
    #[must_use]
    pub fn is_same_file(&self, now: &Self) -> bool {
        match (&self.kept, &now.kept) {
            (Kept::File(before), Kept::File(now)) => before.same_as(now),
            _ => false,
        }
    }
}

impl Stores {
    /// The stores that configuration names, and those that every machine has.
    #[must_use]
    pub fn of(git: &Git, personal: &Config) -> Self {
        let environment = git.environment();
        let manager = ManagerSettings::of(environment, personal);
        let [plaintext, gpg, dpapi] = ManagerFiles::all(git, &manager);
        let [github, gitlab] = ForgeProgram::all(personal, environment);
        Self(vec![
            #[cfg(target_os = "linux")]
            Box::new(SecretService::new(personal, environment)),
            #[cfg(target_os = "macos")]
            Box::new(Keychain::new(keychain::SystemItems, git, personal)),
            #[cfg(windows)]
            Box::new(CredentialManager::new(personal, environment)),
            Box::new(GitCredentialStore::new(personal, environment)),
            Box::new(plaintext),
            Box::new(gpg),
            Box::new(dpapi),
            Box::new(CacheDaemon::new(git, personal, &manager)),
            Box::new(github),
            Box::new(gitlab),
            Box::new(Netrc::new(environment)),
            Box::new(AskedHelper::new(git)),
        ])
    }

    /// Keychains and nothing else, whatever stands behind them: here a test puts its own.
    #[must_use]
    pub fn of_keychain<I: Items + 'static>(items: I, git: &Git, personal: &Config) -> Self {
        Self(vec![Box::new(Keychain::new(items, git, personal))])
    }

    /// What is saved for `realms`; for a realm with a path, only what is saved for that path.
    #[must_use]
    pub fn list(&self, realms: &[Realm]) -> Listing {
        self.merge(|store| store.list(realms))
    }

    /// What is saved for one user of `realm`, and what is locked so that its user is not known.
    #[must_use]
    pub fn list_user(&self, realm: &Realm, username: &str) -> Listing {
        let mut all = self.merge(|store| store.list_user(realm, username));
        all.entries.retain(|entry| match &entry.username {
            Some(known) => known == username,
            None => entry.locked,
        });
        all
    }

    /// What one helper answers, which is asked now; it may open a dialog of its own.
    #[must_use]
    pub fn ask(&self, question: &HelperQuestion) -> Listing {
        self.merge(|store| store.ask(question))
    }

    fn merge(&self, list: impl Fn(&dyn Store) -> Listing) -> Listing {
        let mut all = Listing::default();
        for store in &self.0 {
            let Listing { entries, problems } = list(store.as_ref());
            all.entries.extend(entries);
            all.problems.extend(problems);
        }
        all
    }

    /// Other programs that keep sign-ins of their own where Git's helpers keep theirs.
    #[must_use]
    pub fn other_programs(&self) -> Vec<OtherProgram> {
        self.0
            .iter()
            .flat_map(|store| store.other_programs())
            .collect()
    }

    /// Whether a keyring answers that could keep a token.
    #[must_use]
    pub fn has_keyring(&self) -> bool {
        self.0.iter().any(|store| store.is_keyring())
    }

    /// The credential of `entry`.
    ///
    /// # Errors
    ///
    /// Its store is locked, silent or does not hold it any more.
    pub fn read(&self, entry: &Entry) -> Result<Credential, StoreError> {
        self.owner(entry)?.read(entry)
    }

    /// What [`Self::remove`] would keep.
    ///
    /// # Errors
    ///
    /// As [`Self::read`].
    pub fn snapshot(&self, entry: &Entry) -> Result<Snapshot, StoreError> {
        let kept = self.owner(entry)?.snapshot(entry)?;
        Ok(Snapshot {
            entry: entry.clone(),
            kept,
        })
    }

    /// Removes exactly this entry.
    ///
    /// # Errors
    ///
    /// Its store is locked, silent, write-protected or does not hold it any more.
    pub fn remove(&self, entry: &Entry) -> Result<Snapshot, StoreError> {
        let kept = self.owner(entry)?.remove(entry)?;
        Ok(Snapshot {
            entry: entry.clone(),
            kept,
        })
    }

    /// Puts back what was removed, byte for byte.
    ///
    /// # Errors
    ///
    /// Its store is locked, silent or write-protected.
    pub fn restore(&self, snapshot: &Snapshot) -> Result<(), StoreError> {
        self.owner(&snapshot.entry)?.restore(&snapshot.kept)
    }

    fn owner(&self, entry: &Entry) -> Result<&dyn Store, StoreError> {
        let mut stores = self.0.iter();
        stores
            .find(|store| store.kind() == entry.store)
            .map(Box::as_ref)
            .ok_or_else(|| StoreError::Gone {
                place: entry.location.clone(),
            })
    }
}

/// Whether `entry` is a sign-in for one of `realms`.
fn covers(realms: &[Realm], entry: &Entry) -> bool {
    let Some(of) = entry.realm() else {
        return false;
    };
    realms
        .iter()
        .any(|realm| realm.same_server(&of) && (realm.path.is_none() || realm.path == of.path))
}

/// Every helper that the person's or the system's configuration names for any URL.
fn configured_helpers(personal: &Config) -> impl Iterator<Item = HelperInForce> {
    personal
        .variables()
        .filter(|variable| {
            variable.setting.section == "credential" && variable.setting.name == "helper"
        })
        .map(|variable| HelperInForce {
            value: variable.text().into_owned(),
            origin: variable.origin.clone(),
        })
}
