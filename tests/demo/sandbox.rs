//! A temporary home: three repositories, their saved sign-ins, and an environment that knows
//! nothing else.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use git_locksmith::git::Environment;
use signal_hook::consts::TERM_SIGNALS;
use tempfile::TempDir;

use crate::server::{Repository, Server};

/// The home, and the server its repositories point at. Removed when dropped.
pub struct Sandbox {
    /// Where the repositories push to.
    pub server: Server,
    folder: TempDir,
    variables: Vec<(OsString, OsString)>,
}

impl Sandbox {
    /// Makes the home and starts the server.
    pub fn set_up() -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("git-locksmith-demo-")
            .tempdir()
            .context("there is no room for a temporary home")?;
        let home = folder.path().canonicalize()?;
        remove_when_interrupted(&home)?;
        let mut sandbox = Self {
            server: Server::bind()?,
            variables: variables(&home),
            folder,
        };
        fs::create_dir(home.join("run"))?;
        fs::write(home.join(".gitconfig"), GITCONFIG)?;
        let mut commits = Vec::new();
        for repository in &sandbox.server.repositories {
            commits.push(sandbox.make(repository)?);
            sandbox.save_sign_in(repository)?;
        }
        sandbox.server.serve(commits);
        Ok(sandbox)
    }

    /// The temporary home.
    pub fn home(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// The folder that holds the repositories.
    pub fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// Everything that Git Locksmith and its Git get to see. No session bus and no display: a
    /// keyring and its dialogs would be the person's own.
    pub fn environment(&self) -> Environment {
        Environment::of(self.variables.iter().cloned())
    }

    /// A program that sees the sandbox and nothing else.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(self.variables.iter().cloned())
            .current_dir(self.home());
        command
    }

    /// A repository with one commit; returns the commit's id, which the server tells too.
    fn make(&self, repository: &Repository) -> Result<String> {
        let folder = self.work().join(repository.name);
        fs::create_dir_all(&folder)?;
        self.git(&folder, &["init", "--quiet"], "")?;
        self.git(&folder, &["remote", "add", "origin", &repository.url()], "")?;
        self.git(&folder, &["symbolic-ref", "HEAD", "refs/heads/main"], "")?;
        let commit = ["commit", "--quiet", "--allow-empty", "-m", "Begin"];
        self.git(&folder, &commit, "")?;
        self.git(&folder, &["rev-parse", "HEAD"], "")
    }

    /// Has Git itself save the sign-in, as it would after a successful one.
    fn save_sign_in(&self, repository: &Repository) -> Result<()> {
        let sign_in = format!(
            "url={}\npassword={}\n\n",
            repository.url(),
            repository.saved_secret
        );
        self.git(&self.home(), &["credential", "approve"], &sign_in)?;
        Ok(())
    }

    fn git(&self, folder: &Path, arguments: &[&str], input: &str) -> Result<String> {
        let mut git = self
            .command("git")
            .current_dir(folder)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("git cannot be started; the demo needs Git")?;
        if let Some(mut stdin) = git.stdin.take() {
            stdin.write_all(input.as_bytes())?;
        }
        let output = git.wait_with_output()?;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr);
            bail!("git {}: {}", arguments.join(" "), complaint.trim());
        }
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }
}

/// Ctrl-C in the terminal ends the demo; the home goes then too.
fn remove_when_interrupted(home: &Path) -> Result<()> {
    let interrupted = Arc::new(AtomicBool::new(false));
    for signal in TERM_SIGNALS {
        signal_hook::flag::register(*signal, Arc::clone(&interrupted))?;
    }
    let home = home.to_owned();
    thread::spawn(move || {
        while !interrupted.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(100));
        }
        let _ = fs::remove_dir_all(home);
        std::process::exit(130);
    });
    Ok(())
}

const GITCONFIG: &str = "\
[user]
\tname = Alex Meyer
\temail = alex@acme.example
[credential]
\thelper = store
";

fn variables(home: &Path) -> Vec<(OsString, OsString)> {
    let mut variables: Vec<(OsString, OsString)> = Vec::new();
    let mut set = |name: &str, value: OsString| variables.push((name.into(), value));
    set("HOME", home.into());
    set("XDG_CONFIG_HOME", home.join(".config").into());
    set("XDG_CACHE_HOME", home.join(".cache").into());
    set("XDG_DATA_HOME", home.join(".local/share").into());
    set("XDG_STATE_HOME", home.join(".local/state").into());
    set("XDG_RUNTIME_DIR", home.join("run").into());
    set("USERPROFILE", home.into());
    set("APPDATA", home.join("AppData").into());
    set("LOCALAPPDATA", home.join("AppData").into());
    set("GIT_CONFIG_NOSYSTEM", "1".into());
    // Where programs lie, and what Windows needs to start any.
    for name in ["PATH", "PATHEXT", "SYSTEMROOT", "LANG"] {
        if let Some(value) = std::env::var_os(name) {
            set(name, value);
        }
    }
    variables
}
