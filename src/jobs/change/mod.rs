//! Change a setting that Git signs in by: planned from the files as they are, shown line by line,
//! made as a whole or not at all, and taken back by an undo.

mod bind;
mod copy;
mod draft;
mod error;
mod files;
pub(super) mod helper;
mod netrc;
mod remote;
mod secret;
mod settings;
mod shown;
mod way_back;

use std::path::PathBuf;
use std::sync::Arc;

pub use error::ChangeError;

use self::draft::Draft;
pub(super) use self::files::FileEdit;
use self::secret::Move;
use super::Workshop;
use super::clear::{ClearTarget, clear};
use super::undo::Undo;
use crate::model::{Change, Entry};

/// The remote that a change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangePlace {
    /// Its repository.
    pub repository: PathBuf,
    /// Its name.
    pub remote: String,
}

/// What a change will do, to the letter. It goes stale when a file changes. Cheap to clone.
#[derive(Clone)]
pub struct Plan {
    /// The files that change, in the order in which they are written.
    pub files: Vec<FileChange>,
    /// The saved sign-ins that go, in words.
    pub going: Vec<String>,
    /// The saved sign-ins that come, in words.
    pub coming: Vec<String>,
    /// What else to know before.
    pub notes: Vec<String>,
    /// Whether an undo is sure to bring all of it back.
    pub undo_is_sure: bool,
    /// How a person takes it back without an undo: commands or words, in order, without secrets.
    pub way_back: Vec<String>,
    work: Arc<Work>,
}

/// A file and how it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The file.
    pub path: PathBuf,
    /// Whether it is not there yet.
    pub is_new: bool,
    /// The lines that change, from top to bottom. Empty for the copy of a file.
    pub lines: Vec<LineChange>,
}

/// A line that changes, goes or comes; secrets are masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChange {
    /// Counted from 1: in the file as it is, and for a line that comes in the file as it will be.
    pub line: u32,
    /// The line as it is.
    pub old: Option<String>,
    /// The line as it will be.
    pub new: Option<String>,
}

/// A change that was made.
pub struct Changed {
    /// Takes it back.
    pub undo: Undo,
    /// The files that were written.
    pub files: Vec<PathBuf>,
    /// The saved sign-ins that are gone.
    pub removed: Vec<Entry>,
}

/// What an apply works through.
#[derive(Default)]
pub(super) struct Work {
    pub(super) files: Vec<FileEdit>,
    moves: Vec<Move>,
    clear: Option<Entry>,
}

/// What `change` would do, from the files as they are now. Changes nothing and runs nothing.
///
/// # Errors
///
/// It cannot be done, or there is nothing to do; the words say what to do instead.
pub fn plan(
    workshop: &Workshop,
    place: &ChangePlace,
    change: &Change,
) -> Result<Plan, ChangeError> {
    let mut draft = Draft::of(workshop, place)?;
    match change {
        Change::SetUserName { username } => draft.set_user_name(username.as_deref())?,
        Change::SetUrl { url, direction } => draft.set_url(url, *direction)?,
        Change::SeparatePushUrl { url } => draft.separate_push_url(url)?,
        Change::JoinPushUrl => draft.join_push_url()?,
        Change::MoveSecretIntoStore => draft.move_secret()?,
        Change::SetValue { key, value, origin } => draft.set_value(key, value, origin)?,
        Change::RemoveValue { key, origin } => draft.remove_value(key, origin)?,
        Change::AddValue { key, value } => draft.add_value(key, value)?,
        Change::BindFolder {
            folder,
            realm,
            username,
        } => draft.bind_folder(folder, realm, username)?,
        Change::RemoveNetrcLogin { entry } => draft.remove_netrc_login(entry)?,
        Change::ClearEntry { entry } => draft.clear_entry(entry),
    }
    draft.finish()
}

/// Makes the change that `plan` shows, wholly or not at all.
///
/// Writes the files through Git's own locks, each replaced as a whole. A secret that moves is
/// saved through the helper in force, and found there, before the file lets it go.
///
/// # Errors
///
/// A file is no longer as it was planned, is locked or cannot be written; a helper did not keep
/// the secret. What was there before is there again, or the words say what is not.
pub fn apply(workshop: &Workshop, plan: Plan) -> Result<Changed, ChangeError> {
    let Plan { work, .. } = plan;
    files::are_as_planned(&work.files)?;
    let moved = secret::keep_all(workshop, &work.moves)?;
    if let Err(error) = files::write_all(&work.files) {
        return Err(moved.take_back(error));
    }
    let mut undo = moved.undo().with_files(Arc::clone(&work));
    let mut removed = Vec::new();
    if let Some(entry) = &work.clear {
        let cleared = clear(workshop, &ClearTarget::Entry(entry.clone()));
        if let Some((_, why)) = cleared.stayed.into_iter().next() {
            return Err(ChangeError::Stayed(why));
        }
        (undo, removed) = (cleared.undo, cleared.removed);
    }
    Ok(Changed {
        undo,
        files: work.files.iter().map(|file| file.path.clone()).collect(),
        removed,
    })
}
