//! The operating system's keyring, as the helper needs it.

use thiserror::Error;

pub use crate::store::own_place::Place;
use crate::store::own_sign_in::OwnSignIn;

/// Which sign-ins; what is `None` may be anything.
pub struct Wanted {
    /// The protocol.
    pub protocol: String,
    /// The host.
    pub host: String,
    /// The path; empty for those of the whole host.
    pub path: Option<String>,
    /// The user name.
    pub username: Option<String>,
}

/// A sign-in, and where it lies.
pub struct Found {
    /// Where.
    pub place: Place,
    /// What.
    pub sign_in: OwnSignIn,
}

/// Why a keyring does not answer.
#[derive(Debug, Error)]
pub enum Closed {
    /// It is locked, and the person must not be asked or did not want to unlock it.
    #[error("the keyring is locked; unlock it and try again")]
    Locked,
    /// There is none.
    #[error("there is no keyring; log in to a desktop that has one, or configure another helper")]
    NoKeyring,
    /// Anything else.
    #[error("the keyring did not do it: {0}")]
    Broken(String),
}

/// A keyring. It shows only what this helper wrote itself.
pub trait Keyring {
    /// All that is wanted and can be read.
    ///
    /// # Errors
    ///
    /// The keyring does not answer. One that is locked finds nothing instead.
    fn find(&self, wanted: &Wanted) -> Result<Vec<Found>, Closed>;

    /// Keeps `sign_in`, instead of what is kept in the same place.
    ///
    /// # Errors
    ///
    /// The keyring is locked or does not answer.
    fn keep(&self, place: &Place, sign_in: &OwnSignIn) -> Result<(), Closed>;

    /// Forgets what is kept in `place`.
    ///
    /// # Errors
    ///
    /// The keyring is locked or does not answer.
    fn forget(&self, place: &Place) -> Result<(), Closed>;
}

impl Wanted {
    /// Whether `place` is one of them.
    #[must_use]
    pub fn includes(&self, place: &Place) -> bool {
        let fits = |wanted: &Option<String>, value: &String| {
            wanted.as_ref().is_none_or(|wanted| wanted == value)
        };
        self.protocol == place.protocol
            && self.host == place.host
            && fits(&self.path, &place.path)
            && fits(&self.username, &place.username)
    }
}
