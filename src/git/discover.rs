//! Finds the repository that a path belongs to, and what kind it is.

use std::path::{Component, Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use git2::{Repository, RepositoryOpenFlags};

use super::config_syntax;
use super::preflight::{is_network_path, read_regular};
use crate::model::outside_text::display_safe_bytes;
use crate::model::{Kind, Problem};

/// Where a repository is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The work tree, or the repository itself where it is bare.
    pub path: PathBuf,
    /// `.git`, or what it points to.
    pub git_dir: PathBuf,
    /// Where the configuration is; differs from `git_dir` in a linked work tree.
    pub common_dir: PathBuf,
    /// What kind it is.
    pub kind: Kind,
}

/// The repository that holds `path`: a work tree, a folder inside one, a bare repository, a
/// linked work tree, a submodule.
///
/// # Errors
///
/// There is no such path, no repository around it, or one that must not be opened.
pub fn discover(path: &Path) -> Result<Place, Problem> {
    let problem = |message: &str| {
        Problem::new(
            display_safe_bytes(path.as_os_str().as_encoded_bytes()),
            message,
        )
    };
    let whole = std::path::absolute(path).map_err(|error| problem(&error.to_string()))?;
    if let Err(error) = std::fs::metadata(&whole) {
        return Err(problem(&match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such folder".to_owned(),
            _ => format!("cannot be looked at: {error}"),
        }));
    }
    for folder in whole.ancestors() {
        if let Some(place) = at(folder)? {
            return Ok(confirmed(out_of_dot_git(place)));
        }
    }
    Err(problem("is no Git repository and is in none"))
}

/// As [`discover`], but gives up after `patience`: a dead network mount never answers.
///
/// # Errors
///
/// As [`discover`], or it took too long.
pub fn discover_within(path: &Path, patience: Duration) -> Result<Place, Problem> {
    let (sender, receiver) = mpsc::channel();
    let of_thread = path.to_owned();
    std::thread::spawn(move || sender.send(discover(&of_thread)));
    receiver.recv_timeout(patience).unwrap_or_else(|_| {
        let message = format!(
            "did not answer within {} s; is it on a network drive?",
            patience.as_secs()
        );
        Err(Problem::new(path.display().to_string(), message))
    })
}

/// The repository at exactly this folder, read without libgit2. `None` where there is none.
///
/// # Errors
///
/// Something in the place of `.git` is not what Git puts there.
pub fn at(folder: &Path) -> Result<Option<Place>, Problem> {
    let dot_git = folder.join(".git");
    match std::fs::metadata(&dot_git) {
        Ok(metadata) if metadata.is_dir() => {
            if !is_git_dir(&dot_git) {
                return Ok(None);
            }
            Ok(Some(Place {
                path: folder.to_owned(),
                common_dir: dot_git.clone(),
                git_dir: dot_git,
                kind: Kind::WorkTree,
            }))
        }
        Ok(_) => linked(folder, &dot_git).map(Some),
        Err(_) if is_git_dir(folder) => Ok(Some(Place {
            path: folder.to_owned(),
            git_dir: folder.to_owned(),
            common_dir: folder.to_owned(),
            kind: Kind::Bare,
        })),
        Err(_) => Ok(None),
    }
}

/// The checked-out submodules that `.gitmodules` lists.
#[must_use]
pub fn submodules(place: &Place) -> Vec<PathBuf> {
    let Ok(Some(bytes)) = read_regular(&place.path.join(".gitmodules")) else {
        return Vec::new();
    };
    let settings = config_syntax::parse(&bytes).unwrap_or_default();
    settings
        .into_iter()
        .filter(|setting| setting.section == "submodule" && setting.name == "path")
        .filter_map(|setting| String::from_utf8(setting.value?).ok())
        .map(PathBuf::from)
        .filter(|path| {
            path.components()
                .all(|part| matches!(part, Component::Normal(_)))
        })
        .map(|path| place.path.join(path))
        .filter(|path| path.join(".git").exists())
        .collect()
}

/// Git's own test (`is_git_directory` of `setup.c`): a `HEAD`, `objects` and `refs`.
fn is_git_dir(folder: &Path) -> bool {
    let common = common_dir(folder).ok().flatten();
    let shared = common.as_deref().unwrap_or(folder);
    std::fs::symlink_metadata(folder.join("HEAD"))
        .is_ok_and(|head| head.is_file() || head.is_symlink())
        && shared.join("objects").is_dir()
        && shared.join("refs").is_dir()
}

/// `.git` is a file that says where the repository is: a submodule, a linked work tree, or a
/// repository that was moved out of its work tree.
fn linked(folder: &Path, dot_git: &Path) -> Result<Place, Problem> {
    let problem = |message: &str| {
        Problem::new(
            display_safe_bytes(dot_git.as_os_str().as_encoded_bytes()),
            message,
        )
    };
    let bytes = read_regular(dot_git)?.unwrap_or_default();
    let target = bytes
        .strip_prefix(b"gitdir: ")
        .map(<[u8]>::trim_ascii_end)
        .ok_or_else(|| problem("does not say where its repository is"))?;
    let target = path_of(target);
    if is_network_path(&target) {
        return Err(problem("points to another machine and was not followed"));
    }
    let git_dir = plain(&folder.join(target));
    if !is_git_dir(&git_dir) {
        return Err(problem("points to a repository that is not there"));
    }
    let common = common_dir(&git_dir)?;
    let kind = match &common {
        Some(_) => Kind::LinkedWorktree,
        None if git_dir
            .components()
            .any(|part| part.as_os_str() == "modules") =>
        {
            Kind::Submodule
        }
        None => Kind::WorkTree,
    };
    Ok(Place {
        path: folder.to_owned(),
        common_dir: common.unwrap_or_else(|| git_dir.clone()),
        git_dir,
        kind,
    })
}

/// Where a linked work tree shares its repository.
fn common_dir(git_dir: &Path) -> Result<Option<PathBuf>, Problem> {
    let Some(bytes) = read_regular(&git_dir.join("commondir"))? else {
        return Ok(None);
    };
    let target = path_of(bytes.trim_ascii_end());
    match is_network_path(&target) {
        true => Err(Problem::new(
            git_dir.display().to_string(),
            "points to another machine and was not followed",
        )),
        false => Ok(Some(plain(&git_dir.join(target)))),
    }
}

/// `repo/.git` looks like a bare repository from inside; what is meant is `repo`.
fn out_of_dot_git(place: Place) -> Place {
    match place.path.parent() {
        Some(work_tree) if place.kind == Kind::Bare && place.path.ends_with(".git") => Place {
            path: work_tree.to_owned(),
            kind: Kind::WorkTree,
            ..place
        },
        _ => place,
    }
}

/// Asks libgit2 whether it is bare, and where its work tree is; it reads `core.bare` and
/// `core.worktree`. Only after every file that it opens was seen to be harmless; where
/// something is not, what was read before stands.
fn confirmed(place: Place) -> Place {
    if !is_harmless(&place) {
        return place;
    }
    let flags = RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT;
    let Ok(repository) = Repository::open_ext(&place.git_dir, flags, &[] as &[&Path]) else {
        return place;
    };
    match (place.kind, repository.is_bare()) {
        (Kind::WorkTree, true) if place.git_dir.starts_with(&place.path) => Place {
            path: place.git_dir.clone(),
            kind: Kind::Bare,
            ..place
        },
        _ => place,
    }
}

/// Whether libgit2 would come upon plain files only. A configuration with includes is left
/// alone: following them is what a hostile one would want.
fn is_harmless(place: &Place) -> bool {
    let is_plain = |path: PathBuf| read_regular(&path).is_ok();
    let includes_nothing = |path: PathBuf| match read_regular(&path) {
        Ok(None) => true,
        Ok(Some(bytes)) => config_syntax::parse(&bytes).is_ok_and(|settings| {
            !settings
                .iter()
                .any(|setting| setting.section.starts_with("include"))
        }),
        Err(_) => false,
    };
    includes_nothing(place.common_dir.join("config"))
        && includes_nothing(place.git_dir.join("config.worktree"))
        && is_plain(place.git_dir.join("HEAD"))
        && is_plain(place.git_dir.join("gitdir"))
}

/// `a/b/../c` as `a/c`, without asking the disk.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => (),
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
