//! The files that a change touches, read fresh and edited in memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::error::shown;
use super::files::{FileEdit, read};
use super::shown::line_changes;
use super::way_back::commands;
use super::{ChangeError, ChangePlace, FileChange, Plan, Work};
use crate::git::config::{ConfigCache, Variable};
use crate::git::config_edit::{self, EditError, Key};
use crate::git::config_shown::shown_lines;
use crate::git::discover::{NoPlace, PATIENCE, discover_within};
use crate::git::trust::shown_key;
use crate::git::{Config, Place};
use crate::jobs::Workshop;
use crate::model::{Entry, Origin, Scope, Secret, StoreKind};
use crate::store::netrc;

/// A change as it takes shape.
pub(super) struct Draft<'a> {
    pub(super) workshop: &'a Workshop,
    pub(super) remote: String,
    pub(super) config: Config,
    pub(super) work: Work,
    pub(super) going: Vec<String>,
    pub(super) coming: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) way_back: Vec<String>,
    /// The files of which a copy is kept, which is their way back.
    pub(super) copied: Vec<PathBuf>,
    place: Place,
    files: Vec<DraftFile>,
}

struct DraftFile {
    path: PathBuf,
    before: Option<Secret>,
    after: Zeroizing<Vec<u8>>,
    kind: FileKind,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// Git's settings.
    Config,
    /// Logins.
    Netrc,
    /// What another file held; its lines are not shown.
    Copy,
}

/// What becomes of one setting.
pub(super) enum Edit<'a> {
    Set(&'a Variable, Zeroizing<Vec<u8>>),
    Remove(&'a Variable),
    /// Gives its section another subsection.
    Rename(&'a Variable, String),
}

impl<'a> Draft<'a> {
    pub(super) fn of(workshop: &'a Workshop, place: &ChangePlace) -> Result<Self, ChangeError> {
        let found = discover_within(&place.repository, PATIENCE);
        let found = found.map_err(|none| ChangeError::Unreadable(NoPlace::into_problem(none)))?;
        Ok(Self {
            config: Config::of_repository(workshop.git(), &ConfigCache::default(), &found),
            workshop,
            remote: place.remote.clone(),
            work: Work::default(),
            going: Vec::new(),
            coming: Vec::new(),
            notes: Vec::new(),
            way_back: Vec::new(),
            copied: Vec::new(),
            place: found,
            files: Vec::new(),
        })
    }

    pub(super) fn finish(mut self) -> Result<Plan, ChangeError> {
        let mut files = Vec::new();
        let mut way_back = self.way_back;
        for file in self.files {
            let before = file.before.as_ref().map(Secret::expose);
            if before == Some(file.after.as_slice()) {
                continue;
            }
            let changes = |shown| line_changes(before.unwrap_or_default(), &file.after, shown);
            let lines = match file.kind {
                FileKind::Config => changes(shown_lines),
                FileKind::Netrc => changes(netrc::shown_lines),
                FileKind::Copy => Vec::new(),
            };
            if file.kind == FileKind::Config && !self.copied.contains(&file.path) {
                way_back.extend(commands(&file.path, before, &file.after));
            }
            files.push(FileChange {
                path: file.path.clone(),
                is_new: file.before.is_none(),
                lines,
            });
            self.work.files.push(FileEdit {
                path: file.path,
                before: file.before,
                after: Secret::new(file.after.to_vec()),
            });
        }
        if self.work.files.is_empty() && self.work.clear.is_none() {
            return Err(ChangeError::Nothing("it is so already".to_owned()));
        }
        let is_asked = |entry: &Entry| entry.store == StoreKind::OtherHelper;
        Ok(Plan {
            undo_is_sure: !self.work.clear.as_ref().is_some_and(is_asked),
            files,
            going: self.going,
            coming: self.coming,
            notes: self.notes,
            way_back,
            work: Arc::new(self.work),
        })
    }

    /// Edits settings where they stand, the last line first, so that the other lines stay true.
    pub(super) fn edit_all(&mut self, mut edits: Vec<Edit<'_>>) -> Result<(), ChangeError> {
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.variable().origin.line));
        for edit in edits {
            let variable = edit.variable();
            self.may_write(variable, &edit)?;
            let (key, line) = (Key::of(&variable.setting), variable.origin.line);
            self.edit(&variable.origin.file, |bytes| match &edit {
                Edit::Set(_, value) => config_edit::set(bytes, line, &key, value),
                Edit::Remove(_) => config_edit::remove(bytes, line, &key),
                Edit::Rename(_, new) => config_edit::rename_section(bytes, &key, new.as_bytes()),
            })?;
        }
        Ok(())
    }

    /// Adds a setting to `file`.
    pub(super) fn add(&mut self, file: &Path, key: &Key, value: &[u8]) -> Result<(), ChangeError> {
        self.edit(file, |bytes| config_edit::add(bytes, key, value))
    }

    pub(super) fn edit(
        &mut self,
        path: &Path,
        edit: impl FnOnce(&[u8]) -> Result<Vec<u8>, EditError>,
    ) -> Result<(), ChangeError> {
        let at = match self.files.iter().position(|file| file.path == path) {
            Some(at) => at,
            None => self.open(path, FileKind::Config)?,
        };
        let file = &mut self.files[at];
        let after = edit(&file.after).map_err(|error| ChangeError::not_edited(path, error))?;
        file.after = Zeroizing::new(after);
        Ok(())
    }

    /// Replaces or makes a file as a whole.
    pub(super) fn write(
        &mut self,
        path: &Path,
        content: Zeroizing<Vec<u8>>,
        kind: FileKind,
    ) -> Result<(), ChangeError> {
        let at = self.open(path, kind)?;
        self.files[at].after = content;
        Ok(())
    }

    fn open(&mut self, path: &Path, kind: FileKind) -> Result<usize, ChangeError> {
        let before = read(path)?;
        let after = before
            .as_ref()
            .map_or(Vec::new(), |text| text.expose().to_vec());
        self.files.push(DraftFile {
            path: path.to_owned(),
            before,
            after: Zeroizing::new(after),
            kind,
        });
        Ok(self.files.len() - 1)
    }

    /// The repository's own configuration file.
    pub(super) fn own_file(&self) -> Result<PathBuf, ChangeError> {
        let file = self.place.common_dir.join("config");
        self.is_inside(&file)?;
        Ok(file)
    }

    fn may_write(&self, variable: &Variable, edit: &Edit<'_>) -> Result<(), ChangeError> {
        let Origin { scope, file, .. } = &variable.origin;
        match scope {
            Scope::Global => Ok(()),
            Scope::Local | Scope::Worktree => self.is_inside(file),
            Scope::System if is_writable(file) => Ok(()),
            Scope::System => Err(ChangeError::OfSystem {
                file: shown(file),
                command: edit.command(),
            }),
            Scope::Command => Err(ChangeError::Unusable(
                "this setting comes from the environment of a program, not from a file".to_owned(),
            )),
        }
    }

    /// What a repository includes may be any file of the person's; it could be there to have it
    /// changed. Links out of the repository are no better.
    fn is_inside(&self, file: &Path) -> Result<(), ChangeError> {
        let Place {
            git_dir,
            common_dir,
            ..
        } = &self.place;
        let own = [common_dir.join("config"), git_dir.join("config.worktree")];
        let is_in = |folder: &Path| match (file.canonicalize(), folder.canonicalize()) {
            (Ok(file), Ok(folder)) => file.starts_with(folder),
            _ => false,
        };
        // A link to a file that is not there yet would have it made.
        let stays = is_in(common_dir) || is_in(git_dir) || file.symlink_metadata().is_err();
        match own.iter().any(|own| own == file) && stays {
            true => Ok(()),
            false => Err(ChangeError::Outside { file: shown(file) }),
        }
    }
}

impl Edit<'_> {
    fn variable(&self) -> &Variable {
        match self {
            Edit::Set(variable, _) | Edit::Remove(variable) | Edit::Rename(variable, _) => variable,
        }
    }

    /// What does the same on a command line. The value that goes is not told: it may be a secret.
    fn command(&self) -> String {
        let variable = self.variable();
        let (file, key) = (shown(&variable.origin.file), shown_key(variable));
        match self {
            Edit::Set(_, value) => {
                let value = crate::model::outside_text::display_safe_bytes(value);
                format!("sudo git config --file '{file}' '{key}' '{value}'")
            }
            Edit::Remove(_) => format!("sudo git config --file '{file}' --unset '{key}'"),
            // What the section is called now may be a secret.
            Edit::Rename(..) => format!("sudo git config --file '{file}' --edit"),
        }
    }
}

/// Whether this person may replace the file: their folder must let them.
fn is_writable(file: &Path) -> bool {
    if std::fs::metadata(file).is_ok_and(|metadata| metadata.permissions().readonly()) {
        return false;
    }
    #[cfg(unix)]
    {
        use rustix::fs::{Access, access};
        let folder = file.parent().unwrap_or(file);
        access(folder, Access::WRITE_OK).is_ok() && access(file, Access::WRITE_OK).is_ok()
    }
    #[cfg(not(unix))]
    true
}
