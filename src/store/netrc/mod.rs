//! The person's netrc file, which Git reads through libcurl before it asks any helper.
//!
//! The store only reads it: other programs (curl, ftp, package managers) use the same lines, and a
//! machine without a port is for all of its ports. A login is taken out by a change, which shows
//! the lines first and keeps a copy of the file.

mod syntax;

use std::path::PathBuf;

use zeroize::Zeroizing;

use self::syntax::{Login, logins, passwords};
use super::{Kept, Listing, Store, StoreError};
use crate::git::Environment;
use crate::git::preflight::read_regular;
use crate::model::entry::Handle;
use crate::model::outside_text::display_safe_bytes;
use crate::model::{Credential, Entry, Problem, Realm, Secret, StoreKind, TokenKind};

/// The file that `NETRC` names, or the one in the home folder.
pub(super) struct Netrc {
    file: Option<PathBuf>,
    environment: Environment,
}

/// `content` less the login of `entry`; all else stays byte for byte. `None` where it is not
/// there any more.
#[must_use]
pub fn without(content: &[u8], entry: &Entry) -> Option<Zeroizing<Vec<u8>>> {
    let Handle::Netrc { nth, .. } = entry.handle else {
        return None;
    };
    let host = entry.realm()?.host;
    let login = logins(content).into_iter().nth(nth)?;
    let is_meant = login.is_for(&host)
        && entry.username.as_deref() == Some(login.credential.username.as_str());
    if !is_meant {
        return None;
    }
    let blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
    let (before, behind) = (&content[..login.bytes.start], &content[login.bytes.end..]);
    let before = &before[..before.len() - before.iter().rev().take_while(blank).count()];
    let behind = &behind[behind.iter().take_while(blank).count()..];
    let is_first = before.is_empty() || before.ends_with(b"\n");
    let is_last = behind.is_empty() || behind.starts_with(b"\n") || behind.starts_with(b"\r\n");
    let kept = match (is_first, is_last) {
        // The lines were its own.
        (true, true) => {
            let behind = behind.strip_prefix(b"\r").unwrap_or(behind);
            [before, behind.strip_prefix(b"\n").unwrap_or(behind)].concat()
        }
        (false, false) => [before, b" ", behind].concat(),
        _ => [before, behind].concat(),
    };
    Some(Zeroizing::new(kept))
}

/// The lines of `content` as they may be shown: with the passwords masked.
#[must_use]
pub fn shown_lines(content: &[u8]) -> Vec<String> {
    let passwords = passwords(content);
    let mut start = 0;
    let mut lines = Vec::new();
    for line in content.split_inclusive(|&byte| byte == b'\n') {
        let end = start + line.len();
        let mut shown = String::new();
        let mut at = start;
        for password in passwords
            .iter()
            .filter(|word| (start..end).contains(&word.start))
        {
            shown.push_str(&display_safe_bytes(&content[at..password.start]));
            shown.push_str("•••");
            at = password.end.min(end);
        }
        shown.push_str(&display_safe_bytes(content[at..end].trim_ascii_end()));
        lines.push(shown);
        start = end;
    }
    lines
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
            expires: None,
            handle: Handle::Netrc { file, nth },
        }
    }

    fn read_only(entry: &Entry) -> StoreError {
        let host = crate::model::outside_text::display_safe(&entry.host);
        let name = host.split(':').next().unwrap_or_default();
        StoreError::ReadOnly {
            how: format!(
                "other programs use {file}, too, so it is not cleared with the others; open it in an editor and remove the lines from machine {name} to its password",
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
