//! Reads one repository: its configuration, its remotes, its overrides.

use std::path::Path;

use super::config::{Config, ConfigCache};
use super::discover::Place;
use super::{Git, remotes, trust};
use crate::model::{Problem, Repository};

/// A repository and the configuration that Git sees inside it.
pub struct Read {
    /// What is known without asking a server.
    pub repository: Repository,
    /// The settings in force there.
    pub config: Config,
}

/// Reads configuration as data: no program runs, nothing is written.
#[must_use]
pub fn read(git: &Git, cache: &ConfigCache, place: &Place) -> Read {
    let config = Config::of_repository(git, cache, place);
    let mut problems = config.problems().to_vec();
    problems.extend(foreign_owner(place, &config));
    let repository = Repository {
        path: place.path.clone(),
        git_dir: place.git_dir.clone(),
        common_dir: place.common_dir.clone(),
        kind: place.kind,
        remotes: remotes::remotes(&config),
        overrides: trust::overrides(&config),
        problems,
    };
    Read { repository, config }
}

/// Git refuses a repository of another user unless `safe.directory` names it, and then ignores
/// its configuration without a word (facts/security.md V15).
fn foreign_owner(place: &Place, config: &Config) -> Option<Problem> {
    let foreign = [&place.path, &place.git_dir, &place.common_dir]
        .into_iter()
        .find(|path| is_foreign(path))?;
    let is_declared_safe = config
        .values("safe", None, "directory")
        .filter(|variable| !variable.is_from_repository())
        .fold(false, |safe, variable| {
            let value = variable.text();
            match value.as_ref() {
                "" => false,
                "*" => true,
                value => safe || Path::new(value.trim_end_matches('/')) == place.path,
            }
        });
    if is_declared_safe {
        return None;
    }
    let path = place.path.display();
    Some(Problem::new(
        foreign.display().to_string(),
        format!(
            "belongs to another user, so Git refuses to work in it; \
             if you trust it, run: git config --global --add safe.directory '{path}'"
        ),
    ))
}

#[cfg(unix)]
fn is_foreign(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let me = rustix::process::geteuid().as_raw();
    std::fs::metadata(path).is_ok_and(|metadata| metadata.uid() != me)
}

#[cfg(not(unix))]
fn is_foreign(_: &Path) -> bool {
    false
}
