//! GitHub CLI and GitLab CLI where Git asks them as helpers: what they are signed in with answers
//! Git, but Git cannot have it erased, for they take no notice (`gh auth git-credential`, GitHub
//! CLI 2.62, 2024; `glab auth git-credential`, 2025). So it is listed and never cleared.

pub(super) mod accounts;

use self::accounts::{CliAccount, accounts, program_of};
use super::{Kept, Listing, Store, StoreError};
use crate::git::helper::sign_in_settings;
use crate::git::{Config, Environment};
use crate::model::entry::Handle;
use crate::model::outside_text::display_safe;
use crate::model::{Credential, Entry, Realm, RemoteUrl, StoreKind};

/// One of the two.
pub(super) struct ForgeProgram {
    kind: StoreKind,
    personal: Config,
    environment: Environment,
}

impl ForgeProgram {
    pub(super) fn all(personal: &Config, environment: &Environment) -> [Self; 2] {
        [StoreKind::GithubCli, StoreKind::GitlabCli].map(|kind| Self {
            kind,
            personal: personal.clone(),
            environment: environment.clone(),
        })
    }

    /// Whether the person's or the system's configuration has Git ask it for `realm`. It answers
    /// for https alone.
    fn is_asked(&self, realm: &Realm) -> bool {
        let url = RemoteUrl::parse(realm.to_string().as_bytes());
        let settings = sign_in_settings(&self.personal, &url);
        let mut helpers = settings.own_helpers();
        realm.protocol == "https" && helpers.any(|helper| program_of(helper) == Some(self.kind))
    }

    fn entry(&self, realm: &Realm, account: CliAccount) -> Entry {
        Entry {
            store: self.kind,
            location: self.environment.shorten(&account.file),
            written_by: None,
            protocol: realm.protocol.clone(),
            host: realm.host_field(),
            path: None,
            username: account.username,
            kind: None,
            renews: false,
            locked: false,
            expires: None,
            handle: Handle::File { file: account.file },
        }
    }

    fn read_only(&self, entry: &Entry) -> StoreError {
        let all = accounts(self.kind, &self.environment).into_iter();
        let account = all
            .filter(|account| account.username == entry.username)
            .find(|account| account.host.eq_ignore_ascii_case(&entry.host));
        let name = self.kind.words();
        let how = match account {
            Some(account) => format!("run `{}`", account.logout),
            None => format!("sign {} out there", display_safe(&entry.host)),
        };
        StoreError::ReadOnly {
            how: format!(
                "{name} keeps it and answers Git with it, whatever Git says; to clear it, {how}"
            ),
        }
    }
}

impl Store for ForgeProgram {
    fn kind(&self) -> StoreKind {
        self.kind
    }

    fn list(&self, realms: &[Realm]) -> Listing {
        let mut listing = Listing::default();
        let asked = realms
            .iter()
            .filter(|realm| realm.path.is_none() && self.is_asked(realm));
        for realm in asked {
            let all = accounts(self.kind, &self.environment).into_iter();
            let for_realm = all.filter(|account| account.host == realm.host_field());
            listing
                .entries
                .extend(for_realm.map(|account| self.entry(realm, account)));
        }
        listing
    }

    fn read(&self, entry: &Entry) -> Result<Credential, StoreError> {
        Err(self.read_only(entry))
    }

    fn snapshot(&self, entry: &Entry) -> Result<Kept, StoreError> {
        Err(self.read_only(entry))
    }

    fn remove(&self, entry: &Entry) -> Result<Kept, StoreError> {
        Err(self.read_only(entry))
    }

    fn restore(&self, _kept: &Kept) -> Result<(), StoreError> {
        Ok(())
    }
}
