//! What a person pastes, made into a secret: trimmed where that is harmless, refused where it is not.

use percent_encoding::percent_decode_str;
use thiserror::Error;

use super::token_shape::{self, Fault};
use super::{RemoteUrl, Secret};

/// A paste that was understood.
pub struct Paste {
    /// Where the paste held one: `user:token` or `https://user:token@host/…`.
    pub username: Option<String>,
    /// The token or password.
    pub secret: Secret,
    /// The URL it was part of, which names the host it is meant for.
    pub url: Option<RemoteUrl>,
}

/// Why a paste cannot be a secret.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PasteError {
    /// Nothing is left after trimming.
    #[error("there is nothing in the paste; copy the token again")]
    Empty,
    /// A control character inside.
    #[error(
        "the paste holds a line break or another control character inside; copy the token alone"
    )]
    ControlCharacter,
    /// A space inside.
    #[error("the paste holds a space inside; copy the token alone")]
    Space,
    /// A URL without password.
    #[error("this is a web address without a token in it; copy the token itself")]
    UrlWithoutSecret,
    /// A token that lost its end.
    #[error("the token is incomplete: its end is missing; copy it again from the host's page")]
    CutOff,
    /// A token whose checksum does not agree.
    #[error(
        "the token was not copied right: its checksum does not agree; copy it again from the host's page"
    )]
    Garbled,
}

/// Understands a paste: white space, quotes, line ends, zero-width characters and a byte order
/// mark around the token go; `https://user:token@host/…` and `user:token` are taken apart.
///
/// # Errors
///
/// Nothing left, a control character or a space inside, a URL that holds no secret, or a token
/// that was cut off or garbled on the way.
pub fn understand(pasted: &str) -> Result<Paste, PasteError> {
    let token = trim(pasted);
    if token.is_empty() {
        return Err(PasteError::Empty);
    }
    if token.chars().any(char::is_control) {
        return Err(PasteError::ControlCharacter);
    }
    if token.chars().any(|c| c.is_whitespace() || is_invisible(c)) {
        return Err(PasteError::Space);
    }
    if token.contains("://") {
        return from_url(token);
    }
    let (username, secret) = match token.split_once(':') {
        Some((user, secret)) if is_username(user) && !secret.is_empty() => (Some(user), secret),
        _ => (None, token),
    };
    Ok(Paste {
        username: username.map(str::to_owned),
        secret: whole(secret.as_bytes())?,
        url: None,
    })
}

fn whole(secret: &[u8]) -> Result<Secret, PasteError> {
    match token_shape::fault(secret) {
        Some(Fault::CutOff) => Err(PasteError::CutOff),
        Some(Fault::Garbled) => Err(PasteError::Garbled),
        None => Ok(Secret::new(secret)),
    }
}

fn from_url(token: &str) -> Result<Paste, PasteError> {
    let url = RemoteUrl::parse(token.as_bytes());
    let Some(secret) = &url.secret else {
        return Err(PasteError::UrlWithoutSecret);
    };
    Ok(Paste {
        username: url.user.clone(),
        secret: whole(secret.expose())?,
        url: Some(url.clone()),
    })
}

fn trim(pasted: &str) -> &str {
    let around = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || is_invisible(c)
            || matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’')
    };
    pasted.trim_matches(around)
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// Short and made of the characters of user names and mail addresses, so that a secret which
/// happens to hold a colon is not cut in two.
fn is_username(text: &str) -> bool {
    let text = percent_decode_str(text).decode_utf8_lossy();
    !text.is_empty()
        && text.len() <= 100
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "-_.@+".contains(c))
        && !super::TokenKind::of(text.as_bytes()).is_certain()
}
