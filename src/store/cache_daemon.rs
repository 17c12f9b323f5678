//! The memory of `git-credential-cache--daemon`.
//!
//! It can be asked only what it would answer for a host, and for a user of it; it cannot be
//! listed, so that of several users only the first shows until it is gone. What an undo cannot
//! bring back: how long the sign-in would have stayed (it gets the configured time again, or
//! Git's 15 minutes), the path it was kept for, its expiry and its refresh token.
//!
//! Git Credential Manager can be told to keep its sign-ins here, too
//! (`CredentialCacheStore.cs`, 2.7, 2026).

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::helper_words::{option_value, path_option};
use super::manager::ManagerSettings;
use super::manager_service::refresh_realms;
use super::{Kept, Listing, Store, StoreError};
use crate::git::credential_protocol::Request;
use crate::git::{Config, Environment, Finished, Git, RunError};
use crate::model::entry::Handle;
use crate::model::{
    Credential, Entry, HelperInForce, Origin, Problem, Realm, Scope, Secret, StoreKind, TokenKind,
};

/// A daemon answers from memory.
const TIME_LIMIT: Duration = Duration::from_secs(3);
const NAME: &str = "Git's credential cache";

/// The sockets where daemons may listen.
pub(super) struct CacheDaemon {
    git: Git,
    sockets: Vec<Socket>,
    /// Whether Git Credential Manager keeps its sign-ins here, and its refresh tokens beside them.
    keeps_refresh_tokens: bool,
}

struct Socket {
    path: PathBuf,
    /// In seconds, where a helper that uses this socket is configured with one.
    timeout: Option<String>,
}

/// What a daemon answered.
pub(super) struct KeptInCache {
    socket: PathBuf,
    realm: Realm,
    credential: Credential,
}

impl CacheDaemon {
    pub(super) fn new(git: &Git, personal: &Config, manager: &ManagerSettings) -> Self {
        let environment = git.environment();
        let default = default_socket(environment);
        let mut sockets: Vec<Socket> = Vec::new();
        let configured = super::configured_helpers(personal)
            .filter(|helper| helper.name() == "cache" || helper.value.contains("credential-cache"))
            .chain(manager.cache_options.as_deref().map(cache_of_manager))
            .filter_map(|helper| {
                let path = path_option(&helper, "--socket", environment);
                Some(Socket {
                    path: path.or_else(|| default.clone())?,
                    timeout: option_value(&helper, "--timeout", environment),
                })
            });
        let unconfigured = default.iter().map(|path| Socket {
            path: path.clone(),
            timeout: None,
        });
        for socket in configured.chain(unconfigured) {
            if !sockets.iter().any(|known| known.path == socket.path) {
                sockets.push(socket);
            }
        }
        Self {
            git: git.clone(),
            sockets,
            keeps_refresh_tokens: manager.kind() == Some(StoreKind::CacheDaemon),
        }
    }

    /// What the daemon gives for `realm`, and for `username` where one is wanted.
    fn get(
        &self,
        socket: &Path,
        realm: &Realm,
        username: Option<&str>,
    ) -> Result<Option<Credential>, StoreError> {
        let request = Request {
            realm,
            host_field: None,
            username,
            secret: None,
        };
        let finished = self.tell(socket, None, "get", &request)?;
        Ok(request
            .read_answer(&finished.stdout)
            .map_err(crate::git::ask_helper::AskError::from)?)
    }

    fn look(&self, realms: &[Realm], username: Option<&str>) -> Listing {
        let mut listing = Listing::default();
        for Socket { path, .. } in self.sockets.iter().filter(|socket| socket.path.exists()) {
            for realm in realms {
                match self.look_for(path, realm, username) {
                    Ok(found) => listing.entries.extend(found),
                    Err(error) => {
                        let subject = self.git.environment().shorten(path);
                        let problem = Problem::new(subject, error.to_string());
                        listing.problems.push(problem);
                        break;
                    }
                }
            }
        }
        listing
    }

    /// What the daemon gives for `realm`, and the refresh tokens for it.
    fn look_for(
        &self,
        socket: &Path,
        realm: &Realm,
        username: Option<&str>,
    ) -> Result<Vec<Entry>, StoreError> {
        let mut entries = Vec::new();
        let mut refresh_tokens: Vec<Credential> = Vec::new();
        let refresh_realms = refresh_realms(realm);
        for kept_for in refresh_realms.iter().filter(|_| self.keeps_refresh_tokens) {
            if let Some(found) = self.get(socket, kept_for, username)? {
                entries.push(Entry {
                    path: kept_for.path.clone(),
                    renews: true,
                    ..self.entry(socket, realm, kept_for, &found)
                });
                refresh_tokens.push(found);
            }
        }
        if let Some(found) = self.get(socket, realm, username)? {
            // Asked without a path, the daemon may answer with what it keeps for one.
            let mut known = refresh_tokens.iter();
            if !known.any(|token| token.secret.same_as(&found.secret)) {
                entries.insert(0, self.entry(socket, realm, realm, &found));
            }
        }
        Ok(entries)
    }

    fn tell(
        &self,
        socket: &Path,
        timeout: Option<&str>,
        action: &str,
        request: &Request<'_>,
    ) -> Result<Finished, StoreError> {
        let input: Secret = request
            .write()
            .map_err(crate::git::ask_helper::AskError::from)?;
        let mut run = self.git.run().arg("credential-cache");
        run = run.arg("--socket").arg(socket);
        if let Some(timeout) = timeout {
            run = run.arg("--timeout").arg(timeout);
        }
        let finished = run.arg(action).input(input).time_limit(TIME_LIMIT).run();
        finished.map_err(|error| match error {
            RunError::TimedOut { .. } => StoreError::Silent {
                place: NAME.to_owned(),
            },
            error => crate::git::ask_helper::AskError::from(error).into(),
        })
    }

    fn entry(&self, socket: &Path, realm: &Realm, kept_for: &Realm, found: &Credential) -> Entry {
        Entry {
            store: StoreKind::CacheDaemon,
            location: self.git.environment().shorten(socket),
            written_by: None,
            protocol: realm.protocol.clone(),
            host: realm.host_field(),
            path: realm.path.clone(),
            username: Some(found.username.clone()),
            kind: Some(TokenKind::of_secret(&found.secret)),
            renews: false,
            locked: false,
            expires: None,
            handle: Handle::Cache {
                socket: socket.to_owned(),
                kept_for: kept_for.clone(),
            },
        }
    }

    /// To the daemon, what is without a path means all paths; so `work` would take the user's
    /// refresh token away that is kept for one.
    fn sparing_refresh_token(
        &self,
        kept: &KeptInCache,
        work: impl FnOnce() -> Result<Finished, StoreError>,
    ) -> Result<(), StoreError> {
        let refresh_token = self.refresh_token_beside(kept)?;
        work()?;
        if let Some(refresh_token) = refresh_token {
            let [for_path, ..] = refresh_realms(&kept.realm);
            let request = Request {
                realm: &for_path,
                host_field: None,
                username: Some(&refresh_token.username),
                secret: Some(&refresh_token.secret),
            };
            self.tell(&kept.socket, None, "store", &request)?;
        }
        Ok(())
    }

    /// The user's refresh token that is kept for a path of the same server.
    fn refresh_token_beside(&self, kept: &KeptInCache) -> Result<Option<Credential>, StoreError> {
        let [for_path, ..] = refresh_realms(&kept.realm);
        let may_be_there =
            self.keeps_refresh_tokens && kept.realm.path.is_none() && kept.socket.exists();
        match may_be_there {
            true => self.get(&kept.socket, &for_path, Some(&kept.credential.username)),
            false => Ok(None),
        }
    }

    fn find(&self, entry: &Entry) -> Result<KeptInCache, StoreError> {
        let gone = || StoreError::Gone {
            place: entry.location.clone(),
        };
        let Handle::Cache { socket, kept_for } = &entry.handle else {
            return Err(gone());
        };
        let found = self.get(socket, kept_for, entry.username.as_deref())?;
        let kept = KeptInCache {
            socket: socket.clone(),
            realm: kept_for.clone(),
            credential: found.ok_or_else(gone)?,
        };
        // It may stand in front of the sign-in, which then cannot be asked for.
        match self.refresh_token_beside(&kept)? {
            Some(token) if token.secret.same_as(&kept.credential.secret) => Err(gone()),
            _ => Ok(kept),
        }
    }
}

impl Store for CacheDaemon {
    fn kind(&self) -> StoreKind {
        StoreKind::CacheDaemon
    }

    fn list(&self, realms: &[Realm]) -> Listing {
        self.look(realms, None)
    }

    fn list_user(&self, realm: &Realm, username: &str) -> Listing {
        self.look(std::slice::from_ref(realm), Some(username))
    }

    fn read(&self, entry: &Entry) -> Result<Credential, StoreError> {
        self.find(entry).map(|kept| kept.credential)
    }

    fn snapshot(&self, entry: &Entry) -> Result<Kept, StoreError> {
        self.find(entry).map(Kept::InCache)
    }

    fn remove(&self, entry: &Entry) -> Result<Kept, StoreError> {
        let kept = self.find(entry)?;
        let request = Request {
            realm: &kept.realm,
            host_field: None,
            username: Some(&kept.credential.username),
            secret: None,
        };
        let erased =
            self.sparing_refresh_token(&kept, || self.tell(&kept.socket, None, "erase", &request));
        match erased {
            Ok(()) => Ok(Kept::InCache(kept)),
            Err(error) => Err(StoreError::unsure(error, Kept::InCache(kept))),
        }
    }

    fn restore(&self, kept: &Kept) -> Result<(), StoreError> {
        let Kept::InCache(kept) = kept else {
            return Ok(());
        };
        let KeptInCache {
            socket,
            realm,
            credential,
        } = kept;
        let taken_by = match socket.exists() {
            true => self.get(socket, realm, Some(&credential.username))?,
            false => None,
        };
        let refresh_token = self.refresh_token_beside(kept)?;
        let is_other = |now: &Credential| {
            let mut beside = refresh_token.iter();
            !beside.any(|token| token.secret.same_as(&now.secret))
        };
        match taken_by.filter(is_other) {
            Some(now) if now.secret.same_as(&credential.secret) => return Ok(()),
            Some(_) => {
                return Err(StoreError::Taken {
                    place: NAME.to_owned(),
                });
            }
            None => (),
        }
        let configured = self.sockets.iter().find(|known| known.path == *socket);
        let timeout = configured.and_then(|socket| socket.timeout.as_deref());
        let request = Request {
            realm,
            host_field: None,
            username: Some(&credential.username),
            secret: Some(&credential.secret),
        };
        self.sparing_refresh_token(kept, || self.tell(socket, timeout, "store", &request))?;
        match self.get(socket, realm, Some(&credential.username))? {
            Some(_) => Ok(()),
            None => Err(StoreError::Refused {
                place: NAME.to_owned(),
                reason: "it did not keep the sign-in".to_owned(),
            }),
        }
    }
}

/// `~/.git-credential-cache/socket` where that folder exists, else below the cache folder
/// (`get_socket_path` of Git's `credential-cache.c`).
fn default_socket(environment: &Environment) -> Option<PathBuf> {
    let old = environment.home()?.join(".git-credential-cache");
    if old.is_dir() {
        return Some(old.join("socket"));
    }
    Some(environment.cache_home()?.join("git/credential/socket"))
}

/// The helper that Git Credential Manager runs with these options.
fn cache_of_manager(options: &str) -> HelperInForce {
    HelperInForce {
        value: format!("cache {options}"),
        origin: Origin {
            scope: Scope::Global,
            file: PathBuf::new(),
            line: 0,
        },
    }
}
