//! What stands around a remote and its repository on this machine and changes how Git signs in,
//! gathered as data when they are read.

use std::path::PathBuf;

use super::{HelperInForce, Origin};

/// What stands around one remote, beside the helpers themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The settings that put the helpers in force, in the order of the helpers.
    pub helper_settings: Vec<Place>,
    /// Helpers in force that Git would not find, with what it would look for.
    pub missing_helpers: Vec<MissingHelper>,
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
    /// Other organisations of Azure DevOps that repositories of this scan belong to.
    pub azure_organisations: usize,
    /// Other programs that keep a sign-in of their own for this kind of server, and where.
    pub other_programs: Vec<OtherProgram>,
}

/// What stands around one repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepositorySurroundings {
    /// The folder belongs to another user and Git refuses to work in it; the value that
    /// `safe.directory` would need.
    pub not_safe: Option<PathBuf>,
    /// Other servers that Git LFS or submodules fetch from, as the repository's own files name
    /// them.
    pub other_servers: Vec<OtherServer>,
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

/// A setting and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// As `git config` writes it, with a secret in it masked.
    pub key: String,
    /// Its file and line.
    pub origin: Origin,
}

/// Another program that keeps sign-ins of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherProgram {
    /// Its name.
    pub name: &'static str,
    /// Where it keeps them.
    pub file: String,
}

/// A server that a file of the repository names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherServer {
    /// `https://host[:port]`
    pub server: String,
    /// What names it: `lfs.url`, `submodule.lib.url`.
    pub named_by: String,
    /// `.lfsconfig`, `.gitmodules` or the configuration.
    pub file: String,
}
