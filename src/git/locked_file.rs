//! A file of the person's own, changed under Git's own lock name and replaced as a whole: whoever
//! reads it meanwhile, or after a crash, finds the old content or the new.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use thiserror::Error;

use super::real_path;
use crate::model::outside_text::display_safe;

/// How long another program may hold the lock (`credentialStore.lockTimeoutMS` of Git).
const PATIENCE: Duration = Duration::from_secs(1);

/// Why a file was not changed; what to do next is part of the words.
#[derive(Debug, Error)]
pub enum FileError {
    /// Another program holds Git's lock.
    #[error(
        "another program is changing the file; if none is running, remove {lock} and try again"
    )]
    LockHeld {
        /// The lock file.
        lock: String,
    },
    /// The person, or their administrator, made the file read-only.
    #[error("{file} is write-protected; allow writing and try again")]
    WriteProtected {
        /// The file.
        file: String,
    },
    /// The file could not be replaced.
    #[error("{file} could not be written and is as it was: {reason}")]
    NotWritten {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
}

impl FileError {
    /// That `file` is as it was, because of `reason`.
    #[must_use]
    pub fn not_written(file: &Path, reason: &io::Error) -> Self {
        Self::NotWritten {
            file: file.display().to_string(),
            reason: display_safe(&reason.to_string()),
        }
    }
}

/// A file that no Git changes until this is dropped.
pub struct LockedFile {
    /// The file itself, behind any symbolic links.
    target: PathBuf,
    lock: PathBuf,
    file: File,
    replaced: bool,
}

impl LockedFile {
    /// Locks `path`, which need not exist yet.
    ///
    /// # Errors
    ///
    /// Another program holds the lock, the file is write-protected, or its folder is.
    pub fn lock(path: &Path) -> Result<Self, FileError> {
        let target = behind_links(path);
        if fs::metadata(&target).is_ok_and(|metadata| metadata.permissions().readonly()) {
            return Err(FileError::WriteProtected {
                file: target.display().to_string(),
            });
        }
        let mut lock = target.clone().into_os_string();
        lock.push(".lock");
        let lock = PathBuf::from(lock);
        let until = Instant::now() + PATIENCE;
        loop {
            match create_private(&lock) {
                Ok(file) => {
                    return Ok(Self {
                        target,
                        lock,
                        file,
                        replaced: false,
                    });
                }
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(FileError::not_written(&target, &error));
                }
                Err(_) if Instant::now() >= until => {
                    return Err(FileError::LockHeld {
                        lock: lock.display().to_string(),
                    });
                }
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// Replaces the whole file; it keeps its mode and owner, a new one is the person's alone.
    ///
    /// # Errors
    ///
    /// The disk is full or the folder is write-protected; the file is as it was.
    pub fn replace(mut self, content: &[u8]) -> Result<(), FileError> {
        let written = self.write(content);
        self.replaced = written.is_ok();
        written.map_err(|error| FileError::not_written(&self.target, &error))
    }

    /// Writes a file that is not there, with these permissions.
    ///
    /// # Errors
    ///
    /// As [`Self::replace`]; there still is no such file.
    pub fn create(self, content: &[u8], permissions: &fs::Permissions) -> Result<(), FileError> {
        let set = self.file.set_permissions(permissions.clone());
        set.map_err(|error| FileError::not_written(&self.target, &error))?;
        self.replace(content)
    }

    /// Removes the file, as far as it is there.
    ///
    /// # Errors
    ///
    /// The folder is write-protected.
    pub fn remove(self) -> Result<(), FileError> {
        match fs::remove_file(&self.target) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(FileError::not_written(&self.target, &error))
            }
            _ => Ok(()),
        }
    }

    fn write(&mut self, content: &[u8]) -> io::Result<()> {
        self.file.write_all(content)?;
        if let Ok(metadata) = fs::metadata(&self.target) {
            keep_owner(&self.file, &metadata)?;
            self.file.set_permissions(metadata.permissions())?;
        }
        self.file.sync_all()?;
        fs::rename(&self.lock, &self.target)?;
        if let Some(folder) = self.target.parent().filter(|_| cfg!(unix)) {
            // The file is replaced already; a file system that cannot sync folders is no failure.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }
}

impl Drop for LockedFile {
    fn drop(&mut self) {
        if !self.replaced {
            let _ = fs::remove_file(&self.lock);
        }
    }
}

/// How many symbolic links Git follows (`MAXDEPTH` in Git's `lockfile.c`).
const MOST_LINKS: usize = 5;

/// Where the content is: Git locks and replaces what a symbolic link points to, too
/// (`resolve_symlink` in Git's `lockfile.c`), be it that nothing is there yet.
fn behind_links(path: &Path) -> PathBuf {
    if let Ok(whole) = real_path(path) {
        return whole;
    }
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        match (fs::read_link(&target), target.parent()) {
            (Ok(link), Some(folder)) => target = folder.join(link),
            _ => break,
        }
    }
    target
}

fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn keep_owner(file: &File, before: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let now = file.metadata()?;
    if (now.uid(), now.gid()) == (before.uid(), before.gid()) {
        return Ok(());
    }
    fchown(file, Some(before.uid()), Some(before.gid()))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
fn keep_owner(_file: &File, _before: &fs::Metadata) -> io::Result<()> {
    Ok(())
}
