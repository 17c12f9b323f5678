//! A secret and its place, recognised again without being kept.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::model::{Credential, Realm};

/// Without the key it tells nothing, not even to who guesses the secret.
pub(super) type Fingerprint = [u8; 32];

/// 256 random bits.
#[derive(Clone)]
pub(super) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// # Panics
    ///
    /// The operating system has no random numbers, so that nothing can be done safely.
    pub(super) fn random() -> Self {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(key.as_mut()).expect("every supported system hands out random numbers");
        Self(key)
    }

    /// HMAC-SHA-256 over realm, user name and secret, each with its length.
    pub(super) fn fingerprint(&self, realm: &Realm, credential: &Credential) -> Fingerprint {
        let mut hmac =
            <Hmac<Sha256>>::new_from_slice(self.0.as_ref()).expect("HMAC takes keys of any length");
        let parts = [
            realm.to_string().into_bytes(),
            credential.username.clone().into_bytes(),
        ];
        for part in [
            parts[0].as_slice(),
            parts[1].as_slice(),
            credential.secret.expose(),
        ] {
            hmac.update(&(part.len() as u64).to_le_bytes());
            hmac.update(part);
        }
        hmac.finalize().into_bytes().into()
    }

    pub(super) fn to_hex(&self) -> String {
        to_hex(&self.0)
    }

    pub(super) fn from_hex(hex: &str) -> Option<Self> {
        Some(Self(Zeroizing::new(from_hex(hex)?)))
    }
}

pub(super) fn to_hex(bytes: &[u8; 32]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

pub(super) fn from_hex(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(bytes)
}
