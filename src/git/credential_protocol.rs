//! Git's credential protocol as text: one `key=value` a line. Nothing is run here.
//!
//! What is written is refused where a field holds a control character, because older Gits and
//! helpers take it for a further line (CVE-2020-5260, CVE-2024-50338, CVE-2024-52006). What is
//! read is believed only where it answers what was asked.

use thiserror::Error;
use zeroize::Zeroizing;

use crate::model::outside_text::display_safe;
use crate::model::{Credential, Realm, Secret};

/// Longest line that Git reads (git-credential(1)).
const LONGEST_LINE: usize = 65_535;

/// What a helper is asked or told.
pub struct Request<'a> {
    /// Protocol, host and path.
    pub realm: &'a Realm,
    /// The host as it is stored or written, which helpers compare letter by letter; the realm's
    /// where left out.
    pub host_field: Option<&'a str>,
    /// The user name.
    pub username: Option<&'a str>,
    /// The password or token.
    pub secret: Option<&'a Secret>,
}

/// What helpers keep of a credential beside user and password, and want back: the fields that Git
/// hands on without using them itself.
pub struct Further(Secret);

/// The names of those fields (git-credential(1), 2.46).
const FURTHER: [&[u8]; 2] = [b"password_expiry_utc", b"oauth_refresh_token"];

/// Why something is not written, or not believed.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ProtocolError {
    /// A field could be taken for several.
    #[error("the {field} holds a control character, which is refused")]
    ControlCharacter {
        /// Which field.
        field: &'static str,
    },
    /// A field is longer than Git reads.
    #[error("the {field} is too long for Git")]
    TooLong {
        /// Which field.
        field: &'static str,
    },
    /// Git would match any host (CVE-2020-11008).
    #[error("there is no host to ask about")]
    NoHost,
    /// The answer is for something else than was asked.
    #[error("the helper answered for another host: {host}")]
    OtherHost {
        /// Which.
        host: String,
    },
    /// The answer is no text of the protocol.
    #[error("the helper's answer is not understood")]
    Garbage,
}

impl Request<'_> {
    /// The text for a helper's standard input, with the empty line that ends it.
    ///
    /// # Errors
    ///
    /// A field holds a control character or is too long, or the host is empty.
    pub fn write(&self) -> Result<Secret, ProtocolError> {
        let realm_host = self.realm.host_field();
        let host = self.host_field.unwrap_or(&realm_host);
        if host.is_empty() || self.realm.protocol.is_empty() {
            return Err(ProtocolError::NoHost);
        }
        let fields: [(&'static str, Option<&[u8]>); 5] = [
            ("protocol", Some(self.realm.protocol.as_bytes())),
            ("host", Some(host.as_bytes())),
            ("path", self.realm.path.as_deref().map(str::as_bytes)),
            ("username", self.username.map(str::as_bytes)),
            ("password", self.secret.map(Secret::expose)),
        ];
        // As long as it will ever be: a buffer that grows leaves copies behind.
        let length: usize = fields
            .iter()
            .flat_map(|(_, value)| value)
            .map(|v| v.len())
            .sum();
        let mut text = Vec::with_capacity(length + 64);
        for (field, value) in fields {
            let Some(value) = value else { continue };
            if value.iter().any(u8::is_ascii_control) {
                return Err(ProtocolError::ControlCharacter { field });
            }
            if field.len() + 1 + value.len() >= LONGEST_LINE {
                return Err(ProtocolError::TooLong { field });
            }
            text.extend_from_slice(field.as_bytes());
            text.push(b'=');
            text.extend_from_slice(value);
            text.push(b'\n');
        }
        text.push(b'\n');
        Ok(Secret::new(text))
    }

    /// The text of [`Self::write`], with the `further` fields.
    ///
    /// # Errors
    ///
    /// As [`Self::write`].
    pub fn write_with(&self, further: &Further) -> Result<Secret, ProtocolError> {
        let text = self.write()?;
        let (lines, end) = text.expose().split_at(text.len() - 1);
        Ok(Secret::new([lines, further.0.expose(), end].concat()))
    }

    /// The credential in a helper's answer; `None` where it knows none.
    ///
    /// # Errors
    ///
    /// It answers for another protocol or host, or not in the protocol.
    pub fn read_answer(&self, answer: &[u8]) -> Result<Option<Credential>, ProtocolError> {
        let realm_host = self.realm.host_field();
        let host = self.host_field.unwrap_or(&realm_host);
        let mut username = None;
        let mut password = None;
        for line in answer.split(|&byte| byte == b'\n') {
            // Git takes a carriage return before the line's end for a part of the end.
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                continue;
            }
            let (key, value) = split(line).ok_or(ProtocolError::Garbage)?;
            if line.len() > LONGEST_LINE || value.iter().any(u8::is_ascii_control) {
                return Err(ProtocolError::Garbage);
            }
            match key {
                b"host" if value != host.as_bytes() => {
                    let host = display_safe(&String::from_utf8_lossy(value));
                    return Err(ProtocolError::OtherHost { host });
                }
                b"protocol" if value != self.realm.protocol.as_bytes() => {
                    let host = display_safe(&String::from_utf8_lossy(value));
                    return Err(ProtocolError::OtherHost { host });
                }
                b"username" => username = Some(text(value)?),
                b"password" => password = Some(Zeroizing::new(value.to_vec())),
                _ => (),
            }
        }
        let other_user = self
            .username
            .is_some_and(|wanted| username.as_deref().is_some_and(|given| given != wanted));
        Ok(match (username, password) {
            (Some(username), Some(mut password)) if !other_user => Some(Credential::new(
                username,
                Secret::new(std::mem::take(&mut *password)),
            )),
            _ => None,
        })
    }
}

impl Further {
    /// The further fields among the lines of a helper's answer, or of what it keeps.
    #[must_use]
    pub fn of_answer(answer: &[u8]) -> Self {
        let mut lines = Zeroizing::new(Vec::with_capacity(answer.len() + 1));
        for line in answer.split(|&byte| byte == b'\n') {
            let is_safe = line.len() < LONGEST_LINE && !line.iter().any(u8::is_ascii_control);
            let name = split(line).map(|(name, _)| name);
            if is_safe && name.is_some_and(|name| FURTHER.contains(&name)) {
                lines.extend_from_slice(line);
                lines.push(b'\n');
            }
        }
        Self(Secret::new(std::mem::take(&mut *lines)))
    }

    /// The fields as lines, each with its end.
    #[must_use]
    pub fn lines(&self) -> &Secret {
        &self.0
    }
}

fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = line.iter().position(|&byte| byte == b'=')?;
    Some((&line[..at], &line[at + 1..]))
}

fn text(bytes: &[u8]) -> Result<String, ProtocolError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| ProtocolError::Garbage)
}
