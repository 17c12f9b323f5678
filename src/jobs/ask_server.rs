//! One remote's check: which request is sent when, and which never.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::Workshop;
use super::candidate::{Candidate, Sources, realm_of};
use super::check::CheckOptions;
use super::saved::SavedSignIns;
use crate::diagnosis;
use crate::git::http_settings::{HttpSettings, http_settings};
use crate::git::preflight::is_network_path;
use crate::git::{Config, discover};
use crate::model::source::SignInSettings;
use crate::model::{
    Access, AccessState, Cancel, Credential, Entry, Forge, Machine, Realm, RemoteReport, RemoteUrl,
    RepositoryReport, Secret, StoreKind, TokenKind, Transport,
};
use crate::probe::{Question, Service, through_git};
use crate::store::Stores;
use crate::store::manager::ManagerSettings;

/// Asks servers on behalf of one check.
pub(super) struct Asker<'a> {
    workshop: &'a Workshop,
    stores: &'a Stores,
    saved: SavedSignIns<'a>,
    personal: Config,
    machine: Machine,
    options: &'a CheckOptions,
    cancel: &'a Cancel,
    /// Refusals from before this moment do not count.
    again: Option<Instant>,
    /// Servers that gave no answer at all during this check, or asked to wait; with what is said
    /// of them without asking again.
    left_alone: Mutex<HashMap<Realm, Access>>,
}

/// What a URL lets its credential do.
#[derive(Default)]
struct Answers {
    fetch: Access,
    push: Access,
    /// What helpers answered that were asked for it.
    asked: Vec<Entry>,
}

impl<'a> Asker<'a> {
    pub(super) fn new(
        workshop: &'a Workshop,
        stores: &'a Stores,
        options: &'a CheckOptions,
        cancel: &'a Cancel,
    ) -> Self {
        Self {
            workshop,
            stores,
            saved: SavedSignIns::new(stores).trying_keys(),
            personal: workshop.personal(),
            machine: workshop.machine(),
            options,
            cancel,
            again: options.retry.then(Instant::now),
            left_alone: Mutex::default(),
        }
    }

    /// `remote` with what its servers say, and what follows from it.
    pub(super) fn check(
        &self,
        remote: &RemoteReport,
        repository: &RepositoryReport,
    ) -> RemoteReport {
        let mut remote = remote.clone();
        remote.saved = self.saved.of(&remote.realms());
        let fetched = remote
            .fetch_url
            .as_ref()
            .map(|url| self.ask(url, &remote, &repository.path));
        let pushed = self.ask_push_urls(&remote, &repository.path, fetched.as_ref());
        if let Some(fetched) = fetched {
            remote.fetch = fetched.fetch;
            remote.saved.extend(fetched.asked);
        }
        remote.push = pushed;
        if let (Some(url), Some(forge)) = (remote.main_url(), remote.fetch.answered_by) {
            remote.forge = Forge::of(url, Some(forge));
        }
        remote.findings = diagnosis::findings(&remote, repository, &self.machine);
        remote
    }

    /// The worst answer of all URLs that are pushed to: Git pushes to each of them.
    fn ask_push_urls(
        &self,
        remote: &RemoteReport,
        repository: &Path,
        fetched: Option<&Answers>,
    ) -> Access {
        let mut worst: Option<Access> = None;
        for url in &remote.push_urls {
            let answer = match fetched {
                Some(fetched) if remote.fetch_url.as_ref() == Some(url) => fetched.push.clone(),
                _ => self.ask(url, remote, repository).push,
            };
            if worst
                .as_ref()
                .is_none_or(|worst| worst.works() && !answer.works())
            {
                worst = Some(answer);
            }
        }
        worst.unwrap_or_default()
    }

    fn ask(&self, url: &RemoteUrl, remote: &RemoteReport, repository: &Path) -> Answers {
        match url.transport {
            Transport::Https | Transport::Http => self.ask_http(url, remote),
            Transport::Ssh | Transport::Git => self.ask_through_git(url),
            Transport::File => ask_path(url, repository),
            Transport::Other => Answers::both(Access::because(
                AccessState::Unsupported,
                "this transport is a program of its own, which is not run",
            )),
            Transport::Unusual => Answers::both(Access::because(
                AccessState::NotChecked,
                "programs read this URL differently, so nothing is sent to it",
            )),
        }
    }

    fn ask_http(&self, url: &RemoteUrl, remote: &RemoteReport) -> Answers {
        let Some(realm) = realm_of(url, &remote.settings) else {
            return Answers::both(Access::default());
        };
        let server = realm.clone().without_path();
        if let Some(access) = self.left_alone().get(&server) {
            return Answers {
                fetch: access.clone(),
                ..Answers::default()
            };
        }
        let mut conversation = Conversation {
            asker: self,
            http: http_settings(&self.personal, self.workshop.git().environment(), url),
            url,
            settings: &remote.settings,
            forge: remote.forge,
            realm,
            allow_plain_http: self.options.plain_http_hosts.contains(&server.host_field()),
        };
        let candidates = conversation.candidates(remote);
        let mut answers = conversation.converse(&candidates);
        let asked = candidates
            .into_iter()
            .filter_map(|candidate| candidate.entry);
        answers.asked = asked
            .filter(|entry| entry.store == StoreKind::OtherHelper)
            .collect();
        if let Some(access) = leave_alone(&answers.fetch) {
            self.left_alone().entry(server).or_insert(access);
        }
        answers
    }

    fn ask_through_git(&self, url: &RemoteUrl) -> Answers {
        let ask = |service| through_git::ask(self.workshop.git(), url, service, None, self.cancel);
        let fetch = ask(Service::Fetch);
        let push = if fetch.works() {
            ask(Service::Push)
        } else {
            Access::default()
        };
        Answers::of(fetch, push)
    }

    fn left_alone(&self) -> std::sync::MutexGuard<'_, HashMap<Realm, Access>> {
        self.left_alone
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is said of a server's other repositories after this answer, where they are not asked for.
fn leave_alone(access: &Access) -> Option<Access> {
    match (access.state, access.http_status) {
        (AccessState::Unreachable, None) | (AccessState::RateLimited, _) => Some(Access {
            inferred: true,
            username: None,
            ..access.clone()
        }),
        _ => None,
    }
}

/// What is said to one server about one URL.
struct Conversation<'a> {
    asker: &'a Asker<'a>,
    url: &'a RemoteUrl,
    settings: &'a SignInSettings,
    http: HttpSettings,
    forge: Forge,
    realm: Realm,
    allow_plain_http: bool,
}

impl Conversation<'_> {
    fn candidates(&self, remote: &RemoteReport) -> Vec<Candidate> {
        let realm = self.realm.clone().without_path();
        let saved: Vec<_> = remote
            .saved
            .iter()
            .filter(|entry| entry.realm().is_some_and(|of| of.same_server(&realm)))
            .cloned()
            .collect();
        let git = self.asker.workshop.git();
        Sources {
            git,
            manager: &ManagerSettings::for_url(git, &self.asker.personal, self.url),
            stores: self.asker.stores,
            url: self.url,
            settings: self.settings,
            saved: &saved,
            ask_helpers: self.asker.options.ask_helpers,
        }
        .candidates()
    }

    /// First without a credential, as Git does; then with the one that Git would send. Push is
    /// asked only after fetch said yes with the same credential: on GitLab, asking to push to a
    /// path that does not exist creates a project.
    fn converse(&mut self, candidates: &[Candidate]) -> Answers {
        if let Some(header) = self.http.authorization() {
            return self.with_header(Arc::clone(header));
        }
        if let Some(Candidate { credential, .. }) = candidates.first()
            && self
                .asker
                .workshop
                .budget()
                .is_proven(&self.realm, credential)
        {
            return self.with_candidates(candidates, None);
        }
        let open = self.request(Service::Fetch, None);
        // Whether a secret belongs here is judged by what the server shows itself to be.
        if open.answered_by.is_some() {
            self.forge = Forge::of(self.url, open.answered_by);
        }
        match open.state {
            AccessState::Works => {
                // A cookie or a ticket of the person's own signed in.
                let push = self.request(Service::Push, None);
                Answers::of(open, push)
            }
            AccessState::WorksWithoutSignIn if candidates.is_empty() => {
                let why = "nothing is saved that could sign in to push";
                Answers::of(open, Access::because(AccessState::NotChecked, why))
            }
            AccessState::WorksWithoutSignIn => {
                let push = self.push_to_open(candidates);
                Answers::of(open, push)
            }
            AccessState::SignInNeeded => self.with_candidates(candidates, Some(open)),
            _ => Answers::of(open, Access::default()),
        }
    }

    /// A header of the person's own configuration goes before any saved sign-in, and is as much a
    /// secret that must not be sent again once it was refused.
    fn with_header(&self, secret: Arc<Secret>) -> Answers {
        let header = Credential {
            username: "http.extraHeader".to_owned(),
            secret,
        };
        let fetch = self.asker.workshop.budget().once(
            &self.realm,
            &header,
            self.asker.again,
            self.asker.cancel,
            || self.request(Service::Fetch, None),
        );
        let push = match fetch.works() {
            true => self.request(Service::Push, None),
            false => Access::default(),
        };
        Answers::of(fetch, push)
    }

    /// Git sends one candidate after the other until one is let in.
    fn with_candidates(&self, candidates: &[Candidate], open: Option<Access>) -> Answers {
        let challenge = open.as_ref().and_then(|open| open.challenge.clone());
        let answered_by = open.as_ref().and_then(|open| open.answered_by);
        let mut fetch = open.unwrap_or_default();
        let mut push = Access::default();
        for Candidate { credential, .. } in candidates {
            fetch = self.sign_in(credential, || {
                self.request(Service::Fetch, Some(credential))
            });
            if fetch.works() {
                push = self.request(Service::Push, Some(credential));
            }
            if fetch.state != AccessState::Rejected {
                break;
            }
        }
        fetch.challenge = fetch.challenge.or(challenge);
        fetch.answered_by = fetch.answered_by.or(answered_by);
        Answers::of(fetch, push)
    }

    /// Anybody may fetch. Where the server does not look at the credential then, only the question
    /// to push proves anything about it, so it is that answer which is remembered.
    fn push_to_open(&self, candidates: &[Candidate]) -> Access {
        let mut push = Access::default();
        for Candidate { credential, .. } in candidates {
            push = self.sign_in(credential, || {
                let fetch = self.request(Service::Fetch, Some(credential));
                match fetch.works() {
                    true => self.request(Service::Push, Some(credential)),
                    false => fetch,
                }
            });
            if push.state != AccessState::Rejected {
                break;
            }
        }
        push
    }

    /// Asks with `credential`, unless it was refused before or belongs elsewhere.
    fn sign_in(&self, credential: &Credential, ask: impl FnOnce() -> Access) -> Access {
        let kind = TokenKind::of_secret(&credential.secret);
        if kind.is_foreign_to(self.forge) {
            return Access::because(
                AccessState::NotChecked,
                format!(
                    "not sent: the saved secret is a {}, which belongs to another host",
                    kind.words()
                ),
            );
        }
        let mut access = self.asker.workshop.budget().once(
            &self.realm,
            credential,
            self.asker.again,
            self.asker.cancel,
            ask,
        );
        access.username = Some(credential.username.clone());
        access
    }

    fn request(&self, service: Service, credential: Option<&Credential>) -> Access {
        let mut access = self.asker.workshop.probe().ask(
            &Question {
                url: self.url,
                service,
                credential,
                settings: &self.http,
                allow_plain_http: self.allow_plain_http,
            },
            self.asker.cancel,
        );
        access.username = credential.map(|credential| credential.username.clone());
        access
    }
}

impl Answers {
    fn of(fetch: Access, push: Access) -> Self {
        Self {
            fetch,
            push,
            asked: Vec::new(),
        }
    }

    fn both(access: Access) -> Self {
        Self::of(access.clone(), access)
    }
}

/// A path on this machine asks nobody who they are: it is there or it is not.
fn ask_path(url: &RemoteUrl, repository: &Path) -> Answers {
    let path = Path::new(&url.path);
    if is_network_path(path) {
        return Answers::both(Access::because(
            AccessState::NotChecked,
            "this is on another machine and was not looked at",
        ));
    }
    // Git takes a relative path from the top of the work tree.
    Answers::both(match discover::remote_path(&repository.join(path)) {
        Ok(_) => Access {
            state: AccessState::WorksWithoutSignIn,
            ..Access::default()
        },
        Err(no_place) => Access::because(AccessState::NotFound, no_place.into_problem().message),
    })
}
