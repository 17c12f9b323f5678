//! Configures our own credential helper for the person, and takes it back.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::Workshop;
use super::change::{ChangeError, helper as own_configuration};
use super::helper_choices::find;
use crate::git::{Config, Git};
use crate::model::{HelperInForce, Scope};

/// The name that Git knows it by.
const NAME: &str = "locksmith";

/// How our own helper stands.
#[derive(Debug)]
pub struct HelperStatus {
    /// Where it lies; `None` where it was not installed.
    pub program: Option<PathBuf>,
    /// Whether a keyring answers that it could keep sign-ins in.
    pub has_keyring: bool,
    /// Where it is configured for every server. Git asks the helpers in the order of the files.
    pub configured: Vec<HelperInForce>,
    /// The helpers that are configured beside it for every server.
    pub others: Vec<HelperInForce>,
}

/// Why it was not configured, or not taken out.
#[derive(Debug, Error)]
pub enum HelperError {
    /// The program is not there.
    #[error(
        "git-credential-locksmith is neither beside git-locksmith nor on PATH; install it, for instance with cargo install --locked --path ."
    )]
    NoProgram,
    /// Git would find nothing to keep sign-ins in.
    #[error(
        "no keyring answers, so there is nothing to keep sign-ins in; log in to a desktop that has one (gnome-keyring, KWallet, KeePassXC), then try again"
    )]
    NoKeyring,
    /// The setting was not changed.
    #[error(transparent)]
    Configure(#[from] ChangeError),
    /// The file says so, but Git does not go by it.
    #[error("{0} was written into your configuration, but another setting switches it off")]
    NotInForce(String),
    /// What configures it is not the person's own file.
    #[error("{0} configures it, which is not your own configuration; take it out there")]
    NotYours(String),
}

/// How it stands now; nothing is changed or run.
#[must_use]
pub fn status(workshop: &Workshop) -> HelperStatus {
    let git = workshop.git();
    let (configured, others) = for_every_server(&workshop.personal())
        .into_iter()
        .partition(|helper| helper.name() == NAME);
    HelperStatus {
        program: program(git),
        has_keyring: workshop.stores().has_keyring(),
        configured,
        others,
    }
}

/// Adds it to the helpers of the person's own configuration; those that are there stay. `false`
/// where it was there already.
///
/// # Errors
///
/// The program or a keyring is missing, or Git could not write the file.
pub fn install(workshop: &Workshop) -> Result<bool, HelperError> {
    let before = status(workshop);
    let program = before.program.ok_or(HelperError::NoProgram)?;
    if !before.configured.is_empty() {
        return Ok(false);
    }
    if !before.has_keyring {
        return Err(HelperError::NoKeyring);
    }
    let value = value_of(workshop.git(), &program);
    own_configuration::add_helper(workshop.git(), &value)?;
    match status(workshop).configured.is_empty() {
        true => Err(HelperError::NotInForce(value)),
        false => Ok(true),
    }
}

/// Takes it out of the person's own configuration; `false` where it was not there. What it has
/// saved stays in the keyring.
///
/// # Errors
///
/// Another file configures it, or Git could not write the person's.
pub fn remove(workshop: &Workshop) -> Result<bool, HelperError> {
    let configured = status(workshop).configured;
    for helper in &configured {
        if helper.origin.scope != Scope::Global {
            let file = helper.origin.file.display();
            return Err(HelperError::NotYours(file.to_string()));
        }
        own_configuration::remove_helper(workshop.git(), &helper.value)?;
    }
    Ok(!configured.is_empty())
}

/// Where the program lies: where Git would find it by its name, or beside this program.
pub(super) fn program(git: &Git) -> Option<PathBuf> {
    find(git, NAME).or_else(|| {
        let own = std::env::current_exe().ok()?;
        let file = format!("git-credential-{NAME}{}", std::env::consts::EXE_SUFFIX);
        let beside = own.parent()?.join(file);
        beside.is_file().then_some(beside)
    })
}

/// What `credential.helper` is set to: the name where Git finds it, else the whole path, which
/// Git hands to a shell.
pub(super) fn value_of(git: &Git, program: &Path) -> String {
    if find(git, NAME).is_some() {
        return NAME.to_owned();
    }
    let path = program.display().to_string().replace('\\', "/");
    let needs_escape = |letter: char| !(letter.is_alphanumeric() || "/._-+:@%".contains(letter));
    let mut value = String::with_capacity(path.len());
    for letter in path.chars() {
        if needs_escape(letter) {
            value.push('\\');
        }
        value.push(letter);
    }
    value
}

/// The helpers that Git asks whatever the server; an empty value forgets those before it.
fn for_every_server(personal: &Config) -> Vec<HelperInForce> {
    let mut helpers: Vec<HelperInForce> = Vec::new();
    for variable in personal.variables() {
        let setting = &variable.setting;
        let is_helper = setting.section == "credential"
            && setting.subsection.is_none()
            && setting.name == "helper"
            && setting.value.is_some();
        if !is_helper {
            continue;
        }
        match variable.text().into_owned() {
            empty if empty.is_empty() => helpers.clear(),
            value => helpers.push(HelperInForce {
                value,
                origin: variable.origin.clone(),
            }),
        }
    }
    helpers
}
