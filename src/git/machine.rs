//! This machine, as far as the diagnosis needs to know it.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::install::Version;
use super::preflight::is_network_path;
use super::{Environment, Git};
use crate::model::Machine;
use crate::model::machine::{Date, System};
use crate::model::outside_text::display_safe;
use crate::model::surroundings::MissingProgram;

/// This machine as it is now. Runs nothing and changes nothing.
#[must_use]
pub fn machine(git: &Git) -> Machine {
    let Version(major, minor, patch) = git.version();
    let environment = git.environment();
    Machine {
        today: Date::of_unix_time(since_1970()),
        now: since_1970().as_secs(),
        git: (major, minor, patch),
        git_words: git.version_words().to_owned(),
        system: system(),
        home: environment.home().map(|home| home.display().to_string()),
        is_wsl: is_wsl(environment),
        missing_ask_pass: missing_ask_pass(environment),
        token_variables: ["GITHUB_TOKEN", "GH_TOKEN", "GITLAB_TOKEN"]
            .into_iter()
            .filter(|name| environment.has_noticed(name))
            .collect(),
    }
}

/// The time of this machine's clock.
#[must_use]
pub fn since_1970() -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.unwrap_or_default()
}

fn system() -> System {
    match std::env::consts::OS {
        "windows" => System::Windows,
        "macos" => System::MacOs,
        _ => System::Linux,
    }
}

/// WSL sets the variable in every shell, and its kernel says `microsoft` (Microsoft Learn, "WSL
/// FAQ", 2026).
fn is_wsl(environment: &Environment) -> bool {
    let of_kernel = || {
        let version = super::preflight::read_regular(Path::new("/proc/version"));
        let version = version.ok().flatten().unwrap_or_default();
        String::from_utf8_lossy(&version)
            .to_ascii_lowercase()
            .contains("microsoft")
    };
    cfg!(target_os = "linux") && (environment.has_noticed("WSL_DISTRO_NAME") || of_kernel())
}

/// What Git would ask for a password by and is not there: `GIT_ASKPASS`, or the socket that Visual
/// Studio Code's own speaks to (its extension `git`, `askpass-main.ts`, 2025); else `SSH_ASKPASS`.
fn missing_ask_pass(environment: &Environment) -> Vec<MissingProgram> {
    let asks = environment.noticed_path("GIT_ASKPASS");
    let names: &[&str] = match &asks {
        Some(program) if is_of_vs_code(program) => &["GIT_ASKPASS", "VSCODE_GIT_IPC_HANDLE"],
        Some(_) => &["GIT_ASKPASS"],
        None => &["SSH_ASKPASS"],
    };
    let gone = names.iter().filter_map(|name| {
        let path = environment.noticed_path(name)?;
        // A bare name is looked up on PATH, and a pipe of Windows is no file.
        let is_gone = path.is_absolute()
            && !is_network_path(&path)
            && std::fs::symlink_metadata(&path).is_err();
        is_gone.then(|| MissingProgram {
            named_by: (*name).to_owned(),
            program: display_safe(&path.display().to_string()),
            origin: None,
        })
    });
    gone.collect()
}

/// `…/extensions/git/dist/askpass.sh`
fn is_of_vs_code(program: &Path) -> bool {
    program.ends_with("git/dist/askpass.sh") || program.ends_with("git/dist/askpass-empty.sh")
}
