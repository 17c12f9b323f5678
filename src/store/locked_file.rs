//! A file of the person's own, changed under Git's own lock name and replaced as a whole: whoever
//! reads it meanwhile, or after a crash, finds the old content or the new.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::StoreError;

/// How long another program may hold the lock (`credentialStore.lockTimeoutMS` of Git).
const PATIENCE: Duration = Duration::from_secs(1);

/// A file that no Git changes until this is dropped.
pub(super) struct LockedFile {
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
    pub(super) fn lock(path: &Path) -> Result<Self, StoreError> {
        let target = behind_links(path);
        if fs::metadata(&target).is_ok_and(|metadata| metadata.permissions().readonly()) {
            return Err(StoreError::WriteProtected {
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
                    return Err(StoreError::not_written(&target, &error));
                }
                Err(_) if Instant::now() >= until => {
                    return Err(StoreError::LockHeld {
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
    pub(super) fn replace(mut self, content: &[u8]) -> Result<(), StoreError> {
        let written = self.write(content);
        self.replaced = written.is_ok();
        written.map_err(|error| StoreError::not_written(&self.target, &error))
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

/// Where the content is: Git locks and replaces what a symbolic link points to, too
/// (`resolve_symlink` in Git's `lockfile.c`).
fn behind_links(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
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
