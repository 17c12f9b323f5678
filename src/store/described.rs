//! A sign-in as a keyring's item describes it, without its secret.

use crate::model::entry::Handle;
use crate::model::{Entry, StoreKind};

/// What an item's name and attributes tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The helper that wrote it: `libsecret`, `wincred`, `manager`, `locksmith`.
    pub written_by: &'static str,
    /// `https`, mostly.
    pub protocol: String,
    /// With the port, where it has one of its own.
    pub host: String,
    /// Only where it is for a path.
    pub path: Option<String>,
    /// Not told by every item.
    pub username: Option<String>,
    /// A refresh token, with which Git Credential Manager gets new tokens.
    pub renews: bool,
}

impl Described {
    /// The saved sign-in. It counts as locked, and its kind as not known, until it is read.
    pub(super) fn entry(self, store: StoreKind, location: String, handle: Handle) -> Entry {
        Entry {
            store,
            location,
            written_by: Some(self.written_by),
            protocol: self.protocol,
            host: self.host,
            path: self.path,
            username: self.username,
            kind: None,
            renews: self.renews,
            locked: true,
            expires: None,
            handle,
        }
    }
}
