//! Save a new token: understand the paste, try it, store it, list it, replace the old, prove it.

use thiserror::Error;

use super::Workshop;
use super::undo::Undo;
use crate::model::source::SignInSettings;
use crate::model::{Access, Cancel, Entry, Forge, Realm, RemoteUrl, Secret, TokenKind};

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

/// What can be told from a paste before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What kind of secret it is.
    pub kind: TokenKind,
    /// Its length in characters.
    pub characters: usize,
    /// The user name that Git must send, if it can be told.
    pub username: Option<String>,
    /// Why it cannot work.
    pub refusal: Option<String>,
    /// Why one should look twice.
    pub warning: Option<String>,
}

/// A helper that exists on this machine and could keep the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelperChoice {
    /// What is written to `credential.helper`.
    pub value: String,
    /// What it is, in words.
    pub words: String,
    /// Whether it keeps secrets in plain text.
    pub plain_text: bool,
}

/// Looks at a paste without sending it.
pub fn preview(
    _pasted: &str,
    _url: &RemoteUrl,
    _forge: Forge,
    _settings: &SignInSettings,
) -> Preview {
    todo!()
}

/// The helpers that could be configured here, the best first.
pub fn helper_choices(_workshop: &Workshop) -> Vec<HelperChoice> {
    todo!()
}

/// Saves a token; tells of each step.
///
/// # Errors
///
/// A step failed; what was there before is there again.
pub fn save(
    _workshop: &Workshop,
    _request: SaveRequest,
    _cancel: &Cancel,
    _tell: &(dyn Fn(SaveStep, StepState) + Sync),
) -> Result<Saved, SaveError> {
    todo!()
}
