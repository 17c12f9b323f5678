//! Save a new token: understand the paste, try it, store it, list it, replace the old, prove it.

pub(super) mod keeper;
mod prove;
mod room;
mod steps;
pub(super) mod token;
mod way_back;

use thiserror::Error;

use super::Workshop;
pub use super::helper_choices::{HelperChoice, helper_choices};
use super::undo::Undo;
use crate::model::source::SignInSettings;
use crate::model::{Access, Cancel, Entry, Forge, Realm, RemoteUrl, Secret};
pub use keeper::helpers_that_keep;
use steps::Save;

/// What is to be saved, and where.
pub struct SaveRequest {
    /// The remote's URL that the token is for.
    pub url: RemoteUrl,
    /// The helpers in force for it.
    pub settings: SignInSettings,
    /// The kind of server.
    pub forge: Forge,
    /// What was pasted, as it was pasted.
    pub pasted: Secret,
    /// The user name for Git; the host's rule where left out.
    pub username: Option<String>,
    /// A helper to configure for all of the person's repositories, where none is in force.
    pub helper: Option<String>,
    /// Prove it with the person's own Git.
    pub prove: bool,
    /// Credentials may travel over plain http to this host.
    pub allow_plain_http: bool,
}

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SaveStep {
    /// Read the paste and the user name.
    Understand,
    /// Ask the server.
    Try,
    /// Hand it to the helper, and list it.
    Store,
    /// Remove what it replaces.
    Replace,
    /// Run the person's own Git.
    Prove,
}

/// How a step stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepState {
    /// At work.
    Running,
    /// Done, in words.
    Done(String),
    /// Not needed, in words.
    Skipped(String),
    /// Failed, in words.
    Failed(String),
}

/// A token that was saved.
pub struct Saved {
    /// Where it may be used.
    pub realm: Realm,
    /// The user name it was saved under.
    pub username: String,
    /// What is saved for the realm now.
    pub saved: Vec<Entry>,
    /// What it replaced.
    pub replaced: Vec<Entry>,
    /// Puts back what it replaced.
    pub undo: Undo,
    /// What the server said to fetch.
    pub fetch: Access,
    /// What the server said to push.
    pub push: Access,
}

/// Why nothing was saved; everything is as it was before.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct SaveError {
    /// The step that failed.
    pub step: SaveStep,
    /// What happened and what to do next.
    pub message: String,
}

/// Saves a token; tells of each step as it begins and ends.
///
/// Sends the token to its own server only. Writes one credential through the helper that is in
/// force, or first adds `request.helper` to the person's global configuration. Removes what the
/// token replaces, and runs `git ls-remote` with the person's own helpers.
///
/// # Errors
///
/// A step failed; what was there before is there again, or the words say what is not.
pub fn save(
    workshop: &Workshop,
    request: &SaveRequest,
    cancel: &Cancel,
    tell: &(dyn Fn(SaveStep, StepState) + Sync),
) -> Result<Saved, SaveError> {
    Save::new(workshop, request, cancel, tell).run()
}
