//! A repository whose configuration is laid out oddly, and changes made to it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::change::{ChangeError, ChangePlace, Changed, Plan, apply, plan};
use git_locksmith::jobs::undo::undo;
use git_locksmith::model::{ActivityLog, Change};

use crate::support::home::Home;

/// A home with one repository.
pub struct Scene {
    pub home: Home,
    pub repository: PathBuf,
    pub remote: String,
    workshop: Workshop,
}

impl Scene {
    /// A repository in `~/app` with this configuration behind what Git itself needs.
    pub fn new(config: &str) -> Self {
        Self::within(Home::new(), config)
    }

    pub fn within(home: Home, config: &str) -> Self {
        let repository = home.repository("app", &[]);
        let file = repository.join(".git/config");
        let own = fs::read_to_string(&file).unwrap();
        fs::write(&file, own + config).unwrap();
        let workshop = Workshop::open(&home.environment(), &ActivityLog::default()).unwrap();
        Self {
            home,
            repository,
            remote: "origin".to_owned(),
            workshop,
        }
    }

    pub fn plan(&self, change: &Change) -> Result<Plan, ChangeError> {
        let place = ChangePlace {
            repository: self.repository.clone(),
            remote: self.remote.clone(),
        };
        plan(&self.workshop, &place, change)
    }

    pub fn apply(&self, plan: Plan) -> Result<Changed, ChangeError> {
        apply(&self.workshop, plan)
    }

    pub fn make(&self, change: &Change) -> Changed {
        let plan = self.plan(change).unwrap();
        self.apply(plan).unwrap()
    }

    pub fn refuse(&self, change: &Change) -> String {
        match self.plan(change) {
            Ok(_) => panic!("it was planned"),
            Err(error) => error.to_string(),
        }
    }

    /// Everything must be as before.
    pub fn undo(&self, changed: &Changed) {
        let undone = undo(&self.workshop, &changed.undo);
        assert_eq!(undone.failed_files, []);
        assert!(undone.failed.is_empty());
    }

    /// What an undo says of the files that it leaves alone.
    pub fn undo_fails(&self, changed: &Changed) -> Vec<(PathBuf, String)> {
        undo(&self.workshop, &changed.undo).failed_files
    }

    /// The repository's configuration.
    pub fn config(&self) -> PathBuf {
        self.repository.join(".git/config")
    }

    pub fn git<const N: usize>(&self, arguments: [&str; N]) -> String {
        self.home.run_git(&self.repository, arguments)
    }

    /// What Git would sign in with in a folder, by `git credential fill`.
    pub fn filled(&self, folder: &Path, url: &str) -> String {
        let mut child = self
            .home
            .command("git")
            .current_dir(folder)
            .args(["credential", "fill"])
            .env("GIT_TERMINAL_PROMPT", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin
            .write_all(format!("url={url}\n\n").as_bytes())
            .unwrap();
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn workshop(&self) -> &Workshop {
        &self.workshop
    }
}

/// A file's text.
pub fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}

/// What the plan shows of its first file: line, old, new.
pub fn lines(plan: &Plan) -> Vec<(u32, Option<&str>, Option<&str>)> {
    let lines = plan.files.iter().flat_map(|file| &file.lines);
    lines
        .map(|line| (line.line, line.old.as_deref(), line.new.as_deref()))
        .collect()
}
