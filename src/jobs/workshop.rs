//! What every job works with: the person's Git, their environment, and what is remembered.

use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;

use crate::git::install::GitError;
use crate::git::machine::machine;
use crate::git::{Config, Environment, Git};
use crate::model::{ActivityLog, Machine, Problem};
use crate::probe::{Budget, Probe};
use crate::store::Stores;

/// The tools of the jobs. Cheap to clone.
#[derive(Clone)]
pub struct Workshop(Arc<Tools>);

struct Tools {
    git: Git,
    probe: Probe,
    budget: Budget,
    problems: Vec<Problem>,
}

/// Why no job can be done.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Git is missing or broken.
    #[error(transparent)]
    Git(#[from] GitError),
    /// There is nowhere to remember rejected secrets.
    #[error(
        "neither HOME nor XDG_STATE_HOME is set; set one so that rejected secrets can be remembered"
    )]
    NoHome,
}

impl Workshop {
    /// Finds Git and reads which secrets were rejected before.
    ///
    /// # Errors
    ///
    /// Git is missing or does not work, or there is no home folder.
    pub fn open(environment: &Environment, activity: &ActivityLog) -> Result<Self, OpenError> {
        let git = Git::find(environment, activity)?;
        let (budget, problems) = Budget::load(&state_folder(environment)?.join("rejected.json"));
        Ok(Self(Arc::new(Tools {
            probe: Probe::new(&git),
            git,
            budget,
            problems,
        })))
    }

    /// The person's Git.
    pub fn git(&self) -> &Git {
        &self.0.git
    }

    /// What could not be read at the start.
    pub fn problems(&self) -> &[Problem] {
        &self.0.problems
    }

    /// This machine as it is now.
    pub(super) fn machine(&self) -> Machine {
        machine(self.git())
    }

    pub(super) fn probe(&self) -> &Probe {
        &self.0.probe
    }

    pub(super) fn budget(&self) -> &Budget {
        &self.0.budget
    }

    /// The system's and the person's configuration as they are now.
    pub(super) fn personal(&self) -> Config {
        Config::personal(self.git())
    }

    /// The stores as configuration names them now.
    pub(super) fn stores(&self) -> Stores {
        Stores::of(self.git(), &self.personal())
    }
}

fn state_folder(environment: &Environment) -> Result<PathBuf, OpenError> {
    let state = environment.state_home().ok_or(OpenError::NoHome)?;
    Ok(state.join("git-locksmith"))
}
