//! A credential: who, and the secret that proves it.

use std::sync::Arc;

use super::Secret;

/// A user name and its secret. Sharing it shares the secret; nothing copies the bytes.
#[derive(Clone)]
pub struct Credential {
    /// As Git sends it, not encoded.
    pub username: String,
    /// The password or token.
    pub secret: Arc<Secret>,
}

impl Credential {
    /// A credential that owns its secret.
    #[must_use]
    pub fn new(username: impl Into<String>, secret: Secret) -> Self {
        Self {
            username: username.into(),
            secret: Arc::new(secret),
        }
    }
}
