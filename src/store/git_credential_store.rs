//! The files of `git-credential-store`: one sign-in a line, in plain text.
//!
//! Read as Git reads them; changed by whole lines under Git's own lock. A file that is a symbolic
//! link stays one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::credential_file::{CredentialFile, Login};
use super::helper_words::path_option;
use super::{Kept, Listing, Store, StoreError, covers};
use crate::git::locked_file::LockedFile;
use crate::git::preflight::read_regular;
use crate::git::{Config, Environment};
use crate::model::entry::Handle;
use crate::model::{Credential, Entry, HelperInForce, Problem, Realm, StoreKind};

/// The default files, whether or not the helper is configured, and the configured ones.
pub(super) struct GitCredentialStore {
    files: Vec<PathBuf>,
    environment: Environment,
}

/// A line and what stood around it.
pub(super) struct KeptLine {
    file: PathBuf,
    before: CredentialFile,
    line: usize,
}

/// The files that this configured helper reads.
#[must_use]
pub fn files_of(helper: &HelperInForce, environment: &Environment) -> Vec<PathBuf> {
    match path_option(helper, "--file", environment) {
        Some(file) => vec![file],
        None => default_files(environment),
    }
}

/// `~/.git-credentials` and the one below `$XDG_CONFIG_HOME`, in Git's order.
fn default_files(environment: &Environment) -> Vec<PathBuf> {
    let home = environment.home().map(|home| home.join(".git-credentials"));
    let xdg = environment.config_home();
    let xdg = xdg.map(|folder| folder.join("git/credentials"));
    home.into_iter().chain(xdg).collect()
}

impl GitCredentialStore {
    pub(super) fn new(personal: &Config, environment: &Environment) -> Self {
        let mut files = default_files(environment);
        let configured = super::configured_helpers(personal)
            .filter(|helper| helper.name() == "store" || helper.value.contains("credential-store"))
            .filter_map(|helper| path_option(&helper, "--file", environment));
        for file in configured {
            if !files.contains(&file) {
                files.push(file);
            }
        }
        Self {
            files,
            environment: environment.clone(),
        }
    }

    fn entries_of(&self, file: &Path, content: &CredentialFile) -> Vec<(Entry, Login)> {
        let location = self.environment.shorten(file);
        let mut seen = HashMap::new();
        let entry_of = |login: Login| {
            let before = seen.entry(login.account()).or_insert(0);
            let entry = Entry {
                store: StoreKind::GitCredentialStore,
                location: location.clone(),
                written_by: None,
                protocol: login.protocol.clone(),
                host: login.host.clone(),
                path: login.path.clone(),
                username: Some(login.credential.username.clone()),
                kind: Some(login.kind()),
                renews: false,
                locked: false,
                expires: None,
                handle: Handle::Line {
                    file: file.to_owned(),
                    nth: *before,
                },
            };
            *before += 1;
            (entry, login)
        };
        content.logins().into_iter().map(entry_of).collect()
    }

    /// The file that `entry` lies in, its content, and the line that is meant.
    fn find(&self, entry: &Entry) -> Result<(PathBuf, CredentialFile, Login), StoreError> {
        let gone = || StoreError::Gone {
            place: entry.location.clone(),
        };
        let Handle::Line { file, .. } = &entry.handle else {
            return Err(gone());
        };
        let content = read(file).map_err(StoreError::Unreadable)?;
        let content = content.ok_or_else(gone)?;
        let mut entries = self.entries_of(file, &content).into_iter();
        let (_, login) = entries
            .find(|(known, _)| known.same_place(entry) && known.handle == entry.handle)
            .ok_or_else(gone)?;
        Ok((file.clone(), content, login))
    }
}

impl Store for GitCredentialStore {
    fn kind(&self) -> StoreKind {
        StoreKind::GitCredentialStore
    }

    fn list(&self, realms: &[Realm]) -> Listing {
        let mut listing = Listing::default();
        for file in &self.files {
            match read(file) {
                Ok(Some(content)) => listing.entries.extend(
                    self.entries_of(file, &content)
                        .into_iter()
                        .map(|(entry, _)| entry)
                        .filter(|entry| covers(realms, entry)),
                ),
                Ok(None) => (),
                Err(problem) => listing.problems.push(problem),
            }
        }
        listing
    }

    fn read(&self, entry: &Entry) -> Result<Credential, StoreError> {
        self.find(entry).map(|(_, _, login)| login.credential)
    }

    fn snapshot(&self, entry: &Entry) -> Result<Kept, StoreError> {
        let (file, before, login) = self.find(entry)?;
        Ok(Kept::Line(KeptLine {
            file,
            before,
            line: login.line,
        }))
    }

    fn remove(&self, entry: &Entry) -> Result<Kept, StoreError> {
        let Handle::Line { file, .. } = &entry.handle else {
            return self.snapshot(entry);
        };
        // Looked for before the lock is asked for: what is not there needs none.
        self.find(entry)?;
        let locked = LockedFile::lock(file)?;
        let (file, before, login) = self.find(entry)?;
        locked.replace(before.without(login.line).bytes())?;
        Ok(Kept::Line(KeptLine {
            file,
            before,
            line: login.line,
        }))
    }

    fn restore(&self, kept: &Kept) -> Result<(), StoreError> {
        let Kept::Line(KeptLine { file, before, line }) = kept else {
            return Ok(());
        };
        let locked = LockedFile::lock(file)?;
        let now = read(file).map_err(StoreError::Unreadable)?;
        let now = now.unwrap_or_else(|| CredentialFile::new(Vec::new()));
        let then = now
            .with_line_of(before, *line)
            .ok_or_else(|| StoreError::Taken {
                place: self.environment.shorten(file),
            })?;
        Ok(locked.replace(then.bytes())?)
    }
}

/// `None` where there is no such file.
fn read(file: &Path) -> Result<Option<CredentialFile>, Problem> {
    Ok(read_regular(file)?.map(CredentialFile::new))
}
