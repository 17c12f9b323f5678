//! What is being done: the jobs that run, and how far they are.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use crate::app::action::RemoteKey;
use crate::app::event::JobId;
use crate::model::{Cancel, Forge, Realm};

/// The jobs that run.
#[derive(Default)]
pub struct Runs {
    /// Those that look for repositories.
    pub scans: BTreeMap<JobId, Scan>,
    /// Those that ask servers.
    pub checks: BTreeMap<JobId, Check>,
    /// Those that clear or put back.
    pub changes: BTreeMap<JobId, Change>,
    /// The one that waits for the folder dialog.
    pub folder_dialog: Option<JobId>,
}

/// A scan that runs.
#[derive(Default)]
pub struct Scan {
    /// Ends it.
    pub cancel: Cancel,
    /// What it found so far.
    pub found: HashSet<PathBuf>,
    /// Whether a person waits for it to say that a path leads nowhere.
    pub is_new: bool,
    /// Whether a person asked for this folder, rather than it being remembered.
    pub is_wanted: bool,
}

/// A check that runs.
#[derive(Default)]
pub struct Check {
    /// Ends it.
    pub cancel: Cancel,
    /// Remotes whose answer is not there yet. An answer about any other is out of date.
    pub waiting: HashSet<RemoteKey>,
    /// How many remotes are done.
    pub done: usize,
    /// How many there are.
    pub total: usize,
}

/// A clear or an undo that runs.
#[derive(Clone)]
pub struct Change {
    /// Where something changes; `None` where that is only known afterwards.
    pub server: Option<(Realm, Forge)>,
}

impl Runs {
    /// Whether anything is looked for.
    pub fn is_scanning(&self) -> bool {
        !self.scans.is_empty()
    }

    /// Whether any server is being asked.
    pub fn is_checking(&self) -> bool {
        !self.checks.is_empty()
    }

    /// Whether this remote's server is being asked.
    pub fn waits_for(&self, path: &Path, remote: &str) -> bool {
        let key = RemoteKey {
            path: path.to_owned(),
            remote: remote.to_owned(),
        };
        self.checks
            .values()
            .any(|check| check.waiting.contains(&key))
    }

    /// How many remotes are done, and of how many.
    pub fn progress(&self) -> (usize, usize) {
        let sum = |of: fn(&Check) -> usize| self.checks.values().map(of).sum();
        (sum(|check| check.done), sum(|check| check.total))
    }

    /// Answers about `keys` that are still to come are out of date.
    pub fn forget(&mut self, keys: &HashSet<RemoteKey>) {
        for check in self.checks.values_mut() {
            check.waiting.retain(|key| !keys.contains(key));
        }
    }

    /// Stops looking and asking.
    pub fn stop(&self) {
        for scan in self.scans.values() {
            scan.cancel.cancel();
        }
        for check in self.checks.values() {
            check.cancel.cancel();
        }
    }
}
