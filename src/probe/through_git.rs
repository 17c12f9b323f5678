//! Asks through the person's own Git: ssh, and what our client cannot speak.

use super::Service;
use crate::git::Git;
use crate::model::{Access, Cancel, Credential, RemoteUrl};

/// Asks, with all helpers replaced by one that only answers with `credential`.
pub fn ask(
    _git: &Git,
    _url: &RemoteUrl,
    _service: Service,
    _credential: Option<&Credential>,
    _cancel: &Cancel,
) -> Access {
    todo!()
}
