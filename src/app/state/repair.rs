//! The guided repair of one remote's sign-in: five steps, each of which says what it did and can
//! be gone back on. Whatever a step changes is complete in itself, so that the person may leave
//! at any point.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::action::RemoteKey;
use crate::model::{AccessState, RemoteReport};

/// An open repair. The token that is being pasted lives in the token dialog's state beside it.
pub struct Repair {
    /// The remote that it was opened for.
    pub key: RemoteKey,
    /// The step that is shown.
    pub step: RepairStep,
    /// What the steps did so far, in words.
    pub did: BTreeMap<RepairStep, String>,
    /// The steps that were left without doing anything.
    pub passed: BTreeSet<RepairStep>,
}

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RepairStep {
    /// Create a token on the host's page.
    Create,
    /// Correct the remote's URL, where it must be.
    Url,
    /// Clear the old sign-ins.
    Clear,
    /// Paste the token; it is tried and saved.
    Paste,
    /// See that fetch and push work.
    Test,
}

impl RepairStep {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Create,
        Self::Url,
        Self::Clear,
        Self::Paste,
        Self::Test,
    ];

    /// Counted from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The one behind it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }

    /// The one before it.
    pub fn previous(self) -> Option<Self> {
        (self as usize)
            .checked_sub(1)
            .and_then(|before| Self::ALL.get(before).copied())
    }

    /// What it is about.
    pub fn title(self) -> &'static str {
        match self {
            Self::Create => "Create a token",
            Self::Url => "Look at the URL",
            Self::Clear => "Clear the old sign-ins",
            Self::Paste => "Paste the token",
            Self::Test => "Test fetch and push",
        }
    }
}

impl Repair {
    /// A repair of the remote `key`, at its first step.
    pub fn new(key: RemoteKey) -> Self {
        Self {
            key,
            step: RepairStep::Create,
            did: BTreeMap::new(),
            passed: BTreeSet::new(),
        }
    }

    /// Takes note of what a step did.
    pub fn note(&mut self, step: RepairStep, did: impl Into<String>) {
        self.did.insert(step, did.into());
    }
}

/// Whether a repair is what this remote needs: its server wants another sign-in.
pub fn wants_repair(remote: &RemoteReport) -> bool {
    let can_take_token = remote.urls().any(|url| url.realm().is_some());
    can_take_token
        && [&remote.fetch, &remote.push].iter().any(|access| {
            matches!(
                access.state,
                AccessState::Rejected
                    | AccessState::Gone
                    | AccessState::Forbidden
                    | AccessState::NotFound
                    | AccessState::SignInNeeded
            )
        })
}
