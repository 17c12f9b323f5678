//! The lines of a configuration file as they may be shown: with every secret masked.

use super::config_syntax::{Piece, Setting, What, pieces};
use crate::model::RemoteUrl;
use crate::model::masked::{MASK, is_scheme, masked_words, shown_url};
use crate::model::outside_text::display_safe_bytes;

/// Parts of the names of settings whose values are secrets themselves.
const SECRET: &[&str] = &["extraheader", "password", "secret", "smtppass", "token"];

/// Every line of the file, without its end. There are as many as the file has.
#[must_use]
pub fn shown_lines(bytes: &[u8]) -> Vec<String> {
    let pieces = pieces(bytes).unwrap_or_default();
    let mut lines = Vec::new();
    let mut start = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let end = start + line.len();
        lines.push(shown(bytes, start, end, &pieces));
        start = end;
    }
    lines
}

/// The value of a setting as it may be shown.
#[must_use]
pub fn shown_value(setting: &Setting) -> String {
    let value = setting.value.as_deref().unwrap_or_default();
    if SECRET.iter().any(|name| setting.name.contains(name)) {
        return MASK.to_owned();
    }
    let is_url = || {
        let scheme = value
            .iter()
            .take_while(|&&byte| is_scheme(char::from(byte)));
        value[scheme.count()..].starts_with(b"://")
    };
    if is_url() || value.contains(&b'@') && !value.iter().any(u8::is_ascii_whitespace) {
        return shown_url(value);
    }
    masked_words(&display_safe_bytes(value))
}

/// The line from `start` to `end`: piece by piece where something in it is a secret, else as it is.
fn shown(bytes: &[u8], start: usize, end: usize, pieces: &[Piece]) -> String {
    let mut text = String::new();
    let mut at = start;
    // They stand in the order of the file, which may have a hundred thousand of each.
    let first = pieces.partition_point(|piece| piece.bytes.end <= start);
    let here = pieces[first..].iter();
    for piece in here.take_while(|piece| piece.bytes.start < end) {
        let (from, to) = match &piece.what {
            What::Header(base) => {
                let Some(header) = masked_header(base) else {
                    continue;
                };
                text.push_str(&plain(&bytes[at..piece.bytes.start.max(at)]));
                text.push_str(&header);
                at = piece.bytes.end.min(end);
                continue;
            }
            What::Setting {
                value: Some(value), ..
            } => (value.start, value.end),
            What::Setting { .. } => continue,
        };
        let What::Setting { setting, .. } = &piece.what else {
            continue;
        };
        let shown = shown_value(setting);
        if shown == display_safe_bytes(setting.value.as_deref().unwrap_or_default()) {
            continue;
        }
        if from >= start && from < end {
            text.push_str(&plain(&bytes[at..from.max(at)]));
            text.push_str(&shown);
        } else if from < start && to > start {
            // A further line of the same value.
            text.push_str(MASK);
        } else {
            continue;
        }
        at = to.clamp(at, end);
    }
    text.push_str(&plain(&bytes[at..end]));
    text
}

/// A header whose subsection is a URL with a user name, as it may be shown; `None` where it may
/// be shown as it is.
fn masked_header(base: &[u8]) -> Option<String> {
    let base = base.strip_suffix(b".").unwrap_or(base);
    let dot = base.iter().position(|&byte| byte == b'.')?;
    let (section, subsection) = (&base[..dot], &base[dot + 1..]);
    let url = subsection
        .contains(&b'@')
        .then(|| RemoteUrl::parse(subsection))?;
    Some(format!("[{} \"{url}\"]", display_safe_bytes(section)))
}

fn plain(bytes: &[u8]) -> String {
    let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    masked_words(&display_safe_bytes(line))
}
