//! Ask the servers whether the saved sign-ins open fetch and push.

use std::path::PathBuf;

use super::Workshop;
use crate::model::{Cancel, RemoteReport, RepositoryReport};

/// What a person may allow a check.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Send a secret once more that was rejected before.
    pub retry: bool,
    /// Ask helpers too that may open a dialog.
    pub ask_helpers: bool,
    /// Hosts (`host` or `host:port`) to which credentials may travel over plain http.
    pub plain_http_hosts: Vec<String>,
}

/// One remote, checked.
pub struct Checked {
    /// Its repository.
    pub path: PathBuf,
    /// All that is known about the remote now.
    pub remote: RemoteReport,
    /// How many remotes are done, of how many.
    pub done: usize,
    /// How many there are.
    pub total: usize,
}

/// Checks every remote of `reports` and tells of each as soon as it is known.
pub fn check(
    _workshop: &Workshop,
    _reports: &[RepositoryReport],
    _options: &CheckOptions,
    _cancel: &Cancel,
    _tell: &(dyn Fn(Checked) + Sync),
) {
    todo!()
}
