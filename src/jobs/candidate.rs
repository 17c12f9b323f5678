//! What Git would sign in with at a URL, in Git's order, as far as it can be read silently.

use std::sync::Arc;

use crate::git::ask_helper;
use crate::git::machine::since_1970;
use crate::git::{Environment, Git};
use crate::model::source::SignInSettings;
use crate::model::{Credential, Entry, HelperInForce, Realm, RemoteUrl, StoreKind};
use crate::store::git_credential_store::files_of;
use crate::store::manager::ManagerSettings;
use crate::store::{HelperQuestion, Stores};

/// A credential that Git would send, and where it comes from.
pub(super) struct Candidate {
    pub(super) credential: Credential,
    /// The saved sign-in it was read from, or what a helper answered; `None` for the URL's own.
    pub(super) entry: Option<Entry>,
}

impl Candidate {
    /// Where it lies.
    pub(super) fn place(&self) -> &str {
        let entry = self.entry.as_ref();
        entry.map_or("the URL", |entry| entry.location.as_str())
    }
}

/// What to look in.
pub(super) struct Sources<'a> {
    pub(super) git: &'a Git,
    pub(super) stores: &'a Stores,
    pub(super) url: &'a RemoteUrl,
    pub(super) settings: &'a SignInSettings,
    pub(super) manager: &'a ManagerSettings,
    /// What is saved for the URL's realm, in the order of the stores.
    pub(super) saved: &'a [Entry],
    /// Ask helpers too that may open a dialog.
    pub(super) ask_helpers: bool,
}

impl Sources<'_> {
    /// Git's order (measured with Git 2.39 and 2.47): user and password of
    /// the URL, and then nothing else; netrc; the helpers, of which the first that answers
    /// counts. Helpers that came with the repository are not asked.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        if let Some(secret) = &self.url.secret {
            let credential = Credential {
                username: self
                    .url
                    .user
                    .clone()
                    .unwrap_or_else(|| self.name_beside_token()),
                secret: Arc::clone(secret),
            };
            return vec![Candidate {
                credential,
                entry: None,
            }];
        }
        let netrc = self.saved_in(StoreKind::Netrc, |_| true);
        let helper = self
            .settings
            .own_helpers()
            .find_map(|helper| self.answer_of(helper));
        netrc.into_iter().chain(helper).collect()
    }

    /// Hosts that take a token for a user name take it as password beside any name as well.
    fn name_beside_token(&self) -> String {
        match self.url.has_token_as_user() {
            true => "x-access-token".to_owned(),
            false => String::new(),
        }
    }

    /// What `helper` would answer: read from its store where we know it, else asked.
    fn answer_of(&self, helper: &HelperInForce) -> Option<Candidate> {
        match store_of(helper, self.manager) {
            Some(store) => self
                .saved_in(store, |entry| {
                    lies_with(helper, entry, self.manager, self.git.environment())
                })
                .or_else(|| self.ask_where_only_it_may_read(helper, store)),
            None if self.ask_helpers || ask_helper::answers_without_dialog(helper) => {
                self.ask(helper)
            }
            None => None,
        }
    }

    /// macOS lets a program read what it made itself, and asks the person for any other.
    fn ask_where_only_it_may_read(
        &self,
        helper: &HelperInForce,
        store: StoreKind,
    ) -> Option<Candidate> {
        let is_there = |entry: &Entry| {
            entry.store == StoreKind::Keychain
                && lies_with(helper, entry, self.manager, self.git.environment())
                && self.git_would_find(entry)
        };
        let may_ask = self.ask_helpers && store == StoreKind::Keychain;
        (may_ask && self.saved.iter().any(is_there))
            .then(|| self.ask(helper))
            .flatten()
    }

    /// Git passes over what has expired and asks the next helper (`credential_fill` of Git 2.40).
    fn saved_in(&self, store: StoreKind, from_here: impl Fn(&Entry) -> bool) -> Option<Candidate> {
        let now = since_1970().as_secs();
        self.saved
            .iter()
            .filter(|entry| {
                entry.store == store && !entry.locked && !entry.renews && from_here(entry)
            })
            .filter(|entry| !entry.is_expired(now))
            .filter(|entry| self.git_would_find(entry))
            .find_map(|entry| {
                let credential = self.stores.read(entry).ok()?;
                Some(Candidate {
                    credential,
                    entry: Some(entry.clone()),
                })
            })
    }

    /// Git compares protocol, host and user letter by letter, and the path only where it counts.
    fn git_would_find(&self, entry: &Entry) -> bool {
        // A machine is for all of its ports, and was listed for this one; netrc knows nothing of
        // Git's settings.
        if entry.store == StoreKind::Netrc {
            let wanted = self.url.user.as_deref();
            return wanted.is_none_or(|wanted| entry.username.as_deref() == Some(wanted));
        }
        let realm = self.url.realm();
        let same_host = match entry.written_by {
            // It takes host and port as URLs have them, not letter by letter.
            Some("manager") => entry
                .realm()
                .zip(realm.as_ref())
                .is_some_and(|(of, realm)| of.same_server(realm)),
            _ => entry.host == self.url.host_field(),
        };
        let path_matches = match (&entry.path, self.settings.use_http_path) {
            (path @ Some(_), true) => *path == self.url.credential_path(),
            (Some(_), false) => {
                entry.store == StoreKind::GitCredentialStore || entry.written_by == Some("wincred")
            }
            (None, _) => !self.settings.use_http_path,
        };
        realm.is_some_and(|realm| realm.protocol == entry.protocol)
            && same_host
            && path_matches
            && self
                .wanted_username()
                .is_none_or(|wanted| entry.username.as_deref() == Some(wanted))
    }

    fn wanted_username(&self) -> Option<&str> {
        self.url
            .user
            .as_deref()
            .or(self.settings.username.as_deref())
    }

    fn ask(&self, helper: &HelperInForce) -> Option<Candidate> {
        let realm = realm_of(self.url, self.settings)?;
        let question = HelperQuestion {
            helper: helper.clone(),
            realm,
            host: self.url.host_field(),
            username: self.wanted_username().map(str::to_owned),
        };
        let credential = question.ask(self.git).ok().flatten()?;
        Some(Candidate {
            entry: (!helper.is_built_in()).then(|| question.entry(&credential)),
            credential,
        })
    }
}

/// Where our own helper keeps sign-ins.
const SYSTEM_KEYRING: StoreKind = if cfg!(windows) {
    StoreKind::CredentialManager
} else if cfg!(target_os = "macos") {
    StoreKind::Keychain
} else {
    StoreKind::SecretService
};

/// The kind of store that `helper` keeps its sign-ins in, where that is one that we read.
pub(super) fn store_of(helper: &HelperInForce, manager: &ManagerSettings) -> Option<StoreKind> {
    match helper.name() {
        "store" => Some(StoreKind::GitCredentialStore),
        "libsecret" => Some(StoreKind::SecretService),
        "osxkeychain" => Some(StoreKind::Keychain),
        "wincred" => Some(StoreKind::CredentialManager),
        "locksmith" => Some(SYSTEM_KEYRING),
        _ if helper.is_manager() => manager.kind(),
        _ => None,
    }
}

/// Whether `helper` would come upon `entry`.
pub(super) fn lies_with(
    helper: &HelperInForce,
    entry: &Entry,
    manager: &ManagerSettings,
    environment: &Environment,
) -> bool {
    match helper.name() {
        "store" => files_of(helper, environment)
            .iter()
            .any(|file| entry.is_in_file(file)),
        _ if helper.is_manager() => manager.reads(entry),
        "wincred" => entry.is_read_by(helper, None),
        name => entry.written_by == Some(name),
    }
}

/// Where a sign-in for `url` may be used: with the path where `useHttpPath` says so.
pub(super) fn realm_of(url: &RemoteUrl, settings: &SignInSettings) -> Option<Realm> {
    let realm = url.realm()?;
    Some(match settings.use_http_path {
        true => realm.with_path(url.credential_path().as_deref()),
        false => realm,
    })
}
