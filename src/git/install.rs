//! The Git that is installed: found once, by its whole path, and run in a neutral folder.

use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

use super::{Environment, Run, RunError};
use crate::model::ActivityLog;

/// The person's Git.
#[derive(Debug, Clone)]
pub struct Git {
    program: PathBuf,
    version: Version,
    version_words: String,
    exec_path: PathBuf,
    system_config: Option<PathBuf>,
    environment: Environment,
    neutral_folder: PathBuf,
    activity: ActivityLog,
}

/// A version of Git, as far as features depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

/// Why Git cannot be used.
#[derive(Debug, Error)]
pub enum GitError {
    /// No `git` on `PATH`.
    #[error("Git was not found on PATH; install Git and start again")]
    Missing,
    /// It does not answer as Git does.
    #[error("{program} does not work: {reason}")]
    Broken {
        /// The program.
        program: String,
        /// What it said.
        reason: String,
    },
    /// It runs but not in time.
    #[error(transparent)]
    Run(#[from] RunError),
}

impl Git {
    /// Finds the first `git` of `PATH` and asks its version and its folder of programs.
    ///
    /// # Errors
    ///
    /// There is none, or it does not answer within five seconds.
    pub fn find(environment: &Environment, activity: &ActivityLog) -> Result<Self, GitError> {
        let name = if cfg!(windows) { "git.exe" } else { "git" };
        let program = environment
            .path_folders()
            .into_iter()
            .map(|folder| folder.join(name))
            .find(|program| program.is_file())
            .ok_or(GitError::Missing)?;
        Self::at(program, environment, activity)
    }

    /// The Git at `program`.
    ///
    /// # Errors
    ///
    /// It does not answer as Git does.
    pub fn at(
        program: PathBuf,
        environment: &Environment,
        activity: &ActivityLog,
    ) -> Result<Self, GitError> {
        let mut git = Self {
            version: Version(0, 0, 0),
            version_words: String::new(),
            exec_path: PathBuf::new(),
            system_config: None,
            environment: environment.clone(),
            neutral_folder: neutral_folder(),
            activity: activity.clone(),
            program,
        };
        let words = git.ask(&["--version"])?;
        git.version = Version::parse(&words).ok_or_else(|| GitError::Broken {
            program: git.program.display().to_string(),
            reason: "it does not tell its version".to_owned(),
        })?;
        let words = words.strip_prefix("git version ").unwrap_or(&words);
        git.version_words = crate::model::outside_text::display_safe(words);
        git.exec_path = PathBuf::from(git.ask(&["--exec-path"])?.trim());
        git.system_config = git.find_system_config();
        Ok(git)
    }

    /// Its whole path.
    #[must_use]
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Its version with its builder's addition: `2.55.0.windows.3`, `2.39.5 (Apple Git-154)`.
    #[must_use]
    pub fn version_words(&self) -> &str {
        &self.version_words
    }

    /// The folder of its own programs, where helpers may lie as well.
    #[must_use]
    pub fn exec_path(&self) -> &Path {
        &self.exec_path
    }

    /// The environment it is run in.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The system's configuration file, if this Git reads one that is there.
    #[must_use]
    pub fn system_config(&self) -> Option<&Path> {
        self.system_config.as_deref()
    }

    /// Where its runs are told.
    #[must_use]
    pub fn activity(&self) -> &ActivityLog {
        &self.activity
    }

    /// A run of Git that opens no dialog, asks nothing on a terminal and sees no repository:
    /// only the system's and the person's own configuration apply.
    #[must_use]
    pub fn run(&self) -> Run<'_> {
        Run::new(&self.program, &self.neutral_folder, &self.environment)
            // no prompt on a terminal, and none by a program: set but empty also switches off
            // core.askPass and SSH_ASKPASS
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_ASKPASS", "")
            .env("SSH_ASKPASS", "")
            // Git Credential Manager opens no window and asks no server
            .env("GCM_INTERACTIVE", "0")
            .env("GCM_GUI_PROMPT", "0")
            .env("GCM_PROVIDER", "generic")
            .env("GCM_AUTODETECT_TIMEOUT", "0")
            // messages are compared, so they come in one language
            .env("LC_ALL", "C")
            // never a repository above the neutral folder
            .env("GIT_CEILING_DIRECTORIES", &self.neutral_folder)
            .args([
                "-c",
                "credential.interactive=false",
                "-c",
                "safe.bareRepository=explicit",
            ])
            .time_limit(Duration::from_secs(10))
            .tell(&self.activity)
    }

    /// Asks a question whose answer is one line on standard output.
    fn ask(&self, question: &[&str]) -> Result<String, GitError> {
        let finished = Run::new(&self.program, &self.neutral_folder, &self.environment)
            .env("LC_ALL", "C")
            .args(question)
            .time_limit(Duration::from_secs(5))
            .run()?;
        if finished.succeeded() {
            return Ok(String::from_utf8_lossy(&finished.stdout).trim().to_owned());
        }
        Err(GitError::Broken {
            program: self.program.display().to_string(),
            reason: finished.complaint(),
        })
    }
}

impl Git {
    /// Where a Git looks for the system's file depends on how it was built, so it is asked:
    /// the origin of the first setting there. A file that is missing or empty has none.
    fn find_system_config(&self) -> Option<PathBuf> {
        if self
            .environment
            .get("GIT_CONFIG_NOSYSTEM")
            .is_some_and(|value| value != "0" && value != "false")
        {
            return None;
        }
        let listed = self
            .ask(&[
                "config",
                "--system",
                "--no-includes",
                "--list",
                "--show-origin",
                "-z",
            ])
            .ok()?;
        let file = listed.strip_prefix("file:")?.split('\0').next()?;
        Some(PathBuf::from(file))
    }
}

impl Version {
    /// Reads `git version 2.47.3 (Apple Git-1)`.
    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.strip_prefix("git version ")?.split(['.', ' ']);
        let mut next = || numbers.next()?.parse().ok();
        Some(Self(next()?, next()?, next().unwrap_or(0)))
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// A folder without a repository in or above it. The root of the file system is one on every
/// system that is not itself a repository, and nobody but its owner can write there.
fn neutral_folder() -> PathBuf {
    match cfg!(windows) {
        true => std::env::temp_dir(),
        false => PathBuf::from("/"),
    }
}
