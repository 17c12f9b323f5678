//! The outcome of a check: what the server lets a credential do.

use std::time::Duration;

use super::{Forge, masked};
use serde::{Serialize, Serializer};

/// What a server answered, for fetch or for push.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum AccessState {
    /// The server let the credential in.
    Works,
    /// The server asks nobody who they are.
    WorksWithoutSignIn,
    /// The server wants a sign-in and there is none to try.
    SignInNeeded,
    /// The server refused the credential itself (401).
    Rejected,
    /// The credential is good but not for this (403).
    Forbidden,
    /// No such repository, or not for this credential (404).
    NotFound,
    /// The kind of sign-in was abolished (410).
    Gone,
    /// Too many requests (429).
    RateLimited,
    /// No answer, or none that can be trusted: DNS, TLS, proxy, time-out, 5xx.
    Unreachable,
    /// Something answered that is no Git server: a login page, a captive portal.
    NotGit,
    /// Not asked.
    #[default]
    NotChecked,
    /// This transport is not checked by Git Locksmith.
    Unsupported,
}

/// The outcome of one check, with what it is based on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Access {
    /// What it means.
    pub state: AccessState,
    /// The status of the last answer.
    pub http_status: Option<u16>,
    /// The server's own words, or the reason of a failure; cleaned and bounded.
    pub server_message: Option<String>,
    /// Taken over from another remote that shares the rejected secret.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub inferred: bool,
    /// The user name that was sent, if any.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "unless_token"
    )]
    pub username: Option<String>,
    /// How long the server asks to wait.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "seconds")]
    pub retry_after: Option<Duration>,
    /// The ways to sign in that `WWW-Authenticate` offers.
    #[serde(skip)]
    pub challenge: Option<String>,
    /// The kind of server, where its answer gives it away.
    #[serde(skip)]
    pub answered_by: Option<Forge>,
}

impl Access {
    /// An outcome with nothing but its state and a reason.
    #[must_use]
    pub fn because(state: AccessState, reason: impl AsRef<str>) -> Self {
        Self {
            state,
            server_message: Some(super::outside_text::display_safe(reason.as_ref())),
            ..Self::default()
        }
    }

    /// Whether the operation would succeed.
    #[must_use]
    pub fn works(&self) -> bool {
        matches!(
            self.state,
            AccessState::Works | AccessState::WorksWithoutSignIn
        )
    }

    /// Whether a person should look at it: it was asked and does not work.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        !self.works()
            && !matches!(
                self.state,
                AccessState::NotChecked | AccessState::Unsupported
            )
    }
}

/// A user name that is a token is masked.
#[expect(clippy::ref_option, reason = "serde hands fields over so")]
fn unless_token<S: Serializer>(name: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    let name = name.as_deref().map(masked::unless_token);
    name.serialize(serializer)
}

/// A wait as whole seconds.
fn seconds<S: Serializer>(
    wait: &(impl Copy + Into<Option<Duration>>),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let wait: Option<Duration> = (*wait).into();
    serializer.serialize_some(&wait.map(|wait| wait.as_secs()))
}
