//! What is remembered between starts: the chosen folders, the hosts to which credentials may
//! travel over plain http, and how the window looks and behaves. Never a secret. README says what
//! stands in the file.
//!
//! Loading cannot fail: what cannot be read is said and replaced by its default, and the file is
//! kept beside the new one. Writing replaces the whole file at once, under a lock file that is the new
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
    /// Whether all servers are asked when the window opens.
    pub check_on_start: bool,
    /// Whether a token stays in the clipboard after it was saved.
    pub keep_clipboard: bool,
    /// The colours.
    pub theme: ThemeChoice,
    /// How large everything is, in percent; as the system says where nothing is chosen.
    pub text_size: Option<u16>,
    /// Whether nothing glides; as the system says where nothing is chosen.
    pub reduced_motion: Option<bool>,
    /// Width and height of the window when it was closed, in points.
    pub window: Option<[u16; 2]>,
}

/// The colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// Light or dark, and with more contrast, as the system is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast, light or dark as the system is.
    HighContrast,
}

/// A setting that a person changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Whether all servers are asked when the window opens.
    CheckOnStart(bool),
    /// Whether a token stays in the clipboard.
    KeepClipboard(bool),
    /// The colours.
    Theme(ThemeChoice),
    /// The size in percent.
    TextSize(Option<u16>),
    /// Whether nothing glides.
    ReducedMotion(Option<bool>),
}

impl Settings {
    /// Takes a setting over.
    pub fn set(&mut self, setting: Setting) {
        match setting {
            Setting::CheckOnStart(on) => self.check_on_start = on,
            Setting::KeepClipboard(on) => self.keep_clipboard = on,
            Setting::Theme(theme) => self.theme = theme,
            Setting::TextSize(percent) => self.text_size = percent,
            Setting::ReducedMotion(on) => self.reduced_motion = on,
        }
    }
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

/// Reads the settings; what is wrong with the file is said beside them. What it holds is kept as a
/// copy then, and the file is written anew with what could be read.
pub fn load(file: &Path) -> (Settings, Option<String>) {
    let (settings, problem) = read(file);
    let said = problem.map(|why| {
        let kept = set_aside(file);
        let readable = settings.clone();
        // Where it cannot be written, the same is said at the next start.
        let _ = change(file, |settings| *settings = readable);
        format!("The settings could not be read ({why}); {kept}")
    });
    (settings, said)
}

fn read(file: &Path) -> (Settings, Option<String>) {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return (Settings::default(), None);
        }
        Err(error) => return (Settings::default(), Some(error.to_string())),
    };
    match toml::from_str(&text) {
        Ok(settings) => (settings, None),
        Err(error) => (what_can_be_read(&text), Some(error.message().to_owned())),
    }
}

/// Of a file with a wrong value, the other values.
fn what_can_be_read(text: &str) -> Settings {
    let mut good = toml::Table::new();
    for (name, value) in text.parse::<toml::Table>().unwrap_or_default() {
        let mut with_this = good.clone();
        with_this.insert(name, value);
        if Settings::deserialize(with_this.clone()).is_ok() {
            good = with_this;
        }
    }
    Settings::deserialize(good).unwrap_or_default()
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
    let (mut settings, _) = read(file);
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

/// Keeps an unreadable file as a copy.
fn set_aside(file: &Path) -> String {
    let backup = file.with_extension("toml.unreadable");
    match fs::rename(file, &backup) {
        Ok(()) => format!("it is kept as {}", backup.display()),
        Err(error) => format!("it could not be set aside: {error}"),
    }
}
