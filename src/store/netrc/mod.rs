//! The person's netrc file, which Git reads through libcurl before it asks any helper.
//!
//! Read only: other programs (curl, ftp, package managers) use the same lines, and a machine
//! without a port is for all of its ports.

mod syntax;

use std::path::PathBuf;

use self::syntax::{Login, logins};
use super::{Kept, Listing, Store, StoreError};
use crate::git::Environment;
use crate::git::preflight::read_regular;
use crate::model::entry::Handle;
use crate::model::{Credential, Entry, Problem, Realm, Secret, StoreKind, TokenKind};

/// The file that `NETRC` names, or the one in the home folder.
pub(super) struct Netrc {
    file: Option<PathBuf>,
    environment: Environment,
}

impl Netrc {
    pub(super) fn new(environment: &Environment) -> Self {
        let name = if cfg!(windows) { "_netrc" } else { ".netrc" };
        let set = environment.get("NETRC").map(PathBuf::from);
        Self {
            file: set.or_else(|| Some(environment.home()?.join(name))),
            environment: environment.clone(),
        }
    }

    fn logins(&self) -> Result<Vec<Login>, Problem> {
        let Some(file) = &self.file else {
            return Ok(Vec::new());
        };
        let content = Secret::new(read_regular(file)?.unwrap_or_default());
        Ok(logins(content.expose()))
    }

    fn entry(&self, nth: usize, login: &Login, realm: &Realm) -> Entry {
        let file = self.file.clone().unwrap_or_default();
        Entry {
            store: StoreKind::Netrc,
            location: self.environment.shorten(&file),
            written_by: None,
            protocol: realm.protocol.clone(),
            host: realm.host_field(),
            path: None,
            username: Some(login.credential.username.clone()),
            kind: Some(TokenKind::of_secret(&login.credential.secret)),
            renews: false,
            locked: false,
            handle: Handle::Netrc { file, nth },
        }
    }

    fn read_only(entry: &Entry) -> StoreError {
        let host = crate::model::outside_text::display_safe(&entry.host);
        let name = host.split(':').next().unwrap_or_default();
        StoreError::ReadOnly {
            how: format!(
                "other programs use {file}, too, so it is only read; open it in an editor and remove the lines from machine {name} to its password",
                file = entry.location
            ),
        }
    }
}

impl Store for Netrc {
    fn kind(&self) -> StoreKind {
        StoreKind::Netrc
    }

    fn list(&self, realms: &[Realm]) -> Listing {
        let mut listing = Listing::default();
        match self.logins() {
            Ok(logins) => {
                for realm in realms {
                    let for_realm = logins.iter().enumerate();
                    listing.entries.extend(
                        for_realm
                            .filter(|(_, login)| login.is_for(&realm.host))
                            .map(|(nth, login)| self.entry(nth, login, realm)),
                    );
                }
            }
            Err(problem) => listing.problems.push(problem),
        }
        listing
    }

    fn read(&self, entry: &Entry) -> Result<Credential, StoreError> {
        let gone = || StoreError::Gone {
            place: entry.location.clone(),
        };
        let Handle::Netrc { nth, .. } = entry.handle else {
            return Err(gone());
        };
        let mut logins = self.logins().map_err(StoreError::Unreadable)?.into_iter();
        let login = logins.nth(nth).ok_or_else(gone)?;
        let is_same = entry.username.as_deref() == Some(login.credential.username.as_str());
        is_same.then_some(login.credential).ok_or_else(gone)
    }

    fn snapshot(&self, entry: &Entry) -> Result<Kept, StoreError> {
        Err(Self::read_only(entry))
    }

    fn remove(&self, entry: &Entry) -> Result<Kept, StoreError> {
        Err(Self::read_only(entry))
    }

    fn restore(&self, _kept: &Kept) -> Result<(), StoreError> {
        Ok(())
    }
}
