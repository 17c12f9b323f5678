//! A rejected secret is not sent twice, not even after a restart.

use std::path::Path;

use crate::model::{Access, Cancel, Credential, Problem, Realm};

/// Remembers which secrets were refused where.
pub struct Budget {}

impl Budget {
    /// Reads what was remembered in `file`.
    pub fn load(_file: &Path) -> (Self, Vec<Problem>) {
        todo!()
    }

    /// Asks at most once for each (realm, user name, secret) until it is known to be let in.
    pub fn once(
        &self,
        _realm: &Realm,
        _credential: &Credential,
        _retry: bool,
        _cancel: &Cancel,
        _ask: impl FnOnce() -> Access,
    ) -> Access {
        todo!()
    }

    /// Whether the server let it in before, in this process.
    pub fn is_proven(&self, _realm: &Realm, _credential: &Credential) -> bool {
        todo!()
    }

    /// Whether the server refused it before.
    pub fn is_rejected(&self, _realm: &Realm, _credential: &Credential) -> bool {
        todo!()
    }
}
