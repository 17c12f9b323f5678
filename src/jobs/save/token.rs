//! What is to be saved, once the paste is understood.

use crate::model::{Credential, Entry, Realm};
use crate::store::Stores;

/// A credential and where it may be used.
#[derive(Clone)]
pub(in crate::jobs) struct Token {
    pub(in crate::jobs) realm: Realm,
    pub(in crate::jobs) credential: Credential,
}

impl Token {
    /// Whether what was read from a store is this token.
    pub(in crate::jobs) fn is(&self, read: &Credential) -> bool {
        read.username == self.credential.username && read.secret.same_as(&self.credential.secret)
    }

    /// What is saved where the token may be used: for its path alone where paths count. Some
    /// stores show only what they are asked for by name.
    pub(in crate::jobs) fn saved_in(&self, stores: &Stores) -> Vec<Entry> {
        let mut entries = stores.list(std::slice::from_ref(&self.realm)).entries;
        let of_user = stores.list_user(&self.realm, &self.credential.username);
        for entry in of_user.entries {
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        entries
    }
}
