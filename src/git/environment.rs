//! The environment that Git sees: the person's variables, less those that would surprise.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{MAIN_SEPARATOR, PathBuf};

/// Variables that reach Git and its helpers. Everything else of the person's environment is
/// left out: `GIT_DIR` and its kin point into another repository, `GIT_TRACE*` and
/// `GIT_CURL_VERBOSE` print secrets, `GIT_ASKPASS`, `SSH_ASKPASS` and `VSCODE_*` open dialogs.
const PASSED_ON: &[&str] = &[
    // where the person and their settings are
    "HOME",
    "USER",
    "LOGNAME",
    "PATH",
    "LANG",
    "TMPDIR",
    "TMP",
    "TEMP",
    "TZ",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_STATE_HOME",
    // where Windows keeps the same
    "USERPROFILE",
    "HOMEDRIVE",
    "HOMEPATH",
    "APPDATA",
    "LOCALAPPDATA",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "SYSTEMROOT",
    "WINDIR",
    "COMSPEC",
    "PATHEXT",
    "USERNAME",
    "USERDOMAIN",
    // which configuration Git reads
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_EXEC_PATH",
    // how the network is reached
    "http_proxy",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH",
    "GIT_SSL_NO_VERIFY",
    "GIT_SSL_CERT",
    "GIT_SSL_KEY",
    "GIT_HTTP_USER_AGENT",
    "NETRC",
    // how ssh signs in
    "SSH_AUTH_SOCK",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_SSH_VARIANT",
    // where keyrings and helpers answer
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "GNUPGHOME",
    "PASSWORD_STORE_DIR",
    "GCM_CREDENTIAL_STORE",
    "GCM_NAMESPACE",
    "GCM_PLAINTEXT_STORE_PATH",
    "GCM_DPAPI_STORE_PATH",
    "GCM_CREDENTIAL_CACHE_OPTIONS",
    "GCM_GPG_PATH",
    // without it and without a screen, Git Credential Manager does not use gpg at all
    "GPG_TTY",
];

/// Variables that are known of and not passed on: they name programs that Git would ask.
const NAMING_PROGRAMS: &[&str] = &["GIT_ASKPASS", "SSH_ASKPASS", "VSCODE_GIT_IPC_HANDLE"];

/// Variables of which only that they are set is known: they hold tokens, or tell of a system.
const SET_OR_NOT: &[&str] = &[
    "GITHUB_TOKEN",
    "GH_TOKEN",
    "GITLAB_TOKEN",
    "WSL_DISTRO_NAME",
];

/// The variables that this program goes by. Read once at the start and handed down, so that a
/// test can hand down another.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    variables: BTreeMap<OsString, OsString>,
    /// Not passed on; empty where only that it is set may be known.
    noticed: BTreeMap<&'static str, OsString>,
}

impl Environment {
    /// This process's own, less what is not passed on.
    #[must_use]
    pub fn of_this_process() -> Self {
        Self::of(std::env::vars_os())
    }

    /// `variables`, less what is not passed on.
    pub fn of(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let mut environment = Self::default();
        for (name, value) in variables {
            if let Some(name) = passed_on(&name) {
                environment.variables.insert(name, value);
                continue;
            }
            let named =
                |known: &[&'static str]| known.iter().find(|known| name == **known).copied();
            if let Some(name) = named(NAMING_PROGRAMS) {
                environment.noticed.insert(name, value);
            } else if let Some(name) = named(SET_OR_NOT).filter(|_| !value.is_empty()) {
                environment.noticed.insert(name, OsString::new());
            }
        }
        environment
    }

    /// The program or socket that a variable names which is not passed on: `GIT_ASKPASS`.
    #[must_use]
    pub fn noticed_path(&self, name: &str) -> Option<PathBuf> {
        let path = self.noticed.get(name)?;
        (!path.is_empty()).then(|| PathBuf::from(path))
    }

    /// Whether a variable is set that is not passed on and whose value is not kept:
    /// `GITHUB_TOKEN`.
    #[must_use]
    pub fn has_noticed(&self, name: &str) -> bool {
        self.noticed.contains_key(name)
    }

    /// A variable's value, if it is set and not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        let value = self.variables.get(OsStr::new(name))?;
        (!value.is_empty()).then_some(value)
    }

    /// Whether a variable is set, be it to nothing.
    #[must_use]
    pub fn is_set(&self, name: &str) -> bool {
        self.variables.contains_key(OsStr::new(name))
    }

    /// All variables, for a child.
    pub fn iter(&self) -> impl Iterator<Item = (&OsString, &OsString)> {
        self.variables.iter()
    }

    /// The person's home folder, as Git takes it: `HOME`, and on Windows without it the home
    /// drive, if it is there, or the profile (`setup_windows_environment` in Git's
    /// `compat/mingw.c`, Git 2.39).
    #[must_use]
    pub fn home(&self) -> Option<PathBuf> {
        if let Some(home) = self.get("HOME") {
            return Some(PathBuf::from(home));
        }
        let on_home_drive = self.get("HOMEDRIVE").zip(self.get("HOMEPATH"));
        let on_home_drive = on_home_drive.map(|(drive, path)| {
            let mut whole = drive.to_owned();
            whole.push(path);
            PathBuf::from(whole)
        });
        on_home_drive
            .filter(|home| cfg!(windows) && home.is_dir())
            .or_else(|| self.get("USERPROFILE").map(PathBuf::from))
    }

    /// `$XDG_CONFIG_HOME`, or `~/.config`.
    #[must_use]
    pub fn config_home(&self) -> Option<PathBuf> {
        self.folder("XDG_CONFIG_HOME", ".config")
    }

    /// `$XDG_CACHE_HOME`, or `~/.cache`.
    #[must_use]
    pub fn cache_home(&self) -> Option<PathBuf> {
        self.folder("XDG_CACHE_HOME", ".cache")
    }

    /// Where programs keep what they remember between starts: `$XDG_STATE_HOME` or
    /// `~/.local/state`; `%LOCALAPPDATA%` on Windows; `~/Library/Application Support` on macOS.
    #[must_use]
    pub fn state_home(&self) -> Option<PathBuf> {
        if cfg!(windows) {
            return self.get("LOCALAPPDATA").map(PathBuf::from);
        }
        if cfg!(target_os = "macos") {
            return Some(self.home()?.join("Library/Application Support"));
        }
        self.folder("XDG_STATE_HOME", ".local/state")
    }

    /// `~/rest` with the tilde resolved; any other path as it is.
    #[must_use]
    pub fn expand_tilde(&self, path: &str) -> PathBuf {
        match (path.strip_prefix("~/"), self.home()) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(path),
        }
    }

    /// `path` with the home folder written as `~`.
    #[must_use]
    pub fn shorten(&self, path: &std::path::Path) -> String {
        let shown = match self
            .home()
            .and_then(|home| path.strip_prefix(home).ok().map(PathBuf::from))
        {
            Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
            Some(rest) => format!("~{MAIN_SEPARATOR}{}", rest.display()),
            None => path.display().to_string(),
        };
        crate::model::outside_text::display_safe(&shown)
    }

    /// Whether there is a screen to open a window on. Only X11 and Wayland can be missing.
    #[must_use]
    pub fn has_display(&self) -> bool {
        cfg!(not(all(unix, not(target_os = "macos"))))
            || self.get("DISPLAY").is_some()
            || self.get("WAYLAND_DISPLAY").is_some()
    }

    /// Folders of `PATH`, less those that are relative: a program must not be found in whatever
    /// folder happens to be the current one.
    #[must_use]
    pub fn path_folders(&self) -> Vec<PathBuf> {
        let path = self.get("PATH").unwrap_or_default();
        std::env::split_paths(path)
            .filter(|folder| folder.is_absolute())
            .collect()
    }

    fn folder(&self, variable: &str, under_home: &str) -> Option<PathBuf> {
        self.get(variable)
            .map(PathBuf::from)
            .filter(|folder| folder.is_absolute())
            .or_else(|| Some(self.home()?.join(under_home)))
    }
}

/// The name under which a variable is passed on, if it is. Windows takes `Path` for `PATH`; there
/// it gets the name that is asked for here.
fn passed_on(name: &OsStr) -> Option<OsString> {
    let text = name.to_str()?;
    let known = PASSED_ON.iter().find(|known| match cfg!(windows) {
        true => known.eq_ignore_ascii_case(text),
        false => **known == text,
    });
    match known {
        Some(known) => Some((*known).into()),
        None => text.starts_with("LC_").then(|| name.to_owned()),
    }
}
