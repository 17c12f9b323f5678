//! Finds the repository that a path belongs to, and what kind it is.

use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use git2::{Repository, RepositoryOpenFlags};

use super::config_syntax;
use super::mounts::OtherMachines;
use super::preflight::{is_network_path, path_of, read_regular};
use super::real_path;
use crate::model::outside_text::display_safe_bytes;
use crate::model::{Kind, Problem};

/// How long a path may take to answer.
pub const PATIENCE: Duration = Duration::from_secs(10);

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

/// Why there is no [`Place`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPlace {
    /// The path itself cannot be looked at: it is not there, or does not answer.
    OutOfReach(Problem),
    /// There is no repository at or around it, or one that must not be opened.
    NoRepository(Problem),
}

impl NoPlace {
    /// What to tell.
    #[must_use]
    pub fn into_problem(self) -> Problem {
        match self {
            Self::OutOfReach(problem) | Self::NoRepository(problem) => problem,
        }
    }
}

/// The repository that holds `path`: a work tree, a folder inside one, a bare repository, a
/// linked work tree, a submodule.
///
/// # Errors
///
/// There is no such path, no repository around it, or one that must not be opened.
pub fn discover(path: &Path) -> Result<Place, NoPlace> {
    let out_of_reach = |message: &str| NoPlace::OutOfReach(problem(path, message));
    if let Err(error) = std::fs::metadata(path) {
        return Err(out_of_reach(&match error.kind() {
            ErrorKind::NotFound => "there is no such folder".to_owned(),
            _ => format!("cannot be looked at: {error}"),
        }));
    }
    let whole = whole(path).map_err(|error| out_of_reach(&error.to_string()))?;
    for folder in whole.ancestors() {
        if let Some(place) = at(folder).map_err(NoPlace::NoRepository)? {
            return Ok(confirmed(out_of_dot_git(place)));
        }
    }
    let message = "is no Git repository and is in none";
    Err(NoPlace::NoRepository(problem(path, message)))
}

/// As [`discover`], but gives up after `patience`: a dead network mount never answers.
///
/// # Errors
///
/// As [`discover`], or it took too long.
pub fn discover_within(path: &Path, patience: Duration) -> Result<Place, NoPlace> {
    let of_thread = path.to_owned();
    within_patience(path, patience, move || discover(&of_thread))
}

fn within_patience(
    path: &Path,
    patience: Duration,
    look: impl FnOnce() -> Result<Place, NoPlace> + Send + 'static,
) -> Result<Place, NoPlace> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(look()));
    receiver.recv_timeout(patience).unwrap_or_else(|_| {
        let message = format!(
            "did not answer within {} s; is it on a network drive?",
            patience.as_secs()
        );
        Err(NoPlace::OutOfReach(problem(path, &message)))
    })
}

/// The repository that a remote's path means: there, or in its `.git`, or with `.git` behind
/// its name, as Git looks for it. Waits no longer than [`discover_within`] would.
///
/// # Errors
///
/// As [`discover_within`].
pub fn remote_path(path: &Path) -> Result<Place, NoPlace> {
    let path = path.to_owned();
    within_patience(&path.clone(), PATIENCE, move || {
        let mut with_suffix = path.clone().into_os_string();
        with_suffix.push(".git");
        for candidate in [path.as_path(), Path::new(&with_suffix)] {
            if let Some(place) = at(candidate).map_err(NoPlace::NoRepository)? {
                return Ok(place);
            }
        }
        let message = "there is no Git repository here";
        Err(NoPlace::NoRepository(problem(&path, message)))
    })
}

/// The repository at exactly this folder, read without libgit2. `None` where there is none.
///
/// # Errors
///
/// Something in the place of `.git` is not what Git puts there.
pub fn at(folder: &Path) -> Result<Option<Place>, Problem> {
    let dot_git = folder.join(".git");
    match local_metadata(&dot_git)? {
        Some(metadata) if metadata.is_dir() => Ok(is_git_dir(&dot_git)?.then(|| Place {
            path: folder.to_owned(),
            common_dir: dot_git.clone(),
            git_dir: dot_git,
            kind: Kind::WorkTree,
        })),
        Some(_) => linked(folder, &dot_git).map(Some),
        None => Ok(is_git_dir(folder)?.then(|| Place {
            path: folder.to_owned(),
            git_dir: folder.to_owned(),
            common_dir: folder.to_owned(),
            kind: Kind::Bare,
        })),
    }
}

/// The checked-out submodules that `.gitmodules` lists. A path that leads through a link is
/// none of the work tree's.
#[must_use]
pub fn submodules(place: &Place) -> Vec<PathBuf> {
    let Ok(Some(bytes)) = read_local(&place.path.join(".gitmodules")) else {
        return Vec::new();
    };
    let settings = config_syntax::parse(&bytes).unwrap_or_default();
    settings
        .into_iter()
        .filter(|setting| setting.section == "submodule" && setting.name == "path")
        .filter_map(|setting| within(&place.path, &path_of(&setting.value?)))
        .filter(|path| std::fs::symlink_metadata(path.join(".git")).is_ok())
        .collect()
}

fn within(folder: &Path, path: &Path) -> Option<PathBuf> {
    let mut whole = folder.to_owned();
    for part in path.components() {
        let Component::Normal(name) = part else {
            return None;
        };
        whole.push(name);
        if whole.is_symlink() {
            return None;
        }
    }
    Some(whole)
}

/// What is at `path`; a link to another machine is not followed.
fn local_metadata(path: &Path) -> Result<Option<Metadata>, Problem> {
    let Ok(metadata) = std::fs::symlink_metadata(path) else {
        return Ok(None);
    };
    if !metadata.is_symlink() {
        return Ok(Some(metadata));
    }
    let leads_away = std::fs::read_link(path).is_ok_and(|target| is_network_path(&target))
        || path
            .parent()
            .is_some_and(|folder| leads_to_another_machine(path, folder));
    if leads_away {
        return Err(problem(
            path,
            "points to another machine and was not followed",
        ));
    }
    Ok(std::fs::metadata(path).ok())
}

/// What is in the file at `path`; a link to another machine is not followed.
pub(super) fn read_local(path: &Path) -> Result<Option<Vec<u8>>, Problem> {
    if local_metadata(path)?.is_none() {
        return Ok(None);
    }
    read_regular(path)
}

/// Git's own test (`is_git_directory` of `setup.c`): `objects`, `refs` and a `HEAD` that names a
/// reference or a commit.
fn is_git_dir(folder: &Path) -> Result<bool, Problem> {
    if !folder.join("HEAD").is_symlink() && !folder.join("HEAD").exists() {
        return Ok(false);
    }
    let common = common_dir(folder)?;
    let shared = common.as_deref().unwrap_or(folder);
    let is_dir = |name: &str| {
        let metadata = local_metadata(&shared.join(name))?;
        Ok(metadata.is_some_and(|metadata| metadata.is_dir()))
    };
    Ok(is_dir("objects")? && is_dir("refs")? && has_head(folder)?)
}

fn has_head(folder: &Path) -> Result<bool, Problem> {
    let head = folder.join("HEAD");
    if let Ok(link) = std::fs::read_link(&head) {
        return Ok(link.starts_with("refs"));
    }
    let content = read_regular(&head)?.unwrap_or_default();
    Ok(match content.strip_prefix(b"ref:") {
        Some(reference) => reference.trim_ascii_start().starts_with(b"refs/"),
        None => content.len() >= 40 && content.iter().take(40).all(u8::is_ascii_hexdigit),
    })
}

/// `.git` is a file that says where the repository is: a submodule, a linked work tree, or a
/// repository that was moved out of its work tree.
fn linked(folder: &Path, dot_git: &Path) -> Result<Place, Problem> {
    let bytes = read_local(dot_git)?.unwrap_or_default();
    let target = bytes
        .strip_prefix(b"gitdir: ")
        .map(without_line_end)
        .ok_or_else(|| problem(dot_git, "does not say where its repository is"))?;
    let target = path_of(target);
    let git_dir = plain(&folder.join(&target));
    if is_network_path(&target) || leads_to_another_machine(&git_dir, folder) {
        return Err(problem(
            dot_git,
            "points to another machine and was not followed",
        ));
    }
    if !is_git_dir(&git_dir)? {
        return Err(problem(dot_git, "points to a repository that is not there"));
    }
    let common = common_dir(&git_dir)?;
    let kind = match &common {
        Some(_) => Kind::LinkedWorktree,
        None if is_in_modules(&git_dir) => Kind::Submodule,
        None => Kind::WorkTree,
    };
    Ok(Place {
        path: folder.to_owned(),
        common_dir: common.unwrap_or_else(|| git_dir.clone()),
        git_dir,
        kind,
    })
}

/// Whether it is kept inside another repository, as those of submodules are.
fn is_in_modules(git_dir: &Path) -> bool {
    git_dir.ancestors().skip(1).any(|folder| {
        let of_repository = folder.parent().filter(|_| folder.ends_with("modules"));
        of_repository.is_some_and(|around| is_git_dir(around) == Ok(true))
    })
}

/// Where a linked work tree shares its repository.
fn common_dir(git_dir: &Path) -> Result<Option<PathBuf>, Problem> {
    let Some(bytes) = read_local(&git_dir.join("commondir"))? else {
        return Ok(None);
    };
    let target = path_of(without_line_end(&bytes));
    let common_dir = plain(&git_dir.join(&target));
    if is_network_path(&target) || leads_to_another_machine(&common_dir, git_dir) {
        return Err(problem(
            git_dir,
            "points to another machine and was not followed",
        ));
    }
    Ok(Some(common_dir))
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

/// Inside a submodule's repository or a linked work tree's, libgit2 is asked where the work tree
/// is: it reads `core.worktree`. Only after every file that it opens was seen to be harmless;
/// where something is not, what was read before stands.
fn confirmed(place: Place) -> Place {
    if place.kind != Kind::Bare || !is_harmless(&place) {
        return place;
    }
    let flags = RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT;
    let Ok(repository) = Repository::open_ext(&place.git_dir, flags, &[] as &[&Path]) else {
        return place;
    };
    let of_work_tree = repository.workdir().map(at);
    match of_work_tree {
        Some(Ok(Some(of_work_tree))) if of_work_tree.git_dir == place.git_dir => of_work_tree,
        _ => place,
    }
}

/// Whether libgit2 would come upon plain files only. A configuration with includes is left
/// alone: following them is what a hostile one would want.
fn is_harmless(place: &Place) -> bool {
    let machines = OtherMachines::now();
    let is_near =
        |path: &Path| !is_network_path(path) && !machines.are_reached_by(path, &place.path);
    let is_plain = |path: PathBuf| is_near(&path) && read_regular(&path).is_ok();
    let leads_nowhere = |path: PathBuf| match read_regular(&path) {
        Ok(None) => true,
        Ok(Some(bytes)) => config_syntax::parse(&bytes).is_ok_and(|settings| {
            !settings.iter().any(|setting| {
                let value = path_of(setting.value.as_deref().unwrap_or_default());
                setting.section.starts_with("include")
                    || (setting.name == "worktree" && !is_near(&place.git_dir.join(value)))
            })
        }),
        Err(_) => false,
    };
    let files = [
        place.common_dir.join("config"),
        place.git_dir.join("config.worktree"),
    ];
    files.iter().all(|file| is_near(file))
        && files.into_iter().all(leads_nowhere)
        && is_plain(place.git_dir.join("HEAD"))
        && is_plain(place.git_dir.join("gitdir"))
}

/// An absolute path without `..`, which would hide the folders above from a search upwards.
fn whole(path: &Path) -> std::io::Result<PathBuf> {
    let whole = std::path::absolute(path)?;
    if whole.components().any(|part| part == Component::ParentDir) {
        real_path(&whole)
    } else {
        Ok(whole)
    }
}

fn without_line_end(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| !b"\r\n".contains(byte));
    &line[..end.map_or(0, |last| last + 1)]
}

fn problem(path: &Path, message: &str) -> Problem {
    Problem::new(
        display_safe_bytes(path.as_os_str().as_encoded_bytes()),
        message,
    )
}

/// Whether what a repository names lies on a network drive that the repository does not lie on.
fn leads_to_another_machine(path: &Path, from: &Path) -> bool {
    OtherMachines::now().are_reached_by(path, from)
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
