//! A secret: a password or a token, from the paste field to the pipe.

use zeroize::Zeroizing;

/// Bytes that must not be seen. Wiped when dropped; neither printed, compared by accident,
/// copied nor serialised: it has no `Debug`, `Display`, `Clone` or `Serialize`.
/// Share one with an [`std::sync::Arc`].
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes the bytes over; the caller's buffer becomes the secret's and is wiped with it.
    #[must_use]
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Zeroizing::new(bytes.into()))
    }

    /// The only door to the bytes. A test counts the places that open it.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Length in bytes, which may be shown.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether both hold the same bytes, in a time that depends on the lengths alone.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .0
                .iter()
                .zip(other.0.iter())
                .fold(0, |difference, (a, b)| difference | (a ^ b))
                == 0
    }
}
