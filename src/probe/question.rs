//! One question to one server: may I fetch, may I push?

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::answer::{self, Asked, SignedIn};
use super::client::{Client, Failure};
use super::through_git;
use crate::git::{Git, HttpSettings};
use crate::model::{Access, AccessState, Cancel, Credential, Forge, Realm, RemoteUrl};

/// How long a question may take altogether: looking up the name, connecting, redirects, the answer.
const PATIENCE: Duration = Duration::from_secs(10);

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
pub struct Probe {
    git: Git,
    client: Client,
    /// Servers whose sign-in only Git can speak (Negotiate, NTLM, Digest).
    beyond: Mutex<HashSet<Realm>>,
}

impl Probe {
    /// A probe that falls back to `git` for what it cannot speak itself.
    #[must_use]
    pub fn new(git: &Git) -> Self {
        Self {
            git: git.clone(),
            client: Client::new(git),
            beyond: Mutex::default(),
        }
    }

    /// Asks, and tells what the answer means. Changes nothing anywhere: it is the request with
    /// which Git begins, and nothing follows it.
    #[must_use]
    pub fn ask(&self, question: &Question<'_>, cancel: &Cancel) -> Access {
        let Some(realm) = question.url.realm() else {
            return through_git::ask(
                &self.git,
                question.url,
                question.service,
                question.credential,
                cancel,
            );
        };
        if question.would_leak(&realm) {
            return Access::because(
                AccessState::NotChecked,
                "the sign-in was not sent, because the way to this host is not encrypted",
            );
        }
        if question.settings.proxy_wants_password() {
            return Access::because(
                AccessState::NotChecked,
                "the proxy wants a password, which is not asked for here",
            );
        }
        if question.settings.through_git.is_some() || self.beyond().contains(&realm) {
            return self.through_git(question, cancel);
        }
        let deadline = Instant::now() + PATIENCE;
        match self.client.get(question, deadline, cancel) {
            Ok(reply)
                if question.credential.is_none() && answer::wants_other_than_basic(&reply) =>
            {
                self.beyond().insert(realm);
                let mut access = self.through_git(question, cancel);
                let told = answer::access(question.asked(), &reply);
                access.challenge = told.challenge;
                access.answered_by = told.answered_by;
                access
            }
            Ok(reply) => answer::access(question.asked(), &reply),
            Err(Failure::Access(access)) => *access,
            // A certificate or a setting that our client refuses and Git may well accept: what
            // Git says counts. Where Git fails as well, our words are the more precise.
            Err(Failure::AskGit(words)) => match self.through_git(question, cancel) {
                access if access.state == AccessState::Unreachable => {
                    Access::because(AccessState::Unreachable, words)
                }
                access => access,
            },
        }
    }

    fn through_git(&self, question: &Question<'_>, cancel: &Cancel) -> Access {
        let ticket = question
            .url
            .realm()
            .is_some_and(|realm| self.beyond().contains(&realm));
        let signed_in = match question.signed_in() {
            // Negotiate may have signed in with a ticket that nobody was asked for.
            SignedIn::Nobody if ticket => SignedIn::ByItself,
            signed_in => signed_in,
        };
        through_git::ask_http(&self.git, question, signed_in, cancel)
    }

    fn beyond(&self) -> std::sync::MutexGuard<'_, HashSet<Realm>> {
        self.beyond.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service {
    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fetch => "git-upload-pack",
            Self::Push => "git-receive-pack",
        }
    }
}

impl Question<'_> {
    /// Whether a secret would travel in the open: over plain http to another machine, or to this
    /// one by way of a proxy.
    fn would_leak(&self, realm: &Realm) -> bool {
        let holds_secret = self.credential.is_some() || self.settings.authorization().is_some();
        let stays_here = realm.is_loopback() && self.settings.proxy.is_none();
        holds_secret && realm.protocol != "https" && !stays_here && !self.allow_plain_http
    }

    /// Who asks. A header of the configuration goes before any credential, as in Git.
    pub(super) fn signed_in(&self) -> SignedIn {
        let by_header = self.settings.authorization().is_some();
        match self.credential {
            _ if by_header => SignedIn::WithHeader,
            Some(_) => SignedIn::WithCredential,
            None if self.settings.signs_in_by_itself => SignedIn::ByItself,
            None => SignedIn::Nobody,
        }
    }

    fn asked(&self) -> Asked {
        Asked {
            service: self.service,
            signed_in: self.signed_in(),
            forge: Forge::of(self.url, None),
        }
    }
}
