//! A repository and its remotes, as configuration describes them.

use std::path::PathBuf;

use serde::Serialize;

use super::{Problem, RemoteUrl};

/// What kind of repository a path holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A folder with its own `.git`.
    WorkTree,
    /// A repository without a work tree.
    Bare,
    /// A further work tree of another repository (`git worktree add`).
    LinkedWorktree,
    /// A repository that belongs to another one's work tree.
    Submodule,
}

/// A repository as it was read, without asking any server.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The work tree, or the repository itself where it is bare.
    pub path: PathBuf,
    /// `.git`, or what it points to.
    pub git_dir: PathBuf,
    /// Where the configuration is; differs from `git_dir` in a linked work tree.
    pub common_dir: PathBuf,
    /// What kind it is.
    pub kind: Kind,
    /// In the order of the configuration.
    pub remotes: Vec<Remote>,
    /// Settings of the repository itself that would change how Git signs in. They are shown,
    /// not obeyed.
    pub overrides: Vec<Override>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// A remote with the URLs that Git would use, after the person's own
/// `url.<base>.insteadOf` and `pushInsteadOf`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// `origin`, mostly.
    pub name: String,
    /// Where Git fetches: the first URL. A remote may have none.
    pub fetch_url: Option<RemoteUrl>,
    /// Where Git pushes: all of them.
    pub push_urls: Vec<RemoteUrl>,
}

/// A setting of a repository's own configuration that would run a program, send traffic
/// elsewhere or change the sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Override {
    /// The key as written, for instance `credential.helper`.
    pub key: String,
    /// Its value, cleaned and with secrets masked.
    pub value: String,
    /// File and line.
    pub origin: super::Origin,
}

impl Override {
    /// Whether it changes how Git signs in. The others have Git run programs when it looks at
    /// files, commits or compares, or name the file that the rest is in.
    #[must_use]
    pub fn changes_sign_in(&self) -> bool {
        let key = self.key.to_ascii_lowercase();
        let runs_programs = [
            "diff.",
            "filter.",
            "hook.",
            "include.",
            "includeif.",
            "merge.",
        ]
        .iter()
        .any(|section| key.starts_with(section));
        !runs_programs && !matches!(key.as_str(), "core.fsmonitor" | "core.hookspath")
    }
}
