//! `include.path` and `includeIf.<condition>.path`: which file a configuration file pulls in
//! (Git 2.47, `git-config(1)`, "Conditional includes").

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::Environment;
use super::config::Variable;
use super::discover::Place;
use super::preflight::{is_network_path, path_of, read_regular};
use super::wildmatch::wildmatch;
use crate::model::Problem;

/// Decides includes for one repository, or for none.
pub(super) struct Includes<'a> {
    environment: &'a Environment,
    place: Option<&'a Place>,
}

/// What a variable of a configuration file includes.
pub(super) enum Target {
    /// It is no include, or its condition does not hold.
    Nothing,
    /// This file.
    File(PathBuf),
    /// This file, where some remote has a URL like the pattern.
    IfRemote { pattern: Vec<u8>, file: PathBuf },
    /// Something that is not followed, and why.
    NotFollowed(Problem),
}

impl<'a> Includes<'a> {
    pub(super) fn new(environment: &'a Environment, place: Option<&'a Place>) -> Self {
        Self { environment, place }
    }

    /// What `variable` includes.
    pub(super) fn target(&self, variable: &Variable) -> Target {
        let setting = &variable.setting;
        if setting.name != "path" {
            return Target::Nothing;
        }
        let condition = match (setting.section.as_str(), &setting.subsection) {
            ("include", None) => return self.file(variable),
            ("includeif", Some(condition)) => condition.as_slice(),
            _ => return Target::Nothing,
        };
        if let Some(pattern) = condition.strip_prefix(b"hasconfig:remote.*.url:") {
            return match self.file(variable) {
                Target::File(file) => Target::IfRemote {
                    pattern: pattern.to_owned(),
                    file,
                },
                other => other,
            };
        }
        match self.holds(condition, &variable.origin.file) {
            Ok(true) => self.file(variable),
            Ok(false) => Target::Nothing,
            Err(problem) => Target::NotFollowed(problem),
        }
    }

    fn file(&self, variable: &Variable) -> Target {
        let path = variable.setting.value.as_deref().unwrap_or_default();
        let problem = |message: &str| {
            let text = variable.text();
            Target::NotFollowed(Problem::new(
                variable.origin.to_string(),
                format!("include of {text} {message}"),
            ))
        };
        let is_other_home = path.starts_with(b"~") && !path.starts_with(b"~/");
        if path.is_empty() || is_other_home || path.starts_with(b"%(prefix)") {
            return problem("was not followed");
        }
        let target = match (path.strip_prefix(b"~/"), self.environment.home()) {
            (Some(rest), Some(home)) => home.join(path_of(rest)),
            _ => path_of(path),
        };
        if is_network_path(&target) {
            return problem("is on another machine and was not followed");
        }
        Target::File(match variable.origin.file.parent() {
            Some(folder) if target.is_relative() => folder.join(target),
            _ => target,
        })
    }

    fn holds(&self, condition: &[u8], file: &Path) -> Result<bool, Problem> {
        let Some(place) = self.place else {
            return Ok(false);
        };
        if let Some(pattern) = condition.strip_prefix(b"gitdir:") {
            return Ok(self.matches_git_dir(pattern, file, place, false));
        }
        if let Some(pattern) = condition.strip_prefix(b"gitdir/i:") {
            return Ok(self.matches_git_dir(pattern, file, place, true));
        }
        if let Some(pattern) = condition.strip_prefix(b"onbranch:") {
            let pattern = with_folder_suffix(pattern.to_owned());
            return Ok(branch(place)?.is_some_and(|branch| wildmatch(&pattern, &branch, false)));
        }
        Ok(false)
    }

    /// Git tries the path without links first, then as it was given.
    fn matches_git_dir(
        &self,
        pattern: &[u8],
        file: &Path,
        place: &Place,
        ignore_case: bool,
    ) -> bool {
        let Some(GitDirPattern { literal, glob }) = self.git_dir_pattern(pattern, file) else {
            return false;
        };
        let matches = |git_dir: &Path| {
            let git_dir = &*slashed(git_dir);
            let Some((start, rest)) = git_dir.split_at_checked(literal.len()) else {
                return false;
            };
            let is_below =
                start == literal || (ignore_case && start.eq_ignore_ascii_case(&literal));
            is_below && wildmatch(&glob, rest, ignore_case)
        };
        place
            .git_dir
            .canonicalize()
            .is_ok_and(|real| matches(&real))
            || matches(&place.git_dir)
    }

    fn git_dir_pattern(&self, pattern: &[u8], file: &Path) -> Option<GitDirPattern> {
        let glob = if let Some(rest) = pattern.strip_prefix(b"~/") {
            let home = real(&self.environment.home()?);
            slashed(&home.join(path_of(rest))).into_owned()
        } else if let Some(rest) = pattern.strip_prefix(b"./") {
            // The folder of the file is meant letter by letter, whatever it is called.
            let mut literal = slashed(&real(file.parent()?)).into_owned();
            literal.push(b'/');
            let glob = match rest {
                [] => b"**".to_vec(),
                rest => with_folder_suffix(rest.to_owned()),
            };
            return Some(GitDirPattern { literal, glob });
        } else if path_of(pattern).is_absolute() {
            pattern.to_owned()
        } else {
            [b"**/", pattern].concat()
        };
        Some(GitDirPattern {
            literal: Vec::new(),
            glob: with_folder_suffix(glob),
        })
    }
}

/// A pattern for the place of a repository: how it begins, and how it goes on.
struct GitDirPattern {
    literal: Vec<u8>,
    glob: Vec<u8>,
}

/// The branch that is checked out; `None` where there is none.
fn branch(place: &Place) -> Result<Option<Vec<u8>>, Problem> {
    let head = place.git_dir.join("HEAD");
    let target = if let Ok(link) = std::fs::read_link(&head) {
        link.into_os_string().into_encoded_bytes()
    } else {
        let bytes = read_regular(&head)?.unwrap_or_default();
        let target = bytes.strip_prefix(b"ref:").unwrap_or_default();
        target.trim_ascii().to_owned()
    };
    match target.strip_prefix(b"refs/heads/") {
        Some(b".invalid") => Err(Problem::new(
            head.display().to_string(),
            "keeps its branches in the reftable format, so includes by branch were not followed",
        )),
        branch => Ok(branch.map(<[u8]>::to_owned)),
    }
}

/// `foo/` stands for everything below `foo`.
fn with_folder_suffix(mut pattern: Vec<u8>) -> Vec<u8> {
    if pattern.ends_with(b"/") {
        pattern.extend(b"**");
    }
    pattern
}

/// A path as patterns are written for it: on Windows with slashes, and without the `\\?\` that
/// stands before one without links.
fn slashed(path: &Path) -> Cow<'_, [u8]> {
    if cfg!(windows) {
        let path = path.to_string_lossy().replace('\\', "/");
        let path = path.strip_prefix("//?/").unwrap_or(&path);
        return Cow::Owned(path.as_bytes().to_vec());
    }
    Cow::Borrowed(path.as_os_str().as_encoded_bytes())
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
