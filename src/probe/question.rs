//! One question to one server.

use crate::git::{Git, HttpSettings};
use crate::model::{Access, Cancel, Credential, RemoteUrl};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// `git-upload-pack`
    Fetch,
    /// `git-receive-pack`
    Push,
}

/// A question to a server.
pub struct Question<'a> {
    /// The remote's URL.
    pub url: &'a RemoteUrl,
    /// Fetch or push.
    pub service: Service,
    /// What to sign in with.
    pub credential: Option<&'a Credential>,
    /// Git's `http.*` settings for the URL.
    pub settings: &'a HttpSettings,
    /// Credentials may travel over plain http to this host.
    pub allow_plain_http: bool,
}

/// Asks servers over kept-alive connections.
pub struct Probe {}

impl Probe {
    /// A probe that falls back to `git` for what it cannot speak itself.
    pub fn new(_git: &Git) -> Self {
        todo!()
    }

    /// Asks, and tells what the answer means.
    pub fn ask(&self, _question: &Question<'_>, _cancel: &Cancel) -> Access {
        todo!()
    }
}
