//! Text that may hold secrets, made fit to show: commands, settings, URLs.

use super::outside_text::{display_safe, display_safe_bytes};
use super::{RemoteUrl, TokenKind};

/// Stands for a secret.
pub const MASK: &str = "•••";

/// Text that is no setting, or a command: URLs with user info, tokens, and what follows
/// `password=` are masked.
#[must_use]
pub fn masked_words(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| c.is_whitespace() || "\"';,()".contains(c)) {
        let word = piece.trim_end_matches(|c: char| c.is_whitespace() || "\"';,()".contains(c));
        masked.push_str(&masked_word(word));
        masked.push_str(&piece[word.len()..]);
    }
    masked
}

/// A user name as it may be shown: some hosts take a token for one.
#[must_use]
pub fn shown_name(name: &str) -> String {
    match is_token(name) {
        true => MASK.to_owned(),
        false => display_safe(name),
    }
}

/// A user name for other programs, to which nothing in it is hidden: as it is, unless it is a token.
#[must_use]
pub fn unless_token(name: &str) -> &str {
    match is_token(name) {
        true => MASK,
        false => name,
    }
}

/// Whether a user name is a token.
#[must_use]
pub fn is_token(name: &str) -> bool {
    TokenKind::of(name.as_bytes()).is_certain()
}

fn masked_word(word: &str) -> String {
    for name in ["password=", "oauth_token=", "token="] {
        if let Some(at) = word.to_ascii_lowercase().find(name)
            && word.len() > at + name.len()
            && word.is_char_boundary(at + name.len())
        {
            return format!("{}{MASK}", &word[..at + name.len()]);
        }
    }
    if TokenKind::of(word.as_bytes()).is_certain() {
        return MASK.to_owned();
    }
    let Some(scheme_end) = word.find("://").filter(|_| word.contains('@')) else {
        return word.to_owned();
    };
    let start = word[..scheme_end].rfind(|c| !is_scheme(c)).map_or(0, |at| {
        at + word[at..].chars().next().map_or(1, char::len_utf8)
    });
    format!("{}{}", &word[..start], shown_url(&word.as_bytes()[start..]))
}

/// Whether a URL's scheme may hold this letter.
#[must_use]
pub fn is_scheme(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "+-.".contains(letter)
}

/// The URL as it is written, where nothing in it is a secret; else with its secrets masked.
#[must_use]
pub fn shown_url(url: &[u8]) -> String {
    let shown = RemoteUrl::parse(url).to_string();
    match shown.contains(MASK) {
        true => shown,
        false => display_safe_bytes(url),
    }
}
