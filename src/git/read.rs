//! Reads one repository: its configuration, its remotes, its overrides.

use std::path::{Path, PathBuf};

use super::config::{Config, ConfigCache, Variable};
use super::discover::Place;
use super::install::Version;
use super::{Git, remotes, trust};
use crate::model::{Kind, Problem, Repository, Scope};

/// A repository and the configuration that Git sees inside it.
pub struct Read {
    /// What is known without asking a server.
    pub repository: Repository,
    /// The settings in force there.
    pub config: Config,
    /// Git refuses to work there, because it belongs to another user.
    pub is_refused: bool,
}

/// Reads configuration as data: no program runs, nothing is written.
#[must_use]
pub fn read(git: &Git, cache: &ConfigCache, place: &Place) -> Read {
    let config = Config::of_repository(git, cache, place);
    let mut problems = config.problems().to_vec();
    problems.extend(foreign_owner(git, place, &config));
    let is_refused = refused(place).is_some() && !is_declared_safe(git, place, &config);
    let repository = Repository {
        path: place.path.clone(),
        git_dir: place.git_dir.clone(),
        common_dir: place.common_dir.clone(),
        kind: kind(place, &config),
        remotes: remotes::remotes(&config),
        overrides: trust::overrides(&config),
        problems,
    };
    Read {
        repository,
        config,
        is_refused,
    }
}

/// A `.git` without a work tree around it, as people keep it who only use linked ones.
fn kind(place: &Place, config: &Config) -> Kind {
    let is_own = |variable: &&Variable| variable.origin.scope == Scope::Local;
    let mut is_bare = config.values("core", None, "bare").filter(is_own);
    let mut work_tree = config.values("core", None, "worktree").filter(is_own);
    match place.kind {
        Kind::WorkTree
            if is_bare
                .next_back()
                .is_some_and(|bare| bare.is_true() == Some(true))
                && work_tree.next().is_none() =>
        {
            Kind::Bare
        }
        kind => kind,
    }
}

/// Git refuses a repository of another user unless `safe.directory` names it, and some of its
/// commands then ignore its configuration without a word. A configuration file alone of another
/// user goes unnoticed by Git.
fn foreign_owner(git: &Git, place: &Place, config: &Config) -> Option<Problem> {
    if let Some(foreign) = refused(place) {
        let path = place.path.display();
        let message = format!(
            "belongs to another user, so Git refuses to work in it; \
             if you trust it, run: git config --global --add safe.directory '{path}'"
        );
        return (!is_declared_safe(git, place, config))
            .then(|| Problem::new(foreign.display().to_string(), message));
    }
    let file = place.common_dir.join("config");
    is_foreign(&file).then(|| {
        let message = "belongs to another user, who can change how Git signs in here";
        Problem::new(file.display().to_string(), message)
    })
}

/// What belongs to another user so that Git asks whether the repository is declared safe.
fn refused(place: &Place) -> Option<PathBuf> {
    let dot_git = place.path.join(".git");
    let paths = [place.path.clone(), dot_git, place.git_dir.clone()];
    paths.into_iter().find(|path| is_foreign(path))
}

/// Before, Git compared what is written letter by letter: `/path/` was not `/path`.
const COMPARES_PATHS: Version = Version(2, 46, 0);

/// Only the system's and the person's own configuration may say so.
fn is_declared_safe(git: &Git, place: &Place, config: &Config) -> bool {
    let is_named = |value: &str| {
        if git.version() < COMPARES_PATHS {
            return git.environment().expand_tilde(value).as_os_str() == place.path.as_os_str();
        }
        let named = git.environment().expand_tilde(value.trim_end_matches('/'));
        match named.to_str().and_then(|named| named.strip_suffix("/*")) {
            Some(folder) => place.path.starts_with(folder) && place.path != Path::new(folder),
            None => {
                named == place.path || named.canonicalize().ok() == place.path.canonicalize().ok()
            }
        }
    };
    config
        .values("safe", None, "directory")
        .filter(|variable| !variable.is_from_repository())
        .fold(false, |is_safe, variable| match variable.text().as_ref() {
            "" => false,
            "*" => true,
            value => is_safe || is_named(value),
        })
}

/// The owner of the path itself, not of what a link points to.
#[cfg(unix)]
fn is_foreign(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let me = rustix::process::geteuid().as_raw();
    std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.uid() != me)
}

#[cfg(not(unix))]
fn is_foreign(_: &Path) -> bool {
    false
}
