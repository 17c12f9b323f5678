//! What the jobs tell the window as they go.

use std::collections::HashSet;
use std::path::PathBuf;

use super::action::RemoteKey;
use super::state::preferences::OwnHelper;
use crate::jobs::change::Plan;
use crate::jobs::check::Checked;
use crate::jobs::clear::Cleared;
use crate::jobs::save::{HelperChoice, SaveError, SaveStep, Saved, StepState};
use crate::jobs::undo::{Undo, Undone};
use crate::model::{Activity, Problem, Realm, RepositoryReport};

/// Numbers the jobs of one window, so that what a replaced job still says can be told apart.
pub type JobId = u64;

/// Something that happened, and in which job.
pub struct Told {
    /// The job.
    pub job: JobId,
    /// What happened.
    pub event: Event,
}

/// What a desktop wishes of the windows on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SystemWish {
    /// More contrast.
    HighContrast(bool),
    /// Text of so many times its size.
    TextScale(f32),
    /// That nothing glides.
    ReducedMotion(bool),
}

/// What happened.
pub enum Event {
    /// Something was run or asked.
    Activity(Activity),
    /// A job ended, whatever came of it. Always the last event of a job.
    Ended,
    /// A job could not be done.
    Failed(String),

    /// The desktop is dark, or light, from now on.
    SystemTheme {
        /// Whether it is dark.
        dark: bool,
    },
    /// The desktop wishes this of what is shown on it.
    SystemWish(SystemWish),
    /// How our own helper stands.
    HelperStands(OwnHelper),
    /// Our own helper was set up or taken out, or why not.
    HelperChanged(Result<(), String>),
    /// The folder dialog was closed.
    FolderChosen(Option<PathBuf>),
    /// There is no folder dialog on this system.
    NoFolderDialog,
    /// The program was started again, with these folders.
    StartedAgain(Vec<PathBuf>),
    /// A folder is there and will be looked through.
    FolderAdded(PathBuf),
    /// A repository was found below this folder.
    Found {
        /// The chosen folder.
        folder: PathBuf,
        /// What is known about the repository.
        report: Box<RepositoryReport>,
    },
    /// A folder was looked through to its end.
    FolderScanned {
        /// The chosen folder.
        folder: PathBuf,
        /// How many folders are in it.
        folders: u64,
        /// What could not be looked at.
        problems: Vec<Problem>,
    },

    /// A report was written.
    Reported(String),
    /// A remote was checked.
    Checked(Box<Checked>),
    /// Repositories were listed again after something changed; asked servers stay as they were.
    Refreshed(Vec<RepositoryReport>),

    /// Saved sign-ins were cleared.
    Cleared(Box<Cleared>),
    /// What a change would change, or why it cannot be made.
    Planned(Result<Box<Plan>, String>),
    /// A change was made, or why it was not.
    Changed {
        /// What it was, in the words of its button.
        words: String,
        /// Puts back what was there before.
        result: Result<Undo, String>,
    },
    /// Repositories were read again after a setting changed.
    Reread {
        /// The repositories.
        reports: Vec<RepositoryReport>,
        /// Those of their remotes whose servers are asked next.
        asked: HashSet<RemoteKey>,
    },
    /// Cleared sign-ins were put back.
    Undone(Undone),

    /// Where a token can be saved.
    Places {
        /// The helper in force that keeps it, if there is one: where, and whether in plain text.
        in_force: Option<(String, bool)>,
        /// The helpers that could be configured.
        choices: Vec<HelperChoice>,
    },
    /// A step of a save began or ended.
    SaveStepped(SaveStep, StepState),
    /// A save came to its end.
    SaveEnded {
        /// Where it was to be saved.
        realm: Realm,
        /// What came of it.
        result: Box<Result<Saved, SaveError>>,
    },
}
