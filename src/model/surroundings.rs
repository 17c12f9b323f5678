//! What stands around a remote and its repository on this machine and changes how Git signs in,
//! gathered as data when they are read.

use std::path::PathBuf;

use super::{Entry, HelperInForce, Origin, Realm};

/// What stands around one remote, beside the helpers themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// When they were read, in seconds since 1970 UTC.
    pub read_at: u64,
    /// The settings that put the helpers in force, in the order of the helpers.
    pub helper_settings: Vec<Place>,
    /// Helpers in force that Git would not find, with what it would look for.
    pub missing_helpers: Vec<MissingHelper>,
    /// A helper on this machine that keeps sign-ins safely; known only where all are missing.
    pub helper_to_use: Option<String>,
    /// `http.extraHeader` settings in force that hold an `Authorization`.
    pub authorization_headers: Vec<Place>,
    /// The person's `insteadOf` and `pushInsteadOf` that hold a secret and made one of the URLs.
    pub secret_rewrites: Vec<Place>,
    /// `credential.credentialStore`: where Git Credential Manager keeps what it is given.
    pub credential_store: Option<String>,
    /// A `core.askPass` that is not there.
    pub missing_ask_pass: Option<MissingProgram>,
    /// Whether a keyring answers; known only where a helper in force needs one.
    pub keyring_answers: Option<bool>,
    /// Other programs that keep a sign-in of their own: for this host, or for hosts not known.
    pub other_programs: Vec<OtherProgram>,
    /// How many organisations of Azure DevOps were seen so far, where this remote belongs to one.
    pub azure_organisations: usize,
}

/// What stands around one repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepositorySurroundings {
    /// The folder belongs to another user and Git refuses to work in it; the value that
    /// `safe.directory` would need.
    pub not_safe: Option<PathBuf>,
    /// Servers beside those of the remotes that its Git LFS and its submodules fetch from.
    pub other_servers: Vec<OtherServer>,
}

/// A server that a file of the repository names, and that no remote is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherServer {
    /// Where a sign-in for it may be used.
    pub realm: Realm,
    /// The setting that names it: `lfs.url`, `submodule.lib.url`.
    pub named_by: String,
    /// Where that stands: `.lfsconfig`, `.gitmodules` or a configuration file.
    pub file: String,
    /// The saved sign-ins for it.
    pub saved: Vec<Entry>,
}

/// A helper in force that Git would not find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingHelper {
    /// The helper.
    pub helper: HelperInForce,
    /// What is not there: `git-credential-foo` or a path.
    pub program: String,
    /// What the setting would have to be: the helper's new name, or where its program is now.
    pub replacement: Option<String>,
}

/// A program that a setting or a variable names and that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingProgram {
    /// The setting or the variable.
    pub named_by: String,
    /// What is not there.
    pub program: String,
    /// Where the setting stands.
    pub origin: Option<Origin>,
}

/// Another program that keeps sign-ins of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherProgram {
    /// Its name.
    pub name: &'static str,
    /// Where it keeps them.
    pub file: String,
    /// The host it keeps one for, lower case, where that can be told.
    pub host: Option<String>,
    /// How they are cleared there: what to do, in words.
    pub clear: String,
}

/// A setting and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// As `git config` writes it, with a secret in it masked.
    pub key: String,
    /// Its file and line.
    pub origin: Origin,
}
