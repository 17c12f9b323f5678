//! The credential helpers that exist on this machine, for a person who has none configured.

use std::path::PathBuf;

use super::Workshop;
use super::helper;
use crate::git::{Config, Git};
use crate::store::manager::ManagerSettings;

/// A helper that could be configured on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelperChoice {
    /// The value of `credential.helper`.
    pub value: String,
    /// Where it would keep the token, in words.
    pub words: String,
    /// Whether anyone who can read the file could read the token.
    pub plain_text: bool,
}

/// Where Debian and its kin leave the helper to be built, and where guides say to point Git.
const BUILT_FROM_CONTRIB: &str =
    "/usr/share/doc/git/contrib/credential/libsecret/git-credential-libsecret";

/// The helpers that exist on this machine and would keep a token, the safest first.
#[must_use]
pub fn helper_choices(workshop: &Workshop) -> Vec<HelperChoice> {
    let git = workshop.git();
    let has_keyring = workshop.stores().has_keyring();
    let own = has_keyring.then(|| own(git)).flatten();
    let keyring = has_keyring.then(|| libsecret(git)).flatten();
    let osxkeychain = find(git, "osxkeychain").map(|_| HelperChoice {
        value: "osxkeychain".to_owned(),
        words: "in your keychain, by Git's own helper for macOS".to_owned(),
        plain_text: false,
    });
    let manager = manager(git, &workshop.personal(), has_keyring);
    let cache = find(git, "cache").map(|_| HelperChoice {
        value: "cache".to_owned(),
        words: "in memory for 15 minutes; you paste the token again after that".to_owned(),
        plain_text: false,
    });
    let store = find(git, "store").map(|_| HelperChoice {
        value: "store".to_owned(),
        words: "in the file ~/.git-credentials, in plain text: whoever can read your files can read the token".to_owned(),
        plain_text: true,
    });
    [own, keyring, osxkeychain, manager, cache, store]
        .into_iter()
        .flatten()
        .collect()
}

fn own(git: &Git) -> Option<HelperChoice> {
    Some(HelperChoice {
        value: helper::value_of(git, &helper::program(git)?),
        words: "in your system's keyring, by Git Locksmith's own helper".to_owned(),
        plain_text: false,
    })
}

fn libsecret(git: &Git) -> Option<HelperChoice> {
    let value = match find(git, "libsecret") {
        Some(_) => "libsecret".to_owned(),
        None if PathBuf::from(BUILT_FROM_CONTRIB).is_file() => BUILT_FROM_CONTRIB.to_owned(),
        None => return None,
    };
    Some(HelperChoice {
        value,
        words: "in your desktop's keyring".to_owned(),
        plain_text: false,
    })
}

/// Git Credential Manager, where it was told which store to use: on Linux it has no default and
/// would keep nothing.
fn manager(git: &Git, personal: &Config, has_keyring: bool) -> Option<HelperChoice> {
    find(git, "manager")?;
    let store = ManagerSettings::of(git.environment(), personal).store();
    let (words, plain_text) = match store.as_deref() {
        Some("secretservice") if has_keyring => ("in your desktop's keyring", false),
        Some("gpg") => ("in files encrypted with your GPG key", false),
        Some("cache") => ("in memory, by Git's own cache", false),
        Some("plaintext") => (
            "in files below ~/.gcm, in plain text: whoever can read your files can read the token",
            true,
        ),
        Some("wincredman" | "dpapi" | "keychain") => ("in your system's keyring", false),
        None if !cfg!(target_os = "linux") => ("in your system's keyring", false),
        _ => return None,
    };
    Some(HelperChoice {
        value: "manager".to_owned(),
        words: format!("by Git Credential Manager, {words}"),
        plain_text,
    })
}

/// The program of a helper's short name, where Git would find it.
pub(super) fn find(git: &Git, name: &str) -> Option<PathBuf> {
    let suffix = if cfg!(windows) { ".exe" } else { "" };
    let file = format!("git-credential-{name}{suffix}");
    let own = std::iter::once(git.exec_path().to_owned());
    own.chain(git.environment().path_folders())
        .map(|folder| folder.join(&file))
        .find(|program| program.is_file())
}
