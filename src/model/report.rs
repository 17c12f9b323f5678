//! Everything known about a repository and its remotes: what the window lists and `check` prints.

use std::path::PathBuf;

use serde::Serialize;

use super::repository::Override;
use super::source::SignInSettings;
use super::{
    Access, AccessState, Entry, Finding, Forge, HelperInForce, Kind, Problem, Realm, RemoteUrl,
    RepositorySurroundings, StoreKind, Surroundings,
};

/// A repository and what is known about each of its remotes.
#[derive(Debug, Clone)]
pub struct RepositoryReport {
    /// The work tree, or the repository itself where it is bare.
    pub path: PathBuf,
    /// What kind it is.
    pub kind: Kind,
    /// One for each remote.
    pub remotes: Vec<RemoteReport>,
    /// The repository's own settings that are shown and not obeyed.
    pub overrides: Vec<Override>,
    /// What stands around it.
    pub surroundings: RepositorySurroundings,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Why a remote signs in with one account and not another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// Its URL names the account.
    Url,
    /// `credential.username` names it.
    Setting,
    /// It is the first that Git finds.
    First,
}

impl Because {
    /// The reason, behind a colon.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Url => "its URL names it",
            Self::Setting => "the setting credential.username names it",
            Self::First => "it is the first that Git finds, as nothing names another",
        }
    }
}

/// A remote and what is known about it.
#[derive(Debug, Clone)]
pub struct RemoteReport {
    /// `origin`, mostly.
    pub name: String,
    /// Where Git fetches, after `insteadOf`.
    pub fetch_url: Option<RemoteUrl>,
    /// Where Git pushes; more than one is possible.
    pub push_urls: Vec<RemoteUrl>,
    /// The kind of server.
    pub forge: Forge,
    /// The helpers in force for the fetch URL, and the settings beside them.
    pub settings: SignInSettings,
    /// What else stands around it and changes how Git signs in.
    pub surroundings: Surroundings,
    /// The saved sign-ins for the realms of its URLs.
    pub saved: Vec<Entry>,
    /// Whether the server lets fetch.
    pub fetch: Access,
    /// Whether the server lets push.
    pub push: Access,
    /// What is wrong; the first is the headline.
    pub findings: Vec<Finding>,
}

impl RemoteReport {
    /// The realm of the URL that is fetched from, else of the first that is pushed to.
    #[must_use]
    pub fn realm(&self) -> Option<Realm> {
        self.urls().find_map(RemoteUrl::realm)
    }

    /// The realms of all its URLs, each once.
    #[must_use]
    pub fn realms(&self) -> Vec<Realm> {
        let mut realms: Vec<Realm> = Vec::new();
        for realm in self.urls().filter_map(RemoteUrl::realm) {
            if !realms.contains(&realm) {
                realms.push(realm);
            }
        }
        realms
    }

    /// The saved sign-in that Git sends first to the URL that stands for this remote, and why
    /// this one. `None` where nothing fits, or what fits is not known.
    #[must_use]
    pub fn in_use(&self) -> Option<(&Entry, Because)> {
        let url = self.main_url()?;
        let realm = url.realm()?;
        let (wanted, because) = match (&url.user, &self.settings.username) {
            (Some(user), _) => (Some(user), Because::Url),
            (None, Some(user)) => (Some(user), Because::Setting),
            (None, None) => (None, Because::First),
        };
        let fits = |entry: &&Entry| {
            let is_there = entry.realm().is_some_and(|of| of.same_server(&realm));
            let is_wanted = wanted.is_none() || entry.username.as_ref() == wanted;
            let is_over = entry.renews || entry.is_expired(self.surroundings.read_at);
            is_there && is_wanted && !is_over
        };
        let fitting = self.saved.iter().filter(fits);
        // A server that was asked has seen which one it is.
        if let (Some(sent), None) = (&self.fetch.username, wanted) {
            return fitting
                .clone()
                .find(|entry| entry.username.as_ref() == Some(sent))
                .map(|entry| (entry, because));
        }
        let in_netrc = fitting
            .clone()
            .find(|entry| entry.store == StoreKind::Netrc);
        let store = self.surroundings.credential_store.as_deref();
        let read_by = |helper| {
            fitting
                .clone()
                .find(|entry| entry.is_read_by(helper, store))
        };
        let in_helpers = || self.settings.helpers.iter().find_map(read_by);
        in_netrc.or_else(in_helpers).map(|entry| (entry, because))
    }

    /// The first helper in force that reads `entry`. Where there is none, Git does not come upon it:
    /// its helper is configured no more, or not for this server.
    #[must_use]
    pub fn reader_of(&self, entry: &Entry) -> Option<&HelperInForce> {
        let mut helpers = self.settings.helpers.iter();
        let store = self.surroundings.credential_store.as_deref();
        helpers.find(|helper| entry.is_read_by(helper, store))
    }

    /// The accounts that are saved for it, each once, with one of their sign-ins.
    #[must_use]
    pub fn accounts(&self) -> Vec<&Entry> {
        let mut accounts: Vec<&Entry> = Vec::new();
        for entry in self.saved.iter().filter(|entry| !entry.renews) {
            let is_new = accounts
                .iter()
                .all(|known| known.username != entry.username);
            if entry.username.is_some() && is_new {
                accounts.push(entry);
            }
        }
        accounts
    }

    /// Whether one of its URLs is on the server of `realm`.
    #[must_use]
    pub fn is_at(&self, realm: &Realm) -> bool {
        let mut realms = self.urls().filter_map(RemoteUrl::realm);
        realms.any(|of| of.same_server(realm))
    }

    /// The URL that stands for the remote where only one can be shown.
    #[must_use]
    pub fn main_url(&self) -> Option<&RemoteUrl> {
        self.urls().next()
    }

    /// Fetch URL first, then the push URLs.
    pub fn urls(&self) -> impl Iterator<Item = &RemoteUrl> {
        self.fetch_url.iter().chain(&self.push_urls)
    }

    /// What stands behind a yes to pushing, where that is less than it seems.
    #[must_use]
    pub fn push_doubt(&self) -> Option<&'static str> {
        let says_yes = self.push.state == AccessState::Works;
        self.forge.facts().push_check.doubt().filter(|_| says_yes)
    }

    /// Whether a person should look at it.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        self.fetch.needs_attention() || self.push.needs_attention()
    }
}
