//! The dialog for a new token: what it is for, what was recognised, and how far a save is.

use crate::app::action::RemoteKey;
use crate::app::event::JobId;
use crate::jobs::save::{HelperChoice, SaveStep, StepState};
use crate::jobs::try_token::Preview;
use crate::model::source::SignInSettings;
use crate::model::{Cancel, Entry, Forge, Realm, RemoteUrl};

/// An open token dialog.
pub struct TokenDialog {
    /// The remote that it was opened for.
    pub key: RemoteKey,
    /// The repository's name.
    pub repository: String,
    /// The remote's URL.
    pub url: RemoteUrl,
    /// Where the token may be used.
    pub realm: Realm,
    /// The kind of server.
    pub forge: Forge,
    /// The helpers in force.
    pub settings: SignInSettings,
    /// What is saved for the realm.
    pub saved: Vec<Entry>,
    /// How many other repositories use the realm.
    pub others: usize,
    /// What was told from the paste.
    pub recognised: Option<Recognised>,
    /// Where the token can be saved.
    pub places: Places,
    /// The steps of the save, once it began.
    pub steps: Vec<Step>,
    /// The save that runs.
    pub saving: Option<(JobId, Cancel)>,
    /// Whether the token is saved and proved.
    pub is_done: bool,
    /// What became of the clipboard, which may have held it.
    pub clipboard: Option<Clipboard>,
}

/// What became of the clipboard after a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clipboard {
    /// It held the token, and is empty now.
    Cleared,
    /// It holds something else.
    HoldsOther,
}

impl Clipboard {
    /// In words, where there is something to say.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::Cleared => Some("The clipboard still held the token; it is cleared"),
            Self::HoldsOther => None,
        }
    }
}

/// What was told from a paste before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// What kind of secret it is, in words.
    pub kind: &'static str,
    /// Whether its shape leaves no doubt.
    pub is_certain: bool,
    /// Its length.
    pub characters: usize,
    /// Why it cannot work.
    pub refusal: Option<String>,
}

/// Where a token can be saved.
#[derive(Default)]
pub enum Places {
    /// Not known yet.
    #[default]
    Loading,
    /// The helper in force keeps it.
    InForce {
        /// Where, in words.
        place: String,
        /// Whether anyone who can read the file could read the token.
        plain_text: bool,
    },
    /// One of these would be configured.
    Choice(Vec<Place>),
}

/// A helper that could be configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The value of `credential.helper`.
    pub value: String,
    /// Where it keeps the token, in words.
    pub words: String,
    /// Whether anyone who can read the file could read the token.
    pub plain_text: bool,
}

/// A step of the save, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which one.
    of: SaveStep,
    /// How it stands.
    pub stands: Stands,
    /// In words.
    pub words: String,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// At work.
    Running,
    /// Done.
    Done,
    /// Not needed.
    Skipped,
    /// Failed.
    Failed,
}

impl TokenDialog {
    /// What `Try and save` waits for, if it cannot be pressed yet.
    pub fn is_ready(&self, has_token: bool, has_username: bool) -> bool {
        let refused = self
            .recognised
            .as_ref()
            .is_none_or(|recognised| recognised.refusal.is_some());
        let has_place = match &self.places {
            Places::Loading => false,
            Places::InForce { .. } => true,
            Places::Choice(choices) => !choices.is_empty(),
        };
        has_token && has_username && !refused && has_place && self.saving.is_none()
    }

    /// Takes over how a step stands.
    pub fn step(&mut self, step: SaveStep, state: StepState) {
        let host = self.realm.host_field();
        let (stands, words) = match state {
            StepState::Running => (Stands::Running, running(step, &host)),
            StepState::Done(words) => (Stands::Done, words),
            StepState::Skipped(words) => (Stands::Skipped, words),
            StepState::Failed(words) => (Stands::Failed, words),
        };
        let new = Step {
            of: step,
            stands,
            words,
        };
        match self.steps.iter_mut().find(|known| known.of == step) {
            Some(known) => *known = new,
            None => self.steps.push(new),
        }
    }

    /// A step that still ran when the save ended did not end well.
    pub fn end_steps(&mut self, why: &str) {
        for step in &mut self.steps {
            if step.stands == Stands::Running {
                step.stands = Stands::Failed;
                why.clone_into(&mut step.words);
            }
        }
    }
}

impl From<Preview> for Recognised {
    fn from(preview: Preview) -> Self {
        Self {
            kind: preview.kind.words(),
            is_certain: preview.kind.is_certain(),
            characters: preview.characters,
            refusal: preview.refusal,
        }
    }
}

impl From<HelperChoice> for Place {
    fn from(choice: HelperChoice) -> Self {
        Self {
            value: choice.value,
            words: choice.words,
            plain_text: choice.plain_text,
        }
    }
}

fn running(step: SaveStep, host: &str) -> String {
    match step {
        SaveStep::Understand => "Reading the token…".to_owned(),
        SaveStep::Try => format!("Trying it at {host}…"),
        SaveStep::Store => "Saving it…".to_owned(),
        SaveStep::Replace => "Clearing the old sign-in…".to_owned(),
        SaveStep::Prove => "Proving it with your own Git…".to_owned(),
    }
}
