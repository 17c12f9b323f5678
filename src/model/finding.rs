//! A finding: what is wrong, why, and the fixes that apply.

use serde::Serialize;

use super::Change;

/// A diagnosis of one remote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule that found it, for instance `bb-app-password`.
    pub rule: &'static str,
    /// The cause in one sentence.
    pub title: String,
    /// What happened and what it means.
    pub explanation: String,
    /// What it is based on: a status, the server's words, file and line of a setting.
    pub evidence: Vec<String>,
    /// What to do next, the best first.
    pub fixes: Vec<Fix>,
    /// How bad it is.
    #[serde(skip)]
    pub weight: Weight,
}

/// How a finding is coloured and ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Git cannot do its work.
    Failure,
    /// It works only in part, or will stop to.
    Warning,
    /// Good to know.
    Note,
}

/// Something that ends a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "action")]
pub enum Fix {
    /// Remove what is saved for the realm.
    ClearSavedSignIn,
    /// Paste a new token.
    PasteNewToken,
    /// Ask the server once more.
    CheckAgain,
    /// Open the host's page where a token is made.
    OpenTokenPage {
        /// An https address.
        url: String,
    },
    /// Let credentials travel over plain http to this host.
    AllowPlainHttp {
        /// Host and port.
        host: String,
    },
    /// Open another page of the host: to authorise a token, solve a CAPTCHA, revoke.
    OpenPage {
        /// What the button says, for instance `Authorise for acme`.
        words: String,
        /// An https address.
        url: String,
    },
    /// Change a setting; shown beforehand, undoable.
    Change {
        /// What the button says, for instance `Use manager instead`.
        words: String,
        /// What is changed.
        #[serde(flatten)]
        change: Change,
    },
    /// Something only the person can do.
    Advice {
        /// In words.
        text: String,
    },
}
