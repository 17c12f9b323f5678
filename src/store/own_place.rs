//! Where our own helper keeps a sign-in, and what it calls it in keyrings that know names only.
//!
//! All that a sign-in is for stands in its name, because neither the Windows Credential Manager
//! nor the macOS Keychain can be asked for attributes of our own without reading the secret, which
//! on macOS may open a dialog.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What all our names begin with.
pub const PREFIX: &str = "git-locksmith:";
/// Stands between a sign-in's name and the number of its further parts.
const PART: char = '#';
/// Read well as they are, and mean nothing in a name.
const ENCODED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b'~');

/// Which sign-in: exactly one is kept for each. All as Git writes them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// `https`, mostly.
    pub protocol: String,
    /// With the port, where it is not the default; empty for `cert`.
    pub host: String,
    /// Empty where it is for the whole host.
    pub path: String,
    /// Empty where the token needs no name.
    pub username: String,
}

impl Place {
    /// `git-locksmith:https://user@host[:port]/path`, with `#2` behind it for the second part.
    /// Parts are counted from 0.
    #[must_use]
    pub fn name(&self, part: usize) -> String {
        let encoded = |text: &str| utf8_percent_encode(text, &ENCODED).to_string();
        let name = format!(
            "{PREFIX}{}://{}@{}/{}",
            encoded(&self.protocol),
            encoded(&self.username),
            // A port and the brackets of an address stay legible.
            self.host,
            encoded(&self.path)
        );
        match part {
            0 => name,
            part => format!("{name}{PART}{}", part + 1),
        }
    }

    /// The place in a name; `None` where it is not one of ours.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let decoded = |text: &str| Some(percent_decode_str(text).decode_utf8().ok()?.into_owned());
        let name = name.split(PART).next()?.strip_prefix(PREFIX)?;
        let (protocol, rest) = name.split_once("://")?;
        let (username, rest) = rest.split_once('@')?;
        let (host, path) = rest.rsplit_once('/')?;
        Some(Self {
            protocol: decoded(protocol)?,
            host: host.to_owned(),
            path: decoded(path)?,
            username: decoded(username)?,
        })
    }
}

/// Which part a name is of, counted from 0.
#[must_use]
pub fn part_of(name: &str) -> usize {
    let number = name.rsplit_once(PART).and_then(|(_, n)| n.parse().ok());
    number.map_or(0, |number: usize| number.saturating_sub(1))
}
