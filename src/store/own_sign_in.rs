//! What our own helper keeps of one sign-in, as the text of one item of a keyring.
//!
//! The first line is the password or token, so that any keyring program shows it; the lines
//! behind it are Git's own fields, as its libsecret helper writes them, and when it was stored.

use zeroize::Zeroizing;

use crate::model::Secret;

/// A sign-in with all that Git wants back.
pub struct OwnSignIn {
    /// The password, or the `credential` where there is an authentication scheme.
    pub secret: Secret,
    /// `Bearer`, for instance: what is sent in the header is then the secret itself.
    pub authtype: Option<String>,
    /// When the server stops accepting it, in seconds since 1970 UTC.
    pub expires: Option<u64>,
    /// With which another helper gets a new one.
    pub refresh_token: Option<Secret>,
    /// When it was stored, in nanoseconds since 1970: of several, the last one is the one to use.
    pub stored: u64,
}

impl OwnSignIn {
    /// The text of the item.
    #[must_use]
    pub fn to_text(&self) -> Secret {
        let refresh_token = self.refresh_token.as_ref().map_or(0, Secret::len);
        let authtype = self.authtype.as_ref().map_or(0, String::len);
        // As long as it will ever be: a buffer that grows leaves copies behind.
        let length = self.secret.len() + refresh_token + authtype + 160;
        let mut text = Vec::with_capacity(length);
        let mut add = |key: &str, value: &Secret| {
            text.extend_from_slice(key.as_bytes());
            text.extend_from_slice(value.expose());
        };
        add("", &self.secret);
        if let Some(authtype) = &self.authtype {
            add("\nauthtype=", &Secret::new(authtype.as_bytes()));
        }
        if let Some(expires) = self.expires {
            add("\npassword_expiry_utc=", &Secret::new(expires.to_string()));
        }
        if let Some(refresh_token) = &self.refresh_token {
            add("\noauth_refresh_token=", refresh_token);
        }
        add("\nstored=", &Secret::new(self.stored.to_string()));
        Secret::new(text)
    }

    /// Reads the text of an item. Lines that are not known are passed over.
    #[must_use]
    pub fn of_text(text: &Secret) -> Self {
        let mut lines = text.expose().split(|&byte| byte == b'\n');
        let mut sign_in = Self {
            secret: Secret::new(lines.next().unwrap_or_default()),
            authtype: None,
            expires: None,
            refresh_token: None,
            stored: 0,
        };
        for line in lines {
            let Some(at) = line.iter().position(|&byte| byte == b'=') else {
                continue;
            };
            let (name, value) = (&line[..at], &line[at + 1..]);
            let words = || std::str::from_utf8(value).ok();
            match name {
                b"authtype" => sign_in.authtype = words().map(str::to_owned),
                b"password_expiry_utc" => sign_in.expires = words().and_then(|w| w.parse().ok()),
                b"oauth_refresh_token" => sign_in.refresh_token = Some(Secret::new(value)),
                b"stored" => {
                    sign_in.stored = words().and_then(|w| w.parse().ok()).unwrap_or_default();
                }
                _ => (),
            }
        }
        sign_in
    }

    /// Whether both are the same to Git, whenever they were stored.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        let same_refresh_token = match (&self.refresh_token, &other.refresh_token) {
            (Some(own), Some(others)) => own.same_as(others),
            (own, others) => own.is_none() && others.is_none(),
        };
        self.secret.same_as(&other.secret)
            && self.authtype == other.authtype
            && self.expires == other.expires
            && same_refresh_token
    }
}

/// Most bytes that one entry of the Windows Credential Manager holds
/// (`CRED_MAX_CREDENTIAL_BLOB_SIZE`, wincred.h: 5 × 512).
pub const MOST_IN_AN_ENTRY: usize = 2560;

/// Cuts a text into entries of at most `most` bytes. Each begins with a line that tells which of
/// how many it is and when it was stored, so that parts of two texts are never put together.
#[must_use]
pub fn split(text: &Secret, stored: u64, most: usize) -> Vec<Secret> {
    let room = most.saturating_sub(HEADER).max(1);
    let parts: Vec<&[u8]> = match text.is_empty() {
        true => vec![&[]],
        false => text.expose().chunks(room).collect(),
    };
    let count = parts.len();
    let with_header = |(number, part): (usize, &&[u8])| {
        let mut entry = Vec::with_capacity(HEADER + part.len());
        entry.extend_from_slice(format!("{} {count} {stored}\n", number + 1).as_bytes());
        entry.extend_from_slice(part);
        Secret::new(entry)
    };
    parts.iter().enumerate().map(with_header).collect()
}

/// Puts entries together again, in whatever order they come; `None` where one is missing or
/// belongs to another text.
#[must_use]
pub fn join<'a>(entries: impl IntoIterator<Item = &'a Secret>) -> Option<Secret> {
    let entries = entries.into_iter();
    let mut parts = entries.map(part).collect::<Option<Vec<_>>>()?;
    parts.sort_by_key(|part| part.number);
    let first = parts.first()?;
    let (count, stored) = (first.count, first.stored);
    let is_whole = parts.len() == count
        && parts.iter().enumerate().all(|(at, part)| {
            part.number == at + 1 && part.count == count && part.stored == stored
        });
    let length = parts.iter().map(|part| part.bytes.len()).sum();
    let mut text = Zeroizing::new(Vec::with_capacity(length));
    for part in &parts {
        text.extend_from_slice(part.bytes);
    }
    is_whole.then(|| Secret::new(std::mem::take(&mut *text)))
}

/// Longest first line of an entry: three numbers.
const HEADER: usize = 32;

struct Part<'a> {
    number: usize,
    count: usize,
    stored: u64,
    bytes: &'a [u8],
}

fn part(entry: &Secret) -> Option<Part<'_>> {
    let bytes = entry.expose();
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    let mut numbers = std::str::from_utf8(&bytes[..end]).ok()?.split(' ');
    Some(Part {
        number: numbers.next()?.parse().ok()?,
        count: numbers.next()?.parse().ok()?,
        stored: numbers.next()?.parse().ok()?,
        bytes: &bytes[end + 1..],
    })
}
