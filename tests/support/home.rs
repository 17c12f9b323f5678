//! A hermetic home: an empty folder, an environment that knows nothing else, and Git in it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use git_locksmith::git::{Environment, Git};
use git_locksmith::model::ActivityLog;
use tempfile::TempDir;

/// A home folder of its own. Nothing in it can reach the developer's own configuration,
/// keyring or credentials. A clone is the same home.
#[derive(Clone)]
pub struct Home {
    folder: Arc<TempDir>,
    variables: Vec<(OsString, OsString)>,
}

impl Home {
    /// An empty home.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("locksmith-home-")
            .tempdir()
            .unwrap();
        let path = whole(folder.path());
        let own = std::env::var_os("HOME").map(PathBuf::from);
        assert_ne!(
            own.as_deref(),
            Some(path.as_path()),
            "a test must not run in the developer's home"
        );
        let run = path.join("run");
        fs::create_dir(&run).unwrap();
        restrict(&run);
        let mut home = Self {
            folder: Arc::new(folder),
            variables: Vec::new(),
        };
        home.set("HOME", &path);
        home.set("XDG_RUNTIME_DIR", &run);
        home.set("XDG_CONFIG_HOME", path.join(".config"));
        home.set("XDG_CACHE_HOME", path.join(".cache"));
        home.set("XDG_DATA_HOME", path.join(".local/share"));
        home.set("XDG_STATE_HOME", path.join(".local/state"));
        home.set("GIT_CONFIG_NOSYSTEM", "1");
        home.set("PATH", std::env::var_os("PATH").unwrap());
        home.set("LC_ALL", "C");
        home.set_for_windows(&path);
        home
    }

    /// What programs need there to start at all, and where they keep their files.
    fn set_for_windows(&mut self, folder: &Path) {
        for name in ["SYSTEMROOT", "TEMP"] {
            if let Some(value) = std::env::var_os(name).filter(|_| cfg!(windows)) {
                self.set(name, value);
            }
        }
        if cfg!(windows) {
            self.set("USERPROFILE", folder);
            self.set("LOCALAPPDATA", folder.join("AppData/Local"));
        }
    }

    /// Its folder.
    pub fn path(&self) -> PathBuf {
        whole(self.folder.path())
    }

    /// Sets a variable of its environment.
    pub fn set(&mut self, name: &str, value: impl Into<OsString>) {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.into(), value.into()));
    }

    /// All variables.
    pub fn variables(&self) -> &[(OsString, OsString)] {
        &self.variables
    }

    /// The environment as Git Locksmith sees it.
    pub fn environment(&self) -> Environment {
        Environment::of(self.variables.iter().cloned())
    }

    /// The Git on `PATH`, in this home.
    pub fn git(&self) -> Git {
        Git::find(&self.environment(), &ActivityLog::default()).unwrap()
    }

    /// Writes a file below the home; folders are made as needed.
    pub fn write(&self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// A program of this environment, to be run by the test itself.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(self.variables.iter().cloned())
            .current_dir(self.path());
        command
    }

    /// Runs the real Git in this home; it must succeed. Returns standard output, trimmed.
    pub fn run_git<const N: usize>(&self, folder: &Path, arguments: [&str; N]) -> String {
        let output = self
            .command("git")
            .current_dir(folder)
            .args(arguments)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "git {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout)
            .unwrap()
            .trim_end()
            .to_owned()
    }

    /// A repository below the home with these remotes.
    pub fn repository(&self, path: impl AsRef<Path>, remotes: &[(&str, &str)]) -> PathBuf {
        let path = self.path().join(path);
        fs::create_dir_all(&path).unwrap();
        self.run_git(&path, ["init", "--quiet"]);
        for (name, url) in remotes {
            self.run_git(&path, ["remote", "add", name, url]);
        }
        path
    }
}

/// The whole path, without the prefix that Windows puts before one and that Git does not take.
fn whole(folder: &Path) -> PathBuf {
    let path = folder.canonicalize().unwrap();
    let plain = path.to_str().and_then(|path| path.strip_prefix(r"\\?\"));
    plain.map_or_else(|| path.clone(), PathBuf::from)
}

/// Only the owner may look into `folder`, as a runtime folder must be.
fn restrict(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    }
    #[cfg(not(unix))]
    let _ = folder;
}
