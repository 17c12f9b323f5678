//! Whether the keyring may ask the person to unlock it.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::time::Duration;

use crate::git::ask_helper::MAY_UNLOCK;
use crate::git::{Environment, Run};

/// What of this the helper's own Git is told: settings of the command line, and its repository.
const OF_GIT: [&str; 4] = [
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_DIR",
    "GIT_WORK_TREE",
];

/// Where and how the helper was started.
pub struct Surroundings {
    pub(super) environment: Environment,
    variables: Vec<(OsString, OsString)>,
    folder: PathBuf,
}

impl Surroundings {
    /// Those of this process.
    #[must_use]
    pub fn of_this_process() -> Self {
        Self {
            environment: Environment::of_this_process(),
            variables: std::env::vars_os().collect(),
            folder: std::env::current_dir().unwrap_or_default(),
        }
    }

    /// Whether a dialog may open. Asked only where a keyring is locked, because Git has to be
    /// asked in turn.
    pub(super) fn allow_dialogs(&self) -> bool {
        if self.get(MAY_UNLOCK).is_some_and(|value| value == "1") {
            return true;
        }
        let no_prompt = self.get("GIT_TERMINAL_PROMPT").is_some_and(is_no);
        !no_prompt && !self.is_configured_not_to_ask()
    }

    /// `credential.interactive` (Git 2.47), as this Git and this repository have it.
    fn is_configured_not_to_ask(&self) -> bool {
        let mut run = Run::new("git", &self.folder, &self.environment)
            .args(["config", "--get", "credential.interactive"])
            .time_limit(Duration::from_secs(5));
        for (name, value) in &self.variables {
            let name = name.to_string_lossy();
            let is_setting =
                name.starts_with("GIT_CONFIG_KEY_") || name.starts_with("GIT_CONFIG_VALUE_");
            if is_setting || OF_GIT.contains(&name.as_ref()) {
                run = run.env(&name, value);
            }
        }
        run.run().is_ok_and(|finished| {
            let value = String::from_utf8_lossy(&finished.stdout);
            finished.succeeded() && is_no(OsStr::new(value.trim()))
        })
    }

    fn get(&self, name: &str) -> Option<&OsStr> {
        let mut variables = self.variables.iter();
        let known = variables.find(|(known, _)| known == name)?;
        Some(&known.1)
    }
}

/// What Git takes for no, and `never`, which only this setting knows.
fn is_no(value: &OsStr) -> bool {
    let value = value.to_string_lossy().to_ascii_lowercase();
    matches!(value.as_str(), "0" | "false" | "no" | "off" | "never" | "")
}
