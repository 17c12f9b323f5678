//! Git Credential Manager as it is set up: which of its stores is in force, and where they lie.
//!
//! What lies in its stores is read and changed without it. It need not be installed any more.

pub(super) mod files;
mod gpg;
mod text;

use std::path::PathBuf;

use crate::git::{Config, Environment, Git, surroundings};
use crate::model::{Entry, RemoteUrl, StoreKind};
use crate::store::manager_service;

/// Its settings: a variable goes before the setting of the same name (its
/// `docs/configuration.md`, 2.7, 2026).
#[derive(Debug, Clone)]
pub struct ManagerSettings {
    /// `credential.credentialStore`, as it is written.
    store: Option<String>,
    /// What it puts before each service; in its files the outermost folder.
    pub(super) namespace: String,
    /// The options that it hands to Git's cache daemon.
    pub(super) cache_options: Option<String>,
    plaintext: Folders,
    gpg: Folders,
    dpapi: Folders,
}

/// Where the files of one of its stores may lie: where it looks now, and its default.
#[derive(Debug, Clone, Default)]
struct Folders {
    in_force: Option<PathBuf>,
    default: Option<PathBuf>,
}

impl ManagerSettings {
    /// As the system and the person set it up for all servers.
    #[must_use]
    pub fn of(environment: &Environment, personal: &Config) -> Self {
        let setting = |variable: &str, name: &str| {
            let set = environment.get(variable);
            let set = set.map(|set| set.to_string_lossy().into_owned());
            let configured = personal.last("credential", None, name);
            set.or_else(|| configured.map(|configured| configured.text().into_owned()))
        };
        let folders = |set: Option<String>, default: Option<PathBuf>| Folders {
            in_force: set
                .map(|set| environment.expand_tilde(&set))
                .filter(|folder| folder.is_absolute())
                .or_else(|| default.clone()),
            default,
        };
        let own = own_folder(environment);
        let below = |name: &str| own.as_ref().map(|own| own.join(name));
        let pass = environment.home().map(|home| home.join(".password-store"));
        Self {
            store: setting("GCM_CREDENTIAL_STORE", "credentialstore"),
            namespace: manager_service::namespace(personal, environment),
            cache_options: setting("GCM_CREDENTIAL_CACHE_OPTIONS", "cacheoptions"),
            plaintext: folders(
                setting("GCM_PLAINTEXT_STORE_PATH", "plaintextstorepath"),
                below("store"),
            ),
            gpg: folders(setting("PASSWORD_STORE_DIR", "gpgpassstorepath"), pass),
            dpapi: folders(
                setting("GCM_DPAPI_STORE_PATH", "dpapistorepath"),
                below("dpapi_store"),
            ),
        }
    }

    /// As it is set up for `url`, with what `config` says of it.
    #[must_use]
    pub fn for_url(git: &Git, config: &Config, url: &RemoteUrl) -> Self {
        Self {
            store: surroundings::credential_store(git, config, url),
            ..Self::of(git.environment(), config)
        }
    }

    /// The name of the store in force, in lower case: `secretservice`, `gpg`, …
    #[must_use]
    pub fn store(&self) -> Option<String> {
        self.store.as_ref().map(|store| store.to_ascii_lowercase())
    }

    /// The store in force, where it is one that is read here.
    #[must_use]
    pub fn kind(&self) -> Option<StoreKind> {
        StoreKind::of_manager(self.store.as_deref())
    }

    /// Whether it would come upon `entry`.
    #[must_use]
    pub fn reads(&self, entry: &Entry) -> bool {
        entry.may_be_managers() && self.kind() == Some(entry.store)
    }
}

/// `~/.gcm`; on Windows in the profile, wherever `HOME` is (`FileSystem.UserDataDirectoryPath`).
fn own_folder(environment: &Environment) -> Option<PathBuf> {
    let profile = environment.get("USERPROFILE").map(PathBuf::from);
    let home = match cfg!(windows) {
        true => profile,
        false => environment.home(),
    };
    Some(home?.join(".gcm"))
}
