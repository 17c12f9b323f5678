//! Files that change together: all of them or none, and only where they still are what was seen.

use std::path::{Path, PathBuf};

use super::ChangeError;
use crate::git::locked_file::LockedFile;
use crate::git::preflight::read_regular;
use crate::model::Secret;

/// A file as it was seen and as it shall be. Both may hold secrets.
pub(in crate::jobs) struct FileEdit {
    pub(in crate::jobs) path: PathBuf,
    /// `None` where it is not there.
    pub(super) before: Option<Secret>,
    pub(super) after: Secret,
}

/// Whether every file is what was seen.
pub(super) fn are_as_planned(edits: &[FileEdit]) -> Result<(), ChangeError> {
    edits.iter().try_for_each(FileEdit::is_as_planned)
}

/// Locks all, looks at all, writes all. Where one cannot be written, those before it are put
/// back.
pub(super) fn write_all(edits: &[FileEdit]) -> Result<(), ChangeError> {
    let mut locked = Vec::new();
    for edit in edits {
        locked.push(edit.lock()?);
    }
    are_as_planned(edits)?;
    for (done, lock) in locked.into_iter().enumerate() {
        if let Err(error) = lock.replace(edits[done].after.expose()) {
            return Err(ChangeError::from(error).leaving(put_back_all(&edits[..done])));
        }
    }
    Ok(())
}

fn put_back_all(edits: &[FileEdit]) -> Vec<String> {
    let failures = edits.iter().rev().filter_map(|edit| edit.put_back().err());
    failures.collect()
}

impl FileEdit {
    /// Makes the file what it was before, if it still is what was written; a file that was not
    /// there goes.
    pub(in crate::jobs) fn put_back(&self) -> Result<(), String> {
        let words = |error: &dyn std::fmt::Display| error.to_string();
        let locked = LockedFile::lock(&self.path).map_err(|error| words(&error))?;
        let now = read(&self.path).map_err(|error| words(&error))?;
        if is_same(now.as_ref(), self.before.as_ref()) {
            return Ok(());
        }
        if !now.is_some_and(|now| now.same_as(&self.after)) {
            return Err("it was changed since, and was left as it is now".to_owned());
        }
        match &self.before {
            Some(before) => locked.replace(before.expose()),
            None => locked.remove(),
        }
        .map_err(|error| words(&error))
    }

    fn is_as_planned(&self) -> Result<(), ChangeError> {
        let now = read(&self.path)?;
        is_same(now.as_ref(), self.before.as_ref())
            .then_some(())
            .ok_or_else(|| ChangeError::changed_meanwhile(&self.path))
    }

    fn lock(&self) -> Result<LockedFile, ChangeError> {
        if let (None, Some(folder)) = (&self.before, self.path.parent()) {
            // What cannot be made is told by the lock.
            let _ = std::fs::create_dir_all(folder);
        }
        Ok(LockedFile::lock(&self.path)?)
    }
}

/// The whole file; `None` where there is none.
pub(super) fn read(path: &Path) -> Result<Option<Secret>, ChangeError> {
    let bytes = read_regular(path).map_err(ChangeError::Unreadable)?;
    Ok(bytes.map(Secret::new))
}

fn is_same(one: Option<&Secret>, other: Option<&Secret>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.same_as(other),
        (None, None) => true,
        _ => false,
    }
}
