//! What Git would log in with, and who set it up.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use super::masked::masked_words;
use super::outside_text::display_safe;

/// How far a setting reaches, in Git's words (`git config --show-scope`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// All users of this machine.
    System,
    /// This person.
    Global,
    /// This repository.
    Local,
    /// This work tree.
    Worktree,
    /// The environment or the command line.
    Command,
}

/// The file and line that hold a setting.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Origin {
    /// How far it reaches.
    pub scope: Scope,
    /// The file; empty for the environment.
    pub file: PathBuf,
    /// Counted from 1; 0 for the environment.
    pub line: u32,
}

impl fmt::Display for Origin {
    /// `~/.gitconfig, line 12` is for the window; this is `/home/…/.gitconfig:12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)
    }
}

/// One helper that Git would ask for a URL, in Git's order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HelperInForce {
    /// As configured: `libsecret`, `/usr/bin/x`, `!gh auth git-credential`.
    pub value: String,
    /// Who set it.
    pub origin: Origin,
}

impl HelperInForce {
    /// The short name: `libsecret` for `/usr/lib/git-core/git-credential-libsecret --flag`.
    /// A shell snippet (`!…`) has no short name but its first word, less the variables that are
    /// set before it, which may be secrets: `gh` for `!GH_TOKEN=… gh auth git-credential`.
    #[must_use]
    pub fn name(&self) -> &str {
        let value = self.value.trim_start_matches('!').trim_start();
        let value = behind_assignments(value);
        let word = match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next().unwrap_or_default(),
            None => first_word(value),
        };
        let file = word.rsplit(['/', '\\']).next().unwrap_or(word);
        let file = file.strip_suffix(".exe").unwrap_or(file);
        file.strip_prefix("git-credential-").unwrap_or(file)
    }

    /// The value as it may be shown: a shell snippet may hold a password.
    #[must_use]
    pub fn shown(&self) -> String {
        masked_words(&display_safe(&self.value))
    }

    /// The arguments behind the helper's name, split at spaces.
    pub fn arguments(&self) -> impl Iterator<Item = &str> {
        self.value.split_whitespace().skip(1)
    }

    /// Whether what it keeps is read from where it keeps it, so that it need not be asked.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        matches!(
            self.name(),
            "store" | "cache" | "libsecret" | "manager" | "manager-core" | "locksmith"
        ) || cfg!(target_os = "macos") && self.name() == "osxkeychain"
    }

    /// Whether it keeps sign-ins in Linux's keyring, where Git Credential Manager uses `store`.
    #[must_use]
    pub fn needs_keyring(&self, store: Option<&str>) -> bool {
        match self.name() {
            "libsecret" | "locksmith" => true,
            "manager" => store == Some("secretservice"),
            _ => false,
        }
    }

    /// Whether it is Git Credential Manager, by its name or the one it had before 2.0.877.
    #[must_use]
    pub fn is_manager(&self) -> bool {
        matches!(self.name(), "manager" | "manager-core")
    }

    /// Whether it keeps nothing itself: it gets new tokens in the browser, for the helpers before
    /// it to keep (`git-credential-oauth`).
    #[must_use]
    pub fn keeps_nothing(&self) -> bool {
        self.name() == "oauth"
    }

    /// Whether the repository itself brought it. Such a helper is shown and never run.
    #[must_use]
    pub fn is_from_repository(&self) -> bool {
        matches!(self.origin.scope, Scope::Local | Scope::Worktree)
    }
}

fn behind_assignments(mut value: &str) -> &str {
    while let Some((name, _)) = value.split_once('=')
        && is_variable(name)
    {
        let behind = &value[shell_word(value).len()..];
        value = behind.trim_start_matches(|letter: char| letter.is_whitespace() || letter == ';');
    }
    value
}

fn is_variable(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Up to where a shell sees the first word end, quotes included.
fn shell_word(value: &str) -> &str {
    let (mut escaped, mut quote) = (false, None);
    let end = value.find(|letter: char| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '\'' | '"') => quote = Some(letter),
            (None | Some('"'), '\\') => escaped = true,
            (None, _) => return letter.is_whitespace() || letter == ';',
            _ => (),
        }
        false
    });
    &value[..end.unwrap_or(value.len())]
}

/// Up to the first space that a shell would split at.
fn first_word(value: &str) -> &str {
    let mut escaped = false;
    let end = value.find(|letter: char| {
        let splits = letter.is_whitespace() && !escaped;
        escaped = letter == '\\' && !escaped;
        splits
    });
    &value[..end.unwrap_or(value.len())]
}

/// The helpers and settings in force for one URL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignInSettings {
    /// In the order that Git asks them.
    pub helpers: Vec<HelperInForce>,
    /// The person's own, which the repository's configuration switched off with an empty value.
    pub switched_off: Vec<HelperInForce>,
    /// `credential.username`
    pub username: Option<String>,
    /// `credential.useHttpPath`
    pub use_http_path: bool,
}

impl SignInSettings {
    /// The helpers that the person and the system set up, in order, whatever the repository says:
    /// those that are obeyed.
    pub fn own_helpers(&self) -> impl Iterator<Item = &HelperInForce> {
        let of_person = |helper: &&HelperInForce| !helper.is_from_repository();
        self.switched_off
            .iter()
            .chain(self.helpers.iter().filter(of_person))
    }
}
