//! What is remembered between starts: the chosen folders, and the hosts to which credentials may
//! travel over plain http. Never a secret.
//!
//! Loading cannot fail: a file that cannot be read gives the defaults and says so, and is kept
//! beside the new one. Writing replaces the whole file at once, under a lock file that is the new
//! file itself, as Git does it; the window's own changes are made to what the file holds then, so
//! that a second window loses nothing.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::git::Environment;

/// What is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The version of this file's form.
    version: u32,
    /// The chosen folders, in the order in which they were chosen.
    pub folders: Vec<PathBuf>,
    /// Hosts (`host` or `host:port`) to which credentials may travel over plain http.
    pub plain_http_hosts: Vec<String>,
    /// Width and height of the window when it was closed, in points.
    pub window: Option<[u16; 2]>,
}

/// Why the settings could not be written.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// Another program writes them, or crashed while it did.
    #[error("the settings are not saved: {} exists; remove it if no other window is open", .0.display())]
    Locked(PathBuf),
    /// The file system said no.
    #[error("the settings are not saved in {}: {source}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// The form that this version writes.
const VERSION: u32 = 1;

/// A lock that is older was left behind by a crash.
const LOCK_IS_STALE_AFTER: Duration = Duration::from_secs(10);

/// The file, where there is a home to hold it.
pub fn file(environment: &Environment) -> Option<PathBuf> {
    Some(
        environment
            .config_home()?
            .join("git-locksmith/settings.toml"),
    )
}

/// Reads the settings; what is wrong with the file is said beside the defaults.
pub fn load(file: &Path) -> (Settings, Option<String>) {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return (Settings::default(), None);
        }
        Err(error) => {
            return (
                Settings::default(),
                Some(set_aside(file, &error.to_string())),
            );
        }
    };
    match toml::from_str(&text) {
        Ok(settings) => (settings, None),
        Err(error) => (Settings::default(), Some(set_aside(file, error.message()))),
    }
}

/// Makes `change` to what the file holds now, and writes it.
///
/// # Errors
///
/// Another program holds the lock, or the file cannot be written; it is as it was before.
pub fn change(file: &Path, change: impl FnOnce(&mut Settings)) -> Result<(), SettingsError> {
    let failed = |source| SettingsError::Write {
        path: file.to_owned(),
        source,
    };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let lock = file.with_extension("toml.lock");
    let mut new = open_lock(&lock)?;
    let (mut settings, _) = load(file);
    change(&mut settings);
    settings.version = VERSION;
    // A path that is no text is known until the window closes.
    settings.folders.retain(|folder| folder.to_str().is_some());
    let written = toml::to_string_pretty(&settings)
        .map_err(std::io::Error::other)
        .and_then(|text| new.write_all(text.as_bytes()))
        .and_then(|()| new.sync_all())
        .and_then(|()| fs::rename(&lock, file));
    written.map_err(|error| {
        let _ = fs::remove_file(&lock);
        failed(error)
    })
}

fn open_lock(lock: &Path) -> Result<fs::File, SettingsError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let is_stale = || {
        let age = fs::metadata(lock).ok()?.modified().ok()?.elapsed().ok()?;
        (age > LOCK_IS_STALE_AFTER).then_some(())
    };
    match options.open(lock) {
        Ok(file) => Ok(file),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let locked = || SettingsError::Locked(lock.to_owned());
            is_stale().ok_or_else(locked)?;
            fs::remove_file(lock).map_err(|_| locked())?;
            options.open(lock).map_err(|_| locked())
        }
        Err(source) => Err(SettingsError::Write {
            path: lock.to_owned(),
            source,
        }),
    }
}

/// Keeps an unreadable file as a backup.
fn set_aside(file: &Path, why: &str) -> String {
    let backup = file.with_extension("toml.unreadable");
    let kept = match fs::rename(file, &backup) {
        Ok(()) => format!("it is kept as {}", backup.display()),
        Err(error) => format!("it could not be set aside: {error}"),
    };
    format!("The settings could not be read ({why}); {kept}")
}
