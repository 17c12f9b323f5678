//! A change to the settings that Git signs in by: what Git Locksmith can do itself about a finding.
//!
//! A change says what is wanted, in Git's words. Which lines of which file that means is planned
//! from the files as they are then (`jobs::change`), shown beforehand, and can be taken back.

use std::path::PathBuf;

use serde::Serialize;

use super::{Entry, Origin, Realm};

/// What is to be changed, for the remote that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum Change {
    /// Put this user name into the remote's URLs, or take out the one that is there.
    SetUserName {
        /// The name; `None` takes it out.
        username: Option<String>,
    },
    /// Point the remote elsewhere: another host or path, or the other of https and ssh.
    SetUrl {
        /// The new URL, which holds no secret.
        url: String,
        /// Which of the remote's URLs.
        direction: Direction,
    },
    /// Give pushing a URL of its own (`remote.<name>.pushurl`).
    SeparatePushUrl {
        /// The URL to push to, which holds no secret.
        url: String,
    },
    /// Push where Git fetches: drop `remote.<name>.pushurl`.
    JoinPushUrl,
    /// Take the secret out of the URL and save it where Git keeps others.
    MoveSecretIntoStore,
    /// Give the setting at `origin` another value.
    SetValue {
        /// As `git config` writes it: `credential.helper`.
        key: String,
        /// The new value.
        value: String,
        /// Its file and line.
        origin: Origin,
    },
    /// Take out the setting at `origin`.
    RemoveValue {
        /// As `git config` writes it.
        key: String,
        /// Its file and line.
        origin: Origin,
    },
    /// Add a setting to the person's own configuration.
    AddValue {
        /// As `git config` writes it: `credential.https://dev.azure.com.useHttpPath`.
        key: String,
        /// The value.
        value: String,
    },
    /// Sign in as `username` at `realm` in all repositories below `folder`, by an `includeIf`.
    BindFolder {
        /// The folder.
        folder: PathBuf,
        /// The server.
        realm: Realm,
        /// The account.
        username: String,
    },
    /// Take this login out of a netrc file; a copy of the file is kept beside it.
    RemoveNetrcLogin {
        /// The login.
        #[serde(skip)]
        entry: Box<Entry>,
    },
    /// Clear this saved sign-in alone.
    ClearEntry {
        /// Which one.
        #[serde(skip)]
        entry: Box<Entry>,
    },
}

/// Which of a remote's URLs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// `remote.<name>.url`, and `pushurl` where it is the same.
    Both,
    /// `remote.<name>.url`
    Fetch,
    /// `remote.<name>.pushurl`
    Push,
}
